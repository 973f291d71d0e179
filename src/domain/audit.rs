//! The audit record 审计: who saw which case, and the chain of entries that shows whether anything was changed afterwards.
//! Pure: what an entry says. How entries are chained is the store's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::department::Directory;
use super::ids::{CaseNumber, DepartmentId, Moment, NoticeId, StaffId};
use super::moment;
use super::privacy::Sight;
use super::publication::Period;
use super::staff::{Role, Staff};

mod chain;

pub use chain::{Checked, Fault, Verification};

/// The version of entries that this program writes.
pub const ENTRY_VERSION: u32 = 1;

/// How a case came before somebody's eyes 查阅方式.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Viewed {
    /// 查看, in their own chat.
    Chat,
    /// 查看, in a department's group, where everybody reads it.
    GroupChat,
    /// A notice to their own chat.
    Notice,
    /// A notice to a department's group.
    GroupNotice,
    /// The case's page.
    Page,
    /// Files of its evidence, on the page.
    Evidence,
    /// A paper, on the page or at the command line, or in the chat of whoever asked for it.
    Paper,
    /// `yousu case`
    CommandLine,
    /// `yousu export`
    Export,
    /// `yousu export --format`, with identities veiled.
    MaskedExport,
    /// `yousu learn --from-store`: the words, without whose they are.
    Lessons,
}

impl Viewed {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Chat => "聊天中查看",
            Self::GroupChat => "工作群中查看",
            Self::Notice => "收到通知",
            Self::GroupNotice => "工作群收到通知",
            Self::Page => "网页查看",
            Self::Evidence => "查看证据文件",
            Self::Paper => "取得文书",
            Self::CommandLine => "命令行查看",
            Self::Export => "导出",
            Self::MaskedExport => "导出（已脱敏）",
            Self::Lessons => "供学习取用原文",
        }
    }
}

/// Who saw it, as they were then: a name that changes later does not change the record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "who", deny_unknown_fields)]
pub enum Viewer {
    /// 工作人员
    Staff {
        /// Who.
        id: StaffId,
        /// As what.
        role: Role,
        /// Of which department, for handlers and leaders.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<DepartmentId>,
        /// What they were called.
        name: String,
    },
    /// 单位群: everybody in a department's group.
    Group {
        /// Whose group.
        department: DepartmentId,
    },
    /// 管理员, at the command line of the machine.
    Operator {
        /// What the operating system calls them, where it says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<String>,
    },
}

impl From<&Staff> for Viewer {
    fn from(staff: &Staff) -> Self {
        Self::Staff { id: staff.id, role: staff.role, department: staff.department.clone(), name: staff.name.clone() }
    }
}

impl Viewer {
    /// Role and unit, without any name: what the case's citizen may hear.
    pub fn office(&self, directory: &Directory) -> String {
        let unit = |unit: &DepartmentId| directory.short(unit).to_owned();
        match self {
            Self::Staff { role, department: Some(department), .. } => format!("{}{}", unit(department), role.label()),
            Self::Staff { role, department: None, .. } => format!("12345{}", role.label()),
            Self::Group { department } => format!("{}工作群", unit(department)),
            Self::Operator { .. } => format!("12345{}", Role::Administrator.label()),
        }
    }

    /// Role, unit and name, for those who may know.
    pub fn words(&self, directory: &Directory) -> String {
        let unit = |unit: &DepartmentId| directory.short(unit).to_owned();
        let parts = match self {
            Self::Staff { role, department, name, .. } => {
                [Some(role.label().to_owned()), department.as_ref().map(unit), Some(name.clone())]
            }
            Self::Group { department } => [Some("工作群".to_owned()), Some(unit(department)), None],
            Self::Operator { name } => [Some(Role::Administrator.label().to_owned()), Some("命令行".to_owned()), name.clone()],
        };
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// One view of one case 查阅.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// The case.
    pub case: CaseNumber,
    /// When.
    #[serde(with = "moment")]
    pub at: Moment,
    /// Who.
    pub by: Viewer,
    /// How.
    pub how: Viewed,
    /// What of the citizen's identity they could see.
    pub sight: Sight,
    /// How many events the case had then.
    pub seq: u32,
    /// 查阅码, where what they saw carries one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl View {
    /// The view in one line: when, who, how, what of the identity they could see.
    pub fn words(&self, directory: &Directory) -> String {
        let code = self.code.as_deref().map(|code| format!("，查阅码 {code}")).unwrap_or_default();
        let at = self.at.format("%Y-%m-%d %H:%M:%S");
        format!("{at}　{}　{}　身份{}{code}", self.by.words(directory), self.how.label(), self.sight.label())
    }
}

/// The whole store was given out, identities and all 整库备份. It stands in the record once and not once for each case: every
/// case that had been received by then is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Copied {
    /// When.
    #[serde(with = "moment")]
    pub at: Moment,
    /// Who.
    pub by: Viewer,
}

