//! What is made from other records 派生记录, and how it may differ from what stands in the store.
//!
//! | source 原始记录 | what derives from it 派生记录 |
//! |---|---|
//! | events 事件 | the case 工单快照 with its reminders 提醒, the lists of open cases by unit and of each citizen's cases, the ledger of cards 台账, which case was taken over from which record of another system 来源, the last number of each day |
//! | conversations 对话 | when each hangs too long |
//! | lines of chats 聊天记录 | which lines and chats there are |
//! | the audit chain 审计链 | the views of each case, trace codes 查阅码, copies of everything, what was sent again |
//!
//! Everything else is a source too, and nothing derives from it: the outbox 发件箱 and what can never be sent, people and groups, invitations, the rules that cases run
//! under, marks of messages that were dealt with, messages that were set aside 搁置, what the public is shown 公示, the register of papers 文号登记, ballots 选票 and which cases have one, damaged records that had to make room for new ones, the chain's head.

use std::fmt;

use crate::domain::case::Case;
use crate::domain::ids::CaseNumber;
use crate::domain::reminder::Reminder;

/// What the store does not know by itself: the rules and the calendar by which reminders are counted.
pub trait Remaking {
    /// Every reminder that the case has.
    fn reminders(&self, case: &Case) -> Vec<Reminder>;

    /// Whether this reminder may have been looked at and led to nothing, and is gone for that reason.
    fn is_over(&self, case: &Case, reminder: &Reminder) -> bool;
}

/// What is made from other records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// 工单快照
    Case,
    /// 在办清单
    Open,
    /// 单位在办清单
    Unit,
    /// 诉求人清单
    Citizen,
    /// 到期清单
    Due,
    /// 台账
    Cards,
    /// 发件箱
    Outbox,
    /// 聊天记录
    Lines,
    /// 查阅清单
    Audit,
    /// 流水号
    Numbers,
    /// 来源清单
    Origins,
}

impl Part {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Case => "工单快照",
            Self::Open => "在办清单",
            Self::Unit => "单位在办清单",
            Self::Citizen => "诉求人清单",
            Self::Due => "到期清单",
            Self::Cards => "台账",
            Self::Outbox => "发件箱",
            Self::Lines => "聊天记录清单",
            Self::Audit => "查阅清单",
            Self::Numbers => "流水号",
            Self::Origins => "来源清单",
        }
    }
}

/// How a record differs from what is made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is not there.
    Missing,
    /// It says something else.
    Differs,
    /// It is there, and nothing asks for it.
    Surplus,
    /// It cannot be made anew: what it derives from is not there or cannot be read. It stays as it is.
    Unmakeable,
}

impl Fault {
    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Missing => "缺少一条",
            Self::Differs => "有一条不符",
            Self::Surplus => "多出一条",
            Self::Unmakeable => "无法重建：原始记录缺失或损坏，请从备份恢复",
        }
    }
}

/// A record that is not as it would be made anew. It names the case, and nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Of which case, where it is of one.
    pub case: Option<CaseNumber>,
    /// What.
    pub part: Part,
    /// How.
    pub fault: Fault,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(case) = self.case {
            write!(f, "工单 {case}　")?;
        }
        write!(f, "{}　{}", self.part.label(), self.fault.label())
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// How many cases were made anew from their events.
    pub cases: u64,
    /// How many records were made anew and compared.
    pub records: u64,
    /// How many differ, are missing or too many.
    pub differing: u64,
    /// How many could not be made anew.
    pub unmakeable: u64,
}
