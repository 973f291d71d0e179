//! yousu 有诉: a 12345 hotline as a chat bot and case dispatcher.

pub mod channel;
pub mod city;
pub mod clock;
pub mod desk;
pub mod domain;
pub mod outbox;
pub mod store;
