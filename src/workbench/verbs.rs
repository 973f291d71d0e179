//! What a verb does 指令: a command at once, a choice, or a form that asks for the words it needs.

use super::{Act, Turn, Worker, choose, form};
use crate::domain::action::Verb;
use crate::domain::case::{Application, Applied, Case, Letter, LetterKind, Satisfaction};
use crate::domain::command::Command;
use crate::domain::conversation::Form;
use crate::domain::decide::Ctx;
use crate::domain::message::{Asking, Message};
use crate::domain::notice;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Role;

/// What the verb does in these hands.
pub(super) fn about_case(case: &Case, verb: &Verb, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Turn {
    let verb = &meant(case, verb, worker, ctx);
    if let Some(command) = at_once(verb, worker) {
        return Turn::act(Act::Do(case.number, command));
    }
    if let Some(form) = form_of(case, verb, worker, ctx) {
        return form::begin(case, form, Vec::new(), ctx);
    }
    match verb {
        Verb::Show => Turn::act(Act::Show(case.number)),
        Verb::Explain => Turn::act(Act::Explain(case.number)),
        Verb::Papers => Turn::act(Act::Papers(case.number)),
        Verb::Merge(into) => Turn::act(Act::Merge { number: case.number, into: *into, all: false }),
        Verb::MergeAll(into) => Turn::act(Act::Merge { number: case.number, into: *into, all: true }),
        Verb::KeepApart if matches!(worker.staff.role, Role::Dispatcher | Role::Supervisor) => Turn::act(Act::KeepApart(case.number)),
        Verb::More => more(case, worker, ctx),
        Verb::Views => views(case, worker.staff.role),
        Verb::BeginDecline => choose::decline_ground(case, worker, ctx),
        Verb::BeginTransfer => choose::unit_below(case, worker, ctx),
        Verb::BeginApplySuspension => choose::suspension(case, Verb::ApplySuspension, |ground| Form::ApplySuspension { ground }, ctx),
        Verb::BeginSuspend => choose::suspension(case, Verb::Suspend, |ground| Form::Suspend { ground }, ctx),
        Verb::BeginRevoke => choose::revocation(case, ctx),
        Verb::GrantApplication => grant(case, ctx),
        // What is left is for citizens (`Verb::is_for_citizens`).
        _ => Turn::refused(Refusal::UnknownButton),
    }
}

/// Whoever may only ask for something means to ask for it, and a co-unit signs for its own part.
fn meant(case: &Case, verb: &Verb, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Verb {
    let of_unit = worker.staff.role.is_of_department();
    let own = worker.staff.department.as_ref();
    let leads = || case.unit().zip(own).is_some_and(|(unit, own)| ctx.directory.is_within(unit, own));
    let helps = || {
        let co = case.state.mandate().into_iter().flat_map(|mandate| &mandate.co);
        own.is_some_and(|own| co.into_iter().any(|co| ctx.directory.is_within(&co.unit, own)))
    };
    match verb {
        Verb::BeginSuspend if of_unit => Verb::BeginApplySuspension,
        Verb::BeginPutOnFile if of_unit => Verb::BeginApplyOnFile,
        Verb::BeginAddCoUnit if of_unit => Verb::BeginApplyCoUnit,
        Verb::Acknowledge if of_unit && !leads() && helps() => Verb::CoAcknowledge,
        other => other.clone(),
    }
}

fn at_once(verb: &Verb, worker: &Worker<'_>) -> Option<Command> {
    Some(match verb {
        Verb::Accept => Command::Accept,
        Verb::Dispatch(unit) => Command::Dispatch { unit: unit.clone(), co_units: Vec::new(), instruction: None },
        Verb::Transfer(unit) => Command::Transfer { to: unit.clone(), note: None },
        Verb::Acknowledge => Command::Acknowledge,
        Verb::GrantExtension => Command::GrantExtension,
        Verb::Pass => Command::Review { fault: None },
        Verb::Called(solved, satisfaction) => {
            Command::FollowUp { solved: Some(*solved), satisfaction: *satisfaction, reason: called_reason(*solved, *satisfaction) }
        }
        Verb::Unreached => Command::FollowUpUnreached,
        Verb::Urge => Command::Urge { note: String::new() },
        Verb::Approve => Command::Approve,
        Verb::Grade(complex) => Command::Grade { complex: *complex },
        Verb::CoAcknowledge => Command::CoAcknowledge,
        // A supervisor names the leader; a leader means themselves.
        Verb::TakeCharge if worker.staff.role != Role::Supervisor => Command::TakeCharge { leader: worker.staff.id },
        _ => return None,
    })
}

/// Whoever was dissatisfied on the telephone gave the caller a reason to hear; the record says that it was a call.
fn called_reason(solved: bool, satisfaction: Satisfaction) -> Option<String> {
    (!solved || satisfaction == Satisfaction::Dissatisfied).then(|| "电话回访：诉求人表示未解决或不满意".to_owned())
}

fn form_of(case: &Case, verb: &Verb, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Option<Form> {
    Some(match verb {
        Verb::Decline(ground) => Form::Decline { ground: *ground },
        Verb::BeginDispatch => Form::Dispatch,
        Verb::BeginRefuseReturn => Form::RefuseReturn,
        Verb::BeginProgress => Form::Progress,
        Verb::BeginContact => Form::Contact,
        Verb::BeginReturn => Form::Return,
        Verb::BeginExtension => Form::Extension,
        Verb::BeginRefuseExtension => Form::RefuseExtension,
        Verb::BeginResolve => Form::Resolve,
        Verb::BeginFault => Form::Fault,
        Verb::BeginDisapprove => Form::Disapprove,
        Verb::BeginOrderRedo => Form::OrderRedo,
        Verb::BeginRefer => Form::Refer,
        Verb::BeginRule => Form::Rule { to: None },
        Verb::Rule(unit) => Form::Rule { to: Some(unit.clone()) },
        Verb::BeginAddCoUnit => Form::AddCoUnit,
        Verb::BeginCoReport => Form::CoReport,
        Verb::ApplySuspension(ground) => Form::ApplySuspension { ground: ground.clone() },
        Verb::BeginApplyOnFile => Form::ApplyOnFile,
        Verb::BeginApplyCoUnit => Form::ApplyCoUnit,
        Verb::BeginRefuseApplication => Form::RefuseApplication,
        Verb::Suspend(ground) => Form::Suspend { ground: ground.clone() },
        Verb::BeginResume => Form::Resume,
        Verb::BeginPutOnFile => Form::PutOnFile,
        Verb::Revoke(ground) => Form::Revoke { ground: ground.clone() },
        Verb::BeginHandOver => Form::HandOver,
        Verb::TakeCharge => Form::TakeCharge,
        Verb::BeginRecuse if worker.staff.role == Role::Supervisor => Form::SendAway,
        Verb::BeginRecuse => Form::Recuse,
        Verb::BeginNameConflict => Form::NameConflict,
        Verb::BeginLetter(LetterKind::Admonition) => Form::Admonish,
        Verb::BeginLetter(kind) => Form::Letter { kind: *kind },
        Verb::BeginAnswerLetter => Form::AnswerLetter { letter: only_letter(case, ctx) },
        Verb::BeginMerge => Form::Merge,
        _ => return None,
    })
}

/// The number of the letter that waits for this unit's answer, when it is the only one.
fn only_letter(case: &Case, ctx: &Ctx<'_>) -> Option<u32> {
    let mut owed = owed_letters(case, ctx).map(|letter| letter.number);
    owed.next().filter(|_| owed.next().is_none())
}

/// The letters that wait for an answer of whoever acts.
pub(super) fn owed_letters<'a>(case: &'a Case, ctx: &'a Ctx<'_>) -> impl Iterator<Item = &'a Letter> {
    let own = match ctx.actor {
        crate::domain::staff::Actor::Staff { department, .. } => department.as_ref(),
        _ => None,
    };
    let owed = case.letters.iter().filter(|letter| letter.answer.is_some() && letter.answered.is_none());
    owed.filter(move |letter| own.is_none_or(|own| ctx.directory.is_within(&letter.unit, own)))
}

/// Who saw a case is for auditors: whoever may see cases is watched by somebody else.
fn views(case: &Case, role: Role) -> Turn {
    if role == Role::Auditor {
        return Turn::act(Act::Views(case.number));
    }
    Turn::refused(Refusal::NotYourRole { command: "查阅记录".to_owned(), who: Role::Auditor.label().to_owned() })
}

/// 更多
fn more(case: &Case, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Turn {
    if !super::may_see(case, worker.staff, ctx.directory) {
        return Turn::act(Act::Show(case.number));
    }
    let message = Message::Asking(Asking::MoreSteps { number: case.number, state: case.state.label() });
    let buttons = notice::for_staff(&message, case, &worker.hands(ctx));
    Turn::default().and(message, buttons)
}

/// 同意申请: what was asked for, as a command of whoever grants it; what is still missing is asked for.
fn grant(case: &Case, ctx: &Ctx<'_>) -> Turn {
    let Some(Applied { what, reason, .. }) = case.state.mandate().and_then(|mandate| mandate.applied.clone()) else {
        return Turn::refused(Refusal::NoApplication);
    };
    match what {
        Application::Suspension { ground } => form::begin(case, Form::Suspend { ground }, vec![("理由".to_owned(), reason)], ctx),
        Application::OnFile { until } => form::begin(case, Form::PutOnFile, vec![("日期".to_owned(), until.to_string())], ctx),
        Application::CoUnit { unit } => Turn::act(Act::Do(case.number, Command::AddCoUnit { unit, task: Some(reason) })),
    }
}
