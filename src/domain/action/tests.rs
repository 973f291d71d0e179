//! Every short form comes back as the button it was made of.

use super::short::SIMPLE;
use super::*;

fn number() -> CaseNumber {
    "20260213-000001".parse().expect("a case number")
}

#[test]
fn every_button_comes_back_as_it_went_out() {
    let mut all: Vec<Action> = PLAIN.iter().map(|(plain, _)| Action::Plain(*plain)).collect();
    let verbs = SIMPLE.iter().map(|(verb, _)| verb.clone()).chain([
        Verb::Solved(true),
        Verb::Solved(false),
        Verb::Merge(number()),
        Verb::MergeAll(number()),
        Verb::Grade(true),
        Verb::Grade(false),
        Verb::Rule("a-department-of-24-bytes".into()),
        Verb::ApplySuspension("a-ground-of-24-bytes-now".to_owned()),
        Verb::Suspend("a-ground-of-24-bytes-now".to_owned()),
        Verb::Revoke("a-ground-of-24-bytes-now".to_owned()),
        Verb::Dispatch("a-department-of-24-bytes".into()),
        Verb::Transfer("chengguan".into()),
    ]);
    all.extend(verbs.map(|verb| Action::Case(number(), verb)));
    for satisfaction in Satisfaction::ALL {
        for verb in [Verb::Satisfied(satisfaction), Verb::Called(true, satisfaction), Verb::Called(false, satisfaction)] {
            all.push(Action::Case(number(), verb));
        }
    }
    all.extend(LetterKind::ALL.map(|kind| Action::Case(number(), Verb::BeginLetter(kind))));
    all.extend([Action::Needs(0), Action::Needs(12), Action::Needs(u32::MAX)]);
    all.extend(Ground::ALL.map(|ground| Action::Case(number(), Verb::Decline(ground))));
    for action in all {
        let short = action.encode();
        assert!(short.len() <= Action::MOST_BYTES, "{short}");
        assert_eq!(Action::decode(&short), Some(action), "{short}");
    }
}

#[test]
fn what_is_not_ours_is_nothing() {
    for text in [
        "",
        "|",
        "confirm|",
        "resolve",
        "resolve|1",
        "satisfied|20260213-000001|9",
        "called|20260213-000001|é1",
        "dispatch|20260213-000001",
        "merge|20260213-000001|20260213",
    ] {
        assert_eq!(Action::decode(text), None, "{text}");
    }
}
