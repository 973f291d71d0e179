#![no_main]
//! `tests/hostile/check/data_files.rs`, fuzzed.

#[path = "../../hostile/check/mod.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|data: &[u8]| check::data_files::check(data));
