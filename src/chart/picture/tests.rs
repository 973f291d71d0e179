use super::super::bars::{self, Bar};
use super::super::columns::{self, Group};
use super::super::heat::{self, Row};
use super::super::lines::{self, Series};
use super::super::stacked::{self, Part};
use super::super::tiles::{self, Tile};
use super::super::{Scale, Tone, spark};
use super::*;

fn bar(label: &str, value: f64, tone: Tone, heading: &str) -> Bar {
    Bar {
        label: label.to_owned(),
        value: Some(value),
        words: format!("{value:.1} 分"),
        tone,
        href: String::new(),
        heading: heading.to_owned(),
    }
}

fn days(count: usize) -> Vec<String> {
    (1..=count).map(|day| format!("3月{day}日")).collect()
}

fn every_kind() -> Vec<(&'static str, Svg)> {
    let ranking = [
        bar("城市管理局", 91.2, Tone::Good, "前30%"),
        bar("住房和城乡建设局", 84.0, Tone::Main, "中间40%"),
        bar("水务局", 80.5, Tone::Main, ""),
        bar("教育局", 61.4, Tone::Poor, "后30%"),
    ];
    let wave = |shift: f64| (0..28).map(|day| (day != 9 && day != 10).then(|| 0.7 + 0.2 * (f64::from(day) / 4.0 + shift).sin())).collect();
    let series = ["响应率", "解决率", "满意率"].into_iter().zip([0.0, 1.0, 2.0]).enumerate();
    let series: Vec<Series> =
        series.map(|(place, (name, shift))| Series { name: name.to_owned(), tone: Tone::of(place), values: wave(shift) }).collect();
    let groups: Vec<Group> = days(14)
        .into_iter()
        .zip([12.0, 9.0, 30.0, 4.0, 0.0, 7.0, 9.0, 11.0, 18.0, 22.0, 3.0, 5.0, 16.0, 8.0])
        .map(|(name, count)| Group { name, values: vec![Some(count), (count > 4.0).then_some(count * 0.7)], hrefs: Vec::new() })
        .collect();
    let legend = [("收到".to_owned(), Tone::Main), ("办结".to_owned(), Tone::Second)];
    let parts: Vec<Part> = [("待派单", 12), ("待签收", 30), ("办理中", 96), ("待审核", 8), ("待回访", 41), ("中止", 1), ("挂账", 0)]
        .into_iter()
        .zip(Tone::ALL)
        .map(|((label, count), tone)| Part { label: label.to_owned(), count, tone, href: "/board/cases?x=1&y=2".to_owned() })
        .collect();
    let tiles: Vec<Tile> = [("江北区", 120.0), ("江南区", 80.0), ("新城区", 33.0), ("高新技术产业开发区", 9.0), ("清河县", 0.0)]
        .map(|(label, value)| Tile { label: label.to_owned(), value, note: "满意 81.0%".to_owned(), href: String::new() })
        .to_vec();
    let row = |label: &str, counts: &[u64], marked| Row {
        label: label.to_owned(),
        counts: counts.to_vec(),
        words: format!("{} 件", counts.iter().sum::<u64>()),
        href: String::new(),
        marked,
    };
    let rows = [row("噪声扰民（江北区）", &[1, 0, 2, 4, 9, 16, 25], true), row("供水", &[3, 2, 3, 1, 0, 2, 4], false)];
    vec![
        ("bars", bars::draw("单位排名", &ranking, Some(100.0))),
        ("lines", lines::draw("三率走势", &days(28), &series, Scale::Percent)),
        ("columns", columns::draw("每日收办", &groups, &legend, Scale::Count)),
        ("stacked", stacked::draw("在办工单的状态", &parts)),
        ("tiles", tiles::draw("地区", &tiles, Scale::Count)),
        ("heat", heat::draw("热点", &days(7), &rows)),
        ("spark", spark::draw("走势", &[Some(1.0), Some(3.0), None, Some(2.0), Some(5.0)])),
    ]
}

/// How many points of a picture are not white.
fn drawn_points(png: &[u8]) -> usize {
    let picture = Pixmap::decode_png(png).expect("a picture is a picture");
    picture.pixels().iter().filter(|point| (point.red(), point.green(), point.blue()) != (255, 255, 255)).count()
}

#[test]
fn every_kind_becomes_a_picture() {
    let folder = std::env::var_os("YOUSU_PICTURES");
    for (name, chart) in every_kind() {
        let drawing = svg(&chart, chart.title(), "截至3月28日");
        let picture = png(&drawing, 944).expect("a chart is a drawing");
        assert_eq!(picture, png(&drawing, 944).expect("again"), "the same bytes");
        assert!(drawn_points(&picture) > 1_000, "{name}");
        if let Some(folder) = &folder {
            let file = std::path::Path::new(folder).join(name);
            std::fs::write(file.with_extension("png"), &picture).expect("the folder takes pictures");
            std::fs::write(file.with_extension("svg"), &drawing).expect("the folder takes drawings");
        }
    }
}

#[test]
fn words_are_drawn_without_any_font_of_the_machine() {
    let with = |words: &str| {
        let mut chart = Svg::new(200.0, 40.0, "字");
        chart.text("name", (10.0, 28.0), super::super::Anchor::Start, words);
        drawn_points(&png(&svg(&chart, "", ""), 400).expect("a drawing"))
    };
    assert_eq!(with(""), 0);
    assert!(with("件件有回音，事事有着落") > with("件件") && with("件件") > 100);
    assert!(with("一") < with("鑫"), "characters, not boxes");
}

#[test]
fn what_is_no_drawing_is_refused() {
    assert!(png("no drawing", 100).is_err());
    let tall = svg(&Svg::new(1.0, 20_000.0, "高"), "", "");
    assert!(png(&tall, 4_000).is_err() && png(&tall, 0).is_err());
}
