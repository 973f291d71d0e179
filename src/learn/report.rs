//! What was learned and how good it is, in words 学习报告.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Serialize;

use super::figures::Figures;
use super::noticing::Noticed;
use crate::classify::learned::{Feature, Learned};

/// How good the model is, and on what that was seen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Checked {
    /// On a file of its own; else on the history, each text by a model that did not see it.
    pub on_dev: bool,
    /// The figures.
    pub figures: Figures,
    /// What is heard, where missing one is worse than a false alarm.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noticed: Option<Noticed>,
}

/// What was learned, and how good it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// Which field was learned.
    pub field: String,
    /// From how many texts.
    pub texts: usize,
    /// How many labels.
    pub labels: usize,
    /// How many different features have a weight.
    pub features: usize,
    /// How many weights.
    pub weights: usize,
    /// Below this probability a person decides.
    pub threshold: f64,
    /// Which share of the rest was wanted right.
    pub target: f64,
    /// How good.
    pub checked: Checked,
}

impl Report {
    /// Of this model, learned from so many texts.
    pub fn of(learned: &Learned, texts: usize, checked: Checked) -> Self {
        let features: BTreeSet<&Feature> =
            learned.labels.iter().flat_map(|label| label.weights.iter().map(|(feature, _)| feature)).collect();
        Self {
            field: learned.field.clone(),
            texts,
            labels: learned.labels.len(),
            features: features.len(),
            weights: learned.labels.iter().map(|label| label.weights.len()).sum(),
            threshold: learned.threshold,
            target: learned.target,
            checked,
        }
    }

    /// What the model's own file keeps of it.
    pub fn record(&self) -> BTreeMap<String, String> {
        let source = if self.checked.noticed.is_some() { "语料" } else { "历史工单" };
        let lines = [(source, format!("{} 条，{} 个标签", self.texts, self.labels)), ("权重", self.size()), ("检验", self.how_good())];
        lines.into_iter().map(|(name, words)| (name.to_owned(), words)).collect()
    }

    /// For whoever asked for it.
    pub fn words(&self) -> String {
        let figures = &self.checked.figures;
        let mut words = format!("学习 {}：{} 条，{} 个标签，{}\n", self.field, self.texts, self.labels, self.size());
        let on = if self.checked.on_dev { "开发集" } else { "学的这些本身（交叉验证，没有给 --dev）" };
        let _ = writeln!(words, "检验于{on} {} 条；校准与阈值也由此得出：", figures.texts);
        let _ = writeln!(words, "  准确率 {}，宏平均 F1 {:.4}", percent(figures.accuracy), figures.macro_f1);
        let _ = match &self.checked.noticed {
            None => writeln!(
                words,
                "  把握度 {:.3} 以上不经人工：{}，其中 {} 正确（要求 {}）",
                self.threshold,
                percent(figures.coverage),
                percent(figures.covered_accuracy),
                percent(self.target)
            ),
            Some(noticed) => {
                writeln!(words, "  把握度 {:.3} 以上算险情（要求听出 {}）：{}", self.threshold, percent(self.target), heard(noticed))
            }
        };
        let _ = writeln!(words, "  把握度误差（ECE，15 组）{:.4}", figures.calibration_error);
        words
    }

    fn size(&self) -> String {
        format!("{} 个词，{} 个权重", self.features, self.weights)
    }

    fn how_good(&self) -> String {
        let figures = &self.checked.figures;
        let on = if self.checked.on_dev { "开发集" } else { "交叉验证" };
        let use_of = match &self.checked.noticed {
            None => format!("不经人工 {}（其中 {} 正确）", percent(figures.coverage), percent(figures.covered_accuracy)),
            Some(noticed) => heard(noticed),
        };
        format!(
            "{on} {} 条，准确率 {}，宏平均 F1 {:.4}，{use_of}，ECE {:.4}",
            figures.texts,
            percent(figures.accuracy),
            figures.macro_f1,
            figures.calibration_error
        )
    }
}

fn heard(noticed: &Noticed) -> String {
    format!(
        "险情 {} 条听出 {}（热线也对 {}），平常 {} 条误报 {}",
        noticed.loud,
        percent(noticed.heard),
        percent(noticed.exact),
        noticed.calm,
        percent(noticed.false_alarms)
    )
}

fn percent(share: f64) -> String {
    format!("{:.2}%", share * 100.0)
}
