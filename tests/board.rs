//! The dashboard, asked over a socket: who may look at what, addresses that cannot be, and numbers that are as many as their cases.

#[path = "board/city.rs"]
mod city;

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;

use city::{HOUSE, UNIT};
use regex::Regex;
use yousu::domain::ids::StaffId;

/// The status and the page.
fn get(house: &str, path: &str) -> (u16, String) {
    for _ in 0..60 {
        let (status, page) = once(house, path);
        if !page.contains("id=\"making\"") {
            return (status, page);
        }
        std::thread::sleep(std::time::Duration::from_secs(1));
    }
    panic!("the figures are not made after a minute");
}

fn once(house: &str, path: &str) -> (u16, String) {
    ask(house, path, "")
}

fn ask(house: &str, path: &str, headers: &str) -> (u16, String) {
    let host = house.strip_prefix("http://").expect("an address");
    let mut stream = TcpStream::connect(host).expect("the house listens");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n").expect("a request");
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).expect("a reply");
    let reply = String::from_utf8_lossy(&reply).into_owned();
    let status = reply.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status");
    let (_, body) = reply.split_once("\r\n\r\n").expect("a body");
    (status, body.replace("&amp;", "&").replace("&#x2f;", "/"))
}

fn board(staff: StaffId, rest: &str) -> (u16, String) {
    get(&HOUSE.address, &format!("/board?staff={staff}{rest}"))
}

/// Where numbers of the page lead, with the number.
fn links(page: &str) -> Vec<(u64, String)> {
    let link = Regex::new(r#"<a href="(/board/cases\?[^"]*)"[^>]*>(\d+)</a>"#).expect("a pattern");
    link.captures_iter(page).map(|found| (found[2].parse().expect("a number"), found[1].to_owned())).collect()
}

#[test]
fn strangers_and_citizens_see_nothing() {
    for path in ["/board", "/board?period=90d", "/board/cases?what=received"] {
        let (status, page) = get(&HOUSE.closed, path);
        assert_eq!(status, 403, "{path}");
        assert!(page.contains("指标看板只给工作人员看") && !page.contains("<svg"), "{path}");
    }
    let own = format!("/board?staff={}", HOUSE.supervisor);
    assert_eq!(get(&HOUSE.closed, &own).0, 403, "no key of somebody who joined");
}

#[test]
fn whoever_joined_with_this_browser_needs_no_more() {
    get(&HOUSE.address, "/board");
    // Also with an address that a colleague sent, in which they stand.
    for path in ["/board?period=90d".to_owned(), format!("/board?staff={}&period=90d", HOUSE.supervisor)] {
        let (status, page) = ask(&HOUSE.closed, &path, &format!("Cookie: yousu={}\r\n", city::KEY));
        assert_eq!(status, 200, "{path}");
        let shown = page.contains("监察员 郑监") || page.contains("id=\"making\"");
        assert!(shown && !page.contains(city::KEY) && !page.contains("<select name=\"staff\""), "{path}: nobody else to be");
    }
}

#[test]
fn units_see_their_own_and_what_is_published() {
    for staff in [HOUSE.leader, HOUSE.handler] {
        let (status, page) = board(staff, "&period=90d");
        assert_eq!(status, 200);
        assert!(page.contains("城管局及下级"), "the scope is their unit");
        assert!(page.contains("第一档") && page.contains("不公布"), "the ranking is published, its parts are not");
        let links = links(&page);
        assert!(links.len() > 12, "{} numbers lead somewhere", links.len());
        assert!(links.iter().all(|(_, href)| href.contains(&format!("unit={UNIT}"))), "{links:?}");
        let (status, told) = board(staff, "&unit=gongan");
        assert!(status == 400 && told.contains("不能看") && told.contains("城管局"), "{status}");
        assert_eq!(get(&HOUSE.address, &format!("/board/cases?staff={staff}&unit=gongan&what=open")).0, 400);
        // A list without a unit is of one's own.
        let all = get(&HOUSE.address, &format!("/board/cases?staff={}&what=dispatched&period=90d", HOUSE.supervisor)).1;
        let own = get(&HOUSE.address, &format!("/board/cases?staff={staff}&what=dispatched&period=90d")).1;
        assert!(counted(&own) > 0 && counted(&own) < counted(&all));
    }
    let person = |staff: StaffId, of: StaffId| board(staff, &format!("&person={of}")).0;
    assert_eq!((person(HOUSE.handler, HOUSE.handler), person(HOUSE.leader, HOUSE.handler)), (200, 200));
    assert_eq!((person(HOUSE.handler, HOUSE.leader), person(HOUSE.dispatcher, HOUSE.handler)), (400, 400));
}

fn counted(page: &str) -> u64 {
    let counted = Regex::new(r#"data-counted="(\d+)""#).expect("a pattern");
    counted.captures(page).expect("a list says how many it has")[1].parse().expect("a number")
}

#[test]
fn every_number_is_as_many_as_its_cases() {
    let mut seen = BTreeSet::new();
    for (staff, rest, step) in [
        (HOUSE.supervisor, "&period=90d", 1),
        (HOUSE.supervisor, "&period=last-month&district=%E6%B1%9F%E5%8C%97%E5%8C%BA", 3),
        (HOUSE.dispatcher, "&from=2026-03-10&to=2026-03-20&channel=rehearse", 3),
        (HOUSE.leader, "&period=90d&by=month", 2),
    ] {
        let (status, page) = board(staff, rest);
        assert_eq!(status, 200, "{rest}: {page}");
        for (number, href) in links(&page).into_iter().step_by(step).filter(|(_, href)| seen.insert(href.clone())) {
            let (status, list) = get(&HOUSE.address, &href);
            assert_eq!((status, counted(&list)), (200, number), "{href}");
        }
    }
    assert!(seen.len() > 100, "{} numbers lead somewhere", seen.len());
}

#[test]
fn lists_have_pages_and_name_each_case_once() {
    let list = |page: usize| get(&HOUSE.address, &format!("/board/cases?staff={}&period=90d&what=received&page={page}", HOUSE.supervisor));
    let number = Regex::new(r">(\d{8}-\d{6})</a>").expect("a pattern");
    let first = list(1).1;
    let all = counted(&first);
    let mut cases = BTreeSet::new();
    for page in 1..=usize::try_from(all).expect("few").div_ceil(50) {
        cases.extend(number.captures_iter(&list(page).1).map(|found| found[1].to_owned()));
    }
    assert_eq!(cases.len() as u64, all);
    assert!(first.contains("下一页") && !first.contains("上一页"));
    let (status, told) = list(1000);
    assert!(status == 400 && told.contains("页码") && told.contains("一共只有"), "{told}");
}

#[test]
fn what_cannot_be_is_told_in_words() {
    for (query, words) in [
        ("from=2026-13-01&to=2026-03-01", "2026-03-01"),
        ("from=2026-05-01", "两个日期都填"),
        ("period=%3Cscript%3E", "时间范围"),
        ("unit=nowhere", "没有这个单位"),
        ("district=%E6%9C%88%E7%90%83", "还没有这个地区"),
        ("intent=nothing", "还没有这个事项"),
        ("channel=fax", "还没有从这个渠道"),
        ("by=hour", "步长"),
        ("look=pink", "配色"),
        ("person=x", "编号"),
    ] {
        let (status, page) = board(HOUSE.supervisor, &format!("&{query}"));
        assert_eq!(status, 400, "{query}");
        assert!(page.contains(words) && page.contains("认不出来") | page.contains("请") && !page.contains("<script>"), "{query}: {page}");
    }
    for query in ["", "what=nothing", "what=received&page=0", "what=received&which=some"] {
        let (status, page) = get(&HOUSE.address, &format!("/board/cases?staff={}&{query}", HOUSE.supervisor));
        assert!(status == 400 && page.contains("请"), "{query}");
    }
}

#[test]
fn nothing_on_it_names_a_citizen() {
    let (_, page) = board(HOUSE.supervisor, "&period=90d");
    let (_, list) = get(&HOUSE.address, &format!("/board/cases?staff={}&period=90d&what=received", HOUSE.supervisor));
    let phone = Regex::new(r"\b1[3-9]\d{9}\b").expect("a pattern");
    for text in [page, list] {
        assert!(!phone.is_match(&text) && !text.contains("rehearse:c"), "an account or a number of a citizen");
    }
}

/// What stands in a panel.
fn panel<'p>(page: &'p str, id: &str) -> Option<&'p str> {
    let (_, rest) = page.split_once(&format!("<section class=\"panel\" id=\"{id}\""))?;
    rest.split_once("</section>").map(|(panel, _)| panel)
}

