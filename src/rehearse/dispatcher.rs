//! Dispatchers and the supervisor 派单员、督办员: whatever waits at their desk, they deal with after a while, once.

use anyhow::Result;

use super::cast::{Cast, Who};
use super::deed::{About, Doing, Seat, form, press};
use super::dice::Dice;
use super::letter::Letter;
use super::stage::Stage;
use super::words::{self, Filling};
use crate::domain::action::{Action, Verb};
use crate::domain::case::{Ground, Satisfaction};
use crate::domain::department::{Department, DepartmentKind};
use crate::domain::ids::CaseNumber;

/// How many minutes a dispatcher takes on average: for a case, for one that is urgent, and for an answer to read.
const TO_DISPATCH: i32 = 45;
const TO_DISPATCH_URGENT: i32 = 10;
const TO_REVIEW: i32 = 100;

/// How many minutes a supervisor takes to rule, and a dispatcher to call, on average.
const TO_RULE: i32 = 150;
const TO_CALL: i32 = 240;

impl Stage {
    pub(super) fn dispatcher_reads(&mut self, who: &Who, letter: &Letter) -> Result<()> {
        let Some(number) = letter.case_with(|_| true).filter(|number| Cast::dispatcher_of(*number) == *who) else {
            return Ok(());
        };
        if self.taken_up.contains(&(Seat::Dispatcher, number)) {
            return Ok(());
        }
        let has = |is: &Verb| letter.case_with(|verb| verb == is).is_some();
        let mut dice = self.dice(letter.outbound.id.as_str());
        let urgent = letter.outbound.urgent;
        let to_dispatch = if urgent { TO_DISPATCH_URGENT } else { TO_DISPATCH };
        let (at, doings) = if has(&Verb::Accept) {
            (self.after_work(dice.minutes(to_dispatch), urgent), self.accepts(number, &mut dice))
        } else if has(&Verb::BeginRefuseReturn) {
            (self.after_work(dice.minutes(to_dispatch), urgent), self.judges_return(number, letter, &mut dice))
        } else if has(&Verb::BeginDispatch) {
            // The hotline itself is staffed day and night.
            (self.after_work(dice.minutes(to_dispatch), true), self.dispatches(number, letter, &mut dice)?)
        } else if has(&Verb::Pass) {
            (self.after_work(dice.minutes(TO_REVIEW), urgent), self.reviews(number, &mut dice))
        } else if has(&Verb::Unreached) {
            (self.after_work(dice.minutes(TO_CALL), false), vec![self.calls(number, &mut dice)])
        } else {
            return Ok(());
        };
        self.take_up(who, Seat::Dispatcher, number, at, doings);
        Ok(())
    }

    pub(super) fn supervisor_reads(&mut self, letter: &Letter) {
        let waits = |verb: &Verb| matches!(verb, Verb::GrantExtension | Verb::BeginRule | Verb::Rule(_));
        let Some(number) = letter.case_with(waits) else { return };
        if self.taken_up.contains(&(Seat::Supervisor, number)) {
            return;
        }
        let mut dice = self.dice(letter.outbound.id.as_str());
        let at = self.after_work(dice.minutes(TO_RULE), false);
        let doings = if letter.case_with(|verb| *verb == Verb::GrantExtension).is_some() {
            self.judges_extension(number, &mut dice)
        } else {
            self.rules(number, letter, &mut dice)
        };
        self.take_up(&Who::Supervisor, Seat::Supervisor, number, at, doings);
    }

    fn judges_extension(&self, number: CaseNumber, dice: &mut Dice) -> Vec<Doing> {
        if dice.chance(self.rates.grant) {
            vec![press(number, Verb::GrantExtension)]
        } else {
            form(number, Verb::BeginRefuseExtension, words::extension_refused())
        }
    }

