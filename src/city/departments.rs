//! `data/departments.toml` 承办单位: the tree, its names and its duties.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::source::{Source, parse, wrong_version};
use crate::domain::department::{Department, DepartmentKind, Directory, Level};
use crate::domain::problem::{Problem, line_of};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    city: String,
    department: Vec<Department>,
}

/// A slug longer than this would not fit into a button beside its case number.
const LONGEST_ID: usize = 32;

/// The city's name and its departments.
///
/// # Errors
/// Every fault in the file.
pub fn load(data: &Source) -> Result<(String, Directory), Vec<Problem>> {
    let (name, text) = data.file("departments.toml").map_err(|fault| vec![fault])?;
    let file: File = parse(&name, &text).map_err(|fault| vec![fault])?;
    let mut problems: Vec<Problem> = wrong_version(&name, &text, file.version).into_iter().collect();
    problems.extend(faults(&name, &text, &file.department));
    if problems.is_empty() { Ok((file.city, Directory::new(file.department))) } else { Err(problems) }
}

fn faults(file: &str, text: &str, units: &[Department]) -> Vec<Problem> {
    let at = |unit: &Department| line_of(text, &format!("\"{}\"", unit.id));
    let mut problems = Vec::new();
    let mut names: HashMap<&str, &Department> = HashMap::new();
    let mut city_duties: HashMap<&str, &Department> = HashMap::new();
    let districts: HashSet<&str> =
        units.iter().filter(|unit| unit.kind == DepartmentKind::District).filter_map(|unit| unit.district.as_deref()).collect();
    let mut ids: HashSet<&str> = HashSet::new();
    for unit in units {
        let mut fault = |what: String| problems.push(Problem::new(file, at(unit), what));
        let id = unit.id.as_str();
        if id.is_empty() || id.len() > LONGEST_ID || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            fault(format!("id “{id}”只能用小写字母、数字和“-”，最长 {LONGEST_ID} 个字符。"));
        }
        if !ids.insert(id) {
            fault(format!("id “{id}”用了两次（{}），请给每个单位各用一个 id。", unit.short));
        }
        if let Some(district) = unit.district.as_deref().filter(|district| !districts.contains(district)) {
            fault(format!("{} 的 district = “{district}”不是任何区县单位的辖区，请核对拼写。", unit.short));
        }
        if let Some(parent) = &unit.parent
            && !units.iter().any(|other| other.id == *parent)
        {
            fault(format!("{} 的上级 parent = “{parent}”不存在，请改为已有单位的 id。", unit.short));
        }
        if is_its_own_ancestor(unit, units) {
            fault(format!("{} 的上级关系绕回了自己，请改正 parent。", unit.short));
        }
        for name in [unit.short.as_str(), unit.name.as_str()].into_iter().chain(unit.aliases.iter().map(String::as_str)) {
            match names.insert(name, unit) {
                Some(other) if other.id != unit.id => {
                    fault(format!("名称“{name}”同时属于 {} 和 {}，请让每个名称只属于一个单位。", other.short, unit.short));
                }
                _ => {}
            }
        }
        for duty in unit.duties.iter().filter(|_| unit.level == Level::City) {
            if let Some(other) = city_duties.insert(duty, unit) {
                fault(format!("职责“{duty}”同时属于 {} 和 {}，市级单位之间请只写一处。", other.short, unit.short));
            }
        }
    }
    if units.iter().filter(|unit| unit.parent.is_none()).count() != 1 {
        problems.push(Problem::new(file, None, "应当恰有一个没有 parent 的单位（市政府），作为单位树的根。"));
    }
    problems
}

fn is_its_own_ancestor(unit: &Department, units: &[Department]) -> bool {
    let mut at = unit.parent.as_ref();
    for _ in 0..units.len() {
        match at {
            Some(id) if *id == unit.id => return true,
            Some(id) => at = units.iter().find(|other| other.id == *id).and_then(|other| other.parent.as_ref()),
            None => return false,
        }
    }
    false
}
