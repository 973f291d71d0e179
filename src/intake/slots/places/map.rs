//! The gazetteer as a map: which district and street a point lies in, and which named place is nearest.

use super::{Place, PlaceKind};

/// A point on the map: latitude and longitude in degrees.
pub type Point = [f64; 2];

/// Kilometres of one degree of latitude.
const DEGREE: f64 = 111.2;

/// Past this many kilometres the nearest place says nothing of the district any more.
const FAR: f64 = 3.0;

/// Within this many kilometres a point is told by the name of a place.
const NEAR: f64 = 0.5;

/// What the map says of a point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The district.
    pub district: Option<String>,
    /// The street or the town 街道、乡镇.
    pub street: Option<String>,
    /// The nearest named place, where one is near.
    pub beside: Option<String>,
}

/// What of the gazetteer lies somewhere.
#[derive(Debug, Default)]
pub(in crate::intake::slots) struct Map {
    outlined: Vec<Place>,
    pinned: Vec<(Point, Place)>,
}

impl Map {
    pub(in crate::intake::slots) fn new(places: &[Place]) -> Self {
        let outlined = places.iter().filter(|place| !place.outline.is_empty()).cloned().collect();
        let pinned = places.iter().filter_map(|place| Some((place.at?, place.clone()))).collect();
        Self { outlined, pinned }
    }

    /// What the map says of a point: first by outline, else by the nearest place.
    pub(in crate::intake::slots) fn spot(&self, point: Point) -> Spot {
        let within = |kind| self.outlined.iter().find(|place| place.kind == kind && lies_in(point, &place.outline));
        let nearest = self.pinned.iter().map(|(at, place)| (distance(point, *at), place)).min_by(|a, b| a.0.total_cmp(&b.0));
        let around = nearest.filter(|(away, _)| *away <= FAR).map(|(_, place)| place);
        let street = within(PlaceKind::Street);
        let district = within(PlaceKind::District).map(|place| &place.name).or_else(|| street?.district.as_ref());
        Spot {
            district: district.or_else(|| around?.district.as_ref()).cloned(),
            street: street.map(|place| &place.name).or_else(|| around?.street.as_ref()).cloned(),
            beside: nearest.filter(|(away, _)| *away <= NEAR).map(|(_, place)| place.name.clone()),
        }
    }
}

impl Spot {
    /// The point in words, as a unit reads them: 城东区鹤楼街道东湖公园附近（地图定位 30.46,125.54）.
    pub fn words(&self, source: &str) -> String {
        let name = |words: &Option<String>| words.clone().unwrap_or_default();
        let beside = self.beside.as_ref().map(|beside| format!("{beside}附近")).unwrap_or_default();
        let point = source.trim_start_matches("geo:");
        match format!("{}{}{beside}", name(&self.district), name(&self.street)) {
            words if words.is_empty() => format!("地图定位 {point}"),
            words => format!("{words}（地图定位 {point}）"),
        }
    }
}

/// The point that `geo:latitude,longitude` means, if it is one on earth.
pub fn point(source: &str) -> Option<Point> {
    let (latitude, longitude) = source.strip_prefix("geo:")?.split_once(',')?;
    let point = [latitude.trim().parse().ok()?, longitude.trim().parse().ok()?];
    is_on_earth(point).then_some(point)
}

/// Whether there is such a point.
pub(super) fn is_on_earth([latitude, longitude]: Point) -> bool {
    (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude)
}

/// Whether a point lies inside an outline: a ray to the east crosses it an odd number of times.
pub(super) fn lies_in([latitude, longitude]: Point, outline: &[Point]) -> bool {
    let before = outline.iter().cycle().skip(outline.len().saturating_sub(1));
    let crosses = |([a_lat, a_lon], [b_lat, b_lon]): (&Point, &Point)| {
        (*a_lat > latitude) != (*b_lat > latitude) && longitude < (b_lon - a_lon) * (latitude - a_lat) / (b_lat - a_lat) + a_lon
    };
    outline.iter().zip(before).filter(|edge| crosses(*edge)).count() % 2 == 1
}

/// Kilometres between two points of one city, where the earth is flat.
fn distance([a_lat, a_lon]: Point, [b_lat, b_lon]: Point) -> f64 {
    let east = (a_lon - b_lon) * ((a_lat + b_lat) / 2.0).to_radians().cos();
    DEGREE * (a_lat - b_lat).hypot(east)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ray_tells_inside_from_outside() {
        let horseshoe = [[0.0, 0.0], [0.0, 3.0], [3.0, 3.0], [3.0, 2.0], [1.0, 2.0], [1.0, 1.0], [3.0, 1.0], [3.0, 0.0]];
        for (point, inside) in [([0.5, 1.5], true), ([2.0, 1.5], false), ([2.0, 0.5], true), ([2.0, 2.5], true), ([4.0, 0.5], false)] {
            assert_eq!(lies_in(point, &horseshoe), inside, "{point:?}");
        }
        assert!(!lies_in([0.0, 0.0], &[]));
    }

    #[test]
    fn only_points_on_earth_are_points() {
        assert_eq!(point("geo:30.5,125.5"), Some([30.5, 125.5]));
        for wrong in ["geo:somewhere", "geo:91,0", "30.5,125.5", "geo:NaN,1"] {
            assert_eq!(point(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_degree_is_as_long_as_it_is() {
        assert!((distance([30.0, 120.0], [31.0, 120.0]) - 111.2).abs() < 0.1);
        assert!((distance([60.0, 120.0], [60.0, 121.0]) - 55.6).abs() < 0.1);
    }
}