#[test]
fn an_appraisal_shows_no_unit_that_has_too_few_ballots() {
    let short = |unit: &str| HOUSE.desk.city().directory.short(&unit.into()).to_owned();
    let [own, other, beside, few] = city::BALLOTS.map(|(unit, _)| short(unit));
    let shown = |staff: StaffId, rest: &str| panel(&board(staff, rest).1, "appraisal").map(str::to_owned);
    let all = shown(HOUSE.supervisor, "").expect("a supervisor sees it");
    assert!(all.contains(&own) && all.contains(&other) && all.contains("另有2个单位"), "{all}");
    assert!(!all.contains(&beside) && !all.contains(&few), "neither the one with two ballots nor what hides it: {all}");
    let leaders = shown(HOUSE.leader, "").expect("a leader sees their own");
    assert!(leaders.contains(&own) && !leaders.contains(&other) && !leaders.contains("另有"), "{leaders}");
    assert!(leaders.contains("<dd>9</dd>"), "no more ballots than those of the unit: {leaders}");
    for unit in ["zhujian", "jiaojing"] {
        let hidden = shown(HOUSE.supervisor, &format!("&unit={unit}")).expect("the panel");
        assert!(hidden.contains("<dd>0</dd>") && !hidden.contains("<svg"), "{unit}: {hidden}");
    }
    for (staff, rest) in [(HOUSE.dispatcher, ""), (HOUSE.handler, ""), (HOUSE.supervisor, "&wall=1")] {
        assert_eq!(shown(staff, rest), None, "{rest}");
    }
    let earlier = shown(HOUSE.supervisor, "&from=2026-01-01&to=2026-03-31").expect("the panel");
    assert!(earlier.contains("2026年第一季度") && earlier.contains("<dd>0</dd>"), "{earlier}");
}
