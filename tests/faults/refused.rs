//! A store that cannot be opened 打不开: who started the program learns why and what to do, it ends with 1, and nothing is changed.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::disk::{ask, is_ready, say, until};
use crate::program::{Program, run, yousu};
use crate::records::records;

/// Nobody's account and group on Debian.
const NOBODY: &str = "65534";

fn serve(var: &Path) -> Output {
    run(var, &["serve", "--listen", "127.0.0.1:0"])
}

/// The reason, of a program that could not begin.
fn refusal(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_store_that_another_process_has_is_left_to_it() {
    let var = tempfile::tempdir().expect("a folder");
    let program = Program::start(var.path(), None);
    let words = refusal(&serve(var.path()));
    assert!(words.contains("另一个 yousu 正在使用这个目录") && words.contains("换一个目录"), "{words}");
    let words = refusal(&run(var.path(), &["compact"]));
    assert!(words.contains("先停止服务"), "{words}");
    assert_eq!(say(&program, 1, "lamp").0, 200, "the first one works on");
    program.stop();
}

#[test]
fn a_store_of_a_newer_version_is_not_touched() {
    let var = tempfile::tempdir().expect("a folder");
    Program::start(var.path(), None).stop();
    let store = var.path().join("store");
    let all = || records(&store).iter().map(|record| record.expect("readable")).collect::<Vec<_>>();
    {
        let db = records(&store);
        db.insert("meta", br#"{"format":99}"#).expect("written");
        db.flush().expect("written");
    }
    let before = all();
    for arguments in [&["serve", "--listen", "127.0.0.1:0"][..], &["status"], &["rebuild"], &["compact"], &["export"], &["again", "--all"]]
    {
        let words = refusal(&run(var.path(), arguments));
        assert!(words.contains("由更新版本的 yousu 写成") && words.contains("存储格式 99"), "{arguments:?}: {words}");
    }
    assert!(before == all(), "a record differs");
}

#[test]
fn a_file_where_the_folder_should_be_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let var = folder.path().join("var");
    fs::write(&var, "not a folder").expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_yousu"));
    let output = command.current_dir(folder.path()).args(["--var", "var", "status"]).output();
    let words = refusal(&output.expect("it runs"));
    assert!(words.contains("建不了目录 var") && words.contains("检查路径"), "{words}");
    assert_eq!(fs::read_to_string(&var).expect("there"), "not a folder");
}

fn give(path: &Path, owner: &str, mode: &str) {
    for (tool, argument) in [("chown", owner), ("chmod", mode)] {
        assert!(Command::new(tool).arg("-R").arg(argument).arg(path).status().expect("it runs").success());
    }
}

/// The program as somebody who is not root, whom permissions hold back.
fn as_nobody(var: &Path) -> Command {
    let (program, mut command) = (yousu(var), Command::new("setpriv"));
    command.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]).arg(program.get_program()).args(program.get_args());
    command.current_dir("/").env_remove("TELOXIDE_TOKEN").env_remove("YOUSU_TELEGRAM_API_URL").env("RUST_LOG", "warn");
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn permission_that_is_lost_is_told_and_what_was_taken_is_there_afterwards() {
    let folder = tempfile::tempdir().expect("a folder");
    let var = folder.path().join("var");
    fs::create_dir(&var).expect("made");
    if !Command::new("chown").arg(NOBODY).args([folder.path(), &var]).output().is_ok_and(|output| output.status.success()) {
        return eprintln!("only root can be somebody else: left out");
    }
    let program = Program::start_command(as_nobody(&var), None);
    until("readiness", || is_ready(&program)).await;
    assert_eq!(say(&program, 1, "lamp").0, 200);

    give(&var, "root", "700");
    let body = "--edge\r\ncontent-disposition: form-data; name=\"who\"\r\n\r\ncitizen:c1\r\n--edge\r\ncontent-disposition: form-data; \
                name=\"file\"; filename=\"a.jpg\"\r\n\r\nbytes\r\n--edge--\r\n";
    let (status, words) = ask(&program, "POST", "/upload", ("multipart/form-data; boundary=edge", body));
    assert!(status == 503 && words.contains("没有收下"), "{status} {words}");
    // What is open stays open; whatever is answered must be true.
    let (status, words) = say(&program, 2, "bench");
    let chat = || ask(&program, "GET", "/fragment/chat?who=citizen:c2", ("text/plain", "")).1;
    assert!(if status == 200 { chat().contains("bench") } else { words.contains("没有收下") }, "{status} {words}");
    program.stop();

    let output = as_nobody(&var).args(["serve", "--listen", "127.0.0.1:0"]).output().expect("it runs");
    let words = refusal(&output);
    assert!(words.contains("权限"), "{words}");
    give(&var, NOBODY, "700");
    let program = Program::start_command(as_nobody(&var), None);
    until("readiness", || is_ready(&program)).await;
    assert!(ask(&program, "GET", "/fragment/chat?who=citizen:c1", ("text/plain", "")).1.contains("lamp"));
    program.stop();
}
