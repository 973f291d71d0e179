//! `yousu classify` 研判: complaints from standard input, one a line or as JSON lines; a JSON line each to standard output.

use std::io::{self, BufWriter, Write};

use anyhow::{Context, Result};
use serde::Serialize;

use super::told::aside;
use crate::city::City;
use crate::classify::learned::Writing;
use crate::clock::Clock;
use crate::domain::complaint::{Category, Classification, Kind, Reason, Risk, Slots, Urgency};
use crate::domain::department::Level;
use crate::domain::ids::{DepartmentId, IntentId, Moment};
use crate::intake::understand_writing;
use crate::letters::{self, Line, next_line};

#[derive(Serialize)]
struct Output<'a> {
    intent: Option<&'a IntentId>,
    intent_name: &'a str,
    category: Category,
    department: Option<&'a str>,
    district: Option<&'a str>,
    level: Option<Level>,
    probability: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    intent_probability: Option<f64>,
    urgency: Urgency,
    hotline: Option<&'a str>,
    kind: Kind,
    risks: &'a [Risk],
    abstain: bool,
    because: &'a [Reason],
    alternatives: Vec<Choice<'a>>,
    slots: Slots,
    #[serde(flatten)]
    learned: Option<Learned<'a>>,
}

/// What a model adds; `abstain` is then about its label.
#[derive(Serialize)]
struct Learned<'a> {
    label: &'a str,
    label_probability: f64,
    label_alternatives: Vec<Other<'a>>,
}

#[derive(Serialize)]
struct Other<'a> {
    label: &'a str,
    probability: f64,
}

#[derive(Serialize)]
struct Choice<'a> {
    intent: Option<&'a IntentId>,
    department: Option<&'a str>,
    probability: f64,
}

/// What a line says: JSON with `text`, or with `subject` and `detail`; any other line is the text itself.
fn writing(number: usize, line: &[u8]) -> Result<Writing<'_>, String> {
    let words = letters::words(line)?;
    if words.starts_with('{') { Ok(Line::parse(number, words)?.writing) } else { Ok(Writing::text(words)) }
}

/// Reads to the end of the input. A line that cannot be read is reported with its number and answered with an error.
pub(super) fn run(city: &City) -> Result<()> {
    let now = Clock::System.now();
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut source, mut line) = (io::stdin().lock(), Vec::new());
    for number in 1.. {
        let read = match next_line(&mut source, &mut line).with_context(|| format!("第 {number} 行读不出来"))? {
            Ok(false) => break,
            Ok(true) => writing(number, &line),
            Err(why) => Err(why),
        };
        match read {
            Ok(writing) => answer(city, &writing, now, &mut out)?,
            Err(why) => {
                let error = format!("第 {number} 行：{why}");
                aside!("{error}");
                serde_json::to_writer(&mut out, &serde_json::json!({ "error": error }))?;
            }
        }
        writeln!(out)?;
    }
    out.flush()?;
    Ok(())
}

fn answer(city: &City, writing: &Writing<'_>, now: Moment, out: &mut impl Write) -> Result<()> {
    let ctx = city.intake(now);
    let (classification, slots) = understand_writing(writing, Slots::new(), &ctx);
    Ok(serde_json::to_writer(out, &output(&classification, slots, city))?)
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
        intent_probability: is.intent_probability,
        urgency: is.urgency,
        hotline: is.hotline.as_deref(),
        kind: is.kind,
        risks: &is.risks,
        abstain: is.label.as_ref().map_or(is.abstain, |label| label.abstain),
        because: &is.because,
        alternatives: is
            .alternatives
            .iter()
            .map(|next| Choice { intent: next.intent.as_ref(), department: unit(&next.department), probability: next.probability })
            .collect(),
        slots,
        learned: is.label.as_ref().map(|label| Learned {
            label: &label.name,
            label_probability: label.probability,
            label_alternatives: label.others.iter().map(|(label, probability)| Other { label, probability: *probability }).collect(),
        }),
    }
}
