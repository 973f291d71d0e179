//! How far a long command has come 进度: a bar on a terminal, a line every so often elsewhere; on standard error, so that what is
//! asked for stays clean.

use std::io::{self, IsTerminal};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

use super::told::aside;
use crate::admin::Pace;

/// How often a line is written where there is no terminal.
const EVERY: Duration = Duration::from_secs(5);

/// A bar, or lines.
pub(super) enum Progress {
    /// On a terminal.
    Bar(ProgressBar),
    /// Elsewhere.
    Lines {
        /// When the last line was written.
        last: Instant,
    },
}

impl Progress {
    /// Of so much, where that is known.
    pub fn of(size: Option<u64>) -> Self {
        if !io::stderr().is_terminal() {
            return Self::Lines { last: Instant::now() };
        }
        let bar = size.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        let form = if size.is_some() { "{bar:30} {percent:>3}%  {msg}  剩余 {eta}" } else { "{spinner} {msg}  已用 {elapsed}" };
        bar.set_style(ProgressStyle::with_template(form).expect("a template that the tests have seen"));
        Self::Bar(bar)
    }

    /// It has come to `at`.
    pub fn tell(&mut self, at: u64, words: impl FnOnce() -> String) {
        match self {
            Self::Bar(bar) => {
                bar.set_position(at);
                bar.set_message(words());
            }
            Self::Lines { last } if last.elapsed() >= EVERY => {
                *last = Instant::now();
                aside!("{}", words());
            }
            Self::Lines { .. } => {}
        }
    }

    /// It is over.
    pub fn end(&self) {
        if let Self::Bar(bar) = self {
            bar.finish_and_clear();
        }
    }
}

/// What a request tells of how far it has come; nothing is shown of one that tells nothing.
#[derive(Default)]
pub(super) struct Shown(Option<Progress>);

impl Shown {
    /// It has come so far.
    pub fn tell(&mut self, pace: Pace) {
        let Pace { at, of, words } = pace;
        self.0.get_or_insert_with(|| Progress::of(of)).tell(at, || words);
    }

    /// The same, told from wherever the work is done.
    pub fn hearing(self) -> impl Fn(Pace) -> Result<()> + Send + Sync {
        let shown = Mutex::new(self);
        move |pace| {
            shown.lock().unwrap_or_else(PoisonError::into_inner).tell(pace);
            Ok(())
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.0.iter().for_each(Progress::end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_templates() {
        for form in ["{bar:30} {percent:>3}%  {msg}  剩余 {eta}", "{spinner} {msg}  已用 {elapsed}"] {
            assert!(ProgressStyle::with_template(form).is_ok(), "{form}");
        }
    }
}
