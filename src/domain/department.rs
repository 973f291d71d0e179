//! The tree of departments 承办单位 and what each owns 职责 (RULEBOOK §1: 三级便民服务网络).

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::ids::DepartmentId;

/// The level of a unit in the tree 层级.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 市级
    City,
    /// 区县
    District,
    /// 街道、乡镇
    Street,
}

/// What sort of unit it is 单位性质.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DepartmentKind {
    /// 政府
    Government,
    /// 委办局
    Bureau,
    /// 水电气热等公用企业
    Utility,
    /// 其他企业
    Enterprise,
    /// 区县政府
    District,
    /// 街道办、镇政府
    Street,
}

/// One unit 单位, as `data/departments.toml` writes it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// The stable slug.
    pub id: DepartmentId,
    /// The full official name.
    pub name: String,
    /// What people call it, unique.
    pub short: String,
    /// Other names, unique over all units.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The unit above; none for the root.
    #[serde(default)]
    pub parent: Option<DepartmentId>,
    /// Its level.
    pub level: Level,
    /// Its sort.
    pub kind: DepartmentKind,
    /// The district that it answers for, when it answers for one only.
    #[serde(default)]
    pub district: Option<String>,
    /// The duties that it owns, in the words that intents use.
    #[serde(default)]
    pub duties: Vec<String>,
}

impl Department {
    /// Whether a person may mean this unit by `name`: its slug, full name, short name or an alias.
    pub fn answers_to(&self, name: &str) -> bool {
        self.id.as_str() == name || self.name == name || self.short == name || self.aliases.iter().any(|alias| alias == name)
    }
}

/// All units, by id, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    units: Vec<Department>,
    by_id: HashMap<DepartmentId, usize>,
    owners: BTreeMap<String, Vec<usize>>,
}

