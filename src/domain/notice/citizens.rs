//! Many citizens on one case 并案诉求人: which of them hears of an event. Each is told for themselves, and of none of the others.

use super::{Audience, Message, Notice, Outcome, Role, State, View, care};
use crate::domain::case::Case;
use crate::domain::decide;
use crate::domain::event::{Event, Recorded, Vote};
use crate::domain::ids::UserRef;
use crate::domain::message::Merging;
use crate::domain::staff::Actor;

/// Whether this citizen hears of the event: what one of many did is answered to them alone, and whoever has answered both
/// questions is not asked again. `case` is the case after the event.
pub fn hears(citizen: &UserRef, recorded: &Recorded, case: &Case) -> bool {
    match (&recorded.event, &recorded.by) {
        (Event::Left { citizen: who, .. } | Event::Voted { citizen: who, .. }, _) => who == citizen,
        (Event::Joined { party }, _) => party.citizen == *citizen,
        (Event::FollowUpAsked { .. }, _) => !case.has_voted(citizen),
        (Event::Urged { .. } | Event::Supplemented { .. } | Event::SolvedAnswered { .. } | Event::Confirmed, Actor::Citizen { user }) => {
            user == citizen
        }
        _ => true,
    }
}

/// One of many left 退出: they are told that it is withdrawn for them, and those at work only that one left.
pub(super) fn left(before: &State, view: &View<'_>) -> Vec<Notice> {
    let number = view.case.number;
    let citizens = view.case.citizens().count();
    let told = |to| view.to(to, Message::Merging(Merging::TaskLeft { number, citizens }));
    let mut all: Vec<Notice> = care::at_work(before).into_iter().map(told).collect();
    all.push(view.to(Audience::Citizen, Message::Withdrawn { number }));
    all
}

/// One of many has answered both questions, and others have not.
pub(super) fn voted(view: &View<'_>) -> Vec<Notice> {
    if view.last { vec![view.to(Audience::Citizen, Message::Thanked { number: view.case.number })] } else { Vec::new() }
}

/// What came of asking many: each who answered is thanked, whoever was silent learns that it was counted so. A redo says itself.
pub(super) fn concluded(before: &State, outcome: &Outcome, words: &str, view: &View<'_>) -> Vec<Notice> {
    let (Outcome::Voted(_), State::Answered { ballots, .. }) = (outcome, before) else { return Vec::new() };
    let number = view.case.number;
    let of_case = ballots.iter().filter(|ballot| view.case.is_of(&ballot.citizen));
    let votes: Vec<Vote> = of_case.filter_map(|ballot| ballot.vote.clone()).collect();
    let again = decide::asks_for_redo(&votes, view.profile);
    if again && view.case.tally.redos < view.profile.redo.times {
        return Vec::new();
    }
    let own = ballots.iter().find(|ballot| ballot.citizen == *view.case.citizen()).and_then(|ballot| ballot.vote.as_ref());
    let message = match own {
        Some(vote) => Message::Closed { number, solved: vote.solved },
        None => Message::ClosedUnanswered { number },
    };
    let still = again.then(|| {
        let words = view.veiled(words, Role::Supervisor);
        view.to(Audience::Role(Role::Supervisor), Message::StillUnsolved { card: view.card(Role::Supervisor), words })
    });
    still.into_iter().chain([view.to(Audience::Citizen, message)]).collect()
}
