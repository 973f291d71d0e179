//! Canaries 金丝雀: identities are planted in every text that a citizen or a colleague can write, the cases live their whole lives,
//! and then every byte that every role can get is read. Which of them may sing where is the table's to say (RULEBOOK §8).

mod care;
mod ears;
mod life;
mod people;
#[path = "../web/house.rs"]
#[allow(dead_code)] // the page's own tests use the rest
mod web;

use people::{Kind, Planted, plants};
use yousu::domain::privacy::{Reader, Sight, What, sight_of};
use yousu::domain::staff::Role;

/// Whether the table lets this reader see it.
fn may_sing(planted: &Planted, reader: Reader) -> bool {
    let what = match planted.kind {
        Kind::Name => What::Name,
        Kind::Phone => What::Phone,
        Kind::Account => What::Account,
        Kind::Tag => What::Words,
        // The house and room of an ordinary case are for its unit to see; of a confidential one they are the writer's name.
        Kind::Home if !planted.confidential => return !matches!(reader, Reader::CodeHolder | Reader::CoCitizen | Reader::Public),
        Kind::Home => What::Words,
    };
    sight_of(reader, planted.confidential, what) == Sight::Full
}

#[tokio::test(flavor = "multi_thread")]
async fn no_role_gets_a_byte_that_the_table_forbids() {
    let journal = ears::journal();
    let house = web::House::without_demo().await;
    let crew = life::hire(&house).await;
    let (numbers, on_the_way) = life::live(&house, &crew).await;
    ears::undeliverable(&house, &[people::OPEN, people::KEPT]).await;
    let mut heard: Vec<care::Heard> = Vec::new();
    for worker in &crew.workers {
        heard.push((worker.role.label().to_owned(), Reader::Staff(worker.role), ears::worker(&house, worker, &numbers).await));
    }
    heard.push(("单位群".to_owned(), Reader::Group, ears::chat(&house, life::GROUP)));
    heard.push(("凭查询码者".to_owned(), Reader::CodeHolder, ears::chat(&house, life::STRANGER)));
    heard.push(("yousu case".to_owned(), Reader::Staff(Role::Administrator), ears::administrator(&house, &numbers).await));
    heard.push(("公众".to_owned(), Reader::Public, ears::public(&house, &numbers).await));
    heard.push(("日志".to_owned(), Reader::Public, journal.text()));
    let mut leaks = Vec::new();
    for (who, reader, bytes) in heard.iter().chain(&on_the_way) {
        let folded = ears::folded(bytes);
        assert!(!bytes.is_empty(), "{who} reads nothing");
        for planted in plants().iter().filter(|planted| !may_sing(planted, *reader)) {
            if let Some(at) = folded.find(&planted.folded()) {
                let near: String = folded[..at].chars().rev().take(40).collect::<Vec<_>>().into_iter().rev().collect();
                leaks.push(format!("{who} gets {} ({}) after “{near}”", planted.words, planted.place));
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), leaks.join("\n"));
    the_canaries_are_alive(&heard);
}

/// What nobody may see would also not be found if it had never been planted: the dispatcher, who may, sees all of it.
fn the_canaries_are_alive(heard: &[(String, Reader, String)]) {
    let dispatcher: String =
        heard.iter().filter(|(_, reader, _)| *reader == Reader::Staff(Role::Dispatcher)).map(|(.., bytes)| ears::folded(bytes)).collect();
    let dead: Vec<&str> = plants()
        .iter()
        .filter(|planted| planted.kind != Kind::Account && !dispatcher.contains(&planted.folded()))
        .map(|planted| planted.place)
        .collect();
    assert!(dead.is_empty(), "never seen by anybody: {dead:?}");
    for (who, reader, bytes) in heard.iter().filter(|(_, reader, _)| matches!(reader, Reader::Staff(_) | Reader::Group)) {
        if *reader != Reader::Staff(Role::Dispatcher) {
            assert!(bytes.contains("钱某") && bytes.contains("139****1101"), "{who} sees no masks");
            assert!(bytes.contains("占道"), "{who} sees no complaint");
        }
    }
}
