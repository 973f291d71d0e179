//! Who may do what 权限 (RULEBOOK §1), before anything else is asked; and who keeps out of a case 回避 (§8).

use super::{Case, Command, Ctx, Refusal, State, holder_name};
use crate::domain::department::Directory;
use crate::domain::ids::{DepartmentId, StaffId};
use crate::domain::staff::{Actor, Role, Staff};

/// Refuses when this actor may not give this command about this case.
pub(super) fn check(case: &Case, command: &Command, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    match ctx.actor {
        Actor::System => Ok(()),
        Actor::Citizen { user } if !case.is_of(user) => Err(Refusal::NoSuchCase { number: case.number.to_string() }),
        Actor::Citizen { .. } => allowed(is_for_citizens(command), command),
        Actor::Staff { role, .. } if !roles(case, command).contains(role) => allowed(false, command),
        // Whoever keeps out of a case may still say so again, and a supervisor may still send others away.
        Actor::Staff { id, .. } if case.recused.contains(id) && !matches!(command, Command::Recuse { .. }) => {
            Err(Refusal::Recused { number: case.number })
        }
        Actor::Staff { id, role, .. } if *role != Role::Supervisor && sends_away(command, *id) => {
            Err(Refusal::NotThatPerson { need: "只能为自己申请回避；要求他人回避由督办员决定".to_owned() })
        }
        Actor::Staff { role: Role::Handler | Role::Leader, department, .. } => of_unit(case, command, department.as_ref(), ctx),
        Actor::Staff { .. } => Ok(()),
    }
}

/// Whether this person tells another one to keep out.
fn sends_away(command: &Command, id: StaffId) -> bool {
    matches!(command, Command::Recuse { person, .. } if *person != id)
}

/// Handlers and leaders act for the unit that has the case, or the part of it that they have.
fn of_unit(case: &Case, command: &Command, own: Option<&DepartmentId>, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let not_theirs = || Refusal::NotYourCase { number: case.number, holder: holder_name(case, ctx.directory) };
    let own = own.ok_or_else(not_theirs)?;
    // Who is complained of learns no more than whom it is not.
    if conflict_of(case, own, ctx.directory).is_some() {
        return Err(not_theirs());
    }
    let co = case.state.mandate().is_some_and(|mandate| mandate.co.iter().any(|co| ctx.directory.is_within(&co.unit, own)));
    let theirs = match command {
        Command::CoAcknowledge | Command::CoReport { .. } => {
            return if co { Ok(()) } else { Err(Refusal::NotACoUnit { number: case.number }) };
        }
        Command::AnswerLetter { .. } => case.letters.iter().any(|letter| ctx.directory.is_within(&letter.unit, own)),
        Command::Recuse { .. } => co || leads(case, own, ctx.directory),
        // A case that was declined or withdrawn is nobody's any more: that it is closed is the truer answer.
        _ => leads(case, own, ctx.directory) || case.unit().is_none() && case.state.is_closed(),
    };
    if theirs { Ok(()) } else { Err(not_theirs()) }
}

/// Whether the case's lead unit is this unit or below it: the unit above still answers for it.
fn leads(case: &Case, own: &DepartmentId, directory: &Directory) -> bool {
    case.unit().is_some_and(|unit| directory.is_within(unit, own))
}

/// Whether this unit has a part in the case: as its lead, as a co-unit, or as the addressee of a letter.
pub fn has_part(case: &Case, own: &DepartmentId, directory: &Directory) -> bool {
    let co = case.state.mandate().into_iter().flat_map(|mandate| &mandate.co).map(|co| &co.unit);
    let letters = case.letters.iter().map(|letter| &letter.unit);
    leads(case, own, directory) || co.chain(letters).any(|unit| directory.is_within(unit, own))
}

/// Whether this person keeps out of the case 回避: recused themselves, or of a unit that is complained of. They neither act
/// on it nor see it.
pub fn keeps_out(case: &Case, staff: &Staff, directory: &Directory) -> bool {
    let of_unit = |own| conflict_of(case, own, directory).is_some();
    case.recused.contains(&staff.id) || staff.role.is_of_department() && staff.department.as_ref().is_some_and(of_unit)
}

/// The unit complained of to which this unit belongs.
fn conflict_of<'a>(case: &'a Case, unit: &DepartmentId, directory: &Directory) -> Option<&'a DepartmentId> {
    case.conflicts.iter().find(|complained| directory.is_within(unit, complained))
}

/// Refuses a unit that is complained of, or below one: it does not handle its own case (RULEBOOK §8).
pub(super) fn no_conflict(case: &Case, unit: &DepartmentId, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    conflict_of(case, unit, ctx.directory).map_or(Ok(()), |conflict| Err(in_conflict(conflict, ctx)))
}

