//! 文书 for a member of staff: those of a case that people of their role may have, under the code of this look.

use anyhow::Result;

use super::{reader, visible};
use crate::desk::Step;
use crate::desk::papers::Given;
use crate::domain::audit::{Viewed, Viewer};
use crate::domain::complaint::Urgency;
use crate::domain::conversation::Say;
use crate::domain::ids::CaseNumber;
use crate::domain::inbound::Inbound;
use crate::domain::message::Message;
use crate::domain::paper;
use crate::domain::privacy;
use crate::domain::staff::{Role, Staff};

/// Says which there are and attaches them; what is still to be said, where the case is none of theirs.
pub(super) fn give(step: &mut Step<'_>, inbound: &Inbound, staff: &Staff, number: CaseNumber) -> Result<Vec<Say>> {
    let case = match visible(step, inbound, staff, number)? {
        Ok(case) => case,
        Err(refusal) => return Ok(vec![Say { message: Message::Refused { refusal }, buttons: Vec::new() }]),
    };
    // In a group all of the unit's people read it.
    let role = if inbound.is_group { Role::Handler } else { staff.role };
    let events = step.desk.store().events(number)?;
    let all = paper::papers(&events, &step.desk.store().registered(number)?, &step.desk.city().directory)
        .into_iter()
        .filter(|paper| paper.kind.is_for(role));
    let reader = reader(inbound, staff);
    let given = Given::of(number, all, reader);
    let code = match given.is_empty() {
        true => None,
        false => step.viewed(&case, Viewer::from(staff), Viewed::Paper, privacy::sight(reader, &case))?,
    };
    let given = given.marked(code.clone());
    step.reply_marked(&inbound.chat, &inbound.id.0, &given.say(), Urgency::Normal, code);
    given.attach(step);
    Ok(Vec::new())
}
