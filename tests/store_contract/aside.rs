//! Messages that were set aside 搁置.

use yousu::domain::audit::Viewer;
use yousu::domain::complaint::{Evidence, EvidenceKind};
use yousu::domain::inbound::{Body, Inbound};
use yousu::store::{Commit, CommitError, Readmit, Readmitted, SetAside, Why};

use crate::values::{New, at, begin, message as text_of, number, of_case};

fn message(id: &str, body: Body) -> Inbound {
    Inbound { body, display: Some("小程".to_owned()), ..text_of(id) }
}

fn of_aside(inbound: Inbound, why: Why) -> Commit {
    Commit { aside: vec![SetAside { inbound, why, at: at(3) }], ..Commit::default() }
}

fn again(number: u64, minutes: i64) -> Readmit {
    Readmit { number, by: Readmitted { by: Viewer::Operator { name: Some("laochen".to_owned()) }, at: at(minutes) } }
}

pub async fn what_is_set_aside_is_kept_and_counts_as_dealt_with(new: New<'_>) {
    let store = new();
    let evidence = Evidence { kind: EvidenceKind::Photo, source: "tg:abc".to_owned(), caption: None };
    let bodies = [
        Body::Text("楼下烧烤摊半夜还在吵".to_owned()),
        Body::Press("confirm".to_owned()),
        Body::Evidence { evidence, album: Some("9".to_owned()) },
        Body::Contact("13900005678".to_owned()),
        Body::Start(String::new()),
        Body::Unsupported("贴纸".to_owned()),
        Body::MovedTo("tg:-1008".into()),
    ];
    let messages: Vec<Inbound> = (1..).zip(bodies).map(|(n, body)| message(&format!("tg:{n}"), body)).collect();
    for inbound in &messages {
        store.commit(of_aside(inbound.clone(), Why::Panicked)).await.expect("kept");
        assert!(store.seen(&inbound.id).expect("readable"), "it need not come again");
    }
    let kept = store.aside().expect("readable");
    assert_eq!(kept.iter().map(|aside| aside.inbound.clone()).collect::<Vec<_>>(), messages, "each as it came, in order");
    assert!(kept.is_sorted_by(|one, next| one.number < next.number));
    assert!(kept.iter().all(|aside| (aside.why, aside.at, &aside.readmitted) == (Why::Panicked, at(3), &None)));

    let twice = store.commit(of_aside(messages[0].clone(), Why::Failing)).await;
    assert!(matches!(twice, Err(CommitError::AlreadySeen)), "{twice:?}");
    let late = Commit { inbound: Some(messages[1].id.clone()), ..of_case(begin(number(1), "tg:7")) };
    assert!(matches!(store.commit(late).await, Err(CommitError::AlreadySeen)));
    assert_eq!(store.aside().expect("readable").len(), messages.len());
}

pub async fn of_two_who_have_it_taken_in_again_one_does(new: New<'_>) {
    let store = new();
    store.commit(of_aside(message("tg:1", Body::Press("confirm".to_owned())), Why::Failing)).await.expect("kept");
    let place = store.aside().expect("readable")[0].number;
    let first = Commit { readmit: Some(again(place, 5)), ..of_case(begin(number(1), "tg:7")) };
    let second = Commit { readmit: Some(again(place, 6)), ..of_case(begin(number(2), "tg:7")) };
    store.commit(first).await.expect("the first");
    assert!(matches!(store.commit(second).await, Err(CommitError::Conflict(_))));
    let of_none = Commit { readmit: Some(again(place + 1, 6)), ..Commit::default() };
    assert!(matches!(store.commit(of_none).await, Err(CommitError::Conflict(_))));
    let kept = store.aside().expect("readable");
    assert_eq!(kept[0].readmitted, Some(again(place, 5).by), "the record stays, and says who had it taken in");
    assert!(store.case(number(1)).expect("readable").is_some(), "with what followed from it");
    assert!(store.case(number(2)).expect("readable").is_none());
}
