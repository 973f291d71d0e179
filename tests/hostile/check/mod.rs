//! What must hold whatever comes in: one check for each door. The property tests of `tests/hostile.rs` and the fuzz targets of
//! `tests/fuzz` run the same ones; each takes bytes and makes of them what people who mean no good might send.
#![allow(dead_code)] // each fuzz target runs one of them

pub mod callback;
pub mod classifier;
pub mod conversation;
pub mod data_files;
pub mod imports;
pub mod input;
pub mod mutate;
pub mod records;
pub mod telegram_update;
pub mod web_forms;
pub mod world;
