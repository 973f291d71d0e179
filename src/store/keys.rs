//! Keys 键 of a key-value store: one letter for what it is, then fields whose bytes sort as the fields do. Numbers are
//! big-endian and of fixed width; a text is led by its length, unless it ends the key.

use super::{ConversationKey, OutboxKey};
use crate::domain::ids::{CaseNumber, ChatRef, DepartmentId, InboundId, Moment, StaffId, UserRef};
use crate::domain::publication::Period;

mod appraisal;
mod cards;
mod derived;
mod papers;
mod read;

pub use appraisal::{appraised, ballot, ballots};
pub use cards::{all_cards, all_cards_of_person, all_cards_of_unit, card, card_of_person, card_of_unit, cards_since};
pub use derived::{Derived, all_conversations, read_card_case, read_conversation, read_in_chat, read_line_chat, read_text, read_view};
pub use papers::{all_registered, paper_count, registered, registered_of};
pub use read::{DueKey, FoldKey, read_case, read_chat, read_due, read_event, read_fold, read_number, read_staff, read_waiting};

/// The version of the store's format, the counter of [`numbers`] and the [`chain_head`].
const META: u8 = b'm';
const CASE: u8 = b'c';
const EVENT: u8 = b'e';
const OPEN: u8 = b'o';
const OPEN_OF_UNIT: u8 = b'u';
const OF_CITIZEN: u8 = b'z';
const DUE: u8 = b'r';
const CONVERSATION: u8 = b'v';
const WAITING: u8 = b'q';
const NOTICE_WAITING: u8 = b'n';
const DEAD: u8 = b'x';
const NOTICE_DEAD: u8 = b'y';
const LINE: u8 = b'l';
const LINE_ID: u8 = b'i';
const CHAT: u8 = b'g';
const SEEN: u8 = b's';
const STAFF: u8 = b'p';
const INVITE: u8 = b'k';
const GROUP: u8 = b'h';
const ENTRY: u8 = b'a';
const VIEW: u8 = b'w';
const TRACE: u8 = b't';
const RESENT: u8 = b'R';
const COPY: u8 = b'C';
const ASIDE: u8 = b'A';
const SPOILED: u8 = b'X';
const PROFILE: u8 = b'f';
const CARD: u8 = b'd';
const CARD_OF_UNIT: u8 = b'j';
const CARD_OF_PERSON: u8 = b'b';
const ORIGIN: u8 = b'O';
const EDITION: u8 = b'E';
const EXAMPLE: u8 = b'M';
const APPRAISED: u8 = b'V';
const BALLOT: u8 = b'B';
const PAPER: u8 = b'P';
const PAPER_COUNT: u8 = b'N';

/// In a key of [`DUE`], after the moment: a case's reminder.
const DUE_CASE: u8 = 0;
/// In a key of [`DUE`], after the moment: a conversation.
const DUE_CONVERSATION: u8 = 1;
/// Greater than whatever follows a moment in a key of [`DUE`].
const DUE_END: u8 = u8::MAX;

/// A key, or the beginning that a range of keys shares.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Vec<u8>);

