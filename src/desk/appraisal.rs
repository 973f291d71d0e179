//! Democratic appraisal 民主评议 at the desk: which case may be appraised, one question after the other, and into the box.

use anyhow::Result;

use super::{Desk, Step};
use crate::domain::action::{Action, Verb};
use crate::domain::appraisal::{Appraised, Cast, Marks, Quarter, Questionnaire, Sealed, UnitResult, results};
use crate::domain::case::{Case, State};
use crate::domain::conversation::Say;
use crate::domain::department::Directory;
use crate::domain::ids::{CaseNumber, DepartmentId};
use crate::domain::message::{Appraisal, AppraisalResults, AppraisedUnit, Message};
use crate::domain::refusal::Refusal;
use crate::domain::staff::{Role, Staff};

/// Answers of one row, so that four labels of a few characters stand beside each other on a telephone.
const ROW: usize = 4;
/// Characters by which every button's seal differs from every other's.
const NONCE: usize = 10;
/// Characters of the code of a ballot, 5 bits each.
const CODE: usize = 20;

/// The next question about the first of these cases that may be appraised; with the last answer the ballot is cast.
pub(super) fn answered(step: &mut Step<'_>, numbers: &[CaseNumber], sealed: &Sealed) -> Result<Say> {
    let mut refusal = Refusal::NotToAppraise { days: step.desk.city().appraisal.open_days };
    for number in numbers {
        match unit_of(step, *number)? {
            // A seal of before the last start is not to be opened any more: the questions begin again.
            Ok(unit) => return next(step, *number, unit, &step.desk.seal.open(*number, sealed).unwrap_or_default()),
            Err(Refusal::HasAppraised) => refusal = Refusal::HasAppraised,
            Err(_) => {}
        }
    }
    Ok(Say { message: Message::Refused { refusal }, buttons: Vec::new() })
}

/// The unit that is appraised with this case, if it may be. A case that was merged is appraised as its mother case ended.
fn unit_of(step: &Step<'_>, number: CaseNumber) -> Result<Result<DepartmentId, Refusal>> {
    let closed = Refusal::NotToAppraise { days: step.desk.city().appraisal.open_days };
    let Some(case) = step.case(number)? else { return Ok(Err(closed)) };
    if step.desk.store().has_appraised(number)? {
        return Ok(Err(Refusal::HasAppraised));
    }
    let ended = step.running(&case)?;
    Ok(is_open(&ended, step).then(|| ended.unit().cloned()).flatten().ok_or(closed))
}

fn is_open(case: &Case, step: &Step<'_>) -> bool {
    let is_done = matches!(case.state, State::FollowedUp { .. } | State::Archived { .. });
    is_done && step.now <= step.desk.city().appraisal.open_until(case.changed_at)
}

fn next(step: &mut Step<'_>, number: CaseNumber, unit: DepartmentId, marks: &Marks) -> Result<Say> {
    let city = step.desk.city().clone();
    let name = city.directory.short(&unit).to_owned();
    let Some(question) = city.appraisal.question.get(marks.answered()) else {
        let Some(ballot) = city.appraisal.ballot(unit.clone(), Quarter::of(step.now), marks) else {
            // The questions changed since the button was sent: they are asked from the first.
            return next(step, number, unit, &Marks::default());
        };
        step.commit.ballots.push(Cast { number, code: step.desk.codes.next(CODE)?, ballot });
        return Ok(Say { message: Message::Appraisal(Appraisal::AppraisalThanks { unit: name }), buttons: Vec::new() });
    };
    let mut choices = Vec::new();
    for (place, choice) in (0_u8..).zip(&city.appraisal.choice) {
        choices.push((step.desk.seal.close(number, &marks.and(place), &step.desk.codes.next(NONCE)?), choice.label.clone()));
    }
    let rows: Vec<Action> = choices.iter().map(|(sealed, _)| Action::Case(number, Verb::Appraise(sealed.clone()))).collect();
    let message = Appraisal::AppraisalAsk {
        number,
        unit: name,
        title: city.appraisal.title.clone(),
        at: marks.answered() + 1,
        of: city.appraisal.question.len(),
        question: question.text.clone(),
        choices,
        least: city.appraisal.least,
    };
    Ok(Say { message: Message::Appraisal(message), buttons: rows.chunks(ROW).map(<[Action]>::to_vec).collect() })
}

impl Desk {
    /// 评议结果 of a quarter.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn appraised(&self, quarter: Quarter) -> Result<Appraised> {
        Ok(results(&self.city().appraisal, quarter, &self.store().ballots(quarter)?))
    }

    /// The results of a quarter in words, of this unit and those below it where one is named.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn appraised_within(&self, quarter: Quarter, unit: Option<&DepartmentId>) -> Result<AppraisalResults> {
        Ok(words(&self.appraised(quarter)?, unit, &self.city().appraisal, &self.city().directory))
    }

    /// The results in words, of all units.
    pub fn appraised_words(&self, appraised: &Appraised) -> Message {
        Message::AppraisalResults(Box::new(words(appraised, None, &self.city().appraisal, &self.city().directory)))
    }
}

/// 评议结果 of this quarter: of a leader's own unit and those below it, of all units for everybody else who may read it.
pub(super) fn said(step: &Step<'_>, staff: &Staff) -> Result<Say> {
    let city = step.desk.city();
    let all = step.desk.appraised(Quarter::of(step.now))?;
    let own = staff.department.as_ref().filter(|_| staff.role == Role::Leader);
    let message = Message::AppraisalResults(Box::new(words(&all, own, &city.appraisal, &city.directory)));
    Ok(Say { message, buttons: Vec::new() })
}

/// The results in words; of a leader's unit, nothing is told of the others.
fn words(all: &Appraised, own: Option<&DepartmentId>, questionnaire: &Questionnaire, directory: &Directory) -> AppraisalResults {
    let is_shown = |result: &&UnitResult| own.is_none_or(|own| directory.is_within(&result.unit, own));
    let shown: Vec<&UnitResult> = all.units.iter().filter(is_shown).collect();
    AppraisalResults {
        title: questionnaire.title.clone(),
        quarter: all.quarter.words(),
        ballots: if own.is_some() { shown.iter().map(|result| result.ballots).sum() } else { all.ballots },
        units: shown.iter().map(|result| unit_words(result, questionnaire, directory)).collect(),
        hidden: if own.is_some() { 0 } else { all.hidden },
        least: questionnaire.least,
    }
}

fn unit_words(result: &UnitResult, questionnaire: &Questionnaire, directory: &Directory) -> AppraisedUnit {
    let questions = questionnaire.question.iter().zip(&result.questions);
    AppraisedUnit {
        unit: directory.short(&result.unit).to_owned(),
        ballots: result.ballots,
        score: score_words(result.score),
        questions: questions.map(|(question, result)| (question.short.clone(), score_words(result.score))).collect(),
    }
}

/// With one decimal; a dash where nobody judged.
fn score_words(score: Option<f64>) -> String {
    score.map_or_else(|| "—".to_owned(), |score| format!("{score:.1}"))
}
