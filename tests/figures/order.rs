//! The order of units 排名: bands, points and whoever has too few cases.

use proptest::prelude::*;
use yousu::domain::department::{Department, Directory};
use yousu::domain::profile::Weights;
use yousu::figures::{Band, Book, Filter, Measure, Ranking, Value};

use super::{case, fact};
use crate::common::moment;

/// A city of so many units directly below its root.
fn directory(units: usize) -> Directory {
    let root = "id = \"city\"\nname = \"市\"\nshort = \"市\"\nlevel = \"city\"\nkind = \"government\"".to_owned();
    let unit = |i: usize| {
        format!("id = \"u{i:02}\"\nname = \"第{i}局\"\nshort = \"第{i}局\"\nparent = \"city\"\nlevel = \"city\"\nkind = \"bureau\"")
    };
    let texts = [root].into_iter().chain((0..units).map(unit));
    Directory::new(texts.map(|text| toml::from_str::<Department>(&text).expect("a unit")).collect())
}

/// What each unit did: of how many tasks how many were responded to, solved and satisfied.
fn ranking(units: &[(u16, [u16; 3])], weights: &Weights) -> Ranking {
    let mut book = Book::default();
    for (i, (of, hits)) in (0_u32..).zip(units) {
        let unit = format!("u{i:02}");
        let facts = Measure::THREE.iter().zip(hits).map(|(measure, hits)| {
            let value = Value::Share { hits: (*hits).min(*of), of: *of };
            fact(moment("2026-03-02 09:00"), *measure, value, Some(&unit))
        });
        book.put(&case(i + 1, "城东区", facts.collect()));
    }
    book.ranking(None, &Filter::default(), &directory(units.len()), weights, moment("2026-03-03 09:00"))
}

#[test]
fn bands_of_few_units() {
    assert_eq!([0, 1, 2].map(Band::sizes), [[0, 0, 0], [0, 1, 0], [1, 1, 0]]);
    assert_eq!([3, 4, 5, 6, 7, 10, 20].map(Band::sizes), [[1, 1, 1], [1, 2, 1], [2, 2, 1], [2, 2, 2], [2, 3, 2], [3, 4, 3], [6, 8, 6]]);
}

#[test]
fn neighbours_are_a_point_apart_and_the_order_is_by_what_was_earned() {
    let ranking = ranking(&[(100, [90, 90, 90]), (200, [180, 180, 180]), (100, [90, 90, 91]), (100, [50, 50, 50])], &Weights::default());
    let shown: Vec<(&str, String, &str)> = ranking
        .places
        .iter()
        .map(|place| (place.unit.as_str(), format!("{:.2} {:.2}", place.composite, place.points), place.band.label()))
        .collect();
    assert_eq!(
        shown,
        [
            ("u02", "90.35 90.35".to_owned(), "第一档"),
            ("u01", "90.00 89.35".to_owned(), "第二档"),
            ("u00", "90.00 88.35".to_owned(), "第二档"),
            ("u03", "50.00 50.00".to_owned(), "第三档"),
        ]
    );
}

#[test]
fn a_unit_with_too_few_cases_is_listed_and_not_ranked() {
    let ranking = ranking(&[(4, [4, 4, 4]), (5, [5, 0, 0]), (0, [0, 0, 0])], &Weights::default());
    assert_eq!(ranking.places.iter().map(|place| place.unit.as_str()).collect::<Vec<_>>(), ["u01"]);
    let unranked: Vec<_> = ranking.unranked.iter().map(|unit| (unit.unit.as_str(), unit.composite)).collect();
    assert_eq!(unranked, [("u00", Some(100.0)), ("u02", None)]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_order_is_one(units in prop::collection::vec((0_u16..40, [0_u16..40, 0..40, 0..40]), 0..40), response in 0_u32..=100) {
        let solved = (100 - response) / 2;
        let weights = Weights { response, solved, satisfied: 100 - response - solved };
        let order = ranking(&units, &weights);
        prop_assert_eq!(&order, &ranking(&units, &weights));
        prop_assert_eq!(order.places.len() + order.unranked.len(), units.len());
        prop_assert!(order.unranked.iter().all(|unit| unit.sums.rate(Measure::Solved).of < Ranking::FEWEST));
        for (i, place) in order.places.iter().enumerate() {
            prop_assert_eq!(place.rank, i + 1);
            prop_assert!(place.points <= place.composite && place.composite <= 100.0 + 1e-9);
        }
        for pair in order.places.windows(2) {
            prop_assert!(pair[0].composite >= pair[1].composite && pair[0].band <= pair[1].band);
            prop_assert!(pair[0].points - pair[1].points >= Ranking::APART - 1e-9, "{:?}", pair);
        }
        let sizes = [Band::First, Band::Second, Band::Third].map(|band| order.places.iter().filter(|place| place.band == band).count());
        prop_assert_eq!(sizes, Band::sizes(order.places.len()));
        for (size, percent) in sizes.iter().zip([30, 40, 30]) {
            prop_assert!((*size as f64 - order.places.len() as f64 * f64::from(percent) / 100.0).abs() < 1.0);
        }
    }
}
