//! Weights that sentences of our own taught 语料学得的权重: what [`ear`](super::ear) and [`tone`](super::tone) have in common. They listen for
//! runs of characters alone, so that the edges of the words and the shipped intents change nothing of what they hear.

use std::ops::Range;

use super::corpus::{CALM, Lesson};
use super::learned::{Feature, Learned, Model, Part, Weighed};
use crate::domain::problem::Problem;

/// Under this name the record of the weights keeps the digest of the sentences.
pub const CORPUS: &str = "语料摘要";

/// So many runs of characters are looked at to tell why.
const MOST_RUNS: usize = 12;

/// So many words are told as reasons.
const MOST_REASONS: usize = 3;

/// Weights that a corpus taught, ready to listen with.
pub struct Taught {
    pub(super) model: Model,
    /// What was written down of the corpus.
    corpus: Option<String>,
}

impl Taught {
    /// The weights that these files have, each with its name and its text.
    ///
    /// # Errors
    /// Every fault that could be seen, at least one.
    pub(super) fn parse(files: &[(String, String)], lesson: Lesson) -> Result<Self, Vec<Problem>> {
        let learned = Learned::parse(files)?;
        let problems = faults(files, &learned, lesson);
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self { model: Model::parse(files)?, corpus: learned.record.get(CORPUS).cloned() })
    }

    /// How many runs of characters are listened for.
    pub fn features(&self) -> usize {
        self.model.features()
    }

    /// The digest of the sentences that they were learned from, where the files tell.
    pub fn corpus(&self) -> Option<&str> {
        self.corpus.as_deref()
    }
}

/// Where the words stand that spoke most for a label and against another, with by how much, the heaviest first; runs that touch are
/// one. What was weighed begins at `start`.
pub(super) fn told(weighed: &Weighed<'_>, label: usize, against: usize, start: usize) -> Vec<(Range<usize>, f64)> {
    let mut runs = weighed.strongest(label, against, MOST_RUNS);
    runs.sort_by_key(|(place, _)| (place.start, place.end));
    let mut told: Vec<(Range<usize>, f64)> = Vec::new();
    for (place, weight) in runs {
        match told.last_mut() {
            Some((last, sum)) if place.start <= last.end => (last.end, *sum) = (last.end.max(place.end), *sum + weight),
            _ => told.push((place, weight)),
        }
    }
    told.sort_by(|a, b| b.1.total_cmp(&a.1));
    told.truncate(MOST_REASONS);
    told.iter_mut().for_each(|(place, _)| *place = start + place.start..start + place.end);
    told
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
