#![no_main]
use libfuzzer_sys::fuzz_target;
fuzz_target!(|data: &[u8]| { let _ = yousu::intake::named_number(&String::from_utf8_lossy(data)); });
