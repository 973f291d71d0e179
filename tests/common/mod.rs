//! What the tests of the domain share: the data files, a small city, and a bench that takes one case through its life.
#![allow(dead_code)] // each test binary uses its own part

use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime};
use yousu::city::{Sources, load_calendars};
use yousu::domain::ids::{Moment, cst};
use yousu::domain::profile::{Complex, Grade, Named, Profile};
use yousu::domain::span::Span;
use yousu::domain::workcalendar::{OfficeHours, WorkCalendar};

pub mod bench;
pub mod table;

/// A file of the repository.
pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The published years, as `data/calendars/` has them.
pub fn calendar() -> WorkCalendar {
    load_calendars(&Sources::new(None, None).data).expect("the calendars that ship are sound")
}

/// `data/profiles/national.toml`.
pub fn national() -> Profile {
    toml::from_str(&read("data/profiles/national.toml")).expect("the national profile is read")
}

/// The national profile with grounds of its own for suspension and revocation, and matters that may be called 疑难复杂.
pub fn full() -> Profile {
    let named = |id: &str, label: &str| Named { id: id.into(), label: label.into() };
    let mut profile = national();
    profile.suspension.grounds = vec![named("appraisal", "等待鉴定"), named("force", "不可抗力")];
    profile.revocation = vec![named("unfounded", "事实不成立")];
    profile.complex = Some(Complex { handle: Span::Workdays(15), by: Grade::Supervisor });
    profile
}

/// The office hours of the national profile.
pub fn office() -> OfficeHours {
    national().office
}

/// A day, `2026-02-13`.
pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A moment in China, `2026-02-13 16:50`.
pub fn moment(text: &str) -> Moment {
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap_or_else(|error| panic!("{text}: {error}"));
    naive.and_local_timezone(cst()).single().expect("a fixed offset has every local time once")
}
