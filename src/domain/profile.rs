//! A city's rules as data 城市规则: limits, windows, attempts and the ladder (RULEBOOK §3, §4). `data/profiles/*.toml`.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::complaint::{Kind, Urgency};
use super::span::{LimitKind, Span};
use super::workcalendar::OfficeHours;

/// The rules that a case begins under.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The format of the file.
    pub version: u32,
    /// The name that `--profile` takes: the name of the file.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Where the figures come from.
    pub source: String,
    /// Office hours.
    pub office: OfficeHours,
    /// From receipt to the decision to accept, where a person decides.
    pub accept: Span,
    /// From receipt to dispatch, where a person dispatches.
    pub dispatch: ByUrgency,
    /// From dispatch to acknowledgement.
    pub acknowledge: ByUrgency,
    /// From dispatch to the answer.
    pub handle: Handling,
    /// Within how long of dispatch a unit may return a case 退单.
    pub return_within: Span,
    /// How long the dispatcher has to read an answer 审核.
    pub review: Span,
    /// Extensions 延期.
    pub extension: Extensions,
    /// Being handled again 重办.
    pub redo: Redo,
    /// Asking the citizen 回访.
    pub follow_up: FollowUps,
    /// How long a followed-up case stays open for objection; `0m` archives at once.
    pub archive_after: Span,
    /// Conversations with citizens.
    pub intake: Intake,
    /// Abuse and floods 文明使用.
    #[serde(default)]
    pub manners: Manners,
    /// The ladder 催办阶梯, in the order of the file.
    pub ladder: Vec<Rung>,
}

/// A limit for each urgency.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByUrgency {
    /// 突发
    pub emergency: Span,
    /// 紧急
    pub urgent: Span,
    /// 一般
    pub normal: Span,
}

impl ByUrgency {
    /// The limit for a case of this urgency.
    pub fn of(&self, urgency: Urgency) -> Span {
        match urgency {
            Urgency::Emergency => self.emergency,
            Urgency::Urgent => self.urgent,
            Urgency::Normal => self.normal,
        }
    }
}

/// Handling limits 办理时限: by urgency first, then by kind.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handling {
    /// 突发
    pub emergency: Span,
    /// 紧急
    pub urgent: Span,
    /// 咨询
    pub consult: Span,
    /// 求助
    pub help: Span,
    /// 投诉
    pub complaint: Span,
    /// 举报
    pub report: Span,
    /// 建议
    pub suggestion: Span,
    /// 表扬
    pub praise: Span,
}

impl Handling {
    /// The limit for a case of this kind and urgency.
    pub fn of(&self, kind: Kind, urgency: Urgency) -> Span {
        match (urgency, kind) {
            (Urgency::Emergency, _) => self.emergency,
            (Urgency::Urgent, _) => self.urgent,
            (Urgency::Normal, Kind::Consult) => self.consult,
            (Urgency::Normal, Kind::Help) => self.help,
            (Urgency::Normal, Kind::Complaint) => self.complaint,
            (Urgency::Normal, Kind::Report) => self.report,
            (Urgency::Normal, Kind::Suggestion) => self.suggestion,
            (Urgency::Normal, Kind::Praise) => self.praise,
        }
    }
}

/// How often and how long a unit may be given more time.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extensions {
    /// How many may be granted for one dispatch.
    pub times: u32,
    /// The most working days that one may add.
    pub most_workdays: u32,
    /// How long the supervisor has to rule.
    pub rule_within: Span,
}

/// A case that comes back unsolved.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redo {
    /// The limit of a redo; shorter than the first.
    pub handle: Span,
    /// How many redos follow by themselves; after them a supervisor is told and the case is archived as unsolved.
    pub times: u32,
}

/// How citizens are asked whether it is solved.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUps {
    /// How often the bot asks before a person calls.
    pub attempts: u32,
    /// How long it waits between.
    pub every: Span,
    /// How long the person has to call.
    pub by_person: Span,
}

/// How long a conversation may hang.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// When a complaint that its citizen never confirmed is registered as it stands, so that it is not lost.
    pub register_after: Span,
}

