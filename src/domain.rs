//! The domain 业务: pure and total. What is true of a case, who may do what, and what follows.
//!
//! Reading order: [`ids`], [`complaint`], [`department`], [`staff`]; then [`span`], [`workcalendar`], [`pauses`], [`profile`] for time,
//! [`story`] and [`explain`] for how a limit was counted;
//! then [`case`], [`event`], [`command`], [`decide`] for the life of a case; then [`reminder`] and [`notice`] for what it tells people,
//! [`privacy`] for how much each reader sees, [`audit`] for who saw it, [`grounds`] for why a text was understood so, [`likeness`] for the same matter by others and [`ledger`] for cards.

pub mod action;
pub mod appraisal;
pub mod audit;
pub mod case;
pub mod command;
pub mod complaint;
pub mod conduct;
pub mod conversation;
pub mod decide;
pub mod department;
pub mod event;
pub mod explain;
pub mod form;
pub mod glance;
pub mod grounds;
pub mod history;
pub mod hotspot;
pub mod ids;
pub mod inbound;
pub mod ledger;
pub mod legible;
pub mod likeness;
pub mod message;
pub mod moment;
pub mod notice;
pub mod outbound;
pub mod paper;
pub mod past;
pub mod pauses;
pub mod privacy;
pub mod problem;
pub mod profile;
pub mod publication;
pub mod quiet;
pub mod refusal;
pub mod reminder;
pub mod report;
pub mod span;
pub mod staff;
pub mod story;
pub mod workcalendar;
