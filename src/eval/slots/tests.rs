//! Lines with known answers, and the figures that follow from them.

use std::sync::Arc;

use chrono::{TimeZone, Timelike};

use super::*;
use crate::domain::ids::cst;
use crate::intake::slots::{Brands, Places};
use crate::letters::Lines;

fn finder() -> SlotFinder {
    SlotFinder::new(&Places::default(), &Brands::default(), Arc::default()).expect("no names")
}

fn now() -> Moment {
    cst().with_ymd_and_hms(2026, 2, 13, 16, 50, 0).single().expect("there is no daylight saving")
}

fn lines(text: &str) -> Lines<Line> {
    Lines::parse(text.as_bytes(), Line::parse).expect("a text can be read")
}

fn report(text: &str) -> Report {
    let lines = lines(text);
    assert_eq!(lines.bad, []);
    measure(&finder(), &lines.all, now())
}

#[test]
fn a_right_answer_is_right_in_both_readings_whichever_of_several_it_is() {
    let report = report("{\"text\":\"昨晚柳荫路12号漏水。\",\"slots\":{\"place\":[\"柳荫路\",\"柳荫路12号\"],\"time\":[\"昨晚\"]}}\n");
    for slot in [Slot::Place, Slot::Time] {
        let score = report.slots[&slot];
        assert_eq!((score.exact().f1, score.overlapping().f1), (1.0, 1.0), "{slot:?}");
    }
    assert!(report.misses.values().all(Vec::is_empty));
}

#[test]
fn a_part_of_the_answer_counts_with_its_share() {
    let report = report("{\"text\":\"柳荫路12号漏水\",\"slots\":{\"place\":[\"柳荫路12号漏水\"]}}\n");
    let score = report.slots[&Slot::Place];
    assert_eq!((score.exact().precision, score.exact().recall), (0.0, 0.0));
    assert_eq!(score.overlapping().precision, 1.0);
    assert!((score.overlapping().recall - 14.0 / 20.0).abs() < 1e-9, "{score:?}");
    assert_eq!(report.misses[&Slot::Place].len(), 1);
}

#[test]
fn what_is_found_where_nothing_stands_is_wrong_unless_the_labels_leave_it_open() {
    let wrong = report("{\"text\":\"昨晚漏水\",\"slots\":{}}\n");
    assert_eq!(wrong.slots[&Slot::Time].overlapping().precision, 0.0);
    let open = report("{\"text\":\"昨晚漏水\",\"slots\":{},\"also\":{\"time\":[\"昨晚\"]}}\n");
    assert!(!open.slots.contains_key(&Slot::Time));
    let other = report("{\"text\":\"昨晚漏水\",\"only\":[\"place\"],\"slots\":{}}\n");
    assert!(other.slots.is_empty());
}

#[test]
fn what_is_not_found_is_a_miss() {
    let report = report("{\"text\":\"就在老地方\",\"slots\":{\"place\":[\"老地方\"]}}\n");
    let score = report.slots[&Slot::Place];
    assert_eq!((score.found, score.labelled, score.exact().recall), (0, 1, 0.0));
    assert_eq!(report.misses[&Slot::Place][0].found, None);
    let shown = report.show(3).to_string();
    assert!(shown.contains("第 1 行：应为 “老地方”，找到 （无）"), "{shown}");
    assert!(!report.show(0).to_string().contains("老地方"));
}

#[test]
fn dates_are_resolved_against_the_line_s_own_moment() {
    let line = |at: &str, when: &str| {
        format!("{{\"text\":\"昨晚八点漏水\",\"at\":\"{at}\",\"when\":\"{when}\",\"slots\":{{\"time\":[\"昨晚八点\"]}}}}\n")
    };
    let report = report(&(line("2025-03-02T09:00", "2025-03-01 20") + &line("2025-03-09", "2025-03-01")));
    assert_eq!(report.dates, (2, 1));
    assert!(report.show(0).to_string().contains("2 条里对 1 条"));
}

#[test]
fn a_bad_line_is_told_by_its_number_and_the_others_are_read() {
    let text = "{\"text\":\"一\",\"slots\":{\"where\":[\"一\"]}}\n\n不是\n{\"text\":\"二\",\"slots\":{\"place\":[\"三\"]}}\n\
                {\"slots\":{}}\n{\"text\":\"二\",\"at\":\"昨天\",\"slots\":{}}\n{\"subject\":\"甲\",\"detail\":\"乙\",\"slots\":{}}\n";
    let lines = lines(text);
    let told: Vec<String> = lines.bad.iter().map(|bad| format!("{} {}", bad.line, bad.why)).collect();
    assert_eq!(lines.all[0].text, "甲\n乙");
    assert_eq!(told.len(), 5);
    assert!(told[0].starts_with("1 读不懂") && told[1].starts_with("3 读不懂"), "{told:?}");
    assert_eq!(told[2], "4 地点 的第 1 个答案不是原文里的话，请照抄");
    assert!(told[3].starts_with("5 没有 text") && told[4].starts_with("6 at 应写作"), "{told:?}");
    assert_eq!(now().hour(), 16);
}