fn in_conflict(conflict: &DepartmentId, ctx: &Ctx<'_>) -> Refusal {
    let above = ctx.directory.get(conflict).and_then(|unit| unit.parent.as_ref()).map(|above| ctx.directory.short(above).to_owned());
    Refusal::UnitInConflict { unit: ctx.directory.short(conflict).to_owned(), above }
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
            | Command::Recur { .. }
    )
}

const DESK: &[Role] = &[Role::Dispatcher, Role::Supervisor];
const UNIT: &[Role] = &[Role::Handler, Role::Leader];
const SUPERVISOR: &[Role] = &[Role::Supervisor];

/// The roles that may give the command. A unit above the holder may act for it: it still answers for the case.
fn roles(case: &Case, command: &Command) -> &'static [Role] {
    use Command as C;
    let at_the_desk = matches!(case.state, State::Received { .. } | State::Accepted { .. });
    match command {
        C::Accept | C::Decline { .. } | C::Dispatch { .. } | C::Grade { .. } | C::RefuseReturn { .. } | C::Refer { .. } => DESK,
        C::Review { .. } | C::FollowUpUnreached | C::Urge { .. } | C::Merge { .. } | C::Join { .. } | C::NameConflict { .. } => DESK,
        C::FollowUp { .. } if matches!(case.state, State::Answered { call: Some(_), .. }) => DESK,
        // 派单员 asks for more before the case is dispatched.
        C::Contact { .. } if at_the_desk => DESK,
        C::Acknowledge | C::RecordProgress { .. } | C::Contact { .. } | C::Return { .. } | C::Transfer { .. } => UNIT,
        C::RequestExtension { .. } | C::Resolve { .. } | C::Apply { .. } | C::CoAcknowledge | C::CoReport { .. } => UNIT,
        C::AnswerLetter { .. } => UNIT,
        C::AddCoUnit { .. } | C::RefuseApplication { .. } => DESK,
        C::Approve | C::Disapprove { .. } | C::Rule { .. } | C::GrantExtension | C::RefuseExtension { .. } => SUPERVISOR,
        C::Suspend { .. } | C::Resume { .. } | C::PutOnFile { .. } | C::Revoke { .. } | C::HandOver { .. } => SUPERVISOR,
        C::Supervise { .. } | C::Admonish { .. } | C::OrderRedo { .. } => SUPERVISOR,
        C::TakeCharge { .. } => &[Role::Leader, Role::Supervisor],
        C::Recuse { .. } => &[Role::Dispatcher, Role::Handler, Role::Leader, Role::Supervisor],
        C::Supplement { .. } => &[Role::Dispatcher],
        C::MigrateProfile { .. } => &[Role::Administrator],
        C::Confirm | C::Withdraw { .. } | C::AnswerSolved { .. } | C::FollowUp { .. } | C::Recur { .. } => &[],
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
        C::Accept | C::Decline { .. } | C::Dispatch { .. } | C::Grade { .. } | C::RefuseReturn { .. } | C::Refer { .. } => "派单员",
        C::Review { .. } | C::FollowUpUnreached | C::Merge { .. } | C::Join { .. } | C::NameConflict { .. } => "派单员",
        C::AddCoUnit { .. } | C::RefuseApplication { .. } => "派单员或督办员",
        C::Acknowledge | C::RecordProgress { .. } | C::Contact { .. } | C::Return { .. } | C::Transfer { .. } => "承办单位经办人",
        C::RequestExtension { .. } | C::Resolve { .. } | C::Apply { .. } | C::AnswerLetter { .. } => "承办单位经办人",
        C::CoAcknowledge | C::CoReport { .. } => "协办单位经办人",
        C::Approve | C::Disapprove { .. } | C::Rule { .. } | C::GrantExtension | C::RefuseExtension { .. } => "督办员",
        C::Suspend { .. } | C::Resume { .. } | C::PutOnFile { .. } | C::Revoke { .. } | C::HandOver { .. } => "督办员",
        C::Supervise { .. } | C::Admonish { .. } | C::OrderRedo { .. } => "督办员",
        C::TakeCharge { .. } => "分管领导或督办员",
        C::Recuse { .. } => "本人或督办员",
        C::Confirm | C::Withdraw { .. } | C::AnswerSolved { .. } | C::FollowUp { .. } | C::Supplement { .. } | C::Urge { .. } => {
            "诉求人本人"
        }
        C::Recur { .. } => "诉求人本人",
        C::MigrateProfile { .. } => "管理员",
        C::ClimbRung { .. } | C::AskFollowUp { .. } | C::Archive => "系统",
    }
}
