//! The forms in which figures are written.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::{Found, SHOWN};
use crate::figures::shown::{NOTHING, lasted, shown};
use crate::figures::{Better, Key, Measure, Ranking, Rate, Sort, Sums};
use crate::table::{Table, heading};

/// For a terminal: the rates of each row, the numbers and durations of all, and the ranking.
pub(super) fn words(found: &Found) -> String {
    let mut out = String::new();
    let of = found.unit.as_ref().map_or_else(|| "全市".to_owned(), |unit| format!("{unit}及下级"));
    let _ = writeln!(out, "{} 至 {}，{of}，按{}。", found.days.from, found.days.to, found.by.label());
    if found.total.sums.is_empty() {
        out.push_str("这段时间没有可统计的工单。\n");
        return out;
    }
    heading(&mut out, "各项率");
    let mut table = Table::default();
    let heads = [found.by.label()].into_iter().chain(SHOWN.iter().map(|measure| measure.label()));
    table.cells(heads.map(str::to_owned).collect());
    let all = ("合计".to_owned(), &found.total.sums);
    // The dispatch desk's own time is among the durations, and in none of these.
    let rows = found
        .rows
        .iter()
        .filter(|row| row.row.key != Key::None || SHOWN.iter().any(|measure| row.row.sums.rate(*measure) != Rate::default()));
    for (name, sums) in rows.map(|row| (row.name.clone(), &row.row.sums)).chain([all]) {
        table.cells([name].into_iter().chain(SHOWN.iter().map(|measure| shown(sums, *measure))).collect());
    }
    table.write(&mut out);
    heading(&mut out, "合计的件数");
    let counts: Vec<String> = Measure::of_sort(Sort::Count)
        .filter(|measure| found.total.sums.count(*measure) > 0)
        .map(|measure| format!("{}{}", measure.label(), found.total.sums.count(measure)))
        .collect();
    let _ = writeln!(out, "  {}", counts.join("，"));
    durations(&found.total.sums, &mut out);
    if let Some((ranking, names)) = &found.ranking {
        places(ranking, names, &mut out);
    }
    heading(&mut out, "怎么算的");
    for measure in Measure::of_sort(Sort::Rate).chain([Measure::Hops]) {
        let _ = writeln!(out, "  {}：{}", measure.label(), measure.sentence());
    }
    out
}

fn durations(sums: &Sums, out: &mut String) {
    heading(out, "各环节用时（自然时间）");
    let mut table = Table::headed(["环节", "次数", "中位数", "90%在此之内"]);
    for measure in Measure::of_sort(Sort::Duration) {
        let of = |percent| sums.percentile(measure, percent).map_or_else(|| NOTHING.to_owned(), lasted);
        table.row([measure.label().to_owned(), sums.count(measure).to_string(), of(50), of(90)]);
    }
    table.write(out);
}

fn places(ranking: &Ranking, names: &[String], out: &mut String) {
    heading(out, "三率排名");
    let mut table = Table::default();
    if !ranking.places.is_empty() {
        table = Table::headed(["单位", "名次", "得分", "三率加权", "档次"]);
    }
    for (place, name) in ranking.places.iter().zip(names) {
        let (points, composite) = (format!("{:.2}", place.points), format!("{:.2}", place.composite));
        table.row([name.clone(), place.rank.to_string(), points, composite, place.band.label().to_owned()]);
    }
    table.write(out);
    let _ = writeln!(out, "  三率各不足 {} 次的单位不排名：{} 个。相邻名次至少相差 1 分。", Ranking::FEWEST, ranking.unranked.len());
}

