//! The same matter by others 同一事项, as the desk knows it: the index of running cases in memory, built when the desk opens and
//! kept up to date by what lands, and the proposal 并案建议 that follows from it.

use std::collections::{HashMap, HashSet};
use std::sync::{PoisonError, RwLock};
use std::thread::ScopedJoinHandle;

use anyhow::Result;

use super::Step;
use crate::domain::case::{Case, State};
use crate::domain::event::Event;
use crate::domain::ids::CaseNumber;
use crate::domain::likeness::{Index, Like, Likeness, Trace, reasons};
use crate::domain::notice::Proposal;
use crate::store::{CaseWrite, Store};

/// The most cases that are like one.
const MOST: usize = 200;

/// How much less alike than the best a case may be and still be the mother, because it is older.
const AS_GOOD: f64 = 0.25;

/// A hot matter is proposed again when one in so many of its cases is new.
const NEWS: usize = 5;

/// What the desk knows of cases that are like each other.
#[derive(Debug, Default)]
pub(super) struct Likenesses(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    index: Index,
    /// Cases that a dispatcher keeps apart 不并案.
    apart: HashSet<CaseNumber>,
    /// How many cases came since their mother was last proposed.
    untold: HashMap<CaseNumber, usize>,
}

/// What a step teaches once it has landed.
#[derive(Debug)]
pub(super) enum Lesson {
    /// A case runs.
    Runs(CaseNumber, Box<Trace>),
    /// A case goes on in this mother case.
    Merged(CaseNumber, Box<Trace>, CaseNumber),
    /// A case is closed.
    Closed(CaseNumber),
    /// A case like this mother case came; whether it was told.
    Came(CaseNumber, bool),
    /// A dispatcher keeps this case apart.
    Apart(CaseNumber),
}

impl Lesson {
    /// Whether a case runs since this step, or more is known of it.
    pub fn is_of_a_running_case(&self) -> bool {
        matches!(self, Self::Runs(..))
    }
}

impl Likenesses {
    /// The running cases of this store, the latest of them where they are more than the index holds.
    pub fn open(store: &dyn Store) -> Result<Self> {
        let mut known = Known::default();
        let numbers = store.latest_open_cases(Index::MOST_HELD)?;
        let hands = std::thread::available_parallelism().map_or(1, usize::from);
        let traced: Vec<Traced> = std::thread::scope(|scope| {
            let parts = numbers.chunks(numbers.len().div_ceil(hands).max(1));
            let parts: Vec<_> = parts.map(|part| scope.spawn(|| traced(store, part))).collect();
            let join = |part: ScopedJoinHandle<'_, Vec<Traced>>| part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            parts.into_iter().flat_map(join).collect()
        });
        traced.into_iter().for_each(|(number, trace, mother)| known.index.put(number, trace, mother));
        Ok(Self(RwLock::new(known)))
    }

    pub fn learn(&self, lessons: Vec<Lesson>) {
        if lessons.is_empty() {
            return;
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        lessons.into_iter().for_each(|lesson| known.learn(lesson));
    }

    /// The running cases of others that are like the one of this trace, the most alike first.
    fn like(&self, trace: &Trace) -> Vec<Like> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut like = known.index.like(trace, MOST);
        like.retain(|like| !known.apart.contains(&like.number));
        like
    }

    fn is_news(&self, mother: CaseNumber, like: usize) -> bool {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let untold = known.untold.get(&mother).copied().unwrap_or(0) + 1;
        untold * NEWS >= like
    }
}

/// A case, its trace, and the mother case that it was merged into.
type Traced = (CaseNumber, Trace, Option<CaseNumber>);

fn traced(store: &dyn Store, numbers: &[CaseNumber]) -> Vec<Traced> {
    // A damaged record has been reported by the store.
    let cases = numbers.iter().filter_map(|number| store.case(*number).ok().flatten());
    let all = cases.map(|case| {
        let number = case.number;
        let parties: Vec<Traced> = case.parties.iter().map(|party| (party.from, Trace::of_party(party, &case), Some(number))).collect();
        std::iter::once((number, Trace::of(&case), None)).chain(parties)
    });
    all.flatten().collect()
}

