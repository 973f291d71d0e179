//! The shipped sentences: every one of them stands in the snapshot, so that people can read what the house says in one place.

use std::fs;

use yousu::domain::action::Action;
use yousu::domain::department::{Department, DepartmentKind, Directory, Level};
use yousu::domain::message::{Message, samples};
use yousu::wording::{Wording, button_samples};

fn shipped() -> Wording {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/templates");
    let files: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the templates")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("a text")))
        .collect();
    Wording::parse(&files).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn directory() -> Directory {
    Directory::new(vec![Department {
        id: "chengguan".into(),
        name: "市城市管理局".to_owned(),
        short: "城管局".to_owned(),
        aliases: Vec::new(),
        parent: None,
        level: Level::City,
        kind: DepartmentKind::Bureau,
        district: None,
        duties: Vec::new(),
    }])
}

#[test]
fn every_sentence_can_be_read_in_one_place() {
    let wording = shipped();
    let page: String = samples().iter().map(|message| format!("〔{}〕\n{}\n\n", message.key(), wording.say(message))).collect();
    insta::assert_snapshot!("sentences", page);
}

#[test]
fn every_button_can_be_read_in_one_place() {
    let wording = shipped();
    let city = directory();
    let label = |action: &Action, what| wording.button(action, &city, what);
    let page: String = button_samples()
        .iter()
        .map(|action| format!("〔{}〕{} ｜ {}\n", action.key(), label(action, None), label(action, Some("河沿路18号院北门旁边的早点铺"))))
        .collect();
    insta::assert_snapshot!("buttons", page);
}

#[test]
fn a_label_stays_short_and_on_one_line() {
    let wording = shipped();
    for action in button_samples() {
        let label = wording.button(&action, &directory(), Some("河沿路18号院\n北门旁边的早点铺"));
        assert!(label.chars().count() <= 28 && !label.contains('\n'), "{label}");
    }
}

#[test]
fn no_sentence_shows_what_is_not_meant_for_people() {
    let wording = shipped();
    for message in samples() {
        let text = wording.say(&message);
        assert!(!text.is_empty(), "{} says nothing", message.key());
        for mark in ["{{", "}}", "{%", "None", "none", "null", "true", "false", "\n\n\n"] {
            assert!(!text.contains(mark), "{} shows {mark}:\n{text}", message.key());
        }
    }
}

#[test]
fn what_a_citizen_writes_is_never_a_template() {
    let wording = shipped();
    let number = "20260213-000007".parse().expect("a case number");
    let note = "{{ 7*7 }} <b>{% if true %}".to_owned();
    let said = wording.say(&Message::Contact { number, unit: "{{ number }}".to_owned(), note });
    assert!(said.contains("{{ 7*7 }} <b>{% if true %}"), "{said}");
    assert!(said.starts_with("{{ number }}就工单"), "{said}");
}
