//! Decisions 裁决: a case and a command become events, or a refusal. Synchronous, pure and total; every fact it needs is in
//! `Ctx`. The table below is the whole life of a case (RULEBOOK §2) on one screen.

use super::case::{Case, State};
use super::command::Command;
use super::department::Directory;
use super::event::Event;
use super::ids::Moment;
use super::profile::Profile;
use super::refusal::Refusal;
use super::span::{Limit, Span};
use super::staff::Actor;
use super::workcalendar::WorkTime;

mod clockwork;
mod closing;
mod handling;
mod opening;
mod permission;

pub use opening::{NewCase, open};

/// What a decision may look at: one reading of the clock, who acts, and the rules that the case runs under.
#[derive(Clone, Copy, Debug)]
pub struct Ctx<'a> {
    /// The only reading of the clock.
    pub now: Moment,
    /// Who gives the command.
    pub actor: &'a Actor,
    /// The rules.
    pub profile: &'a Profile,
    /// Working time.
    pub time: WorkTime<'a>,
    /// The departments.
    pub directory: &'a Directory,
}

impl Ctx<'_> {
    /// A limit of `span` that starts now.
    pub fn limit(&self, span: Span) -> Limit {
        Limit { from: self.now, due: self.time.deadline(self.now, span), span, given: self.now }
    }
}

/// Decides: the events that follow from `command`, or why it is refused. An empty list means that nothing is left to do, as
/// when a reminder is no longer due.
///
/// # Errors
/// A [`Refusal`] names the rule that forbids it.
pub fn decide(case: &Case, command: &Command, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    use Command as C;
    use State as S;

    permission::check(case, command, ctx)?;
    match (&case.state, command) {
        (S::Received { .. }, C::Accept) => opening::accept(case, ctx),
        (S::Received { .. } | S::Accepted { .. }, C::Decline { ground, way }) => opening::decline(*ground, way),
        (S::Received { .. } | S::Accepted { .. }, C::Dispatch { unit, instruction }) => opening::dispatch(case, unit, instruction, ctx),
        (S::Accepted { returned: Some(slip), .. }, C::RefuseReturn { reason }) => opening::refuse_return(case, slip, reason, ctx),
        (S::Accepted { returned: None, .. }, C::RefuseReturn { .. }) => Err(Refusal::NoReturn),

        (S::Dispatched { .. }, C::Acknowledge) => Ok(vec![Event::Acknowledged]),
        (S::Dispatched { mandate } | S::InProgress { mandate }, C::Return { reason, basis, suggested }) => {
            handling::send_back(case, mandate, reason, basis, suggested.as_ref(), ctx)
        }
        (S::Dispatched { mandate } | S::InProgress { mandate }, C::Transfer { to, note }) => {
            handling::transfer(case, mandate, to, note.as_deref(), ctx)
        }
        (S::InProgress { .. }, C::RecordProgress { note }) => handling::record(note, false),
        (S::InProgress { .. }, C::Contact { note }) => handling::record(note, true),
        (S::InProgress { mandate }, C::RequestExtension { workdays, reason }) => {
            handling::request_extension(mandate, *workdays, reason, ctx)
        }
        (S::Dispatched { mandate } | S::InProgress { mandate }, C::GrantExtension) => handling::grant_extension(mandate, ctx),
        (S::Dispatched { mandate } | S::InProgress { mandate }, C::RefuseExtension { reason }) => {
            handling::refuse_extension(mandate, reason)
        }
        (S::InProgress { .. }, C::Resolve { answer }) => handling::resolve(answer, ctx),

        (S::Resolved { .. }, C::Review { fault }) => closing::review(fault.as_deref()),
        (S::Answered { .. }, C::AnswerSolved { solved }) => Ok(vec![Event::SolvedAnswered { solved: *solved }]),
        (S::Answered { solved: said, .. }, C::FollowUp { solved, satisfaction, reason }) => {
            closing::follow_up(case, solved.or(*said), *satisfaction, reason.as_deref(), ctx)
        }
        (S::Answered { call: Some(_), .. }, C::FollowUpUnreached) => closing::unreached(case, ctx),
        (S::FollowedUp { .. }, C::FollowUp { solved: Some(false), satisfaction, reason }) => {
            closing::follow_up(case, Some(false), *satisfaction, reason.as_deref(), ctx)
        }

        (state, C::Withdraw { reason }) if !state.is_closed() => Ok(vec![Event::Withdrawn { reason: reason.trim().to_owned() }]),
        (state, C::Urge { note }) if !state.is_closed() => Ok(vec![Event::Urged { note: note.trim().to_owned() }]),
        (state, C::Confirm) if !state.is_closed() => Ok(if case.complaint.confirmed { Vec::new() } else { vec![Event::Confirmed] }),
        (state, C::Supplement { text, slots, evidence }) if !state.is_closed() => {
            Ok(vec![Event::Supplemented { text: text.trim().to_owned(), slots: slots.clone(), evidence: evidence.clone() }])
        }

        (_, C::ClimbRung { limit, given, id }) => Ok(clockwork::climb(case, *limit, *given, id, ctx)),
        (_, C::AskFollowUp { attempt }) => Ok(clockwork::ask_follow_up(case, *attempt, ctx)),
        (_, C::Archive) => Ok(clockwork::archive(case, ctx)),

        (state, command) => Err(Refusal::WrongState {
            number: case.number,
            command: command.label().to_owned(),
            state: state.label().to_owned(),
            holder: holder_name(case, ctx.directory),
        }),
    }
}

/// Who holds the case, in words.
pub fn holder_name(case: &Case, directory: &Directory) -> String {
    use super::case::Holder;
    match case.state.holder() {
        Holder::Dispatch => "派单席".to_owned(),
        Holder::Unit(unit) => directory.short(unit).to_owned(),
        Holder::Citizen => "诉求人".to_owned(),
        Holder::Nobody => "已结束".to_owned(),
    }
}

/// Refuses when any of the named fields is blank.
fn require(command: &Command, fields: &[(&str, &str)]) -> Result<(), Refusal> {
    let missing: Vec<&str> = fields.iter().filter(|(_, value)| value.trim().is_empty()).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Refusal::FieldMissing { command: command.label().to_owned(), fields: missing.join("、") })
    }
}
