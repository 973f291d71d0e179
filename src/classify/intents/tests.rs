use super::*;
use crate::domain::department::tests::bureau;

/// A file that is right, for each test to spoil in its own way.
const GOOD: &str = r#"version = 1
id = "lamp"
name = "路灯"
category = "城乡建设"
duty = "路灯照明"
kind = "help"
needs = ["place"]
examples = ["路灯不亮", "路灯坏了", "巷口路灯一闪一闪"]
counter_examples = ["家里停电"]
patterns = [{ regex = '灯.{0,4}不亮', weight = 2 }]
negative = { "停电" = 1.0 }

[keywords]
"路灯" = 3
"~LED灯" = 0.5
"#;

fn problems(file: &str, text: &str) -> Vec<String> {
    parse_intent(file, text).err().unwrap_or_default().iter().map(Problem::to_string).collect()
}

#[test]
fn a_right_file_is_read_whole() {
    let intent = parse_intent("intents/lamp.toml", GOOD).expect("right");
    assert_eq!(intent.id, IntentId::from("lamp"));
    assert_eq!((intent.urgency, intent.kind, intent.duty.line), (Urgency::Normal, Kind::Help, 5));
    assert_eq!(intent.examples[1], At { value: "路灯坏了".into(), line: 8 });
    let word = |word: &str, anywhere, weight| Keyword { word: word.into(), anywhere, weight };
    assert_eq!(intent.keywords, [word("led灯", true, 0.5), word("路灯", false, 3.0), word("停电", false, -1.0)]);
    assert!(intent.emergency.is_none() && intent.patterns.len() == 1);
}

#[test]
fn every_mistake_has_its_line_and_says_what_to_do() {
    for (right, wrong, line, says) in [
        ("version = 1", "version = 2", 1, "version = 1"),
        ("id = \"lamp\"", "id = \"lamps\"", 2, "文件名“lamp”"),
        ("name = \"路灯\"", "name = \" \"", 3, "name 是空的"),
        ("category = \"城乡建设\"", "category = \"城建\"", 4, "请改用列出的一个"),
        ("kind = \"help\"", "kind = \"help\"\nurgency = \"emergency\"", 7, "normal 或 urgent"),
        ("kind = \"help\"", "kind = \"help\"\ncolour = 3", 7, "不认识的字段"),
        (", \"巷口路灯一闪一闪\"]", "]", 8, "至少要 3 条"),
        ("[\"家里停电\"]", "[]", 9, "counter_examples 至少要 1 条"),
        ("[\"家里停电\"]", "[\"\"]", 9, "空的一条"),
        ("灯.{0,4}不亮", "灯(不亮", 10, "正则式写错了"),
        ("灯.{0,4}不亮", "(灯)?", 10, "空文本"),
        ("weight = 2", "weight = -2", 10, "0 到 10"),
        ("\"停电\" = 1.0", "\"停电\" = 99.0", 11, "0 到 10"),
        ("\"路灯\" = 3", "\"路灯\" = nan", 14, "0 到 10"),
        ("\"路灯\" = 3", "\"路灯\" = inf", 14, "0 到 10"),
        ("\"路灯\" = 3", "\"路灯\" = \"3\"", 14, "类型不对"),
        ("\"路灯\" = 3", "\"路灯\" = 3\n\"路灯\" = 2", 15, "写了两次"),
        ("\"路灯\" = 3", "\"led灯\" = 3", 15, "重复计分"),
        ("\"路灯\" = 3", "\"~\" = 3", 14, "关键词是空的"),
        ("kind = \"help\"", "kind = \"help\"\nhotline = \"12345\"\nalarm = ['火']", 7, "110、119、120、122"),
        ("kind = \"help\"", "kind = \"help\"\nhotline = \"119\"", 7, "没有 alarm"),
        ("kind = \"help\"", "kind = \"help\"\nalarm = ['火']", 7, "没有 hotline"),
        ("kind = \"help\"", "kind = help", 6, "TOML 写法有误"),
    ] {
        let told = problems("intents/lamp.toml", &GOOD.replacen(right, wrong, 1));
        let wanted = format!("intents/lamp.toml:{line}: ");
        assert!(told.iter().any(|p| p.starts_with(&wanted) && p.contains(says)), "{wrong}: {told:?}");
    }
}

#[test]
fn an_empty_or_missing_part_is_told() {
    let told = problems("intents/lamp.toml", &GOOD.replacen("\"路灯\" = 3\n\"~LED灯\" = 0.5\n", "", 1));
    assert!(told[0].contains("[keywords] 是空的"), "{told:?}");
    let told = problems("intents/lamp.toml", &GOOD.replacen("duty = \"路灯照明\"\n", "", 1));
    assert!(told[0].contains("缺少必填的字段") && told[0].contains("duty"), "{told:?}");
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once() {
    let spoiled = GOOD.replacen("version = 1", "version = 3", 1).replacen("\"路灯\" = 3", "\"路灯\" = 33", 1);
    assert_eq!(problems("intents/lantern.toml", &spoiled).len(), 3);
}

#[test]
fn a_duty_that_nobody_owns_is_told() {
    let intents = [parse_intent("intents/lamp.toml", GOOD).expect("right")];
    let unit = |duty: &str| bureau("shizheng", "市政", &[duty]);
    assert_eq!(unowned_duties(&intents, &Directory::new(vec![unit("路灯照明")])), []);
    let told = unowned_duties(&intents, &Directory::new(vec![unit("道路")]));
    assert_eq!((told[0].line, told.len()), (Some(5), 1));
}
