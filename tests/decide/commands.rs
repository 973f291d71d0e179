//! Random commands by random people: what the property test of every case is fed with.

use proptest::prelude::*;
use yousu::domain::case::{AdmonitionCause, Application, Case, Ground, LetterKind, Satisfaction};
use yousu::domain::command::Command;
use yousu::domain::complaint::Slots;
use yousu::domain::ids::StaffId;
use yousu::domain::profile::Profile;
use yousu::domain::span::Span;
use yousu::domain::staff::{Actor, Role};

use crate::common::bench::{
    answer, citizen, dispatch_to, dispatcher, extension, give_back, handler, neighbour, person, staff, stranger, supervisor,
};
use crate::common::{date, full};
use crate::withdraw;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![1 => Just(String::new()), 1 => Just("　".to_owned()), 6 => Just("已处理".to_owned())]
}

fn unit_ids() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["chengguan", "dadui", "zhongdui", "shuiwu", "jiaotong", "nowhere"])
}

fn people() -> impl Strategy<Value = StaffId> {
    (7_u32..9).prop_map(StaffId)
}

pub fn actors() -> impl Strategy<Value = Actor> {
    let others = prop_oneof![Just(staff(Role::Auditor, None)), Just(staff(Role::Administrator, None)), Just(stranger())];
    let people = prop_oneof![
        3 => Just(citizen()),
        1 => Just(neighbour_actor()),
        1 => others,
        4 => unit_ids().prop_map(handler),
        2 => Just(person(8, Role::Handler, Some("chengguan"))),
        1 => unit_ids().prop_map(|unit| person(8, Role::Leader, Some(unit))),
        3 => Just(dispatcher()),
        3 => Just(supervisor()),
    ];
    prop_oneof![6 => people, 1 => Just(Actor::System)]
}

fn neighbour_actor() -> Actor {
    Actor::Citizen { user: "play:李".into() }
}

/// Somebody who may give this command, as the case stands.
pub fn who_may(case: &Case, command: &Command) -> Actor {
    use Command as C;
    let unit = || handler(case.unit().map_or("chengguan", |unit| unit.as_str()));
    let co = || case.state.mandate().and_then(|task| task.co.first()).map_or_else(unit, |co| handler(co.unit.as_str()));
    match command {
        C::Accept | C::Decline { .. } | C::Dispatch { .. } | C::RefuseReturn { .. } | C::Refer { .. } | C::Review { .. } => dispatcher(),
        C::Acknowledge | C::RecordProgress { .. } | C::Contact { .. } | C::Return { .. } | C::Transfer { .. } => unit(),
        C::RequestExtension { .. } | C::Resolve { .. } | C::Apply { .. } | C::AnswerLetter { .. } => unit(),
        C::CoAcknowledge | C::CoReport { .. } => co(),
        C::Confirm | C::Supplement { .. } | C::Withdraw { .. } | C::AnswerSolved { .. } | C::FollowUp { .. } | C::Recur { .. } => citizen(),
        C::MigrateProfile { .. } => staff(Role::Administrator, None),
        C::ClimbRung { .. } | C::AskFollowUp { .. } | C::Archive => Actor::System,
        _ => supervisor(),
    }
}

fn satisfactions() -> impl Strategy<Value = Satisfaction> {
    prop::sample::select(Satisfaction::ALL.to_vec())
}

/// Other rules, to which a case may be moved.
pub fn other() -> Profile {
    let mut profile = full();
    profile.key = "other@1".into();
    profile.handle.complaint = Span::Workdays(10);
    profile.acknowledge.normal = Span::Natural(90);
    profile.ladder.retain(|rung| rung.id != "handle-half");
    profile
}

/// What ends a case.
pub fn endings() -> impl Strategy<Value = Command> {
    prop_oneof![
        Just(withdraw()),
        text().prop_map(|way| Command::Decline { ground: Ground::Repeated, way }),
        text().prop_map(|reason| Command::Revoke { ground: "unfounded".into(), reason }),
        (text(), text()).prop_map(|(to, reason)| Command::HandOver { to, reason }),
        Just(Command::Merge { into: "20260301-000009".parse().expect("a case number") }),
        Just(Command::Recur { case: "20260501-000001".parse().expect("a case number") }),
    ]
}

pub fn commands() -> impl Strategy<Value = Command> {
    prop_oneof![6 => at_the_desk(), 8 => of_units(), 5 => of_supervisors(), 5 => of_citizens()]
}

