//! Identifiers 编号: newtypes, so that a department can never stand where a case is meant.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, FixedOffset, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A moment in China Standard Time. Every moment of the house carries `+08:00`, so that what is stored reads as people read it.
pub type Moment = chrono::DateTime<FixedOffset>;

/// China Standard Time, +08:00; there has been no daylight saving since 1991.
pub fn cst() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).expect("eight hours is a valid offset")
}

/// A case number 工单号, `YYYYMMDD-NNNNNN`: the day of receipt and a running number of that day from 1 to 999,999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber {
    day: u32,
    serial: u32,
}

impl CaseNumber {
    /// The greatest running number of one day.
    pub const MAX_SERIAL: u32 = 999_999;

    /// The `serial`-th case (from 1) received on `day`; none outside 1..=999,999.
    pub fn new(day: NaiveDate, serial: u32) -> Option<Self> {
        let year = u32::try_from(day.year()).ok().filter(|y| (1000..=9999).contains(y))?;
        (1..=Self::MAX_SERIAL).contains(&serial).then(|| Self { day: year * 10_000 + day.month() * 100 + day.day(), serial })
    }

    /// The number of this running number on the same day; none outside 1..=999,999.
    pub fn of_same_day(self, serial: u32) -> Option<Self> {
        (1..=Self::MAX_SERIAL).contains(&serial).then_some(Self { day: self.day, serial })
    }

    /// The day as the number `YYYYMMDD`.
    pub fn day(self) -> u32 {
        self.day
    }

    /// The running number of the day, from 1.
    pub fn serial(self) -> u32 {
        self.serial
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08}-{:06}", self.day, self.serial)
    }
}

/// A text that is no case number.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("“{0}”不是工单号，工单号形如 20260213-000001")]
pub struct NotACaseNumber(String);

impl FromStr for CaseNumber {
    type Err = NotACaseNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || NotACaseNumber(text.chars().take(24).collect());
        let (day, serial) = text.split_once('-').ok_or_else(wrong)?;
        // Digits only: the parsers below would take a sign as well.
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(day, 8) || !digits(serial, 6) {
            return Err(wrong());
        }
        let day = NaiveDate::parse_from_str(day, "%Y%m%d").map_err(|_| wrong())?;
        serial.parse().ok().and_then(|serial| Self::new(day, serial)).ok_or_else(wrong)
    }
}

impl Serialize for CaseNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CaseNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The text of the identifier.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// A department 承办单位 of `data/departments.toml`: an ASCII slug such as `chengguan`.
    DepartmentId
);
text_id!(
    /// An intent 意图 of `intents/`: the name of its file without `.toml`.
    IntentId
);
text_id!(
    /// What one needs besides the number to ask about a case: 查询码, 8 characters of 32 (40 bits).
    QueryCode
);
text_id!(
    /// Where messages go: `tg:<chat id>`, `web:<name>`, `play:<name>`. The part before the colon names the channel.
    ChatRef
);
text_id!(
    /// Who wrote: `tg:<user id>`, `web:<name>`, `play:<name>`. In a private chat it equals the chat.
    UserRef
);
text_id!(
    /// The identity of one incoming message, given by its channel: the same message delivered twice has the same one.
    InboundId
);
text_id!(
    /// The stable key of one notice 通知: sending it again is recognisable as the same.
    NoticeId
);

/// A member of staff 工作人员.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StaffId(pub u32);

impl fmt::Display for StaffId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl NoticeId {
    /// How the key of an answer begins.
    const ANSWER: &'static str = "re:";

    /// The key of the so-manieth answer to a message of this identity.
    pub fn answer(to: &str, nth: usize) -> Self {
        Self(format!("{}{to}/{nth}", Self::ANSWER))
    }

    /// Whether it is an answer 答复, for which somebody waits who has just written.
    pub fn is_answer(&self) -> bool {
        self.0.starts_with(Self::ANSWER)
    }
}

impl ChatRef {
    /// The channel's name: what stands before the first colon.
    pub fn channel(&self) -> &str {
        self.0.split_once(':').map_or("", |(channel, _)| channel)
    }

    /// The channel's own name for the chat: what stands after the first colon.
    pub fn local(&self) -> &str {
        self.0.split_once(':').map_or(self.0.as_str(), |(_, local)| local)
    }
}

impl UserRef {
    /// The private chat with this person: both channels give it the person's own name.
    pub fn private_chat(&self) -> ChatRef {
        ChatRef(self.0.clone())
    }

    /// Whether this chat is the private one with this person.
    pub fn is_alone_in(&self, chat: &ChatRef) -> bool {
        self.0 == chat.0
    }
}
