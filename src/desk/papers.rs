//! Papers that are given to whoever asked for them 索取文书, and those that notices bring.

use super::Step;
use crate::domain::conversation::Say;
use crate::domain::ids::CaseNumber;
use crate::domain::message::Message;
use crate::domain::outbound::FileRef;
use crate::domain::paper::Paper;
use crate::domain::privacy::Reader;

/// The most files with one message: the latest ones. The page has all.
const MOST_FILES: usize = 10;

/// Papers of one case for one reader.
pub(super) struct Given {
    number: CaseNumber,
    names: Vec<String>,
    files: Vec<FileRef>,
    earlier: usize,
}

impl Given {
    /// The latest of these papers.
    pub fn of(number: CaseNumber, papers: impl Iterator<Item = Paper>, reader: Reader) -> Self {
        let mut all: Vec<Paper> = papers.collect();
        let earlier = all.len().saturating_sub(MOST_FILES);
        all.drain(..earlier);
        let names = all.iter().map(Paper::title).collect();
        let file = |paper: &Paper| FileRef::Paper { kind: paper.kind, case: number, seq: paper.seq, reader, code: None };
        Self { number, names, files: all.iter().map(file).collect(), earlier }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// With the code of the look at them.
    pub fn marked(mut self, code: Option<String>) -> Self {
        self.files.iter_mut().for_each(|file| file.mark(code.clone()));
        self
    }

    /// Which they are.
    pub fn say(&self) -> Say {
        let message = Message::Papers { number: self.number, papers: self.names.clone(), earlier: self.earlier };
        Say { message, buttons: Vec::new() }
    }

    /// Lets the message that was said last bring them.
    pub fn attach(self, step: &mut Step<'_>) {
        if let Some(outbound) = step.commit.outbox.last_mut() {
            outbound.files = self.files;
        }
    }
}
