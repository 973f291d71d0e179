//! How alike two texts are by the pairs of characters that tell 说法: those that a text repeats or begins with, and that few other
//! texts have. What is rare depends on the city, so the index counts it ([`Rarity`]); what is kept of a text is numbers only.

use std::collections::HashMap;

use super::mix;
use crate::domain::glance::Glance;

/// The most pairs that are kept of a text. More of a long letter brings no better finds, measured on letters of a city.
const MOST: usize = 48;

/// A pair counts this often at most, so that a name in every sentence does not hide the rest.
const MOST_OFTEN: u32 = 4;

/// The first line of a letter says what it is about: its pairs count double. A line longer than this is no subject.
const SUBJECT: usize = 60;

/// The fewest pairs that say anything.
const LEAST: usize = 5;

/// The most characters of a text that are read: what it is about has been said by then.
const LONGEST: usize = 800;

/// What people write whatever the matter is 套话.
pub(super) const FORMULAS: [&str; 41] = [
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

/// Characters that join words and mean little themselves: no pair reaches across them.
const JOINTS: &str =
    "的了着是在也就和有我你他她它们个这那不没都很还要到说去会把被让给对为与及或但而且从又再上下里中后前时年月日以其之所等啊呢吗吧呀";

/// The pairs of characters that tell of one text, each with how often it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Terms(Box<[Term]>);

/// One pair: 30 bits of its hash, and in the low two bits how often it counts, less one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Term(u32);

impl Term {
    fn new(pair: (char, char), often: u32) -> Self {
        let hash = mix(u64::from(u32::from(pair.0)) << 32 | u64::from(u32::from(pair.1)));
        Self((hash >> 32) as u32 & !3 | (often.clamp(1, MOST_OFTEN) - 1))
    }

    fn hash(self) -> u32 {
        self.0 >> 2
    }

    fn often(self) -> f64 {
        f64::from((self.0 & 3) + 1)
    }
}

impl Terms {
    /// The pairs of `text` without the phrases `known`, which are compared by themselves; none when too little is left.
    pub(super) fn of(text: &str, known: &[&str]) -> Option<Self> {
        let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(end, _)| end);
        let mut rest = text[..end].to_owned();
        // What is taken out leaves blanks, and no character of a formula that was not there.
        let glance = Glance::of(&rest);
        let known = known.iter().filter(|phrase| !phrase.is_empty());
        for phrase in known.chain(FORMULAS.iter().filter(|formula| glance.may_have(formula))) {
            if rest.contains(phrase) {
                rest = rest.replace(phrase, " ");
            }
        }
        let subject = rest.find('\n').filter(|end| rest[..*end].chars().count() <= SUBJECT).unwrap_or(0);
        let mut counted: HashMap<(char, char), (u32, usize)> = HashMap::new();
        for (part, often) in [(&rest[..subject], 2), (&rest[subject..], 1)] {
            let letters: Vec<Option<char>> = part.chars().map(letter).collect();
            for pair in letters.windows(2) {
                if let [Some(first), Some(second)] = pair {
                    let place = counted.len();
                    counted.entry((*first, *second)).or_insert((0, place)).0 += often;
                }
            }
        }
        let mut best: Vec<((char, char), (u32, usize))> = counted.into_iter().collect();
        best.sort_unstable_by_key(|(_, (often, place))| (std::cmp::Reverse((*often).min(MOST_OFTEN)), *place));
        best.truncate(MOST);
        let mut terms: Vec<Term> = best.into_iter().map(|(pair, (often, _))| Term::new(pair, often)).collect();
        terms.sort_unstable();
        terms.dedup_by_key(|term| term.hash());
        (terms.len() >= LEAST).then(|| Self(terms.into()))
    }

    /// What both texts say.
    pub(super) fn overlap(&self, other: &Weighed<'_>) -> Overlap {
        let mut overlap = Overlap::default();
        for left in self.0.iter().filter(|term| other.may_have(**term)) {
            if let Ok(place) = other.terms.0.binary_search_by_key(&left.hash(), |term| term.hash()) {
                let (right, weight) = (other.terms.0[place], other.weights[place]);
                overlap.both += (left.often() * right.often()).sqrt() * weight;
                overlap.own += left.often() * weight;
            }
        }
        overlap
    }

    /// How much of what tells both texts say: the cosine of their weighted pairs, from 0 to 1.
    pub(super) fn shared(&self, overlap: &Overlap, other: &Weighed<'_>, rarity: &Rarity) -> f64 {
        if overlap.both == 0.0 { 0.0 } else { (overlap.both / (self.length(rarity) * other.length)).min(1.0) }
    }

    /// The length of its weighted pairs.
    fn length(&self, rarity: &Rarity) -> f64 {
        self.0.iter().map(|term| term.often() * rarity.of(*term).powi(2)).sum::<f64>().sqrt()
    }

    /// The pairs that tell most of this text, at most `most`: what its like is found by.
    pub(super) fn telling(&self, rarity: &Rarity, most: usize) -> impl Iterator<Item = u32> {
        let mut terms: Vec<Term> = self.0.to_vec();
        let weight = |term: &Term| term.often().sqrt() * rarity.of(*term);
        terms.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then(a.cmp(b)));
        terms.into_iter().take(most).map(|term| super::hash(b't', u64::from(term.hash())))
    }
}

/// The pairs that two texts share.
#[derive(Default)]
pub(super) struct Overlap {
    /// The product of their weights.
    both: f64,
    /// The square of what they weigh in the one that is looked at.
    own: f64,
}

