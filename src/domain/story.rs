//! The story of a limit 时限的来历: when it was given and everything that moved its end since. Read off the case's events by
//! replaying them and watching its limits, so that whatever gives or moves a limit is seen.

use super::case::Case;
use super::event::{Event, Recorded};
use super::ids::Moment;
use super::pauses::Pause;
use super::span::{Limit, LimitKind, Span};

/// One limit from its beginning on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitStory {
    /// What it is for.
    pub kind: LimitKind,
    /// What was given.
    pub span: Span,
    /// From when it counts.
    pub from: Moment,
    /// The end that it was given at first.
    pub due: Moment,
    /// What moved its end, in order.
    pub steps: Vec<Step>,
    /// When it no longer ran: the duty was done, or the case went elsewhere.
    pub ended: Option<Moment>,
}

/// Something that moved the end of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// 延期: so many working days from the end that it had.
    Extended {
        /// When it was granted.
        at: Moment,
        /// How many.
        workdays: u32,
        /// The new end.
        due: Moment,
    },
    /// 中止 and 恢复: what was left then was left again.
    Paused {
        /// The time in which the clock stood.
        pause: Pause,
        /// The new end.
        due: Moment,
    },
    /// 中止: the clock stands since then.
    Stopped {
        /// Since when.
        at: Moment,
    },
    /// Something else gave it another end, such as new rules.
    Moved {
        /// When.
        at: Moment,
        /// The new end.
        due: Moment,
    },
}

impl LimitStory {
    fn begin(kind: LimitKind, limit: Limit) -> Self {
        Self { kind, span: limit.span, from: limit.from, due: limit.due, steps: Vec::new(), ended: None }
    }

    /// The end that it has now.
    pub fn end(&self) -> Moment {
        let last = self.steps.iter().rev().find_map(|step| match step {
            Step::Extended { due, .. } | Step::Paused { due, .. } | Step::Moved { due, .. } => Some(*due),
            Step::Stopped { .. } => None,
        });
        last.unwrap_or(self.due)
    }

    /// The times in which its clock stood, those that are over.
    pub fn pauses(&self) -> Vec<Pause> {
        let pause = |step: &Step| match step {
            Step::Paused { pause, .. } => Some(*pause),
            _ => None,
        };
        self.steps.iter().filter_map(pause).collect()
    }

    fn is(&self, kind: LimitKind, limit: &Limit) -> bool {
        self.kind == kind && self.from == limit.from && self.span == limit.span
    }
}

/// The story of every limit that the case ever had, in the order in which they began.
pub fn stories(events: &[Recorded]) -> Vec<LimitStory> {
    let Some((first, rest)) = events.split_first() else { return Vec::new() };
    let Some(mut case) = Case::first(first) else { return Vec::new() };
    let mut stories = Vec::new();
    watch(&mut stories, &case, first, None);
    for event in rest {
        let asked = workdays_asked(&case);
        case.apply(event);
        watch(&mut stories, &case, event, asked);
    }
    stories
}

/// The working days of the extension that waits.
fn workdays_asked(case: &Case) -> Option<u32> {
    case.state.mandate()?.asked.as_ref().map(|asked| asked.workdays)
}

/// Compares the case's limits after an event with what is known of them.
fn watch(stories: &mut Vec<LimitStory>, case: &Case, event: &Recorded, asked: Option<u32>) {
    let limits = case.state.limits();
    for (kind, limit) in &limits {
        match stories.iter_mut().rev().find(|story| story.is(*kind, limit)) {
            Some(story) => {
                story.ended = None;
                if story.end() != limit.due {
                    story.steps.push(moved(event, limit.due, asked));
                }
            }
            None => stories.push(LimitStory::begin(*kind, *limit)),
        }
    }
    let runs = |story: &LimitStory| limits.iter().any(|(kind, limit)| story.is(*kind, limit));
    for story in stories.iter_mut().filter(|story| story.ended.is_none()) {
        if !runs(story) {
            story.ended = Some(event.at);
        }
    }
}

fn moved(event: &Recorded, due: Moment, asked: Option<u32>) -> Step {
    match (&event.event, asked) {
        (Event::ExtensionGranted { .. }, Some(workdays)) => Step::Extended { at: event.at, workdays, due },
        _ => Step::Moved { at: event.at, due },
    }
}
