//! Broken template files are refused with file, line and what to do.

use std::fs;

use super::*;
use crate::domain::complaint::Slot;
use crate::domain::message::Drafting;

type Files = Vec<(String, String)>;

fn shipped() -> Files {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/templates");
    ["citizens", "staff", "refusals", "buttons", "questions", "words"]
        .map(|stem| {
            let name = format!("templates/{stem}.toml");
            let text = fs::read_to_string(format!("{folder}/{stem}.toml")).expect("a shipped file");
            (name, text)
        })
        .into()
}

/// The shipped files with `old` replaced in one of them.
fn changed(stem: &str, old: &str, new: &str) -> Files {
    let mut files = shipped();
    let (_, text) = files.iter_mut().find(|(name, _)| name.contains(stem)).expect("the file");
    assert!(text.contains(old), "{old} is not in {stem}");
    *text = text.replacen(old, new, 1);
    files
}

fn problems(files: &Files) -> Vec<String> {
    match Wording::parse(files) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}

/// The line on which `word` stands in the file.
fn line(files: &Files, stem: &str, word: &str) -> usize {
    let (_, text) = files.iter().find(|(name, _)| name.contains(stem)).expect("the file");
    text.lines().position(|line| line.contains(word)).expect("the word") + 1
}

fn assert_problem(files: &Files, stem: &str, at: &str, what: &str) {
    let found = problems(files);
    let start = format!("templates/{stem}.toml:{}: ", line(files, stem, at));
    assert!(found.iter().any(|problem| problem.starts_with(&start) && problem.contains(what)), "{start}…{what}\n{found:#?}");
}

#[test]
fn the_shipped_templates_are_proved() {
    assert_eq!(problems(&shipped()), Vec::<String>::new());
}

#[test]
fn a_label_that_mentions_nothing_is_what_its_template_says() {
    let wording = Wording::parse(&shipped()).unwrap_or_else(|problems| panic!("the shipped files are proved: {problems:#?}"));
    let directory = Directory::default();
    assert!(wording.labels.len() > 10 && wording.labels.len() < buttons::keys().len());
    for action in button_samples() {
        let said = wording.speak(&buttons::template(&action), &buttons::Variables::of(&action, &directory, None)).expect("a label");
        assert_eq!(wording.button(&action, &directory, None), lines::one_line(&said), "{}", action.key());
    }
}

#[test]
fn a_misspelt_variable_is_found_where_it_stands() {
    let files = changed("citizens", "最迟 {{ due }} 再答复您", "最迟 {{ deu }} 再答复您");
    assert_problem(&files, "citizens", "{{ deu }}", "没有变量“deu”；这句话的变量有：due、number、unit");
    let files = changed("staff", "分类：{{ card.category }}", "分类：{{ card.categroy }}");
    assert_problem(&files, "staff", "card.categroy", "card.categroy");
}

#[test]
fn a_misspelt_variable_is_found_where_no_sample_leads() {
    let files = changed("citizens", "withdrawn = \"", "withdrawn = \"{% if number == '1' %}{{ typo }}{% endif %}");
    assert_problem(&files, "citizens", "typo", "没有变量“typo”");
}

#[test]
fn a_misspelt_variable_of_a_loop_or_a_part_is_found() {
    let files = changed("staff", "{{ case.number }} {{ case.intent }}", "{{ case.number }} {{ case.itnent }}");
    assert_problem(&files, "staff", "case.itnent", "没有的变量");
    let files = changed("citizens", "依据：{{ answer.basis }}", "依据：{{ answer.base }}");
    assert_problem(&files, "citizens", "answer.base", "“_answer_for_citizen”");
}

#[test]
fn a_value_that_can_be_empty_or_is_a_list_is_not_written_bare() {
    let files = changed("citizens", "预计承办：由派单席看过后确定", "预计承办：{{ unit }}由派单席看过后确定");
    assert_problem(&files, "citizens", "{{ unit }}由派单席", "有时是空的");
    let files = changed("citizens", "事项：{{ intent }}（{{ kind }}）", "事项：{{ facts }}（{{ kind }}）");
    assert_problem(&files, "citizens", "{{ facts }}", "一项一项写");
    let files = changed("buttons", "已解决{% else %}", "{{ solved }}{% else %}");
    assert_problem(&files, "buttons", "{{ solved }}{% else %}", "写成话");
}

#[test]
fn a_template_that_cannot_be_read_is_found_where_it_stands() {
    let files = changed("citizens", "没等到您的回复，", "没等到您的回复{{，");
    assert_problem(&files, "citizens", "没等到您的回复{{", "“registered”：模板写法不对");
    let files = changed("staff", "shorten(600)", "shortne(600)");
    assert_problem(&files, "staff", "shortne", "没有这个过滤器");
}

#[test]
fn keys_are_exact() {
    let files = changed("citizens", "no_case =", "nocase =");
    assert_problem(&files, "citizens", "nocase", "没有“nocase”这句话");
    assert!(problems(&files).iter().any(|problem| problem.contains("缺少“no_case”这句话")));
    let files = changed("questions", "plate =", "licence =");
    assert_problem(&files, "questions", "licence", "没有“licence”这句话");
    let files = changed("refusals", "no_return =", "_part =");
    assert!(problems(&files).iter().any(|problem| problem.contains("缺少“no_return”")));
}

