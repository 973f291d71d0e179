//! Units 承办单位: their handlers acknowledge, return, hand down, ask for time, record and answer; or forget, until somebody
//! reminds them.

use anyhow::Result;
use chrono::TimeDelta;

use super::cast::Who;
use super::deed::{About, Doing, Stride, form, press};
use super::dice::Dice;
use super::letter::Letter;
use super::stage::Stage;
use super::words;
use crate::domain::action::{Action, Verb};
use crate::domain::case::State;
use crate::domain::event::Event;
use crate::domain::ids::{CaseNumber, DepartmentId, Moment};
use crate::domain::profile::RungKind;
use crate::domain::span::{Limit, Span};
use crate::store::Store;

/// How many minutes of office hours a handler takes on average to acknowledge, and how many by day and night when urgent.
const TO_ACKNOWLEDGE: i32 = 110;
const TO_ACKNOWLEDGE_URGENT: i32 = 9;

/// How many minutes after work begins the first case of a shared message is looked up; the others follow, one a minute.
const TO_LOOK_UP: i64 = 5;

/// What a handler has in mind about a case.
#[derive(Clone, Debug)]
pub(super) struct Duty {
    pub unit: DepartmentId,
    /// Tells what is intended now from what was intended before.
    pub round: u32,
    urgent: bool,
    /// Forgotten, or left lying: whoever reminds them may wake them.
    asleep: bool,
    /// More time was asked for once.
    extended: bool,
}

impl Stage {
    pub(super) fn unit_reads(&mut self, unit: &DepartmentId, letter: &Letter) -> Result<()> {
        let Some((number, seq)) = letter.notice() else { return Ok(()) };
        let events = self.store.events(number)?;
        let Some(recorded) = events.into_iter().find(|event| event.seq == seq) else { return Ok(()) };
        let mut dice = self.dice(letter.outbound.id.as_str());
        let rates = self.rates;
        match recorded.event {
            Event::Dispatched { .. } | Event::Transferred { .. } | Event::Reopened { .. } | Event::ReturnRefused { .. }
                if letter.case_with(|verb| *verb == Verb::Acknowledge).is_some() =>
            {
                self.takes_on(unit, number, letter, &mut dice);
            }
            Event::RungReached { rung, .. } => {
                let rate = match rung {
                    RungKind::Reminder => rates.wake_reminder,
                    RungKind::Urging => rates.wake_urging,
                    RungKind::Yellow | RungKind::Red | RungKind::Inquiry | RungKind::Notice | RungKind::Bulletin => rates.wake_yellow,
                };
                self.may_wake(number, rate, &mut dice)?;
            }
            Event::Urged { .. } => self.may_wake(number, rates.wake_urging, &mut dice)?,
            Event::ExtensionGranted { .. } | Event::ExtensionRefused { .. } => self.plans_answer(number, &mut dice)?,
            Event::Reviewed { passed: false, .. } => {
                self.duty(unit, number, letter.outbound.urgent);
                self.hurries(number, Stride::Resolve, &mut dice);
            }
            Event::Withdrawn { .. } => {
                self.duties.remove(&number);
            }
            _ => {}
        }
        Ok(())
    }

    /// Somebody at work goes through a shared message: they look up one case after the other.
    pub(super) fn goes_through(&mut self, who: &Who, letter: &Letter) {
        // Leaders know; their handlers act.
        if matches!(who, Who::Leader(_) | Who::Citizen(_)) {
            return;
        }
        for (minutes, number) in (TO_LOOK_UP..).zip(letter.numbers()) {
            self.plan(self.after_work(minutes, false), who, About::Look(number), vec![Doing::Write(number.to_string())]);
        }
    }

