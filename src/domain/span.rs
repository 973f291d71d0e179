//! Lengths of time 时限 as a profile writes them, and a running limit with its two ends.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::ids::Moment;
use super::moment;

/// How long: natural time runs day and night, working time only in office hours, working days end with the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// Natural minutes, written `30m`, `2h` or `7d`.
    Natural(u32),
    /// Working minutes, written `4wh`.
    Working(u32),
    /// 工作日, written `5wd`; `0wd` ends with the office on the same day.
    Workdays(u32),
}

/// Working days that a record may hold: forty years, more than anybody was ever given. They are counted day by day, which a damaged
/// record must not turn into work for hours.
const MOST_WORKDAYS: u32 = 10_000;

/// Reads a number of working days.
///
/// # Errors
/// There is none, or so many that nobody counts them.
pub fn workdays<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    let days = u32::deserialize(deserializer)?;
    if days <= MOST_WORKDAYS { Ok(days) } else { Err(de::Error::custom("working days that nobody counts")) }
}

impl Span {
    /// The greatest number that a profile may write; a limit of years is an error of writing.
    pub const MOST: u32 = 400;

    /// So many times this.
    pub fn times(self, n: u32) -> Self {
        match self {
            Self::Natural(minutes) => Self::Natural(minutes.saturating_mul(n)),
            Self::Working(minutes) => Self::Working(minutes.saturating_mul(n)),
            Self::Workdays(days) => Self::Workdays(days.saturating_mul(n)),
        }
    }

    /// Whether the limit is written in minutes or hours, so that its reminders come minutes and not days before its end.
    pub fn is_short(self) -> bool {
        match self {
            Self::Natural(minutes) => minutes <= 24 * 60,
            Self::Working(_) => true,
            Self::Workdays(_) => false,
        }
    }
}

impl fmt::Display for Span {
    /// As people read it: 5个工作日.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Natural(m) if m > 0 && m % (24 * 60) == 0 && m > 24 * 60 => write!(f, "{}天", m / (24 * 60)),
            Self::Natural(m) if m > 0 && m % 60 == 0 => write!(f, "{}小时", m / 60),
            Self::Natural(m) => write!(f, "{m}分钟"),
            Self::Working(m) if m % 60 == 0 => write!(f, "{}个工作小时", m / 60),
            Self::Working(m) => write!(f, "{m}个工作分钟"),
            Self::Workdays(0) => f.write_str("当日"),
            Self::Workdays(d) => write!(f, "{d}个工作日"),
        }
    }
}

/// A text that is no length of time.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("“{0}”不是时限，请写成 30m（分钟）、2h（小时）、7d（天）、4wh（工作小时）或 5wd（工作日），数字不超过400")]
pub struct NotASpan(String);

impl FromStr for Span {
    type Err = NotASpan;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotASpan(text.chars().take(24).collect());
        let unit_at = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let (number, unit) = text.split_at(unit_at);
        let n: u32 = number.parse().ok().filter(|n| *n <= Self::MOST).ok_or_else(wrong)?;
        match unit {
            "m" => Ok(Self::Natural(n)),
            "h" => Ok(Self::Natural(n * 60)),
            "d" => Ok(Self::Natural(n * 24 * 60)),
            "wh" => Ok(Self::Working(n * 60)),
            "wd" => Ok(Self::Workdays(n)),
            _ => Err(wrong()),
        }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Natural(m) => serializer.collect_str(&format_args!("{m}m")),
            Self::Working(m) if m % 60 == 0 => serializer.collect_str(&format_args!("{}wh", m / 60)),
            Self::Working(m) => Err(serde::ser::Error::custom(format!("{m} working minutes are no whole hours"))),
            Self::Workdays(d) => serializer.collect_str(&format_args!("{d}wd")),
        }
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        stored_minutes(&text).map_or_else(|| text.parse().map_err(de::Error::custom), |minutes| Ok(Self::Natural(minutes)))
    }
}

/// Events store natural time in minutes, which may be more of them than a person may write.
fn stored_minutes(text: &str) -> Option<u32> {
    text.strip_suffix('m').and_then(|number| number.parse().ok())
}

/// Which of a case's duties a limit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitKind {
    /// 受理
    Accept,
    /// 派单
    Dispatch,
    /// 签收
    Acknowledge,
    /// 办理
    Handle,
    /// 延期审批
    Extension,
    /// 审核
    Review,
    /// 人工回访
    FollowUp,
    /// 归档
    Archive,
    /// 呈批
    Approve,
    /// 裁定 of a disputed return
    Ruling,
    /// 中止复核: whether the ground of a suspension still stands
    Suspension,
    /// 挂账承诺: the date that was promised to the citizen
    Promise,
    /// 申请审批: what a handler asked of the supervisor
    Application,
    /// 查询函: until when the unit answers it
    Inquiry,
    /// 督查通知书: until when the unit answers it
    Supervision,
}

impl LimitKind {
    /// Whether it is the limit of a letter's answer 回函.
    pub fn is_of_letter(self) -> bool {
        matches!(self, Self::Inquiry | Self::Supervision)
    }

    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Accept,
        Self::Dispatch,
        Self::Acknowledge,
        Self::Handle,
        Self::Extension,
        Self::Review,
        Self::FollowUp,
        Self::Archive,
        Self::Approve,
        Self::Ruling,
        Self::Suspension,
        Self::Promise,
        Self::Application,
        Self::Inquiry,
        Self::Supervision,
    ];

    /// The name that data files use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Dispatch => "dispatch",
            Self::Acknowledge => "acknowledge",
            Self::Handle => "handle",
            Self::Extension => "extension",
            Self::Review => "review",
            Self::FollowUp => "follow_up",
            Self::Archive => "archive",
            Self::Approve => "approve",
            Self::Ruling => "ruling",
            Self::Suspension => "suspension",
            Self::Promise => "promise",
            Self::Application => "application",
            Self::Inquiry => "inquiry",
            Self::Supervision => "supervision",
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Accept => "受理",
            Self::Dispatch => "派单",
            Self::Acknowledge => "签收",
            Self::Handle => "办理",
            Self::Extension => "延期审批",
            Self::Review => "审核",
            Self::FollowUp => "回访",
            Self::Archive => "归档",
            Self::Approve => "呈批",
            Self::Ruling => "裁定",
            Self::Suspension => "中止复核",
            Self::Promise => "挂账承诺",
            Self::Application => "申请审批",
            Self::Inquiry => "查询函答复",
            Self::Supervision => "督查通知书答复",
        }
    }
}

/// A running limit 时限: it counts from `from` for `span` and ends at `due`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// When it began.
    #[serde(with = "moment::countable")]
    pub from: Moment,
    /// When it ends.
    #[serde(with = "moment::countable")]
    pub due: Moment,
    /// What was given; an extension moves `due` and leaves this.
    pub span: Span,
    /// When this end was set: later than `from` after an extension. It tells one end from the next, so that rungs which
    /// belonged to the old end are not climbed again and those of the new end are.
    #[serde(with = "moment::countable")]
    pub given: Moment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_days_that_nobody_counts_are_damage() {
        let read = |json: &str| workdays(&mut serde_json::Deserializer::from_str(json)).ok();
        assert_eq!(["0", "20", "10000"].map(read), [Some(0), Some(20), Some(10_000)]);
        assert_eq!(["10001", "4294967295", "4294967296", "-1", "1.5"].map(read), [None; 5]);
    }
}
