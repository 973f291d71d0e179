//! The book of figures 指标册 at the desk: made of the store when somebody first asks for figures, and kept up to date from then
//! on. As long as nobody asks it costs nothing: a commit looks at one empty place.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Instant;

use anyhow::{Context, Result};

use super::Desk;
use crate::domain::case::Case;
use crate::domain::ids::CaseNumber;
use crate::figures::{Book, CaseFacts, facts};
use crate::hands::by_all;
use crate::store::Store;

/// How many cases are read at a time: all of them are in memory at once.
const PAGE: usize = 400;

/// So few cases are read by one hand alone.
const FEW: usize = 32;

/// What the desk knows of figures.
#[derive(Debug, Default)]
pub(super) struct Figures {
    book: RwLock<Option<Book>>,
    /// Cases that have changed since they were read; none before anybody has asked.
    changed: Mutex<Option<BTreeSet<CaseNumber>>>,
}

impl Figures {
    fn news(&self) -> MutexGuard<'_, Option<BTreeSet<CaseNumber>>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The facts of these cases, and where each stands: both from its events, read once. A damaged record has been reported by the
/// store, and is left out.
fn judged(store: &dyn Store, numbers: &[CaseNumber]) -> Vec<(CaseFacts, Case)> {
    let judged = by_all(numbers, FEW, |number| {
        let events = store.events(*number).ok()?;
        Some((facts(&events, Book::horizon())?, Case::replay(&events)?))
    });
    judged.into_iter().flatten().collect()
}

fn put(book: &mut Book, judged: &[(CaseFacts, Case)]) {
    for (facts, case) in judged {
        book.put(facts);
        book.stand(case);
    }
}

impl Desk {
    /// Asks the book of figures, which is made first where nobody has asked yet, and brought up to date. It reads the store, and
    /// takes a moment for each hundred thousand cases the first time: from where others wait, use [`Desk::ask_figures`].
    ///
    /// # Errors
    /// The store failed.
    pub fn figures<T>(&self, ask: impl FnOnce(&Book) -> T) -> Result<T> {
        self.figures_with(&mut |_| {}, ask)
    }

    /// [`Desk::figures`]; `progress` hears how many cases have been read while the book is made.
    ///
    /// # Errors
    /// The store failed.
    pub fn figures_with<T>(&self, progress: &mut dyn FnMut(usize), ask: impl FnOnce(&Book) -> T) -> Result<T> {
        self.refresh(progress)?;
        let book = self.figures.book.read().unwrap_or_else(PoisonError::into_inner);
        Ok(ask(book.as_ref().context("the book of figures is made")?))
    }

    /// [`Desk::figures`], without holding up whoever else has something to do.
    ///
    /// # Errors
    /// The store failed.
    pub async fn ask_figures<T: Send + 'static>(self: &Arc<Self>, ask: impl FnOnce(&Book) -> T + Send + 'static) -> Result<T> {
        let desk = self.clone();
        tokio::task::spawn_blocking(move || desk.figures(ask)).await.context("the book of figures was asked")?
    }

    /// Cases that have landed: the book reads them again when it is asked next. The desk tells it of its own commits; whoever
    /// writes cases past the desk tells it of theirs.
    pub fn figures_changed(&self, cases: impl IntoIterator<Item = CaseNumber>) {
        if let Some(changed) = self.figures.news().as_mut() {
            changed.extend(cases);
        }
    }

    /// Makes the book, or reads the cases again that have changed.
    fn refresh(&self, progress: &mut dyn FnMut(usize)) -> Result<()> {
        let untouched = |news: &Option<BTreeSet<CaseNumber>>| news.as_ref().is_some_and(BTreeSet::is_empty);
        if untouched(&self.figures.news()) && self.figures.book.read().unwrap_or_else(PoisonError::into_inner).is_some() {
            return Ok(());
        }
        let mut book = self.figures.book.write().unwrap_or_else(PoisonError::into_inner);
        // From here on every commit is heard of: what lands while the book is made is read again.
        let changed = std::mem::take(self.figures.news().get_or_insert_default());
        if let Some(book) = book.as_mut() {
            let numbers: Vec<CaseNumber> = changed.into_iter().collect();
            put(book, &judged(self.store().as_ref(), &numbers));
            return Ok(());
        }
        *book = Some(self.make_book(progress)?);
        Ok(())
    }

    fn make_book(&self, progress: &mut dyn FnMut(usize)) -> Result<Book> {
        let begun = Instant::now();
        let mut book = Book::default();
        let mut after = None;
        loop {
            let numbers = self.store().case_numbers(after, PAGE)?;
            let Some(last) = numbers.last() else {
                let (cases, facts, bytes) = (book.cases(), book.facts(), book.bytes());
                tracing::info!(cases, facts, bytes, "the book of figures was made in {:?}", begun.elapsed());
                return Ok(book);
            };
            after = Some(*last);
            put(&mut book, &judged(self.store().as_ref(), &numbers));
            progress(book.cases());
        }
    }
}
