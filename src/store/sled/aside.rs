//! Messages that were set aside 搁置 as records. They are sources: nothing derives from them.

use super::numbers::Numbers;
use super::stage::Stage;
use crate::store::codec::{AsideRecord, encode};
use crate::store::{CommitError, Readmit, SetAside, keys};

/// Keeps a message that could not be handled, and marks it as dealt with, so that its channel need not bring it again.
pub fn set_aside(stage: &mut Stage, numbers: &mut Numbers, SetAside { inbound, why, at }: SetAside) -> Result<(), CommitError> {
    let mark = keys::seen(&inbound.id);
    if stage.has(&mark)? {
        return Err(CommitError::AlreadySeen);
    }
    stage.put(mark, encode(&Some(at))?);
    let key = keys::aside(numbers.take(stage)?);
    stage.put(key, encode(&AsideRecord { inbound, why, at, readmitted: None })?);
    Ok(())
}

/// Notes who has it taken in again. Of two who do so at once the second comes too late.
pub fn readmit(stage: &mut Stage, Readmit { number, by }: Readmit) -> Result<(), CommitError> {
    let key = keys::aside(number);
    match stage.read::<AsideRecord>(&key)? {
        Some(record) if record.readmitted.is_none() => {
            stage.put(key, encode(&AsideRecord { readmitted: Some(by), ..record })?);
            Ok(())
        }
        _ => Err(CommitError::Conflict(format!("the message {number} that was set aside"))),
    }
}
