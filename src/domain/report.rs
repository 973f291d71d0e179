//! Reports 报告 to leaders and supervisors: which there are.

use serde::{Deserialize, Serialize};

/// Over how long a report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// 日报
    Daily,
    /// 周报
    Weekly,
    /// 月报
    Monthly,
}

impl ReportKind {
    /// Every kind, the shortest first.
    pub const ALL: [Self; 3] = [Self::Daily, Self::Weekly, Self::Monthly];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Daily => "日报",
            Self::Weekly => "周报",
            Self::Monthly => "月报",
        }
    }

    /// The command that asks for it, for menus that know ASCII only.
    pub fn command(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
        }
    }

    /// What these words ask for: 日报, /日报, /daily.
    pub fn asked(text: &str) -> Option<Self> {
        let name = text.strip_prefix('/').unwrap_or(text);
        Self::ALL.into_iter().find(|kind| kind.label() == name || (text.starts_with('/') && kind.command() == name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_for_a_report() {
        for text in ["日报", "/日报", "/daily"] {
            assert_eq!(ReportKind::asked(text), Some(ReportKind::Daily), "{text}");
        }
        for text in ["daily", "日报表", "看看日报", ""] {
            assert_eq!(ReportKind::asked(text), None, "{text}");
        }
    }
}
