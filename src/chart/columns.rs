//! Columns 柱状图: counts by day, week or month, one or several beside each other.

use super::axes::{Axes, Sample};
use super::measure::times;
use super::svg::Svg;
use super::tone::Tone;
use super::{Scale, hatch};

/// One time's columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Which time.
    pub name: String,
    /// One value for each entry of the legend; none where there is no figure.
    pub values: Vec<Option<f64>>,
    /// Where the cases stand, one for each value; may be empty.
    pub hrefs: Vec<String>,
}

/// Draws the groups; the legend names what the values of each are.
pub fn draw(title: &str, groups: &[Group], legend: &[(String, Tone)], scale: Scale) -> Svg {
    let most = groups.iter().flat_map(|group| group.values.iter().flatten()).copied().fold(0.0, f64::max);
    let names: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    let (mut svg, axes) = Axes::draw(title, &names, legend, Sample::Area, scale, most);
    let wide = (axes.room() * 0.78).min(64.0) / times(legend.len().max(1), 1.0);
    for (place, group) in groups.iter().enumerate() {
        let left = axes.x(place) - times(legend.len(), wide) / 2.0;
        for (number, ((name, tone), value)) in legend.iter().zip(&group.values).enumerate() {
            let Some(value) = value else { continue };
            let told = format!("{} {name}：{}", group.name, scale.words(*value));
            let href = group.hrefs.get(number).filter(|href| !href.is_empty());
            match href {
                Some(href) => svg.begin_link(href, &told),
                None => svg.begin_told(&told),
            }
            let (x, y) = (left + times(number, wide), axes.y(*value));
            hatch::area(&mut svg, *tone, (x + 0.5, y), (wide - 1.0, axes.base() - y));
            if href.is_some() { svg.end_link() } else { svg.end() }
        }
    }
    svg
}
