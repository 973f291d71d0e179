//! What the public is shown 公示, at the desk: typical cases are written and approved by people, editions come out once and stay,
//! by hand or by themselves on their days.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use chrono::{Datelike, NaiveDate, TimeDelta};

use super::{Desk, Step};
use crate::domain::audit::Viewer;
use crate::domain::case::Case;
use crate::domain::complaint::Urgency;
use crate::domain::conversation::Say;
use crate::domain::ids::{CaseNumber, IntentId, Moment};
use crate::domain::message::{Message, MonthReviewed};
use crate::domain::publication::{Edition, Example, Period, PublicExample, open_day, review_day};
use crate::domain::staff::Role;
use crate::domain::workcalendar::at;
use crate::figures::{Band, Days, Filter, Measure};
use crate::publication::guard;
use crate::publication::make::{COUNTS, Material, RATES};
use crate::store::{Commit, CommitError, PublicWrite};

/// How long after its day something that should have happened by itself still does, when the program was away.
const WINDOW: TimeDelta = TimeDelta::days(7);

/// Who lets editions out that come out by themselves.
fn by_itself() -> Viewer {
    Viewer::Operator { name: Some("自动公布".to_owned()) }
}

impl Desk {
    /// The edition of this month as it would come out now.
    ///
    /// # Errors
    /// The store failed, or a typical case has something in it by which somebody may be known.
    pub fn edition(&self, period: Period, correction: Option<String>) -> Result<Edition> {
        let (city, now) = (self.city(), self.clock().now());
        let number = self.editions_of(period)?.last().map_or(0, |edition| edition.number) + 1;
        let examples = self.approved(period)?;
        let intents: BTreeMap<IntentId, String> =
            city.classifier.intents().iter().map(|intent| (intent.id.clone(), intent.name.clone())).collect();
        self.figures(|book| {
            let (directory, rules) = (&city.directory, &city.profile);
            let city = &city.name;
            Material { period, book, directory, intents: &intents, rules, city, examples, number, correction, now }.edition()
        })
    }

    fn editions_of(&self, period: Period) -> Result<Vec<Edition>> {
        Ok(self.store().editions()?.into_iter().filter(|edition| edition.period == period).collect())
    }

    /// The typical cases of a month that somebody approved: looked at once more, for the case may know more names since.
    fn approved(&self, period: Period) -> Result<Vec<PublicExample>> {
        let mut all = Vec::new();
        for example in self.store().examples()?.into_iter().filter(|example| example.month == period && example.approved.is_some()) {
            let case = self.example_case(example.case)?;
            let faults = guard::faults(&example.title, &example.text, &case);
            if !faults.is_empty() {
                bail!("典型案例（工单 {}）不能公布：{}请用 yousu example 改好再公布。", example.case, faults.concat());
            }
            all.push(PublicExample { title: example.title, text: example.text });
        }
        Ok(all)
    }

    fn example_case(&self, number: CaseNumber) -> Result<Case> {
        self.store().case(number)?.with_context(|| format!("没有工单 {number}"))
    }

    /// Lets the edition of a month out. It never changes afterwards; a correction is a new edition that says so.
    ///
    /// # Errors
    /// The month is not over, it is out already and nothing is said to be corrected, or the store failed; in words.
    pub async fn publish(&self, period: Period, correction: Option<String>, by: Viewer) -> Result<Edition> {
        if period.is_quarter() {
            bail!("公示按月编制，请写月份，例如 {}；季度的统一公开日一次公布三个月。", period.months().next().unwrap_or(period));
        }
        let today = self.clock().now().date_naive();
        if today <= period.last() {
            bail!("{}还没有过完，不能公布；想看现在的样子，请加 --dry-run。", period.words());
        }
        let out = self.editions_of(period)?;
        match (out.last(), &correction) {
            (Some(last), None) => bail!(
                "{}已经公布过（第{}版，{}），公布后不改。确有差错要更正，请加 --correct \"更正了什么、为什么\"，另出新版。",
                period.words(),
                last.number,
                last.at.format("%Y-%m-%d")
            ),
            (None, Some(_)) => bail!("{}还没有公布过，不用更正。", period.words()),
            _ => {}
        }
        if let Some(words) = &correction
            && !guard::is_anonymous(words)
        {
            bail!("更正说明里有能认出人的内容（姓名、号码、门牌一类），请改掉。");
        }
        let edition = self.edition(period, correction)?;
        let write = PublicWrite::Edition(Box::new(edition.clone()), by);
        match self.store().commit(Commit { at: Some(edition.at), publications: vec![write], ..Commit::default() }).await {
            Ok(()) => Ok(edition),
            Err(CommitError::Conflict(_)) => bail!("{}刚刚由别人公布了。", period.words()),
            Err(error) => Err(error).context("公示没有写入"),
        }
    }

