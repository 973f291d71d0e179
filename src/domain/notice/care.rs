//! Who hears of what not every case meets: approval, rulings, co-units, suspension, commitments, ends above the unit's head,
//! and who keeps out.

use super::{Audience, Notice, View, ladder};
use crate::domain::case::{Application, Case, Holder, Mandate, State};
use crate::domain::event::{Event, Recorded};
use crate::domain::history::{Detail, Teller};
use crate::domain::ids::DepartmentId;
use crate::domain::message::{Message, Standstill, when};
use crate::domain::privacy::{self, Reader};
use crate::domain::span::{Limit, LimitKind};
use crate::domain::staff::{Actor, Role};

pub(super) fn notices(recorded: &Recorded, before: &State, view: &View<'_>) -> Vec<Notice> {
    let number = view.case.number;
    match &recorded.event {
        Event::SubmittedForApproval { .. } => submitted(recorded, before, view),
        Event::Disapproved { .. } => vec![news(recorded, Audience::Role(Role::Dispatcher), view)],
        Event::ReturnRefused { .. } | Event::ApplicationRefused { .. } | Event::ChargeTaken { .. } => to_unit(recorded, view),
        Event::ReferredForRuling { .. } => {
            let mut all = vec![news(recorded, Audience::Role(Role::Supervisor), view)];
            all.extend(to_unit(recorded, view));
            all
        }
        Event::CoUnitAdded { unit, .. } => {
            [news(recorded, Audience::Unit(unit.clone()), view)].into_iter().chain(to_unit(recorded, view)).collect()
        }
        Event::CoReported { .. } => to_unit(recorded, view),
        Event::Applied { what, .. } => {
            let who = if matches!(what, Application::CoUnit { .. }) { Role::Dispatcher } else { Role::Supervisor };
            vec![news(recorded, Audience::Role(who), view)]
        }
        Event::Suspended { label, review, .. } => {
            let told =
                Message::Standstill(Standstill::Suspended { number, unit: view.unit(), ground: label.clone(), review: when(review.due) });
            with_citizen(to_unit_and_co(recorded, view), told, view)
        }
        Event::Resumed { due, .. } => {
            let told = Message::Standstill(Standstill::Resumed { number, unit: view.unit(), due: when(*due) });
            with_citizen(to_unit_and_co(recorded, view), told, view)
        }
        Event::ProfileMigrated { limits, .. } => migrated(recorded, before, limits, view),
        Event::PutOnFile { measures, promise } => {
            let told = Message::Standstill(Standstill::PutOnFile {
                number,
                unit: view.unit(),
                measures: view.for_citizens(measures),
                due: when(promise.due),
            });
            with_citizen(to_unit_and_co(recorded, view), told, view)
        }
        Event::Revoked { label, reason, .. } => {
            let told = Message::Standstill(Standstill::Revoked { number, ground: label.clone(), reason: view.for_citizens(reason) });
            with_citizen(to_all_at_work(recorded, before, view), told, view)
        }
        Event::HandedOver { to, reason } => {
            let told = Message::Standstill(Standstill::HandedOver { number, to: view.for_citizens(to), reason: view.for_citizens(reason) });
            with_citizen(to_all_at_work(recorded, before, view), told, view)
        }
        Event::Recused { .. } => {
            let supervisor = news(recorded, Audience::Role(Role::Supervisor), view);
            to_unit(recorded, view).into_iter().chain([supervisor]).collect()
        }
        Event::ConflictNamed { unit, dispatch, .. } => conflict(recorded, before, (unit, dispatch.is_some()), view),
        _ => Vec::new(),
    }
}

/// Whoever must move hears that an end moved, and the citizen when it is the date of their answer.
fn migrated(recorded: &Recorded, before: &State, limits: &[(LimitKind, Limit)], view: &View<'_>) -> Vec<Notice> {
    let mut all = if limits.is_empty() { Vec::new() } else { to_all_at_work(recorded, before, view) };
    if let Some((_, limit)) = limits.iter().find(|(kind, _)| *kind == LimitKind::Handle) {
        let told = Message::Standstill(Standstill::DueMoved { number: view.case.number, unit: view.unit(), due: when(limit.due) });
        all = with_citizen(all, told, view);
    }
    all
}

/// The event with the case, for these readers.
pub(super) fn news(recorded: &Recorded, to: Audience, view: &View<'_>) -> Notice {
    let role = ladder::role_of(&to);
    let details = details(recorded, role, view);
    view.to(to, Message::News { what: recorded.event.label(), card: view.card(role), details })
}

