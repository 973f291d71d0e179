//! One case whole 工单详情.

use serde::Serialize;

use super::House;
use super::cases::{self, DueLine};
use super::evidence::Piece;
use super::examples;
use super::files::access_query;
use super::grounds::Panel;
use super::history::Step;
use super::identity::Person;
use super::made::{self, PaperLine};
use super::notes::{self, Note};
use super::problem::Problem;
use super::seen::Seen;
use super::ties::{self, CoUnit, LetterLine, Tie};
use super::view::View;
use crate::domain::action::{Action, Verb};
use crate::domain::case::Tally;
use crate::domain::complaint::{Decided, Reason};
use crate::domain::event::Event;
use crate::domain::history::Teller;
use crate::domain::ids::{CaseNumber, Moment};
use crate::domain::message::{AnswerWords, Card, ClockWords, LimitWords, Scope, clock_words, limit_words, unit_words};
use crate::domain::privacy::{self, Reader};
use crate::domain::staff::Staff;

/// A case as its template needs it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Sheet {
    fragment: String,
    card: Card,
    tone: &'static str,
    limits: Vec<DueLine>,
    clock: ClockWords,
    explained: Vec<LimitWords>,
    percent: u32,
    abstain: bool,
    because: Vec<Why>,
    alternatives: Vec<Alternative>,
    grounds: Option<Panel>,
    evidence: Vec<Piece>,
    answer: Option<AnswerWords>,
    care: Care,
    papers: Vec<PaperLine>,
    /// Where a typical case 典型案例 is made of it, for those who may.
    example: Option<String>,
    seen: Option<Seen>,
    steps: Vec<Step>,
    who: String,
    show_in_chat: String,
    view: String,
    /// Who looks, and the trace code of this look.
    mark: String,
}

/// What the whole rulebook brought to the case.
#[derive(Clone, Debug, Serialize)]
struct Care {
    notes: Vec<Note>,
    co_units: Vec<CoUnit>,
    letters: Vec<LetterLine>,
    ties: Vec<Tie>,
    /// How many citizens have this case.
    citizens: usize,
    charge: Option<String>,
    complex: bool,
    tally: Tally,
    rules: Rules,
}

impl Care {
    /// In the teller's words; `may_open` tells which other cases the reader may open, and `current` names today's rules.
    fn of(teller: &Teller<'_>, view: &View, now: Moment, current: &str, may_open: impl Fn(CaseNumber) -> bool) -> Self {
        let case = teller.case;
        Self {
            notes: notes::notes(case, teller),
            co_units: ties::co_units(case, teller),
            letters: ties::letters(case, teller, now),
            ties: ties::ties(case, view, may_open),
            citizens: case.citizens().count(),
            charge: case.charge.map(|leader| teller.person(leader)),
            complex: case.complex,
            tally: case.tally,
            rules: Rules { title: teller.rules.title.clone(), key: case.profile.clone(), is_older: case.profile != current },
        }
    }
}

/// The rules that the case runs under.
#[derive(Clone, Debug, Serialize)]
struct Rules {
    title: String,
    key: String,
    /// New cases begin under others.
    is_older: bool,
}

/// A word that decided.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Why {
    words: String,
    decided: &'static str,
    against: bool,
}

/// What else it might have been.
#[derive(Clone, Debug, Serialize)]
struct Alternative {
    intent: String,
    unit: Option<String>,
    percent: u32,
}

/// The case of this number for this person, under the trace code of their look.
pub(super) fn show(house: &House, staff: &Staff, number: CaseNumber, view: &View, code: Option<String>) -> Result<Sheet, Problem> {
    let case = cases::visible(house, staff, number)?;
    let desk = house.desk();
    let directory = &desk.city().directory;
    let now = desk.clock().now();
    let rules = desk.profile_of(&case.profile);
    let time = desk.city().time(&rules);
    let events = desk.store().events(number)?;
    let reader = Reader::Staff(staff.role);
    let person = Person::Staff(Box::new(staff.clone()));
    let everybody = desk.staff();
    let access = access_query(&person, Some(number));
    let teller = Teller { case: &case, directory, staff: &everybody, rules: &rules, sight: privacy::sight(reader, &case) };
    let last_answer = events.iter().rev().find_map(|recorded| match &recorded.event {
        Event::Resolved { answer, .. } => Some(AnswerWords::of(answer, &case, reader)),
        _ => None,
    });
    let classification = &case.complaint.classification;
    let alternative = |other: &crate::domain::complaint::Alternative| Alternative {
        intent: other.intent_name.clone(),
        unit: unit_words(&other.department, directory),
        percent: percent(other.probability),
    };
    Ok(Sheet {
        fragment: format!("/fragment/case/{number}?{}", view.query()),
        card: Card::of(&case, reader, directory, now),
        tone: cases::tone(&case.state),
        limits: cases::limits(&case, now),
        clock: clock_words(&case, now),
        explained: limit_words(&events, Scope::All, time, now),
        percent: percent(classification.probability),
        abstain: classification.abstain,
        because: whys(&classification.because, &teller),
        alternatives: classification.alternatives.iter().map(alternative).collect(),
        grounds: Panel::of(&teller, desk),
        evidence: case.evidence().iter().map(|piece| Piece::of(piece, &access, |words| teller.veil(words))).collect(),
        answer: last_answer,
        care: Care::of(&teller, view, now, &desk.city().profile.key, |other| cases::visible(house, staff, other).is_ok()),
        papers: made::papers(house, staff, number)?,
        example: examples::href(number, staff).filter(|_| case.state.is_closed()),
        seen: Seen::of(house, staff, number)?,
        steps: events.iter().map(|recorded| Step::of(recorded, &teller, &access)).collect(),
        who: person.who(),
        show_in_chat: Action::Case(number, Verb::Show).encode(),
        view: view.with_tab(super::view::Tab::Chat).query(),
        mark: [Some(staff.name.clone()), code].into_iter().flatten().collect::<Vec<_>>().join(" "),
    })
}

/// Every word once for each thing that it decided: several patterns may have met the same words.
fn whys(because: &[Reason], teller: &Teller<'_>) -> Vec<Why> {
    because.iter().map(|reason| why(reason, teller)).fold(Vec::new(), |mut all, why| {
        if !all.contains(&why) {
            all.push(why);
        }
        all
    })
}

fn why(reason: &Reason, teller: &Teller<'_>) -> Why {
    let decided = match reason.decided {
        Decided::Intent => "事项",
        Decided::Kind => "类型",
        Decided::Urgency => "紧急程度",
        Decided::Label => "历史归类",
        Decided::Risk => "风险",
    };
    Why { words: teller.veil(&reason.words), decided, against: reason.weight < 0.0 }
}

/// A probability in whole percent, for people.
fn percent(probability: f64) -> u32 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to 0..=100
    let percent = (probability * 100.0).round().clamp(0.0, 100.0) as u32;
    percent
}
