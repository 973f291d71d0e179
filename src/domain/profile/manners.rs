//! Abuse and floods 文明使用: figures of the profile.

use chrono::TimeDelta;
use serde::Deserialize;

use crate::domain::span::Span;

/// What is done about abuse of the line, and how much one person may write 文明使用 (RULEBOOK §5.6).
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Manners {
    /// From which abusive message on it is warned 警告.
    pub warn_after: u32,
    /// From which on it is limited 限制.
    pub limit_after: u32,
    /// For how long; natural time.
    pub limit_for: Span,
    /// After how long without abuse the count begins anew; natural time.
    pub forget_after: Span,
    /// The most messages of one person in a minute that are answered.
    pub messages_a_minute: u32,
    /// The most cases of one person in a day; emergencies are always taken.
    pub cases_a_day: u32,
}

impl Default for Manners {
    fn default() -> Self {
        const DAY: u32 = 24 * 60;
        Self {
            warn_after: 2,
            limit_after: 3,
            limit_for: Span::Natural(DAY),
            forget_after: Span::Natural(30 * DAY),
            messages_a_minute: 20,
            cases_a_day: 20,
        }
    }
}

impl Manners {
    /// How long a limitation lasts.
    pub fn limited_for(&self) -> TimeDelta {
        natural(self.limit_for)
    }

    /// How long abuse is remembered.
    pub fn forgotten_after(&self) -> TimeDelta {
        natural(self.forget_after)
    }

    /// Whether the figures can be: `yousu check` refuses others.
    pub fn is_sound(&self) -> bool {
        let natural = [self.limit_for, self.forget_after].iter().all(|span| matches!(span, Span::Natural(minutes) if *minutes > 0));
        natural && (1..=self.limit_after).contains(&self.warn_after) && self.messages_a_minute >= 5 && self.cases_a_day >= 1
    }
}

/// A span of natural time; of the others, which `yousu check` refuses here, a day is made.
fn natural(span: Span) -> TimeDelta {
    match span {
        Span::Natural(minutes) => TimeDelta::minutes(minutes.into()),
        Span::Working(_) | Span::Workdays(_) => TimeDelta::days(1),
    }
}
