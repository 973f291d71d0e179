//! yousu 有诉

pub mod classify;
pub mod domain;
