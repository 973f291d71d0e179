//! Forms 表单: the fields that a command needs in words, asked for all at once and taken in any order.

use super::{Act, Turn, fields};
use crate::domain::action::{Action, Plain};
use crate::domain::case::{Answer, Case};
use crate::domain::command::Command;
use crate::domain::conversation::{Form, Talk};
use crate::domain::decide::{Ctx, decide};
use crate::domain::message::Message;
use crate::domain::refusal::Refusal;

/// One field: its name, other names that people write, what belongs there, and whether it may stay empty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub name: &'static str,
    pub aliases: &'static [&'static str],
    pub hint: &'static str,
    pub optional: bool,
}

const fn field(name: &'static str, aliases: &'static [&'static str], hint: &'static str) -> Field {
    Field { name, aliases, hint, optional: false }
}

const fn optional(name: &'static str, aliases: &'static [&'static str], hint: &'static str) -> Field {
    Field { name, aliases, hint, optional: true }
}

const REASON: Field = field("理由", &["原因", "退单理由", "延期理由", "退回理由"], "为什么");
const UNIT: Field = field("单位", &["承办单位", "派往", "转给", "转派单位"], "单位名称，例如：城管局");

const DECLINE: &[Field] = &[field("途径", &["应走途径", "办理途径", "去向", "理由"], "请对方去哪里、怎么办")];
const DISPATCH: &[Field] = &[UNIT, optional("要求", &["办理要求", "说明"], "给承办单位的话，可不填")];
const TRANSFER: &[Field] = &[UNIT, optional("说明", &["理由", "要求"], "给对方的话，可不填")];
const REASON_ONLY: &[Field] = &[REASON];
const PROGRESS: &[Field] = &[field("内容", &["进展", "办理进展"], "做了什么、下一步做什么")];
const CONTACT: &[Field] = &[field("内容", &["话"], "要对诉求人说的话，由机器人转达，不显示电话")];
const RETURN: &[Field] = &[
    REASON,
    field("依据", &["法律依据", "政策依据", "退单依据"], "哪部法规、哪份三定方案"),
    field("建议单位", &["建议", "建议承办单位", "承办单位"], "应当由哪个单位办"),
];
const EXTENSION: &[Field] = &[field("天数", &["延期天数", "工作日", "延期"], "几个工作日"), REASON];
const RESOLVE: &[Field] = &[
    field("联系情况", &["联系", "联系诉求人", "联系方式", "联系时间"], "何时、如何联系了诉求人"),
    field("办理结果", &["结果", "处理结果", "办理情况", "处理情况"], "查明了什么、做了什么"),
    field("依据", &["法律依据", "政策依据", "办理依据"], "按什么办的"),
    optional("后续", &["后续安排", "下一步", "后续措施"], "还有什么没办完、何时办完，可不填"),
];

/// The fields of a form, in the order in which unlabelled lines fill them.
pub(super) fn fields_of(form: &Form) -> &'static [Field] {
    match form {
        Form::Decline { .. } => DECLINE,
        Form::Dispatch => DISPATCH,
        Form::Transfer { .. } => TRANSFER,
        Form::RefuseReturn | Form::RefuseExtension | Form::Fault => REASON_ONLY,
        Form::Progress => PROGRESS,
        Form::Contact => CONTACT,
        Form::Return => RETURN,
        Form::Extension => EXTENSION,
        Form::Resolve => RESOLVE,
    }
}

pub(super) fn title(form: &Form) -> &'static str {
    match form {
        Form::Decline { .. } => "不予受理",
        Form::Dispatch => "派单",
        Form::RefuseReturn => "驳回退单",
        Form::Progress => "记录进展",
        Form::Contact => "联系诉求人",
        Form::Return => "退单",
        Form::Transfer { .. } => "转派",
        Form::Extension => "申请延期",
        Form::RefuseExtension => "不同意延期",
        Form::Resolve => "办结",
        Form::Fault => "退回重办",
    }
}

type Filled = Vec<(String, String)>;

/// Asks for the fields, unless the rules would refuse the command whatever is written: nobody writes for nothing.
pub(super) fn begin(case: &Case, form: Form, ctx: &Ctx<'_>) -> Turn {
    match decide(case, &probe(&form, case), ctx) {
        Err(refusal) if !is_about_words(&refusal) => Turn::refused(refusal),
        _ => ask(case, form, Vec::new()),
    }
}

fn is_about_words(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::FieldMissing { .. } | Refusal::UnknownUnit { .. } | Refusal::NotBelow { .. } | Refusal::JustReturned { .. })
}

fn ask(case: &Case, form: Form, filled: Filled) -> Turn {
    let open: Vec<(&str, &str)> = fields_of(&form)
        .iter()
        .filter(|field| !filled.iter().any(|(name, _)| name == field.name))
        .map(|field| (field.name, field.hint))
        .collect();
    let message = Message::FormAsk { form: title(&form), number: case.number, fields: open, filled: filled.clone() };
    let talk = Talk::Form { number: case.number, form, filled };
    Turn { talk, ..Turn::default().and(message, vec![vec![Action::Plain(Plain::Cancel)]]) }
}

