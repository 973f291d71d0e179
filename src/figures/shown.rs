//! Figures as people read them 显示: a name for each row, a few characters for each number.

use crate::domain::department::Directory;
use crate::domain::staff::Staff;

use super::book::Book;
use super::filter::{By, Key};
use super::measure::{Measure, Sort};
use super::table::Sums;

/// What stands where nothing was judged.
pub const NOTHING: &str = "—";

/// A number in few characters: `87.5%`, `1.3`, `42`, `3.2小时`.
pub fn shown(sums: &Sums, measure: Measure) -> String {
    let value = sums.value(measure);
    value.map_or_else(
        || NOTHING.to_owned(),
        |value| match measure.sort() {
            Sort::Rate => format!("{:.1}%", value * 100.0),
            Sort::Mean => format!("{value:.1}"),
            Sort::Count => format!("{value:.0}"),
            Sort::Duration => lasted(sums.median(measure).unwrap_or_default()),
        },
    )
}

/// A length of time in few characters: minutes up to two hours, hours up to two days, then days.
pub fn lasted(seconds: u32) -> String {
    let seconds = f64::from(seconds);
    match seconds {
        minutes if minutes < 7200.0 => format!("{:.0}分钟", minutes / 60.0),
        hours if hours < 172_800.0 => format!("{:.1}小时", hours / 3600.0),
        days => format!("{:.1}天", days / 86_400.0),
    }
}

/// What people call a row. A member of staff who is not there any more is named by their number.
pub fn named(key: &Key, by: By, book: &Book, directory: &Directory, staff: &[Staff]) -> String {
    match key {
        Key::Unit(unit) => directory.short(unit).to_owned(),
        Key::Person(id) => {
            let known = staff.iter().find(|staff| staff.id == *id);
            known.map_or_else(|| format!("工号{id}"), |staff| staff.name.clone())
        }
        Key::District(name) => name.clone(),
        Key::Intent(intent) => book.intent_name(intent).unwrap_or(intent.as_str()).to_owned(),
        Key::Channel(channel) => match channel.as_str() {
            "tg" => "Telegram".to_owned(),
            "web" => "网页".to_owned(),
            other => other.to_owned(),
        },
        Key::From(day) => match by {
            By::Month => day.format("%Y-%m").to_string(),
            _ => day.format("%Y-%m-%d").to_string(),
        },
        Key::None => match by {
            By::Unit | By::Desk => "派单席".to_owned(),
            By::Person => "未落实到人".to_owned(),
            By::District => "区县不明".to_owned(),
            _ => "其他".to_owned(),
        },
    }
}