/// Everything, for another program.
pub(super) fn json(found: &Found) -> Value {
    let measures = Measure::ALL.map(|measure| {
        let better = match measure.better() {
            Better::Higher => "higher",
            Better::Lower => "lower",
            Better::Neither => "neither",
        };
        json!({ "name": measure.name(), "label": measure.label(), "counts": measure.sentence(), "better": better })
    });
    let rows: Vec<Value> =
        found.rows.iter().map(|row| json!({ "key": key(&row.row.key), "name": row.name, "figures": figures(&row.row.sums) })).collect();
    let ranking = found.ranking.as_ref().map(|(ranking, names)| {
        let places = ranking.places.iter().zip(names).map(|(place, name)| {
            json!({ "rank": place.rank, "unit": place.unit, "name": name, "composite": place.composite, "points": place.points, "band": place.band.label() })
        });
        let unranked: Vec<Value> = ranking.unranked.iter().map(|unit| json!({ "unit": unit.unit, "composite": unit.composite })).collect();
        json!({ "places": places.collect::<Vec<_>>(), "unranked": unranked })
    });
    json!({
        "version": 1,
        "from": found.days.from,
        "to": found.days.to,
        "by": found.by.name(),
        "unit": found.unit,
        "rows": rows,
        "total": figures(&found.total.sums),
        "ranking": ranking,
        "measures": measures,
        "book": { "facts": found.bytes.0, "bytes": found.bytes.1 },
    })
}

fn figures(sums: &Sums) -> Value {
    let one = |measure: Measure| match measure.sort() {
        Sort::Rate | Sort::Mean => {
            let rate = sums.rate(measure);
            json!({ "hits": rate.hits, "of": rate.of, "value": rate.share() })
        }
        Sort::Count => json!({ "value": sums.count(measure) }),
        Sort::Duration => {
            json!({ "count": sums.count(measure), "median_seconds": sums.median(measure), "p90_seconds": sums.percentile(measure, 90) })
        }
    };
    Value::Object(Measure::ALL.into_iter().map(|measure| (measure.name().to_owned(), one(measure))).collect::<Map<_, _>>())
}

fn key(key: &Key) -> Option<String> {
    match key {
        Key::Unit(unit) => Some(unit.to_string()),
        Key::Person(id) => Some(id.to_string()),
        Key::District(name) | Key::Channel(name) => Some(name.clone()),
        Key::Intent(intent) => Some(intent.to_string()),
        Key::From(day) => Some(day.to_string()),
        Key::None => None,
    }
}

/// One line for each row and one for all, for a spreadsheet: of a rate both numbers and the percentage, of a duration median
/// and 90th percentile in seconds. What was not judged is empty.
pub(super) fn csv(found: &Found) -> String {
    let heads = Measure::ALL.into_iter().flat_map(|measure| match measure.sort() {
        Sort::Rate => vec![format!("{}_分子", measure.label()), format!("{}_分母", measure.label()), format!("{}_%", measure.label())],
        Sort::Mean => vec![measure.label().to_owned()],
        Sort::Count => vec![measure.label().to_owned()],
        Sort::Duration => vec![format!("{}_中位秒", measure.label()), format!("{}_90%秒", measure.label())],
    });
    // The mark at the beginning tells spreadsheets that it is UTF-8.
    let mut out = String::from("\u{feff}");
    line([found.by.label().to_owned(), "代码".to_owned()].into_iter().chain(heads), &mut out);
    let total = ("合计", None, &found.total.sums);
    let rows = found.rows.iter().map(|row| (row.name.as_str(), key(&row.row.key), &row.row.sums)).chain([total]);
    for (name, key, sums) in rows {
        let cells = Measure::ALL.into_iter().flat_map(|measure| cells(sums, measure));
        line([name.to_owned(), key.unwrap_or_default()].into_iter().chain(cells), &mut out);
    }
    out
}

fn cells(sums: &Sums, measure: Measure) -> Vec<String> {
    let rate = sums.rate(measure);
    let maybe = |value: Option<u32>| value.map_or_else(String::new, |value| value.to_string());
    match measure.sort() {
        Sort::Rate => {
            let percent = rate.percent().map_or_else(String::new, |percent| format!("{percent:.2}"));
            vec![rate.hits.to_string(), rate.of.to_string(), percent]
        }
        Sort::Mean => vec![rate.share().map_or_else(String::new, |mean| format!("{mean:.2}"))],
        Sort::Count => vec![sums.count(measure).to_string()],
        Sort::Duration => vec![maybe(sums.median(measure)), maybe(sums.percentile(measure, 90))],
    }
}

fn line(cells: impl Iterator<Item = String>, out: &mut String) {
    let quoted = |cell: String| if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell };
    out.push_str(&cells.map(quoted).collect::<Vec<_>>().join(","));
    out.push_str("\r\n");
}
