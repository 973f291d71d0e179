//! The outbox 发件箱 as records. A notice waits at most once, by its identity, and stands on the list of undeliverable
//! ones at most once; queueing it again takes it off that list.

use super::chain;
use super::numbers::Numbers;
use super::prepared::PreparedOutbound;
use super::stage::Stage;
use crate::domain::audit::{Resent, Said};
use crate::domain::ids::Moment;
use crate::store::codec::{DeadRecord, WaitingRecord, encode};
use crate::store::{CommitError, Delivery, OutboxKey, Resend, keys};

/// Queues a message, unless it waits already.
pub fn queue(stage: &mut Stage, numbers: &mut Numbers, new: PreparedOutbound) -> Result<(), CommitError> {
    let mark = keys::notice_waiting(&new.id);
    if stage.has(&mark)? {
        return Ok(());
    }
    let buried = keys::notice_dead(&new.id);
    if let Some(number) = stage.read(&buried)? {
        stage.remove(keys::dead(number));
        stage.remove(buried);
    }
    let number = numbers.take(stage)?;
    stage.mark(mark);
    stage.put(keys::waiting(OutboxKey { class: new.class, number }), new.record);
    Ok(())
}

/// Takes a notice off the list of undeliverable ones and queues it as if it were new, but with who had it sent. The chain of
/// the audit record says so too. One that is not on the list has been sent again by somebody else.
pub fn resend(stage: &mut Stage, numbers: &mut Numbers, Resend { number, by, at }: Resend) -> Result<(), CommitError> {
    let key = keys::dead(number);
    let Some(DeadRecord { outbound, .. }) = stage.read(&key)? else {
        return Err(CommitError::Conflict(format!("undeliverable notice {number}")));
    };
    stage.remove(key);
    stage.remove(keys::notice_dead(&outbound.id));
    stage.mark(keys::notice_waiting(&outbound.id));
    let resent = Resent { at, by, notice: outbound.id.clone() };
    let n = chain::append(stage, at, Said::Resent(resent.clone()))?;
    stage.mark(keys::resent(n));
    let place = OutboxKey { class: u8::from(!outbound.urgent), number: numbers.take(stage)? };
    let record = WaitingRecord { outbound, attempts: 0, not_before: None, queued: Some(at), resent: Some(resent) };
    stage.put(keys::waiting(place), encode(&record)?);
    Ok(())
}

/// Notes what became of a message. One that is not there any more has been dealt with.
pub fn deliver(stage: &mut Stage, delivery: Delivery, at: Option<Moment>) -> Result<(), CommitError> {
    let (Delivery::Sent(place) | Delivery::Settled(place) | Delivery::Again { key: place, .. } | Delivery::Dead { key: place, .. }) =
        &delivery;
    let key = keys::waiting(*place);
    let Some(record) = stage.read::<WaitingRecord>(&key)? else { return Ok(()) };
    let WaitingRecord { outbound, attempts, queued, resent, .. } = record;
    if let Delivery::Again { not_before, .. } = delivery {
        let again = WaitingRecord { outbound, attempts: attempts.saturating_add(1), not_before: Some(not_before), queued, resent };
        stage.put(key, encode(&again)?);
        return Ok(());
    }
    stage.remove(key);
    stage.remove(keys::notice_waiting(&outbound.id));
    if let Delivery::Dead { key: OutboxKey { number, .. }, why } = delivery {
        stage.put(keys::notice_dead(&outbound.id), encode(&number)?);
        stage.put(keys::dead(number), encode(&DeadRecord { outbound, why, at, resent })?);
    }
    Ok(())
}
