//! The story of a limit 时限的来历: when it was given and everything that moved its end since. Read off the case's events by
//! replaying them and watching its limits, so that whatever gives or moves a limit is seen.

use super::case::{Case, State};
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
    /// 规则变更: counted anew from its beginning.
    Recounted {
        /// When.
        at: Moment,
        /// What the new rules give.
        span: Span,
        /// The new end.
        due: Moment,
    },
    /// Something else gave it another end.
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
            Step::Extended { due, .. } | Step::Paused { due, .. } | Step::Recounted { due, .. } | Step::Moved { due, .. } => Some(*due),
            Step::Stopped { .. } => None,
        });
        last.unwrap_or(self.due)
    }

    /// What it was given, by the rules that it runs under now.
    pub fn given(&self) -> Span {
        let last = self.steps.iter().rev().find_map(|step| match step {
            Step::Recounted { span, .. } => Some(*span),
            _ => None,
        });
        last.unwrap_or(self.span)
    }

    /// The times in which its clock stood, those that are over.
    pub fn pauses(&self) -> Vec<Pause> {
        let pause = |step: &Step| match step {
            Step::Paused { pause, .. } => Some(*pause),
            _ => None,
        };
        self.steps.iter().filter_map(pause).collect()
    }

    /// Whether its clock stands now.
    pub fn is_stopped(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Stopped { .. }))
    }

    /// What an event made of its end. A resumption takes the place of the standing still.
    fn takes(&mut self, event: &Recorded, limit: &Limit, asked: Option<u32>) {
        let (at, due) = (event.at, limit.due);
        match (&event.event, asked) {
            (Event::Resumed { pause, .. }, _) if self.kind == LimitKind::Handle => {
                self.steps.retain(|step| !matches!(step, Step::Stopped { .. }));
                self.steps.push(Step::Paused { pause: *pause, due });
            }
            (Event::ProfileMigrated { .. }, _) if due != self.end() || limit.span != self.given() => {
                self.steps.push(Step::Recounted { at, span: limit.span, due });
            }
            _ if due == self.end() => {}
            (Event::ExtensionGranted { .. }, Some(workdays)) => self.steps.push(Step::Extended { at, workdays, due }),
            _ => self.steps.push(Step::Moved { at, due }),
        }
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
    let limits = case.limits();
    for (kind, limit) in &limits {
        match known(stories, *kind, limit) {
            Some(story) => {
                story.ended = None;
                story.takes(event, limit, asked);
            }
            None => stories.push(LimitStory::begin(*kind, *limit)),
        }
    }
    let stands = suspended(case);
    if let Some((since, limit)) = &stands
        && let Some(story) = known(stories, LimitKind::Handle, limit)
    {
        // Its end may be moved also while it stands.
        story.takes(event, limit, asked);
        if !story.is_stopped() {
            story.steps.push(Step::Stopped { at: *since });
        }
    }
    let runs = |story: &LimitStory| limits.iter().any(|(kind, limit)| is(story, *kind, limit));
    let stands = |story: &LimitStory| stands.is_some_and(|(_, limit)| is(story, LimitKind::Handle, &limit));
    for story in stories.iter_mut().filter(|story| story.ended.is_none()) {
        if !runs(story) && !stands(story) {
            story.ended = Some(event.at);
        }
    }
}

/// Since when the unit's clock stands, with the limit for handling that stands.
fn suspended(case: &Case) -> Option<(Moment, Limit)> {
    match &case.state {
        State::Suspended { mandate, since, .. } => Some((*since, mandate.handle)),
        _ => None,
    }
}

/// A limit keeps its beginning whatever becomes of its end.
fn is(story: &LimitStory, kind: LimitKind, limit: &Limit) -> bool {
    story.kind == kind && story.from == limit.from
}

fn known<'a>(stories: &'a mut [LimitStory], kind: LimitKind, limit: &Limit) -> Option<&'a mut LimitStory> {
    stories.iter_mut().rev().find(|story| is(story, kind, limit))
}
