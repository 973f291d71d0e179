//! What a panel 板块 is made of, so that one template shows them all: large figures, drawings, tables and sentences.

use minijinja::Value;
use serde::Serialize;

use crate::chart::Svg;

/// One panel.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Panel {
    /// The name in the page's own links.
    pub id: &'static str,
    pub title: &'static str,
    /// What it is about, in a few words.
    pub note: String,
    pub figures: Vec<Figure>,
    pub drawings: Vec<Drawing>,
    pub grids: Vec<Grid>,
    /// How it is counted.
    pub sentences: Vec<String>,
}

/// A number or a name, with the way to the cases that it counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Cell {
    pub words: String,
    /// Empty where it leads nowhere.
    pub href: String,
}

/// A large number.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Figure {
    pub label: String,
    pub number: Cell,
    pub notes: Vec<Cell>,
    /// A sparkline.
    pub spark: Option<Value>,
    /// Whether somebody has to do something.
    pub pressing: bool,
}

/// A chart.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Drawing {
    pub caption: String,
    pub svg: Value,
}

/// A table of the numbers that a chart shows.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Grid {
    pub caption: String,
    pub head: Vec<&'static str>,
    /// The first cell of each names the row.
    pub rows: Vec<Vec<Cell>>,
    /// Whether it stands open, for what no chart shows.
    pub open: bool,
}

impl Cell {
    /// Words that lead nowhere.
    pub fn plain(words: impl ToString) -> Self {
        Self { words: words.to_string(), href: String::new() }
    }
}

impl Drawing {
    /// A chart; its words were escaped when it was drawn.
    pub fn of(caption: impl Into<String>, chart: &Svg) -> Self {
        Self { caption: caption.into(), svg: drawn(chart) }
    }
}

/// A chart as a value that is not escaped again.
pub(super) fn drawn(chart: &Svg) -> Value {
    Value::from_safe_string(chart.inline())
}
