//! Forms 表单: the fields that a command needs in words, asked for all at once and taken in any order.

use super::{Act, Turn, fields};
use crate::domain::action::{Action, Plain};
use crate::domain::case::{Answer, Case};
use crate::domain::command::Command;
use crate::domain::conversation::{Form, Talk};
use crate::domain::decide::{Ctx, decide};
use crate::domain::message::Message;
use crate::domain::refusal::Refusal;

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
    let open = form.fields().iter().filter(|field| !filled.iter().any(|(name, _)| name == field.name)).map(|field| field.name).collect();
    let message = Message::FormAsk { form: form.title(), number: case.number, fields: open, filled: filled.clone() };
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
    let wanting = form.fields().iter().any(|field| !field.optional && !all.iter().any(|(name, _)| name == field.name));
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
        Form::Dispatch => Command::Dispatch { unit: unit("单位")?, co_units: Vec::new(), instruction: value("要求") },
        Form::RefuseReturn => Command::RefuseReturn { reason: text("理由") },
        Form::Progress => Command::RecordProgress { note: text("内容") },
        Form::Contact => Command::Contact { note: text("内容") },
        Form::Return => Command::Return { reason: text("理由"), basis: text("依据"), suggested: Some(unit("建议单位")?) },
        Form::Transfer { to: Some(to) } => Command::Transfer { to: to.clone(), note: value("说明") },
        Form::Transfer { to: None } => Command::Transfer { to: unit("单位")?, note: value("说明") },
        Form::Extension => {
            let days = fields::workdays(&text("天数"));
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
        Form::Dispatch => Command::Dispatch { unit: unit(), co_units: Vec::new(), instruction: None },
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
