//! Reminders made anew 重建提醒, by the rules that each case runs under and today's calendar.

use anyhow::{Result, bail};

use super::rules::Rules;
use crate::city::City;
use crate::domain::case::Case;
use crate::domain::decide::{Ctx, decide};
use crate::domain::ids::Moment;
use crate::domain::reminder::{Reminder, reminders};
use crate::domain::staff::Actor;
use crate::store::Store;
use crate::store::rebuild::Remaking;

/// How reminders are made anew.
pub struct Remade<'a> {
    rules: Rules,
    city: &'a City,
    now: Moment,
}

impl<'a> Remade<'a> {
    /// By the rules that this store keeps.
    ///
    /// # Errors
    /// The store cannot be read, or keeps rules that this program does not understand, or that are damaged: by other rules
    /// reminders would be made wrong.
    pub fn new(store: &dyn Store, city: &'a City, now: Moment) -> Result<Self> {
        let rules = Rules::open(store, city)?;
        if let Some(key) = store.lost_profiles()?.iter().find(|key| !rules.knows(key)) {
            bail!("规则 {key} 的存档已损坏，按别的规则会算错提醒，没有改动；请把数据目录原样留一份，再从备份恢复");
        }
        Ok(Self { rules, city, now })
    }
}

impl Remaking for Remade<'_> {
    fn reminders(&self, case: &Case) -> Vec<Reminder> {
        let profile = self.rules.of(&case.profile);
        reminders(case, &profile, self.city.time(&profile))
    }

    fn is_over(&self, case: &Case, reminder: &Reminder) -> bool {
        let profile = self.rules.of(&case.profile);
        let (now, time) = (self.now, self.city.time(&profile));
        let ctx = Ctx { now, actor: &Actor::System, profile: &profile, time, directory: &self.city.directory };
        reminder.due <= now && decide(case, &reminder.what.command(), &ctx).is_ok_and(|events| events.is_empty())
    }
}
