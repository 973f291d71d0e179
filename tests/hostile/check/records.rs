//! Stored records 存储记录: a record that was changed by a broken disk or by somebody is an error or a value; what is done with
//! such a value ends, and in bounded time.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use yousu::city::archived_profile;
use yousu::domain::appraisal::Ballot;
use yousu::domain::audit::{Copied, Head, Resent, View};
use yousu::domain::case::Case;
use yousu::domain::conversation::Conversation;
use yousu::domain::event::Recorded;
use yousu::domain::history::Teller;
use yousu::domain::ledger::CardRecord;
use yousu::domain::message::{Card, Message, Scope, clock_words, limit_words};
use yousu::domain::outbound::Outbound;
use yousu::domain::privacy::{Reader, Sight};
use yousu::domain::profile::ProfileText;
use yousu::domain::publication::{Edition, Example};
use yousu::domain::reminder::{Reminder, reminders};
use yousu::domain::staff::{Group, Invite, Role, Staff};
use yousu::intake::{self, Citizen};
use yousu::publication::page::Style;
use yousu::store::{ConversationKey, LogLine, decode};

use super::conversation::Talker;
use super::input::Input;
use super::mutate::mutated;
use super::world::{city, now};

/// So long may reading one record, and everything that is done with it, take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Records as the house writes them: each kind once.
static RECORDS: LazyLock<Vec<(&str, Value)>> = LazyLock::new(|| {
    let talker = Talker::with_a_life();
    let (case, events, conversation) = talker.records();
    let at = "2026-03-02T09:00:00+08:00";
    let due = reminders(case, &city().profile, city().time(&city().profile));
    let profile = city().profile_texts.values().next().expect("a profile");
    vec![
        ("case", json!(case)),
        ("events", json!(events)),
        ("conversation", json!(conversation)),
        ("reminders", json!(due)),
        (
            "outbound",
            json!({"id":"n","chat":"tg:11","text":"一","buttons":[[{"label":"签收","data":"acknowledge|20260302-000001"}]],
            "attachments":[{"kind":"photo","source":"tg:a","caption":"门口"}],"urgent":true,"not_before":at,"while_case":{"number":"20260302-000001","state":"待签收"}}),
        ),
        ("line", json!({"chat":"web:周","id":"web:1","at":at,"from_house":true,"text":"好","buttons":[[{"label":"是","data":"confirm"}]]})),
        ("staff", json!({"id":7,"name":"小陈","role":"handler","department":"chengguan","user":"tg:77","post":"a","demo":false})),
        ("invite", json!({"code":"ABCD2345ABCD2345","name":null,"role":"handler","department":"chengguan","post":"a","expires":at})),
        ("group", json!({"chat":"tg:-100","department":"chengguan"})),
        ("profile", json!(profile)),
        ("head", json!({"n":1,"hash":"00"})),
        (
            "view",
            json!({"case":"20260302-000001","seq":1,"by":{"who":"operator","name":"x"},"how":"chat","sight":"full","at":at,"code":"ABCD2345"}),
        ),
        ("ballot", json!({"unit":"chengguan","quarter":"2026Q1","answers":{"attitude":"good","speed":"fair"}})),
        (
            "edition",
            json!({"v":1,"period":"2026-02","number":1,"city":"示范市","at":at,"correction":null,"least":5,"totals":[{"name":"received","count":41},{"name":"answered","count":"few"}],
            "rates":[{"name":"handled","percent":97}],"channels":[{"name":"Telegram","count":"withheld"}],"matters":[{"name":"路灯不亮","count":12}],
            "units":[{"unit":"城管局","dispatched":12,"rates":[{"name":"signed","percent":null}],"band":"前30%"}],"examples":[{"title":"路灯","text":"修好了。"}]}),
        ),
        (
            "example",
            json!({"case":"20260302-000001","month":"2026-02","title":"路灯","text":"修好了。","by":{"who":"operator","name":"x"},"approved":[{"who":"operator","name":"y"},at]}),
        ),
        ("copied", json!({"at":at,"by":{"who":"operator","name":"x"}})),
        ("key", json!({"chat":"tg:11","user":"tg:11"})),
        ("card", json!({"case":"20260302-000001","seq":3,"at":at,"what":"黄牌","kind":"yellow","unit":"chengguan","limit":"handle"})),
    ]
});

/// Bytes as a record of some kind: as they come, or one of ours with pieces of it changed.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let (kind, value) = input.pick(&RECORDS);
    if input.once_in(4) {
        return check_record(kind, input.bytes(usize::MAX));
    }
    let value = mutated(value, &mut input);
    check_record(kind, &serde_json::to_vec(&value).expect("JSON"));
}

