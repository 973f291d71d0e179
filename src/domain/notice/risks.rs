//! What supervisors hear of at once 风险: that a crowd gathers, or that somebody may hurt themselves.

use super::{Audience, Notice, View};
use crate::domain::complaint::Risk;
use crate::domain::message::Message;
use crate::domain::staff::Role;

/// The notice that a case which was just opened needs, if any.
pub fn risk_seen(view: &View<'_>) -> Option<Notice> {
    risen(&view.case.complaint.classification.risks, view)
}

/// The notice that these risks need, which nobody heard of before. It waits for no morning. An outage is urgent for whoever
/// mends it, and a wish for secrecy is kept; neither waits for a supervisor.
pub(super) fn risen(risks: &[Risk], view: &View<'_>) -> Option<Notice> {
    let grave = risks.iter().any(|risk| matches!(risk, Risk::SelfHarm | Risk::Crowd));
    let message = || Message::RiskSeen { card: view.card(Role::Supervisor) };
    grave.then(|| Notice { urgent: true, ..view.to(Audience::Role(Role::Supervisor), message()) })
}