/// Takes words for a form: done when every field that is needed is there, else asks for the rest.
pub(super) fn filled(case: &Case, form: &Form, before: &Filled, text: &str, ctx: &Ctx<'_>) -> Turn {
    let mut all = before.clone();
    for (name, value) in fields::read(form, before, text, case, ctx) {
        all.retain(|(known, _)| known != name);
        all.push((name.to_owned(), value));
    }
    let wanting = fields_of(form).iter().any(|field| !field.optional && !all.iter().any(|(name, _)| name == field.name));
    if wanting {
        return ask(case, form.clone(), all);
    }
    match command(form, &all, ctx) {
        Ok(command) => tried(case, form, all, command, ctx),
        Err((name, refusal)) => {
            all.retain(|(known, _)| known != name);
            refused_and_asked(case, form, all, refusal)
        }
    }
}

/// A command that the rules refuse for its words is asked for again; one that they refuse altogether ends the form.
fn tried(case: &Case, form: &Form, mut all: Filled, command: Command, ctx: &Ctx<'_>) -> Turn {
    match decide(case, &command, ctx) {
        Err(refusal @ (Refusal::ExtensionLength { .. } | Refusal::NotBelow { .. } | Refusal::JustReturned { .. })) => {
            all.retain(|(name, _)| name != "天数" && name != "单位");
            refused_and_asked(case, form, all, refusal)
        }
        _ => Turn::act(Act::Do(case.number, command)),
    }
}

fn refused_and_asked(case: &Case, form: &Form, all: Filled, refusal: Refusal) -> Turn {
    let again = ask(case, form.clone(), all);
    Turn { talk: again.talk, says: Turn::refused(refusal).says.into_iter().chain(again.says).collect(), act: None }
}

/// The command that the fields make, or which field is wrong and how.
fn command(form: &Form, all: &Filled, ctx: &Ctx<'_>) -> Result<Command, (&'static str, Refusal)> {
    let value = |name: &str| all.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let text = |name: &str| value(name).unwrap_or_default();
    let unit = |name: &'static str| {
        let written = text(name);
        let found = ctx.directory.find(&written).or_else(|| ctx.directory.mentioned_in(&written));
        found.map(|unit| unit.id.clone()).ok_or((name, Refusal::UnknownUnit { name: written }))
    };
    Ok(match form {
        Form::Decline { ground } => Command::Decline { ground: *ground, way: text("途径") },
        Form::Dispatch => Command::Dispatch { unit: unit("单位")?, instruction: value("要求") },
        Form::RefuseReturn => Command::RefuseReturn { reason: text("理由") },
        Form::Progress => Command::RecordProgress { note: text("内容") },
        Form::Contact => Command::Contact { note: text("内容") },
        Form::Return => Command::Return { reason: text("理由"), basis: text("依据"), suggested: Some(unit("建议单位")?) },
        Form::Transfer { to: Some(to) } => Command::Transfer { to: to.clone(), note: value("说明") },
        Form::Transfer { to: None } => Command::Transfer { to: unit("单位")?, note: value("说明") },
        Form::Extension => {
            let days = fields::first_number(&text("天数"));
            let workdays = days.ok_or_else(|| ("天数", Refusal::NotANumber { written: text("天数") }))?;
            Command::RequestExtension { workdays, reason: text("理由") }
        }
        Form::RefuseExtension => Command::RefuseExtension { reason: text("理由") },
        Form::Resolve => Command::Resolve {
            answer: Answer { contact: text("联系情况"), result: text("办理结果"), basis: text("依据"), rest: value("后续") },
        },
        Form::Fault => Command::Review { fault: Some(text("理由")) },
    })
}

/// A command with its words filled in, to learn whether the rules allow it at all.
pub(super) fn probe(form: &Form, case: &Case) -> Command {
    let words = || "…".to_owned();
    let unit = || case.unit().cloned().unwrap_or_else(|| "".into());
    match form {
        Form::Decline { ground } => Command::Decline { ground: *ground, way: words() },
        Form::Dispatch => Command::Dispatch { unit: unit(), instruction: None },
        Form::RefuseReturn => Command::RefuseReturn { reason: words() },
        Form::Progress => Command::RecordProgress { note: words() },
        Form::Contact => Command::Contact { note: words() },
        Form::Return => Command::Return { reason: words(), basis: words(), suggested: Some(unit()) },
        Form::Transfer { .. } => Command::Transfer { to: unit(), note: None },
        Form::Extension => Command::RequestExtension { workdays: 1, reason: words() },
        Form::RefuseExtension => Command::RefuseExtension { reason: words() },
        Form::Resolve => {
            let answer = Answer { contact: words(), result: words(), basis: words(), rest: None };
            Command::Resolve { answer }
        }
        Form::Fault => Command::Review { fault: Some(words()) },
    }
}