impl Overlap {
    /// What [`Terms::shared`] cannot exceed, for less than it costs: as if the text said nothing but these pairs.
    pub(super) fn at_most(&self, other: &Weighed<'_>) -> f64 {
        if self.both == 0.0 { 0.0 } else { self.both / (self.own.sqrt() * other.length) }
    }
}

/// A text that is compared with many: its pairs with what each of them tells, and their length.
pub(super) struct Weighed<'a> {
    terms: &'a Terms,
    weights: Vec<f64>,
    length: f64,
    /// A bit for each of its pairs, some share theirs: most pairs of another text are none of these.
    bits: [u64; BITS / 64],
}

/// How many bits stand for the pairs of a text.
const BITS: usize = 2048;

impl<'a> Weighed<'a> {
    /// These pairs, where pairs are so rare.
    pub(super) fn of(terms: &'a Terms, rarity: &Rarity) -> Self {
        let weights = terms.0.iter().map(|term| rarity.of(*term).powi(2)).collect();
        let mut bits = [0; BITS / 64];
        for term in &terms.0 {
            let (place, bit) = bit_of(*term);
            bits[place] |= bit;
        }
        Self { terms, weights, length: terms.length(rarity), bits }
    }

    fn may_have(&self, term: Term) -> bool {
        let (place, bit) = bit_of(term);
        self.bits[place] & bit != 0
    }
}

fn bit_of(term: Term) -> (usize, u64) {
    let bit = term.hash() as usize % BITS;
    (bit / 64, 1 << (bit % 64))
}

/// How rare each pair of characters is in this city: how many of its texts have it, by the low bits of its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rarity {
    seen: Vec<u32>,
    texts: u32,
}

impl Rarity {
    const BITS: u32 = 17;
    /// So many texts are taken as read in which every pair was rare: before a city has some, all pairs tell the same.
    const TAKEN_AS_READ: f64 = 2000.0;
    /// A pair that fewer texts have is as likely a slip of the pen as a name.
    const RARE: f64 = 4.0;

    /// Counts a text that came.
    pub(super) fn count(&mut self, terms: &Terms) {
        self.texts = self.texts.saturating_add(1);
        for term in &terms.0 {
            let seen = &mut self.seen[Self::place(*term)];
            *seen = seen.saturating_add(1);
        }
    }

    fn of(&self, term: Term) -> f64 {
        let seen = f64::from(self.seen[Self::place(term)]).max(Self::RARE);
        ((f64::from(self.texts) + Self::TAKEN_AS_READ) / seen).ln()
    }

    fn place(term: Term) -> usize {
        (term.hash() & ((1 << Self::BITS) - 1)) as usize
    }
}

impl Default for Rarity {
    fn default() -> Self {
        Self { seen: vec![0; 1 << Self::BITS], texts: 0 }
    }
}

/// A character as it is compared; none where a word ends. Digits are not compared: they are numbers of houses, which the place
/// knows, or of telephones, which nobody may know.
pub(super) fn letter_of_a_phrase(c: char) -> Option<char> {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    c.is_alphabetic().then(|| c.to_ascii_lowercase())
}

fn letter(c: char) -> Option<char> {
    letter_of_a_phrase(c).filter(|c| !JOINTS.contains(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Terms {
        Terms::of(text, &[]).expect("long enough")
    }

    fn shared_at(a: &str, b: &str, rarity: &Rarity) -> f64 {
        let (a, b) = (terms(a), terms(b));
        let b = Weighed::of(&b, rarity);
        let overlap = a.overlap(&b);
        let shared = a.shared(&overlap, &b, rarity);
        assert!(overlap.at_most(&b) >= shared - 1e-9);
        shared
    }

    fn shared(a: &str, b: &str) -> f64 {
        shared_at(a, b, &Rarity::default())
    }

    #[test]
    fn what_both_say_counts() {
        let one = "夜里十二点以后烧烤摊还在放音响，孩子被吵得睡不着觉";
        assert!((shared(one, one) - 1.0).abs() < 1e-9);
        assert!(shared(one, "夜里十二点以后烧烤摊还在放音响，老人被吵得睡不着觉") > 0.6);
        assert!(shared(one, "自来水发黄，放了十分钟还是黄的，不敢拿来做饭") < 0.1);
    }

    #[test]
    fn too_little_is_no_text() {
        assert_eq!(Terms::of("路灯不亮", &[]), None);
        assert_eq!(Terms::of("您好，请问尽快处理 13900001111", &[]), None);
    }

    #[test]
    fn what_everybody_writes_tells_less_than_what_few_write() {
        let (a, b, c) = ("望湖里二期车位捆绑卖房", "望湖里业主买房被迫买车位", "卖房中介捆绑收佣金");
        let mut rarity = Rarity::default();
        let at_first = shared_at(a, c, &rarity);
        for _ in 0..3000 {
            rarity.count(&terms("中介卖房捆绑收费"));
        }
        assert!(shared_at(a, c, &rarity) < at_first / 2.0);
        assert!(shared_at(a, b, &rarity) > shared_at(a, c, &rarity));
    }

    #[test]
    fn a_subject_counts_double_and_comes_first() {
        let long = "某日".repeat(10) + &"各种各样别的话说来说去说个没完".repeat(40);
        let with = |subject: &str| terms(&format!("{subject}\n{long}"));
        let rarity = Rarity::default();
        let (a, b, c) = (with("望湖里车位捆绑"), with("望湖里车位捆绑"), with("中学食堂涨价"));
        let to = |other: &Terms| {
            let other = Weighed::of(other, &rarity);
            a.shared(&a.overlap(&other), &other, &rarity)
        };
        assert!(to(&b) > to(&c) + 0.2);
    }
}
