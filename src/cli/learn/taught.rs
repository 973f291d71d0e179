//! `yousu learn --emergencies` and `--kinds` 学语料: what sentences of our own, and the city's, teach ear and tone.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};

use super::super::{complain, sources};
use super::{Options, done};
use crate::city::{City, load_corpus};
use crate::classify::corpus::{CALM, Corpus, Lesson, Sentence};
use crate::classify::ear::pieces;
use crate::classify::learned::Writing;
use crate::classify::normalise::normalise;
use crate::classify::taught::CORPUS;
use crate::config::Config;
use crate::digest::sha256;
use crate::learn::{Aim, Eye, Progress, Sees, Wish, learn};
use crate::letters::Labelled;

/// How many weights ear and tone need: with more, they hear no better.
const WEIGHTS: usize = 20_000;

/// Which share of the emergencies the ear is to hear.
const HEARD: f64 = 0.95;

/// Which share of the kinds that the tone decides must be right.
const RIGHT: f64 = 0.95;

/// Learns from the city's sentences.
pub(super) fn run(lesson: Lesson, options: &Options, config: &Config, city: &City, began: Instant) -> Result<ExitCode> {
    let corpus = match load_corpus(&sources(config), lesson) {
        Ok(corpus) => corpus,
        Err(problems) => {
            complain(&problems);
            bail!("语料有 {} 处问题，请按上面的提示改正", problems.len());
        }
    };
    let lines = corpus.sentences.iter().zip(1..);
    let (lessons, aim, target, own): (Vec<Labelled>, Aim, f64, &str) = match lesson {
        Lesson::Hotline => (lines.flat_map(heard_in_pieces).collect(), Aim::Except(CALM.to_owned()), HEARD, "ear"),
        Lesson::Kind => (lines.map(|(sentence, line)| labelled(sentence, line, &sentence.text)).collect(), Aim::Unread, RIGHT, "tone"),
    };
    let eye = Eye { classifier: &city.classifier, directory: &city.directory, sees: Sees::Runs };
    let wish = Wish {
        field: lesson.field().to_owned(),
        target: options.target.unwrap_or(target),
        weights: options.weights.unwrap_or(WEIGHTS),
        aim,
    };
    let mut outcome = learn(eye, &lessons, None, &wish, &Progress::on_stderr())?;
    outcome.learned.record.insert(CORPUS.to_owned(), digest(&corpus));
    done(&options.out, &outcome, began, &format!("放在数据目录的 {own} 下即生效"))
}

/// The digest of all sentences with what they are.
pub(in crate::cli) fn digest(corpus: &Corpus) -> String {
    sha256(corpus.sentences.iter().flat_map(|one| [one.label.as_bytes(), b"\t", one.text.as_bytes(), b"\n"]))
}

/// A sentence as the ear will hear it. Of a letter that is calm every piece is; an emergency may stand in any piece of its own.
fn heard_in_pieces((sentence, line): (&Sentence, usize)) -> Vec<Labelled> {
    let text = normalise(&sentence.text);
    let whole = 0..text.len();
    let pieces: Vec<_> = if sentence.label == CALM { pieces(&text).collect() } else { vec![whole] };
    pieces.into_iter().map(|piece| labelled(sentence, line, &text[piece])).collect()
}

fn labelled(sentence: &Sentence, line: usize, words: &str) -> Labelled {
    Labelled { line, writing: Writing::text(words.to_owned()), label: sentence.label.clone() }
}
