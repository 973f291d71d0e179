//! The transition table as a document: every state × every command, and who may give which. A change of policy shows as a
//! change of `tests/snapshots/`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use yousu::domain::case::{Case, Ground, Satisfaction, State};
use yousu::domain::command::Command;
use yousu::domain::complaint::Slots;
use yousu::domain::decide::holder_name;
use yousu::domain::event::{EVENT_VERSION, Event, Recorded};
use yousu::domain::ids::Moment;
use yousu::domain::refusal::Refusal;
use yousu::domain::reminder::Due;
use yousu::domain::span::{LimitKind, Span};
use yousu::domain::staff::{Actor, Role};

mod common;

use common::bench::{
    Bench, answer, citizen, dispatch_to, dispatcher, extension, follow_up, give_back, handler, staff, stranger, supervisor,
};
use common::table::align;

const UNIT: &str = "chengguan";

/// Every state in which the table differs, each with a name and a case that stands there.
fn states() -> Vec<(&'static str, Bench)> {
    let refuse = Command::RefuseReturn { reason: "职责清单已列明".into() };
    let returned = || Bench::dispatched().given(&handler(UNIT), &give_back("属供水范围", "三定方案", Some("shuiwu")));
    let ruled = returned().given(&dispatcher(), &refuse);
    let asked = Bench::in_progress().given(&handler(UNIT), &extension(5));
    let used_up = Bench::in_progress().given(&handler(UNIT), &extension(5)).given(&supervisor(), &Command::GrantExtension);
    let mut overdue = Bench::in_progress();
    overdue.run_to("2026-03-16 09:00");
    let mut called = Bench::answered();
    called.run_to("2026-03-06 09:00");
    let said = Bench::answered().given(&citizen(), &Command::AnswerSolved { solved: true });
    let good = follow_up(Some(true), Satisfaction::Satisfied, None);
    let bad = follow_up(Some(false), Satisfaction::Dissatisfied, None);
    let mut redone = Bench::answered();
    redone.case.tally.redos = redone.profile.redo.times;
    vec![
        ("待受理", Bench::received()),
        ("待派单", Bench::accepted()),
        ("待派单·退单待审", returned()),
        ("待签收", Bench::dispatched()),
        ("待签收·裁定", ruled),
        ("办理中", Bench::in_progress()),
        ("办理中·待批延期", asked),
        ("办理中·已延期", used_up),
        ("办理中·已超期", overdue),
        ("待审核", Bench::resolved()),
        ("待回访", Bench::answered()),
        ("待回访·已答是否解决", said),
        ("待回访·转人工", called),
        ("待回访·重办已满", redone),
        ("待归档", kept_open().given(&citizen(), &good)),
        ("已归档", Bench::answered().given(&citizen(), &good)),
        ("已归档·未解决", archived_unsolved(&bad)),
        ("不予受理", Bench::received().given(&dispatcher(), &decline())),
        ("已撤诉", Bench::in_progress().given(&citizen(), &Command::Withdraw { reason: "已自行解决".into() })),
    ]
}

/// Answered under a profile that leaves three workdays to object.
fn kept_open() -> Bench {
    let mut bench = Bench::answered();
    bench.profile.archive_after = Span::Workdays(3);
    bench
}

fn archived_unsolved(bad: &Command) -> Bench {
    let mut bench = Bench::answered();
    bench.case.tally.redos = bench.profile.redo.times;
    bench.given(&citizen(), bad)
}

fn decline() -> Command {
    Command::Decline { ground: Ground::OtherProcedure, way: "请向仲裁委员会查询".into() }
}

