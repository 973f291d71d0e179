//! Tables as cities keep them: encodings, delimiters, workbooks, JSON lines, and rows that cannot be read.

use encoding_rs::GB18030;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use yousu::domain::case::{Satisfaction, State};
use yousu::domain::complaint::Slot;
use yousu::domain::event::{Event, Outcome};

use crate::house::{House, name};

const HEADER: [&str; 11] =
    ["工单编号", "诉求内容", "受理时间", "派单时间", "承办单位", "签收时间", "办结时间", "处理结果", "是否解决", "是否满意", "联系电话"];

const ROW: [&str; 11] = [
    "GD-7",
    "巷口的路灯不亮, 晚上看不清台阶",
    "2026/1/5 9:03",
    "2026-01-05 09:30:00",
    "城管局",
    "2026年1月5日 10时",
    "2026/1/7",
    "换了灯泡",
    "是",
    "基本满意",
    "13800001111",
];

fn csv(delimiter: char) -> String {
    let quoted = |cell: &&str| format!("\"{cell}\"");
    let line = |cells: &[&str]| cells.iter().map(quoted).collect::<Vec<_>>().join(&delimiter.to_string());
    format!("{}\r\n{}\r\n", line(&HEADER), line(&ROW))
}

fn assert_is_the_case(house: &House) {
    let cases = house.cases();
    let [(case, events)] = cases.as_slice() else { panic!("{} cases", cases.len()) };
    let labels: Vec<&str> = events.iter().map(|event| event.event.label()).collect();
    assert_eq!(labels, ["接收", "派单", "签收", "办结", "审核通过", "回访", "归档"]);
    let times: Vec<String> = events.iter().map(|event| event.at.format("%m-%d %H:%M").to_string()).collect();
    assert_eq!(times, ["01-05 09:03", "01-05 09:30", "01-05 10:00", "01-07 00:00", "01-07 00:00", "01-07 00:00", "01-07 00:00"]);
    let said = Outcome::Answered { solved: true, satisfaction: Satisfaction::Fair, reason: None };
    assert_eq!(case.state, State::Archived { outcome: said, unit: "chengguan".into() });
    assert_eq!(case.complaint.slots[&Slot::Phone], "13800001111");
    assert_eq!(case.complaint.text, ROW[1]);
    assert_eq!(case.complaint.classification.intent.as_ref().map(|id| id.as_str()), Some("street-lamp"), "understood by the house");
    assert_eq!(case.origin.as_ref().and_then(|origin| origin.number.as_deref()), Some("GD-7"));
    let Event::Resolved { answer, .. } = &events[3].event else { panic!("{:?}", events[3]) };
    assert_eq!(answer.result, "换了灯泡");
}

#[test]
fn text_in_any_encoding_with_any_delimiter() {
    for (delimiter, encode) in [(',', 0), (';', 1), ('\t', 2), (',', 2)] {
        let text = csv(delimiter);
        let bytes = match encode {
            0 => text.into_bytes(),
            1 => format!("\u{feff}{text}").into_bytes(),
            _ => GB18030.encode(&text).0.into_owned(),
        };
        let house = House::new();
        let file = house.file("a.csv", bytes);
        let said = house.well(&["import", name(&file)]);
        assert!(said.out.contains("导入 1 件"), "{}", said.out);
        assert!(said.err.contains("来件时间 ← 受理时间"), "the guess is said: {}", said.err);
        assert_is_the_case(&house);
        house.is_sound();
        assert!(house.well(&["case", "GD-7"]).out.contains("原编号：GD-7"), "found by the city's own number");
    }
}

#[test]
fn a_workbook_with_a_title_typed_times_and_a_formula() {
    let house = House::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let time = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    sheet.write_string(0, 0, "某市工单表").expect("it goes well");
    for (column, (head, cell)) in (0..).zip(HEADER.iter().zip(ROW)) {
        sheet.write_string(2, column, *head).expect("it goes well");
        let at = |text: &str| ExcelDateTime::parse_from_str(text).expect("it goes well");
        match *head {
            "受理时间" => sheet.write_datetime_with_format(3, column, at("2026-01-05T09:03:00"), &time).expect("it goes well"),
            "派单时间" => sheet.write_number(3, column, 46_027.395_833_333_336).expect("it goes well"),
            "签收时间" => {
                sheet.write_formula(3, column, Formula::new("=TEXT(1,\"x\")").set_result("2026-01-05 10:00")).expect("it goes well")
            }
            "联系电话" => sheet.write_number(3, column, 13_800_001_111_f64).expect("it goes well"),
            _ => sheet.write_string(3, column, cell).expect("it goes well"),
        };
    }
    book.save(house.path("a.xlsx")).expect("it goes well");
    house.well(&["import", "a.xlsx"]);
    assert_is_the_case(&house);
}

