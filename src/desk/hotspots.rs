//! Hot spots 热点 at the desk: what came in the last weeks is looked at every ten minutes in which something new came, and what
//! rises against its own usual level is told to supervisors, the leaders of the unit that has it, and dispatchers, who can
//! merge it into the mother case.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use chrono::{DurationRound as _, NaiveDate, TimeDelta};

use super::{Desk, Step};
use crate::domain::action::{Action, Verb};
use crate::domain::case::{Case, State};
use crate::domain::complaint::{Kind, Slot, Urgency};
use crate::domain::conversation::Say;
use crate::domain::hotspot::{DAYS, HotSpot, Report, Width, hot_spots};
use crate::domain::ids::{CaseNumber, ChatRef, InboundId, Moment};
use crate::domain::likeness::{Gathering, Index, Trace, place_name};
use crate::domain::message::{self, Message};
use crate::domain::notice::Audience;
use crate::domain::staff::Role;
use crate::store::{CommitError, Store};

/// How often it is looked, at most.
const EVERY: TimeDelta = TimeDelta::minutes(10);
/// Cases are compared with those of so many days before them.
const GATHERED_DAYS: u32 = 28;
/// How many case numbers are read at a time.
const PAGE: usize = 1000;
/// Fewer citizens in a week than this are called hardly any.
const RARE: f64 = 0.25;
/// A hot spot is told at most at so many levels: by then it has grown a thousandfold.
const MOST_LEVELS: u32 = 10;

/// What the desk has seen of the last weeks. It is read from the store when it is looked at first, and what is new after that.
#[derive(Debug, Default)]
pub(super) struct Outlook {
    seen: Mutex<Seen>,
    /// When it is looked next; none while nothing has come.
    next: Mutex<Option<Moment>>,
}

#[derive(Debug, Default)]
struct Seen {
    /// The day for which it was made; what is too old goes with the next day.
    day: Option<NaiveDate>,
    reports: Vec<Report>,
    gathering: Gathering,
    last: Option<CaseNumber>,
    /// Older ones made room for newer ones.
    trimmed: bool,
}

impl Outlook {
    /// A case came, at this time.
    pub fn stir(&self, now: Moment) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let due = now.duration_trunc(EVERY).unwrap_or(now) + EVERY;
        next.get_or_insert(due);
    }

    fn next(&self) -> Option<Moment> {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the turn that is due; false when none is.
    fn take(&self, now: Moment) -> bool {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = next.is_some_and(|due| due <= now);
        if is_due {
            *next = None;
        }
        is_due
    }
}

impl Seen {
    /// Takes in what is new.
    fn refresh(&mut self, store: &dyn Store, today: NaiveDate) -> Result<()> {
        if self.day != Some(today) {
            *self = Self { day: Some(today), gathering: Gathering::new(GATHERED_DAYS), ..Self::default() };
            self.last = today.checked_sub_days(chrono::Days::new(DAYS + 1)).and_then(|day| CaseNumber::new(day, CaseNumber::MAX_SERIAL));
        }
        loop {
            let numbers = store.case_numbers(self.last, PAGE)?;
            let Some(last) = numbers.last() else { return Ok(()) };
            self.last = Some(*last);
            for number in numbers {
                // A damaged record has been reported by the store.
                if let Some(case) = store.case(number).ok().flatten() {
                    self.put(&case);
                }
            }
        }
    }

    fn put(&mut self, case: &Case) {
        let complaint = &case.complaint;
        let classification = &complaint.classification;
        if classification.kind == Kind::Praise {
            return;
        }
        if self.reports.len() >= Index::MOST_HELD {
            self.reports.drain(..Index::MOST_HELD / 10);
            self.trimmed = true;
        }
        let trace = Trace::of(case);
        self.reports.push(Report {
            number: case.number,
            day: case.received_at.date_naive(),
            citizen: trace.citizen(),
            intent: classification.intent.clone(),
            district: classification.district.clone(),
            unit: case.unit().or(classification.department.as_ref()).cloned(),
            place: complaint.slots.get(&Slot::Place).and_then(|words| place_name(words)),
            matter: self.gathering.put(case.number, trace),
        });
    }
}

