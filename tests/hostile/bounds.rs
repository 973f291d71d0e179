//! Files and forms without measure 超大、深嵌套: refused in words, in bounded memory: what is deep, long, without end, or blows up
//! when it is unpacked. Packed are the program's own records, and workbooks: `tests/import/hostile.rs` has those.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode};
use futures::stream;
use serde_json::json;
use tower::ServiceExt as _;
use yousu::channel::telegram::read_update;
use yousu::domain::complaint::EvidenceKind;
use yousu::domain::inbound;
use yousu::letters::Lines;
use yousu::store::decode;
use yousu::web::{Web, WebOptions, router};

use crate::house::House;

/// Deeper than any stack is meant for.
const DEEP: usize = 100_000;

/// Runs the program in so little memory that it cannot hold a hundredth of what it is given.
fn yousu(arguments: &[&str], input: &str) -> (bool, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let limited = format!("ulimit -v 2000000; exec '{}' \"$@\"", env!("CARGO_BIN_EXE_yousu"));
    let mut command = Command::new("sh");
    command.args(["-c", &limited, "yousu", "--var", folder.path().to_str().expect("UTF-8")]).args(arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a shell");
    // Whoever does not read to the end closes the pipe: that is no fault.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("it ends");
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.code().is_some(), "killed: {told}");
    assert!(!told.contains("panicked") && !told.contains("memory allocation"), "{told}");
    (output.status.success(), told)
}

/// A file of 8 GB that takes no room on the disk.
fn hole(folder: &Path, name: &str, beginning: &str) -> String {
    let path = folder.join(name);
    let mut file = File::create(&path).expect("a file");
    file.write_all(beginning.as_bytes()).expect("written");
    file.set_len(8 << 30).expect("a file may have holes");
    path.to_str().expect("UTF-8").to_owned()
}

#[test]
fn a_line_without_end_is_given_up_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = hole(folder.path(), "hole.jsonl", "{\"text\": \"路灯坏了\", \"label\": \"路灯\"}\n{\"text\": \"");
    let out = folder.path().join("out").to_str().expect("UTF-8").to_owned();
    let (good, told) = yousu(&["learn", &file, "--out", &out, "--label", "label"], "");
    assert!(!good && told.contains("没有换行"), "{told}");
}

#[test]
fn a_backup_that_is_none_is_refused_before_anything_is_restored() {
    let folder = tempfile::tempdir().expect("a folder");
    let head = "{\"yousu\":\"backup\",\"v\":1,\"store\":2,\"at\":\"2026-03-02T09:00:00+08:00\"}\n";
    let deep = folder.path().join("deep");
    std::fs::write(&deep, format!("{head}{}\n", "[".repeat(DEEP))).expect("written");
    let deep_head = folder.path().join("deep-head");
    std::fs::write(&deep_head, format!("{{\"yousu\":{}\n", "{\"a\":".repeat(DEEP))).expect("written");
    for (file, says) in [
        (hole(folder.path(), "hole", ""), "不是 yousu 的备份"),
        (hole(folder.path(), "hole-after-its-head", head), "第 2 行"),
        (deep.to_str().expect("UTF-8").to_owned(), "第 2 行"),
        (deep_head.to_str().expect("UTF-8").to_owned(), "不是 yousu 的备份"),
    ] {
        let (good, told) = yousu(&["restore", &file], "");
        assert!(!good && told.contains(says) && told.contains("没有恢复任何数据"), "{file}: {told}");
    }
}

#[test]
fn a_record_that_blows_up_is_damaged() {
    let bomb = |size: usize| {
        let packed = zstd::bulk::compress(&vec![b' '; size], 3).expect("packed");
        assert!(packed.len() * 1000 < size, "{} bytes", packed.len());
        [&[1], packed.as_slice()].concat()
    };
    for size in [(64 << 20) + 1, 64 << 20] {
        let error = decode::<serde_json::Value>(b"c\x00", &bomb(size)).expect_err("spaces are no record");
        assert!(error.to_string().contains("已损坏"), "{error}");
    }
}

