//! Data files 数据文件: an intent, a tree of units, a calendar, a profile or any other file that somebody wrote wrong is told of
//! with its name, or read; never a panic, and never for ever.

use std::path::Path;
use std::time::{Duration, Instant};

use yousu::city::{Source, Sources, load_appraisal, load_calendars, load_departments, load_profiles};
use yousu::classify::corpus::{Corpus, Lesson};
use yousu::classify::ear::Ear;
use yousu::classify::intents::parse_intent;
use yousu::classify::learned::Model;
use yousu::classify::segment::Segmenter;
use yousu::classify::signs::Signs;
use yousu::classify::spelling::Speller;
use yousu::classify::tone::Tone;
use yousu::documents::Papers;
use yousu::domain::problem::Problem;
use yousu::intake::abuse::AbuseFinder;
use yousu::intake::slots::{Brands, Places};
use yousu::wording::Wording;

use super::input::Input;

/// So long may reading one file take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A sort of file: its name, one that is well written, and who reads it.
type Sort = (&'static str, &'static str, fn(&str, &str) -> Vec<Problem>);

const CORPUS: &str = "version = 1\n[[group]]\nhotline = \"119\"\nabout = \"着火\"\ntexts = [\"着火了\", \"楼下冒烟\"]\n";
const KINDS: &str = "version = 1\n[[group]]\nkind = \"help\"\nabout = \"路灯\"\ntexts = [\"请修一下路灯\"]\n";

const MAP: &str = "version = 1\n[columns]\nnumber = \"工单编号\"\ntext = [\"诉求内容\"]\nreceived = \"来电时间\"\nunit = \"承办单位\"\n\n[units]\n\"市容局\" = \"城管局\"\n\n[words]\nclosed = [\"结了\"]\n";

const SORTS: &[Sort] = &[
    ("intents/admin-review.toml", include_str!("../../../intents/admin-review.toml"), |name, text| {
        parse_intent(name, text).err().unwrap_or_default()
    }),
    ("departments.toml", include_str!("../../cities/tanxi/data/departments.toml"), |name, text| {
        in_folder(name, text, |source| load_departments(source).err().unwrap_or_default())
    }),
    ("calendars/2026.toml", include_str!("../../../data/calendars/2026.toml"), |name, text| {
        in_folder(name, text, |source| load_calendars(source).err().unwrap_or_default())
    }),
    ("profiles/national.toml", include_str!("../../../data/profiles/national.toml"), |name, text| {
        in_folder(name, text, |source| load_profiles(source).err().unwrap_or_default())
    }),
    ("spellings.toml", include_str!("../../../data/spellings.toml"), |name, text| Speller::parse(name, text).err().unwrap_or_default()),
    ("places.toml", include_str!("../../cities/tanxi/data/places.toml"), |name, text| {
        Places::parse(name, text).err().into_iter().collect()
    }),
    ("brands.toml", include_str!("../../../data/brands.toml"), |name, text| Brands::parse(name, text).err().into_iter().collect()),
    ("risks.toml", include_str!("../../../data/risks.toml"), |name, text| Signs::parse(name, text).err().unwrap_or_default()),
    ("abuse.toml", include_str!("../../../data/abuse.toml"), |name, text| AbuseFinder::parse(name, text).err().unwrap_or_default()),
    ("emergencies/a.toml", CORPUS, |name, text| Corpus::parse(&one(name, text), Lesson::Hotline).err().unwrap_or_default()),
    ("kinds/a.toml", KINDS, |name, text| Corpus::parse(&one(name, text), Lesson::Kind).err().unwrap_or_default()),
    ("templates/refusals.toml", include_str!("../../../data/templates/refusals.toml"), |name, text| {
        Wording::parse(&one(name, text)).err().unwrap_or_default()
    }),
    ("papers/transfer.toml", include_str!("../../../data/papers/transfer.toml"), among_papers),
    ("papers/office.toml", include_str!("../../../data/papers/office.toml"), among_papers),
    ("appraisal.toml", include_str!("../../../data/appraisal.toml"), |name, text| {
        in_folder(name, text, |source| load_appraisal(source).err().unwrap_or_default())
    }),
    ("map.toml", MAP, super::imports::of_map),
    ("dict.txt", include_str!("../../../data/dict.txt"), |_, text| Segmenter::new(text).err().into_iter().collect()),
    ("model.toml", include_str!("../../../data/tone/model.toml"), |name, text| {
        let all = [Model::parse(&one(name, text)).err(), Ear::parse(&one(name, text)).err(), Tone::parse(&one(name, text)).err()];
        all.into_iter().flatten().flatten().collect()
    }),
];

