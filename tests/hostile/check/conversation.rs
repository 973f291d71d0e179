//! Conversations 对话: whatever somebody writes, presses and sends in whatever order, each step says words that a channel can
//! carry, and what it leaves behind can be stored and read again.

use chrono::TimeDelta;
use yousu::city::City;
use yousu::domain::action::Action;
use yousu::domain::case::{Case, State};
use yousu::domain::command::Command;
use yousu::domain::complaint::{Evidence, EvidenceKind};
use yousu::domain::conversation::{Conversation, Say};
use yousu::domain::decide::{self, NewCase};
use yousu::domain::event::{EVENT_VERSION, Event, Recorded};
use yousu::domain::ids::{CaseNumber, ChatRef, Moment, StaffId, UserRef};
use yousu::domain::inbound::Body;
use yousu::domain::message::{Card, Message};
use yousu::domain::notice::{self, View};
use yousu::domain::privacy::Reader;
use yousu::domain::reminder::reminders;
use yousu::domain::staff::{Actor, Post, Role, Staff};
use yousu::intake::{self, Act, Citizen};
use yousu::workbench::{self, Worker};

use super::input::Input;
use super::world::{city, now};

/// Bytes as a conversation of a citizen, with staff who work on what comes of it.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let mut talker = Talker::new();
    for _ in 0..24 {
        if input.is_empty() {
            return;
        }
        match input.byte() % 12 {
            0..=4 => talker.turn(&Body::Text(input.text())),
            5 | 6 => talker.press_offered(input.below(64)),
            7 => talker.turn(&evidence(&mut input)),
            8 => talker.turn(&other(&mut input)),
            9 => talker.waits(input.below(3000)),
            10 => {
                let (role, text) = (input.pick(&Role::ALL), input.text());
                talker.staff_turn(&Body::Text(text), role, Some("chengguan"), true);
            }
            _ => {
                let (role, text) = (input.pick(&Role::ALL), input.text());
                talker.staff_turn(&Body::Press(text), role, Some("chengguan"), true);
            }
        }
    }
}

fn evidence(input: &mut Input<'_>) -> Body {
    let kind = input.pick(&[EvidenceKind::Photo, EvidenceKind::Voice, EvidenceKind::Video, EvidenceKind::File, EvidenceKind::Location]);
    let source = input.pick(&["tg:a", "file:b.bin", "geo:31.2,121.4", "geo:nan,inf", "geo:91,181", "geo:", "x", ""]).to_owned();
    let caption = (input.once_in(2)).then(|| input.text());
    let album = (input.once_in(3)).then(|| "album".to_owned());
    Body::Evidence { evidence: Evidence { kind, source, caption }, album }
}

fn other(input: &mut Input<'_>) -> Body {
    match input.byte() % 3 {
        0 => Body::Contact(input.text()),
        1 => Body::Unsupported(input.text()),
        _ => Body::Start(String::new()),
    }
}

/// Somebody who talks to the house, and their cases. There is no store: what is decided is applied to the case at once.
pub struct Talker {
    user: UserRef,
    conversation: Conversation,
    desk: Conversation,
    cases: Vec<Case>,
    events: Vec<Recorded>,
    offered: Vec<String>,
    now: Moment,
}

impl Talker {
    /// Somebody with one case, dispatched to a unit.
    pub fn new() -> Self {
        let mut talker = Self {
            user: UserRef::from("tg:11"),
            conversation: Conversation::default(),
            desk: Conversation::default(),
            cases: Vec::new(),
            events: Vec::new(),
            offered: Vec::new(),
            now: now(),
        };
        talker.turn(&Body::Text("楼下烧烤摊半夜还在吵，在城东区解放路11号，昨天晚上，电话13800001111".to_owned()));
        talker.turn(&Body::Press("confirm".to_owned()));
        talker
    }

    /// Somebody whose case has been through much: dispatched, acknowledged, extended, suspended, resumed, resolved and answered.
    pub fn with_a_life() -> Self {
        let mut talker = Self::new();
        let unit = talker.cases[0].unit().map(ToString::to_string);
        for (role, body) in [
            (Role::Dispatcher, "dispatch|20260302-000001|chengguan"),
            (Role::Handler, "acknowledge|20260302-000001"),
            (Role::Handler, "extension|20260302-000001"),
            (Role::Handler, "天数：3\n理由：等材料"),
            (Role::Supervisor, "grant|20260302-000001"),
            (Role::Handler, "contact|20260302-000001"),
            (Role::Handler, "已经打过电话"),
            (Role::Handler, "resolve|20260302-000001"),
            (Role::Handler, "联系：已当面回复\n结果：摊位已迁走\n依据：市容管理条例"),
            (Role::Dispatcher, "pass|20260302-000001"),
        ] {
            let body = if body.contains('|') { Body::Press(body.to_owned()) } else { Body::Text(body.to_owned()) };
            talker.staff_turn(&body, role, unit.as_deref().or(Some("chengguan")), true);
        }
        talker
    }

