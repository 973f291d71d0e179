//! A city's rules as data 城市规则: limits, windows, attempts and the ladder (RULEBOOK §3, §4). `data/profiles/*.toml`.

use serde::{Deserialize, Serialize};

use std::borrow::Cow;

use chrono::TimeDelta;

use super::complaint::{Kind, Urgency};
use super::hotspot::Hotness;
use super::quiet::QuietHours;
use super::span::{LimitKind, Span};
use super::workcalendar::OfficeHours;

mod care;
mod ladder;
mod manners;
mod publication;
mod reports;
pub mod words;

pub use care::{Approval, Complex, Grade, Group, Named, OnFile, Recurrence, Returns, Supervision, Suspension, Weights};
pub use ladder::{Hearer, Length, Rung, RungKind, RungTime};
pub use manners::Manners;
pub use publication::Publication;
pub use reports::{ReportDays, Reports};

/// The rules that a case begins under.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The format of the file.
    pub version: u32,
    /// The name that `--profile` takes: the name of the file.
    pub name: String,
    /// The name with the mark of its text, `name@digest`: what a case remembers, so that it keeps the rules that it began
    /// under when the file changes. Set by whoever read the file.
    #[serde(skip)]
    pub key: String,
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
    /// When nothing but 紧急 disturbs people 免打扰; at no time when left out.
    #[serde(default)]
    pub quiet: Option<QuietHours>,
    /// Abuse and floods 文明使用.
    #[serde(default)]
    pub manners: Manners,
    /// The ladder 催办阶梯, in the order of the file.
    pub ladder: Vec<Rung>,
    /// 呈批: dispatches wait for approval; none where they go out at once.
    #[serde(default)]
    pub approval: Option<Approval>,
    /// 疑难复杂: the longer limit of such matters; none where there is none.
    #[serde(default)]
    pub complex: Option<Complex>,
    /// 退单 and 裁定
    #[serde(default)]
    pub returns: Returns,
    /// 中止
    #[serde(default)]
    pub suspension: Suspension,
    /// 撤销立案情形
    #[serde(default)]
    pub revocation: Vec<Named>,
    /// 挂账
    #[serde(default)]
    pub on_file: OnFile,
    /// 复发
    #[serde(default)]
    pub recurrence: Recurrence,
    /// 督办
    #[serde(default)]
    pub supervision: Supervision,
    /// 集体诉求 and cases of many citizens
    #[serde(default)]
    pub group: Group,
    /// The weights of the three rates 三率权重.
    #[serde(default)]
    pub weights: Weights,
    /// 日报、周报、月报 that go out by themselves.
    #[serde(default)]
    pub reports: Reports,
    /// 公示
    #[serde(default)]
    pub publication: Publication,
    /// When something is a hot spot 热点.
    #[serde(default)]
    pub hot: Hotness,
    /// The grounds of 不予受理 that apply here, by their names; all of RULEBOOK §5's six when left out.
    #[serde(default)]
    pub decline: Vec<super::case::Ground>,
}

/// The whole text of a profile, as the store keeps it for the cases that began under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileText {
    /// The profile's key, `name@digest`.
    pub key: String,
    /// Its rules, in full.
    pub text: String,
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
    /// The same for what is urgent 紧急 (no water, no power): who sits in the dark does not wait a day for a button. As any other
    /// where it is left out.
    #[serde(default)]
    pub register_urgent_after: Option<Span>,
}

impl Intake {
    /// How long a complaint waits for its citizen's word, in minutes of natural time.
    pub fn patience(&self, urgency: Urgency) -> TimeDelta {
        let urgent = self.register_urgent_after.filter(|_| urgency != Urgency::Normal);
        match urgent.unwrap_or(self.register_after) {
            Span::Natural(minutes) => TimeDelta::minutes(minutes.into()),
            // `yousu check` refuses other spans here: a citizen waits in natural time.
            Span::Working(_) | Span::Workdays(_) => TimeDelta::hours(24),
        }
    }
}

impl Profile {
    /// The handling limit of a matter: a 疑难复杂 one has its own, unless it is urgent.
    pub fn handle_span(&self, kind: Kind, urgency: Urgency, complex: bool) -> Span {
        match &self.complex {
            Some(rule) if complex && urgency == Urgency::Normal => rule.handle,
            _ => self.handle.of(kind, urgency),
        }
    }

    /// The rungs of a limit of this kind and length. Every limit has one that says that it has passed, and an end that
    /// repeats: where the ladder writes none, they are added.
    pub fn rungs(&self, kind: LimitKind, span: Span) -> impl Iterator<Item = Cow<'_, Rung>> {
        let fits = move |length: Length| match length {
            Length::Hours => span.is_short(),
            Length::Days => !span.is_short(),
        };
        let written = self.ladder.iter().filter(move |rung| rung.limit == kind && rung.only.is_none_or(fits));
        let none = kind != LimitKind::Archive && self.ladder.iter().all(|rung| rung.limit != kind);
        let endless = matches!(kind, LimitKind::Archive | LimitKind::Acknowledge) || written.clone().any(|rung| rung.every.is_some());
        let added = none.then(|| Rung::fallback(kind)).into_iter().chain((!endless).then(|| Rung::last(kind)));
        written.map(Cow::Borrowed).chain(added.map(Cow::Owned))
    }

    /// The rung of this name, or the one of which the name says the how-manieth time.
    pub fn rung(&self, id: &str) -> Option<Cow<'_, Rung>> {
        let written = self.ladder.iter().find(|rung| rung.number_of(id).is_some()).map(Cow::Borrowed);
        let added = || LimitKind::ALL.into_iter().flat_map(|kind| [Rung::fallback(kind), Rung::last(kind)]);
        written.or_else(|| added().find(|rung| rung.number_of(id).is_some()).map(Cow::Owned))
    }

    /// The grounds on which a matter may be declined here.
    pub fn decline_grounds(&self) -> &[super::case::Ground] {
        if self.decline.is_empty() { &super::case::Ground::GENERAL } else { &self.decline }
    }
}
