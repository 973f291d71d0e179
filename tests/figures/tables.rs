//! Tables: against the plainest count there is, and what is said where nothing was judged.

use chrono::TimeDelta;
use proptest::prelude::*;
use yousu::figures::{Book, By, Days, Fact, Filter, Key, Measure, Rate, Sort, Value, Which};

use super::{case, fact, number};
use crate::common::bench::directory;
use crate::common::{date, moment};

/// A case with its district and what was judged of it: day, minute, measure, above and below the line, unit.
type Drawn = (usize, Vec<(i64, i64, usize, u16, usize)>);

const DISTRICTS: [&str; 2] = ["城东区", "城西区"];
const UNITS: [Option<&str>; 5] = [None, Some("chengguan"), Some("dadui"), Some("zhongdui"), Some("shuiwu")];
const MEASURES: [Measure; 4] = [Measure::Handled, Measure::Solved, Measure::Yellow, Measure::ToAnswer];

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let one = (0_i64..70, 0_i64..1440, 0..MEASURES.len(), 0_u16..3, 0..UNITS.len());
    prop::collection::vec((0..DISTRICTS.len(), prop::collection::vec(one, 0..8)), 0..25)
}

fn facts(drawn: &[(i64, i64, usize, u16, usize)]) -> Vec<Fact> {
    let one = |(day, minute, measure, hits, unit): &(i64, i64, usize, u16, usize)| {
        let measure = MEASURES[*measure];
        let value = match measure.sort() {
            Sort::Rate | Sort::Mean => Value::Share { hits: *hits, of: 2 },
            Sort::Count => Value::Count((*hits).into()),
            Sort::Duration => Value::Lasted(u32::from(*hits) * 60),
        };
        fact(moment("2026-01-20 00:00") + TimeDelta::days(*day) + TimeDelta::minutes(*minute), measure, value, UNITS[*unit])
    };
    drawn.iter().map(one).collect()
}

/// Above and below the line of those facts that `fits` takes.
fn counted<'f>(facts: impl Iterator<Item = &'f Fact>, of: Measure) -> Rate {
    facts.filter(|fact| fact.measure == of).fold(Rate::default(), |sum, fact| match fact.value {
        Value::Share { hits, of } => Rate { hits: sum.hits + u64::from(hits), of: sum.of + u64::from(of) },
        Value::Count(count) => Rate { hits: sum.hits + u64::from(count), ..sum },
        Value::Lasted(_) => sum,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_counts_what_there_is(drawn in drawn(), from in 0_i64..70, long in 0_i64..40, unit in 1..UNITS.len(), asked in 0_i64..80) {
        let directory = directory();
        let mut book = Book::default();
        // Each case is put in twice: what was known of it is replaced.
        for (serial, (_, facts_of)) in (1..).zip(&drawn) {
            book.put(&case(serial, "江北区", facts(facts_of)));
        }
        let cases: Vec<_> = (1..).zip(&drawn).map(|(serial, (district, of))| case(serial, DISTRICTS[*district], facts(of))).collect();
        cases.iter().for_each(|case| book.put(case));
        let first = date("2026-01-20");
        let days = Days { from: first + TimeDelta::days(from), to: first + TimeDelta::days(from + long) };
        let (own, now) = (UNITS[unit].expect("a unit").into(), moment("2026-01-20 12:00") + TimeDelta::days(asked));
        let filter = Filter { district: Some(DISTRICTS[0].to_owned()), ..Filter::of(days) }.within(own);
        let own = filter.unit.as_ref().expect("it is set");
        let fits = |fact: &&Fact| {
            fact.at <= now && days.contains(fact.at.date_naive()) && fact.unit.as_ref().is_some_and(|unit| directory.is_within(unit, own))
        };
        let here: Vec<&Fact> = cases.iter().filter(|case| case.about.district.as_deref() == Some(DISTRICTS[0])).flat_map(|case| &case.facts).filter(fits).collect();
        for by in By::ALL {
            let table = book.table(by, &filter, &directory, now);
            for measure in MEASURES {
                prop_assert_eq!(table.total.rate(measure), counted(here.iter().copied(), measure), "{}", by.name());
            }
            for row in &table.rows {
                let of_row = |fact: &&Fact| match &row.key {
                    Key::Unit(unit) if by == By::Unit => fact.unit.as_ref().is_some_and(|own| directory.is_within(own, unit)),
                    Key::Unit(unit) => fact.unit.as_ref() == Some(unit),
                    Key::District(name) => name == DISTRICTS[0],
                    Key::From(day) => match by {
                        By::Day => fact.at.date_naive() == *day,
                        By::Week => Days::week(*day).contains(fact.at.date_naive()) && Days::week(*day).from == *day,
                        _ => Days::month(*day).contains(fact.at.date_naive()) && Days::month(*day).from == *day,
                    },
                    Key::Intent(_) | Key::Channel(_) => true,
                    Key::Person(_) => false,
                    Key::None => by == By::Person,
                };
                for measure in MEASURES {
                    prop_assert_eq!(row.sums.rate(measure), counted(here.iter().copied().filter(of_row), measure), "{:?}", &row.key);
                }
            }
            prop_assert!(table.rows.is_sorted_by(|one, other| one.key < other.key));
        }
        let late = book.behind(Measure::Handled, Which::Misses, &filter, &directory, now);
        let missed = |fact: &Fact| fact.measure == Measure::Handled && matches!(fact.value, Value::Share { hits, of } if of > hits);
        let behind = cases.iter().filter(|case| case.about.district.as_deref() == Some(DISTRICTS[0]));
        let behind: Vec<_> = behind.filter(|case| case.facts.iter().any(|fact| fits(&fact) && missed(fact))).map(|case| case.case).collect();
        prop_assert_eq!(late, behind);
    }
}

#[test]
fn where_nothing_was_judged_there_is_no_rate() {
    let sums = Book::default().total(&Filter::default(), &directory(), moment("2026-03-02 09:00"));
    for measure in Measure::ALL {
        let expected = (measure.sort() == Sort::Count).then_some(0.0);
        assert_eq!(sums.value(measure), expected, "{}", measure.label());
    }
    assert_eq!(sums.rate(Measure::Satisfied).percent(), None, "neither 0 nor 100 %");
}

#[test]
fn the_middle_and_the_slowest_tenth() {
    let mut book = Book::default();
    let at = moment("2026-03-02 09:00");
    for (serial, minutes) in (1..).zip([50_u32, 10, 30, 20, 40, 90, 80, 70, 60, 600]) {
        book.put(&case(serial, "城东区", vec![fact(at, Measure::ToAnswer, Value::Lasted(minutes * 60), Some("shuiwu"))]));
    }
    let sums = book.total(&Filter::default(), &directory(), at);
    assert_eq!((sums.median(Measure::ToAnswer), sums.percentile(Measure::ToAnswer, 90)), (Some(50 * 60), Some(90 * 60)));
    book.remove(number(10));
    assert_eq!(book.total(&Filter::default(), &directory(), at).percentile(Measure::ToAnswer, 100), Some(90 * 60));
}

#[test]
fn every_measure_has_a_name_and_a_sentence_of_its_own() {
    let mut names: Vec<&str> = Measure::ALL.iter().flat_map(|measure| [measure.name(), measure.label(), measure.sentence()]).collect();
    assert!(Measure::of_sort(Sort::Rate).all(|measure| measure.sentence().contains('÷') && measure.label().ends_with('率')));
    assert!(Measure::ALL.iter().enumerate().all(|(place, measure)| *measure as usize == place), "in the order of tables");
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert_eq!(Measure::named("按时办结率"), Measure::named("handled"));
}
