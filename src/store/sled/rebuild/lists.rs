//! What derives from anything but events 其他派生记录.

use anyhow::Result;
use serde::Deserialize;

use super::Walk;
use crate::domain::audit::{Entry, Said};
use crate::domain::ids::ChatRef;
use crate::store::codec::{ConversationMark, decode, encode};
use crate::store::keys;
use crate::store::rebuild::{Fault, Part};
use crate::store::sled::notices::Named;
use crate::store::sled::numbers::greatest;
use crate::store::sled::{folds, trouble};

/// The identity of a line of a chat; the rest of it is skipped, not read.
#[derive(Deserialize)]
pub(super) struct LineMark {
    pub(super) id: String,
}

impl Walk<'_> {
    /// When conversations hang too long.
    pub(super) fn conversations(&mut self) -> Result<()> {
        for item in self.tree.scan_prefix(keys::all_conversations()) {
            let (key, value) = item.map_err(trouble::reading)?;
            match (keys::read_conversation(&key), decode::<ConversationMark>(&key, &value)) {
                (Some(whose), Ok(ConversationMark { due: Some(due), .. })) => {
                    self.expect(None, keys::due_conversation(due, &whose), Vec::new())?;
                    self.pause()?;
                }
                (Some(_), Ok(_)) => {}
                _ => self.differ(None, Part::Due, Fault::Unmakeable)?,
            }
        }
        Ok(())
    }

    /// Nothing derives from the outbox and from what was given up; what cannot be read there cannot be sent, and is told.
    pub(super) fn outbox(&mut self) -> Result<()> {
        for list in [keys::all_waiting(), keys::all_dead()] {
            for item in self.tree.scan_prefix(list) {
                let (key, value) = item.map_err(trouble::reading)?;
                if decode::<Named>(&key, &value).is_err() {
                    self.differ(None, Part::Outbox, Fault::Unmakeable)?;
                }
            }
        }
        Ok(())
    }

    /// Which lines there are, and which chats have any.
    pub(super) fn lines(&mut self) -> Result<()> {
        let mut at: Option<ChatRef> = None;
        for item in self.tree.scan_prefix(keys::all_lines()) {
            let (key, value) = item.map_err(trouble::reading)?;
            let (Some(chat), Ok(LineMark { id })) = (keys::read_line_chat(&key), decode(&key, &value)) else {
                self.differ(None, Part::Lines, Fault::Unmakeable)?;
                continue;
            };
            self.expect(None, keys::line_id(&chat, &id), Vec::new())?;
            if at.as_ref() != Some(&chat) {
                self.expect(None, keys::chat(&chat), Vec::new())?;
                at = Some(chat);
            }
            self.pause()?;
        }
        Ok(())
    }

    /// Views by case and by code, copies of everything, and what was sent again.
    pub(super) fn audit(&mut self) -> Result<()> {
        for item in folds::unfolded(self.tree.scan_prefix(keys::all_entries())) {
            let (key, value) = item.map_err(trouble::reading)?;
            let Ok(Entry { n, what, .. }) = decode(&key, &value) else {
                self.differ(None, Part::Audit, Fault::Unmakeable)?;
                continue;
            };
            match what {
                Said::Seen(view) => {
                    self.expect(Some(view.case), keys::view(view.case, n), Vec::new())?;
                    if let Some(code) = view.code {
                        self.expect(Some(view.case), keys::trace(&code), encode(&n)?)?;
                    }
                }
                Said::Copied(_) => self.expect(None, keys::copy(n), Vec::new())?,
                Said::Resent(_) => self.expect(None, keys::resent(n), Vec::new())?,
                Said::Events(_) | Said::Adopted(_) | Said::Published(_) | Said::Rejoined => {}
            }
            self.pause()?;
        }
        Ok(())
    }

    /// The running number that is given next is greater than all that are in use.
    pub(super) fn numbers(&mut self) -> Result<()> {
        let key = keys::numbers();
        let (next, bytes) = (greatest(self.tree)? + 1, self.tree.get(&key).map_err(trouble::reading)?);
        self.found.records += 1;
        let fault = match bytes.as_ref().map(|bytes| decode::<u64>(key.as_ref(), bytes)) {
            Some(Ok(there)) if there >= next => return Ok(()),
            None if next == 1 => return Ok(()),
            Some(_) => Fault::Differs,
            None => Fault::Missing,
        };
        self.differ(None, Part::Numbers, fault)?;
        self.change(key, Some(encode(&next)?))
    }
}
