//! The picture of a report: what it shows, and that the same days make the same bytes.

use yousu::domain::report::ReportKind;
use yousu::figures::{Book, Filter, Measure, Value};
use yousu::reports::{course, picture};

use super::{case, fact};
use crate::common::bench::directory;
use crate::common::{date, moment};

/// A book of three months in which more and more comes, and some of it is late.
fn book() -> Book {
    let mut book = Book::default();
    for (serial, day) in (1..).zip(0_i64..90) {
        let at = moment("2026-01-01 09:00") + chrono::TimeDelta::days(day);
        let share = |hits| Value::Share { hits, of: 3 };
        let facts = vec![
            fact(at, Measure::Received, Value::Count(4 + (serial * 7) % 5 + serial / 9), None),
            fact(at, Measure::Dispatched, Value::Count(2 + serial % 4), Some("dadui")),
            fact(at, Measure::Archived, Value::Count(2 + (serial * 3) % 7), Some("dadui")),
            fact(at, Measure::Handled, share(u16::try_from(serial % 4).expect("small").min(3)), Some("dadui")),
        ];
        book.put(&case(serial, "城东区", facts));
    }
    book
}

fn drawn(book: &Book, kind: ReportKind, unit: Option<&str>, asked: &str) -> Vec<u8> {
    let course = course(kind, date("2026-03-20"));
    let filter = Filter { unit: unit.map(Into::into), ..Filter::of(course.days) };
    let table = book.table(course.by, &filter, &directory(), moment(asked));
    picture(&course, &table, unit.map(|_| "城管局")).expect("it is drawn")
}

#[test]
fn the_same_days_make_the_same_picture() {
    let mut book = book();
    for (kind, days) in [(ReportKind::Daily, 14), (ReportKind::Weekly, 54), (ReportKind::Monthly, 354)] {
        let first = drawn(&book, kind, Some("chengguan"), "2026-03-21 08:00");
        assert!(first.starts_with(b"\x89PNG\r\n"), "a PNG");
        let course = course(kind, date("2026-03-20"));
        assert_eq!(course.days.count(), days, "{course:?}");
        // What comes later changes nothing in it; what was there shows.
        let before = drawn(&Book::default(), kind, Some("chengguan"), "2026-03-21 08:00");
        assert_ne!(first, before);
        let late = fact(moment("2026-03-25 09:00"), Measure::Archived, Value::Count(90), Some("dadui"));
        book.put(&case(999, "城东区", vec![late]));
        assert_eq!(first, drawn(&book, kind, Some("chengguan"), "2026-07-01 08:00"));
    }
}
