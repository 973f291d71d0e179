//! yousu 有诉

pub mod domain;
pub mod intake;
