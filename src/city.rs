//! A city as data 城市数据: departments, calendars, profiles, intents, places and sentences; read once and checked before
//! anything starts.

use std::collections::BTreeMap;

use crate::classify::Classifier;
use crate::domain::department::Directory;
use crate::domain::problem::Problem;
use crate::domain::profile::Profile;
use crate::domain::workcalendar::{WorkCalendar, WorkTime};
use crate::intake::abuse::AbuseFinder;
use crate::intake::slots::SlotFinder;
use crate::wording::Wording;

mod calendars;
mod departments;
mod intents;
mod profiles;
mod source;

pub use calendars::load as load_calendars;
pub use source::{Source, Sources, parse};

/// The profile that is used when none is named.
pub const DEFAULT_PROFILE: &str = "national";

/// Everything that makes this city this city.
pub struct City {
    /// Its name.
    pub name: String,
    /// Its departments.
    pub directory: Directory,
    /// Its working days.
    pub calendar: WorkCalendar,
    /// The rules that new cases begin under.
    pub profile: Profile,
    /// Every profile, by name: a case keeps the rules that it began under.
    pub profiles: BTreeMap<String, Profile>,
    /// Understands texts.
    pub classifier: Classifier,
    /// Finds facts in them.
    pub finder: SlotFinder,
    /// Finds abuse in them.
    pub abuse: AbuseFinder,
    /// Puts messages into words.
    pub wording: Wording,
}

impl City {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// Every fault that was found, with file, line and what to do.
    pub fn load(sources: &Sources, profile: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut keep = |mut faults: Vec<Problem>| problems.append(&mut faults);
        let (name, directory) = departments::load(&sources.data).unwrap_or_else(|faults| {
            keep(faults);
            Default::default()
        });
        let calendar = calendars::load(&sources.data).unwrap_or_else(|faults| {
            keep(faults);
            WorkCalendar::default()
        });
        let profiles = profiles::load(&sources.data).unwrap_or_else(|faults| {
            keep(faults);
            BTreeMap::new()
        });
        let classifier = intents::classifier(sources, &directory).map_err(&mut keep);
        let finder = intents::finder(&sources.data).map_err(&mut keep);
        let abuse = intents::abuse(&sources.data).map_err(&mut keep);
        let wording = wording(&sources.data).map_err(&mut keep);
        let chosen = profiles.get(profile).cloned();
        if chosen.is_none() && !profiles.is_empty() {
            let known: Vec<&str> = profiles.keys().map(String::as_str).collect();
            let what =
                format!("没有名为“{profile}”的规则，可选：{}。请用 --profile 或 yousu.toml 的 profile 指定其中一个。", known.join("、"));
            keep(vec![Problem::new("data/profiles", None, what)]);
        }
        match (chosen, classifier, finder, abuse, wording) {
            (Some(profile), Ok(classifier), Ok(finder), Ok(abuse), Ok(wording)) if problems.is_empty() => {
                Ok(Self { name, directory, calendar, profile, profiles, classifier, finder, abuse, wording })
            }
            _ => Err(problems),
        }
    }

    /// The rules that a case began under; those of today when its profile is gone.
    pub fn profile_of(&self, name: &str) -> &Profile {
        self.profiles.get(name).unwrap_or(&self.profile)
    }

    /// Working time under these rules.
    pub fn time<'a>(&'a self, profile: &Profile) -> WorkTime<'a> {
        WorkTime { calendar: &self.calendar, hours: profile.office }
    }

    /// Whether every intent's examples are understood as it says, and no counter-example is.
    pub fn prove_intents(&self) -> Vec<Problem> {
        crate::classify::selftest::prove(&self.classifier, &self.directory)
    }
}

fn wording(data: &Source) -> Result<Wording, Vec<Problem>> {
    let files = data.files("templates", "toml").map_err(|fault| vec![fault])?;
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Wording::parse(&files)
}
