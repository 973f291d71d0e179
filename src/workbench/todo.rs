//! What waits for whom 待办, and who may read which case.

use crate::domain::case::{Application, Case, Holder, Letter, State};
use crate::domain::conversation::Say;
use crate::domain::decide::{Ctx, has_part, keeps_out};
use crate::domain::department::Directory;
use crate::domain::ids::DepartmentId;
use crate::domain::message::{CaseLine, Message};
use crate::domain::notice;
use crate::domain::privacy::Reader;
use crate::domain::span::LimitKind;
use crate::domain::staff::{Role, Staff};

/// The most cases of one 待办 list; a telephone's screen holds about so many.
const MOST_LINES: usize = 10;

/// 待办: what waits for this person, most pressing first, each with a button.
pub fn todo(cases: &[Case], staff: &Staff, reader: Reader, ctx: &Ctx<'_>) -> Say {
    let mut mine: Vec<&Case> = cases.iter().filter(|case| waits_for(case, staff, ctx)).collect();
    mine.sort_by_key(|case| (case.next_due().map(|(_, due)| due), case.number));
    let line = |case: &&Case| CaseLine::of_case(case, reader, ctx.directory, ctx.now);
    let message = Message::Todo { cases: mine.iter().take(MOST_LINES).map(line).collect(), more: mine.len().saturating_sub(MOST_LINES) };
    let buttons = mine.iter().take(MOST_LINES).map(|case| vec![notice::show(case)]).collect();
    Say { message, buttons }
}

/// Whether this person may read the case: handlers and leaders those in which their unit has a part and those in their own
/// charge, the others all. Who keeps out of a case does not read it.
pub fn may_see(case: &Case, staff: &Staff, directory: &Directory) -> bool {
    if keeps_out(case, staff, directory) {
        return false;
    }
    let part = || staff.department.as_ref().is_some_and(|own| has_part(case, own, directory));
    !staff.role.is_of_department() || part() || case.charge == Some(staff.id)
}

/// Whether the case waits for this person, by their role, their department or their name.
pub fn waits_for(case: &Case, staff: &Staff, ctx: &Ctx<'_>) -> bool {
    if keeps_out(case, staff, ctx.directory) {
        return false;
    }
    match staff.role {
        Role::Dispatcher => case.state.holder() == Holder::Dispatch || asks_for_co_unit(case),
        Role::Handler | Role::Leader => {
            let charge = case.charge == Some(staff.id) && !case.state.is_closed();
            charge || staff.department.as_ref().is_some_and(|own| waits_for_unit(case, own, ctx.directory))
        }
        Role::Supervisor => waits_for_supervisor(case, ctx),
        Role::Auditor | Role::Administrator => false,
    }
}

/// 申请协办 is for the dispatchers as well: they know who does what.
fn asks_for_co_unit(case: &Case) -> bool {
    let (State::InProgress { mandate } | State::OnFile { mandate, .. }) = &case.state else { return false };
    mandate.applied.as_ref().is_some_and(|applied| matches!(applied.what, Application::CoUnit { .. }))
}

/// As its lead, as a co-unit that has yet to sign or to say what it found, or as the addressee of a letter.
fn waits_for_unit(case: &Case, own: &DepartmentId, directory: &Directory) -> bool {
    let holds = matches!(case.state.holder(), Holder::Unit(unit) if directory.is_within(unit, own));
    let owed = |letter: &Letter| letter.answer.is_some() && letter.answered.is_none() && directory.is_within(&letter.unit, own);
    holds || owes_part(case, own, directory) || case.letters.iter().any(owed)
}

fn owes_part(case: &Case, own: &DepartmentId, directory: &Directory) -> bool {
    let (State::Dispatched { mandate } | State::InProgress { mandate } | State::Suspended { mandate, .. }) = &case.state else {
        return false;
    };
    mandate.co.iter().any(|co| co.opinion.is_none() && directory.is_within(&co.unit, own))
}

/// What only a supervisor decides, what is to be looked at again today, and what is late.
fn waits_for_supervisor(case: &Case, ctx: &Ctx<'_>) -> bool {
    let decides = |(kind, limit): &(LimitKind, crate::domain::span::Limit)| match kind {
        LimitKind::Extension | LimitKind::Application => true,
        LimitKind::Suspension => limit.due.date_naive() <= ctx.now.date_naive(),
        _ => limit.due < ctx.now,
    };
    case.state.holder() == Holder::Supervision || case.limits().iter().any(decides)
}
