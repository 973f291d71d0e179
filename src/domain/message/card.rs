//! A case as a reader may see it 工单卡片: the only way in which a case's facts reach a message or a page.

use chrono::{Datelike, Timelike};
use serde::Serialize;

use crate::domain::case::{Answer, Case, State};
use crate::domain::complaint::{Classification, Evidence, Risk, Slot};
use crate::domain::decide::holder_name;
use crate::domain::department::Directory;
use crate::domain::ids::{CaseNumber, DepartmentId, Moment};
use crate::domain::privacy::{self, Reader, Sight, Veil};
use crate::domain::span::LimitKind;

/// The facts of a case, veiled for its reader.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Card {
    /// 工单号
    pub number: CaseNumber,
    /// 状态
    pub state: &'static str,
    /// Who has to move.
    pub holder: String,
    /// The unit that has or had the task.
    pub unit: Option<String>,
    /// 类型
    pub kind: &'static str,
    /// 分类
    pub category: &'static str,
    /// The intent's name.
    pub intent: String,
    /// 紧急程度
    pub urgency: &'static str,
    /// Whether it is more than 一般.
    pub urgent: bool,
    /// The citizen's words.
    pub text: String,
    /// The facts, each with its name.
    pub facts: Vec<(&'static str, String)>,
    /// How many pieces of evidence of each sort: 照片 2.
    pub evidence: Vec<(&'static str, usize)>,
    /// When the citizen's clock started.
    pub received_at: String,
    /// What ends next: its name, when, and how far away.
    pub due: Option<DueWords>,
    /// Until when the unit answers, while one has the case.
    pub answer_by: Option<String>,
    /// 重办 so far.
    pub redos: u32,
    /// What was wanting when it was last handled again, for those who work on it.
    pub redo: Option<String>,
    /// 退单 so far.
    pub returns: u32,
    /// 催办 so far.
    pub urged: u32,
    /// 黄牌 so far.
    pub yellow_cards: u32,
    /// 红牌 so far.
    pub red_cards: u32,
    /// What a supervisor wants to know of at once, for those who work on it; 要求保密 is told by itself.
    pub risks: Vec<&'static str>,
    /// The citizen asked not to be known.
    pub confidential: bool,
    /// And whoever reads this is one of the few who know who it is all the same.
    pub in_the_know: bool,
    /// The citizen never confirmed it.
    pub unconfirmed: bool,
    /// How many citizens are on the case.
    pub citizens: usize,
    /// What the others on it said, for those who work on it.
    pub others: Vec<String>,
    /// 复发: the archived case of the same matter, for those who work on it.
    pub recurs: Option<CaseNumber>,
    /// 复发: the case as which this one came back, for those who work here.
    pub recurred: Option<CaseNumber>,
}

/// A limit in words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DueWords {
    /// Which limit.
    pub limit: &'static str,
    /// When: `02月14日 17:30`.
    pub at: String,
    /// How far away: 还剩1天2小时, 已超期3小时.
    pub left: String,
    /// It has passed.
    pub overdue: bool,
}

impl Card {
    /// The case as `reader` may see it at `now`.
    pub fn of(case: &Case, reader: Reader, directory: &Directory, now: Moment) -> Self {
        let veil = Veil::of(reader, case);
        let complaint = &case.complaint;
        let classification = &complaint.classification;
        let staff = matches!(reader, Reader::Staff(_) | Reader::Group);
        Self {
            number: case.number,
            state: case.state.label(),
            holder: holder_name(case, directory),
            unit: case.unit().map(|unit| directory.short(unit).to_owned()),
            kind: classification.kind.label(),
            category: classification.category.label(),
            intent: classification.intent_name.clone(),
            urgency: classification.urgency.label(),
            urgent: classification.urgency > crate::domain::complaint::Urgency::Normal,
            text: veil.text(&complaint.text),
            facts: facts(case, &veil),
            evidence: if veil.sight() == Sight::Nothing { Vec::new() } else { count_evidence(&complaint.evidence) },
            received_at: when(case.received_at),
            due: DueWords::next(case, reader, now),
            answer_by: handle_due(&case.state),
            redos: case.tally.redos,
            redo: case.redo.as_deref().filter(|_| staff).map(|reason| veil.text(reason)),
            returns: case.tally.returns,
            urged: case.tally.urged,
            yellow_cards: case.tally.yellow_cards,
            red_cards: case.tally.red_cards,
            risks: if staff { risks(classification) } else { Vec::new() },
            confidential: privacy::is_confidential(case),
            in_the_know: privacy::is_confidential(case) && veil.sight() == Sight::Full,
            unconfirmed: !complaint.confirmed,
            citizens: case.citizens().count(),
            others: if staff { others(case, &veil) } else { Vec::new() },
            recurs: case.recurs.filter(|_| staff),
            recurred: case.recurred.filter(|_| staff),
        }
    }
}

