//! The facts in an answer 回答: what was asked for once, said in any order and wording.

use super::Ctx;
use crate::domain::complaint::{Slot, Slots};

/// The facts in an answer to the question for `missing`.
pub(super) fn found_in(text: &str, missing: &[Slot], ctx: &Ctx<'_>) -> Slots {
    let text = rather(text);
    let mut found = ctx.find(text).slots.clone();
    if is_nothing(text) {
        return found;
    }
    if missing.contains(&Slot::Place) && !found.contains_key(&Slot::Place) && !is_clearly_a_matter(text, ctx) {
        found.extend(ctx.finder.place_answer(text).map(|place| (Slot::Place, place.words)));
    }
    // A single question that is answered in words that look like nothing in particular is answered by those words.
    if let [only] = missing
        && !found.contains_key(only)
        && text.chars().count() <= 40
        && could_answer(*only, text)
    {
        found.insert(*only, text.to_owned());
    }
    match unanswered(missing, &found) {
        Some(only) if missing.len() > 1 => found.extend(unread_clause(text, ctx).map(|clause| (only, clause))),
        _ => {}
    }
    found
}

/// Whether words in which no such fact was found can be one all the same. 你们快点来啊 is no time, and nobody complained of.
fn could_answer(slot: Slot, text: &str) -> bool {
    const TIMES: [char; 22] = [
        '天', '日', '月', '年', '周', '号', '点', '时', '早', '晚', '夜', '昨', '今', '前', '后', '刚', '久', '常', '每', '直', '近', '节',
    ];
    const PLEAS: [&str; 14] = [
        "快点",
        "赶紧",
        "赶快",
        "什么时候",
        "怎么还",
        "有没有人",
        "能不能",
        "你们",
        "不知道",
        "不清楚",
        "说过了",
        "刚才说",
        "谢谢",
        "投诉你",
    ];
    match slot {
        Slot::Time => text.contains(TIMES) && !PLEAS.iter().any(|plea| text.contains(plea)),
        Slot::About | Slot::Name => !PLEAS.iter().any(|plea| text.contains(plea)),
        slot => slot == Slot::Wish,
    }
}

/// What is meant instead, where the words say what is not: of 不是解放路20号，是22号 the second.
fn rather(text: &str) -> &str {
    const TURNS: [&str; 8] = ["，而是", "，应该是", "，应当是", "，是", ",而是", ",应该是", ",是", " 是"];
    let Some((_, denied)) = text.split_once("不是") else { return text };
    let meant = TURNS.iter().filter_map(|turn| denied.split_once(turn)).min_by_key(|(before, _)| before.len());
    meant.map(|(_, meant)| meant.trim()).filter(|meant| meant.chars().count() >= 2).unwrap_or(text)
}

/// Words that are understood for certain are what happened, and not where.
fn is_clearly_a_matter(text: &str, ctx: &Ctx<'_>) -> bool {
    let classification = ctx.classify(text, None);
    classification.hotline.is_some() || classification.is_understood()
}

/// The one question that is left, where words that look like nothing in particular can be its answer.
fn unanswered(missing: &[Slot], found: &Slots) -> Option<Slot> {
    let mut left = missing.iter().filter(|slot| !found.contains_key(slot));
    let only = left.next().filter(|_| left.next().is_none())?;
    matches!(only, Slot::About | Slot::Wish | Slot::Name).then_some(*only)
}

/// The one clause of a short answer in which no fact was found: 喜来面点店，上周三 leaves 喜来面点店.
fn unread_clause(text: &str, ctx: &Ctx<'_>) -> Option<String> {
    let clauses = text.split(['，', ',', '。', '；', ';', '\n']).map(str::trim).filter(|clause| !clause.is_empty());
    let mut unread = clauses.filter(|clause| ctx.find(clause).slots.is_empty());
    let clause = unread.next().filter(|clause| unread.next().is_none() && clause.chars().count() <= 40)?;
    let name = ["就是", "店名叫", "名字叫", "叫", "是"].iter().find_map(|lead| clause.strip_prefix(lead)).unwrap_or(clause);
    (!name.is_empty()).then(|| name.to_owned())
}

pub(super) fn is_nothing(text: &str) -> bool {
    const NOTHING: [&str; 14] = [
        "没有",
        "没有了",
        "无",
        "不知道",
        "不清楚",
        "不记得",
        "不记得了",
        "跳过",
        "没了",
        "不方便",
        "不方便说",
        "不想说",
        "说不清",
        "不确定",
    ];
    NOTHING.contains(&super::words::bare(text).as_str())
}
