//! The house's import rules, and some of its habits, held by reading the source.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use regex::Regex;

/// Which module of `src/` may name which. What is not listed is forbidden. Every module may name its own children.
const MAY_NAME: &[(&str, &[&str])] = &[
    // Threads for whoever has much to do.
    ("hands", &[]),
    // Pure: no I/O, no clock.
    ("domain", &[]),
    ("classify", &["domain"]),
    ("intake", &["domain", "classify"]),
    ("letters", &["classify"]),
    ("learn", &["domain", "classify", "letters", "hands"]),
    ("workbench", &["domain"]),
    ("wording", &["domain"]),
    ("documents", &["domain"]),
    ("figures", &["domain"]),
    ("chart", &[]),
    ("reports", &["domain", "figures", "chart"]),
    ("csv", &[]),
    ("publication", &["domain", "figures", "csv"]),
    // The ground.
    ("digest", &[]),
    ("why", &[]),
    ("table", &[]),
    ("clock", &["domain"]),
    ("metrics", &["domain"]),
    ("city", &["domain", "classify", "intake", "wording", "documents", "digest"]),
    ("config", &["domain", "city"]),
    ("store", &["domain", "digest", "metrics", "hands", "why"]),
    // The only writers, and what moves messages and time.
    (
        "desk",
        &[
            "domain",
            "classify",
            "intake",
            "workbench",
            "wording",
            "figures",
            "reports",
            "publication",
            "city",
            "store",
            "clock",
            "metrics",
            "hands",
        ],
    ),
    ("channel", &["domain", "desk", "store", "clock", "metrics"]),
    ("outbox", &["domain", "store", "channel", "clock", "metrics"]),
    ("files", &["domain", "documents", "desk", "channel"]),
    ("reminders", &["domain", "store", "desk", "clock", "metrics"]),
    ("health", &["domain", "desk", "store", "metrics", "why"]),
    // What people and administrators see.
    (
        "web",
        &[
            "domain",
            "desk",
            "store",
            "city",
            "channel",
            "wording",
            "workbench",
            "reports",
            "documents",
            "files",
            "figures",
            "publication",
            "metrics",
            "health",
            "chart",
        ],
    ),
    ("import", &["domain", "classify", "intake", "city", "desk", "store", "csv", "hands", "why"]),
    ("export", &["domain", "import", "csv"]),
    ("admin", &["domain", "figures", "table", "desk", "store", "city", "files", "metrics", "health", "export", "import", "why"]),
    ("control", &["domain", "desk", "store", "city", "admin", "why"]),
    // The whole house on a virtual clock, and the wiring.
    ("play", &[WORKS]),
    ("hot", &["domain", "intake", "city", "letters", "chart"]),
    ("rehearse", &[WORKS]),
    ("eval", &[WORKS]),
    ("cli", &[EVERYTHING]),
];

/// Everything but the page, the wiring and the administrator's door.
const WORKS: &str = "everything but web, cli and control";
const EVERYTHING: &str = "everything";

/// Modules that may not name tokio: what is decided there is decided at once.
const WITHOUT_TOKIO: &[&str] = &["domain", "classify", "intake", "workbench", "wording", "reports", "documents", "figures", "chart"];

/// Crates named in one file (with its children) only, so that each can be replaced in one place.
const AT_HOME: &[(&str, &str)] = &[
    ("teloxide", "channel/telegram"),
    ("sled", "store/sled"),
    ("jieba_rs", "classify/segment"),
    ("sha2", "digest"),
    ("resvg", "chart/picture"),
];

/// The crates that the domain may name besides the standard library.
const OF_THE_DOMAIN: &[&str] = &["chrono", "serde", "thiserror"];

/// Past this many lines a file is telling its author something.
const MOST_LINES: usize = 400;

/// One source file: its place in the house, and its code without comments, texts and tests.
struct Source {
    path: String,
    module: String,
    depth: usize,
    code: String,
}

fn root() -> PathBuf {
    // Read when the test runs, so that it looks at the tree in which it was started.
    std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("a folder of the repository is read").path()) {
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every `.rs` file below `folder`, as (path from the root, text), in order.
fn texts(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    files(&root().join(folder), &mut found);
    found.sort();
    let name = |path: &Path| path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
    found.iter().map(|path| (name(path), fs::read_to_string(path).expect("a source file is text"))).collect()
}

/// The source, read once.
static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let of_the_house = texts("src").into_iter().filter(|(path, _)| !is_of_tests(path) && path != "src/lib.rs");
    let all: Vec<Source> = of_the_house.map(source).collect();
    assert!(all.len() > 20, "the source is read");
    all
});

