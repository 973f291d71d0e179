#![no_main]
//! `tests/hostile/check/telegram_update.rs`, fuzzed.

#[path = "../../hostile/check/mod.rs"]
mod check;

libfuzzer_sys::fuzz_target!(|data: &[u8]| check::telegram_update::check(data));