/// Every command, each with a name and whoever is right to give it in this state.
fn commands(bench: &Bench) -> Vec<(String, Command, Actor)> {
    let unit = bench.case.unit().map_or(UNIT, |unit| unit.as_str());
    let (unit, desk) = (handler(unit), dispatcher());
    let text = |text: &str| text.to_owned();
    vec![
        (text("受理"), Command::Accept, desk.clone()),
        (text("不予受理"), decline(), desk.clone()),
        (text("派单（水务局）"), dispatch_to("shuiwu"), desk.clone()),
        (text("派单（城管局）"), dispatch_to(UNIT), desk.clone()),
        (text("签收"), Command::Acknowledge, unit.clone()),
        (text("记录进展"), Command::RecordProgress { note: "已到现场".into() }, unit.clone()),
        (text("联系诉求人"), Command::Contact { note: "请提供门牌号".into() }, unit.clone()),
        (text("退单"), give_back("属供水范围", "三定方案", Some("shuiwu")), unit.clone()),
        (text("驳回退单"), Command::RefuseReturn { reason: "职责清单已列明".into() }, desk.clone()),
        (text("转派（下级）"), Command::Transfer { to: "dadui".into(), note: None }, unit.clone()),
        (text("转派（平级）"), Command::Transfer { to: "shuiwu".into(), note: None }, unit.clone()),
        (text("申请延期"), extension(3), unit.clone()),
        (text("同意延期"), Command::GrantExtension, supervisor()),
        (text("不同意延期"), Command::RefuseExtension { reason: "时间足够".into() }, supervisor()),
        (text("办结"), Command::Resolve { answer: answer() }, unit),
        (text("审核通过"), Command::Review { fault: None }, desk.clone()),
        (text("审核退回"), Command::Review { fault: Some("未写明依据".into()) }, desk.clone()),
        (text("答是否解决"), Command::AnswerSolved { solved: true }, citizen()),
        (text("回访（只答满意）"), follow_up(None, Satisfaction::Satisfied, None), citizen()),
        (text("回访（解决／不满意／无理由）"), follow_up(Some(true), Satisfaction::Dissatisfied, None), citizen()),
        (text("回访（解决／不满意／有理由）"), follow_up(Some(true), Satisfaction::Dissatisfied, Some("态度生硬")), citizen()),
        (text("回访（未解决）"), follow_up(Some(false), Satisfaction::Dissatisfied, None), citizen()),
        (text("人工回访（解决／满意）"), follow_up(Some(true), Satisfaction::Satisfied, None), desk.clone()),
        (text("人工回访（联系不上）"), Command::FollowUpUnreached, desk),
        (text("撤诉"), Command::Withdraw { reason: "已自行解决".into() }, citizen()),
        (text("确认"), Command::Confirm, citizen()),
        (text("补充"), Command::Supplement { text: "昨晚又来了".into(), slots: Slots::new(), evidence: Vec::new() }, citizen()),
        (text("催办"), Command::Urge { note: "请抓紧".into() }, citizen()),
        (text("阶梯到期"), due_rung(bench), Actor::System),
        (text("回访到期"), due_follow_up(bench), Actor::System),
        (text("归档到期"), Command::Archive, Actor::System),
    ]
}

/// The next rung of the case, or one that belongs to no running limit.
fn due_rung(bench: &Bench) -> Command {
    let next = bench.reminders().into_iter().find(|reminder| matches!(reminder.what, Due::Rung { .. }));
    next.map_or_else(
        || Command::ClimbRung { limit: LimitKind::Handle, given: bench.now, id: "handle-half".into() },
        |reminder| reminder.what.command(),
    )
}

fn due_follow_up(bench: &Bench) -> Command {
    let next = bench.reminders().into_iter().find(|reminder| matches!(reminder.what, Due::FollowUp { .. }));
    next.map_or(Command::AskFollowUp { attempt: 1 }, |reminder| reminder.what.command())
}

/// When the clock brings what it brings; people act where the case stands.
fn time_of(bench: &Bench, command: &Command) -> Moment {
    let due = bench.reminders().into_iter().filter(|reminder| reminder.what.command() == *command).map(|reminder| reminder.due).min();
    due.map_or(bench.now, |due| due.max(bench.now))
}

fn after(case: &Case, events: &[Event], bench: &Bench, actor: &Actor) -> Case {
    let mut case = case.clone();
    for (seq, event) in (case.seq + 1..).zip(events) {
        let event = event.clone();
        case.apply(&Recorded { v: EVENT_VERSION, case: case.number, seq, at: bench.now, by: actor.clone(), event });
    }
    case
}

fn code(refusal: &Refusal) -> String {
    let json = serde_json::to_value(refusal).expect("a refusal is serialised");
    json["refusal"].as_str().expect("a refusal has a name").to_owned()
}

/// What the state says beyond its name, where the next step depends on it.
fn sub_state(state: &State) -> &'static str {
    match state {
        State::Accepted { returned: Some(_), .. } => "·退单待审",
        State::Dispatched { mandate } if mandate.by_ruling => "·裁定",
        State::Dispatched { mandate } | State::InProgress { mandate } if mandate.asked.is_some() => "·待批延期",
        State::InProgress { mandate } if mandate.extensions > 0 => "·已延期",
        State::Answered { call: Some(_), .. } => "·转人工",
        State::Answered { solved: Some(_), .. } => "·已答是否解决",
        _ => "",
    }
}

/// What comes of the command: the new state and the events, or why not.
fn outcome(mut bench: Bench, actor: &Actor, command: &Command) -> Result<[String; 2], String> {
    bench.now = time_of(&bench, command);
    match bench.decide(actor, command) {
        Err(refusal) => Err(code(&refusal)),
        Ok(events) if events.is_empty() => Err("无事可做（不再到期，或早已确认）".to_owned()),
        Ok(events) => {
            let case = after(&bench.case, &events, &bench, actor);
            let names: Vec<&str> = events.iter().map(Event::label).collect();
            Ok([format!("{}{}", case.state.label(), sub_state(&case.state)), names.join("、")])
        }
    }
}

