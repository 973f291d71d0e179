//! Confidentiality 保密: the table of who sees what, and the veil over free text.

#[path = "../common/mod.rs"]
mod common;
mod laws;
mod table;
mod texts;
