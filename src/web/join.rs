//! Joining by invite link 邀请链接: the browser that presses 加入 becomes that member of staff's and keeps the key.

use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::response::{Html, IntoResponse, Redirect, Response};
use minijinja::context;
use serde::Deserialize;

use super::identity::{COOKIE, Keys};
use super::problem::Problem;
use super::request::{Filled, secret};
use super::send::Once;
use super::view::{Tab, View};
use super::{House, pages};
use crate::domain::ids::UserRef;
use crate::domain::inbound::{Body, Inbound};
use crate::domain::legible::legible_name;
use crate::domain::refusal::Refusal;
use crate::domain::staff::Invite;

/// A year.
const KEPT_SECONDS: u32 = 365 * 24 * 3600;

/// `/join/CODE`
pub(super) async fn page(State(house): State<House>, Path(code): Path<String>) -> Result<Html<String>, Problem> {
    let invite = open_invite(&house, &code)?;
    let directory = &house.desk().city().directory;
    let unit = invite.department.as_ref().map(|unit| directory.short(unit).to_owned());
    let city = &house.desk().city().name;
    pages::render("join.html", context! { city, code, unit, role => invite.role.label(), name => invite.name })
}

/// What the person fills in.
#[derive(Deserialize)]
pub(super) struct Joining {
    #[serde(default)]
    id: String,
    #[serde(default)]
    name: String,
}

/// 加入
pub(super) async fn join(
    State(house): State<House>,
    Path(code): Path<String>,
    keys: Keys,
    Filled(joining): Filled<Joining>,
) -> Result<Response, Problem> {
    let invite = open_invite(&house, &code)?;
    let name = legible_name(&joining.name, 20);
    if invite.name.is_none() && name.is_empty() {
        return Err(Problem::BadName);
    }
    let user = UserRef(format!("web:@{}", secret()?));
    let inbound = Inbound {
        id: Once::of(&joining.id)?.inbound("join"),
        chat: user.private_chat(),
        user: user.clone(),
        display: Some(name).filter(|name| !name.is_empty()),
        is_group: false,
        body: Body::Start(code),
    };
    house.desk().receive(inbound).await?;
    let staff = house.desk().staff().into_iter().find(|staff| staff.user == user).ok_or(Problem::Invite)?;
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age={KEPT_SECONDS}; HttpOnly; SameSite=Strict", keys.with(&user));
    let view = View { staff: Some(staff.id), tab: Tab::Chat, ..View::default() };
    Ok(([(SET_COOKIE, cookie)], Redirect::to(&view.href())).into_response())
}

fn open_invite(house: &House, code: &str) -> Result<Invite, Problem> {
    house.desk().open_invite(code)?.map_err(|refusal| match refusal {
        Refusal::TooManyTries { .. } => Problem::TooManyTries,
        _ => Problem::Invite,
    })
}