/// One state: what is possible, line by line, then what is not, by its reason.
fn page(name: &str, bench: &Bench) -> String {
    let mut possible = Vec::new();
    let mut refused: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (label, command, actor) in commands(bench) {
        match outcome(bench.clone(), &actor, &command) {
            Ok([state, events]) => possible.push(vec![format!("  {label}"), format!("→ {state}"), events]),
            Err(code) => refused.entry(code).or_default().push(label),
        }
    }
    let refused: Vec<String> = refused.iter().map(|(code, labels)| format!("  × {code}：{}", labels.join("、"))).collect();
    let lines = [align(&possible), refused.join("\n")].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    format!("【{name}】责任人：{}\n{}\n", holder_name(&bench.case, &bench.directory), lines.join("\n"))
}

#[test]
fn every_state_and_every_command() {
    let pages: Vec<String> = states().iter().map(|(name, bench)| page(name, bench)).collect();
    let head = "状态 × 指令：可行的写出新状态和事件（→），不可行的按拒绝代码归并（×）。每一指令由有权的人给出。";
    insta::assert_snapshot!("states_and_commands", format!("{head}\n\n{}", pages.join("\n")));
}

/// Everybody who might try.
fn people() -> Vec<(&'static str, Actor)> {
    let mut people = vec![("诉求人", citizen()), ("他人", stranger())];
    for role in Role::ALL {
        if role.is_of_department() {
            people.push((role.label(), staff(role, Some(UNIT))));
        } else {
            people.push((role.label(), staff(role, None)));
        }
    }
    people.extend([
        ("外单位经办人", handler("jiaotong")),
        ("下级经办人", handler("dadui")),
        ("无单位经办人", staff(Role::Handler, None)),
        ("系统", Actor::System),
    ]);
    people
}

/// Each command in the first state that takes it from somebody.
fn stage_for(label: &str) -> Bench {
    let wanted = match label {
        "派单（城管局）" => "待派单",
        "人工回访（解决／满意）" | "人工回访（联系不上）" => "待回访·转人工",
        _ => "",
    };
    let taken = |bench: &Bench| {
        commands(bench).into_iter().any(|(own, command, actor)| {
            own == label && bench.decide(&actor, &command).is_ok_and(|events| matches!(actor, Actor::System) || !events.is_empty())
        })
    };
    let fits = |name: &str, bench: &Bench| (wanted.is_empty() && taken(bench)) || name == wanted;
    states().into_iter().find(|(name, bench)| fits(name, bench)).map_or_else(Bench::dispatched, |(_, bench)| bench)
}

#[test]
fn every_command_and_every_person() {
    let people = people();
    let codes = [("不属其职", "not_your_role"), ("非其单位", "not_your_case"), ("查无此单", "no_such_case")];
    let mut header = vec!["指令".to_owned(), "状态".to_owned()];
    header.extend(people.iter().map(|(name, _)| (*name).to_owned()));
    let mut rows = vec![header];
    for (label, ..) in commands(&Bench::dispatched()) {
        let bench = stage_for(&label);
        let (_, command, _) = commands(&bench).into_iter().find(|(own, ..)| *own == label).expect("the command is in the table");
        let mut row = vec![label, bench.case.state.label().to_owned() + sub_state(&bench.case.state)];
        row.extend(people.iter().map(|(_, actor)| match bench.decide(actor, &command) {
            Ok(_) => "可".to_owned(),
            Err(refusal) => {
                let refusal = code(&refusal);
                codes.iter().find(|(_, own)| *own == refusal).map_or(format!("可，但 {refusal}"), |(short, _)| (*short).to_owned())
            }
        }));
        rows.push(row);
    }
    let legend: Vec<String> = codes.iter().map(|(short, code)| format!("{short} = {code}")).collect();
    let text = format!(
        "指令 × 人 → 可，或拒绝的代码。工单由城管局承办。\n{}。「可，但」之后是权限以外的拒绝。\n\n{}\n",
        legend.join("，"),
        align(&rows)
    );
    insta::assert_snapshot!("commands_and_people", text);
}

#[test]
fn the_table_has_every_state_and_every_command() {
    let labels: BTreeSet<&str> = states().iter().map(|(_, bench)| bench.case.state.label()).collect();
    assert_eq!(labels.len(), 10, "every state of the domain stands in the table: {labels:?}");
    for (name, bench) in states() {
        assert!(name.starts_with(bench.case.state.label()), "{name} stands in {}", bench.stands());
    }
    let commands = commands(&Bench::dispatched());
    let kinds: HashSet<_> = commands.iter().map(|(_, command, _)| std::mem::discriminant(command)).collect();
    assert_eq!(kinds.len(), 24, "every kind of command stands in the table");
}
