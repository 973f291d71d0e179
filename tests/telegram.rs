//! The Telegram channel and the outbox against a Bot API server of our own.

mod botapi;
#[path = "telegram/files.rs"]
mod files;
#[path = "telegram/house.rs"]
mod house;
#[path = "telegram/intake.rs"]
mod intake;
#[path = "telegram/mapping.rs"]
mod mapping;
#[path = "telegram/memory.rs"]
mod memory;
#[path = "telegram/outbox.rs"]
mod outbox;
#[path = "telegram/reports.rs"]
mod reports;
#[path = "telegram/sending.rs"]
mod sending;
#[path = "telegram/together.rs"]
mod together;
