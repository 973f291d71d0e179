//! Forms 表单: what a member of staff is asked words for. What belongs into each field is said by `form_hint` in
//! `data/templates/words.toml`.

use super::case::{Ground, LetterKind};
use super::conversation::Form;

/// One field of a form.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Other names that people write.
    pub aliases: &'static [&'static str],
    /// It may stay empty.
    pub optional: bool,
}

const fn field(name: &'static str, aliases: &'static [&'static str]) -> Field {
    Field { name, aliases, optional: false }
}

const fn optional(name: &'static str, aliases: &'static [&'static str]) -> Field {
    Field { name, aliases, optional: true }
}

const REASON: Field = field("理由", &["原因", "退单理由", "延期理由", "退回理由"]);
const UNIT: Field = field("单位", &["承办单位", "派往", "转给", "转派单位"]);

const DECLINE: &[Field] = &[field("途径", &["应走途径", "办理途径", "去向", "理由"])];
const DISPATCH: &[Field] = &[UNIT, optional("协办", &["协办单位", "会办", "会办单位"]), optional("要求", &["办理要求", "说明"])];
const TRANSFER: &[Field] = &[UNIT, optional("说明", &["理由", "要求"])];
const REASON_ONLY: &[Field] = &[REASON];
const PROGRESS: &[Field] = &[field("内容", &["进展", "办理进展"])];
const CONTACT: &[Field] = &[field("内容", &["话"])];
const RETURN: &[Field] =
    &[REASON, field("依据", &["法律依据", "政策依据", "退单依据"]), field("建议单位", &["建议", "建议承办单位", "承办单位"])];
const EXTENSION: &[Field] = &[field("天数", &["延期天数", "工作日", "延期"]), REASON];
const RESOLVE: &[Field] = &[
    field("联系情况", &["联系", "联系诉求人", "联系方式", "联系时间"]),
    field("办理结果", &["结果", "处理结果", "办理情况", "处理情况"]),
    field("依据", &["法律依据", "政策依据", "办理依据"]),
    optional("后续", &["后续安排", "下一步", "后续措施"]),
];

const RULE: &[Field] = &[UNIT, field("理由", &["原因", "裁定理由", "说明"])];
const ADD_CO_UNIT: &[Field] = &[field("单位", &["协办单位", "协办"]), optional("事项", &["任务", "协办事项", "要求"])];
const CO_REPORT: &[Field] = &[field("意见", &["反馈", "反馈内容", "内容", "协办意见"])];
const APPLY_ON_FILE: &[Field] = &[field("日期", &["承诺日期", "期限", "到期"]), field("理由", &["原因", "措施", "理由和措施"])];
const APPLY_CO_UNIT: &[Field] = &[field("单位", &["协办单位", "协办"]), REASON];
const SUSPEND: &[Field] = &[REASON, field("复核天数", &["天数", "复核", "复核期限", "期限", "中止期限", "工作日"])];
const PUT_ON_FILE: &[Field] = &[field("措施", &["办法", "计划", "内容"]), field("日期", &["承诺日期", "期限", "到期"])];
const HAND_OVER: &[Field] = &[field("移送机关", &["机关", "单位", "移送单位", "移送"]), REASON];
const TAKE_CHARGE: &[Field] = &[field("姓名", &["领导", "包案领导", "分管领导"])];
const SEND_AWAY: &[Field] = &[field("姓名", &["人员", "回避人"]), field("理由", &["原因", "回避理由"])];
const NAME_CONFLICT: &[Field] = &[field("单位", &["被反映单位", "回避单位"]), field("理由", &["原因", "回避理由"])];
const LETTER: &[Field] =
    &[field("内容", &["事项", "要求", "正文"]), optional("期限", &["回函期限", "答复期限", "答复时限", "天数", "工作日"])];
const BULLETIN: &[Field] = &[field("内容", &["事项", "要求", "正文"])];
const ADMONISH: &[Field] =
    &[field("姓名", &["对象", "被告诫人"]), field("事由", &["原因", "理由"]), field("内容", &["事实和要求", "正文", "事实", "要求"])];
const ANSWER_LETTER: &[Field] = &[field("内容", &["回函", "回函内容", "答复"])];
const ANSWER_ONE_OF: &[Field] = &[field("函号", &["第几号", "编号", "号"]), field("内容", &["回函", "回函内容", "答复"])];
const MERGE: &[Field] = &[field("工单号", &["主工单", "母单", "并入", "工单"])];

impl Form {
    /// One of each, for proofs.
    pub const EACH: [Self; 37] = [
        Self::Decline { ground: Ground::OutsideDuties },
        Self::Dispatch,
        Self::RefuseReturn,
        Self::Progress,
        Self::Contact,
        Self::Return,
        Self::Transfer { to: None },
        Self::Extension,
        Self::RefuseExtension,
        Self::Resolve,
        Self::Fault,
        Self::Disapprove,
        Self::OrderRedo,
        Self::Refer,
        Self::Rule { to: None },
        Self::AddCoUnit,
        Self::CoReport,
        Self::ApplySuspension { ground: String::new() },
        Self::ApplyOnFile,
        Self::ApplyCoUnit,
        Self::RefuseApplication,
        Self::Suspend { ground: String::new() },
        Self::Resume,
        Self::PutOnFile,
        Self::Revoke { ground: String::new() },
        Self::HandOver,
        Self::TakeCharge,
        Self::Recuse,
        Self::SendAway,
        Self::NameConflict,
        Self::Letter { kind: LetterKind::Inquiry },
        Self::Letter { kind: LetterKind::Notice },
        Self::Letter { kind: LetterKind::Bulletin },
        Self::Admonish,
        Self::AnswerLetter { letter: Some(1) },
        Self::AnswerLetter { letter: None },
        Self::Merge,
    ];

    /// The fields of a form, in the order in which unlabelled lines fill them.
    pub fn fields(&self) -> &'static [Field] {
        match self {
            Self::Decline { .. } => DECLINE,
            Self::Dispatch => DISPATCH,
            Self::Transfer { .. } => TRANSFER,
            Self::RefuseReturn | Self::RefuseExtension | Self::RefuseApplication => REASON_ONLY,
            Self::Fault | Self::Disapprove | Self::OrderRedo | Self::Refer => REASON_ONLY,
            Self::ApplySuspension { .. } | Self::Resume | Self::Revoke { .. } | Self::Recuse | Self::Rule { to: Some(_) } => REASON_ONLY,
            Self::Rule { to: None } => RULE,
            Self::AddCoUnit => ADD_CO_UNIT,
            Self::CoReport => CO_REPORT,
            Self::ApplyOnFile => APPLY_ON_FILE,
            Self::ApplyCoUnit => APPLY_CO_UNIT,
            Self::Suspend { .. } => SUSPEND,
            Self::PutOnFile => PUT_ON_FILE,
            Self::HandOver => HAND_OVER,
            Self::TakeCharge => TAKE_CHARGE,
            Self::SendAway => SEND_AWAY,
            Self::NameConflict => NAME_CONFLICT,
            Self::Letter { kind: LetterKind::Bulletin } => BULLETIN,
            Self::Letter { .. } => LETTER,
            Self::Admonish => ADMONISH,
            Self::AnswerLetter { letter: Some(_) } => ANSWER_LETTER,
            Self::AnswerLetter { letter: None } => ANSWER_ONE_OF,
            Self::Merge => MERGE,
            Self::Progress => PROGRESS,
            Self::Contact => CONTACT,
            Self::Return => RETURN,
            Self::Extension => EXTENSION,
            Self::Resolve => RESOLVE,
        }
    }

    /// What the form is for, in the term of its command.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Decline { .. } => "不予受理",
            Self::Dispatch => "派单",
            Self::RefuseReturn => "驳回退单",
            Self::Progress => "记录进展",
            Self::Contact => "联系诉求人",
            Self::Return => "退单",
            Self::Transfer { .. } => "转派",
            Self::Extension => "申请延期",
            Self::RefuseExtension => "不同意延期",
            Self::Resolve => "办结",
            Self::Fault => "退回重办",
            Self::Disapprove => "不批准",
            Self::OrderRedo => "责成重办",
            Self::Refer => "提请裁定",
            Self::Rule { .. } => "裁定",
            Self::AddCoUnit => "增加协办",
            Self::CoReport => "协办反馈",
            Self::ApplySuspension { .. } => "申请中止",
            Self::ApplyOnFile => "申请挂账",
            Self::ApplyCoUnit => "申请协办",
            Self::RefuseApplication => "不同意申请",
            Self::Suspend { .. } => "中止",
            Self::Resume => "恢复",
            Self::PutOnFile => "挂账",
            Self::Revoke { .. } => "撤销",
            Self::HandOver => "移送",
            Self::TakeCharge => "领导包案",
            Self::Recuse => "回避",
            Self::SendAway => "指定回避",
            Self::NameConflict => "单位回避",
            Self::Letter { kind } => kind.label(),
            Self::Admonish => LetterKind::Admonition.label(),
            Self::AnswerLetter { .. } => "回函",
            Self::Merge => "并案",
        }
    }
}
