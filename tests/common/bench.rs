//! A bench for decisions: a small city, one case, and a clock that stands until it is moved.

use std::fmt;

use yousu::domain::case::{Answer, Case, Complaint, Party, Satisfaction, State};
use yousu::domain::command::Command;
use yousu::domain::complaint::{Category, Classification, Kind, Slots};
use yousu::domain::decide::{Ctx, NewCase, decide, open};
use yousu::domain::department::{Department, Directory};
use yousu::domain::event::{EVENT_VERSION, Event, Recorded};
use yousu::domain::ids::{Moment, StaffId};
use yousu::domain::profile::Profile;
use yousu::domain::refusal::Refusal;
use yousu::domain::reminder::{Reminder, reminders};
use yousu::domain::staff::{Actor, Role};
use yousu::domain::workcalendar::{WorkCalendar, WorkTime};

use super::{calendar, full, moment, national};

/// Units of the small city: 城管局 with a brigade and a team below it, 水务局 and 交通局 beside it.
const UNITS: &str = r#"
[[unit]]
id = "chengguan"
name = "清河市城市管理局"
short = "城管局"
level = "city"
kind = "bureau"

[[unit]]
id = "dadui"
name = "清河市城管执法大队"
short = "执法大队"
parent = "chengguan"
level = "district"
kind = "district"

[[unit]]
id = "zhongdui"
name = "清河市城管执法大队一中队"
short = "一中队"
parent = "dadui"
level = "street"
kind = "street"

[[unit]]
id = "shuiwu"
name = "清河市水务局"
short = "水务局"
level = "city"
kind = "bureau"

[[unit]]
id = "jiaotong"
name = "清河市交通运输局"
short = "交通局"
level = "city"
kind = "bureau"
"#;

#[derive(serde::Deserialize)]
struct Units {
    unit: Vec<Department>,
}

/// The small city's units.
pub fn directory() -> Directory {
    Directory::new(toml::from_str::<Units>(UNITS).expect("the units are read").unit)
}

/// A member of staff with this role, of this unit.
pub fn staff(role: Role, unit: Option<&str>) -> Actor {
    Actor::Staff { id: StaffId(7), role, department: unit.map(Into::into) }
}

/// Another member of staff, by number.
pub fn person(id: u32, role: Role, unit: Option<&str>) -> Actor {
    Actor::Staff { id: StaffId(id), role, department: unit.map(Into::into) }
}

pub fn citizen() -> Actor {
    Actor::Citizen { user: "play:王".into() }
}

pub fn stranger() -> Actor {
    Actor::Citizen { user: "play:赵".into() }
}

pub fn dispatcher() -> Actor {
    staff(Role::Dispatcher, None)
}

pub fn supervisor() -> Actor {
    staff(Role::Supervisor, None)
}

pub fn handler(unit: &str) -> Actor {
    staff(Role::Handler, Some(unit))
}

/// What the classifier made of the complaint: sure of `unit`, or of nothing.
pub fn classification(unit: Option<&str>) -> Classification {
    Classification {
        intent: Some("noise-barbecue".into()),
        intent_name: "夜间餐饮噪声".into(),
        category: Category::Construction,
        department: unit.map(Into::into),
        probability: 0.75,
        abstain: unit.is_none(),
        kind: Kind::Complaint,
        ..Classification::unknown()
    }
}

pub fn complaint(unit: Option<&str>) -> Complaint {
    Complaint {
        citizen: "play:王".into(),
        chat: "play:王".into(),
        text: "楼下烧烤摊半夜还在吵".into(),
        classification: classification(unit),
        slots: Slots::new(),
        evidence: Vec::new(),
        confirmed: true,
        confidential: false,
    }
}

/// An answer with every field that is required.
pub fn answer() -> Answer {
    Answer {
        contact: "已当面回复".into(), result: "摊位已迁入市场".into(), basis: "市容管理条例第十二条".into(), rest: None
    }
}

pub fn give_back(reason: &str, basis: &str, suggested: Option<&str>) -> Command {
    Command::Return { reason: reason.into(), basis: basis.into(), suggested: suggested.map(Into::into) }
}

pub fn follow_up(solved: Option<bool>, satisfaction: Satisfaction, reason: Option<&str>) -> Command {
    Command::FollowUp { solved, satisfaction, reason: reason.map(str::to_owned) }
}

pub fn extension(workdays: u32) -> Command {
    Command::RequestExtension { workdays, reason: "等待检测报告".into() }
}

pub fn suspend(workdays: u32) -> Command {
    Command::Suspend { ground: "appraisal".into(), reason: "送检未出报告".into(), review_workdays: workdays }
}

pub fn resume() -> Command {
    Command::Resume { reason: "报告已出".into() }
}

/// With the rest until this day.
pub fn on_file(until: &str) -> Command {
    Command::PutOnFile { measures: "先设临时围挡".into(), until: super::date(until) }
}

/// Another citizen with the same matter.
pub fn neighbour(name: &str) -> Party {
    Party {
        citizen: format!("play:{name}").as_str().into(),
        chat: format!("play:{name}").as_str().into(),
        from: "20260302-000002".parse().expect("a case number"),
        text: "隔壁也吵".into(),
        slots: Slots::new(),
        evidence: Vec::new(),
        confidential: false,
    }
}

pub fn dispatch_to(unit: &str) -> Command {
    Command::Dispatch { unit: unit.into(), co_units: Vec::new(), instruction: None }
}

/// One case on the bench.
#[derive(Clone)]
pub struct Bench {
    pub profile: Profile,
    pub calendar: WorkCalendar,
    pub directory: Directory,
    pub now: Moment,
    pub case: Case,
    pub record: Vec<Recorded>,
}

