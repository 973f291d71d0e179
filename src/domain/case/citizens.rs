//! Many citizens on one case 并案诉求人: whose words are whose, and the case as each of them knows it.

use std::mem::replace;

use super::{Actor, Ballot, Case, Complaint, Evidence, Party, Slots, State, UserRef};
use crate::domain::complaint::{Risk, Slot};

/// The most characters of words that a case carries for one citizen.
const MOST_CHARACTERS: usize = 20_000;

impl Case {
    /// The case as one of its citizens knows it: their own number, words, answers and clock; everybody else is another party.
    /// `own` is the case by which they came: this one for whoever opened it. For somebody who left it is withdrawn.
    pub fn seen_by(&self, citizen: &UserRef, own: &Self) -> Self {
        let mut seen = Self { number: own.number, query_code: own.query_code.clone(), received_at: own.received_at, ..self.clone() };
        if let Some(place) = self.parties.iter().position(|party| party.citizen == *citizen) {
            seen.trade_places(place, self);
        }
        if self.left.contains(citizen) {
            seen.state = State::Withdrawn { reason: String::new() };
        }
        seen
    }

    fn trade_places(&mut self, place: usize, mother: &Self) {
        let Party { citizen, chat, text, slots, evidence, confidential, .. } = self.parties[place].clone();
        let complaint = &mut self.complaint;
        let first = Party {
            citizen: replace(&mut complaint.citizen, citizen.clone()),
            chat: replace(&mut complaint.chat, chat),
            from: mother.number,
            text: replace(&mut complaint.text, text),
            slots: replace(&mut complaint.slots, slots),
            evidence: replace(&mut complaint.evidence, evidence),
            confidential: replace(&mut complaint.confidential, confidential),
        };
        if let State::Answered { solved, ballots, .. } = &mut self.state {
            let own = ballots.iter().find(|ballot| ballot.citizen == citizen).and_then(|ballot| ballot.solved);
            let said = replace(solved, own);
            if said.is_some() && !ballots.iter().any(|ballot| ballot.citizen == first.citizen) {
                ballots.push(Ballot { citizen: first.citizen.clone(), solved: said, vote: None });
            }
        }
        self.parties[place] = first;
    }

    /// The number by which this citizen knows the case.
    pub fn number_of(&self, citizen: &UserRef) -> super::CaseNumber {
        self.parties.iter().find(|party| party.citizen == *citizen).map_or(self.number, |party| party.from)
    }

    /// What every citizen of the case sent along, for whoever works on it.
    pub fn evidence(&self) -> Vec<Evidence> {
        self.complaint.evidence.iter().chain(self.parties.iter().flat_map(|party| &party.evidence)).cloned().collect()
    }

    /// Whether this citizen has answered both questions.
    pub fn has_voted(&self, citizen: &UserRef) -> bool {
        matches!(&self.state, State::Answered { ballots, .. } if ballots.iter().any(|ballot| ballot.citizen == *citizen && ballot.vote.is_some()))
    }

    /// Somebody joins; whoever is on the case already adds what they brought, and whoever left is back.
    pub(super) fn let_in(&mut self, party: &Party) {
        self.left.remove(&party.citizen);
        let is_known = party.citizen == *self.citizen() || self.parties.iter().any(|known| known.citizen == party.citizen);
        if !is_known {
            self.parties.push(party.clone());
            return;
        }
        self.add(&Actor::Citizen { user: party.citizen.clone() }, &party.text, &party.slots, &party.evidence);
        match self.parties.iter_mut().find(|known| known.citizen == party.citizen) {
            Some(known) => known.confidential |= party.confidential,
            None => self.complaint.confidential |= party.confidential,
        }
    }

    /// What was added joins the words of whoever added it, so that whoever gets the case later reads it too. The events keep all
    /// of it where the case itself has grown too long.
    pub(super) fn add(&mut self, by: &Actor, text: &str, slots: &Slots, evidence: &[Evidence]) {
        let party = match by {
            Actor::Citizen { user } => self.parties.iter_mut().find(|party| party.citizen == *user),
            Actor::Staff { .. } | Actor::System => None,
        };
        let (known, facts, pieces, confidential) = match party {
            Some(party) => (&mut party.text, &mut party.slots, &mut party.evidence, &mut party.confidential),
            None => {
                let Complaint { text, slots, evidence, confidential, .. } = &mut self.complaint;
                (text, slots, evidence, confidential)
            }
        };
        if !text.is_empty() && known.chars().count() + text.chars().count() <= MOST_CHARACTERS {
            known.push_str("\n补充：");
            known.push_str(text);
        }
        // Whoever asks for secrecy later has it from then on (RULEBOOK §8).
        *confidential |= slots.contains_key(&Slot::Confidential);
        facts.extend(slots.iter().map(|(slot, value)| (*slot, value.clone())));
        pieces.extend(evidence.iter().cloned());
    }

    /// Whatever a citizen of the case speaks of later is a risk of the case.
    pub(super) fn endanger(&mut self, risks: &[Risk]) {
        let known = &mut self.complaint.classification.risks;
        known.extend(risks);
        known.sort_unstable();
    }
}