fn at_the_desk() -> impl Strategy<Value = Command> {
    let units = || prop::collection::vec(unit_ids().prop_map(Into::into), 0..3);
    prop_oneof![
        1 => Just(Command::Accept),
        4 => unit_ids().prop_map(dispatch_to),
        2 => (unit_ids(), units()).prop_map(|(unit, co_units)| Command::Dispatch { unit: unit.into(), co_units, instruction: None }),
        1 => any::<bool>().prop_map(|complex| Command::Grade { complex }),
        2 => text().prop_map(|reason| Command::RefuseReturn { reason }),
        3 => text().prop_map(|reason| Command::Refer { reason }),
        1 => (unit_ids(), prop::option::of(text())).prop_map(|(unit, task)| Command::AddCoUnit { unit: unit.into(), task }),
        1 => text().prop_map(|reason| Command::RefuseApplication { reason }),
        4 => prop::option::of(text()).prop_map(|fault| Command::Review { fault }),
        1 => Just(Command::FollowUpUnreached),
        1 => prop::sample::select(vec!["李", "孙"]).prop_map(|name| Command::Join { party: neighbour(name) }),
        1 => (unit_ids(), text()).prop_map(|(unit, reason)| Command::NameConflict { unit: unit.into(), reason }),
        1 => (people(), text()).prop_map(|(person, reason)| Command::Recuse { person, reason }),
    ]
}

fn of_units() -> impl Strategy<Value = Command> {
    let suggested = || prop::option::of(unit_ids());
    prop_oneof![
        6 => Just(Command::Acknowledge),
        1 => text().prop_map(|note| Command::RecordProgress { note }),
        1 => text().prop_map(|note| Command::Contact { note }),
        2 => (text(), text(), suggested()).prop_map(|(reason, basis, suggested)| give_back(&reason, &basis, suggested)),
        2 => Just(give_back("属供水范围", "三定方案", Some("shuiwu"))),
        2 => (unit_ids(), prop::option::of(text())).prop_map(|(to, note)| Command::Transfer { to: to.into(), note }),
        2 => (0_u32..13).prop_map(extension),
        4 => Just(Command::Resolve { answer: answer() }),
        2 => (applications(), text()).prop_map(|(what, reason)| Command::Apply { what, reason }),
        1 => Just(Command::CoAcknowledge),
        1 => text().prop_map(|opinion| Command::CoReport { opinion }),
        1 => (1_u32..4, text()).prop_map(|(letter, words)| Command::AnswerLetter { letter, words }),
    ]
}

fn applications() -> impl Strategy<Value = Application> {
    prop_oneof![
        Just(Application::Suspension { ground: "appraisal".into() }),
        Just(Application::OnFile { until: date("2026-06-30") }),
        unit_ids().prop_map(|unit| Application::CoUnit { unit: unit.into() }),
    ]
}

fn of_supervisors() -> impl Strategy<Value = Command> {
    let kinds = || prop::sample::select(vec![LetterKind::Inquiry, LetterKind::Notice, LetterKind::Bulletin]);
    prop_oneof![
        1 => Just(Command::GrantExtension),
        1 => text().prop_map(|reason| Command::RefuseExtension { reason }),
        3 => Just(Command::Approve),
        1 => text().prop_map(|reason| Command::Disapprove { reason }),
        2 => text().prop_map(|reason| Command::OrderRedo { reason }),
        3 => (unit_ids(), text()).prop_map(|(unit, reason)| Command::Rule { unit: unit.into(), reason }),
        3 => (text(), 0_u32..22).prop_map(|(reason, days)| Command::Suspend { ground: "force".into(), reason, review_workdays: days }),
        3 => text().prop_map(|reason| Command::Resume { reason }),
        2 => text().prop_map(|measures| Command::PutOnFile { measures, until: date("2026-06-30") }),
        1 => (kinds(), text(), prop::option::of(0_u32..5)).prop_map(|(kind, words, workdays)| Command::Supervise { kind, words, workdays }),
        1 => (people(), 0_u32..5, text()).prop_map(|(person, red_cards, words)| Command::Admonish {
            person,
            cause: AdmonitionCause::RedCards,
            red_cards,
            words
        }),
        1 => people().prop_map(|leader| Command::TakeCharge { leader }),
        1 => Just(Command::MigrateProfile { to: Box::new(other()) }),
    ]
}

fn of_citizens() -> impl Strategy<Value = Command> {
    let said = (prop::option::of(any::<bool>()), satisfactions(), prop::option::of(text()));
    prop_oneof![
        1 => any::<bool>().prop_map(|solved| Command::AnswerSolved { solved }),
        4 => said.prop_map(|(solved, satisfaction, reason)| Command::FollowUp { solved, satisfaction, reason }),
        1 => Just(Command::Confirm),
        1 => text().prop_map(|text| Command::Supplement { text, slots: Slots::new(), evidence: Vec::new(), risks: Vec::new() }),
        1 => text().prop_map(|note| Command::Urge { note }),
    ]
}
