//! Words about cases that exist 已有工单: progress, urging, withdrawing, adding, and the answers of a follow-up.

use super::{Act, Citizen, Ctx, Turn, answers, apart, choice, codes, followup, gathered, matter, on, questions, under};
use crate::domain::action::Verb;
use crate::domain::appraisal::Sealed;
use crate::domain::case::{Case, State};
use crate::domain::command::Command;
use crate::domain::complaint::{Evidence, Risk, Slot, Slots};
use crate::domain::conversation::{Talk, Want};
use crate::domain::ids::CaseNumber;
use crate::domain::message::{AnswerWords, Came, Card, Drafting, Message, answer_of, count_evidence};
use crate::domain::privacy::{self, Reader};
use crate::domain::refusal::Refusal;

/// Whether idle words are about a case: a question, an answer to a follow-up, an addition. None when they are a new matter.
pub(super) fn about_a_case(text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    let evidence = gathered(citizen.conversation);
    if let Some(case) = citizen.named {
        let rest = choice::without_number(text);
        let tells = rest.chars().count() >= 4 && !questions::asks_after(&rest) && !codes::gives_code(&rest, &case.query_code);
        let adds = case.citizen() == citizen.user && !case.state.is_closed() && (tells || !evidence.is_empty());
        return Some(if adds { add(case, &rest, evidence, ctx) } else { progress(text, citizen, ctx) });
    }
    if choice::number_like(text).is_some() && codes::only_asks(text) {
        return Some(progress(text, citizen, ctx));
    }
    if let Some(case) = open_case_spoken_of(citizen).filter(|_| asks_for_secrecy(text, ctx) || corrects(text)) {
        return Some(add(case, text, evidence, ctx));
    }
    if let Some(turn) = followup::in_words(text, citizen, ctx) {
        return Some(turn);
    }
    if let Some(turn) = questions::asked(text, citizen, ctx) {
        return Some(turn);
    }
    let open: Vec<&Case> = citizen.open().collect();
    if open.is_empty() {
        return followup::too_late(text, citizen, ctx).or_else(|| apart::come_back(text, citizen, ctx));
    }
    if evidence.is_empty() && super::words::is_courtesy(text) {
        return Some(shown(open_case_spoken_of(citizen).unwrap_or(open[0]), citizen, ctx));
    }
    if evidence.is_empty() && super::words::says_nothing(text) {
        return None;
    }
    // A few words under a photo, to somebody with one case, are about that case.
    let cued = is_addition(text) || !evidence.is_empty();
    let all = with_earlier(text, citizen);
    match (same_matter(text, &open, ctx), cued) {
        (Likeness::Same(case), true) => Some(add(case, &all, evidence, ctx)),
        (Likeness::Same(case), false) => Some(joined(case, &all, evidence, ctx)),
        (Likeness::Unclear, true) if open.len() == 1 => Some(add(open[0], &all, evidence, ctx)),
        (Likeness::Unclear, _) => {
            let came = Came::after(&[], &evidence);
            Some(choice::add_or_new(&all, evidence, came, citizen, ctx))
        }
        (Likeness::Other, _) => apart::come_back(text, citizen, ctx),
    }
}

/// The open case last spoken of, or else the newest.
fn open_case_spoken_of<'c>(citizen: &Citizen<'c>) -> Option<&'c Case> {
    citizen.open().find(|case| Some(case.number) == citizen.conversation.last_case).or_else(|| citizen.open().next())
}

/// 我要保密, 不要让别人知道我是谁, and nothing else: nobody who fears for their name is asked what they mean by it (RULEBOOK §8).
fn asks_for_secrecy(text: &str, ctx: &Ctx<'_>) -> bool {
    const LONGEST: usize = 24;
    let facts = &ctx.find(text).slots;
    let only =
        facts.contains_key(&Slot::Confidential) && ![Slot::Place, Slot::About, Slot::Time].iter().any(|slot| facts.contains_key(slot));
    only && text.chars().count() <= LONGEST && !ctx.classify(text, None).is_understood()
}

