//! The ten profiles 规则: the figures of the rulebook, what `yousu check` says of each, and that a case keeps the rules that
//! it began under.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use yousu::admin::{self, Migration, Request};
use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk};
use yousu::domain::case::State;
use yousu::domain::command::Command;
use yousu::domain::complaint::{Kind, Urgency};
use yousu::domain::ids::{CaseNumber, Moment};
use yousu::domain::inbound::{Body, Inbound};
use yousu::domain::profile::{Profile, words};
use yousu::domain::span::LimitKind;
use yousu::domain::staff::Actor;
use yousu::store::{SledStore, Store};

fn load(data: Option<&Path>, profile: &str) -> City {
    let sources = Sources::new(data.map(Path::to_path_buf), None);
    City::load(&sources, profile).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[test]
fn what_check_says_of_each() {
    let city = load(None, DEFAULT_PROFILE);
    let mut all = String::new();
    for profile in city.profiles.values() {
        let _ = writeln!(all, "{}（{}）：{}", profile.title, profile.name, profile.source);
        for sentence in words::sentences(profile, &city.calendar) {
            let _ = writeln!(all, "  {sentence}");
        }
    }
    assert_eq!(city.profiles.len(), 10);
    insta::assert_snapshot!("sentences", all);
}

/// The columns of RULEBOOK §3: consult, help, suggestion, complaint, report of a normal matter.
fn handling(profile: &Profile) -> String {
    let kinds = [Kind::Consult, Kind::Help, Kind::Suggestion, Kind::Complaint, Kind::Report];
    let spans: Vec<String> = kinds.map(|kind| profile.handle.of(kind, Urgency::Normal).to_string()).into();
    spans.join(" ").replace("个工作日", "wd").replace('天', "d")
}

#[test]
fn the_figures_are_those_of_the_rulebook() {
    let city = load(None, DEFAULT_PROFILE);
    let named = |name: &str| city.profile_named(name).unwrap_or_else(|| panic!("{name}"));
    for (name, handle) in [
        ("北京", "7d 7d 7d 7d 7d"),
        ("四川", "3wd 7wd 7wd 15wd 15wd"),
        ("山东", "2wd 5wd 5wd 5wd 5wd"),
        ("上海", "1wd 5wd 1wd 5wd 5wd"),
        ("珠海", "2wd 4wd 4wd 4wd 4wd"),
        ("深圳", "2wd 5wd 7wd 5wd 5wd"),
        ("海口", "2wd 5wd 7wd 5wd 5wd"),
        ("永兴", "2wd 5wd 7wd 5wd 5wd"),
        ("劳动监察", "2wd 5wd 7wd 60wd 60wd"),
        ("national", "2wd 5wd 7wd 5wd 5wd"),
    ] {
        assert_eq!(handling(named(name)), handle, "{name}");
    }
    let spans = |by: yousu::domain::profile::ByUrgency| [by.emergency, by.urgent, by.normal].map(|span| span.to_string()).join(" ");
    assert_eq!(spans(named("beijing").dispatch), "1小时 2小时 24小时");
    assert_eq!(named("beijing").handle.emergency.to_string(), "2小时");
    assert_eq!(named("beijing").handle.urgent.to_string(), "24小时");
    assert_eq!(named("beijing").handle_span(Kind::Help, Urgency::Normal, true).to_string(), "15天");
    assert_eq!(named("shanghai").handle_span(Kind::Help, Urgency::Normal, true).to_string(), "15个工作日");
    assert_eq!(spans(named("shenzhen").dispatch), "30分钟 30分钟 2小时");
    assert_eq!(spans(named("haikou").acknowledge), "30分钟 30分钟 1个工作日");
    assert_eq!(named("shandong").extension.most_workdays, 10);
    assert_eq!(named("yongxing").approval.map(|rule| rule.within.to_string()).as_deref(), Some("当日"));
    assert_eq!(named("labour").accept.to_string(), "5个工作日");
    assert_eq!(named("labour").decline_grounds().len(), 9);
    for profile in city.profiles.values() {
        assert_eq!(profile.suspension.grounds.len(), 6, "{}", profile.name);
        assert_eq!(profile.key.len(), profile.name.len() + 11, "{}", profile.key);
    }
}

fn desk(store: &Path, city: City, clock: &Clock) -> Arc<Desk> {
    let store: Arc<dyn Store> = Arc::new(SledStore::open(store).expect("the store opens"));
    Arc::new(Desk::open(store, Arc::new(city), clock.clone(), Codes::repeatable(1)).expect("the desk opens"))
}

async fn complain(desk: &Desk, who: &str) -> CaseNumber {
    for (id, body) in
        [("words", Body::Text("城东区幸福小区3栋楼下烧烤摊半夜还在吵".to_owned())), ("press", Body::Press("confirm".to_owned()))]
    {
        let user = format!("test:{who}");
        let id = format!("{who}/{id}").as_str().into();
        let inbound = Inbound { id, chat: user.as_str().into(), user: user.as_str().into(), display: None, is_group: false, body };
        desk.receive(inbound).await.expect("it is taken");
    }
    desk.store().case_numbers(None, 99).expect("readable").pop().expect("a case")
}

fn handle_due(desk: &Desk, number: CaseNumber) -> String {
    let case = desk.store().case(number).expect("readable").expect("a case");
    let limit = case.limits().into_iter().find(|(kind, _)| *kind == LimitKind::Handle).expect("it is handled");
    limit.1.due.format("%m-%d %H:%M").to_string()
}

/// The national profile with another limit for complaints, in a folder of its own.
fn edited(folder: &Path) -> std::path::PathBuf {
    let data = folder.join("data");
    fs::create_dir_all(data.join("profiles")).expect("a folder");
    let text = fs::read_to_string(common::root("data/profiles/national.toml")).expect("readable");
    let text = text.replace("complaint = \"5wd\"", "complaint = \"8wd\"").replace("id = \"handle-half\"", "id = \"handle-early\"");
    fs::write(data.join("profiles/national.toml"), text).expect("written");
    data
}

#[tokio::test]
async fn a_case_keeps_its_rules_when_the_file_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = folder.path().join("store");
    let clock = Clock::standing_at(Moment::parse_from_rfc3339("2026-03-02T09:00:00+08:00").expect("a moment"));
    let first = desk(&store, load(None, DEFAULT_PROFILE), &clock);
    let old = complain(&first, "甲").await;
    assert_eq!(handle_due(&first, old), "03-09 17:30");
    let key = first.city().profile.key.clone();
    drop(first);

    let data = edited(folder.path());
    let second = desk(&store, load(Some(&data), DEFAULT_PROFILE), &clock);
    let new = complain(&second, "乙").await;
    assert_eq!((handle_due(&second, old), handle_due(&second, new)), ("03-09 17:30".to_owned(), "03-12 17:30".to_owned()));
    let rules = |number| {
        let case = second.store().case(number).expect("readable").expect("a case");
        second.profile_of(&case.profile)
    };
    assert_eq!(rules(old).key, key);
    assert!(rules(old).rung("handle-half").is_some() && rules(old).rung("handle-early").is_none(), "its own ladder");
    assert!(rules(new).rung("handle-early").is_some(), "the ladder of today");
    assert_eq!(second.store().profiles().expect("readable").len(), 2);

    let request = |dry_run| Request::MigrateProfile(Migration { to: "通用示范".to_owned(), case: None, dry_run });
    let mut said = Vec::new();
    admin::answer(&second, request(true), &mut said).await.expect("answered");
    assert_eq!(handle_due(&second, old), "03-09 17:30", "a rehearsal changes nothing");
    admin::answer(&second, request(false), &mut said).await.expect("answered");
    assert_eq!(handle_due(&second, old), "03-12 17:30");
    let said = String::from_utf8(said).expect("words");
    assert!(said.contains("办理：03月09日 17:30 → 03月12日 17:30"), "{said}");
    assert!(said.contains("将变更 1 件") && said.contains("已变更 1 件"), "{said}");
    let events = second.store().events(old).expect("readable");
    assert!(events.iter().any(|event| event.event.label() == "规则变更"), "its history shows it");
    let due: Vec<_> = second.store().due(clock.now() + chrono::TimeDelta::days(60), 99).expect("readable");
    assert!(format!("{due:?}").contains("handle-early") && !format!("{due:?}").contains("handle-half"), "the ladder of the new rules");
}

