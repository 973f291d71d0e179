//! What falls due 到期 is carried out here. One thing that fails, as when its case's record is damaged, is tried again after a
//! pause that grows, and holds up none of the others.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Result, anyhow, bail};
use chrono::TimeDelta;
use futures::future::join_all;
use futures::{FutureExt as _, StreamExt, stream};

use super::{AT_ONCE, ATTEMPTS, Desk, Step, turns};
use crate::clock::Clock;
use crate::domain::case::Case;
use crate::domain::ids::{CaseNumber, Moment};
use crate::domain::reminder::Reminder;
use crate::domain::staff::Actor;
use crate::hands;
use crate::metrics::Trouble;
use crate::store::{ConversationKey, DueItem};

/// How many things that fall due are looked up for each hand in one go; at the end of it the hands wait for each other.
const PAGE: usize = 5000;
/// How many turns a hand takes at a time, and reads the cases of beforehand.
const PART: usize = 128;
/// The pause after the first failure; it doubles with each.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(10);
/// The longest pause: somebody who has mended the cause does not wait longer for it.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);

/// What fails, by what it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    Case(CaseNumber, Reminder),
    Conversation(ConversationKey, Moment),
}

impl Name {
    fn of(item: &DueItem) -> Self {
        match item {
            DueItem::Case(number, reminder) => Self::Case(*number, reminder.clone()),
            DueItem::Conversation(key, due) => Self::Conversation(key.clone(), *due),
        }
    }
}

/// How often something has failed, and when it is tried again.
#[derive(Clone, Copy, Debug)]
struct Failure {
    attempts: u32,
    again: Moment,
}

/// What fell due and could not be done so far; and what was done a moment ago.
#[derive(Debug, Default)]
pub(super) struct Failing {
    failures: Mutex<BTreeMap<Name, Failure>>,
    done: Mutex<BTreeSet<Name>>,
}

