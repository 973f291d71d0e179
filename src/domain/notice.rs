//! Who hears what 通知: one table from events to messages. Delivery, addresses and words are for others.

use super::action::{Action, Verb};
use super::case::{Case, Satisfaction, State};
use super::complaint::Evidence;
use super::conversation::Say;
use super::decide::holder_name;
use super::department::Directory;
use super::event::{Event, Outcome, Recorded};
use super::ids::{DepartmentId, Moment, StaffId};
use super::message::{AnswerWords, Card, CaseLine, Message, Standstill, when};
use super::paper::PaperKind;
use super::privacy::{self, Reader, Veil};
use super::profile::Profile;
use super::staff::{Actor, Role, Staff};

mod brief;
mod buttons;
mod care;
mod citizens;
mod ladder;
mod merging;
mod papers;
mod risks;
mod said;

pub use brief::{brief, while_case};
pub use buttons::{Hands, for_citizen, for_staff};
pub use citizens::hears;
pub use ladder::admonition_due;
pub use merging::{Proposal, merge_proposed};
pub use risks::risk_seen;

/// To whom.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audience {
    /// 诉求人
    Citizen,
    /// The handlers of a unit, and its group.
    Unit(DepartmentId),
    /// The leaders of a unit.
    Leaders(DepartmentId),
    /// Everybody of a role.
    Role(Role),
    /// One colleague.
    Person(StaffId),
    /// A unit that lost the case because it is complained of 回避: it hears that, and nothing of the case.
    Taken(DepartmentId),
}

/// One notice, before it is addressed and put into words.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// To whom.
    pub to: Audience,
    /// What, and with which buttons.
    pub say: Say,
    /// What goes with it.
    pub attachments: Vec<Evidence>,
    /// The paper that it brings, and the event that made it.
    pub paper: Option<(PaperKind, u32)>,
    /// The case cannot wait: before routine messages, by night as by day, and in a message of its own.
    pub urgent: bool,
}

/// What a notice may look at.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The case after the event.
    pub case: &'a Case,
    /// The departments.
    pub directory: &'a Directory,
    /// Its rules.
    pub profile: &'a Profile,
    /// Everybody who works here: the record names colleagues.
    pub staff: &'a [Staff],
    /// Now.
    pub now: Moment,
    /// Nothing else happens in the same breath.
    pub last: bool,
}

impl View<'_> {
    fn card(&self, role: Role) -> Box<Card> {
        Box::new(Card::of(self.case, Reader::Staff(role), self.directory, self.now))
    }

    /// The case in one line, for somebody who is told of another: without its citizen's identity.
    pub fn line(&self) -> CaseLine {
        CaseLine::of_case(self.case, Reader::Staff(Role::Handler), self.directory, self.now)
    }

    fn unit(&self) -> String {
        self.case.unit().map_or_else(|| "派单席".to_owned(), |unit| self.directory.short(unit).to_owned())
    }

    fn veiled(&self, text: &str, role: Role) -> String {
        Veil::of(Reader::Staff(role), self.case).text(text)
    }

    /// What is told to every citizen of the case: all of it to one, and to many without any of them in it.
    fn for_citizens(&self, text: &str) -> String {
        Veil::of_answer(privacy::citizens(self.case), self.case).text(text)
    }

    fn evidence(&self, evidence: &[Evidence], role: Role) -> Vec<Evidence> {
        Veil::of(Reader::Staff(role), self.case).evidence(evidence)
    }

    fn urgent(&self) -> bool {
        self.case.complaint.classification.urgency > super::complaint::Urgency::Normal
    }

    fn hands<'h>(&'h self, role: Role, unit: Option<&'h DepartmentId>) -> Hands<'h> {
        Hands { role, unit, person: None, profile: self.profile, directory: self.directory, now: self.now }
    }

    fn to(&self, to: Audience, message: Message) -> Notice {
        let buttons = match &to {
            Audience::Citizen => for_citizen(&message, self.case),
            Audience::Unit(unit) => for_staff(&message, self.case, &self.hands(Role::Handler, Some(unit))),
            Audience::Leaders(unit) => for_staff(&message, self.case, &self.hands(Role::Leader, Some(unit))),
            Audience::Person(id) => match self.staff.iter().find(|staff| staff.id == *id) {
                Some(staff) => for_staff(&message, self.case, &Hands::of(staff, self.profile, self.directory, self.now)),
                None => Vec::new(),
            },
            Audience::Role(role) => for_staff(&message, self.case, &self.hands(*role, None)),
            Audience::Taken(_) => Vec::new(),
        };
        Notice { to, say: Say { message, buttons }, attachments: Vec::new(), paper: None, urgent: self.urgent() }
    }

    fn for_unit(&self, message: Message) -> Vec<Notice> {
        self.case.unit().map(|unit| self.to(Audience::Unit(unit.clone()), message)).into_iter().collect()
    }
}

