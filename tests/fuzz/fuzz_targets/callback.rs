#![no_main]
//! `tests/hostile/check/callback.rs`, fuzzed.

#[path = "../../hostile/check/mod.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|data: &[u8]| check::callback::check(data));
