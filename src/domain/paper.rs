//! The papers 文书 (RULEBOOK §9): which there are, and what they are called.

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use super::case::{Case, LetterKind};
use super::department::{Directory, Level};
use super::event::{Event, Recorded};
use super::ids::{CaseNumber, DepartmentId};
use super::profile::RungKind;
use super::span::LimitKind;
use super::staff::Role;

/// A kind of paper 文种.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// 投诉登记表
    Registration,
    /// 呈批表
    Approval,
    /// 反馈表
    Feedback,
    /// 交办函, to a subordinate unit.
    Mandate,
    /// 转办函, to the unit that owns the matter.
    Transfer,
    /// 效能告诫书
    Admonition,
    /// 催办通知书
    Urging,
    /// 查询函
    Inquiry,
    /// 督查通知书
    Supervision,
    /// 督查情况通报
    Bulletin,
}

impl PaperKind {
    /// Every kind, in the order of the rulebook.
    pub const ALL: [Self; 10] = [
        Self::Registration,
        Self::Approval,
        Self::Feedback,
        Self::Mandate,
        Self::Transfer,
        Self::Admonition,
        Self::Urging,
        Self::Inquiry,
        Self::Supervision,
        Self::Bulletin,
    ];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Registration => "投诉登记表",
            Self::Approval => "呈批表",
            Self::Feedback => "反馈表",
            Self::Mandate => "交办函",
            Self::Transfer => "转办函",
            Self::Admonition => "效能告诫书",
            Self::Urging => "催办通知书",
            Self::Inquiry => "查询函",
            Self::Supervision => "督查通知书",
            Self::Bulletin => "督查情况通报",
        }
    }

    /// The name on the command line and of its template.
    pub fn name(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::Approval => "approval",
            Self::Feedback => "feedback",
            Self::Mandate => "mandate",
            Self::Transfer => "transfer",
            Self::Admonition => "admonition",
            Self::Urging => "urging",
            Self::Inquiry => "inquiry",
            Self::Supervision => "supervision",
            Self::Bulletin => "bulletin",
        }
    }

    /// The kind of this name, English or Chinese; 登记表 and 告诫书 are what people call two of them.
    pub fn named(text: &str) -> Option<Self> {
        let short = |kind: Self| match kind {
            Self::Registration => Some("登记表"),
            Self::Admonition => Some("告诫书"),
            Self::Urging => Some("催办通知"),
            Self::Supervision => Some("督查通知"),
            Self::Bulletin => Some("通报"),
            _ => None,
        };
        Self::ALL.into_iter().find(|kind| kind.name() == text || kind.label() == text || short(*kind) == Some(text))
    }
}

impl PaperKind {
    /// The paper that this event makes, if any; `case` is the case after it. A redo gives the task anew to the unit that has it, and
    /// a transfer gives it to another.
    pub fn made_by(event: &Event, case: &Case, directory: &Directory) -> Option<Self> {
        match event {
            Event::Transferred { to, .. } => Some(Self::of_dispatch(to, directory)),
            Event::Reopened { .. } => {
                let mandate = case.state.mandate()?;
                Some(if mandate.by_ruling { Self::Mandate } else { Self::of_dispatch(&mandate.unit, directory) })
            }
            event => Self::always_made_by(event, directory),
        }
    }

    /// The paper that this event has made since there are papers. What a redo and a transfer make is of later: of theirs there are
    /// those that were registered.
    fn always_made_by(event: &Event, directory: &Directory) -> Option<Self> {
        Some(match event {
            Event::Received { .. } => Self::Registration,
            Event::SubmittedForApproval { .. } => Self::Approval,
            Event::FollowedUp { .. } => Self::Feedback,
            // 裁定: it is theirs because they are told so, not because they own it.
            Event::Dispatched { by_ruling: true, .. } => Self::Mandate,
            Event::Dispatched { unit, .. } => Self::of_dispatch(unit, directory),
            Event::RungReached { rung: RungKind::Urging, limit: LimitKind::Acknowledge | LimitKind::Handle, unit: Some(_), .. } => {
                Self::Urging
            }
            Event::Supervised { kind: LetterKind::Inquiry, .. } => Self::Inquiry,
            Event::Supervised { kind: LetterKind::Notice, .. } => Self::Supervision,
            Event::Supervised { kind: LetterKind::Bulletin, .. } => Self::Bulletin,
            Event::Supervised { kind: LetterKind::Admonition, .. } => Self::Admonition,
            _ => return None,
        })
    }

    /// 交办 to the districts, streets and towns below; 转办 to the units of the city, each of which owns its matters.
    fn of_dispatch(unit: &DepartmentId, directory: &Directory) -> Self {
        let level = directory.get(unit).map_or(Level::City, |unit| unit.level);
        if level == Level::City { Self::Transfer } else { Self::Mandate }
    }

