//! The workbench 工作台: one step of a staff member's conversation. Buttons where a choice exists, a reply where words are
//! needed. Pure, like intake.

use crate::domain::action::{Action, Plain, Verb};
use crate::domain::case::{Case, Ground, Holder, Satisfaction, State};
use crate::domain::command::Command;
use crate::domain::conversation::{Conversation, Form, Say, Talk};
use crate::domain::decide::{Ctx, decide};
use crate::domain::department::Directory;
use crate::domain::event::Recorded;
use crate::domain::ids::CaseNumber;
use crate::domain::inbound::Body;
use crate::domain::message::{AnswerWords, Card, CaseLine, Message, Scope, answer_of, clock_words, limit_words, when};
use crate::domain::notice;
use crate::domain::privacy::Reader;
use crate::domain::refusal::Refusal;
use crate::domain::staff::{Post, Role, Staff};

mod absence;
mod days;
mod fields;
mod form;
mod words;

pub use absence::Absence;
pub use words::is_order;

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
    /// They are away, or back.
    Absence(Absence),
    /// A colleague of their unit gets this post.
    GivePost(String, Post),
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
        Body::Evidence { evidence, .. } => match evidence.caption.as_deref() {
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
        Action::Plain(Plain::Cancel) => Turn::say(Message::FormCancelled),
        Action::Plain(_) => Turn::refused(Refusal::UnknownButton),
        Action::Case(number, verb) => match worker.case.filter(|case| case.number == *number) {
            Some(case) => about_case(case, verb, worker, ctx),
            None => Turn::refused(Refusal::NoSuchCase { number: number.to_string() }),
        },
    }
}