impl Known {
    fn learn(&mut self, lesson: Lesson) {
        match lesson {
            Lesson::Runs(number, trace) => self.index.put(number, *trace, None),
            Lesson::Merged(number, trace, mother) => self.index.put(number, *trace, Some(mother)),
            Lesson::Closed(number) => {
                self.index.remove(number);
                self.apart.remove(&number);
                self.untold.remove(&number);
            }
            Lesson::Came(mother, true) => {
                self.untold.remove(&mother);
            }
            Lesson::Came(mother, false) => *self.untold.entry(mother).or_default() += 1,
            Lesson::Apart(number) => {
                self.apart.insert(number);
            }
        }
    }
}

/// What these writes teach: a case is traced when it is new and when its citizen added to it. One that was traced when it began,
/// and has got nothing more since, is not traced again.
pub(super) fn lessons(writes: &[CaseWrite], mut begun: Option<(CaseNumber, Box<Trace>)>) -> impl Iterator<Item = Lesson> {
    writes.iter().filter_map(move |write| {
        let number = write.case.number;
        let told = |event: &Event| matches!(event, Event::Received { .. } | Event::Supplemented { .. });
        if let State::Merged { into } = write.case.state {
            Some(Lesson::Merged(number, Box::new(Trace::of(&write.case)), into))
        } else if write.case.state.is_closed() {
            Some(Lesson::Closed(number))
        } else if write.events.iter().any(|recorded| told(&recorded.event)) {
            let added = write.events.iter().any(|recorded| matches!(recorded.event, Event::Supplemented { .. }));
            let begun = begun.take_if(|(of, _)| *of == number && !added).map(|(_, trace)| trace);
            Some(Lesson::Runs(number, begun.unwrap_or_else(|| Box::new(Trace::of(&write.case)))))
        } else {
            None
        }
    })
}

/// Which running case of somebody else's a new one is like, unless it is old news. What was looked up is learnt when the step
/// lands.
pub(super) fn proposal(step: &mut Step<'_>, case: &Case) -> Result<Option<Proposal>> {
    let trace = Box::new(Trace::of(case));
    let like = step.desk.likenesses.like(&trace);
    step.begun = Some((case.number, trace));
    let Some((mother, likeness)) = mother(&like) else { return Ok(None) };
    let running = |mother: &Case| !mother.state.is_closed() && !mother.is_of(case.citizen());
    let Some(mother) = step.case(mother)?.filter(running) else { return Ok(None) };
    let is_news = step.desk.likenesses.is_news(mother.number, like.len());
    step.lessons.push(Lesson::Came(mother.number, is_news));
    if !is_news {
        return Ok(None);
    }
    let merged = like.iter().filter(|like| like.mother == Some(mother.number)).count();
    let others = by_themselves(&like, case.number, mother.number);
    let alike = reasons(&likeness, case, &mother);
    let city = step.desk.city();
    let line = step.view(&mother, &city.profile, true).line();
    Ok(Some(Proposal { mother: line, merged, alike, others }))
}

/// The cases that run by themselves and were there to be proposed together with this one.
fn by_themselves(like: &[Like], number: CaseNumber, mother: CaseNumber) -> Vec<CaseNumber> {
    let alone = like.iter().filter(|like| like.mother.is_none() && like.number < number && like.number != mother);
    let mut numbers: Vec<CaseNumber> = alone.map(|like| like.number).collect();
    numbers.sort_unstable();
    numbers
}

/// The other cases that were proposed for `mother` together with this one, and are like it still.
pub(super) fn proposed_with(step: &Step<'_>, number: CaseNumber, mother: CaseNumber) -> Result<Vec<CaseNumber>> {
    let Some(case) = step.case(number)? else { return Ok(Vec::new()) };
    Ok(by_themselves(&step.desk.likenesses.like(&Trace::of(&case)), number, mother))
}

/// The mother case: the one that others were merged into already, else the oldest of those that are about as like as the best.
fn mother(like: &[Like]) -> Option<(CaseNumber, Likeness)> {
    let merged = like.iter().filter_map(|like| Some((like.mother?, &like.likeness)));
    let most = |number: CaseNumber| like.iter().filter(|like| like.mother == Some(number)).count();
    if let Some((number, likeness)) = merged.max_by_key(|(number, _)| (most(*number), std::cmp::Reverse(*number))) {
        return Some((number, likeness.clone()));
    }
    let best = like.first()?.likeness.score;
    let good = like.iter().filter(|like| like.likeness.score >= best - AS_GOOD);
    good.min_by_key(|like| like.number).map(|like| (like.number, like.likeness.clone()))
}
