//! 三率 and what else units are judged by, each with its formula in words; silence stands apart and never counts as satisfied.

use super::panel::{Cell, Figure, Grid, Panel};
use super::scene::Scene;
use crate::figures::shown::{NOTHING, lasted};
use crate::figures::{Filter, Measure, Ranking, Sort, Sums, Which};

/// The rates beside the three.
const OTHERS: [Measure; 6] = [Measure::Signed, Measure::Handled, Measure::Answered, Measure::Returned, Measure::Redone, Measure::Recurred];

/// The panel.
pub(super) fn panel(scene: &Scene<'_>) -> Panel {
    let filter = scene.whole();
    let sums = scene.total(&filter);
    let weights = &scene.weights;
    let mut figures: Vec<Figure> = Measure::THREE.into_iter().map(|measure| figure(scene, &sums, measure, &filter)).collect();
    figures.push(Figure {
        label: "综合得分".to_owned(),
        number: Cell::plain(Ranking::composite(&sums, weights).map_or_else(|| NOTHING.to_owned(), |points| format!("{points:.1}"))),
        notes: vec![Cell::plain(format!("权重 {} / {} / {}", weights.response, weights.solved, weights.satisfied))],
        ..Figure::default()
    });
    figures.push(apart(scene, &sums, Measure::Silent, &filter, "沉默另计，不算满意"));
    figures.push(apart(scene, &sums, Measure::Fair, &filter, "已计入满意率"));
    let sentence = |measure: Measure| format!("{} = {}", measure.label(), measure.sentence());
    let sentences = Measure::THREE.into_iter().chain([Measure::Silent]).map(sentence).collect();
    let grids = vec![others(scene, &sums, &filter), steps(scene, &sums, &filter)];
    Panel {
        id: "rates",
        title: "三率",
        note: "响应、解决、满意：分子和分母都能点开".to_owned(),
        figures,
        grids,
        sentences,
        ..Panel::default()
    }
}

/// A rate with what stands above and below its line.
fn figure(scene: &Scene<'_>, sums: &Sums, measure: Measure, filter: &Filter) -> Figure {
    let (hits, of) = (scene.count(sums, measure, Which::Hits, filter), scene.count(sums, measure, Which::All, filter));
    let notes = vec![hits, Cell::plain("÷"), of];
    Figure { label: measure.label().to_owned(), number: scene.rate(sums, measure, filter), notes, ..Figure::default() }
}

fn apart(scene: &Scene<'_>, sums: &Sums, measure: Measure, filter: &Filter, note: &str) -> Figure {
    let number = scene.count(sums, measure, Which::All, filter);
    Figure { label: measure.label().to_owned(), number, notes: vec![Cell::plain(note)], ..Figure::default() }
}

fn others(scene: &Scene<'_>, sums: &Sums, filter: &Filter) -> Grid {
    let row = |measure: Measure| {
        // Some of these compare two flows, whose cases are not the same: only what stands above the line leads to a list.
        let hits = scene.count(sums, measure, Which::Hits, filter);
        let of = Cell::plain(sums.rate(measure).of);
        vec![Cell::plain(measure.label()), Cell::plain(scene.rate(sums, measure, filter).words), hits, of, Cell::plain(measure.sentence())]
    };
    let rows = OTHERS.into_iter().map(row).collect();
    Grid { caption: "其他指标".to_owned(), head: vec!["指标", "比率", "分子", "分母", "算法"], rows, open: false }
}

fn steps(scene: &Scene<'_>, sums: &Sums, filter: &Filter) -> Grid {
    let row = |measure: Measure| {
        let at = |percent: u32| Cell::plain(sums.percentile(measure, percent).map_or_else(|| NOTHING.to_owned(), lasted));
        vec![Cell::plain(measure.label()), scene.count(sums, measure, Which::All, filter), at(50), at(90)]
    };
    let rows = Measure::of_sort(Sort::Duration).map(row).collect();
    Grid {
        caption: "各环节用时（自然时间）".to_owned(), head: vec!["环节", "次数", "中位数", "九成不超过"], rows, open: false
    }
}
