//! What a case itself tells about its citizen 已知身份: found once, it is veiled wherever it stands.

use super::lists::TITLES;
use super::mark::{Kind, Mark, plain};
use super::{home, names, tags};
use crate::domain::case::Case;
use crate::domain::complaint::Slot;

/// What is known of a citizen's identity, for texts that only repeat it.
#[derive(Clone, Debug, Default)]
pub struct Known {
    words: Vec<(Vec<char>, Kind)>,
}

impl Known {
    /// What this case tells: the name it has as a fact, the names, accounts and home that its words introduce, and the account it
    /// was written from.
    pub fn of(case: &Case) -> Self {
        let complaint = &case.complaint;
        let text: Vec<char> = complaint.text.chars().collect();
        let mut known = Self::named(complaint.slots.get(&Slot::Name).map(String::as_str));
        for mark in names::find(&text).into_iter().chain(tags::find(&text)).chain(home::find(&text)) {
            let words = &text[mark.span.clone()];
            known.add(words, mark.kind);
            // Facts are kept in plain digits and letters.
            known.add(&words.iter().map(|c| plain(*c)).collect::<Vec<_>>(), mark.kind);
        }
        let account: Vec<char> = complaint.chat.local().chars().collect();
        if names::is_name(&account) {
            known.add(&account, Kind::Name);
        } else if account.len() >= 5 && account.iter().all(char::is_ascii) {
            known.add(&account, Kind::Tag);
        }
        known
    }

    /// A citizen of this name, of whom nothing else is known.
    pub fn named(name: Option<&str>) -> Self {
        let mut known = Self::default();
        if let Some(name) = name {
            let titled = TITLES.iter().any(|title| name.ends_with(title));
            known.add(&name.trim().chars().collect::<Vec<_>>(), if titled { Kind::Nick } else { Kind::Name });
        }
        known
    }

    /// Where it stands in this text.
    pub(super) fn find(&self, text: &[char]) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (words, kind) in &self.words {
            let found = text.windows(words.len()).enumerate().filter(|(_, window)| window == words);
            marks.extend(found.map(|(at, _)| Mark::new(at..at + words.len(), *kind)));
        }
        marks
    }

    /// One character is no name: it would be found everywhere. What is veiled already says nothing.
    fn add(&mut self, words: &[char], kind: Kind) {
        let veiled = words.iter().any(|c| matches!(c, '某' | '*'));
        if words.len() >= 2 && !veiled && !self.words.iter().any(|(known, _)| known == words) {
            self.words.push((words.to_vec(), kind));
        }
    }
}