    /// A case as a handler finds it: they take it on when it is to be signed for, and may wake up to one that they forgot.
    pub(super) fn unit_looks_up(&mut self, unit: &DepartmentId, number: CaseNumber, letters: &[Letter]) -> Result<()> {
        let Some(letter) = letters.iter().find(|letter| letter.case_with(|_| true) == Some(number)) else {
            return Ok(());
        };
        let mut dice = self.dice(letter.outbound.id.as_str());
        let is_forgotten = self.duties.get(&number).is_some_and(|duty| duty.unit == *unit && duty.asleep);
        if !is_forgotten && letter.case_with(|verb| *verb == Verb::Acknowledge).is_some() {
            self.takes_on(unit, number, letter, &mut dice);
        }
        let has_card = self.case(number)?.tally.yellow_cards > 0;
        let rate = if has_card { self.rates.wake_yellow } else { self.rates.wake_urging };
        self.may_wake(number, rate, &mut dice)
    }

    /// The case is this unit's now, and whatever was intended before is over.
    fn duty(&mut self, unit: &DepartmentId, number: CaseNumber, urgent: bool) -> u32 {
        self.rounds += 1;
        let extended = self.duties.get(&number).is_some_and(|duty| duty.unit == *unit && duty.extended);
        let duty = Duty { unit: unit.clone(), round: self.rounds, urgent, asleep: false, extended };
        self.duties.insert(number, duty);
        self.rounds
    }

    fn intends(&mut self, number: CaseNumber, at: Moment, stride: Stride, doings: Vec<Doing>) {
        let Some(duty) = self.duties.get(&number) else { return };
        let (who, round) = (Who::Handler(duty.unit.clone()), duty.round);
        self.plan(at, &who, About::Duty(number, round, stride), doings);
    }

    fn takes_on(&mut self, unit: &DepartmentId, number: CaseNumber, letter: &Letter, dice: &mut Dice) {
        let urgent = letter.outbound.urgent;
        self.duty(unit, number, urgent);
        let rates = self.rates;
        if dice.chance(rates.forget) {
            self.fall_asleep(number);
            return;
        }
        let may = |verb: Verb| letter.case_with(|own| *own == verb).is_some();
        let mean = if urgent { TO_ACKNOWLEDGE_URGENT } else { TO_ACKNOWLEDGE };
        let at = self.after_work(dice.minutes(mean), urgent);
        if may(Verb::BeginReturn) && dice.chance(rates.give_back) {
            let other = self.some_unit(dice, |other| other.id != *unit).cloned();
            if let Some(other) = other {
                let slip = words::return_slip(&other, dice);
                self.intends(number, at, Stride::Return, form(number, Verb::BeginReturn, slip));
                return;
            }
        }
        let below: Vec<DepartmentId> = self.city.directory.below(unit).map(|below| below.id.clone()).collect();
        if may(Verb::BeginTransfer)
            && dice.chance(rates.transfer)
            && let Some(to) = dice.pick(&below)
        {
            let doings = vec![press(number, Verb::BeginTransfer), Doing::Press(Action::Case(number, Verb::Transfer(to.clone())))];
            self.intends(number, at, Stride::Transfer, doings);
            return;
        }
        self.intends(number, at, Stride::Acknowledge, vec![press(number, Verb::Acknowledge)]);
    }

    fn fall_asleep(&mut self, number: CaseNumber) {
        if let Some(duty) = self.duties.get_mut(&number) {
            duty.asleep = true;
        }
    }

    /// Somebody reminds them of what they forgot.
    fn may_wake(&mut self, number: CaseNumber, rate: f64, dice: &mut Dice) -> Result<()> {
        let asleep = self.duties.get(&number).is_some_and(|duty| duty.asleep);
        if !asleep || !dice.chance(rate) {
            return Ok(());
        }
        match self.case(number)?.state {
            State::Dispatched { .. } => self.hurries(number, Stride::Acknowledge, dice),
            State::InProgress { .. } => self.hurries(number, Stride::Resolve, dice),
            _ => {}
        }
        Ok(())
    }

