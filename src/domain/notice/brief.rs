//! A notice in one line 摘要, for the message that it shares with others; and which notices are settled when their case moves on.

use super::{Audience, Notice};
use crate::domain::case::Case;
use crate::domain::department::Directory;
use crate::domain::ids::Moment;
use crate::domain::message::{CaseLine, Merging, Message, when};
use crate::domain::outbound::{Brief, WhileCase};
use crate::domain::privacy::Reader;
use crate::domain::profile::RungKind;
use crate::domain::staff::Role;

/// The line that may stand for this notice; none for a citizen, or for a case that cannot wait: those get a message of
/// their own.
pub fn brief(notice: &Notice, case: &Case, directory: &Directory, made: Moment, held: bool) -> Option<Brief> {
    let role = match &notice.to {
        _ if notice.urgent => return None,
        // What these say is one line already, and it names two cases.
        _ if matches!(notice.say.message, Message::Merging(Merging::TaskMerged { .. }) | Message::Merging(Merging::TaskJoined { .. })) => {
            return None;
        }
        // A line names what the case is about, which a unit that is complained of does not learn.
        Audience::Citizen | Audience::Taken(_) => return None,
        Audience::Unit(_) | Audience::Person(_) => Role::Handler,
        Audience::Leaders(_) => Role::Leader,
        Audience::Role(role) => *role,
    };
    let message = &notice.say.message;
    // Its card shows the case as the same colleagues see it: nobody looks for identities in its words a second time.
    let card = message.card().filter(|card| card.number == case.number);
    let line = card.map_or_else(|| CaseLine::of_case(case, Reader::Staff(role), directory, made), CaseLine::of);
    let CaseLine { number, intent, what, due, .. } = line;
    let due = match message {
        Message::Rung { due, .. } => Some(due.at.clone()),
        _ => due.map(|due| due.at),
    };
    Some(Brief {
        sort: sort(message),
        number,
        intent,
        what,
        unit: case.unit().map(|unit| directory.short(unit).to_owned()),
        due,
        at: when(made),
        held,
        late: matches!(message, Message::Rung { late: true, .. }),
    })
}

/// What sort of news it is.
fn sort(message: &Message) -> String {
    let sort = match message {
        Message::Rung { rung, .. } => rung.as_str(),
        Message::ToAccept { .. } => "待受理",
        Message::ToDispatch { .. } => "待派单",
        Message::ReturnToReview { .. } => "退单待审",
        Message::Task { redo: Some(_), .. } => "重办",
        Message::Task { .. } => "新工单",
        Message::NobodyThere { .. } => "无人签收",
        Message::ReturnTaken { .. } => "退单采纳",
        Message::TaskWithdrawn { .. } => "撤诉",
        Message::TaskSupplemented { .. } => "补充",
        Message::TaskUrged { what, .. } => what,
        Message::ExtensionToRule { .. } => "延期待批",
        Message::ExtensionRuled { .. } => "延期结果",
        Message::ToReview { .. } => "待审核",
        Message::ReviewFailed { .. } => "答复退回",
        Message::FollowedUp { .. } => "评价",
        Message::ToCall { .. } => "待回访",
        Message::RiskSeen { .. } => "风险",
        Message::StillUnsolved { .. } => "仍未解决",
        Message::News { what, .. } => what,
        Message::TaskTaken { .. } => "收回",
        Message::Ledger(_) => "建议告诫",
        Message::MergeProposed { .. } => "并案建议",
        Message::Merging(Merging::TaskMerged { .. }) | Message::Merging(Merging::TaskJoined { .. }) => "并案",
        Message::Merging(Merging::TaskLeft { .. }) => "诉求人退出",
        _ => "通知",
    };
    sort.to_owned()
}

/// While what this is of use, when it is told later. A question is over when its case has moved on, a task when it is closed. A
/// card stands against its unit in any case, and is told.
pub fn while_case(message: &Message, case: &Case) -> Option<WhileCase> {
    let number = case.number;
    match message {
        Message::ToAccept { .. }
        | Message::ToDispatch { .. }
        | Message::ReturnToReview { .. }
        | Message::ToReview { .. }
        | Message::ToCall { .. }
        | Message::Accepted { .. }
        | Message::AskSolved { .. }
        | Message::AskSatisfied { .. } => Some(WhileCase { number, state: Some(case.state.label().to_owned()) }),
        Message::Rung { rung, .. } if [RungKind::Reminder.label(), RungKind::Urging.label()].contains(&rung.as_str()) => {
            Some(WhileCase { number, state: None })
        }
        Message::Task { .. }
        | Message::NobodyThere { .. }
        | Message::TaskSupplemented { .. }
        | Message::TaskUrged { .. }
        | Message::ExtensionToRule { .. }
        | Message::ReviewFailed { .. }
        | Message::Dispatched { .. }
        | Message::Overdue { .. } => Some(WhileCase { number, state: None }),
        _ => None,
    }
}
