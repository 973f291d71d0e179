//! What stands out in a list of cases 标记: chips on a row, and filters by the same.

use serde::Serialize;

use super::view::View;
use crate::domain::case::{Case, LetterKind, State};
use crate::domain::ids::Moment;

/// Something by which a case stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standout {
    /// 已超期: a limit of it has passed.
    Overdue,
    /// 红牌
    RedCard,
    /// 黄牌
    YellowCard,
    /// 申请待批: an extension or an application waits for a decision.
    Asked,
    /// 退单: a unit has sent it back.
    Returned,
    /// 督办: a letter of supervision waits for its answer, or a person was admonished.
    Supervised,
    /// 包案: a leader answers for it.
    Charge,
    /// 疑难复杂
    Complex,
    /// 协办: several units work on it.
    CoUnits,
    /// 多人: many citizens have it.
    Many,
    /// 复发
    Recurrence,
    /// 回避: a unit or a person keeps out of it.
    KeptOut,
}

impl Standout {
    /// Every one, in the order of the page.
    pub(super) const ALL: [Self; 12] = [
        Self::Overdue,
        Self::RedCard,
        Self::YellowCard,
        Self::Asked,
        Self::Returned,
        Self::Supervised,
        Self::Charge,
        Self::Complex,
        Self::CoUnits,
        Self::Many,
        Self::Recurrence,
        Self::KeptOut,
    ];

    /// The Chinese term, which is also its name in addresses.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Overdue => "超期",
            Self::RedCard => "红牌",
            Self::YellowCard => "黄牌",
            Self::Asked => "申请待批",
            Self::Returned => "退过单",
            Self::Supervised => "督办",
            Self::Charge => "包案",
            Self::Complex => "疑难复杂",
            Self::CoUnits => "协办",
            Self::Many => "多人",
            Self::Recurrence => "复发",
            Self::KeptOut => "回避",
        }
    }

    /// The colour of its chip.
    fn tone(self) -> &'static str {
        match self {
            Self::Overdue | Self::RedCard | Self::KeptOut => "red",
            Self::YellowCard => "gold",
            Self::Asked | Self::Returned | Self::Supervised | Self::Recurrence => "amber",
            Self::Charge | Self::Many => "violet",
            Self::CoUnits => "blue",
            Self::Complex => "grey",
        }
    }

    /// Whether the case stands out so.
    pub(super) fn is_of(self, case: &Case, now: Moment) -> bool {
        let mandate = || case.state.mandate().filter(|_| !case.state.is_closed());
        match self {
            Self::Overdue => case.next_due().is_some_and(|(_, due)| due < now),
            Self::RedCard => case.tally.red_cards > 0,
            Self::YellowCard => case.tally.yellow_cards > 0,
            Self::Asked => mandate().is_some_and(|mandate| mandate.asked.is_some() || mandate.applied.is_some()),
            Self::Returned => case.tally.returns > 0,
            Self::Supervised => case.letters.iter().any(|letter| letter.answered.is_none() && letter.kind != LetterKind::Bulletin),
            Self::Charge => case.charge.is_some(),
            Self::Complex => case.complex,
            Self::CoUnits => mandate().is_some_and(|mandate| !mandate.co.is_empty()) || proposes_several(&case.state),
            Self::Many => case.citizens().nth(1).is_some(),
            Self::Recurrence => case.recurs.is_some() || case.recurred.is_some(),
            Self::KeptOut => !case.conflicts.is_empty() || !case.recused.is_empty(),
        }
    }

    /// What its chip says of this case.
    fn words(self, case: &Case) -> String {
        match self {
            Self::Returned => format!("退单{}", case.tally.returns),
            Self::Many => format!("{}人", case.citizens().count()),
            _ => self.label().to_owned(),
        }
    }
}

fn proposes_several(state: &State) -> bool {
    matches!(state, State::Submitted { proposal, .. } if !proposal.co_units.is_empty())
}

/// A chip on a row.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Chip {
    words: String,
    tone: &'static str,
}

/// The chips of a row; what has a column of its own is none.
pub(super) fn chips(case: &Case, now: Moment) -> Vec<Chip> {
    let has_column = |standout: &Standout| matches!(standout, Standout::Overdue | Standout::RedCard | Standout::YellowCard);
    let shown = Standout::ALL.into_iter().filter(|standout| !has_column(standout) && standout.is_of(case, now));
    shown.map(|standout| Chip { words: standout.words(case), tone: standout.tone() }).collect()
}

/// A filter of the list, with how many cases it finds; pressed again, it is taken away.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Filter {
    label: &'static str,
    tone: &'static str,
    count: usize,
    chosen: bool,
    href: String,
}

/// The filters that find something, and the one that is chosen.
pub(super) fn filters(cases: &[Case], now: Moment, view: &View) -> Vec<Filter> {
    let filter = |standout: Standout| {
        let chosen = view.only == standout.label();
        Filter {
            label: standout.label(),
            tone: standout.tone(),
            count: cases.iter().filter(|case| standout.is_of(case, now)).count(),
            chosen,
            href: view.with_only(if chosen { "" } else { standout.label() }).href(),
        }
    };
    Standout::ALL.into_iter().map(filter).filter(|filter| filter.count > 0 || filter.chosen).collect()
}

/// Whether the list's filter keeps this case; a filter that is none of ours keeps none.
pub(super) fn keeps(case: &Case, now: Moment, view: &View) -> bool {
    view.only.is_empty() || Standout::ALL.into_iter().any(|standout| standout.label() == view.only && standout.is_of(case, now))
}
