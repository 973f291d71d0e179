//! Decisions 裁决: a case and a command become events, or a refusal. Synchronous, pure and total; every fact it needs is in
//! `Ctx`. The table below is the whole life of a case (RULEBOOK §2) on one screen.

use super::case::{Case, Proposal, State};
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
mod hollow;
mod opening;
mod parties;
mod permission;
mod returns;
mod standstill;
mod supervision;

pub use closing::asks_for_redo;
pub use opening::{NewCase, Recurs, open};
pub use permission::{has_part, keeps_out};
pub use supervision::is_backlog;

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
        // 受理、派单
        (S::Received { .. }, C::Accept) => opening::accept(case, ctx),
        (S::Received { .. } | S::Accepted { .. }, C::Decline { ground, way }) => opening::decline(*ground, way, ctx),
        (S::Received { .. } | S::Accepted { .. } | S::Dispatched { .. }, C::Grade { complex }) => opening::grade(case, *complex, ctx),
        (S::Received { .. } | S::Accepted { .. }, C::Dispatch { unit, co_units, instruction }) => {
            opening::dispatch(case, Proposal { unit: unit.clone(), co_units: co_units.clone(), instruction: instruction.clone() }, ctx)
        }
        (S::Received { .. } | S::Accepted { .. }, C::Contact { note }) => handling::record(note, true),
        (S::Submitted { proposal, .. }, C::Approve) => opening::approve(case, proposal, ctx),
        (S::Submitted { .. }, C::Disapprove { reason }) => opening::disapprove(case, reason, ctx),
        // 退单、裁定
        (S::Accepted { returned: Some(_), .. }, C::RefuseReturn { reason }) => returns::refuse(case, reason, ctx),
        (S::Accepted { returned: Some(_), .. }, C::Refer { reason }) => returns::refer(reason, ctx),
        (S::Accepted { returned: None, .. }, C::RefuseReturn { .. } | C::Refer { .. }) => Err(Refusal::NoReturn),
        (S::Ruling { slip, .. }, C::Rule { unit, reason }) => returns::rule(case, slip, unit, reason, ctx),
        (S::Dispatched { mandate } | S::InProgress { mandate }, C::Return { reason, basis, suggested }) => {
            returns::send_back(case, mandate, returns::Slip { reason, basis, suggested: suggested.as_ref() }, ctx)
        }
        // 承办
        (S::Dispatched { .. }, C::Acknowledge) => Ok(vec![Event::Acknowledged]),
        (S::Dispatched { mandate } | S::InProgress { mandate }, C::Transfer { to, note }) => {
            handling::transfer(case, mandate, to, note.as_deref(), ctx)
        }
        (S::InProgress { .. } | S::Suspended { .. } | S::OnFile { .. }, C::RecordProgress { note }) => handling::record(note, false),
        (S::InProgress { .. } | S::Suspended { .. } | S::OnFile { .. }, C::Contact { note }) => handling::record(note, true),
        (S::InProgress { mandate }, C::RequestExtension { workdays, reason }) => {
            handling::request_extension(mandate, *workdays, reason, ctx)
        }
        (S::Dispatched { mandate } | S::InProgress { mandate } | S::Suspended { mandate, .. }, C::GrantExtension) => {
            handling::grant_extension(mandate, ctx)
        }
        (S::Dispatched { mandate } | S::InProgress { mandate } | S::Suspended { mandate, .. }, C::RefuseExtension { reason }) => {
            handling::refuse_extension(mandate, reason)
        }
        (S::InProgress { .. } | S::OnFile { .. }, C::Resolve { answer }) => handling::resolve(answer, ctx),
        // 协办
        (state, C::AddCoUnit { .. } | C::CoAcknowledge | C::CoReport { .. }) if state.task().is_some() => {
            handling::of_co_units(case, command, ctx)
        }
        // 中止、挂账
        (S::InProgress { mandate }, C::Apply { what, reason }) => standstill::apply(mandate, what, reason, ctx),
        // What is on file is not suspended as well.
        (S::OnFile { mandate, .. }, C::Apply { what, reason }) if !what.is_suspension() => standstill::apply(mandate, what, reason, ctx),
        (state, C::RefuseApplication { reason }) if state.task().is_some() => standstill::refuse(state.task(), reason),
        (S::InProgress { .. } | S::Suspended { .. }, C::Suspend { ground, reason, review_workdays }) => {
            standstill::suspend(ground, reason, *review_workdays, ctx)
        }
        (S::Suspended { mandate, since, .. }, C::Resume { reason }) => standstill::resume(mandate, *since, reason, ctx),
        (S::InProgress { .. } | S::OnFile { .. }, C::PutOnFile { measures, until }) => standstill::put_on_file(measures, *until, ctx),
        // 审核、回访
        (S::Resolved { .. }, C::Review { fault }) => closing::review(fault.as_deref()),
        (S::Answered { .. }, C::AnswerSolved { solved }) => closing::answer_solved(case, *solved, ctx),
        (S::Answered { .. }, C::FollowUp { solved, satisfaction, reason }) => {
            closing::follow_up(case, *solved, *satisfaction, reason.as_deref(), ctx)
        }
        (S::FollowedUp { .. }, C::FollowUp { solved: Some(false), satisfaction, reason }) => {
            closing::follow_up(case, Some(false), *satisfaction, reason.as_deref(), ctx)
        }
        (S::FollowedUp { .. } | S::Archived { .. }, C::OrderRedo { reason }) => closing::order_redo(case, reason, ctx),
        (S::Answered { call: Some(_), .. }, C::FollowUpUnreached) => closing::unreached(case, ctx),
        (S::Archived { .. }, C::Recur { case: successor }) => parties::recur(case, *successor, ctx),
        // 督办
        (state, C::Supervise { kind, words, workdays }) if !state.is_closed() => supervision::supervise(case, *kind, words, *workdays, ctx),
        (_, C::Admonish { person, cause, red_cards, words }) => supervision::admonish(case, *person, *cause, *red_cards, words, ctx),
        (_, C::AnswerLetter { letter, words }) => supervision::answer(case, *letter, words, ctx),
        (state, C::TakeCharge { leader }) if !state.is_closed() => supervision::take_charge(case, *leader, ctx),
        // At any time while it is open
        (state, C::Withdraw { reason }) if !state.is_closed() => Ok(parties::withdraw(case, reason, ctx)),
        (state, C::Revoke { ground, reason }) if !state.is_closed() => standstill::revoke(ground, reason, ctx),
        (state, C::HandOver { to, reason }) if !state.is_closed() => standstill::hand_over(to, reason),
        (state, C::Recuse { person, reason }) if !state.is_closed() => supervision::recuse(case, *person, reason),
        (state, C::NameConflict { unit, reason }) if !state.is_closed() => supervision::name_conflict(case, unit, reason, ctx),
        (state, C::Merge { into }) if !state.is_closed() => parties::merge(case, *into),
        (state, C::Join { party }) if !state.is_closed() => parties::join(case, party),
        (state, C::Urge { note }) if !state.is_closed() => Ok(vec![Event::Urged { note: note.trim().to_owned() }]),
        (state, C::Confirm) if !state.is_closed() => Ok(if case.complaint.confirmed { Vec::new() } else { vec![Event::Confirmed] }),
        (state, C::Supplement { text, slots, evidence, risks }) if !state.is_closed() => {
            let known = &case.complaint.classification.risks;
            let risks = risks.iter().copied().filter(|risk| !known.contains(risk)).collect();
            Ok(vec![Event::Supplemented { text: text.trim().to_owned(), slots: slots.clone(), evidence: evidence.clone(), risks }])
        }
        (state, C::MigrateProfile { to }) if !state.is_closed() => Ok(clockwork::migrate(case, to, ctx)),
        // The clock
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
        Holder::Supervision => "督办席".to_owned(),
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

/// A moment in the words of a refusal.
fn clock_words(moment: Moment) -> String {
    moment.format("%m月%d日 %H:%M").to_string()
}

/// The words without blanks around them; none when nothing is left.
fn given(words: Option<&str>) -> Option<String> {
    words.map(str::trim).filter(|words| !words.is_empty()).map(str::to_owned)
}
