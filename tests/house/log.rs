//! The log, at its most talkative, names nobody and repeats nothing that a citizen wrote; nor the bot's token.

use crate::botapi::{Server, TOKEN};
use crate::program::Program;

const CITIZEN: i64 = 7_301_992_645;
const PHONE: &str = "13907316429";

#[tokio::test(flavor = "multi_thread")]
async fn the_log_keeps_what_it_must_not_tell() {
    let server = Server::start().await;
    let var = tempfile::tempdir().expect("a folder");
    let log = var.path().join("log.txt");
    let program = Program::start_talkative(var.path(), Some(&server.url()), &log);
    let text = format!("城东区解放路9号楼下烧烤摊半夜还在吵，我叫欧阳静文，电话{PHONE}");
    server.citizen_says(CITIZEN, &text);
    server.wait_for("the summary", |world| world.sent_to(CITIZEN).any(|sent| sent.text.contains("请核对"))).await;
    server.press(CITIZEN, CITIZEN, "confirm");
    server.wait_for("the case number", |world| world.sent_to(CITIZEN).any(|sent| sent.text.contains("工单号"))).await;
    server.block(CITIZEN);
    server.citizen_says(CITIZEN, "查进度");
    server.wait_for("everything is taken", |world| world.updates.is_empty()).await;
    program.stop();
    let log = std::fs::read_to_string(&log).expect("a log");
    assert!(log.contains("TRACE") || log.contains("DEBUG"), "the log is talkative");
    let as_numbers = |text: &str| text.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(", ");
    for secret in [PHONE, "欧阳静文", "烧烤", TOKEN, TOKEN.split(':').nth(1).expect("a token"), &CITIZEN.to_string()] {
        assert!(!log.contains(secret), "the log tells {secret}");
        assert!(!log.contains(&as_numbers(secret)), "the log tells the bytes of {secret}");
    }
}
