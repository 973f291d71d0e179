//! Chance 偶然: how much of a figure, or of a difference between two, may come from which texts happened to be in the data. The
//! texts are drawn anew with replacement many times (bootstrap); the seed makes it repeatable.

use serde::Serialize;

use super::labels::{count, mean_f1};
use super::{Measure, Outcome, Outcomes, share};
use crate::desk::splitmix::{STEP, mix};

/// A figure and its standard error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// On the data.
    pub value: f64,
    /// The standard deviation over the data drawn anew.
    pub error: f64,
}

/// What speaks for a difference between two who answered the same texts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// Both right.
    pub both: usize,
    /// Only the first.
    pub only_first: usize,
    /// Only the second.
    pub only_second: usize,
    /// Neither.
    pub neither: usize,
    /// McNemar's exact test: how probable so great a difference is when both are equally good.
    pub p: f64,
    /// Accuracy of the second less that of the first.
    pub accuracy: Interval,
    /// Macro F1 of the second less that of the first.
    pub macro_f1: Interval,
}

/// A difference, and where 95 of 100 differences over the data drawn anew lie.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// On the data.
    pub value: f64,
    /// 2.5 % lie below.
    pub low: f64,
    /// 2.5 % lie above.
    pub high: f64,
}

/// Draws texts.
struct Draw(u64);

impl Draw {
    /// As many of the numbers below `count` as there are, with replacement.
    fn again(&mut self, count: usize, into: &mut Vec<usize>) {
        into.clear();
        into.extend((0..count).map(|_| {
            self.0 = self.0.wrapping_add(STEP);
            // The 64 random bits as a share of `count`.
            usize::try_from((u128::from(mix(self.0)) * count as u128) >> 64).unwrap_or(0)
        }));
    }
}

/// Accuracy, macro F1 and weighted F1 of these outcomes.
fn figures<'o>(all: impl IntoIterator<Item = &'o Outcome> + Clone, labels: usize) -> [f64; 3] {
    let counts = count(all, labels);
    let right = counts.iter().map(|count| count.right).sum();
    let texts = counts.iter().map(|count| count.support).sum();
    let [macro_f1, weighted_f1] = mean_f1(&counts);
    [share(right, texts), macro_f1, weighted_f1]
}

/// Accuracy, macro F1 and weighted F1 with their standard errors.
pub(super) fn estimates(all: &[Outcome], labels: usize, how: &Measure) -> [Estimate; 3] {
    let (mut draw, mut drawn) = (Draw(how.seed), Vec::new());
    let mut samples: [Vec<f64>; 3] = Default::default();
    for _ in 0..how.resamples {
        draw.again(all.len(), &mut drawn);
        let again = figures(drawn.iter().map(|at| &all[*at]), labels);
        samples.iter_mut().zip(again).for_each(|(own, value)| own.push(value));
    }
    let values = figures(all, labels);
    std::array::from_fn(|which| Estimate { value: values[which], error: deviation(&samples[which]) })
}

fn deviation(samples: &[f64]) -> f64 {
    let mean = samples.iter().sum::<f64>() * share(1, samples.len());
    let squares: f64 = samples.iter().map(|sample| (sample - mean).powi(2)).sum();
    (squares * share(1, samples.len().saturating_sub(1))).sqrt()
}

impl Difference {
    /// Between two who answered the same texts in the same order; none when they did not.
    pub fn between(first: &Outcomes, second: &Outcomes, how: &Measure) -> Option<Self> {
        let same = first.all.len() == second.all.len()
            && first.all.iter().zip(&second.all).all(|(a, b)| first.labels[a.truth] == second.labels[b.truth]);
        if !same || first.all.is_empty() {
            return None;
        }
        let of =
            |a: bool, b: bool| first.all.iter().zip(&second.all).filter(|(one, two)| one.is_right() == a && two.is_right() == b).count();
        let (only_first, only_second) = (of(true, false), of(false, true));
        let [accuracy, macro_f1] = intervals(first, second, how);
        Some(Self {
            both: of(true, true),
            only_first,
            only_second,
            neither: of(false, false),
            p: mcnemar(only_first, only_second),
            accuracy,
            macro_f1,
        })
    }
}

/// The differences in accuracy and macro F1, over the same texts drawn for both.
fn intervals(first: &Outcomes, second: &Outcomes, how: &Measure) -> [Interval; 2] {
    let difference = |drawn: &[usize]| {
        let of = |outcomes: &Outcomes| figures(drawn.iter().map(|at| &outcomes.all[*at]), outcomes.labels.len());
        let (a, b) = (of(first), of(second));
        [b[0] - a[0], b[1] - a[1]]
    };
    let everything: Vec<usize> = (0..first.all.len()).collect();
    let (mut draw, mut drawn) = (Draw(how.seed), Vec::new());
    let mut samples: [Vec<f64>; 2] = Default::default();
    for _ in 0..how.resamples {
        draw.again(first.all.len(), &mut drawn);
        samples.iter_mut().zip(difference(&drawn)).for_each(|(own, value)| own.push(value));
    }
    let values = difference(&everything);
    std::array::from_fn(|which| {
        let own = &mut samples[which];
        own.sort_by(f64::total_cmp);
        let at =
            |per_mille: usize| own.get((own.len() * per_mille / 1000).min(own.len().saturating_sub(1))).copied().unwrap_or(values[which]);
        Interval { value: values[which], low: at(25), high: at(975) }
    })
}

/// Two-sided, exact: of `a + b` fair coins, at least as one-sided as this.
fn mcnemar(a: usize, b: usize) -> f64 {
    let (coins, least) = (a + b, a.min(b));
    // ln of C(coins, k) / 2^coins, from k = 0 on.
    let mut term = -share(coins, 1) * std::f64::consts::LN_2;
    let mut sum = 0.0;
    for k in 0..=least {
        sum += term.exp();
        term += share(coins - k, k + 1).ln();
    }
    (2.0 * sum).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mcnemar_is_the_binomial_test() {
        // 2 · (1 + 10 + 45) / 1024, and what cannot differ does not.
        assert!((mcnemar(2, 8) - 2.0 * 56.0 / 1024.0).abs() < 1e-12);
        assert!((mcnemar(8, 2) - mcnemar(2, 8)).abs() < 1e-15);
        assert!((mcnemar(0, 0) - 1.0).abs() < 1e-15 && (mcnemar(5, 5) - 1.0).abs() < 1e-12);
        assert!(mcnemar(900, 1100) < 1e-4 && mcnemar(900, 1100) > 1e-6);
    }

    #[test]
    fn drawing_repeats_and_reaches_everything() {
        let draws = |seed| {
            let (mut draw, mut into) = (Draw(seed), Vec::new());
            draw.again(1000, &mut into);
            into
        };
        assert_eq!(draws(1), draws(1));
        assert_ne!(draws(1), draws(2));
        assert!(draws(1).iter().all(|at| *at < 1000));
        let distinct: std::collections::BTreeSet<usize> = draws(1).into_iter().collect();
        assert!((580..690).contains(&distinct.len()), "about 63 % are drawn: {}", distinct.len());
    }
}
