//! Several matters in one message 一信多诉: 1、路灯不亮 2、垃圾没人收. Each goes to the unit that owns it, as a case of its own; they are
//! written down one after the other, and nobody has to say the second again.

use super::{Citizen, Ctx, Turn, matter, understand};
use crate::domain::complaint::{Slot, Slots};
use crate::domain::conversation::{Draft, Talk};
use crate::domain::ids::DepartmentId;
use crate::domain::message::{Drafting, Message};

/// How people number what they list; the marks of one way follow each other in the text.
const LISTS: [&[&str]; 9] = [
    &["1、", "2、", "3、", "4、", "5、", "6、"],
    &["1.", "2.", "3.", "4.", "5.", "6."],
    &["1．", "2．", "3．", "4．", "5．", "6．"],
    &["（1）", "（2）", "（3）", "（4）", "（5）", "（6）"],
    &["①", "②", "③", "④", "⑤", "⑥"],
    &["一、", "二、", "三、", "四、", "五、", "六、"],
    &["一是", "二是", "三是", "四是", "五是", "六是"],
    &["第一，", "第二，", "第三，", "第四，", "第五，", "第六，"],
    &["第一、", "第二、", "第三、", "第四、", "第五、", "第六、"],
];

/// What begins another matter where nothing is numbered, at the beginning of a clause.
const MOREOVER: [&str; 10] = ["另外", "此外", "还有就是", "还有一个", "还有一件", "再就是", "再有就是", "再一个", "顺便", "同时反映"];

/// A shorter part is no matter by itself, in characters.
const LEAST: usize = 6;

/// The same where nobody is sure what it is.
const LEAST_UNSURE: usize = 12;

/// A longer message is a letter, which a person takes apart, in bytes: every part is read as often as there are parts.
const LONGEST: usize = 6_000;

/// The facts of who writes: said once, they hold for every matter, and above all that nobody may know who it is.
const OF_THE_WRITER: [Slot; 6] = [Slot::Phone, Slot::Name, Slot::Confidential, Slot::Headcount, Slot::Representatives, Slot::Proxy];

/// Words that belong to one matter, and whose that is.
struct Part {
    /// None where that is not certain.
    unit: Option<DepartmentId>,
    /// It only leads to what comes next, and is no matter.
    opens: bool,
    text: String,
}

/// The matters of a text, where it tells of several that are certain and belong to different units; else none. What stands before
/// a list belongs to all of it, and what nobody can tell apart stays with the part before it.
pub(super) fn told(text: &str, ctx: &Ctx<'_>) -> Option<Vec<String>> {
    let (before, items) = Some(text).filter(|text| text.len() <= LONGEST).and_then(|text| listed(text).or_else(|| joined(text)))?;
    let mut parts: Vec<Part> = Vec::new();
    for item in items {
        let (is, _) = understand(&format!("{before}{item}"), Slots::new(), ctx);
        let unit = is.department.clone().filter(|_| is.is_understood() && !is.abstain && item.chars().count() >= LEAST);
        match (unit, parts.last_mut()) {
            (None, Some(last)) => last.text.push_str(item),
            (unit, _) => match parts.iter_mut().find(|part| part.opens || part.unit == unit) {
                Some(part) => {
                    (part.unit, part.opens) = (unit, false);
                    part.text.push_str(item);
                }
                None => {
                    let opens = unit.is_none() && (is.intent.is_none() || item.chars().count() < LEAST_UNSURE);
                    parts.push(Part { unit, opens, text: format!("{before}{item}") });
                }
            },
        }
    }
    let words = |part: Part| part.text.trim_end_matches(['，', ',', '；', ';', '、', ' ', '\n']).to_owned();
    (parts.len() > 1).then(|| parts.into_iter().map(words).collect())
}

