//! Forms 表单: the fields that a command needs in words, asked for all at once and taken in any order.

use super::{Act, Turn, Worker, command, fields};
use crate::domain::action::{Action, Plain};
use crate::domain::case::Case;
use crate::domain::command::Command;
use crate::domain::conversation::{Form, Talk};
use crate::domain::decide::{Ctx, decide};
use crate::domain::message::{Asking, Message};
use crate::domain::privacy::{Reader, Veil};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Actor;

type Filled = Vec<(String, String)>;

/// Asks for the fields that are not filled already, unless the rules would refuse the command whatever is written: nobody
/// writes for nothing.
pub(super) fn begin(case: &Case, form: Form, filled: Filled, ctx: &Ctx<'_>) -> Turn {
    match decide(case, &command::probe(&form, case, ctx), ctx) {
        Err(refusal) if !is_about_words(&refusal, &form, ctx) => Turn::refused(refusal),
        _ => ask(case, form, filled, ctx),
    }
}

/// Whether other words than those of the probe may be allowed.
fn is_about_words(refusal: &Refusal, form: &Form, ctx: &Ctx<'_>) -> bool {
    match refusal {
        Refusal::FieldMissing { .. } => true,
        Refusal::UnknownUnit { .. } | Refusal::NotBelow { .. } | Refusal::JustReturned { .. } => true,
        // Who keeps out keeps out; a letter that is not there cannot be answered; a mother case stays one.
        Refusal::Recused { .. } | Refusal::NoLetter | Refusal::CannotMerge { .. } => false,
        Refusal::UnitInConflict { .. } if matches!(ctx.actor, Actor::Staff { department: Some(_), .. }) => false,
        other => !wrong_fields(other, form).is_empty(),
    }
}

/// Asks for what is not filled. What is filled may be another's words, which are shown as whoever asks may see them.
fn ask(case: &Case, form: Form, filled: Filled, ctx: &Ctx<'_>) -> Turn {
    let open = form.fields().iter().filter(|field| !filled.iter().any(|(name, _)| name == field.name)).map(|field| field.name).collect();
    let reader = match ctx.actor {
        Actor::Staff { role, .. } => Reader::Staff(*role),
        Actor::Citizen { .. } | Actor::System => Reader::Public,
    };
    let veil = Veil::of(reader, case);
    let shown = filled.iter().map(|(name, value)| (name.clone(), veil.text(value))).collect();
    let message = Message::Asking(Asking::FormAsk { form: form.title(), number: case.number, fields: open, filled: shown });
    let talk = Talk::Form { number: case.number, form, filled };
    Turn { talk, ..Turn::default().and(message, vec![vec![Action::Plain(Plain::Cancel)]]) }
}

/// Takes words for a form: done when every field that is needed is there, else asks for the rest.
pub(super) fn filled(case: &Case, form: &Form, before: &Filled, text: &str, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Turn {
    let mut all = before.clone();
    for (name, value) in fields::read(form, before, text, case, ctx) {
        all.retain(|(known, _)| known != name);
        all.push((name.to_owned(), value));
    }
    let wanting = form.fields().iter().any(|field| !field.optional && !all.iter().any(|(name, _)| name == field.name));
    if wanting {
        return ask(case, form.clone(), all, ctx);
    }
    match command::command(form, &all, case, worker, ctx) {
        Ok(command) => tried(case, form, all, command, ctx),
        Err((name, refusal)) => refused_and_asked(case, form, all, &[name], refusal, ctx),
    }
}

/// A command that the rules refuse for its words is asked for again; one that they refuse altogether ends the form.
fn tried(case: &Case, form: &Form, all: Filled, command: Command, ctx: &Ctx<'_>) -> Turn {
    match (decide(case, &command, ctx), command) {
        (Err(refusal), _) if !wrong_fields(&refusal, form).is_empty() => {
            let wrong = wrong_fields(&refusal, form);
            refused_and_asked(case, form, all, &wrong, refusal, ctx)
        }
        // Two cases change, and the desk knows the other one.
        (_, Command::Merge { into }) => Turn::act(Act::Merge { number: case.number, into, all: false }),
        (_, command) => Turn::act(Act::Do(case.number, command)),
    }
}

/// The fields of the form that the refusal is about.
fn wrong_fields(refusal: &Refusal, form: &Form) -> Vec<&'static str> {
    let names: &[&str] = match refusal {
        Refusal::HollowWords { field, .. } => std::slice::from_ref(field),
        Refusal::ExtensionLength { .. } => &["天数"],
        Refusal::NotBelow { .. } | Refusal::JustReturned { .. } | Refusal::UnknownUnit { .. } => &["单位"],
        Refusal::UnitInConflict { .. } | Refusal::HasPart { .. } => &["单位", "协办"],
        Refusal::TooLong { .. } => &["复核天数", "日期", "期限"],
        Refusal::DatePassed => &["日期"],
        Refusal::NotThatPerson { .. } | Refusal::Recused { .. } => &["姓名"],
        Refusal::NoCauseToAdmonish { .. } => &["事由"],
        Refusal::NoLetter => &["函号"],
        Refusal::CannotMerge { .. } => &["工单号"],
        _ => &[],
    };
    form.fields().iter().map(|field| field.name).filter(|name| names.contains(name)).collect()
}

fn refused_and_asked(case: &Case, form: &Form, mut all: Filled, wrong: &[&str], refusal: Refusal, ctx: &Ctx<'_>) -> Turn {
    all.retain(|(name, _)| !wrong.contains(&name.as_str()));
    let again = ask(case, form.clone(), all, ctx);
    Turn { talk: again.talk, says: Turn::refused(refusal).says.into_iter().chain(again.says).collect(), act: None }
}
