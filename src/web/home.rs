//! The page, and the pieces of it that its script fetches again when something has changed.

use axum::extract::{Path, State};
use axum::response::{Html, Redirect};
use minijinja::context;
use serde::Deserialize;

use super::identity::{Keys, Person};
use super::people::Badge;
use super::problem::Problem;
use super::request::Asked;
use super::view::{Tab, View};
use super::{House, cases, chat, pages, people, sheet};
use crate::domain::ids::CaseNumber;
use crate::domain::staff::Staff;

type Page = Result<Html<String>, Problem>;

/// `/`
pub(super) async fn page(State(house): State<House>, Asked(view): Asked<View>, keys: Keys) -> Page {
    let code = house.look(&view, &keys).await?;
    house.read(move |house| whole(house, &view, &keys, code)).await
}

/// `/case/NUMBER`: the page with that case at work.
pub(super) async fn case_page(State(house): State<House>, Path(number): Path<String>, Asked(view): Asked<View>, keys: Keys) -> Page {
    let number: CaseNumber = number.parse().map_err(|_| Problem::NoCase)?;
    let view = view.with_case(number);
    let code = house.look(&view, &keys).await?;
    house.read(move |house| whole(house, &view, &keys, code)).await
}

/// A citizen's name that was typed.
#[derive(Deserialize)]
pub(super) struct Other {
    name: String,
    #[serde(default)]
    view: String,
}

/// `/citizen`: the page with another citizen.
pub(super) async fn other_citizen(State(house): State<House>, Asked(other): Asked<Other>) -> Result<Redirect, Problem> {
    let person = house.citizen_person(&other.name)?;
    Ok(Redirect::to(&View::parse(&other.view).with_citizen(person.name()).href()))
}

/// Who the citizen is when nobody has said: a page for trying out begins with a chat to write in.
const FIRST_CITIZEN: &str = "王女士";

fn whole(house: &House, view: &View, keys: &Keys, code: Option<String>) -> Page {
    let nobody = house.options().demo && view.citizen.is_empty();
    let view = &if nobody { view.with_citizen(FIRST_CITIZEN) } else { view.clone() };
    let citizen = citizen_of(house, view)?;
    let staff = staff_of(house, view, keys)?;
    let left = citizen.as_ref().map(|person| chat::show(house, person, view)).transpose()?;
    let mut right = None;
    let mut list = None;
    let mut whole_case = None;
    if let Some(staff) = &staff {
        match (view.tab, view.case) {
            (Tab::Chat, _) | (Tab::Case, None) => right = Some(chat::show(house, &Person::Staff(staff.clone()), view)?),
            (Tab::Cases, _) => list = Some(cases::list(house, staff, view)?),
            (Tab::Case, Some(number)) => whole_case = Some(sheet::show(house, staff, number, view, code)?),
        }
    } else if view.tab == Tab::Case {
        return Err(Problem::NotYou);
    }
    let groups = people::groups(house, keys, view)?;
    let context = context! {
        city => house.desk().city().name,
        demo => house.options().demo,
        citizens => people::citizens(house, view)?,
        left,
        groups,
        badge => staff.as_ref().map(|staff| Badge::of(house, staff, view)),
        right,
        list,
        sheet => whole_case,
        tab => view.tab.name(),
        case => view.case,
        view => view.query(),
        citizen => view.citizen,
        staff => view.staff,
    };
    pages::render("home.html", context)
}

fn citizen_of(house: &House, view: &View) -> Result<Option<Person>, Problem> {
    if view.citizen.is_empty() { Ok(None) } else { house.citizen_person(&view.citizen).map(Some) }
}

/// The member of staff at work, if any.
pub(super) fn staff_of(house: &House, view: &View, keys: &Keys) -> Result<Option<Box<Staff>>, Problem> {
    let Some(id) = view.staff else { return Ok(None) };
    match house.staff_person(id, keys)? {
        Person::Staff(staff) => Ok(Some(staff)),
        Person::Citizen(_) => Ok(None),
    }
}

fn somebody(house: &House, view: &View, keys: &Keys) -> Result<Box<Staff>, Problem> {
    staff_of(house, view, keys)?.ok_or(Problem::NotYou)
}

/// `/fragment/citizens`
pub(super) async fn citizens(State(house): State<House>, Asked(view): Asked<View>) -> Page {
    house.read(move |house| pages::render("people.html", context! { citizens => people::citizens(house, &view)? })).await
}

/// `/fragment/people`
pub(super) async fn people(State(house): State<House>, Asked(view): Asked<View>, keys: Keys) -> Page {
    house.read(move |house| pages::render("people.html", context! { groups => people::groups(house, &keys, &view)? })).await
}

/// Whose chat.
#[derive(Deserialize)]
pub(super) struct Whose {
    who: String,
}

/// `/fragment/chat`
pub(super) async fn chat(State(house): State<House>, Asked(whose): Asked<Whose>, Asked(view): Asked<View>, keys: Keys) -> Page {
    let work = move |house: &House| {
        let person = house.person(&whose.who, &keys)?;
        pages::render("chat.html", context! { chat => chat::show(house, &person, &view)? })
    };
    house.read(work).await
}

/// `/fragment/cases`
pub(super) async fn cases(State(house): State<House>, Asked(view): Asked<View>, keys: Keys) -> Page {
    let work = move |house: &House| {
        let staff = somebody(house, &view, &keys)?;
        pages::render("cases.html", context! { list => cases::list(house, &staff, &view)? })
    };
    house.read(work).await
}

/// `/fragment/case/NUMBER`
pub(super) async fn case(State(house): State<House>, Path(number): Path<String>, Asked(view): Asked<View>, keys: Keys) -> Page {
    let number: CaseNumber = number.parse().map_err(|_| Problem::NoCase)?;
    let code = house.look(&view.with_case(number), &keys).await?;
    let work = move |house: &House| {
        let staff = somebody(house, &view, &keys)?;
        pages::render("sheet.html", context! { sheet => sheet::show(house, &staff, number, &view, code)? })
    };
    house.read(work).await
}
