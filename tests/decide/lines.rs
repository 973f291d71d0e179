//! A case in one line: what its card says of it, for whoever reads it.

use yousu::domain::complaint::Slot;
use yousu::domain::message::{Card, CaseLine};
use yousu::domain::privacy::{Reader, sight};

use crate::common::bench::Bench;
use crate::common::moment;

#[test]
fn a_line_is_what_the_card_says() {
    let mut cases = vec![Bench::received(), Bench::accepted(), Bench::dispatched(), Bench::in_progress(), Bench::answered()];
    let mut told = Bench::dispatched();
    told.case.complaint.text = "我叫王建国，电话13900001111，楼下烧烤摊半夜还在吵".into();
    told.case.complaint.slots.insert(Slot::Name, "王建国".into());
    let mut placed = Bench { case: told.case.clone(), ..Bench::dispatched() };
    placed.case.complaint.slots.insert(Slot::Place, "柳园4栋王建国家楼下".into());
    let mut kept = Bench { case: placed.case.clone(), ..Bench::dispatched() };
    kept.case.complaint.confidential = true;
    cases.extend([told, placed, kept]);
    for (bench, reader) in cases.iter().flat_map(|bench| Reader::ALL.map(|reader| (bench, reader))) {
        for now in ["2026-03-02 10:00", "2026-05-04 10:00"].map(moment) {
            let line = CaseLine::of_case(&bench.case, reader, &bench.directory, now);
            assert_eq!(line, CaseLine::of(&Card::of(&bench.case, reader, &bench.directory, now)), "{reader:?}");
        }
    }
}

/// A notice to several colleagues is made from one card for all who see as much.
#[test]
fn colleagues_who_see_as_much_of_a_case_see_the_same_card() {
    let mut told = Bench::in_progress();
    told.case.complaint.text = "我叫王建国，电话13900001111，楼下烧烤摊半夜还在吵".into();
    told.case.complaint.slots.insert(Slot::Name, "王建国".into());
    let mut kept = Bench { case: told.case.clone(), ..Bench::dispatched() };
    kept.case.complaint.confidential = true;
    let now = moment("2026-03-02 10:00");
    for bench in [told, kept, Bench::answered(), Bench::received()] {
        let colleagues = Reader::ALL.into_iter().filter(|reader| matches!(reader, Reader::Staff(_)));
        let seen = |reader: Reader| (sight(reader, &bench.case), Card::of(&bench.case, reader, &bench.directory, now));
        let all: Vec<_> = colleagues.map(seen).collect();
        for (sight, card) in &all {
            assert!(all.iter().filter(|(other, _)| other == sight).all(|(_, other)| other == card), "{sight:?}");
        }
    }
}
