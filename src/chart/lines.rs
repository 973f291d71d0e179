//! Lines 折线图: several series over time. Where there is no figure there is a gap; nothing is drawn through it.

use super::axes::{Axes, Sample};
use super::svg::Svg;
use super::tone::Tone;
use super::{Scale, marks};

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// How it is told from the others.
    pub tone: Tone,
    /// One value for each name of the axis.
    pub values: Vec<Option<f64>>,
}

/// Draws the series over the names of the axis.
pub fn draw(title: &str, names: &[String], series: &[Series], scale: Scale) -> Svg {
    let most = series.iter().flat_map(|series| series.values.iter().flatten()).copied().fold(0.0, f64::max);
    let legend: Vec<(String, Tone)> = series.iter().map(|series| (series.name.clone(), series.tone)).collect();
    let (mut svg, axes) = Axes::draw(title, names, &legend, Sample::Line, scale, most);
    for one in series {
        line(&mut svg, &axes, one, names, scale);
    }
    svg
}

fn line(svg: &mut Svg, axes: &Axes, series: &Series, names: &[String], scale: Scale) {
    let points: Vec<Option<(f64, f64)>> =
        series.values.iter().enumerate().map(|(place, value)| value.map(|value| (axes.x(place), axes.y(value)))).collect();
    for run in points.split(Option::is_none).filter(|run| run.len() > 1) {
        svg.path(&format!("stroke {}", series.tone.class()), &run.iter().flatten().copied().collect::<Vec<_>>());
    }
    let size = if axes.room() < 12.0 { 2.5 } else { 4.0 };
    for ((point, value), name) in points.iter().zip(&series.values).zip(names) {
        if let (Some(point), Some(value)) = (point, value) {
            svg.begin_told(&format!("{name} {}：{}", series.name, scale.words(*value)));
            marks::mark(svg, series.tone, *point, size);
            svg.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_stays_a_gap() {
        let names: Vec<String> = (1..=5).map(|day| format!("{day}日")).collect();
        let values = vec![Some(1.0), Some(2.0), None, Some(3.0), Some(4.0)];
        let drawn = draw("试", &names, &[Series { name: "收到".to_owned(), tone: Tone::Main, values }], Scale::Count).inline();
        assert_eq!((drawn.matches("<polyline").count(), drawn.matches("<circle").count()), (2, 4));
        assert!(drawn.contains("<title>5日 收到：4</title>"));
    }
}
