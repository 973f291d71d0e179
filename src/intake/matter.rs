//! A matter being written down 登记诉求: understood, asked for what is missing once, summarised, confirmed.

use super::{
    Act, Citizen, Ctx, How, Opening, Turn, answers, apart, confirm_buttons, conflict, existing, gathered, group, manners, several,
    understand_with, whereabouts,
};
use crate::domain::case::{Case, Complaint};
use crate::domain::complaint::{Evidence, Kind, Risk, Slot, Slots, Urgency};
use crate::domain::conversation::{Conversation, Draft, Say, Talk};
use crate::domain::ids::Moment;
use crate::domain::message::{Came, Drafting, Message, count_evidence, unit_words};

/// The most characters of one complaint that are kept; Telegram's own limit for one message is 4,096.
const MOST_CHARACTERS: usize = 20_000;

/// A new matter: an emergency is answered with its number and opened at once; else what is missing is asked for, all
/// together; else the summary is shown.
pub(super) fn begin(text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let draft = draft(text, Slots::new(), gathered(citizen.conversation), ctx);
    if draft.classification.hotline.is_some() {
        return emergency(draft, citizen, ctx);
    }
    let several = several::told(text, ctx).and_then(|matters| several::begun(matters, &draft, citizen, ctx));
    several.unwrap_or_else(|| written(draft, citizen, ctx))
}

/// One of several matters of a message, with what is known of it; pictures were sent for all of them.
pub(super) fn one_of_several(text: &str, known: Slots, rest: Vec<String>, of: &Draft, ctx: &Ctx<'_>) -> Draft {
    Draft { rest, arrived: of.arrived, ..draft(text, known, of.evidence.clone(), ctx) }
}

/// 复发: the old matter come back, with what was known of it and is not said anew. The summary is shown as of any other.
pub(super) fn again(old: &Case, text: &str, evidence: Vec<Evidence>, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let known = old.complaint.slots.iter().filter(|(slot, _)| !matches!(slot, Slot::Time | Slot::Wish | Slot::Court));
    let mut slots: Slots = known.map(|(slot, value)| (*slot, value.clone())).collect();
    slots.extend(ctx.find(text).slots.clone());
    let mut draft = draft(&format!("{text}\n（此前反映：{}）", old.complaint.text), slots, evidence, ctx);
    let back = old.can_recur(ctx.profile, ctx.now);
    draft.recurs = back.then_some(old.number);
    if draft.classification.hotline.is_some() {
        return emergency(draft, citizen, ctx);
    }
    let mut turn = written(draft, citizen, ctx);
    if back && matches!(turn.talk, Talk::Asking { .. } | Talk::Confirming { .. }) {
        let message = Message::RecurBegun { number: old.number, unit: unit_words(&old.unit().cloned(), ctx.directory) };
        turn.says.insert(0, Say { message, buttons: Vec::new() });
    }
    turn
}

/// What is answered to a matter that was just begun.
pub(super) fn written(draft: Draft, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let too_many = group::excess(&Slots::new(), &draft.text, ctx);
    manners::refused(&draft, citizen, ctx).unwrap_or_else(|| begun(draft, ctx).told(too_many))
}

/// 不提交: this matter is dropped, and not the others of the same message.
pub(super) fn discarded(draft: &Draft, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    several::followed(Turn::say(Message::Drafting(Drafting::Discarded)), several::next(draft, citizen, ctx))
}

fn begun(draft: Draft, ctx: &Ctx<'_>) -> Turn {
    let missing = missing(&draft, ctx);
    if missing.is_empty() {
        return summary(draft, &[], ctx);
    }
    let districts = if missing.contains(&Slot::Place) { unclear(&draft, ctx) } else { Vec::new() };
    let evidence = count_evidence(&draft.evidence);
    let ask = Message::Drafting(Drafting::AskMissing { intent: understood(&draft), missing: missing.clone(), districts, evidence });
    let due = register_at(draft.classification.urgency, ctx);
    Turn { due: Some(due), ..Turn::say(ask).with(Talk::Asking { draft: Box::new(draft), missing }) }
}

/// The answer to what was asked, in any order and wording. It is asked only once: what is still missing stays so.
pub(super) fn answered(draft: &Draft, missing: &[Slot], text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if is_discard(text) {
        return discarded(draft, citizen, ctx);
    }
    if let Some(turn) = alarm(text, citizen, ctx) {
        return turn;
    }
    if let Some(turn) = apart::another(draft, missing, text, citizen, ctx) {
        return turn;
    }
    let people = group::labelled(text, missing, ctx);
    let too_many = group::excess(&draft.slots, &people, ctx);
    let draft = enriched(draft, text, missing, ctx);
    if draft.classification.hotline.is_some() {
        return emergency(draft, citizen, ctx);
    }
    summary(draft, missing, ctx).told(too_many)
}

/// Words while the summary waits: yes, no, or a correction.
pub(super) fn confirming(draft: &Draft, text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if is_yes(text) {
        open(draft.clone(), How::Confirmed, citizen, ctx)
    } else if is_discard(text) {
        discarded(draft, citizen, ctx)
    } else if matches!(text, "更正" | "修改" | "不对" | "错了") {
        correct(draft, citizen.conversation)
    } else {
        corrected(draft, text, citizen, ctx)
    }
}

