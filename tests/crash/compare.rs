//! The comparison 核对: what was said and pressed against what is in the store, what happened against what was told.

use chrono::TimeDelta;
use yousu::domain::case::Case;
use yousu::domain::event::{Event, Recorded};
use yousu::domain::ids::CaseNumber;

use crate::account;
use crate::autopsy::Autopsy;
use crate::botapi::Sent;
use crate::reminders;
use crate::rounds::Drill;
use crate::words;

/// A case as `yousu export` prints it.
#[derive(serde::Deserialize)]
pub struct Exported {
    /// Its number.
    pub number: CaseNumber,
    /// The case.
    pub case: Case,
    /// What happened to it.
    pub events: Vec<Recorded>,
}

/// Every fault, in words. One that a crash showed, and that ended the drill, says enough.
pub fn faults(drill: &Drill) -> Vec<String> {
    if drill.settling.is_zero() {
        return drill.faults.clone();
    }
    let export = drill.house.printed(&["export"]);
    let cases: Vec<Exported> = export.lines().map(|line| serde_json::from_str(line).expect("the form of an export")).collect();
    let autopsy = Autopsy::of(&drill.house.store());
    let sent = drill.server.look(|world| world.sent.clone());
    let mut faults = drill.faults.clone();
    faults.extend(every_update_is_there(drill, &autopsy));
    faults.extend(every_message_stands_in_one_place(drill, &autopsy, &cases));
    faults.extend(every_answer_was_given_once(drill, &cases));
    faults.extend(everybody_joined_once(drill, &autopsy));
    faults.extend(events_are_in_order(&cases));
    faults.extend(everything_derived_is_of_the_events(drill));
    faults.extend(everything_that_happened_was_told(drill, &cases, &sent));
    faults.extend(drill.account.faults(&sent, drill.town.pressed_again()));
    faults.extend(autopsy.waiting().iter().map(|waiting| format!("notice {} is owed in the end", waiting.outbound.id)));
    faults.extend(autopsy.given_up().iter().map(|notice| format!("a notice was given up: {notice}")));
    faults.extend(reminders::faults(drill, &cases, &autopsy));
    faults.extend(the_chain_is_whole(drill));
    faults.extend(nothing_went_wrong_aloud(drill));
    faults
}

/// (a) Every update that was confirmed is marked as dealt with, and all of them were confirmed.
fn every_update_is_there(drill: &Drill, autopsy: &Autopsy) -> Vec<String> {
    let next = drill.server.look(|world| world.next_update);
    let confirmed = drill.confirmed();
    let mut faults = Vec::new();
    if confirmed.end != next {
        faults.push(format!("updates from {} on were never confirmed; the next would be {next}", confirmed.end));
    }
    let unseen = autopsy.unseen(confirmed);
    if !unseen.is_empty() {
        faults.push(format!("confirmed to Telegram and not in the store: {unseen:?}"));
    }
    faults
}

/// (a) What a citizen wrote stands in one case, or in the draft of whoever never confirmed, and nowhere twice.
fn every_message_stands_in_one_place(drill: &Drill, autopsy: &Autopsy, cases: &[Exported]) -> Vec<String> {
    let written = |recorded: &Recorded| match &recorded.event {
        Event::Received { complaint, .. } => complaint.text.clone(),
        Event::Supplemented { text, .. } => text.clone(),
        _ => String::new(),
    };
    let texts: Vec<String> = cases.iter().flat_map(|case| case.events.iter().map(written)).collect();
    let mut faults = Vec::new();
    for citizen in &drill.town.citizens {
        for said in &citizen.said {
            let in_cases: usize = texts.iter().map(|text| text.matches(&said.mark).count()).sum();
            let in_draft = usize::from(said.silent && in_cases == 0 && autopsy.draft(citizen.chat).contains(&said.mark));
            if in_cases + in_draft != 1 {
                let (chat, manner, update) = (citizen.chat, citizen.manner, said.update);
                faults.push(format!("update {update} of {chat} ({manner:?}) stands in {in_cases} places of cases, {in_draft} drafts"));
            }
        }
        let own = cases.iter().filter(|case| case.case.citizen().as_str() == format!("tg:{}", citizen.chat)).count();
        let may = if citizen.cases() == 0 { 0..=1 } else { citizen.cases()..=citizen.cases() };
        if !may.contains(&own) {
            faults.push(format!("{} ({:?}) has {own} cases instead of {may:?}", citizen.chat, citizen.manner));
        }
    }
    faults
}

