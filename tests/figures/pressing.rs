//! What needs somebody today 要紧的: why, whose, and what comes first.

use yousu::domain::case::{Case, LetterKind};
use yousu::domain::command::Command;
use yousu::figures::Book;
use yousu::reports::{Why, needs};

use crate::common::bench::{Bench, citizen, directory, extension, give_back, handler, supervisor};
use crate::common::moment;

/// Why a case needs whoever looks at all of them, the leader of 城管局, and the leader of 水务局.
fn why(bench: &Bench, when: &str) -> [Option<Why>; 3] {
    let mut book = Book::default();
    book.stand(&bench.case);
    let looked_at = book.pressing(moment(when)).contains(&bench.case.number);
    [None, Some("chengguan".into()), Some("shuiwu".into())]
        .map(|own| needs([&bench.case], own.as_ref(), &directory(), moment(when)).first().map(|needed| needed.why))
        .map(|why| why.inspect(|why| assert!(looked_at, "{why:?}: a report does not even read it")))
}

#[test]
fn each_case_needs_somebody_for_its_gravest_reason() {
    let dispatched = Bench::dispatched();
    assert_eq!(why(&dispatched, "2026-03-02 10:00"), [None; 3], "it is to be signed for tomorrow");
    assert_eq!(why(&dispatched, "2026-03-03 09:00"), [Some(Why::Today), Some(Why::Today), None]);
    assert_eq!(why(&dispatched, "2026-03-04 09:00"), [Some(Why::Overdue), Some(Why::Overdue), None]);
    let mut red = Bench::in_progress();
    red.run_to("2026-03-31 09:00");
    assert_eq!(why(&red, "2026-03-31 09:00"), [Some(Why::Red), Some(Why::Red), None]);
    // What lies with the dispatch desk is no unit's; who watches all of them sees it when it is late.
    let returned = Bench::dispatched().given(&handler("chengguan"), &give_back("属供水范围", "三定方案", Some("shuiwu")));
    assert_eq!(why(&returned, "2026-03-02 10:00"), [None; 3]);
    assert_eq!(why(&returned, "2026-03-05 10:00"), [Some(Why::Overdue), None, None]);
    let asked = Bench::in_progress().given(&handler("chengguan"), &extension(5));
    assert_eq!(why(&asked, "2026-03-02 10:00"), [Some(Why::Ruling), None, None]);
    let inquiry = Command::Supervise { kind: LetterKind::Inquiry, words: "请说明进度".into(), workdays: None };
    let letter = Bench::in_progress().given(&supervisor(), &inquiry);
    assert_eq!(why(&letter, "2026-03-02 10:00"), [Some(Why::Letter), Some(Why::Letter), None]);
    assert_eq!(why(&letter, "2026-03-06 10:00"), [Some(Why::Overdue), Some(Why::Overdue), None]);
    let closed = letter.given(&citizen(), &Command::Withdraw { reason: "已自行解决".into() });
    assert_eq!(why(&closed, "2026-03-20 10:00"), [None; 3]);
}

#[test]
fn the_gravest_and_earliest_come_first_and_a_unit_below_is_the_leaders_too() {
    let numbered = |bench: &Bench, number: &str| Case { number: number.parse().expect("a number"), ..bench.case.clone() };
    let down = Command::Transfer { to: "dadui".into(), note: None };
    let late = Bench::in_progress().at("2026-03-04 09:00").given(&handler("chengguan"), &down);
    let later = Bench::opened_with(crate::common::national(), "2026-03-03 09:00", |_| ());
    let mut red = Bench::in_progress();
    red.run_to("2026-03-18 09:00");
    let cases = [numbered(&later, "20260303-000001"), numbered(&late, "20260302-000002"), numbered(&red, "20260302-000003")];
    let order = |own: Option<&str>| -> Vec<(Why, String)> {
        let own = own.map(Into::into);
        let all = needs(&cases, own.as_ref(), &directory(), moment("2026-03-18 09:00"));
        all.into_iter().map(|needed| (needed.why, needed.number.to_string()[9..].to_owned())).collect()
    };
    let expected = [(Why::Red, "000003"), (Why::Overdue, "000001"), (Why::Overdue, "000002")].map(|(why, number)| (why, number.to_owned()));
    assert_eq!(order(None), expected);
    assert_eq!(order(Some("chengguan")), expected);
    assert_eq!(order(Some("dadui")), [(Why::Overdue, "000002".to_owned())]);
}
