//! A model as one table 总表: its features, each with a number, and for each label the weights by feature, in thousandths. Both
//! the readable [`Learned`] and the fast [`super::super::Model`] are made of it.

use std::borrow::Cow;

use super::head::{Head, open};
use super::label::{Written, read};
use super::thousandths;
use crate::classify::learned::quick::QuickMap;
use crate::classify::learned::{Feature, Label, Learned};
use crate::domain::problem::Problem;

/// The whole model.
pub struct Table {
    pub head: Head,
    pub features: Vec<Feature>,
    pub labels: Vec<Column>,
    /// For each shipped intent among the features, what is to be said where it is first named if there is no such intent.
    pub intents: Vec<(String, Problem)>,
}

/// One label.
pub struct Column {
    pub name: String,
    pub bias: f64,
    /// The features that speak for it, and against it below zero.
    pub weights: Vec<(u32, i16)>,
}

impl Table {
    /// The table of these files.
    pub fn parse(files: &[(String, String)]) -> Result<Self, Vec<Problem>> {
        let (head, labels) = open(files)?;
        let mut words = Vocabulary::default();
        let mut problems = Vec::new();
        let mut columns: Vec<Column> = Vec::with_capacity(labels.len());
        for (file, text) in labels {
            match read(file, text) {
                Ok(written) => {
                    if columns.iter().any(|other| other.name == written.name) {
                        let what = format!("标签“{}”在另一个文件里已有；请改名或删去一个", written.name);
                        problems.push(Problem::at(file, written.name_line, what));
                    }
                    columns.push(words.column(written, &mut problems));
                }
                Err(faults) => problems.extend(faults),
            }
        }
        let Vocabulary { features, intents, .. } = words;
        if problems.is_empty() { Ok(Self { head, features, labels: columns, intents }) } else { Err(problems) }
    }

    /// The table of a model that never was in files.
    pub fn of(model: &Learned) -> Self {
        let mut numbers: QuickMap<&Feature, u32> = QuickMap::default();
        let mut features = Vec::new();
        let mut number = |feature| {
            *numbers.entry(feature).or_insert_with(|| {
                features.push(feature.clone());
                features.len() as u32 - 1
            })
        };
        let mut labels = Vec::with_capacity(model.labels.len());
        for label in &model.labels {
            let weights = label.weights.iter().map(|(feature, weight)| (number(feature), thousandths(*weight))).collect();
            labels.push(Column { name: label.name.clone(), bias: label.bias, weights });
        }
        let head = Head {
            field: model.field.clone(),
            length: model.length,
            calibration: model.calibration,
            threshold: model.threshold,
            target: model.target,
            record: model.record.clone(),
        };
        Self { head, features, labels, intents: Vec::new() }
    }

    /// The model as people read it.
    pub fn into_learned(self) -> Learned {
        let features = self.features;
        let label = |column: Column| {
            let weight = |(feature, weight): (u32, i16)| (features[feature as usize].clone(), f64::from(weight) / 1000.0);
            let mut weights: Vec<(Feature, f64)> = column.weights.into_iter().map(weight).collect();
            weights.sort_by(|a, b| a.0.cmp(&b.0));
            Label { name: column.name, bias: column.bias, weights }
        };
        let Head { field, length, calibration, threshold, target, record } = self.head;
        Learned { field, labels: self.labels.into_iter().map(label).collect(), length, calibration, threshold, target, record }
    }
}

/// The features met so far by the keys that they are written with.
#[derive(Default)]
struct Vocabulary<'t> {
    numbers: QuickMap<Cow<'t, str>, u32>,
    features: Vec<Feature>,
    /// For each feature, one more than the number of the last label that had it.
    last: Vec<u32>,
    labels: u32,
    intents: Vec<(String, Problem)>,
}

impl<'t> Vocabulary<'t> {
    fn column(&mut self, written: Written<'t>, problems: &mut Vec<Problem>) -> Column {
        self.labels += 1;
        let mut weights = Vec::with_capacity(written.weights.len());
        for own in written.weights {
            let (line, shown) = (own.line as usize, own.key.clone());
            let feature = self.number(own.key, written.file, line);
            let last = &mut self.last[feature as usize];
            if *last == self.labels {
                let what = format!("关键词“{shown}”与本文件里的另一个相同（归一后也算），会重复计分；请删去一个");
                problems.push(Problem::at(written.file, line, what));
            }
            if self.features[feature as usize].is_empty() {
                problems.push(Problem::at(written.file, line, "关键词是空的；请写上或删去"));
            }
            *last = self.labels;
            weights.push((feature, thousandths(own.weight)));
        }
        weights.retain(|(_, weight)| *weight != 0);
        Column { name: written.name, bias: written.bias, weights }
    }

    fn number(&mut self, key: Cow<'t, str>, file: &str, line: usize) -> u32 {
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        let feature = Feature::parse(&key).normalised();
        let normal = feature.key();
        let number = match self.numbers.get(normal.as_str()) {
            Some(&number) => number,
            None => self.add(feature, file, line),
        };
        if normal != key {
            self.numbers.insert(normal.into(), number);
        }
        self.numbers.insert(key, number);
        number
    }

    fn add(&mut self, feature: Feature, file: &str, line: usize) -> u32 {
        if let Feature::Intent(id) = &feature {
            let what = format!("没有“{id}”这个意图；请改成 intents 里有的 id，或删去这一行");
            self.intents.push((id.clone(), Problem::at(file, line, what)));
        }
        self.features.push(feature);
        self.last.push(0);
        self.features.len() as u32 - 1
    }
}