/// 更正 was pressed.
pub(super) fn correct(draft: &Draft, conversation: &Conversation) -> Turn {
    let talk = Talk::Correcting { draft: Box::new(draft.clone()) };
    Turn { due: conversation.due, ..Turn::say(Message::Drafting(Drafting::CorrectHow)).with(talk) }
}

/// A correction: the facts in it replace those known, its words join the complaint.
pub(super) fn corrected(draft: &Draft, text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if is_discard(text) {
        return discarded(draft, citizen, ctx);
    }
    if super::words::has_no_words(text) || super::words::is_courtesy(text) {
        return summary(draft.clone(), &[], ctx);
    }
    if let Some(turn) = alarm(text, citizen, ctx) {
        return turn;
    }
    if let Some(turn) = apart::another(draft, &[], text, citizen, ctx) {
        return turn;
    }
    let too_many = group::excess(&draft.slots, text, ctx);
    let draft = enriched(draft, text, &[], ctx);
    if draft.classification.hotline.is_some() {
        return emergency(draft, citizen, ctx);
    }
    summary(draft, &[], ctx).told(too_many)
}

/// An emergency in the middle of another complaint: a case of its own, at once; the other goes on where it was.
fn alarm(text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    let alone = draft(text, Slots::new(), Vec::new(), ctx);
    alone.classification.hotline.is_some().then(|| emergency(alone, citizen, ctx).keeping(citizen.conversation))
}

/// The number first; the case is opened without waiting for anybody's confirmation (RULEBOOK §5.1).
fn emergency(draft: Draft, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let hotline = draft.classification.hotline.clone().unwrap_or_default();
    let despair = draft.classification.risks.contains(&Risk::SelfHarm);
    let same = manners::same_emergency(&hotline, &draft.text, citizen, ctx);
    let number_first = Message::Emergency { hotline, despair };
    if let Some(case) = same {
        return existing::add(case, &draft.text, draft.evidence, ctx).and(number_first, Vec::new());
    }
    open(draft, How::Emergency, citizen, ctx).and(number_first, Vec::new())
}

/// The summary with its buttons.
pub(super) fn summary(draft: Draft, asked: &[Slot], ctx: &Ctx<'_>) -> Turn {
    summarised(draft, asked, None, ctx)
}

/// The summary, shown again because something came that belongs to it.
pub(super) fn summary_again(draft: Draft, came: Option<Came>, ctx: &Ctx<'_>) -> Turn {
    summarised(draft, &[], came, ctx)
}

fn summarised(draft: Draft, asked: &[Slot], came: Option<Came>, ctx: &Ctx<'_>) -> Turn {
    let classification = &draft.classification;
    let message = Message::Drafting(Drafting::Summary {
        intent: understood(&draft),
        kind: classification.kind.label(),
        unit: unit_words(&classification.department, ctx.directory).filter(|_| goes_out_by_itself(&draft, ctx)),
        text: draft.text.clone(),
        facts: fact_words(&draft.slots),
        evidence: count_evidence(&draft.evidence),
        missing: asked.iter().filter(|slot| !draft.slots.contains_key(slot)).map(|slot| slot.label()).collect(),
        confidential: draft.slots.contains_key(&Slot::Confidential),
        proxy: draft.slots.get(&Slot::Proxy).cloned(),
        group: draft.slots.contains_key(&Slot::Headcount),
        came,
    });
    let due = register_at(classification.urgency, ctx);
    let talk = Talk::Confirming { draft: Box::new(draft) };
    Turn { due: Some(due), ..Turn::ask(message, confirm_buttons()).with(talk) }
}

/// The matter's name; a guess that a dispatcher must look at first is not told to the citizen as if it were known.
fn understood(draft: &Draft) -> Option<String> {
    draft.classification.is_understood().then(|| draft.classification.intent_name.clone())
}

/// Without a place, or somebody complained of, no unit can begin; when it happened and the like it asks by itself.
fn is_incomplete(missing: &[Slot]) -> bool {
    missing.iter().any(|slot| matches!(slot, Slot::Place | Slot::About))
}

/// What is told beforehand of who will handle it is only what `open` will do: nobody's own people judge a complaint of them.
fn goes_out_by_itself(draft: &Draft, ctx: &Ctx<'_>) -> bool {
    let complained_of = conflict::complained_of(&draft.text, &draft.classification, &draft.slots, ctx);
    let unit = draft.classification.department.as_ref();
    let keeps_out = unit.is_some_and(|unit| complained_of.iter().any(|complained| ctx.directory.is_within(unit, complained)));
    !keeps_out && !draft.classification.abstain && !is_incomplete(&missing(draft, ctx)) && !draft.slots.contains_key(&Slot::Court)
}

