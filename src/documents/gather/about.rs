//! What only some papers have: the task, the proposal, the answer and what the citizen said of it, the letter.

use super::{Desk, chinese, listed};
use crate::documents::facts::{AnswerFacts, LetterFacts, OutcomeFacts, ProposalFacts, Task};
use crate::domain::event::{Event, Outcome, Recorded};
use crate::domain::ids::Moment;
use crate::domain::message::DueWords;
use crate::domain::notice::outcome_words;
use crate::domain::paper::PaperKind;
use crate::domain::span::LimitKind;
use crate::domain::staff::Actor;

impl Desk<'_> {
    pub(super) fn task(&self) -> Option<Task> {
        let Event::Dispatched { unit, acknowledge, handle, by_ruling, instruction, co_units } = &self.made.event else {
            return self.handed_on();
        };
        Some(Task {
            from: None,
            redo: None,
            unit: self.unit(unit),
            co_units: self.units(co_units),
            acknowledge: chinese::time(acknowledge.due),
            handle: chinese::time(handle.due),
            span: handle.span.to_string(),
            instruction: self.maybe(instruction.as_deref()),
            by_ruling: *by_ruling,
        })
    }

    /// The task that a transfer gave to another unit, or a redo once more to its own.
    fn handed_on(&self) -> Option<Task> {
        let (from, redo, instruction) = match &self.made.event {
            Event::Transferred { note, .. } => (self.before().map(|from| self.unit(&from)), None, note.as_deref()),
            Event::Reopened { reason, .. } => (None, Some(self.words.text(reason)), None),
            _ => return None,
        };
        let mandate = self.case.state.mandate()?;
        let co_units: Vec<_> = mandate.co.iter().map(|co| co.unit.clone()).collect();
        Some(Task {
            unit: self.unit(&mandate.unit),
            co_units: self.units(&co_units),
            acknowledge: chinese::time(mandate.acknowledge.due),
            handle: chinese::time(mandate.handle.due),
            span: mandate.handle.span.to_string(),
            instruction: self.maybe(instruction),
            by_ruling: mandate.by_ruling,
            from,
            redo,
        })
    }

    pub(super) fn proposal(&self) -> Option<ProposalFacts> {
        let Event::SubmittedForApproval { proposal, approve } = &self.made.event else { return None };
        Some(ProposalFacts {
            unit: self.unit(&proposal.unit),
            co_units: self.units(&proposal.co_units),
            instruction: self.maybe(proposal.instruction.as_deref()),
            until: chinese::time(approve.due),
        })
    }

    /// The last answer of the unit, once it has been followed up.
    pub(super) fn answer(&self) -> Option<AnswerFacts> {
        let Event::FollowedUp { .. } = &self.made.event else { return None };
        let resolved = |event: &Recorded| match &event.event {
            Event::Resolved { answer, .. } => Some((answer.clone(), event.by.clone(), event.at)),
            _ => None,
        };
        let (answer, by, at) = self.events.iter().rev().find_map(resolved)?;
        let veil = |text: &str| self.answers.text(text);
        Some(AnswerFacts {
            unit: self.case.unit().map(|unit| self.unit(unit)).unwrap_or_default(),
            handler: match by {
                Actor::Staff { id, .. } => Some(self.name(id)),
                Actor::Citizen { .. } | Actor::System => None,
            },
            at: chinese::time(at),
            contact: veil(&answer.contact),
            result: veil(&answer.result),
            basis: veil(&answer.basis),
            rest: answer.rest.as_deref().map(veil),
        })
    }

    pub(super) fn outcome(&self) -> Option<OutcomeFacts> {
        let Event::FollowedUp { outcome, .. } = &self.made.event else { return None };
        let (solved, satisfaction, reason) = match outcome {
            Outcome::Answered { solved, satisfaction, reason } => (
                Some(if *solved { "已解决" } else { "未解决" }.to_owned()),
                Some(satisfaction.label().to_owned()),
                self.maybe(reason.as_deref()),
            ),
            Outcome::Silent | Outcome::Voted(_) => (None, None, None),
        };
        let asked = self.events.iter().filter(|event| matches!(event.event, Event::FollowUpAsked { .. })).count();
        let words = self.answers.text(&outcome_words(outcome));
        Some(OutcomeFacts { words, solved, satisfaction, reason, asked: u32::try_from(asked).unwrap_or(u32::MAX) })
    }

    pub(super) fn letter(&self) -> Option<LetterFacts> {
        match &self.made.event {
            Event::Supervised { words, answer, .. } => {
                let (limit, due, overdue) = self.behind().map(|(kind, due)| self.overdue(kind, due)).unwrap_or_default();
                let answer_by = answer.map(|answer| chinese::time(answer.due));
                Some(LetterFacts { words: self.words.text(words), answer_by, limit, due, overdue, times: 1 })
            }
            Event::RungReached { limit, given, .. } if self.ask.paper.kind == PaperKind::Urging => {
                let running = self.case.limits().into_iter().find(|(kind, running)| kind == limit && running.given == *given);
                let (limit, due, overdue) = running.map(|(kind, running)| self.overdue(kind, running.due)).unwrap_or_default();
                Some(LetterFacts { words: String::new(), answer_by: None, limit, due, overdue, times: self.ask.paper.ordinal })
            }
            _ => None,
        }
    }

    /// The unit's limit that had passed when the letter was written.
    fn behind(&self) -> Option<(LimitKind, Moment)> {
        let late = self.case.limits().into_iter().filter(|(kind, limit)| !kind.is_of_letter() && limit.due < self.made.at);
        late.map(|(kind, limit)| (kind, limit.due)).min_by_key(|(_, due)| *due)
    }

    /// Its name, its end, and how long ago that was.
    fn overdue(&self, kind: LimitKind, due: Moment) -> (Option<String>, Option<String>, Option<String>) {
        let words = DueWords::of(kind.label(), due, self.made.at);
        let ago = words.left.strip_prefix("已超期").map(str::to_owned);
        (Some(kind.label().to_owned()), Some(chinese::time(due)), ago.filter(|ago| ago != "0分钟"))
    }

    fn maybe(&self, text: Option<&str>) -> Option<String> {
        listed(text.map(|text| self.words.text(text)).filter(|text| !text.trim().is_empty()).into_iter())
    }
}