fn details(recorded: &Recorded, role: Role, view: &View<'_>) -> Vec<Detail> {
    let sight = privacy::sight(Reader::Staff(role), view.case);
    let teller = Teller { case: view.case, directory: view.directory, staff: view.staff, rules: view.profile, sight };
    let mut details = teller.details(&recorded.event);
    // What is ruled on is the return; its words belong to it.
    if let (Event::ReferredForRuling { .. }, State::Ruling { slip, .. }) = (&recorded.event, &view.case.state) {
        let suggested = slip.suggested.as_ref().map(|unit| view.directory.short(unit).to_owned());
        let returned = [
            ("退单单位", view.directory.short(&slip.mandate.unit).to_owned()),
            ("退单理由", teller.veil(&slip.reason)),
            ("退单依据", teller.veil(&slip.basis)),
            ("建议单位", suggested.unwrap_or_default()),
        ];
        details.splice(0..0, returned.into_iter().filter(|(_, words)| !words.is_empty()));
    }
    details
}

fn with_citizen(mut all: Vec<Notice>, told: Message, view: &View<'_>) -> Vec<Notice> {
    all.push(view.to(Audience::Citizen, told));
    all
}

/// The unit that has, or had, the task.
fn to_unit(recorded: &Recorded, view: &View<'_>) -> Vec<Notice> {
    view.case.unit().map(|unit| news(recorded, Audience::Unit(unit.clone()), view)).into_iter().collect()
}

fn to_unit_and_co(recorded: &Recorded, view: &View<'_>) -> Vec<Notice> {
    let co = co_units(view.case).into_iter().map(|unit| news(recorded, Audience::Unit(unit), view));
    to_unit(recorded, view).into_iter().chain(co).collect()
}

fn co_units(case: &Case) -> Vec<DepartmentId> {
    case.state.mandate().into_iter().flat_map(|mandate| &mandate.co).map(|co| co.unit.clone()).collect()
}

/// Everybody who had something to do with the case where it stood: the lead, the co-units, and whoever held it.
pub(super) fn at_work(before: &State) -> Vec<Audience> {
    let units = |mandate: &Mandate| {
        let co = mandate.co.iter().map(|co| Audience::Unit(co.unit.clone()));
        [Audience::Unit(mandate.unit.clone())].into_iter().chain(co).collect::<Vec<_>>()
    };
    // A unit that gave the case back has nothing to do with it any more.
    let gave_back = matches!(before, State::Accepted { .. } | State::Submitted { .. } | State::Ruling { .. });
    let mut all = before.mandate().filter(|_| !gave_back).map(units).unwrap_or_default();
    match before.holder() {
        Holder::Dispatch => all.push(Audience::Role(Role::Dispatcher)),
        Holder::Supervision => all.push(Audience::Role(Role::Supervisor)),
        Holder::Unit(_) | Holder::Citizen | Holder::Nobody => {}
    }
    all
}

fn to_all_at_work(recorded: &Recorded, before: &State, view: &View<'_>) -> Vec<Notice> {
    at_work(before).into_iter().map(|to| news(recorded, to, view)).collect()
}

/// What the co-units of a dispatch are told.
pub(super) fn co_tasks(recorded: &Recorded, view: &View<'_>) -> Vec<Notice> {
    let Event::Dispatched { co_units, .. } = &recorded.event else { return Vec::new() };
    let tell = |unit: &DepartmentId| {
        let message = Message::News { what: "请协办", card: view.card(Role::Handler), details: details(recorded, Role::Handler, view) };
        let mut notice = view.to(Audience::Unit(unit.clone()), message);
        notice.attachments = view.evidence(&view.case.evidence(), Role::Handler);
        notice
    };
    co_units.iter().map(tell).collect()
}

/// 呈批. A citizen whose matter was accepted by a person in the same breath hears that it was.
fn submitted(recorded: &Recorded, before: &State, view: &View<'_>) -> Vec<Notice> {
    let supervisor = news(recorded, Audience::Role(Role::Supervisor), view);
    let just_accepted = matches!(before, State::Accepted { dispatch, returned: None } if dispatch.given == recorded.at);
    let told =
        (just_accepted && recorded.by != Actor::System).then(|| view.to(Audience::Citizen, Message::Accepted { number: view.case.number }));
    [supervisor].into_iter().chain(told).collect()
}

/// 单位回避: the unit complained of hears no more than that the case is not theirs; the dispatchers send it elsewhere.
fn conflict(recorded: &Recorded, before: &State, (unit, held): (&DepartmentId, bool), view: &View<'_>) -> Vec<Notice> {
    let number = view.case.number;
    let mut all = vec![news(recorded, Audience::Role(Role::Dispatcher), view)];
    if held {
        let holder = before.mandate().map_or(unit, |mandate| &mandate.unit).clone();
        all.push(view.to(Audience::Taken(holder), Message::TaskTaken { number, why: "改派" }));
        all.push(
            view.to(
                Audience::Citizen,
                Message::Standstill(Standstill::UnitRecused { number, unit: view.directory.short(unit).to_owned() }),
            ),
        );
    }
    all
}
