//! The dashboard in a real browser: Debian's Chromium, driven through the DevTools protocol. Where there is no Chromium this
//! fails, and says which package is missing; screenshots stand in `target/board`.

#[path = "browser/chromium.rs"]
mod chromium;
#[path = "board/city.rs"]
mod city;

use std::path::PathBuf;
use std::process::Command;

use chromium::{Chromium, Tab};
use city::HOUSE;
use serde_json::{Value, json};

const PANELS: [(&str, &str); 7] = [
    ("today", "今日"),
    ("backlog", "待办与超期"),
    ("ranking", "单位排名"),
    ("spots", "热点"),
    ("rates", "三率"),
    ("trend", "趋势"),
    ("districts", "地区"),
];

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("../board");
    std::fs::create_dir_all(&folder).expect("a folder for pictures");
    folder
}

fn board(rest: &str) -> String {
    format!("{}/board?staff={}{rest}", HOUSE.address, HOUSE.supervisor)
}

/// Opens a page and waits until it is more than the notice that figures are being made.
fn open(tab: &mut Tab<'_>, url: &str) {
    tab.open(url);
    for _ in 0..60 {
        if tab.value("!document.getElementById('making')") == json!(true) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_secs(1));
        tab.open(url);
    }
    panic!("the figures are not made after a minute");
}

fn picture(tab: &mut Tab<'_>, name: &str) {
    std::fs::write(folder().join(name), tab.screenshot()).expect("a picture is written");
}

/// Every panel, with something in it, and nothing that is wider than the page.
fn assert_whole(tab: &mut Tab<'_>, what: &str) {
    for (id, title) in PANELS {
        let seen = tab.value(&format!(
            "(() => {{ const p = document.getElementById('{id}'); const b = p && p.getBoundingClientRect(); \
             return p ? [p.querySelector('h2').textContent, b.height > 40, p.querySelectorAll('svg, dd').length] : null; }})()"
        ));
        assert_eq!((&seen[0], &seen[1]), (&json!(title), &json!(true)), "{what}: {id}");
        assert!(seen[2].as_u64() > Some(0), "{what}: {id} is empty");
    }
    let wide = tab.value("[document.documentElement.scrollWidth, innerWidth]");
    assert!(wide[0].as_u64() <= wide[1].as_u64(), "{what}: scrolls sideways: {wide}");
}

fn assert_quiet(tab: &Tab<'_>, what: &str) {
    assert_eq!(tab.complaints(), Vec::<String>::new(), "{what}: errors on the console");
    // What a browser draws its own controls with comes from itself.
    let own =
        |url: &String| url.starts_with("data:") || [&HOUSE.address, &HOUSE.closed].iter().any(|address| url.starts_with(address.as_str()));
    let away: Vec<_> = tab.requests().into_iter().filter(|url| !own(url)).collect();
    assert!(away.is_empty(), "{what}: requests that leave the machine: {away:?}");
    assert!(!tab.requests().is_empty());
}

/// Words that are too faint for what they stand on.
fn assert_readable(tab: &mut Tab<'_>, what: &str) {
    let faint = tab.value(include_str!("browser/contrast.js"));
    assert_eq!(faint["faint"], json!([]), "{what}");
    assert!(faint["seen"].as_u64() > Some(100), "{what}: {faint}");
}

#[test]
fn light_dark_phone_and_wall() {
    let chromium = Chromium::start();
    let looks = [
        ("desktop-light", 1360, 900, "light", "&period=90d"),
        ("desktop-dark", 1360, 900, "dark", "&period=90d"),
        ("phone-light", 390, 844, "light", "&period=90d"),
        ("phone-dark", 390, 844, "dark", "&period=90d"),
        ("wall-light", 1920, 1080, "light", "&period=90d&wall=1"),
        ("wall-dark", 1920, 1080, "dark", "&period=90d&wall=1"),
        ("switched-dark", 1360, 900, "light", "&period=90d&look=dark"),
    ];
    for (name, width, height, system, rest) in looks {
        let mut tab = chromium.tab(width, height);
        tab.system(system, "screen");
        open(&mut tab, &board(rest));
        assert_whole(&mut tab, name);
        assert_readable(&mut tab, name);
        picture(&mut tab, &format!("{name}.png"));
        let ground = tab.value("getComputedStyle(document.body).backgroundColor");
        let dark = name.ends_with("dark");
        assert_eq!(ground == json!("rgb(15, 20, 27)"), dark, "{name}: {ground}");
        if rest.contains("wall") {
            let cut = tab.value(
                "[...document.querySelectorAll('.panel')].filter(p => p.scrollHeight > p.clientHeight + 1 || p.getBoundingClientRect().bottom > innerHeight + 1).map(p => p.id)",
            );
            assert_eq!(cut, json!([]), "{name}: cut off");
            assert_eq!(tab.value("!!document.querySelector('meta[http-equiv=refresh]')"), json!(true), "it refreshes itself");
        }
        assert_quiet(&tab, name);
    }
}

