//! Who sees whom on paper 文书脱敏: identities are planted, and looked for in what each reader holds.

use yousu::domain::case::Party;
use yousu::domain::event::{Event, Recorded};
use yousu::domain::paper::PaperKind;
use yousu::domain::privacy::Reader;
use yousu::domain::staff::Role;

use super::common::bench::{dispatcher, neighbour};
use super::container::words;
use super::papers::{NAME, PHONE, city, life, made, short};

/// Identities that no reader but the citizen and the dispatcher may see.
fn shows(words: &str) -> Vec<&'static str> {
    [NAME, PHONE, "司马相", "相如", "1391234", "12345678"].into_iter().filter(|planted| words.contains(planted)).collect()
}

#[test]
fn planted_identities_are_on_no_paper_of_a_reader_who_may_not_see_them() {
    let city = city();
    for kind in PaperKind::ALL {
        let mut bench = life(kind, &short());
        for confidential in [false, true] {
            if confidential {
                // The citizen asks for it when the paper has long been made.
                let party = Party { confidential: true, ..neighbour("李") };
                let (last, by) = (bench.record.last().expect("a record"), dispatcher());
                let joined = Recorded { seq: last.seq + 1, by, event: Event::Joined { party }, ..last.clone() };
                bench.record.push(joined);
            }
            for reader in Reader::ALL {
                let words = words(&made(&city, kind, &bench, reader));
                let may_see = matches!(reader, Reader::Citizen | Reader::Staff(Role::Dispatcher)) && kind != PaperKind::Admonition;
                let shown = shows(&words);
                assert!(may_see || shown.is_empty(), "{kind:?} for {reader:?}, confidential {confidential}: {shown:?}");
                let masked = confidential && ["司马某", "139****5678"].into_iter().any(|mask| words.contains(mask));
                assert!(may_see || !masked, "{kind:?} for {reader:?}: a confidential case shows not even the shape of an identity");
            }
        }
    }
}

#[test]
fn the_canary_sings_where_it_may() {
    let city = city();
    let bench = life(PaperKind::Transfer, &short());
    let of = |kind, reader| words(&made(&city, kind, &bench, reader));
    assert_eq!(shows(&of(PaperKind::Transfer, Reader::Staff(Role::Dispatcher))).len(), 6);
    assert!(of(PaperKind::Transfer, Reader::Staff(Role::Handler)).contains("139****5678"), "units see the mask");
    let public = of(PaperKind::Transfer, Reader::Public);
    assert!(!public.contains("烤鱼店排烟管"), "the public sees no words at all");
}

#[test]
fn an_admonition_never_speaks_of_the_citizen() {
    let city = city();
    let bench = life(PaperKind::Admonition, &short());
    for reader in Reader::ALL {
        let words = words(&made(&city, PaperKind::Admonition, &bench, reader));
        assert!(shows(&words).is_empty() && !words.contains("排烟管正对我家"), "{reader:?}: {words}");
    }
}
