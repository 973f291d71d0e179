//! The papers 三表两函一书 (RULEBOOK §9), from a case's events to the bytes of a `.docx`. Pure: the same events, reader and
//! templates make the same bytes, today and in a year.
//!
//! Reading order: `facts` (what a paper may say, veiled for its reader), `gather` (the facts from the events), `template` (how
//! a city lays a paper out, `data/papers/*.toml`), `book` (all templates, proved), `page` (a template filled in), `word` (a page
//! as WordprocessingML in its container).

mod book;
mod chinese;
mod engine;
pub mod facts;
mod gather;
mod number;
pub mod page;
mod prove;
mod samples;
mod template;
mod word;

pub use book::Papers;
pub use gather::{Ask, gather};
pub use number::file_name;

/// A paper that was asked for and is not there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPaper {
    /// No event of the case has made it.
    #[error("the event {0} makes no such paper")]
    NotMade(u32),
    /// The events do not begin with a receipt.
    #[error("the case cannot be read")]
    NoCase,
}
