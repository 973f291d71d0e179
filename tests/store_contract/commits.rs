//! A commit lands whole or not at all, and only on what it has read.

use yousu::domain::audit::{Copied, Viewer};
use yousu::domain::profile::ProfileText;
use yousu::store::{Commit, CommitError, PeopleWrite, SetAside, Why};

use crate::ballots::{ballot, cast};
use crate::values::{
    New, accepted, at, begin, colleague, line, message, notice, number, of_case, of_cases, of_conversation, then, who, withdrawn, word,
};

pub async fn an_empty_commit_lands(new: New<'_>) {
    let store = new();
    store.commit(Commit::default()).await.expect("nothing to refuse");
    assert_eq!(store.case_numbers(None, 9).expect("readable"), []);
    assert_eq!(store.next_due().expect("readable"), None);
}

pub async fn a_refused_commit_leaves_nothing(new: New<'_>) {
    let store = new();
    let there = begin(number(1), "tg:1");
    store.commit(of_case(there.clone())).await.expect("new");
    let refused = Commit {
        papers: Vec::new(),
        inbound: Some("tg:u1".into()),
        also: vec!["tg:u2".into()],
        at: Some(at(0)),
        cases: vec![begin(number(2), "tg:2"), there],
        conversations: vec![word(&who("tg:2"), 1, Some(at(5)))],
        outbox: vec![notice("n1", true)],
        delivery: Vec::new(),
        resend: Vec::new(),
        aside: vec![SetAside { inbound: message("tg:u3"), why: Why::Failing, at: at(0) }],
        readmit: None,
        log: vec![line("web:甲", "1")],
        people: vec![PeopleWrite::Joined { staff: colleague(1, "tg:7"), code: None }],
        views: Vec::new(),
        copies: vec![Copied { at: at(0), by: Viewer::Operator { name: None } }],
        publications: Vec::new(),
        ballots: vec![cast(number(3), "AA", ballot("2026Q1", "good"))],
        profiles: vec![rules("county@1", "one")],
    };
    let why = store.commit(refused).await.expect_err("the second case is there already");
    assert!(matches!(why, CommitError::Conflict(_)), "{why}");
    assert!(["tg:u1", "tg:u2", "tg:u3"].iter().all(|id| !store.seen(&(*id).into()).expect("readable")));
    assert_eq!(store.aside().expect("readable"), []);
    assert!(!store.has_appraised(number(3)).expect("readable"));
    assert_eq!(store.ballots("2026Q1".parse().expect("a quarter")).expect("readable"), []);
    assert_eq!(store.case_numbers(None, 9).expect("readable"), [number(1)]);
    assert_eq!(store.open_cases().expect("readable"), [number(1)]);
    assert_eq!(store.events(number(2)).expect("readable"), []);
    assert_eq!(store.cases_of(&"tg:2".into(), 9).expect("readable"), []);
    assert_eq!(store.conversation(&who("tg:2")).expect("readable").rev, 0);
    assert_eq!(store.next_due().expect("readable"), None);
    assert_eq!(store.waiting(None, 9).expect("readable"), []);
    assert_eq!(store.logged_chats("web").expect("readable"), []);
    assert_eq!(store.staff().expect("readable"), []);
    assert_eq!(store.profiles().expect("readable"), []);
}

fn rules(key: &str, text: &str) -> ProfileText {
    ProfileText { key: key.to_owned(), text: text.to_owned() }
}

pub async fn rules_are_kept_as_they_were_written(new: New<'_>) {
    let store = new();
    let commit = |serial, key: &str, text: &str| Commit { profiles: vec![rules(key, text)], ..of_case(begin(number(serial), "tg:1")) };
    store.commit(commit(1, "county@1", "one")).await.expect("new");
    store.commit(commit(2, "county@2", "two")).await.expect("new");
    store.commit(commit(3, "county@1", "another")).await.expect("kept already");
    assert_eq!(store.profiles().expect("readable"), [rules("county@1", "one"), rules("county@2", "two")]);
    store.commit(Commit { profiles: vec![rules("town@1", "three")], ..Commit::default() }).await.expect("rules alone");
    assert_eq!(store.profiles().expect("readable").len(), 3);
}

pub async fn an_incoming_message_counts_once(new: New<'_>) {
    let store = new();
    let commit = |serial| Commit { inbound: Some("tg:u1".into()), ..of_case(begin(number(serial), "tg:1")) };
    assert!(!store.seen(&"tg:u1".into()).expect("readable"));
    store.commit(commit(1)).await.expect("new");
    assert!(store.seen(&"tg:u1".into()).expect("readable"));
    assert!(!store.seen(&"tg:u".into()).expect("readable"));
    let why = store.commit(commit(2)).await.expect_err("delivered twice");
    assert!(matches!(why, CommitError::AlreadySeen), "{why}");
    assert_eq!(store.case(number(2)).expect("readable"), None);
}

