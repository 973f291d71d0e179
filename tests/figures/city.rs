//! A stored city: what happens in March changes nothing of February's figures, and the desk's book follows what lands.

use std::path::Path;
use std::sync::Arc;

use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk};
use yousu::domain::case::{Answer, Satisfaction};
use yousu::domain::command::Command;
use yousu::domain::ids::CaseNumber;
use yousu::domain::inbound::{Body, Inbound};
use yousu::domain::staff::{Actor, Role};
use yousu::figures::{Book, By, Days, Filter, Key, Measure, Sums, Table, Which};
use yousu::store::{SledStore, Store};

use crate::common::bench::{dispatcher, follow_up, person, supervisor};
use crate::common::{date, moment};

fn city() -> Arc<City> {
    Arc::new(City::load(&Sources::new(None, None), DEFAULT_PROFILE).unwrap_or_else(|problems| panic!("{problems:?}")))
}

fn open(store: &Path, city: &Arc<City>, clock: &Clock) -> Arc<Desk> {
    let store: Arc<dyn Store> = Arc::new(SledStore::open(store).expect("the store opens"));
    Arc::new(Desk::open(store, city.clone(), clock.clone(), Codes::repeatable(1)).expect("the desk opens"))
}

struct House {
    desk: Arc<Desk>,
    clock: Clock,
    messages: usize,
}

impl House {
    async fn says(&mut self, who: &str, body: Body) {
        self.messages += 1;
        let (id, user) = (format!("test:{}", self.messages), format!("test:{who}"));
        let inbound = Inbound {
            id: id.as_str().into(),
            chat: user.as_str().into(),
            user: user.as_str().into(),
            display: None,
            is_group: false,
            body,
        };
        self.desk.receive(inbound).await.expect("it is taken");
    }

    /// A street lamp that is out, complained of by `who`.
    async fn complaint(&mut self, who: &str) -> CaseNumber {
        let all = |desk: &Desk| desk.store().case_numbers(None, 1000).expect("readable");
        let before = all(&self.desk);
        self.says(who, Body::Text(format!("城西区学府路{}号的路灯不亮好几天了", self.messages + 1))).await;
        self.says(who, Body::Press("confirm".to_owned())).await;
        *all(&self.desk).iter().find(|number| !before.contains(number)).expect("a new case")
    }

    async fn must(&self, number: CaseNumber, actor: &Actor, command: Command) {
        let done = self.desk.execute(number, command.clone(), actor).await.expect("the store works");
        done.unwrap_or_else(|refusal| panic!("{number} {}: {refusal:?}", command.label()));
    }

    /// Everything that falls due on the way happens at its own time.
    async fn until(&self, when: &str) {
        let to = moment(when);
        while let Some(next) = self.desk.store().next_due().expect("readable").filter(|next| *next <= to) {
            self.clock.advance_to(next);
            self.desk.fire_due().await.expect("it fires");
        }
        self.clock.advance_to(to);
    }

    async fn answered(&self, number: CaseNumber) {
        let unit = self.unit(number);
        self.must(number, &person(3, Role::Handler, Some(&unit)), Command::Acknowledge).await;
        let answer =
            Answer { contact: "已当面回复".into(), result: "灯已修好".into(), basis: "市政设施条例".into(), rest: None };
        self.must(number, &person(3, Role::Handler, Some(&unit)), Command::Resolve { answer }).await;
        self.must(number, &dispatcher(), Command::Review { fault: None }).await;
    }

    fn unit(&self, number: CaseNumber) -> String {
        let case = self.desk.store().case(number).expect("readable").expect("there");
        case.unit().expect("a unit has it").to_string()
    }

    fn february(&self, by: By) -> Table {
        let (directory, now) = (&self.desk.city().directory, self.clock.now());
        let filter = Filter::of(Days::month(date("2026-02-01")));
        self.desk.figures(|book: &Book| book.table(by, &filter, directory, now)).expect("the store works")
    }

    fn now(&self, filter: &Filter) -> Sums {
        let (directory, now) = (&self.desk.city().directory, self.clock.now());
        self.desk.figures(|book| book.total(filter, directory, now)).expect("the store works")
    }
}

fn citizen(who: &str) -> Actor {
    Actor::Citizen { user: format!("test:{who}").as_str().into() }
}

