//! 今日: what came, went out and was done today, where open cases stand, and what needs somebody.

use chrono::TimeDelta;

use super::live::{LAST, Live, STATES};
use super::panel::{Cell, Drawing, Figure, Grid, Panel, drawn};
use super::scene::{Scene, number};
use crate::chart::stacked::{self, Part};
use crate::chart::{Tone, spark};
use crate::domain::ids::Moment;
use crate::figures::{By, Days, Key, Measure, Table, Which};

/// What is counted each day beside what comes in: the word on the page, and by what.
const COUNTED: [(&str, Measure); 4] =
    [("派单", Measure::Dispatched), ("办结", Measure::ToResolve), ("答复", Measure::ToAnswer), ("归档", Measure::Archived)];

/// Days of a sparkline.
const BACK: i64 = 14;

/// The panel.
pub(super) fn panel(scene: &Scene<'_>) -> Panel {
    let table = scene.book.table(By::Day, &scene.on(scene.last(BACK)), scene.directory, scene.now);
    // To a unit and a person what is dispatched is what comes in.
    let of_the_city = scene.filter.unit.is_none() && scene.filter.person.is_none();
    let others = COUNTED.into_iter().filter(|(_, measure)| of_the_city || *measure != Measure::Dispatched);
    let counted = [scene.inflow()].into_iter().chain(others).map(|(label, measure)| counted(scene, &table, label, measure));
    let figures = counted.chain(needs(scene)).collect();
    let (drawing, grid) = states(scene);
    Panel {
        id: "today",
        title: "今日",
        note: format!("截至{}，较昨日全天；在办工单此刻的状态", time(scene.now)),
        figures,
        drawings: vec![drawing],
        grids: vec![grid],
        sentences: Vec::new(),
    }
}

fn time(now: Moment) -> String {
    now.format("%m月%d日 %H:%M").to_string()
}

fn counted(scene: &Scene<'_>, table: &Table, label: &str, measure: Measure) -> Figure {
    let on = |back: i64| {
        let day = scene.today - TimeDelta::days(back);
        table.row(&Key::From(day)).map_or(0, |row| number(&row.sums, measure, Which::All))
    };
    let cell = |back: i64| {
        let filter = scene.on(Days::day(scene.today - TimeDelta::days(back)));
        let href = if on(back) == 0 { String::new() } else { scene.behind(super::list::What::Fact(measure, Which::All), &filter) };
        Cell { words: on(back).to_string(), href }
    };
    #[allow(clippy::cast_precision_loss)] // cases of a day
    let values: Vec<Option<f64>> = (0..BACK).rev().map(|back| Some(on(back) as f64)).collect();
    let yesterday = cell(1);
    Figure {
        label: label.to_owned(),
        number: cell(0),
        notes: vec![Cell { words: format!("昨日 {}", yesterday.words), ..yesterday }],
        spark: Some(drawn(&spark::draw(&format!("{label}，近{BACK}天，每天最多{}件", (0..BACK).map(on).max().unwrap_or(0)), &values))),
        pressing: false,
    }
}

/// 需要有人处理: only what there is.
fn needs(scene: &Scene<'_>) -> Vec<Figure> {
    let all = [
        (Live::State("待派单"), "等派单席派出"),
        (Live::State("待裁定"), "等督办员裁定"),
        (Live::State("待批"), "等督办员批准"),
        (Live::State("待审核"), "等派单席审核答复"),
        (Live::Asked, "延期等申请等答复"),
        (Live::Supervised, "督办文书等单位答复"),
    ];
    let figure = |(live, why): (Live, &str)| {
        let number = scene.live(live);
        (!number.href.is_empty()).then(|| Figure {
            label: live.label().to_owned(),
            number,
            notes: vec![Cell::plain(why)],
            spark: None,
            pressing: true,
        })
    };
    all.into_iter().filter_map(figure).collect()
}

fn states(scene: &Scene<'_>) -> (Drawing, Grid) {
    // Neighbours that are often there differ also without colour.
    let tones =
        [Tone::Quiet, Tone::Poor, Tone::Third, Tone::Fourth, Tone::Second, Tone::Main, Tone::Quiet, Tone::Poor, Tone::Third, Tone::Fourth];
    let cells = STATES.into_iter().chain([LAST]).zip(tones.into_iter().chain([Tone::Quiet]));
    let cells: Vec<(&str, Tone, Cell)> = cells.map(|(state, tone)| (state, tone, scene.live(Live::State(state)))).collect();
    let part = |(label, tone, cell): &(&str, Tone, Cell)| Part {
        label: (*label).to_owned(),
        count: cell.words.parse().unwrap_or(0),
        tone: *tone,
        href: cell.href.clone(),
    };
    let parts: Vec<Part> = cells.iter().map(part).filter(|part| part.count > 0).collect();
    let drawing = Drawing::of("在办工单的状态", &stacked::draw(&format!("在办工单{}件的状态", scene.open.len()), &parts));
    let rows = cells.into_iter().map(|(label, _, cell)| vec![Cell::plain(label), cell]).collect();
    (drawing, Grid { caption: "在办工单的状态".to_owned(), head: vec!["状态", "件数"], rows, open: false })
}