pub async fn several_that_come_together_count_once_each(new: New<'_>) {
    let store = new();
    let together = |first: &str, also: &[&str]| Commit {
        inbound: Some(first.into()),
        also: also.iter().map(|id| (*id).into()).collect(),
        outbox: vec![notice(first, false)],
        ..Commit::default()
    };
    store.commit(together("tg:1", &["tg:2", "tg:3"])).await.expect("new");
    assert!(["tg:1", "tg:2", "tg:3"].iter().all(|id| store.seen(&(*id).into()).expect("readable")));
    let again = store.commit(together("tg:4", &["tg:5", "tg:2"])).await;
    assert!(matches!(again, Err(CommitError::AlreadySeen)), "{again:?}");
    assert!(!store.seen(&"tg:4".into()).expect("readable") && !store.seen(&"tg:5".into()).expect("readable"), "nothing of it landed");
    assert_eq!(store.waiting(None, 9).expect("readable").len(), 1);
}

pub async fn a_stale_case_is_a_conflict(new: New<'_>) {
    let store = new();
    let first = begin(number(1), "tg:1");
    store.commit(of_case(first.clone())).await.expect("new");
    store.commit(of_case(then(&first.case, accepted()))).await.expect("read just now");
    let why = store.commit(of_case(then(&first.case, withdrawn()))).await.expect_err("read too long ago");
    assert!(matches!(&why, CommitError::Conflict(what) if what.contains("20260213-000001")), "{why}");
    assert_eq!(store.events(number(1)).expect("readable").len(), 2);
    assert_eq!(store.open_cases().expect("readable"), [number(1)]);
}

pub async fn a_stale_conversation_is_a_conflict(new: New<'_>) {
    let store = new();
    let key = who("tg:1");
    store.commit(of_conversation(word(&key, 1, None))).await.expect("new");
    store.commit(of_conversation(word(&key, 2, Some(at(9))))).await.expect("read just now");
    for stale in [word(&key, 1, None), word(&key, 2, None), word(&key, 4, None)] {
        let why = store.commit(of_conversation(stale)).await.expect_err("not what is there");
        assert!(matches!(why, CommitError::Conflict(_)), "{why}");
    }
    assert_eq!(store.conversation(&key).expect("readable"), word(&key, 2, Some(at(9))).conversation);
}

pub async fn events_with_gaps_are_refused(new: New<'_>) {
    let store = new();
    let mut gap = begin(number(1), "tg:1");
    gap.events[0].seq = 2;
    let mut behind = begin(number(1), "tg:1");
    behind.case.seq = 2;
    for wrong in [gap, behind] {
        let why = store.commit(of_case(wrong)).await.expect_err("events are numbered from 1 without gaps");
        assert!(matches!(why, CommitError::Failed(_)), "{why}");
    }
    store.commit(of_case(begin(number(1), "tg:1"))).await.expect("a mistake of one caller stops nobody else");
}

pub async fn of_two_writers_exactly_one_wins(new: New<'_>) {
    let store = new();
    for serial in 1..=20 {
        let first = begin(number(serial), "tg:1");
        store.commit(of_case(first.clone())).await.expect("new");
        let accept = store.commit(of_case(then(&first.case, accepted())));
        let withdraw = store.commit(of_case(then(&first.case, withdrawn())));
        let (accept, withdraw) = tokio::join!(accept, withdraw);
        assert_ne!(accept.is_ok(), withdraw.is_ok());
        let case = store.case(number(serial)).expect("readable").expect("there");
        assert_eq!(case.state.is_closed(), withdraw.is_ok());
        assert_eq!(store.events(number(serial)).expect("readable").len(), 2);
    }
}

pub async fn sixty_four_writers_at_once(new: New<'_>) {
    let store = new();
    let writers = (0..64).map(|writer| {
        let store = store.clone();
        tokio::spawn(async move {
            for turn in 0..4 {
                let new = begin(number(writer * 4 + turn + 1), &format!("tg:{writer}"));
                let case = new.case.clone();
                let id = format!("tg:u{writer}.{turn}");
                let commit = Commit { inbound: Some(id.as_str().into()), outbox: vec![notice(&id, false)], ..of_case(new) };
                store.commit(commit).await.expect("new");
                store.commit(of_cases(vec![then(&case, accepted())])).await.expect("nobody else has it");
                assert_eq!(store.case(case.number).expect("readable").expect("there").seq, 2, "one reads what one wrote");
            }
        })
    });
    for writer in futures::future::join_all(writers).await {
        writer.expect("no panic");
    }
    assert_eq!(store.open_cases().expect("readable").len(), 256);
    assert_eq!(store.waiting(None, 999).expect("readable").len(), 256);
    assert_eq!(store.last_serial(20_260_213).expect("readable"), 256);
}
