//! Citizens 诉求人: they complain, answer what is asked, confirm or fall silent, ask and urge, and say whether it was solved.

use anyhow::Result;
use chrono::{TimeDelta, Timelike};

use super::cast::Who;
use super::deed::{About, Doing, press};
use super::dice::Dice;
use super::input::Complaint;
use super::letter::Letter;
use super::rates::Rates;
use super::stage::Stage;
use super::words;
use crate::domain::action::{Action, Plain, Verb};
use crate::domain::case::Satisfaction;
use crate::domain::complaint::Slot;
use crate::domain::conversation::Talk;
use crate::domain::ids::{CaseNumber, Moment};

/// One citizen, with the one complaint that is theirs.
#[derive(Clone, Debug)]
pub(super) struct Citizen {
    pub complaint: Complaint,
    /// When their first word arrives.
    pub arrives: Moment,
    /// What was missing was asked for.
    pub asked: bool,
    /// And they answered.
    pub answered: bool,
    /// The facts that they told then, and which of them the house did not find in their words.
    pub told: Vec<Slot>,
    pub not_found: Vec<Slot>,
    /// They changed their mind.
    pub discarded: bool,
    /// Nothing could be made of their words, and they began once more with 我要反映.
    pub began_again: bool,
    /// Nothing could be made of that either.
    pub unformed: bool,
    pub case: Option<CaseNumber>,
    /// They mean to answer the follow-up.
    busy: bool,
}

impl Citizen {
    pub fn new(complaint: Complaint, arrives: Moment) -> Self {
        Self {
            complaint,
            arrives,
            asked: false,
            answered: false,
            told: Vec::new(),
            not_found: Vec::new(),
            discarded: false,
            began_again: false,
            unformed: false,
            case: None,
            busy: false,
        }
    }
}

impl Stage {
    pub(super) fn expect_citizens(&mut self) {
        for place in 0..self.citizens.len() {
            let Citizen { complaint, arrives, .. } = &self.citizens[place];
            let (at, text) = (*arrives, complaint.text.clone());
            self.plan(at, &Who::Citizen(place), About::Complaint, vec![Doing::Write(text)]);
        }
    }

    pub(super) fn citizen_is_free(&mut self, who: &Who) {
        if let Who::Citizen(place) = who {
            self.citizens[*place].busy = false;
        }
    }

    /// After the complaint: whoever got neither a question nor a number says it once more, with the words that the house
    /// itself teaches.
    pub(super) fn complained(&mut self, place: usize) -> Result<()> {
        let who = Who::Citizen(place);
        let taken_up = self.citizens[place].case.is_some()
            || matches!(self.talk(&who)?, Talk::Asking { .. } | Talk::Confirming { .. } | Talk::Correcting { .. });
        if taken_up {
            return Ok(());
        }
        let at = self.now() + TimeDelta::minutes(3);
        let citizen = &mut self.citizens[place];
        if citizen.began_again {
            citizen.unformed = true;
            return Ok(());
        }
        citizen.began_again = true;
        let text = format!("我要反映：{}", citizen.complaint.text);
        self.plan(at, &who, About::Complaint, vec![Doing::Write(text)]);
        Ok(())
    }

    /// After the answer: what they told and the summary does not have was not found.
    pub(super) fn was_answered(&mut self, place: usize) -> Result<()> {
        if let Talk::Confirming { draft } = self.talk(&Who::Citizen(place))? {
            let citizen = &mut self.citizens[place];
            citizen.not_found = citizen.told.iter().filter(|slot| !draft.slots.contains_key(slot)).copied().collect();
        }
        Ok(())
    }

    pub(super) fn citizen_reads(&mut self, place: usize, letter: &Letter) -> Result<()> {
        let who = Who::Citizen(place);
        let mut dice = self.dice(letter.outbound.id.as_str());
        if letter.has(Plain::Confirm) {
            self.sees_summary(place, &mut dice);
        } else if let Some(number) = letter.case_with(|verb| matches!(verb, Verb::Satisfied(_))) {
            self.says_whether_satisfied(&who, number, &mut dice)?;
        } else if let Some(number) = letter.case_with(|verb| matches!(verb, Verb::Solved(_))) {
            self.may_say_whether_solved(place, number, &mut dice);
        } else if let Some(number) = letter.case_with(|verb| *verb == Verb::Progress)
            && self.citizens[place].case.is_none()
        {
            self.is_registered(place, number, letter, &mut dice)?;
        } else if let Some(number) = letter.case_with(|verb| *verb == Verb::ConfirmSupplement) {
            if dice.chance(0.5) {
                let at = self.now() + TimeDelta::minutes(2);
                self.plan(at, &who, About::OwnCase(number), vec![press(number, Verb::ConfirmSupplement)]);
            }
        } else if let Some(number) = letter.case_with(|verb| *verb == Verb::Urge)
            && letter.notice().is_some()
        {
            if dice.chance(self.rates.urge_overdue) {
                let at = self.awake(dice.minutes(180));
                self.plan(at, &who, About::OwnCase(number), vec![press(number, Verb::Urge)]);
            }
        } else if letter.actions.is_empty() && letter.notice().is_none() {
            self.is_asked(place, &mut dice)?;
        }
        Ok(())
    }

    /// In so many minutes, or in the morning if that is at night.
    fn awake(&self, minutes: i64) -> Moment {
        let at = self.now() + TimeDelta::minutes(minutes);
        let asleep = at.hour() < 7;
        if asleep { at + TimeDelta::hours(7) } else { at }
    }

