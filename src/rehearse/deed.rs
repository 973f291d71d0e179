//! What simulated people intend to do 打算, and when.

use std::collections::BTreeMap;

use super::cast::Who;
use super::words::Filling;
use crate::domain::action::{Action, Verb};
use crate::domain::ids::{CaseNumber, Moment};

/// Something that somebody will do: one or more messages without a pause.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    pub who: Who,
    pub doings: Vec<Doing>,
    pub about: About,
}

/// One message.
#[derive(Clone, Debug)]
pub(super) enum Doing {
    /// Words.
    Write(String),
    /// A button that they were shown.
    Press(Action),
    /// Words for a form, if the house now asks for them.
    Fill(String),
}

/// What a deed is for: whether it still makes sense when its time comes, and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// The complaint itself.
    Complaint,
    /// An answer to the question for what is missing.
    Question,
    /// The summary.
    Summary,
    /// An answer that comes when the case exists already.
    Afterthought,
    /// A word about their open case.
    OwnCase(CaseNumber),
    /// The two questions of the follow-up.
    FollowUp(CaseNumber),
    /// Why they are not content.
    Reason,
    /// Something that waits at a desk.
    Seat(Seat, CaseNumber),
    /// A case that stood in one line of a shared message: they look it up.
    Look(CaseNumber),
    /// A unit's duty, as of this round.
    Duty(CaseNumber, u32, Stride),
}

/// A desk at which cases wait for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Seat {
    Dispatcher,
    Supervisor,
}

/// One step of a unit's work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stride {
    Acknowledge,
    Return,
    Transfer,
    Progress,
    Extension,
    Resolve,
}

/// A press on `verb` of this case.
pub(super) fn press(number: CaseNumber, verb: Verb) -> Doing {
    Doing::Press(Action::Case(number, verb))
}

/// A press that opens a form, and its words; once more with every field named, if that is asked for.
pub(super) fn form(number: CaseNumber, verb: Verb, filling: Filling) -> Vec<Doing> {
    vec![press(number, verb), Doing::Fill(filling.free), Doing::Fill(filling.named)]
}

/// Everything that is intended, by time and then in the order in which it was intended.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    deeds: BTreeMap<(Moment, u64), Deed>,
    count: u64,
}

impl Agenda {
    pub fn plan(&mut self, at: Moment, deed: Deed) {
        self.count += 1;
        self.deeds.insert((at, self.count), deed);
    }

    pub fn next(&self) -> Option<Moment> {
        self.deeds.keys().next().map(|(at, _)| *at)
    }

    pub fn take(&mut self) -> Option<Deed> {
        self.deeds.pop_first().map(|(_, deed)| deed)
    }
}
