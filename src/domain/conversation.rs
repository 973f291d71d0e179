//! What the bot remembers of a chat 对话, between one message and the next. Kept in the store with the case, in one commit.

use serde::{Deserialize, Serialize};

use super::action::Action;
use super::case::{Ground, LetterKind};
use super::complaint::{Classification, Evidence, Slot, Slots};
use super::conduct::Conduct;
use super::ids::{CaseNumber, ChatRef, DepartmentId, Moment, UserRef};
use super::moment;

/// One person's conversation in one chat.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conversation {
    /// Counts its changes; the store refuses to write over one that it has not seen.
    pub rev: u32,
    /// What is being talked about.
    pub talk: Talk,
    /// When the house takes the word if nobody else does.
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    pub due: Option<Moment>,
    /// The case last opened or talked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_case: Option<CaseNumber>,
    /// The album whose first piece was answered already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub album: Option<String>,
    /// How this person behaves towards the line.
    #[serde(default, skip_serializing_if = "Conduct::is_clean")]
    pub conduct: Conduct,
    /// Whom the code stands for that this conversation is kept under: supervisors know nothing but the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_for: Option<Person>,
}

/// One person in one chat, who is spoken of by a code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The chat.
    pub chat: ChatRef,
    /// The account.
    pub user: UserRef,
}

/// What is being talked about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "talk", deny_unknown_fields)]
pub enum Talk {
    /// Nothing.
    #[default]
    Idle,
    /// Evidence came before any words.
    Gathering {
        /// What came, and since when.
        evidence: Vec<Evidence>,
    },
    /// What was missing has been asked for, once.
    Asking {
        /// The complaint so far.
        draft: Box<Draft>,
        /// What was asked.
        missing: Vec<Slot>,
    },
    /// The summary waits to be confirmed.
    Confirming {
        /// The complaint.
        draft: Box<Draft>,
    },
    /// 更正 was pressed; the correction comes in words.
    Correcting {
        /// The complaint.
        draft: Box<Draft>,
    },
    /// An answer about this case is expected: it was registered before its citizen had said everything, or the unit asked
    /// them something.
    Registered {
        /// The case.
        number: CaseNumber,
        /// What had been asked.
        missing: Vec<Slot>,
    },
    /// Which case is meant was asked.
    Choosing {
        /// What is to be done with it.
        want: Want,
    },
    /// 撤诉 was said with words, and is asked once more.
    Withdrawing {
        /// The case.
        number: CaseNumber,
        /// Why, in their words.
        reason: String,
    },
    /// Whether it is the old matter come back was asked 是否复发.
    Recurring {
        /// The archived case.
        number: CaseNumber,
        /// What they said.
        text: String,
        /// What came with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        evidence: Vec<Evidence>,
    },
    /// Why the citizen is not content was asked.
    FollowUpReason {
        /// The case.
        number: CaseNumber,
        /// Whether it is solved.
        solved: bool,
        /// How satisfied they are.
        satisfaction: super::case::Satisfaction,
    },
    /// A member of staff owes words.
    Form {
        /// The case.
        number: CaseNumber,
        /// For what.
        form: Form,
        /// The fields filled so far, by their Chinese names.
        filled: Vec<(String, String)>,
    },
}

/// A complaint that is not registered yet 草稿.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The citizen's words, as they came.
    pub text: String,
    /// What the classifier made of them.
    pub classification: Classification,
    /// The facts found.
    pub slots: Slots,
    /// What came with them.
    pub evidence: Vec<Evidence>,
    /// When the first word of it arrived.
    #[serde(with = "moment")]
    pub arrived: Moment,
    /// 复发: the archived case of the same matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurs: Option<CaseNumber>,
    /// 一信多诉: the words of other matters in the same message, each to be written down after this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rest: Vec<String>,
}

/// What a citizen wants with a case that they have yet to name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "want", deny_unknown_fields)]
pub enum Want {
    /// 查进度
    Progress,
    /// 时限说明
    Explain,
    /// 催办
    Urge {
        /// What they said.
        note: String,
    },
    /// 撤诉
    Withdraw {
        /// Why, in their words; empty when they said nothing.
        #[serde(default)]
        reason: String,
    },
    /// 补充, or a new matter.
    Supplement {
        /// What they said.
        text: String,
        /// What came with it.
        evidence: Vec<Evidence>,
    },
}

/// What a member of staff is asked words for 表单.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "form", deny_unknown_fields)]
pub enum Form {
    /// 不予受理: the right way to go.
    Decline {
        /// On this ground.
        ground: Ground,
    },
    /// 派其他单位: its name.
    Dispatch,
    /// 驳回退单: the reason.
    RefuseReturn,
    /// 记录进展
    Progress,
    /// 联系诉求人
    Contact,
    /// 退单: reason, basis, suggested unit.
    Return,
    /// 转派: the unit's name.
    Transfer {
        /// Known already, when a button was pressed.
        to: Option<DepartmentId>,
    },
    /// 申请延期: days and reason.
    Extension,
    /// 不同意延期: the reason.
    RefuseExtension,
    /// 办结: contact, result, basis, what follows.
    Resolve,
    /// 审核退回: what is wanting.
    Fault,
    /// 不批准: the reason.
    Disapprove,
    /// 责成重办: the reason.
    OrderRedo,
    /// 提请裁定: the reason.
    Refer,
    /// 裁定: the unit and the reason.
    Rule {
        /// Known already, when a button was pressed.
        to: Option<DepartmentId>,
    },
    /// 增加协办: the unit, and with what it helps.
    AddCoUnit,
    /// 协办反馈
    CoReport,
    /// 申请中止: the reason.
    ApplySuspension {
        /// On this ground of the profile.
        ground: String,
    },
    /// 申请挂账: the date and the reason.
    ApplyOnFile,
    /// 申请协办: the unit and the reason.
    ApplyCoUnit,
    /// 不同意申请: the reason.
    RefuseApplication,
    /// 中止: the reason, and when it is looked at again.
    Suspend {
        /// On this ground of the profile.
        ground: String,
    },
    /// 恢复: the reason.
    Resume,
    /// 挂账: measures and the date.
    PutOnFile,
    /// 撤销: the reason.
    Revoke {
        /// On this ground of the profile.
        ground: String,
    },
    /// 移送: to whom and why.
    HandOver,
    /// 领导包案: the leader's name, from a supervisor.
    TakeCharge,
    /// 回避 for oneself: the reason.
    Recuse,
    /// 回避 of somebody else, from a supervisor.
    SendAway,
    /// 单位回避: the unit and the reason.
    NameConflict,
    /// 查询函、督查通知书、督查情况通报: what it says, and until when it is answered.
    Letter {
        /// Which letter.
        kind: LetterKind,
    },
    /// 效能告诫书: to whom, for which cause, and what it says.
    Admonish,
    /// 回函
    AnswerLetter {
        /// The letter's number, when only one waits.
        letter: Option<u32>,
    },
    /// 并案: the number of the mother case.
    Merge,
}

/// Something to say, with the buttons under it, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Say {
    /// What.
    pub message: super::message::Message,
    /// The buttons.
    pub buttons: Vec<Vec<Action>>,
}
