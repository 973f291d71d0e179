//! The files of an edition 公示文件: CSV and JSON for machines, and the dictionary 数据字典 that says what every field means.

use serde_json::{Map, Value, json};

use super::make::RATES;
use super::suppress::TIMES;
use crate::csv::line;
use crate::domain::publication::{Edition, Shown};
use crate::figures::Measure;

/// How a hidden number is written.
pub fn shown(count: Shown, least: u64) -> String {
    match count {
        Shown::Exact(number) => number.to_string(),
        Shown::Few => format!("＜{least}"),
        Shown::Withheld => format!("＜{least}＊"),
    }
}

/// A rate, or that too few were judged.
pub fn percent(rate: Option<u8>) -> String {
    rate.map_or_else(|| "—".to_owned(), |percent| format!("{percent}%"))
}

/// The whole edition as JSON, with its dictionary.
pub fn json(edition: &Edition) -> Value {
    let mut object = match serde_json::to_value(edition) {
        Ok(Value::Object(object)) => object,
        _ => Map::new(),
    };
    let fields = dictionary(edition.least).into_iter();
    let fields = fields.map(|field| json!({ "table": field.table, "field": field.field, "meaning": field.meaning, "unit": field.unit, "formula": field.formula }));
    object.insert("dictionary".to_owned(), fields.collect());
    Value::Object(object)
}

/// Every number as one line: table, name, field, value.
pub fn csv(edition: &Edition) -> Vec<u8> {
    let least = edition.least;
    let mut rows: Vec<[String; 5]> = vec![["period", "table", "name", "field", "value"].map(str::to_owned)];
    let period = edition.period.to_string();
    let mut row = |table: &str, name: &str, field: &str, value: String| {
        rows.push([period.clone(), table.to_owned(), name.to_owned(), field.to_owned(), value]);
    };
    for total in &edition.totals {
        row("totals", &total.name, "count", shown(total.count, least));
    }
    for rate in &edition.rates {
        row("rates", label(&rate.name), &rate.name, percent(rate.percent));
    }
    for (table, lines) in [("channels", &edition.channels), ("matters", &edition.matters)] {
        lines.iter().for_each(|line| row(table, &line.name, "count", shown(line.count, least)));
    }
    for unit in &edition.units {
        row("units", &unit.unit, "dispatched", shown(unit.dispatched, least));
        unit.rates.iter().for_each(|rate| row("units", &unit.unit, &rate.name, percent(rate.percent)));
        row("units", &unit.unit, "band", unit.band.clone().unwrap_or_else(|| "不参加排名".to_owned()));
    }
    csv_of(&rows)
}

/// The dictionary as CSV.
pub fn dictionary_csv(least: u64) -> Vec<u8> {
    let head = ["table", "field", "meaning", "unit", "formula"].map(str::to_owned);
    let fields = dictionary(least).into_iter();
    let rows: Vec<[String; 5]> =
        std::iter::once(head).chain(fields.map(|f| [f.table.to_owned(), f.field, f.meaning, f.unit.to_owned(), f.formula])).collect();
    csv_of(&rows)
}

fn csv_of(rows: &[[String; 5]]) -> Vec<u8> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    for row in rows {
        line(&mut out, row.iter().map(String::as_str)).expect("memory takes it");
    }
    out
}

/// What people call a measure.
pub fn label(name: &str) -> &str {
    Measure::named(name).map_or(name, |measure| measure.label())
}

/// One field of the files.
pub struct Field {
    /// In which table.
    pub table: &'static str,
    /// Its name.
    pub field: String,
    /// What it means.
    pub meaning: String,
    /// In what it is counted.
    pub unit: &'static str,
    /// How it comes about.
    pub formula: String,
}

/// 数据字典: every field with its meaning, its unit and its formula.
pub fn dictionary(least: u64) -> Vec<Field> {
    let field = |table, field: &str, meaning: &str, unit, formula: &str| Field {
        table,
        field: field.to_owned(),
        meaning: meaning.to_owned(),
        unit,
        formula: formula.to_owned(),
    };
    let hidden = format!(
        "小于 {least} 的数写作“＜{least}”（few）；表中写作“＜{least}＊”（withheld）的，是小于 {least}，或为防止由合计推算而一并隐去。合计不足 {} 件的表不公布。",
        least.saturating_mul(TIMES)
    );
    let mut all = vec![
        field("edition", "v", "格式的版本", "—", "—"),
        field("edition", "period", "所属月份", "年-月", "—"),
        field("edition", "number", "第几版：公布后不改，更正另出新版", "版", "从 1 起"),
        field("edition", "city", "城市", "—", "—"),
        field("edition", "at", "公布时间", "时间", "东八区"),
        field("edition", "correction", "更正说明；第一版为空", "—", "—"),
        field("edition", "least", "小于它的数不公布", "件", "由规则规定"),
        field("channels", "count", "各受理渠道的收件数", "件", &format!("{}{hidden}", Measure::Received.sentence())),
        field("matters", "count", "各类事项的收件数", "件", &format!("{}{hidden}", Measure::Received.sentence())),
        field("units", "dispatched", "派给该单位（含下级）的次数", "次", &format!("{}{hidden}", Measure::Dispatched.sentence())),
        field(
            "units",
            "band",
            "三率排名所在的档",
            "档",
            "响应率、解决率、满意率加权排序，前 30% 第一档、中间 40% 第二档、后 30% 第三档；件数太少的不参加",
        ),
        field("examples", "title", "典型案例的题目", "—", "人工编写、审定，不含身份"),
        field("examples", "text", "典型案例", "—", "人工编写、审定，不含身份"),
    ];
    for measure in super::make::COUNTS {
        all.push(field("totals", measure.label(), measure.label(), "件（次）", measure.sentence()));
    }
    for measure in RATES {
        let formula = format!("{}四舍五入到整数；被评判的件数太少时不公布，写作“—”（null）。", measure.sentence());
        all.push(field("rates、units", measure.name(), measure.label(), "%", &formula));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dictionary_has_every_field_of_an_edition() {
        let text = include_str!("../domain/publication.rs");
        let edition = text.split("pub struct Edition {").nth(1).and_then(|rest| rest.split("\n}").next()).expect("the edition");
        let names = edition.lines().filter_map(|line| line.trim().strip_prefix("pub ")?.split(':').next());
        let known = dictionary(5);
        for name in names {
            assert!(known.iter().any(|field| field.field == name || field.table.split('、').any(|table| table == name)), "{name}");
        }
        assert!(known.iter().all(|field| !field.meaning.is_empty() && !field.formula.is_empty()));
    }
}
