//! yousu 有诉: a 12345 hotline as a chat bot and case dispatcher. Every complaint gets an answer, every matter a result:
//! 件件有回音、事事有着落.
//!
//! The way of one message is the order to read in:
//!
//! 1. [`channel`]: a message arrives from Telegram or the page, as [`domain::inbound::Inbound`];
//! 2. [`desk`]: `receive` reads the clock once and loads what is known of the writer;
//! 3. [`intake`] (citizens) or [`workbench`] (staff): one pure step of the conversation, with [`classify`] and
//!    [`intake::slots`] for understanding;
//! 4. [`domain`]: `decide` makes events of a command or refuses it; `notice` says who hears of them;
//! 5. [`wording`]: the city's own sentences, from data;
//! 6. [`store`]: one durable commit of everything that follows; only then is the message acknowledged;
//! 7. [`outbox`]: what is to be said goes out, and stays until it has;
//! 8. [`reminders`]: what falls due comes back to the desk as a command.
//!
//! Around it: [`letters`] reads files of complaints, one a line; [`learn`] makes weights of a city's history; [`city`] loads and checks the data, [`config`] the settings; [`web`] is the
//! page; [`admin`] and [`control`] answer the administrator; [`import`] takes over past cases, [`export`] makes tables of them; [`metrics`] counts, [`health`] tells how the house is; [`figures`] judges units and people, [`reports`] tells those who answer for them, [`publication`] tells the public;
//! [`chart`] draws figures; [`files`] makes what messages name; `why` words what the system says no with; [`digest`] is the hash of audit chain and rules; [`play`] and [`rehearse`]
//! run the whole house on a virtual clock; [`hot`] finds what many letters are about; [`eval`] measures how well texts are understood;
//! [`cli`] wires it up.
//!
//! Invariants: the domain knows no I/O and no clock; only the desk, the outbox and the channels' logs write; a case's
//! state, indexes and reminders all derive from its events; no notice is sent that was not committed first.

pub mod admin;
pub mod channel;
pub mod chart;
pub mod city;
pub mod classify;
pub mod cli;
pub mod clock;
pub mod config;
pub mod control;
pub mod csv;
pub mod desk;
pub mod digest;
pub mod documents;
pub mod domain;
pub mod eval;
pub mod export;
pub mod figures;
pub mod files;
mod hands;
pub mod health;
pub mod hot;
pub mod import;
pub mod intake;
pub mod learn;
pub mod letters;
pub mod metrics;
pub mod outbox;
pub mod play;
pub mod publication;
pub mod rehearse;
pub mod reminders;
pub mod reports;
pub mod store;
mod table;
pub mod web;
mod why;
pub mod wording;
pub mod workbench;

/// What this house makes is many small records on one thread that another gives back: glibc's allocator takes a quarter of a
/// reminder's time for that (benches/README.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
