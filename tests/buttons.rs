//! Every button that stands under a message may be pressed: whatever the state, the role and the profile, none is refused
//! for who pressed it or where the case stands.

use yousu::domain::action::{Action, Verb};
use yousu::domain::case::{AdmonitionCause, Application, Case, LetterKind, State};
use yousu::domain::command::Command;
use yousu::domain::conversation::{Conversation, Talk};
use yousu::domain::decide::{Ctx, decide};
use yousu::domain::ids::StaffId;
use yousu::domain::inbound::Body;
use yousu::domain::message::{Asking, Message};
use yousu::domain::notice::{Hands, for_staff};
use yousu::domain::profile::{Approval, Complex, Grade, Profile};
use yousu::domain::refusal::Refusal;
use yousu::domain::span::Span;
use yousu::domain::staff::{Actor, Post, Role, Staff};
use yousu::workbench::{Act, Turn, Worker, step};

mod common;

use common::bench::{Bench, answer, citizen, dispatcher, extension, follow_up, give_back, handler, supervisor};
use common::national;

const UNIT: &str = "chengguan";

/// The profiles that differ in what they allow.
fn profiles() -> Vec<(&'static str, Profile)> {
    let with = |change: fn(&mut Profile)| {
        let mut profile = national();
        change(&mut profile);
        profile
    };
    let complex = |by| Some(Complex { handle: Span::Workdays(15), by });
    let mut supervisors_grade = national();
    supervisors_grade.complex = complex(Grade::Supervisor);
    let mut dispatchers_grade = national();
    dispatchers_grade.complex = complex(Grade::Dispatcher);
    vec![
        ("通用", national()),
        ("督办员定级", supervisors_grade),
        ("派单员定级", dispatchers_grade),
        ("呈批", with(|profile| profile.approval = Some(Approval { within: Span::Workdays(1) }))),
        ("没有情形", with(|profile| (profile.suspension.grounds, profile.revocation) = (Vec::new(), Vec::new()))),
    ]
}

fn apply(what: Application) -> Command {
    Command::Apply { what, reason: "等检测报告".into() }
}

/// Every state in which the buttons differ.
fn states(profile: &Profile) -> Vec<(&'static str, Bench)> {
    let open = || Bench::opened_with(profile.clone(), "2026-03-02 09:00", |_| ());
    let unsure = || Bench::opened_with(profile.clone(), "2026-03-02 09:00", |new| new.complaint = common::bench::complaint(None));
    let doubtful = || {
        Bench::opened_with(profile.clone(), "2026-03-02 09:00", |new| {
            new.complaint.slots.insert(yousu::domain::complaint::Slot::Court, "已申请仲裁".into());
        })
    };
    let sent = || match open() {
        bench if matches!(bench.case.state, State::Submitted { .. }) => bench.given(&supervisor(), &Command::Approve),
        bench => bench,
    };
    let working = || sent().given(&handler(UNIT), &Command::Acknowledge);
    let returned = || sent().given(&handler(UNIT), &give_back("属供水范围", "三定方案", Some("shuiwu")));
    let refuse = Command::RefuseReturn { reason: "清单已列明".into() };
    let disputed = || returned().given(&dispatcher(), &Command::Refer { reason: "两家都说不是".into() });
    let helped = || working().given(&dispatcher(), &Command::AddCoUnit { unit: "shuiwu".into(), task: None });
    let until = |days: i64| working().now.date_naive() + chrono::TimeDelta::days(days);
    let on_file = || working().given(&supervisor(), &Command::PutOnFile { measures: "先围挡".into(), until: until(30) });
    let inquiry = Command::Supervise { kind: LetterKind::Inquiry, words: "请说明".into(), workdays: None };
    let resolved = || working().given(&handler(UNIT), &Command::Resolve { answer: answer() });
    let answered = || resolved().given(&dispatcher(), &Command::Review { fault: None });
    let mut overdue = working();
    overdue.run_to("2026-03-16 09:00");
    let mut called = answered();
    called.run_to("2026-03-06 09:00");
    let mut all = vec![
        ("待受理", doubtful()),
        ("待派单", unsure()),
        ("刚收到", open()),
        ("待签收", sent()),
        ("退单待审", returned()),
        ("驳回退单", returned().given(&dispatcher(), &refuse)),
        ("待裁定", disputed()),
        ("已裁定", disputed().given(&supervisor(), &Command::Rule { unit: UNIT.into(), reason: "三定方案".into() })),
        ("办理中", working()),
        ("待批延期", working().given(&handler(UNIT), &extension(3))),
        ("申请挂账", working().given(&handler(UNIT), &apply(Application::OnFile { until: until(20) }))),
        ("申请协办", working().given(&handler(UNIT), &apply(Application::CoUnit { unit: "jiaotong".into() }))),
        ("有协办", helped()),
        ("协办已签", helped().given(&handler("shuiwu"), &Command::CoAcknowledge)),
        ("已挂账", on_file()),
        ("挂账时申请", on_file().given(&handler(UNIT), &apply(Application::OnFile { until: until(60) }))),
        ("有查询函", working().given(&supervisor(), &inquiry)),
        ("已超期", overdue),
        ("单位回避", working().given(&dispatcher(), &Command::NameConflict { unit: UNIT.into(), reason: "被反映".into() })),
        ("本人回避", working().given(&handler(UNIT), &Command::Recuse { person: StaffId(7), reason: "邻居".into() })),
        ("待审核", resolved()),
        ("待回访", answered()),
        ("请打电话", called),
        ("已归档", answered().given(&citizen(), &follow_up(Some(true), yousu::domain::case::Satisfaction::Satisfied, None))),
        ("已移送", working().given(&supervisor(), &Command::HandOver { to: "公安局".into(), reason: "涉嫌违法".into() })),
    ];
    if let Some(ground) = profile.suspension.grounds.first() {
        let ground = ground.id.clone();
        let suspend = Command::Suspend { ground: ground.clone(), reason: "等报告".into(), review_workdays: 5 };
        all.push(("申请中止", working().given(&handler(UNIT), &apply(Application::Suspension { ground }))));
        all.push(("中止", working().given(&supervisor(), &suspend)));
        all.push(("中止有协办", helped().given(&supervisor(), &suspend)));
    }
    if profile.complex.is_some() {
        all.push(("疑难复杂", unsure().given(&supervisor(), &Command::Grade { complex: true })));
    }
    all
}

