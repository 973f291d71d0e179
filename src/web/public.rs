//! 公示 for everybody: the editions that are out, and nothing else. It reads neither cases nor figures.

use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use super::House;
use super::problem::Problem;
use crate::domain::publication::{Edition, Period};
use crate::publication::files::{csv, dictionary_csv, json};
use crate::publication::page::{self, STYLE, Style};

/// `/public`: every edition, newest first.
pub(super) async fn index(State(house): State<House>) -> Result<Html<String>, Problem> {
    house
        .read(|house| {
            let mut editions = house.desk().store().editions()?;
            editions.reverse();
            Ok(Html(page::index(&house.desk().city().name, &editions)))
        })
        .await
}

/// `/public.css`
pub(super) async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

/// `/public/2026-10-1`, and the same as `.csv` and `.json`; the dictionary.
pub(super) async fn edition(State(house): State<House>, Path(name): Path<String>) -> Result<Response, Problem> {
    house.read(move |house| found(house, &name)).await
}

fn found(house: &House, name: &str) -> Result<Response, Problem> {
    if name == "dictionary.csv" {
        return Ok(file(name, "text/csv; charset=utf-8", dictionary_csv(house.desk().city().profile.publication.least)));
    }
    let (bare, form) = match name.rsplit_once('.') {
        Some((bare, form)) => (bare, Some(form)),
        None => (name, None),
    };
    let (period, number) = bare.rsplit_once('-').ok_or(Problem::NoPage)?;
    let (Ok(period), Ok(number)) = (period.parse::<Period>(), number.parse::<u32>()) else { return Err(Problem::NoPage) };
    let all = house.desk().store().editions()?;
    let of_period: Vec<&Edition> = all.iter().filter(|edition| edition.period == period).collect();
    let edition = of_period.iter().find(|edition| edition.number == number).ok_or(Problem::NoPage)?;
    let newer = of_period.last().map(|last| last.number).filter(|last| *last > number);
    match form {
        None => Ok(Html(page::edition(edition, newer, Style::Beside)).into_response()),
        Some("csv") => Ok(file(name, "text/csv; charset=utf-8", csv(edition))),
        Some("json") => {
            let bytes = serde_json::to_vec_pretty(&json(edition)).map_err(anyhow::Error::from)?;
            Ok(file(name, "application/json", bytes))
        }
        Some(_) => Err(Problem::NoPage),
    }
}

fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let named = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, named)], bytes).into_response()
}
