//! The address 网址: it holds the whole view, so that a view can be sent to somebody. What cannot be is told in words.

use chrono::NaiveDate;

use super::super::problem::Problem;
use super::super::view::encode;
use super::period::Period;
use crate::domain::ids::{DepartmentId, IntentId, StaffId};
use crate::domain::legible::legible_name;
use crate::figures::{By, Days, Filter};

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Look {
    /// As the reader's system has it.
    #[default]
    System,
    /// 浅色
    Light,
    /// 深色
    Dark,
}

impl Look {
    /// The name in addresses and on the root of the page; empty for the system's.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Address {
    pub staff: Option<StaffId>,
    pub period: Period,
    /// Everything but the days.
    pub filter: Filter,
    /// The step of trends; none for one that fits.
    pub step: Option<By>,
    pub look: Look,
    pub wall: bool,
}

/// The value of a name: the last that is given and not empty.
pub(super) fn value<'p>(pairs: &'p [(String, String)], name: &str) -> Option<&'p str> {
    pairs.iter().rev().find(|(own, value)| own == name && !value.trim().is_empty()).map(|(_, value)| value.trim())
}

/// A problem with a value, which is quoted.
pub(super) fn wrong(what: &str, value: &str, advice: &str) -> Problem {
    Problem::BadView { what: format!("{what}“{}”认不出来", legible_name(value, 30)), advice: advice.to_owned() }
}

impl Address {
    /// What the names and values ask for.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, Problem> {
        let get = |name: &str| value(pairs, name);
        let number = |name: &str, what: &str| {
            let parse = |text: &str| text.parse().map(StaffId).map_err(|_| wrong(what, text, "请从下拉框里选，不要改网址里的数字。"));
            get(name).map(parse).transpose()
        };
        let text = |name: &str| get(name).map(str::to_owned);
        Ok(Self {
            staff: number("staff", "工作人员的编号")?,
            period: period(pairs)?,
            filter: Filter {
                days: None,
                unit: text("unit").map(DepartmentId),
                person: number("person", "经办人的编号")?,
                district: text("district"),
                intent: text("intent").map(IntentId),
                channel: text("channel"),
            },
            step: get("by").map(step).transpose()?,
            look: match get("look") {
                None => Look::System,
                Some("light") => Look::Light,
                Some("dark") => Look::Dark,
                Some(other) => return Err(wrong("配色", other, "look 请写 light（浅色）或 dark（深色），或去掉它，跟随系统。")),
            },
            wall: match get("wall") {
                None | Some("0") => false,
                Some("1") => true,
                Some(other) => return Err(wrong("大屏开关", other, "wall 请写 1（大屏）或 0，或去掉它。")),
            },
        })
    }

    /// The names and values, those of other days instead of its own where they are given.
    pub fn query(&self, filter: &Filter) -> String {
        let id = |id: Option<StaffId>| id.map(|id| id.to_string()).unwrap_or_default();
        let day = |end: fn(Days) -> NaiveDate| filter.days.map(|days| end(days).to_string()).unwrap_or_default();
        let own = || match self.period {
            Period::Chosen(days) => (String::new(), days.from.to_string(), days.to.to_string()),
            Period::Recent => Default::default(),
            period => (period.name().to_owned(), String::new(), String::new()),
        };
        let (period, from, to) = if filter.days.is_some() { (String::new(), day(|days| days.from), day(|days| days.to)) } else { own() };
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let fields = [
            ("staff", id(self.staff)),
            ("period", period),
            ("from", from),
            ("to", to),
            ("unit", text(filter.unit.as_ref().map(|unit| unit.as_str()))),
            ("person", id(filter.person)),
            ("district", text(filter.district.as_deref())),
            ("intent", text(filter.intent.as_ref().map(|intent| intent.as_str()))),
            ("channel", text(filter.channel.as_deref())),
            ("by", text(self.step.map(By::name))),
            ("look", self.look.name().to_owned()),
            ("wall", if self.wall { "1".to_owned() } else { String::new() }),
        ];
        let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
        given.map(|(name, value)| format!("{name}={}", encode(&value))).collect::<Vec<_>>().join("&")
    }

    /// The address of the page.
    pub fn href(&self) -> String {
        format!("/board?{}", self.query(&self.filter))
    }
}

fn step(text: &str) -> Result<By, Problem> {
    match By::named(text) {
        Some(by @ (By::Day | By::Week | By::Month)) => Ok(by),
        _ => Err(wrong("趋势的步长", text, "by 请写 day（日）、week（周）或 month（月），或去掉它，按时间长短自动选。")),
    }
}

/// A named period goes before days that are given beside it, for its name is what somebody chose last in the form.
fn period(pairs: &[(String, String)]) -> Result<Period, Problem> {
    if let Some(name) = value(pairs, "period") {
        let known = Period::NAMED.into_iter().find(|period| period.name() == name || period.label() == name);
        return known.ok_or_else(|| wrong("时间范围", name, "请从“时间”下拉框里选，或填写开始和结束日期。"));
    }
    let day = |name: &str, what: &str| {
        let parse = |text: &str| text.parse::<NaiveDate>().ok().filter(|day| (2000..=2099).contains(&chrono::Datelike::year(day)));
        let read = |text: &str| parse(text).ok_or_else(|| wrong(what, text, "请写成 2026-03-01 这样的日期，在2000年到2099年之间。"));
        value(pairs, name).map(read).transpose()
    };
    match (day("from", "开始日期")?, day("to", "结束日期")?) {
        (None, None) => Ok(Period::default()),
        (Some(from), Some(to)) if from <= to => Ok(Period::Chosen(Days { from, to })),
        (Some(from), Some(to)) => Err(Problem::BadView {
            what: format!("开始日期{from}晚于结束日期{to}"),
            advice: "请把两个日期对调，或改其中一个。".to_owned(),
        }),
        _ => Err(Problem::BadView {
            what: "只写了开始和结束日期中的一个".to_owned(),
            advice: "请两个日期都填，或者从“时间”下拉框里选。".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests;
