//! Who may do what 权限 (RULEBOOK §1), before anything else is asked.

use super::{Case, Command, Ctx, Refusal, State, holder_name};
use crate::domain::staff::{Actor, Role};

/// Refuses when this actor may not give this command about this case.
pub(super) fn check(case: &Case, command: &Command, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    match ctx.actor {
        Actor::System => Ok(()),
        Actor::Citizen { user } if user != case.citizen() => Err(Refusal::NoSuchCase { number: case.number.to_string() }),
        Actor::Citizen { .. } => allowed(is_for_citizens(command), command),
        Actor::Staff { role, .. } if !roles(case, command).contains(role) => allowed(false, command),
        Actor::Staff { role: Role::Handler | Role::Leader, department, .. } => {
            // A case that was declined or withdrawn is nobody's any more: that it is closed is the truer answer.
            let theirs = case
                .unit()
                .map_or(case.state.is_closed(), |unit| department.as_ref().is_some_and(|own| ctx.directory.is_within(unit, own)));
            if theirs { Ok(()) } else { Err(Refusal::NotYourCase { number: case.number, holder: holder_name(case, ctx.directory) }) }
        }
        Actor::Staff { .. } => Ok(()),
    }
}

fn is_for_citizens(command: &Command) -> bool {
    matches!(
        command,
        Command::Confirm
            | Command::Supplement { .. }
            | Command::Urge { .. }
            | Command::Withdraw { .. }
            | Command::AnswerSolved { .. }
            | Command::FollowUp { .. }
    )
}

/// The roles that may give the command. A unit above the holder may act for it: it still answers for the case.
fn roles(case: &Case, command: &Command) -> &'static [Role] {
    use Command as C;
    match command {
        C::Accept | C::Decline { .. } | C::Dispatch { .. } | C::RefuseReturn { .. } | C::Review { .. } => {
            &[Role::Dispatcher, Role::Supervisor]
        }
        C::FollowUp { .. } if matches!(case.state, State::Answered { call: Some(_), .. }) => &[Role::Dispatcher, Role::Supervisor],
        C::FollowUpUnreached => &[Role::Dispatcher, Role::Supervisor],
        C::Acknowledge | C::RecordProgress { .. } | C::Contact { .. } | C::Return { .. } | C::Transfer { .. } => {
            &[Role::Handler, Role::Leader]
        }
        C::RequestExtension { .. } | C::Resolve { .. } => &[Role::Handler, Role::Leader],
        C::GrantExtension | C::RefuseExtension { .. } => &[Role::Supervisor],
        C::Urge { .. } => &[Role::Dispatcher, Role::Supervisor],
        C::Supplement { .. } => &[Role::Dispatcher],
        C::Confirm | C::Withdraw { .. } | C::AnswerSolved { .. } | C::FollowUp { .. } => &[],
        C::ClimbRung { .. } | C::AskFollowUp { .. } | C::Archive => &[],
    }
}

fn allowed(yes: bool, command: &Command) -> Result<(), Refusal> {
    if yes {
        return Ok(());
    }
    Err(Refusal::NotYourRole { command: command.label().to_owned(), who: who_may(command).to_owned() })
}

fn who_may(command: &Command) -> &'static str {
    use Command as C;
    match command {
        C::Accept | C::Decline { .. } | C::Dispatch { .. } | C::RefuseReturn { .. } | C::Review { .. } | C::FollowUpUnreached => "派单员",
        C::Acknowledge | C::RecordProgress { .. } | C::Contact { .. } | C::Return { .. } | C::Transfer { .. } => "承办单位经办人",
        C::RequestExtension { .. } | C::Resolve { .. } => "承办单位经办人",
        C::GrantExtension | C::RefuseExtension { .. } => "督办员",
        C::Confirm | C::Withdraw { .. } | C::AnswerSolved { .. } | C::FollowUp { .. } | C::Supplement { .. } | C::Urge { .. } => {
            "诉求人本人"
        }
        C::ClimbRung { .. } | C::AskFollowUp { .. } | C::Archive => "系统",
    }
}