/// What stands in numbers and quotes, and what a hurried or hostile hand writes there.
const WRONG: &[&str] = &[
    "0",
    "-1",
    "4294967296",
    "99999999999999999999",
    "1e308",
    "nan",
    "inf",
    "true",
    "[]",
    "{}",
    "\"\"",
    "\" \"",
    "\"x\"",
    "\"9999-12-31\"",
    "\"+262142-12-31\"",
    "\"-262143-01-01\"",
    "\"0000-00-00\"",
    "\"99999d\"",
    "\"400wd\"",
    "\"0wd\"",
    "\"-5d\"",
    "\"(((((\"",
    "\"(a*)*b\"",
    "\"a{1000}{1000}{1000}\"",
    "\"[\\\\p{Han}]{1,999999}\"",
    "\"{{ a\"",
    "\"{% for i in range(99999999) %}x{% endfor %}\"",
    "\"../../x\"",
    "\"\\u0000\"",
    "\"\\u202e\"",
    "'''",
    "1979-05-27",
    "2026-02-30",
    "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]",
];

/// Bytes as a file of some sort: as they come, or a well-written one with pieces of it changed.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let (name, text, read) = input.pick(SORTS);
    let text = match input.byte() % 4 {
        0 => String::from_utf8_lossy(input.bytes(usize::MAX)).into_owned(),
        _ => spoilt(text, &mut input),
    };
    let begun = Instant::now();
    for problem in read(name, &text) {
        let told = problem.to_string();
        assert!(!problem.what.trim().is_empty() && told.len() < 20_000, "{told}");
        assert!(problem.line.is_none_or(|line| (1..=text.lines().count() + 1).contains(&line)), "no such line: {told}");
    }
    assert!(begun.elapsed() < PATIENCE, "{name}: {:?}", begun.elapsed());
}

/// What is said of files that are as they should be: of each the name, and the problems.
pub fn of_good_ones() -> Vec<(&'static str, Vec<Problem>)> {
    SORTS.iter().map(|(name, text, read)| (*name, read(name, text))).collect()
}

fn one(name: &str, text: &str) -> [(String, String); 1] {
    [(name.to_owned(), text.to_owned())]
}

/// Reads the file in the place of the shipped one, among the shipped others: papers are proved together.
fn among_papers(name: &str, text: &str) -> Vec<Problem> {
    let shipped = Sources::new(None, None).data.files("papers", "toml").expect("what ships");
    let one = |file: &(String, String)| if file.0.ends_with(name) { (name.to_owned(), text.to_owned()) } else { file.clone() };
    let files: Vec<(String, String)> = shipped.iter().map(one).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    // Only what is said of this file: a kind that it gave up is told of the folder.
    let problems = Papers::parse(&files).err().unwrap_or_default();
    problems.into_iter().filter(|problem| problem.file == name).collect()
}

/// Reads the file from a folder, as a city has it.
fn in_folder(name: &str, text: &str, read: impl FnOnce(&Source) -> Vec<Problem>) -> Vec<Problem> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
    std::fs::write(&path, text).expect("a file");
    read(&Source::Folder(folder.path().to_owned()))
}

/// The file after a few changes to its lines and values.
fn spoilt(text: &str, input: &mut Input<'_>) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for _ in 0..=input.below(5) {
        let place = input.below(lines.len().max(1));
        let Some(line) = lines.get_mut(place) else { break };
        match input.byte() % 8 {
            0..=3 => {
                let key = line.split('=').next().unwrap_or_default().trim_end().to_owned();
                *line = format!("{key} = {}", input.pick(WRONG));
            }
            4 => *line = input.text().replace('\n', " "),
            5 => drop(lines.remove(place)),
            6 => {
                let again = line.clone();
                lines.insert(place, again);
            }
            _ => lines.truncate(place),
        }
    }
    lines.join("\n")
}
