//! Who else has a part in a case 相关方: co-units, letters of supervision, and the cases that it is tied to. Of its citizens
//! the page tells how many there are, and never who.

use serde::Serialize;

use super::cases::limit_tone;
use super::view::View;
use crate::domain::case::{Case, State};
use crate::domain::history::Teller;
use crate::domain::ids::{CaseNumber, Moment};
use crate::domain::message::{DueWords, when};
use crate::domain::span::LimitKind;

/// A co-unit's part 协办.
#[derive(Clone, Debug, Serialize)]
pub(super) struct CoUnit {
    unit: String,
    task: Option<String>,
    state: &'static str,
    tone: &'static str,
    opinion: Option<String>,
}

/// Every co-unit.
pub(super) fn co_units(case: &Case, teller: &Teller<'_>) -> Vec<CoUnit> {
    let parts = case.state.mandate().into_iter().flat_map(|mandate| &mandate.co);
    let part = |co: &crate::domain::case::CoMandate| {
        let (state, tone) = match (&co.opinion, co.acknowledged) {
            (Some(_), _) => ("已反馈", "green"),
            (None, true) => ("已签收", "blue"),
            (None, false) => ("待签收", "violet"),
        };
        let veil = |words: &Option<String>| words.as_deref().map(|words| teller.veil(words));
        CoUnit { unit: teller.directory.short(&co.unit).to_owned(), task: veil(&co.task), state, tone, opinion: veil(&co.opinion) }
    };
    parts.map(part).collect()
}

/// A letter of supervision 督办文书 with its answer.
#[derive(Clone, Debug, Serialize)]
pub(super) struct LetterLine {
    number: u32,
    kind: &'static str,
    unit: String,
    person: Option<String>,
    words: String,
    at: String,
    /// Until when it is to be answered, while it waits.
    due: Option<DueWords>,
    due_tone: &'static str,
    answered: Option<String>,
}

/// Every letter, in the order of their issue.
pub(super) fn letters(case: &Case, teller: &Teller<'_>, now: Moment) -> Vec<LetterLine> {
    let line = |letter: &crate::domain::case::Letter| {
        let owed = letter.answer.filter(|_| letter.answered.is_none() && !case.state.is_closed());
        let kind = if letter.kind == crate::domain::case::LetterKind::Inquiry { LimitKind::Inquiry } else { LimitKind::Supervision };
        LetterLine {
            number: letter.number,
            kind: letter.kind.label(),
            unit: teller.directory.short(&letter.unit).to_owned(),
            person: letter.person.map(|person| teller.person(person)),
            words: teller.veil(&letter.words),
            at: when(letter.at),
            due: owed.map(|limit| DueWords::of(kind.label(), limit.due, now)),
            due_tone: owed.map_or("calm", |limit| limit_tone(&limit, now)),
            answered: letter.answered.as_deref().map(|words| teller.veil(words)),
        }
    };
    case.letters.iter().map(line).collect()
}

/// Another case that this one is tied to.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Tie {
    how: &'static str,
    number: CaseNumber,
    /// Its page, for whoever may see it.
    href: Option<String>,
}

/// Every case that this one is tied to; `may_open` tells which of them the reader may open.
pub(super) fn ties(case: &Case, view: &View, may_open: impl Fn(CaseNumber) -> bool) -> Vec<Tie> {
    let mother = match &case.state {
        State::Merged { into } => Some(("并入", *into)),
        _ => None,
    };
    let joined = case.parties.iter().map(|party| ("来自", party.from));
    let recurrences = [case.recurs.map(|old| ("复发自", old)), case.recurred.map(|new| ("复发为", new))];
    let all = mother.into_iter().chain(joined).chain(recurrences.into_iter().flatten());
    all.map(|(how, number)| Tie { how, number, href: may_open(number).then(|| view.with_case(number).href()) }).collect()
}