/// What the other citizens who are still on the case said.
fn others(case: &Case, veil: &Veil) -> Vec<String> {
    let there = case.parties.iter().filter(|party| !case.left.contains(&party.citizen));
    there.map(|party| veil.text(&party.text)).collect()
}

impl DueWords {
    /// The limit's end and its distance from `now`.
    pub fn of(limit: &'static str, due: Moment, now: Moment) -> Self {
        let overdue = now > due;
        let distance = span_words(if overdue { now - due } else { due - now });
        Self { limit, at: when(due), left: format!("{}{distance}", if overdue { "已超期" } else { "还剩" }), overdue }
    }

    /// The limit of a case that ends first, of those that this reader is told.
    pub fn next(case: &Case, reader: Reader, now: Moment) -> Option<Self> {
        next_due(case, reader).map(|(kind, due)| Self::of(kind.label(), due, now))
    }
}

/// A moment as people write it: `02月14日 17:30`.
pub fn when(moment: Moment) -> String {
    let (month, day, hour, minute) = (moment.month(), moment.day(), moment.hour(), moment.minute());
    format!("{month:02}月{day:02}日 {hour:02}:{minute:02}")
}

/// A distance in its two greatest units.
fn span_words(span: chrono::TimeDelta) -> String {
    match (span.num_days(), span.num_hours() % 24, span.num_minutes() % 60) {
        (0, 0, minutes) => format!("{minutes}分钟"),
        (0, hours, 0) => format!("{hours}小时"),
        (0, hours, minutes) => format!("{hours}小时{minutes}分钟"),
        (days, 0, _) => format!("{days}天"),
        (days, hours, _) => format!("{days}天{hours}小时"),
    }
}

/// The risks that are not told in another way.
fn risks(classification: &Classification) -> Vec<&'static str> {
    classification.risks.iter().filter(|risk| **risk != Risk::Confidential).map(|risk| risk.label()).collect()
}

fn facts(case: &Case, veil: &Veil) -> Vec<(&'static str, String)> {
    case.complaint
        .slots
        .iter()
        .filter(|(slot, _)| **slot != Slot::Confidential)
        .filter_map(|(slot, value)| Some((slot.label(), veil.slot(*slot, value)?)))
        .collect()
}

/// How many of each sort there are, in the order of the sorts.
pub fn count_evidence(evidence: &[Evidence]) -> Vec<(&'static str, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    for piece in evidence {
        *counts.entry(piece.kind).or_insert(0) += 1;
    }
    counts.into_iter().map(|(kind, count)| (kind.label(), count)).collect()
}

/// An answer in words, veiled for its reader.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AnswerWords {
    /// 联系情况
    pub contact: String,
    /// 办理结果
    pub result: String,
    /// 依据
    pub basis: String,
    /// 后续
    pub rest: Option<String>,
}

impl AnswerWords {
    /// The answer as `reader` may see it.
    pub fn of(answer: &Answer, case: &Case, reader: Reader) -> Self {
        let veil = Veil::of_answer(reader, case);
        let veil = |text: &str| veil.text(text);
        Self {
            contact: veil(&answer.contact),
            result: veil(&answer.result),
            basis: veil(&answer.basis),
            rest: answer.rest.as_deref().map(veil),
        }
    }
}

/// Whether a limit of this kind is promised to the citizen: how soon a unit signs for a task or answers a letter, or a
/// supervisor rules on what it asked, is between colleagues.
pub(super) fn is_promised(kind: LimitKind) -> bool {
    use LimitKind::{Acknowledge, Application, Extension, Inquiry, Supervision};
    !matches!(kind, Acknowledge | Extension | Application | Inquiry | Supervision)
}

/// The limit that ends first; for the citizen, of those that were promised to them.
fn next_due(case: &Case, reader: Reader) -> Option<(LimitKind, Moment)> {
    let colleague = matches!(reader, Reader::Staff(_) | Reader::Group);
    let limits = case.limits().into_iter().filter(|(kind, _)| colleague || is_promised(*kind));
    limits.map(|(kind, limit)| (kind, limit.due)).min_by_key(|(_, due)| *due)
}

fn handle_due(state: &State) -> Option<String> {
    match state {
        State::Dispatched { mandate } | State::InProgress { mandate } => Some(when(mandate.handle.due)),
        _ => None,
    }
}

/// The answer that the case has, once it is resolved.
pub fn answer_of(case: &Case) -> Option<&Answer> {
    match &case.state {
        State::Resolved { answer, .. } | State::Answered { answer, .. } => Some(answer),
        _ => None,
    }
}

/// A unit in a list of candidates.
pub fn unit_words(unit: &Option<DepartmentId>, directory: &Directory) -> Option<String> {
    unit.as_ref().map(|unit| directory.short(unit).to_owned())
}