/// 门牌号我说错了，是12号: what somebody told of their case was wrong. What an office wrote wrongly is another matter.
fn corrects(text: &str) -> bool {
    const LONGEST: usize = 40;
    const WORDS: [&str; 9] = ["说错了", "填错了", "我写错", "我打错", "我记错", "我搞错", "我弄错", "刚才写错", "刚写错"];
    text.chars().count() <= LONGEST && WORDS.iter().any(|word| text.contains(word))
}

/// Who saw the case that is named, or else the one last spoken of, or the newest.
pub(super) fn who_saw(rest: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    meant(rest, citizen).map_or_else(|| progress(rest, citizen, ctx), |case| Turn::who_saw(case.number))
}

/// 登记表、反馈表 of the case that is named, or else the one last spoken of, or the newest.
pub(super) fn papers(rest: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    meant(rest, citizen).map_or_else(|| progress(rest, citizen, ctx), |case| Turn::papers(case.number))
}

fn meant<'c>(rest: &str, citizen: &Citizen<'c>) -> Option<&'c Case> {
    let named = choice::leading_number(rest);
    let number = named.or(citizen.conversation.last_case);
    number.and_then(|number| citizen.own(number)).or_else(|| citizen.cases.first().filter(|_| named.is_none()))
}

/// 民主评议 of the case that is named, or else of the newest that is done.
pub(super) fn appraise(rest: &str, citizen: &Citizen<'_>) -> Turn {
    let named = choice::leading_number(rest).and_then(|number| citizen.own(number));
    let done = |case: &&Case| matches!(case.state, State::FollowedUp { .. } | State::Archived { .. });
    let numbers = match named {
        Some(case) => vec![case.number],
        None => citizen.cases.iter().filter(done).map(|case| case.number).collect(),
    };
    Turn::appraise(numbers, Sealed::default())
}

/// The text after what was said when it was asked which case that belongs to: whoever goes on writing instead of choosing
/// loses nothing.
fn with_earlier(text: &str, citizen: &Citizen<'_>) -> String {
    match &citizen.conversation.talk {
        Talk::Choosing { want: Want::Supplement { text: said, .. } } if !said.is_empty() => format!("{said}\n{text}"),
        _ => text.to_owned(),
    }
}

pub(super) enum Likeness<'a> {
    Same(&'a Case),
    Unclear,
    Other,
}

/// The same person, the same matter and no other place: an addition (RULEBOOK §5.3). Something else that is clearly
/// understood, or long enough to be, is a new matter. The rest is asked.
pub(super) fn same_matter<'a>(text: &str, open: &[&'a Case], ctx: &Ctx<'_>) -> Likeness<'a> {
    let found = ctx.find(text).slots.clone();
    let place = found.get(&Slot::Place);
    let classification = ctx.classify(text, place.map(String::as_str));
    if classification.hotline.is_some() {
        return Likeness::Other;
    }
    let alike = |case: &&&Case| {
        let known = case.complaint.slots.get(&Slot::Place);
        let same_place = match (place, known) {
            (Some(new), Some(old)) => new.contains(old.as_str()) || old.contains(new.as_str()),
            _ => true,
        };
        same_place && case.complaint.classification.intent == classification.intent
    };
    let same: Vec<&&Case> = open.iter().filter(alike).collect();
    match (classification.intent.is_some(), same.as_slice()) {
        (true, [case]) => Likeness::Same(case),
        (true, [_, _, ..]) => Likeness::Unclear,
        (true, []) if classification.is_understood() => Likeness::Other,
        _ if place.is_some() && text.chars().count() >= 10 => Likeness::Other,
        _ if text.chars().count() >= 25 => Likeness::Other,
        _ => Likeness::Unclear,
    }
}

/// An emergency, or a long text that is understood for certain and as something else: not the answer that a unit waits for.
pub(super) fn is_clearly_another(text: &str, case: &Case, ctx: &Ctx<'_>) -> bool {
    let (classification, _) = super::understand(text, Default::default(), ctx);
    let is_emergency = classification.hotline.is_some() && case.complaint.classification.hotline.is_none();
    is_emergency || text.chars().count() >= 25 && tells_of_another(text, case, ctx)
}

