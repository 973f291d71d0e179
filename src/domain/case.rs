//! One case 工单: its facts, its state, and how an event changes it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::complaint::{Classification, Evidence, Slots};
use super::event::{Event, Outcome, Recorded};
use super::ids::{CaseNumber, ChatRef, DepartmentId, Moment, QueryCode, StaffId, UserRef};
use super::moment;
use super::past::Origin;
use super::profile::RungKind;
use super::span::{Limit, LimitKind};
use super::staff::Actor;

mod apply;
mod care;
mod citizens;
mod climbed;
mod facts;
mod mandate;
mod note;
mod state;

pub use care::{AdmonitionCause, Application, Applied, Ballot, CoMandate, Commitment, Letter, LetterKind, Party, Proposal};
pub use facts::{Answer, Complaint, Ground, Satisfaction};
pub use mandate::{ExtensionAsked, Mandate, ReturnSlip};
pub use state::{Asked, Holder, State};

/// A case as its events have made it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// 工单号
    pub number: CaseNumber,
    /// 查询码
    pub query_code: QueryCode,
    /// How many events it has.
    pub seq: u32,
    /// The rules it runs under.
    pub profile: String,
    /// What the citizen brought, with what was added since.
    pub complaint: Complaint,
    /// The citizen's clock: from here, never reset, never stopped.
    #[serde(with = "moment")]
    pub received_at: Moment,
    /// Where it stands.
    pub state: State,
    /// Rungs already climbed, with the limit that they watched and when its end was set.
    #[serde(with = "climbed")]
    pub rungs: BTreeSet<(LimitKind, Moment, String)>,
    /// Counters for the figures.
    pub tally: Tally,
    /// When the last event happened.
    #[serde(with = "moment")]
    pub changed_at: Moment,
    /// When it came to stand where it stands: a limit that did not run before, because the case lay elsewhere, runs from here.
    #[serde(with = "moment")]
    pub since: Moment,
    /// 疑难复杂, with the longer limit that the profile gives to such matters.
    #[serde(default)]
    pub complex: bool,
    /// The other citizens on this case 并案诉求人.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<Party>,
    /// Citizens who withdrew while others went on.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub left: BTreeSet<UserRef>,
    /// Units complained of, which do not handle it 回避.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub conflicts: BTreeSet<DepartmentId>,
    /// People who keep out of it 回避.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub recused: BTreeSet<StaffId>,
    /// The leader who answers for it personally 领导包案.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<StaffId>,
    /// 督办文书, in the order of their issue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub letters: Vec<Letter>,
    /// 重办: what was wanting the last time, in the words of whoever said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redo: Option<String>,
    /// 复发: the archived case of the same matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurs: Option<CaseNumber>,
    /// 复发: the case as which this one came back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recurred: Option<CaseNumber>,
    /// 历史工单: where it was taken over from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Box<Origin>>,
}

/// What is counted of a case (RULEBOOK §10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// 派单 and 转派
    pub hops: u32,
    /// 退单
    pub returns: u32,
    /// 重办
    pub redos: u32,
    /// 催办 by the citizen
    pub urged: u32,
    /// 黄牌
    pub yellow_cards: u32,
    /// 红牌
    #[serde(default)]
    pub red_cards: u32,
    /// 联系诉求人 by the unit
    #[serde(default)]
    pub contacts: u32,
    /// 中止
    #[serde(default)]
    pub suspensions: u32,
    /// 延期 granted
    #[serde(default)]
    pub extensions: u32,
    /// 督办文书 issued
    #[serde(default)]
    pub letters: u32,
}

impl Case {
    /// The unit that has, or last had, the task.
    pub fn unit(&self) -> Option<&DepartmentId> {
        match &self.state {
            State::Archived { unit, .. } => Some(unit),
            state => state.mandate().map(|mandate| &mandate.unit),
        }
    }

    /// The limits that run, each with its kind: those of the state, and those of letters that wait for their answer.
    pub fn limits(&self) -> Vec<(LimitKind, Limit)> {
        // A unit that came to be complained of sees the case no more, and owes no answer about it.
        let owed = |letter: &&Letter| letter.answered.is_none() && !self.conflicts.contains(&letter.unit) && !self.state.is_closed();
        let letters = self.letters.iter().filter(owed).filter_map(|letter| Some((letter.kind.limit()?, letter.answer?)));
        self.state.limits().into_iter().chain(letters).collect()
    }

    /// The letter whose answer this limit is for.
    pub fn letter_of(&self, kind: LimitKind, given: Moment) -> Option<&Letter> {
        let mut waiting = self.letters.iter().filter(|letter| letter.answered.is_none());
        waiting.find(|letter| letter.kind.limit() == Some(kind) && letter.answer.is_some_and(|limit| limit.given == given))
    }

    /// The end of the limit that ends first, with its kind: what a list shows as remaining time.
    pub fn next_due(&self) -> Option<(LimitKind, Moment)> {
        self.limits().into_iter().map(|(kind, limit)| (kind, limit.due)).min_by_key(|(_, due)| *due)
    }

    /// The citizen's account.
    pub fn citizen(&self) -> &UserRef {
        &self.complaint.citizen
    }

    /// Where the citizen is written to.
    pub fn citizen_chat(&self) -> &ChatRef {
        &self.complaint.chat
    }

    /// Everybody whose case this is: the citizen who opened it and those who joined, without those who left.
    pub fn citizens(&self) -> impl Iterator<Item = (&UserRef, &ChatRef)> {
        let all = [(self.citizen(), self.citizen_chat())].into_iter().chain(self.parties.iter().map(|party| (&party.citizen, &party.chat)));
        all.filter(|(citizen, _)| !self.left.contains(*citizen))
    }

    /// The way by which it came 渠道: the channel's name, or what another system called it.
    pub fn channel(&self) -> &str {
        let other = self.origin.as_ref().and_then(|origin| origin.channel.as_deref());
        other.unwrap_or_else(|| self.complaint.chat.channel())
    }

    /// Whether it is this citizen's case.
    pub fn is_of(&self, user: &UserRef) -> bool {
        self.citizens().any(|(citizen, _)| citizen == user)
    }

    /// The first question's answer of this citizen, once given.
    pub fn solved_by(&self, user: &UserRef) -> Option<bool> {
        match &self.state {
            State::Answered { solved, .. } if user == self.citizen() => *solved,
            State::Answered { ballots, .. } => ballots.iter().find(|ballot| ballot.citizen == *user)?.solved,
            _ => None,
        }
    }
}
