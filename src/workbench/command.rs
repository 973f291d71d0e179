//! From the fields of a form to its command 成令.

use super::{Worker, dates, fields, missed, people, verbs};
use crate::domain::case::{AdmonitionCause, Answer, Application, Case};
use crate::domain::command::Command;
use crate::domain::conversation::Form;
use crate::domain::decide::Ctx;
use crate::domain::ids::{CaseNumber, DepartmentId, StaffId};
use crate::domain::refusal::Refusal;
use crate::domain::staff::{Actor, Role};

/// What is wrong with which field.
type Wrong = (&'static str, Refusal);

/// The fields of a form as they were filled.
struct Fields<'a> {
    all: &'a [(String, String)],
    ctx: &'a Ctx<'a>,
}

impl Fields<'_> {
    fn given(&self, name: &str) -> Option<String> {
        self.all.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    fn text(&self, name: &str) -> String {
        self.given(name).unwrap_or_default()
    }

    fn unit(&self, name: &'static str) -> Result<DepartmentId, Wrong> {
        self.named_unit(name, &self.text(name))
    }

    fn named_unit(&self, field: &'static str, written: &str) -> Result<DepartmentId, Wrong> {
        let directory = self.ctx.directory;
        let found = directory.find(written).or_else(|| directory.mentioned_in(written));
        found.map(|unit| unit.id.clone()).ok_or_else(|| (field, Refusal::UnknownUnit { name: written.to_owned() }))
    }

    /// Several units: 交通局、水务局.
    fn units(&self, field: &'static str, written: &str) -> Result<Vec<DepartmentId>, Wrong> {
        let parts = written.split(|c: char| c.is_whitespace() || "、，,；;和及。".contains(c));
        parts.filter(|part| !part.trim().is_empty()).map(|part| self.named_unit(field, part)).collect()
    }

    fn workdays(&self, name: &'static str) -> Result<u32, Wrong> {
        let written = self.text(name);
        fields::workdays(&dates::arabic(&written)).ok_or((name, Refusal::NotANumber { written }))
    }

    fn date(&self, name: &'static str) -> Result<chrono::NaiveDate, Wrong> {
        let written = self.text(name);
        dates::read(&written, self.ctx.now.date_naive()).ok_or((name, Refusal::NotADate { written }))
    }
}

