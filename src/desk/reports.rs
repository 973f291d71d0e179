//! Reports 日报、周报、月报 at the desk: on demand, and in the morning by themselves, once to each reader.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context, Result};
use chrono::{NaiveDate, TimeDelta};

use super::{Desk, Step};
use crate::domain::action::Action;
use crate::domain::case::Case;
use crate::domain::complaint::Urgency;
use crate::domain::conversation::Say;
use crate::domain::ids::{DepartmentId, InboundId, Moment};
use crate::domain::message::{CaseLine, Message, Need, Report};
use crate::domain::notice;
use crate::domain::outbound::FileRef;
use crate::domain::privacy::Reader;
use crate::domain::report::ReportKind;
use crate::domain::staff::{Role, Staff};
use crate::domain::workcalendar::at;
use crate::figures::{Book, By, Filter, Key, Reach, Sums, Table};
use crate::reports::{Looked, Needed, Period, course, needs, picture, told};
use crate::store::CommitError;
use crate::workbench;

/// How many cases stand on one page of 要紧的清单: a telephone's screen holds about so many.
const LINES: usize = 8;

/// How long somebody who is away, and a report that failed, are waited for before they are looked at again.
const AGAIN: TimeDelta = TimeDelta::minutes(1);

/// When reports are to be looked at next, in milliseconds since 1970: so that a round of the clock costs nothing.
#[derive(Debug, Default)]
pub(super) struct Mornings(AtomicI64);

/// What all reports of a morning say: looked up once, however many readers there are.
struct Morning {
    period: Period,
    /// The cases that may need somebody today.
    open: Vec<Case>,
    /// By unit: the days of the report, and those before.
    tables: [Table; 2],
    nothing: Sums,
}

impl Morning {
    /// The figures of a unit with those below it, or of all.
    fn of(&self, unit: Option<&DepartmentId>) -> Looked<'_> {
        let [now, before] = self.tables.each_ref().map(|table| match unit {
            Some(unit) => table.row(&Key::Unit(unit.clone())).map_or(&self.nothing, |row| &row.sums),
            None => &table.total,
        });
        Looked { now, before }
    }
}

/// The unit whose figures this member of staff is told of, with those below it; none where they are told of all.
fn own(staff: &Staff) -> Option<&DepartmentId> {
    staff.department.as_ref().filter(|_| staff.role == Role::Leader)
}

impl Desk {
    /// When reports go out by themselves, or went out, on this day; none where they do not.
    fn morning(&self, day: NaiveDate) -> Option<Moment> {
        let (city, rules) = (self.city(), &self.city().profile.reports);
        let goes = !rules.to.is_empty() && rules.go_out_on(day, &city.calendar);
        let moment = at(day, rules.at);
        let quiet = city.profile.quiet.and_then(|quiet| quiet.until(moment));
        goes.then(|| quiet.unwrap_or(moment)).filter(|moment| moment.date_naive() == day)
    }

    /// When reports go out next by themselves, from now on.
    pub fn next_morning(&self) -> Option<Moment> {
        let now = self.clock().now();
        let days = now.date_naive().iter_days().take(60);
        let mut mornings = days.filter_map(|day| self.morning(day));
        mornings.find(|morning| *morning > now)
    }

    /// Sends this morning's reports to everybody who has not got theirs: once to each reader, also over restarts, and later on
    /// the same day where the program was away in the morning. Who is away gets theirs when they are back that day. A report that
    /// fails holds up no other, and is tried again.
    ///
    /// # Errors
    /// The store failed.
    pub async fn send_reports(self: &Arc<Self>) -> Result<()> {
        let now = self.clock().now();
        if now.timestamp_millis() < self.mornings.0.load(Ordering::Relaxed) {
            return Ok(());
        }
        let quiet = self.city().profile.quiet.and_then(|quiet| quiet.until(now));
        let is_time = quiet.is_none() && self.morning(now.date_naive()).is_some_and(|morning| morning <= now);
        let waits = is_time && !self.round(now).await?;
        let next = if waits { Some(now + AGAIN) } else { quiet.or_else(|| self.next_morning()) };
        self.mornings.0.store(next.map_or(i64::MAX, |next| next.timestamp_millis()), Ordering::Relaxed);
        Ok(())
    }

