//! Where data comes from 数据来源: a folder, or what is embedded in the program so that it runs from anywhere.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::domain::problem::{Problem, line_at, line_of};

static DATA: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/data");
static INTENTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/intents");

/// A tree of data files.
#[derive(Clone, Debug)]
pub enum Source {
    /// Inside the program, with the folder's name for messages.
    Embedded(&'static Dir<'static>, &'static str),
    /// A folder.
    Folder(PathBuf),
    /// A folder whose files go before those inside the program of the same name: a city writes only what is its own.
    Over(PathBuf, &'static Dir<'static>),
}

/// The trees.
#[derive(Clone, Debug)]
pub struct Sources {
    /// Departments, calendars, profiles, places, sentences.
    pub data: Source,
    /// Intents.
    pub intents: Source,
    /// What was learned from the city's history, where it has something.
    pub model: Option<Source>,
}

impl Sources {
    /// These folders, and what is embedded where none is given. Data that the folder does not have are the embedded ones; a
    /// folder of intents stands for itself, since one intent more or less changes how all the others are understood.
    pub fn new(data: Option<PathBuf>, intents: Option<PathBuf>) -> Self {
        Self {
            model: None,
            data: data.map_or(Source::Embedded(&DATA, "data"), |folder| Source::Over(folder, &DATA)),
            intents: intents.map_or(Source::Embedded(&INTENTS, "intents"), Source::Folder),
        }
    }

    /// The same with this folder of learned weights.
    pub fn with_model(self, model: Option<PathBuf>) -> Self {
        Self { model: model.map(Source::Folder), ..self }
    }
}

impl Source {
    /// One file: its name for messages, and its text.
    ///
    /// # Errors
    /// It is not there, or is not UTF-8.
    pub fn file(&self, path: &str) -> Result<(String, String), Problem> {
        let shown = self.shown(path);
        let text = match self {
            Self::Embedded(dir, _) => embedded(dir, path),
            Self::Over(folder, dir) if !folder.join(path).exists() => embedded(dir, path),
            Self::Folder(folder) | Self::Over(folder, _) => read_text(&folder.join(path)),
        };
        let missing =
            || Problem::new(shown.clone(), None, "读不到这个文件：请检查它是否存在、是否有读取权限、是否为 UTF-8 编码、是否超过 64 MB。");
        text.map(|text| (shown.clone(), text)).ok_or_else(missing)
    }

    /// Every file with this ending directly in a folder (`""` for the tree itself), by name.
    ///
    /// # Errors
    /// The folder is not there, or a file in it cannot be read.
    pub fn files(&self, folder: &str, ending: &str) -> Result<Vec<(String, String)>, Problem> {
        let mut names = self.names(folder)?;
        names.retain(|name| name.strip_suffix(ending).is_some_and(|stem| stem.ends_with('.') && !stem.starts_with('.')));
        names.sort();
        names.dedup();
        let join = |name: &String| if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        names.iter().map(|name| self.file(&join(name))).collect()
    }

    fn names(&self, folder: &str) -> Result<Vec<String>, Problem> {
        let missing = || Problem::new(self.shown(folder), None, "没有这个文件夹：请检查 --data、--intents、--model 指向的位置。");
        match self {
            Self::Embedded(dir, _) => embedded_names(dir, folder).ok_or_else(missing),
            Self::Folder(root) => entries(&root.join(folder)).ok_or_else(missing),
            Self::Over(root, dir) => {
                let mut names = embedded_names(dir, folder).ok_or_else(missing)?;
                names.extend(entries(&root.join(folder)).unwrap_or_default());
                Ok(names)
            }
        }
    }

    /// What is wrong with the folder as a whole: it is not there, or something lies in it that nothing reads. A file of a
    /// misspelt name would otherwise be as good as none.
    pub fn strangers(&self) -> Vec<Problem> {
        let Self::Over(root, dir) = self else { return Vec::new() };
        let Some(mut names) = entries(root) else {
            return vec![Problem::new(root.display().to_string(), None, "没有这个文件夹：请检查 --data 指向的位置。")];
        };
        let known: Vec<&str> = dir.entries().iter().filter_map(|entry| entry.path().file_name()?.to_str()).collect();
        names.retain(|name| !known.contains(&name.as_str()) && !name.starts_with('.') && !name.starts_with("README"));
        names.sort();
        let what = format!("没有用处的文件，可能是名称写错了；这里可以有：{}。", known.join("、"));
        names.iter().map(|name| Problem::new(root.join(name).display().to_string(), None, what.clone())).collect()
    }

    fn shown(&self, path: &str) -> String {
        match self {
            Self::Embedded(_, name) => format!("{name}/{path}").trim_end_matches('/').to_owned(),
            Self::Over(folder, _) if !path.is_empty() && !folder.join(path).exists() => format!("data/{path}"),
            Self::Folder(folder) | Self::Over(folder, _) => folder.join(path).display().to_string(),
        }
    }
}

/// The most bytes of a data file: ten times all that ships.
const LARGEST: u64 = 64 << 20;

/// The text of a file, unless it is none or is too large to be one of ours.
fn read_text(path: &Path) -> Option<String> {
    let mut text = String::new();
    let read = File::open(path).ok()?.take(LARGEST + 1).read_to_string(&mut text).ok()?;
    (u64::try_from(read).ok()? <= LARGEST).then_some(text)
}

fn embedded(dir: &Dir<'_>, path: &str) -> Option<String> {
    dir.get_file(path)?.contents_utf8().map(str::to_owned)
}

fn embedded_names(dir: &'static Dir<'static>, folder: &str) -> Option<Vec<String>> {
    let dir = if folder.is_empty() { dir } else { dir.get_dir(folder)? };
    Some(dir.files().filter_map(|file| Some(file.path().file_name()?.to_str()?.to_owned())).collect())
}

fn entries(folder: &Path) -> Option<Vec<String>> {
    let entries = fs::read_dir(folder).ok()?;
    Some(entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
}

/// Reads TOML; a fault names its line.
///
/// # Errors
/// The file is no TOML, or not of this form.
pub fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, Problem> {
    parse_among(file, text, &[])
}

/// [`parse`] of one of these files of a kind.
///
/// # Errors
/// As [`parse`].
pub fn parse_among<T: serde::de::DeserializeOwned>(file: &str, text: &str, all: &[(String, String)]) -> Result<T, Problem> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_at(text, span.start));
        Problem::misshapen(file, line, error.message(), on_disk(all.iter().map(|(name, _)| name.as_str())))
    })
}

/// Those that people can open: what is embedded is named as if it stood in a folder `data`.
pub fn on_disk<'f>(names: impl Iterator<Item = &'f str>) -> impl Iterator<Item = &'f str> {
    names.filter(|name| Path::new(name).exists())
}

/// A file of another format than this program reads.
pub fn wrong_version(file: &str, text: &str, version: u32) -> Option<Problem> {
    (version != 1).then(|| {
        let what = format!("version = {version} 不是本程序能读的格式，请改为 version = 1，或换用新版本的程序。");
        Problem::new(file, line_of(text, "version"), what)
    })
}
