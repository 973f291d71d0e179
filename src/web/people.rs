//! Who there is to be: the citizens who have written, and the staff, those with something to do first.

use std::collections::BTreeMap;

use serde::Serialize;

use super::identity::{Keys, Person};
use super::problem::Problem;
use super::view::{View, encode};
use super::{House, cases};
use crate::domain::case::Case;
use crate::domain::decide::Ctx;
use crate::domain::ids::Moment;
use crate::domain::staff::{Actor, Role, Staff};
use crate::workbench::waits_for;

/// The most citizens that are offered; any other is found by typing the name.
const MOST_CITIZENS: usize = 24;

/// How far back unread notices are counted.
const MOST_NOTICES: usize = 50;

/// A citizen in the list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Citizen {
    name: String,
    href: String,
    current: bool,
    new: usize,
}

/// The citizens who have written, the latest first, with the present one among them.
pub(super) fn citizens(house: &House, view: &View) -> Result<Vec<Citizen>, Problem> {
    if !house.options().demo {
        return Ok(Vec::new());
    }
    let mut found: Vec<(Option<Moment>, Citizen)> = Vec::new();
    for chat in house.desk().store().logged_chats("web")? {
        let Ok(person) = Person::citizen(chat.local()) else { continue };
        let (last, new) = unread(house, &person)?;
        found.push((last, citizen(person.name(), new, view)));
    }
    if !view.citizen.is_empty() && !found.iter().any(|(_, citizen)| citizen.current) {
        found.push((Some(house.desk().clock().now()), citizen(&view.citizen, 0, view)));
    }
    found.sort_by_key(|(last, citizen)| (!citizen.current, std::cmp::Reverse(*last)));
    Ok(found.into_iter().take(MOST_CITIZENS).map(|(_, citizen)| citizen).collect())
}

fn citizen(name: &str, new: usize, view: &View) -> Citizen {
    Citizen { name: name.to_owned(), href: view.with_citizen(name).href(), current: name == view.citizen, new }
}

/// Some of the staff, under one heading.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Group {
    title: String,
    members: Vec<Member>,
}

/// One of the staff.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Member {
    name: String,
    role: &'static str,
    unit: Option<String>,
    /// Which post of the desk they hold.
    post: Option<&'static str>,
    /// Until when they are away, while they are.
    away: Option<String>,
    href: String,
    current: bool,
    new: usize,
    todo: usize,
    /// What the search looks at.
    words: String,
}

impl Member {
    fn is_busy(&self) -> bool {
        self.new > 0 || self.todo > 0
    }
}

/// The staff whom this browser may act as, in groups: those with something to do, then by role and by department.
pub(super) fn groups(house: &House, keys: &Keys, view: &View) -> Result<Vec<Group>, Problem> {
    let staff: Vec<Staff> = house.desk().staff().into_iter().filter(|staff| house.may_act(staff, keys)).collect();
    if staff.is_empty() {
        return Ok(Vec::new());
    }
    let cases = cases::open(house)?;
    let mut busy = Vec::new();
    let mut others: BTreeMap<(usize, String), Vec<Member>> = BTreeMap::new();
    for person in staff {
        let member = member(house, &person, &cases, view)?;
        if member.is_busy() {
            busy.push(member);
        } else {
            others.entry(heading(house, &person)).or_default().push(member);
        }
    }
    // Whoever is at work stays on top, so that nothing moves under the hand that has just chosen them.
    busy.sort_by_key(|member| (!member.current, member.new == 0));
    let first = (!busy.is_empty()).then(|| Group { title: "有事要办".to_owned(), members: busy });
    let rest = others.into_iter().map(|((_, title), members)| Group { title, members });
    Ok(first.into_iter().chain(rest).collect())
}

/// The heading under which an idle person stands, with its place: the hotline's own people, then units as in the directory.
fn heading(house: &House, staff: &Staff) -> (usize, String) {
    match &staff.department {
        Some(unit) if staff.role.is_of_department() => {
            let directory = &house.desk().city().directory;
            let place = directory.all().iter().position(|other| other.id == *unit);
            (place.map_or(usize::MAX, |place| place + 1), directory.short(unit).to_owned())
        }
        _ => (0, "热线中心".to_owned()),
    }
}

fn member(house: &House, staff: &Staff, cases: &[Case], view: &View) -> Result<Member, Problem> {
    let city = house.desk().city();
    let actor = Actor::from(staff);
    let ctx = Ctx {
        now: house.desk().clock().now(),
        actor: &actor,
        profile: &city.profile,
        time: city.time(&city.profile),
        directory: &city.directory,
    };
    let unit = staff.department.as_ref().and_then(|unit| city.directory.get(unit));
    let names = unit.map(|unit| format!("{} {} {}", unit.name, unit.short, unit.aliases.join(" "))).unwrap_or_default();
    let (_, new) = unread(house, &Person::Staff(Box::new(staff.clone())))?;
    Ok(Member {
        name: staff.name.clone(),
        role: staff.role.label(),
        unit: unit.map(|unit| unit.short.clone()),
        post: (staff.role == Role::Handler).then(|| staff.post.label()),
        away: away(staff, ctx.now),
        href: view.with_staff(staff.id).href(),
        current: view.staff == Some(staff.id),
        new,
        todo: cases.iter().filter(|case| waits_for(case, staff, &ctx)).count(),
        words: format!("{} {} {names}", staff.name, staff.role.label()),
    })
}

/// 不在岗, with the last day where it is known.
fn away(staff: &Staff, now: Moment) -> Option<String> {
    let away = staff.away.filter(|_| !staff.is_here(now))?;
    Some(away.until.map_or_else(|| "不在岗".to_owned(), |last| format!("到{}不在岗", last.format("%m月%d日"))))
}

/// When the chat's last line came, and how many came since its person last did or saw something.
fn unread(house: &House, person: &Person) -> Result<(Option<Moment>, usize), Problem> {
    let chat = person.chat();
    let lines = house.desk().store().log(&chat, MOST_NOTICES)?;
    let own = lines.iter().rev().find(|line| !line.from_house).map(|line| line.at);
    let since = own.max(house.seen(&chat));
    let new = lines.iter().filter(|line| line.from_house && since.is_none_or(|since| line.at > since)).count();
    Ok((lines.last().map(|line| line.at), new))
}

/// The person at work, as the head of the workspace shows them.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Badge {
    name: String,
    role: &'static str,
    unit: Option<String>,
    who: String,
    chat_href: String,
    cases_href: String,
    case_href: Option<String>,
}

impl Badge {
    /// The head for this person.
    pub(super) fn of(house: &House, staff: &Staff, view: &View) -> Self {
        use super::view::Tab;
        let directory = &house.desk().city().directory;
        Self {
            name: staff.name.clone(),
            role: staff.role.label(),
            unit: staff.department.as_ref().map(|unit| directory.short(unit).to_owned()),
            who: encode(&format!("staff:{}", staff.id)),
            chat_href: view.with_tab(Tab::Chat).href(),
            cases_href: view.with_tab(Tab::Cases).href(),
            case_href: view.case.map(|number| view.with_case(number).href()),
        }
    }
}
