//! How one person behaves towards the line 文明使用: warnings, a limitation for a while, and how much they write
//! (RULEBOOK §5.6). Kept with the conversation, so that a restart forgets nothing.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::ids::Moment;
use super::moment;
use super::profile::Manners;

/// What is remembered of how somebody behaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conduct {
    /// Messages that were nothing but abuse, since it was last forgotten.
    #[serde(default)]
    pub strikes: u32,
    /// The last of them.
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    pub last: Option<Moment>,
    /// 限制: until then no new complaint is taken, emergencies and urgent matters excepted.
    #[serde(default, with = "moment::maybe", skip_serializing_if = "Option::is_none")]
    pub until: Option<Moment>,
    /// The code by which supervisors speak of this person, who stays unknown to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The minute that is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minute: Option<Minute>,
    /// The day that is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
}

/// How many messages came within one minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minute {
    /// Its first message.
    #[serde(with = "moment")]
    pub since: Moment,
    /// How many.
    pub messages: u32,
}

/// How many cases were opened on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// Which.
    pub date: NaiveDate,
    /// How many.
    pub cases: u32,
}

/// What follows from one more abusive message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// 劝导
    Persuade,
    /// 警告
    Warn,
    /// 限制, from now until then.
    Limit(Moment),
    /// It is limited already, until then.
    Limited(Moment),
}

/// Whether somebody writes faster than they can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As people write.
    Fine,
    /// This is the first message over the limit: it is said so, once.
    JustOver,
    /// The rest of the minute.
    Over,
}

impl Conduct {
    /// Nothing is known against them, and nothing is counted.
    pub fn is_clean(&self) -> bool {
        *self == Self::default()
    }

    /// Until when they are limited, while they are.
    pub fn limited(&self, now: Moment) -> Option<Moment> {
        self.until.filter(|until| *until > now)
    }

    /// One more message that is nothing but abuse. What lies longer back than the rules remember is forgotten first; while
    /// somebody is limited, more of the same makes it no longer.
    pub fn strike(&mut self, rules: &Manners, now: Moment) -> Measure {
        if let Some(until) = self.limited(now) {
            return Measure::Limited(until);
        }
        if self.last.is_none_or(|last| last + rules.forgotten_after() <= now) {
            self.strikes = 0;
        }
        self.strikes = self.strikes.saturating_add(1);
        self.last = Some(now);
        if self.strikes >= rules.limit_after {
            let until = now + rules.limited_for();
            self.until = Some(until);
            return Measure::Limit(until);
        }
        if self.strikes >= rules.warn_after { Measure::Warn } else { Measure::Persuade }
    }

    /// 解除限制: a supervisor lets them begin anew.
    pub fn lift(&mut self) {
        self.until = None;
        self.strikes = 0;
        self.last = None;
    }

    /// One more message.
    pub fn written(&mut self, rules: &Manners, now: Moment) -> Pace {
        let running = self.minute.filter(|minute| now >= minute.since && now - minute.since < TimeDelta::minutes(1));
        let minute =
            running.map_or(Minute { since: now, messages: 1 }, |minute| Minute { messages: minute.messages.saturating_add(1), ..minute });
        self.minute = Some(minute);
        match minute.messages.checked_sub(rules.messages_a_minute) {
            None | Some(0) => Pace::Fine,
            Some(1) => Pace::JustOver,
            Some(_) => Pace::Over,
        }
    }

    /// One more case of theirs was opened.
    pub fn opened(&mut self, now: Moment) {
        let cases = self.cases_on(now).saturating_add(1);
        self.day = Some(Day { date: now.date_naive(), cases });
    }

    /// How many cases of theirs were opened on this day.
    pub fn cases_on(&self, now: Moment) -> u32 {
        self.day.filter(|day| day.date == now.date_naive()).map_or(0, |day| day.cases)
    }

    /// They write, or have their cases opened, faster than anybody in need would.
    pub fn is_flooding(&self, rules: &Manners, now: Moment) -> bool {
        let fast =
            self.minute.is_some_and(|minute| now - minute.since < TimeDelta::minutes(1) && minute.messages >= rules.messages_a_minute);
        fast || self.cases_on(now) >= rules.cases_a_day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        format!("2026-03-{text}:00+08:00").parse().expect("a moment")
    }

    #[test]
    fn persuaded_warned_limited_and_forgotten() {
        let (rules, mut conduct) = (Manners::default(), Conduct::default());
        assert_eq!(conduct.strike(&rules, at("02T09:00")), Measure::Persuade);
        assert_eq!(conduct.strike(&rules, at("02T09:01")), Measure::Warn);
        let until = at("03T09:02");
        assert_eq!(conduct.strike(&rules, at("02T09:02")), Measure::Limit(until));
        assert_eq!(conduct.strike(&rules, at("02T20:00")), Measure::Limited(until), "no longer than it was");
        assert_eq!(conduct.limited(at("03T09:01")), Some(until));
        assert_eq!(conduct.limited(until), None);
        assert_eq!(conduct.strike(&rules, at("05T09:00")), Measure::Limit(at("06T09:00")), "not forgotten so soon");
        conduct.lift();
        assert_eq!(conduct.limited(at("05T10:00")), None);
        assert_eq!(conduct.strike(&rules, at("05T10:00")), Measure::Persuade);
        let late = at("05T10:00") + TimeDelta::days(30);
        assert_eq!(conduct.strike(&rules, late), Measure::Persuade, "a month later it begins anew");
    }

    #[test]
    fn a_minute_and_a_day_are_counted() {
        let (rules, mut conduct) = (Manners { messages_a_minute: 2, cases_a_day: 1, ..Manners::default() }, Conduct::default());
        let paces: Vec<Pace> = (0..4).map(|_| conduct.written(&rules, at("02T09:00"))).collect();
        assert_eq!(paces, [Pace::Fine, Pace::Fine, Pace::JustOver, Pace::Over]);
        assert_eq!(conduct.written(&rules, at("02T09:01")), Pace::Fine);
        assert!(!conduct.is_flooding(&rules, at("02T09:01")));
        conduct.opened(at("02T09:01"));
        assert!(conduct.is_flooding(&rules, at("02T23:59")));
        assert_eq!(conduct.cases_on(at("03T00:00")), 0);
    }

    #[test]
    fn counts_of_a_damaged_record_stay_at_their_end() {
        let most = u32::MAX;
        let stored = format!(
            r#"{{"strikes":{most},"last":"2026-03-02T08:59:59+08:00","minute":{{"since":"2026-03-02T09:00:00+08:00","messages":{most}}},"day":{{"date":"2026-03-02","cases":{most}}}}}"#
        );
        let (rules, mut conduct) = (Manners::default(), serde_json::from_str::<Conduct>(&stored).expect("read"));
        assert_eq!(conduct.written(&rules, at("02T09:00")), Pace::Over);
        conduct.opened(at("02T09:00"));
        assert_eq!((conduct.cases_on(at("02T09:00")), conduct.strike(&rules, at("02T09:00"))), (most, Measure::Limit(at("03T09:00"))));
    }

    #[test]
    fn what_was_stored_before_is_read() {
        let old: Conduct = serde_json::from_str("{}").expect("nothing is remembered");
        assert!(old.is_clean());
    }
}
