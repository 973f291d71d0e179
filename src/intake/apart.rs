//! What is told apart 分辨: another matter in the middle of one, a matter that comes back, and a number without a matter.

use super::recurrence::{self, Recurrence, Told};
use super::{Citizen, Ctx, How, Turn, existing, gathered, matter, on, several, understand};
use crate::domain::action::{Action, Plain, Verb};
use crate::domain::case::Case;
use crate::domain::complaint::{Evidence, Slot, Slots, Urgency};
use crate::domain::conversation::{Draft, Talk};
use crate::domain::ids::CaseNumber;
use crate::domain::message::{Drafting, Message, when};

/// The fewest characters of words that can be a matter of their own while another is being written.
const LEAST: usize = 15;

/// The most characters of one fact: 城东区迎宾大道288号公交站旁边.
const LONGEST_FACT: usize = 18;

/// Clearly another matter, in the middle of one: the first is registered as it stands, and the second is begun. Nobody has to
/// say the first again, and the two go to those who can mend them.
pub(super) fn another(draft: &Draft, asked: &[Slot], text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    // Whoever pressed 更正 corrects, whatever it reads like.
    let corrects = matches!(citizen.conversation.talk, Talk::Correcting { .. });
    if corrects || is_answer(asked, text) || !is_another(draft, text, ctx) {
        return None;
    }
    let second = matter::begin(text, citizen, ctx);
    if !matches!(second.talk, Talk::Asking { .. } | Talk::Confirming { .. }) || second.talk == citizen.conversation.talk {
        return Some(second.keeping(citizen.conversation));
    }
    // What the first message told besides comes after what is told now.
    let second = several::with_rest(second, draft.rest.clone());
    let first = matter::open(Draft { rest: Vec::new(), ..draft.clone() }, How::SetAside, citizen, ctx);
    Some(
        Turn { talk: second.talk, due: second.due, afterwards: second.says, ..first }
            .and(Message::Drafting(Drafting::TwoMatters), Vec::new()),
    )
}

/// A few words each, to somebody who was asked for facts: 桐花街118号，楼下那家小炒店 names what the first matter is about, however
/// much the shop sounds like another.
fn is_answer(asked: &[Slot], text: &str) -> bool {
    let mut clauses = text.split(['，', ',', '。', '；', ';', '\n', ' ']).map(str::trim);
    !asked.is_empty() && clauses.all(|clause| clause.chars().count() <= LONGEST_FACT)
}

/// Understood for certain as something else: at a place of its own, or the business of another unit and long enough to be a
/// matter. What explains the first, 主要是, 因为, goes on with it.
fn is_another(draft: &Draft, text: &str, ctx: &Ctx<'_>) -> bool {
    const GOES_ON: [&str; 16] =
        ["而且", "并且", "主要", "就是", "因为", "所以", "导致", "影响", "具体", "地点", "地址", "在", "位置", "更正", "不对", "不是"];
    let (new, found) = understand(text, Slots::new(), ctx);
    let old = &draft.classification;
    let sure = new.is_understood() && old.is_understood();
    if !sure || new.intent == old.intent || GOES_ON.iter().any(|start| text.starts_with(start)) {
        return false;
    }
    let elsewhere = match (found.get(&Slot::Place), draft.slots.get(&Slot::Place)) {
        (Some(new), Some(old)) => !new.contains(old.as_str()) && !old.contains(new.as_str()),
        _ => false,
    };
    elsewhere || (new.department != old.department && text.chars().count() >= LEAST)
}

/// The same matter as a case that was archived: has it come back?
pub(super) fn come_back(text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    // Nothing comes back to somebody who had nothing.
    let mut closed = citizen.cases.iter().filter(|case| case.state.is_closed()).peekable();
    closed.peek()?;
    let (classification, slots) = understand(text, Slots::new(), ctx);
    if classification.hotline.is_some() {
        return None;
    }
    let told = Told { text, classification: &classification, place: slots.get(&Slot::Place).map(String::as_str) };
    let back = recurrence::of(&told, closed, ctx.now, ctx.profile)?;
    let case = citizen.own(back.number())?;
    let evidence = gathered(citizen.conversation);
    Some(match back {
        Recurrence::Said(_) => matter::again(case, text, evidence, citizen, ctx),
        Recurrence::Likely(_) => ask(case, text, evidence, ctx),
    })
}

fn ask(case: &Case, text: &str, evidence: Vec<Evidence>, ctx: &Ctx<'_>) -> Turn {
    let intent = case.complaint.classification.intent_name.clone();
    let message = Message::RecurrenceAsk { number: case.number, intent, closed: when(case.changed_at) };
    let talk = Talk::Recurring { number: case.number, text: text.to_owned(), evidence };
    let turn = Turn::ask(message, vec![vec![on(case, Verb::Recur), Action::Plain(Plain::NewMatter)]]).with(talk);
    Turn { due: Some(matter::register_at(Urgency::Normal, ctx)), ..turn }
}

/// The answer to that.
pub(super) fn recurring(number: CaseNumber, said: &str, evidence: &[Evidence], text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if super::press::is_new(text) {
        return super::press::new_matter(said, evidence, citizen, ctx);
    }
    let short = text.chars().count() < LEAST;
    match citizen.own(number) {
        Some(case) if recurrence::says_so(text) || matter::is_yes(text) => matter::again(case, said, evidence.to_vec(), citizen, ctx),
        Some(case) if short => ask(case, &format!("{said}\n{text}"), evidence.to_vec(), ctx),
        _ => super::press::new_matter(&format!("{said}\n{text}"), evidence, citizen, ctx),
    }
}

/// The matter of whoever was asked that and never answered: it is the old one, as far as can be seen.
pub(super) fn unanswered(number: CaseNumber, said: &str, evidence: &[Evidence], citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Draft> {
    match matter::again(citizen.own(number)?, said, evidence.to_vec(), citizen, ctx).talk {
        Talk::Asking { draft, .. } | Talk::Confirming { draft } => Some(*draft),
        _ => None,
    }
}

/// A telephone number that the channel shares: for what is being written, or the case that is being talked about; alone it is
/// no complaint.
pub(super) fn contact(phone: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let text = format!("联系电话：{phone}");
    let open: Vec<&Case> = citizen.open().collect();
    let talked_about = open.iter().find(|case| Some(case.number) == citizen.conversation.last_case);
    match (&citizen.conversation.talk, open.as_slice()) {
        (Talk::Asking { .. } | Talk::Confirming { .. } | Talk::Correcting { .. }, _) => super::words::read(&text, citizen, ctx),
        (Talk::Registered { number, .. }, _) if open.iter().any(|case| case.number == *number) => super::words::read(&text, citizen, ctx),
        (_, []) => Turn::say(Message::Drafting(Drafting::ContactFirst)).keeping(citizen.conversation),
        (_, [only]) => existing::add(only, &text, Vec::new(), ctx),
        (_, [first, ..]) => existing::add(talked_about.unwrap_or(first), &text, Vec::new(), ctx),
    }
}
