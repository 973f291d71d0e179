//! Old marks 旧标记 of messages that were dealt with are taken away, a few at a time and only while nothing else is to be written.
//!
//! Telegram keeps an update for 24 hours and brings none again after that; a form of the page may lie open for some days. A mark
//! is kept for thirty days, by its own time. It is counted back from the newest mark that was there when the marks were last gone
//! through, more than a day before: whatever a clock that is suddenly ahead writes meanwhile, what can still come again is
//! refused. A mark that says no time, as those of early programs, stays.

use std::time::{Duration, Instant};

use anyhow::Result;
use chrono::TimeDelta;
use sled::{IVec, Tree};

use super::stage::Stage;
use super::trouble;
use crate::domain::ids::Moment;
use crate::store::codec::decode;
use crate::store::keys;

/// How long a mark is kept.
const KEPT_FOR: TimeDelta = TimeDelta::days(30);
/// How often the marks are gone through: longer than Telegram keeps anything.
const EVERY: Duration = Duration::from_secs(25 * 60 * 60);
/// How many marks are looked at in one go.
const AT_ONCE: usize = 500;
/// How long nothing must have been to do before a go.
pub const IDLE: Duration = Duration::from_millis(500);

/// How far the marks have been gone through.
pub struct Pruning {
    every: Duration,
    /// When they are gone through next.
    next: Option<Instant>,
    /// The newest that the last walk found.
    before: Option<Moment>,
    /// The newest that this walk has found so far.
    newest: Option<Moment>,
    /// Behind which mark this walk goes on; none while none is under way.
    after: Option<IVec>,
}

impl Default for Pruning {
    fn default() -> Self {
        Self { every: EVERY, next: None, before: None, newest: None, after: None }
    }
}

impl Pruning {
    /// Whether there is something to go through now.
    pub fn is_due(&self, now: Instant) -> bool {
        self.after.is_some() || self.next.is_none_or(|next| next <= now)
    }

    /// When there will be.
    pub fn next(&self) -> Option<Instant> {
        self.next
    }

    /// Looks at some marks, and takes the old ones away, on the stage.
    pub fn go_on(&mut self, tree: &Tree, stage: &mut Stage, now: Instant) -> Result<()> {
        let all = keys::all_seen();
        let from = self.after.take().unwrap_or_else(|| {
            self.next = Some(now + self.every);
            self.newest = None;
            all.as_ref().into()
        });
        let marks = tree.range(from..).take_while(|entry| entry.as_ref().map_or(true, |(key, _)| key.starts_with(all.as_ref())));
        let (mut looked, mut last) = (0, None);
        for entry in marks.take(AT_ONCE) {
            let (key, value) = entry.map_err(trouble::reading)?;
            looked += 1;
            let at = decode::<Option<Moment>>(&key, &value).ok().flatten();
            self.newest = self.newest.max(at);
            if at.zip(self.before).is_some_and(|(at, before)| before - at > KEPT_FOR) {
                stage.remove(keys::raw(&key));
            }
            // Looking at the last one again costs nothing.
            last = Some(key);
        }
        stage.accept();
        if looked < AT_ONCE {
            self.before = self.newest;
        } else {
            self.after = last;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{InboundId, cst};
    use crate::store::codec::encode;

    fn day(day: i64) -> Moment {
        chrono::DateTime::UNIX_EPOCH.with_timezone(&cst()) + TimeDelta::days(day)
    }

    fn mark(tree: &Tree, id: String, at: Option<Moment>) {
        tree.insert(keys::seen(&InboundId(id)), encode(&at).expect("JSON")).expect("written");
    }

    fn has(tree: &Tree, id: &str) -> bool {
        tree.contains_key(keys::seen(&id.into())).expect("readable")
    }

    /// One walk, from its beginning to its end; how many goes it took.
    fn walk(pruning: &mut Pruning, tree: &Tree, now: Instant) -> usize {
        let (mut stage, mut goes) = (Stage::new(tree.clone()), 0);
        assert!(pruning.is_due(now));
        while pruning.is_due(now) {
            pruning.go_on(tree, &mut stage, now).expect("readable");
            assert!(stage.changed().count() <= AT_ONCE, "little at a time");
            stage.apply().expect("written");
            goes += 1;
        }
        goes
    }

    #[test]
    fn only_marks_of_what_cannot_come_again_go() {
        let db = sled::Config::new().temporary(true).open().expect("a database");
        for n in 0..1300 {
            mark(&db, format!("tg:{n}"), Some(day(n / 20)));
        }
        mark(&db, "early".to_owned(), None);
        db.insert(keys::seen(&"torn".into()), &b"{\"torn"[..]).expect("written");
        db.insert(keys::staff(crate::domain::ids::StaffId(1)), "not a mark").expect("written");
        let (mut pruning, start) = (Pruning::default(), Instant::now());
        let records = db.len();
        assert!(walk(&mut pruning, &db, start) >= 3);
        assert_eq!(db.len(), records, "the first walk only looks");
        assert!(!pruning.is_due(start + Duration::from_secs(24 * 60 * 60)), "what could come again has come by the second");
        // Meanwhile the clock was ahead by a year.
        mark(&db, "tg:9999".to_owned(), Some(day(65 + 365)));
        walk(&mut pruning, &db, start + EVERY);
        let kept = |n: i64| has(&db, &format!("tg:{n}"));
        assert!((0..1300).all(|n| kept(n) == (64 - n / 20 <= 30)), "those of the last thirty days");
        assert!(kept(9999) && has(&db, "early") && has(&db, "torn"));
        assert_eq!(db.get(keys::staff(crate::domain::ids::StaffId(1))).expect("readable").as_deref(), Some(&b"not a mark"[..]));
    }
}
