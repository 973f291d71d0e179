//! How the house is 运行状态, for its administrator; and in short form for Prometheus and for whoever keeps it running. What is
//! undeliverable can be sent again from here.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use minijinja::context;
use serde::Deserialize;

use super::identity::Keys;
use super::problem::Problem;
use super::request::{Asked, Filled};
use super::{House, pages};
use crate::desk::Readmission;
use crate::domain::audit::Viewer;
use crate::domain::message::when;
use crate::domain::staff::{Role, Staff};
use crate::health::readiness::Readiness;
use crate::health::{aside, exposition, rows, undelivered};

/// The most undeliverable notices that are listed; the command line lists all.
const MOST_LISTED: usize = 200;
/// What the button for all of them carries.
const ALL: &str = "all";
/// Who has notices sent again where anybody may try everything.
const DEMO: &str = "演示网页";

/// The headers by which a reverse proxy is known.
const FORWARDED: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/// `/healthz`: the process answers.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// `/readyz`
pub(super) async fn readyz(State(house): State<House>) -> Result<Response, Problem> {
    let readiness = house.read(|house| Ok(Readiness::of(house.desk()))).await?;
    let status = if readiness.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok((status, Json(readiness)).into_response())
}

/// `/metrics`, for this machine only: what comes through a proxy comes from elsewhere.
pub(super) async fn metrics(State(house): State<House>, headers: HeaderMap) -> Result<Response, Problem> {
    if FORWARDED.iter().any(|name| headers.contains_key(*name)) {
        return Err(Problem::ForeignHost);
    }
    let text = house.read(|house| Ok(exposition::text(house.desk()))).await?;
    Ok(([(header::CONTENT_TYPE, exposition::CONTENT_TYPE)], text).into_response())
}

/// What has just been done.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Done {
    /// So many notices were sent again.
    sent: Option<usize>,
    /// So many messages were taken in again.
    taken: Option<usize>,
}

/// `/status`
pub(super) async fn page(State(house): State<House>, Asked(done): Asked<Done>, keys: Keys) -> Result<Html<String>, Problem> {
    let administrator = administrator(&house, &keys)?;
    let work = move |house: &House| {
        let desk = house.desk();
        // Where the store cannot be read, the sections say so; this page must come all the same.
        let mut notices = undelivered::rows(desk).unwrap_or_default();
        let all = notices.len();
        notices.truncate(MOST_LISTED);
        let mut messages = aside::rows(desk, false).unwrap_or_default();
        let all_aside = messages.len();
        messages.truncate(MOST_LISTED);
        let context = context! {
            city => desk.city().name,
            now => when(desk.clock().now()),
            sections => rows::sections(desk, true),
            notices,
            all,
            messages,
            all_aside,
            sent => done.sent,
            taken => done.taken,
            who => administrator.map(|staff| staff.name),
        };
        pages::render("status.html", context)
    };
    house.read(work).await
}

/// Which of a list: a number, or all.
#[derive(Deserialize)]
pub(super) struct Resend {
    number: String,
}

/// `/status/resend`
pub(super) async fn resend(State(house): State<House>, keys: Keys, Filled(resend): Filled<Resend>) -> Result<Redirect, Problem> {
    let by = acting(&house, &keys)?;
    let numbers = if resend.number == ALL {
        house.read(|house| Ok(house.desk().store().undelivered()?.into_iter().map(|notice| notice.number).collect())).await?
    } else {
        vec![resend.number.parse().map_err(|_| Problem::BadRequest)?]
    };
    let sent = house.desk().resend(&numbers, &by).await?;
    Ok(Redirect::to(&format!("/status?sent={}", sent.len())))
}

/// `/status/again`
pub(super) async fn again(State(house): State<House>, keys: Keys, Filled(again): Filled<Resend>) -> Result<Redirect, Problem> {
    let by = acting(&house, &keys)?;
    let numbers = if again.number == ALL {
        house.read(|house| Ok(aside::rows(house.desk(), false)?.into_iter().map(|row| row.number).collect())).await?
    } else {
        vec![again.number.parse().map_err(|_| Problem::BadRequest)?]
    };
    let mut taken = 0;
    for number in numbers {
        taken += usize::from(matches!(house.desk().readmit(number, &by).await?, Readmission::Taken));
    }
    Ok(Redirect::to(&format!("/status?taken={taken}")))
}

/// Who presses a button of this page.
fn acting(house: &House, keys: &Keys) -> Result<Viewer, Problem> {
    let administrator = administrator(house, keys)?;
    Ok(administrator.map_or(Viewer::Operator { name: Some(DEMO.to_owned()) }, |staff| Viewer::from(&staff)))
}

/// The administrator as whom this browser may act. Where everything may be tried out there need not be one.
fn administrator(house: &House, keys: &Keys) -> Result<Option<Staff>, Problem> {
    let mut staff = house.desk().staff().into_iter();
    let found = staff.find(|staff| staff.role == Role::Administrator && house.may_act(staff, keys));
    if found.is_none() && !house.options().demo { Err(Problem::NotAdministrator) } else { Ok(found) }
}
