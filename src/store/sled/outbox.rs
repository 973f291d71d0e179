//! The outbox 发件箱 as records. A notice waits at most once, by its identity, and stands on the list of undeliverable
//! ones at most once; queueing it again takes it off that list.

use super::chain;
use super::notices::{Named, Notices, Standing};
use super::numbers::Numbers;
use super::prepared::PreparedOutbound;
use super::stage::Stage;
use crate::domain::audit::{Resent, Said};
use crate::domain::ids::Moment;
use crate::store::codec::{DeadRecord, WaitingRecord, encode};
use crate::store::{CommitError, Delivery, OutboxKey, Resend, keys};

/// Queues a message, unless it waits already.
pub fn queue(stage: &mut Stage, notices: &mut Notices, numbers: &mut Numbers, new: PreparedOutbound) -> Result<(), CommitError> {
    match notices.standing(&new.id) {
        Some(Standing::Waits) => return Ok(()),
        Some(Standing::GivenUp(number)) => stage.remove(keys::dead(number)),
        None => {}
    }
    let number = numbers.take(stage)?;
    notices.set(new.id, Some(Standing::Waits));
    stage.put(keys::waiting(OutboxKey { class: new.class, number }), new.record);
    Ok(())
}

/// Takes a notice off the list of undeliverable ones and queues it as if it were new, but with who had it sent. The chain of
/// the audit record says so too. One that is not on the list has been sent again by somebody else.
pub fn resend(stage: &mut Stage, notices: &mut Notices, numbers: &mut Numbers, resend: Resend) -> Result<(), CommitError> {
    let Resend { number, by, at } = resend;
    let key = keys::dead(number);
    let Some(DeadRecord { outbound, .. }) = stage.read(&key)? else {
        return Err(CommitError::Conflict(format!("undeliverable notice {number}")));
    };
    stage.remove(key);
    notices.set(outbound.id.clone(), Some(Standing::Waits));
    let resent = Resent { at, by, notice: outbound.id.clone() };
    let n = chain::append(stage, at, Said::Resent(resent.clone()))?;
    stage.mark(keys::resent(n));
    let place = OutboxKey { class: u8::from(!outbound.urgent), number: numbers.take(stage)? };
    let record = WaitingRecord { outbound, attempts: 0, not_before: None, queued: Some(at), resent: Some(resent) };
    stage.put(keys::waiting(place), encode(&record)?);
    Ok(())
}

/// Notes what became of a message. One that is not there any more has been dealt with.
pub fn deliver(stage: &mut Stage, notices: &mut Notices, delivery: Delivery, at: Option<Moment>) -> Result<(), CommitError> {
    match delivery {
        Delivery::Sent(place) | Delivery::Settled(place) => {
            let key = keys::waiting(place);
            if let Some(Named { outbound }) = stage.read(&key)? {
                stage.remove(key);
                notices.set(outbound.id, None);
            }
        }
        Delivery::Again { key: place, not_before } => {
            let key = keys::waiting(place);
            if let Some(record) = stage.read::<WaitingRecord>(&key)? {
                let attempts = record.attempts.saturating_add(1);
                stage.put(key, encode(&WaitingRecord { attempts, not_before: Some(not_before), ..record })?);
            }
        }
        Delivery::Dead { key: place, why } => {
            let key = keys::waiting(place);
            if let Some(WaitingRecord { outbound, resent, .. }) = stage.read(&key)? {
                stage.remove(key);
                notices.set(outbound.id.clone(), Some(Standing::GivenUp(place.number)));
                stage.put(keys::dead(place.number), encode(&DeadRecord { outbound, why, at, resent })?);
            }
        }
    }
    Ok(())
}
