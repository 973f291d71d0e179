//! `data/appraisal.toml` 民主评议: the questionnaire.

use std::collections::BTreeSet;

use super::source::{Source, parse, wrong_version};
use crate::domain::appraisal::Questionnaire;
use crate::domain::problem::{Problem, line_of};

/// Fewer than this can be guessed by whoever knows the people.
const LEAST: usize = 3;

/// The city's questionnaire.
///
/// # Errors
/// Every fault in the file.
pub fn load(data: &Source) -> Result<Questionnaire, Vec<Problem>> {
    let (name, text) = data.file("appraisal.toml").map_err(|fault| vec![fault])?;
    let questionnaire: Questionnaire = parse(&name, &text).map_err(|fault| vec![fault])?;
    let mut problems: Vec<Problem> = wrong_version(&name, &text, questionnaire.version).into_iter().collect();
    problems.extend(faults(&questionnaire).into_iter().map(|(words, what)| Problem::new(&name, line_of(&text, &words), what)));
    if problems.is_empty() { Ok(questionnaire) } else { Err(problems) }
}

/// Words that stand on the line, and what is wrong there.
fn faults(questionnaire: &Questionnaire) -> Vec<(String, String)> {
    let Questionnaire { least, open_days, question, choice, .. } = questionnaire;
    let mut faults = Vec::new();
    let mut unless = |is_right: bool, words: &str, what: String| {
        if !is_right {
            faults.push((words.to_owned(), what));
        }
    };
    unless(*least >= LEAST, "least =", format!("least = {least} 太小，选票会被猜出是谁的；请写 {LEAST} 或更大。"));
    unless((1..=3650).contains(open_days), "open_days =", format!("open_days = {open_days} 应在 1 到 3650 之间。"));
    for (what, ids) in [("question", ids(question, |one| &one.id)), ("choice", ids(choice, |one| &one.id))] {
        let most = Questionnaire::MOST;
        unless((1..=most).contains(&ids.len()), &format!("[[{what}]]"), format!("[[{what}]] 有 {} 个，应有 1 到 {most} 个。", ids.len()));
        let mut known = BTreeSet::new();
        for id in ids {
            let words = format!("id = \"{id}\"");
            unless(known.insert(id), &words, format!("id “{id}”用了两次，请给每一个各用一个 id。"));
            unless(!id.trim().is_empty(), &words, "id 是空的，请给它一个名称。".to_owned());
        }
    }
    for choice in choice {
        let is_score = choice.points.is_none_or(|points| points <= 100);
        unless(is_score, &format!("id = \"{}\"", choice.id), format!("选项“{}”的 points 应在 0 到 100 之间。", choice.label));
    }
    let scored = choice.iter().any(|choice| choice.points.is_some());
    unless(scored, "[[choice]]", "没有一个选项有 points，评议就没有分数；请至少给一个写上。".to_owned());
    faults
}

fn ids<T>(all: &[T], id: impl Fn(&T) -> &String) -> Vec<&String> {
    all.iter().map(id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../data/appraisal.toml");

    /// What is said of the file with these words in the place of those, and on which line.
    fn said(was: &str, is: &str) -> Vec<(Option<usize>, String)> {
        assert!(SHIPPED.contains(was), "{was}");
        let questionnaire: Questionnaire = parse("appraisal.toml", &SHIPPED.replace(was, is)).expect("TOML");
        faults(&questionnaire).into_iter().map(|(words, what)| (line_of(&SHIPPED.replace(was, is), &words), what)).collect()
    }

    #[test]
    fn what_ships_is_right() {
        assert_eq!(said("least = 5", "least = 5"), []);
    }

    #[test]
    fn a_fault_is_told_with_its_line() {
        let line = |words: &str| line_of(SHIPPED, words);
        assert_eq!(said("least = 5", "least = 2")[0].0, line("least = 5"));
        assert_eq!(said("open_days = 90", "open_days = 0")[0].0, line("open_days = 90"));
        assert_eq!(said("points = 60", "points = 160")[0].0, line("id = \"fair\""));
        let twice = said("id = \"speed\"", "id = \"attitude\"");
        assert!(twice[0].1.contains("用了两次"), "{twice:?}");
        let none = said("points = 100", "").len() + said("points = 60", "").len() + said("points = 0", "").len();
        assert_eq!(none, 0, "one choice without points is no fault");
    }
}
