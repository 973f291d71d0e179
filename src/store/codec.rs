//! Values 值: JSON, [`packed`] where that saves room. What cannot be read is named by its key; its content, which may be a
//! citizen's words, is never repeated.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::audit::Resent;
use crate::domain::case::Case;
use crate::domain::ids::{DepartmentId, Moment};
use crate::domain::inbound::Inbound;
use crate::domain::moment;
use crate::domain::outbound::Outbound;
use crate::domain::reminder::Reminder;
use crate::store::aside::{Readmitted, Why};

mod folded;
mod packed;

pub use folded::{fold_entries, fold_events, fold_first_events, fold_next_entries, is_folded, link, unfold};
pub use packed::{pack, pack_tightly, unpack};
use packed::{pack_for, unpack_for};

/// The version of the store's format that this program writes: 2 has the audit chain and the ledger of cards, 3 packs its
/// values, 4 folds what a case begins with and what is added to the chain together at once, all events of a case and longer runs of
/// the chain when it is compacted, and has one entry for all reminders of a case, 5 keeps them in that entry only, 6 has no marks of
/// notices that wait or were given up, 7 lists views of cases when the writer rests and says how far they are listed. A store of format 1 is
/// brought up to 2 when it is opened, from any before 6 the marks are taken away, and of any before 7 all views are listed; all else of a later format is read as it is, and each case written anew when it changes.
/// Messages that were set aside need no version of their own: a program that does not know their keys neither reads nor
/// changes them, and copies them into every backup.
pub const FORMAT: u32 = 7;

/// What stands under [`keys::format`](super::keys::format).
#[derive(Debug, Serialize, Deserialize)]
pub struct Format {
    /// The version.
    pub format: u32,
}

/// A case, led by what the writer needs to know of it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseRecord {
    /// What the indexes were derived from.
    pub index: CaseIndex,
    /// Its complete set of reminders, as programs before format 5 kept it here too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Reminder>,
    /// The case.
    pub case: Case,
}

/// The part of a [`CaseRecord`] that a reader asks for; the rest is skipped, not read.
#[derive(Debug, Deserialize)]
pub struct CaseOnly {
    /// The case.
    pub case: Case,
}

/// The part of a [`CaseRecord`] that tells which index entries the case has: the rest is skipped, not read. It is what
/// was written, so that a later program that would index otherwise still removes the right entries.
#[derive(Debug, Deserialize)]
pub struct CaseMark {
    /// What the indexes were derived from.
    pub index: CaseIndex,
    /// Its complete set of reminders, before format 5.
    #[serde(default)]
    pub reminders: Vec<Reminder>,
}

/// What the indexes of a case derive from.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseIndex {
    /// How many events it has.
    pub seq: u32,
    /// Whether it is open.
    pub open: bool,
    /// The unit that holds or last held it.
    pub unit: Option<DepartmentId>,
    /// When the first of its reminders falls due: under that moment stands the entry that has them all. None where it has none.
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// In format 4: the same is said by the reminders of the record. Earlier programs wrote an entry for each of those.
    #[serde(default, skip_serializing_if = "is_false")]
    pub together: bool,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it so
fn is_false(flag: &bool) -> bool {
    !flag
}

/// All of a [`CaseRecord`] that whoever changes the case asks for.
#[derive(Debug, Deserialize)]
pub struct CaseToChange {
    /// What the indexes were derived from.
    pub index: CaseIndex,
    /// Its complete set of reminders, before format 5.
    #[serde(default)]
    pub reminders: Vec<Reminder>,
    /// The case.
    pub case: Case,
}

/// The part of a conversation that the writer needs; the rest is skipped, not read.
#[derive(Debug, Default, Deserialize)]
pub struct ConversationMark {
    /// Counts its changes.
    pub rev: u32,
    /// When it is due.
    #[serde(default, with = "moment::maybe")]
    pub due: Option<Moment>,
}

/// Reads of an entry of [`DUE`](super::keys::all_due) the reminders that fall due until then. They stand in their order, so that
/// those behind the first that does not are skipped, not read.
#[derive(Clone, Copy, Debug)]
pub struct DueUntil(pub Moment);

impl<'de> DeserializeSeed<'de> for DueUntil {
    type Value = Vec<Reminder>;

    fn deserialize<D: Deserializer<'de>>(self, record: D) -> Result<Self::Value, D::Error> {
        record.deserialize_any(self)
    }
}

/// An array holds all reminders of a case, an object one: earlier programs wrote an entry for each.
impl<'de> Visitor<'de> for DueUntil {
    type Value = Vec<Reminder>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("reminders")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Self::Value, A::Error> {
        let mut due = Vec::new();
        while let Some(reminder) = all.next_element::<Reminder>()? {
            if reminder.due > self.0 {
                while all.next_element::<IgnoredAny>()?.is_some() {}
                break;
            }
            due.push(reminder);
        }
        Ok(due)
    }

    fn visit_map<A: MapAccess<'de>>(self, one: A) -> Result<Self::Value, A::Error> {
        let one = Reminder::deserialize(MapAccessDeserializer::new(one))?;
        Ok(if one.due <= self.0 { vec![one] } else { Vec::new() })
    }
}

