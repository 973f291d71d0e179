//! A whole complaint on Telegram: people join by invite, a citizen complains, the department answers in its group, the
//! dispatcher reads, the citizen says that it is solved.

use std::path::Path;

use crate::botapi::{Rates, Server};
use crate::program::{Program, printed, yousu};

const CITIZEN: i64 = 501;
const DISPATCHER: i64 = 601;
const HANDLER: i64 = 701;
const STRANGER: i64 = 801;
const GROUP: i64 = -9001;

/// The code in what `staff invite` prints.
fn code(printed: &str) -> String {
    let line = printed.lines().next().expect("the first line has the code");
    line.trim_start_matches("邀请码：").to_owned()
}

/// The data of the newest button with this label in the chat.
pub fn button(server: &Server, chat: i64, label: &str) -> String {
    let sent = server.sent(chat);
    let found = sent.iter().rev().flat_map(|sent| sent.buttons.iter().flatten()).find(|(own, _)| own == label);
    found.unwrap_or_else(|| panic!("no button {label} in {:?}", server.texts(chat))).1.clone()
}

async fn told(server: &Server, chat: i64, words: &str) {
    server.wait_for(&format!("{chat} is told {words}"), |world| world.sent_to(chat).any(|sent| sent.text.contains(words))).await;
}

async fn join(server: &Server, var: &std::path::Path, user: i64, arguments: &[&str]) {
    let code = code(&printed(var, &[&["staff", "invite"], arguments].concat()));
    server.citizen_says(user, &format!("/start {code}"));
    told(server, user, "您好").await;
}

/// The program in a city without quiet hours: its clock is the machine's, and the department is told at any hour.
fn start(var: &Path, server: &Server) -> Program {
    let mut command = yousu(var);
    command.arg("--data").arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/house/data")).args(["--profile", "waking"]);
    Program::start_command(command, Some(&server.url()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_is_followed_to_its_end() {
    let server = Server::start().await;
    server.change(|world| world.rates = Some(Rates::TELEGRAM));
    let var = tempfile::tempdir().expect("a folder");
    let program = start(var.path(), &server);
    join(&server, var.path(), DISPATCHER, &["--role", "dispatcher", "--name", "周敏"]).await;
    join(&server, var.path(), HANDLER, &["--role", "handler", "--department", "城管局", "--name", "李强"]).await;
    server.add_group(GROUP);
    server.member_says(GROUP, HANDLER, "/bind");
    told(&server, GROUP, "城管局").await;

    server.citizen_says(CITIZEN, "楼下烧烤摊半夜还在吵，觉都睡不成");
    told(&server, CITIZEN, "请问在哪").await;
    server.citizen_says(CITIZEN, "城东区幸福小区3栋楼下，我的电话13812345678");
    told(&server, CITIZEN, "请核对").await;
    server.press(CITIZEN, CITIZEN, &button(&server, CITIZEN, "确认"));
    told(&server, CITIZEN, "工单号").await;

    told(&server, GROUP, "【新工单】").await;
    assert!(server.texts(GROUP).iter().all(|text| !text.contains("13812345678")), "the group must not see the number");
    let acknowledge = button(&server, GROUP, "签收");
    let query = server.press(GROUP, STRANGER, &acknowledge);
    server
        .wait_for("the stranger's press is answered", |world| world.answered.iter().any(|(id, words)| *id == query && words.is_some()))
        .await;
    server.press(GROUP, HANDLER, &acknowledge);
    told(&server, GROUP, "已签收").await;
    server.press(GROUP, HANDLER, &button(&server, GROUP, "办结"));
    told(&server, GROUP, "联系情况").await;
    server.member_replies(GROUP, HANDLER, "联系情况：已当面告知\n办理结果：摊主已撤离\n依据：市容管理条例第十二条");
    told(&server, DISPATCHER, "待审核").await;
    server.press(DISPATCHER, DISPATCHER, &button(&server, DISPATCHER, "审核通过"));
    told(&server, CITIZEN, "摊主已撤离").await;
    server.press(CITIZEN, CITIZEN, &button(&server, CITIZEN, "已解决"));
    told(&server, CITIZEN, "满意吗").await;
    server.press(CITIZEN, CITIZEN, &button(&server, CITIZEN, "满意"));
    told(&server, CITIZEN, "办完了").await;

    let number = printed(var.path(), &["export"]);
    let line: serde_json::Value = serde_json::from_str(number.lines().next().expect("one case")).expect("JSON");
    let number = line["number"].as_str().expect("a number").to_owned();
    assert_eq!(line["case"]["state"]["state"], "archived");
    let shown = printed(var.path(), &["case", &number]);
    assert!(shown.contains("已归档") && shown.contains("138****5678") && !shown.contains("13812345678"), "{shown}");
    assert!(program.stop().as_secs() < 5);
    let after = printed(var.path(), &["export"]);
    assert_eq!(after.lines().count(), 1, "the store is whole after an orderly end");
}

#[tokio::test(flavor = "multi_thread")]
async fn menus_differ_by_role() {
    let server = Server::start().await;
    let var = tempfile::tempdir().expect("a folder");
    let _program = Program::start(var.path(), Some(&server.url()));
    join(&server, var.path(), HANDLER, &["--role", "handler", "--department", "城管局"]).await;
    let has = |world: &crate::botapi::World, command: &str| {
        world.menus.values().filter(|menu| menu.iter().any(|(own, _)| own == command)).count()
    };
    server.wait_for("both menus", |world| has(world, "progress") >= 1 && has(world, "todo") >= 1).await;
}
