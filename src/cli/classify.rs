//! `yousu classify` 研判: complaints from standard input, one a line or as JSON lines; a JSON line each to standard output.

use std::io::{self, BufRead, BufWriter, Write};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::city::City;
use crate::clock::Clock;
use crate::domain::complaint::{Category, Classification, Kind, Reason, Slots, Urgency};
use crate::domain::department::Level;
use crate::domain::ids::{DepartmentId, IntentId, Moment};
use crate::intake::{Ctx, understand};

#[derive(Deserialize)]
struct Input {
    text: Option<String>,
    subject: Option<String>,
    detail: Option<String>,
}

#[derive(Serialize)]
struct Output<'a> {
    intent: Option<&'a IntentId>,
    intent_name: &'a str,
    category: Category,
    department: Option<&'a str>,
    district: Option<&'a str>,
    level: Option<Level>,
    probability: f64,
    urgency: Urgency,
    hotline: Option<&'a str>,
    kind: Kind,
    abstain: bool,
    because: &'a [Reason],
    alternatives: Vec<Choice<'a>>,
    slots: Slots,
}

#[derive(Serialize)]
struct Choice<'a> {
    intent: &'a IntentId,
    department: Option<&'a str>,
    probability: f64,
}

/// The text of a line: JSON with `text`, or with `subject` and `detail`; any other line is the text itself.
pub(super) fn text_of(line: &str) -> Result<String> {
    if !line.trim_start().starts_with('{') {
        return Ok(line.to_owned());
    }
    let input: Input = serde_json::from_str(line).context("这一行像 JSON 但读不懂")?;
    let letter = || {
        let parts: Vec<String> = [input.subject, input.detail].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("\n"))
    };
    input.text.or_else(letter).context("这一行 JSON 里没有 text，也没有 subject 和 detail")
}

/// Reads to the end of the input. A line that cannot be read is reported with its number and answered with an error.
pub(super) fn run(city: &City) -> Result<()> {
    let now = Clock::System.now();
    let mut out = BufWriter::new(io::stdout().lock());
    for (i, line) in io::stdin().lock().lines().enumerate() {
        let line = line.with_context(|| format!("第 {} 行不是 UTF-8 文本", i + 1))?;
        match text_of(&line) {
            Ok(text) => serde_json::to_writer(&mut out, &classified(city, &text, now))?,
            Err(error) => {
                eprintln!("第 {} 行：{error:#}", i + 1);
                serde_json::to_writer(&mut out, &serde_json::json!({ "error": format!("第 {} 行：{error:#}", i + 1) }))?;
            }
        }
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}

fn classified(city: &City, text: &str, now: Moment) -> serde_json::Value {
    let ctx = Ctx {
        classifier: &city.classifier,
        finder: &city.finder,
        abuse: &city.abuse,
        directory: &city.directory,
        profile: &city.profile,
        now,
    };
    let (classification, slots) = understand(text, Slots::new(), &ctx);
    serde_json::to_value(output(&classification, slots, city)).unwrap_or_default()
}

fn output<'a>(is: &'a Classification, slots: Slots, city: &'a City) -> Output<'a> {
    let unit = |id: &'a Option<DepartmentId>| id.as_ref().map(|id| city.directory.short(id));
    Output {
        intent: is.intent.as_ref(),
        intent_name: &is.intent_name,
        category: is.category,
        department: unit(&is.department),
        district: is.district.as_deref(),
        level: is.department.as_ref().and_then(|id| city.directory.get(id)).map(|unit| unit.level),
        probability: is.probability,
        urgency: is.urgency,
        hotline: is.hotline.as_deref(),
        kind: is.kind,
        abstain: is.abstain,
        because: &is.because,
        alternatives: is
            .alternatives
            .iter()
            .map(|next| Choice { intent: &next.intent, department: unit(&next.department), probability: next.probability })
            .collect(),
        slots,
    }
}