#[tokio::test]
async fn what_happens_in_march_changes_nothing_of_february() {
    let folder = tempfile::tempdir().expect("a folder");
    let (store, city, clock) = (folder.path().join("store"), city(), Clock::standing_at(moment("2026-02-02 09:00")));
    let mut house = House { desk: open(&store, &city, &clock), clock, messages: 0 };
    let mut cases = Vec::new();
    for who in ["甲", "乙", "丙", "丁", "戊", "己"] {
        cases.push(house.complaint(who).await);
    }
    let [content, comes_back, open_still, late, merged, silent] = cases[..] else { panic!("six cases") };
    house.until("2026-02-04 10:00").await;
    for number in [content, comes_back, silent] {
        house.answered(number).await;
    }
    let vote = |solved, satisfaction, reason: Option<&str>| follow_up(Some(solved), satisfaction, reason);
    house.must(content, &citizen("甲"), vote(false, Satisfaction::Dissatisfied, Some("又坏了"))).await;
    house.must(comes_back, &citizen("乙"), vote(true, Satisfaction::Satisfied, None)).await;
    house.must(open_still, &person(3, Role::Handler, Some(&house.unit(open_still))), Command::Acknowledge).await;
    house.until("2026-02-26 10:00").await;
    let again = house.complaint("庚").await;
    house.until("2026-03-01 00:00").await;

    let then = By::ALL.map(|by| house.february(by));
    let total = &then[0].total;
    assert_eq!((total.count(Measure::Received), total.count(Measure::Archived)), (7, 1), "one is content, one is redone, one is silent");
    assert_eq!(total.rate(Measure::Solved).of, 2);
    assert!(total.count(Measure::Yellow) > 0 && total.rate(Measure::Handled).of > 3, "limits passed: {total:?}");

    // March: a redo is resolved, a matter comes back, what was late is transferred, merged, answered, and goes over to other rules.
    house.answered(content).await;
    house.must(content, &citizen("甲"), vote(true, Satisfaction::Satisfied, None)).await;
    house.must(silent, &dispatcher(), Command::FollowUpUnreached).await;
    house.must(comes_back, &Actor::System, Command::Recur { case: again }).await;
    house.must(merged, &dispatcher(), Command::Merge { into: late }).await;
    house.must(late, &person(3, Role::Handler, Some(&house.unit(late))), Command::Acknowledge).await;
    let other = city.under("beijing").expect("a profile").profile;
    house.must(late, &Actor::at_the_machine(), Command::MigrateProfile { to: Box::new(other) }).await;
    house.must(open_still, &supervisor(), Command::HandOver { to: "市法院".into(), reason: "已起诉".into() }).await;
    house.until("2026-04-10 10:00").await;
    assert_eq!(By::ALL.map(|by| house.february(by)), then);
    let march = house.now(&Filter::of(Days::month(date("2026-03-01"))));
    assert_eq!(march.rate(Measure::Recurred).hits, 1);
    assert_eq!((march.count(Measure::Merged), march.count(Measure::Stopped)), (1, 1));
    assert!(march.rate(Measure::Redone).of > 0 && march.count(Measure::Archived) > 0);

    // A book that is made anew of the same store says the same.
    let (directory, city_now) = (&city.directory, house.clock.now());
    drop(house.desk);
    house.desk = open(&store, &city, &house.clock);
    assert_eq!(By::ALL.map(|by| house.february(by)), then);
    let behind = |measure, which| house.desk.figures(|book| book.behind(measure, which, &Filter::default(), directory, city_now));
    assert_eq!(behind(Measure::Recurred, Which::Hits).expect("the store works"), [comes_back]);
    assert_eq!(behind(Measure::Silent, Which::All).expect("the store works"), [silent]);
}

#[tokio::test]
async fn the_book_follows_what_lands_and_is_small() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Clock::standing_at(moment("2026-02-02 09:00"));
    let mut house = House { desk: open(&folder.path().join("store"), &city(), &clock), clock, messages: 0 };
    let first = house.complaint("甲").await;
    let received = |house: &House| house.now(&Filter::default()).count(Measure::Received);
    assert_eq!(received(&house), 1);
    let second = house.complaint("乙").await;
    house.answered(first).await;
    assert_eq!(received(&house), 2);
    let unit = house.unit(second);
    let own = house.february(By::Desk).row(&Key::Unit(unit.as_str().into())).expect("the unit has a row").sums.clone();
    assert_eq!(own.rate(Measure::Handled).hits, 1);
    let city_row = house.february(By::Unit).row(&Key::Unit("city".into())).expect("the city answers for all").sums.clone();
    assert_eq!(city_row.rate(Measure::Handled), own.rate(Measure::Handled));
    // A limit that passes needs nobody's attention, and no event.
    house.clock.advance_to(moment("2026-02-20 09:00"));
    assert_eq!(house.now(&Filter::default().within(unit.as_str().into())).rate(Measure::Handled).of, 2);
    let (bytes, facts) = house.desk.figures(|book| (book.bytes(), book.facts())).expect("the store works");
    assert!(bytes <= 40 * facts, "{bytes} bytes for {facts} facts");
}
