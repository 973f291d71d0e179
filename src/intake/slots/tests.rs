//! What people write and the facts that must come out, one row a sentence.

mod asked;
mod facts;
mod numbers;
mod people;
mod place;
mod time;
mod whom;

use std::sync::{Arc, LazyLock};

use chrono::NaiveDateTime;
use proptest::prelude::*;

use super::{Brands, Found, Places, SlotFinder};
use crate::domain::complaint::Slot;
use crate::domain::ids::{Moment, cst};

static FINDER: LazyLock<SlotFinder> = LazyLock::new(|| {
    let places = Places::parse("places.toml", include_str!("../../../data/places.toml")).expect("the city's file is right");
    let brands = Brands::parse("brands.toml", include_str!("../../../data/brands.toml")).expect("the file is right");
    SlotFinder::new(&places, &brands, Arc::default()).expect("few names")
});

/// A moment written `2026-02-13 16:50`; that day is a Friday.
fn at(when: &str) -> Moment {
    let naive = NaiveDateTime::parse_from_str(when, "%Y-%m-%d %H:%M").expect("a moment");
    naive.and_local_timezone(cst()).single().expect("there is no daylight saving")
}

fn found(text: &str) -> Found {
    FINDER.find(text, at("2026-02-13 16:50"))
}

/// Checks one slot of many sentences; an empty expectation means that nothing is found. All rows that fail are shown together.
fn check(slot: Slot, rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(text, expected)| {
            let found = found(text);
            let got = found.slots.get(&slot).map_or("", String::as_str);
            (got != *expected).then(|| format!("{text}\n    expected {expected:?}\n    got      {got:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

const BITS: &[&str] = &[
    "昨晚",
    "十点",
    "凌晨",
    "2026",
    "年",
    "月",
    "13",
    "5号",
    "到",
    "解放路",
    "与",
    "人民路",
    "交叉口",
    "3栋",
    "（",
    "）",
    "小区",
    "皖A",
    "12345",
    "１３８",
    "00138000",
    "-",
    " ",
    "元",
    "万",
    "地点：",
    "时间:",
    "\n",
    "希望",
    "请",
    "我叫",
    "王",
    "公司",
    "“",
    "”",
    "😀",
    "é",
    "起诉",
    "法院",
    "判了",
    "信访局",
    "能不能",
    "请问",
    "怎么",
    "？",
    "投诉",
    "中国移动",
    "派出所",
    "的员工",
    "幺二三四五",
    "车牌",
    "转",
    "冬天",
    "去年",
    "与",
    "对面",
    "已",
    "保密",
    "半",
    "前",
    "每天",
    "从",
    "开始",
    "99",
    "零",
    "上周",
    "三",
    "村",
    "K23+500",
    "G110",
    "国道",
    "\u{0}",
    "，",
    "。",
];

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,80}") {
        holds(&text);
    }

    #[test]
    fn any_mixture_of_familiar_words_is_read(bits in proptest::collection::vec(proptest::sample::select(BITS), 0..24)) {
        holds(&bits.concat());
    }
}

/// Finding ends, and every span is a piece of the text.
fn holds(text: &str) {
    for (_, span) in found(text).spans {
        assert!(text.get(span.clone()).is_some_and(|words| !words.is_empty()), "{span:?} of {text:?}");
    }
    if let Some(answer) = FINDER.place_answer(text) {
        assert!(!answer.words.is_empty());
    }
}

#[test]
fn long_messages_are_read_soon() {
    let long = "昨晚十点解放路88号幸福小区3栋楼下有人唱歌，电话13800138000，希望尽快处理。".repeat(100);
    let found = found(&long);
    assert_eq!(found.phones, ["13800138000"]);
    assert_eq!(found.slots[&Slot::Place], "解放路88号幸福小区3栋楼下");
}
