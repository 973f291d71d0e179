//! 单位排名 in bands of 30 %, 40 % and 30 %, with the parts of the score. It is published: a unit's people see the places of the
//! others, and the numbers behind only of their own.

use super::WALL_SECONDS;
use super::list::What;
use super::panel::{Cell, Drawing, Grid, Panel};
use super::scene::Scene;
use crate::chart::Tone;
use crate::chart::bars::{self, Bar};
use crate::domain::ids::DepartmentId;
use crate::figures::{Band, Filter, Measure, Place, Ranking, Reach, Sums, Which};

/// Places that are drawn on a wall at a time: the page asks again every minute, and each minute has the next of them.
const ON_A_WALL: usize = 12;

/// The places that are drawn now: all of them on a page, a part after the other on a wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Turn {
    /// From 1.
    part: usize,
    parts: usize,
    /// Places of one part, about as many in each.
    size: usize,
}

impl Turn {
    fn of(places: usize, at_a_time: usize, seconds: i64) -> Self {
        let parts = places.div_ceil(at_a_time).max(1);
        let turn = usize::try_from(seconds.div_euclid(WALL_SECONDS).rem_euclid(i64::try_from(parts).unwrap_or(1))).unwrap_or_default();
        Self { part: turn + 1, parts, size: places.div_ceil(parts) }
    }

    fn shown<T>(self, all: &[T]) -> &[T] {
        let first = ((self.part - 1) * self.size).min(all.len());
        &all[first..(first + self.size).min(all.len())]
    }

    /// Which places these are; nothing where they are all.
    fn words(self, places: usize) -> String {
        let first = (self.part - 1) * self.size;
        let last = (first + self.size).min(places);
        if self.parts == 1 {
            return String::new();
        }
        format!("第{}至{last}名，共{places}个单位（{}/{}屏，每分钟换一屏）", first + 1, self.part, self.parts)
    }
}

/// The panel.
pub(super) fn panel(scene: &Scene<'_>) -> Panel {
    // Whoever filters by a unit that has others below it compares those; a unit's own people see the city's order.
    let chosen = scene.address.filter.unit.as_ref().filter(|_| scene.access.reach == Reach::All);
    let below = chosen.filter(|unit| scene.directory.below(unit).next().is_some());
    let filter = Filter { unit: None, person: None, ..scene.whole() };
    let ranking = scene.book.ranking(below, &filter, scene.directory, &scene.weights, scene.now);
    let weights = &scene.weights;
    let whose = below.map_or_else(|| "市级各单位".to_owned(), |unit| format!("{}的下级单位", scene.unit(unit)));
    Panel {
        id: "ranking",
        title: "单位排名",
        note: format!("{whose}，含各自下级；前30%、中间40%、后30%，相邻至少差1分"),
        drawings: if ranking.places.is_empty() { Vec::new() } else { vec![drawing(scene, &ranking, &filter)] },
        grids: grids(scene, &ranking, &filter),
        sentences: vec![format!(
            "得分 = 响应率×{}% + 解决率×{}% + 满意率×{}%；与前一名相差不足1分的，按少1分公布。回访答复或应办不足{}次的不参加排名。",
            weights.response,
            weights.solved,
            weights.satisfied,
            Ranking::FEWEST
        )],
        ..Panel::default()
    }
}

fn own(filter: &Filter, unit: &DepartmentId) -> Filter {
    Filter { unit: Some(unit.clone()), ..filter.clone() }
}

fn drawing(scene: &Scene<'_>, ranking: &Ranking, filter: &Filter) -> Drawing {
    let most = if scene.address.wall { ON_A_WALL } else { usize::MAX };
    let turn = Turn::of(ranking.places.len(), most, scene.now.timestamp());
    let mut band = None;
    let bar = |place: &Place| {
        let first = band.replace(place.band) != Some(place.band);
        Bar {
            label: format!("{} {}", place.rank, scene.unit(&place.unit)),
            value: Some(place.points.max(0.0)),
            words: format!("{:.1}分", place.points),
            tone: tone(place.band),
            href: link(scene, &place.unit, filter),
            heading: if first { heading(place.band) } else { String::new() },
        }
    };
    let bars: Vec<Bar> = turn.shown(&ranking.places).iter().map(bar).collect();
    Drawing::of(turn.words(ranking.places.len()), &bars::draw("单位排名：公布的得分", &bars, Some(100.0)))
}