/// Opens the case.
pub(super) fn open(draft: Draft, how: How, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let next = several::next(&draft, citizen, ctx);
    let missing = missing(&draft, ctx);
    let complaint = Complaint {
        citizen: citizen.user.clone(),
        chat: citizen.chat.clone(),
        confidential: draft.slots.contains_key(&Slot::Confidential),
        text: draft.text,
        classification: draft.classification,
        slots: draft.slots,
        evidence: draft.evidence,
        confirmed: how == How::Confirmed,
    };
    let incomplete = is_incomplete(&missing) && how != How::Emergency;
    let opening = Opening { complaint, arrived: draft.arrived, missing, incomplete, how, recurs: draft.recurs };
    several::followed(Turn { act: Some(Act::Open(Box::new(opening))), ..Turn::default() }, next)
}

fn draft(text: &str, known: Slots, evidence: Vec<Evidence>, ctx: &Ctx<'_>) -> Draft {
    let text: String = text.chars().take(MOST_CHARACTERS).collect();
    let (classification, slots) = understand_with(&text, known, &evidence, ctx);
    Draft { text, classification, slots: group::trimmed(slots, ctx), evidence, arrived: ctx.now, recurs: None, rest: Vec::new() }
}

/// The draft with what `text` adds. When the place was asked for and nothing in the answer looks like one, the answer
/// itself is the place: 老王超市门口.
pub(super) fn enriched(old: &Draft, text: &str, missing: &[Slot], ctx: &Ctx<'_>) -> Draft {
    let mut known = old.slots.clone();
    known.extend(whereabouts::completed(&old.slots, answers::found_in(text, missing, ctx), ctx));
    let people = group::labelled(text, missing, ctx);
    known.extend(group::joined(&old.slots, &people, ctx));
    let whole = with_words(&old.text, text);
    Draft { arrived: old.arrived, recurs: old.recurs, rest: old.rest.clone(), ..draft(&whole, known, old.evidence.clone(), ctx) }
}

/// The draft with more words in it, which are not understood yet: what floods is kept, and must not cost more than it takes to
/// write it.
pub(super) fn kept(old: &Draft, text: &str) -> Draft {
    let text = with_words(&old.text, text).chars().take(MOST_CHARACTERS).collect();
    Draft { text, ..old.clone() }
}

/// What was said once is not said again by sending it twice.
fn with_words(old: &str, text: &str) -> String {
    let says_nothing = answers::is_nothing(text) || is_yes(text) || super::words::has_no_words(text);
    if says_nothing || old.contains(text) { old.to_owned() } else { format!("{old}\n{text}") }
}

/// What the intent needs and the draft lacks.
fn missing(draft: &Draft, ctx: &Ctx<'_>) -> Vec<Slot> {
    let intent = draft.classification.intent.as_ref().and_then(|id| ctx.classifier.intent(id));
    let needs = match intent {
        Some(_) if matches!(draft.classification.kind, Kind::Consult | Kind::Praise) => &[][..],
        Some(intent) => &intent.needs,
        // What nobody could classify is most often about a place, and a person can ask for the rest.
        None if draft.classification.kind == Kind::Consult => &[],
        None => &[Slot::Place],
    };
    // A group is spoken for by people who have names (RULEBOOK §7).
    let group = draft.slots.contains_key(&Slot::Headcount) && !matches!(draft.classification.kind, Kind::Consult | Kind::Praise);
    let needs = needs.iter().copied().chain(group.then_some(Slot::Representatives));
    let mut missing: Vec<Slot> = needs.filter(|slot| !draft.slots.contains_key(slot)).collect();
    if !missing.contains(&Slot::Place) && !unclear(draft, ctx).is_empty() {
        missing.insert(0, Slot::Place);
    }
    missing
}

/// The districts of which one must be named before the matter is anybody's.
fn unclear(draft: &Draft, ctx: &Ctx<'_>) -> Vec<String> {
    whereabouts::to_ask(&draft.text, &draft.slots, &draft.classification, ctx)
}

/// When it is registered although its citizen says nothing more.
pub(super) fn register_at(urgency: Urgency, ctx: &Ctx<'_>) -> Moment {
    ctx.now + ctx.profile.intake.patience(urgency)
}

/// The facts with their names.
pub(super) fn fact_words(slots: &Slots) -> Vec<(&'static str, String)> {
    slots.iter().filter(|(slot, _)| **slot != Slot::Confidential).map(|(slot, value)| (slot.label(), value.clone())).collect()
}

pub(super) fn is_yes(text: &str) -> bool {
    const YES: [&str; 22] = [
        "确认",
        "对",
        "对的",
        "是",
        "是的",
        "没错",
        "没问题",
        "无误",
        "正确",
        "提交",
        "确认提交",
        "好",
        "好的",
        "可以",
        "行",
        "嗯",
        "ok",
        "yes",
        "确定",
        "确认无误",
        "对对",
        "是的没错",
    ];
    YES.contains(&super::words::bare(text).as_str())
}

pub(super) fn is_discard(text: &str) -> bool {
    const NO: [&str; 8] = ["不提交", "不提交了", "取消", "算了", "不用了", "放弃", "不反映了", "不投诉了"];
    let bare = super::words::bare(text);
    NO.contains(&bare.as_str()) || super::questions::withdraws(text) || (bare.starts_with("算了") && bare.chars().count() <= 10)
}