impl Copied {
    /// The copy in one line.
    pub fn words(&self, directory: &Directory) -> String {
        format!("{}　{}　整库备份　身份{}", self.at.format("%Y-%m-%d %H:%M:%S"), self.by.words(directory), Sight::Full.label())
    }
}

/// An edition 公示 came out. It stays what it was: whoever changes it is found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// When.
    #[serde(with = "moment")]
    pub at: Moment,
    /// Who had it come out.
    pub by: Viewer,
    /// Of when.
    pub period: Period,
    /// 第几版
    pub number: u32,
    /// The digest of its record.
    pub digest: String,
}

/// What an entry of the chain says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "entry")]
pub enum Said {
    /// Events were written: the digest binds their exact bytes.
    Events(Span),
    /// Events that were there before the chain was: bound as they were found.
    Adopted(Span),
    /// Somebody saw a case.
    Seen(View),
    /// Somebody had a notice sent again that could not be delivered.
    Resent(Resent),
    /// Every case was given out at once.
    Copied(Copied),
    /// An edition came out, with the digest of what it says.
    Published(Published),
    /// The head of the chain was missing or could not be read, and was made anew from the last entry.
    Rejoined,
}

/// That a notice was sent again 重发.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resent {
    /// When.
    #[serde(with = "moment")]
    pub at: Moment,
    /// Who had it sent.
    pub by: Viewer,
    /// Which.
    pub notice: NoticeId,
}

/// Events of one case, one after the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The case.
    pub case: CaseNumber,
    /// The first event.
    pub first: u32,
    /// The last event.
    pub last: u32,
    /// The digest of their records.
    pub digest: String,
}

/// One entry of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The version of its form.
    pub v: u32,
    /// Its number, from 1, without gaps.
    pub n: u64,
    /// When.
    #[serde(with = "moment")]
    pub at: Moment,
    /// The hash of the entry before; [`Head::default`]'s for the first.
    pub prev: String,
    /// What it says.
    pub what: Said,
}

/// Where the chain stands: the number and the hash of an entry. Noted down outside, it is an anchor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The entry; 0 before the first.
    pub n: u64,
    /// Its hash, in 64 hexadecimal digits.
    pub hash: String,
}

/// The digits of a hash.
const DIGITS: usize = 64;

impl Default for Head {
    /// Before the first entry.
    fn default() -> Self {
        Self { n: 0, hash: "0".repeat(DIGITS) }
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.n, self.hash)
    }
}

/// A text that is no anchor.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("锚点形如 序号:哈希，哈希是 64 位十六进制数，由 yousu audit --verify 打印")]
pub struct NotAnAnchor;

impl FromStr for Head {
    type Err = NotAnAnchor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (n, hash) = text.trim().split_once(':').ok_or(NotAnAnchor)?;
        let n = n.parse().map_err(|_| NotAnAnchor)?;
        let is_hash = hash.len() == DIGITS && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hash.then(|| Self { n, hash: hash.to_ascii_lowercase() }).ok_or(NotAnAnchor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_comes_back_as_it_was_printed() {
        let head = Head { n: 7, hash: "0a".repeat(32) };
        assert_eq!(head.to_string().parse(), Ok(head));
        for text in ["", "7", "7:", "x:00", &format!("7:{}", "g".repeat(64)), &format!("7:{}", "0".repeat(63))] {
            assert_eq!(text.parse::<Head>(), Err(NotAnAnchor), "{text}");
        }
    }
}
