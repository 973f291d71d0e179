//! A letter 来信 as a simulated person reads it: whom it reached, which buttons it has, and which notice it is.

use std::collections::HashSet;

use crate::domain::action::{Action, Plain, Verb};
use crate::domain::ids::{CaseNumber, NoticeId};
use crate::domain::outbound::Outbound;

/// One message of the house, with its buttons understood.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub outbound: Outbound,
    pub actions: Vec<Action>,
}

impl Letter {
    /// The letter; buttons that mean nothing are given back by what they carry.
    pub fn of(outbound: Outbound) -> (Self, Vec<String>) {
        let mut actions = Vec::new();
        let mut broken = Vec::new();
        for button in outbound.buttons.iter().flatten() {
            match Action::decode(&button.data) {
                Some(action) => actions.push(action),
                None => broken.push(button.data.clone()),
            }
        }
        (Self { outbound, actions }, broken)
    }

    /// Which notice of which case it is; none when it answers somebody's own message.
    pub fn notice(&self) -> Option<(CaseNumber, u32)> {
        let NoticeId(id) = &self.outbound.id;
        let mut parts = id.split('/');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    }

    /// Whether it is several notices in one message.
    pub fn is_shared(&self) -> bool {
        self.has(Plain::Todo) && self.notice().is_none()
    }

    /// The cases whose numbers stand in it, each once.
    pub fn numbers(&self) -> Vec<CaseNumber> {
        let words = self.outbound.text.split(|c: char| !(c.is_ascii_digit() || c == '-'));
        let mut numbers: Vec<CaseNumber> = words.filter_map(|word| word.parse().ok()).collect();
        let mut seen = HashSet::new();
        numbers.retain(|number| seen.insert(*number));
        numbers
    }

    pub fn has(&self, plain: Plain) -> bool {
        self.actions.contains(&Action::Plain(plain))
    }

    /// The case of the first button whose verb is so.
    pub fn case_with(&self, is: impl Fn(&Verb) -> bool) -> Option<CaseNumber> {
        self.actions.iter().find_map(|action| match action {
            Action::Case(number, verb) if is(verb) => Some(*number),
            _ => None,
        })
    }

    /// The actions about a case whose verb is so, in order.
    pub fn choices(&self, is: impl Fn(&Verb) -> bool) -> Vec<Action> {
        let is_choice = |action: &&Action| matches!(action, Action::Case(_, verb) if is(verb));
        self.actions.iter().filter(is_choice).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outbound::Button;

    #[test]
    fn it_knows_its_notice_and_its_buttons() {
        let button = |data: &str| Button { label: String::new(), data: data.to_owned() };
        let outbound = Outbound {
            buttons: vec![vec![button("pass|20260302-000007"), button("confirm")], vec![button("nonsense")]],
            ..Outbound::plain("20260302-000007/3/0/rehearse:d0", "rehearse:d0", "")
        };
        let (letter, broken) = Letter::of(outbound);
        let number = "20260302-000007".parse().expect("a number");
        assert_eq!(letter.notice(), Some((number, 3)));
        assert_eq!(letter.case_with(|verb| *verb == Verb::Pass), Some(number));
        assert_eq!(letter.case_with(|verb| *verb == Verb::Urge), None);
        assert!(letter.has(Plain::Confirm) && !letter.has(Plain::Cancel));
        assert_eq!(broken, ["nonsense"]);
    }
}
