//! The cases behind a number 明细: exactly those that it counts, a page at a time. A case that this person may not see has its row
//! and says nothing. Opening one is written down like everywhere else.

use minijinja::context;
use serde::Serialize;

use super::super::House;
use super::super::problem::Problem;
use super::super::view::encode;
use super::super::{cases, pages};
use super::Page;
use super::access::Access;
use super::address::{Address, value, wrong};
use super::form;
use super::live::Live;
use super::panel::Cell;
use super::scene::{Scene, number};
use crate::domain::case::Case;
use crate::domain::ids::CaseNumber;
use crate::domain::message::{Card, CaseLine, when};
use crate::domain::privacy::Reader;
use crate::figures::{Filter, Measure, Which};
use crate::workbench::may_see;

/// Rows of a page.
const ROWS: usize = 50;
/// The name of what rises in addresses.
const RISING: &str = "rising";

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Judgements of a measure.
    Fact(Measure, Which),
    /// Open cases.
    Live(Live),
    /// The cases of what rises 热点, by one of them.
    Rising(CaseNumber),
}

/// A list: of what, and which page of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Behind {
    pub what: What,
    /// From 1.
    pub page: usize,
}

impl Behind {
    /// What the names and values ask for.
    pub fn parse(pairs: &[(String, String)]) -> Result<Self, Problem> {
        let name = value(pairs, "what").ok_or_else(|| Problem::BadView {
            what: "网址里没有写看哪个数的明细".to_owned(),
            advice: "请回到指标看板，点要看的那个数。".to_owned(),
        })?;
        let which = match value(pairs, "which") {
            None | Some("all") => Which::All,
            Some("hits") => Which::Hits,
            Some("misses") => Which::Misses,
            Some(other) => return Err(wrong("which", other, "请写 all（全部）、hits（分子）或 misses（分母里其余的）。")),
        };
        let case = || {
            let text = value(pairs, "case").unwrap_or_default();
            text.parse().map_err(|_| wrong("工单号", text, "请回到指标看板，点要看的那个热点。"))
        };
        let what = match (Measure::named(name), Live::named(name)) {
            _ if name == RISING => What::Rising(case()?),
            (Some(measure @ (Measure::Returned | Measure::Recurred)), _) => What::Fact(measure, Which::Hits),
            (Some(measure), _) => What::Fact(measure, which),
            (None, Some(live)) => What::Live(live),
            (None, None) => return Err(wrong("明细的名称", name, "请回到指标看板，点要看的那个数。")),
        };
        let page = value(pairs, "page").map_or(Ok(1), |text| {
            text.parse().ok().filter(|page| *page > 0).ok_or_else(|| wrong("页码", text, "页码请写 1、2、3 这样的数字。"))
        })?;
        Ok(Self { what, page })
    }

    /// The address of this list, of what the view asks for.
    pub fn href(&self, address: &Address) -> String {
        self.href_under(address, &address.filter)
    }

    /// The address of this list, of what this filter lets through.
    pub fn href_under(&self, address: &Address, filter: &Filter) -> String {
        let what = match self.what {
            What::Fact(measure, Which::All) => measure.name().to_owned(),
            What::Fact(measure, Which::Hits) => format!("{}&which=hits", measure.name()),
            What::Fact(measure, Which::Misses) => format!("{}&which=misses", measure.name()),
            What::Live(live) => encode(live.name()),
            What::Rising(case) => format!("{RISING}&case={case}"),
        };
        let page = if self.page > 1 { format!("&page={}", self.page) } else { String::new() };
        let own = Address { wall: false, ..address.clone() }.query(filter);
        let and = if own.is_empty() { "" } else { "&" };
        format!("/board/cases?{own}{and}what={what}{page}")
    }

