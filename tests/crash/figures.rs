//! The figures of a run 数字.

use std::fmt;
use std::time::Duration;

use crate::compare::{self, Exported};
use crate::reminders;
use crate::rounds::{Drill, Kill};

/// What a run did.
#[derive(Debug)]
pub struct Figures {
    starting: usize,
    after_calls: usize,
    working: usize,
    sending: usize,
    updates: usize,
    citizens: usize,
    cases: usize,
    closed: usize,
    events: usize,
    sent: usize,
    waited: usize,
    repeats: usize,
    in_flight: usize,
    reminders: usize,
    settling: Duration,
    took: Duration,
}

impl Figures {
    /// The figures of this drill.
    pub fn of(drill: &Drill, took: Duration) -> Self {
        let export = drill.house.printed(&["export"]);
        let cases: Vec<Exported> = export.lines().map(|line| serde_json::from_str(line).expect("the form of an export")).collect();
        let count = |is: fn(&Kill) -> bool| drill.kills.iter().filter(|kill| is(kill)).count();
        Self {
            starting: count(|kill| matches!(kill, Kill::Starting(_))),
            after_calls: count(|kill| matches!(kill, Kill::AfterCalls(_))),
            working: count(|kill| matches!(kill, Kill::Working(_))),
            sending: count(|kill| matches!(kill, Kill::Sending)),
            updates: drill.confirmed().count(),
            citizens: drill.town.citizens.len(),
            cases: cases.len(),
            closed: cases.iter().filter(|case| drill.town.citizens.iter().any(|one| one.thanked.contains(&case.number))).count(),
            events: cases.iter().map(|case| case.events.len()).sum(),
            sent: drill.server.look(|world| world.sent.len()),
            waited: drill.account.waited(),
            repeats: compare::repeats(drill),
            in_flight: drill.account.in_flight,
            reminders: reminders::fired(&cases),
            settling: drill.settling,
            took,
        }
    }

    /// Whether the kills met enough to prove something.
    pub fn shows_something(&self) -> bool {
        let kinds = self.starting > 0 && self.after_calls > 0 && self.working > 0 && self.sending > 0;
        kinds && self.waited > 0 && self.in_flight > 0 && self.reminders > 0 && self.closed > 0
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { starting, after_calls, working, sending, .. } = self;
        let kills = starting + after_calls + working + sending;
        writeln!(f, "kills       {kills}: {starting} starting, {after_calls} after calls, {working} at work, {sending} while sending")?;
        writeln!(f, "updates     {} confirmed, of {} citizens and their handlers", self.updates, self.citizens)?;
        writeln!(f, "cases       {}, {} to their end, {} events", self.cases, self.closed, self.events)?;
        writeln!(f, "messages    {} sent; {} notices waited at a crash", self.sent, self.waited)?;
        writeln!(f, "repeats     {} messages; {} had been sent and not written down at a crash", self.repeats, self.in_flight)?;
        writeln!(f, "reminders   {} fired", self.reminders)?;
        write!(f, "seconds     {:.1}, of them {:.1} to settle everything", self.took.as_secs_f64(), self.settling.as_secs_f64())
    }
}
