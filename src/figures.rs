//! Figures 指标: what units and people are judged by (RULEBOOK §10), derived from the events of cases and nothing else.
//!
//! The way of a figure: [`facts`] reads one case's events and decides, moment by moment, what they prove: this unit signed in
//! time, that limit passed. Each [`Fact`] is decided once and for all, by what had happened up to its own moment; so the
//! figures of a month that is over are the same whenever they are asked for. A [`Book`] keeps the facts of many cases,
//! and makes [`Table`]s of them along an axis ([`By`]) under a [`Filter`]; it also knows where the [`Open`] cases stand; every rate's formula is in [`measure`], and nowhere
//! else. [`Ranking`] makes the three rates 三率 into one order of units.

mod book;
mod filter;
mod judge;
mod judged;
pub mod measure;
mod packed;
mod ranking;
mod reach;
mod run;
mod shelves;
pub mod shown;
mod standing;
mod table;

pub use book::Book;
pub use filter::{By, Days, Filter, Key};
pub use judge::facts;
pub use judged::{About, CaseFacts, Fact, Value};
pub use measure::{Better, Measure, Sort};
pub use ranking::{Band, Place, Ranking, Unranked};
pub use reach::Reach;
pub use standing::{ByUnit, Open};
pub use table::{Rate, Row, Sums, Table, Which};