    /// The typical case of this case, as it is written; a draft where nobody has written one.
    ///
    /// # Errors
    /// There is no such case, or the store failed.
    pub fn example(&self, number: CaseNumber) -> Result<(String, String, bool)> {
        let case = self.example_case(number)?;
        let month = Period::month(case.received_at.date_naive());
        let written = self.store().examples()?.into_iter().find(|example| example.case == number && example.month == month);
        Ok(match written {
            Some(example) => (example.title, example.text, example.approved.is_some()),
            None => {
                let (title, text) = guard::draft(&case, &self.city().directory);
                (title, text, false)
            }
        })
    }

    /// Writes a typical case in a person's own words, and approves it if they say so; or says why nobody may read it.
    ///
    /// # Errors
    /// There is no such case, or the store failed. What is wrong with the words is no error.
    pub async fn write_example(
        &self,
        number: CaseNumber,
        (title, text): (String, String),
        approve: bool,
        by: Viewer,
    ) -> Result<Result<Example, Vec<String>>> {
        let case = self.example_case(number)?;
        let faults = guard::faults(&title, &text, &case);
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        let now = self.clock().now();
        let month = Period::month(case.received_at.date_naive());
        let approved = approve.then(|| (by.clone(), now));
        let example = Example { case: number, month, title, text, by, approved };
        let write = PublicWrite::Example(Box::new(example.clone()));
        let commit = Commit { at: Some(now), publications: vec![write], ..Commit::default() };
        self.store().commit(commit).await.context("典型案例没有写入")?;
        Ok(Ok(example))
    }

    /// What happens by itself: the review of last month to supervisors on the first working day of a month, and editions on their
    /// days.
    ///
    /// # Errors
    /// The store failed.
    pub async fn publish_due(self: &Arc<Self>) -> Result<()> {
        let now = self.clock().now();
        let calendar = &self.city().calendar;
        let today = now.date_naive();
        let is_due = |day: NaiveDate| self.opens(day) <= now && today <= day + WINDOW;
        if is_due(review_day(today, calendar)) {
            self.tell_review(now, Period::month(today).before()).await?;
        }
        let mut out = Vec::new();
        for period in self.due_periods(today).into_iter().filter(|(day, _)| is_due(*day)).flat_map(|(_, periods)| periods) {
            if self.editions_of(period)?.is_empty() && self.has_cases(period)? {
                match self.publish(period, None, by_itself()).await {
                    Ok(_) => out.push(period.words()),
                    // A typical case that must be mended holds up its month, and is told with the review.
                    Err(error) => tracing::warn!("an edition did not come out by itself: {error:#}"),
                }
            }
        }
        if !out.is_empty() {
            let say = Say { message: Message::EditionsOut { months: out }, buttons: Vec::new() };
            self.tell_supervisors(now, None, &say).await?;
        }
        Ok(())
    }

    /// When the office opens on this day: what is to happen on a day happens then.
    fn opens(&self, day: NaiveDate) -> Moment {
        at(day, self.city().profile.office.morning.0)
    }

    /// The days of this quarter or month on which editions come out by themselves, with what comes out.
    fn due_periods(&self, today: NaiveDate) -> Vec<(NaiveDate, Vec<Period>)> {
        let (rule, calendar) = (self.city().profile.publication, &self.city().calendar);
        match rule {
            _ if !rule.automatic => Vec::new(),
            _ if rule.monthly == 0 => vec![(open_day(today, calendar), Period::quarter(today).before().months().collect())],
            _ => {
                let day = today.with_day(rule.monthly).map(|day| calendar.workday_after(day, 0));
                day.map(|day| (day, vec![Period::month(today).before()])).into_iter().collect()
            }
        }
    }

