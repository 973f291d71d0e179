//! The gazetteer 地名库 of a city: districts, streets, roads, estates, villages and landmarks.

use serde::Deserialize;

use crate::domain::problem::{Problem, line_at, line_of};

mod check;
mod map;

pub(super) use map::Map;
pub use map::{Point, Spot, point};

/// What a named place is 地名类别.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// 区、县
    District,
    /// 街道、镇、乡
    Street,
    /// 道路
    Road,
    /// 小区、楼盘
    Estate,
    /// 村、社区
    Village,
    /// 学校、医院、市场、车站等
    Landmark,
}

/// One named place.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The full name.
    pub name: String,
    /// What it is.
    pub kind: PlaceKind,
    /// The district that it lies in; none when it runs through several.
    #[serde(default)]
    pub district: Option<String>,
    /// The street or town that it lies in, in the same district.
    #[serde(default)]
    pub street: Option<String>,
    /// Where it is on the map: latitude, longitude; for a road, a point of its middle.
    #[serde(default)]
    pub at: Option<Point>,
    /// How far a district or a street reaches: the corners of its outline in their order.
    #[serde(default)]
    pub outline: Vec<Point>,
    /// Other names that people write.
    #[serde(default)]
    pub aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default)]
    place: Vec<Place>,
}

/// Every named place of the city, in the order of its file.
#[derive(Clone, Debug, Default)]
pub struct Places {
    all: Vec<Place>,
}

impl Places {
    /// Reads `text`, the content of `file`; an error names its line.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let parsed: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| line_at(text, span.start));
            Problem::misshapen(file, line, error.message(), [])
        })?;
        if parsed.version != 1 {
            return Err(Problem::new(file, line_of(text, "version"), "version 应为 1"));
        }
        check::check(file, text, &parsed.place)?;
        Ok(Self { all: parsed.place })
    }

    /// Every place.
    pub fn all(&self) -> &[Place] {
        &self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DISTRICT: &str = "version = 1\n[[place]]\nname = \"城东区\"\nkind = \"district\"\n";

    fn problem(rest: &str) -> String {
        Places::parse("places.toml", &format!("{DISTRICT}{rest}")).expect_err("the file is wrong").to_string()
    }

    #[test]
    fn the_city_s_file_is_right() {
        let places = Places::parse("places.toml", include_str!("../../../data/places.toml")).expect("the file is right");
        assert!(places.all().len() >= 140, "{}", places.all().len());
    }

    #[test]
    fn a_wrong_file_names_its_line() {
        assert!(problem("[[place]]\nname = \"解放路\"\nkind = \"rode\"\n").starts_with("places.toml:7: "));
        assert!(problem("[[place]]\nname = \"解放路\"\nkind = \"road\"\ncolour = 1\n").starts_with("places.toml:8: "));
        assert_eq!(problem("[[place]]\nname = \"路\"\nkind = \"road\"\n"), "places.toml:6: 地名“路”至少两个字，且不含空格");
        assert_eq!(
            problem("[[place]]\nname = \"东城\"\nkind = \"road\"\naliases = [\"城东区\"]\n"),
            "places.toml:6: 地名“城东区”已属于“城东区”，请删去其一"
        );
        assert_eq!(
            problem("[[place]]\nname = \"解放路\"\nkind = \"road\"\ndistrict = \"城中区\"\n"),
            "places.toml:6: “解放路”所在的“城中区”不是已列出的区县"
        );
        let wrong = Places::parse("p.toml", "version = 2\n").expect_err("version 2 is unknown");
        assert_eq!(wrong.to_string(), "p.toml:1: version 应为 1");
    }
}
