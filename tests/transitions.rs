//! The transition table as a document: every state × every command, and who may give which. A change of policy shows as a
//! change of `tests/snapshots/`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use yousu::domain::case::{Case, CoMandate, State};
use yousu::domain::command::Command;
use yousu::domain::decide::holder_name;
use yousu::domain::event::{EVENT_VERSION, Event, Recorded};
use yousu::domain::ids::{Moment, StaffId};
use yousu::domain::refusal::Refusal;
use yousu::domain::reminder::Due;
use yousu::domain::span::LimitKind;
use yousu::domain::staff::{Actor, Role};

#[path = "transitions/commands.rs"]
mod commands;
mod common;
#[path = "transitions/states.rs"]
mod states;

use commands::commands;
use common::bench::{Bench, citizen, handler, neighbour, person, staff, stranger};
use common::table::align;
use states::states;

const UNIT: &str = "chengguan";

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
        State::InProgress { mandate } | State::OnFile { mandate, .. } if mandate.applied.is_some() => "·待批申请",
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
        ("协办经办人", handler("shuiwu")),
        ("已回避经办人", person(8, Role::Handler, Some(UNIT))),
        ("被诉单位经办人", handler("zhongdui")),
        ("并入诉求人", Actor::Citizen { user: neighbour("李").citizen }),
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

/// The case with a co-unit, another citizen, somebody who keeps out and a unit complained of, so that all of them may try.
fn shared(mut bench: Bench, label: &str) -> Bench {
    bench.case.recused.insert(StaffId(8));
    bench.case.conflicts.insert("zhongdui".into());
    if label != "并案" {
        bench.case.parties.push(neighbour("李"));
    }
    if let State::Dispatched { mandate } | State::InProgress { mandate } | State::Suspended { mandate, .. } = &mut bench.case.state
        && mandate.co.is_empty()
    {
        mandate.co.push(CoMandate { unit: "shuiwu".into(), task: None, acknowledged: false, opinion: None });
    }
    bench
}

#[test]
fn every_command_and_every_person() {
    let people = people();
    let codes = [
        ("不属其职", "not_your_role"),
        ("非其单位", "not_your_case"),
        ("查无此单", "no_such_case"),
        ("已回避", "recused"),
        ("被诉单位", "unit_in_conflict"),
    ];
    let mut header = vec!["指令".to_owned(), "状态".to_owned()];
    header.extend(people.iter().map(|(name, _)| (*name).to_owned()));
    let mut rows = vec![header];
    for (label, ..) in commands(&Bench::dispatched()) {
        let bench = shared(stage_for(&label), &label);
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
    assert_eq!(labels.len(), 17, "every state of the domain stands in the table: {labels:?}");
    for (name, bench) in states() {
        assert!(name.starts_with(bench.case.state.label()), "{name} stands in {}", bench.stands());
    }
    let commands = commands(&Bench::dispatched());
    let kinds: HashSet<_> = commands.iter().map(|(_, command, _)| std::mem::discriminant(command)).collect();
    assert_eq!(kinds.len(), 50, "every kind of command stands in the table");
}
