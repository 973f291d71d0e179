//! The report in words 文字报告, for a terminal.

use super::errors::Worst;
use super::judge::Spoke;
use super::measure::{Certainty, Difference, Estimate, Figures};
use super::report::{Compared, Report};
use crate::domain::grounds::Piece;
use crate::table::{Table, heading};

/// So many errors are told in a terminal; the other forms have all that were asked for.
const MOST_ERRORS: usize = 10;

pub(super) fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

fn estimate(estimate: &Estimate) -> String {
    format!("{:.1}% ± {:.1}", estimate.value * 100.0, estimate.error * 100.0)
}

impl Report {
    /// The report for a terminal.
    pub fn words(&self) -> String {
        let about = &self.about;
        let mut out = format!("评测：{} 的 {}，{} 件；{}\n", about.data, about.field, self.figures.texts, about.model);
        if !about.bad.is_empty() {
            out.push_str(&format!("另有 {} 行读不懂，已跳过\n", about.bad.len()));
        }
        headline(&mut out, &self.figures);
        if let Some(certainty) = &self.figures.certainty {
            certain(&mut out, certainty);
        }
        if let Some(compared) = &self.compared {
            compare(&mut out, &about.model, &self.figures, compared);
        }
        self.parts(&mut out);
        labels(&mut out, &self.figures);
        self.mistakes(&mut out);
        out
    }

    fn parts(&self, out: &mut String) {
        if self.folds.is_empty() {
            return;
        }
        heading(out, "各折");
        let mut table = Table::headed(["折", "件数", "正确率", "宏平均 F1", "校准误差", "自派比例", "自派正确率"]);
        for fold in &self.folds {
            let own = fold.own.map_or_else(Default::default, |(coverage, accuracy)| (percent(coverage), percent(accuracy)));
            let ece = fold.ece.map(percent).unwrap_or_default();
            let cells = [fold.part.to_string(), fold.texts.to_string(), percent(fold.accuracy), percent(fold.macro_f1), ece, own.0, own.1];
            table.row(cells);
        }
        table.write(out);
    }

    fn mistakes(&self, out: &mut String) {
        if !self.confused.is_empty() {
            heading(out, "最常混淆");
            let mut table = Table::aligned(vec![true, true, false]);
            table.row(["应是", "答成", "件数"]);
            self.confused
                .iter()
                .take(MOST_ERRORS)
                .for_each(|pair| table.cells(vec![pair.truth.clone(), pair.answered.clone(), pair.times.to_string()]));
            table.write(out);
        }
        if !self.misleading.is_empty() {
            heading(out, "最常误导的词");
            let mut table = Table::aligned(vec![true, false, true, true]);
            table.row(["词", "件数", "多半答成", "多半应是"]);
            for word in self.misleading.iter().take(MOST_ERRORS) {
                table.cells(vec![word.words.clone(), word.times.to_string(), word.toward.clone(), word.instead.clone()]);
            }
            table.write(out);
        }
        if !self.errors.is_empty() {
            heading(out, "最有把握的错");
            self.errors.iter().take(MOST_ERRORS).for_each(|error| mistake(out, error));
        }
    }
}

fn headline(out: &mut String, figures: &Figures) {
    heading(out, "总体");
    let mut table = Table::aligned(vec![true, false, true]);
    table.row(["正确率", &estimate(&figures.accuracy), "答对的占比，± 为标准误（自助法）"]);
    table.row(["宏平均 F1", &estimate(&figures.macro_f1), "数据里出现的各标签 F1 的平均，大小标签一样重"]);
    table.row(["加权 F1", &estimate(&figures.weighted_f1), "按各标签件数加权"]);
    table.row(["前三命中", &percent(figures.top3), "正确标签在前三个答案里"]);
    table.write(out);
}

