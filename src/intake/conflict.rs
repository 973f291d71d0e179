//! Who may not handle a complaint 回避: the unit whose own people it complains of (RULEBOOK §8).

use super::Ctx;
use crate::domain::case::Complaint;
use crate::domain::complaint::{Kind, Slot};
use crate::domain::ids::DepartmentId;

/// The units complained of: those named in a matter about an agency's own conduct. Who asks, praises or suggests complains
/// of nobody; and what a unit ought to repair is its task, whoever is angry with it.
pub fn complained_of(complaint: &Complaint, ctx: &Ctx<'_>) -> Vec<DepartmentId> {
    let classification = &complaint.classification;
    let accuses = !matches!(classification.kind, Kind::Consult | Kind::Praise | Kind::Suggestion);
    let intent = classification.intent.as_ref().and_then(|id| ctx.classifier.intent(id));
    if !accuses || !intent.is_some_and(|intent| intent.conduct) {
        return Vec::new();
    }
    let about = complaint.slots.get(&Slot::About).and_then(|about| ctx.directory.mentioned_in(about));
    about.or_else(|| ctx.directory.mentioned_in(&complaint.text)).map(|unit| unit.id.clone()).into_iter().collect()
}
