//! What needs somebody today 要紧的.

use crate::domain::case::{Case, Holder};
use crate::domain::department::Directory;
use crate::domain::ids::{CaseNumber, DepartmentId, Moment};
use crate::domain::span::LimitKind;

/// Why a case needs somebody, gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It has a red card and is not done.
    Red,
    /// A limit has passed.
    Overdue,
    /// A supervisor has to decide: 呈批, 裁定, 延期, 申请.
    Ruling,
    /// A letter of supervision waits for its answer.
    Letter,
    /// A limit ends today.
    Today,
}

impl Why {
    /// Every reason, gravest first.
    pub const ALL: [Self; 5] = [Self::Red, Self::Overdue, Self::Ruling, Self::Letter, Self::Today];

    /// The Chinese words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Red => "红牌未办结",
            Self::Overdue => "超期",
            Self::Ruling => "待裁定审批",
            Self::Letter => "督办未回函",
            Self::Today => "今天到期",
        }
    }
}

/// A case that needs somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Needed {
    /// Why: the gravest of its reasons.
    pub why: Why,
    /// The end that comes, or came, first.
    pub due: Option<Moment>,
    /// Which case.
    pub number: CaseNumber,
}

/// Which of these cases need somebody, gravest and earliest first, each once. A leader's are those in the hands of their unit
/// and of the units below it, and the letters to them; who looks at all of them sees the dispatch desk's too, and what waits for
/// a supervisor.
pub fn needs<'c>(cases: impl IntoIterator<Item = &'c Case>, own: Option<&DepartmentId>, directory: &Directory, now: Moment) -> Vec<Needed> {
    let needed = |case: &Case| {
        let (why, due) = why(case, own, directory, now)?;
        Some(Needed { why, due, number: case.number })
    };
    let mut all: Vec<Needed> = cases.into_iter().filter(|case| !case.state.is_closed()).filter_map(needed).collect();
    all.sort_by_key(|needed| (needed.why, needed.due.is_none(), needed.due, needed.number));
    all
}

fn why(case: &Case, own: Option<&DepartmentId>, directory: &Directory, now: Moment) -> Option<(Why, Option<Moment>)> {
    let is_own = |unit: &DepartmentId| own.is_none_or(|own| directory.is_within(unit, own));
    let in_hand = own.is_none() || case.state.task().is_some_and(|task| is_own(&task.unit));
    let is_theirs = |kind: &LimitKind| {
        let of_unit = matches!(kind, LimitKind::Acknowledge | LimitKind::Handle | LimitKind::Promise);
        *kind != LimitKind::Archive && !kind.is_of_letter() && in_hand && (own.is_none() || of_unit)
    };
    let limits = case.limits();
    let due = limits.iter().filter(|(kind, _)| is_theirs(kind)).map(|(_, limit)| limit.due).min();
    let decides = |kind: &LimitKind| matches!(kind, LimitKind::Extension | LimitKind::Application);
    let rules = own.is_none() && (case.state.holder() == Holder::Supervision || limits.iter().any(|(kind, _)| decides(kind)));
    let waiting = case.letters.iter().filter(|letter| letter.answered.is_none() && is_own(&letter.unit));
    let letter =
        waiting.filter(|letter| !case.conflicts.contains(&letter.unit)).filter_map(|letter| letter.answer).map(|limit| limit.due).min();
    let overdue = due.is_some_and(|due| due < now);
    if in_hand && case.state.task().is_some() && case.tally.red_cards > 0 {
        Some((Why::Red, due))
    } else if overdue || letter.is_some_and(|due| due < now) {
        Some((Why::Overdue, due.into_iter().chain(letter).min()))
    } else if rules {
        Some((Why::Ruling, due))
    } else if letter.is_some() {
        Some((Why::Letter, letter))
    } else {
        due.filter(|due| due.date_naive() == now.date_naive()).map(|due| (Why::Today, Some(due)))
    }
}
