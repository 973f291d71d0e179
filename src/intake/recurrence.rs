//! Whether a matter that was done has come back 复发: said in words, or seen by the same matter at the same place.

use crate::domain::case::Case;
use crate::domain::complaint::{Classification, Slot};
use crate::domain::ids::{CaseNumber, Moment};
use crate::domain::profile::Profile;

/// What is known of the words that may tell of a recurrence.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The words.
    pub text: &'a str,
    /// What they are about.
    pub classification: &'a Classification,
    /// The place that they name.
    pub place: Option<&'a str>,
}

/// How a case seems to have come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recurrence {
    /// They said so.
    Said(CaseNumber),
    /// The matter and the place are the same, and nothing is said of the old case.
    Likely(CaseNumber),
}

impl Recurrence {
    /// Which case.
    pub fn number(self) -> CaseNumber {
        match self {
            Self::Said(number) | Self::Likely(number) => number,
        }
    }
}

/// The archived case that `told` tells of again; `cases` are the citizen's own, newest first. Only those that were archived
/// as short a time ago as the profile says can come back, and each only once.
pub fn of<'a>(told: &Told<'_>, cases: impl IntoIterator<Item = &'a Case>, now: Moment, profile: &Profile) -> Option<Recurrence> {
    let in_time = |case: &&Case| case.can_recur(profile, now) && case.recurred.is_none();
    let archived: Vec<&Case> = cases.into_iter().filter(in_time).collect();
    let sure = told.classification.is_understood();
    let same = archived.iter().find(|case| is_same(told, case)).map(|case| case.number);
    match (says_so(told.text), same) {
        (true, Some(number)) => Some(Recurrence::Said(number)),
        // 又出现了, and no word of what: the one that was closed last, unless another matter is told for certain.
        (true, None) if !sure && told.place.is_none() => archived.first().map(|case| Recurrence::Said(case.number)),
        (false, Some(number)) if sure => Some(Recurrence::Likely(number)),
        _ => None,
    }
}

fn is_same(told: &Told<'_>, case: &Case) -> bool {
    let same_place = match (told.place, case.complaint.slots.get(&Slot::Place)) {
        (Some(new), Some(old)) => new.contains(old.as_str()) || old.contains(new),
        _ => true,
    };
    told.classification.intent.is_some() && told.classification.intent == case.complaint.classification.intent && same_place
}

/// 又出现了, 复发了, 还是老样子: it has come back, or never went.
pub fn says_so(text: &str) -> bool {
    const WORDS: [&str; 32] = [
        "又出现",
        "又发生",
        "又没人",
        "又出问题",
        "又满了",
        "跟上次一样",
        "和上次一样",
        "又来了",
        "又开始",
        "又犯了",
        "又这样",
        "又坏了",
        "又漏",
        "又停了",
        "又堵",
        "又吵",
        "又占",
        "又摆",
        "又没水",
        "又没电",
        "又不亮",
        "又反弹",
        "再次出现",
        "重新出现",
        "复发",
        "反弹了",
        "老样子",
        "老毛病",
        "老问题",
        "死灰复燃",
        "卷土重来",
        "跟以前一样",
    ];
    WORDS.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_recurrence() {
        for text in ["又出现了", "又来了", "复发了", "还是老样子", "没两天又漏水了", "老毛病又犯了"] {
            assert!(says_so(text), "{text}");
        }
        for text in ["路灯坏了", "又一村小区停水", "谢谢"] {
            assert!(!says_so(text), "{text}");
        }
    }
}
