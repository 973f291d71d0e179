//! The templates, the style and the script, embedded; rendered with everything escaped.

use std::borrow::Cow;
use std::sync::LazyLock;

use axum::http::header;
use axum::response::{Html, IntoResponse};
use minijinja::{Environment, Error, ErrorKind, Output, State, Value, escape_formatter};
use serde::Serialize;

use super::problem::Problem;
use super::request::secret;
use crate::chart;
use crate::domain::legible::legible;

/// Every template, by name. Names end in `.html`, which is what turns escaping on.
const PAGES: [(&str, &str); 15] = [
    ("layout.html", include_str!("pages/layout.html")),
    ("home.html", include_str!("pages/home.html")),
    ("chat.html", include_str!("pages/chat.html")),
    ("evidence.html", include_str!("pages/evidence.html")),
    ("people.html", include_str!("pages/people.html")),
    ("cases.html", include_str!("pages/cases.html")),
    ("explained.html", include_str!("pages/explained.html")),
    ("sheet.html", include_str!("pages/sheet.html")),
    ("examples.html", include_str!("pages/examples.html")),
    ("join.html", include_str!("pages/join.html")),
    ("board.html", include_str!("pages/board.html")),
    ("board_list.html", include_str!("pages/board_list.html")),
    ("board_making.html", include_str!("pages/board_making.html")),
    ("status.html", include_str!("pages/status.html")),
    ("problem.html", include_str!("pages/problem.html")),
];

static ENVIRONMENT: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.set_formatter(write_legible);
    for (name, source) in PAGES {
        environment.add_template(name, source).expect("every template is parsed by a test");
    }
    environment.add_function("once", once);
    environment
});

/// Writes a value with what turns lines left out, and escaped as the template asks.
fn write_legible(out: &mut Output<'_>, state: &State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str().filter(|_| !value.is_safe()).map(legible) {
        Some(Cow::Owned(text)) => escape_formatter(out, state, &Value::from(text)),
        Some(Cow::Borrowed(_)) | None => escape_formatter(out, state, value),
    }
}

/// The identity of a form: sent twice, it is recognisably the same.
fn once() -> Result<String, Error> {
    secret().map_err(|error| Error::new(ErrorKind::InvalidOperation, error.to_string()))
}

/// Renders a template.
pub(super) fn render(name: &str, context: impl Serialize) -> Result<Html<String>, Problem> {
    let rendered = ENVIRONMENT.get_template(name).and_then(|page| page.render(context));
    rendered.map(Html).map_err(|error| anyhow::Error::from(error).into())
}

/// The style.
pub(super) async fn style() -> impl IntoResponse {
    const DARK: &str = include_str!("pages/dark.css");
    // On paper everything is light; `data-look` on the root is what somebody chose, whatever their system says.
    let dark = format!(
        "@media screen and (prefers-color-scheme: dark) {{ :root:not([data-look=\"light\"]) {{ {DARK} }} }}\n@media screen {{ :root[data-look=\"dark\"] {{ color-scheme: dark; {DARK} }} }}\n"
    );
    let text = include_str!("pages/tokens.css").to_owned() + &dark + include_str!("pages/style.css");
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], text)
}

/// The style of the dashboard, with the colours of its charts.
pub(super) async fn board_style() -> impl IntoResponse {
    let text = chart::style::sheet() + include_str!("pages/board.css");
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], text)
}

/// The script.
pub(super) async fn script() -> impl IntoResponse {
    asset("text/javascript; charset=utf-8", include_str!("pages/app.js"))
}

/// The icon.
pub(super) async fn icon() -> impl IntoResponse {
    asset("image/svg+xml", include_str!("pages/favicon.svg"))
}

fn asset(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_well_formed_and_escapes() {
        for (name, source) in PAGES {
            ENVIRONMENT.get_template(name).unwrap_or_else(|error| panic!("{error:#}"));
            assert!(!source.contains("|safe"), "{name} lets text through as markup");
            assert!(!source.contains("style=\"") && !source.contains("onclick"), "{name} holds what the policy forbids");
        }
    }
}