    /// When something happens by itself next, from now on.
    pub fn next_publication(&self) -> Option<Moment> {
        let now = self.clock().now();
        let calendar = &self.city().calendar;
        let ahead = [now.date_naive(), Period::month(now.date_naive()).next().first(), Period::quarter(now.date_naive()).next().first()];
        let days = ahead.into_iter().flat_map(|day| {
            let editions = self.due_periods(day).into_iter().map(|(day, _)| day);
            std::iter::once(review_day(day, calendar)).chain(editions).collect::<Vec<_>>()
        });
        days.map(|day| self.opens(day)).filter(|opens| *opens > now).min()
    }

    fn has_cases(&self, period: Period) -> Result<bool> {
        let (directory, now) = (&self.city().directory, self.clock().now());
        let filter = Filter::of(Days { from: period.first(), to: period.last() });
        Ok(self.figures(|book| book.total(&filter, directory, now))?.count(Measure::Received) > 0)
    }

    /// 效能月评月析: the month that is over beside the one before, for those who answer for it.
    async fn tell_review(&self, now: Moment, month: Period) -> Result<()> {
        let mark = format!("house:review-{month}");
        if self.store().seen(&mark.as_str().into())? || !self.has_cases(month)? {
            return Ok(());
        }
        let review = self.review(month)?;
        let say = Say { message: Message::MonthReviewed(Box::new(review)), buttons: Vec::new() };
        self.tell_supervisors(now, Some(mark), &say).await
    }

    fn review(&self, month: Period) -> Result<MonthReviewed> {
        let (city, now) = (self.city(), self.clock().now());
        let filter = |period: Period| Filter::of(Days { from: period.first(), to: period.last() });
        let (this, before, ranking) = self.figures(|book| {
            let total = |period| book.total(&filter(period), &city.directory, now);
            (total(month), total(month.before()), book.ranking(None, &filter(month), &city.directory, &city.profile.weights, now))
        })?;
        let percent = |rate: Option<f64>| rate.map_or_else(|| "—".to_owned(), |rate| format!("{rate:.1}%"));
        let rate = |measure: &Measure| (measure.label(), percent(this.rate(*measure).percent()), percent(before.rate(*measure).percent()));
        let last = ranking.places.iter().filter(|place| place.band == Band::Third);
        let approved = self.store().examples()?.iter().filter(|example| example.month == month && example.approved.is_some()).count();
        let next = self.next_editions(month);
        Ok(MonthReviewed {
            month: month.words(),
            period: month.to_string(),
            counts: COUNTS.iter().map(|measure| (measure.label(), this.count(*measure))).filter(|(_, count)| *count > 0).collect(),
            rates: RATES.iter().map(rate).collect(),
            last: last.map(|place| city.directory.short(&place.unit).to_owned()).collect(),
            examples: approved,
            due: next.map_or_else(String::new, |day| format!("{}月{}日", day.month(), day.day())),
        })
    }

    /// The day on which the edition of this month comes out by itself.
    fn next_editions(&self, month: Period) -> Option<NaiveDate> {
        let after = [month.next().first(), Period::quarter(month.first()).next().first()];
        let days = after.into_iter().flat_map(|day| self.due_periods(day));
        days.filter(|(_, periods)| periods.contains(&month)).map(|(day, _)| day).min()
    }

    async fn tell_supervisors(&self, now: Moment, mark: Option<String>, say: &Say) -> Result<()> {
        let mut reserved = None;
        let mut step = Step::new(self, now, &mut reserved);
        for chat in self.roster().of_role(Role::Supervisor) {
            step.tell(&chat, "publication", say, Urgency::Normal)?;
        }
        // With nobody to hear it, it is told to whoever joins within the week.
        if step.commit.outbox.is_empty() {
            return Ok(());
        }
        step.commit.inbound = mark.map(|mark| mark.as_str().into());
        match self.store().commit(step.commit).await {
            Ok(()) => self.after(&[], step.changes, true),
            Err(CommitError::AlreadySeen) => {}
            Err(error) => return Err(error).context("the supervisors were not told"),
        }
        Ok(())
    }
}
