//! The papers 文书 (RULEBOOK §9): which there are, and what they are called.

use serde::{Deserialize, Serialize};

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
    }
}
