//! How long each step takes 各环节用时: in office hours and by day and night.

use serde::Serialize;

use crate::domain::ids::Moment;
use crate::domain::workcalendar::WorkTime;

/// One step of a case's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Register,
    Dispatch,
    Acknowledge,
    Answer,
    Review,
    FollowUp,
    Close,
}

impl Step {
    const ALL: [Self; 7] = [Self::Register, Self::Dispatch, Self::Acknowledge, Self::Answer, Self::Review, Self::FollowUp, Self::Close];

    fn label(self) -> &'static str {
        match self {
            Self::Register => "来信→登记",
            Self::Dispatch => "来信→派单",
            Self::Acknowledge => "派单→签收",
            Self::Answer => "派单→办结",
            Self::Review => "办结→审核",
            Self::FollowUp => "答复→回访",
            Self::Close => "来信→归档",
        }
    }
}

/// Everything that was measured, in minutes.
#[derive(Debug, Default)]
pub(super) struct Steps {
    working: [Vec<i64>; 7],
    natural: [Vec<i64>; 7],
}

impl Steps {
    pub fn took(&mut self, step: Step, from: Moment, to: Moment, time: WorkTime<'_>) {
        self.working[step as usize].push(time.working_minutes(from, to));
        self.natural[step as usize].push((to - from).num_minutes());
    }

    pub fn lines(mut self) -> Vec<StepLine> {
        Step::ALL
            .into_iter()
            .map(|step| {
                let (working, natural) = (&mut self.working[step as usize], &mut self.natural[step as usize]);
                working.sort_unstable();
                natural.sort_unstable();
                StepLine { step: step.label(), count: natural.len(), working: Spread::of(working), natural: Spread::of(natural) }
            })
            .collect()
    }
}

/// One step, as it was.
#[derive(Clone, Debug, Serialize)]
pub struct StepLine {
    /// Its name.
    pub step: &'static str,
    /// How often it was taken.
    pub count: usize,
    /// Office hours; none when it was never taken.
    pub working: Option<Spread>,
    /// Hours of day and night.
    pub natural: Option<Spread>,
}

/// The middle and the tail, in hours.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Spread {
    /// 中位数
    pub median: f64,
    /// 九成分位: nine of ten took no longer.
    pub p90: f64,
}

impl Spread {
    /// The spread of sorted minutes.
    fn of(sorted: &[i64]) -> Option<Self> {
        let at = |percent: usize| sorted.get((sorted.len() * percent).div_ceil(100).checked_sub(1)?).copied();
        Some(Self { median: hours(at(50)?), p90: hours(at(90)?) })
    }
}

/// Hours to two digits.
#[allow(clippy::cast_precision_loss)] // minutes of a few years
fn hours(minutes: i64) -> f64 {
    (minutes as f64 / 60.0 * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_and_the_ninetieth_percentile_are_ranks() {
        let minutes: Vec<i64> = (1..=10).map(|n| n * 60).collect();
        assert_eq!(Spread::of(&minutes), Some(Spread { median: 5.0, p90: 9.0 }));
        assert_eq!(Spread::of(&[90]), Some(Spread { median: 1.5, p90: 1.5 }));
        assert_eq!(Spread::of(&[]), None);
    }
}