#[test]
fn a_part_that_nobody_uses_is_found() {
    let files = changed("staff", "version = 1", "version = 1\n_spare = \"{{ typo }}\"");
    assert_problem(&files, "staff", "_spare", "没有哪句话用到公用段落“_spare”");
}

#[test]
fn a_part_has_one_place() {
    let files = changed("staff", "version = 1", "version = 1\n_facts = \"\"");
    assert_problem(&files, "staff", "_facts = \"\"", "另一个文件里已经有了");
}

#[test]
fn what_is_no_template_file_is_found() {
    assert_problem(&changed("words", "version = 1", "version = 2"), "words", "version", "只认 version = 1");
    assert!(problems(&changed("words", "version = 1", "")).iter().any(|problem| problem.contains("words.toml:1: 缺少 version = 1")));
    assert_problem(&changed("words", "name = \"", "name = 5 \""), "words", "name = 5", "不是正确的 TOML");
    assert_problem(&changed("words", "desk = \"12345派单席\"", "desk = 7"), "words", "desk = 7", "应当是文字");
    assert_problem(&changed("questions", "您希望", "{{ name }}希望"), "questions", "{{ name }}希望", "请写成普通文字");
}

#[test]
fn files_are_exact() {
    let mut files = shipped();
    files.push(("templates/citizen.toml".to_owned(), "version = 1".to_owned()));
    assert!(problems(&files)[0].starts_with("templates/citizen.toml: 不认识这个模板文件"));
    assert!(problems(&shipped()[1..].to_vec())[0].starts_with("templates/citizens.toml: 缺少这个模板文件"));
}

#[test]
fn a_sentence_that_comes_out_empty_is_found() {
    let files = changed("staff", "{% if cases %}", "{% if cases and more %}");
    assert_eq!(problems(&files), Vec::<String>::new(), "the other branch says something");
    let files = changed("citizens", "discarded = \"好的，没有提交，也不会转给任何单位。以后想反映，随时写给我。\"", "discarded = \" \"");
    assert_problem(&files, "citizens", "discarded", "一个字也没有");
}

/// Every slot has a question under its own name; the match has no wildcard, so that a new slot is noticed.
#[test]
fn every_slot_has_a_question() {
    let key = |slot: Slot| match slot {
        Slot::Place => "place",
        Slot::Time => "time",
        Slot::About => "about",
        Slot::Wish => "wish",
        Slot::Phone => "phone",
        Slot::Name => "name",
        Slot::Plate => "plate",
        Slot::Amount => "amount",
        Slot::Order => "order",
        Slot::Court => "court",
        Slot::Confidential => "confidential",
        Slot::Headcount => "headcount",
        Slot::Representatives => "representatives",
        Slot::Proxy => "proxy",
    };
    let asked: Vec<Slot> = crate::domain::message::samples()
        .into_iter()
        .filter_map(|message| match message {
            Message::Drafting(Drafting::AskMissing { missing, .. }) => Some(missing),
            _ => None,
        })
        .max_by_key(Vec::len)
        .expect("a sample that asks");
    assert_eq!(asked.into_iter().map(key).collect::<Vec<_>>(), book::QUESTIONS);
}

/// The variant's name in snake case; of a group's message, its own within the group.
fn variant(message: &Message) -> String {
    let shown = format!("{message:?}");
    let mut names = shown.split(|c: char| !c.is_alphanumeric());
    let first = names.next().expect("a name");
    let name = if shown[first.len()..].starts_with('(') { names.next().expect("a name within the group") } else { first };
    let words = name.char_indices().map(|(at, c)| if c.is_uppercase() && at > 0 { format!("_{c}") } else { c.to_string() });
    words.collect::<String>().to_lowercase()
}

/// The keys written down are the names of the variants, which are the names in the data.
#[test]
fn keys_are_the_names_of_the_variants() {
    for message in crate::domain::message::samples() {
        assert_eq!(variant(&message), message.key());
    }
    let mut sampled = std::collections::BTreeSet::new();
    for message in crate::domain::message::samples() {
        let Message::Refused { refusal } = message else { continue };
        let name = serde_json::to_value(&refusal).expect("json")["refusal"].as_str().expect("a name").to_owned();
        assert_eq!(format!("refusal.{name}"), refusals::template(&refusal));
        sampled.insert(name);
    }
    assert_eq!(sampled.len(), refusals::KEYS.len(), "every refusal is sampled");
}

#[test]
fn a_sentence_that_fails_in_spite_of_the_proof_is_replaced_by_trouble() {
    let tricky = "accepted = \"{{ hotline_name[number] if number == '20260213-000099' else number }}";
    let wording = Wording::parse(&changed("citizens", "accepted = \"", tricky)).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let said = |number: &str| wording.say(&Message::Accepted { number: number.parse().expect("a case number") });
    assert!(said("20260213-000098").starts_with("20260213-000098工单"));
    assert_eq!(said("20260213-000099"), wording.say(&Message::Trouble));
}
