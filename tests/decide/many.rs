//! Many citizens on one case 并案诉求人: each answers for themselves, and all of them come to exactly one conclusion.

use proptest::prelude::*;
use yousu::domain::case::{Party, Satisfaction, State};
use yousu::domain::command::Command;
use yousu::domain::event::{Count, Event, Outcome};
use yousu::domain::ids::UserRef;
use yousu::domain::refusal::Refusal;
use yousu::domain::staff::Actor;

use crate::common::bench::{Bench, citizen, dispatcher, follow_up, stranger};
use crate::withdraw;

fn user(actor: &Actor) -> UserRef {
    match actor {
        Actor::Citizen { user } => user.clone(),
        other => panic!("{other:?} is no citizen"),
    }
}

fn other(place: usize) -> Actor {
    Actor::Citizen { user: UserRef(format!("play:others-{place}")) }
}

fn party(place: usize, bench: &Bench) -> Party {
    Party {
        citizen: user(&other(place)),
        chat: bench.case.complaint.chat.clone(),
        from: format!("20260213-{:06}", 500 + place).parse().expect("a number"),
        text: format!("第{place}位自己的话"),
        slots: Default::default(),
        evidence: Vec::new(),
        confidential: false,
    }
}

/// A case that waits for the answers of its citizen and of so many others.
fn asked(others: usize) -> Bench {
    let mut bench = Bench::resolved();
    for place in 0..others {
        let party = party(place, &bench);
        bench.must(&dispatcher(), &Command::Join { party });
    }
    bench.given(&dispatcher(), &Command::Review { fault: None })
}

fn who(place: usize) -> Actor {
    if place == 0 { citizen() } else { other(place - 1) }
}

#[test]
fn nobody_answers_twice_and_a_stranger_not_at_all() {
    let vote = follow_up(Some(true), Satisfaction::Satisfied, None);
    let bench = asked(1).given(&other(0), &vote);
    assert_eq!(bench.refused(&other(0), &vote), Refusal::HasVoted);
    assert_eq!(bench.refused(&other(0), &Command::AnswerSolved { solved: true }), Refusal::HasVoted);
    assert!(matches!(bench.refused(&stranger(), &vote), Refusal::NoSuchCase { .. }));
    assert!(matches!(bench.state(), State::Answered { .. }), "the other is waited for");
}

#[test]
fn the_last_who_has_not_answered_leaves_and_the_others_have_decided() {
    let bench = asked(1).given(&citizen(), &follow_up(Some(true), Satisfaction::Fair, None)).given(&other(0), &withdraw());
    let count = Count { solved: 1, fair: 1, ..Count::default() };
    assert_eq!(bench.case.outcome(), Some(&Outcome::Voted(count)));
}

#[test]
fn whoever_left_may_come_back_and_is_on_the_case_once() {
    let mut bench = asked(1).given(&other(0), &withdraw());
    assert_eq!(bench.case.citizens().count(), 1);
    let party = party(0, &bench);
    bench.must(&dispatcher(), &Command::Join { party });
    assert_eq!((bench.case.citizens().count(), bench.case.parties.len()), (2, 1));
}

#[test]
fn each_sees_their_own_words_and_number() {
    let bench = asked(2);
    let mut own = bench.case.clone();
    own.number = bench.case.parties[1].from;
    let seen = bench.case.seen_by(&user(&other(1)), &own);
    assert_eq!((seen.number, seen.complaint.text.as_str()), (own.number, "第1位自己的话"));
    assert_eq!(seen.citizen(), &user(&other(1)));
    assert_eq!(seen.citizens().count(), 3);
    assert!(seen.parties.iter().any(|party| party.text == bench.case.complaint.text), "the first is another party");
}

#[derive(Clone, Copy, Debug)]
enum Deed {
    Solved(bool),
    Vote(bool, Satisfaction, bool),
    Leave,
}

fn deeds() -> impl Strategy<Value = Vec<(usize, Deed)>> {
    let satisfaction = prop::sample::select(Satisfaction::ALL.to_vec());
    let deed = prop_oneof![
        2 => any::<bool>().prop_map(Deed::Solved),
        4 => (any::<bool>(), satisfaction, any::<bool>()).prop_map(|(solved, how, why)| Deed::Vote(solved, how, why)),
        1 => Just(Deed::Leave),
    ];
    prop::collection::vec((0..4_usize, deed), 0..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever the order of votes and leaves: never two conclusions, silence is never content, and nobody who left counts.
    #[test]
    fn any_order_ends_in_one_conclusion(deeds in deeds()) {
        let mut bench = asked(3);
        let mut conclusions = Vec::new();
        for (place, deed) in deeds {
            if !matches!(bench.state(), State::Answered { .. }) {
                break;
            }
            let command = match deed {
                Deed::Solved(solved) => Command::AnswerSolved { solved },
                Deed::Vote(solved, how, why) => follow_up(Some(solved), how, why.then_some("还差一点")),
                Deed::Leave => withdraw(),
            };
            let before = bench.case.clone();
            let events = bench.try_do(&who(place), &command).unwrap_or_default();
            let ended = events.iter().filter_map(|event| match event {
                Event::FollowedUp { outcome, .. } => Some(outcome.clone()),
                _ => None,
            });
            conclusions.extend(ended);
            if let Some(Outcome::Voted(count)) = conclusions.last() {
                let asked = before.citizens().filter(|(citizen, _)| !bench.case.left.contains(*citizen)).count();
                let content = count.satisfied + count.fair + count.dissatisfied;
                prop_assert_eq!(count.solved + count.unsolved, content, "each who answered is counted once in each question");
                prop_assert_eq!((content + count.silent) as usize, asked);
                prop_assert_eq!(count.silent, 0, "nobody is waited for any more, so nobody is silent");
            }
        }
        prop_assert!(conclusions.len() <= 1);
        let open = matches!(bench.state(), State::Answered { .. });
        let withdrawn = matches!(bench.state(), State::Withdrawn { .. });
        prop_assert!(open || conclusions.len() == 1 || withdrawn);
        if open {
            bench.run_to("2026-06-30 12:00");
            let silent = matches!(bench.state(), State::Answered { call: Some(_), .. });
            let voted = matches!(bench.case.outcome(), Some(Outcome::Voted(count)) if count.satisfied + count.fair + count.dissatisfied > 0);
            prop_assert!(silent || voted || bench.case.tally.redos > 0, "it ends by itself, or a person calls");
        }
    }
}
