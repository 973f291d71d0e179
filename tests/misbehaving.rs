//! The Bot API misbehaves, Telegram's limits bind, somebody floods: nothing is lost, nothing is stuck, nobody else waits.

mod botapi;
#[path = "misbehaving/fair.rs"]
mod fair;
#[path = "misbehaving/intake.rs"]
mod intake;
#[path = "misbehaving/limits.rs"]
mod limits;
#[path = "misbehaving/log.rs"]
mod log;
#[path = "telegram/memory.rs"]
mod memory;
#[path = "misbehaving/others.rs"]
mod others;
#[path = "misbehaving/rows.rs"]
mod rows;
#[path = "misbehaving/tied.rs"]
mod tied;
#[path = "misbehaving/whole.rs"]
mod whole;
