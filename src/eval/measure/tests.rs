use proptest::prelude::*;

use super::*;

const HOW: Measure = Measure { target: 0.75, threshold: Some(0.6), resamples: 40, seed: 7 };

fn outcomes(all: &[(usize, &[usize], f64)]) -> Outcomes {
    let one = |(truth, ranked, probability): &(usize, &[usize], f64)| Outcome {
        truth: *truth,
        ranked: ranked.to_vec(),
        probability: Some(*probability),
        abstain: *probability < 0.6,
    };
    Outcomes { labels: ["甲", "乙", "丙", "丁"].map(str::to_owned).into(), all: all.iter().map(one).collect() }
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

/// Eight texts of three labels; 丁 is answered once and right nowhere.
fn example() -> Outcomes {
    outcomes(&[
        (0, &[0, 1], 0.95),
        (0, &[0], 0.95),
        (0, &[1, 2, 0], 0.7),
        (0, &[0], 0.5),
        (1, &[1], 0.8),
        (1, &[3, 0, 2, 1], 0.4),
        (1, &[0, 1], 0.65),
        (2, &[2], 0.62),
    ])
}

#[test]
fn a_small_example_is_measured_as_by_hand() {
    let figures = Figures::of(&example(), &HOW).expect("texts");
    near(figures.accuracy.value, 5.0 / 8.0);
    // 甲: 3 right of 4, answered 4 times. 乙: 1 right of 3, answered 2. 丙: 1 of 1, answered once. 丁 is no label of the data.
    let (a, b, c) = (0.75, 0.4, 1.0);
    near(figures.macro_f1.value, (a + b + c) / 3.0);
    near(figures.weighted_f1.value, (4.0 * a + 3.0 * b + c) / 8.0);
    near(figures.top3, 7.0 / 8.0);
    let line = |label: &str| figures.labels.iter().find(|line| line.label == label).expect("a line");
    near(line("甲").precision, 0.75);
    near(line("乙").precision, 0.5);
    near(line("乙").recall, 1.0 / 3.0);
    assert_eq!((line("丁").support, line("丁").answered), (0, 1));
    near(line("丁").precision + line("丁").recall + line("丁").f1, 0.0);
    assert_eq!(figures.confusion.labels, ["甲", "乙", "丙", "丁"]);
    assert_eq!(figures.confusion.counts, [[3, 1, 0, 0], [1, 1, 0, 1], [0, 0, 1, 0], [0, 0, 0, 0]]);
    let worst = figures.confusion.worst(1);
    assert_eq!((worst[0].truth.as_str(), worst[0].answered.as_str(), worst[0].times), ("甲", "乙", 1));
}

#[test]
fn certainty_is_measured_as_by_hand() {
    let certainty = Figures::of(&example(), &HOW).expect("texts").certainty.expect("probabilities");
    // Surest first: 0.95 0.95 right, 0.8 right, 0.7 wrong, 0.65 wrong, 0.62 right, 0.5 right, 0.4 wrong.
    let best = certainty.best.expect("0.75 can be had");
    assert_eq!((best.threshold, best.texts, best.right), (Some(0.7), 4, 3));
    near(best.coverage, 0.5);
    assert_eq!((certainty.own.threshold, certainty.own.texts, certainty.own.right), (Some(0.6), 6, 4));
    let squares = 2.0 * 0.05_f64.powi(2) + 0.2_f64.powi(2) + 0.7_f64.powi(2) + 0.65_f64.powi(2) + 0.38_f64.powi(2) + 0.25 + 0.16;
    near(certainty.brier, squares / 8.0);
    // Bins of 1/15: [0.6, 0.667) holds 0.65 wrong and 0.62 right; the others hold one each, or two that are alike.
    let gap = (0.635_f64 - 0.5).abs() * 2.0;
    near(certainty.ece, (0.05 * 2.0 + gap + 0.2 + 0.7 + 0.5 + 0.4) / 8.0);
    assert_eq!(certainty.bins.iter().map(|bin| bin.texts).sum::<usize>(), 8);
    assert_eq!(certainty.bins[14].texts, 2);
    let curve = &certainty.curve;
    assert_eq!(curve.len(), 7, "texts with the same probability go together");
    assert!(curve.windows(2).all(|pair| pair[0].coverage < pair[1].coverage) && (curve[6].coverage - 1.0).abs() < 1e-9);
}

#[test]
fn what_cannot_be_had_is_not_claimed() {
    assert_eq!(Figures::of(&outcomes(&[]), &HOW), None);
    let wrong = Figures::of(&outcomes(&[(0, &[1], 0.9)]), &HOW).expect("a text");
    assert_eq!(wrong.certainty.expect("a probability").best, None);
    let mut unsaid = outcomes(&[(0, &[0], 0.9), (1, &[1], 0.8)]);
    unsaid.all[1].probability = None;
    assert_eq!(Figures::of(&unsaid, &HOW).expect("texts").certainty, None);
}

#[test]
fn edges_belong_to_the_bin_above() {
    let bin_of = |probability: f64| {
        let figures = Figures::of(&outcomes(&[(0, &[0], probability)]), &HOW).expect("a text");
        figures.certainty.expect("a probability").bins.iter().position(|bin| bin.texts == 1)
    };
    assert_eq!([0.0, 0.2, 1.0 / 3.0, 0.9999, 1.0].map(bin_of), [0, 3, 5, 14, 14].map(Some));
}

#[test]
fn two_are_compared_on_the_same_texts() {
    let first = example();
    let mut second = example();
    second.all[2].ranked = vec![0];
    second.all[4].ranked = vec![2];
    let difference = Difference::between(&first, &second, &HOW).expect("the same texts");
    assert_eq!((difference.both, difference.only_first, difference.only_second, difference.neither), (4, 1, 1, 2));
    near(difference.p, 1.0);
    near(difference.accuracy.value, 0.0);
    assert!(difference.accuracy.low <= 0.0 && difference.accuracy.high >= 0.0);
    assert_eq!(Difference::between(&first, &outcomes(&[(0, &[0], 0.5)]), &HOW), None);
}

/// The F1 of a label, counted the long way.
fn naive_f1(all: &[Outcome], label: usize) -> f64 {
    let both = all.iter().filter(|one| one.truth == label && one.best() == label).count();
    let (support, answered) = (all.iter().filter(|one| one.truth == label).count(), all.iter().filter(|one| one.best() == label).count());
    if both == 0 {
        return 0.0;
    }
    let (precision, recall) = (share(both, answered), share(both, support));
    2.0 * precision * recall / (precision + recall)
}

/// The greatest coverage with the accuracy wanted, trying every threshold.
fn naive_coverage(all: &[Outcome], target: f64) -> Option<usize> {
    let at = |threshold: f64| all.iter().filter(move |one| one.probability.expect("given") >= threshold);
    let enough = |threshold: &f64| share(at(*threshold).filter(|one| one.is_right()).count(), at(*threshold).count()) >= target;
    all.iter().map(|one| one.probability.expect("given")).filter(enough).map(|threshold| at(threshold).count()).max()
}

fn some_outcomes() -> impl Strategy<Value = Outcomes> {
    let one = (0..4_usize, Just(vec![0, 1, 2, 3]).prop_shuffle(), 0..=20_u8);
    prop::collection::vec(one, 1..60).prop_map(|all| {
        let all: Vec<(usize, Vec<usize>, f64)> = all.into_iter().map(|(truth, ranked, p)| (truth, ranked, f64::from(p) / 20.0)).collect();
        outcomes(&all.iter().map(|(truth, ranked, p)| (*truth, ranked.as_slice(), *p)).collect::<Vec<_>>())
    })
}

proptest! {
    #[test]
    fn counting_once_is_counting_the_long_way(outcomes in some_outcomes(), target in 0.0..1.0_f64) {
        let all = &outcomes.all;
        let figures = Figures::of(&outcomes, &Measure { target, ..HOW }).expect("texts");
        let occurring: Vec<usize> = (0..4).filter(|label| all.iter().any(|one| one.truth == *label)).collect();
        let mean = occurring.iter().map(|label| naive_f1(all, *label)).sum::<f64>() * share(1, occurring.len());
        prop_assert!((figures.macro_f1.value - mean).abs() < 1e-9);
        let weighted = all.iter().map(|one| naive_f1(all, one.truth)).sum::<f64>() * share(1, all.len());
        prop_assert!((figures.weighted_f1.value - weighted).abs() < 1e-9);
        prop_assert_eq!(figures.confusion.counts.iter().flatten().sum::<usize>(), all.len());
        let certainty = figures.certainty.expect("probabilities");
        prop_assert_eq!(certainty.best.map(|cut| cut.texts), naive_coverage(all, target));
        prop_assert!((0.0..=1.0).contains(&certainty.ece) && (0.0..=1.0).contains(&certainty.brier));
        prop_assert_eq!(certainty.bins.iter().map(|bin| bin.right).sum::<usize>(), all.iter().filter(|one| one.is_right()).count());
    }
}