/// The notices that follow from one event, with the paper that it makes. The person who acted is told by the desk that it is done,
/// and not here.
pub fn notices(recorded: &Recorded, before: &State, view: &View<'_>) -> Vec<Notice> {
    papers::brought(told(recorded, before, view), recorded, view)
}

fn told(recorded: &Recorded, before: &State, view: &View<'_>) -> Vec<Notice> {
    let number = view.case.number;
    match &recorded.event {
        // Accepted and dispatched in one breath is told once, as dispatched.
        Event::Accepted { .. } if view.last && recorded.by != Actor::System => {
            vec![view.to(Audience::Citizen, Message::Accepted { number })]
        }
        Event::Received { .. } | Event::Accepted { .. } | Event::Acknowledged | Event::Archived | Event::Confirmed => Vec::new(),
        Event::Declined { ground, way } => {
            vec![view.to(Audience::Citizen, Message::Declined { number, ground: ground.label(), way: view.for_citizens(way) })]
        }
        Event::Dispatched { instruction, .. } => dispatched(before, instruction.as_deref(), recorded, view),
        Event::Transferred { .. } => {
            let told = Message::Dispatched { number, unit: view.unit(), due: handle_due(view.case) };
            let mut all = task(None, None, view);
            all.push(view.to(Audience::Citizen, told));
            all
        }
        Event::ProgressRecorded { note, contact } => vec![progressed(note, *contact, view)],
        // A return that goes to a ruling is told with it.
        Event::Returned { .. } if !view.last => Vec::new(),
        Event::Returned { reason, basis, suggested, .. } => {
            let unit = view.unit();
            let suggested = suggested.as_ref().map(|unit| view.directory.short(unit).to_owned());
            let (reason, basis) = (view.veiled(reason, Role::Dispatcher), view.veiled(basis, Role::Dispatcher));
            let message = Message::ReturnToReview { card: view.card(Role::Dispatcher), unit, reason, basis, suggested };
            vec![view.to(Audience::Role(Role::Dispatcher), message)]
        }
        Event::ExtensionRequested { workdays, reason, .. } => {
            let (unit, reason) = (view.unit(), view.veiled(reason, Role::Supervisor));
            let message = Message::ExtensionToRule { card: view.card(Role::Supervisor), unit, workdays: *workdays, reason };
            vec![view.to(Audience::Role(Role::Supervisor), message)]
        }
        Event::ExtensionGranted { due } => granted(before, *due, view),
        Event::ExtensionRefused { reason } => {
            let reason = Some(view.veiled(reason, Role::Handler));
            view.for_unit(Message::ExtensionRuled { number, due: None, reason })
        }
        Event::Resolved { answer, .. } => {
            let answer = AnswerWords::of(answer, view.case, Reader::Staff(Role::Dispatcher));
            let message = Message::ToReview { card: view.card(Role::Dispatcher), unit: view.unit(), answer };
            vec![view.to(Audience::Role(Role::Dispatcher), message)]
        }
        Event::Reviewed { passed: true, .. } => answered(view),
        Event::Reviewed { remark, .. } => {
            // Who reviews sees the identity; who is told does not.
            let remark = view.veiled(remark.as_deref().unwrap_or_default(), Role::Handler);
            view.for_unit(Message::ReviewFailed { card: view.card(Role::Handler), remark })
        }
        Event::FollowUpAsked { attempt } => {
            vec![view.to(Audience::Citizen, Message::AskSolved { number, attempt: *attempt })]
        }
        Event::FollowUpPassedOn { .. } => {
            let message = Message::ToCall { card: view.card(Role::Dispatcher) };
            vec![view.to(Audience::Role(Role::Dispatcher), message)]
        }
        Event::SolvedAnswered { solved } => {
            vec![view.to(Audience::Citizen, Message::AskSatisfied { number, solved: *solved })]
        }
        Event::FollowedUp { outcome, .. } => followed_up(outcome, before, view),
        // A redo that goes elsewhere, because the unit came to be complained of, is told with that.
        Event::Reopened { .. } if !view.last => Vec::new(),
        Event::Reopened { reason, .. } => reopened(reason, view),
        Event::Withdrawn { reason } => said::withdrawn(before, reason, view),
        Event::Supplemented { text, evidence, risks, .. } => {
            said::supplemented(text, evidence, view).into_iter().chain(risks::risen(risks, view)).collect()
        }
        Event::Urged { note } => said::urged(note, recorded, view),
        Event::RungReached { id, rung, title, limit, given, unit, late, .. } => {
            let label = title.as_deref().unwrap_or(rung.label());
            let climbed = ladder::Climbed { id, label, limit: *limit, given: *given, unit: unit.as_ref(), late: *late };
            ladder::climbed(&climbed, view)
        }
        Event::Supervised { .. } | Event::LetterAnswered { .. } => ladder::letters(recorded, view),
        Event::Merged { into } => merging::merged(before, *into, view),
        Event::Joined { party } => merging::joined(party, view),
        Event::Left { .. } => citizens::left(before, view),
        Event::Voted { .. } => citizens::voted(view),
        Event::Recurred { .. } => merging::recurred(recorded, view),
        _ => care::notices(recorded, before, view),
    }
}