impl Directory {
    /// A directory of these units. Of two units with one id the later is found; `yousu check` refuses such a file.
    pub fn new(units: Vec<Department>) -> Self {
        let by_id = units.iter().enumerate().map(|(i, unit)| (unit.id.clone(), i)).collect();
        let mut owners: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, unit) in units.iter().enumerate() {
            for duty in &unit.duties {
                owners.entry(duty.clone()).or_default().push(i);
            }
        }
        Self { units, by_id, owners }
    }

    /// Every unit, in the order of the file.
    pub fn all(&self) -> &[Department] {
        &self.units
    }

    /// The unit with this id.
    pub fn get(&self, id: &DepartmentId) -> Option<&Department> {
        self.by_id.get(id).map(|&i| &self.units[i])
    }

    /// What to call the unit in a sentence: its short name, or the id itself when the file no longer knows it.
    pub fn short<'a>(&'a self, id: &'a DepartmentId) -> &'a str {
        self.get(id).map_or(id.as_str(), |unit| &unit.short)
    }

    /// The unit that a person means by `name`: exactly one of its names, or a name that only one unit's names contain.
    pub fn find(&self, name: &str) -> Option<&Department> {
        let name = name.trim();
        if name.is_empty() {
            return None;
        }
        self.units.iter().find(|unit| unit.answers_to(name)).or_else(|| {
            let mut near = self.units.iter().filter(|unit| {
                unit.name.contains(name) || unit.short.contains(name) || unit.aliases.iter().any(|alias| alias.contains(name))
            });
            near.next().filter(|_| near.next().is_none())
        })
    }

    /// The unit whose name stands in `text`, the longest name first: 请转城管局处理 means 城管局.
    pub fn mentioned_in(&self, text: &str) -> Option<&Department> {
        self.units
            .iter()
            .flat_map(|unit| [&unit.name, &unit.short].into_iter().chain(&unit.aliases).map(move |name| (name.chars().count(), name, unit)))
            .filter(|(length, name, _)| *length >= 2 && text.contains(name.as_str()))
            .max_by_key(|(length, ..)| *length)
            .map(|(.., unit)| unit)
    }

    /// The unit that owns `duty` at a place: the one whose area's name (its district, or the street or town itself) stands in
    /// the place's words, nearest to the citizen first, and of two towns of one name the one of the district that stands there
    /// too; else the only or the city-level owner; else none, and a dispatcher decides.
    pub fn owner(&self, duty: &str, place: Option<&str>) -> Option<&Department> {
        let nearest = |place: &str| {
            let local = self.owners(duty).filter(|unit| unit.level != Level::City && is_about(unit, place));
            local.max_by_key(|unit| (unit.level, unit.district.as_deref().is_some_and(|district| place.contains(district))))
        };
        let city = || self.owners(duty).find(|unit| unit.level == Level::City);
        let only = || self.owners(duty).next().filter(|_| self.owners(duty).count() == 1);
        place.and_then(nearest).or_else(city).or_else(only)
    }

    /// Every unit that owns `duty`, in the order of the file.
    pub fn owners(&self, duty: &str) -> impl Iterator<Item = &Department> {
        self.owners.get(duty).into_iter().flatten().map(|&i| &self.units[i])
    }

    /// The unit of this district, or of a street in it, that `text` names: by one of its names, or by the district and, shortly
    /// behind, a name without it: 青阳县的城管. The longest name first.
    pub fn local_named(&self, text: &str, district: &str) -> Option<&Department> {
        let local = self.units.iter().filter(|unit| unit.level != Level::City && unit.district.as_deref() == Some(district));
        let length = |unit: &Department| names(unit).filter(|name| stands(unit, name, text)).map(|name| name.chars().count()).max();
        local.filter_map(|unit| Some((length(unit)?, unit))).max_by_key(|(length, _)| *length).map(|(_, unit)| unit)
    }

    /// Whether some unit owns `duty`.
    pub fn owns(&self, duty: &str) -> bool {
        self.owners.contains_key(duty)
    }

    /// The units directly below.
    pub fn below<'a>(&'a self, id: &'a DepartmentId) -> impl Iterator<Item = &'a Department> {
        self.units.iter().filter(move |unit| unit.parent.as_ref() == Some(id))
    }

    /// Whether `unit` is `above` itself or stands anywhere below it: the unit above still answers for the case.
    pub fn is_within(&self, unit: &DepartmentId, above: &DepartmentId) -> bool {
        let mut at = Some(unit);
        // A tree is at most as deep as it has units; the bound keeps a circular file from running for ever.
        for _ in 0..=self.units.len() {
            match at {
                Some(id) if id == above => return true,
                Some(id) => at = self.get(id).and_then(|unit| unit.parent.as_ref()),
                None => return false,
            }
        }
        false
    }
}

fn is_about(unit: &Department, place: &str) -> bool {
    match unit.level {
        Level::Street => {
            let own = unit.short.trim_end_matches("办事处").trim_end_matches('办').trim_end_matches("政府");
            own.chars().count() >= 2 && place.contains(own)
        }
        _ => unit.district.as_deref().is_some_and(|district| place.contains(district)),
    }
}

fn names(unit: &Department) -> impl Iterator<Item = &str> {
    [unit.name.as_str(), unit.short.as_str()].into_iter().chain(unit.aliases.iter().map(String::as_str))
}

/// How far behind its district's name the rest of a unit's name may stand, in characters: 青阳县那边的城管局.
const BEHIND: usize = 4;

/// Whether `text` names the unit by this name of it. The bare name of a district or a street is that of a place.
fn stands(unit: &Department, name: &str, text: &str) -> bool {
    if unit.district.as_deref() == Some(name) || name.ends_with(['区', '县', '镇', '乡']) || name.ends_with("街道") {
        return false;
    }
    if text.contains(name) {
        return true;
    }
    let Some((district, rest)) = unit.district.as_deref().and_then(|district| Some((district, name.strip_prefix(district)?))) else {
        return false;
    };
    let behind = |at: usize| &text[at + district.len()..];
    let near = |from: &str| from.char_indices().map(|(at, _)| at).take(BEHIND + 1).any(|at| from[at..].starts_with(rest));
    rest.chars().count() >= 2 && text.match_indices(district).any(|(at, _)| near(behind(at)))
}
