//! One record that cannot be read 损坏的记录, of every kind that there is: what is said, what still works, and what mends it.

use std::path::Path;

use yousu::clock::Clock;
use yousu::desk::Remade;
use yousu::domain::audit::Viewer;
use yousu::domain::inbound::Body;
use yousu::domain::staff::Role;
use yousu::store::rebuild::Rebuilt;
use yousu::store::{Commit, Delivery, SetAside, SledStore, Store as _, Why};

use crate::desk::{CITY, House, inbound, moment, number};
use crate::records::records;

const MORNING: &str = "2026-03-02T09:00";

/// A store in which there is at least one record of every kind.
async fn lay_out(folder: &Path) {
    let house = House::in_folder(folder, Clock::standing_at(moment(MORNING)));
    house.employ(Role::Dispatcher, None).await;
    house.employ(Role::Supervisor, None).await;
    let handler = house.employ(Role::Handler, Some("chengguan")).await;
    for (who, id) in [("甲", "1"), ("乙", "2")] {
        house.complain(who, id).await;
    }
    house.desk.invite(yousu::desk::NewInvite { role: Role::Leader, department: Some("chengguan".to_owned()), name: None, post: Default::default() }).await.expect("invited");
    house.say("丁", "3", Body::Text("路灯坏了".to_owned())).await.expect("taken");
    let bind = yousu::domain::inbound::Inbound { chat: "test:group".into(), is_group: true, ..inbound(&handler["test:".len()..], "4", Body::Text("/bind".to_owned())) };
    house.desk.receive(bind).await.expect("bound");
    house.desk.set_aside(inbound("戊", "5", Body::Text("喂".to_owned())), Why::Failing).await.expect("kept");
    let web = yousu::domain::inbound::Inbound { chat: "web:己".into(), user: "web:己".into(), ..inbound("己", "6", Body::Text("路灯坏了".to_owned())) };
    house.desk.receive(web).await.expect("taken");
    house.desk.viewed(number("20260302-000001"), Viewer::Operator { name: None }, yousu::domain::audit::Viewed::CommandLine).await.expect("noted");
    house.clock.advance_to(moment("2026-03-25T09:00"));
    while house.desk.fire_due().await.expect("it fires") > 0 {}
    let waiting = house.store.waiting(None, 9).expect("readable");
    let dead = waiting[..2].iter().map(|waiting| Delivery::Dead { key: waiting.key, why: "blocked".to_owned() }).collect();
    house.store.commit(Commit { at: Some(house.clock.now()), delivery: dead, ..Commit::default() }).await.expect("noted");
    let first = house.store.undelivered().expect("readable")[0].number;
    house.desk.resend(&[first], &Viewer::Operator { name: None }).await.expect("queued");
    let copied = yousu::domain::audit::Copied { at: house.clock.now(), by: Viewer::Operator { name: None } };
    house.store.commit(Commit { copies: vec![copied], ..Commit::default() }).await.expect("noted");
}

#[tokio::test]
async fn explore() {
    let laid = tempfile::tempdir().expect("a folder");
    let from = laid.path().join("store");
    lay_out(&from).await;
    let all: Vec<(Vec<u8>, Vec<u8>)> = { let db = records(&from); db.iter().map(|r| r.expect("r")).map(|(k, v)| (k.to_vec(), v.to_vec())).collect() };
    let mut kinds = std::collections::BTreeMap::new();
    for (k, _) in &all { *kinds.entry(k[0] as char).or_insert(0) += 1; }
    eprintln!("{kinds:?}");
    for (key, value) in &all {
        let is_first = all.iter().find(|(k, v)| k[0] == key[0] && !v.is_empty()).is_some_and(|(k, _)| k == key) || key[0] == b'm';
        if !is_first || value.is_empty() { continue; }
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("store");
        {
            let db = records(&path);
            for (k, v) in &all { db.insert(k.as_slice(), if k == key { b"{\"torn".to_vec() } else { v.clone() }).expect("w"); }
            db.flush().expect("w");
        }
        let name = key.escape_ascii().to_string();
        let store = match SledStore::open(&path) { Ok(store) => store, Err(error) => { eprintln!("{name}: OPEN {error:#}"); continue } };
        let desk = yousu::desk::Desk::open(std::sync::Arc::new(store), CITY.clone(), Clock::standing_at(moment("2026-03-26T09:00")), yousu::desk::Codes::repeatable(9));
        let line = match desk {
            Err(error) => format!("DESK {error:#}"),
            Ok(desk) => {
                let desk = std::sync::Arc::new(desk);
                let mut said = Vec::new();
                for who in ["甲", "乙", "丙", "丁"] {
                    let first = desk.receive(inbound(who, &format!("x{who}1"), Body::Text("城东区幸福小区3栋楼下烧烤摊半夜还在吵".to_owned()))).await;
                    let second = desk.receive(inbound(who, &format!("x{who}2"), Body::Press("confirm".to_owned()))).await;
                    said.push(format!("{who}{}{}", if first.is_ok() { "+" } else { "-" }, if second.is_ok() { "+" } else { "-" }));
                }
                let fired = desk.fire_due().await;
                let status = yousu::health::rows::sections(&desk, true).map(|s| yousu::health::rows::printed(&s));
                let damaged = status.as_ref().map_or_else(|e| format!("STATUS {e:#}"), |s| s.lines().filter(|l| l.contains("损坏的记录") || l.contains("办不成")).collect::<Vec<_>>().join(";"));
                let verify = desk.store().verify_chain(&[], &mut |_| {}).map(|v| v.fault.map(|f| f.to_string()));
                format!("{said:?} fired {fired:?} damaged {damaged} verify {verify:?}")
            }
        };
        let now = moment("2026-03-26T09:00");
        let mut lines = Vec::new();
        let rebuilt = SledStore::rebuild(&path, |store| Ok(Box::new(Remade::new(store, &CITY, now)?)), true, &mut |d| { lines.push(d.to_string()); Ok(()) });
        let again = SledStore::rebuild(&path, |store| Ok(Box::new(Remade::new(store, &CITY, now)?)), false, &mut |_| Ok(()));
        let show = |r: &anyhow::Result<Rebuilt>| r.as_ref().map_or_else(|e| format!("{e:#}"), |r| format!("d{} u{}", r.differing, r.unmakeable));
        eprintln!("{name}: {line}\n      rebuild {} {:?} again {}", show(&rebuilt), lines.iter().take(3).collect::<Vec<_>>(), show(&again));
    }
}
