//! Forms 表单: what a member of staff is asked words for. What belongs into each field is said by `form_hint` in
//! `data/templates/words.toml`.

use super::case::Ground;
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
const DISPATCH: &[Field] = &[UNIT, optional("要求", &["办理要求", "说明"])];
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

impl Form {
    /// One of each, for proofs.
    pub const EACH: [Self; 11] = [
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
    ];

    /// The fields of a form, in the order in which unlabelled lines fill them.
    pub fn fields(&self) -> &'static [Field] {
        match self {
            Self::Decline { .. } => DECLINE,
            Self::Dispatch => DISPATCH,
            Self::Transfer { .. } => TRANSFER,
            Self::RefuseReturn | Self::RefuseExtension | Self::Fault => REASON_ONLY,
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
        }
    }
}