/// (a) What a handler wrote is the answer of one case, once, however often a button was pressed.
fn every_answer_was_given_once(drill: &Drill, cases: &[Exported]) -> Vec<String> {
    let mut faults = Vec::new();
    let count = |case: &Exported, is: &dyn Fn(&Event) -> bool| case.events.iter().filter(|recorded| is(&recorded.event)).count();
    for case in cases {
        let signed = count(case, &|event| matches!(event, Event::Acknowledged));
        let resolved = count(case, &|event| matches!(event, Event::Resolved { .. }));
        let dispatched = count(case, &|event| matches!(event, Event::Dispatched { .. }));
        let reviewed = count(case, &|event| matches!(event, Event::Reviewed { .. }));
        if [signed, resolved, dispatched, reviewed].iter().any(|times| *times > 1) {
            faults.push(format!(
                "{} was dispatched {dispatched}, signed {signed}, answered {resolved}, reviewed {reviewed} times",
                case.number
            ));
        }
    }
    for (number, mark) in drill.town.handlers.iter().flat_map(|handler| &handler.answers) {
        let holds = |case: &&Exported| text_of_answers(case).matches(mark).count() == 1;
        let in_cases: Vec<CaseNumber> = cases.iter().filter(holds).map(|case| case.number).collect();
        if in_cases != [*number] {
            faults.push(format!("the answer to {number} stands in {in_cases:?}"));
        }
    }
    faults
}

fn text_of_answers(case: &Exported) -> String {
    let answers = case.events.iter().filter_map(|recorded| match &recorded.event {
        Event::Resolved { answer, .. } => Some(serde_json::to_string(answer).expect("JSON")),
        _ => None,
    });
    answers.collect()
}

/// (a) An invitation makes one colleague, also when the program is killed meanwhile.
fn everybody_joined_once(drill: &Drill, autopsy: &Autopsy) -> Vec<String> {
    let town = &drill.town;
    let chats = town.handlers.iter().map(|one| one.chat).chain(town.dispatchers.iter().map(|one| one.chat)).chain(town.late.clone());
    let staff = autopsy.staff();
    let mut faults = Vec::new();
    for chat in chats {
        let times = staff.iter().filter(|user| **user == format!("tg:{chat}")).count();
        if times != 1 {
            faults.push(format!("{chat} joined {times} times"));
        }
    }
    faults
}

/// Of two who act on a case at once, whoever read the clock first may land second: their events stand in the order in which
/// they landed.
const AT_ONCE: TimeDelta = TimeDelta::seconds(2);

/// (b) The events of each case are numbered without a gap, in the order of time, and the case is what they make of it.
fn events_are_in_order(cases: &[Exported]) -> Vec<String> {
    let mut faults = Vec::new();
    for pair in cases.windows(2).filter(|pair| pair[0].number >= pair[1].number) {
        faults.push(format!("case {} comes after {}", pair[1].number, pair[0].number));
    }
    for Exported { number, case, events } in cases {
        let numbered = (1..).zip(events).all(|(seq, event)| event.seq == seq && event.case == *number);
        let in_time = events.windows(2).all(|pair| pair[0].at <= pair[1].at + AT_ONCE);
        if !numbered || !in_time || case.seq as usize != events.len() {
            let all: Vec<_> = events.iter().map(|event| (event.seq, event.at)).collect();
            faults.push(format!("case {number} at event {} has the events {all:?}", case.seq));
        }
        if Case::replay(events).as_ref() != Some(case) {
            faults.push(format!("case {number} is not what its events make of it"));
        }
    }
    faults
}

/// (b) `yousu rebuild --check`: lists, reminders and ledgers too are what the events make of them.
fn everything_derived_is_of_the_events(drill: &Drill) -> Vec<String> {
    let output = drill.house.run(&["rebuild", "--check"]);
    let said = || [output.stdout.as_slice(), &output.stderr].map(String::from_utf8_lossy).concat();
    if output.status.success() { Vec::new() } else { vec![format!("yousu rebuild --check: {}", said())] }
}

