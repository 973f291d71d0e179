//! Who saw a case, as its citizen may hear it 谁看过; and which messages show a case.

use serde::Serialize;

use super::{Card, Merging, Message, when};
use crate::domain::audit::View;
use crate::domain::department::Directory;

/// The people of one office, together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SeenBy {
    /// Unit and role: 城管局经办人.
    pub office: String,
    /// How often.
    pub times: usize,
    /// When first.
    pub first: String,
    /// When last.
    pub last: String,
}

impl SeenBy {
    /// The views of a case by office, in the order in which each first saw it.
    pub fn of(views: &[View], directory: &Directory) -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for view in views {
            let (office, at) = (view.by.office(directory), when(view.at));
            match all.iter_mut().find(|seen| seen.office == office) {
                Some(seen) => {
                    seen.times += 1;
                    seen.last = at;
                }
                None => all.push(Self { office, times: 1, first: at.clone(), last: at }),
            }
        }
        all
    }
}

impl Message {
    /// The case that this message shows.
    pub fn card(&self) -> Option<&Card> {
        match self {
            Self::Progress { card, .. }
            | Self::Urged { card }
            | Self::Shown { card, .. }
            | Self::ToAccept { card }
            | Self::ToDispatch { card, .. }
            | Self::ReturnToReview { card, .. }
            | Self::Task { card, .. }
            | Self::NobodyThere { card, .. }
            | Self::TaskSupplemented { card, .. }
            | Self::TaskUrged { card, .. }
            | Self::ExtensionToRule { card, .. }
            | Self::ToReview { card, .. }
            | Self::ReviewFailed { card, .. }
            | Self::ToCall { card }
            | Self::RiskSeen { card }
            | Self::StillUnsolved { card, .. }
            | Self::MergeProposed { card, .. }
            | Self::SameMatter { card, .. }
            | Self::Merging(Merging::TaskJoined { card, .. })
            | Self::News { card, .. }
            | Self::Rung { card, .. } => Some(card),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::message::samples;

    #[test]
    fn every_message_with_a_card_is_known_to_have_one() {
        for message in samples() {
            let said = serde_json::to_value(&message).expect("a message is data");
            assert_eq!(message.card().is_some(), said.get("card").is_some(), "{}", message.key());
        }
    }
}