    /// The first case, its events, and what is remembered of the conversation.
    pub fn records(&self) -> (&Case, &[Recorded], &Conversation) {
        (&self.cases[0], &self.events, &self.conversation)
    }

    fn chat(&self) -> ChatRef {
        self.user.private_chat()
    }

    /// One message of the citizen.
    pub fn turn(&mut self, body: &Body) {
        let city = city();
        let named = match body {
            Body::Text(text) => intake::named_number(text),
            _ => None,
        };
        let named = named.and_then(|number| self.cases.iter().find(|case| case.number == number)).cloned();
        let (chat, cases) = (self.chat(), self.cases.clone());
        let citizen = Citizen { user: &self.user, chat: &chat, conversation: &self.conversation, cases: &cases, named: named.as_ref() };
        let turn = intake::step(body, &citizen, &city.intake(self.now));
        self.carry_out(city, turn);
        self.now += TimeDelta::seconds(7);
    }

    /// Presses one of the buttons that were offered, new or old.
    pub fn press_offered(&mut self, place: usize) {
        if let Some(data) = self.offered.get(place % self.offered.len().max(1)).cloned() {
            self.turn(&Body::Press(data));
        }
    }

    /// Says nothing for so many minutes.
    pub fn waits(&mut self, minutes: usize) {
        self.now += TimeDelta::minutes(i64::try_from(minutes).expect("small"));
        if self.conversation.due.is_some_and(|due| due <= self.now) {
            let (city, chat, cases) = (city(), self.chat(), self.cases.clone());
            let citizen = Citizen { user: &self.user, chat: &chat, conversation: &self.conversation, cases: &cases, named: None };
            let turn = intake::silent(&citizen, &city.intake(self.now));
            self.carry_out(city, turn);
        }
        for place in 0..self.cases.len() {
            let (city, case) = (city(), &self.cases[place]);
            let due = reminders(case, &city.profile, city.time(&city.profile));
            if let Some(first) = due.into_iter().find(|reminder| reminder.due <= self.now) {
                self.command(place, &first.what.command(), &Actor::System);
            }
        }
    }

    /// One message of somebody who works here, about the newest case or none.
    pub fn staff_turn(&mut self, body: &Body, role: Role, unit: Option<&str>, with_case: bool) {
        let city = city();
        let staff = Staff {
            id: StaffId(7),
            name: "小陈".to_owned(),
            role,
            department: unit.filter(|_| role.is_of_department()).map(Into::into),
            user: UserRef::from("tg:77"),
            post: Post::A,
            away: None,
            demo: false,
        };
        let actor = Actor::from(&staff);
        let case = self.cases.last().filter(|_| with_case).cloned();
        let ctx = decide::Ctx {
            now: self.now,
            actor: &actor,
            profile: &city.profile,
            time: city.time(&city.profile),
            directory: &city.directory,
        };
        let worker = Worker {
            staff: &staff,
            conversation: &self.desk,
            case: case.as_ref(),
            is_group: false,
            colleagues: std::slice::from_ref(&staff),
            red_cards: &|_| 3,
        };
        let turn = workbench::step(body, &worker, &ctx);
        assert!(!turn.says.is_empty() || turn.act.is_some(), "staff are never left without an answer");
        self.desk = stored(&Conversation { talk: turn.talk, ..self.desk.clone() });
        turn.says.iter().for_each(|say| self.said(city, say));
        if let Some(workbench::Act::Do(number, command)) = turn.act
            && let Some(place) = self.cases.iter().position(|case| case.number == number)
        {
            self.command(place, &command, &actor);
        }
    }

    fn carry_out(&mut self, city: &City, turn: intake::Turn) {
        let conduct = turn.conduct.unwrap_or_else(|| self.conversation.conduct.clone());
        let says = turn.says.iter().chain(&turn.afterwards);
        says.for_each(|say| self.said(city, say));
        self.conversation = stored(&Conversation { talk: turn.talk, due: turn.due, conduct, ..self.conversation.clone() });
        match turn.act {
            Some(Act::Open(opening)) => self.open(city, *opening),
            Some(Act::Do(order)) => {
                order.then.iter().for_each(|say| self.said(city, say));
                if let Some(place) = self.cases.iter().position(|case| case.number == order.number) {
                    let actor = Actor::Citizen { user: self.user.clone() };
                    self.command(place, &order.command, &actor);
                }
            }
            Some(Act::Explain(_) | Act::WhoSaw(_) | Act::Papers(_) | Act::Appraise(..)) | None => {}
        }
    }

