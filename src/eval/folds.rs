//! K-fold 交叉验证: the data in K parts, each tested by what was learned from the others, so that every text is tested once by
//! somebody who has not seen it.

use std::collections::BTreeMap;

use super::judge::{Answer, Answered, Judge};
use super::measure::{Figures, Measure};
use super::report::{Asked, Fold, Options, ReasonsOf};
use crate::desk::splitmix::{STEP, mix};
use crate::letters::Labelled;

/// Learns from entries; what it learned answers.
pub type Learn<'l, 'a> = &'l dyn Fn(&[Labelled]) -> anyhow::Result<Judge<'a>>;

/// For each entry the part that it belongs to, from 0. Every label is spread over all parts as evenly as it goes; which of
/// its entries come into which part is drawn with the seed.
pub fn parts(entries: &[Labelled], folds: usize, seed: u64) -> Vec<usize> {
    let mut by_label: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, entry) in entries.iter().enumerate() {
        by_label.entry(&entry.label).or_default().push(number);
    }
    let drawn = |number: &usize| mix(seed.wrapping_add(STEP.wrapping_mul(*number as u64 + 1)));
    let mut parts = vec![0; entries.len()];
    let mut next = 0;
    for mut own in by_label.into_values() {
        own.sort_by_key(drawn);
        for number in own {
            parts[number] = next % folds;
            next += 1;
        }
    }
    parts
}

/// Asks about every entry whoever learned without its part; `told` hears which part is being learned.
///
/// # Errors
/// Learning failed.
pub fn ask<'a>(
    entries: &'a [Labelled],
    folds: usize,
    options: &Options,
    learn: Learn<'_, 'a>,
    told: &dyn Fn(usize),
) -> anyhow::Result<(Asked<'a>, Vec<Fold>)> {
    let parts = parts(entries, folds, options.seed);
    let mut answers: Vec<Option<Answer>> = vec![None; entries.len()];
    let mut judges = Vec::with_capacity(folds);
    let mut lines = Vec::with_capacity(folds);
    for part in 0..folds {
        told(part);
        let (own, others): (Vec<_>, Vec<_>) = entries.iter().enumerate().partition(|(number, _)| parts[*number] == part);
        let others: Vec<Labelled> = others.into_iter().map(|(_, entry)| entry.clone()).collect();
        let judge = learn(&others)?;
        let tested: Vec<Labelled> = own.iter().map(|(_, entry)| (*entry).clone()).collect();
        let answered = Answered::ask(&judge, &tested);
        lines.extend(line(part, &answered, judge.threshold, options));
        own.iter().zip(answered.answers).for_each(|((number, _), answer)| answers[*number] = Some(answer));
        judges.push(judge);
    }
    let answered = Answered::of(answers.into_iter().flatten().collect(), entries);
    let name = judges.first().map_or_else(String::new, |judge| format!("{}，{folds} 折交叉验证", judge.name));
    let reasons: ReasonsOf<'a> = Box::new(move |number, label| (judges[parts[number]].reasons)(&entries[number], label));
    Ok((Asked { name, threshold: None, answered, reasons }, lines))
}

fn line(part: usize, answered: &Answered, threshold: Option<f64>, options: &Options) -> Option<Fold> {
    let how = Measure { target: options.target, threshold, resamples: 0, seed: options.seed };
    let figures = Figures::of(&answered.outcomes, &how)?;
    let certainty = figures.certainty.as_ref();
    Some(Fold {
        part: part + 1,
        texts: figures.texts,
        accuracy: figures.accuracy.value,
        macro_f1: figures.macro_f1.value,
        ece: certainty.map(|certainty| certainty.ece),
        own: certainty.map(|certainty| (certainty.own.coverage, certainty.own.accuracy)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::learned::Writing;

    fn entries(labels: &[&str]) -> Vec<Labelled> {
        let entry = |(line, label): (usize, &&str)| Labelled {
            line: line + 1,
            writing: Writing::text(format!("第{line}件")),
            label: (*label).to_owned(),
        };
        labels.iter().enumerate().map(entry).collect()
    }

    #[test]
    fn every_label_is_spread_over_all_parts() {
        let labels: Vec<&str> = std::iter::repeat_n("水", 10).chain(std::iter::repeat_n("电", 5)).chain(["气"]).collect();
        let entries = entries(&labels);
        let parts = parts(&entries, 5, 1);
        for part in 0..5 {
            let of = |label: &str| entries.iter().zip(&parts).filter(|(entry, own)| entry.label == label && **own == part).count();
            assert_eq!((of("水"), of("电")), (2, 1));
        }
        assert_eq!(parts, super::parts(&entries, 5, 1), "the same seed gives the same parts");
        assert_ne!(parts, super::parts(&entries, 5, 2));
    }

    #[test]
    fn nobody_is_tested_on_what_they_learned() {
        let entries = entries(&["水", "电", "水", "电", "水", "电"]);
        let options = Options { target: 0.9, texts: false, errors: 0, resamples: 0, seed: 1 };
        let learn = |seen: &[Labelled]| {
            let lines: Vec<usize> = seen.iter().map(|entry| entry.line).collect();
            assert_eq!(lines.len(), 4);
            Ok(Judge {
                name: "见过".to_owned(),
                threshold: None,
                answer: Box::new(move |entry: &Labelled| {
                    assert!(!lines.contains(&entry.line));
                    Answer { ranked: vec![(entry.label.clone(), Some(1.0))], abstain: false }
                }),
                reasons: Box::new(|_: &Labelled, _: &str| vec![]),
            })
        };
        let (asked, lines) = ask(&entries, 3, &options, &learn, &|_| {}).expect("nothing fails");
        let labels: Vec<&str> = asked.answered.answers.iter().map(|answer| answer.ranked[0].0.as_str()).collect();
        assert_eq!(labels, ["水", "电", "水", "电", "水", "电"]);
        assert_eq!(lines.iter().map(|line| (line.part, line.texts)).collect::<Vec<_>>(), [(1, 2), (2, 2), (3, 2)]);
        assert_eq!(asked.name, "见过，3 折交叉验证");
    }
}