    /// They do it next, whatever they meant to do before.
    fn hurries(&mut self, number: CaseNumber, stride: Stride, dice: &mut Dice) {
        self.rounds += 1;
        let round = self.rounds;
        let Some(duty) = self.duties.get_mut(&number) else { return };
        duty.round = round;
        duty.asleep = false;
        let urgent = duty.urgent;
        let (mean, doings) = match stride {
            Stride::Acknowledge => (20, vec![press(number, Verb::Acknowledge)]),
            _ => (180, form(number, Verb::BeginResolve, words::resolution(dice))),
        };
        let mean = if urgent { mean / 4 } else { mean };
        let at = self.after_work(dice.minutes(mean), urgent);
        self.intends(number, at, stride, doings);
    }

    /// What follows from a stride, done or refused.
    pub(super) fn strode(&mut self, number: CaseNumber, stride: Stride, done: bool) -> Result<()> {
        let mut dice = self.dice(&format!("after {stride:?} {number} {}", self.rounds));
        match (stride, done) {
            (Stride::Acknowledge, true) => self.sets_to_work(number, &mut dice),
            (Stride::Extension, false) => self.plans_answer(number, &mut dice),
            (Stride::Extension | Stride::Progress, _) => Ok(()),
            (Stride::Resolve, true) => Ok(()),
            // The next reminder makes them look at it again.
            (Stride::Acknowledge | Stride::Return | Stride::Transfer | Stride::Resolve, false) => {
                self.fall_asleep(number);
                Ok(())
            }
            (Stride::Return, true) => {
                self.duties.remove(&number);
                Ok(())
            }
            // Who has it now has read of it already.
            (Stride::Transfer, true) => Ok(()),
        }
    }

    fn sets_to_work(&mut self, number: CaseNumber, dice: &mut Dice) -> Result<()> {
        let State::InProgress { mandate } = self.case(number)?.state else { return Ok(()) };
        let extended = self.duties.get(&number).is_some_and(|duty| duty.extended);
        if !extended && dice.chance(self.rates.extend) {
            let at = self.part_of(&mandate.handle, dice.between(40, 85));
            if at > self.now() && at < mandate.handle.due {
                if let Some(duty) = self.duties.get_mut(&number) {
                    duty.extended = true;
                }
                self.intends(number, at, Stride::Extension, form(number, Verb::BeginExtension, words::extension(dice)));
                return Ok(());
            }
        }
        self.plans_answer(number, dice)
    }

    /// The answer comes at some part of the limit; when they are slow, after its end, unless somebody reminds them.
    fn plans_answer(&mut self, number: CaseNumber, dice: &mut Dice) -> Result<()> {
        let State::InProgress { mandate } = self.case(number)?.state else { return Ok(()) };
        let slow = dice.chance(self.rates.slow);
        let part = if slow { dice.between(105, 220) } else { dice.between(12, 90).min(dice.between(25, 97)) };
        let soon = self.now() + TimeDelta::minutes(dice.between(5, 40));
        let at = self.part_of(&mandate.handle, part).max(soon);
        if slow {
            self.fall_asleep(number);
        }
        if dice.chance(self.rates.progress) {
            let between = self.now() + (at - self.now()) / 2;
            let verb = if dice.chance(0.4) { Verb::BeginContact } else { Verb::BeginProgress };
            self.intends(number, between, Stride::Progress, form(number, verb, words::progress(dice)));
        }
        self.intends(number, at, Stride::Resolve, form(number, Verb::BeginResolve, words::resolution(dice)));
        Ok(())
    }

    /// The moment at which so many percent of a limit are used, also after its end.
    fn part_of(&self, limit: &Limit, percent: i64) -> Moment {
        let time = self.city.time(&self.city.profile);
        match limit.span {
            Span::Natural(_) => limit.from + TimeDelta::minutes((limit.due - limit.from).num_minutes() * percent / 100),
            Span::Working(_) | Span::Workdays(_) => {
                time.add_working(limit.from, time.working_minutes(limit.from, limit.due) * percent / 100)
            }
        }
    }
}