/// A file that is compiled for tests only: `tests.rs`, or below a folder `tests`.
fn is_of_tests(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

fn source((path, text): (String, String)) -> Source {
    let within = path.trim_start_matches("src/").trim_end_matches(".rs");
    let first = within.split('/').next().unwrap_or_default();
    let module = if first == "main" { "cli" } else { first };
    let depth = within.split('/').count();
    let code = without_tests(&without_words(&text));
    Source { module: module.to_owned(), depth, code, path }
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// Comments and literals.
static WORDS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r##"(?s)//[^\n]*|/\*.*?\*/|b?r#"(.*?)"#|b?"(?:\\.|[^"\\])*"|b?'(?:\\(?:u\{[^}]*\}|.)|[^'\\])'"##));

/// The text without comments, and with every literal emptied.
fn without_words(text: &str) -> String {
    WORDS.replace_all(text, "\"\"").into_owned()
}

/// The code without what stands under `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut kept = String::with_capacity(code.len());
    let mut rest = code;
    while let Some((before, after)) = rest.split_once("#[cfg(test)]") {
        kept.push_str(before);
        rest = &after[end_of_item(after)..];
    }
    kept.push_str(rest);
    kept
}

/// Where the item that begins here ends: at its `;`, or where its braces close.
fn end_of_item(code: &str) -> usize {
    let mut open = 0_usize;
    for (i, c) in code.char_indices() {
        match c {
            '{' => open += 1,
            '}' if open == 1 => return i + 1,
            '}' => open = open.saturating_sub(1),
            ';' if open == 0 => return i + 1,
            _ => {}
        }
    }
    code.len()
}

/// `crate::desk`, `yousu::desk`; the beginning of `crate::{desk, store::Store}`; `super::super::desk`.
static PATH: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:crate|yousu)::(?:(\w+)|\{)|\b((?:super::)+)(\w+)"));

/// The other modules of the house that the code names.
fn named_modules(source: &Source, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for found in PATH.captures_iter(&source.code) {
        match (found.get(1), found.get(2), found.get(3)) {
            (Some(name), ..) => drop(named.insert(name.as_str().to_owned())),
            (_, Some(up), Some(name)) if up.as_str().matches("super").count() >= source.depth => {
                named.insert(name.as_str().to_owned());
            }
            (_, Some(_), _) => {}
            _ => named.extend(first_names(&source.code[found.get(0).expect("the whole is found").end()..])),
        }
    }
    named.retain(|name| modules.contains(name) && *name != source.module);
    named
}

/// The first name of each path of a group: of `desk, store::{Store, Commit}}` they are desk and store.
fn first_names(group: &str) -> Vec<String> {
    let (mut names, mut name, mut deep, mut fresh) = (Vec::new(), String::new(), 0, true);
    for c in group.chars() {
        match c {
            '{' => deep += 1,
            '}' if deep == 0 => break,
            '}' => deep -= 1,
            ',' if deep == 0 => {
                names.push(std::mem::take(&mut name));
                fresh = true;
            }
            c if deep == 0 && fresh && (c.is_alphanumeric() || c == '_') => name.push(c),
            c if deep == 0 && !c.is_whitespace() => fresh = false,
            _ => {}
        }
    }
    names.push(name);
    names
}

/// Where code names a crate.
fn naming(krate: &str) -> Regex {
    pattern(&format!(r"(?m)(?:^|[^:\w])(?:::)?{krate}(?:::|\s+as\b)|\bextern crate {krate}\b|\buse {krate};"))
}

fn assert_none(problems: &[String], rule: &str) {
    assert!(problems.is_empty(), "{rule}:\n  {}", problems.join("\n  "));
}

#[test]
fn modules_name_only_what_they_may() {
    let modules: BTreeSet<String> = SOURCES.iter().map(|source| source.module.clone()).collect();
    let mut problems = Vec::new();
    for source in SOURCES.iter() {
        let Some((_, may)) = MAY_NAME.iter().find(|(module, _)| *module == source.module) else {
            problems.push(format!("{}: the module {} is not in the table MAY_NAME", source.path, source.module));
            continue;
        };
        for name in named_modules(source, &modules) {
            let works = !["web", "cli", "control"].contains(&name.as_str());
            let allowed = may.contains(&name.as_str()) || may.contains(&EVERYTHING) || (may.contains(&WORKS) && works);
            if !allowed {
                problems.push(format!("{}: {} may not name {name}", source.path, source.module));
            }
        }
    }
    assert_none(&problems, "imports against the table");
}

#[test]
fn the_table_has_no_circle_below_the_wiring() {
    // In this order each module names only those before it, but for what the desk tells the channels.
    for (place, (module, may)) in MAY_NAME.iter().enumerate() {
        for name in may.iter().filter(|name| ![WORKS, EVERYTHING].contains(name)) {
            let named = MAY_NAME.iter().position(|(own, _)| own == name);
            assert!(named.is_some_and(|named| named < place), "{module} names {name}, which stands after it or not at all");
        }
    }
}

#[test]
fn what_is_decided_at_once_knows_no_tokio() {
    let tokio = naming("tokio");
    let pure = SOURCES.iter().filter(|source| WITHOUT_TOKIO.contains(&source.module.as_str()));
    let problems: Vec<String> = pure.filter(|source| tokio.is_match(&source.code)).map(|source| source.path.clone()).collect();
    assert_none(&problems, "tokio where it may not be");
}

#[test]
fn a_replaceable_crate_is_named_in_one_place() {
    let mut problems = Vec::new();
    for (krate, home) in AT_HOME {
        let (named, file, folder) = (naming(krate), format!("src/{home}.rs"), format!("src/{home}/"));
        let away = SOURCES.iter().filter(|source| source.path != file && !source.path.starts_with(&folder));
        let wrong = away.filter(|source| named.is_match(&source.code));
        problems.extend(wrong.map(|source| format!("{}: {krate} belongs in {file} and its children", source.path)));
    }
    assert_none(&problems, "crates out of their place");
}

#[test]
fn the_domain_names_the_standard_library_and_three_crates() {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest").parse().expect("a manifest is TOML");
    let dependencies = manifest["dependencies"].as_table().expect("there are dependencies");
    let foreign = dependencies.keys().map(|name| name.replace('-', "_")).filter(|name| !OF_THE_DOMAIN.contains(&name.as_str()));
    let io = ["fs", "net", "io", "process", "env", "thread"].map(|module| format!("std::{module}"));
    let forbidden: Vec<(String, Regex)> = foreign.chain(io).map(|name| (name.clone(), naming(&name))).collect();
    let mut problems = Vec::new();
    for source in SOURCES.iter().filter(|source| source.module == "domain") {
        let named = forbidden.iter().filter(|(_, naming)| naming.is_match(&source.code));
        problems.extend(named.map(|(name, _)| format!("{}: {name}", source.path)));
    }
    assert_none(&problems, "the domain is pure");
}

#[test]
fn one_file_asks_the_time() {
    let clock = pattern(r"\b(?:Utc|Local|SystemTime)::now\b");
    let asking: Vec<&str> = SOURCES.iter().filter(|source| clock.is_match(&source.code)).map(|source| source.path.as_str()).collect();
    assert_eq!(asking, ["src/clock.rs"]);
}

#[test]
fn nothing_is_unwrapped_outside_tests() {
    let unwrap = pattern(r"\.\s*unwrap\(\)");
    let wrong = SOURCES.iter().filter(|source| unwrap.is_match(&source.code));
    let problems: Vec<String> = wrong.map(|source| format!("{}: use an error, or expect() with the proof", source.path)).collect();
    assert_none(&problems, "unwrap()");
}

#[test]
fn nothing_is_left_to_be_done() {
    let marks = pattern(r#"//[/!]? [^"\n]*\b(?:TODO|FIXME|XXX|HACK)\b|\b(?:todo|unimplemented)!"#);
    let all = texts("src").into_iter().chain(texts("tests")).chain(texts("benches"));
    let problems: Vec<String> = all.filter(|(_, text)| marks.is_match(text)).map(|(path, _)| path).collect();
    assert_none(&problems, "unfinished work");
}

#[test]
fn files_stay_short() {
    let all = texts("src").into_iter().chain(texts("tests")).chain(texts("benches"));
    let problems: Vec<String> = all
        .map(|(path, text)| (text.lines().count(), path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert_none(&problems, "files past their measure");
}

#[test]
fn the_reader_of_sources_reads_well() {
    let code = |text: &str| without_tests(&without_words(text));
    assert_eq!(code("let a = \"crate::web\"; // crate::web\n").trim(), "let a = \"\"; \"\"");
    assert_eq!(code("a\n#[cfg(test)]\nmod tests { fn f() { x.unwrap() } }\nb").split_whitespace().collect::<String>(), "ab");
    assert_eq!(code("#[cfg(test)]\nmod tests;\nb").trim(), "b");
    assert_eq!(code("let c = '\"'; let d = '\\''; x.unwrap()").matches("unwrap").count(), 1);
    assert_eq!(first_names("desk, store::{Store, web}, city::City}; use web"), ["desk", "store", "city"]);
    let modules: BTreeSet<String> = ["desk", "store", "web"].map(str::to_owned).into();
    let source = |path: &str, text: &str| source((path.to_owned(), text.to_owned()));
    let named = |path: &str, text: &str| named_modules(&source(path, text), &modules).into_iter().collect::<Vec<_>>();
    assert_eq!(named("src/desk/step.rs", "use super::super::web::Page; use super::store; use crate::desk::Desk;"), ["web"]);
    assert_eq!(named("src/desk.rs", "use crate::{store::Store, web}; fn f(x: &'static str) -> crate::desk::D {}"), ["store", "web"]);
    let sled = naming("sled");
    assert!(["use sled::Db;", "let x: ::sled::Db", "use sled as s;"].iter().all(|code| sled.is_match(code)));
    assert!(!sled.is_match("pub use self::sled::Sled; mod sled; crate::store::sled::open()"));
}
