//! What a walk along the chain finds 核验: places only, never contents.

use std::fmt;

use super::Head;
use crate::domain::ids::CaseNumber;

/// The first thing that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The entry is not there, though later ones or the head are.
    EntryMissing(u64),
    /// The entry cannot be read.
    EntryUnreadable(u64),
    /// The entry is not what the next one, or the head, was chained to.
    EntryChanged(u64),
    /// There are entries behind the head.
    BeyondHead(u64),
    /// The head is not there or cannot be read.
    HeadUnreadable,
    /// The entry does not have the hash that was noted down.
    Anchor(u64),
    /// The list by case, by trace code, or of notices sent again lacks this entry.
    Unlisted(u64),
    /// The entry speaks of events that do not follow those before.
    OutOfOrder(u64, CaseNumber),
    /// An event of this entry is not there.
    EventMissing(u64, CaseNumber, u32),
    /// One of the events of this entry, first to last, is not as it was written.
    EventChanged(u64, CaseNumber, u32, u32),
    /// An event that no entry speaks of.
    EventUncovered(CaseNumber, u32),
    /// The edition of this entry is not there, or is not as it was published.
    EditionChanged(u64),
    /// A record among the events whose key is no event's.
    EventNameless,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EntryMissing(n) => write!(f, "审计记录第 {n} 条不见了"),
            Self::EntryUnreadable(n) => write!(f, "审计记录第 {n} 条已损坏，无法读取"),
            Self::EntryChanged(n) => write!(f, "审计记录第 {n} 条被改动过"),
            Self::BeyondHead(n) => write!(f, "审计记录第 {n} 条在链头之后，链头不对"),
            Self::HeadUnreadable => write!(f, "审计链的链头不见了或无法读取"),
            Self::Anchor(n) => write!(f, "审计记录第 {n} 条与当初记下的锚点不符，这一条或它之前的记录被改写过，或者后面的被截掉了"),
            Self::Unlisted(n) => write!(f, "审计记录第 {n} 条没有列在它的工单、查阅码或重发名下"),
            Self::OutOfOrder(n, case) => write!(f, "审计记录第 {n} 条与工单 {case} 前面的事件接不上"),
            Self::EventMissing(n, case, seq) => write!(f, "工单 {case} 的第 {seq} 个事件不见了（审计记录第 {n} 条）"),
            Self::EventChanged(n, case, first, last) if first == last => {
                write!(f, "工单 {case} 的第 {first} 个事件被改动过（审计记录第 {n} 条）")
            }
            Self::EventChanged(n, case, first, last) => {
                write!(f, "工单 {case} 的第 {first} 至 {last} 个事件之一被改动过（审计记录第 {n} 条）")
            }
            Self::EditionChanged(n) => write!(f, "已公布的公示不见了或被改动过（审计记录第 {n} 条）"),
            Self::EventUncovered(case, seq) => write!(f, "工单 {case} 的第 {seq} 个事件没有审计记录，是后来塞进去的"),
            Self::EventNameless => write!(f, "事件当中有一条来历不明的记录"),
        }
    }
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Entries of the chain.
    pub entries: u64,
    /// Views among them.
    pub views: u64,
    /// Notices among them that somebody sent again.
    pub resent: u64,
    /// How often the head had to be made anew.
    pub rejoined: u64,
    /// Cases with events.
    pub cases: u64,
    /// Events.
    pub events: u64,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// How much was looked at.
    pub checked: Checked,
    /// Where the chain stands, or would stand without the fault.
    pub head: Head,
    /// The first fault; none when all is as it was written.
    pub fault: Option<Fault>,
}
