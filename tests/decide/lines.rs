//! A case in one line: what its card says of it, for whoever reads it.

use yousu::domain::complaint::Slot;
use yousu::domain::message::{Card, CaseLine};
use yousu::domain::privacy::Reader;

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
