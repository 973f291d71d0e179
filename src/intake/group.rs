//! For whom somebody speaks 集体与代理: representatives and proxies join those named before, and no more of them than the rules
//! allow (RULEBOOK §1).

use super::Ctx;
use super::slots::{Found, within};
use crate::domain::complaint::{Slot, Slots};
use crate::domain::message::{Manners, Message};

/// The slots of people, the words that introduce a new list, and how many the rules allow.
fn people(ctx: &Ctx<'_>) -> [(Slot, &'static str, usize); 2] {
    let most = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
    let rules = ctx.profile.group;
    [(Slot::Representatives, "代表", most(rules.most_representatives)), (Slot::Proxy, "代理人", most(rules.most_proxies))]
}

/// The facts with no more people in them than the rules allow.
pub(super) fn trimmed(mut slots: Slots, ctx: &Ctx<'_>) -> Slots {
    for (slot, _, most) in people(ctx) {
        if let Some(names) = slots.get_mut(&slot) {
            *names = names.split('、').take(most).collect::<Vec<_>>().join("、");
        }
    }
    slots
}

/// The people of `known` with those that `text` adds. A labelled list, 代理人：张三, takes the place of the one before.
pub(super) fn joined(known: &Slots, text: &str, ctx: &Ctx<'_>) -> Slots {
    let found = ctx.find(text);
    let all = people(ctx).into_iter().map(|(slot, label, most)| (slot, within(&names(known, slot, label, text, &found), most).0));
    all.filter(|(_, names)| !names.is_empty()).map(|(slot, names)| (slot, names.join("、"))).collect()
}

/// What is said of those who are too many.
pub(super) fn excess(known: &Slots, text: &str, ctx: &Ctx<'_>) -> Option<Message> {
    let found = ctx.find(text);
    people(ctx).into_iter().find_map(|(slot, label, most)| {
        let (kept, left) = within(&names(known, slot, label, text, &found), most);
        (!left.is_empty())
            .then(|| Message::Manners(Manners::TooManyPeople { what: label, most, kept: kept.join("、"), left: left.join("、") }))
    })
}

/// An answer to the question for representatives, with their label before it where it has none: 张三、李四.
pub(super) fn labelled(text: &str, asked: &[Slot], ctx: &Ctx<'_>) -> String {
    let bare = asked.contains(&Slot::Representatives) && ctx.find(text).representatives.is_empty();
    let mut clauses = text.split(['。', '；', ';', '\n']).map(str::trim);
    let names = clauses.find(|clause| bare && !ctx.finder.names_answer(clause).is_empty());
    names.map_or_else(|| text.to_owned(), |names| format!("代表：{names}"))
}

fn names(known: &Slots, slot: Slot, label: &str, text: &str, found: &Found) -> Vec<String> {
    let new = if slot == Slot::Proxy { &found.proxies } else { &found.representatives };
    let anew = text.trim_start().strip_prefix(label).is_some_and(|rest| rest.starts_with(['：', ':']));
    let before = known.get(&slot).filter(|_| !new.is_empty() && !anew).map(|names| names.split('、').map(str::to_owned));
    before.into_iter().flatten().chain(new.iter().cloned()).collect()
}