impl fmt::Debug for Bench {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}, {} events", self.stands(), self.now, self.case.seq)
    }
}

impl Bench {
    /// A complaint that arrives at `at` and is registered at once, as `new` changes it.
    pub fn opened_with(profile: Profile, at: &str, new: impl FnOnce(&mut NewCase)) -> Self {
        let (calendar, directory, now) = (calendar(), directory(), moment(at));
        let mut first = NewCase {
            complaint: complaint(Some("chengguan")),
            arrived: now,
            query_code: "ABCD2345".into(),
            incomplete: false,
            conflicts: Vec::new(),
            recurs: None,
        };
        new(&mut first);
        let time = WorkTime { calendar: &calendar, hours: profile.office };
        let actor = Actor::System;
        let events = open(first, &Ctx { now, actor: &actor, profile: &profile, time, directory: &directory });
        let record = record(events, 0, now, &actor);
        let case = Case::replay(&record).expect("a case begins with its receipt");
        Self { profile, calendar, directory, now, case, record }
    }

    /// Dispatched by itself to 城管局 on Monday 2026-03-02 09:00.
    pub fn dispatched() -> Self {
        Self::opened_with(national(), "2026-03-02 09:00", |_| ())
    }

    /// Waiting for the dispatcher: nobody is sure whose it is.
    pub fn accepted() -> Self {
        Self::opened_with(national(), "2026-03-02 09:00", |new| new.complaint = complaint(None))
    }

    /// Waiting to be accepted: it may belong to a court.
    pub fn received() -> Self {
        Self::opened_with(national(), "2026-03-02 09:00", |new| {
            new.complaint.slots.insert(yousu::domain::complaint::Slot::Court, "已申请仲裁".into());
        })
    }

    /// Acknowledged.
    pub fn in_progress() -> Self {
        Self::dispatched().given(&handler("chengguan"), &Command::Acknowledge)
    }

    /// Acknowledged, under rules that know everything.
    pub fn full() -> Self {
        Self::opened_with(full(), "2026-03-02 09:00", |_| ()).given(&handler("chengguan"), &Command::Acknowledge)
    }

    /// Resolved by the unit.
    pub fn resolved() -> Self {
        Self::in_progress().given(&handler("chengguan"), &Command::Resolve { answer: answer() })
    }

    /// Answered: the citizen is asked.
    pub fn answered() -> Self {
        Self::resolved().given(&dispatcher(), &Command::Review { fault: None })
    }

    pub fn time(&self) -> WorkTime<'_> {
        WorkTime { calendar: &self.calendar, hours: self.profile.office }
    }

    /// What `actor` would get for `command` now.
    pub fn decide(&self, actor: &Actor, command: &Command) -> Result<Vec<Event>, Refusal> {
        let ctx = Ctx { now: self.now, actor, profile: &self.profile, time: self.time(), directory: &self.directory };
        decide(&self.case, command, &ctx)
    }

    /// Decides and applies; the events, or the refusal.
    pub fn try_do(&mut self, actor: &Actor, command: &Command) -> Result<Vec<Event>, Refusal> {
        let events = self.decide(actor, command)?;
        for recorded in record(events.clone(), self.case.seq, self.now, actor) {
            self.case.apply(&recorded);
            self.record.push(recorded);
        }
        Ok(events)
    }

    /// Decides and applies what must be allowed.
    pub fn must(&mut self, actor: &Actor, command: &Command) -> Vec<Event> {
        self.try_do(actor, command).unwrap_or_else(|refusal| panic!("{} in {}: {refusal:?}", command.label(), self.case.state.label()))
    }

    /// The bench after a command that must be allowed.
    pub fn given(mut self, actor: &Actor, command: &Command) -> Self {
        self.must(actor, command);
        self
    }

    /// The bench at another time, without firing what falls due.
    pub fn at(mut self, when: &str) -> Self {
        self.now = moment(when);
        self
    }

    /// What waits to fall due, earliest first.
    pub fn reminders(&self) -> Vec<Reminder> {
        reminders(&self.case, &self.profile, self.time())
    }

    /// Fires everything due by `when`, each at its own time, and stands there.
    pub fn run_to(&mut self, when: &str) -> Vec<(Moment, Event)> {
        let end = moment(when);
        let mut fired = Vec::new();
        while let Some(next) = self.reminders().into_iter().next().filter(|next| next.due <= end) {
            self.now = next.due.max(self.now);
            let events = self.must(&Actor::System, &next.what.command());
            assert!(!events.is_empty(), "{next:?} is in the set and due, yet nothing came of it");
            fired.extend(events.into_iter().map(|event| (self.now, event)));
        }
        self.now = end;
        fired
    }

    /// The refusal of what must not be allowed.
    pub fn refused(&self, actor: &Actor, command: &Command) -> Refusal {
        self.decide(actor, command).expect_err("the rules forbid it")
    }

    /// The state by its Chinese name, with the case's holder: `待签收 城管局`.
    pub fn stands(&self) -> String {
        format!("{} {}", self.case.state.label(), yousu::domain::decide::holder_name(&self.case, &self.directory))
    }

    /// The unit's task.
    pub fn mandate(&self) -> &yousu::domain::case::Mandate {
        self.case.state.mandate().expect("a unit has the task")
    }

    /// What the state is.
    pub fn state(&self) -> &State {
        &self.case.state
    }
}

fn record(events: Vec<Event>, after: u32, at: Moment, by: &Actor) -> Vec<Recorded> {
    let number = "20260302-000001".parse().expect("a case number");
    (after + 1..).zip(events).map(|(seq, event)| Recorded { v: EVENT_VERSION, case: number, seq, at, by: by.clone(), event }).collect()
}
