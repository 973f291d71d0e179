//! What a case itself tells about its citizen 已知身份: found once, it is veiled wherever it stands.

use super::lists::TITLES;
use super::mark::{Kind, Mark, plain};
use super::{home, names, tags};
use crate::domain::case::Case;
use crate::domain::complaint::{Slot, Slots};
use crate::domain::ids::ChatRef;

/// What is known of a citizen's identity, for texts that only repeat it.
#[derive(Clone, Debug, Default)]
pub struct Known {
    words: Vec<(Vec<char>, Kind)>,
}

impl Known {
    /// What this case tells of each of its citizens: the name it has as a fact, the names, accounts and home that their words
    /// introduce, and the account they wrote from.
    pub fn of(case: &Case) -> Self {
        let complaint = &case.complaint;
        let mut known = Self::default();
        known.citizen(&complaint.slots, &complaint.text, &complaint.chat);
        for party in &case.parties {
            known.citizen(&party.slots, &party.text, &party.chat);
        }
        known
    }

    fn citizen(&mut self, slots: &Slots, text: &str, chat: &ChatRef) {
        self.name(slots.get(&Slot::Name).map(String::as_str).unwrap_or_default());
        let several = [Slot::Representatives, Slot::Proxy].iter().filter_map(|slot| slots.get(slot));
        several.flat_map(|names| names.split('、')).filter(|name| !name.starts_with('代')).for_each(|name| self.name(name));
        let text: Vec<char> = text.chars().collect();
        for mark in names::find(&text).into_iter().chain(tags::find(&text)).chain(home::find(&text)) {
            let words = &text[mark.span.clone()];
            self.add(words, mark.kind);
            // Facts are kept in plain digits and letters.
            self.add(&words.iter().map(|c| plain(*c)).collect::<Vec<_>>(), mark.kind);
        }
        let account: Vec<char> = chat.local().chars().collect();
        if names::is_name(&account) {
            self.add(&account, Kind::Name);
        } else if account.len() >= 5 && account.iter().all(char::is_ascii) {
            self.add(&account, Kind::Tag);
        }
    }

    fn name(&mut self, name: &str) {
        let titled = TITLES.iter().any(|title| name.ends_with(title));
        self.add(&name.trim().chars().collect::<Vec<_>>(), if titled { Kind::Nick } else { Kind::Name });
    }

    /// A citizen of this name, of whom nothing else is known.
    pub fn named(name: Option<&str>) -> Self {
        let mut known = Self::default();
        known.name(name.unwrap_or_default());
        known
    }

    /// Where it stands in this text.
    pub(super) fn find(&self, text: &[char]) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (words, kind) in &self.words {
            let found = text.windows(words.len()).enumerate().filter(|(_, window)| window.first() == words.first() && window == words);
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
