#![no_main]
//! `tests/hostile/check/imports.rs`, fuzzed.

#[path = "../../hostile/check/mod.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|data: &[u8]| check::imports::check(data));