    /// One round of a day; whether nobody is left who gets a report today.
    async fn round(self: &Arc<Self>, now: Moment) -> Result<bool> {
        let day = now.date_naive();
        let mark = |whose: &str| InboundId(format!("house:report-{day}:{whose}"));
        // Whoever joins after the day's round was over begins with the next one.
        let over = mark("over");
        if self.store().seen(&over)? {
            return Ok(true);
        }
        let rules = &self.city().profile.reports;
        let kind = rules.of(day, &self.city().calendar);
        // A house that has not had a case has nothing to tell.
        let all = if self.store().case_numbers(None, 1)?.is_empty() { Vec::new() } else { self.staff() };
        let (mut morning, mut waits) = (None, false);
        let gets = |staff: &Staff| rules.to.contains(&staff.role) && Reach::of(staff).is_some() && self.roster().hears(staff);
        for (place, staff) in all.iter().enumerate().filter(|(_, staff)| gets(staff)) {
            let mark = mark(&staff.id.to_string());
            if self.store().seen(&mark)? {
                continue;
            }
            if !staff.is_here(now) {
                waits = true;
                continue;
            }
            let morning = match &morning {
                Some(morning) => Arc::clone(morning),
                None => {
                    let desk = self.clone();
                    let made = tokio::task::spawn_blocking(move || desk.look_up(kind)).await??;
                    Arc::clone(morning.insert(Arc::new(made)))
                }
            };
            let (desk, reader) = (self.clone(), staff.clone());
            let made = move || desk.report_of(&morning.period, &reader, &morning.open, morning.of(own(&reader)));
            match tokio::task::spawn_blocking(made).await {
                Ok(say) => self.write(now, mark, Some((place, staff, &say))).await?,
                Err(error) => (waits, _) = (true, tracing::error!("a report could not be made: {error}")),
            }
        }
        if !waits {
            self.write(now, over, None).await?;
        }
        Ok(!waits)
    }

    /// Writes that this is done, with what is said.
    async fn write(&self, now: Moment, mark: InboundId, said: Option<(usize, &Staff, &Say)>) -> Result<()> {
        let mut reserved = None;
        let mut step = Step::new(self, now, &mut reserved);
        if let Some((place, staff, say)) = said {
            // Logs name notices, so the key holds the reader's place and not who they are.
            step.reply(&staff.user.private_chat(), &format!("report:{}/{place}", now.date_naive()), say, Urgency::Normal);
            step.carry(say);
        }
        step.commit.inbound = Some(mark);
        let sends = !step.commit.outbox.is_empty();
        match self.store().commit(step.commit).await {
            Ok(()) => self.after(&[], step.changes, sends),
            Err(CommitError::AlreadySeen) => {}
            Err(error) => return Err(error).context("a report was not written"),
        }
        Ok(())
    }

    /// A report of now for this member of staff.
    pub(super) fn report(&self, kind: ReportKind, staff: &Staff) -> Result<Say> {
        let (city, now, period) = (self.city(), self.clock().now(), self.period(kind));
        let of = |days| Filter { unit: own(staff).cloned(), ..Filter::of(days) };
        let totals = |book: &Book| [period.days, period.before].map(|days| book.total(&of(days), &city.directory, now));
        let [this, before] = self.figures(totals)?;
        Ok(self.report_of(&period, staff, &self.pressing_cases()?, Looked { now: &this, before: &before }))
    }

    fn period(&self, kind: ReportKind) -> Period {
        let city = self.city();
        Period::of(kind, self.clock().now().date_naive(), &city.profile.reports, &city.calendar)
    }

    fn look_up(&self, kind: ReportKind) -> Result<Morning> {
        let (directory, now, period) = (&self.city().directory, self.clock().now(), self.period(kind));
        let by_unit = |book: &Book| [period.days, period.before].map(|days| book.table(By::Unit, &Filter::of(days), directory, now));
        let tables = self.figures(by_unit)?;
        Ok(Morning { period, open: self.pressing_cases()?, tables, nothing: Sums::default() })
    }

