//! The clock 时钟: the only place that asks the time. Everything below a command receives `now`.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{Timelike, Utc};

use crate::domain::ids::{Moment, cst};

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands until it is moved: conversations, rehearsals and tests.
    Virtual(Arc<Mutex<Moment>>),
}

impl Clock {
    /// A virtual clock that stands at `start`.
    pub fn standing_at(start: Moment) -> Self {
        Self::Virtual(Arc::new(Mutex::new(start)))
    }

    /// Now, in China Standard Time, to the millisecond: more is not kept, so that what is stored is what was decided with.
    pub fn now(&self) -> Moment {
        match self {
            Self::System => {
                #[allow(clippy::disallowed_methods)] // this is the one place
                let now = Utc::now().with_timezone(&cst());
                now.with_nanosecond(now.nanosecond() / 1_000_000 * 1_000_000).unwrap_or(now)
            }
            Self::Virtual(time) => *time.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Moves a virtual clock forward to `to`; it never goes back. The machine's clock is left alone.
    pub fn advance_to(&self, to: Moment) {
        if let Self::Virtual(time) = self {
            let mut time = time.lock().unwrap_or_else(PoisonError::into_inner);
            *time = to.max(*time);
        }
    }
}
