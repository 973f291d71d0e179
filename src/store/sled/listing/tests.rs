use std::ops::Range;

use super::*;
use crate::domain::audit::{View, Viewed, Viewer};
use crate::domain::ids::CaseNumber;
use crate::domain::privacy::Sight;
use crate::store::sled::chain::{self, beginning};

/// The case that is looked at.
pub fn case() -> CaseNumber {
    "20260213-000001".parse().expect("a number")
}

/// A view of that case, with the code of this number.
pub fn view(n: u64) -> View {
    let by = Viewer::Operator { name: None };
    View { case: case(), at: beginning(), by, how: Viewed::Page, sight: Sight::Masked, seq: 1, code: Some(code(n)) }
}

/// That code.
pub fn code(n: u64) -> String {
    format!("C{n:05}")
}

/// A database, the stage of its writer, and the views that wait.
struct House {
    db: sled::Db,
    stage: Stage,
    unlisted: Unlisted,
    damage: Damage,
}

impl House {
    fn new() -> Self {
        let db = sled::Config::new().temporary(true).open().expect("a database");
        Self { stage: Stage::new((*db).clone()), db, unlisted: Unlisted::default(), damage: Damage::default() }
    }

    /// Somebody sees the case, so many times.
    fn seen(&mut self, these: Range<u64>) {
        for n in these {
            chain::record(&mut self.stage, &self.unlisted, view(n)).expect("nobody else has the code");
            self.stage.accept();
            self.unlisted.accept();
        }
        self.stage.apply().expect("written");
    }

    fn open(&self) -> Listing {
        Listing::open(&self.db, &self.damage).expect("readable")
    }

    /// One go of a writer.
    fn list(&mut self, listing: &mut Listing) {
        let up_to = listing.stage(&self.unlisted, &mut self.stage).expect("readable");
        self.stage.apply().expect("written");
        listing.note(&self.unlisted, up_to);
    }

    /// How many marks there are by the case and by the code, and how far the record says that views are listed.
    fn listed(&self) -> (usize, usize, Option<u64>) {
        let record = self.db.get(keys::listed()).expect("readable");
        let up_to = record.map(|bytes| decode(keys::listed().as_ref(), &bytes).expect("a number"));
        (self.db.scan_prefix(keys::views_of(case())).count(), self.db.scan_prefix(keys::trace("")).count(), up_to)
    }
}

#[test]
fn views_are_listed_a_few_at_a_time() {
    let mut house = House::new();
    let mut listing = house.open();
    assert!(!listing.is_due(&house.unlisted, &house.stage));
    house.seen(1..601);
    assert!(listing.is_due(&house.unlisted, &house.stage) && !listing.is_pressing(&house.unlisted, &house.stage));
    assert_eq!(house.listed(), (0, 0, None));
    house.list(&mut listing);
    assert_eq!((house.listed(), listing.goes_on()), ((256, 256, Some(256)), true));
    house.list(&mut listing);
    house.list(&mut listing);
    assert_eq!((house.listed(), listing.goes_on()), ((600, 600, Some(600)), false));
    assert!(house.unlisted.count() == 0 && !listing.is_due(&house.unlisted, &house.stage));
}

#[test]
fn what_a_process_left_is_listed_when_the_store_opens() {
    let mut house = House::new();
    let mut listing = house.open();
    house.seen(1..301);
    house.list(&mut listing);
    // Entries that are written together are one record: the next one to list lies inside it.
    house.seen(301..401);
    assert_eq!(house.listed(), (256, 256, Some(256)));
    house.unlisted = Unlisted::default();
    house.open();
    assert_eq!(house.listed(), (400, 400, Some(400)));
    assert_eq!(house.damage.count(), 0);
}

#[test]
fn a_code_is_in_use_before_and_after_it_is_listed() {
    let mut house = House::new();
    let mut listing = house.open();
    house.seen(1..2);
    for _ in 0..2 {
        let again = chain::record(&mut house.stage, &house.unlisted, view(1));
        assert!(matches!(again, Err(crate::store::CommitError::Conflict(_))));
        house.stage.refuse();
        house.unlisted.refuse();
        house.list(&mut listing);
    }
    assert_eq!(house.listed(), (1, 1, Some(1)));
}

#[test]
fn a_record_that_cannot_be_right_is_made_anew() {
    for wrong in ["??", "999"] {
        let mut house = House::new();
        house.seen(1..4);
        house.db.insert(keys::listed(), wrong).expect("written");
        house.open();
        assert_eq!((house.listed(), house.damage.count()), ((3, 3, Some(3)), 1), "{wrong}");
        // Also where nobody has seen anything.
        let house = House::new();
        house.db.insert(keys::listed(), wrong).expect("written");
        house.open();
        assert_eq!((house.listed(), house.damage.count()), ((0, 0, Some(0)), 1), "{wrong}");
    }
}

#[test]
fn a_long_chain_without_views_moves_the_record() {
    let mut house = House::new();
    let mut listing = house.open();
    for _ in 0..SPAN {
        chain::append(&mut house.stage, beginning(), Said::Rejoined).expect("it goes on");
    }
    house.stage.accept();
    house.stage.apply().expect("written");
    assert!(listing.is_due(&house.unlisted, &house.stage) && !listing.is_pressing(&house.unlisted, &house.stage));
    house.list(&mut listing);
    assert_eq!(house.listed(), (0, 0, Some(SPAN)));
    assert!(!listing.is_due(&house.unlisted, &house.stage));
}