/// Whether the words are understood for certain, and as something else than the case.
pub(super) fn tells_of_another(text: &str, case: &Case, ctx: &Ctx<'_>) -> bool {
    let (classification, _) = super::understand(text, Default::default(), ctx);
    classification.is_understood() && classification.intent.is_some() && classification.intent != case.complaint.classification.intent
}

fn is_addition(text: &str) -> bool {
    const CUES: [&str; 14] =
        ["另外", "还有", "对了", "忘了说", "忘记说", "刚才", "刚刚", "上次", "之前反映", "又来了", "又开始", "还是", "仍然", "更正"];
    CUES.iter().any(|cue| text.starts_with(cue))
        || ["又来了", "又开始", "又在", "又吵", "还在", "依然"].iter().any(|cue| text.contains(cue))
}

/// 查进度: of one, of the one whose number is named, or which.
pub(super) fn progress(rest: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if let Some(case) = citizen.named {
        return shown(case, citizen, ctx);
    }
    if let Some(number) = choice::number_like(rest) {
        return Turn::say(Message::Refused { refusal: Refusal::NoSuchCase { number } });
    }
    let open: Vec<&Case> = citizen.open().collect();
    match open.as_slice() {
        [] => citizen.cases.first().map_or_else(|| Turn::say(Message::NoCase), |case| shown(case, citizen, ctx)),
        [case] => shown(case, citizen, ctx),
        many => choice::which(many, Want::Progress, ctx),
    }
}

/// Where the case is, who holds it and by when; for its citizen with the buttons that are theirs.
pub(super) fn shown(case: &Case, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let reader = if case.citizen() == citizen.user { Reader::Citizen } else { Reader::CodeHolder };
    let card = Box::new(Card::of(case, reader, ctx.directory, ctx.now));
    let answer = answer_of(case).filter(|_| matches!(case.state, State::Answered { .. }));
    let answer_reader = if reader == Reader::Citizen { privacy::citizens(case) } else { reader };
    let answer = answer.map(|answer| AnswerWords::of(answer, case, answer_reader));
    let message = Message::Progress { card, steps: Vec::new(), answer };
    let buttons = match &case.state {
        State::Answered { .. } if !case.has_voted(citizen.user) => under(&Message::AskSolved { number: case.number, attempt: 1 }, case),
        _ => under(&message, case),
    };
    Turn::ask(message, if reader == Reader::Citizen { buttons } else { Vec::new() })
}

/// 时限说明: of the one whose number is named, of the only one, or of one that is chosen.
pub(super) fn explain(rest: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let open: Vec<&Case> = citizen.open().collect();
    match (citizen.named, open.as_slice()) {
        (None, [case]) if choice::number_like(rest).is_none() => explained(case),
        (Some(case), _) => explained(case),
        (None, [_, _, ..]) if choice::number_like(rest).is_none() => choice::which(&open, Want::Explain, ctx),
        _ => progress(rest, citizen, ctx),
    }
}

pub(super) fn explained(case: &Case) -> Turn {
    Turn { act: Some(Act::Explain(case.number)), ..Turn::default() }
}

/// 催办: one is urged at once, of several it is asked which.
pub(super) fn urge(rest: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let open: Vec<&Case> = citizen.open().collect();
    match (citizen.named, open.as_slice()) {
        (Some(case), _) => Turn::order(case.number, Command::Urge { note: choice::without_number(rest) }),
        // What is over cannot be urged; where it went is said instead.
        (None, []) => progress("", citizen, ctx),
        (None, [case]) => Turn::order(case.number, Command::Urge { note: rest.to_owned() }),
        (None, many) => choice::which(many, Want::Urge { note: rest.to_owned() }, ctx),
    }
}

/// 撤诉: asks once more, because it cannot be undone. The words that came with it are the reason.
pub(super) fn withdraw(rest: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let open: Vec<&Case> = citizen.open().collect();
    match (citizen.named.and_then(|case| citizen.own(case.number)), open.as_slice()) {
        (Some(case), _) => ask_withdraw(case, &choice::without_number(rest)),
        (None, []) => progress("", citizen, ctx),
        (None, [case]) => ask_withdraw(case, rest),
        (None, many) => choice::which(many, Want::Withdraw { reason: rest.to_owned() }, ctx),
    }
}

