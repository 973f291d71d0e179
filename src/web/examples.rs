//! Typical cases 典型案例 for the public notice 公示: chosen, written in a person's own words and approved by supervisors and
//! administrators. What is written is looked at before it is kept (`publication/guard.rs`): nobody may be known from it. The page
//! itself shows no word of a citizen's; the case stands behind a link, where looks are written down.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use minijinja::context;
use serde::{Deserialize, Serialize};

use super::identity::Keys;
use super::problem::Problem;
use super::request::{Asked, Filled};
use super::{House, cases, pages};
use crate::domain::audit::Viewer;
use crate::domain::ids::{CaseNumber, StaffId};
use crate::domain::publication::{Example, Period};
use crate::domain::staff::{Role, Staff};
use crate::publication::guard::LONGEST;

/// Whether people of this role choose what the public reads.
pub(super) fn may_write(role: Role) -> bool {
    matches!(role, Role::Supervisor | Role::Administrator)
}

/// Where the typical case of a case is written, for those who may.
pub(super) fn href(number: CaseNumber, staff: &Staff) -> Option<String> {
    may_write(staff.role).then(|| format!("/examples?staff={}&case={number}", staff.id))
}

/// What is looked at.
#[derive(Deserialize)]
pub(super) struct Wanted {
    staff: Option<StaffId>,
    #[serde(default)]
    case: String,
    #[serde(default)]
    done: String,
}

/// What is written.
#[derive(Deserialize)]
pub(super) struct Written {
    staff: StaffId,
    case: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    /// `save`, or `approve` for the next edition.
    act: String,
}

/// A typical case in the list.
#[derive(Serialize)]
struct Line {
    month: String,
    number: String,
    title: String,
    state: &'static str,
    href: String,
    chosen: bool,
}

/// The one that is written.
#[derive(Serialize)]
struct Draft {
    number: String,
    /// Where the case stands.
    sheet: String,
    month: String,
    title: String,
    text: String,
    approved: bool,
    faults: Vec<String>,
}

/// `/examples`
pub(super) async fn page(State(house): State<House>, Asked(wanted): Asked<Wanted>, keys: Keys) -> Result<Html<String>, Problem> {
    let work = move |house: &House| {
        let staff = writer(house, wanted.staff, &keys)?;
        let draft = if wanted.case.trim().is_empty() { None } else { Some(draft(house, &staff, number(&wanted.case)?)?) };
        shown(house, &staff, draft, &wanted.done)
    };
    house.read(work).await
}

/// `/examples`, sent.
pub(super) async fn write(State(house): State<House>, keys: Keys, Filled(written): Filled<Written>) -> Result<Response, Problem> {
    let number = number(&written.case)?;
    let approve = match written.act.as_str() {
        "save" => false,
        "approve" => true,
        _ => return Err(Problem::BadRequest),
    };
    let wanted = written.staff;
    let staff = house
        .read(move |house| {
            let staff = writer(house, Some(wanted), &keys)?;
            cases::visible(house, &staff, number).map(|_| staff)
        })
        .await?;
    let words = (written.title.trim().to_owned(), written.text.replace("\r\n", "\n").trim().to_owned());
    if words.0.is_empty() || words.1.is_empty() {
        return Err(Problem::Empty);
    }
    let (title, text) = words.clone();
    match house.desk().write_example(number, words, approve, Viewer::from(&staff)).await? {
        Ok(_) => {
            let done = if approve { "approved" } else { "saved" };
            Ok(Redirect::to(&format!("/examples?staff={}&case={number}&done={done}", staff.id)).into_response())
        }
        Err(faults) => {
            let again = move |house: &House| {
                let draft = Draft { title, text, faults, ..draft(house, &staff, number)? };
                shown(house, &staff, Some(draft), "")
            };
            Ok(house.read(again).await?.into_response())
        }
    }
}

/// Who writes: the one who is asked for, or the first as whom this browser may.
fn writer(house: &House, wanted: Option<StaffId>, keys: &Keys) -> Result<Staff, Problem> {
    let mut all = house.desk().staff().into_iter().filter(|staff| may_write(staff.role) && house.may_act(staff, keys));
    all.find(|staff| wanted.is_none_or(|wanted| wanted == staff.id)).ok_or(Problem::NotYou)
}

fn number(text: &str) -> Result<CaseNumber, Problem> {
    text.trim().parse().map_err(|_| Problem::NoCase)
}

fn draft(house: &House, staff: &Staff, number: CaseNumber) -> Result<Draft, Problem> {
    let case = cases::visible(house, staff, number)?;
    let (title, text, approved) = house.desk().example(number)?;
    let month = Period::month(case.received_at.date_naive()).words();
    Ok(Draft { number: number.to_string(), sheet: cases::href(number, staff), month, title, text, approved, faults: Vec::new() })
}

fn shown(house: &House, staff: &Staff, draft: Option<Draft>, done: &str) -> Result<Html<String>, Problem> {
    let desk = house.desk();
    let chosen = draft.as_ref().map(|draft| draft.number.as_str());
    let mut all = desk.store().examples()?;
    all.sort_by(|one, other| other.month.cmp(&one.month).then_with(|| one.case.cmp(&other.case)));
    let is_out = |month: Period, editions: &[crate::domain::publication::Edition]| editions.iter().any(|edition| edition.period == month);
    let editions = desk.store().editions()?;
    let line = |example: Example| Line {
        month: example.month.words(),
        number: example.case.to_string(),
        state: match (example.approved.is_some(), is_out(example.month, &editions)) {
            (true, true) => "已审定，当月已公示",
            (true, false) => "已审定，待公示",
            (false, _) => "未审定",
        },
        href: href(example.case, staff).unwrap_or_default(),
        chosen: chosen == Some(example.case.to_string().as_str()),
        title: example.title,
    };
    let lines: Vec<Line> = all.into_iter().map(line).collect();
    let context = context! {
        city => desk.city().name,
        who => format!("{} {}", staff.role.label(), staff.name),
        staff => staff.id.0,
        home => format!("/?staff={}", staff.id),
        longest => LONGEST,
        lines,
        draft,
        done,
    };
    pages::render("examples.html", context)
}