#[test]
fn json_lines() {
    let house = House::new();
    let cells = HEADER.iter().zip(ROW).map(|(head, cell)| (head.to_string(), serde_json::Value::from(cell)));
    let object: serde_json::Map<String, serde_json::Value> = cells.collect();
    house.file("a.jsonl", format!("\n{}\nno json\n", serde_json::to_string(&object).expect("it goes well")));
    let said = house.run(&["import", "a.jsonl"]);
    assert!(!said.well && said.out.contains("第 3 行：不是一个 JSON 对象"), "{}", said.out);
    assert_is_the_case(&house);
}

const SHORT: &str = "编号,内容,来电时间,承办单位,办结时间,满意度";

#[test]
fn bad_rows_are_told_kept_aside_mended_and_imported() {
    let house = House::new();
    let file = house.file(
        "b.csv",
        format!(
            "{SHORT}\n1,路灯不亮,2026-01-05 09:00,城管局,2026-01-06 09:00,满意\n2,井盖松了,昨天,城管局,2026-01-06 09:00,满意\n\
             3,=2+5,2026-01-05 09:00,城管局,2026-01-04 09:00,\n4,垃圾没人清,2026-01-05 09:00,没有的局,2026-01-06 09:00,满意\n\
             5,有人占道,2026-01-05 09:00,城管局,2026-01-06 09:00,马马虎虎\n6,,2026-01-05 09:00,城管局,2026-01-06 09:00,\n\
             7,还没办,2026-01-05 09:00,城管局,,\n8,多一列,2026-01-05 09:00,城管局,2026-01-06 09:00,满意,多\n\
             1,换了内容,2026-01-05 09:00,城管局,2026-01-06 09:00,满意\n"
        ),
    );
    let said = house.run(&["import", name(&file)]);
    assert!(!said.well);
    for words in [
        "共 9 行：导入 1 件，已经有的 0 件，另存待改 8 行",
        "第 3 行：来件时间“昨天”不是时间",
        "第 4 行：办结时间早于来件时间",
        "第 6 行：是否满意“马马虎虎”不认识",
        "第 7 行：没有诉求内容",
        "第 9 行：比表头多出 1 列",
        "第 10 行：编号“1”已经导入过",
        "没有的局　1 行",
        "还没有办结的 1 件没有导入",
    ] {
        assert!(said.out.contains(words), "{words}\n{}", said.out);
    }
    let aside = house.read("b.csv.bad.csv");
    assert!(aside.contains("'=2+5"), "a formula is tamed: {aside}");
    let mended = aside.replace("昨天", "2026-01-05 08:00").replace("没有的局", "城管局");
    house.file("c.csv", mended);
    let again = house.run(&["import", "c.csv"]);
    assert!(again.out.contains("导入 2 件"), "{}", again.out);
    assert_eq!(house.cases().len(), 3);
    house.is_sound();
}

#[test]
fn the_same_file_twice_adds_nothing_and_says_so() {
    let house = House::new();
    let row = |n: u32| format!("{n},路灯不亮{n},2026-01-05 09:00,城管局,2026-01-06 09:00,满意\n");
    house.file("a.csv", format!("{SHORT}\n{}", (0..600).map(row).collect::<String>()));
    let dry = house.well(&["import", "a.csv", "--dry-run"]);
    assert!(dry.out.contains("没有写入") && dry.out.contains("600 件"), "{}", dry.out);
    assert!(house.cases().is_empty(), "a dry run writes nothing");
    house.well(&["import", "a.csv"]);
    let again = house.well(&["import", "a.csv"]);
    assert!(again.out.contains("导入 0 件，已经有的 600 件") && again.out.contains("以前导入过"), "{}", again.out);
    assert_eq!(house.cases().len(), 600);
}

#[test]
fn rows_without_numbers_are_known_by_what_they_say() {
    let house = House::new();
    let text = "内容,来电时间,承办单位,办结时间\n路灯不亮,2026-01-05 09:00,城管局,2026-01-06\n井盖松了,2026-01-05 09:00,城管局,2026-01-06\n路灯不亮,2026-01-05 09:00,城管局,2026-01-06\n";
    house.file("a.csv", text);
    let said = house.well(&["import", "a.csv"]);
    assert!(said.out.contains("导入 2 件，已经有的 1 件"), "{}", said.out);
    assert!(house.well(&["import", "a.csv"]).out.contains("导入 0 件，已经有的 3 件"));
}
