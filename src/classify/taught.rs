//! Weights that sentences of our own taught 语料学得的权重: what [`ear`](super::ear) and [`tone`](super::tone) have in common. They listen for
//! runs of characters alone, so that the edges of the words and the shipped intents change nothing of what they hear.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::corpus::{CALM, Lesson};
use super::learned::{Calibration, Feature, Learned, Length, Part};
use super::scan::Hit;
use crate::domain::problem::Problem;

/// Under this name the record of the weights keeps the digest of the sentences.
pub const CORPUS: &str = "语料摘要";

/// So many runs of characters are looked at to tell why.
const MOST_RUNS: usize = 12;

/// So many words are told as reasons.
const MOST_REASONS: usize = 3;

/// So many labels are told with how probable they are.
const MOST_RANKED: usize = 4;

/// No lesson has more labels than this: what a run says to all of them is summed at once.
const LABELS: usize = 8;

/// Weights are kept in these.
const THOUSANDTHS: f64 = 1000.0;

/// Weights that a corpus taught, ready to listen with.
pub struct Taught {
    /// The runs of characters, by their numbers.
    runs: Vec<String>,
    /// What each of them weighs for each label, in thousandths.
    rows: Vec<[i16; LABELS]>,
    names: Vec<String>,
    biases: Vec<f64>,
    length: Length,
    calibration: Calibration,
    threshold: f64,
    /// What was written down of the corpus.
    corpus: Option<String>,
}

thread_local! {
    /// For each run that was met in the text being heard, one more than its place among those met; else 0. Kept between texts, so
    /// that a text costs what it says and not what could be said.
    static MET: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

impl Taught {
    /// The weights that these files have, each with its name and its text.
    ///
    /// # Errors
    /// Every fault that could be seen, at least one.
    pub(super) fn parse(files: &[(String, String)], lesson: Lesson) -> Result<Self, Vec<Problem>> {
        let learned = Learned::parse(files)?;
        let problems = faults(files, &learned, lesson);
        if problems.is_empty() { Ok(Self::of(&learned)) } else { Err(problems) }
    }

    fn of(learned: &Learned) -> Self {
        let mut rows: BTreeMap<&str, [i16; LABELS]> = BTreeMap::new();
        for (label, own) in learned.labels.iter().enumerate() {
            for (feature, weight) in &own.weights {
                if let Feature::Words { words, .. } = feature {
                    rows.entry(words).or_default()[label] = (weight * THOUSANDTHS).round() as i16;
                }
            }
        }
        let (runs, rows) = rows.into_iter().map(|(words, row)| (words.to_owned(), row)).unzip();
        Self {
            runs,
            rows,
            names: learned.labels.iter().map(|label| label.name.clone()).collect(),
            biases: learned.labels.iter().map(|label| label.bias).collect(),
            length: learned.length,
            calibration: learned.calibration,
            threshold: learned.threshold,
            corpus: learned.record.get(CORPUS).cloned(),
        }
    }

    /// The runs that it must see, for a lexicon.
    pub fn table(&self) -> &[String] {
        &self.runs
    }

    /// What the labels are called, by their numbers.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// From this probability on no person need be asked.
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// How many runs of characters are listened for.
    pub fn features(&self) -> usize {
        self.runs.len()
    }

    /// The digest of the sentences that they were learned from, where the files tell.
    pub fn corpus(&self) -> Option<&str> {
        self.corpus.as_deref()
    }

    /// What these runs say together, in the order in which they stand. What is said again counts less each time.
    pub(super) fn weigh<'h>(&self, hits: impl Iterator<Item = &'h Hit>) -> Weighed<'_> {
        let Met { runs, times, again } = Met::of(hits, self.runs.len());
        let mut sums = [0_i32; LABELS];
        for hit in &runs {
            let row = &self.rows[hit.word as usize];
            sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += i32::from(*weight));
        }
        let (mut more, mut repeated) = ([0.0; LABELS], 0.0);
        for place in again {
            let counts = f64::from(times[place]).ln();
            repeated += counts;
            let row = &self.rows[runs[place].word as usize];
            more.iter_mut().zip(row).for_each(|(sum, weight)| *sum += counts * f64::from(*weight));
        }
        let factor = self.length.factor(runs.len() as f64 + repeated) / THOUSANDTHS;
        let score = |(label, bias): (usize, &f64)| bias + factor * (f64::from(sums[label]) + more[label]);
        let mut scores = [0.0; LABELS];
        self.biases.iter().enumerate().map(score).zip(&mut scores).for_each(|(score, own)| *own = score);
        let ranked = self.calibration.probabilities(&scores[..self.biases.len()], MOST_RANKED);
        Weighed { taught: self, runs, ranked }
    }
}

/// The runs that stand in a text.
struct Met {
    /// Each where it stands first, in the order of the text.
    runs: Vec<Hit>,
    /// How often each of them stands there.
    times: Vec<u32>,
    /// The places in those lists of the runs that stand there more than once, in their order.
    again: Vec<usize>,
}