/// A message that waits.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaitingRecord {
    /// The message.
    pub outbound: Outbound,
    /// How often sending has failed.
    pub attempts: u32,
    /// Not before.
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Moment>,
    /// When it was committed.
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    pub queued: Option<Moment>,
    /// Who last had it sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resent: Option<Resent>,
}

/// A message that can never be sent.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeadRecord {
    /// The message.
    pub outbound: Outbound,
    /// Why.
    pub why: String,
    /// Since when.
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    /// Who last had it sent again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resent: Option<Resent>,
}

/// A message that was set aside, as it came.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AsideRecord {
    /// The message.
    pub inbound: Inbound,
    /// Why.
    pub why: Why,
    /// When.
    #[serde(with = "moment")]
    pub at: Moment,
    /// Who had it taken in again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readmitted: Option<Readmitted>,
}

/// A record that cannot be read. It says where, and nothing of what stands there.
#[derive(Debug, thiserror::Error)]
#[error("存储中的记录 {shown} 已损坏，无法读取（第 {column} 字节，{what}）")]
pub struct Damaged {
    key: String,
    /// The key as a log may have it.
    shown: String,
    column: usize,
    what: &'static str,
}

impl Damaged {
    /// A record whose key itself makes no sense.
    pub fn key(key: &[u8]) -> Self {
        Self { key: key.escape_ascii().to_string(), shown: shown(key), column: 0, what: "键不成形" }
    }
}

/// The key without what names a person: an account and all that follows it is cut off, since logs hold no identity.
fn shown(key: &[u8]) -> String {
    let text = key.escape_ascii().to_string();
    match text.find(':') {
        Some(colon) => {
            let start = text[..colon].rfind(|c: char| !c.is_ascii_lowercase()).map_or(0, |before| before + 1);
            format!("{}…", &text[..start])
        }
        None => text,
    }
}

thread_local! {
    /// Where JSON is written before it is packed: it grows once a thread, and not with each record.
    static PLAIN: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// What a thread keeps for the next record, in bytes, when one needed more.
const MOST_KEPT: usize = 1 << 20;

/// The bytes of a value, as they are kept.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    encode_as(value)
}

/// [`encode`], in whatever its bytes are to stand.
pub fn encode_as<T: Serialize, B: for<'b> From<&'b [u8]>>(value: &T) -> Result<B> {
    let mut json = PLAIN.take();
    json.clear();
    let written = serde_json::to_writer(&mut json, value).context("记录无法写成 JSON");
    let packed = written.map(|()| pack_for(&json, |bytes| B::from(bytes)));
    if json.capacity() <= MOST_KEPT {
        PLAIN.set(json);
    }
    packed
}

/// The JSON of a value: what the audit chain binds.
pub fn plain<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json::to_vec(value).context("记录无法写成 JSON")
}

/// The value of these bytes, found under this key.
pub fn decode<T: DeserializeOwned>(key: &[u8], bytes: &[u8]) -> Result<T, Damaged> {
    decode_with(PhantomData::<T>, key, bytes)
}

/// [`decode`], of what this reads.
pub fn decode_with<S: for<'de> DeserializeSeed<'de, Value = T>, T>(seed: S, key: &[u8], bytes: &[u8]) -> Result<T, Damaged> {
    let damaged = |column: usize, what: &'static str| Damaged { key: key.escape_ascii().to_string(), shown: shown(key), column, what };
    let whole = |plain: &[u8]| {
        let mut json = serde_json::Deserializer::from_slice(plain);
        seed.deserialize(&mut json).and_then(|value| json.end().map(|()| value))
    };
    let read = unpack_for(bytes, whole).ok_or_else(|| damaged(0, "压缩的内容无法解开"))?;
    read.map_err(|error: serde_json::Error| {
        let what = match error.classify() {
            serde_json::error::Category::Data => "内容不合格式",
            serde_json::error::Category::Eof => "内容不完整",
            serde_json::error::Category::Syntax | serde_json::error::Category::Io => "不是 JSON",
        };
        damaged(error.column(), what)
    })
}

/// The damaged records met so far. Each is reported once, however often it is met.
#[derive(Debug, Default)]
pub struct Damage(Mutex<BTreeSet<String>>);

impl Damage {
    /// Reports a record, unless it has been reported.
    pub fn note(&self, damaged: &Damaged) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.insert(damaged.key.clone()) {
            tracing::error!(key = %damaged.shown, column = damaged.column, what = damaged.what, "a stored record is damaged");
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_is_named_and_not_repeated() {
        let error = decode::<Format>(b"meta\x00", br#"{"format":"words of a citizen"}"#).expect_err("no number");
        assert_eq!(error.to_string(), "存储中的记录 meta\\x00 已损坏，无法读取（第 30 字节，内容不合格式）");
    }

    #[test]
    fn damage_is_counted_once() {
        let damage = Damage::default();
        damage.note(&Damaged::key(b"a"));
        damage.note(&Damaged::key(b"a"));
        damage.note(&Damaged::key(b"b"));
        assert_eq!(damage.count(), 2);
    }
}
