use proptest::prelude::*;

use super::*;

fn questionnaire() -> Questionnaire {
    let question = |id: &str| Question { id: id.to_owned(), short: id.to_owned(), text: format!("{id}？") };
    let choice = |id: &str, points: Option<u32>| Choice { id: id.to_owned(), label: id.to_owned(), points };
    Questionnaire {
        version: 1,
        title: "民主评议".to_owned(),
        least: 3,
        open_days: 90,
        question: vec![question("attitude"), question("speed")],
        choice: vec![choice("good", Some(100)), choice("fair", Some(60)), choice("bad", Some(0)), choice("unknown", None)],
    }
}

fn quarter() -> Quarter {
    "2026Q4".parse().expect("a quarter")
}

fn ballot(unit: &str, marks: &str) -> Ballot {
    let marks: Marks = marks.parse().expect("marks");
    questionnaire().ballot(unit.into(), quarter(), &marks).expect("every question is answered")
}

#[test]
fn a_ballot_answers_every_question() {
    let of = |marks: &str| questionnaire().ballot("water".into(), quarter(), &marks.parse().expect("marks"));
    assert_eq!(of("0"), None);
    assert_eq!(of("013"), None);
    assert_eq!(of("09"), None, "there is no such answer");
    let answers = of("03").expect("both").answers;
    assert_eq!(answers.into_iter().collect::<Vec<_>>(), [("attitude".into(), "good".into()), ("speed".into(), "unknown".into())]);
    assert!("a1".parse::<Marks>().is_err() && "123456789".parse::<Marks>().is_err());
}

#[test]
fn a_ballot_says_nothing_of_case_or_time() {
    let written = serde_json::to_string(&ballot("water", "01")).expect("JSON");
    assert_eq!(written, r#"{"unit":"water","quarter":"2026Q4","answers":{"attitude":"good","speed":"fair"}}"#);
}

#[test]
fn who_knows_nothing_counts_for_nothing() {
    let ballots = [ballot("water", "00"), ballot("water", "23"), ballot("water", "33")];
    let all = results(&questionnaire(), quarter(), &ballots);
    let water = &all.units[0];
    assert_eq!((water.questions[0].score, water.questions[1].score), (Some(50.0), Some(100.0)));
    assert_eq!((water.score, water.ballots), (Some(75.0), 3));
    assert_eq!(water.questions[0].counts, [1, 0, 1, 1]);
}

#[test]
fn a_unit_of_few_ballots_is_not_shown_nor_to_be_computed() {
    let of = |unit: &str, count: usize| vec![ballot(unit, "00"); count];
    let all = results(&questionnaire(), quarter(), &[of("water", 2), of("gas", 3), of("power", 9)].concat());
    // With two hidden, what is told in all says nothing of either.
    assert_eq!((all.ballots, all.hidden, all.units.len()), (14, 2, 1));
    assert_eq!(all.units[0].unit, DepartmentId::from("power"));
    let all = results(&questionnaire(), quarter(), &[of("water", 2), of("gas", 1), of("power", 9)].concat());
    assert_eq!((all.hidden, all.units.len()), (2, 1));
    assert_eq!(results(&questionnaire(), quarter(), &of("water", 2)).hidden, 1);
}

#[test]
fn quarters() {
    let at = |text: &str| Quarter::of(Moment::parse_from_rfc3339(text).expect("a moment")).to_string();
    assert_eq!(at("2026-01-01T00:00:00+08:00"), "2026Q1");
    assert_eq!(at("2026-12-31T23:59:59+08:00"), "2026Q4");
    assert_eq!(quarter().words(), "2026年第四季度");
    for wrong in ["2026Q5", "2026Q0", "2026", "Q1", "26Q1", "2026年"] {
        assert!(wrong.parse::<Quarter>().is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn marks_come_back_as_they_went(places in prop::collection::vec(0_u8..10, 0..=Questionnaire::MOST)) {
        let marks = places.iter().fold(Marks::default(), |marks, place| marks.and(*place));
        prop_assert_eq!(marks.to_string().parse::<Marks>(), Ok(marks));
    }
}
