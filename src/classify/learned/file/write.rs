//! A model put into words: its files, to be read by people.

use std::fmt::Write;

use super::{HEAD, VERSION, thousandths};
use crate::classify::corpus::Lesson;
use crate::classify::learned::{Label, Learned};
use crate::classify::taught::CORPUS;

const ABOUT: &str = "\
# 从历史工单学得的权重。每个标签一个文件，和 intents 里的意图一样，可以读，也可以改：
# 一个标签的得分 = bias + 命中词数的 -power 次方 × 命中的词的权重之和；一个词出现 n 次，算 1 + ln n 次。
# 词前没有记号：作为完整的词出现；~ 出现在任何地方；^ 只看信件的标题；@ 内置意图里最像的是它。
# 得分经 calibration 变成把握度，低于 threshold 的交给人，这时 threshold 以上的有 target 这么多是对的。
# 改过以后请运行 yousu check --model 本文件夹。
";

const ABOUT_EAR: &str = "\
# 听险的权重 ear：由 emergencies 里的句子学得，什么话听起来是突发险情。每个热线一个文件，calm 是平常的事；可以读，也可以改：
# 得分 = bias + 命中字串数的 -power 次方 × 命中的字串的权重之和；一个字串出现 n 次，算 1 + ln n 次。
# 得分经 calibration 变成把握度；险情的把握度（1 - calm 的）到 threshold 就算突发，这时听得出 target 这么多险情。
# 漏听或误报了一句：写进 emergencies，运行 yousu learn --emergencies --out 本文件夹。
";

const ABOUT_TONE: &str = "\
# 语气的权重 tone：由 kinds 里的句子学得，什么话听起来是咨询、求助、投诉、举报、建议或表扬。每种一个文件；可以读，也可以改：
# 得分 = bias + 命中字串数的 -power 次方 × 命中的字串的权重之和；一个字串出现 n 次，算 1 + ln n 次。
# 得分经 calibration 变成把握度；和句中的词、这类事通常的类型一起定：听不准的，由事定。
# 听错了一句：写进 kinds，运行 yousu learn --kinds --out 本文件夹。
";

/// What the head of these weights begins with.
fn about(model: &Learned) -> &'static str {
    let taught = |lesson: Lesson| model.record.contains_key(CORPUS) && model.field == lesson.field();
    match () {
        () if taught(Lesson::Hotline) => ABOUT_EAR,
        () if taught(Lesson::Kind) => ABOUT_TONE,
        () => ABOUT,
    }
}

/// All files of the model.
pub fn files(model: &Learned) -> Vec<(String, String)> {
    let digits = model.labels.len().to_string().len().max(2);
    let field: String = model.field.chars().filter(char::is_ascii_alphanumeric).collect();
    let field = if field.is_empty() { "label" } else { &field };
    let id = |place: usize| format!("{field}-{:0digits$}", place + 1);
    let mut files = vec![(HEAD.to_owned(), head(model, &id))];
    files.extend(model.labels.iter().enumerate().map(|(place, own)| (format!("{}.toml", id(place)), label(&id(place), own))));
    files
}

fn head(model: &Learned, id: &dyn Fn(usize) -> String) -> String {
    let mut text = format!("{}version = {VERSION}\nfield = {}\nlabels = [\n", about(model), quoted(&model.field));
    for (place, label) in model.labels.iter().enumerate() {
        let name: String = label.name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        text += &format!("    {}, # {name}\n", quoted(&id(place)));
    }
    text += &format!("]\nthreshold = {:.6}\ntarget = {:.6}\n", model.threshold, model.target);
    text += &format!("\n[length]\npower = {:.6}\n", model.length.power);
    let is = &model.calibration;
    text += &format!("\n[calibration]\ntemperature = {:.6}\nslope = {:.6}\noffset = {:.6}\n", is.temperature, is.slope, is.offset);
    if !model.record.is_empty() {
        text += "\n# 怎么得来的\n[record]\n";
        model.record.iter().for_each(|(key, value)| text += &format!("{} = {}\n", quoted(key), quoted(value)));
    }
    text
}

fn label(id: &str, label: &Label) -> String {
    let mut weights: Vec<(i16, String)> =
        label.weights.iter().map(|(feature, weight)| (thousandths(*weight), feature.key())).filter(|(weight, _)| *weight != 0).collect();
    weights.sort_by(|a, b| b.0.abs().cmp(&a.0.abs()).then_with(|| a.1.cmp(&b.1)));
    let mut text = format!("version = {VERSION}\nid = {}\nname = {}\nbias = {:.3}\n", quoted(id), quoted(&label.name), label.bias + 0.0);
    for (table, sign) in [("keywords", 1), ("negative", -1)] {
        let mut own = weights.iter().filter(|(weight, _)| weight.signum() == sign).peekable();
        if own.peek().is_some() {
            text += &format!("\n[{table}]\n");
        }
        for (weight, key) in own {
            let weight = weight.abs();
            let _ = writeln!(text, "{} = {}.{:03}", quoted(key), weight / 1000, weight % 1000);
        }
    }
    text
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out += &format!("\\u{:04X}", u32::from(c)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
