//! What nothing asks for 多余的记录. Only where there are more records of a kind than were made anew is each looked at.

use std::collections::BTreeSet;

use anyhow::Result;

use super::lists::LineMark;
use super::{Walk, part};
use crate::domain::audit::{Entry, Said};
use crate::domain::ids::{CaseNumber, ChatRef};
use crate::store::codec::{ConversationMark, decode};
use crate::store::keys::{self, Derived, DueKey};
use crate::store::rebuild::Fault;
use crate::store::sled::{folds, trouble};

/// Whether something asks for a record.
enum Asked {
    Yes,
    No(Option<CaseNumber>),
    /// What would ask for it cannot be made anew.
    Unknown(Option<CaseNumber>),
}

impl Asked {
    fn of(is_asked: bool, case: Option<CaseNumber>) -> Self {
        if is_asked { Self::Yes } else { Self::No(case) }
    }
}

impl Walk<'_> {
    /// Takes away the records of this kind that nothing asks for.
    pub(super) fn surplus(&mut self, kind: Derived) -> Result<()> {
        let all = self.tree.scan_prefix(kind.all()).keys().try_fold(0_u64, |count, key| key.map(|_| count + 1));
        if all.map_err(trouble::reading)? <= self.there.get(&kind).copied().unwrap_or_default() {
            return Ok(());
        }
        for item in self.tree.scan_prefix(kind.all()) {
            let (key, value) = item.map_err(trouble::reading)?;
            match self.asked(kind, &key, &value)? {
                Asked::Yes => {}
                Asked::Unknown(case) if kind == Derived::Case => self.differ(case, part(kind), Fault::Unmakeable)?,
                Asked::Unknown(_) => {}
                Asked::No(case) => {
                    self.differ(case, part(kind), Fault::Surplus)?;
                    self.change(keys::raw(&key), None)?;
                }
            }
            self.pause()?;
        }
        Ok(())
    }

    fn asked(&mut self, kind: Derived, key: &[u8], value: &[u8]) -> Result<Asked> {
        Ok(match kind {
            Derived::Case => self.has_events(keys::read_case(key))?,
            Derived::Open | Derived::OpenOfUnit | Derived::OfCitizen => self.by_case(keys::read_case(key), key)?,
            Derived::Card | Derived::CardOfUnit | Derived::CardOfPerson => self.by_case(keys::read_card_case(key), key)?,
            Derived::Origin => self.by_case(decode::<CaseNumber>(key, value).ok(), key)?,
            Derived::Due => self.due(key)?,
            Derived::LineId => self.line(key)?,
            Derived::Chat => {
                let lines = keys::read_chat(key).and_then(|chat| self.tree.scan_prefix(keys::lines_of(&chat)).next());
                Asked::of(lines.transpose().map_err(trouble::reading)?.is_some(), None)
            }
            Derived::View => match keys::read_view(key) {
                Some((case, n)) => self.by_entry(n, Some(case), |said| matches!(said, Said::Seen(view) if view.case == case))?,
                None => Asked::No(None),
            },
            Derived::Trace => match (keys::read_text(key), decode::<u64>(key, value)) {
                (Some(code), Ok(n)) => {
                    self.by_entry(n, None, |said| matches!(said, Said::Seen(view) if view.code.as_deref() == Some(code.as_str())))?
                }
                _ => Asked::No(None),
            },
            Derived::Copy => match keys::read_number(key) {
                Some(n) => self.by_entry(n, None, |said| matches!(said, Said::Copied(_)))?,
                None => Asked::No(None),
            },
            Derived::Resent => match keys::read_number(key) {
                Some(n) => self.by_entry(n, None, |said| matches!(said, Said::Resent(_)))?,
                None => Asked::No(None),
            },
        })
    }

    /// A case without events is all that is left of it: it stays, and is told.
    fn has_events(&self, number: Option<CaseNumber>) -> Result<Asked> {
        let Some(number) = number else { return Ok(Asked::No(None)) };
        let first = self.tree.scan_prefix(keys::events(number)).next().transpose().map_err(trouble::reading)?;
        Ok(if first.is_some() { Asked::Yes } else { Asked::Unknown(Some(number)) })
    }

    fn by_case(&mut self, number: Option<CaseNumber>, key: &[u8]) -> Result<Asked> {
        let Some(number) = number else { return Ok(Asked::No(None)) };
        if self.last_case.as_ref().is_none_or(|(last, _)| *last != number) {
            self.last_case = Some((number, self.remade(number)?));
        }
        Ok(match &self.last_case {
            Some((_, Some(made))) => Asked::of(made.contains_key(&keys::raw(key)), Some(number)),
            _ => Asked::Unknown(Some(number)),
        })
    }

    fn due(&mut self, key: &[u8]) -> Result<Asked> {
        let (whose, due) = match keys::read_due(key) {
            Some(DueKey::Case(number)) => return self.by_case(Some(number), key),
            Some(DueKey::Conversation(whose, due)) => (whose, due),
            None => return Ok(Asked::No(None)),
        };
        let conversation = keys::conversation(&whose);
        let Some(bytes) = self.tree.get(&conversation).map_err(trouble::reading)? else { return Ok(Asked::No(None)) };
        Ok(match decode::<ConversationMark>(conversation.as_ref(), &bytes) {
            Ok(mark) => Asked::of(mark.due == Some(due), None),
            Err(_) => Asked::Unknown(None),
        })
    }

    fn line(&mut self, key: &[u8]) -> Result<Asked> {
        let Some((chat, id)) = keys::read_in_chat(key) else { return Ok(Asked::No(None)) };
        if self.last_chat.as_ref().is_none_or(|(last, _)| *last != chat) {
            self.last_chat = Some((chat.clone(), self.ids_of(&chat)?));
        }
        Ok(match &self.last_chat {
            Some((_, Some(ids))) => Asked::of(ids.contains(&id), None),
            _ => Asked::Unknown(None),
        })
    }

    fn ids_of(&self, chat: &ChatRef) -> Result<Option<BTreeSet<String>>> {
        let lines = self.tree.scan_prefix(keys::lines_of(chat)).map(|item| {
            let (key, value) = item.map_err(trouble::reading)?;
            Ok(decode::<LineMark>(&key, &value).ok().map(|mark| mark.id))
        });
        lines.collect()
    }

    fn by_entry(&self, n: u64, case: Option<CaseNumber>, says: impl FnOnce(&Said) -> bool) -> Result<Asked> {
        let Some(bytes) = folds::entry(self.tree, n)? else {
            return Ok(if folds::may_be_in_damage(self.tree, n)? { Asked::Unknown(case) } else { Asked::No(case) });
        };
        Ok(match decode::<Entry>(keys::entry(n).as_ref(), &bytes) {
            Ok(entry) => Asked::of(says(&entry.what), case),
            Err(_) => Asked::Unknown(case),
        })
    }
}
