//! What each reader can get hold of, in bytes.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use yousu::admin::audit::Question;
use yousu::admin::{Request, answer};
use yousu::domain::ids::CaseNumber;
use yousu::domain::outbound::Outbound;
use yousu::domain::publication::Period;
use yousu::publication::{files, page};
use yousu::store::{Commit, Delivery};

use super::life::Worker;
use super::people::Citizen;
use super::web::House;

/// The log of the whole process, from the finest level up.
#[derive(Clone, Default)]
pub struct Journal(Arc<Mutex<Vec<u8>>>);

impl Write for Journal {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Journal {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

/// Begins to listen to the log.
pub fn journal() -> Journal {
    let journal = Journal::default();
    let writer = journal.clone();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    tracing::subscriber::set_global_default(subscriber).expect("the only one");
    tracing::info!("the journal is open");
    journal
}

/// Everything that was sent to this chat: words, buttons with what they carry, attachments with their captions. What its people
/// wrote themselves they know.
pub fn chat(house: &House, chat: &str) -> String {
    let lines = house.desk.store().log(&chat.into(), 1000).expect("a log");
    assert!(lines.len() < 1000, "the log is longer than what is read of it");
    lines.iter().filter(|line| line.from_house).map(|line| format!("{}\n{:?}\n{:?}\n", line.text, line.buttons, line.attachments)).collect()
}

/// The chat, and every page and fragment that this person can open.
pub async fn worker(house: &House, worker: &Worker, numbers: &[CaseNumber]) -> String {
    let who = worker.id;
    let mut paths = vec![
        "/status".to_owned(),
        format!("/?staff={who}&tab=cases"),
        format!("/fragment/cases?staff={who}"),
        format!("/fragment/people?staff={who}"),
    ];
    for number in numbers {
        paths.push(format!("/case/{number}?staff={who}&tab=case"));
        paths.push(format!("/fragment/case/{number}?staff={who}"));
        paths.push(format!("/fragment/cases?staff={who}&q={number}"));
        paths.push(format!("/case/{number}0?staff={who}"));
    }
    let mut bytes = chat(house, &worker.user);
    for path in paths {
        bytes.push_str(&house.ask("GET", &path, &[("cookie", &worker.cookie)], b"").await.body);
    }
    bytes
}

/// Notices full of identities that reach nobody: they are on the list of undeliverable ones from now on.
pub async fn undeliverable(house: &House, to: &[Citizen]) {
    let store = house.desk.store();
    for (at, citizen) in to.iter().enumerate() {
        let text = format!("{}，电话{}", citizen.name, citizen.phone(0));
        let outbound = Outbound { urgent: true, ..Outbound::plain(format!("canary/{at}").as_str(), citizen.account, text) };
        store.commit(Commit { outbox: vec![outbound], ..Commit::default() }).await.expect("queued");
        let key = store.waiting(None, 1).expect("readable").first().expect("it waits").key;
        let why = "Forbidden: bot was blocked by the user".to_owned();
        store.commit(Commit { delivery: vec![Delivery::Dead { key, why }], ..Commit::default() }).await.expect("noted");
    }
}

/// What needs no cookie.
pub async fn public(house: &House, numbers: &[CaseNumber]) -> String {
    let mut bytes = String::new();
    let cases = numbers
        .iter()
        .flat_map(|number| [format!("/case/{number}"), format!("/fragment/case/{number}"), format!("/case/{number}?staff=1")]);
    for path in [
        "/",
        "/fragment/cases",
        "/fragment/people",
        "/fragment/citizens",
        "/nowhere",
        "/app.js",
        "/metrics",
        "/healthz",
        "/readyz",
        "/status",
        "/public",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain(cases)
    {
        bytes.push_str(&house.get(&path).await.body);
    }
    for number in numbers {
        bytes.push_str(&published(house, *number));
    }
    bytes
}

/// `yousu case`, `yousu staff list`, and how the house is.
pub async fn administrator(house: &House, numbers: &[CaseNumber]) -> String {
    let mut bytes = Vec::new();
    for request in [Request::Staff, Request::Status, Request::Undelivered, Request::Audit(Question::Resent)] {
        answer(&house.desk, request, &mut bytes).await.expect("answered");
    }
    for number in numbers {
        answer(&house.desk, Request::Case { number: *number, by: None }, &mut bytes).await.expect("answered");
    }
    String::from_utf8(bytes).expect("text")
}

/// As a reader takes it who knows how numbers are spelt: plain digits, no separators, no capitals.
pub fn folded(text: &str) -> String {
    const HAN: &str = "零幺二三四五六七八九";
    let plain = |c: char| match HAN.chars().position(|han| han == c) {
        Some(digit) => char::from_digit(u32::try_from(digit).unwrap_or(0), 10).unwrap_or(c),
        None if ('０'..='９').contains(&c) => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        None => c.to_ascii_lowercase(),
    };
    text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{3000}')).map(plain).collect()
}

/// What would be published of this case and its month.
fn published(house: &House, number: CaseNumber) -> String {
    let case = house.desk.store().case(number).expect("read").expect("a case");
    let month = Period::month(case.received_at.date_naive());
    let edition = house.desk.edition(month, None).expect("an edition");
    let (title, draft, _) = house.desk.example(number).expect("a draft");
    let page = page::edition(&edition, None, page::Style::Within);
    format!("{}{page}{title}{draft}", files::json(&edition))
}
