//! The filters 筛选 as a plain form, and what is shown in words.

use serde::Serialize;

use super::address::{Address, Look};
use super::period::Period;
use super::scene::Scene;
use crate::domain::staff::Staff;
use crate::figures::shown;
use crate::figures::{By, Key, Reach};

/// One choice of a list.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Choice {
    value: String,
    label: String,
    chosen: bool,
}

/// One list of the form.
#[derive(Clone, Debug, Serialize)]
pub(super) struct List {
    name: &'static str,
    label: &'static str,
    /// What choosing nothing means; empty where something must be chosen.
    any: &'static str,
    choices: Vec<Choice>,
}

/// The form.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Form {
    lists: Vec<List>,
    from: String,
    to: String,
    look: &'static str,
    wall: bool,
    staff: String,
}

/// What stands above the panels.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Head {
    who: String,
    scope: String,
    now: String,
    looks: Vec<(&'static str, String, bool)>,
    wall: String,
    plain: String,
    home: String,
    clear: String,
}

/// What the view is of, in words.
pub(super) fn scope(scene: &Scene<'_>, dated: bool) -> String {
    let filter = &scene.filter;
    let unit = filter.unit.as_ref().map_or_else(|| "全市".to_owned(), |unit| format!("{}及下级", scene.unit(unit)));
    let intent = filter.intent.as_ref().map(|intent| scene.book.intent_name(intent).unwrap_or(intent.as_str()).to_owned());
    let person = filter.person.and_then(|id| scene.house.desk().staff().into_iter().find(|staff| staff.id == id)).map(|staff| staff.name);
    let channel = filter.channel.as_ref().map(|name| channel(scene, name));
    let days = (scene.days.from, scene.days.to);
    let days = if days.0 == days.1 { days.0.to_string() } else { format!("{} 至 {}", days.0, days.1) };
    let days = dated.then(|| match scene.address.period {
        Period::Chosen(_) => days,
        named => format!("{}（{days}）", named.label()),
    });
    let parts = [Some(unit), person, filter.district.clone(), intent, channel, days];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A channel in words.
fn channel(scene: &Scene<'_>, name: &str) -> String {
    shown::named(&Key::Channel(name.to_owned()), By::Channel, scene.book, scene.directory, &[])
}

fn named(staff: &Staff, scene: &Scene<'_>) -> String {
    let unit = staff.department.as_ref().map(|unit| format!("{} · ", scene.unit(unit))).unwrap_or_default();
    format!("{unit}{} {}", staff.role.label(), staff.name)
}

/// What stands above the panels.
pub(super) fn head(scene: &Scene<'_>) -> Head {
    let address = scene.address;
    let with = |look: Look| Address { look, ..address.clone() }.href();
    let looks = [("跟随系统", Look::System), ("浅色", Look::Light), ("深色", Look::Dark)];
    Head {
        who: named(&scene.access.staff, scene),
        scope: scope(scene, true),
        now: scene.now.format("%Y-%m-%d %H:%M").to_string(),
        looks: looks.into_iter().map(|(label, look)| (label, with(look), look == address.look)).collect(),
        wall: Address { wall: true, ..address.clone() }.href(),
        plain: Address { wall: false, ..address.clone() }.href(),
        home: format!("/?staff={}", scene.access.staff.id),
        clear: Address { staff: address.staff, look: address.look, ..Address::default() }.href(),
    }
}

fn list<V: ToString>(name: &'static str, label: &'static str, any: &'static str, all: Vec<(V, String)>, chosen: Option<&str>) -> List {
    let choice = |(value, label): (V, String)| {
        let value = value.to_string();
        Choice { chosen: chosen == Some(value.as_str()), value, label }
    };
    List { name, label, any, choices: all.into_iter().map(choice).collect() }
}

/// The form, with what is chosen.
pub(super) fn form(scene: &Scene<'_>) -> Form {
    let (address, filter, access) = (scene.address, &scene.filter, scene.access);
    let people = scene.house.desk().staff();
    let sees = |staff: &&Staff| access.sees_person(staff, scene.directory);
    let people: Vec<_> = people.iter().filter(sees).map(|staff| (staff.id, named(staff, scene))).collect();
    let person = filter.person.map(|id| id.to_string());
    let whole = match &access.reach {
        Reach::All => "全市",
        Reach::Below(_) => "本单位及下级",
    };
    let units = scene.directory.all().iter().filter(|unit| unit.parent.is_some() && scene.sees(&unit.id));
    let mut lists = vec![
        list(
            "period",
            "时间",
            "近30天",
            Period::NAMED.into_iter().skip(1).map(|period| (period.name(), period.label().to_owned())).collect(),
            Some(address.period.name()),
        ),
        list("unit", "单位", whole, units.map(|unit| (unit.id.as_str(), unit.short.clone())).collect(), unit(scene)),
        list(
            "district",
            "地区",
            "全部",
            scene.book.districts().into_iter().map(|name| (name, name.to_owned())).collect(),
            filter.district.as_deref(),
        ),
        list(
            "intent",
            "事项",
            "全部",
            scene.book.intents().into_iter().map(|(id, name)| (id.as_str(), name.to_owned())).collect(),
            filter.intent.as_ref().map(|intent| intent.as_str()),
        ),
        list(
            "channel",
            "渠道",
            "全部",
            scene.book.channels().into_iter().map(|name| (name, channel(scene, name))).collect(),
            filter.channel.as_deref(),
        ),
    ];
    if !people.is_empty() {
        lists.push(list("person", "经办人", "全部", people, person.as_deref()));
    }
    let steps = [By::Day, By::Week, By::Month].map(|by| (by.name(), by.label().to_owned())).to_vec();
    lists.push(list("by", "趋势按", "自动", steps, address.step.map(By::name)));
    if access.others.len() > 1 {
        let others = access.others.iter().map(|staff| (staff.id, named(staff, scene))).collect();
        lists.push(list("staff", "身份", "", others, Some(&access.staff.id.to_string())));
    }
    let (from, to) = match address.period {
        Period::Chosen(days) => (days.from.to_string(), days.to.to_string()),
        _ => Default::default(),
    };
    let staff = if access.others.len() > 1 { String::new() } else { address.staff.map(|id| id.to_string()).unwrap_or_default() };
    Form { lists, from, to, look: address.look.name(), wall: address.wall, staff }
}

/// The unit that is chosen: one's own is what choosing nothing means.
fn unit<'a>(scene: &'a Scene<'_>) -> Option<&'a str> {
    let own = match &scene.access.reach {
        Reach::Below(own) => Some(own),
        Reach::All => None,
    };
    scene.filter.unit.as_ref().filter(|unit| Some(*unit) != own).map(|unit| unit.as_str())
}
