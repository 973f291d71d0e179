//! The dashboard 指标看板: 今日, 待办与超期, 三率, 单位排名, 热点, 趋势, 地区 and 民主评议 on one page, whose address holds all of its view. Every
//! number leads to the list of the cases that it counts. It is read without any script, and names no citizen.
//!
//! Reading order: `address` (what is asked for), `access` (who may see whose figures), `making` (until the book of figures is
//! there), `scene` (what all panels share), then the panels; `list` shows the cases behind a number.

use axum::extract::State;
use axum::response::Html;
use minijinja::{Value, context};

use super::identity::Keys;
use super::problem::Problem;
use super::request::Asked;
use super::{House, pages};

mod access;
mod address;
mod appraisal;
mod backlog;
mod districts;
mod form;
mod list;
mod live;
mod making;
mod panel;
mod period;
mod ranking;
mod rates;
mod scene;
mod spots;
mod today;
mod trend;

pub(super) use making::Making;

use access::Access;
use address::Address;
use panel::Panel;
use scene::Scene;

type Page = Result<Html<String>, Problem>;
type Pairs = Asked<Vec<(String, String)>>;

/// Seconds after which a page on a wall asks again.
const WALL_SECONDS: i64 = 60;

/// `/board`
pub(super) async fn page(State(house): State<House>, Asked(pairs): Pairs, keys: Keys) -> Page {
    let address = Address::parse(&pairs)?;
    let access = access(&house, &address, &keys).await?;
    if let Some(read) = house.book_in_making().await? {
        return wait(&house, &address.href(), &address, read);
    }
    house.read(move |house| shown(house, &address, &access)).await
}

/// `/board/cases`: the cases behind a number.
pub(super) async fn cases(State(house): State<House>, Asked(pairs): Pairs, keys: Keys) -> Page {
    let address = Address::parse(&pairs)?;
    let behind = list::Behind::parse(&pairs)?;
    let access = access(&house, &address, &keys).await?;
    if let Some(read) = house.book_in_making().await? {
        return wait(&house, &behind.href(&address), &address, read);
    }
    house.read(move |house| list::page(house, &address, &behind, &access)).await
}

async fn access(house: &House, address: &Address, keys: &Keys) -> Result<Access, Problem> {
    let (staff, keys) = (address.staff, keys.clone());
    house.read(move |house| Access::of(house, staff, &keys)).await
}

/// What is shown until the figures are there.
fn wait(house: &House, again: &str, address: &Address, read: usize) -> Page {
    let city = &house.desk().city().name;
    pages::render("board_making.html", context! { city, again, read, look => address.look.name() })
}

fn shown(house: &House, address: &Address, access: &Access) -> Page {
    let desk = house.desk();
    desk.figures(|book| {
        let scene = Scene::of(house, book, address, access)?;
        let panels = panels(&scene)?;
        let context = context! {
            city => desk.city().name,
            look => address.look.name(),
            wall => address.wall,
            wall_seconds => WALL_SECONDS,
            again => address.href(),
            head => form::head(&scene),
            form => form::form(&scene),
            panels => panels.into_iter().map(Value::from_serialize).collect::<Vec<_>>(),
        };
        pages::render("board.html", context)
    })?
}

fn panels(scene: &Scene<'_>) -> Result<Vec<Panel>, Problem> {
    let mut panels = vec![
        today::panel(scene),
        backlog::panel(scene),
        ranking::panel(scene),
        spots::panel(scene),
        rates::panel(scene),
        trend::panel(scene),
        districts::panel(scene),
    ];
    panels.extend(appraisal::panel(scene)?);
    Ok(panels)
}