/// The kinds of records that cannot be read as the house writes them.
pub fn unreadable() -> Vec<&'static str> {
    let is_read = |(kind, value): &&(&'static str, Value)| !decodes(kind, &serde_json::to_vec(value).expect("JSON"));
    RECORDS.iter().filter(is_read).map(|(kind, _)| *kind).collect()
}

/// One record of this kind.
pub fn check_record(kind: &str, bytes: &[u8]) {
    let begun = Instant::now();
    decodes(kind, bytes);
    assert!(begun.elapsed() < PATIENCE, "{kind}: {:?}", begun.elapsed());
}

/// Reads a record and does what is done with such records; whether it could be read.
fn decodes(kind: &str, bytes: &[u8]) -> bool {
    match kind {
        "case" => read::<Case>(bytes).map(|case| look(&case, &[])).is_some(),
        "events" => read::<Vec<Recorded>>(bytes).map(|events| replay(&events)).is_some(),
        "conversation" => read::<Conversation>(bytes).map(|talk| talk_on(&talk)).is_some(),
        "reminders" => read::<Vec<Reminder>>(bytes).is_some(),
        "outbound" => read::<Outbound>(bytes).is_some(),
        "line" => read::<LogLine>(bytes).is_some(),
        "staff" => read::<Staff>(bytes).is_some(),
        "invite" => read::<Invite>(bytes).is_some(),
        "group" => read::<Group>(bytes).is_some(),
        "profile" => read::<ProfileText>(bytes).map(|kept| drop(archived_profile(&kept))).is_some(),
        "head" => read::<Head>(bytes).is_some(),
        "key" => read::<ConversationKey>(bytes).is_some(),
        "card" => read::<CardRecord>(bytes).is_some(),
        "ballot" => read::<Ballot>(bytes).is_some(),
        "edition" => read::<Edition>(bytes).map(|edition| publish(&edition)).is_some(),
        "example" => read::<Example>(bytes).is_some(),
        "copied" => read::<Copied>(bytes).is_some(),
        "resent" => read::<Resent>(bytes).is_some(),
        _ => read::<View>(bytes).is_some(),
    }
}

/// A value that can be written again, or an error that says where and nothing of what.
fn read<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Option<T> {
    match decode::<T>(b"c\x00", bytes) {
        Ok(value) => {
            serde_json::to_vec(&value).unwrap_or_else(|error| panic!("read, and cannot be written again: {error}"));
            Some(value)
        }
        Err(damaged) => {
            let told = damaged.to_string();
            assert!(told.contains("已损坏") && told.chars().count() < 80, "{told}");
            None
        }
    }
}

fn replay(events: &[Recorded]) {
    if let Some(case) = Case::replay(events) {
        look(&case, events);
    }
}

/// What pages, notices and timers do with a case.
fn look(case: &Case, events: &[Recorded]) {
    let city = city();
    let time = city.time(&city.profile);
    let due = reminders(case, &city.profile, time);
    assert!(due.len() < 1000);
    let mut words = Vec::new();
    for reader in [Reader::Citizen, Reader::CodeHolder, Reader::Staff(Role::Handler), Reader::Staff(Role::Dispatcher)] {
        let card = Box::new(Card::of(case, reader, &city.directory, now()));
        words.push(city.wording.say(&Message::Progress { card, steps: Vec::new(), answer: None }));
    }
    assert!(words.iter().all(|words| !words.is_empty()));
    let _ = clock_words(case, now());
    for scope in [Scope::Running, Scope::Promised] {
        let _ = limit_words(events, scope, time, now());
    }
    let teller = Teller { case, directory: &city.directory, staff: &[], rules: &city.profile, sight: Sight::Masked };
    events.iter().for_each(|event| drop((teller.actor(&event.by), teller.details(&event.event), event.event.label())));
}

/// What everybody may see of an edition.
fn publish(edition: &Edition) {
    let page = yousu::publication::page::edition(edition, Some(edition.number), Style::Beside);
    assert!(!page.contains("<script>") && page.len() < 10 << 20);
    let _ = (yousu::publication::files::csv(edition), yousu::publication::files::json(edition));
}

/// Somebody answers in a conversation that was read back.
fn talk_on(conversation: &Conversation) {
    let (user, chat) = ("tg:11".into(), "tg:11".into());
    let citizen = Citizen { user: &user, chat: &chat, conversation, cases: &[], named: None };
    let ctx = city().intake(now());
    for text in ["是", "1", "城东区解放路11号"] {
        let _ = intake::step(&yousu::domain::inbound::Body::Text(text.to_owned()), &citizen, &ctx);
    }
    let _ = intake::silent(&citizen, &ctx);
}