/// What stands before a list, and its items with their numbers.
fn listed(text: &str) -> Option<(&str, Vec<&str>)> {
    LISTS.iter().find_map(|marks| {
        let mut starts: Vec<usize> = Vec::new();
        for mark in *marks {
            let from = starts.last().map_or(0, |start| start + mark.len());
            match text[from..].match_indices(mark).map(|(at, _)| from + at).find(|at| is_mark(text, *at, mark)) {
                Some(at) => starts.push(at),
                None => break,
            }
        }
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        let items: Vec<&str> = starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect();
        (items.len() > 1).then(|| (&text[..starts[0]], items))
    })
}

/// Whether it numbers an item: 1.5米 and 2021.1.3 do not.
fn is_mark(text: &str, at: usize, mark: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    !is_digit(text[..at].chars().next_back()) && !is_digit(text[at + mark.len()..].chars().next())
}

/// What stands before and behind 另外; nothing belongs to both.
fn joined(text: &str) -> Option<(&str, Vec<&str>)> {
    let begins = |at: usize| text[..at].trim_end_matches(' ').ends_with(['，', ',', '。', '！', '!', '？', '?', '；', ';', '\n']);
    let at = MOREOVER.iter().filter_map(|word| text.match_indices(word).map(|(at, _)| at).find(|at| begins(*at))).min()?;
    Some(("", vec![&text[..at], &text[at..]]))
}

/// The first of several matters with the others behind it, each in its own words; `whole` is the message as if it were one.
pub(super) fn begun(matters: Vec<String>, whole: &Draft, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    let count = matters.len();
    let mut matters = matters.into_iter();
    let first = matters.next()?;
    let draft = matter::one_of_several(&first, of_the_writer(&whole.slots), matters.collect(), whole, ctx);
    Some(matter::written(draft, citizen, ctx).told(Some(Message::Drafting(Drafting::SeveralMatters { count }))))
}

/// What comes when this draft is registered or dropped: the next matter of the same message. It is where the first is, unless it
/// says where.
pub(super) fn next(done: &Draft, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    let (text, rest) = done.rest.split_first()?;
    let mut known = of_the_writer(&done.slots);
    if !ctx.find(text).slots.contains_key(&Slot::Place) {
        known.extend(done.slots.get(&Slot::Place).map(|place| (Slot::Place, place.clone())));
    }
    let draft = matter::one_of_several(text, known, rest.to_vec(), done, ctx);
    Some(matter::written(draft, citizen, ctx).told(Some(Message::Drafting(Drafting::NextMatter { left: rest.len() }))))
}

fn of_the_writer(slots: &Slots) -> Slots {
    slots.iter().filter(|(slot, _)| OF_THE_WRITER.contains(slot)).map(|(slot, value)| (*slot, value.clone())).collect()
}

/// The turn with the next matter begun behind it.
pub(super) fn followed(turn: Turn, next: Option<Turn>) -> Turn {
    match next {
        None => turn,
        Some(next) => Turn { talk: next.talk, due: next.due, afterwards: next.says, ..turn },
    }
}

/// The turn whose draft has these matters still to come.
pub(super) fn with_rest(mut turn: Turn, rest: Vec<String>) -> Turn {
    if let Talk::Asking { draft, .. } | Talk::Confirming { draft } | Talk::Correcting { draft } = &mut turn.talk {
        draft.rest.extend(rest);
    }
    turn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_many_ways() {
        for text in ["两件事：1、路灯不亮。2、垃圾没人收", "两件事：1.路灯不亮2.垃圾没人收", "两件事：一是路灯不亮，二是垃圾没人收"]
        {
            let (before, items) = listed(text).expect("a list");
            assert_eq!((before, items.len()), ("两件事：", 2), "{text}");
        }
        for text in ["楼道宽1.2米，门宽2.1米", "2021.1.3交的钱", "1、路灯不亮", "一是路灯不亮"] {
            assert!(listed(text).is_none(), "{text}");
        }
    }

    #[test]
    fn moreover_begins_a_clause() {
        assert_eq!(joined("路灯不亮，另外垃圾没人收").expect("two").1, ["路灯不亮，", "另外垃圾没人收"]);
        assert!(joined("我们另外找了人").is_none());
    }
}