fn certain(out: &mut String, certainty: &Certainty) {
    heading(out, "把握");
    let mut table = Table::aligned(vec![true, false, true]);
    table.row(["校准误差 ECE", &percent(certainty.ece), "15 个等宽区间里 |答对比例 − 平均把握| 按件数的平均"]);
    table.row(["Brier", &format!("{:.3}", certainty.brier), "首选答案的把握与对错之差的平方的平均"]);
    let target = format!("{} 正确率下可自派", percent(certainty.target));
    match &certainty.best {
        Some(cut) => {
            let note = format!("本数据上最好的门槛 {:.3}，其中派对 {}", cut.threshold.unwrap_or_default(), percent(cut.accuracy));
            table.row([target, percent(cut.coverage), note]);
        }
        None => table.row([target, "无".to_owned(), "没有哪个门槛达得到".to_owned()]),
    }
    let own = &certainty.own;
    let threshold = own.threshold.map(|threshold| format!("门槛 {threshold:.3}，")).unwrap_or_default();
    table.row(["模型自己的取舍".to_owned(), percent(own.coverage), format!("{threshold}其中派对 {}", percent(own.accuracy))]);
    table.write(out);
}

/// A smaller one is not told with its digits.
const SMALLEST_P: f64 = 0.0001;

fn compare(out: &mut String, first: &str, figures: &Figures, compared: &Compared) {
    heading(out, "比较");
    let mut table = Table::headed(["", "正确率", "宏平均 F1", "加权 F1", "校准误差"]);
    for (name, figures) in [(first, figures), (&compared.model, &compared.figures)] {
        let ece = figures.certainty.as_ref().map(|certainty| percent(certainty.ece)).unwrap_or_default();
        table.row([name, &estimate(&figures.accuracy), &estimate(&figures.macro_f1), &estimate(&figures.weighted_f1), &ece]);
    }
    table.write(out);
    let Difference { both, only_first, only_second, neither, p, accuracy, macro_f1 } = &compared.difference;
    out.push_str(&format!(
        "  都对 {both}，只有前者对 {only_first}，只有后者对 {only_second}，都错 {neither}；McNemar 精确检验 {}\n",
        if *p < SMALLEST_P { format!("p < {SMALLEST_P}") } else { format!("p = {p:.4}") }
    ));
    for (name, interval) in [("正确率", accuracy), ("宏平均 F1", macro_f1)] {
        let [value, low, high] = [interval.value, interval.low, interval.high].map(|share| format!("{:+.1}", share * 100.0));
        out.push_str(&format!("  {name}之差 {value} 个百分点，95% 区间 {low} 到 {high}\n"));
    }
}

fn labels(out: &mut String, figures: &Figures) {
    heading(out, "各标签");
    let mut table = Table::headed(["标签", "件数", "答成", "精确率", "召回率", "F1"]);
    for line in &figures.labels {
        let (support, answered) = (line.support.to_string(), line.answered.to_string());
        table.row([&line.label, &support, &answered, &percent(line.precision), &percent(line.recall), &percent(line.f1)]);
    }
    table.write(out);
}

fn mistake(out: &mut String, error: &Worst) {
    let sure = error.probability.map(|probability| format!("，把握 {}", percent(probability))).unwrap_or_default();
    out.push_str(&format!("  第 {} 行：应是 {}，答成 {}{sure}\n", error.line, error.truth, error.answered));
    if !error.text.is_empty() {
        let text: String = error.text.iter().map(|Piece { words, .. }| words.replace('\n', " ")).collect();
        out.push_str(&format!("    {text}\n"));
    }
    for (what, spoke) in [("误导的词", &error.misled), ("正确的依据", &error.right)] {
        if !spoke.is_empty() {
            out.push_str(&format!("    {what}：{}\n", words_of(spoke)));
        }
    }
}

fn words_of(spoke: &[Spoke]) -> String {
    spoke.iter().map(|spoke| format!("{} {:+.2}", spoke.words.replace('\n', " "), spoke.weight)).collect::<Vec<_>>().join("，")
}