#[test]
fn a_number_leads_to_as_many_cases() {
    let chromium = Chromium::start();
    let mut tab = chromium.tab(1360, 900);
    open(&mut tab, &board("&period=90d"));
    let links = "[...document.querySelectorAll('.numbers dd:nth-of-type(1) a, .numbers .below a, .numbers-table td a')]\
                 .map(a => [a.textContent.trim(), a.href]).filter(([t]) => /^\\d+$/.test(t))";
    let links = tab.value(links);
    let links = links.as_array().expect("links").clone();
    assert!(links.len() > 60, "{} numbers lead somewhere", links.len());
    for link in links.iter().step_by(links.len().div_ceil(40)) {
        let (number, href) = (link[0].as_str().expect("a number"), link[1].as_str().expect("an address"));
        tab.open(href);
        let counted = tab.value("document.getElementById('counted').dataset.counted");
        assert_eq!(counted, json!(number), "{href}");
        let cases = tab.value("Number(document.getElementById('counted').dataset.cases)").as_u64().expect("a number");
        let rows = tab.value("document.querySelectorAll('.cases tbody tr').length").as_u64().expect("a number");
        assert_eq!(rows, cases.min(50), "{href}");
    }
    // By the mouse, as people do: the first large number, and from the list into the case, which is written down.
    open(&mut tab, &board("&period=90d"));
    tab.press("#rates .below a");
    assert_eq!(tab.value("!!document.getElementById('board-list')"), json!(true));
    picture(&mut tab, "list.png");
    let number = tab.value("document.querySelector('.cases .number').textContent");
    tab.press(".cases a.number");
    let number = number.as_str().expect("a case").parse().expect("a case number");
    let views = HOUSE.desk.store().views(number).expect("the store is read");
    assert!(views.iter().any(|(_, view)| format!("{view:?}").contains(&format!("{}", HOUSE.supervisor))), "{views:?}");
    assert_quiet(&tab, "lists");
}

#[test]
fn filters_stand_in_the_address() {
    let chromium = Chromium::start();
    let mut tab = chromium.tab(1360, 900);
    open(&mut tab, &board(""));
    let chosen = tab.value(
        "(() => { const pick = (name, value) => { const s = document.querySelector(`select[name=${name}]`); s.value = value; return s.value; }; \
         return [pick('unit', 'chengguan'), pick('district', '江北区'), pick('by', 'week')]; })()",
    );
    assert_eq!(chosen, json!(["chengguan", "江北区", "week"]));
    tab.value("document.querySelector('input[name=from]').value = '2026-03-02'");
    tab.value("document.querySelector('input[name=to]').value = '2026-04-30'");
    assert_eq!(tab.value("document.querySelector('.board-filter').checkVisibility()"), json!(true), "filters stand open");
    tab.press(".board-filter button");
    let address = tab.value("location.search");
    let address = address.as_str().expect("an address").to_owned();
    for part in ["unit=chengguan", "from=2026-03-02", "to=2026-04-30", "by=week"] {
        assert!(address.contains(part), "{part} in {address}");
    }
    // Somebody else opens what was sent to them: the form says the same, and so do the numbers.
    let words = "[document.querySelector('.scope').textContent, [...document.querySelectorAll('.numbers dd')].map(d => d.textContent).join('|'), \
                 document.querySelector('select[name=district]').value, document.querySelector('input[name=from]').value]";
    let first = tab.value(words);
    let mut other = chromium.tab(390, 844);
    other.open(&format!("{}/board{address}", HOUSE.address));
    assert_eq!(other.value(words), first);
    assert_eq!(first[2], json!("江北区"));
    assert!(first[0].as_str().is_some_and(|scope| scope.contains("江北区") && scope.contains("2026-03-02")), "{first}");
    // What cannot be is told in words, on a page that one can leave.
    other.open(&board("&from=2026-13-01&to=x"));
    let told = other.value("document.body.innerText");
    assert!(told.as_str().is_some_and(|told| told.contains("开始日期") && told.contains("2026-03-01")), "{told}");
}

#[test]
fn it_prints_whole() {
    let chromium = Chromium::start();
    let mut tab = chromium.tab(1360, 900);
    open(&mut tab, &board("&period=90d&look=dark"));
    tab.system("dark", "print");
    let paper = tab.value("[getComputedStyle(document.querySelector('.panel')).backgroundColor, getComputedStyle(document.querySelector('.panel figure')).breakInside]");
    assert_eq!(paper, json!(["rgb(255, 255, 255)", "avoid"]), "paper is light, and no chart is cut");
    tab.system("light", "");
    let pdf = folder().join("print.pdf");
    std::fs::write(&pdf, tab.pdf()).expect("a file is written");
    let text = outside("pdftotext", &["-layout", &pdf.to_string_lossy(), "-"]);
    // Some fonts write the characters of radicals, which look the same.
    let text: String = String::from_utf8_lossy(&text).chars().filter(|c| !c.is_whitespace()).collect();
    for (_, title) in PANELS {
        assert!(text.contains(title), "{title} is printed: {text}");
    }
    for folded in ["九成不超过", "加权得分", "各环节用时", "各题得分"] {
        assert!(text.contains(folded), "{folded} stands in a folded table, which is printed too: {text}");
    }
    outside("pdftoppm", &["-r", "60", "-png", &pdf.to_string_lossy(), &folder().join("print").to_string_lossy()]);
}

fn outside(program: &str, arguments: &[&str]) -> Vec<u8> {
    let ran = Command::new(program).args(arguments).output();
    let ran = ran.unwrap_or_else(|error| panic!("{program} cannot be run ({error}): apt-get install poppler-utils"));
    assert!(ran.status.success(), "{program}: {}", String::from_utf8_lossy(&ran.stderr));
    ran.stdout
}

#[test]
fn it_is_read_without_scripts() {
    let chromium = Chromium::start();
    let mut tab = chromium.tab(1360, 900);
    tab.without_scripts();
    let mut seen = Value::Null;
    open(&mut tab, &board("&period=90d"));
    for (id, _) in PANELS {
        seen = tab.value(&format!("document.querySelectorAll('#{id} svg, #{id} dd').length"));
        assert!(seen.as_u64() > Some(0), "{id}");
    }
    assert!(seen.is_u64());
}
