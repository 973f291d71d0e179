//! Figures 指标: tables, rankings, and the book of a stored city.

#[path = "../common/mod.rs"]
mod common;

mod city;
mod mornings;
mod order;
mod pictures;
mod pressing;
mod size;
mod tables;

use yousu::domain::ids::{CaseNumber, Moment};
use yousu::figures::{About, CaseFacts, Fact, Measure, Value};

/// A judgement of this unit.
fn fact(at: Moment, measure: Measure, value: Value, unit: Option<&str>) -> Fact {
    Fact { at, measure, value, unit: unit.map(Into::into), person: None }
}

/// A case with these facts, the so-manieth of its day.
fn case(serial: u32, district: &str, mut facts: Vec<Fact>) -> CaseFacts {
    facts.sort_by_key(|fact| fact.at);
    let about =
        About { district: Some(district.to_owned()), intent: Some("noise".into()), intent_name: "噪声".into(), channel: "tg".into() };
    CaseFacts { case: number(serial), about, facts }
}

fn number(serial: u32) -> CaseNumber {
    CaseNumber::new(common::date("2026-03-02"), serial).expect("a case number")
}
