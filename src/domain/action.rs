//! Buttons 按钮: what a press means, and its short form of at most 64 bytes that a channel carries and gives back.

use serde::{Deserialize, Serialize};

use super::appraisal::Sealed;
use super::case::{Ground, LetterKind, Satisfaction};
use super::ids::{CaseNumber, DepartmentId};

mod short;
#[cfg(test)]
mod tests;

use short::{LIFT, NEEDS, PLAIN, plain_name};

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// Something that needs no case.
    Plain(Plain),
    /// Something about a case.
    Case(CaseNumber, Verb),
    /// 解除限制 of the person whom this code stands for.
    Lift(String),
    /// 要紧的清单: this page of it, from 0.
    Needs(u32),
}

/// What needs no case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Plain {
    /// 确认 the summary.
    Confirm,
    /// 更正 the summary.
    Correct,
    /// 不提交 the draft.
    Discard,
    /// 作为新的诉求: what was just written is a new matter.
    NewMatter,
    /// 取消 the form that waits for words.
    Cancel,
    /// 待办
    Todo,
    /// 查进度
    Progress,
}

/// What a button does about a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verb {
    /// 查进度, by the citizen.
    Progress,
    /// 补充: what was just written belongs here.
    Supplement,
    /// 催办
    Urge,
    /// 撤诉
    Withdraw,
    /// 确认撤诉
    ConfirmWithdraw,
    /// 确认 what was added late.
    ConfirmSupplement,
    /// 已解决 or 未解决
    Solved(bool),
    /// 满意, 基本满意 or 不满意
    Satisfied(Satisfaction),
    /// 查看 the whole case.
    Show,
    /// 并案 into this case.
    Merge(CaseNumber),
    /// 全部并案: with it everything that was proposed with it.
    MergeAll(CaseNumber),
    /// 不并案: it is no part of the case that it was found to be like.
    KeepApart,
    /// 又发生了 复发: the archived matter is back.
    Recur,
    /// 时限说明, by the citizen and by staff.
    Explain,
    /// 受理
    Accept,
    /// 不予受理: choose a ground.
    BeginDecline,
    /// The ground; the way to go follows in words.
    Decline(Ground),
    /// 派单 to this unit.
    Dispatch(DepartmentId),
    /// 派其他单位: the name follows in words.
    BeginDispatch,
    /// 驳回退单
    BeginRefuseReturn,
    /// 签收
    Acknowledge,
    /// 记录进展
    BeginProgress,
    /// 联系诉求人
    BeginContact,
    /// 退单
    BeginReturn,
    /// 转派: choose a unit.
    BeginTransfer,
    /// 转派 to this unit.
    Transfer(DepartmentId),
    /// 申请延期
    BeginExtension,
    /// 同意延期
    GrantExtension,
    /// 不同意延期
    BeginRefuseExtension,
    /// 办结
    BeginResolve,
    /// 审核通过
    Pass,
    /// 审核退回
    BeginFault,
    /// What the citizen said on the telephone.
    Called(bool, Satisfaction),
    /// 联系不上
    Unreached,
    /// 更多: what else may be done now.
    More,
    /// 批准
    Approve,
    /// 不批准
    BeginDisapprove,
    /// 责成重办
    BeginOrderRedo,
    /// 疑难复杂 or 一般
    Grade(bool),
    /// 提请裁定
    BeginRefer,
    /// 裁定 to a unit whose name follows in words.
    BeginRule,
    /// 裁定 to this unit; the reason follows in words.
    Rule(DepartmentId),
    /// 增加协办
    BeginAddCoUnit,
    /// 协办签收
    CoAcknowledge,
    /// 协办反馈
    BeginCoReport,
    /// 申请中止: choose a ground.
    BeginApplySuspension,
    /// 申请中止 on this ground of the profile.
    ApplySuspension(String),
    /// 申请挂账
    BeginApplyOnFile,
    /// 申请协办
    BeginApplyCoUnit,
    /// 同意申请: the command that was asked for, with what is still missing.
    GrantApplication,
    /// 不同意申请
    BeginRefuseApplication,
    /// 中止: choose a ground.
    BeginSuspend,
    /// 中止 on this ground of the profile.
    Suspend(String),
    /// 恢复
    BeginResume,
    /// 挂账
    BeginPutOnFile,
    /// 撤销: choose a ground.
    BeginRevoke,
    /// 撤销 on this ground of the profile.
    Revoke(String),
    /// 移送
    BeginHandOver,
    /// 领导包案
    TakeCharge,
    /// 回避 of a person.
    BeginRecuse,
    /// 回避 of a unit.
    BeginNameConflict,
    /// 督办文书
    BeginLetter(LetterKind),
    /// 回函
    BeginAnswerLetter,
    /// 并案
    BeginMerge,
    /// 查阅记录, for auditors.
    Views,
    /// 谁看过, by the citizen.
    WhoSaw,
    /// 文书, by the citizen and by staff.
    Papers,
    /// 民主评议: what was answered so far.
    Appraise(Sealed),
}

impl Action {
    /// The most bytes that a channel carries (Telegram's `callback_data`).
    pub const MOST_BYTES: usize = 64;

    /// The short form: `verb`, `verb|number` or `verb|number|argument`.
    pub fn encode(&self) -> String {
        match self {
            Self::Plain(plain) => plain_name(*plain).to_owned(),
            Self::Lift(code) => format!("{LIFT}|{code}"),
            Self::Needs(page) => format!("{NEEDS}|{page}"),
            Self::Case(number, verb) => match verb.argument() {
                Some(argument) => format!("{}|{number}|{argument}", verb.name()),
                None => format!("{}|{number}", verb.name()),
            },
        }
    }

    /// The action of a short form; none when it is not one of ours.
    pub fn decode(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '|');
        let name = parts.next()?;
        let Some(number) = parts.next() else {
            return PLAIN.iter().find(|(_, own)| *own == name).map(|(plain, _)| Self::Plain(*plain));
        };
        if name == LIFT {
            return (!number.is_empty() && parts.next().is_none()).then(|| Self::Lift(number.to_owned()));
        }
        if name == NEEDS {
            let page = number.parse().ok().filter(|page: &u32| page.to_string() == number);
            return page.filter(|_| parts.next().is_none()).map(Self::Needs);
        }
        Some(Self::Case(number.parse().ok()?, Verb::decode(name, parts.next())?))
    }

    /// The key of the label in `data/templates/buttons.toml`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Plain(plain) => plain_name(*plain),
            Self::Lift(_) => LIFT,
            Self::Needs(_) => NEEDS,
            Self::Case(_, verb) => verb.name(),
        }
    }
}
