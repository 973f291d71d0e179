//! kill -9 at any moment: what was acknowledged to Telegram is never lost, and nothing is doubled.

use std::collections::{BTreeMap, BTreeSet};

use crate::botapi::{Server, World};
use crate::program::{Program, printed};

const CITIZENS: i64 = 24;
const KILLS: usize = 8;
const FIRST: i64 = 1000;

/// A small sequence that differs from round to round and repeats from run to run.
fn pseudo(seed: usize) -> usize {
    seed.wrapping_mul(2_654_435_761).rotate_left(13) % 7
}

fn registered(world: &World, citizen: i64) -> bool {
    world.sent_to(citizen).any(|sent| sent.text.contains("工单号"))
}

/// Presses 确认 for every citizen who has been shown a summary and has not pressed yet.
fn confirm(server: &Server, pressed: &mut BTreeSet<i64>) {
    for citizen in FIRST..FIRST + CITIZENS {
        let asked = server.look(|world| world.sent_to(citizen).any(|sent| sent.text.contains("请核对")));
        if asked && pressed.insert(citizen) {
            server.press(citizen, citizen, "confirm");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_and_nothing_is_doubled() {
    let server = Server::start().await;
    let var = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(var.path(), Some(&server.url()));
    let mut pressed = BTreeSet::new();
    let mut citizens = FIRST..FIRST + CITIZENS;
    for round in 0..KILLS {
        for citizen in citizens.by_ref().take(3) {
            server.citizen_says(citizen, &format!("城东区解放路{citizen}号门口的路灯坏了三天，晚上黑得看不见路"));
        }
        confirm(&server, &mut pressed);
        let enough = server.look(|world| world.sent.len()) + pseudo(round);
        let done = |world: &World| world.sent.len() >= enough || world.updates.is_empty();
        server.wait_for("some messages before the next kill", done).await;
        program.kill();
        program = Program::start(var.path(), Some(&server.url()));
    }
    let all = FIRST..FIRST + CITIZENS;
    let asked = |world: &World| all.clone().all(|citizen| world.sent_to(citizen).any(|sent| sent.text.contains("请核对")));
    server.wait_for("every citizen is shown a summary", asked).await;
    confirm(&server, &mut pressed);
    server.wait_for("every citizen has a case number", |world| all.clone().all(|citizen| registered(world, citizen))).await;
    program.stop();
    compare(&server, &printed(var.path(), &["export"]));
}

fn compare(server: &Server, export: &str) {
    let mut of_citizen: BTreeMap<String, usize> = BTreeMap::new();
    let mut numbers = BTreeSet::new();
    for line in export.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(numbers.insert(case["number"].to_string()), "a number is given once");
        *of_citizen.entry(case["case"]["complaint"]["citizen"].to_string()).or_default() += 1;
        let events = case["events"].as_array().expect("events");
        let seqs: Vec<u64> = events.iter().map(|event| event["seq"].as_u64().expect("a seq")).collect();
        assert_eq!(seqs, (1..=events.len() as u64).collect::<Vec<_>>(), "events are in order without gaps");
        assert_eq!(case["case"]["seq"].as_u64(), seqs.last().copied(), "the snapshot is of the last event");
    }
    assert_eq!(of_citizen.len() as i64, CITIZENS, "every citizen has a case");
    assert!(of_citizen.values().all(|count| *count == 1), "nobody has two: {of_citizen:?}");
    for citizen in FIRST..FIRST + CITIZENS {
        let told = server.texts(citizen).into_iter().filter(|text| text.contains("工单号")).collect::<Vec<_>>();
        let different: BTreeSet<&String> = told.iter().collect();
        assert_eq!(different.len(), 1, "one case number each");
        assert!(told.len() <= 1 + KILLS, "a notice is repeated at most once a crash");
    }
}