/// Everybody who might read the message.
fn people() -> Vec<Staff> {
    let person = |role: Role, unit: Option<&str>| Staff {
        id: StaffId(7),
        name: "周敏".into(),
        role,
        department: unit.map(Into::into),
        user: "play:周敏".into(),
        post: Post::A,
        away: None,
        demo: false,
    };
    let mut all: Vec<Staff> = Role::ALL.into_iter().filter(|role| !role.is_of_department()).map(|role| person(role, None)).collect();
    for unit in [UNIT, "shuiwu", "jiaotong", "dadui"] {
        all.extend([Role::Handler, Role::Leader].map(|role| person(role, Some(unit))));
    }
    all
}

/// What stands under a message, and behind 更多.
fn offered(case: &Case, hands: &Hands<'_>) -> (Vec<Vec<Action>>, Vec<Action>) {
    let next = for_staff(&Message::Asking(Asking::FormCancelled), case, hands);
    let more = for_staff(&Message::Asking(Asking::MoreSteps { number: case.number, state: case.state.label() }), case, hands);
    let behind = if next.iter().flatten().any(|action| matches!(action, Action::Case(_, Verb::More))) { more } else { Vec::new() };
    (next, behind.into_iter().flatten().collect())
}

fn is_of_person_or_state(refusal: &Refusal) -> bool {
    !matches!(
        refusal,
        // What the clock alone forbids is said when it is pressed.
        Refusal::ReturnTooLate { .. } | Refusal::ExtensionTooLate { .. }
    )
}

/// Presses the button: the refusal that comes of it, if any.
fn pressed(action: &Action, bench: &Bench, staff: &Staff) -> Option<Refusal> {
    let actor = Actor::from(staff);
    let ctx = Ctx { now: bench.now, actor: &actor, profile: &bench.profile, time: bench.time(), directory: &bench.directory };
    let worker = Worker {
        staff,
        conversation: &Conversation::default(),
        case: Some(&bench.case),
        is_group: false,
        colleagues: std::slice::from_ref(staff),
        red_cards: &|_| 0,
    };
    let turn = step(&Body::Press(action.encode()), &worker, &ctx);
    let said = turn.says.iter().find_map(|say| match &say.message {
        Message::Refused { refusal } => Some(refusal.clone()),
        _ => None,
    });
    let decided = match &turn.act {
        Some(Act::Do(_, command)) => decide(&bench.case, command, &ctx).err(),
        _ => None,
    };
    said.or(decided)
}

#[test]
fn no_button_is_refused() {
    let mut count = 0;
    for (rules, profile) in profiles() {
        for (state, bench) in states(&profile) {
            for staff in people() {
                let hands = Hands::of(&staff, &bench.profile, &bench.directory, bench.now);
                let (next, more) = offered(&bench.case, &hands);
                assert!(next.len() <= 5, "{rules} {state} {}: {next:?}", staff.role.label());
                for action in next.iter().flatten().chain(&more) {
                    count += 1;
                    let refusal = pressed(action, &bench, &staff).filter(is_of_person_or_state);
                    let who = (staff.role.label(), staff.department.as_ref());
                    assert_eq!(refusal, None, "{rules} {state} {who:?}: {}", action.key());
                }
            }
        }
    }
    assert!(count > 2000, "only {count} buttons were pressed");
}