pub(super) fn ask_withdraw(case: &Case, reason: &str) -> Turn {
    let message = Message::WithdrawAsk { number: case.number };
    let buttons = under(&message, case);
    Turn::ask(message, buttons).with(Talk::Withdrawing { number: case.number, reason: reason.to_owned() })
}

/// 确认撤诉, with what was said when it was asked for.
pub(super) fn withdrawn(number: CaseNumber, reason: &str) -> Turn {
    let reason = if reason.is_empty() { "未说明原因" } else { reason };
    Turn::order(number, Command::Withdraw { reason: reason.to_owned() })
}

/// Words while 撤诉 waits to be confirmed: yes, no, or something else.
pub(super) fn withdrawing(number: CaseNumber, reason: &str, text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let Some(case) = citizen.own(number).filter(|case| !case.state.is_closed()) else {
        return super::words::idle(text, citizen, ctx);
    };
    let bare = super::words::bare(text);
    if matter::is_yes(text) || ["确认撤诉", "撤", "撤诉", "撤吧", "撤了吧", "确定撤诉"].contains(&bare.as_str()) {
        return withdrawn(number, reason);
    }
    if ["不", "不撤", "不撤了", "先不撤", "取消", "算了", "别撤"].contains(&bare.as_str()) {
        return shown(case, citizen, ctx);
    }
    super::words::idle(text, citizen, ctx)
}

/// 补充 followed by words, or by nothing yet.
pub(super) fn supplement(rest: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let open: Vec<&Case> = citizen.open().collect();
    match (citizen.named.and_then(|case| citizen.own(case.number)), open.as_slice()) {
        (Some(case), _) => add(case, &choice::without_number(rest), Vec::new(), ctx),
        (None, []) if rest.is_empty() => Turn::say(Message::NoCase),
        (None, []) => matter::begin(rest, citizen, ctx),
        (None, [case]) if rest.is_empty() => {
            Turn::say(Message::Drafting(Drafting::AddHow)).with(Talk::Registered { number: case.number, missing: Vec::new() })
        }
        (None, [case]) => add(case, rest, Vec::new(), ctx),
        (None, many) => choice::which(many, Want::Supplement { text: rest.to_owned(), evidence: Vec::new() }, ctx),
    }
}

/// The order to add words to a case, with the facts in them and the risks that they speak of. A wish for secrecy is a fact.
fn supplementing(text: &str, slots: Slots, evidence: Vec<Evidence>, ctx: &Ctx<'_>) -> Command {
    let mut risks = ctx.classify(text, None).risks;
    risks.retain(|risk| *risk != Risk::Confidential);
    Command::Supplement { text: text.to_owned(), slots, evidence, risks }
}

/// The number to call first, where what is added to a case tells of an emergency that the case itself is not (RULEBOOK §5.1).
fn number_first(case: &Case, text: &str, ctx: &Ctx<'_>) -> Option<Message> {
    let heard = ctx.classify(text, None);
    let hotline = heard.hotline.filter(|_| case.complaint.classification.hotline.is_none())?;
    Some(Message::Emergency { hotline, despair: heard.risks.contains(&Risk::SelfHarm) })
}

/// That these facts and this evidence were added.
fn supplemented(number: CaseNumber, slots: &Slots, came: Option<Came>) -> Message {
    let confidential = slots.contains_key(&Slot::Confidential);
    Message::Supplemented { number, facts: matter::fact_words(slots), came, confidential }
}

/// Adds words and evidence to a case, and says so.
pub(super) fn add(case: &Case, text: &str, evidence: Vec<Evidence>, ctx: &Ctx<'_>) -> Turn {
    let came = Came::after(&case.complaint.evidence, &evidence);
    add_pieces(case, text, evidence, came, ctx)
}

/// As [`add`], where it is known how to tell what came.
pub(super) fn add_pieces(case: &Case, text: &str, evidence: Vec<Evidence>, came: Option<Came>, ctx: &Ctx<'_>) -> Turn {
    let slots = ctx.find(text).slots.clone();
    let message = supplemented(case.number, &slots, came);
    let buttons = vec![vec![on(case, Verb::Progress), on(case, Verb::Urge)]];
    Turn::order_then(case.number, supplementing(text, slots, evidence, ctx), message, buttons).told(number_first(case, text, ctx))
}

