//! What all panels share: whose figures, of which days, and the way from a number to its cases.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};

use super::super::House;
use super::super::problem::Problem;
use super::access::Access;
use super::address::{Address, wrong};
use super::list::{Behind, What};
use super::live::Live;
use super::panel::Cell;
use crate::domain::department::Directory;
use crate::domain::hotspot::HotSpot;
use crate::domain::ids::{DepartmentId, Moment};
use crate::domain::profile::Weights;
use crate::figures::shown::NOTHING;
use crate::figures::{Book, Days, Filter, Measure, Open, Reach, Sort, Sums, Which};

/// What the panels are made of.
pub(super) struct Scene<'a> {
    pub house: &'a House,
    pub book: &'a Book,
    pub directory: &'a Directory,
    pub weights: Weights,
    pub address: &'a Address,
    pub access: &'a Access,
    /// What is filtered by, narrowed to what may be seen, without days.
    pub filter: Filter,
    pub days: Days,
    pub today: NaiveDate,
    pub now: Moment,
    /// The open cases that fit the filter.
    pub open: Vec<Open<'a>>,
    /// What rises in the whole city.
    spots: Arc<Vec<HotSpot>>,
}

impl<'a> Scene<'a> {
    /// The scene of this address, for whoever looks.
    pub fn of(house: &'a House, book: &'a Book, address: &'a Address, access: &'a Access) -> Result<Self, Problem> {
        let mut scene = Self::of_the_past(house, book, address, access)?;
        scene.open = book.open(&scene.filter, scene.directory);
        Ok(scene)
    }

    /// The same without open cases, for what looks at figures only.
    pub fn of_the_past(house: &'a House, book: &'a Book, address: &'a Address, access: &'a Access) -> Result<Self, Problem> {
        let city = house.desk().city();
        let now = house.desk().clock().now();
        let today = now.date_naive();
        let filter = checked(house, book, address, access)?;
        let days = address.period.days(today);
        let (directory, weights) = (&city.directory, city.profile.weights);
        Ok(Self { house, book, directory, weights, address, access, filter, days, today, now, open: Vec::new(), spots: house.rising() })
    }

    /// The filter with these days.
    pub fn on(&self, days: Days) -> Filter {
        Filter { days: Some(days), ..self.filter.clone() }
    }

    /// The filter with the days of the view.
    pub fn whole(&self) -> Filter {
        self.on(self.days)
    }

    /// The last so many days, today among them.
    pub fn last(&self, days: i64) -> Days {
        Days { from: self.today - TimeDelta::days(days - 1), to: self.today }
    }

    /// What comes in, as it is seen from here: to the city what is received, to a unit what is sent to it, to a person what they
    /// sign for.
    pub fn inflow(&self) -> (&'static str, Measure) {
        match (&self.filter.unit, self.filter.person) {
            (_, Some(_)) => ("签收", Measure::ToSign),
            (Some(_), None) => ("派来", Measure::Dispatched),
            (None, None) => ("收件", Measure::Received),
        }
    }

    /// Everything that the filter lets through.
    pub fn total(&self, filter: &Filter) -> Sums {
        self.book.total(filter, self.directory, self.now)
    }

    /// A number of these sums, with the way to its cases.
    pub fn count(&self, sums: &Sums, measure: Measure, which: Which, filter: &Filter) -> Cell {
        let number = number(sums, measure, which);
        let href = if number == 0 { String::new() } else { self.behind(What::Fact(measure, which), filter) };
        Cell { words: number.to_string(), href }
    }

    /// A rate in percent, which leads to all that it judges; a word where nothing was judged.
    pub fn rate(&self, sums: &Sums, measure: Measure, filter: &Filter) -> Cell {
        match sums.rate(measure).percent() {
            Some(percent) => Cell { words: format!("{percent:.1}%"), href: self.behind(What::Fact(measure, Which::All), filter) },
            None => Cell::plain(NOTHING),
        }
    }

