//! What is wrong with a gazetteer, with the line and what to do.

use std::collections::HashMap;

use super::map::{is_on_earth, lies_in};
use super::{Place, PlaceKind};
use crate::domain::problem::{Problem, line_of};

/// Names are at least two characters and stand for one place only; the district and the street that a place names exist; what
/// stands on the map stands inside of what it belongs to.
pub(super) fn check(file: &str, text: &str, places: &[Place]) -> Result<(), Problem> {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    let named = |kind| -> HashMap<&str, &Place> {
        places.iter().filter(|place| place.kind == kind).map(|place| (place.name.as_str(), place)).collect()
    };
    let (districts, streets) = (named(PlaceKind::District), named(PlaceKind::Street));
    for place in places {
        let wrong = |what: String| Problem::new(file, line_of(text, &format!("\"{}\"", place.name)), &what);
        for name in std::iter::once(&place.name).chain(&place.aliases) {
            if name.chars().count() < 2 || name.contains(char::is_whitespace) {
                return Err(wrong(format!("地名“{name}”至少两个字，且不含空格")));
            }
            if let Some(other) = seen.insert(name, &place.name) {
                return Err(wrong(format!("地名“{name}”已属于“{other}”，请删去其一")));
            }
        }
        belongs(place, &districts, &streets).and_then(|()| stands(place, &districts, &streets)).map_err(wrong)?;
    }
    Ok(())
}

/// What a place belongs to exists.
fn belongs(place: &Place, districts: &HashMap<&str, &Place>, streets: &HashMap<&str, &Place>) -> Result<(), String> {
    let name = &place.name;
    if let Some(district) = place.district.as_deref().filter(|district| !districts.contains_key(district)) {
        return Err(format!("“{name}”所在的“{district}”不是已列出的区县"));
    }
    let Some(street) = place.street.as_deref() else { return Ok(()) };
    match streets.get(street) {
        None => Err(format!("“{name}”所在的“{street}”不是已列出的街道、乡镇，请先列出它，kind = \"street\"")),
        Some(street) if street.district != place.district => {
            Err(format!("“{name}”与它所在的“{}”不在同一个区县，请核对 district", street.name))
        }
        Some(_) => Ok(()),
    }
}

/// What it says of the map can be.
fn stands(place: &Place, districts: &HashMap<&str, &Place>, streets: &HashMap<&str, &Place>) -> Result<(), String> {
    let name = &place.name;
    if !place.outline.is_empty() && !matches!(place.kind, PlaceKind::District | PlaceKind::Street) {
        return Err(format!("“{name}”不是区县或街道，请把 outline 换成一个点 at = [纬度, 经度]"));
    }
    if matches!(place.outline.len(), 1 | 2) {
        return Err(format!("“{name}”的 outline 至少要三个角"));
    }
    if place.at.iter().chain(&place.outline).any(|point| !is_on_earth(*point)) {
        return Err(format!("“{name}”的坐标应写成 [纬度, 经度]，纬度 -90 到 90，经度 -180 到 180"));
    }
    let Some(at) = place.at else { return Ok(()) };
    let own = [(districts, &place.district), (streets, &place.street)];
    let outside = own
        .iter()
        .filter_map(|(all, name)| all.get(name.as_deref()?))
        .find(|place| !place.outline.is_empty() && !lies_in(at, &place.outline));
    match outside {
        Some(around) => Err(format!("“{name}”的坐标落在“{}”的 outline 之外，请核对两者", around.name)),
        None => Ok(()),
    }
}