    fn report_of(&self, period: &Period, staff: &Staff, open: &[Case], figures: Looked<'_>) -> Say {
        let unit = own(staff);
        let needed = self.needed(staff, open);
        let name = unit.map(|unit| self.city().directory.short(unit).to_owned());
        let mut told = told(period, name, figures, &needed);
        told.picture = (!told.nothing).then(|| FileRef::Report { kind: period.kind, unit: unit.cloned(), to: period.days.to });
        let buttons = if needed.is_empty() { Vec::new() } else { vec![vec![Action::Needs(0)]] };
        Say { message: Message::Report(Report::Report(Box::new(told))), buttons }
    }

    /// Which of these cases need this member of staff; of those that they may see.
    fn needed(&self, staff: &Staff, open: &[Case]) -> Vec<Needed> {
        let directory = &self.city().directory;
        let seen = open.iter().filter(|case| workbench::may_see(case, staff, directory));
        needs(seen, own(staff), directory, self.clock().now())
    }

    /// The open cases that may need somebody today: the book of figures knows which, so that the others need not be read. A
    /// damaged record has been reported by the store.
    fn pressing_cases(&self) -> Result<Vec<Case>> {
        let (store, now) = (self.store(), self.clock().now());
        let pressing = self.figures(|book| book.pressing(now))?;
        Ok(pressing.into_iter().filter_map(|number| store.case(number).ok().flatten()).collect())
    }

    /// One page of what needs this member of staff now.
    pub(super) fn needs_page(&self, staff: &Staff, reader: Reader, page: usize) -> Result<Say> {
        let (directory, now) = (&self.city().directory, self.clock().now());
        let cases = self.pressing_cases()?;
        let all = self.needed(staff, &cases);
        let last = all.len().saturating_sub(1) / LINES;
        let page = page.min(last);
        let first = page * LINES;
        let shown: Vec<(&Needed, &Case)> = all
            .iter()
            .skip(first)
            .take(LINES)
            .filter_map(|needed| Some((needed, cases.iter().find(|case| case.number == needed.number)?)))
            .collect();
        let line =
            |(needed, case): &(&Needed, &Case)| Need { why: needed.why.label(), case: CaseLine::of_case(case, reader, directory, now) };
        let lines = shown.iter().map(line).collect();
        let mut buttons: Vec<Vec<Action>> = shown.iter().map(|(_, case)| vec![notice::show(case)]).collect();
        if page < last {
            buttons.push(vec![Action::Needs(u32::try_from(page + 1).unwrap_or(u32::MAX))]);
        }
        let unit = own(staff).map(|unit| directory.short(unit).to_owned());
        Ok(Say { message: Message::Report(Report::Needs { unit, lines, first: first + 1, all: all.len() }), buttons })
    }

    /// The picture of a report, as a PNG, with its name: the same for the same days, whenever it is asked for.
    ///
    /// # Errors
    /// The store failed, or it cannot be drawn.
    pub fn report_picture(&self, kind: ReportKind, unit: Option<&DepartmentId>, to: NaiveDate) -> Result<(String, Vec<u8>)> {
        let (directory, now) = (&self.city().directory, self.clock().now());
        let course = course(kind, to);
        let filter = Filter { unit: unit.cloned(), ..Filter::of(course.days) };
        let table = self.figures(|book| book.table(course.by, &filter, directory, now))?;
        let bytes = picture(&course, &table, unit.map(|unit| directory.short(unit)))?;
        Ok((format!("{}-{to}.png", kind.label()), bytes))
    }
}

impl Step<'_> {
    /// The last message of this step carries the picture of the report that it is.
    pub fn carry(&mut self, say: &Say) {
        if let Message::Report(Report::Report(told)) = &say.message
            && let Some(outbound) = self.commit.outbox.last_mut()
        {
            outbound.files.extend(told.picture.clone());
        }
    }
}
