//! Killed at work 断电: begun again, no row is twice and none is lost.

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use crate::house::House;

/// Rows of the table.
const ROWS: u32 = 4000;

/// How often it is killed.
const KILLS: u64 = 6;

#[test]
fn whoever_is_killed_goes_on() {
    let house = House::new();
    let row = |n: u32| match n % 50 {
        49 => format!("{n},路灯不亮{n},没有时间,城管局,2026-01-06 09:00\n"),
        _ => format!("{n},路灯不亮{n},2026-01-{:02} 09:00,城管局,2026-03-06 09:00\n", n % 28 + 1),
    };
    house.file("a.csv", format!("编号,内容,来电时间,承办单位,办结时间\n{}", (0..ROWS).map(row).collect::<String>()));
    let mut partly = 0;
    for kill in 0..KILLS {
        let mut command = house.command(&["import", "a.csv"]);
        // It changes with every commit.
        let anchor = || fs::read(house.path("var/store/anchor")).unwrap_or_default();
        let before = anchor();
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        while anchor() == before && child.try_wait().expect("it is asked").is_none() {
            sleep(Duration::from_millis(1));
        }
        sleep(Duration::from_millis(17 * kill));
        child.kill().expect("it is killed");
        child.wait().expect("it is over");
        let there = if house.path("var/store").exists() { house.cases().len() } else { 0 };
        partly += usize::from(there > 0 && there < 3920);
    }
    let said = house.run(&["import", "a.csv"]);
    assert!(said.out.contains("另存待改 80 行"), "{}", said.out);
    let cases = house.cases();
    let numbers: BTreeSet<String> = cases.iter().filter_map(|(case, _)| case.origin.as_ref()?.number.clone()).collect();
    assert_eq!((cases.len(), numbers.len()), (3920, 3920), "each row once");
    assert_eq!(house.read("a.csv.bad.csv").lines().count(), 81);
    assert!(partly > 0, "no kill met it at work: the pauses do not fit this machine");
    house.is_sound();
}
