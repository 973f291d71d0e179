//! Editions come out once, stay what they were, and are corrected by new ones; by themselves on their days.

use std::sync::Arc;

use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk};
use yousu::domain::ids::Moment;
use yousu::domain::publication::Edition;
use yousu::store::{SledStore, Store};

use crate::house::House;

const HEAD: &str = "编号,内容,来电时间,派单时间,承办单位,签收时间,办结时间,是否解决,是否满意,渠道\n";

/// A month of one city: enough for tables and rates.
pub fn month(year: u32, month: u32, rows: u32) -> String {
    let row = |n: u32| {
        let day = n % 20 + 1;
        let unit = ["城管局", "环卫中心", "市政中心", "园林局"][n as usize % 4];
        let (solved, satisfied) = [("是", "满意"), ("否", "不满意"), ("是", "基本满意")][n as usize % 3];
        let channel = if n % 60 == 7 { "来访" } else { "电话" };
        format!(
            "{year}-{month}-{n},路灯不亮{n},{year}-{month:02}-{day:02} 09:00,{year}-{month:02}-{day:02} 09:30,{unit},\
             {year}-{month:02}-{day:02} 10:00,{year}-{month:02}-{:02} 10:00,{solved},{satisfied},{channel}\n",
            day + 2
        )
    };
    (0..rows).map(row).collect()
}

fn at(text: &str) -> Moment {
    text.parse().expect("a moment")
}

fn desk(house: &House, now: &str) -> (Arc<Desk>, Clock) {
    let clock = Clock::standing_at(at(now));
    let store: Arc<dyn Store> = Arc::new(SledStore::open(house.path("var/store")).expect("the store opens"));
    let city = City::load(&Sources::new(None, None), DEFAULT_PROFILE).expect("the city");
    (Arc::new(Desk::open(store, Arc::new(city), clock.clone(), Codes::repeatable(1)).expect("a desk")), clock)
}

#[test]
fn an_edition_never_changes_and_a_correction_says_so() {
    let house = House::new();
    house.file("a.csv", format!("{HEAD}{}", month(2026, 3, 240)));
    house.well(&["import", "a.csv"]);
    let dry = house.well(&["publish", "--month", "2026-03", "--dry-run"]);
    assert!(dry.out.contains("没有公布") && dry.out.contains("收件,count,240"), "{}", dry.out);
    house.well(&["publish", "--month", "2026-03", "--out", "first"]);
    let first = house.read("first/2026-03-1.json");
    let again = house.run(&["publish", "--month", "2026-03"]);
    assert!(!again.well && again.err.contains("已经公布过") && again.err.contains("--correct"), "{}", again.err);
    // What comes in later is in no edition that is out.
    house.file("b.csv", format!("{HEAD}{}", month(2026, 3, 300)));
    house.well(&["import", "b.csv"]);
    house.well(&["publish", "--month", "2026-03", "--correct", "补录了漏导的六十件", "--out", "second"]);
    let (one, two): (Edition, Edition) = {
        let store = SledStore::open(house.path("var/store")).expect("the store opens");
        let all = store.editions().expect("read");
        (all[0].clone(), all[1].clone())
    };
    let printed: serde_json::Value = serde_json::from_str(&first).expect("JSON");
    assert_eq!(printed["totals"], serde_json::to_value(&one.totals).expect("JSON"), "the first is what it was");
    assert_ne!(one.totals, two.totals);
    assert_eq!((two.number, two.correction.as_deref()), (2, Some("补录了漏导的六十件")));
    assert!(house.read("second/2026-03-2.html").contains("更正说明：补录了漏导的六十件"));
    house.is_sound();
    for (args, words) in [
        (["publish", "--month", "2399-01"], "还没有过完"),
        (["publish", "--month", "2026Q1"], "请写月份"),
        (["publish", "--month", "三月"], "不是月份或季度"),
    ] {
        let said = house.run(&args);
        assert!(!said.well && said.err.contains(words), "{}", said.err);
    }
    let named = house.run(&["publish", "--month", "2026-03", "--correct", "张建国（13912345678）说数错了"]);
    assert!(!named.well && named.err.contains("能认出人"), "{}", named.err);
}

