//! The golden conversations 对话: every script in `tests/conversations` happens as it is written. `CONVERSATION=12` plays the
//! one whose name contains it; `yousu play` shows it.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::domain::problem::Problem;
use yousu::play::{Script, play};

fn city() -> Arc<City> {
    let city = City::load(&Sources::new(None, None), DEFAULT_PROFILE);
    Arc::new(city.unwrap_or_else(|problems| panic!("{}", lines(&problems))))
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The transcript, and how it ended.
async fn played(name: &str, text: &str, city: &Arc<City>) -> (String, Result<(), Problem>) {
    let script = match Script::parse(name, text) {
        Ok(script) => script,
        Err(problems) => return (String::new(), Err(Problem::of(name, lines(&problems)))),
    };
    let mut transcript = String::new();
    let mut tell = |line: &str| {
        transcript.push_str(line);
        transcript.push('\n');
    };
    let end = play(&script, city.clone(), &mut tell).await;
    (transcript, end)
}

#[tokio::test]
async fn every_conversation_happens_as_it_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conversations");
    let mut files: Vec<_> = fs::read_dir(&folder).expect("the folder of conversations").map(|file| file.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    assert!(files.len() >= 28, "only {} conversations", files.len());
    let only = std::env::var("CONVERSATION").unwrap_or_default();
    let city = city();
    let mut failures = Vec::new();
    for file in files.iter().filter(|file| file.to_string_lossy().contains(&only)) {
        let name = format!("tests/conversations/{}", file.file_name().expect("a file has a name").to_string_lossy());
        let text = fs::read_to_string(file).expect("a script in UTF-8");
        if !text.trim_end().ends_with("outbox < empty") {
            failures.push(format!("{name}: a conversation ends with “outbox < empty”"));
        }
        if let (_, Err(problem)) = played(&name, &text, &city).await {
            failures.push(problem.to_string());
        }
    }
    assert!(failures.is_empty(), "\n{}\n{} of {} conversations went another way", failures.join("\n\n"), failures.len(), files.len());
}

/// A new city is a folder of data: what it says differs from the embedded data, and its plays show it.
#[tokio::test]
async fn every_city_needs_only_its_data() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cities");
    let mut played_so_far = 0;
    for county in fs::read_dir(&folder).expect("the folder of cities").map(|entry| entry.expect("an entry").path()) {
        let name = county.file_name().expect("a folder has a name").to_string_lossy().into_owned();
        let city = City::load(&Sources::new(Some(county.join("data")), None), &name);
        let city = Arc::new(city.unwrap_or_else(|problems| panic!("{}", lines(&problems))));
        let mut files: Vec<_> = fs::read_dir(&county).expect("readable").map(|file| file.expect("a file").path()).collect();
        files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
        files.sort();
        for file in files {
            let text = fs::read_to_string(&file).expect("a script in UTF-8");
            let (transcript, end) = played(&file.display().to_string(), &text, &city).await;
            assert!(end.is_ok(), "{}\n{transcript}", end.expect_err("it went another way"));
            played_so_far += 1;
        }
    }
    assert!(played_so_far >= 3, "only {played_so_far}");
}

#[tokio::test]
async fn a_play_that_goes_another_way_names_its_line() {
    let city = city();
    let opened = "@2026-03-02 09:00\n\ncitizen:王 > 城东区解放路12号楼下路灯不亮，好几天了\n";
    for (rest, line, says) in [
        ("citizen:王 < 恭喜发财", 4, "预期收到含“恭喜发财”的消息"),
        ("citizen:王 <! 确认", 4, "预期不会收到含“确认”的消息"),
        ("citizen:王 <2x 请核对", 4, "预期恰好收到 2 条"),
        ("citizen:王 ! 起飞", 4, "没有收到过含“起飞”的按钮。收到过的按钮：确认、更正、不提交"),
        ("dispatcher ! 起飞", 4, "还没有收到任何按钮"),
        ("case < 待签收", 4, "还没有任何工单"),
        ("citizen:王 ! 确认\ncase < 办理中", 5, "预期符合而不符合：办理中。"),
        ("citizen:王 ! 确认\ncase <! 待签收", 5, "预期不应有却有：待签收。"),
        ("citizen:王 ! 确认\n\ncase:2 < 待签收", 6, "没有第 2 件工单"),
        ("@2026-03-01 09:00", 4, "时钟只能往前拨"),
        ("handler:太空局 ! 签收", 4, "没有叫“太空局”的单位"),
        ("system ! back", 4, "程序没有停"),
        ("system ! away\ncitizen:王 ! 确认\noutbox < empty", 6, "还有 1 条来信没有读"),
    ] {
        let (transcript, end) = played("一幕.txt", &format!("{opened}{rest}\n"), &city).await;
        let problem = end.expect_err(rest);
        assert_eq!(problem.line, Some(line), "{problem}\n{transcript}");
        assert!(problem.to_string().contains(says), "{rest}: {problem}");
    }
}

#[tokio::test]
async fn a_transcript_reads_like_a_chat() {
    let text = "citizen:王 > 城东区解放路12号楼下路灯不亮，好几天了\ncitizen:王 ! 确认\n@+1h\nhandler:市政中心 ! 签收\n";
    let (transcript, end) = played("一幕.txt", text, &city()).await;
    end.expect("it happens as written");
    let first = "── 2026-03-02 09:00 周一\ncitizen:王 > 城东区解放路12号楼下路灯不亮，好几天了\n    → citizen:王\n      ";
    assert!(transcript.starts_with(first), "{transcript}");
    assert!(transcript.contains("\n      [确认] [更正] [不提交]\n"), "{transcript}");
    assert!(transcript.contains("── 2026-03-02 10:00 周一\nhandler:市政中心 ! 签收\n"), "{transcript}");
}

/// A city with weights learned from its history: they decide whose matter it is.
#[tokio::test]
async fn what_was_learned_decides_whose_it_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources = Sources::new(None, None).with_model(Some(root.join("tests/models/anlan")));
    let city = City::load(&sources, DEFAULT_PROFILE);
    let city = Arc::new(city.unwrap_or_else(|problems| panic!("{}", lines(&problems))));
    let mut files: Vec<_> = fs::read_dir(root.join("tests/conversations/learned"))
        .expect("the folder of conversations")
        .map(|file| file.expect("a file").path())
        .collect();
    files.sort();
    assert!(files.len() >= 2, "only {}", files.len());
    for file in files {
        let text = fs::read_to_string(&file).expect("a script in UTF-8");
        let (transcript, end) = played(&file.display().to_string(), &text, &city).await;
        assert!(end.is_ok(), "{}\n{transcript}", end.expect_err("it went another way"));
    }
}
