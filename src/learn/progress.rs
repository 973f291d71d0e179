//! How far it is 进度: a bar on a terminal; elsewhere a plain line for each stage.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// How many characters wide a bar is.
const WIDTH: usize = 30;

/// Where progress is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Terminal,
    Lines,
    Nowhere,
}

/// Tells on standard error how far it is.
pub struct Progress {
    place: Place,
    done: AtomicUsize,
    stage: Mutex<Stage>,
}

#[derive(Default)]
struct Stage {
    name: String,
    steps: usize,
    shown: usize,
}

impl Progress {
    /// A bar when standard error is a terminal, else lines.
    pub fn on_stderr() -> Self {
        Self::at(if io::stderr().is_terminal() { Place::Terminal } else { Place::Lines })
    }

    /// Tells nobody.
    pub fn silent() -> Self {
        Self::at(Place::Nowhere)
    }

    fn at(place: Place) -> Self {
        Self { place, done: AtomicUsize::new(0), stage: Mutex::default() }
    }

    /// A new stage of so many steps.
    pub fn stage(&self, name: &str, steps: usize) {
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        self.done.store(0, Ordering::Relaxed);
        *stage = Stage { name: name.to_owned(), steps, shown: usize::MAX };
        match self.place {
            Place::Terminal => show(&mut stage, 0),
            Place::Lines => tell(&format!("{name}……\n")),
            Place::Nowhere => {}
        }
    }

    /// One step more is done. Any thread may say so.
    pub fn tick(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.place == Place::Terminal {
            show(&mut self.stage.lock().unwrap_or_else(PoisonError::into_inner), done);
        }
    }

    /// All is done: the bar goes away.
    pub fn end(&self) {
        if self.place == Place::Terminal {
            tell("\r\x1b[K");
        }
    }
}

fn show(stage: &mut Stage, done: usize) {
    let steps = stage.steps.max(1);
    let percent = done.min(steps) * 100 / steps;
    if percent != stage.shown {
        stage.shown = percent;
        let full = percent * WIDTH / 100;
        tell(&format!("\r\x1b[K{} [{}{}] {percent}%", stage.name, "█".repeat(full), "·".repeat(WIDTH - full)));
    }
}

/// Whoever closed standard error does not want to know.
fn tell(words: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(words.as_bytes()).and_then(|()| out.flush());
}
