//! 地区: how much comes from each district, and how well it is answered there.

use super::list::What;
use super::panel::{Cell, Drawing, Grid, Panel};
use super::scene::{Scene, number};
use crate::chart::Scale;
use crate::chart::tiles::{self, Tile};
use crate::figures::{By, Filter, Key, Measure, Row, Which};

/// The panel.
pub(super) fn panel(scene: &Scene<'_>) -> Panel {
    let filter = scene.whole();
    let mut rows = scene.book.table(By::District, &filter, scene.directory, scene.now).rows;
    rows.retain(|row| !row.sums.is_empty());
    let received = |row: &Row| number(&row.sums, scene.inflow().1, Which::All);
    rows.sort_by(|one, other| received(other).cmp(&received(one)).then_with(|| one.key.cmp(&other.key)));
    let tiles: Vec<Tile> = rows.iter().filter_map(|row| tile(scene, row, &filter)).collect();
    Panel {
        id: "districts",
        title: "地区",
        note: format!("各地区的{}，和当地的满意率", scene.inflow().0),
        drawings: if tiles.is_empty() { Vec::new() } else { vec![Drawing::of("", &tiles::draw("各地区件数", &tiles, Scale::Count))] },
        grids: vec![grid(scene, &rows, &filter)],
        sentences: vec!["地区按诉求里的地点判断；没有写明地点的归在“未写明”。".to_owned()],
        ..Panel::default()
    }
}

fn within(filter: &Filter, district: &str) -> Filter {
    Filter { district: Some(district.to_owned()), ..filter.clone() }
}

fn tile(scene: &Scene<'_>, row: &Row, filter: &Filter) -> Option<Tile> {
    let Key::District(district) = &row.key else { return None };
    let count = number(&row.sums, scene.inflow().1, Which::All);
    let satisfied = row.sums.rate(Measure::Satisfied).percent();
    #[allow(clippy::cast_precision_loss)] // cases of a district
    Some(Tile {
        label: district.clone(),
        value: count as f64,
        note: satisfied.map_or_else(|| "满意率无".to_owned(), |percent| format!("满意 {percent:.1}%")),
        href: if count == 0 { String::new() } else { scene.behind(What::Fact(scene.inflow().1, Which::All), &within(filter, district)) },
    })
}

fn grid(scene: &Scene<'_>, rows: &[Row], filter: &Filter) -> Grid {
    let row = |row: &Row| {
        let measures = [Measure::Handled, Measure::Solved, Measure::Satisfied];
        if let Key::District(district) = &row.key {
            let filter = within(filter, district);
            let rates = measures.map(|measure| scene.rate(&row.sums, measure, &filter));
            let count = scene.count(&row.sums, scene.inflow().1, Which::All, &filter);
            return [Cell::plain(district), count].into_iter().chain(rates).collect();
        }
        // No filter asks for what is nowhere.
        let rates = measures.map(|measure| Cell::plain(scene.rate(&row.sums, measure, filter).words));
        let count = Cell::plain(number(&row.sums, scene.inflow().1, Which::All));
        [Cell::plain("未写明"), count].into_iter().chain(rates).collect::<Vec<Cell>>()
    };
    let head = vec!["地区", scene.inflow().0, "按时办结率", "解决率", "满意率"];
    Grid { caption: "各地区".to_owned(), head, rows: rows.iter().map(row).collect(), open: false }
}
