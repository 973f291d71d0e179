//! Names 姓名 in a text: what 我叫, 姓名：, 联系人, 我老公 and their like introduce, and what stands at the foot of a letter.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Sight;
use super::lists::{
    AFTER, BETWEEN, CUES, DONE_TO, DOUBLE, DOUBTFUL, FREQUENT, NEVER_GIVEN, OWN_PEOPLE, RATHER_SAID, ROLE_ENDS, SINGLE, TITLES, WORDS,
};
use super::mark::{Kind, Mark, ends, is_han, stands};
use super::starts::Starts;

/// What the cues begin with.
static STARTS: LazyLock<Starts> = LazyLock::new(|| Starts::of(CUES.iter().map(|(cue, _)| *cue)));

/// The cues by the character that they begin with, the longest of them first.
static BY_START: LazyLock<BTreeMap<char, Vec<(&str, bool)>>> = LazyLock::new(|| {
    let mut all: BTreeMap<char, Vec<(&str, bool)>> = BTreeMap::new();
    for (cue, sure) in CUES {
        all.entry(cue.chars().next().expect("a cue is a word")).or_default().push((cue, *sure));
    }
    all.values_mut().for_each(|cues| cues.sort_by_key(|(cue, _)| std::cmp::Reverse(cue.len())));
    all
});

/// Every name that the text introduces as its writer's or their family's.
pub(super) fn find(text: &[char]) -> Vec<Mark> {
    let introduced = (0..text.len()).filter_map(|at| introduced(text, at));
    introduced.chain(signature(text)).chain(opening(text)).collect()
}

/// The name that a text begins with, before what its writer does: 陈大勇举报福满楼饭店.
fn opening(text: &[char]) -> Option<Mark> {
    let name = text.get(..3)?;
    let does = ["举报", "投诉", "反映", "实名", "要举报", "要投诉", "向你们", "来电"].iter().any(|deed| stands(text, 3, deed));
    (does && FREQUENT.contains(name[0]) && is_name(name) && !is_a_role(name)).then(|| Mark::new(0..3, Kind::Name))
}

/// Whether the words are a name and nothing else: a family name of the list with a given name.
pub(super) fn is_name(words: &[char]) -> bool {
    (2..=4).contains(&words.len()) && length(words, 0, Belief::Whole) == Some(words.len())
}

/// A name as far as it is shown: 王某, 欧阳某.
pub(super) fn veiled(name: &str, sight: Sight) -> String {
    let chars: Vec<char> = name.trim().chars().collect();
    let family = family(&chars, 0).filter(|family| chars.len() > *family).unwrap_or(1);
    match (sight, chars.get(..family)) {
        (Sight::Masked, Some(family)) => format!("{}某", family.iter().collect::<String>()),
        (_, _) if chars.len() == 1 => "某".to_owned(),
        _ => "某某".to_owned(),
    }
}

/// How sure it is that a name comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Belief {
    /// 姓名：, 我老公叫
    Certain,
    /// 我叫
    Likely,
    /// 我是, 本人: something must show where the name ends.
    Possible,
    /// The words are all there is.
    Whole,
}

fn introduced(text: &[char], at: usize) -> Option<Mark> {
    if !STARTS.has(text[at]) {
        return None;
    }
    let (cue, sure) = BY_START.get(&text[at])?.iter().find(|(cue, _)| stands(text, at, cue))?;
    if cue.starts_with(['他', '她']) && !of_their_own(&text[..at]) {
        return None;
    }
    let mut start = at + cue.chars().count();
    let mut belief = if *sure { Belief::Likely } else { Belief::Possible };
    if cue.ends_with('姓') {
        return surname(text, start);
    }
    for _ in 0..4 {
        let Some((between, certain)) = BETWEEN.iter().find(|(between, _)| stands(text, start, between)) else { break };
        start += between.chars().count();
        if *certain {
            // 我妈叫 is as likely as 我叫; a colon leaves no doubt.
            belief = if between.ends_with('叫') && belief != Belief::Certain { Belief::Likely } else { Belief::Certain };
        }
    }
    if let Some(end) = nick(text, start) {
        return Some(Mark::new(start..end, Kind::Nick));
    }
    let length = length(text, start, belief).or_else(|| dotted(text, start, belief))?;
    Some(Mark::new(start..start + length, Kind::Name))
}

/// Whether 他 and 她 mean somebody whom the writer speaks for: the clause before is about them, 我替我妈反映，她叫…. Who else is
/// so named is more often the side complained of.
fn of_their_own(before: &[char]) -> bool {
    let end = before.iter().rposition(|c| is_han(*c)).map_or(0, |last| last + 1);
    let start = before[..end].iter().rposition(|c| matches!(c, '。' | '！' | '!' | '；' | '\n')).map_or(0, |sign| sign + 1);
    let sentence: String = before[start..end].iter().collect();
    let own = OWN_PEOPLE.iter().any(|people| {
        sentence.starts_with(people)
            || ["替", "代", "帮", "代替", "为"].iter().any(|for_whom| sentence.contains(&format!("{for_whom}{people}")))
    });
    own && !DONE_TO.iter().any(|deed| sentence.contains(deed))
}