/// What is done about abuse of the line, and how much one person may write 文明使用 (RULEBOOK §5.6).
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Manners {
    /// From which abusive message on it is warned 警告.
    pub warn_after: u32,
    /// From which on it is limited 限制.
    pub limit_after: u32,
    /// For how long; natural time.
    pub limit_for: Span,
    /// After how long without abuse the count begins anew; natural time.
    pub forget_after: Span,
    /// The most messages of one person in a minute that are answered.
    pub messages_a_minute: u32,
    /// The most cases of one person in a day; emergencies are always taken.
    pub cases_a_day: u32,
}

impl Default for Manners {
    fn default() -> Self {
        const DAY: u32 = 24 * 60;
        Self {
            warn_after: 2,
            limit_after: 3,
            limit_for: Span::Natural(DAY),
            forget_after: Span::Natural(30 * DAY),
            messages_a_minute: 20,
            cases_a_day: 20,
        }
    }
}

impl Manners {
    /// How long a limitation lasts.
    pub fn limited_for(&self) -> TimeDelta {
        natural(self.limit_for)
    }

    /// How long abuse is remembered.
    pub fn forgotten_after(&self) -> TimeDelta {
        natural(self.forget_after)
    }

    /// Whether the figures can be: `yousu check` refuses others.
    pub fn is_sound(&self) -> bool {
        let natural = [self.limit_for, self.forget_after].iter().all(|span| matches!(span, Span::Natural(minutes) if *minutes > 0));
        natural && (1..=self.limit_after).contains(&self.warn_after) && self.messages_a_minute >= 5 && self.cases_a_day >= 1
    }
}

/// A span of natural time; of the others, which `yousu check` refuses here, a day is made.
fn natural(span: Span) -> TimeDelta {
    match span {
        Span::Natural(minutes) => TimeDelta::minutes(minutes.into()),
        Span::Working(_) | Span::Workdays(_) => TimeDelta::days(1),
    }
}

/// What a rung of the ladder does 催办阶梯.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RungKind {
    /// 提醒
    Reminder,
    /// 催办
    Urging,
    /// 黄牌
    Yellow,
}

impl RungKind {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Reminder => "提醒",
            Self::Urging => "催办",
            Self::Yellow => "黄牌",
        }
    }
}

/// Who hears of a rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hearer {
    /// Whoever holds the case: the unit's handlers, or the dispatchers.
    Holder,
    /// 分管领导
    Leader,
    /// 督办员
    Supervisor,
    /// 诉求人
    Citizen,
}

/// One rung: for which limit, when, what, and who hears of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// Its name within the profile; a rung is climbed once per limit.
    pub id: String,
    /// The limit that it watches.
    pub limit: LimitKind,
    /// What it does.
    pub rung: RungKind,
    /// When.
    pub at: RungTime,
    /// Only for limits of this length; both when left out.
    #[serde(default)]
    pub only: Option<Length>,
    /// Who hears of it.
    pub to: Vec<Hearer>,
}

/// Limits of hours, and limits of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// Hours: up to 24 natural hours, or working hours.
    Hours,
    /// Days.
    Days,
}

/// When a rung is due, written `50%`, `-1wd`, `due` or `+1wd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RungTime {
    /// When this percentage of the limit is used.
    Share(u32),
    /// Before its end.
    Before(Span),
    /// At its end.
    Due,
    /// After its end.
    After(Span),
}

impl<'de> Deserialize<'de> for RungTime {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let span = |text: &str| text.parse().map_err(serde::de::Error::custom);
        if text == "due" {
            Ok(Self::Due)
        } else if let Some(before) = text.strip_prefix('-') {
            span(before).map(Self::Before)
        } else if let Some(after) = text.strip_prefix('+') {
            span(after).map(Self::After)
        } else {
            let percent = text.strip_suffix('%').and_then(|n| n.parse().ok()).filter(|n| (1..=99).contains(n));
            percent.map(Self::Share).ok_or_else(|| {
                serde::de::Error::custom(format!("“{text}”不是催办时点，请写成 50%、-1wd（到期前）、due（到期时）或 +1wd（到期后）"))
            })
        }
    }
}

impl Profile {
    /// Whether the rung belongs to a limit of this kind and length.
    pub fn rungs(&self, kind: LimitKind, span: Span) -> impl Iterator<Item = &Rung> {
        self.ladder.iter().filter(move |rung| {
            rung.limit == kind
                && rung.only.is_none_or(|length| match length {
                    Length::Hours => span.is_short(),
                    Length::Days => !span.is_short(),
                })
        })
    }
}