fn task(instruction: Option<&str>, redo: Option<&str>, view: &View<'_>) -> Vec<Notice> {
    let Some(mandate) = view.case.state.mandate() else { return Vec::new() };
    let message = Message::Task {
        card: view.card(Role::Handler),
        acknowledge: when(mandate.acknowledge.due),
        handle: when(mandate.handle.due),
        instruction: instruction.map(|words| view.veiled(words, Role::Handler)),
        by_ruling: mandate.by_ruling,
        redo: redo.map(|reason| view.veiled(reason, Role::Handler)),
    };
    let mut notice = view.to(Audience::Unit(mandate.unit.clone()), message);
    notice.attachments = view.evidence(&view.case.evidence(), Role::Handler);
    vec![notice]
}

fn dispatched(before: &State, instruction: Option<&str>, recorded: &Recorded, view: &View<'_>) -> Vec<Notice> {
    let number = view.case.number;
    let sender = before.mandate().map(|mandate| &mandate.unit);
    let stays = sender.is_some() && sender == view.case.unit();
    let mut all = task(instruction, None, view);
    all.extend(care::co_tasks(recorded, view));
    // What the system dispatches by itself is told in the message that gives the case number.
    if recorded.by != Actor::System && !stays {
        let told = Message::Dispatched { number, unit: view.unit(), due: handle_due(view.case) };
        all.push(view.to(Audience::Citizen, told));
    }
    // Given out again with other limits: the date that the citizen was told is another one.
    if stays && matches!(before, State::Dispatched { .. }) {
        let told = Standstill::DueMoved { number, unit: view.unit(), due: handle_due(view.case) };
        all.push(view.to(Audience::Citizen, Message::Standstill(told)));
    }
    if let Some(sender) = sender.filter(|_| !stays) {
        let message = Message::ReturnTaken { number, unit: view.unit() };
        all.push(view.to(Audience::Unit(sender.clone()), message));
    }
    all
}

fn progressed(note: &str, contact: bool, view: &View<'_>) -> Notice {
    let (number, unit, note) = (view.case.number, view.unit(), view.for_citizens(note));
    let message = if contact { Message::Contact { number, unit, note } } else { Message::Progressed { number, unit, note } };
    view.to(Audience::Citizen, message)
}

fn granted(before: &State, due: Moment, view: &View<'_>) -> Vec<Notice> {
    let number = view.case.number;
    let asked = before.mandate().and_then(|mandate| mandate.asked.as_ref());
    let reason = asked.map(|asked| view.for_citizens(&asked.reason)).unwrap_or_default();
    let mut all = view.for_unit(Message::ExtensionRuled { number, due: Some(when(due)), reason: None });
    all.push(view.to(Audience::Citizen, Message::Extended { number, unit: view.unit(), reason, due: when(due) }));
    all
}

fn answered(view: &View<'_>) -> Vec<Notice> {
    let State::Answered { answer, .. } = &view.case.state else { return Vec::new() };
    let answer = AnswerWords::of(answer, view.case, privacy::citizens(view.case));
    vec![view.to(Audience::Citizen, Message::Answered { number: view.case.number, unit: view.unit(), answer })]
}