    /// What rises, as far as it may be seen and fits what is filtered by: nothing of one channel or person rises by itself.
    pub fn rising(&self) -> impl Iterator<Item = &HotSpot> {
        let filter = &self.filter;
        let whole = filter.channel.is_none() && filter.person.is_none();
        let fits = move |spot: &&HotSpot| {
            whole
                && filter.unit.as_ref().is_none_or(|above| spot.unit.as_ref().is_some_and(|unit| self.directory.is_within(unit, above)))
                && filter.district.as_ref().is_none_or(|wanted| spot.district.as_ref() == Some(wanted))
                && filter.intent.as_ref().is_none_or(|wanted| spot.intent.as_ref() == Some(wanted))
        };
        self.spots.iter().filter(fits)
    }

    /// So many open cases, with the way to them.
    pub fn live(&self, live: Live) -> Cell {
        let number = self.open.iter().filter(|case| live.is_of(case, self.now)).count();
        self.counted(live, number, &self.filter)
    }

    /// A number of open cases that this filter lets through, with the way to them.
    pub fn counted(&self, live: Live, number: usize, filter: &Filter) -> Cell {
        let href = if number == 0 { String::new() } else { self.behind(What::Live(live), filter) };
        Cell { words: number.to_string(), href }
    }

    /// The way to the cases behind a number.
    pub fn behind(&self, what: What, filter: &Filter) -> String {
        Behind { what, page: 1 }.href_under(self.address, filter)
    }

    /// What a unit is called here.
    pub fn unit(&self, unit: &DepartmentId) -> String {
        self.directory.short(unit).to_owned()
    }

    /// Whether a unit's own numbers may be seen.
    pub fn sees(&self, unit: &DepartmentId) -> bool {
        match &self.access.reach {
            Reach::All => true,
            Reach::Below(own) => self.directory.is_within(unit, own),
        }
    }
}

/// A number of these sums.
pub(super) fn number(sums: &Sums, measure: Measure, which: Which) -> u64 {
    let rate = sums.rate(measure);
    match (measure.sort(), which) {
        (Sort::Count | Sort::Duration, _) => sums.count(measure),
        (_, Which::Hits) => rate.hits,
        (_, Which::Misses) => rate.of.saturating_sub(rate.hits),
        (_, Which::All) => rate.of,
    }
}

/// The filter of the address, when all that it names is there and may be seen.
pub(super) fn checked(house: &House, book: &Book, address: &Address, access: &Access) -> Result<Filter, Problem> {
    let directory = &house.desk().city().directory;
    let filter = &address.filter;
    if let Some(unit) = &filter.unit {
        if directory.get(unit).is_none() {
            return Err(wrong("单位", unit.as_str(), "没有这个单位，请从“单位”下拉框里选。"));
        }
        if let Reach::Below(own) = &access.reach
            && !directory.is_within(unit, own)
        {
            return Err(Problem::BadView {
                what: format!("不能看{}的明细", directory.short(unit)),
                advice: format!("您可以看{}及其下级单位；别的单位请看“单位排名”公布的部分。", directory.short(own)),
            });
        }
    }
    if let Some(person) = filter.person {
        let known = house.desk().staff().into_iter().find(|staff| staff.id == person);
        if !known.is_some_and(|staff| access.sees_person(&staff, directory)) {
            return Err(Problem::BadView {
                what: "不能看这个人的指标".to_owned(),
                advice: "个人指标只给本人、所在单位的分管领导和督办、监察、管理人员看，请从“经办人”下拉框里选。".to_owned(),
            });
        }
    }
    if let Some(district) = filter.district.as_ref().filter(|wanted| !book.districts().contains(&wanted.as_str())) {
        return Err(wrong("地区", district, "还没有这个地区的工单，请从“地区”下拉框里选。"));
    }
    if let Some(intent) = filter.intent.as_ref().filter(|wanted| book.intent_name(wanted).is_none()) {
        return Err(wrong("事项", intent.as_str(), "还没有这个事项的工单，请从“事项”下拉框里选。"));
    }
    if let Some(channel) = filter.channel.as_ref().filter(|wanted| !book.channels().contains(&wanted.as_str())) {
        return Err(wrong("渠道", channel, "还没有从这个渠道来的工单，请从“渠道”下拉框里选。"));
    }
    Ok(access.reach.confine(filter.clone(), directory))
}
