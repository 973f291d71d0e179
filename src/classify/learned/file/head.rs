//! `model.toml`: what was learned, of which files it consists, and how scores become probabilities.

use std::collections::{BTreeMap, HashSet};
use std::ops::RangeInclusive;

use serde::Deserialize;
use toml::Spanned;

use super::{HEAD, VERSION, stem};
use crate::classify::intents::draft::explain;
use crate::classify::learned::{Calibration, Length};
use crate::domain::problem::{Problem, line_at};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    version: Spanned<u32>,
    field: Spanned<String>,
    labels: Spanned<Vec<Spanned<String>>>,
    threshold: Spanned<f64>,
    target: Spanned<f64>,
    length: DraftLength,
    calibration: DraftCalibration,
    #[serde(default)]
    record: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftLength {
    power: Spanned<f64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftCalibration {
    temperature: Spanned<f64>,
    slope: Spanned<f64>,
    offset: Spanned<f64>,
}

/// All of a model that is not in the files of its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub field: String,
    pub length: Length,
    pub calibration: Calibration,
    pub threshold: f64,
    pub target: f64,
    pub record: BTreeMap<String, String>,
}

/// The head, and the files of the labels in their order.
pub type Opened<'t> = (Head, Vec<&'t (String, String)>);

/// Reads `model.toml` among the files and looks up those that it names.
pub fn open(files: &[(String, String)]) -> Result<Opened<'_>, Vec<Problem>> {
    let missing = || vec![Problem::of(HEAD, format!("这个文件夹里没有 {HEAD}；请指向 yousu learn --out 写出的文件夹"))];
    let (file, text) = files.iter().find(|(name, _)| stem(name) == stem(HEAD)).ok_or_else(missing)?;
    let draft = toml::Deserializer::parse(text).and_then(Draft::deserialize).map_err(|error| vec![explain(file, text, &error)])?;
    let mut check = Check { file, text, problems: Vec::new() };
    check.numbers(&draft);
    let labels = check.labels(&draft, files);
    if !check.problems.is_empty() {
        return Err(check.problems);
    }
    let Draft { field, threshold, target, length, calibration, record, .. } = draft;
    let calibration = Calibration {
        temperature: calibration.temperature.into_inner(),
        slope: calibration.slope.into_inner(),
        offset: calibration.offset.into_inner(),
    };
    let length = Length { power: length.power.into_inner() };
    let (threshold, target) = (threshold.into_inner(), target.into_inner());
    Ok((Head { field: field.into_inner(), length, calibration, threshold, target, record }, labels))
}

struct Check<'t> {
    file: &'t str,
    text: &'t str,
    problems: Vec<Problem>,
}

impl<'t> Check<'t> {
    fn wrong<T>(&mut self, value: &Spanned<T>, what: String) {
        self.problems.push(Problem::at(self.file, line_at(self.text, value.span().start), what));
    }

    fn numbers(&mut self, draft: &Draft) {
        if *draft.version.as_ref() != VERSION {
            self.wrong(&draft.version, format!("不支持的版本 {}；请写 version = {VERSION}，或换用新版本的程序", draft.version.as_ref()));
        }
        if draft.field.as_ref().trim().is_empty() {
            self.wrong(&draft.field, "field 是空的；请写学的是哪个字段，例如 unit".to_owned());
        }
        self.number(&draft.threshold, "threshold", 0.0..=1.0);
        self.number(&draft.target, "target", 0.0..=1.0);
        self.number(&draft.length.power, "power", 0.0..=1.0);
        self.number(&draft.calibration.temperature, "temperature", 0.001..=1000.0);
        self.number(&draft.calibration.slope, "slope", 0.001..=1000.0);
        self.number(&draft.calibration.offset, "offset", -1000.0..=1000.0);
    }

    fn number(&mut self, value: &Spanned<f64>, name: &str, range: RangeInclusive<f64>) {
        if !range.contains(value.as_ref()) {
            self.wrong(value, format!("{name} = {} 不在 {} 到 {} 之间；请改", value.as_ref(), range.start(), range.end()));
        }
    }

    /// The files of the labels: each that is named is there, and none is there that is not named.
    fn labels(&mut self, draft: &Draft, files: &'t [(String, String)]) -> Vec<&'t (String, String)> {
        let mut named = HashSet::new();
        let mut labels = Vec::new();
        for id in draft.labels.as_ref() {
            if !named.insert(id.as_ref().as_str()) {
                self.wrong(id, format!("labels 里“{}”写了两次；请删去一个", id.as_ref()));
            }
            match files.iter().find(|(name, _)| stem(name) == id.as_ref()) {
                Some(file) => labels.push(file),
                None => self.wrong(id, format!("没有 {}.toml 这个文件；请补上，或从 labels 里删去", id.as_ref())),
            }
        }
        if labels.is_empty() || labels.len() > usize::from(i16::MAX.unsigned_abs()) {
            self.wrong(&draft.labels, format!("labels 应有 1 到 {} 个标签", i16::MAX));
        }
        let strangers = files.iter().filter(|(name, _)| stem(name) != stem(HEAD) && !named.contains(stem(name)));
        self.problems.extend(strangers.map(|(name, _)| Problem::of(name, format!("{HEAD} 的 labels 里没有它；请加上，或移走这个文件"))));
        labels
    }
}
