//! One outgoing message 去信, rendered and addressed: what a channel sends.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::case::Case;
use super::complaint::Evidence;
use super::ids::{CaseNumber, ChatRef, DepartmentId, Moment, NoticeId};
use super::moment;
use super::paper::PaperKind;
use super::privacy::Reader;
use super::report::ReportKind;

/// A message to one chat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outbound {
    /// Its stable key: sent twice, it is recognisably the same.
    pub id: NoticeId,
    /// Where to.
    pub chat: ChatRef,
    /// The words, plain text; channels escape what they must and split what is too long.
    pub text: String,
    /// The buttons, row by row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Vec<Button>>,
    /// Evidence that goes with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Evidence>,
    /// Files that are made when it is sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
    /// Goes before routine messages.
    #[serde(default)]
    pub urgent: bool,
    /// Held until then, the end of quiet hours 免打扰; what comes after it may go before it.
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Moment>,
    /// What is held is of use only while this is so, and is left unsaid when it is not any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub while_case: Option<WhileCase>,
    /// The line that may stand for it in a message shared with others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brief: Option<Brief>,
}

/// Which of two messages to different people goes first 先后. To one person they go in the order in which they were made, but
/// for what is urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// 加急
    Urgent,
    /// 答复: somebody who has just written waits for it.
    Answer,
    /// 通知: news of what happened without the reader.
    Notice,
}

impl Outbound {
    /// Words to a chat, and nothing with them.
    pub fn plain(id: impl Into<NoticeId>, chat: impl Into<ChatRef>, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            chat: chat.into(),
            text: text.into(),
            buttons: Vec::new(),
            attachments: Vec::new(),
            files: Vec::new(),
            urgent: false,
            not_before: None,
            while_case: None,
            brief: None,
        }
    }

    /// Which goes first.
    pub fn rank(&self) -> Rank {
        match self.urgent {
            true => Rank::Urgent,
            false if self.id.is_answer() => Rank::Answer,
            false => Rank::Notice,
        }
    }
}

/// A file that is made when it is sent 附件. It is named here and never kept: the same name makes the same bytes, today and in
/// a year.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "file", deny_unknown_fields)]
pub enum FileRef {
    /// 文书
    Paper {
        /// 文种
        kind: PaperKind,
        /// 工单号
        case: CaseNumber,
        /// The event that makes it: later ones change nothing in it.
        seq: u32,
        /// As whom it is read.
        reader: Reader,
        /// 查阅码: of the view that its reader's look was recorded as; citizens' own papers carry none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
    },
    /// The picture of a report 日报、周报、月报.
    Report {
        /// Which report.
        kind: ReportKind,
        /// Of this unit and those below it; of all when none is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<DepartmentId>,
        /// The last day that it looks at.
        to: NaiveDate,
    },
}

impl FileRef {
    /// What people call it.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Paper { kind, .. } => kind.label(),
            Self::Report { kind, .. } => kind.label(),
        }
    }
}

impl FileRef {
    /// The same under another 查阅码.
    pub fn mark(&mut self, with: Option<String>) {
        match self {
            Self::Paper { code, .. } => *code = with,
            Self::Report { .. } => {}
        }
    }

    /// The case that it shows, with what its reader sees as whom.
    pub fn shows(&self) -> Option<(CaseNumber, Reader)> {
        match self {
            Self::Paper { case, reader, .. } => Some((*case, *reader)),
            Self::Report { .. } => None,
        }
    }
}

/// A case that is open, and where it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhileCase {
    /// 工单号
    pub number: CaseNumber,
    /// The [label](super::case::State::label) of the state in which it still is; any but a closed one when none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

impl WhileCase {
    /// Whether it is still so.
    pub fn holds(&self, case: &Case) -> bool {
        !case.state.is_closed() && self.state.as_ref().is_none_or(|state| state == case.state.label())
    }
}

/// A notice in one line 摘要: what was true when it was made, and when that was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brief {
    /// What sort of news it is: 新工单, 提醒, 黄牌.
    pub sort: String,
    /// 工单号
    pub number: CaseNumber,
    /// The matter.
    pub intent: String,
    /// The place or the first words, as its readers may see them.
    pub what: String,
    /// The unit that has or had the task.
    pub unit: Option<String>,
    /// When the limit ends that it is about: `02月14日 17:30`.
    pub due: Option<String>,
    /// When it was made: `02月13日 22:10`.
    pub at: String,
    /// It waited for the end of quiet hours.
    pub held: bool,
    /// It comes late, because the program was away.
    pub late: bool,
}

/// One button: what it says, and the short form of its action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// [`Action::encode`](super::action::Action::encode).
    pub data: String,
}
