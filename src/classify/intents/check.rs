//! What must hold in an intent file beyond its form; every breach is told, not only the first.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use toml::Spanned;

use super::draft::{Draft, DraftPattern, Weights};
use super::{At, Emergency, Intent, Keyword, Pattern};
use crate::classify::normalise::normalise;
use crate::classify::patterns::{Expression, compile};
use crate::domain::complaint::Urgency;
use crate::domain::ids::IntentId;
use crate::domain::problem::{Problem, line_at};

const VERSION: u32 = 1;
const WEIGHTS: RangeInclusive<f64> = 0.0..=10.0;
const EXAMPLES: usize = 3;
const COUNTER_EXAMPLES: usize = 1;
const HOTLINES: [&str; 4] = ["110", "119", "120", "122"];

/// The check of one file.
pub struct Check<'a> {
    file: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
}

impl<'a> Check<'a> {
    pub fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, text, problems: Vec::new() }
    }

    /// The intent that the draft means, or everything that is wrong with it.
    pub fn finish(mut self, draft: Draft) -> Result<Intent, Vec<Problem>> {
        self.header(&draft);
        let examples = self.texts(&draft.examples, EXAMPLES, "examples");
        let counter_examples = self.texts(&draft.counter_examples, COUNTER_EXAMPLES, "counter_examples");
        let keywords = self.keywords(&draft);
        let patterns = draft.patterns.iter().filter_map(|pattern| self.pattern(pattern)).collect();
        let emergency = self.emergency(&draft);
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        Ok(Intent {
            id: IntentId(draft.id.into_inner()),
            file: self.file.to_owned(),
            name: draft.name.into_inner(),
            category: draft.category,
            duty: self.at(&draft.duty),
            kind: draft.kind,
            urgency: draft.urgency.map(Spanned::into_inner).unwrap_or_default(),
            needs: draft.needs,
            examples,
            counter_examples,
            keywords,
            patterns,
            emergency,
            conduct: draft.conduct,
        })
    }

    fn at(&self, value: &Spanned<String>) -> At<String> {
        At { value: value.as_ref().clone(), line: line_at(self.text, value.span().start) }
    }

    fn wrong<T>(&mut self, value: &Spanned<T>, what: impl Into<String>) {
        self.problems.push(Problem::at(self.file, line_at(self.text, value.span().start), what));
    }

    fn header(&mut self, draft: &Draft) {
        if *draft.version.as_ref() != VERSION {
            self.wrong(&draft.version, format!("不支持的版本 {}；请写 version = {VERSION}", draft.version.as_ref()));
        }
        let stem = self.file.rsplit('/').next().unwrap_or(self.file).trim_end_matches(".toml");
        if draft.id.as_ref() != stem {
            self.wrong(&draft.id, format!("id“{}”与文件名“{stem}”不一致；请改成一样的", draft.id.as_ref()));
        }
        for (field, name) in [(&draft.name, "name"), (&draft.duty, "duty")] {
            if field.as_ref().trim().is_empty() {
                self.wrong(field, format!("{name} 是空的；请写上"));
            }
        }
        if let Some(urgency) = draft.urgency.as_ref().filter(|urgency| *urgency.as_ref() == Urgency::Emergency) {
            self.wrong(urgency, "urgency 只能写 normal 或 urgent；突发由 alarm 判定，请改写");
        }
    }

    fn texts(&mut self, list: &Spanned<Vec<Spanned<String>>>, least: usize, name: &str) -> Vec<At<String>> {
        if list.as_ref().len() < least {
            self.wrong(list, format!("{name} 至少要 {least} 条，现有 {} 条；请补充", list.as_ref().len()));
        }
        for text in list.as_ref().iter().filter(|text| text.as_ref().trim().is_empty()) {
            self.wrong(text, format!("{name} 里有空的一条；请写上或删去"));
        }
        list.as_ref().iter().map(|text| self.at(text)).collect()
    }

    fn keywords(&mut self, draft: &Draft) -> Vec<Keyword> {
        if draft.keywords.as_ref().is_empty() {
            self.wrong(&draft.keywords, "[keywords] 是空的；请至少写一个关键词");
        }
        let mut keywords = self.weighed(draft.keywords.as_ref(), 1.0);
        keywords.extend(self.weighed(&draft.negative, -1.0));
        keywords
    }

    fn weighed(&mut self, table: &Weights, sign: f64) -> Vec<Keyword> {
        let mut seen = HashSet::new();
        let mut keywords = Vec::with_capacity(table.len());
        for (word, weight) in table {
            let (bare, anywhere) = word.as_ref().strip_prefix('~').map_or((word.as_ref().as_str(), false), |bare| (bare, true));
            let normal = normalise(bare);
            if normal.is_empty() {
                self.wrong(word, "关键词是空的；请写上或删去");
            } else if !seen.insert(normal.clone()) {
                self.wrong(word, format!("关键词“{bare}”归一后与另一个相同，会重复计分；请删去一个"));
            }
            let weight = sign * self.weight(weight);
            keywords.push(Keyword { word: normal, anywhere, weight });
        }
        keywords
    }

    fn weight(&mut self, weight: &Spanned<f64>) -> f64 {
        if !WEIGHTS.contains(weight.as_ref()) {
            self.wrong(weight, format!("权重 {} 不在 {} 到 {} 之间；请改", weight.as_ref(), WEIGHTS.start(), WEIGHTS.end()));
        }
        *weight.as_ref()
    }

    fn pattern(&mut self, pattern: &DraftPattern) -> Option<Pattern> {
        let weight = self.weight(&pattern.weight);
        self.regex(&pattern.regex).map(|regex| Pattern { regex, weight })
    }

    fn regex(&mut self, source: &Spanned<String>) -> Option<Expression> {
        match compile(source.as_ref()) {
            Ok(regex) if regex.takes_nothing() => {
                self.wrong(source, "正则式连空文本也匹配，等于总是命中；请写出必须出现的字");
                None
            }
            Ok(regex) => Some(regex),
            Err(error) => {
                let detail = error.to_string();
                let last = detail.lines().last().unwrap_or_default().trim_start_matches("error: ");
                self.wrong(source, format!("正则式写错了，请改正（{last}）"));
                None
            }
        }
    }

    fn emergency(&mut self, draft: &Draft) -> Option<Emergency> {
        let alarm: Vec<Expression> = draft.alarm.iter().filter_map(|source| self.regex(source)).collect();
        let not_alarm = draft.not_alarm.iter().filter_map(|source| self.regex(source)).collect();
        let Some(hotline) = &draft.hotline else {
            if let Some(stray) = draft.alarm.first().or(draft.not_alarm.first()) {
                self.wrong(stray, "写了 alarm 或 not_alarm 却没有 hotline；请补上 hotline，如 hotline = \"119\"");
            }
            return None;
        };
        if !HOTLINES.contains(&hotline.as_ref().as_str()) {
            self.wrong(hotline, format!("hotline“{}”不是紧急电话；请写 {} 之一", hotline.as_ref(), HOTLINES.join("、")));
        }
        if draft.alarm.is_empty() {
            self.wrong(hotline, "写了 hotline 却没有 alarm；请写出什么话算突发");
        }
        Some(Emergency { hotline: hotline.as_ref().clone(), alarm, not_alarm })
    }
}
