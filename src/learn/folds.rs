//! What would be said of a text that was not learned from 交叉验证: the history in parts, each scored by what the others teach.

use super::calibrate::Scored;
use super::crew::Crew;
use super::train::Lessons;

/// Into how many parts.
pub const FOLDS: usize = 5;

/// Every text with its scores by a model that did not see it, in the order of the texts.
pub fn held_out(lessons: &Lessons<'_>, weights: usize, crew: &Crew<'_>) -> Vec<Scored> {
    let parts = parts(lessons.labels, lessons.names);
    let mut scored: Vec<(u32, Scored)> = Vec::with_capacity(parts.len());
    for part in 0..FOLDS {
        let (mut own, mut others) = (Vec::new(), Vec::new());
        (0..).zip(&parts).for_each(|(text, &of)| if of == part { own.push(text) } else { others.push(text) });
        let scores = lessons.train(&others, weights, crew).scores(lessons.texts, &own);
        let truth = |text: u32| Some(lessons.labels[text as usize]);
        scored.extend(own.iter().zip(scores).map(|(&text, scores)| (text, Scored { scores, truth: truth(text) })));
    }
    scored.sort_by_key(|(text, _)| *text);
    scored.into_iter().map(|(_, scored)| scored).collect()
}

/// Which part each text is in: those of a label go round, so that every part has its share of every label.
fn parts(labels: &[usize], names: usize) -> Vec<usize> {
    // Where the first of a label goes differs, so that rare labels do not all meet in the first part.
    let mut next: Vec<usize> = (0..names).collect();
    let turn = |&label: &usize| {
        next[label] += 1;
        (next[label] - 1) % FOLDS
    };
    labels.iter().map(turn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_its_share_of_every_label() {
        let labels: Vec<usize> = (0..100).map(|text| usize::from(text % 4 == 0)).collect();
        let parts = parts(&labels, 2);
        for part in 0..FOLDS {
            let own = |label: usize| parts.iter().zip(&labels).filter(|(of, is)| **of == part && **is == label).count();
            assert_eq!((own(0), own(1)), (15, 5));
        }
    }
}
