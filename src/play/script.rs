//! Reading a conversation script 剧本: every line becomes something that somebody does or expects. Depends on no city, so
//! that a script can be read, and its mistakes named, before anything is started.

use std::fmt;

use crate::domain::complaint::EvidenceKind;
use crate::domain::problem::Problem;
use crate::domain::staff::Role;

mod line;
mod moves;

pub use moves::Move;

/// A script, read and free of mistakes of writing.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// What its author calls the file.
    pub name: String,
    /// What happens, in order.
    pub lines: Vec<Line>,
}

/// One line that means something.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    /// As it stands there.
    pub source: String,
    /// What it means.
    pub what: What,
}

/// What a line means.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// `@2026-02-13 16:50`, `@+2h`: the clock moves.
    Clock(Vec<Move>),
    /// `citizen:王 > …`: somebody writes.
    Says(Person, String),
    /// `citizen:王 ! 确认`: somebody presses a button.
    Presses(Person, String),
    /// `citizen:王 + photo`: somebody sends something; several pieces on one line are one album.
    Sends(Person, Vec<Piece>),
    /// `citizen:王 < …`, `<!`, `<1x`: what somebody has got since their last turn.
    Got(Person, Count, String),
    /// `case < …`, `case:2 <! …`: what is true of a case.
    Case {
        /// The how-manieth of the script, from 1; the newest when none is given.
        which: Option<usize>,
        /// Whether each word must be there, or none may.
        holds: bool,
        /// The words.
        words: Vec<String>,
    },
    /// `outbox < empty`: nothing is left to send.
    OutboxEmpty,
    /// `system ! away` and its like: something happens to the program itself.
    System(Trick),
}

/// How many messages must contain a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// One or more.
    Some,
    /// None.
    None,
    /// Just so many.
    Exactly(usize),
}

/// What somebody sends that is no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub kind: PieceKind,
    /// The words that come with it.
    pub caption: Option<String>,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// Something that is kept as evidence.
    Evidence(EvidenceKind),
    /// The telephone number that the channel itself shares; the caption holds it.
    Contact,
    /// Something that the house cannot keep.
    Sticker,
}

/// What happens to the program itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trick {
    /// It is stopped and started again at once, on the same store.
    Restart,
    /// It is stopped: nothing is answered and nothing fires; what is sent to it waits at the channel.
    Away,
    /// It is started again: what waited is delivered, and what fell due is made up for.
    Back,
    /// The channel delivers its last message a second time.
    Again,
    /// It is stopped and started again at once, and new cases begin under the profile of this name.
    Profile(String),
    /// The administrator has every open case go over to the profile of this name.
    Migrate(String),
}

/// Somebody in a script: `citizen:王`, `handler:城管局/李`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Person {
    /// What they are; none is a citizen.
    pub role: Option<Role>,
    /// Their department, by any of its names.
    pub department: Option<String>,
    /// Which one of several.
    pub name: Option<String>,
}

impl Person {
    /// The only one of a role that needs no department.
    pub fn the(role: Role) -> Self {
        Self { role: Some(role), department: None, name: None }
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.role.map_or("citizen", Role::name))?;
        match (&self.department, &self.name) {
            (None, None) => Ok(()),
            (Some(department), None) => write!(f, ":{department}"),
            (Some(department), Some(name)) => write!(f, ":{department}/{name}"),
            (None, Some(name)) => write!(f, ":{name}"),
        }
    }
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// Every line that could not be read, and what to write instead.
    pub fn parse(name: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let mut lines = Vec::new();
        let mut problems = Vec::new();
        for (i, source) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            match line::read(source) {
                Ok(Some(what)) => lines.push(Line { number: i + 1, source: source.trim().to_owned(), what }),
                Ok(None) => {}
                Err(wrong) => problems.push(Problem::at(name, i + 1, wrong)),
            }
        }
        if problems.is_empty() { Ok(Self { name: name.to_owned(), lines }) } else { Err(problems) }
    }

    /// Everybody who acts or is listened to, in the order of their first line.
    pub fn people(&self) -> Vec<(usize, &Person)> {
        let mut people: Vec<(usize, &Person)> = Vec::new();
        for line in &self.lines {
            let (What::Says(who, _) | What::Presses(who, _) | What::Sends(who, _) | What::Got(who, ..)) = &line.what else { continue };
            if people.iter().all(|(_, known)| *known != who) {
                people.push((line.number, who));
            }
        }
        people
    }
}

#[cfg(test)]
mod tests;