/// Adds what was written as if it were new to the case that it is the same as, and tells how far that is (RULEBOOK §5.3).
fn joined(case: &Case, text: &str, evidence: Vec<Evidence>, ctx: &Ctx<'_>) -> Turn {
    let slots = ctx.find(text).slots.clone();
    let card = Box::new(Card::of(case, Reader::Citizen, ctx.directory, ctx.now));
    let message = Message::SameMatter { card, facts: matter::fact_words(&slots), evidence: count_evidence(&evidence) };
    let buttons = vec![vec![on(case, Verb::Progress), on(case, Verb::Urge)]];
    Turn::order_then(case.number, supplementing(text, slots, evidence, ctx), message, buttons)
}

/// With fewer characters beside its facts a text tells of no matter.
const FEWEST_OF_A_MATTER: usize = 8;

/// Whether the words tell what was asked for and speak of no matter of their own: an address with a telephone number is as
/// long as a complaint, and is none.
fn only_answers(text: &str, missing: &[Slot], ctx: &Ctx<'_>) -> bool {
    let found = ctx.find(text);
    let classification = ctx.classify(text, found.slots.get(&Slot::Place).map(String::as_str));
    let is_fact = |at: usize| found.spans.iter().any(|(_, span)| span.contains(&at));
    let left = text.char_indices().filter(|(at, c)| c.is_alphabetic() && !is_fact(*at)).count();
    // A bus stop beside which it is makes it no matter of buses.
    let no_matter = !classification.is_understood() || left < FEWEST_OF_A_MATTER;
    no_matter && classification.hotline.is_none() && missing.iter().any(|slot| found.slots.contains_key(slot))
}

/// The citizen confirms, late, what was registered without waiting for them.
pub(super) fn confirmed(number: CaseNumber) -> Turn {
    Turn::order_then(number, Command::Confirm, Message::SupplementConfirmed { number }, Vec::new())
}

/// The answer to a question that was asked before the case was registered without it, however long ago.
pub(super) fn late_answer(number: CaseNumber, missing: &[Slot], text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let Some(case) = citizen.own(number).filter(|case| !case.state.is_closed()) else {
        return super::words::idle(text, citizen, ctx);
    };
    // Who was asked how it went, and says so, answers that and not the unit's question of old.
    if let Some(turn) = followup::in_words(text, citizen, ctx).filter(|_| matches!(case.state, State::Answered { .. })) {
        return turn;
    }
    // Another emergency than the one that is being talked about is never an answer.
    let (alone, _) = super::understand(text, Default::default(), ctx);
    if alone.hotline.is_some() && alone.hotline != case.complaint.classification.hotline {
        return matter::begin(text, citizen, ctx);
    }
    if questions::asks_after(text) {
        return progress("", citizen, ctx).keeping(citizen.conversation);
    }
    // Whatever somebody answers to a unit's question is for the unit: 可以, 3栋.
    let asked_by_unit = missing.is_empty() && case.complaint.confirmed;
    if !asked_by_unit && matter::is_yes(text) {
        return confirmed(number);
    }
    if !asked_by_unit && questions::withdraws(text) {
        return ask_withdraw(case, text);
    }
    if !asked_by_unit && super::words::has_no_words(text) {
        return Turn::say(Message::SupplementConfirmed { number }).keeping(citizen.conversation);
    }
    let is_another = if asked_by_unit {
        is_clearly_another(text, case, ctx)
    } else {
        matches!(same_matter(text, &[case], ctx), Likeness::Other) && text.chars().count() >= 25 && !only_answers(text, missing, ctx)
    };
    if is_another {
        return matter::begin(text, citizen, ctx);
    }
    let slots = answers::found_in(text, missing, ctx);
    let message = supplemented(number, &slots, None);
    let buttons = vec![vec![on(case, Verb::ConfirmSupplement), on(case, Verb::Progress)]];
    Turn::order_then(number, supplementing(text, slots, Vec::new(), ctx), message, buttons)
}
