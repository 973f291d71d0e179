//! Licences, duplicates and sources of what we build on, held to `.cargo/deny.toml` without any tool but cargo itself.
//! `cargo deny` reads the same file where it is installed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// The part of `.cargo/deny.toml` that is held here.
#[derive(Deserialize)]
struct Deny {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Deserialize)]
struct Licenses {
    allow: Vec<String>,
}

#[derive(Deserialize)]
struct Bans {
    skip: Vec<Skip>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

/// A version that may stand beside another one, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Skip {
    #[serde(rename = "crate")]
    krate: String,
    reason: String,
}

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    source: Option<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
}

fn read<T: for<'de> Deserialize<'de>>(path: &str) -> T {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo and rustc write UTF-8")
}

/// The packages that are compiled for this machine; those for others need not be on it.
fn packages() -> Vec<Package> {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = run(Command::new(rustc).arg("-vV"));
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = ["metadata", "--offline", "--locked", "--format-version", "1", "--filter-platform", host];
    let json = run(Command::new(cargo).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")));
    serde_json::from_str::<Metadata>(&json).expect("cargo metadata is JSON").packages
}

/// Whether an SPDX expression can be fulfilled with the licences allowed; `A/B` is the old way to write `A OR B`.
fn is_allowed(expression: &str, allow: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().rev().collect();
    let fulfilled = either(&mut words, allow);
    fulfilled && words.is_empty()
}

/// `A OR B`; the words stand in reverse, the next one last.
fn either(words: &mut Vec<&str>, allow: &[String]) -> bool {
    let mut fulfilled = both(words, allow);
    while words.pop_if(|word| *word == "OR").is_some() {
        fulfilled |= both(words, allow);
    }
    fulfilled
}

/// `A AND B`, which binds tighter.
fn both(words: &mut Vec<&str>, allow: &[String]) -> bool {
    let mut fulfilled = single(words, allow);
    while words.pop_if(|word| *word == "AND").is_some() {
        fulfilled &= single(words, allow);
    }
    fulfilled
}

/// `A`, `A WITH exception` or an expression in brackets.
fn single(words: &mut Vec<&str>, allow: &[String]) -> bool {
    match words.pop() {
        Some("(") => {
            let fulfilled = either(words, allow);
            words.pop() == Some(")") && fulfilled
        }
        Some(licence) => {
            let exception = words.pop_if(|word| *word == "WITH").and_then(|_| words.pop());
            let whole = exception.map_or_else(|| licence.to_owned(), |exception| format!("{licence} WITH {exception}"));
            allow.contains(&whole)
        }
        None => false,
    }
}

#[test]
fn every_licence_is_allowed() {
    let allow = read::<Deny>(".cargo/deny.toml").licenses.allow;
    let packages = packages();
    assert!(packages.len() > 50, "cargo names what we build on");
    let expression = |package: &Package| package.license.clone().unwrap_or_else(|| "none".to_owned());
    let refused: Vec<String> = packages
        .iter()
        .filter(|package| !is_allowed(&expression(package), &allow))
        .map(|package| format!("{} {}: {}", package.name, package.version, expression(package)))
        .collect();
    assert!(refused.is_empty(), "licences that .cargo/deny.toml does not allow:\n  {}", refused.join("\n  "));
}

#[test]
fn no_crate_is_there_twice_without_a_reason() {
    let skip = read::<Deny>(".cargo/deny.toml").bans.skip;
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in read::<Lock>("Cargo.lock").package {
        versions.entry(package.name).or_default().insert(package.version);
    }
    let skipped: BTreeSet<&str> = skip.iter().map(|skip| skip.krate.as_str()).collect();
    for (name, versions) in &versions {
        let kept: Vec<&String> = versions.iter().filter(|version| !skipped.contains(format!("{name}@{version}").as_str())).collect();
        assert!(kept.len() <= 1, "{name} is there as {kept:?}: use one, or give the older a reason in .cargo/deny.toml");
    }
    for Skip { krate, reason } in &skip {
        let (name, version) = krate.split_once('@').unwrap_or_else(|| panic!("{krate}: write name@version"));
        let present = versions.get(name).is_some_and(|all| all.contains(version) && all.len() > 1);
        assert!(present && !reason.is_empty(), "{krate} is no duplicate any more: strike it from .cargo/deny.toml");
    }
}

#[test]
fn everything_comes_from_the_registry() {
    let allowed = read::<Deny>(".cargo/deny.toml").sources.allow_registry;
    let allowed: Vec<String> = allowed.iter().map(|url| format!("registry+{url}")).collect();
    for package in read::<Lock>("Cargo.lock").package {
        let known = package.source.as_ref().map_or(package.name == "yousu", |source| allowed.contains(source));
        assert!(known, "{} comes from {:?}", package.name, package.source);
    }
}

#[test]
fn expressions_are_read() {
    let allow = ["MIT", "Apache-2.0 WITH LLVM-exception", "ISC"].map(str::to_owned);
    for good in
        ["MIT", "GPL-3.0 OR MIT", "GPL-3.0/MIT", "(GPL-3.0 OR MIT) AND ISC", "Apache-2.0 WITH LLVM-exception", "GPL-3.0 OR MIT AND ISC"]
    {
        assert!(is_allowed(good, &allow), "{good}");
    }
    for bad in ["", "none", "GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", "(MIT", "MIT)", "Apache-2.0 WITH other", "MIT ISC"] {
        assert!(!is_allowed(bad, &allow), "{bad}");
    }
}
