//! 待办与超期: how much is open, what falls due today, what is late, at which units, and what has waited longest.

use super::super::cases;
use super::live::Live;
use super::panel::{Cell, Drawing, Figure, Grid, Panel};
use super::scene::Scene;
use crate::chart::Tone;
use crate::chart::bars::{self, Bar};
use crate::domain::case::Case;
use crate::domain::ids::DepartmentId;
use crate::domain::message::when;
use crate::figures::{ByUnit, Filter, Open};
use crate::workbench::may_see;

/// Units that are drawn; the table has all.
const DRAWN: usize = 10;
/// Cases that are named.
const OLDEST: usize = 8;

/// The panel.
pub(super) fn panel(scene: &Scene<'_>) -> Panel {
    let figure = |live: Live, pressing: bool| {
        let number = scene.live(live);
        Figure { label: live.label().to_owned(), pressing: pressing && !number.href.is_empty(), number, ..Figure::default() }
    };
    let units = units(scene);
    let drawings = if units.is_empty() { Vec::new() } else { vec![drawing(&units)] };
    Panel {
        id: "backlog",
        title: "待办与超期",
        note: format!("{}此刻的在办工单，不受时间范围影响", when(scene.now)),
        figures: vec![figure(Live::Open, false), figure(Live::DueToday, true), figure(Live::Overdue, true)],
        drawings,
        grids: vec![oldest(scene), grid(units)],
        sentences: vec!["超期：工单此刻的任一时限已过。今日到期：下一个时限今天结束、还没有过。".to_owned()],
    }
}

struct Unit {
    name: String,
    open: Cell,
    overdue: Cell,
    late: usize,
}

/// The units that have open cases, those with most that is late first.
fn units(scene: &Scene<'_>) -> Vec<Unit> {
    let counts = ByUnit::of(&scene.open, scene.now);
    let mut own: Vec<_> = counts.own().collect();
    own.sort_by_key(|(unit, (open, late))| (std::cmp::Reverse((*late, *open)), *unit));
    let unit = |(unit, (_, late)): (&DepartmentId, (usize, usize))| {
        // A unit's row is of its own cases and those below it, as its filter is.
        let filter = Filter { unit: Some(unit.clone()), ..scene.filter.clone() };
        let (open, overdue) = counts.within(unit, scene.directory);
        let (open, overdue) = (scene.counted(Live::Open, open, &filter), scene.counted(Live::Overdue, overdue, &filter));
        Unit { name: scene.unit(unit), open, overdue, late }
    };
    own.into_iter().map(unit).collect()
}

fn drawing(units: &[Unit]) -> Drawing {
    #[allow(clippy::cast_precision_loss)] // open cases
    let bar = |unit: &Unit| Bar {
        label: unit.name.clone(),
        value: unit.overdue.words.parse().ok(),
        words: format!("{} / 在办 {}", unit.overdue.words, unit.open.words),
        tone: if unit.late > 0 { Tone::Poor } else { Tone::Quiet },
        href: unit.overdue.href.clone(),
        heading: String::new(),
    };
    let shown: Vec<Bar> = units.iter().take(DRAWN).map(bar).collect();
    let caption =
        if units.len() > DRAWN { format!("超期件数，最多的{DRAWN}个单位") } else { "各单位超期件数".to_owned() };
    Drawing::of(caption.clone(), &bars::draw(&caption, &shown, None))
}

fn grid(units: Vec<Unit>) -> Grid {
    let rows = units.into_iter().map(|unit| vec![Cell::plain(unit.name), unit.open, unit.overdue]).collect();
    Grid {
        caption: "各单位在办和超期（含下级单位）".to_owned(), head: vec!["单位", "在办", "超期"], rows, open: false
    }
}

/// What has been open longest, of what this person may see. Only those that are named are read.
fn oldest(scene: &Scene<'_>) -> Grid {
    let staff = &scene.access.staff;
    let mut open: Vec<&Open<'_>> = scene.open.iter().collect();
    open.sort_unstable_by_key(|case| (case.received_at, case.number));
    let mut rows = Vec::new();
    for stands in open {
        if rows.len() == OLDEST {
            break;
        }
        // A damaged record has been reported by the store; it hides no other.
        let case = scene.house.desk().store().case(stands.number).ok().flatten();
        rows.extend(case.filter(|case| may_see(case, staff, scene.directory)).map(|case| row(scene, &case, stands)));
    }
    let head = vec!["工单号", "事项", "在谁手里", "已过"];
    Grid { caption: format!("在办最久的{OLDEST}件"), head, rows, open: true }
}

fn row(scene: &Scene<'_>, case: &Case, stands: &Open<'_>) -> Vec<Cell> {
    let number = Cell { words: case.number.to_string(), href: cases::href(case.number, &scene.access.staff) };
    let days = (scene.now - stands.received_at).num_days();
    let unit = stands.unit.map_or_else(|| "派单席".to_owned(), |unit| scene.unit(unit));
    let late = if stands.is_late(scene.now) { "，超期" } else { "" };
    vec![number, Cell::plain(&case.complaint.classification.intent_name), Cell::plain(unit), Cell::plain(format!("{days}天{late}"))]
}
