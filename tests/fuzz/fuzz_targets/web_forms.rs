#![no_main]
//! `tests/hostile/check/web_forms.rs`, fuzzed.

#[path = "../../hostile/check/mod.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|data: &[u8]| check::web_forms::check(data));
