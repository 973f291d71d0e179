//! Out and in again 导出再导入: the figures are the same, identities stay veiled, formulas stay words.

use std::collections::BTreeMap;

use calamine::{Data, Reader, Xlsx, open_workbook};
use yousu::figures::{Book, By, Days, Filter, Measure, facts};

use crate::house::House;

/// A table with what one row a case can tell: every end that a case may have.
fn table() -> String {
    let head = "工单编号,诉求内容,来件时间,受理时间,派单时间,承办单位,签收时间,联系时间,办结时间,审核时间,回访时间,是否解决,是否满意,归档时间,状态,不予受理或撤诉原因,受理渠道,诉求人姓名,联系电话,答复内容\n";
    let mut text = String::from(head);
    for n in 0..120_u32 {
        let day = n % 28 + 1;
        let unit = ["城管局", "环卫中心", "市政中心"][n as usize % 3];
        let channel = ["电话", "网页", "Telegram"][n as usize % 3];
        let words = if n == 7 { "=HYPERLINK(\"x\")" } else { "路灯不亮，晚上看不见" };
        let start = format!("G{n},\"{}\",2026-01-{day:02} 09:00:0{},2026-01-{day:02} 09:10", words.replace('"', "\"\""), n % 10);
        let who = format!("{channel},钟小满,139123456{:02}", n % 100);
        let line = match n % 10 {
            8 => format!("{start},,,,,,,,,,2026-01-{day:02} 09:30,不予受理,不属政府职责：请找物业,{who},"),
            9 => format!("{start},2026-01-{day:02} 09:20,{unit},,,,,,,,2026-02-01 10:00,已撤诉,自行解决,{who},"),
            rest => {
                let sign = if rest == 3 { "2026-02-10 09:00" } else { "2026-01-28 23:00" };
                let (solved, satisfied) = [("是", "满意"), ("否", "不满意"), ("", ""), ("是", "基本满意")][n as usize % 4];
                format!(
                    "{start},2026-01-{day:02} 09:20,{unit},{sign},2026-02-11 09:00,2026-02-{:02} 09:00,2026-02-26 10:00,2026-02-27 10:00,{solved},{satisfied},2026-02-28 10:00,已归档,,{who},修好了",
                    12 + n % 10
                )
            }
        };
        text.push_str(&line);
        text.push('\n');
    }
    text
}

type Figures = BTreeMap<(String, Measure), (u64, u64, Option<u32>)>;

fn figures(house: &House) -> Figures {
    let mut book = Book::default();
    house.cases().iter().filter_map(|(_, events)| facts(events, Book::horizon())).for_each(|facts| book.put(&facts));
    let directory =
        yousu::city::City::load(&yousu::city::Sources::new(None, None), yousu::city::DEFAULT_PROFILE).expect("the city").directory;
    let mut all = Figures::new();
    for by in [By::Unit, By::Channel, By::Month, By::Intent] {
        let days = Days { from: "2026-01-01".parse().expect("a day"), to: "2026-12-31".parse().expect("a day") };
        let now = Book::horizon();
        let table = book.table(by, &Filter::of(days), &directory, now);
        for row in &table.rows {
            for measure in Measure::ALL {
                let rate = row.sums.rate(measure);
                all.insert((format!("{:?}", row.key), measure), (rate.hits, rate.of, row.sums.percentile(measure, 50)));
            }
        }
    }
    all
}

#[test]
fn figures_are_the_same_from_every_form() {
    let house = House::new();
    house.file("a.csv", table());
    house.well(&["import", "a.csv"]);
    let before = figures(&house);
    assert!(before.values().any(|(hits, of, _)| *hits > 0 && *of > *hits), "there is something to compare");
    for form in ["csv", "xlsx", "jsonl"] {
        let other = House::new();
        let file = other.path(&format!("out.{form}"));
        house.well(&["export", "--format", form, "--out", file.to_str().expect("a name")]);
        let said = other.well(&["import", &format!("out.{form}")]);
        assert!(said.out.contains("导入 120 件"), "{}", said.out);
        assert_eq!(figures(&other), before, "{form}");
        assert!(house.well(&["audit", &house.cases()[0].0.number.to_string()]).out.contains("导出（已脱敏）"), "it is on record");
    }
}

#[test]
fn identities_are_veiled_unless_somebody_asks() {
    let house = House::new();
    house.file("a.csv", table());
    house.well(&["import", "a.csv"]);
    for form in ["csv", "jsonl"] {
        let masked = house.well(&["export", "--format", form]).out;
        assert!(!masked.contains("钟小满") && !masked.contains("13912345600"), "{form}");
        let full = house.well(&["export", "--format", form, "--unmasked"]).out;
        assert!(full.contains("钟小满") && full.contains("13912345600"), "{form}");
    }
    let csv = house.well(&["export", "--format", "csv"]).out;
    assert!(csv.starts_with('\u{feff}'), "Excel takes it for UTF-8");
    assert!(csv.contains("\"'=HYPERLINK"), "a formula is words");
}

#[test]
fn what_was_asked_for_and_no_more() {
    let house = House::new();
    house.file("a.csv", table());
    house.well(&["import", "a.csv"]);
    let lines = |args: &[&str]| house.well(&[&["export", "--format", "jsonl"], args].concat()).out.lines().count();
    assert_eq!(lines(&[]), 120);
    assert_eq!(lines(&["--from", "2026-01-02", "--to", "2026-01-03"]), 10);
    assert_eq!(
        lines(&["--unit", "城管局"]),
        house.cases().iter().filter(|(case, _)| case.unit().is_some_and(|unit| unit.as_str() == "chengguan")).count()
    );
    assert!(house.run(&["export", "--format", "csv", "--unit", "没有的局"]).err.contains("没有名为“没有的局”的单位"));
    assert!(house.well(&["export"]).out.lines().all(|line| line.starts_with("{\"v\":1,")), "the plain export is what it was");
}

#[test]
fn a_workbook_has_typed_times_and_reads_elsewhere() {
    let house = House::new();
    house.file("a.csv", table());
    house.well(&["import", "a.csv"]);
    house.well(&["export", "--format", "xlsx", "--out", "o.xlsx"]);
    let mut book: Xlsx<_> = open_workbook(house.path("o.xlsx")).expect("another program opens it");
    let range = book.worksheet_range("工单").expect("the sheet");
    let rows: Vec<&[Data]> = range.rows().collect();
    assert_eq!(rows.len(), 121);
    let column = |name: &str| rows[0].iter().position(|cell| matches!(cell, Data::String(said) if said == name)).expect(name);
    assert!(rows[1..].iter().all(|row| matches!(row[column("来件时间")], Data::DateTime(_))), "times are times");
    assert!(rows.iter().any(|row| row[column("诉求内容")].to_string().starts_with("'=HYPERLINK")));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(house.path("o.xlsx")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o077, 0, "only its owner reads it");
    }
}