/// The command that the fields make, or which field is wrong and how.
pub(super) fn command(form: &Form, all: &[(String, String)], case: &Case, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Result<Command, Wrong> {
    let fields = Fields { all, ctx };
    let text = |name: &str| fields.text(name);
    Ok(match form {
        Form::Decline { ground } => Command::Decline { ground: *ground, way: text("途径") },
        Form::Dispatch => dispatch(&fields)?,
        Form::RefuseReturn => Command::RefuseReturn { reason: text("理由") },
        Form::Progress => Command::RecordProgress { note: text("内容") },
        Form::Contact => missed::contact(text("内容"), case),
        Form::Return => Command::Return { reason: text("理由"), basis: text("依据"), suggested: Some(fields.unit("建议单位")?) },
        Form::Transfer { to: Some(to) } => Command::Transfer { to: to.clone(), note: fields.given("说明") },
        Form::Transfer { to: None } => Command::Transfer { to: fields.unit("单位")?, note: fields.given("说明") },
        Form::Extension => Command::RequestExtension { workdays: fields.workdays("天数")?, reason: text("理由") },
        Form::RefuseExtension => Command::RefuseExtension { reason: text("理由") },
        Form::Resolve => Command::Resolve {
            answer: Answer {
                contact: text("联系情况"), result: text("办理结果"), basis: text("依据"), rest: fields.given("后续")
            },
        },
        Form::Fault => Command::Review { fault: Some(text("理由")) },
        Form::Disapprove => Command::Disapprove { reason: text("理由") },
        Form::OrderRedo => Command::OrderRedo { reason: text("理由") },
        Form::Refer => Command::Refer { reason: text("理由") },
        Form::Rule { to: Some(unit) } => Command::Rule { unit: unit.clone(), reason: text("理由") },
        Form::Rule { to: None } => Command::Rule { unit: fields.unit("单位")?, reason: text("理由") },
        Form::AddCoUnit => Command::AddCoUnit { unit: fields.unit("单位")?, task: fields.given("事项") },
        Form::CoReport => Command::CoReport { opinion: text("意见") },
        _ => return supervising(form, &fields, case, worker),
    })
}

fn supervising(form: &Form, fields: &Fields<'_>, case: &Case, worker: &Worker<'_>) -> Result<Command, Wrong> {
    let text = |name: &str| fields.text(name);
    let apply = |what: Application| Command::Apply { what, reason: text("理由") };
    Ok(match form {
        Form::ApplySuspension { ground } => apply(Application::Suspension { ground: ground.clone() }),
        Form::ApplyOnFile => apply(Application::OnFile { until: fields.date("日期")? }),
        Form::ApplyCoUnit => apply(Application::CoUnit { unit: fields.unit("单位")? }),
        Form::RefuseApplication => Command::RefuseApplication { reason: text("理由") },
        Form::Suspend { ground } => {
            Command::Suspend { ground: ground.clone(), reason: text("理由"), review_workdays: fields.workdays("复核天数")? }
        }
        Form::Resume => Command::Resume { reason: text("理由") },
        Form::PutOnFile => Command::PutOnFile { measures: text("措施"), until: fields.date("日期")? },
        Form::Revoke { ground } => Command::Revoke { ground: ground.clone(), reason: text("理由") },
        Form::HandOver => Command::HandOver { to: text("移送机关"), reason: text("理由") },
        Form::TakeCharge => {
            let leader =
                people::named(&text("姓名"), worker.colleagues, |staff| staff.role == Role::Leader, "分管领导", fields.ctx.directory);
            Command::TakeCharge { leader: leader.map_err(|refusal| ("姓名", refusal))?.id }
        }
        Form::Recuse => Command::Recuse { person: worker.staff.id, reason: text("理由") },
        Form::SendAway => {
            let person = people::named(&text("姓名"), worker.colleagues, |_| true, "工作人员", fields.ctx.directory);
            Command::Recuse { person: person.map_err(|refusal| ("姓名", refusal))?.id, reason: text("理由") }
        }
        Form::NameConflict => Command::NameConflict { unit: fields.unit("单位")?, reason: text("理由") },
        Form::Letter { kind } => {
            let workdays = fields.given("期限").map(|_| fields.workdays("期限")).transpose()?;
            Command::Supervise { kind: *kind, words: text("内容"), workdays }
        }
        Form::Admonish => admonish(fields, worker)?,
        Form::AnswerLetter { letter: Some(letter) } => Command::AnswerLetter { letter: *letter, words: text("内容") },
        Form::AnswerLetter { letter: None } => Command::AnswerLetter { letter: fields.workdays("函号")?, words: text("内容") },
        Form::Merge => Command::Merge { into: mother(&text("工单号"), case)? },
        // The rest is made by `command`.
        _ => Command::RecordProgress { note: text("内容") },
    })
}

/// 派单; co-units may stand in a field of their own or behind the unit: 城管局 协办 水务局.
fn dispatch(fields: &Fields<'_>) -> Result<Command, Wrong> {
    let written = fields.text("单位");
    let (lead, beside) = written.split_once("协办").unwrap_or((&written, ""));
    let beside = fields.given("协办").unwrap_or_else(|| beside.trim_start_matches(['：', ':', '单', '位']).to_owned());
    let unit = fields.named_unit("单位", lead.trim())?;
    Ok(Command::Dispatch { unit, co_units: fields.units("协办", &beside)?, instruction: fields.given("要求") })
}

/// 效能告诫书, with the red cards that stand against the person.
fn admonish(fields: &Fields<'_>, worker: &Worker<'_>) -> Result<Command, Wrong> {
    let of_unit = |staff: &crate::domain::staff::Staff| staff.role.is_of_department();
    let person = people::named(&fields.text("姓名"), worker.colleagues, of_unit, "承办单位工作人员", fields.ctx.directory);
    let person = person.map_err(|refusal| ("姓名", refusal))?.id;
    let written = fields.text("事由");
    let cause = if written.contains("红牌") {
        AdmonitionCause::RedCards
    } else if ["不实", "虚假", "造假", "假"].iter().any(|word| written.contains(word)) {
        AdmonitionCause::FalseAnswer
    } else {
        return Err(("事由", Refusal::GroundNotListed { listed: "红牌累计、答复不实".to_owned() }));
    };
    Ok(Command::Admonish { person, cause, red_cards: (worker.red_cards)(person), words: fields.text("内容") })
}

/// The number of the mother case in the words.
fn mother(written: &str, case: &Case) -> Result<CaseNumber, Wrong> {
    let numbers = written.split(|c: char| !c.is_ascii_digit() && c != '-').filter_map(|part| part.parse::<CaseNumber>().ok());
    let mut others = numbers.filter(|number| *number != case.number);
    others.next().ok_or_else(|| ("工单号", Refusal::CannotMerge { why: "没有看出并入哪件工单".to_owned() }))
}

/// A command with its words filled in, to learn whether the rules allow it at all.
pub(super) fn probe(form: &Form, case: &Case, ctx: &Ctx<'_>) -> Command {
    let words = || "…".to_owned();
    let unit = || case.unit().cloned().unwrap_or_else(|| "".into());
    let own = match ctx.actor {
        Actor::Staff { id, .. } => *id,
        _ => StaffId(0),
    };
    let tomorrow = || ctx.now.date_naive().succ_opt().unwrap_or_else(|| ctx.now.date_naive());
    let apply = |what: Application| Command::Apply { what, reason: words() };
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
        Form::Disapprove => Command::Disapprove { reason: words() },
        Form::OrderRedo => Command::OrderRedo { reason: words() },
        Form::Refer => Command::Refer { reason: words() },
        Form::Rule { to } => Command::Rule { unit: to.clone().unwrap_or_else(unit), reason: words() },
        Form::AddCoUnit => Command::AddCoUnit { unit: unit(), task: None },
        Form::CoReport => Command::CoReport { opinion: words() },
        Form::ApplySuspension { ground } => apply(Application::Suspension { ground: ground.clone() }),
        Form::ApplyOnFile => apply(Application::OnFile { until: tomorrow() }),
        Form::ApplyCoUnit => apply(Application::CoUnit { unit: unit() }),
        Form::RefuseApplication => Command::RefuseApplication { reason: words() },
        Form::Suspend { ground } => Command::Suspend { ground: ground.clone(), reason: words(), review_workdays: 1 },
        Form::Resume => Command::Resume { reason: words() },
        Form::PutOnFile => Command::PutOnFile { measures: words(), until: tomorrow() },
        Form::Revoke { ground } => Command::Revoke { ground: ground.clone(), reason: words() },
        Form::HandOver => Command::HandOver { to: words(), reason: words() },
        Form::TakeCharge => Command::TakeCharge { leader: StaffId(0) },
        Form::Recuse => Command::Recuse { person: own, reason: words() },
        Form::SendAway => Command::Recuse { person: StaffId(0), reason: words() },
        Form::NameConflict => Command::NameConflict { unit: unit(), reason: words() },
        Form::Letter { kind } => Command::Supervise { kind: *kind, words: words(), workdays: None },
        Form::Admonish => Command::Admonish { person: own, cause: AdmonitionCause::FalseAnswer, red_cards: 0, words: words() },
        Form::AnswerLetter { letter } => {
            let owed = || verbs::owed_letters(case, ctx).next().map(|letter| letter.number);
            Command::AnswerLetter { letter: letter.or_else(owed).unwrap_or(0), words: words() }
        }
        Form::Merge => Command::Merge { into: another(case.number) },
    }
}

/// The number of some other case of the same day.
fn another(number: CaseNumber) -> CaseNumber {
    let serial = if number.serial() == 1 { 2 } else { 1 };
    format!("{}-{serial:06}", number.day()).parse().unwrap_or(number)
}