impl Met {
    /// The runs at these places, of so many that there are.
    fn of<'h>(hits: impl Iterator<Item = &'h Hit>, count: usize) -> Self {
        let mut met = MET.take();
        met.resize(met.len().max(count), 0);
        let (mut runs, mut times, mut again) = (Vec::with_capacity(256), Vec::with_capacity(256), Vec::new());
        for hit in hits {
            match met[hit.word as usize] {
                0 => {
                    runs.push(*hit);
                    times.push(1);
                    met[hit.word as usize] = runs.len() as u32;
                }
                known => {
                    let place = known as usize - 1;
                    if times[place] == 1 {
                        again.push(place);
                    }
                    times[place] += 1;
                }
            }
        }
        runs.iter().for_each(|hit: &Hit| met[hit.word as usize] = 0);
        MET.set(met);
        again.sort_unstable();
        Self { runs, times, again }
    }
}

/// What weights say to one text.
pub(super) struct Weighed<'w> {
    taught: &'w Taught,
    /// The runs that were found, each where it stands first.
    runs: Vec<Hit>,
    /// The likeliest labels with how sure they are, the best of all first.
    pub(super) ranked: Vec<(usize, f64)>,
}

impl Weighed<'_> {
    /// Where the words stand that spoke most for a label and against another, with by how much, the heaviest first; runs that touch are
    /// one.
    pub(super) fn told(&self, label: usize, against: usize) -> Vec<(Range<usize>, f64)> {
        let mut runs = self.strongest(label, against);
        runs.sort_unstable_by_key(|(_, hit)| (hit.start, hit.end));
        let mut told: Vec<(Range<usize>, f64)> = Vec::with_capacity(runs.len());
        for (pull, hit) in runs {
            let (place, weight) = (hit.place(), f64::from(pull) / THOUSANDTHS);
            match told.last_mut() {
                Some((last, sum)) if place.start <= last.end => (last.end, *sum) = (last.end.max(place.end), *sum + weight),
                _ => told.push((place, weight)),
            }
        }
        told.sort_by(|a, b| b.1.total_cmp(&a.1));
        told.truncate(MOST_REASONS);
        told
    }

    /// The runs that speak most for a label and against another, with by how many thousandths, the greatest first.
    fn strongest(&self, label: usize, against: usize) -> Vec<(i32, Hit)> {
        let order = |&(pull, hit): &(i32, Hit)| (Reverse(pull), hit.start, hit.end);
        let mut best: Vec<(i32, Hit)> = Vec::with_capacity(MOST_RUNS + 1);
        for hit in &self.runs {
            let row = &self.taught.rows[hit.word as usize];
            let pull = i32::from(row[label]) - i32::from(row[against]);
            // Of equal ones the first in the text stays, and that is the order in which they come.
            if pull > 0 && (best.len() < MOST_RUNS || best.last().is_some_and(|least| least.0 < pull)) {
                let new = (pull, *hit);
                best.insert(best.partition_point(|other| order(other) <= order(&new)), new);
                best.truncate(MOST_RUNS);
            }
        }
        best
    }
}

/// What of these weights nobody can listen with though it is written rightly.
fn faults(files: &[(String, String)], learned: &Learned, lesson: Lesson) -> Vec<Problem> {
    let (labels, again) = (lesson.labels(), format!("请用 {} 重新生成", lesson.command()));
    let at = |words: &str| {
        let found = files.iter().find_map(|(file, text)| Some((file, text.lines().position(|line| line.contains(words))? + 1)));
        found.map_or((files[0].0.as_str(), 1), |(file, line)| (file.as_str(), line))
    };
    let wrong = |words: &str, what: String| {
        let (file, line) = at(words);
        Problem::at(file, line, what)
    };
    let mut problems = Vec::new();
    for label in &learned.labels {
        if !labels.contains(&label.name.as_str()) {
            let what = format!("“{}”不是 {} 之一；{again}", label.name, labels.join("、"));
            problems.push(wrong(&format!("name = \"{}\"", label.name), what));
        }
        let is_run = |feature: &Feature| matches!(feature, Feature::Words { part: Part::Whole, anywhere: true, .. });
        for (feature, _) in label.weights.iter().filter(|(feature, _)| !is_run(feature)) {
            let key = feature.key();
            problems.push(wrong(&format!("\"{key}\""), format!("“{key}”不是字串；这里只听字串，请写成 \"~…\"")));
        }
    }
    if lesson == Lesson::Hotline && learned.labels.iter().all(|label| label.name != CALM) {
        problems.push(wrong("labels", format!("没有 {CALM} 这个标签，听不出什么不是险情；{again}")));
    }
    if learned.labels.len() < 2 {
        problems.push(wrong("labels", format!("至少要有两个标签；{again}")));
    }
    problems
}