#[test]
fn what_is_deep_is_a_bad_line_and_the_next_is_read() {
    let lines = format!("{}\n{{\"text\": {}1{}}}\n{{\"text\": \"路灯坏了\"}}\n", "[".repeat(DEEP), "[".repeat(DEEP), "]".repeat(DEEP));
    let read = Lines::read(lines.as_bytes(), |line| Ok(line.whole())).expect("memory is read");
    assert_eq!((read.all, read.bad.len()), (vec!["路灯坏了".to_owned()], 2));
    let (_, told) = yousu(&["classify"], &lines);
    assert!(told.contains("第 2 行") && told.contains("street-lamp"), "{told}");
    for deep in ["[".repeat(DEEP), "{\"update_id\":".repeat(DEEP)] {
        assert!(serde_json::from_str::<serde_json::Value>(&deep).is_err());
    }
}

#[test]
fn data_files_that_are_deep_or_large_are_told_of() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("UTF-8").to_owned();
    std::fs::write(folder.path().join("abuse.toml"), format!("version = 1\nx = {}", "[".repeat(DEEP))).expect("written");
    let (good, told) = yousu(&["--data", &data, "check"], "");
    assert!(!good && told.contains("abuse.toml"), "{told}");
    File::create(folder.path().join("abuse.toml")).and_then(|file| file.set_len(8 << 30)).expect("a hole");
    let (good, told) = yousu(&["--data", &data, "check"], "");
    assert!(!good && told.contains("abuse.toml") && told.contains("64 MB"), "{told}");
}

#[test]
fn one_endless_text_is_no_complaint() {
    let (good, told) = yousu(&["explain-text"], &"路灯坏了".repeat(200_000));
    assert!(!good && told.contains("只给出一件"), "{told}");
}

/// The page, and how much of a form it has read.
async fn asked(house: &House, head: &str, piece: &'static [u8]) -> (StatusCode, usize) {
    let files = tempfile::tempdir().expect("a folder");
    let page = router(Web { desk: house.desk.clone(), options: WebOptions { demo: true, files: files.path().to_owned() } });
    let read = Arc::new(AtomicUsize::new(0));
    let counted = read.clone();
    let head = stream::once(std::future::ready(Ok::<_, std::io::Error>(Bytes::from(head.to_owned()))));
    let endless = stream::repeat_with(move || {
        counted.fetch_add(piece.len(), Ordering::Relaxed);
        Ok(Bytes::from_static(piece))
    });
    let body = Body::from_stream(futures::StreamExt::chain(head, endless));
    let request = Request::post("/upload").header("host", "127.0.0.1").header("content-type", "multipart/form-data; boundary=edge");
    let answer = page.oneshot(request.body(body).expect("a request")).await.expect("an answer");
    assert_eq!(std::fs::read_dir(files.path()).expect("a folder").count(), 0, "nothing is kept");
    (answer.status(), read.load(Ordering::Relaxed))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_without_end_is_not_read_to_its_end() {
    static PIECE: [u8; 65_536] = [b'x'; 65_536];
    let house = House::open().await;
    let field = "--edge\r\ncontent-disposition: form-data; name=\"who\"\r\n\r\n";
    let (status, read) = asked(&house, field, &PIECE).await;
    assert!(status == 400 && read < 1 << 20, "a field: {status} after {read} bytes");
    let (status, read) = asked(&house, "", b"--edge\r\ncontent-disposition: form-data; name=\"x\"\r\n\r\n1\r\n").await;
    assert!(status == 400 && read < 1 << 20, "fields: {status} after {read} bytes");
    let file = "--edge\r\ncontent-disposition: form-data; name=\"who\"\r\n\r\ncitizen:\u{5468}\r\n--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.mp4\"\r\n\r\n";
    let (status, read) = asked(&house, file, &PIECE).await;
    assert!(status == 413 && read < 220 << 20, "a file: {status} after {read} bytes");
}

#[test]
fn a_file_on_telegram_is_named_and_never_fetched() {
    let mut update: serde_json::Value = serde_json::from_str(crate::check::telegram_update::UPDATES[3]).expect("JSON");
    let message = update["message"].as_object_mut().expect("a message");
    message.remove("photo");
    message.insert(
        "document".to_owned(),
        json!({"file_id": "big", "file_unique_id": "u", "file_size": 4_294_967_295_u32, "file_name": "bomb.zip"}),
    );
    let taken = read_update(update, 700_000, "yousu_bot").expect("a message");
    let inbound::Body::Evidence { evidence, .. } = taken.body else { panic!("no evidence") };
    assert_eq!((evidence.kind, evidence.source.as_str()), (EvidenceKind::File, "tg:big"), "its name is kept, whatever its size");
}
