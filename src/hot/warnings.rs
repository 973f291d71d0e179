//! When each hot spot would have been told 预警, day after day, from no more than what had come by then.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::hotspot::{DAYS, HotSpot, Hotness, Report, Width, hot_spots};
use crate::domain::ids::CaseNumber;

/// A hot spot, on the day on which it is told.
#[derive(Clone, Debug, Serialize)]
pub struct Warning {
    /// That day.
    pub on: NaiveDate,
    /// How often it was told before.
    pub level: u32,
    /// What was known of it then.
    pub spot: HotSpot,
}

/// Every warning over these reports, which are in the order of their days.
pub fn warnings(reports: &[Report], hotness: &Hotness) -> Vec<Warning> {
    let Some(began) = reports.first().map(|report| report.day) else { return Vec::new() };
    let mut days: Vec<NaiveDate> = reports.iter().map(|report| report.day).collect();
    days.dedup();
    // A case that was told as one of many in the city is news when it turns out to be one matter.
    let mut told: BTreeMap<(Width, CaseNumber), u32> = BTreeMap::new();
    let mut all = Vec::new();
    for today in days {
        let from = reports.partition_point(|report| (today - report.day).num_days() > DAYS.cast_signed());
        let to = reports.partition_point(|report| report.day <= today);
        for spot in hot_spots(&reports[from..to], today, began, hotness) {
            let level = hotness.level(spot.width, spot.rise.people);
            if spot.cases.iter().all(|case| told.get(&(spot.width, *case)).is_none_or(|before| *before < level)) {
                told.extend(spot.cases.iter().map(|case| ((spot.width, *case), level)));
                all.push(Warning { on: today, level, spot });
            }
        }
    }
    all
}