    /// A dispute of competence goes to one of the units that the house offers, or to one that the supervisor names.
    fn rules(&self, number: CaseNumber, letter: &Letter, dice: &mut Dice) -> Vec<Doing> {
        let offered = letter.choices(|verb| matches!(verb, Verb::Rule(_)));
        if let Some(Action::Case(_, chosen)) = dice.pick(&offered) {
            return form(number, chosen.clone(), words::ruling());
        }
        let named = self.some_unit(dice, |_| true).map(words::ruling_by_name);
        named.map(|filling| form(number, Verb::BeginRule, filling)).unwrap_or_default()
    }

    fn take_up(&mut self, who: &Who, seat: Seat, number: CaseNumber, at: crate::domain::ids::Moment, doings: Vec<Doing>) {
        self.taken_up.insert((seat, number));
        self.plan(at, who, About::Seat(seat, number), doings);
    }

    fn accepts(&self, number: CaseNumber, dice: &mut Dice) -> Vec<Doing> {
        if dice.chance(0.6) { vec![press(number, Verb::Accept)] } else { declines(number, words::other_way()) }
    }

    /// The unit that gave it back was right, and it goes where they say; or it was not.
    fn judges_return(&self, number: CaseNumber, letter: &Letter, dice: &mut Dice) -> Vec<Doing> {
        let suggested = letter.choices(|verb| matches!(verb, Verb::Dispatch(_)));
        match suggested.into_iter().next() {
            Some(first) if dice.chance(self.rates.take_back) => vec![Doing::Press(first)],
            _ => form(number, Verb::BeginRefuseReturn, words::return_refused()),
        }
    }

    fn dispatches(&self, number: CaseNumber, letter: &Letter, dice: &mut Dice) -> Result<Vec<Doing>> {
        if dice.chance(self.rates.decline) {
            return Ok(declines(number, words::other_way()));
        }
        let choices: Vec<Action> = letter.choices(|verb| matches!(verb, Verb::Dispatch(_)));
        let Some((first, others)) = choices.split_first().filter(|_| !dice.chance(self.rates.by_name)) else {
            return Ok(self.names_unit(number, dice));
        };
        let chosen = if dice.chance(self.rates.first) { Some(first) } else { dice.pick(others) };
        Ok(vec![Doing::Press(chosen.unwrap_or(first).clone())])
    }

    fn names_unit(&self, number: CaseNumber, dice: &mut Dice) -> Vec<Doing> {
        let filling = self.some_unit(dice, |_| true).map(|unit| words::unit_by_name(unit, dice));
        filling.map(|filling| form(number, Verb::BeginDispatch, filling)).unwrap_or_default()
    }

    /// A unit that could be whose matter it is.
    pub(super) fn some_unit(&self, dice: &mut Dice, is: impl Fn(&Department) -> bool) -> Option<&Department> {
        let units = self.city.directory.all().iter();
        let units: Vec<&Department> = units.filter(|unit| unit.kind != DepartmentKind::Government && is(unit)).collect();
        dice.pick(&units).copied()
    }

    fn reviews(&self, number: CaseNumber, dice: &mut Dice) -> Vec<Doing> {
        if dice.chance(self.rates.fault) { form(number, Verb::BeginFault, words::fault()) } else { vec![press(number, Verb::Pass)] }
    }

    fn calls(&self, number: CaseNumber, dice: &mut Dice) -> Doing {
        if !dice.chance(self.rates.reached) {
            return press(number, Verb::Unreached);
        }
        let solved = dice.chance(self.rates.solved);
        let satisfaction = if solved && dice.chance(self.rates.satisfied) { Satisfaction::Satisfied } else { Satisfaction::Dissatisfied };
        press(number, Verb::Called(solved, satisfaction))
    }
}

/// 不予受理: the ground is chosen, then the way is written.
fn declines(number: CaseNumber, filling: Filling) -> Vec<Doing> {
    let mut doings = vec![press(number, Verb::BeginDecline)];
    doings.extend(form(number, Verb::Decline(Ground::OtherProcedure), filling));
    doings
}
