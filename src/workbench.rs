//! The workbench 工作台: one step of a staff member's conversation. Buttons where a choice exists, a reply where words are
//! needed. Pure, like intake.

use crate::domain::action::{Action, Plain, Verb};
use crate::domain::case::Case;
use crate::domain::command::Command;
use crate::domain::conversation::{Conversation, Say, Talk};
use crate::domain::decide::Ctx;
use crate::domain::event::Recorded;
use crate::domain::ids::{CaseNumber, StaffId};
use crate::domain::inbound::Body;
use crate::domain::message::{AnswerWords, Asking, Card, Message, Scope, answer_of, clock_words, limit_words, when};
use crate::domain::notice::{self, Hands};
use crate::domain::privacy::Reader;
use crate::domain::refusal::Refusal;
use crate::domain::report::ReportKind;
use crate::domain::staff::{Post, Role, Staff};

mod absence;
mod choose;
mod command;
mod dates;
mod fields;
mod form;
mod missed;
mod people;
mod todo;
mod verbs;
mod words;

pub use absence::Absence;
pub use todo::{may_see, todo, waits_for};
pub use words::{is_order, orders};

use verbs::about_case;

/// Who works, and what is known of them.
#[derive(Clone, Copy)]
pub struct Worker<'a> {
    /// The person.
    pub staff: &'a Staff,
    /// What the bot remembers of the chat with them.
    pub conversation: &'a Conversation,
    /// The case that they named, pressed a button of, or spoke of last.
    pub case: Option<&'a Case>,
    /// They write in a group.
    pub is_group: bool,
    /// Everybody who works here, to be named in orders.
    pub colleagues: &'a [Staff],
    /// The red cards that stand against a person.
    pub red_cards: &'a dyn Fn(StaffId) -> u32,
}

impl Worker<'_> {
    fn hands<'h>(&'h self, ctx: &Ctx<'h>) -> Hands<'h> {
        Hands::of(self.staff, ctx.profile, ctx.directory, ctx.now)
    }
}

/// What comes of a step.
#[derive(Debug, Default)]
pub struct Turn {
    /// What is talked about now.
    pub talk: Talk,
    /// What to say.
    pub says: Vec<Say>,
    /// What to do.
    pub act: Option<Act>,
}

/// Something to do.
#[derive(Debug, PartialEq)]
pub enum Act {
    /// Give a command.
    Do(CaseNumber, Command),
    /// Show a case, whole.
    Show(CaseNumber),
    /// Explain the case's limits.
    Explain(CaseNumber),
    /// Give them the case's papers.
    Papers(CaseNumber),
    /// Show what waits for them.
    Todo,
    /// 并案: a case goes on in another.
    Merge {
        /// Which.
        number: CaseNumber,
        /// In which.
        into: CaseNumber,
        /// With everything that was proposed with it.
        all: bool,
    },
    /// 不并案: no more proposals about this case.
    KeepApart(CaseNumber),
    /// This group is their department's now.
    BindGroup,
    /// 解除限制 of the citizen whom this code stands for.
    Lift(String),
    /// They are away, or back.
    Absence(Absence),
    /// A colleague of their unit gets this post.
    GivePost(String, Post),
    /// Show who saw a case.
    Views(CaseNumber),
    /// Show the ledger of cards 台账.
    Ledger,
    /// Show what citizens say of the units 评议结果.
    Appraised,
    /// 日报、周报、月报
    Report(ReportKind),
    /// 要紧的清单: this page of it, from 0.
    Needs(u32),
}

impl Turn {
    fn say(message: Message) -> Self {
        Self::default().and(message, Vec::new())
    }

    fn and(mut self, message: Message, buttons: Vec<Vec<Action>>) -> Self {
        self.says.push(Say { message, buttons });
        self
    }

    fn act(act: Act) -> Self {
        Self { act: Some(act), ..Self::default() }
    }

    fn refused(refusal: Refusal) -> Self {
        Self::say(Message::Refused { refusal })
    }
}

/// One step.
pub fn step(body: &Body, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Turn {
    match body {
        Body::Press(data) => match Action::decode(data) {
            Some(action) => pressed(&action, worker, ctx),
            None => Turn::refused(Refusal::UnknownButton),
        },
        Body::Text(text) => words::read(text.trim(), worker, ctx),
        Body::Evidence { .. } | Body::Pieces(_) => match body.caption() {
            Some(caption) => words::read(caption, worker, ctx),
            None => help(worker),
        },
        Body::Start(_) | Body::Contact(_) | Body::Unsupported(_) | Body::MovedTo(_) => help(worker),
    }
}

fn help(worker: &Worker<'_>) -> Turn {
    let message = Message::StaffHelp { role: worker.staff.role.label() };
    Turn { talk: worker.conversation.talk.clone(), ..Turn::default().and(message, vec![vec![Action::Plain(Plain::Todo)]]) }
}

fn pressed(action: &Action, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Turn {
    match action {
        Action::Plain(Plain::Todo) => Turn::act(Act::Todo),
        Action::Plain(Plain::Cancel) => Turn::say(Message::Asking(Asking::FormCancelled)),
        Action::Plain(_) => Turn::refused(Refusal::UnknownButton),
        Action::Lift(code) if worker.staff.role == Role::Supervisor => Turn::act(Act::Lift(code.clone())),
        Action::Lift(_) => {
            Turn::refused(Refusal::NotYourRole { command: "解除限制".to_owned(), who: Role::Supervisor.label().to_owned() })
        }
        Action::Needs(page) => words::for_reported(Act::Needs(*page), worker.staff),
        Action::Case(number, verb) => match worker.case.filter(|case| case.number == *number) {
            Some(case) => about_case(case, verb, worker, ctx),
            None => Turn::refused(Refusal::NoSuchCase { number: number.to_string() }),
        },
    }
}

/// One case, whole, as whoever reads the chat may see it.
pub fn shown(case: &Case, events: &[Recorded], staff: &Staff, reader: Reader, ctx: &Ctx<'_>) -> Say {
    let message = Message::Shown {
        card: Box::new(Card::of(case, reader, ctx.directory, ctx.now)),
        steps: events.iter().map(|event| (when(event.at), event.label())).collect(),
        answer: answer_of(case).map(|answer| AnswerWords::of(answer, case, reader)),
    };
    let buttons = notice::for_staff(&message, case, &Hands::of(staff, ctx.profile, ctx.directory, ctx.now))
        .into_iter()
        .map(|row| row.into_iter().filter(|action| !matches!(action, Action::Case(_, Verb::Show))).collect::<Vec<_>>())
        .filter(|row| !row.is_empty())
        .chain([vec![Action::Case(case.number, Verb::Explain), Action::Case(case.number, Verb::Papers)]])
        .chain((staff.role == Role::Auditor).then(|| vec![Action::Case(case.number, Verb::Views)]))
        .collect();
    Say { message, buttons }
}

/// 时限说明: how the limits of a case that run are counted.
pub fn explained(case: &Case, events: &[Recorded], ctx: &Ctx<'_>) -> Say {
    let message = Message::Explained {
        number: case.number,
        state: case.state.label(),
        clock: clock_words(case, ctx.now),
        limits: limit_words(events, Scope::Running, ctx.time, ctx.now),
    };
    Say { message, buttons: vec![vec![notice::show(case)]] }
}
