//! Messages that cannot be handled 搁置: each is kept as it came, its writer and the supervisors are told, and somebody can have
//! it taken in again once the cause is mended.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::{Context, Result, bail};
use chrono::TimeDelta;
use futures::FutureExt as _;

use super::{ATTEMPTS, Change, Desk, Step, turns};
use crate::domain::audit::Viewer;
use crate::domain::complaint::Urgency;
use crate::domain::conversation::Say;
use crate::domain::ids::Moment;
use crate::domain::inbound::{Body, Inbound};
use crate::domain::message::{Message, when};
use crate::domain::staff::Role;
use crate::metrics::{Arrival, Door};
use crate::store::{Aside, Commit, CommitError, Readmit, Readmitted, SetAside, Why};

/// One fault may hit many messages: after a first one the supervisors hear of no other for so long. The list shows all.
const TOLD_FOR: TimeDelta = TimeDelta::minutes(30);

/// What came of taking a message in again.
#[derive(Debug)]
pub enum Readmission {
    /// It is taken in.
    Taken,
    /// It is not on the list, or somebody else has had it taken in.
    Gone,
    /// It failed again, and stays on the list.
    Failed,
}

impl Why {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Panicked => "处理它时程序出错",
            Self::Failing => "试了多次都处理不了",
        }
    }
}

impl Desk {
    /// Keeps a message aside that could not be handled: when this returns `Ok` it is on the disk and need not come again, and
    /// its writer will hear so. One that has been dealt with after all is left alone.
    ///
    /// # Errors
    /// The store failed; the message is not kept, and the channel must deliver it again.
    pub async fn set_aside(&self, inbound: Inbound, why: Why) -> Result<()> {
        let (at, door) = (self.clock().now(), Door::of(&inbound.chat));
        // Whatever goes wrong with the words, the message itself must be kept.
        let told = catch_unwind(AssertUnwindSafe(|| self.told_of_aside(&inbound, why, at)));
        let (commit, changes) = told.ok().and_then(|told| told.inspect_err(|error| tracing::error!("{error:#}")).ok()).unwrap_or_default();
        let message = inbound.id.clone();
        let sends = !commit.outbox.is_empty();
        match self.store().commit(Commit { at: Some(at), aside: vec![SetAside { inbound, why, at }], ..commit }).await {
            Ok(()) => {
                tracing::error!(%message, ?why, "a message could not be handled and is kept aside");
                self.metrics().arrived(door, Arrival::SetAside);
                self.after(&[], changes, sends);
                Ok(())
            }
            Err(CommitError::AlreadySeen) => Ok(()),
            Err(error) => Err(error).context("the message was not kept aside"),
        }
    }

    /// What is said when a message is set aside: to its writer, and to those who answer for the house.
    fn told_of_aside(&self, inbound: &Inbound, why: Why, at: Moment) -> Result<(Commit, Vec<Change>)> {
        let mut reserved = None;
        let mut step = Step::new(self, at, &mut reserved);
        let say = |message| Say { message, buttons: Vec::new() };
        let open: Vec<Aside> = waiting(self)?;
        if open.iter().all(|aside| at - aside.at > TOLD_FOR) {
            let message =
                Message::MessageAside { at: when(at), door: Door::of(&inbound.chat).label(), why: why.label(), waiting: open.len() + 1 };
            for role in [Role::Supervisor, Role::Administrator] {
                for chat in self.roster().of_role(role) {
                    step.tell(&chat, "aside", &say(message.clone()), Urgency::Normal)?;
                }
            }
        }
        step.here = Some(inbound.chat.clone());
        turns::log(&mut step, inbound);
        if !matches!(inbound.body, Body::MovedTo(_)) {
            step.reply(&inbound.chat, &format!("aside:{}", inbound.id), &say(Message::SetAside), Urgency::Normal);
        }
        Ok((step.commit, step.changes))
    }

    /// Takes a message in that was set aside, as if it came now. What follows from it and who had it taken in are one commit.
    ///
    /// # Errors
    /// The list cannot be read.
    pub async fn readmit(&self, number: u64, by: &Viewer) -> Result<Readmission> {
        let taken = AssertUnwindSafe(self.take_again(number, by)).catch_unwind().await;
        match taken {
            Ok(Ok(readmission)) => Ok(readmission),
            Ok(Err(error)) => {
                tracing::error!(number, "a message that was set aside could not be taken in: {error:#}");
                Ok(Readmission::Failed)
            }
            Err(_) => Ok(Readmission::Failed),
        }
    }

    async fn take_again(&self, number: u64, by: &Viewer) -> Result<Readmission> {
        let at = self.clock().now();
        let mut reserved = None;
        for _ in 0..ATTEMPTS {
            let Some(aside) = waiting(self)?.into_iter().find(|aside| aside.number == number) else { return Ok(Readmission::Gone) };
            let mut step = Step::new(self, at, &mut reserved);
            step.commit.readmit = Some(Readmit { number, by: Readmitted { by: by.clone(), at } });
            turns::take(&mut step, &aside.inbound)?;
            if self.land(step).await? {
                return Ok(Readmission::Taken);
            }
        }
        bail!("{ATTEMPTS} attempts to take one message in again all met a change by somebody else")
    }
}

/// The messages that are aside and wait.
pub(super) fn waiting(desk: &Desk) -> Result<Vec<Aside>> {
    Ok(desk.store().aside()?.into_iter().filter(|aside| aside.readmitted.is_none()).collect())
}
