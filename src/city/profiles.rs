//! `data/profiles/*.toml` 城市规则: one city's figures a file. A file may write only in what it differs from another one.

use std::collections::BTreeMap;

use super::source::{Source, parse_among};
use crate::domain::problem::{Problem, line_of};
use crate::domain::profile::{Profile, ProfileText};

mod check;
mod inherit;
mod locate;

use inherit::Raw;

/// How many digits of its text's digest a profile's key shows.
const DIGITS: usize = 10;

/// Every profile, by name, with its whole text and the other names that people may use.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    /// By name.
    pub all: BTreeMap<String, Profile>,
    /// The whole text of each, by its key.
    pub texts: BTreeMap<String, ProfileText>,
    /// Title or alias to name.
    pub aliases: BTreeMap<String, String>,
}

/// Every profile.
///
/// # Errors
/// Every fault in the files.
pub fn load(data: &Source) -> Result<Profiles, Vec<Problem>> {
    let files = data.files("profiles", "toml").map_err(|fault| vec![fault])?;
    let mut problems = Vec::new();
    let mut raws = BTreeMap::new();
    for (file, text) in &files {
        match parse_among::<toml::Table>(file, text, &files).and_then(|table| Raw::new(file, text, table)) {
            Ok(raw) => drop(raws.insert(raw.stem().to_owned(), raw)),
            Err(fault) => problems.push(fault),
        }
    }
    if files.is_empty() {
        problems.push(Problem::new("data/profiles", None, "没有任何城市规则，请至少放入一个规则文件。"));
    }
    let mut profiles = Profiles::default();
    for raw in raws.values() {
        match read(raw, &raws) {
            Ok((profile, text)) => {
                problems.extend(check::faults(raw, &profile));
                problems.extend(name(&mut profiles.aliases, raw, &profile));
                profiles.texts.insert(profile.key.clone(), ProfileText { key: profile.key.clone(), text });
                profiles.all.insert(profile.name.clone(), profile);
            }
            Err(mut faults) => problems.append(&mut faults),
        }
    }
    if problems.is_empty() { Ok(profiles) } else { Err(problems) }
}

/// One profile with its whole text.
fn read(raw: &Raw, all: &BTreeMap<String, Raw>) -> Result<(Profile, String), Vec<Problem>> {
    let whole = raw.whole(all)?;
    let text = toml::to_string(&whole).map_err(|error| vec![Problem::new(&raw.file, None, format!("规则写不成文本：{error}。"))])?;
    match toml::from_str::<Profile>(&text) {
        Ok(mut profile) => {
            profile.key = key(&profile.name, &text);
            Ok((profile, text))
        }
        Err(error) => Err(vec![locate::fault(raw, all, &text, &error)]),
    }
}

/// `name@digest`: another text is another key.
fn key(name: &str, text: &str) -> String {
    let digest = crate::digest::sha256([text.as_bytes()]);
    format!("{name}@{}", &digest[..DIGITS])
}

/// The other names of a profile. Two profiles of one name could not be told apart.
fn name(aliases: &mut BTreeMap<String, String>, raw: &Raw, profile: &Profile) -> Vec<Problem> {
    let names = raw.aliases.iter().chain([&profile.title]);
    let taken = names.filter_map(|alias| {
        let other = aliases.insert(alias.clone(), profile.name.clone()).filter(|other| *other != profile.name)?;
        let what = format!("名称“{alias}”同时属于规则 {other} 和 {}，请各用一个名称。", profile.name);
        Some(Problem::new(&raw.file, line_of(&raw.text, &format!("\"{alias}\"")), what))
    });
    taken.collect()
}

/// A profile from the whole text that the store kept of it.
///
/// # Errors
/// Says for an administrator which text this program cannot read, and why.
pub fn archived(kept: &ProfileText) -> Result<Profile, Problem> {
    let wrong = |error: toml::de::Error| {
        let what = format!(
            "存储里留存的规则 {} 不能被本程序读取：{}。有工单仍按它办理，请换用写入它的程序版本，或用能读取它的版本先运行 yousu migrate-profile。",
            kept.key,
            error.message().trim_end_matches('.')
        );
        Problem::new("store", None, what)
    };
    let mut profile: Profile = toml::from_str(&kept.text).map_err(wrong)?;
    profile.key.clone_from(&kept.key);
    if !profile.office.is_ordered() {
        // Working time would never pass under them.
        let what = format!("存储里留存的规则 {} 的办公时间前后颠倒，已损坏；请用备份恢复（yousu restore）。", kept.key);
        return Err(Problem::new("store", None, what));
    }
    Ok(profile)
}
