//! Taking over past cases 接管历史工单: their events are written as those of any case are, a group in one commit. Nobody is told.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use chrono::Days;

use super::{Change, Desk, QUERY_CODE, likeness};
use crate::domain::case::Case;
use crate::domain::ids::{CaseNumber, Moment, QueryCode};
use crate::domain::past::Past;
use crate::domain::reminder::reminders;
use crate::store::{CaseWrite, Commit, CommitError};

/// How often a group is numbered anew because somebody else was quicker.
const ATTEMPTS: usize = 8;

/// Somebody taking over past cases.
pub struct TakingOver<'a> {
    desk: &'a Desk,
    now: Moment,
    /// The last number given out, by day; days on which cases still arrive are numbered by the desk itself.
    serials: BTreeMap<u32, u32>,
}

impl Desk {
    /// Begins to take over past cases.
    pub fn taking_over(&self) -> TakingOver<'_> {
        TakingOver { desk: self, now: self.clock.now(), serials: BTreeMap::new() }
    }
}

impl TakingOver<'_> {
    /// When they are taken over.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// Writes these cases in one commit, and gives back their numbers.
    ///
    /// # Errors
    /// The store failed, or one of them was taken over by somebody else meanwhile; none was written.
    pub async fn land(&mut self, all: &[Past]) -> Result<Vec<CaseNumber>> {
        for _ in 0..ATTEMPTS {
            let commit = self.commit(all)?;
            let numbers: Vec<CaseNumber> = commit.cases.iter().map(|write| write.case.number).collect();
            let lessons = likeness::lessons(&commit.cases, None).collect();
            let open = commit.cases.iter().filter(|write| !write.case.state.is_closed());
            let changes = open.map(|write| Change::Case(write.case.number)).collect();
            let texts = commit.profiles.iter().map(|profile| profile.key.clone()).collect();
            match self.desk.store.commit(commit).await {
                Ok(()) => {
                    self.desk.rules.keep(texts);
                    self.desk.likenesses.learn(lessons);
                    self.desk.figures_changed(numbers.clone());
                    self.desk.after(&[], changes, false);
                    return Ok(numbers);
                }
                Err(CommitError::Conflict(_)) => self.serials.clear(),
                Err(CommitError::AlreadySeen) => bail!("a past case has no incoming message"),
                Err(CommitError::Failed(error)) => return Err(error).context("这一组工单没有写入"),
            }
        }
        bail!("这一组工单的编号或来源总被别人占用：是否有另一个导入正在进行？")
    }

    fn commit(&mut self, all: &[Past]) -> Result<Commit> {
        let city = &self.desk.city;
        let rules = &city.profile;
        let mut cases = Vec::with_capacity(all.len());
        for past in all {
            let number = self.next_number(past.received)?;
            let code = QueryCode(self.desk.codes.next(QUERY_CODE)?);
            let events = past.events(number, code, rules, city.time(rules));
            let case = Case::replay(&events).context("a past case begins with its receipt")?;
            let reminders = reminders(&case, rules, city.time(rules));
            cases.push(CaseWrite { expected_seq: 0, events, case, reminders });
        }
        let profiles = self.desk.rules.unkept(&rules.key, city).into_iter().collect();
        Ok(Commit { at: Some(self.now), cases, profiles, ..Commit::default() })
    }

    fn next_number(&mut self, received: Moment) -> Result<CaseNumber> {
        let day = received.date_naive();
        if day + Days::new(2) > self.now.date_naive() {
            return self.desk.next_number(received);
        }
        let first = CaseNumber::new(day, 1).context("the year has four digits")?.day();
        if !self.serials.contains_key(&first) {
            self.serials.insert(first, self.desk.store.last_serial(first)?);
        }
        let serial = self.serials.entry(first).or_default();
        *serial += 1;
        CaseNumber::new(day, *serial).with_context(|| format!("{day} 这一天的工单超过 999999 件"))
    }
}
