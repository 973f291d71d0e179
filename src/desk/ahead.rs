//! Looking ahead 预先提醒: what nobody has asked for. Reports go out in the morning. From November on a year without a calendar is told, once a
//! month, to supervisors and administrators; at night it waits for the morning like everything else.

use std::sync::Arc;

use anyhow::{Context, Result};
use chrono::Datelike;

use super::{Desk, Step};
use crate::domain::complaint::Urgency;
use crate::domain::conversation::Say;
use crate::domain::ids::InboundId;
use crate::domain::message::Message;
use crate::domain::staff::Role;
use crate::store::CommitError;

impl Desk {
    /// Sends the morning's reports, and tells of a year that has no calendar, unless it was told this month.
    ///
    /// # Errors
    /// The store failed.
    pub async fn look_ahead(self: &Arc<Self>) -> Result<()> {
        self.send_reports().await?;
        self.publish_due().await?;
        let now = self.clock().now();
        let calendar = &self.city().calendar;
        for year in calendar.unpublished(now.date_naive()) {
            // The mark by which a message of this month counts as dealt with. Such marks are kept for thirty days: in a month of 31 it may
            // be told a second time on the last.
            let mark = InboundId(format!("house:calendar-{year}:{}-{:02}", now.year(), now.month()));
            if self.store().seen(&mark)? {
                continue;
            }
            let mut reserved = None;
            let mut step = Step::new(self, now, &mut reserved);
            let say =
                Say { message: Message::CalendarMissing { year, known: calendar.last_year().unwrap_or_default() }, buttons: Vec::new() };
            for role in [Role::Supervisor, Role::Administrator] {
                for chat in self.roster().of_role(role) {
                    step.tell(&chat, "calendar", &say, Urgency::Normal)?;
                }
            }
            // With nobody to hear it, it is told to whoever joins this month.
            if step.commit.outbox.is_empty() {
                continue;
            }
            step.commit.inbound = Some(mark);
            match self.store().commit(step.commit).await {
                Ok(()) => self.after(&[], step.changes, true),
                Err(CommitError::AlreadySeen) => {}
                Err(error) => return Err(error).context("that a calendar is missing was not told"),
            }
        }
        Ok(())
    }
}
