//! A city as data 城市数据: departments, calendars, profiles, intents, places and sentences; read once and checked before
//! anything starts.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::classify::Classifier;
use crate::documents::Papers;
use crate::domain::appraisal::Questionnaire;
use crate::domain::department::Directory;
use crate::domain::ids::Moment;
use crate::domain::problem::Problem;
use crate::domain::profile::{Profile, ProfileText};
use crate::domain::workcalendar::{WorkCalendar, WorkTime};
use crate::intake::abuse::AbuseFinder;
use crate::intake::slots::SlotFinder;
use crate::intake::{Ctx, Heard};
use crate::wording::Wording;

mod appraisal;
mod calendars;
mod departments;
mod intents;
mod profiles;
mod source;

pub use appraisal::load as load_appraisal;
pub use calendars::load as load_calendars;
pub use departments::load as load_departments;
pub use intents::corpus as load_corpus;
pub use profiles::archived as archived_profile;
pub use profiles::{Profiles, load as load_profiles};
pub use source::{Source, Sources, parse};

/// The profile that is used when none is named.
pub const DEFAULT_PROFILE: &str = "national";

/// Everything that makes this city this city. A copy shares what is great in it.
#[derive(Clone)]
pub struct City {
    /// Its name.
    pub name: String,
    /// Its departments.
    pub directory: Directory,
    /// Its working days.
    pub calendar: WorkCalendar,
    /// The rules that new cases begin under.
    pub profile: Profile,
    /// Every profile, by name.
    pub profiles: BTreeMap<String, Profile>,
    /// The whole text of each, by its key: what the store keeps for the cases that begin under it.
    pub profile_texts: BTreeMap<String, ProfileText>,
    /// What else profiles are called, with their names.
    aliases: BTreeMap<String, String>,
    /// Understands texts.
    pub classifier: Arc<Classifier>,
    /// Finds facts in them.
    pub finder: Arc<SlotFinder>,
    /// Finds abuse in them.
    pub abuse: Arc<AbuseFinder>,
    /// What citizens are asked when their cases are closed 民主评议.
    pub appraisal: Arc<Questionnaire>,
    /// Puts messages into words.
    pub wording: Arc<Wording>,
    /// Lays out papers.
    pub papers: Arc<Papers>,
}

impl City {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// Every fault that was found, with file, line and what to do.
    pub fn load(sources: &Sources, profile: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = sources.data.strangers();
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
            profiles::Profiles::default()
        });
        let speller = intents::speller(&sources.data).map(Arc::new).unwrap_or_else(|faults| {
            keep(faults);
            Arc::default()
        });
        // Hundreds of patterns are compiled here: two at a time, or the start takes half a second.
        let (classifier, (finder, abuse, wording, papers)) = std::thread::scope(|scope| {
            let others = scope.spawn(|| {
                (intents::finder(&sources.data, &speller), intents::abuse(&sources.data), wording(&sources.data), papers(&sources.data))
            });
            let classifier = intents::classifier(sources, &directory, &speller);
            (classifier, others.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        let classifier = classifier.map(Arc::new).map_err(&mut keep);
        let finder = finder.map(Arc::new).map_err(&mut keep);
        let abuse = abuse.map(Arc::new).map_err(&mut keep);
        let wording = wording.map(Arc::new).map_err(&mut keep);
        let papers = papers.map(Arc::new).map_err(&mut keep);
        let appraisal = appraisal::load(&sources.data).map(Arc::new).map_err(&mut keep);
        let profiles::Profiles { all: profiles, texts: profile_texts, aliases } = profiles;
        let chosen = named(&profiles, &aliases, profile).cloned();
        if chosen.is_none() && !profiles.is_empty() {
            let what = format!("{}请用 --profile 或 yousu.toml 的 profile 指定其中一个。", no_profile(&profiles, profile));
            keep(vec![Problem::new("data/profiles", None, what)]);
        }
        match (chosen, classifier, finder, abuse, wording, papers, appraisal) {
            (Some(profile), Ok(classifier), Ok(finder), Ok(abuse), Ok(wording), Ok(papers), Ok(appraisal)) if problems.is_empty() => {
                Ok(Self {
                    name,
                    directory,
                    calendar,
                    profile,
                    profiles,
                    profile_texts,
                    aliases,
                    classifier,
                    finder,
                    abuse,
                    wording,
                    papers,
                    appraisal,
                })
            }
            _ => Err(problems),
        }
    }

    /// The profile of this name, title or alias.
    pub fn profile_named(&self, name: &str) -> Option<&Profile> {
        named(&self.profiles, &self.aliases, name)
    }

    /// The same city, in which new cases begin under another profile.
    ///
    /// # Errors
    /// There is none of this name; the words name those that there are.
    pub fn under(&self, profile: &str) -> Result<Self, String> {
        let profile = self.profile_named(profile).cloned().ok_or_else(|| no_profile(&self.profiles, profile))?;
        Ok(Self { profile, ..self.clone() })
    }

    /// Working time under these rules.
    pub fn time<'a>(&'a self, profile: &Profile) -> WorkTime<'a> {
        WorkTime { calendar: &self.calendar, hours: profile.office }
    }

    /// What intake looks at in this city, under the rules that new cases begin under.
    pub fn intake(&self, now: Moment) -> Ctx<'_> {
        Ctx {
            classifier: &self.classifier,
            finder: &self.finder,
            abuse: &self.abuse,
            directory: &self.directory,
            profile: &self.profile,
            now,
            heard: Heard::default(),
        }
    }

    /// Whether every intent's examples are understood as it says, and no counter-example is.
    pub fn prove_intents(&self) -> Vec<Problem> {
        crate::classify::selftest::prove(&self.classifier, &self.directory)
    }
}

fn named<'p>(profiles: &'p BTreeMap<String, Profile>, aliases: &BTreeMap<String, String>, name: &str) -> Option<&'p Profile> {
    profiles.get(name).or_else(|| profiles.get(aliases.get(name)?))
}

/// What is said when a profile is not there.
fn no_profile(profiles: &BTreeMap<String, Profile>, name: &str) -> String {
    let known: Vec<String> = profiles.values().map(|profile| format!("{}（{}）", profile.name, profile.title)).collect();
    format!("没有名为“{name}”的规则，可选：{}。", known.join("、"))
}

fn papers(data: &Source) -> Result<Papers, Vec<Problem>> {
    let files = data.files("papers", "toml").map_err(|fault| vec![fault])?;
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Papers::parse(&files)
}

fn wording(data: &Source) -> Result<Wording, Vec<Problem>> {
    let files = data.files("templates", "toml").map_err(|fault| vec![fault])?;
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Wording::parse(&files)
}