    fn sees_summary(&mut self, place: usize, dice: &mut Dice) {
        let who = Who::Citizen(place);
        let at = self.now() + TimeDelta::minutes(dice.minutes(6));
        let confirms = Doing::Press(Action::Plain(Plain::Confirm));
        let Rates { confirm, correct, discard, .. } = self.rates;
        let doings = if dice.chance(confirm) {
            vec![if dice.chance(0.3) { Doing::Write("对的".to_owned()) } else { confirms }]
        } else if dice.chance(correct / (1.0 - confirm).max(f64::EPSILON)) {
            let words = words::correction(dice, &self.city.directory);
            vec![Doing::Press(Action::Plain(Plain::Correct)), Doing::Write(words)]
        } else if dice.chance(discard / (1.0 - confirm - correct).max(f64::EPSILON)) {
            self.citizens[place].discarded = true;
            vec![Doing::Press(Action::Plain(Plain::Discard))]
        } else {
            return;
        };
        self.plan(at, &who, About::Summary, doings);
    }

    /// A question without buttons: for what is missing, or why they are not content.
    fn is_asked(&mut self, place: usize, dice: &mut Dice) -> Result<()> {
        let who = Who::Citizen(place);
        match self.talk(&who)? {
            Talk::Asking { missing, .. } => {
                self.citizens[place].asked = true;
                if dice.chance(self.rates.answer) {
                    let at = self.now() + TimeDelta::minutes(dice.minutes(15));
                    let (words, told) = words::answer(&missing, dice, &self.city.directory);
                    self.citizens[place].answered = true;
                    self.citizens[place].told = told.to_vec();
                    self.plan(at, &who, About::Question, vec![Doing::Write(words)]);
                }
            }
            Talk::FollowUpReason { .. } => {
                let words = if dice.chance(0.15) { "不想说".to_owned() } else { words::discontent(dice) };
                let at = self.now() + TimeDelta::minutes(dice.minutes(5));
                self.plan(at, &who, About::Reason, vec![Doing::Write(words)]);
            }
            _ => {}
        }
        Ok(())
    }

    /// The number is there. What they will do with it is decided now.
    fn is_registered(&mut self, place: usize, number: CaseNumber, letter: &Letter, dice: &mut Dice) -> Result<()> {
        let who = Who::Citizen(place);
        self.citizens[place].case = Some(number);
        if let Talk::Registered { missing, .. } = self.talk(&who)?
            && !missing.is_empty()
        {
            self.may_answer_late(&who, &missing, letter.outbound.urgent, dice);
        }
        let rates = self.rates;
        let mut may = |rate: f64, from: i64, to: i64, doings: Vec<Doing>| {
            let at = self.awake(dice.between(from, to));
            if dice.chance(rate) {
                self.plan(at, &who, About::OwnCase(number), doings);
            }
        };
        const DAY: i64 = 24 * 60;
        may(rates.ask, DAY / 4, 4 * DAY, vec![Doing::Write("查进度".to_owned())]);
        may(rates.urge, DAY, 5 * DAY, vec![Doing::Write("催办".to_owned())]);
        may(rates.withdraw, DAY / 8, 3 * DAY, vec![press(number, Verb::Withdraw), press(number, Verb::ConfirmWithdraw)]);
        let more = words::supplement(&mut self.dice(&format!("supplement {number}")));
        let at = self.awake(dice.between(DAY / 8, 3 * DAY));
        if dice.chance(rates.supplement) {
            self.plan(at, &who, About::OwnCase(number), vec![Doing::Write(more)]);
        }
        Ok(())
    }

    fn may_answer_late(&mut self, who: &Who, missing: &[Slot], urgent: bool, dice: &mut Dice) {
        let (rate, minutes) =
            if urgent { (self.rates.answer, dice.minutes(4)) } else { (self.rates.late_answer, dice.between(60, 3 * 24 * 60)) };
        if dice.chance(rate) {
            let (words, _) = words::answer(missing, dice, &self.city.directory);
            let at = if urgent { self.now() + TimeDelta::minutes(minutes) } else { self.awake(minutes) };
            self.plan(at, who, About::Afterthought, vec![Doing::Write(words)]);
        }
    }

    fn may_say_whether_solved(&mut self, place: usize, number: CaseNumber, dice: &mut Dice) {
        if self.citizens[place].busy || !dice.chance(self.rates.respond) {
            return;
        }
        self.citizens[place].busy = true;
        let solved = dice.chance(self.rates.solved);
        let doing = match (dice.chance(0.2), solved) {
            (true, true) => Doing::Write("已经解决了".to_owned()),
            (true, false) => Doing::Write("没解决".to_owned()),
            (false, _) => press(number, Verb::Solved(solved)),
        };
        let at = self.awake(dice.minutes(240));
        self.plan(at, &Who::Citizen(place), About::FollowUp(number), vec![doing]);
    }

    fn says_whether_satisfied(&mut self, who: &Who, number: CaseNumber, dice: &mut Dice) -> Result<()> {
        use crate::domain::case::State;
        let solved = matches!(self.case(number)?.state, State::Answered { solved: Some(true), .. });
        let satisfied = if solved { self.rates.satisfied } else { 0.05 };
        let satisfaction = if dice.chance(satisfied) {
            Satisfaction::Satisfied
        } else if dice.chance(0.5) {
            Satisfaction::Fair
        } else {
            Satisfaction::Dissatisfied
        };
        // One in ten puts the telephone away between the two questions.
        if dice.chance(0.9) {
            let at = self.now() + TimeDelta::minutes(dice.minutes(3));
            self.plan(at, who, About::FollowUp(number), vec![press(number, Verb::Satisfied(satisfaction))]);
        }
        Ok(())
    }
}
