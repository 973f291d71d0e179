//! Everything that is stored, copied out 整库备份 while others write.

use std::collections::BTreeMap;

use anyhow::Result;
use yousu::domain::audit::{Copied, Viewer};
use yousu::store::{Commit, Store};

use crate::records::json;
use crate::values::{New, accepted, at, begin, number, of_case, then};

/// How many writers, and how many cases each begins.
const WRITERS: u32 = 4;
const CASES: u32 = 60;

fn copied(minutes: i64) -> Copied {
    Copied { at: at(minutes), by: Viewer::Operator { name: Some("laochen".to_owned()) } }
}

pub async fn whoever_takes_everything_is_listed(new: New<'_>) {
    let store = new();
    store.commit(of_case(begin(number(1), "tg:1"))).await.expect("new");
    for minutes in [3, 4] {
        store.commit(Commit { copies: vec![copied(minutes)], ..Commit::default() }).await.expect("new");
    }
    assert_eq!(store.copies().expect("readable"), [(2, copied(3)), (3, copied(4))]);
    assert_eq!(store.views(number(1)).expect("readable"), [], "the record is one for all cases");
    assert_eq!(store.verify_chain(&[], &mut |_| {}).expect("readable").fault, None);
}

fn copy(store: &dyn Store) -> BTreeMap<Vec<u8>, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut last = Vec::new();
    store
        .copy_out(&mut |key, value| {
            assert!(last.as_slice() < key, "in the order of the keys");
            last = key.to_vec();
            all.insert(key.to_vec(), value.to_vec());
            Ok(())
        })
        .expect("copied");
    all
}

fn of_kind<'a>(all: &'a BTreeMap<Vec<u8>, Vec<u8>>, kind: &'a [u8]) -> impl Iterator<Item = (&'a [u8], serde_json::Value)> {
    let fits = all.iter().filter(move |(key, _)| key.starts_with(kind));
    fits.map(|(key, value)| (key.as_slice(), serde_json::from_slice(&json(value)).expect("JSON")))
}

/// Every commit wrote a case with its events and entries; a copy in which a part of one is missing was not of one moment.
fn whole(all: &BTreeMap<Vec<u8>, Vec<u8>>) -> usize {
    let cases: Vec<_> = of_kind(all, b"c").collect();
    for (key, record) in &cases {
        let events = of_kind(all, &[b"e", &key[1..]].concat()).count();
        assert_eq!(record["index"]["seq"].as_u64(), Some(events as u64), "a case and its events");
    }
    let entries = of_kind(all, b"a").count();
    let head = of_kind(all, b"mchain").next().map_or(0, |(_, head)| head["n"].as_u64().expect("a number"));
    assert_eq!(head, entries as u64, "the chain and its head");
    cases.len()
}

async fn write(store: std::sync::Arc<dyn Store>, writer: u32) -> Result<()> {
    for n in 0..CASES {
        let first = begin(number(n * WRITERS + writer + 1), "tg:1");
        store.commit(of_case(first.clone())).await?;
        store.commit(of_case(then(&first.case, accepted()))).await?;
    }
    Ok(())
}

pub async fn a_copy_is_of_one_moment_while_others_write(new: New<'_>) {
    let store = new();
    let writers = (0..WRITERS).map(|writer| tokio::spawn(write(store.clone(), writer)));
    let writers: Vec<_> = writers.collect();
    let reader = store.clone();
    let seen = tokio::task::spawn_blocking(move || {
        let all = (WRITERS * CASES) as usize;
        let mut seen = vec![0];
        while *seen.last().expect("one at least") < all {
            seen.push(whole(&copy(reader.as_ref())));
        }
        seen
    });
    for writer in writers {
        writer.await.expect("no panic").expect("written");
    }
    let seen = seen.await.expect("whole");
    assert!(seen.is_sorted() && seen.iter().any(|count| (1..(WRITERS * CASES) as usize).contains(count)), "{seen:?}");
}
