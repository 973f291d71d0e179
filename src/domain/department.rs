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

    /// Whether a word for units of one level, 街道办事处, 镇政府 or 区, means this one among others.
    fn is_called(&self, level: &str) -> bool {
        let bare = ["办事处", "人民政府", "政府", "办"].iter().find_map(|end| level.strip_suffix(end)).unwrap_or(level);
        match self.kind {
            DepartmentKind::Street if self.name.contains("街道") => ["街道", "镇街", "街镇"].contains(&bare),
            DepartmentKind::Street => ["镇", "乡", "乡镇", "镇乡", "镇街", "街镇"].contains(&bare),
            DepartmentKind::District => ["区", "县", "区县", "县区", "市区"].contains(&bare),
            _ => false,
        }
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
        let nearest = |place: &str| self.nearest(self.owners(duty), place);
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

    /// The units that a label of the city's history may mean: the one of this name; else those whose names contain it; else,
    /// for a label that names a level and no unit (街道办/镇政府), every unit of that level.
    pub fn meant_by(&self, label: &str) -> Vec<&Department> {
        if let Some(unit) = self.find(label) {
            return vec![unit];
        }
        let mut meant: Vec<&Department> = Vec::new();
        for part in label.split(['/', '、', '（', '）', '(', ')', ' ']).filter(|part| !part.is_empty()) {
            let own = self.units.iter().filter(|unit| unit.is_called(part) || names(unit).any(|name| name.contains(part)));
            meant.extend(own);
        }
        meant.sort_by_key(|unit| self.by_id.get(&unit.id));
        meant.dedup_by_key(|unit| &unit.id);
        meant
    }

    /// Of several units the one whose area's name stands in the place's words, nearest to the citizen first, and of two towns of
    /// one name the one of the district that stands there too.
    pub fn nearest<'d>(&'d self, among: impl Iterator<Item = &'d Department>, place: &str) -> Option<&'d Department> {
        let near = among.filter(|unit| unit.level != Level::City && is_about(unit, place));
        near.max_by_key(|unit| (unit.level, unit.district.as_deref().is_some_and(|district| place.contains(district))))
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

fn names(unit: &Department) -> impl Iterator<Item = &str> {
    [unit.name.as_str(), unit.short.as_str()].into_iter().chain(unit.aliases.iter().map(String::as_str))
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

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A bureau of the city with these duties.
    pub(crate) fn bureau(id: &str, short: &str, duties: &[&str]) -> Department {
        Department {
            id: id.into(),
            name: format!("市{short}"),
            short: short.into(),
            aliases: vec![],
            parent: None,
            level: Level::City,
            kind: DepartmentKind::Bureau,
            district: None,
            duties: duties.iter().map(|&duty| duty.into()).collect(),
        }
    }

    fn unit(id: &str, name: &str, short: &str, level: Level, kind: DepartmentKind, district: Option<&str>) -> Department {
        Department { name: name.into(), level, kind, district: district.map(str::to_owned), ..bureau(id, short, &[]) }
    }

    fn directory() -> Directory {
        Directory::new(vec![
            unit("police", "望洲市公安局", "公安局", Level::City, DepartmentKind::Bureau, None),
            unit("east", "东岭区人民政府", "东岭区政府", Level::District, DepartmentKind::District, Some("东岭区")),
            unit("west", "西岭区人民政府", "西岭区政府", Level::District, DepartmentKind::District, Some("西岭区")),
            unit("quay", "东岭区码头街道办事处", "码头街道办", Level::Street, DepartmentKind::Street, Some("东岭区")),
            unit("tower", "西岭区钟楼街道办事处", "钟楼街道办", Level::Street, DepartmentKind::Street, Some("西岭区")),
            unit("mill", "西岭区磨坊镇人民政府", "磨坊镇政府", Level::Street, DepartmentKind::Street, Some("西岭区")),
        ])
    }

    #[test]
    fn a_label_means_one_unit_or_those_of_a_level() {
        let directory = directory();
        let meant = |label: &str| directory.meant_by(label).iter().map(|unit| unit.id.as_str().to_owned()).collect::<Vec<_>>().join(" ");
        for (label, units) in [
            ("公安局", "police"),
            ("望洲市公安局", "police"),
            ("街道办", "quay tower"),
            ("街道办事处", "quay tower"),
            ("镇政府", "mill"),
            ("街道办/镇政府", "quay tower mill"),
            ("乡镇（街道）", "quay tower mill"),
            ("区政府", "east west"),
            ("其他单位", ""),
        ] {
            assert_eq!(meant(label), units, "{label}");
        }
    }

    #[test]
    fn of_several_the_one_at_the_place() {
        let directory = directory();
        let at = |label: &str, place: &str| {
            directory.nearest(directory.meant_by(label).into_iter(), place).map(|unit| unit.id.as_str().to_owned())
        };
        assert_eq!(at("街道办", "西岭区钟楼街道书院街5号"), Some("tower".to_owned()));
        assert_eq!(at("区政府", "西岭区书院街5号"), Some("west".to_owned()));
        assert_eq!(at("街道办", "书院街5号"), None);
        assert_eq!(at("公安局", "西岭区"), None);
    }
}
