//! Many citizens on one case 并案, and matters that come back 复发.

use chrono::TimeDelta;

use super::{Case, Ctx, Event, Refusal, closing};
use crate::domain::case::{Party, State};
use crate::domain::ids::{CaseNumber, Moment};
use crate::domain::profile::Profile;
use crate::domain::staff::Actor;

/// 并案: this case goes on in its mother case. One that others have joined stays a mother itself.
pub(super) fn merge(case: &Case, into: CaseNumber) -> Result<Vec<Event>, Refusal> {
    if into == case.number {
        return Err(Refusal::CannotMerge { why: "不能并入自己".to_owned() });
    }
    if !case.parties.is_empty() {
        return Err(Refusal::CannotMerge { why: "已有其他诉求人并入本案，请把对方并入本案".to_owned() });
    }
    Ok(vec![Event::Merged { into }])
}

/// 并入: another citizen, with their own words; somebody who is on the case already is on it once, with more words. What was
/// asked and answered is not asked again.
pub(super) fn join(case: &Case, party: &Party) -> Result<Vec<Event>, Refusal> {
    if matches!(case.state, State::FollowedUp { .. }) {
        return Err(Refusal::CannotMerge { why: "已回访，待归档".to_owned() });
    }
    Ok(vec![Event::Joined { party: party.clone() }])
}

/// 撤诉: of many citizens one leaves, and the case goes on for the others; the last one ends it.
pub(super) fn withdraw(case: &Case, reason: &str, ctx: &Ctx<'_>) -> Vec<Event> {
    let reason = reason.trim().to_owned();
    match ctx.actor {
        Actor::Citizen { user } if case.citizens().count() > 1 => {
            let left = Event::Left { citizen: user.clone(), reason };
            [left].into_iter().chain(closing::without(case, user, ctx)).collect()
        }
        _ => vec![Event::Withdrawn { reason }],
    }
}

/// 复发: within the profile's days after the archive.
pub(super) fn recur(case: &Case, successor: CaseNumber, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    if case.can_recur(ctx.profile, ctx.now) {
        Ok(vec![Event::Recurred { case: successor }])
    } else {
        Err(Refusal::NoRecurrence { days: ctx.profile.recurrence.within_days })
    }
}

impl Case {
    /// Whether the matter, coming back at `now`, is a recurrence of this case.
    pub fn can_recur(&self, profile: &Profile, now: Moment) -> bool {
        let archived = matches!(self.state, State::Archived { .. });
        archived && now - self.since <= TimeDelta::days(profile.recurrence.within_days.into())
    }
}
