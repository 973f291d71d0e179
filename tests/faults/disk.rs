//! The disk is full, read-only, or not ours: clear words, nothing acknowledged is lost, and nobody is told of a success.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::botapi::Server;
use crate::place::Disk;
use crate::program::{Program, printed, run};

/// How long the program may take for what it does at once.
const PATIENCE: Duration = Duration::from_secs(60);

/// A form with a photo, up to the photo itself.
const UPLOAD: &str = "--edge\r\ncontent-disposition: form-data; name=\"who\"\r\n\r\ncitizen:c1\r\n--edge\r\n\
    content-disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n";

/// The status and the body of an answer of the page.
pub fn ask(program: &Program, method: &str, path: &str, (kind, body): (&str, &str)) -> (u16, String) {
    let mut socket = TcpStream::connect(&program.address).expect("the page is open");
    let head = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\naccept: application/json\r\n", program.address);
    let kind = format!("content-type: {kind}\r\ncontent-length: {}\r\n\r\n", body.len());
    socket.write_all(format!("{head}{kind}{body}").as_bytes()).expect("asked");
    let mut answer = Vec::new();
    let _ = socket.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let Some((head, body)) = answer.split_once("\r\n\r\n") else { return (0, answer) };
    (head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status"), body.to_owned())
}

fn get(program: &Program, path: &str) -> (u16, String) {
    ask(program, "GET", path, ("text/plain", ""))
}

pub fn say(program: &Program, who: usize, text: &str) -> (u16, String) {
    let form = format!("who=citizen:c{who}&id=form-{who:08}&text={text}");
    ask(program, "POST", "/say", ("application/x-www-form-urlencoded", &form))
}

pub async fn until(what: &str, is_so: impl Fn() -> bool) {
    let wait = async {
        while !is_so() {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("waited in vain for: {what}"));
}

/// A complaint of some length, so that a disk is soon full.
fn long() -> String {
    "路灯坏了，夜里看不见路。".repeat(150)
}

/// Writes on the page until something is not taken; who was told that it was taken, and what the last one was told.
async fn write_until_refused(program: &Program) -> (Vec<usize>, (u16, String)) {
    let (text, mut taken) = (long(), Vec::new());
    let wait = async {
        for who in 0.. {
            match say(program, who, &text) {
                (200, _) => taken.push(who),
                refused => return refused,
            }
        }
        unreachable!("who counts on for ever")
    };
    let refused = timeout(PATIENCE, wait).await.expect("the disk is full at last");
    (taken, refused)
}

pub fn is_ready(program: &Program) -> bool {
    get(program, "/readyz").0 == 200
}

/// Every word that was acknowledged stands in the chat of whoever wrote it.
fn all_there(program: &Program, taken: &[usize]) {
    for who in taken {
        let (status, chat) = get(program, &format!("/fragment/chat?who=citizen:c{who}"));
        assert!(status == 200 && chat.contains("夜里看不见路"), "citizen {who} was told that it was taken: {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_full_disk_nothing_is_taken_and_with_room_again_it_goes_on_by_itself() {
    let Some(disk) = Disk::of(48) else { return eprintln!("only root can mount a small disk: left out") };
    let server = Server::start().await;
    let program = Program::start(&disk.var(), Some(&server.url()));
    until("readiness", || is_ready(&program)).await;
    server.citizen_says(1, "城东区解放路9号门口的路灯坏了三天");
    server.wait_for("the first answer", |world| world.sent_to(1).next().is_some()).await;

    disk.fill();
    let (taken, (status, words)) = write_until_refused(&program).await;
    assert!(status == 503 && words.contains("没有收下") && words.contains("12345"), "{status} {words}");
    let (status, reason) = get(&program, "/readyz");
    assert!(status == 503 && reason.contains("磁盘已满") && reason.contains("自动恢复"), "{status} {reason}");
    assert!(reason.contains("至少有 8 MiB") && !reason.contains("Os {"), "{reason}");
    let refused = run(&disk.var(), &["staff", "invite", "--role", "督办员"]);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains("这一步没有写成") && words.contains("磁盘已满"), "{words}");
    let status = printed(&disk.var(), &["status"]);
    assert!(status.contains("存储已停止写入") && status.contains("检查磁盘空间"), "{status}");
    let photo = format!("{UPLOAD}{}\r\n--edge--\r\n", "a".repeat(1 << 20));
    let (status, words) = ask(&program, "POST", "/upload", ("multipart/form-data; boundary=edge", &photo));
    assert!(status == 503 && words.contains("没有收下"), "{status} {words}");
    let before = server.confirmed_offset();
    let number = server.citizen_says(2, "城东区解放路10号门口的路灯坏了三天");
    server.citizen_says(2, "就在公交站旁边");
    server.wait_for("an honest word", |world| world.sent_to(2).any(|sent| sent.text.contains("还没有收下"))).await;
    sleep(Duration::from_secs(4)).await;
    assert_eq!(server.sent(2).len(), 1, "once: {:?}", server.texts(2));
    assert!(before <= number && server.confirmed_offset() <= number, "it is not acknowledged");

    disk.clear();
    server.wait_for("the answer, by itself", |world| world.sent_to(2).any(|sent| sent.text.contains("请核对"))).await;
    until("readiness", || is_ready(&program)).await;
    server.wait_for("the confirmation", |world| world.confirmed > number + 1).await;
    all_there(&program, &taken);
    assert_eq!(say(&program, 99_999, "lamp").0, 200, "at the same address as before");
    program.stop();
    let verified = printed(&disk.var(), &["audit", "--verify"]);
    assert!(verified.contains("核验通过"), "{verified}");
    let rebuilt = run(&disk.var(), &["rebuild", "--check"]);
    assert!(rebuilt.status.success(), "{}", String::from_utf8_lossy(&rebuilt.stdout));
}

#[tokio::test(flavor = "multi_thread")]
async fn compacting_on_a_full_disk_says_how_much_room_it_takes() {
    let Some(disk) = Disk::of(48) else { return eprintln!("only root can mount a small disk: left out") };
    Program::start(&disk.var(), None).stop();
    disk.fill();
    let refused = run(&disk.var(), &["compact"]);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{words}");
    assert!(words.contains("磁盘已满；请先腾出空间，至少有 8 MiB") && words.contains("原来的数据没有改动"), "{words}");
    disk.clear();
    assert!(printed(&disk.var(), &["compact"]).contains("压缩"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disk_that_becomes_read_only_is_told_and_survived() {
    let Some(disk) = Disk::of(48) else { return eprintln!("only root can mount a small disk: left out") };
    let program = Program::start(&disk.var(), None);
    until("readiness", || is_ready(&program)).await;
    assert_eq!(say(&program, 1, &long()).0, 200);
    program.stop();

    disk.protect(true);
    let refused = run(&disk.var(), &["serve", "--listen", "127.0.0.1:0"]);
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.status.code() == Some(1) && words.contains("只读"), "{words}");
    disk.protect(false);
    let program = Program::start(&disk.var(), None);
    until("readiness", || is_ready(&program)).await;
    all_there(&program, &[1]);
    program.stop();
}