    fn title(&self) -> String {
        match self.what {
            What::Fact(measure, Which::All) => measure.label().to_owned(),
            What::Fact(measure, Which::Hits) => format!("{}的分子", measure.label()),
            What::Fact(measure, Which::Misses) => format!("{}的分母里其余的", measure.label()),
            What::Live(live) => format!("{}工单", live.label()),
            What::Rising(_) => "热点".to_owned(),
        }
    }

    /// How often it was counted, and the cases, the latest first.
    fn found(&self, scene: &Scene<'_>) -> (u64, Vec<CaseNumber>) {
        let (counted, mut found) = match self.what {
            What::Fact(measure, which) => {
                let filter = scene.whole();
                let counted = number(&scene.total(&filter), measure, which);
                (counted, scene.book.behind(measure, which, &filter, scene.directory, scene.now))
            }
            What::Live(live) => {
                let found: Vec<CaseNumber> = scene.open.iter().filter(|case| live.is_of(case, scene.now)).map(|case| case.number).collect();
                (found.len() as u64, found)
            }
            What::Rising(case) => {
                let found = scene.rising().find(|spot| spot.cases.contains(&case)).map(|spot| spot.cases.clone()).unwrap_or_default();
                (found.len() as u64, found)
            }
        };
        found.sort_unstable();
        found.reverse();
        (counted, found)
    }
}

#[derive(Serialize)]
struct Row {
    /// None for a case that this person may not see.
    line: Option<CaseLine>,
    href: String,
    unit: String,
    received: String,
}

/// `/board/cases`
pub(super) fn page(house: &House, address: &Address, behind: &Behind, access: &Access) -> Page {
    let desk = house.desk();
    desk.figures(|book| {
        let scene = match behind.what {
            What::Fact(..) | What::Rising(_) => Scene::of_the_past(house, book, address, access)?,
            What::Live(_) => Scene::of(house, book, address, access)?,
        };
        let (counted, found) = behind.found(&scene);
        let last = found.len().div_ceil(ROWS).max(1);
        if behind.page > last {
            return Err(wrong("页码", &behind.page.to_string(), &format!("一共只有{last}页。")));
        }
        let shown = found.iter().skip((behind.page - 1) * ROWS).take(ROWS);
        let rows: Vec<Row> = shown.map(|number| row(&scene, *number)).collect::<Result<_, _>>()?;
        let to = |page: usize| Behind { page, ..*behind }.href(address);
        let (before, after) = (behind.page.checked_sub(1).filter(|page| *page > 0), Some(behind.page + 1).filter(|page| *page <= last));
        let formula = match behind.what {
            What::Fact(measure, _) => measure.sentence(),
            What::Live(_) => "此刻在办的工单，不受时间范围影响。",
            What::Rising(_) => "从升高那天起归到这个热点的工单；没有列出的话，它已经回落。",
        };
        let context = context! {
            city => desk.city().name,
            look => address.look.name(),
            title => behind.title(),
            scope => form::scope(&scene, matches!(behind.what, What::Fact(..))),
            formula,
            counted,
            cases => found.len(),
            page => behind.page,
            last,
            before => before.map(to),
            after => after.map(to),
            back => address.href(),
            rows,
        };
        pages::render("board_list.html", context)
    })?
}

fn row(scene: &Scene<'_>, number: CaseNumber) -> Result<Row, Problem> {
    let staff = &scene.access.staff;
    let case: Option<Case> = scene.house.desk().store().case(number)?;
    let Some(case) = case.filter(|case| may_see(case, staff, scene.directory)) else {
        return Ok(Row { line: None, href: String::new(), unit: String::new(), received: String::new() });
    };
    let card = Card::of(&case, Reader::Staff(staff.role), scene.directory, scene.now);
    let unit = case.unit().map_or_else(|| Cell::plain("派单席"), |unit| Cell::plain(scene.unit(unit)));
    Ok(Row { line: Some(CaseLine::of(&card)), href: cases::href(number, staff), unit: unit.words, received: when(case.received_at) })
}
