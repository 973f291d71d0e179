//! Past cases 历史工单: what another system wrote down of a case becomes the events that it would have had here. Steps that
//! nobody wrote down are not made up.

use serde::{Deserialize, Serialize};

use super::case::{Answer, Case, Complaint, Ground, Satisfaction};
use super::event::{Count, EVENT_VERSION, Event, Outcome, Recorded};
use super::ids::{CaseNumber, ChatRef, DepartmentId, Moment, QueryCode};
use super::profile::Profile;
use super::span::{Limit, LimitKind, Span};
use super::staff::Actor;
use super::workcalendar::WorkTime;

/// What the accounts of citizens begin with who complained to another system: nobody can be written to there.
pub const CHANNEL: &str = "past";

/// Whether this is the account of somebody who complained to another system.
pub fn is_past(chat: &ChatRef) -> bool {
    chat.channel() == CHANNEL
}

/// What people call the ways by which cases come here; other systems have names of their own.
const CHANNELS: [(&str, &str); 2] = [("tg", "Telegram"), ("web", "网页")];

/// What people call a channel.
pub fn channel_label(channel: &str) -> &str {
    CHANNELS.iter().find(|(name, _)| *name == channel).map_or(channel, |(_, label)| label)
}

/// The channel that people call so.
pub fn channel_named(label: &str) -> &str {
    CHANNELS.iter().find(|(_, known)| *known == label).map_or(label, |(name, _)| name)
}

/// Where a case was taken over from 来源.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The number that the city gave it 原编号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What it is known by: two rows with one key are one case.
    pub key: String,
    /// The digest of what stood in the row, which tells whether the same number says something else today.
    pub digest: String,
    /// The way by which the citizen complained, in the city's words 受理渠道.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// When it was taken over.
    pub at: Moment,
}

/// How a past case ended, or that it has not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// It goes on.
    Open,
    /// 归档
    Archived,
    /// 不予受理
    Declined {
        /// On which ground.
        ground: Ground,
        /// What was said about it.
        way: String,
    },
    /// 撤诉
    Withdrawn {
        /// Why.
        reason: String,
    },
}

/// One case as another system wrote it down. The times that it has are in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// Where it comes from.
    pub origin: Origin,
    /// What the citizen brought.
    pub complaint: Complaint,
    /// The lead unit 承办单位.
    pub unit: Option<DepartmentId>,
    /// 接收
    pub received: Moment,
    /// 受理
    pub accepted: Option<Moment>,
    /// 派单
    pub dispatched: Option<Moment>,
    /// Until when the unit had to sign 签收时限, where the records say.
    pub acknowledge_due: Option<Moment>,
    /// Until when the unit had to answer 办理时限, where the records say.
    pub handle_due: Option<Moment>,
    /// 签收
    pub acknowledged: Option<Moment>,
    /// 联系诉求人
    pub contacted: Option<Moment>,
    /// 办结
    pub resolved: Option<Moment>,
    /// What the citizen was answered.
    pub answer: String,
    /// 审核
    pub reviewed: Option<Moment>,
    /// 回访
    pub followed_up: Option<Moment>,
    /// 是否解决
    pub solved: Option<bool>,
    /// 是否满意
    pub satisfaction: Option<Satisfaction>,
    /// 归档
    pub closed: Option<Moment>,
    /// How it ended.
    pub end: End,
}

impl Past {
    /// The events that it had, under these rules where its records name no limits of their own.
    pub fn events(&self, number: CaseNumber, query_code: QueryCode, rules: &Profile, time: WorkTime<'_>) -> Vec<Recorded> {
        let mut told = Telling { number, time, events: Vec::new() };
        self.begin(&mut told, query_code, rules);
        self.handled(&mut told, rules);
        self.ended(&mut told, rules);
        if self.end == End::Open {
            self.goes_on(&mut told);
        }
        told.events
    }

    fn begin(&self, told: &mut Telling<'_>, query_code: QueryCode, rules: &Profile) {
        let receipt = Event::Received {
            complaint: Box::new(self.complaint.clone()),
            query_code,
            arrived: self.received,
            accept: told.limit(self.received, rules.accept),
            profile: rules.key.clone(),
            recurs: None,
            conflicts: Vec::new(),
            origin: Some(Box::new(self.origin.clone())),
        };
        told.event(self.received, Actor::Citizen { user: self.complaint.citizen.clone() }, receipt);
        if let Some(at) = self.accepted {
            let urgency = self.complaint.classification.urgency;
            let dispatch = told.limit(at, rules.dispatch.of(urgency));
            told.by_the_house(at, Event::Accepted { dispatch });
        }
    }

    /// When the unit got it: where nobody wrote that down, when it was accepted, else when it was received.
    fn dispatched_at(&self) -> Moment {
        self.dispatched.or(self.accepted).unwrap_or(self.received)
    }

