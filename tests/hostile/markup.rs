//! Markup and scripts in what people write 标记与脚本: on every page it is text, and in no message of the house it is more.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use yousu::domain::ids::ChatRef;
use yousu::domain::inbound::Body;
use yousu::domain::staff::Role;

use crate::house::{House, encode};

/// What somebody writes who tries it.
const MARKUP: &str = "<script>alert(1)</script><img src=x onerror=alert(2)> \"onmouseover=\"alert(3) '><b>&lt;i&gt;&#60;u&#62; ](http://evil.example) [x](javascript:alert(4)) {{ 7 * 7 }}{% raw %} ${9*9} *粗*_斜_`码`||藏|| <!-- --> </textarea></title><svg/onload=alert(5)>";
/// What is not seen and changes what is.
const HIDDEN: &str = "\u{202e}\u{2066}\u{200b}\u{0}\u{1b}[2J\u{feff}";

/// One tag as our templates write them: a name, and attributes whose values stand in double quotes.
static TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"^(?:<!doctype html>|<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"<>]*")?)*)\s*>)"#).expect("a pattern"));
static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"([a-z-]+)(?:="([^"]*)")?"#).expect("a pattern"));

/// The tags of our own pages.
const TAGS: &str = "a article audio blockquote body button code dd details div dl dt figcaption figure form h1 h2 h3 h4 h5 head header html img \
    input label li link main mark meta nav ol option p script section select span strong summary table tbody td textarea th thead time title tr \
    ul video";

/// A page in which every `<` begins a tag of ours, no attribute is a script and every address is our own.
fn assert_clean(page: &str, of: &str) {
    let ours: BTreeSet<&str> = TAGS.split_whitespace().collect();
    for (at, _) in page.match_indices('<') {
        let rest = &page[at..];
        let shown: String = rest.chars().take(120).collect();
        let tag = TAG.captures(rest).unwrap_or_else(|| panic!("{of}: no tag of ours: {shown}"));
        let Some(name) = tag.get(2) else { continue };
        assert!(ours.contains(name.as_str()), "{of}: {shown}");
        for attribute in ATTRIBUTE.captures_iter(tag.get(3).map_or("", |all| all.as_str())) {
            let (name, value) = (&attribute[1], attribute.get(2).map_or("", |value| value.as_str()).replace("&#x2f;", "/"));
            assert!(!name.starts_with("on") && name != "style" && name != "srcdoc", "{of}: {shown}");
            let is_address = ["href", "src", "action", "formaction"].contains(&name);
            let is_own = value.is_empty()
                || value.starts_with('/') && !value.starts_with("//")
                || value.starts_with('#')
                || value.starts_with("geo:");
            assert!(!is_address || is_own, "{of}: {shown}");
        }
    }
    assert!(!page.contains("<script>") && page.matches("<script").count() <= 1, "{of}");
    assert!(!page.contains(|c: char| HIDDEN.contains(c) && c != '[' && c != '2' && c != 'J'), "{of}: something hidden stands in it");
}

/// A house in which everybody wrote markup wherever they could.
async fn spoilt() -> (House, String) {
    let house = House::open().await;
    let citizen = format!("web:周{MARKUP}").chars().take(24).collect::<String>();
    let number = house.dispatched_case(&citizen, "chengguan").await;
    house.body(&citizen, Body::Text(format!("补充 地点：<b>{MARKUP}</b>小区{HIDDEN}3栋，联系人：<i>王五</i>"))).await;
    let handler = house.staff(Role::Handler, Some("chengguan")).user.0;
    for (label, words) in [
        ("签收", String::new()),
        ("联系诉求人", format!("请问{MARKUP}{HIDDEN}")),
        ("记录进展", format!("查了{MARKUP}{HIDDEN}")),
        ("办结", format!("联系情况：{MARKUP}\n办理结果：已{HIDDEN}办{MARKUP}\n依据：{MARKUP}")),
    ] {
        let data = house.lines(&handler).iter().rev().flat_map(|line| line.buttons.concat()).find(|button| button.label == label);
        let data = data.map_or_else(|| panic!("no button {label}"), |button| button.data);
        house.body(&handler, Body::Press(data)).await;
        if !words.is_empty() {
            house.body(&handler, Body::Text(words)).await;
        }
        house.body(&handler, Body::Text(format!("查看 {number}"))).await;
    }
    let dispatcher = house.staff(Role::Dispatcher, None).user.0;
    house.body(&dispatcher, Body::Press(format!("pass|{number}"))).await;
    house.say(&format!("web:<script>{}", "x".repeat(8)), &format!("路灯坏了{MARKUP}{HIDDEN}")).await;
    let name = format!("x\u{22}><img src=x onerror=alert(1)>{HIDDEN}.png");
    let who = format!("citizen:{}", citizen.trim_start_matches("web:"));
    let sent = house.upload(&who, "abcdefgh-9", &name.replace(['"', '\0', '\u{1b}'], "'"), b"x").await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    assert_eq!(house.case(&number).state.label(), "待回访", "the case went its way");
    (house, number)
}

#[tokio::test(flavor = "multi_thread")]
async fn on_every_page_it_is_text() {
    let (house, number) = spoilt().await;
    let code = house.invite(Role::Leader, Some("shizheng")).await;
    let names: Vec<String> = house.desk.store().logged_chats("web").expect("read").iter().map(|chat| chat.local().to_owned()).collect();
    let mut paths: Vec<String> = names.iter().map(|name| format!("/?citizen={}", encode(name))).collect();
    paths.extend(names.iter().map(|name| format!("/fragment/chat?who=citizen:{}", encode(name))));
    for staff in house.desk.staff().iter().filter(|staff| staff.demo) {
        let id = staff.id;
        paths.push(format!("/?staff={id}"));
        paths.push(format!("/fragment/chat?who=staff:{id}"));
        paths.push(format!("/fragment/cases?staff={id}&tab=cases"));
        paths.push(format!("/case/{number}?staff={id}"));
        paths.push(format!("/fragment/people?staff={id}&citizen={}", encode(MARKUP)));
    }
    let dispatcher = house.staff(Role::Dispatcher, None).id;
    for field in ["q", "state", "unit", "only", "citizen", "view", "who"] {
        paths.push(format!("/?staff={dispatcher}&tab=cases&{field}={}", encode(MARKUP)));
        paths.push(format!("/fragment/cases?staff={dispatcher}&{field}={}", encode(&format!("{MARKUP}{HIDDEN}"))));
    }
    paths.extend(["/fragment/citizens".to_owned(), "/status".to_owned(), "/status?sent=<b>".to_owned(), format!("/join/{code}")]);
    paths.extend([
        format!("/{}", encode(MARKUP)),
        format!("/case/{}", encode(MARKUP)),
        format!("/join/{}", encode(MARKUP)),
        format!("/citizen?name={}", encode(MARKUP)),
    ]);
    let (mut shown, mut with_markup) = (0, 0);
    for path in &paths {
        let page = house.get(path).await;
        let policy = page.header("content-security-policy").unwrap_or_default();
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert!(page.status < 500, "{path}: {}", page.status);
        if page.header("content-type").is_some_and(|kind| kind.starts_with("text/html")) {
            assert_clean(&page.body, path);
            shown += usize::from(page.status == 200);
            with_markup += usize::from(page.body.contains("&lt;script&gt;alert(1)"));
        }
    }
    assert!(shown > 100 && with_markup > 20, "{shown} pages shown, {with_markup} with what was written");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_is_said_as_it_was_written_and_no_more() {
    let (house, number) = spoilt().await;
    let handler = house.staff(Role::Handler, Some("chengguan")).user.0;
    let dispatcher = house.staff(Role::Dispatcher, None).user.0;
    let mut seen = 0;
    for who in [&handler, &dispatcher, &house.staff(Role::Supervisor, None).user.0] {
        let lines = house.desk.store().log(&ChatRef::from(who.as_str()), 300).expect("read");
        for line in lines.iter().filter(|line| line.from_house) {
            assert!(!line.text.contains(['\u{202e}', '\u{2066}', '\u{0}', '\u{1b}', '\u{feff}']), "{:?}", line.text);
            seen += usize::from(line.text.contains("{{ 7 * 7 }}{% raw %}"));
            for button in line.buttons.iter().flatten() {
                assert!(!button.label.contains('\u{202e}') && button.data.is_ascii(), "{button:?}");
            }
        }
    }
    assert!(seen > 0, "templates are no templates in what somebody wrote");
    let text = &house.case(&number).complaint.text;
    assert!(text.contains("流动摊贩"), "and the case keeps what was written: {text}");
}