fn tone(band: Band) -> Tone {
    match band {
        Band::First => Tone::Good,
        Band::Second => Tone::Main,
        Band::Third => Tone::Poor,
    }
}

fn heading(band: Band) -> String {
    let share = match band {
        Band::First => "前30%",
        Band::Second => "中间40%",
        Band::Third => "后30%",
    };
    format!("{}（{share}）", band.label())
}

/// The way to what a unit was judged by; none for whom it is not to be seen.
fn link(scene: &Scene<'_>, unit: &DepartmentId, filter: &Filter) -> String {
    if scene.sees(unit) { scene.behind(What::Fact(Measure::Responded, Which::All), &own(filter, unit)) } else { String::new() }
}

fn grids(scene: &Scene<'_>, ranking: &Ranking, filter: &Filter) -> Vec<Grid> {
    let parts = |unit: &DepartmentId, sums: &Sums| -> Vec<Cell> {
        let rate = |measure: Measure| {
            if scene.sees(unit) { scene.rate(sums, measure, &own(filter, unit)) } else { Cell::plain("不公布") }
        };
        Measure::THREE.into_iter().map(rate).collect()
    };
    let row = |place: &Place| {
        let mut row = vec![
            Cell::plain(format!("{} {}", place.rank, scene.unit(&place.unit))),
            Cell::plain(place.band.label()),
            Cell::plain(format!("{:.1}", place.points)),
            Cell::plain(if scene.sees(&place.unit) { format!("{:.1}", place.composite) } else { "不公布".to_owned() }),
        ];
        row.extend(parts(&place.unit, &place.sums));
        row
    };
    let head = vec!["单位", "档次", "公布得分", "加权得分", "响应率", "解决率", "满意率"];
    let mut grids = vec![Grid {
        caption: "得分构成".to_owned(),
        head,
        rows: ranking.places.iter().map(row).collect(),
        open: ranking.places.is_empty(),
    }];
    let rest: Vec<Vec<Cell>> = ranking
        .unranked
        .iter()
        .map(|unit| [Cell::plain(scene.unit(&unit.unit))].into_iter().chain(parts(&unit.unit, &unit.sums)).collect())
        .collect();
    if !rest.is_empty() {
        let head = vec!["单位", "响应率", "解决率", "满意率"];
        grids.push(Grid { caption: format!("件数太少、不参加排名的{}个单位", rest.len()), head, rows: rest, open: false });
    }
    grids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_its_turn_on_a_wall() {
        for places in [1, 11, 12, 13, 24, 25, 100] {
            let all: Vec<usize> = (1..=places).collect();
            let parts = Turn::of(places, ON_A_WALL, 0).parts;
            let turn = |minute: usize| Turn::of(places, ON_A_WALL, i64::try_from(minute).expect("few") * WALL_SECONDS + 59);
            let seen: Vec<usize> = (0..parts).flat_map(|minute| turn(minute).shown(&all).to_vec()).collect();
            assert_eq!(seen, all, "of {places}");
            assert!((0..parts).all(|minute| turn(minute).shown(&all).len() <= ON_A_WALL), "of {places}");
            assert_eq!(turn(parts), turn(0), "it begins again");
        }
        assert_eq!(Turn::of(12, ON_A_WALL, 60).words(12), "");
        assert_eq!(Turn::of(20, ON_A_WALL, 60).words(20), "第11至20名，共20个单位（2/2屏，每分钟换一屏）");
        assert_eq!(Turn::of(0, usize::MAX, 60).shown::<u8>(&[]), &[] as &[u8]);
    }
}
