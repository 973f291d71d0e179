//! Evaluation 评测: how well texts are understood, measured on texts whose right label is known, and told so that a person can
//! see what to change.
//!
//! Reading order: `judge` (whoever answers: the shipped intents or learned weights), `measure` (the
//! figures), `folds` (learning and testing in turns), `errors` (the worst ones, with the words that misled), `report` (all of
//! it as one value), and that value as text (`words`), as a page (`page`) and as drawings (`plot`). Facts 要素 are measured by
//! themselves (`slots`).
//!
//! Invariants: the same data, answers and seed give the same bytes. No text of a citizen leaves but veiled, and with
//! [`report::Options::texts`] off none leaves at all.

pub mod errors;
pub mod folds;
pub mod intents;
pub mod judge;
pub mod learned;
pub mod measure;
pub mod page;
pub mod plot;
pub mod report;
pub mod slots;
mod words;

pub use judge::{Answer, Judge, Spoke};
pub use report::{Asked, Material, Options, Report};
