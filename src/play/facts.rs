//! What is true of a case in words 工单事实, for `case <` lines.

use super::expect::plain;
use crate::city::City;
use crate::domain::case::{Case, State};
use crate::domain::decide::holder_name;
use crate::domain::event::Outcome;
use crate::domain::ids::{DepartmentId, Moment};
use crate::domain::message::count_evidence;
use crate::domain::staff::Staff;

/// Names of states: a word that is one of them is compared with the state, and not looked for in the citizen's words.
const STATES: [&str; 17] = [
    "待受理",
    "待派单",
    "待批",
    "待裁定",
    "待签收",
    "办理中",
    "中止",
    "已挂账",
    "待审核",
    "待回访",
    "待归档",
    "已归档",
    "不予受理",
    "已撤诉",
    "已并案",
    "已撤销",
    "已移送",
];

/// Words of an outcome, of which one contains another.
const OUTCOMES: [&str; 6] = ["已解决", "未解决", "满意", "基本满意", "不满意", "沉默"];

/// The facts of one case.
pub(super) struct Facts {
    state: &'static str,
    unit: Option<DepartmentId>,
    outcome: Vec<&'static str>,
    words: Vec<String>,
}

/// The facts of this case.
pub(super) fn facts(case: &Case, city: &City, staff: &[Staff]) -> Facts {
    let complaint = &case.complaint;
    let classification = &complaint.classification;
    // Before anybody has it, the unit that the classifier would give it to.
    let unit = case.unit().or(classification.department.as_ref()).cloned();
    let mut words = vec![
        case.number.to_string(),
        case.query_code.to_string(),
        holder_name(case, &city.directory),
        classification.kind.label().to_owned(),
        classification.category.label().to_owned(),
        classification.intent_name.clone(),
        classification.intent.as_ref().map(ToString::to_string).unwrap_or_default(),
        classification.urgency.label().to_owned(),
        classification.hotline.clone().unwrap_or_default(),
    ];
    words.extend(complaint.slots.iter().map(|(slot, value)| format!("{}：{value}", slot.label())));
    words.extend(count_evidence(&complaint.evidence).iter().map(|(kind, count)| format!("{kind}{count}")));
    words.extend(limits(case));
    words.extend(counters(case));
    words.extend(flags(case));
    words.extend(others(case, city));
    words.extend(unit.as_ref().and_then(|unit| city.directory.get(unit)).map(|unit| unit.name.clone()));
    let handler = case.state.mandate().and_then(|mandate| mandate.handler);
    words.extend(staff.iter().filter(|staff| Some(staff.id) == handler).map(|staff| staff.name.clone()));
    match &case.state {
        State::Declined { ground, way } => words.extend([ground.label().to_owned(), way.clone()]),
        State::Withdrawn { reason } => words.push(reason.clone()),
        State::Suspended { label, reason, .. } | State::Revoked { label, reason } => words.extend([label.clone(), reason.clone()]),
        State::OnFile { measures, .. } => words.push(measures.clone()),
        State::HandedOver { to, reason } => words.extend([to.clone(), reason.clone()]),
        State::Merged { into } => words.push(into.to_string()),
        _ => {}
    }
    words.push(complaint.text.clone());
    words.retain(|word| !word.is_empty());
    Facts { state: case.state.label(), unit, outcome: outcome(case), words }
}

fn limits(case: &Case) -> Vec<String> {
    let running = case.limits().into_iter().map(|(kind, limit)| ends(kind.label(), limit.due));
    let given = case.state.mandate().map(|mandate| ends("办理", mandate.handle.due));
    let mut all: Vec<String> = running.chain(given).collect();
    all.dedup();
    all
}

fn ends(what: &str, due: Moment) -> String {
    format!("{what}时限 {} {}", due.format("%m月%d日 %H:%M"), due.format("%Y-%m-%d %H:%M"))
}

fn counters(case: &Case) -> Vec<String> {
    let tally = case.tally;
    let extensions = case.state.mandate().map_or(0, |mandate| mandate.extensions);
    [
        ("黄牌", tally.yellow_cards),
        ("红牌", tally.red_cards),
        ("督办", tally.letters),
        ("中止", tally.suspensions),
        ("联系", tally.contacts),
        ("并入", u32::try_from(case.parties.len()).unwrap_or(u32::MAX)),
        ("重办", tally.redos),
        ("退单", tally.returns),
        ("催办", tally.urged),
        ("派单", tally.hops),
        ("延期", extensions),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(name, count)| format!("{name}{count}"))
    .collect()
}

fn flags(case: &Case) -> Vec<String> {
    let by_ruling = case.state.mandate().is_some_and(|mandate| mandate.by_ruling);
    let asked = case.state.mandate().is_some_and(|mandate| mandate.asked.is_some());
    let applied = case.state.mandate().is_some_and(|mandate| mandate.applied.is_some());
    [
        (case.complaint.confidential, "保密"),
        (!case.complaint.confirmed, "未确认"),
        (by_ruling, "裁定"),
        (asked, "待批延期"),
        (applied, "待批申请"),
        (case.complex, "疑难复杂"),
        (case.charge.is_some(), "领导包案"),
        (case.recurs.is_some() || case.recurred.is_some(), "复发"),
        (matches!(case.state, State::Answered { call: Some(_), .. }), "待电话回访"),
    ]
    .into_iter()
    .filter(|(is, _)| *is)
    .map(|(_, name)| name.to_owned())
    .collect()
}

/// Who else has a part in it, and who may not.
fn others(case: &Case, city: &City) -> Vec<String> {
    let co = case.state.mandate().into_iter().flat_map(|mandate| &mandate.co);
    let co = co.map(|co| format!("协办{}{}", city.directory.short(&co.unit), if co.opinion.is_some() { "已反馈" } else { "" }));
    let conflicts = case.conflicts.iter().map(|unit| format!("回避{}", city.directory.short(unit)));
    let letters =
        case.letters.iter().map(|letter| format!("{}{}", letter.kind.label(), if letter.answered.is_some() { "已回" } else { "" }));
    co.chain(conflicts).chain(letters).collect()
}

fn outcome(case: &Case) -> Vec<&'static str> {
    match case.outcome() {
        Some(Outcome::Answered { solved, satisfaction, .. }) => {
            vec![if *solved { "已解决" } else { "未解决" }, satisfaction.label()]
        }
        Some(Outcome::Silent) => vec!["沉默"],
        Some(Outcome::Voted(count)) => vec![if count.unsolved > 0 { "未解决" } else { "已解决" }],
        None => Vec::new(),
    }
}

impl Facts {
    /// Whether this word is true of the case.
    pub fn hold(&self, word: &str, city: &City) -> bool {
        if STATES.contains(&word) {
            return self.state == word;
        }
        if OUTCOMES.contains(&word) {
            return self.outcome.contains(&word);
        }
        if let Some(unit) = city.directory.all().iter().find(|unit| unit.answers_to(word)) {
            return self.unit.as_ref() == Some(&unit.id);
        }
        let word = plain(word);
        self.words.iter().any(|fact| plain(fact).contains(&word)) || self.outcome.iter().any(|fact| *fact == word)
    }

    /// All of them, for a failure.
    pub fn shown(&self) -> String {
        let unit = self.unit.iter().map(|unit| format!("单位 {unit}"));
        let outcome = self.outcome.iter().map(|word| (*word).to_owned());
        let all: Vec<String> = [self.state.to_owned()].into_iter().chain(unit).chain(outcome).chain(self.words.iter().cloned()).collect();
        all.join("；")
    }
}
