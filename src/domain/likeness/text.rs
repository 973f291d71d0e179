//! How alike two texts are 说法: a sketch of fixed size that estimates what share of their pairs of characters they have in
//! common, and the words that both say.

use super::{hash, mix};

/// How many hashes a sketch keeps; the estimate errs by about 0.05.
const HASHES: usize = 64;

/// How many of them make a band: two texts with a whole band in common are worth comparing.
const ROWS: usize = 4;

/// The fewest pairs of characters that say anything.
const LEAST: usize = 6;

/// The fewest characters of a phrase that both say.
const SHORTEST_PHRASE: usize = 4;

/// The most characters of it that are quoted.
const LONGEST_PHRASE: usize = 16;

/// The most characters of a text that are looked at for a common phrase.
const LONGEST_TEXT: usize = 1000;

/// What people write whatever the matter is 套话.
const FORMULAS: [&str; 41] = [
    "尊敬的",
    "领导",
    "书记",
    "市长",
    "您好",
    "你好",
    "谢谢",
    "感谢",
    "希望",
    "恳请",
    "请求",
    "请问",
    "咨询",
    "投诉",
    "举报",
    "反映",
    "建议",
    "有关部门",
    "相关部门",
    "职能部门",
    "政府",
    "尽快",
    "处理",
    "解决",
    "回复",
    "答复",
    "我们",
    "我是",
    "一名",
    "市民",
    "居民",
    "业主",
    "住户",
    "现在",
    "目前",
    "问题",
    "能否",
    "是否",
    "什么时候",
    "严重影响",
    "百姓",
];

/// A text by its pairs of characters (MinHash).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sketch([u16; HASHES]);

impl Sketch {
    /// The sketch of `text` without the phrases `known`, which are compared by themselves; none when too little is left.
    pub(super) fn of(text: &str, known: &[&str]) -> Option<Self> {
        let mut rest = text.to_owned();
        for phrase in known.iter().chain(&FORMULAS).filter(|phrase| !phrase.is_empty()) {
            rest = rest.replace(phrase, " ");
        }
        let letters: Vec<Option<char>> = rest.chars().map(letter).collect();
        let mut pairs: Vec<u64> = letters
            .windows(2)
            .filter_map(|pair| match pair {
                [Some(first), Some(second)] => Some(mix(u64::from(u32::from(*first)) << 32 | u64::from(u32::from(*second)))),
                _ => None,
            })
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        (pairs.len() >= LEAST).then(|| Self(std::array::from_fn(|i| least(&pairs, i))))
    }

    /// The share of their pairs of characters that both texts have, from 0 to 1.
    pub(super) fn shared(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        equal as f64 / HASHES as f64
    }

    /// What two texts with much in common are found by.
    pub(super) fn bands(&self) -> impl Iterator<Item = u32> {
        self.0.chunks_exact(ROWS).enumerate().map(|(i, rows)| {
            let rows = rows.iter().fold(0, |all, row| all << 16 | u64::from(*row));
            hash(b'b', rows ^ mix(i as u64 + 1))
        })
    }
}

/// The low bits of the pair that comes first in the `i`th order of all pairs.
fn least(pairs: &[u64], i: usize) -> u16 {
    let order = mix(i as u64 + 0x51ed);
    let least = pairs.iter().map(|pair| mix(pair ^ order)).min().unwrap_or_default();
    (least & 0xffff) as u16
}

/// A character as it is compared; none where a word ends. Digits are not compared: they are numbers of houses, which the place
/// knows, or of telephones, which nobody may know.
fn letter(c: char) -> Option<char> {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    (c.is_alphabetic()).then(|| c.to_ascii_lowercase())
}

/// The longest words that both texts say, if they are long enough to mean something and more than one of the phrases `known`.
pub(super) fn phrase(a: &str, b: &str, known: &[&str]) -> Option<String> {
    let blank = |text: &str| {
        let text: String = text.chars().take(LONGEST_TEXT).collect();
        let known = known.iter().chain(&FORMULAS).filter(|phrase| !phrase.is_empty());
        known.fold(text, |text, phrase| text.replace(phrase, " "))
    };
    let (a, b) = (blank(a), blank(b));
    let letters = |text: &str| text.chars().map(letter).collect::<Vec<_>>();
    let (start, length) = longest(&letters(&a), &letters(&b));
    let words: String = a.chars().skip(start).take(length.min(LONGEST_PHRASE)).collect();
    let words = words.trim_matches(['的', '了', '着', '是', '在', '也', '就', '和', '有']);
    (words.chars().count() >= SHORTEST_PHRASE).then(|| words.to_owned())
}

/// Where in `a` the longest run begins that stands in `b` too, and how long it is.
fn longest(a: &[Option<char>], b: &[Option<char>]) -> (usize, usize) {
    let (mut start, mut length) = (0, 0);
    let mut before = vec![0; b.len() + 1];
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![0; b.len() + 1];
        for (j, right) in b.iter().enumerate() {
            if left.is_some() && left == right {
                row[j + 1] = before[j] + 1;
                if row[j + 1] > length {
                    (start, length) = (i + 1 - row[j + 1], row[j + 1]);
                }
            }
        }
        before = row;
    }
    (start, length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(a: &str, b: &str) -> f64 {
        let sketch = |text| Sketch::of(text, &[]).expect("long enough");
        sketch(a).shared(&sketch(b))
    }

    #[test]
    fn the_estimate_follows_what_is_shared() {
        let one = "夜里十二点以后烧烤摊还在放音响，孩子被吵得睡不着觉";
        assert!((shared(one, one) - 1.0).abs() < f64::EPSILON);
        assert!(shared(one, "夜里十二点以后烧烤摊还在放音响，老人被吵得睡不着觉") > 0.6);
        assert!(shared(one, "自来水发黄，放了十分钟还是黄的，不敢拿来做饭") < 0.1);
    }

    #[test]
    fn too_little_is_no_text() {
        assert_eq!(Sketch::of("路灯不亮", &[]), None);
        assert_eq!(Sketch::of("您好，请问尽快处理 13900001111", &[]), None);
    }

    #[test]
    fn the_phrase_is_what_both_say_and_no_number() {
        let a = "和煦大道的路灯不亮，整条街都黑，走路害怕，电话13900001111";
        let b = "昨晚回家整条街都黑着，和煦大道没有一盏灯是亮的13900001111";
        assert_eq!(phrase(a, b, &["和煦大道"]).as_deref(), Some("整条街都黑"));
        assert_eq!(phrase("电话13900001111", "号码13900001111", &[]), None);
        assert_eq!(phrase("", b, &[]), None);
    }
}
