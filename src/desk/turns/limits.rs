//! Limitations 使用限制: told to the supervisors under a code, and lifted by them. Who stands behind the code, only the store
//! knows: a conversation of the house's own is kept under it and names the person.

use anyhow::Result;

use super::remember;
use crate::desk::Step;
use crate::domain::action::Action;
use crate::domain::complaint::Urgency;
use crate::domain::conversation::{Conversation, Person, Say};
use crate::domain::ids::{ChatRef, InboundId, UserRef};
use crate::domain::message::{Manners, Message, when};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Role;
use crate::intake::Limitation;
use crate::store::ConversationKey;

/// The length of a code: 40 bits, as of a query code.
const CODE: usize = 8;

/// The chat of the house's own in which codes are kept.
const DRAWER: &str = "house:limited";

/// Somebody was limited: they keep a code, and the supervisors hear of it.
pub(super) fn tell(
    step: &mut Step<'_>,
    key: &ConversationKey,
    after: &mut Conversation,
    limitation: &Limitation,
    id: &InboundId,
) -> Result<()> {
    let code = match &after.conduct.code {
        Some(code) => code.clone(),
        None => step.desk.codes.next(CODE)?,
    };
    after.conduct.code = Some(code.clone());
    let drawer = drawer(&code);
    let before = step.desk.store().conversation(&drawer)?;
    let stands_for = Some(Person { chat: key.chat.clone(), user: key.user.clone() });
    remember(step, &drawer, &before, Conversation { stands_for, ..before.clone() });
    let (kind, strikes, until) = (limitation.kind.label(), limitation.strikes, when(limitation.until));
    let say =
        Say { message: Message::CitizenLimited { code: code.clone(), kind, strikes, until }, buttons: vec![vec![Action::Lift(code)]] };
    let supervisors = step.desk.roster().of_role(Role::Supervisor);
    for chat in supervisors {
        step.reply(&chat, &id.0, &say, Urgency::Normal);
    }
    Ok(())
}

/// 解除限制: they may complain again, and hear of it.
pub(super) fn lift(step: &mut Step<'_>, code: &str, id: &InboundId) -> Result<Say> {
    let refused = |refusal| Ok(Say { message: Message::Refused { refusal }, buttons: Vec::new() });
    let Some(person) = step.desk.store().conversation(&drawer(code))?.stands_for else {
        return refused(Refusal::UnknownButton);
    };
    let key = ConversationKey { chat: person.chat, user: person.user };
    let before = step.desk.store().conversation(&key)?;
    if before.conduct.limited(step.now).is_some() {
        let mut after = before.clone();
        after.conduct.lift();
        remember(step, &key, &before, after);
        step.reply(&key.chat, &id.0, &Say { message: Message::Manners(Manners::LimitLifted), buttons: Vec::new() }, Urgency::Normal);
    }
    Ok(Say { message: Message::LimitationLifted { code: code.to_owned() }, buttons: Vec::new() })
}

fn drawer(code: &str) -> ConversationKey {
    ConversationKey { chat: ChatRef(DRAWER.to_owned()), user: UserRef(format!("{DRAWER}:{code}")) }
}
