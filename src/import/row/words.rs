//! What a city's words mean 用语: those that everybody uses, and those of its map.

use super::Bad;
use crate::domain::case::Satisfaction;
use crate::import::map::Words;

/// How a case stands in the city's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is closed.
    Closed,
    /// It goes on.
    Open,
    /// It was not accepted.
    Declined,
    /// The citizen withdrew it, or it ended without a result.
    Withdrawn,
}

const CLOSED: &[&str] =
    &["已办结", "办结", "已归档", "归档", "已结案", "结案", "已完成", "完成", "已关闭", "关闭", "已回访", "已评价", "closed", "done"];
const OPEN: &[&str] = &[
    "待受理",
    "待派单",
    "待批",
    "待裁定",
    "待签收",
    "办理中",
    "处理中",
    "中止",
    "已挂账",
    "待审核",
    "待回访",
    "待归档",
    "待办",
    "在办",
    "未办结",
    "已受理",
    "已派单",
    "已签收",
    "已转办",
    "open",
];
const DECLINED: &[&str] = &["不予受理", "不受理", "不予受理办结"];
const WITHDRAWN: &[&str] = &["已撤诉", "撤诉", "已撤单", "撤单", "已撤销", "已并案", "已移送"];
const SOLVED: &[&str] = &["是", "已解决", "解决", "基本解决", "已实际解决", "1", "true", "yes", "Y"];
const UNSOLVED: &[&str] = &["否", "未解决", "没有解决", "未实际解决", "0", "false", "no", "N"];
const SATISFIED: &[&str] = &["满意", "非常满意", "是", "1", "true", "yes", "Y"];
const FAIR: &[&str] = &["基本满意", "一般", "较满意", "比较满意"];
const DISSATISFIED: &[&str] = &["不满意", "非常不满意", "很不满意", "否", "0", "false", "no", "N"];
const SILENT: &[&str] = &[
    "未评价",
    "未回访",
    "未答复",
    "未接通",
    "未接听",
    "无法接通",
    "拒绝评价",
    "不作评价",
    "默认满意",
    "默认好评",
    "未回应",
    "-",
    "—",
    "无",
];

/// What words mean.
#[derive(Clone, Debug, Default)]
pub struct Meanings {
    words: Words,
}

fn is_among(word: &str, ours: &[&str], theirs: &[String]) -> bool {
    theirs.iter().any(|known| known == word) || ours.contains(&word)
}

impl Meanings {
    /// With the words of a map.
    pub fn new(words: Words) -> Self {
        Self { words }
    }

    /// How the case stands. What the map says goes before what everybody says.
    pub fn status(&self, word: &str) -> Option<Status> {
        let Words { closed, open, declined, withdrawn, .. } = &self.words;
        let all = [
            (Status::Closed, CLOSED, closed),
            (Status::Open, OPEN, open),
            (Status::Declined, DECLINED, declined),
            (Status::Withdrawn, WITHDRAWN, withdrawn),
        ];
        let theirs = all.iter().find(|(_, _, theirs)| theirs.iter().any(|known| known == word));
        theirs.or_else(|| all.iter().find(|(_, ours, _)| ours.contains(&word))).map(|(status, _, _)| *status)
    }

    /// What the citizen said to both questions. Silence is silence, also where a city counts it as 默认满意.
    pub fn said(&self, solved: Option<String>, satisfied: Option<String>) -> Result<(Option<bool>, Option<Satisfaction>), Bad> {
        let w = &self.words;
        let is_silent = |word: &str| is_among(word, SILENT, &w.silent);
        let solved = match solved.as_deref() {
            None => None,
            Some(word) if is_silent(word) => None,
            Some(word) if is_among(word, SOLVED, &w.solved) => Some(true),
            Some(word) if is_among(word, UNSOLVED, &w.unsolved) => Some(false),
            Some(word) => return Err(unknown("是否解决", word, "solved、unsolved 还是 silent")),
        };
        let satisfied = match satisfied.as_deref() {
            None => None,
            Some(word) if is_silent(word) => None,
            Some(word) if is_among(word, SATISFIED, &w.satisfied) => Some(Satisfaction::Satisfied),
            Some(word) if is_among(word, FAIR, &w.fair) => Some(Satisfaction::Fair),
            Some(word) if is_among(word, DISSATISFIED, &w.dissatisfied) => Some(Satisfaction::Dissatisfied),
            Some(word) => return Err(unknown("是否满意", word, "satisfied、fair、dissatisfied 还是 silent")),
        };
        Ok((solved, satisfied))
    }

    /// Whether the word is a yes.
    pub fn is_yes(&self, word: &str) -> bool {
        ["是", "保密", "匿名", "1", "true", "yes", "Y"].contains(&word)
    }
}

fn unknown(what: &str, word: &str, which: &str) -> Bad {
    Bad::Other(format!("{what}“{word}”不认识：请在列对应表的 [words] 里写明是 {which}"))
}
