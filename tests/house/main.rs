//! The real program 整机: the binary as it ships, on a real folder, against a Bot API server of our own.

#[path = "../botapi/mod.rs"]
mod botapi;
mod commands;
mod laid_out;
mod learning;
mod log;
mod mistyped;
mod operating;
#[allow(dead_code)] // tests/crash.rs uses the rest of it
mod program;
#[path = "../common/prometheus.rs"]
mod prometheus;
mod rebuilding;
#[path = "../common/records.rs"]
mod records;
mod watch;
mod whole_way;
