//! 民主评议: what citizens whose cases are done say of the units, by quarter. What stands here is what chat and `yousu appraisal` tell,
//! with the same units left out: whoever may not read it there sees no panel, and no filter shows a unit that is hidden.

use super::panel::{Cell, Drawing, Figure, Grid, Panel};
use super::scene::Scene;
use crate::chart::Tone;
use crate::chart::bars::{self, Bar};
use crate::domain::appraisal::Quarter;
use crate::domain::ids::Moment;
use crate::domain::message::{AppraisalResults, AppraisedUnit};
use crate::domain::workcalendar::at;
use crate::figures::Reach;

/// What the panel is called, and most questionnaires.
const TITLE: &str = "民主评议";

/// Units that are drawn; the table has all.
const DRAWN: usize = 12;

/// The panel; none for those who may not read the results, and none on a wall, where anybody passes by.
pub(super) fn panel(scene: &Scene<'_>) -> anyhow::Result<Option<Panel>> {
    if scene.address.wall || Reach::of(&scene.access.staff).is_none() {
        return Ok(None);
    }
    let results = scene.house.desk().appraised_within(quarter(scene), scene.filter.unit.as_ref())?;
    let AppraisalResults { title, quarter, ballots, units, hidden, least } = &results;
    let total = Figure { label: "选票".to_owned(), number: Cell::plain(ballots), ..Figure::default() };
    let left_out = match hidden {
        0 => String::new(),
        hidden => format!("另有{hidden}个单位选票太少（不足{least}张），或一公布就能推算出别家的，不列出。"),
    };
    let of = if title == TITLE { quarter.clone() } else { format!("{title}　{quarter}") };
    let note = if units.is_empty() { format!("{of}，还没有够{least}张选票的单位") } else { of };
    let sentences = [left_out, "得分：各题得分的平均，满分100，答“不了解”一类的不计；按季度统计，只按单位筛选。".to_owned()];
    Ok(Some(Panel {
        id: "appraisal",
        title: TITLE,
        note,
        figures: vec![total],
        drawings: if units.is_empty() { Vec::new() } else { vec![drawing(units)] },
        grids: if units.is_empty() { Vec::new() } else { vec![grid(units)] },
        sentences: sentences.into_iter().filter(|words| !words.is_empty()).collect(),
    }))
}

/// The quarter of the last day of the view.
fn quarter(scene: &Scene<'_>) -> Quarter {
    let last: Moment = at(scene.days.to.min(scene.today), chrono::NaiveTime::MIN);
    Quarter::of(last)
}

fn drawing(units: &[AppraisedUnit]) -> Drawing {
    let bar = |unit: &AppraisedUnit| Bar {
        label: unit.unit.clone(),
        value: unit.score.parse().ok(),
        words: format!("{}分（{}张）", unit.score, unit.ballots),
        tone: Tone::Main,
        href: String::new(),
        heading: String::new(),
    };
    let bars: Vec<Bar> = units.iter().take(DRAWN).map(bar).collect();
    let caption = if units.len() > DRAWN { format!("得分最高的{DRAWN}个单位，共{}个", units.len()) } else { String::new() };
    Drawing::of(caption, &bars::draw("民主评议：各单位得分", &bars, Some(100.0)))
}

fn grid(units: &[AppraisedUnit]) -> Grid {
    let row = |unit: &AppraisedUnit| {
        let questions: Vec<String> = unit.questions.iter().map(|(question, score)| format!("{question} {score}")).collect();
        vec![Cell::plain(&unit.unit), Cell::plain(&unit.score), Cell::plain(unit.ballots), Cell::plain(questions.join("，"))]
    };
    Grid {
        caption: "各单位的评议得分".to_owned(),
        head: vec!["单位", "得分", "选票", "各题得分"],
        rows: units.iter().map(row).collect(),
        open: false,
    }
}