impl Desk {
    /// What rises now 热点, the least likely by chance first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn hot_spots(&self) -> Result<Vec<HotSpot>> {
        let today = self.clock().now().date_naive();
        let mut seen = self.outlook.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.refresh(self.store().as_ref(), today)?;
        let first = self.store().case_numbers(None, 1)?.first().and_then(|number| day_of(*number));
        let first = if seen.trimmed { seen.reports.first().map(|report| report.day) } else { first };
        let began = first.unwrap_or(today);
        Ok(hot_spots(&seen.reports, today, began, &self.city().profile.hot))
    }

    /// When it is to be looked next; none while nothing new has come.
    pub fn next_outlook(&self) -> Option<Moment> {
        self.outlook.next()
    }

    /// Looks whether something rises, if it is time to, and tells those who have to know: each hot spot once, and again when it
    /// has doubled.
    ///
    /// # Errors
    /// The store failed.
    pub async fn look_out(self: &Arc<Self>) -> Result<()> {
        let now = self.clock().now();
        if !self.outlook.take(now) {
            return Ok(());
        }
        let desk = self.clone();
        let spots = tokio::task::spawn_blocking(move || desk.hot_spots()).await??;
        for spot in spots {
            if !self.is_told(&spot)? {
                self.tell_of(&spot, now).await?;
            }
        }
        Ok(())
    }

    /// Whether one of its cases was told as a hot spot of this width, when it was as great.
    fn is_told(&self, spot: &HotSpot) -> Result<bool> {
        let level = self.city().profile.hot.level(spot.width, spot.rise.people);
        for case in &spot.cases {
            for level in level..MOST_LEVELS.max(level + 1) {
                if self.store().seen(&mark(spot.width, *case, level))? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    async fn tell_of(&self, spot: &HotSpot, now: Moment) -> Result<()> {
        let level = self.city().profile.hot.level(spot.width, spot.rise.people);
        let mut reserved = None;
        let mut step = Step::new(self, now, &mut reserved);
        let cases: Vec<Case> = spot.cases.iter().filter_map(|number| step.case(*number).ok().flatten()).collect();
        let family = Family::of(spot, &cases);
        let words = self.words_of(&step, spot, &family, level > 0)?;
        for (chat, role) in self.hearers(spot, &cases, now) {
            let say = Say { message: Message::HotSpot(Box::new(words.clone())), buttons: family.buttons(role) };
            step.tell(&chat, "hot", &say, Urgency::Normal)?;
        }
        // With nobody to hear it, it is told to whoever joins while it lasts.
        if step.commit.outbox.is_empty() {
            return Ok(());
        }
        step.commit.also = spot.cases.iter().map(|case| mark(spot.width, *case, level)).collect();
        match self.store().commit(step.commit).await {
            Ok(()) => self.after(&[], step.changes, true),
            Err(CommitError::AlreadySeen) => {}
            Err(error) => return Err(error).context("a hot spot was not told"),
        }
        Ok(())
    }

    /// Dispatchers, supervisors, and the leaders of the unit that has most of it, where they may see all of its cases.
    fn hearers(&self, spot: &HotSpot, cases: &[Case], now: Moment) -> BTreeMap<ChatRef, Role> {
        let roster = self.roster();
        let mut hearers = BTreeMap::new();
        for role in [Role::Dispatcher, Role::Supervisor] {
            hearers.extend(roster.of_role(role).into_iter().map(|chat| (chat, role)));
        }
        let leaders = spot.unit.clone().map(Audience::Leaders);
        // Somebody who keeps out of one of them 回避 hears nothing of any.
        let of = |case: &Case| leaders.as_ref().map_or(Vec::new(), |to| roster.chats(to, case, &self.city().directory, now));
        let mut each = cases.iter().map(of);
        let first = each.next().unwrap_or_default();
        let all = each.fold(first, |all, these| all.into_iter().filter(|chat| these.contains(chat)).collect());
        hearers.extend(all.into_iter().map(|chat| (chat, Role::Leader)));
        hearers
    }

    fn words_of(&self, step: &Step<'_>, spot: &HotSpot, family: &Family, again: bool) -> Result<message::HotSpot> {
        let city = self.city();
        let mother = family.mother.map_or(Ok(None), |number| step.case(number))?;
        let intent = spot.intent.as_ref().and_then(|intent| city.classifier.intent(intent));
        let places = if spot.width == Width::Matter { spot.places.join("、") } else { String::new() };
        let district = spot.district.clone().filter(|_| spot.width != Width::City).unwrap_or_default();
        Ok(message::HotSpot {
            matter: intent.map_or_else(|| "事项不明".to_owned(), |intent| intent.name.clone()),
            place: [district, places].iter().filter(|words| !words.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" "),
            one_matter: spot.width == Width::Matter,
            unit: spot.unit.as_ref().map(|unit| city.directory.short(unit).to_owned()),
            since: spot.rise.since.format("%m月%d日").to_string(),
            people: spot.rise.people,
            days: spot.rise.days,
            cases: spot.cases.len(),
            usual: if spot.rise.usual_weekly < RARE { None } else { Some(format!("{:.1}", spot.rise.usual_weekly)) },
            again,
            mother: mother.map(|mother| step.view(&mother, &city.profile, true).line()),
            merged: family.merged,
            others: family.others,
        })
    }
}

/// The mother case of a hot spot, and what may be merged into it.
struct Family {
    mother: Option<CaseNumber>,
    merged: usize,
    others: usize,
    /// The latest that runs by itself: with it everything like it is merged.
    latest: Option<CaseNumber>,
}

impl Family {
    /// The case that others were merged into already, else the oldest that runs. Only one matter has a mother.
    fn of(spot: &HotSpot, cases: &[Case]) -> Self {
        let none = Self { mother: None, merged: 0, others: 0, latest: None };
        if spot.width != Width::Matter {
            return none;
        }
        let into = |case: &Case| match case.state {
            State::Merged { into } => Some(into),
            _ => None,
        };
        let mut merged: BTreeMap<CaseNumber, usize> = BTreeMap::new();
        cases.iter().filter_map(into).for_each(|mother| *merged.entry(mother).or_default() += 1);
        let runs = || cases.iter().filter(|case| !case.state.is_closed()).map(|case| case.number);
        let greatest = merged.iter().max_by_key(|(mother, count)| (**count, std::cmp::Reverse(**mother)));
        let Some(mother) = greatest.map(|(mother, _)| *mother).or_else(|| runs().min()) else { return none };
        let others = || runs().filter(|number| *number != mother);
        Self { mother: Some(mother), merged: merged.get(&mother).copied().unwrap_or(0), others: others().count(), latest: others().max() }
    }

    fn buttons(&self, role: Role) -> Vec<Vec<Action>> {
        let Some(mother) = self.mother else { return Vec::new() };
        let mut row = vec![Action::Case(mother, Verb::Show)];
        if let Some(latest) = self.latest.filter(|_| role != Role::Leader) {
            row.insert(0, Action::Case(latest, Verb::MergeAll(mother)));
        }
        vec![row]
    }
}

/// The mark that this case was told as a part of a hot spot of this width and level. Marks are kept for thirty days, and a hot
/// spot has cases of the last twenty-eight.
fn mark(width: Width, case: CaseNumber, level: u32) -> InboundId {
    let width = match width {
        Width::Matter => "matter",
        Width::District => "district",
        Width::City => "city",
    };
    InboundId(format!("house:hot-{width}-{level}:{case}"))
}

fn day_of(number: CaseNumber) -> Option<NaiveDate> {
    let day = number.day();
    NaiveDate::from_ymd_opt(i32::try_from(day / 10_000).ok()?, day / 100 % 100, day % 100)
}