/// (c) What an event owes to somebody was told to them.
fn everything_that_happened_was_told(drill: &Drill, cases: &[Exported], sent: &[Sent]) -> Vec<String> {
    let mut faults = Vec::new();
    for case in cases {
        for recorded in &case.events {
            for (chat, what) in owed(drill, case, &recorded.event) {
                let number = case.number;
                if !sent.iter().any(|sent| sent.chat == chat && what.is_told(number, sent)) {
                    faults.push(format!("{chat} was never told {what:?} of {number}, event {}", recorded.seq));
                }
            }
        }
    }
    faults
}

/// Something that must be told.
#[derive(Debug)]
enum Owed {
    /// A notice with this head, or a line of this sort in a message that several share.
    Headed(String),
    /// A message about the case with these words.
    Words(&'static str),
    /// Such a message, or a line of this sort in one that several share.
    WordsOr(&'static str, &'static str),
    /// A message about the case with this button.
    Button(&'static str),
}

impl Owed {
    fn is_told(&self, number: CaseNumber, sent: &Sent) -> bool {
        let of_case = || words::numbers(&sent.text).contains(&number);
        match self {
            Self::Headed(sort) if words::is_digest(&sent.text) => words::lines(&sent.text).contains(&(sort.clone(), number)),
            Self::WordsOr(_, sort) if words::is_digest(&sent.text) => words::lines(&sent.text).contains(&((*sort).to_owned(), number)),
            Self::Headed(sort) => of_case() && words::sort(&sent.text) == Some(sort),
            Self::Words(words) | Self::WordsOr(words, _) => of_case() && sent.text.contains(words),
            Self::Button(label) => of_case() && sent.buttons.iter().flatten().any(|(own, _)| own == label),
        }
    }
}

/// Who must have been told what of this event.
fn owed(drill: &Drill, case: &Exported, event: &Event) -> Vec<(i64, Owed)> {
    let citizen: i64 = case.case.citizen().as_str().trim_start_matches("tg:").parse().expect("an account of Telegram");
    let unit = || drill.unit_handler(case.case.unit());
    let headed = |sort: &str| Owed::Headed(sort.to_owned());
    let to_unit = |what: Owed| unit().map(|chat| (chat, what)).into_iter().collect::<Vec<_>>();
    let to_dispatch = |sort: &str| drill.town.dispatchers.iter().map(|one| (one.chat, headed(sort))).collect::<Vec<_>>();
    match event {
        Event::Received { .. } => vec![(citizen, Owed::Words("工单号："))],
        Event::Dispatched { .. } => to_unit(headed("新工单")).into_iter().chain([(citizen, Owed::Words("已转给"))]).collect(),
        Event::Acknowledged => to_unit(Owed::Words("✓ 已签收")),
        Event::Resolved { .. } => to_dispatch("待审核").into_iter().chain(to_unit(Owed::Words("✓ 已办结"))).collect(),
        Event::Reviewed { passed: true, .. } => vec![(citizen, Owed::Words("已办结"))],
        Event::FollowUpAsked { .. } => vec![(citizen, Owed::Button("已解决"))],
        Event::SolvedAnswered { .. } => vec![(citizen, Owed::Button("满意"))],
        Event::FollowedUp { .. } => {
            to_unit(Owed::WordsOr("诉求人评价", "评价")).into_iter().chain([(citizen, Owed::Words("谢谢您"))]).collect()
        }
        Event::Supplemented { .. } => vec![(citizen, Owed::Words("已补充到工单"))],
        Event::RungReached { limit, title, .. } => match (reminders::of_dispatch(*limit), title) {
            (true, Some(title)) => to_dispatch(title),
            (false, Some(title)) => to_unit(headed(title)),
            (_, None) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// (e) `yousu audit --verify`
fn the_chain_is_whole(drill: &Drill) -> Vec<String> {
    let output = drill.house.run(&["audit", "--verify"]);
    let said = || [output.stdout.as_slice(), &output.stderr].map(String::from_utf8_lossy).concat();
    if output.status.success() { Vec::new() } else { vec![format!("yousu audit --verify: {}", said())] }
}

/// Being killed is no reason for an error or a panic in the next life.
fn nothing_went_wrong_aloud(drill: &Drill) -> Vec<String> {
    let log = drill.house.log();
    let loud = log.lines().filter(|line| line.contains("ERROR") || line.contains("panicked"));
    loud.map(|line| format!("the log says: {line}")).collect()
}

/// How many messages were sent again.
pub fn repeats(drill: &Drill) -> usize {
    account::repeats(&drill.server.look(|world| world.sent.clone()))
}
