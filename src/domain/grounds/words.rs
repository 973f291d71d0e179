//! The grounds in words: the tables that a terminal and a page show alike.

use serde::Serialize;

use super::{By, Candidate, Fact, Grounds, Heard, Hit, Overheard};
use crate::domain::complaint::{Classification, Decided, Urgency};
use crate::domain::department::Directory;
use crate::domain::ids::DepartmentId;

/// So many intents are shown.
const MOST_INTENTS: usize = 8;

/// A text that sounds less like an emergency than this is not worth a word.
const WORTH_TELLING: f64 = 0.05;

/// A table with a title.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Section {
    /// What it is about.
    pub title: &'static str,
    /// What there is to know before reading it.
    pub note: String,
    /// Its columns.
    pub heads: Vec<Head>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// What stands in it.
    pub title: &'static str,
    /// Figures, that stand to the right.
    pub number: bool,
}

const fn words(title: &'static str) -> Head {
    Head { title, number: false }
}

const fn number(title: &'static str) -> Head {
    Head { title, number: true }
}

/// The grounds as tables; those with nothing in them are left out.
pub fn sections(grounds: &Grounds, directory: &Directory) -> Vec<Section> {
    let unit = |unit: &Option<DepartmentId>| unit.as_ref().map_or("（未定）".to_owned(), |unit| directory.short(unit).to_owned());
    let decided = &grounds.decided;
    let all = [
        Section { title: "结论", note: String::new(), heads: vec![words("项目"), words("结果")], rows: conclusion(grounds, &unit) },
        Section {
            title: "命中的词",
            note: "每个词只计一次；负数是不利的词".to_owned(),
            heads: vec![words("事项"), words("词"), number("权重"), words("由来")],
            rows: shown(grounds).flat_map(|candidate| candidate.hits.iter().map(|hit| hit_row(candidate, hit))).collect(),
        },
        Section {
            title: "从得分到把握",
            note: ranking_note(grounds),
            heads: vec![words("事项"), words("分类"), words("单位"), number("得分"), number("把握")],
            rows: ranking(grounds, &unit),
        },
        Section {
            title: "突发警示",
            note: String::new(),
            heads: vec![words("词"), words("事项"), words("热线"), words("是否当真")],
            rows: grounds.alarms.iter().map(heard_row).collect(),
        },
        Section {
            title: "突发研判",
            note: "听语气，不靠字句；学自 emergencies 里的句子".to_owned(),
            heads: vec![words("听起来像"), number("把握"), words("词"), words("结果")],
            rows: grounds.sound.iter().filter(|sound| sound.probability >= WORTH_TELLING).map(sound_row).collect(),
        },
        Section {
            title: "类型、紧急程度和风险的依据",
            note: grounds.usual_kind.map(|kind| format!("这一事项通常是{kind}")).unwrap_or_default(),
            heads: vec![words("说明"), words("词"), number("权重")],
            rows: reasons(decided, &[Decided::Kind, Decided::Urgency, Decided::Risk]),
        },
        Section {
            title: "历史归类", note: learned_note(decided), heads: vec![words("归类"), number("把握")], rows: learned(decided)
        },
        Section {
            title: "历史归类的依据",
            note: String::new(),
            heads: vec![words("说明"), words("词"), number("权重")],
            rows: reasons(decided, &[Decided::Label]),
        },
        Section {
            title: "要素",
            note: String::new(),
            heads: vec![words("要素"), words("原文"), words("登记为")],
            rows: grounds.facts.iter().map(fact_row).collect(),
        },
    ];
    all.into_iter().filter(|section| !section.rows.is_empty()).collect()
}

fn shown(grounds: &Grounds) -> impl Iterator<Item = &Candidate> {
    grounds.intents.iter().take(MOST_INTENTS)
}

