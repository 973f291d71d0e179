//! Intake 受理对话

pub mod slots;
