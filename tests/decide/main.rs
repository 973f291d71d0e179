//! The rules of RULEBOOK §2, one test each, and what holds for every case whatever people do.

#[path = "../common/mod.rs"]
mod common;

mod always;
mod closing;
mod co_units;
mod commands;
mod figures;
mod handling;
mod lines;
mod many;
mod opening;
mod parties;
mod promises;
mod repeats;
mod returns;
mod rules;
mod standstill;
mod supervision;

use common::bench::{give_back, handler};
use yousu::domain::command::Command;
use yousu::domain::refusal::Refusal;
use yousu::domain::staff::Actor;

const UNIT: &str = "chengguan";

fn unit() -> Actor {
    handler(UNIT)
}

fn returning() -> Command {
    give_back("属供水范围", "三定方案", Some("shuiwu"))
}

fn refuse_return() -> Command {
    Command::RefuseReturn { reason: "职责清单已列明".into() }
}

fn withdraw() -> Command {
    Command::Withdraw { reason: "已自行解决".into() }
}

fn fields(refusal: Refusal) -> String {
    match refusal {
        Refusal::FieldMissing { fields, .. } => fields,
        other => panic!("a missing field was expected, not {other:?}"),
    }
}
