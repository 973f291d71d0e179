//! `data/profiles/*.toml` 城市规则: one city's figures a file.

use std::collections::{BTreeMap, HashSet};

use super::source::{Source, line_of, parse, wrong_version};
use crate::domain::problem::Problem;
use crate::domain::profile::{Profile, RungKind, RungTime};
use crate::domain::span::{LimitKind, Span};

/// Every profile, by name.
pub(super) fn load(data: &Source) -> Result<BTreeMap<String, Profile>, Vec<Problem>> {
    let files = data.files("profiles", "toml").map_err(|fault| vec![fault])?;
    let mut profiles = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, text) in &files {
        match parse::<Profile>(name, text) {
            Ok(mut profile) => {
                profile.key.clone_from(&profile.name);
                problems.extend(wrong_version(name, text, profile.version));
                problems.extend(faults(name, text, &profile));
                profiles.insert(profile.name.clone(), profile);
            }
            Err(fault) => problems.push(fault),
        }
    }
    if profiles.is_empty() && problems.is_empty() {
        problems.push(Problem::new("data/profiles", None, "没有任何城市规则，请至少放入一个规则文件。"));
    }
    if problems.is_empty() { Ok(profiles) } else { Err(problems) }
}

fn faults(file: &str, text: &str, profile: &Profile) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut fault = |words: &str, what: String| problems.push(Problem::new(file, line_of(text, words), what));
    if !file.ends_with(&format!("{}.toml", profile.name)) {
        fault("name", format!("name = “{}”应与文件名一致。", profile.name));
    }
    if !profile.office.is_ordered() {
        fault("[office]", "上午、下午的起止时间应当先后相接，例如 08:30–12:00、14:00–17:30。".to_owned());
    }
    if !matches!(profile.intake.register_after, Span::Natural(minutes) if minutes >= 10) {
        fault("register_after", "register_after 是市民等待的时间，请写成 10m 以上的自然时间，例如 24h。".to_owned());
    }
    if profile.quiet.is_some_and(|quiet| quiet.from == quiet.to) {
        fault("[quiet]", "免打扰的起止时间相同，等于没有；请写成 21:30 到 07:30 这样的时段，不要免打扰就删去这一节。".to_owned());
    }
    let mut seen = HashSet::new();
    for rung in &profile.ladder {
        let line = format!("\"{}\"", rung.id);
        if !seen.insert(&rung.id) {
            fault(&line, format!("阶梯 id “{}”重复，请各用一个名称。", rung.id));
        }
        if rung.to.is_empty() {
            fault(&line, format!("阶梯“{}”没有写告诉谁（to）。", rung.id));
        }
        if rung.every.is_some_and(|every| !repeats(every) || rung.rung.is_card() || rung.rung.letter().is_some()) {
            fault(&line, format!("阶梯“{}”的 every 请写 1h 以上；只有提醒、催办可以反复，黄牌、红牌和文书每级只发一次。", rung.id));
        }
        if rung.every.is_some() && !matches!(rung.at, RungTime::Due | RungTime::After(_)) {
            fault(&line, format!("阶梯“{}”写了 every，at 请写 due 或到期之后，例如 +5wd。", rung.id));
        }
        if rung.rung == RungKind::Yellow && rung.limit != LimitKind::Handle {
            fault(&line, format!("黄牌“{}”只能对办理时限（limit = \"handle\"）发出。", rung.id));
        }
    }
    problems
}

/// Whether a rung may come back after this long: not every minute.
fn repeats(every: Span) -> bool {
    matches!(every, Span::Natural(minutes) | Span::Working(minutes) if minutes >= 60) || matches!(every, Span::Workdays(days) if days >= 1)
}
