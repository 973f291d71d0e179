//! What a line is, and what is said of one that is none.

use super::*;

fn read(bytes: &[u8], field: &str) -> Lines<Labelled> {
    Lines::labelled(bytes, field).expect("memory is read")
}

#[test]
fn texts_and_letters_with_their_labels() {
    let mut lines = "\u{feff}{\"text\": \" 井盖没了 \", \"unit\": \"市政处\", \"id\": 3}\n\n{\"subject\": \"停水\", \"detail\": \"三天了\", \"unit\": \"水务局\"}\r\n\
                     {\"detail\": \"路灯不亮\", \"text\": null, \"unit\": \"市政处\"}\n"
        .as_bytes()
        .to_vec();
    lines.extend("{\"text\": \"last, without an end\", \"unit\": \"x\"}".as_bytes());
    let is = read(&lines, "unit");
    assert_eq!(is.bad, []);
    let labels: Vec<(usize, &str)> = is.all.iter().map(|one| (one.line, one.label.as_str())).collect();
    assert_eq!(labels, [(1, "市政处"), (3, "水务局"), (4, "市政处"), (5, "x")]);
    let writings: Vec<_> = is.all.into_iter().map(|one| one.writing).collect();
    let last = Writing::text("last, without an end");
    assert_eq!(writings, [Writing::text("井盖没了"), Writing::letter("停水", "三天了"), Writing::text("路灯不亮"), last]);
}

#[test]
fn levels_are_joined() {
    let lines = "{\"text\": \"a\", \"category\": [\"城建\", \"市政\", \"路灯\"]}\n{\"text\": \"b\", \"category\": \"交通\"}";
    let labels: Vec<String> = read(lines.as_bytes(), "category").all.into_iter().map(|one| one.label).collect();
    assert_eq!(labels, ["城建›市政›路灯", "交通"]);
}

#[test]
fn bad_lines_are_told_by_their_number() {
    let lines = [
        ("没有引号", "JSON"),
        ("[1]", "JSON 对象"),
        ("{\"text\": \"井盖\"}", "没有 unit"),
        ("{\"text\": \"  \", \"unit\": \"市政处\"}", "空的"),
        ("{\"text\": 7, \"unit\": \"市政处\"}", "text 不是文字"),
        ("{\"unit\": \"市政处\"}", "没有 text"),
        ("{\"text\": \"井盖\", \"unit\": 7}", "unit"),
        ("{\"text\": \"井盖\", \"unit\": [\"市政处\", \"\"]}", "unit"),
    ];
    let mut bytes: Vec<u8> = lines.iter().flat_map(|(line, _)| format!("{line}\n").into_bytes()).collect();
    bytes.extend("{\"text\": \"井盖\", \"unit\": \"市政处\"}\n".as_bytes());
    bytes.extend(b"\xff\xfe\n");
    let is = read(&bytes, "unit");
    assert_eq!(is.all.len(), 1);
    assert_eq!(is.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7, 8, 10]);
    let wanted = lines.iter().map(|(_, why)| *why).chain(["UTF-8"]);
    for (bad, why) in is.bad.iter().zip(wanted) {
        assert!(bad.why.contains(why) && bad.why.contains("请") && !bad.why.contains("井盖"), "{why}: {bad:?}");
    }
}

#[test]
fn a_whole_letter_ends_with_its_last_word() {
    let whole = |words| Line::parse(1, words).map(|line| line.whole());
    assert_eq!(whole("{\"subject\": \"停水\"}").as_deref(), Ok("停水"));
    assert_eq!(whole("{\"subject\": \"停水 \", \"detail\": \" 三天了\\n\"}").as_deref(), Ok("停水\n三天了"));
    assert_eq!(whole("{\"text\": \" \"}").as_deref(), Ok(""));
}
