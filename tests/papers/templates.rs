//! What `yousu check` says of a city's templates 文书模板: file, line, and what to do.

use std::fs;

use yousu::city::{City, Sources};
use yousu::domain::paper::PaperKind;
use yousu::domain::privacy::Reader;
use yousu::domain::staff::Role;

use super::common::root;
use super::papers::{facts, life, short};

/// The problems of a city whose template is changed like this.
fn problems(file: &str, from: &str, to: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("papers")).expect("a folder");
    let text = fs::read_to_string(root(&format!("data/papers/{file}"))).expect("a template");
    assert!(text.contains(from), "{file} has “{from}”");
    fs::write(folder.path().join("papers").join(file), text.replacen(from, to, 1)).expect("written");
    let loaded = City::load(&Sources::new(Some(folder.path().to_owned()), None), "national");
    let problems = loaded.err().unwrap_or_default();
    let place = format!("{}/", folder.path().display());
    problems.iter().map(|problem| problem.to_string().replace(&place, "")).collect()
}

/// The line of these words in a template that ships.
fn line(file: &str, words: &str) -> usize {
    let text = fs::read_to_string(root(&format!("data/papers/{file}"))).expect("a template");
    let before = &text[..text.find(words).expect("the words")];
    before.matches('\n').count() + 1
}

#[test]
fn faults_are_told_with_file_and_line() {
    for (file, from, to, words) in [
        ("urging.toml", "{{ to.unit }}：", "{{ to.office }}：", "没有变量“to.office”"),
        ("urging.toml", "直至追究责任。", "直至追究责任{{ letter.wrds }}。", "没有变量“letter.wrds”"),
        ("urging.toml", "直至追究责任。", "直至追究责任{{。", "写法不对"),
        ("inquiry.toml", "{{ letter.words }}", "{{ letter.answer_by }}", "有时是空的"),
        ("bulletin.toml", "{{ item.what }}", "{{ item.when }}", "没有变量“item.when”"),
        ("bulletin.toml", "each = \"steps\"", "each = \"stpes\"", "没有变量“stpes”"),
        ("registration.toml", "when = \"case.wish\"", "when = \"case.wsh\"", "没有变量“case.wsh”"),
        ("registration.toml", "span = 3 }]", "span = 2 }]", "合起来应当是 4 列"),
        ("office.toml", "{{ city }}12345", "{{ ctiy }}12345", "用到了没有的变量"),
    ] {
        let all = problems(file, from, to);
        let at = format!("papers/{file}:{}: ", line(file, from));
        assert!(
            all.iter().any(|problem| problem.contains(&at) && problem.contains(words)),
            "{file}: {to}: wanted {at}{words}, got {all:#?}"
        );
    }
}

#[test]
fn what_a_template_may_not_be_is_said() {
    for (file, from, to, words) in [
        ("urging.toml", "version = 1", "version = 2", "version = 2 不是本程序能读的格式"),
        ("urging.toml", "is = \"head\"", "is = \"header\"", "格式不对"),
        ("urging.toml", "kind = \"urging\"", "kind = \"inquiry\"", "已有一份模板"),
        ("urging.toml", "number = ", "numero = ", "格式不对"),
    ] {
        let all = problems(file, from, to);
        assert!(all.iter().any(|problem| problem.contains(words)), "{file}: {to}: {all:#?}");
    }
}

#[test]
fn a_city_says_what_its_office_is_called_without_a_compiler() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("papers")).expect("a folder");
    let text = "version = 1\nname = \"清河市机关效能投诉中心\"\nshort = \"清效\"\nseal = \"（公章）\"\ncontact = \"电话：12345\"\n";
    fs::write(folder.path().join("papers/office.toml"), text).expect("written");
    let city = City::load(&Sources::new(Some(folder.path().to_owned()), None), "national").unwrap_or_else(|all| panic!("{all:#?}"));
    let bench = life(PaperKind::Supervision, &short());
    let facts = facts(&city, PaperKind::Supervision, &bench, Reader::Staff(Role::Handler));
    let page = city.papers.page(PaperKind::Supervision, &facts).expect("filled in");
    for words in ["清河市机关效能投诉中心", "清效督〔2026〕302-1号", "（公章）"] {
        assert!(page.lines().contains(&words), "{words}: {:?}", page.lines());
    }
}