/// 我姓赵, 我姓赵，叫赵铁柱: the family name alone says no more than a mask does.
fn surname(text: &[char], start: usize) -> Option<Mark> {
    let own = family(text, start)?;
    let mut next = start + own;
    for between in ["，", ",", "名字叫", "名叫", "叫", "名"] {
        next += if stands(text, next, between) { between.chars().count() } else { 0 };
    }
    // 我姓陈名大勇: what follows is the given name, and no family name again.
    let given = text[next..].iter().take(2).take_while(|c| is_han(**c) && !AFTER.contains(**c) && !NEVER_GIVEN.contains(**c)).count();
    match length(text, next, Belief::Likely) {
        Some(length) if next > start + own => Some(Mark::new(next..next + length, Kind::Name)),
        None if given > 0 && ends(text, next, "名") => Some(Mark::new(start..next + given, Kind::Name)),
        _ if length(text, start, Belief::Possible).is_some() => None,
        _ => Some(Mark::new(start..start + own, Kind::Nick)),
    }
}

/// The end of 王女士, 小王, 老李.
fn nick(text: &[char], start: usize) -> Option<usize> {
    if matches!(text.get(start), Some('小' | '老')) {
        let end = start + 1 + family(text, start + 1)?;
        return ended(text, end).then_some(end);
    }
    let end = start + family(text, start)?;
    let title = TITLES.iter().find(|title| stands(text, end, title))?;
    Some(end + title.chars().count())
}

/// Names of other tongues in Chinese characters, 阿依古丽·买买提: the dot tells them.
fn dotted(text: &[char], start: usize, belief: Belief) -> Option<usize> {
    let han = |from: usize, most: usize| text[from..].iter().take(most).take_while(|c| is_han(**c)).count();
    let first = han(start, 6);
    let dot = matches!(text.get(start + first), Some('·' | '•' | '・'));
    let last = if dot { han(start + first + 1, 6) } else { 0 };
    (belief != Belief::Possible && first > 0 && last > 0).then_some(first + 1 + last)
}

/// How long the family name at `at` is.
fn family(text: &[char], at: usize) -> Option<usize> {
    if DOUBLE.iter().any(|double| stands(text, at, double)) {
        return Some(2);
    }
    text.get(at).is_some_and(|c| SINGLE.contains(*c)).then_some(1)
}

/// How long the name at `start` is, if one stands there.
fn length(text: &[char], start: usize, belief: Belief) -> Option<usize> {
    let family = family(text, start)?;
    let given = |i: usize| text.get(start + family + i).copied();
    let first = given(0).filter(|c| is_han(*c) && !NEVER_GIVEN.contains(*c))?;
    if belief != Belief::Certain && is_a_word(text, start, family, first) {
        return None;
    }
    let whole = belief == Belief::Whole;
    let second = given(1).filter(|c| is_han(*c) && *c != '某' && (whole || !AFTER.contains(*c)));
    let length = family + 1 + usize::from(second.is_some());
    let closed = ended(text, start + length);
    match belief {
        Belief::Certain | Belief::Likely => Some(length),
        Belief::Whole => (text.len() == start + length).then_some(length),
        Belief::Possible => (closed && !is_a_role(&text[start..start + length])).then_some(length),
    }
}

fn is_a_word(text: &[char], start: usize, family: usize, first: char) -> bool {
    let doubtful = family == 1 && text.get(start).is_some_and(|c| DOUBTFUL.contains(*c));
    let known = family == 1 && WORDS.iter().any(|word| stands(text, start, word));
    doubtful || known || RATHER_SAID.contains(first)
}

fn is_a_role(words: &[char]) -> bool {
    words.last().is_some_and(|last| ROLE_ENDS.contains(*last))
}

/// Whether a name may end at `at`: with the text, before a sign, or before what often follows a name.
fn ended(text: &[char], at: usize) -> bool {
    text.get(at).is_none_or(|c| !is_han(*c) || AFTER.contains(*c))
}

/// The name at the foot 落款: the last line, or what follows 此致敬礼 or the last sentence, with a date behind it or not.
fn signature(text: &[char]) -> Option<Mark> {
    let end = before_date(text);
    let start = text[..end].iter().rposition(|c| !is_han(*c) && *c != '·').map_or(0, |at| at + 1);
    let after = ["敬礼", "此致", "谢谢", "感谢"].iter().find(|word| stands(text, start, word) && start + word.chars().count() < end);
    let start = start + after.map_or(0, |word| word.chars().count());
    let name = &text[start..end];
    let foot = start - text[..start].iter().rev().take_while(|c| matches!(c, ' ' | '\u{3000}')).count();
    let sign = foot.checked_sub(1).map(|at| text[at]);
    let line = matches!(sign, Some('\n' | '—' | '-'));
    let polite = ["敬礼", "此致", "谢谢", "感谢"].iter().any(|word| ends(text, foot, word));
    let closes = polite || matches!(sign, Some('。' | '！' | '!' | '.' | '；' | '~' | '～'));
    let frequent = name.first().is_some_and(|c| FREQUENT.contains(*c)) || DOUBLE.iter().any(|double| stands(name, 0, double));
    let believed = line || closes && frequent;
    (start > 0 && believed && is_name(name) && !is_a_role(name)).then(|| Mark::new(start..end, Kind::Name))
}

/// Where the text ends when a date, a number or signs at its end are left out.
fn before_date(text: &[char]) -> usize {
    let of_date = |c: &&char| !is_han(**c) || "年月日〇零一二三四五六七八九十".contains(**c);
    let tail = text.iter().rev().take(24).take_while(of_date).count();
    let dated = text[text.len() - tail..].iter().any(|c| c.is_ascii_digit() || "年月日".contains(*c));
    let signs = text.iter().rev().take_while(|c| !is_han(**c)).count();
    text.len() - if dated { tail } else { signs }
}