impl AsRef<[u8]> for Key {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Key {
    fn of(kind: u8) -> Self {
        Self(vec![kind])
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    fn u32(self, number: u32) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    fn u64(self, number: u64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    fn case(self, number: CaseNumber) -> Self {
        self.u32(number.day()).u32(number.serial())
    }

    /// The sign bit is turned over, so that moments before 1970 sort first.
    fn moment(self, at: Moment) -> Self {
        self.u64(at.timestamp().cast_unsigned() ^ (1 << 63)).u32(at.timestamp_subsec_nanos())
    }

    fn text(self, text: &str) -> Self {
        self.u32(u32::try_from(text.len()).unwrap_or(u32::MAX)).bytes(text.as_bytes())
    }
}

/// A key that was read from the store.
pub fn raw(key: &[u8]) -> Key {
    Key(key.to_vec())
}

/// The version of the store's format.
pub fn format() -> Key {
    Key(b"meta".to_vec())
}

/// How far running numbers have been set aside.
pub fn numbers() -> Key {
    Key::of(META).bytes(b"numbers")
}

/// Where the audit chain stands.
pub fn chain_head() -> Key {
    Key::of(META).bytes(b"chain")
}

/// Up to which entry of the audit chain all views are listed.
pub fn listed() -> Key {
    Key::of(META).bytes(b"listed")
}

/// An entry of the audit chain.
pub fn entry(n: u64) -> Key {
    Key::of(ENTRY).u64(n)
}

/// Every entry of the audit chain.
pub fn all_entries() -> Key {
    Key::of(ENTRY)
}

/// The mark that an entry tells of a notice sent again.
pub fn resent(n: u64) -> Key {
    all_resent().u64(n)
}

/// Every mark of a notice sent again.
pub fn all_resent() -> Key {
    Key::of(RESENT)
}

/// The case that was taken over from another system's record of this key.
pub fn origin(key: &str) -> Key {
    Key::of(ORIGIN).bytes(key.as_bytes())
}

/// An edition of what the public is shown.
pub fn edition(period: Period, number: u32) -> Key {
    Key::of(EDITION).text(&period.to_string()).u32(number)
}

/// Every edition.
pub fn editions() -> Key {
    Key::of(EDITION)
}

/// A typical case of a month.
pub fn example(month: Period, case: CaseNumber) -> Key {
    Key::of(EXAMPLE).text(&month.to_string()).case(case)
}

/// Every typical case.
pub fn examples() -> Key {
    Key::of(EXAMPLE)
}

/// The mark that an entry is a view of this case.
pub fn view(number: CaseNumber, n: u64) -> Key {
    views_of(number).u64(n)
}

/// Every mark of a view of this case.
pub fn views_of(number: CaseNumber) -> Key {
    Key::of(VIEW).case(number)
}

/// The mark that an entry speaks of a copy of everything.
pub fn copy(n: u64) -> Key {
    all_copies().u64(n)
}

/// Every mark of a copy of everything.
pub fn all_copies() -> Key {
    Key::of(COPY)
}

/// The number of the entry that has this trace code.
pub fn trace(code: &str) -> Key {
    Key::of(TRACE).bytes(code.as_bytes())
}

/// A case with its reminders.
pub fn case(number: CaseNumber) -> Key {
    Key::of(CASE).case(number)
}

/// Every case.
pub fn cases() -> Key {
    Key::of(CASE)
}

/// Every case of a day.
pub fn cases_of_day(day: u32) -> Key {
    Key::of(CASE).u32(day)
}

/// One event.
pub fn event(number: CaseNumber, seq: u32) -> Key {
    Key::of(EVENT).case(number).u32(seq)
}

/// Every event of a case; also the key of those that were folded, which sorts before all others of the case.
pub fn events(number: CaseNumber) -> Key {
    Key::of(EVENT).case(number)
}

/// Every event of every case.
pub fn all_events() -> Key {
    Key::of(EVENT)
}

/// The mark of an open case.
pub fn open(number: CaseNumber) -> Key {
    Key::of(OPEN).case(number)
}

/// Every mark of an open case.
pub fn all_open() -> Key {
    Key::of(OPEN)
}

/// The mark of an open case of a unit.
pub fn open_of(unit: &DepartmentId, number: CaseNumber) -> Key {
    all_open_of(unit).case(number)
}

/// Every mark of an open case of a unit.
pub fn all_open_of(unit: &DepartmentId) -> Key {
    Key::of(OPEN_OF_UNIT).text(unit.as_str())
}

/// The mark of a citizen's case.
pub fn of_citizen(citizen: &UserRef, number: CaseNumber) -> Key {
    all_of_citizen(citizen).case(number)
}

/// Every mark of a citizen's case.
pub fn all_of_citizen(citizen: &UserRef) -> Key {
    Key::of(OF_CITIZEN).text(citizen.as_str())
}

/// When the first of a case's reminders falls due; earlier programs wrote each of them, at its `place`.
pub fn due_case(due: Moment, number: CaseNumber, place: u32) -> Key {
    Key::of(DUE).moment(due).bytes(&[DUE_CASE]).case(number).u32(place)
}

/// The end of a conversation's patience.
pub fn due_conversation(due: Moment, key: &ConversationKey) -> Key {
    Key::of(DUE).moment(due).bytes(&[DUE_CONVERSATION]).text(key.chat.as_str()).bytes(key.user.as_str().as_bytes())
}

/// Everything that falls due.
pub fn all_due() -> Key {
    Key::of(DUE)
}

/// Just behind everything that is due by `now`.
pub fn due_after(now: Moment) -> Key {
    Key::of(DUE).moment(now).bytes(&[DUE_END])
}

/// A conversation.
pub fn conversation(key: &ConversationKey) -> Key {
    Key::of(CONVERSATION).text(key.chat.as_str()).bytes(key.user.as_str().as_bytes())
}

/// A message that waits.
pub fn waiting(key: OutboxKey) -> Key {
    Key::of(WAITING).bytes(&[key.class]).u64(key.number)
}

/// Every message that waits.
pub fn all_waiting() -> Key {
    Key::of(WAITING)
}

/// A message that can never be sent.
pub fn dead(number: u64) -> Key {
    Key::of(DEAD).u64(number)
}

/// Every message that can never be sent.
pub fn all_dead() -> Key {
    Key::of(DEAD)
}

/// Marks that a notice waits, and that one was given up, as programs before format 6 wrote them.
pub fn marks_of_notices() -> [Key; 2] {
    [Key::of(NOTICE_WAITING), Key::of(NOTICE_DEAD)]
}

/// A message that was set aside.
pub fn aside(number: u64) -> Key {
    all_aside().u64(number)
}

/// Where a damaged record is kept that had to make room for a new one.
pub fn spoiled(key: &Key) -> Key {
    Key::of(SPOILED).bytes(key.as_ref())
}

/// Every message that was set aside.
pub fn all_aside() -> Key {
    Key::of(ASIDE)
}

/// A line of a chat.
pub fn line(chat: &ChatRef, number: u64) -> Key {
    lines_of(chat).u64(number)
}

/// Every line of a chat.
pub fn lines_of(chat: &ChatRef) -> Key {
    Key::of(LINE).text(chat.as_str())
}

/// Every line of every chat.
pub fn all_lines() -> Key {
    Key::of(LINE)
}

/// The mark that a line of this identity is there.
pub fn line_id(chat: &ChatRef, id: &str) -> Key {
    Key::of(LINE_ID).text(chat.as_str()).bytes(id.as_bytes())
}

/// The mark that a chat has lines.
pub fn chat(chat: &ChatRef) -> Key {
    Key::of(CHAT).bytes(chat.as_str().as_bytes())
}

/// Every mark of a chat of this channel.
pub fn chats_of(channel: &str) -> Key {
    Key::of(CHAT).bytes(channel.as_bytes()).bytes(b":")
}

/// The mark that an incoming message has been dealt with.
pub fn seen(id: &InboundId) -> Key {
    Key::of(SEEN).bytes(id.as_str().as_bytes())
}

/// Every mark of an incoming message.
pub fn all_seen() -> Key {
    Key::of(SEEN)
}

/// A member of staff.
pub fn staff(id: StaffId) -> Key {
    Key::of(STAFF).u32(id.0)
}

/// Everybody who works here.
pub fn all_staff() -> Key {
    Key::of(STAFF)
}

/// An invitation.
pub fn invite(code: &str) -> Key {
    Key::of(INVITE).bytes(code.as_bytes())
}

/// A group.
pub fn group(chat: &ChatRef) -> Key {
    Key::of(GROUP).bytes(chat.as_str().as_bytes())
}

/// Every group.
pub fn all_groups() -> Key {
    Key::of(GROUP)
}

/// The text of the profile of this key; of every profile where it is blank.
pub fn profile(key: &str) -> Key {
    Key::of(PROFILE).bytes(key.as_bytes())
}

#[cfg(test)]
mod tests;