#[test]
fn nothing_is_offered_twice_and_more_leads_somewhere() {
    for (rules, profile) in profiles() {
        for (state, bench) in states(&profile) {
            for staff in people() {
                let hands = Hands::of(&staff, &bench.profile, &bench.directory, bench.now);
                let (next, more) = offered(&bench.case, &hands);
                let mut seen: Vec<&Action> = Vec::new();
                for action in next.iter().flatten().chain(more.iter().filter(|action| !matches!(action, Action::Case(_, Verb::Show)))) {
                    assert!(!seen.contains(&action), "{rules} {state} {}: {} twice", staff.role.label(), action.key());
                    seen.push(action);
                }
            }
        }
    }
}

fn filled(bench: &Bench, staff: &Staff, colleagues: &[Staff], red_cards: u32, lines: &[&str]) -> Turn {
    let actor = Actor::from(staff);
    let ctx = Ctx { now: bench.now, actor: &actor, profile: &bench.profile, time: bench.time(), directory: &bench.directory };
    let mut conversation = Conversation::default();
    let mut turn = Turn::default();
    for line in lines {
        let worker =
            Worker { staff, conversation: &conversation, case: Some(&bench.case), is_group: false, colleagues, red_cards: &|_| red_cards };
        turn = step(&Body::Text((*line).to_owned()), &worker, &ctx);
        conversation.talk = turn.talk.clone();
    }
    turn
}

fn person(id: u32, name: &str, role: Role, unit: Option<&str>) -> Staff {
    Staff { id: StaffId(id), name: name.into(), role, department: unit.map(Into::into), ..people()[0].clone() }
}

#[test]
fn an_admonition_names_its_person_and_its_cause() {
    let bench = Bench::in_progress();
    let chief = person(1, "庄严", Role::Supervisor, None);
    let colleagues = [chief.clone(), person(2, "李强", Role::Handler, Some(UNIT)), person(3, "李强", Role::Handler, Some("shuiwu"))];
    let words = "姓名：城管局李强\n事由：红牌累计\n内容：三件工单都拖过宽限期";
    let turn = filled(&bench, &chief, &colleagues, 3, &["效能告诫书", words]);
    let Some(Act::Do(_, Command::Admonish { person, cause, red_cards, .. })) = turn.act else { panic!("{turn:?}") };
    assert_eq!((person, cause, red_cards), (StaffId(2), AdmonitionCause::RedCards, 3));
    // Too few cards: the cause is asked for again, and the rest is kept.
    let turn = filled(&bench, &chief, &colleagues, 1, &["效能告诫书", words]);
    let Talk::Form { filled: kept, .. } = &turn.talk else { panic!("{turn:?}") };
    assert_eq!(kept.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["姓名", "内容"]);
    // Two of the name: the unit is asked for.
    let turn = filled(&bench, &chief, &colleagues, 3, &["效能告诫书", &words.replace("城管局", "")]);
    assert!(matches!(&turn.says[0].message, Message::Refused { refusal: Refusal::NotThatPerson { .. } }), "{turn:?}");
}

#[test]
fn a_dispatch_may_name_those_who_help() {
    let bench = Bench::accepted();
    let desk = person(1, "安宁", Role::Dispatcher, None);
    for words in ["城管局 协办 水务局、交通局", "单位：城管局\n协办：水务局，交通局"] {
        let turn = filled(&bench, &desk, &[], 0, &["派单", words]);
        let Some(Act::Do(_, Command::Dispatch { unit, co_units, .. })) = turn.act else { panic!("{words}: {turn:?}") };
        assert_eq!((unit.as_str(), co_units.len()), (UNIT, 2), "{words}");
    }
    // A helper that nobody knows is asked for again; the lead unit is kept.
    let turn = filled(&bench, &desk, &[], 0, &["派单", "单位：城管局\n协办：仙界局", "交通局"]);
    let Some(Act::Do(_, Command::Dispatch { unit, co_units, .. })) = turn.act else { panic!("{turn:?}") };
    assert_eq!((unit.as_str(), co_units[0].as_str()), (UNIT, "jiaotong"));
}

#[test]
fn a_case_is_merged_into_the_one_whose_number_is_written() {
    let bench = Bench::in_progress();
    let desk = person(1, "安宁", Role::Dispatcher, None);
    let turn = filled(&bench, &desk, &[], 0, &["并案", "并到它自己 20260302-000001", "并入20260228-000017这件"]);
    let Some(Act::Merge { into, .. }) = turn.act else { panic!("{turn:?}") };
    assert_eq!(into.to_string(), "20260228-000017");
}