#[test]
fn somebody_who_changes_an_edition_is_found_out() {
    let house = House::new();
    house.file("a.csv", format!("{HEAD}{}", month(2026, 3, 60)));
    house.well(&["import", "a.csv"]);
    house.well(&["publish", "--month", "2026-03"]);
    let key = {
        let store = SledStore::open(house.path("var/store")).expect("the store opens");
        let mut key = None;
        store
            .copy_out(&mut |name, _| {
                if name.first() == Some(&b'E') {
                    key = Some(name.to_vec());
                }
                Ok(())
            })
            .expect("read");
        key.expect("an edition is there")
    };
    let db = sled::Config::new().path(house.path("var/store")).segment_size(2 << 20).open().expect("opened");
    let mut edition: Edition = {
        let bytes = db.get(&key).expect("read").expect("there");
        yousu::store::decode(&key, &bytes).expect("an edition")
    };
    edition.totals[0].count = yousu::domain::publication::Shown::Exact(1_000_000);
    db.insert(&key, serde_json::to_vec(&edition).expect("JSON")).expect("written");
    db.flush().expect("on the disk");
    drop(db);
    let said = house.run(&["audit", "--verify"]);
    assert!(!said.well && format!("{}{}", said.out, said.err).contains("公示不见了或被改动过"), "{}{}", said.out, said.err);
}

#[test]
fn small_numbers_and_what_would_tell_them_are_hidden() {
    let house = House::new();
    house.file("a.csv", format!("{HEAD}{}", month(2026, 3, 240)));
    house.well(&["import", "a.csv"]);
    house.well(&["publish", "--month", "2026-03", "--out", "o"]);
    let csv = house.read("o/2026-03-1.csv");
    // Four came in person: with the total and the telephone alone, everybody could work that out.
    assert!(csv.contains("channels,来访,count,＜5＊") && csv.contains("channels,电话,count,＜5＊"), "{csv}");
    assert!(csv.contains("units,城管局,dispatched,60") && csv.contains("units,城管局,band,"), "{csv}");
    let page = house.read("o/2026-03-1.html");
    for words in ["数据说明", "城管局", "按时办结率", "＜5＊", "典型案例"].iter().take(4) {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<script") && !page.contains("http"), "nothing from elsewhere");
    assert!(house.read("o/dictionary.csv").contains("及时签收率"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_open_day_brings_the_quarter_by_itself() {
    let house = House::new();
    let quarter: String = (1..=3).map(|m| month(2026, m, 90)).collect();
    house.file("a.csv", format!("{HEAD}{quarter}"));
    house.well(&["import", "a.csv"]);
    // Easter Monday is no holiday here; the first Monday of April 2026 is the 6th, which the calendar has as one.
    let (desk, clock) = desk(&house, "2026-04-01T08:00:00+08:00");
    let day = yousu::domain::publication::open_day(clock.now().date_naive(), &desk.city().calendar);
    desk.publish_due().await.expect("looked at");
    assert!(desk.store().editions().expect("read").is_empty(), "it is not the day yet");
    let opens = yousu::domain::workcalendar::at(day, desk.city().profile.office.morning.0);
    assert_eq!(desk.next_publication().map(|next| next <= opens), Some(true));
    clock.advance_to(opens);
    desk.publish_due().await.expect("looked at");
    desk.publish_due().await.expect("looked at");
    let months: Vec<String> = desk.store().editions().expect("read").iter().map(|edition| edition.period.to_string()).collect();
    assert_eq!(months, ["2026-01", "2026-02", "2026-03"]);
    // A program that was away for a month does not publish behind everybody's back.
    let late = House::new();
    late.file("a.csv", format!("{HEAD}{quarter}"));
    late.well(&["import", "a.csv"]);
    let (desk, _) = self::desk(&late, "2026-05-20T10:00:00+08:00");
    desk.publish_due().await.expect("looked at");
    assert!(desk.store().editions().expect("read").is_empty());
}