fn followed_up(outcome: &Outcome, before: &State, view: &View<'_>) -> Vec<Notice> {
    let number = view.case.number;
    let words = outcome_words(outcome);
    let mut all = view.for_unit(Message::FollowedUp { number, words: view.veiled(&words, Role::Handler) });
    let unsolved = matches!(outcome, Outcome::Answered { solved: false, .. });
    if unsolved && view.case.tally.redos >= view.profile.redo.times {
        let message = Message::StillUnsolved { card: view.card(Role::Supervisor), words: view.veiled(&words, Role::Supervisor) };
        all.push(view.to(Audience::Role(Role::Supervisor), message));
    }
    if let Outcome::Answered { solved, satisfaction, reason } = outcome {
        let again = !solved || (*satisfaction == Satisfaction::Dissatisfied && reason.is_some());
        if !again || view.case.tally.redos >= view.profile.redo.times {
            all.push(view.to(Audience::Citizen, Message::Closed { number, solved: *solved }));
        }
    }
    all.extend(citizens::concluded(before, outcome, &words, view));
    all
}

/// What the citizen said, in one line.
pub fn outcome_words(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Answered { solved, satisfaction, reason } => {
            let solved = if *solved { "已解决" } else { "未解决" };
            let reason = reason.as_deref().map(|reason| format!("：{reason}")).unwrap_or_default();
            format!("{solved}、{}{reason}", satisfaction.label())
        }
        Outcome::Silent => "未答复（计为沉默，不计满意）".to_owned(),
        Outcome::Voted(count) => count.words(),
    }
}

fn reopened(reason: &str, view: &View<'_>) -> Vec<Notice> {
    let number = view.case.number;
    let mut all = task(None, Some(reason), view);
    // 高一级: a redo is the leader's matter as well (RULEBOOK §2 重办).
    if let Some(unit) = view.case.unit()
        && let Some(task) = all.first()
    {
        all.push(Notice { to: Audience::Leaders(unit.clone()), attachments: Vec::new(), ..task.clone() });
    }
    all.push(view.to(Audience::Citizen, Message::Reopened { number, unit: view.unit(), due: handle_due(view.case) }));
    all
}

/// Whoever has to move, or the dispatchers while the question stands with the citizen.
fn holder(case: &Case) -> Audience {
    match case.state.holder() {
        super::case::Holder::Unit(unit) => Audience::Unit(unit.clone()),
        super::case::Holder::Supervision => Audience::Role(Role::Supervisor),
        super::case::Holder::Dispatch | super::case::Holder::Citizen | super::case::Holder::Nobody => Audience::Role(Role::Dispatcher),
    }
}

fn handle_due(case: &Case) -> String {
    case.state.mandate().map(|mandate| when(mandate.handle.due)).unwrap_or_default()
}

/// A case went to a unit where nobody has joined: for the dispatchers.
pub fn nobody_there(unit: &DepartmentId, view: &View<'_>) -> Notice {
    let unit = view.directory.short(unit).to_owned();
    view.to(Audience::Role(Role::Dispatcher), Message::NobodyThere { card: view.card(Role::Dispatcher), unit })
}

/// That it is done, for the person who did it.
pub fn done(command: &str, case: &Case, directory: &Directory) -> Message {
    Message::Done { command: command.to_owned(), number: case.number, state: case.state.label(), holder: holder_name(case, directory) }
}

/// A case that was opened and waits for a person: for the dispatchers.
pub fn for_dispatchers(view: &View<'_>) -> Option<Notice> {
    let card = view.card(Role::Dispatcher);
    let classification = &view.case.complaint.classification;
    let message = match &view.case.state {
        State::Received { .. } => Message::ToAccept { card },
        State::Accepted { .. } => Message::ToDispatch {
            card,
            because: classification.because.iter().map(|reason| reason.words.clone()).collect(),
            candidates: buttons::candidates(classification)
                .iter()
                .map(|(unit, probability)| (view.directory.short(unit).to_owned(), percent(*probability)))
                .collect(),
        },
        _ => return None,
    };
    let mut notice = view.to(Audience::Role(Role::Dispatcher), message);
    notice.attachments = view.evidence(&view.case.evidence(), Role::Dispatcher);
    Some(notice)
}

/// A probability in whole percent, from 0 to 100.
fn percent(probability: f64) -> u32 {
    // The value is clamped to 0..=100 first, so the conversion loses only the fraction.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let percent = (probability.clamp(0.0, 1.0) * 100.0).round() as u32;
    percent
}

/// The button that shows the whole case.
pub fn show(case: &Case) -> Action {
    Action::Case(case.number, Verb::Show)
}