    fn handled(&self, told: &mut Telling<'_>, rules: &Profile) {
        let Some(unit) = &self.unit else { return };
        let (at, matter) = (self.dispatched_at(), &self.complaint.classification);
        let within = |span: Span, due: Option<Moment>| {
            let limit = told.limit(at, span);
            Limit { due: due.unwrap_or(limit.due), ..limit }
        };
        let acknowledge = within(rules.acknowledge.of(matter.urgency), self.acknowledge_due);
        let handle = within(rules.handle_span(matter.kind, matter.urgency, false), self.handle_due);
        // A step that nobody wrote down was not late: its limit ends no sooner than what is known next.
        let unknown = |limit: Limit, is_known: bool| if is_known { limit } else { Limit { due: limit.due.max(self.over()), ..limit } };
        let acknowledge = unknown(acknowledge, self.acknowledged.is_some());
        let handle = unknown(handle, self.resolved.is_some() || self.end == End::Open);
        let (instruction, co_units) = (None, Vec::new());
        told.by_the_house(at, Event::Dispatched { unit: unit.clone(), acknowledge, handle, by_ruling: false, instruction, co_units });
        let contacted = self.contacted.map(|at| (at, Event::ProgressRecorded { note: "已联系诉求人".to_owned(), contact: true }));
        let mut steps: Vec<(Moment, Event)> = self.acknowledged.map(|at| (at, Event::Acknowledged)).into_iter().chain(contacted).collect();
        if let Some(at) = self.resolved {
            let answer = Answer { contact: String::new(), result: self.answer.clone(), basis: String::new(), rest: None };
            steps.push((at, Event::Resolved { answer, review: told.limit(at, rules.review) }));
        }
        steps.extend(self.read_at().map(|at| (at, Event::Reviewed { passed: true, remark: None })));
        // The citizen may have been called before the unit signed.
        steps.sort_by_key(|(at, _)| *at);
        steps.into_iter().for_each(|(at, event)| told.by_the_house(at, event));
    }

    /// When the answer was read: where nobody wrote that down and the case is over, it counts as read when it was given.
    fn read_at(&self) -> Option<Moment> {
        self.reviewed.or(self.resolved.filter(|_| self.end != End::Open))
    }

    /// When nothing more was to be done by the unit.
    fn over(&self) -> Moment {
        let ends = [self.resolved, self.reviewed, self.followed_up, self.closed];
        let open = (self.end == End::Open).then_some(self.origin.at);
        ends.into_iter().chain([open, self.contacted, self.acknowledged]).flatten().max().unwrap_or(self.dispatched_at())
    }

    fn ended(&self, told: &mut Telling<'_>, rules: &Profile) {
        let last = told.last();
        let said_something = self.solved.is_some() || self.satisfaction.is_some();
        if self.unit.is_some() && (self.followed_up.is_some() || said_something) {
            let at = self.followed_up.or(self.closed).unwrap_or(last);
            let archive = told.limit(at, rules.archive_after);
            told.by_the_house(at, Event::FollowedUp { outcome: self.outcome(), archive });
        }
        let at = self.closed.unwrap_or(told.last());
        match &self.end {
            End::Open => {}
            End::Archived => told.by_the_house(at, Event::Archived),
            End::Declined { ground, way } => told.by_the_house(at, Event::Declined { ground: *ground, way: way.clone() }),
            End::Withdrawn { reason } => told.by_the_house(at, Event::Withdrawn { reason: reason.clone() }),
        }
    }

    /// Where only one of the two questions was asked, only that one counts.
    fn outcome(&self) -> Outcome {
        match (self.solved, self.satisfaction) {
            (Some(solved), Some(satisfaction)) => Outcome::Answered { solved, satisfaction, reason: None },
            (None, None) => Outcome::Silent,
            (solved, said) => Outcome::Voted(Count {
                solved: u32::from(solved == Some(true)),
                unsolved: u32::from(solved == Some(false)),
                satisfied: u32::from(said == Some(Satisfaction::Satisfied)),
                fair: u32::from(said == Some(Satisfaction::Fair)),
                dissatisfied: u32::from(said == Some(Satisfaction::Dissatisfied)),
                silent: 0,
            }),
        }
    }

    /// A limit that has not ended stays; one that had ended begins anew, so that nobody hears of yesterday's cards.
    fn goes_on(&self, told: &mut Telling<'_>) {
        let now = self.origin.at;
        let Some(case) = Case::replay(&told.events) else { return };
        let anew = |(kind, limit): (LimitKind, Limit)| {
            let limit = if limit.due > now { Limit { given: now, ..limit } } else { told.limit(now, limit.span) };
            (kind, limit)
        };
        let limits = case.limits().into_iter().map(anew).collect();
        told.by_the_house(now, Event::TakenOver { limits });
    }
}

/// The events so far.
struct Telling<'a> {
    number: CaseNumber,
    time: WorkTime<'a>,
    events: Vec<Recorded>,
}

impl Telling<'_> {
    fn limit(&self, from: Moment, span: Span) -> Limit {
        Limit { from, due: self.time.deadline(from, span), span, given: from }
    }

    fn event(&mut self, at: Moment, by: Actor, event: Event) {
        let seq = u32::try_from(self.events.len() + 1).expect("a past case has a dozen events");
        self.events.push(Recorded { v: EVENT_VERSION, case: self.number, seq, at, by, event });
    }

    fn by_the_house(&mut self, at: Moment, event: Event) {
        self.event(at, Actor::System, event);
    }

    fn last(&self) -> Moment {
        self.events.last().expect("a case begins with its receipt").at
    }
}