    /// When it is made 成文时点, for whoever asks for one that is not there yet.
    pub fn made_when(self) -> &'static str {
        match self {
            Self::Registration => "诉求登记时",
            Self::Approval => "派单方案报请审批时",
            Self::Feedback => "答复诉求人并完成回访时",
            Self::Mandate => "交区县、镇街办理（转派、重办也是），或者经裁定指定单位办理时",
            Self::Transfer => "转市级承办单位办理时（转派、重办也是）",
            Self::Admonition => "督办员作出告诫时",
            Self::Urging => "签收或者办理逾期，发出催办时",
            Self::Inquiry => "督办员发函查询时",
            Self::Supervision => "督办员或者催办阶梯发出督查通知时",
            Self::Bulletin => "督办员或者催办阶梯发出通报时",
        }
    }

    /// Whether people of this role may have it, of a case that they may see. What the office decides within itself is not for
    /// units; an admonition is between the person, those who answer for them, and those who watch.
    pub fn is_for(self, role: Role) -> bool {
        match self {
            Self::Approval => !role.is_of_department(),
            Self::Admonition => matches!(role, Role::Leader | Role::Supervisor | Role::Auditor | Role::Administrator),
            _ => true,
        }
    }

    /// Whether the case's citizen may have it for the asking: what they brought, and what came of it.
    pub fn is_for_citizens(self) -> bool {
        matches!(self, Self::Registration | Self::Feedback)
    }
}

/// A paper that exists 已成文: which event made it, and the how-manieth of its kind in the case it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paper {
    /// 文种
    pub kind: PaperKind,
    /// The event.
    pub seq: u32,
    /// From 1.
    pub ordinal: u32,
    /// What the register gave it; none for papers of before there was one, and those of cases that were taken over.
    pub given: Option<Serial>,
}

/// A number of the register 文号登记: the how-manieth paper of its kind in its year, from 1 without gaps, in the order in which the
/// events landed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Serial {
    /// The year in 〔〕: that of the event.
    pub year: u32,
    /// From 1.
    pub number: u32,
}

/// A paper that an event makes, for the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// The case.
    pub case: CaseNumber,
    /// The event.
    pub seq: u32,
    /// 文种
    pub kind: PaperKind,
    /// The year in which it is made.
    pub year: u32,
}

/// A paper in the register. What it is called, and its kind, stay as they were entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registered {
    /// The event.
    pub seq: u32,
    /// 文种
    pub kind: PaperKind,
    /// 文号
    pub serial: Serial,
}

/// The papers that these events of one commit make; `case` is the case after the last of them. A redo that goes elsewhere in the
/// same breath, because the unit came to be complained of, makes none.
pub fn made<'e>(events: &'e [Recorded], case: &'e Case, directory: &'e Directory) -> impl Iterator<Item = Made> + 'e {
    let last = events.last().map(|event| event.seq);
    let goes_elsewhere = move |event: &Recorded| matches!(event.event, Event::Reopened { .. }) && Some(event.seq) != last;
    events.iter().filter(move |event| !goes_elsewhere(event)).filter_map(move |event| {
        let kind = PaperKind::made_by(&event.event, case, directory)?;
        let year = event.at.year().try_into().ok()?;
        Some(Made { case: event.case, seq: event.seq, kind, year })
    })
}

impl Paper {
    /// What it is called: 转办函, and the second of its kind 转办函之二.
    pub fn title(&self) -> String {
        format!("{}{}", self.kind.label(), which(self.ordinal))
    }
}

/// 之二 of the second, nothing of the first.
pub fn which(ordinal: u32) -> String {
    if ordinal > 1 { format!("之{}", ordinal_words(ordinal)) } else { String::new() }
}

/// A number from 1 as ordinals are written: 二, 十二, 二十; in figures from a hundred on.
fn ordinal_words(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |digit: u32| DIGITS[usize::try_from(digit % 10).expect("a digit")];
    match number {
        1..=9 => digit(number).to_owned(),
        10..=19 => format!("十{}", digit(number)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number)),
        _ => number.to_string(),
    }
}

/// The papers of a case, in the order in which they were made: those in the register, and those of before there was one.
pub fn papers(events: &[Recorded], register: &[Registered], directory: &Directory) -> Vec<Paper> {
    let mut all: Vec<Paper> = Vec::new();
    for event in events {
        let registered = register.iter().find(|paper| paper.seq == event.seq);
        let kind = registered.map(|paper| paper.kind).or_else(|| PaperKind::always_made_by(&event.event, directory));
        if let Some(kind) = kind {
            let before = all.iter().filter(|paper| paper.kind == kind).count();
            let ordinal = u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1);
            all.push(Paper { kind, seq: event.seq, ordinal, given: registered.map(|paper| paper.serial) });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_names_of_their_own() {
        for kind in PaperKind::ALL {
            assert_eq!(PaperKind::named(kind.name()), Some(kind));
            assert_eq!(PaperKind::named(kind.label()), Some(kind));
        }
        assert_eq!(PaperKind::named("登记表"), Some(PaperKind::Registration));
        assert_eq!(PaperKind::named("介绍信"), None);
        let ordinals = [2, 10, 12, 20, 21, 99, 100].map(ordinal_words);
        assert_eq!(ordinals, ["二", "十", "十二", "二十", "二十一", "九十九", "100"]);
    }
}