/// What a verb does: a command at once, or a form that asks for the words it needs.
fn about_case(case: &Case, verb: &Verb, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Turn {
    let number = case.number;
    let at_once = |command| Turn::act(Act::Do(number, command));
    let ask = |form| form::begin(case, form, ctx);
    match verb {
        Verb::Show => Turn::act(Act::Show(number)),
        Verb::Merge(into) => Turn::act(Act::Merge { number, into: *into, all: false }),
        Verb::MergeAll(into) => Turn::act(Act::Merge { number, into: *into, all: true }),
        Verb::KeepApart if matches!(worker.staff.role, Role::Dispatcher | Role::Supervisor) => Turn::act(Act::KeepApart(number)),
        Verb::Explain => Turn::act(Act::Explain(number)),
        Verb::Accept => at_once(Command::Accept),
        Verb::Dispatch(unit) => at_once(Command::Dispatch { unit: unit.clone(), co_units: Vec::new(), instruction: None }),
        Verb::Acknowledge => at_once(Command::Acknowledge),
        Verb::GrantExtension => at_once(Command::GrantExtension),
        Verb::Pass => at_once(Command::Review { fault: None }),
        Verb::Called(solved, satisfaction) => {
            at_once(Command::FollowUp { solved: Some(*solved), satisfaction: *satisfaction, reason: called_reason(*solved, *satisfaction) })
        }
        Verb::Unreached => at_once(Command::FollowUpUnreached),
        Verb::Urge => at_once(Command::Urge { note: String::new() }),
        Verb::BeginDecline => choose(case, Message::ChooseGround { number }, worker, ctx),
        Verb::BeginTransfer => begin_transfer(case, worker, ctx),
        Verb::Decline(ground) => ask(Form::Decline { ground: *ground }),
        Verb::Transfer(unit) => at_once(Command::Transfer { to: unit.clone(), note: None }),
        Verb::BeginDispatch => ask(Form::Dispatch),
        Verb::BeginRefuseReturn => ask(Form::RefuseReturn),
        Verb::BeginProgress => ask(Form::Progress),
        Verb::BeginContact => ask(Form::Contact),
        Verb::BeginReturn => ask(Form::Return),
        Verb::BeginExtension => ask(Form::Extension),
        Verb::BeginRefuseExtension => ask(Form::RefuseExtension),
        Verb::BeginResolve => ask(Form::Resolve),
        Verb::BeginFault => ask(Form::Fault),
        // What is left is for citizens (`Verb::is_for_citizens`).
        _ => Turn::refused(Refusal::UnknownButton),
    }
}

/// Whoever was dissatisfied on the telephone gave the caller a reason to hear; the record says that it was a call.
fn called_reason(solved: bool, satisfaction: Satisfaction) -> Option<String> {
    (!solved || satisfaction == Satisfaction::Dissatisfied).then(|| "电话回访：诉求人表示未解决或不满意".to_owned())
}

fn choose(case: &Case, message: Message, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Turn {
    let probe = form::probe(&Form::Decline { ground: Ground::OutsideDuties }, case);
    match decide(case, &probe, ctx) {
        Err(refusal) => Turn::refused(refusal),
        Ok(_) => {
            let buttons = notice::for_staff(&message, case, worker.staff.role, ctx.directory);
            Turn::default().and(message, buttons)
        }
    }
}

/// The units below as buttons where there are any; else, and besides, the name in words.
fn begin_transfer(case: &Case, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Turn {
    let below = case.unit().is_some_and(|unit| ctx.directory.below(unit).next().is_some());
    let mut turn = form::begin(case, Form::Transfer { to: None }, ctx);
    if below && matches!(turn.talk, Talk::Form { .. }) {
        let message = Message::ChooseUnit { form: "转派", number: case.number };
        let buttons = notice::for_staff(&message, case, worker.staff.role, ctx.directory);
        turn.says = vec![Say { message, buttons }];
    }
    turn
}

/// One case, whole, as whoever reads the chat may see it.
pub fn shown(case: &Case, events: &[Recorded], staff: &Staff, reader: Reader, ctx: &Ctx<'_>) -> Say {
    let message = Message::Shown {
        card: Box::new(Card::of(case, reader, ctx.directory, ctx.now)),
        steps: events.iter().map(|event| (when(event.at), event.event.label())).collect(),
        answer: answer_of(case).map(|answer| AnswerWords::of(answer, case, reader)),
    };
    let buttons = notice::for_staff(&message, case, staff.role, ctx.directory)
        .into_iter()
        .map(|row| row.into_iter().filter(|action| !matches!(action, Action::Case(_, Verb::Show))).collect::<Vec<_>>())
        .filter(|row| !row.is_empty())
        .chain([vec![Action::Case(case.number, Verb::Explain)]])
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

/// The most cases of one 待办 list; a telephone's screen holds about so many.
const MOST_LINES: usize = 10;

/// 待办: what waits for this person, most pressing first, each with a button.
pub fn todo(cases: &[Case], staff: &Staff, reader: Reader, ctx: &Ctx<'_>) -> Say {
    let mut mine: Vec<&Case> = cases.iter().filter(|case| waits_for(case, staff, ctx)).collect();
    mine.sort_by_key(|case| (case.next_due().map(|(_, due)| due), case.number));
    let line = |case: &&Case| CaseLine::of(&Card::of(case, reader, ctx.directory, ctx.now));
    let message = Message::Todo { cases: mine.iter().take(MOST_LINES).map(line).collect(), more: mine.len().saturating_sub(MOST_LINES) };
    let buttons = mine.iter().take(MOST_LINES).map(|case| vec![notice::show(case)]).collect();
    Say { message, buttons }
}

/// Whether this person may read the case: handlers and leaders those of their unit and of the units below it, the others all.
pub fn may_see(case: &Case, staff: &Staff, directory: &Directory) -> bool {
    match (staff.role.is_of_department(), &staff.department) {
        (false, _) => true,
        (true, Some(own)) => case.unit().is_some_and(|unit| directory.is_within(unit, own)),
        (true, None) => false,
    }
}

/// Whether the case waits for somebody of this person's role and department.
pub fn waits_for(case: &Case, staff: &Staff, ctx: &Ctx<'_>) -> bool {
    match (staff.role, case.state.holder()) {
        (Role::Dispatcher, holder) => holder == Holder::Dispatch,
        (Role::Handler | Role::Leader, Holder::Unit(unit)) => {
            staff.department.as_ref().is_some_and(|own| ctx.directory.is_within(unit, own))
        }
        (Role::Supervisor, _) => {
            let asked = matches!(&case.state, State::InProgress { mandate } if mandate.asked.is_some());
            asked || case.next_due().is_some_and(|(_, due)| due < ctx.now)
        }
        _ => false,
    }
}
