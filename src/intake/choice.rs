//! Which case is meant 选择工单: asked with buttons, answered with a press or in words.

use super::{Citizen, Ctx, Turn, existing, on};
use crate::domain::action::{Action, Plain, Verb};
use crate::domain::case::Case;
use crate::domain::command::Command;
use crate::domain::complaint::Evidence;
use crate::domain::conversation::{Talk, Want};
use crate::domain::ids::CaseNumber;
use crate::domain::message::{Came, CaseLine, Message, shorten};
use crate::domain::privacy::Reader;

/// The most cases that are offered as buttons.
const MOST_CHOICES: usize = 8;
/// The characters of a case number, `YYYYMMDD-NNNNNN`.
const NUMBER: usize = 15;

/// Asks which of several cases is meant.
pub(super) fn which(many: &[&Case], want: Want, ctx: &Ctx<'_>) -> Turn {
    let (words, verb) = match want {
        Want::Progress => ("查进度", Verb::Progress),
        Want::Explain => ("看时限说明", Verb::Explain),
        Want::Urge { .. } => ("催办", Verb::Urge),
        Want::Withdraw { .. } => ("撤诉", Verb::Withdraw),
        Want::Supplement { .. } => ("补充", Verb::Supplement),
    };
    let buttons = many.iter().take(MOST_CHOICES).map(|case| vec![on(case, verb.clone())]).collect();
    Turn::ask(Message::WhichCase { want: words, cases: lines(many, ctx) }, buttons).with(Talk::Choosing { want })
}

/// An addition or a new matter: the citizen says which.
pub(super) fn add_or_new(text: &str, evidence: Vec<Evidence>, came: Option<Came>, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let open: Vec<&Case> = citizen.open().collect();
    let mut buttons: Vec<Vec<Action>> = open.iter().take(MOST_CHOICES).map(|case| vec![on(case, Verb::Supplement)]).collect();
    buttons.push(vec![Action::Plain(Plain::NewMatter)]);
    let message = Message::SupplementOrNew { text: shorten(text, 40), cases: lines(&open, ctx), came };
    Turn::ask(message, buttons).with(Talk::Choosing { want: Want::Supplement { text: text.to_owned(), evidence } })
}

fn lines(cases: &[&Case], ctx: &Ctx<'_>) -> Vec<CaseLine> {
    let line = |case: &&Case| CaseLine::of_case(case, Reader::Citizen, ctx.directory, ctx.now);
    cases.iter().take(MOST_CHOICES).map(line).collect()
}

/// What was wanted, done with the case that was chosen.
pub(super) fn chosen(want: &Want, case: &Case, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    match want {
        Want::Progress => existing::shown(case, citizen, ctx),
        Want::Explain => existing::explained(case),
        Want::Urge { note } => Turn::order(case.number, Command::Urge { note: note.clone() }),
        Want::Withdraw { reason } => existing::ask_withdraw(case, reason),
        Want::Supplement { text, evidence } => existing::add(case, text, evidence.clone(), ctx),
    }
}

/// The choice in words: 1, 第二个, the last digits of the number, or 新的.
pub(super) fn chosen_in_words(want: &Want, text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    if let Want::Supplement { text: said, evidence } = want
        && super::press::is_new(text)
    {
        return Some(super::press::new_matter(said, evidence, citizen, ctx));
    }
    let open: Vec<&Case> = citizen.open().collect();
    let by_place = ordinal(text).and_then(|place| open.get(place.checked_sub(1)?).copied());
    let by_number = || open.iter().find(|case| text.len() >= 3 && case.number.to_string().ends_with(text)).copied();
    let named = citizen.named.and_then(|case| citizen.own(case.number));
    match named.or(by_place).or_else(by_number).or_else(|| spoken_of(text, &open)) {
        Some(case) => Some(chosen(want, case, citizen, ctx)),
        // A few words that name none of them are asked again, and what was wanted is not forgotten.
        None if !matches!(want, Want::Supplement { .. }) && text.chars().count() <= SHORT => Some(which(&open, want.clone(), ctx)),
        None => None,
    }
}

/// The most characters of words that can only be meant as a choice.
const SHORT: usize = 10;

/// The only case whose matter, place or words these few words name: 井盖那个, 路灯的.
pub(super) fn spoken_of<'a>(text: &str, open: &[&'a Case]) -> Option<&'a Case> {
    let endings = ["那一件", "这一件", "那件事", "那个", "那件", "这个", "这件", "的事", "的", "吧"];
    let mut core = text.trim_end_matches(['。', '！', '.', '!', ' ']);
    while let Some(shorter) = endings.iter().find_map(|ending| core.strip_suffix(ending)) {
        core = shorter;
    }
    if core.chars().count() < 2 || text.chars().count() > SHORT {
        return None;
    }
    let mut named = open.iter().filter(|case| {
        let complaint = &case.complaint;
        complaint.text.contains(core)
            || complaint.classification.intent_name.contains(core)
            || complaint.slots.values().any(|value| value.contains(core))
    });
    let first = named.next()?;
    named.next().is_none().then_some(*first)
}

fn ordinal(text: &str) -> Option<usize> {
    const HAN: [&str; 8] = ["一", "二", "三", "四", "五", "六", "七", "八"];
    let core = text.trim_start_matches('第').trim_end_matches(['个', '件', '条', '.', '。']);
    if core.chars().count() > 1 {
        return None;
    }
    let han = HAN.iter().position(|digit| *digit == core).map(|place| place + 1);
    han.or_else(|| core.parse().ok().filter(|place| (1..=MOST_CHOICES).contains(place)))
}

/// The first case number in the text, as text; it may be nobody's.
pub(super) fn number_like(text: &str) -> Option<String> {
    super::named_number(text).map(|number| number.to_string())
}

/// The case number that the text begins with: it says which case is meant, where one further on may only be spoken of.
pub(super) fn leading_number(text: &str) -> Option<CaseNumber> {
    let start: String = text.trim_start().chars().take(NUMBER).collect();
    start.starts_with(|c: char| c.is_ascii_digit()).then(|| super::named_number(&start)).flatten()
}

/// The text without the case number in it.
pub(super) fn without_number(text: &str) -> String {
    super::named_number(text)
        .map_or_else(|| text.to_owned(), |number: CaseNumber| text.replacen(&number.to_string(), "", 1).trim().to_owned())
}
