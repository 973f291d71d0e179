//! The papers 文书 (RULEBOOK §9): which there are, and what they are called.

use serde::{Deserialize, Serialize};

use super::case::LetterKind;
use super::department::{Directory, Level};
use super::event::{Event, Recorded};
use super::ids::DepartmentId;
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
    /// The paper that this event makes, if any.
    pub fn made_by(event: &Event, directory: &Directory) -> Option<Self> {
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
            Self::Mandate => "交区县、镇街办理，或者经裁定指定单位办理时",
            Self::Transfer => "转市级承办单位办理时",
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

/// The papers of a case, in the order in which they were made.
pub fn papers(events: &[Recorded], directory: &Directory) -> Vec<Paper> {
    let mut all: Vec<Paper> = Vec::new();
    for event in events {
        if let Some(kind) = PaperKind::made_by(&event.event, directory) {
            let before = all.iter().filter(|paper| paper.kind == kind).count();
            let ordinal = u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1);
            all.push(Paper { kind, seq: event.seq, ordinal });
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
