//! The names of events 事件名称, as records and histories use them.

use super::Event;

impl Event {
    /// The name that the record uses.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Received { .. } => "接收",
            Self::Accepted { .. } => "受理",
            Self::Declined { .. } => "不予受理",
            Self::Dispatched { .. } => "派单",
            Self::Acknowledged => "签收",
            Self::ProgressRecorded { contact: true, .. } => "联系诉求人",
            Self::ProgressRecorded { .. } => "记录进展",
            Self::Returned { .. } => "退单",
            Self::Transferred { .. } => "转派",
            Self::ExtensionRequested { .. } => "申请延期",
            Self::ExtensionGranted { .. } => "同意延期",
            Self::ExtensionRefused { .. } => "不同意延期",
            Self::Resolved { .. } => "办结",
            Self::Reviewed { passed: true, .. } => "审核通过",
            Self::Reviewed { .. } => "审核退回",
            Self::FollowUpAsked { .. } => "回访提问",
            Self::FollowUpPassedOn { .. } => "转人工回访",
            Self::SolvedAnswered { .. } => "是否解决",
            Self::FollowedUp { .. } => "回访",
            Self::Reopened { .. } => "重办",
            Self::Archived => "归档",
            Self::Withdrawn { .. } => "撤诉",
            Self::Confirmed => "诉求人确认",
            Self::Supplemented { .. } => "补充",
            Self::Urged { .. } => "诉求人催办",
            Self::RungReached { rung, .. } => rung.label(),
            _ => self.later_label(),
        }
    }

    /// The names of what the whole rulebook added.
    fn later_label(&self) -> &'static str {
        match self {
            Self::SubmittedForApproval { .. } => "呈批",
            Self::Approved => "批准",
            Self::Disapproved { .. } => "不批准",
            Self::Graded { complex: true } => "定为疑难复杂",
            Self::Graded { .. } => "定为一般",
            Self::ReturnRefused { .. } => "驳回退单",
            Self::ReferredForRuling { .. } => "提请裁定",
            Self::Ruled { .. } => "裁定",
            Self::CoUnitAdded { .. } => "增加协办",
            Self::CoAcknowledged { .. } => "协办签收",
            Self::CoReported { .. } => "协办反馈",
            Self::Applied { what, .. } => what.label(),
            Self::ApplicationRefused { .. } => "不同意申请",
            Self::Suspended { .. } => "中止",
            Self::Resumed { .. } => "恢复",
            Self::PutOnFile { .. } => "挂账",
            Self::Revoked { .. } => "撤销",
            Self::HandedOver { .. } => "移送",
            Self::ChargeTaken { .. } => "领导包案",
            Self::Recused { .. } => "回避",
            Self::ConflictNamed { .. } => "单位回避",
            Self::Supervised { kind, .. } => kind.label(),
            Self::LetterAnswered { .. } => "回函",
            Self::Merged { .. } => "并案",
            Self::Joined { .. } => "并入",
            Self::Left { .. } => "退出",
            Self::Voted { .. } => "评价",
            Self::Recurred { .. } => "复发",
            Self::ProfileMigrated { .. } => "规则变更",
            Self::TakenOver { .. } => "接管",
            _ => "",
        }
    }
}