fn percent(probability: f64) -> String {
    format!("{:.1}%", probability * 100.0)
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn conclusion(grounds: &Grounds, unit: &dyn Fn(&Option<DepartmentId>) -> String) -> Vec<Vec<String>> {
    let is = &grounds.decided;
    let of_intent = is.intent_probability.map(|sure| format!("，事项 {}", percent(sure))).unwrap_or_default();
    let sure = format!("{}{of_intent}{}", percent(is.probability), if is.abstain { "，不够确定，交派单员决定" } else { "" });
    let urgency = match (&is.hotline, is.urgency) {
        (Some(hotline), Urgency::Emergency) => format!("{}，先打 {hotline}", is.urgency.label()),
        _ => is.urgency.label().to_owned(),
    };
    let mut rows = vec![
        row(["事项", &is.intent_name]),
        row(["分类", is.category.label()]),
        row(["单位", &unit(&is.department)]),
        row(["把握", &sure]),
        row(["类型", is.kind.label()]),
        row(["紧急程度", &urgency]),
    ];
    let risks: Vec<&str> = is.risks.iter().map(|risk| risk.label()).collect();
    if !risks.is_empty() {
        rows.push(row(["风险", &risks.join("、")]));
    }
    rows.extend(is.district.as_ref().map(|district| row(["区", district])));
    rows.extend(is.label.as_ref().map(|label| row(["历史归类", &label.name])));
    if grounds.rewritten {
        rows.push(row(["读作", &grounds.text]));
    }
    rows.push(row(["分词", &grounds.words.join(" / ")]));
    rows
}

fn hit_row(candidate: &Candidate, hit: &Hit) -> Vec<String> {
    let by = match &hit.by {
        By::Keyword => "关键词".to_owned(),
        By::Anywhere => "字串".to_owned(),
        By::Pattern(expression) => format!("句式 {expression}"),
        By::Alarm => "突发警示".to_owned(),
    };
    vec![candidate.name.clone(), hit.words.clone(), format!("{:+.1}", hit.weight), by]
}

/// Where weights that were learned decide on the unit, these probabilities decide on nothing else than the matter.
fn ranking_note(grounds: &Grounds) -> String {
    let rest = match grounds.decided.intent_probability {
        Some(_) => "单位由历史归类决定".to_owned(),
        None => format!("把握低于 {} 交派单员", percent(grounds.threshold)),
    };
    format!("得分是权重之和；{rest}")
}

fn ranking(grounds: &Grounds, unit: &dyn Fn(&Option<DepartmentId>) -> String) -> Vec<Vec<String>> {
    if grounds.intents.is_empty() {
        return Vec::new();
    }
    let line = |candidate: &Candidate| {
        let name =
            if candidate.silenced { format!("{}（说的不是眼前的事，不计）", candidate.name) } else { candidate.name.clone() };
        let score = format!("{:.1}", candidate.score);
        vec![name, candidate.category.label().to_owned(), unit(&candidate.department), score, percent(candidate.probability)]
    };
    let none = vec!["都不是".to_owned(), String::new(), String::new(), String::new(), percent(grounds.none)];
    shown(grounds).map(line).chain([none]).collect()
}

fn heard_row(heard: &Heard) -> Vec<String> {
    let verdict = heard.dismissed.map_or("当真".to_owned(), |why| format!("不计：{}", why.label()));
    vec![heard.words.clone(), heard.intent.clone(), heard.hotline.clone(), verdict]
}

fn sound_row(sound: &Overheard) -> Vec<String> {
    row([&sound.hotline, &percent(sound.probability), &sound.words.join("、"), sound.verdict.label()])
}

fn reasons(is: &Classification, of: &[Decided]) -> Vec<Vec<String>> {
    let told = is.because.iter().filter(|reason| of.contains(&reason.decided));
    told.map(|reason| {
        let what = match reason.decided {
            Decided::Intent => "事项",
            Decided::Kind => is.kind.label(),
            Decided::Urgency => is.urgency.label(),
            Decided::Label => is.label.as_ref().map_or("历史归类", |label| label.name.as_str()),
            Decided::Risk => "风险",
        };
        row([what, &reason.words, &format!("{:+.1}", reason.weight)])
    })
    .collect()
}

fn learned_note(is: &Classification) -> String {
    is.label.as_ref().filter(|label| label.abstain).map(|_| "不够确定，交派单员决定".to_owned()).unwrap_or_default()
}

fn learned(is: &Classification) -> Vec<Vec<String>> {
    let label = is.label.iter();
    label
        .flat_map(|label| {
            std::iter::once((&label.name, label.probability)).chain(label.others.iter().map(|(name, probability)| (name, *probability)))
        })
        .map(|(name, probability)| row([name, &percent(probability)]))
        .collect()
}

fn fact_row(fact: &Fact) -> Vec<String> {
    row([fact.slot.label(), &fact.words, fact.registered.as_deref().unwrap_or("另一处已登记")])
}
