//! What a copy holds when records change while it is made.

use std::collections::BTreeMap;

use sled::Config;

use super::super::stage::Stage;
use super::*;
use crate::store::keys;

type Records = BTreeMap<Vec<u8>, Vec<u8>>;

fn records(tree: &Tree) -> Records {
    tree.iter().map(|record| record.expect("readable")).map(|(key, value)| (key.to_vec(), value.to_vec())).collect()
}

/// As the writer does it.
fn write(pictures: &Pictures, tree: &Tree, change: impl FnOnce(&mut Stage)) {
    let mut stage = Stage::new(tree.clone());
    change(&mut stage);
    stage.accept();
    let _in_one_go = pictures.gate();
    pictures.note(tree, &stage).expect("noted");
    stage.apply().expect("written");
}

#[test]
fn it_is_of_one_moment_whatever_changes_meanwhile() {
    let db = Config::new().temporary(true).open().expect("a database");
    let pictures = Pictures::default();
    write(&pictures, &db, |stage| (0..2000).for_each(|n| stage.put(keys::entry(2 * n), n.to_string().into_bytes())));
    let before = records(&db);
    let (mut copied, mut round) = (Records::new(), 0_u64);
    pictures
        .copy(&db, &mut |key, value| {
            copied.insert(key.to_vec(), value.to_vec());
            round += 1;
            // Behind the copy and ahead of it: changed, taken away, put between, and put back.
            write(&pictures, &db, |stage| {
                stage.put(keys::entry(2 * (round * 7 % 2000)), b"changed".as_slice());
                stage.remove(keys::entry(2 * (round * 13 % 2000)));
                stage.put(keys::entry(2 * (round * 3 % 2000) + 1), b"between".as_slice());
            });
            Ok(())
        })
        .expect("copied");
    assert_eq!(round, 2000);
    assert!(copied == before, "the copy is not of one moment");
    assert!(records(&db) != before);
    assert!(lock(&pictures.taken).is_none(), "nothing is noted any more");
}

#[test]
fn one_copy_at_a_time() {
    let db = Config::new().temporary(true).open().expect("a database");
    db.insert("a", "1").expect("written");
    let pictures = Pictures::default();
    let second = |_: &[u8], _: &[u8]| pictures.copy(&db, &mut |_, _| Ok(()));
    let refused = pictures.copy(&db, &mut { second }).expect_err("one is under way");
    assert!(refused.to_string().contains("已有一个备份"), "{refused}");
    pictures.copy(&db, &mut |_, _| Ok(())).expect("the first has ended, though with an error");
}

#[test]
fn too_many_changes_end_the_copy_and_not_the_writing() {
    let db = Config::new().temporary(true).open().expect("a database");
    let pictures = Pictures::default();
    write(&pictures, &db, |stage| (0..600).for_each(|n| stage.put(keys::entry(n), b"1".as_slice())));
    let mut is_first = true;
    let ended = pictures.copy(&db, &mut |_, _| {
        if std::mem::take(&mut is_first) {
            lock(&pictures.taken).as_mut().expect("under way").bytes = MOST_BYTES;
            write(&pictures, &db, |stage| stage.put(keys::entry(599), b"2".as_slice()));
        }
        Ok(())
    });
    assert!(ended.expect_err("it gives up").to_string().contains("空闲"));
    assert_eq!(db.get(keys::entry(599)).expect("readable").as_deref(), Some(b"2".as_slice()));
}