impl Failing {
    fn all(&self) -> MutexGuard<'_, BTreeMap<Name, Failure>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was done in the last round, which makes room for this one's.
    fn last_round(&self) -> BTreeSet<Name> {
        std::mem::take(&mut self.done.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether it is to be left alone for now. A time further off than any pause was set by a clock that was ahead.
    fn rests(&self, item: &DueItem, now: Moment) -> bool {
        let all = self.all();
        !all.is_empty() && all.get(&Name::of(item)).is_some_and(|failure| failure.again > now && failure.again - now <= LONGEST_PAUSE)
    }

    fn done(&self, name: Name) {
        self.all().remove(&name);
        self.done.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
    }

    /// Notes a failure, and gives back how many there were.
    fn failed(&self, name: Name, now: Moment) -> u32 {
        let mut all = self.all();
        let failure = all.entry(name).or_insert(Failure { attempts: 0, again: now });
        failure.again = now + pause(failure.attempts);
        failure.attempts = failure.attempts.saturating_add(1);
        failure.attempts
    }

    /// Forgets what is not due any more, as when its case has moved on.
    fn keep(&self, due: &[DueItem]) {
        let mut all = self.all();
        if !all.is_empty() {
            let names: BTreeSet<Name> = due.iter().map(Name::of).collect();
            all.retain(|name, _| names.contains(name));
        }
    }

    fn again(&self) -> Option<Moment> {
        self.all().values().map(|failure| failure.again).min()
    }

    fn len(&self) -> usize {
        self.all().len()
    }
}

/// What falls due of one case, in order: done at once, all but the first would find that the case has changed, and begin anew. Or a
/// conversation.
type Turn = Vec<DueItem>;

fn case_of(item: &DueItem) -> Option<CaseNumber> {
    match item {
        DueItem::Case(number, _) => Some(*number),
        DueItem::Conversation(..) => None,
    }
}

/// In turns, in the order of what comes first in each.
fn by_case(items: impl IntoIterator<Item = DueItem>) -> Vec<Turn> {
    let (mut turns, mut places) = (Vec::<Turn>::new(), HashMap::new());
    for item in items {
        match case_of(&item).map(|number| *places.entry(number).or_insert(turns.len())) {
            Some(place) if place < turns.len() => turns[place].push(item),
            _ => turns.push(vec![item]),
        }
    }
    turns
}

/// Turns that nobody has taken yet: each hand takes some of them when it has none left, so that all end together.
#[derive(Debug)]
struct Untaken(Mutex<std::vec::IntoIter<Turn>>);

impl Untaken {
    fn take(&self, most: usize) -> Option<Vec<Turn>> {
        let taken: Vec<Turn> = self.0.lock().unwrap_or_else(PoisonError::into_inner).by_ref().take(most).collect();
        (!taken.is_empty()).then_some(taken)
    }
}

fn pause(attempts: u32) -> TimeDelta {
    let doubled = 2_i32.checked_pow(attempts.min(16)).and_then(|factor| FIRST_PAUSE.checked_mul(factor));
    doubled.unwrap_or(LONGEST_PAUSE).min(LONGEST_PAUSE)
}

impl Desk {
    /// Fires what is due now: at the machine's clock many at a time, on every processor, at a virtual one strictly in order.
    /// Gives back how many were fired. One that fails is logged, rests for a while, and holds up none of the others.
    ///
    /// # Errors
    /// What is due cannot be read, or the store takes no writes; what was not fired stays due.
    pub async fn fire_due(self: &Arc<Self>) -> Result<usize> {
        let now = self.clock().now();
        let together = matches!(self.clock(), Clock::System);
        let hands = if together { hands::count() } else { 1 };
        let most = PAGE * hands + self.failing.len();
        let all = self.store().due(now, most)?;
        if all.len() < most {
            self.failing.keep(&all);
        }
        let due = all.into_iter().filter(|item| !self.failing.rests(item, now));
        let before = Arc::new(self.failing.last_round());
        let (at_once, turns) = match together {
            true => (AT_ONCE.div_ceil(hands), by_case(due)),
            false => (1, due.map(|item| vec![item]).collect()),
        };
        let untaken = Arc::new(Untaken(Mutex::new(turns.into_iter())));
        let fired = (0..hands).map(|_| tokio::spawn(self.clone().fire_all(untaken.clone(), now, before.clone(), at_once)));
        // Each has its own guard against panics; one that is lost all the same stays due.
        let count = join_all(fired).await.into_iter().map(Result::unwrap_or_default).sum();
        // How the store fares is asked of the disk, and every commit leads here: only where something failed.
        if self.failing.len() > 0
            && let Some(why) = self.store().health().stopped
        {
            bail!("the store takes no writes: {why}");
        }
        Ok(count)
    }

    /// Fires of these what no other hand takes, so many turns at once; how many things could be done.
    async fn fire_all(self: Arc<Self>, untaken: Arc<Untaken>, now: Moment, before: Arc<BTreeSet<Name>>, at_once: usize) -> usize {
        let ahead = std::iter::from_fn(move || untaken.take(at_once.min(PART))).flat_map(|part| self.read_ahead(part));
        let fired = stream::iter(ahead).map(|(turn, case)| self.fire_turn(turn, case, now, &before)).buffered(at_once);
        fired.fold(0, async |count, fired| count + fired).await
    }

    /// These, each with its case as it is now. One that is changed meanwhile is read anew by whoever finds that out.
    fn read_ahead(&self, turns: Vec<Turn>) -> Vec<(Turn, Option<Case>)> {
        let number = |turn: &Turn| turn.first().and_then(case_of);
        let numbers: Vec<CaseNumber> = turns.iter().filter_map(number).collect();
        // Where reading one of them panics each is read by itself, and only that one suffers.
        let cases = catch_unwind(AssertUnwindSafe(|| self.store().cases_to_change(&numbers)));
        let mut cases = cases.unwrap_or_default().into_iter();
        let with_case = |turn: Turn| {
            let case = number(&turn).and_then(|_| cases.next().flatten());
            (turn, case)
        };
        turns.into_iter().map(with_case).collect()
    }

    /// Fires what falls due of one case, one after the other; how many could be done.
    async fn fire_turn(&self, turn: Turn, mut case: Option<Case>, now: Moment, before: &BTreeSet<Name>) -> usize {
        let mut count = 0;
        for item in turn {
            count += usize::from(self.fire(item, case.take(), now, before).await);
        }
        count
    }

    /// When something is to be looked at next: what falls due, or what has failed and is tried again.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn next_look(&self) -> Result<Option<Moment>> {
        let again = self.failing.again();
        let Some(first) = again else { return self.store().next_due() };
        let now = self.clock().now();
        let due = self.store().due(Moment::MAX_UTC.into(), self.failing.len() + 1)?;
        let next = due.iter().find(|item| !self.failing.rests(item, now)).map(DueItem::due);
        Ok(Some(next.map_or(first, |next| next.min(first))))
    }

    /// The cases of which something that fell due cannot be done, and how many such things there are in all.
    pub fn failing(&self) -> (usize, Vec<CaseNumber>) {
        let all = self.failing.all();
        let mut cases: Vec<CaseNumber> = all
            .keys()
            .filter_map(|name| match name {
                Name::Case(number, _) => Some(*number),
                Name::Conversation(..) => None,
            })
            .collect();
        cases.dedup();
        (all.len(), cases)
    }

    /// Fires one; whether it could be done. A panic in it hurts no other.
    async fn fire(&self, item: DueItem, case: Option<Case>, now: Moment, before: &BTreeSet<Name>) -> bool {
        let (late, name) = (now - item.due(), Name::of(&item));
        let fired = if before.contains(&name) {
            // Nothing asks for it any more but the list of what is due, which it must not turn into a treadmill.
            Ok(Err(anyhow!("it was done and stays on the list: run yousu rebuild")))
        } else {
            AssertUnwindSafe(self.fire_item(item, case)).catch_unwind().await
        };
        match fired.unwrap_or_else(|_| Err(anyhow!("it panicked"))) {
            Ok(()) => {
                self.failing.done(name);
                self.metrics().fired(late);
                true
            }
            Err(error) => {
                let what = match &name {
                    Name::Case(number, _) => format!("case {number}"),
                    Name::Conversation(..) => "a conversation".to_owned(),
                };
                let attempts = self.failing.failed(name, now);
                tracing::error!(attempts, "something that fell due could not be done, {what}: {error:#}");
                self.metrics().trouble(Trouble::Reminder);
                false
            }
        }
    }

    async fn fire_item(&self, item: DueItem, case: Option<Case>) -> Result<()> {
        match item {
            DueItem::Case(number, reminder) => {
                let refused = self.execute_on(case, number, reminder.what.command(), &Actor::System).await?;
                if let Err(refusal) = refused {
                    bail!("case {number}: a reminder was refused: {refusal}");
                }
                Ok(())
            }
            DueItem::Conversation(key, _) => self.take_the_word(&key).await,
        }
    }

    /// The citizen has been silent for too long; the house takes the word.
    async fn take_the_word(&self, key: &ConversationKey) -> Result<()> {
        let now = self.clock().now();
        let mut reserved = None;
        for _ in 0..ATTEMPTS {
            let mut step = Step::new(self, now, &mut reserved);
            turns::silent(&mut step, key)?;
            if self.land(step).await? {
                return Ok(());
            }
        }
        bail!("{ATTEMPTS} attempts at one silent conversation all met a change by somebody else")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reminder::Due;

    #[test]
    fn what_falls_due_of_one_case_is_one_turn_in_its_order() {
        let at = |minute: u32| format!("2026-03-02T09:{minute:02}:00+08:00").parse::<Moment>().expect("a moment");
        let case = |serial: u32, minute: u32, attempt: u32| {
            let number = format!("20260302-{serial:06}").parse().expect("a number");
            DueItem::Case(number, Reminder { due: at(minute), what: Due::FollowUp { attempt } })
        };
        let talk = DueItem::Conversation(ConversationKey { chat: "web:a".into(), user: "web:a".into() }, at(2));
        let all = [case(1, 0, 1), case(2, 1, 1), talk.clone(), case(1, 3, 2), talk.clone(), case(3, 4, 1), case(1, 5, 3)];
        let turns =
            [vec![case(1, 0, 1), case(1, 3, 2), case(1, 5, 3)], vec![case(2, 1, 1)], vec![talk.clone()], vec![talk], vec![case(3, 4, 1)]];
        assert_eq!(by_case(all.to_vec()), turns);
    }

    #[test]
    fn pauses_double_up_to_an_hour() {
        let seconds: Vec<i64> = (0..11).map(|attempts| pause(attempts).num_seconds()).collect();
        assert_eq!(seconds, [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
        assert_eq!(pause(u32::MAX), LONGEST_PAUSE);
    }
}
