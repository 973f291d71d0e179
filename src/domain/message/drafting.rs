//! While a complaint is taken down 受理: what is missing, the summary to confirm, and what belongs to the draft.

use serde::Serialize;

use super::Came;
use crate::domain::complaint::Slot;

/// To citizens, until their matter is registered.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)] // a field has a comment only where its name and the variant do not say it already
pub enum Drafting {
    /// What is missing, all at once 一次性告知.
    AskMissing {
        /// The matter, where it is understood well enough to be named.
        intent: Option<String>,
        /// What is missing; the questions stand in the templates.
        missing: Vec<Slot>,
        /// The districts that were named alike, where it is asked which one it is.
        districts: Vec<String>,
        /// What was sent along so far.
        evidence: Vec<(&'static str, usize)>,
    },
    /// The summary to confirm or correct.
    Summary {
        /// The matter, where it is understood well enough to be named.
        intent: Option<String>,
        kind: &'static str,
        unit: Option<String>,
        text: String,
        facts: Vec<(&'static str, String)>,
        evidence: Vec<(&'static str, usize)>,
        missing: Vec<&'static str>,
        /// They asked not to be known to the unit.
        confidential: bool,
        /// The writer speaks for somebody else: 代母亲反映.
        proxy: Option<String>,
        /// It is a group complaint 集体投诉.
        group: bool,
        /// What has just come, where that is why the summary is shown again.
        came: Option<Came>,
    },
    /// 更正: say it in your own words.
    CorrectHow,
    /// 补充: say what is to be added.
    AddHow,
    /// 不提交
    Discarded,
    /// Evidence came before any words.
    EvidenceFirst { came: Came },
    /// Evidence joined the draft.
    EvidenceForDraft { came: Came },
    /// A telephone number was shared, and there is no matter that it belongs to.
    ContactFirst,
    /// Another matter was begun: the first is registered as it stands.
    TwoMatters,
    /// A press would begin another matter while this one is not handed in yet.
    Unfinished,
    /// One message told of several matters, of different units: the first of them follows.
    SeveralMatters { count: usize },
    /// The next of them follows; so many are still to come after it.
    NextMatter { left: usize },
}