    fn open(&mut self, city: &City, opening: intake::Opening) {
        let serial = u32::try_from(self.cases.len() + 1).expect("few");
        let number = CaseNumber::new(now().date_naive(), serial).expect("a number");
        let is = &opening.complaint;
        let conflicts = intake::conflict::complained_of(&is.text, &is.classification, &is.slots, &city.intake(self.now));
        let new = NewCase {
            complaint: opening.complaint,
            arrived: opening.arrived,
            query_code: "ABCD2345".into(),
            incomplete: opening.incomplete,
            conflicts,
            recurs: None,
        };
        let profile = &city.profile;
        let ctx = decide::Ctx { now: self.now, actor: &Actor::System, profile, time: city.time(profile), directory: &city.directory };
        let events = recorded(number, 0, self.now, &Actor::System, decide::open(new, &ctx));
        let case = Case::replay(&events).expect("a case begins with its receipt");
        self.keep(&events);
        self.cases.push(stored(&case));
        self.conversation.last_case = Some(number);
        self.look(city, &case);
    }

    /// Carries out what the rules allow, tells everybody, and looks at the case as everybody does.
    fn command(&mut self, place: usize, command: &Command, actor: &Actor) {
        let (city, case) = (city(), self.cases[place].clone());
        let profile = &city.profile;
        let ctx = decide::Ctx { now: self.now, actor, profile, time: city.time(profile), directory: &city.directory };
        let events = match decide::decide(&case, command, &ctx) {
            Ok(events) => recorded(case.number, case.seq, self.now, actor, events),
            Err(refusal) => return assert!(!city.wording.refusal(&refusal).is_empty()),
        };
        let mut case = case;
        for event in &events {
            let before: State = case.state.clone();
            case.apply(event);
            let view = View { case: &case, directory: &city.directory, profile, staff: &[], now: self.now, last: true };
            let told = notice::notices(event, &before, &view);
            told.iter().for_each(|notice| self.said(city, &notice.say));
        }
        self.look(city, &case);
        self.cases[place] = stored(&case);
        self.keep(&events);
    }

    /// The events of the first case are kept.
    fn keep(&mut self, events: &[Recorded]) {
        let Some(first) = self.cases.first().map(|case| case.number).or_else(|| events.first().map(|event| event.case)) else { return };
        self.events.extend(events.iter().filter(|event| event.case == first).cloned());
    }

    fn look(&self, city: &City, case: &Case) {
        let _ = reminders(case, &city.profile, city.time(&city.profile));
        let staff = Role::ALL.map(Reader::Staff);
        for reader in [Reader::Citizen, Reader::CoCitizen, Reader::CodeHolder, Reader::Group, Reader::Public].into_iter().chain(staff) {
            let card = Box::new(Card::of(case, reader, &city.directory, self.now));
            assert!(!city.wording.say(&Message::Progress { card, steps: Vec::new(), answer: None }).is_empty());
        }
    }

    /// Words that stand for themselves, and buttons that fit and mean what they say.
    fn said(&mut self, city: &City, say: &Say) {
        let text = city.wording.say(&say.message);
        assert!(!text.trim().is_empty(), "{say:?}");
        assert!(text != city.wording.say(&Message::Trouble), "no sentence could be made of {say:?}");
        for action in say.buttons.iter().flatten() {
            let (data, label) = (action.encode(), city.wording.button(action, &city.directory, Some("<b>\n事")));
            assert!(data.len() <= Action::MOST_BYTES && Action::decode(&data).as_ref() == Some(action), "{data}");
            assert!(!label.trim().is_empty() && !label.contains('\n'), "{label:?}");
            self.offered.push(data);
        }
    }
}

impl Default for Talker {
    fn default() -> Self {
        Self::new()
    }
}

fn recorded(case: CaseNumber, after: u32, at: Moment, by: &Actor, events: Vec<Event>) -> Vec<Recorded> {
    (after + 1..).zip(events).map(|(seq, event)| Recorded { v: EVENT_VERSION, case, seq, at, by: by.clone(), event }).collect()
}

/// The value as it comes back from the store.
fn stored<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) -> T {
    let text = serde_json::to_string(value).expect("it can be written");
    let read: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(&read, value, "what is stored is what was meant");
    read
}
