//! Backup, restore and compaction, as they are typed, on a real folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::botapi::Server;
use crate::laid_out::{all, beside, killed, lay_out, lay_out_large, refused, temp, text, whole};
use crate::program::{Program, printed, run};
use crate::records::{json, records};

/// A large store of which so many records are gone: what is gone lies on the disk until the rest is written anew.
fn lay_out_with_gaps(var: &Path, gone: usize) {
    lay_out_large(var);
    let db = records(&var.join("store"));
    for key in db.scan_prefix("l").keys().take(gone) {
        db.remove(key.expect("readable")).expect("written");
    }
    db.flush().expect("written");
}

fn backup_of(var: &Path, to: &Path) -> PathBuf {
    let file = to.join("backup.yousu");
    let said = printed(var, &["backup", text(&file), "--force"]);
    assert!(said.starts_with("已备份到"), "{said}");
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_during_traffic_is_restored_whole() {
    let server = Server::start().await;
    let (var, out, other) = (temp(), temp(), temp());
    let program = Program::start(var.path(), Some(&server.url()));
    let tell = |from: i64, to: i64| {
        for citizen in from..to {
            server.citizen_says(citizen, &format!("城东区解放路{citizen}号门口的路灯坏了三天，晚上黑得看不见路"));
        }
    };
    tell(1000, 1030);
    server.wait_for("the first summaries", |world| world.sent.len() >= 10).await;
    let first = backup_of(var.path(), out.path());
    server.wait_for("every summary", |world| (1000..1030).all(|citizen| world.sent_to(citizen).next().is_some())).await;
    (1000..1030).for_each(|citizen| drop(server.press(citizen, citizen, "confirm")));
    tell(1030, 1060);
    server.wait_for("some cases", |world| world.sent.iter().filter(|sent| sent.text.contains("工单号")).count() >= 3).await;
    for _ in 0..3 {
        backup_of(var.path(), out.path());
    }
    server.wait_for("every summary", |world| (1030..1060).all(|citizen| world.sent_to(citizen).next().is_some())).await;
    let registered = |citizen, world: &crate::botapi::World| world.sent_to(citizen).any(|sent| sent.text.contains("工单号"));
    server.wait_for("every case", |world| (1000..1030).all(|citizen| registered(citizen, world))).await;
    let said = printed(var.path(), &["backup", text(&out.path().join("last"))]);
    program.stop();
    assert!(said.contains("工单 30 件"), "{said}");

    // What was taken in the middle opens, and holds a part of the whole.
    printed(other.path(), &["restore", text(&first)]);
    let (count, _) = whole(other.path());
    assert!(count <= 30);

    let restored = temp();
    let told = printed(restored.path(), &["restore", text(&out.path().join("last"))]);
    assert!(told.contains("工单 30 件") && told.contains("核验通过"), "{told}");
    let (mut before, after) = (all(var.path()), all(restored.path()));
    // Between the last backup and the end the outbox may have noted what was delivered; the rest is the same, byte for byte.
    let is_outbox = |key: &[u8]| matches!(key.first(), Some(b'q' | b'n'));
    before.retain(|key, _| !is_outbox(key));
    assert!(before == after.into_iter().filter(|(key, _)| !is_outbox(key)).collect(), "a record differs");
    let (count, export) = whole(restored.path());
    assert_eq!((count, &export), (30, &printed(var.path(), &["export"])));
    assert_eq!(beside(restored.path()), Vec::<String>::new());

    let case: serde_json::Value = serde_json::from_str(export.lines().next().expect("a case")).expect("JSON");
    let views = printed(restored.path(), &["audit", case["number"].as_str().expect("a number")]);
    assert!(views.contains("整库备份　身份全部"), "{views}");
}

#[test]
fn a_backup_without_a_server_is_for_its_owner_and_replaces_nothing_unasked() {
    let (var, out) = (temp(), temp());
    lay_out(var.path());
    let file = out.path().join("of-today");
    let said = printed(var.path(), &["backup", text(&file)]);
    assert!(said.contains("工单 7 件，事件 39 个，审计记录 8 条"), "{said}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
    }
    let bytes = fs::read(&file).expect("readable");
    let words = refused(&run(var.path(), &["backup", text(&file)]));
    assert!(words.contains("已经存在") && words.contains("--force"), "{words}");
    assert_eq!(fs::read(&file).expect("readable"), bytes);
    printed(var.path(), &["backup", text(&file), "--force"]);
    assert_ne!(fs::read(&file).expect("readable"), bytes, "it holds the record of the first");
    let words = refused(&run(var.path(), &["backup", text(&out.path().join("nowhere/file"))]));
    assert!(words.contains("备份没有写成"), "{words}");
    assert_eq!(beside(out.path()), Vec::<String>::new());
}

#[test]
fn what_is_damaged_is_refused_and_nothing_stays_behind() {
    let (var, out) = (temp(), temp());
    lay_out(var.path());
    let file = backup_of(var.path(), out.path());
    let good = fs::read(&file).expect("readable");
    let refuses = |bytes: &[u8], wanted: &str| {
        let (target, bad) = (temp(), out.path().join("bad"));
        fs::write(&bad, bytes).expect("written");
        let words = refused(&run(target.path(), &["restore", text(&bad)]));
        assert!(words.contains(wanted), "{wanted}: {words}");
        assert_eq!(fs::read_dir(target.path()).expect("a folder").count(), 0, "{wanted}");
    };
    let lines: Vec<&[u8]> = good.split_inclusive(|byte| *byte == b'\n').collect();
    let without = |place: usize| {
        let kept = lines.iter().enumerate().filter(|(i, _)| *i != place).map(|(_, line)| *line);
        kept.collect::<Vec<_>>().concat()
    };
    refuses(&good[..good.len() / 2], "被截断");
    refuses(&good[..good.len() - 1], "被截断");
    refuses(&without(lines.len() - 1), "被截断");
    refuses(&without(0), "不是 yousu 的备份文件");
    refuses(&without(lines.len() / 2), "校验和不符");
    refuses(&[good.as_slice(), b"{}\n"].concat(), "结尾之后");
    refuses(b"", "不是 yousu 的备份文件");
    refuses(b"{\"number\":1}\n", "不是 yousu 的备份文件");
    // A digit in the middle, which leaves every line well formed.
    let text_of = String::from_utf8(good.clone()).expect("text");
    refuses(text_of.replacen("烧烤", "烧饼", 1).as_bytes(), "校验和不符");
    refuses(text_of.replacen("\"v\":2", "\"v\":3", 1).as_bytes(), "备份格式 3");
    refuses(text_of.replacen("\"store\":7", "\"store\":8", 1).as_bytes(), "存储格式 8");
    refuses(text_of.replacen("{\"k\":", "{\"more\":1,\"k\":", 1).as_bytes(), "第 2 行已损坏");
    refuses([lines[0], lines[2], lines[1]].concat().as_slice(), "次序不对");

    let taken = refused(&run(var.path(), &["restore", text(&file)]));
    assert!(taken.contains("已经有数据") && taken.contains("--var"), "{taken}");
    let missing = refused(&run(out.path(), &["restore", "missing"]));
    assert!(missing.contains("打不开备份文件"), "{missing}");
}

#[test]
fn the_files_that_people_sent_are_in_the_backup_and_come_back() {
    let (var, out, target) = (temp(), temp(), temp());
    lay_out(var.path());
    let files = var.path().join("files");
    fs::create_dir(&files).expect("made");
    let photos: Vec<(String, Vec<u8>)> = (0..3_u8)
        .map(|n| (format!("{}.jpg", format!("{n:x}").repeat(32)), (0..200_000_u32).map(|i| (i % 251) as u8 ^ n).collect()))
        .collect();
    // One of them has line breaks and what looks like a line of the backup in it.
    let tricky = ("f".repeat(32) + ".txt", b"\n{\"seal\":{}}\n{\"file\":\"x\"}\n\n".to_vec());
    let all_files: Vec<_> = photos.into_iter().chain([tricky, ("e".repeat(32) + ".bin", Vec::new())]).collect();
    for (name, bytes) in &all_files {
        fs::write(files.join(name), bytes).expect("written");
    }
    fs::write(files.join(".half"), "hidden").expect("written");
    let file = backup_of(var.path(), out.path());
    let told = printed(target.path(), &["restore", text(&file)]);
    assert!(told.contains("证据文件 5 个") && told.contains("核验通过"), "{told}");
    let restored = target.path().join("files");
    assert_eq!(fs::read_dir(&restored).expect("there").count(), all_files.len());
    for (name, bytes) in &all_files {
        assert!(fs::read(restored.join(name)).expect("there") == *bytes, "{name}");
    }
    assert!(!target.path().join("files.new").exists());

    let good = fs::read(&file).expect("readable");
    let refuses = |bytes: Vec<u8>, wanted: &str| {
        let (other, bad) = (temp(), out.path().join("bad"));
        fs::write(&bad, bytes).expect("written");
        let words = refused(&run(other.path(), &["restore", text(&bad)]));
        assert!(words.contains(wanted), "{wanted}: {words}");
        assert_eq!(fs::read_dir(other.path()).expect("a folder").count(), 0, "{wanted}");
    };
    let place = |part: &[u8]| good.windows(part.len()).position(|window| window == part).expect("it is there");
    let mut changed = good.clone();
    changed[place(&all_files[1].1[..64]) + 40] ^= 1;
    refuses(changed, "校验和不符");
    refuses(good[..place(&all_files[2].1[..64]) + 1000].to_vec(), "被截断");
    let named = String::from_utf8_lossy(&good).contains("{\"file\":\"1111");
    assert!(named);
    let mut outside = good.clone();
    let at = place(b"{\"file\":\"1111") + 9;
    outside[at..at + 3].copy_from_slice(b"../");
    refuses(outside, "文件名或长度不成形");
}

#[test]
fn a_backup_of_a_store_with_a_fault_is_restored_only_when_asked() {
    let (var, out, target) = (temp(), temp(), temp());
    lay_out(var.path());
    printed(var.path(), &["audit", "--verify"]);
    let db = records(&var.path().join("store"));
    let (key, value) = db.scan_prefix("e").next().expect("an event").expect("readable");
    db.insert(key, String::from_utf8(json(&value)).expect("text").replacen("烧烤", "烧饼", 1).as_bytes()).expect("written");
    db.flush().expect("written");
    drop(db);
    let file = backup_of(var.path(), out.path());
    let words = refused(&run(target.path(), &["restore", text(&file)]));
    assert!(words.contains("核验不通过：工单 20260302-000001 的第 1") && words.contains("--accept-fault"), "{words}");
    assert_eq!(fs::read_dir(target.path()).expect("a folder").count(), 0);
    let told = printed(target.path(), &["restore", text(&file), "--accept-fault"]);
    assert!(told.contains("核验没有通过") && told.contains("监察员"), "{told}");
    assert!(all(target.path()) == all(var.path()));
}

#[test]
fn an_old_store_is_backed_up_in_its_new_format_and_an_old_backup_opens() {
    let (var, out, target) = (temp(), temp(), temp());
    lay_out(var.path());
    let file = backup_of(var.path(), out.path());
    // The same records as a backup of a store of format 1 would hold them: without what formats 2 and 7 brought.
    let good = fs::read_to_string(&file).expect("text");
    let old = |line: &&str| {
        !["{\"k\":\"61", "{\"k\":\"43", "{\"k\":\"6d636861696e", "{\"k\":\"6d6c6973746564", "{\"k\":\"64", "{\"k\":\"6a"]
            .iter()
            .any(|new| line.starts_with(new))
    };
    let mut lines: Vec<String> = good.lines().filter(old).map(|line| format!("{line}\n")).collect();
    lines.pop();
    lines[0] = lines[0].replace("\"store\":7", "\"store\":1").replace("\"v\":2", "\"v\":1");
    let format = lines.iter_mut().find(|line| line.starts_with("{\"k\":\"6d657461\"")).expect("the format");
    *format = format.replace("{\\\"format\\\":7}", "{\\\"format\\\":1}");
    let count = |kind: &str| lines.iter().filter(|line| line.starts_with(&format!("{{\"k\":\"{kind}"))).count();
    let head = yousu::domain::audit::Head::default().hash;
    let sealed = lines.concat();
    let seal = format!(
        "{{\"seal\":{{\"records\":{},\"cases\":{},\"events\":{},\"entries\":0,\"head\":{{\"n\":0,\"hash\":\"{head}\"}}}},\"sha256\":\"{}\"}}\n",
        lines.len() - 1,
        count("63"),
        count("65"),
        yousu::digest::sha256([sealed.as_bytes()])
    );
    let file = out.path().join("old");
    fs::write(&file, sealed + &seal).expect("written");
    let told = printed(target.path(), &["restore", text(&file)]);
    assert!(told.contains("工单 7 件，事件 39 个，审计记录 0 条") && told.contains("核验通过"), "{told}");
    assert_eq!(whole(target.path()).0, 7);
}

#[test]
fn killed_while_restoring_nothing_or_everything_is_there() {
    let (var, out) = (temp(), temp());
    lay_out_large(var.path());
    let file = backup_of(var.path(), out.path());
    let wanted = all(var.path());
    let target = temp();
    let (mut after, mut halves) = (Duration::from_millis(50), 0);
    while !killed(target.path(), &["restore", text(&file)], after) {
        let there = target.path().join("store").exists();
        halves += usize::from(target.path().join("store.new").exists());
        if there {
            assert!(all(target.path()) == wanted, "half a store after {after:?}");
            fs::remove_dir_all(target.path().join("store")).expect("removed");
        }
        after = after * 4 / 3;
    }
    assert!(halves >= 3, "it was never killed in the middle");
    assert!(all(target.path()) == wanted);
    assert_eq!(beside(target.path()), Vec::<String>::new());
}

#[test]
fn killed_while_compacting_the_old_or_the_new_is_there() {
    let var = temp();
    lay_out_with_gaps(var.path(), 4000);
    let wanted = all(var.path());
    let (mut after, mut halves) = (Duration::from_millis(50), 0);
    while !killed(var.path(), &["compact"], after) {
        halves += usize::from(!beside(var.path()).is_empty());
        // Whoever opens the store next finds it, whatever stands beside it.
        printed(var.path(), &["audit", "--verify"]);
        assert!(all(var.path()) == wanted, "half a store after {after:?}");
        assert_eq!(beside(var.path()), Vec::<String>::new());
        after = after * 4 / 3;
    }
    assert!(halves >= 2, "it was never killed in the middle");
    assert!(all(var.path()) == wanted);
    assert_eq!(beside(var.path()), Vec::<String>::new());
}

#[test]
fn stopped_between_two_names_the_store_is_found_again() {
    let var = temp();
    lay_out(var.path());
    printed(var.path(), &["audit", "--verify"]);
    let wanted = all(var.path());
    let folder = |name: &str| var.path().join(name);
    // The old one was taken away, and the new one is not in its place.
    fs::rename(folder("store"), folder("store.old")).expect("renamed");
    drop(sled::open(folder("store.new")).expect("a database"));
    whole(var.path());
    assert!(folder("store").exists() && beside(var.path()).is_empty());
    // The same, and somebody who started at that moment has made an empty one in its place.
    let kept = all(var.path());
    fs::rename(folder("store"), folder("store.old")).expect("renamed");
    drop(records(&folder("store")));
    whole(var.path());
    assert!(beside(var.path()).is_empty());
    let (again, is_counted) = (all(var.path()), |key: &[u8]| key.starts_with(b"m"));
    assert!(kept.iter().all(|(key, value)| is_counted(key) || again.get(key) == Some(value)));
    // The new one is in its place, and the old one still there.
    drop(sled::open(folder("store.old")).expect("a database"));
    whole(var.path());
    assert!(beside(var.path()).is_empty());
    let again = all(var.path());
    assert!(wanted.iter().all(|(key, value)| is_counted(key) || again.get(key) == Some(value)));
    // Whoever starts while another is at it does nothing.
    let held = {
        fs::rename(folder("store"), folder("store.old")).expect("renamed");
        records(&folder("store.old"))
    };
    let words = refused(&run(var.path(), &["audit", "--verify"]));
    assert!(words.contains("另一个 yousu"), "{words}");
    drop(held);
    whole(var.path());
}

#[test]
fn compaction_says_what_it_brought_and_waits_for_the_server_to_end() {
    let var = temp();
    lay_out_with_gaps(var.path(), 5500);
    let program = Program::start(var.path(), None);
    let words = refused(&run(var.path(), &["compact"]));
    assert!(words.contains("先停止服务"), "{words}");
    program.stop();
    let before = all(var.path());
    let said = printed(var.path(), &["compact"]);
    let sizes: Vec<u64> = said.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    assert!(sizes[1] < sizes[0] / 2, "{said}");
    assert!(said.contains(&format!("平均每件工单 {} 字节", sizes[1] / sizes[2])), "{said}");
    assert!(all(var.path()) == before);
    let again = printed(var.path(), &["compact"]);
    assert!(again.contains("不必压缩") || again.contains("已压缩"), "{again}");
    assert!(all(var.path()) == before && beside(var.path()).is_empty());
}

#[test]
fn what_compaction_folds_is_verified_rebuilt_and_backed_up_as_before() {
    let (var, out, target) = (temp(), temp(), temp());
    lay_out_with_gaps(var.path(), 5500);
    // Its cases get the reminders of today's rules, and the marks of lines that are gone go.
    printed(var.path(), &["rebuild"]);
    let before = all(var.path());
    printed(var.path(), &["compact"]);
    let kept = |letter: &str| records(&var.path().join("store")).scan_prefix(letter).count();
    assert_eq!((kept("e"), kept("a")), (7, 1), "one fold for each case, and one for the chain");
    assert!(all(var.path()) == before);
    assert_eq!(whole(var.path()).0, 7);
    let checked = printed(var.path(), &["rebuild", "--check"]);
    assert!(checked.contains("由事件重建工单 7 件") && checked.contains("没有不符的"), "{checked}");
    // The export was written down, behind the folded part of the chain.
    assert!(kept("a") > 1);
    let file = backup_of(var.path(), out.path());
    printed(target.path(), &["restore", text(&file)]);
    let is_counted = |key: &[u8]| key.starts_with(b"m") || [&b"a"[..], b"C", b"w", b"t"].iter().any(|kind| key.starts_with(kind));
    let restored = all(target.path());
    assert!(before.iter().all(|(key, value)| is_counted(key) || restored.get(key) == Some(value)));
    assert_eq!(whole(target.path()).0, 7);
}
