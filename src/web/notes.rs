//! What is peculiar to a case now 办理情况: what waits for a decision, why the clock stands, what was promised, who keeps out.
//! Every text of a person goes through the teller, who veils it for the reader.

use serde::Serialize;

use crate::domain::case::{Applied, Case, ExtensionAsked, Mandate, ReturnSlip, State};
use crate::domain::history::{Detail, Teller};
use crate::domain::message::when;

/// One such thing.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Note {
    title: String,
    tone: &'static str,
    details: Vec<Detail>,
}

impl Note {
    fn new(title: impl Into<String>, tone: &'static str, details: Vec<Detail>) -> Self {
        let details = details.into_iter().filter(|(_, words)| !words.is_empty()).collect();
        Self { title: title.into(), tone, details }
    }
}

/// Everything that is peculiar to the case now.
pub(super) fn notes(case: &Case, teller: &Teller<'_>) -> Vec<Note> {
    let waiting = case.state.mandate().filter(|_| !case.state.is_closed());
    let asked = waiting.and_then(|mandate| mandate.asked.as_ref()).map(|asked| extension(asked, teller));
    let applied = waiting.and_then(|mandate| mandate.applied.as_ref()).map(|applied| application(applied, teller));
    let ruled = waiting.filter(|mandate| mandate.by_ruling).map(|mandate| by_ruling(mandate, teller));
    standing(case, teller).into_iter().chain(asked).chain(applied).chain(ruled).chain(kept_out(case, teller)).collect()
}

/// What the state itself says.
fn standing(case: &Case, teller: &Teller<'_>) -> Option<Note> {
    Some(match &case.state {
        State::Submitted { proposal, approve, .. } => Note::new(
            "呈批中",
            "gold",
            vec![
                ("拟主办", unit(&proposal.unit, teller)),
                ("拟协办", teller.units(&proposal.co_units)),
                ("意见", proposal.instruction.as_deref().map(|words| teller.veil(words)).unwrap_or_default()),
                ("审批时限", when(approve.due)),
            ],
        ),
        State::Ruling { slip, rule } => {
            Note::new("裁定中", "gold", returned(slip, teller).into_iter().chain([("裁定时限", when(rule.due))]).collect())
        }
        State::Accepted { returned: Some(slip), .. } => Note::new("退单待审", "gold", returned(slip, teller)),
        State::Suspended { label, reason, since, review, .. } => Note::new(
            "已中止，承办单位的时限暂停",
            "violet",
            vec![("情形", label.clone()), ("理由", teller.veil(reason)), ("中止于", when(*since)), ("复核日期", when(review.due))],
        ),
        State::OnFile { measures, promise, .. } => Note::new(
            "已挂账，承诺办结日期",
            "violet",
            vec![("承诺日期", promise.due.format("%Y年%m月%d日").to_string()), ("措施", teller.veil(measures))],
        ),
        State::Revoked { label, reason } => Note::new("已撤销", "grey", vec![("情形", label.clone()), ("理由", teller.veil(reason))]),
        State::HandedOver { to, reason } => Note::new("已移送", "grey", vec![("移送机关", teller.veil(to)), ("理由", teller.veil(reason))]),
        _ => return None,
    })
}

fn returned(slip: &ReturnSlip, teller: &Teller<'_>) -> Vec<Detail> {
    vec![
        ("退单单位", unit(&slip.mandate.unit, teller)),
        ("理由", teller.veil(&slip.reason)),
        ("依据", teller.veil(&slip.basis)),
        ("建议单位", slip.suggested.as_ref().map(|suggested| unit(suggested, teller)).unwrap_or_default()),
    ]
}

fn extension(asked: &ExtensionAsked, teller: &Teller<'_>) -> Note {
    let details =
        vec![("申请", format!("{}个工作日", asked.workdays)), ("理由", teller.veil(&asked.reason)), ("审批时限", when(asked.rule.due))];
    Note::new("申请延期，待批", "amber", details)
}

fn application(applied: &Applied, teller: &Teller<'_>) -> Note {
    let details = vec![teller.asked_for(&applied.what), ("理由", teller.veil(&applied.reason)), ("审批时限", when(applied.rule.due))];
    Note::new(format!("{}，待批", applied.what.label()), "amber", details)
}

fn by_ruling(mandate: &Mandate, teller: &Teller<'_>) -> Note {
    Note::new("经裁定派单，不得再退", "gold", vec![("承办单位", unit(&mandate.unit, teller))])
}

/// 回避
fn kept_out(case: &Case, teller: &Teller<'_>) -> Option<Note> {
    let units: Vec<_> = case.conflicts.iter().cloned().collect();
    let people: Vec<_> = case.recused.iter().map(|person| teller.person(*person)).collect();
    let details = vec![("被反映单位", teller.units(&units)), ("回避人员", people.join("、"))];
    let note = Note::new("回避：不经办，也看不到本件", "red", details);
    (!note.details.is_empty()).then_some(note)
}

fn unit(unit: &crate::domain::ids::DepartmentId, teller: &Teller<'_>) -> String {
    teller.directory.short(unit).to_owned()
}
