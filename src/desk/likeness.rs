//! The same matter by others 同一事项, as the desk knows it: the index of running cases in memory, read once the desk is open and
//! kept up to date by what lands, and the proposal 并案建议 that follows from it.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, mpsc};
use std::thread::JoinHandle;

use anyhow::{Context, Result};
use tokio::runtime::{Handle, RuntimeFlavor};

use super::Step;
use crate::domain::case::{Case, State};
use crate::domain::event::Event;
use crate::domain::ids::CaseNumber;
use crate::domain::likeness::{Index, Like, Likeness, Trace, reasons};
use crate::domain::notice::Proposal;
use crate::hands;
use crate::store::{CaseWrite, Store};

/// The most cases that are like one.
const MOST: usize = 200;

/// How many cases are traced at a time when the desk opens.
const PART: usize = 256;

/// How much less alike than the best a case may be and still be the mother, because it is older.
const AS_GOOD: f64 = 0.25;

/// A hot matter is proposed again when one in so many of its cases is new.
const NEWS: usize = 5;

/// What the desk knows of cases that are like each other.
#[derive(Debug)]
pub(super) struct Likenesses {
    shared: Arc<Shared>,
    _reader: Reader,
}

#[derive(Debug)]
struct Shared {
    /// Held by the reader until it has read all that runs: whoever asks before that waits for it.
    known: RwLock<Known>,
    /// What was taught while it read, in its order; none once it has read.
    untaught: Mutex<Option<Vec<Lesson>>>,
}

impl Shared {
    fn known(&self) -> RwLockReadGuard<'_, Known> {
        let known = || self.known.read().unwrap_or_else(PoisonError::into_inner);
        if self.is_reading() { aside(known) } else { known() }
    }

    fn is_reading(&self) -> bool {
        self.untaught().is_some()
    }

    fn untaught(&self) -> MutexGuard<'_, Option<Vec<Lesson>>> {
        self.untaught.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits so that nobody else waits for its thread: other tasks of a runtime with several threads go on meanwhile.
fn aside<T>(wait: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(wait),
        _ => wait(),
    }
}

/// Reads the running cases while the desk is open already: a new case waits for that, everything else does not.
#[derive(Debug)]
struct Reader {
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the running cases were not read to their end: some like each other without being proposed as one matter");
        }
    }
}

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
    pub fn open(store: &Arc<dyn Store>) -> Result<Self> {
        let numbers = store.latest_open_cases(Index::MOST_HELD)?;
        let shared = Arc::new(Shared { known: RwLock::default(), untaught: Mutex::new(Some(Vec::new())) });
        let is_over: Arc<AtomicBool> = Arc::default();
        let (tell, held) = mpsc::channel();
        let hands = (Arc::clone(store), Arc::clone(&shared), Arc::clone(&is_over));
        let reading = move || {
            let (store, shared, is_over) = hands;
            let mut known = shared.known.write().unwrap_or_else(PoisonError::into_inner);
            if tell.send(()).is_err() {
                return;
            }
            let read = catch_unwind(AssertUnwindSafe(|| known.read(store.as_ref(), &numbers, &is_over)));
            shared.untaught().take().into_iter().flatten().for_each(|lesson| known.learn(lesson));
            drop(known);
            read.unwrap_or_else(|panic| resume_unwind(panic));
        };
        let thread = std::thread::Builder::new().name("yousu-likeness".to_owned()).spawn(reading)?;
        held.recv().context("the reader ended before it began")?;
        Ok(Self { shared, _reader: Reader { is_over, thread: Some(thread) } })
    }

    pub fn learn(&self, lessons: Vec<Lesson>) {
        if lessons.is_empty() {
            return;
        }
        if let Some(untaught) = self.shared.untaught().as_mut() {
            return untaught.extend(lessons);
        }
        let mut known = self.shared.known.write().unwrap_or_else(PoisonError::into_inner);
        lessons.into_iter().for_each(|lesson| known.learn(lesson));
    }

    /// The running cases of others that are like the one of this trace, the most alike first.
    fn like(&self, trace: &Trace) -> Vec<Like> {
        let known = self.shared.known();
        let mut like = known.index.like(trace, MOST);
        like.retain(|like| !known.apart.contains(&like.number));
        like
    }

    fn is_news(&self, mother: CaseNumber, like: usize) -> bool {
        let known = self.shared.known();
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
    /// Reads these cases in their order, as if one hand had traced them all; leaves off when it `is_over`.
    fn read(&mut self, store: &dyn Store, numbers: &[CaseNumber], is_over: &AtomicBool) {
        let parts: Vec<&[CaseNumber]> = numbers.chunks(PART).collect();
        let hands = hands::count();
        std::thread::scope(|scope| {
            // Each hand traces every so many-th part, and waits while nobody takes what it has: all at once would take more
            // memory than the index itself.
            let hand = |hand| {
                let (give, taken) = mpsc::sync_channel(1);
                let mut mine = parts.iter().skip(hand).step_by(hands);
                scope.spawn(move || mine.try_for_each(|part| give.send(traced(store, part))));
                taken
            };
            let hands: Vec<mpsc::Receiver<Vec<Traced>>> = (0..hands).map(hand).collect();
            let parts = parts.iter().zip(hands.iter().cycle()).take_while(|_| !is_over.load(Ordering::Relaxed));
            // A hand that panics ends the scope with a panic.
            let traced = parts.map_while(|(_, hand)| hand.recv().ok()).flatten();
            traced.for_each(|(number, trace, mother)| self.index.put(number, trace, mother));
        });
    }

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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn whoever_waits_for_the_reader_holds_nobody_else_up() {
        let shared = Arc::new(Shared { known: RwLock::default(), untaught: Mutex::new(Some(Vec::new())) });
        let (begun, began) = tokio::sync::oneshot::channel();
        let (end, ends) = mpsc::channel::<()>();
        let reader = Arc::clone(&shared);
        let reading = std::thread::spawn(move || {
            let known = reader.known.write().expect("nobody panicked");
            begun.send(()).expect("somebody listens");
            ends.recv().expect("it is told when to end");
            reader.untaught().take();
            drop(known);
        });
        began.await.expect("the reader begins");
        let asking = Arc::clone(&shared);
        let (asks, asked) = tokio::sync::oneshot::channel();
        let waits = tokio::spawn(async move {
            asks.send(()).expect("somebody listens");
            asking.known().apart.len()
        });
        asked.await.expect("somebody asks");
        let other = timeout(Duration::from_secs(20), tokio::spawn(async {})).await;
        end.send(()).expect("the reader is there");
        other.expect("the only thread of the runtime is free for others").expect("nothing happened");
        assert_eq!(waits.await.expect("no panic"), 0);
        reading.join().expect("no panic");
    }
}
