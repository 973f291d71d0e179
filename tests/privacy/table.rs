//! The table 谁看得到什么, whole, as a supervisor would read it.

use yousu::domain::privacy::{Reader, Sight, What, sight_of};
use yousu::domain::staff::Role;

use crate::common::table::width;

/// The table as Markdown, its columns aligned for readers of Chinese.
fn printed(confidential: bool) -> String {
    let heads = ["谁"].into_iter().chain(What::ALL.iter().map(|what| what.label())).collect();
    let cells = |reader: &Reader| What::ALL.iter().map(|what| sight_of(*reader, confidential, *what).label()).collect::<Vec<_>>();
    let rows = Reader::ALL.iter().map(|reader| [vec![reader.label()], cells(reader)].concat());
    let all: Vec<Vec<&str>> = [heads, vec!["--"; What::ALL.len() + 1]].into_iter().chain(rows).collect();
    let wide = |column: usize| all.iter().map(|row| width(row[column])).max().unwrap_or(0);
    let cell = |(column, words): (usize, &&str)| format!("| {words}{} ", " ".repeat(wide(column) - width(words)));
    all.iter().map(|row| row.iter().enumerate().map(cell).collect::<String>() + "|\n").collect()
}

#[test]
fn who_sees_what() {
    insta::assert_snapshot!("who_sees_what", format!("一般件\n\n{}\n保密件\n\n{}", printed(false), printed(true)));
}

#[test]
fn confidentiality_never_shows_more() {
    for reader in Reader::ALL {
        for what in What::ALL {
            assert!(sight_of(reader, true, what) <= sight_of(reader, false, what), "{} {}", reader.label(), what.label());
        }
    }
}

#[test]
fn an_account_is_nobodys_to_read_but_its_owners() {
    for reader in Reader::ALL.into_iter().filter(|reader| *reader != Reader::Citizen) {
        for confidential in [false, true] {
            assert_eq!(sight_of(reader, confidential, What::Account), Sight::Nothing, "{}", reader.label());
        }
    }
}

#[test]
fn a_group_reads_as_its_people_do() {
    // One notice goes to a unit's people and to its group.
    for what in What::ALL {
        for confidential in [false, true] {
            let person = sight_of(Reader::Staff(Role::Handler), confidential, what);
            assert_eq!(sight_of(Reader::Group, confidential, what), person);
            assert_eq!(sight_of(Reader::Staff(Role::Leader), confidential, what), person);
        }
    }
}
