//! The report as a page 报告网页: one file that needs nothing else, in the looks of the house.

use minijinja::value::Value;
use minijinja::{Environment, Error};
use serde::Serialize;

use super::plot::{self, Svg};
use super::report::Report;

const PAGE: &str = include_str!("page/report.html");

/// The colours of the house, then what the report needs.
const STYLE: &str = concat!(include_str!("../web/pages/tokens.css"), include_str!("page/report.css"), include_str!("page/plot.css"));

#[derive(Serialize)]
struct Context<'r> {
    report: &'r Report,
    style: Value,
    reliability: Option<Value>,
    coverage: Option<Value>,
    confusion: Value,
    most_labels: usize,
}

impl Report {
    /// The page.
    ///
    /// # Errors
    /// The template does not fit the report, which a test rules out.
    pub fn page(&self) -> Result<String, Error> {
        let certainty = self.figures.certainty.as_ref();
        let drawn = |svg: Svg| Value::from_safe_string(svg.inline());
        let context = Context {
            report: self,
            style: Value::from_safe_string(STYLE.to_owned()),
            reliability: certainty.map(|certainty| drawn(plot::reliability::draw(certainty))),
            coverage: certainty.map(|certainty| drawn(plot::coverage::draw(certainty))),
            confusion: drawn(plot::confusion::draw(&self.figures.confusion)),
            most_labels: plot::confusion::MOST_LABELS,
        };
        environment()?.get_template("report.html")?.render(context)
    }
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.add_filter("percent", |share: f64| format!("{:.1}%", share * 100.0));
    environment.add_filter("points", |share: f64| format!("{:+.1}", share * 100.0));
    environment.add_filter("error", |share: f64| format!("{:.1}", share * 100.0));
    environment.add_filter("fixed", |value: f64| format!("{value:.3}"));
    environment.add_filter("weight", |value: f64| format!("{value:+.2}"));
    // What is great comes first when rows are ordered by it.
    environment.add_filter("order", |share: f64| format!("{:.0}", -share * 10_000.0));
    environment.add_template("report.html", PAGE)?;
    Ok(environment)
}
