//! How the running program says that it is: counts that move with what passes over Telegram, readiness in good and bad states,
//! and a notice that reaches its reader after all.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::botapi::{Fault, Server, TOKEN};
use crate::program::{Program, printed, run, yousu};
use crate::prometheus::Page;

const CITIZEN: i64 = 7_302_115_946;
const PHONE: &str = "13907316427";
/// How long the program may take for what it does at once.
const PATIENCE: Duration = Duration::from_secs(30);

/// The status and the body of a page.
fn get(program: &Program, path: &str) -> (u16, String) {
    let mut socket = TcpStream::connect(&program.address).expect("the page is open");
    let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", program.address);
    socket.write_all(request.as_bytes()).expect("asked");
    let mut answer = String::new();
    socket.read_to_string(&mut answer).expect("UTF-8");
    let (head, body) = answer.split_once("\r\n\r\n").expect("HTTP");
    (head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status"), body.to_owned())
}

fn counts(program: &Program) -> Page {
    let (status, text) = get(program, "/metrics");
    assert_eq!(status, 200, "{text}");
    Page::parse(&text).unwrap_or_else(|what| panic!("{what}"))
}

/// Waits until the answer to `/readyz` has this status and these words.
async fn readiness(program: &Program, status: u16, words: &str) -> String {
    let wait = async {
        loop {
            let (found, body) = get(program, "/readyz");
            if found == status && body.contains(words) {
                return body;
            }
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("never {status} {words}: {:?}", get(program, "/readyz")))
}

/// Waits until a count is so.
async fn counted(program: &Program, sample: &str, is_so: impl Fn(f64) -> bool) {
    let wait = async {
        while !is_so(counts(program).value(sample)) {
            sleep(Duration::from_millis(50)).await;
        }
    };
    timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("{sample} stays at {}", counts(program).value(sample)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_passes_is_counted_and_what_failed_reaches_its_reader_after_all() {
    let server = Server::start().await;
    let var = tempfile::tempdir().expect("a folder");
    let program = Program::start(var.path(), Some(&server.url()));
    assert_eq!(get(&program, "/healthz"), (200, "ok\n".to_owned()));
    readiness(&program, 200, "\"ready\":true").await;
    let taken = "yousu_messages_total{channel=\"tg\",outcome=\"taken\"}";
    let sent = "yousu_notices_total{channel=\"tg\",outcome=\"sent\"}";
    assert_eq!((counts(&program).value(taken), counts(&program).value(sent)), (0.0, 0.0));

    server.citizen_says(CITIZEN, &format!("城东区解放路9号楼下烧烤摊半夜还在吵，我叫欧阳静文，电话{PHONE}"));
    server.wait_for("the summary", |world| world.sent_to(CITIZEN).any(|sent| sent.text.contains("请核对"))).await;
    counted(&program, sent, |count| count == 1.0).await;
    assert_eq!(counts(&program).value(taken), 1.0);
    assert_eq!(counts(&program).value("yousu_receive_seconds_count"), 1.0);

    server.fail("sendMessage", Fault::Flood(1));
    server.fail("sendMessage", Fault::Server(502));
    server.press(CITIZEN, CITIZEN, "confirm");
    server.wait_for("the number", |world| world.sent_to(CITIZEN).any(|sent| sent.text.contains("工单号"))).await;
    for kind in ["telegram_429", "telegram_5xx"] {
        counted(&program, &format!("yousu_errors_total{{kind=\"{kind}\"}}"), |count| count == 1.0).await;
    }
    assert_eq!(counts(&program).value("yousu_open_cases"), 1.0);

    server.block(CITIZEN);
    server.citizen_says(CITIZEN, "查进度");
    counted(&program, "yousu_undeliverable_notices", |count| count == 1.0).await;
    let listed = printed(var.path(), &["undelivered"]);
    assert!(listed.contains("对方停用了机器人") && listed.contains("致市民（Telegram）") && listed.contains("-000001"), "{listed}");
    let status = printed(var.path(), &["status"]);
    for words in
        ["可以正常受理", "Telegram来信：收下 3 条", "无法送达：1 条　〔需要处理〕", "Telegram 要求放慢（429）：1 次", "在办工单：1 件"]
    {
        assert!(status.contains(words), "{words}: {status}");
    }
    let told = ["/metrics", "/readyz", "/healthz", "/status"].map(|path| get(&program, path).1).concat() + &listed + &status;
    for secret in [PHONE, "欧阳静文", "烧烤", TOKEN, &CITIZEN.to_string()] {
        assert!(!told.contains(secret), "somebody is told {secret}");
    }

    server.change(|world| world.chats.values_mut().for_each(|chat| chat.blocked = false));
    let before = server.sent(CITIZEN).len();
    let wrong = run(var.path(), &["resend", "999999"]);
    assert!(!wrong.status.success() && String::from_utf8_lossy(&wrong.stderr).contains("没有第 999999 号"));
    assert!(printed(var.path(), &["resend", "--all"]).contains("已把 1 条通知重新排入待发，正在发送"));
    server.wait_for("the notice", |world| world.sent_to(CITIZEN).count() == before + 1).await;
    counted(&program, "yousu_undeliverable_notices", |count| count == 0.0).await;
    assert!(printed(var.path(), &["undelivered"]).contains("没有无法送达的通知"));
    assert!(
        printed(var.path(), &["audit", "--resent"]).contains("共 1 次") && printed(var.path(), &["audit", "--verify"]).contains("核验通过")
    );
    program.stop();
    let offline = printed(var.path(), &["status"]);
    assert!(offline.contains("没有在运行") && offline.contains("在办工单：1 件"), "{offline}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_telegram_does_not_know_is_told() {
    let server = Server::start().await;
    for _ in 0..3 {
        server.fail("getMe", Fault::No(401, "Unauthorized"));
    }
    let var = tempfile::tempdir().expect("a folder");
    let program = Program::start(var.path(), Some(&server.url()));
    let said = readiness(&program, 503, "telegram_token").await;
    assert!(said.contains("TELOXIDE_TOKEN"), "{said}");
    assert!(!said.contains(TOKEN), "{said}");
    assert!(printed(var.path(), &["status"]).contains("Telegram 不认这个令牌"));
    assert_eq!(get(&program, "/healthz").0, 200, "it answers all the same");
    readiness(&program, 200, "\"problems\":[]").await;
    program.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_is_told_and_nothing_is_acknowledged() {
    let server = Server::start().await;
    let var = tempfile::tempdir().expect("a folder");
    // Its log cannot be written either: that is no reason to end.
    let log = var.path().join("log");
    std::fs::write(&log, "full ".repeat(1000)).expect("a file");
    let mut command = yousu(var.path());
    command.stderr(std::fs::File::options().append(true).open(&log).expect("a file"));
    let program = Program::start_command(command, Some(&server.url()));
    readiness(&program, 200, "\"ready\":true").await;
    full_disk(&program);
    let long = "路灯坏了，夜里看不见路。".repeat(300);
    let mut citizen = CITIZEN;
    let wait = async {
        while get(&program, "/readyz").0 == 200 {
            citizen += 1;
            server.citizen_says(citizen, &long);
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, wait).await.expect("the disk is full at last");
    let said = readiness(&program, 503, "store_read_only").await;
    assert!(said.contains("存储已停止写入") && said.contains("文件大小到了系统的限制"), "{said}");
    assert!(said.contains("（File too large (os error 27)）\""), "the system's own line stands last, in brackets: {said}");
    counted(&program, "yousu_store_writable", |count| count == 0.0).await;
    counted(&program, "yousu_errors_total{kind=\"store\"}", |count| count >= 1.0).await;
    counted(&program, "yousu_messages_total{channel=\"tg\",outcome=\"refused\"}", |count| count >= 1.0).await;
    assert!(server.look(|world| !world.updates.is_empty()), "what was not kept waits at Telegram");
}

/// From now on no file of the program may grow: what a full disk is to it.
fn full_disk(program: &Program) {
    let limited = Command::new("prlimit").args(["--pid", &program.id().to_string(), "--fsize=4096"]).status().expect("prlimit runs");
    assert!(limited.success());
}
