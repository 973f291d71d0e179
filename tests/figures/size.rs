//! A hundred thousand cases: what the book takes, and how fast it answers.

use std::time::{Duration, Instant};

use yousu::domain::case::Satisfaction;
use yousu::domain::command::Command;
use yousu::domain::staff::Actor;
use yousu::figures::{Book, By, Days, Filter, Measure, facts};

use crate::common::bench::{Bench, citizen, follow_up};
use crate::common::{date, moment};

#[test]
fn a_hundred_thousand_cases_are_small_and_answer_at_once() {
    let bench = Bench::answered().given(&citizen(), &follow_up(Some(true), Satisfaction::Satisfied, None));
    let mut one = facts(&bench.record, Book::horizon()).expect("a case");
    let again = bench.given(&Actor::System, &Command::Recur { case: "20260601-000001".parse().expect("a number") });
    let mut other = facts(&again.record, Book::horizon()).expect("a case");
    let mut book = Book::default();
    for serial in 1..=50_000_u32 {
        let days = chrono::TimeDelta::days(i64::from(serial % 360));
        for (case, number) in [(&mut one, 2 * serial - 1), (&mut other, 2 * serial)] {
            let mut case = case.clone();
            case.case = super::number(number);
            case.facts.iter_mut().for_each(|fact| fact.at += days);
            book.put(&case);
        }
    }
    assert_eq!(book.cases(), 100_000);
    assert!(book.bytes() <= 12 * book.facts(), "{} bytes for {} facts", book.bytes(), book.facts());
    let (directory, now) = (crate::common::bench::directory(), moment("2028-01-01 00:00"));
    for (by, filter) in
        [(By::Unit, Filter::default()), (By::Day, Filter::of(Days::month(date("2026-05-01")))), (By::Person, Filter::default())]
    {
        let begun = Instant::now();
        let table = book.table(by, &filter, &directory, now);
        println!("{}: {:?} for {} facts, {} bytes each", by.name(), begun.elapsed(), book.facts(), book.bytes() / book.facts());
        assert!(table.total.rate(Measure::Solved).of > 0);
        // An unoptimised build on a busy machine; an optimised one takes a small part of it.
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }
}