#[tokio::test]
async fn rules_that_cannot_be_read_any_more_are_named() {
    let store: Arc<dyn Store> = Arc::new(SledStore::temporary().expect("a store"));
    let text = yousu::domain::profile::ProfileText { key: "county@0123456789".to_owned(), text: "version = 9".to_owned() };
    store.commit(yousu::store::Commit { profiles: vec![text], ..Default::default() }).await.expect("written");
    let clock = Clock::standing_at(Moment::parse_from_rfc3339("2026-03-02T09:00:00+08:00").expect("a moment"));
    let opened = Desk::open(store, Arc::new(load(None, DEFAULT_PROFILE)), clock, Codes::repeatable(1));
    let why = opened.err().expect("no desk").to_string();
    assert!(why.contains("county@0123456789"), "{why}");
}

#[tokio::test]
async fn a_ground_that_only_the_data_know_suspends() {
    let data = common::root("tests/cities/qinghe/data");
    let clock = Clock::standing_at(Moment::parse_from_rfc3339("2026-03-02T09:00:00+08:00").expect("a moment"));
    for (city, allowed) in [(load(Some(&data), "清河"), true), (load(None, DEFAULT_PROFILE), false)] {
        let store: Arc<dyn Store> = Arc::new(SledStore::temporary().expect("a store"));
        let desk = Desk::open(store, Arc::new(city), clock.clone(), Codes::repeatable(1)).expect("the desk opens");
        let number = complain(&desk, "甲").await;
        let taken = desk.execute(number, Command::Acknowledge, &Actor::System).await.expect("written");
        assert_eq!(taken, Ok(()));
        let suspend = Command::Suspend { ground: "heritage".to_owned(), reason: "地下有古井".to_owned(), review_workdays: 5 };
        let suspended = desk.execute(number, suspend, &Actor::System).await.expect("written");
        assert_eq!(suspended.is_ok(), allowed, "{suspended:?}");
        let case = desk.store().case(number).expect("readable").expect("a case");
        assert_eq!(matches!(case.state, State::Suspended { .. }), allowed);
    }
}

#[test]
fn the_same_day_ends_with_the_office() {
    let city = load(None, "永兴");
    let time = city.time(&city.profile);
    let zero: yousu::domain::span::Span = "0wd".parse().expect("a span");
    assert_eq!((zero.to_string(), serde_json::to_string(&zero).expect("stored")), ("当日".to_owned(), "\"0wd\"".to_owned()));
    for (from, due) in [
        ("2026-02-13T16:50:00+08:00", "02-13 17:30"),
        ("2026-02-13T17:30:00+08:00", "02-14 17:30"),
        ("2026-02-14T20:00:00+08:00", "02-24 17:30"),
        ("2026-02-20T09:00:00+08:00", "02-24 17:30"),
    ] {
        let from = Moment::parse_from_rfc3339(from).expect("a moment");
        assert_eq!(time.deadline(from, zero).format("%m-%d %H:%M").to_string(), due, "{from}");
    }
}
