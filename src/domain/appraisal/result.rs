//! What the ballots say of each unit 评议结果.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Ballot, Quarter, Questionnaire};
use crate::domain::ids::DepartmentId;

/// The results of a quarter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Appraised {
    /// Which quarter.
    pub quarter: Quarter,
    /// How many ballots there are in all.
    pub ballots: usize,
    /// The units of which there are enough, the best first.
    pub units: Vec<UnitResult>,
    /// How many units have too few ballots to be shown.
    pub hidden: usize,
}

/// What was said of one unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnitResult {
    /// Which.
    pub unit: DepartmentId,
    /// How many ballots.
    pub ballots: usize,
    /// The mean of its questions' scores, from 0 to 100; none where nobody judged.
    pub score: Option<f64>,
    /// Question by question.
    pub questions: Vec<QuestionResult>,
}

/// What was said to one question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionResult {
    /// Its name in ballots.
    pub id: String,
    /// How often each choice was taken, in the order of the choices.
    pub counts: Vec<usize>,
    /// The mean of the points, of those who judged.
    pub score: Option<f64>,
}

/// The results of these ballots of one quarter, by unit. A unit with fewer than the least number is counted and not shown; and
/// so that one hidden unit cannot be computed from what is told in all, the smallest that would be shown is hidden with it.
pub fn results(questionnaire: &Questionnaire, quarter: Quarter, ballots: &[Ballot]) -> Appraised {
    let mut by_unit: BTreeMap<&DepartmentId, Vec<&Ballot>> = BTreeMap::new();
    for ballot in ballots.iter().filter(|ballot| ballot.quarter == quarter) {
        by_unit.entry(&ballot.unit).or_default().push(ballot);
    }
    let count = by_unit.values().map(Vec::len).sum();
    let (mut shown, few): (Vec<_>, Vec<_>) = by_unit.into_iter().partition(|(_, own)| own.len() >= questionnaire.least);
    shown.sort_by_key(|(_, own)| own.len());
    let alone = few.len() == 1 && !shown.is_empty();
    let beside = usize::from(alone);
    let mut units: Vec<UnitResult> = shown.into_iter().skip(beside).map(|(unit, own)| of_unit(questionnaire, unit, &own)).collect();
    units.sort_by(|a, b| b.score.unwrap_or(-1.0).total_cmp(&a.score.unwrap_or(-1.0)).then_with(|| a.unit.cmp(&b.unit)));
    Appraised { quarter, ballots: count, units, hidden: few.len() + beside }
}

fn of_unit(questionnaire: &Questionnaire, unit: &DepartmentId, ballots: &[&Ballot]) -> UnitResult {
    let questions: Vec<QuestionResult> = questionnaire
        .question
        .iter()
        .map(|question| {
            let says = |ballot: &&&Ballot, choice: &str| ballot.answers.get(&question.id).is_some_and(|own| own == choice);
            let count = |choice: &str| ballots.iter().filter(|ballot| says(ballot, choice)).count();
            let counts: Vec<usize> = questionnaire.choice.iter().map(|choice| count(&choice.id)).collect();
            let judged = questionnaire.choice.iter().zip(&counts).filter_map(|(choice, count)| Some((choice.points?, *count)));
            QuestionResult { id: question.id.clone(), score: mean(judged), counts }
        })
        .collect();
    let scores: Vec<f64> = questions.iter().filter_map(|question| question.score).collect();
    let score = (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64);
    UnitResult { unit: unit.clone(), ballots: ballots.len(), score, questions }
}

/// The mean of points, each taken so often.
fn mean(judged: impl Iterator<Item = (u32, usize)>) -> Option<f64> {
    let (sum, count) = judged.fold((0.0, 0), |(sum, count), (points, times)| (sum + f64::from(points) * times as f64, count + times));
    (count > 0).then(|| sum / count as f64)
}
