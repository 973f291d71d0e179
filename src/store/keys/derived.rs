//! Keys of records that are made from others 派生记录, and which those are.

use super::read::Fields;
use super::{
    CARD, CARD_OF_PERSON, CARD_OF_UNIT, CASE, CHAT, COPY, ConversationKey, DUE, Key, LINE_ID, OF_CITIZEN, OPEN, OPEN_OF_UNIT, ORIGIN,
    RESENT, TRACE, VIEW,
};
use crate::domain::ids::{CaseNumber, ChatRef, UserRef};

/// A kind of records that hold nothing that other records do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Derived {
    /// A case with its reminders, from its events.
    Case,
    /// The mark of an open case.
    Open,
    /// The mark of an open case of a unit.
    OpenOfUnit,
    /// The mark of a citizen's case.
    OfCitizen,
    /// What falls due, from cases and conversations.
    Due,
    /// The ledger of cards, from events.
    Card,
    /// The same by unit.
    CardOfUnit,
    /// The same by person.
    CardOfPerson,
    /// The mark of a line of a chat.
    LineId,
    /// The mark of a chat that has lines.
    Chat,
    /// The mark of a view of a case, from the audit chain.
    View,
    /// The entry that has a trace code.
    Trace,
    /// The mark of a copy of everything.
    Copy,
    /// The mark of a notice that somebody had sent again.
    Resent,
    /// The case that was taken over from a record of another system, from events.
    Origin,
}

impl Derived {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Case,
        Self::Open,
        Self::OpenOfUnit,
        Self::OfCitizen,
        Self::Due,
        Self::Card,
        Self::CardOfUnit,
        Self::CardOfPerson,
        Self::LineId,
        Self::Chat,
        Self::View,
        Self::Trace,
        Self::Copy,
        Self::Resent,
        Self::Origin,
    ];

    fn letter(self) -> u8 {
        match self {
            Self::Case => CASE,
            Self::Open => OPEN,
            Self::OpenOfUnit => OPEN_OF_UNIT,
            Self::OfCitizen => OF_CITIZEN,
            Self::Due => DUE,
            Self::Card => CARD,
            Self::CardOfUnit => CARD_OF_UNIT,
            Self::CardOfPerson => CARD_OF_PERSON,
            Self::LineId => LINE_ID,
            Self::Chat => CHAT,
            Self::View => VIEW,
            Self::Trace => TRACE,
            Self::Copy => COPY,
            Self::Resent => RESENT,
            Self::Origin => ORIGIN,
        }
    }

    /// Every key of this kind.
    pub fn all(self) -> Key {
        Key::of(self.letter())
    }

    /// Of what kind the key is; none when it is of a record that nothing else holds.
    pub fn of(key: &Key) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| key.as_ref().first() == Some(&kind.letter()))
    }
}

/// Reads the case of a key that lists a card.
pub fn read_card_case(key: &[u8]) -> Option<CaseNumber> {
    super::read_case(key.get(..key.len().checked_sub(4)?)?)
}

/// Reads a key of [`conversation`](super::conversation).
pub fn read_conversation(key: &[u8]) -> Option<ConversationKey> {
    let (chat, user) = read_in_chat(key)?;
    Some(ConversationKey { chat, user: UserRef(user) })
}

/// Every conversation.
pub fn all_conversations() -> Key {
    Key::of(super::CONVERSATION)
}

/// Reads the chat of a key of [`line`](super::line).
pub fn read_line_chat(key: &[u8]) -> Option<ChatRef> {
    Fields(key.get(1..)?).text().map(ChatRef)
}

/// Reads a key of [`line_id`](super::line_id).
pub fn read_in_chat(key: &[u8]) -> Option<(ChatRef, String)> {
    let mut fields = Fields(key.get(1..)?);
    Some((ChatRef(fields.text()?), fields.rest()?))
}

/// Reads a key of [`view`](super::view).
pub fn read_view(key: &[u8]) -> Option<(CaseNumber, u64)> {
    let mut fields = Fields(key.get(1..)?);
    Some((fields.case()?, fields.u64()?))
}

/// What stands behind the letter of a key that is one text.
pub fn read_text(key: &[u8]) -> Option<String> {
    Fields(key.get(1..)?).rest()
}
