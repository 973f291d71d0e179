//! Reading keys back 读键: what a list needs no record for stands in its keys.

use chrono::{NaiveDate, TimeZone};

use super::{ConversationKey, DUE_CASE, DUE_CONVERSATION, ENTRY, EVENT, OutboxKey};
use crate::domain::ids::{CaseNumber, ChatRef, Moment, UserRef, cst};

/// What a key of [`all_due`](super::all_due) says.
#[derive(Debug, PartialEq, Eq)]
pub enum DueKey {
    /// A reminder of this case.
    Case(CaseNumber),
    /// A conversation, and when it is due.
    Conversation(ConversationKey, Moment),
}

/// Reads a key of [`all_due`](super::all_due).
pub fn read_due(key: &[u8]) -> Option<DueKey> {
    let mut fields = Fields(key.get(1..)?);
    let due = fields.moment()?;
    match fields.u8()? {
        DUE_CASE => fields.case().map(DueKey::Case),
        DUE_CONVERSATION => {
            let chat = ChatRef(fields.text()?);
            Some(DueKey::Conversation(ConversationKey { chat, user: UserRef(fields.rest()?) }, due))
        }
        _ => None,
    }
}

/// Reads the case number that ends a key.
pub fn read_case(key: &[u8]) -> Option<CaseNumber> {
    Fields(key.get(key.len().checked_sub(8)?..)?).case()
}

/// Reads a key of [`all_events`](super::all_events).
pub fn read_event(key: &[u8]) -> Option<(CaseNumber, u32)> {
    let mut fields = Fields(key.get(1..)?);
    let event = (fields.case()?, fields.u32()?);
    fields.0.is_empty().then_some(event)
}

/// Of what a key is the fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FoldKey {
    /// The events of this case, from the first.
    Events(CaseNumber),
    /// Entries of the audit chain, from this one.
    Entries(u64),
}

/// Reads the key under which a fold may stand: [`events`](super::events) of a case, or the [`entry`](super::entry) that is its first.
/// Either sorts where the first of the folded records would.
pub fn read_fold(key: &[u8]) -> Option<FoldKey> {
    let (kind, rest) = key.split_first()?;
    let mut fields = Fields(rest);
    let fold = match *kind {
        EVENT => FoldKey::Events(fields.case()?),
        ENTRY => FoldKey::Entries(fields.u64()?),
        _ => return None,
    };
    fields.0.is_empty().then_some(fold)
}

/// Reads the running number that ends a key.
pub fn read_number(key: &[u8]) -> Option<u64> {
    Fields(key.get(key.len().checked_sub(8)?..)?).u64()
}

/// Reads a key of [`staff`](super::staff).
pub fn read_staff(key: &[u8]) -> Option<u32> {
    Fields(key.get(1..)?).u32()
}

/// Reads a key of [`all_waiting`](super::all_waiting).
pub fn read_waiting(key: &[u8]) -> Option<OutboxKey> {
    let mut fields = Fields(key.get(1..)?);
    Some(OutboxKey { class: fields.u8()?, number: fields.u64()? })
}

/// Reads a key of [`chats_of`](super::chats_of).
pub fn read_chat(key: &[u8]) -> Option<ChatRef> {
    Fields(key.get(1..)?).rest().map(ChatRef)
}

/// The fields of a key, read from its front.
pub(super) struct Fields<'a>(pub(super) &'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn u8(&mut self) -> Option<u8> {
        self.take().map(|[byte]| byte)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_be_bytes)
    }

    pub(super) fn u64(&mut self) -> Option<u64> {
        self.take().map(u64::from_be_bytes)
    }

    pub(super) fn case(&mut self) -> Option<CaseNumber> {
        let (day, serial) = (self.u32()?, self.u32()?);
        let year = i32::try_from(day / 10_000).ok()?;
        CaseNumber::new(NaiveDate::from_ymd_opt(year, day / 100 % 100, day % 100)?, serial)
    }

    fn moment(&mut self) -> Option<Moment> {
        let seconds = (self.u64()? ^ (1 << 63)).cast_signed();
        cst().timestamp_opt(seconds, self.u32()?).single()
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.u32()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    pub(super) fn rest(self) -> Option<String> {
        String::from_utf8(self.0.to_vec()).ok()
    }
}
