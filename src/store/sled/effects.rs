//! What a commit does to the records 落实: first it is checked against what is there, then it changes them.

use sled::IVec;

use super::aside;
use super::chain;
use super::notices::Notices;
use super::numbers::Numbers;
use super::prepared::{Index, Prepared, PreparedCase, PreparedConversation, PreparedLine, index_entries};
use super::recent::{Before, Listed};
use super::register;
use super::stage::Stage;
use super::unlisted::Unlisted;
use crate::domain::appraisal::Cast;
use crate::domain::ids::InboundId;
use crate::domain::profile::ProfileText;
use crate::domain::staff::{Group, Invite, Staff};
use crate::store::codec::{CaseMark, ConversationMark, decode, encode};
use crate::store::keys::Key;
use crate::store::{CommitError, PeopleWrite, PublicWrite, keys};

/// What became of a commit.
pub type Landed = Result<(), CommitError>;

/// Tries the commit on the stage, the notices and the views that wait to be listed. When it is refused, each holds a part of it, to be
/// thrown away.
pub fn land(stage: &mut Stage, (notices, numbers): (&mut Notices, &mut Numbers), unlisted: &Unlisted, prepared: Prepared) -> Landed {
    let Prepared {
        at,
        inbound,
        cases,
        conversations,
        outbox,
        delivery,
        resend,
        aside,
        readmit,
        log,
        people,
        views,
        copies,
        ballots,
        publications,
        papers,
        profiles,
    } = prepared;
    inbound.into_iter().try_for_each(|(id, record)| see(stage, &id, record))?;
    aside.into_iter().try_for_each(|message| aside::set_aside(stage, numbers, message))?;
    readmit.map_or(Ok(()), |readmit| aside::readmit(stage, readmit))?;
    cases.into_iter().try_for_each(|case| write_case(stage, case))?;
    conversations.into_iter().try_for_each(|conversation| write_conversation(stage, conversation))?;
    people.into_iter().try_for_each(|change| write_people(stage, change))?;
    profiles.into_iter().try_for_each(|profile| write_profile(stage, &profile))?;
    papers.into_iter().try_for_each(|made| register::enter(stage, made))?;
    ballots.into_iter().try_for_each(|cast| write_ballot(stage, &cast))?;
    publications.into_iter().try_for_each(|write| write_public(stage, write))?;
    // What was delivered leaves first: a notice that is sent and queued again in one commit stays queued.
    delivery.into_iter().try_for_each(|delivery| super::outbox::deliver(stage, notices, delivery, at))?;
    resend.into_iter().try_for_each(|resend| super::outbox::resend(stage, notices, numbers, resend))?;
    outbox.into_iter().try_for_each(|outbound| super::outbox::queue(stage, notices, numbers, outbound))?;
    log.into_iter().try_for_each(|line| write_line(stage, numbers, line))?;
    views.into_iter().try_for_each(|view| chain::record(stage, unlisted, view))?;
    copies.into_iter().try_for_each(|copied| Ok(chain::record_copy(stage, copied)?))
}

/// An edition that is out stays as it is; the chain keeps its digest.
fn write_public(stage: &mut Stage, write: PublicWrite) -> Landed {
    match write {
        PublicWrite::Example(example) => stage.put(keys::example(example.month, example.case), encode(&example)?),
        PublicWrite::Edition(edition, by) => {
            let key = keys::edition(edition.period, edition.number);
            if stage.has(&key)? {
                return Err(CommitError::Conflict(format!("edition {} of {}", edition.number, edition.period)));
            }
            chain::record_edition(stage, &edition, by)?;
            stage.put(key, encode(&edition)?);
        }
    }
    Ok(())
}

fn see(stage: &mut Stage, id: &InboundId, record: IVec) -> Landed {
    let key = keys::seen(id);
    if stage.has(&key)? {
        return Err(CommitError::AlreadySeen);
    }
    stage.put(key, record);
    Ok(())
}

/// What listed a case before: as its caller knows it, if the record is still the one that was read.
fn listed_before(stage: &Stage, key: &Key, case: &mut PreparedCase) -> anyhow::Result<Option<Listed>> {
    let Some(bytes) = stage.get(key)? else { return Ok(None) };
    if let Some(Before { what, .. }) = case.before.take().filter(|before| before.bytes == bytes) {
        return Ok(Some(what));
    }
    let CaseMark { index, reminders } = decode(key.as_ref(), &bytes)?;
    Ok(Some(Listed { seq: index.seq, index: index_entries(case.number, &index, &reminders) }))
}

fn write_case(stage: &mut Stage, mut case: PreparedCase) -> Landed {
    let key = keys::case(case.number);
    let old = listed_before(stage, &key, &mut case)?;
    if old.as_ref().map_or(0, |old| old.seq) != case.expected_seq {
        return Err(CommitError::Conflict(format!("case {}", case.number)));
    }
    let is_new = old.is_none();
    let before = old.map_or_else(Index::new, |old| old.index);
    for key in before.keys().filter(|key| case.index.iter().all(|(now, _)| now != *key)) {
        stage.remove(key.clone());
    }
    if is_new {
        stage.mark(keys::of_citizen(&case.citizen, case.number));
    }
    if let Some((key, number)) = case.origin.clone().filter(|_| is_new) {
        // One record of another system is one case, whoever takes it over first.
        if stage.has(&key)? {
            return Err(CommitError::Conflict("the origin of a case".to_owned()));
        }
        stage.put(key, number);
    }
    chain::bind(stage, &case)?;
    for (key, value) in case.index {
        // A mark that is there says all; reminders may have changed under the same key.
        let stays = before.contains_key(&key) && (value.is_empty() || stage.get(&key)?.as_ref() == Some(&value));
        if !stays {
            stage.put(key, value);
        }
    }
    stage.put(key, case.record);
    case.events.into_iter().chain(case.cards).for_each(|(key, event)| stage.put(key, event));
    Ok(())
}

/// What there is of a conversation: as its caller knows it, if the record is still the one that was read.
fn spoken_before(stage: &mut Stage, key: &Key, known: Option<Before<ConversationMark>>) -> anyhow::Result<ConversationMark> {
    let Some(bytes) = stage.get(key)? else { return Ok(ConversationMark::default()) };
    if let Some(Before { what, .. }) = known.filter(|before| before.bytes == bytes) {
        return Ok(what);
    }
    let read = decode(key.as_ref(), &bytes);
    if read.is_err() {
        // A conversation that cannot be read begins anew, as its reader sees it; what was there is kept.
        stage.put(keys::spoiled(key), bytes);
    }
    Ok(read.unwrap_or_default())
}

fn write_conversation(stage: &mut Stage, new: PreparedConversation) -> Landed {
    let key = keys::conversation(&new.key);
    let old = spoken_before(stage, &key, new.before)?;
    if old.rev != new.expected_rev {
        return Err(CommitError::Conflict("the conversation".to_owned()));
    }
    if old.due != new.due {
        old.due.into_iter().for_each(|due| stage.remove(keys::due_conversation(due, &new.key)));
        new.due.into_iter().for_each(|due| stage.mark(keys::due_conversation(due, &new.key)));
    }
    stage.put(key, new.record);
    Ok(())
}

fn write_people(stage: &mut Stage, change: PeopleWrite) -> Landed {
    match change {
        PeopleWrite::Invited(invite) => stage.put(keys::invite(&invite.code), encode(&invite)?),
        PeopleWrite::Joined { staff, code } => join(stage, &staff, code.as_deref())?,
        PeopleWrite::GroupBound(group) => stage.put(keys::group(&group.chat), encode(&group)?),
        PeopleWrite::GroupMoved { from, to } => {
            let key = keys::group(&from);
            if let Some(group) = stage.read::<Group>(&key)? {
                stage.remove(key);
                stage.put(keys::group(&to), encode(&Group { chat: to, ..group })?);
            }
        }
    }
    Ok(())
}

/// Of two people who join at once, the second must neither use the first one's code nor take their number.
fn join(stage: &mut Stage, staff: &Staff, code: Option<&str>) -> Landed {
    if let Some(key) = code.map(keys::invite) {
        if stage.read::<Invite>(&key)?.is_none() {
            return Err(CommitError::Conflict("the invitation".to_owned()));
        }
        stage.remove(key);
    }
    let key = keys::staff(staff.id);
    if stage.read::<Staff>(&key)?.is_some_and(|there| there.user != staff.user) {
        return Err(CommitError::Conflict(format!("staff {}", staff.id)));
    }
    stage.put(key, encode(staff)?);
    Ok(())
}

/// Its key is the digest of its text: what is kept under the key is the same text, and is written again only when it cannot be
/// read any more.
fn write_profile(stage: &mut Stage, profile: &ProfileText) -> Landed {
    let key = keys::profile(&profile.key);
    let there = stage.get(&key)?;
    if there.is_none_or(|there| decode::<ProfileText>(key.as_ref(), &there).is_err()) {
        stage.put(key, encode(profile)?);
    }
    Ok(())
}

/// The mark of the case and the ballot have nothing in common by which one would lead to the other.
fn write_ballot(stage: &mut Stage, cast: &Cast) -> Landed {
    let (mark, key) = (keys::appraised(cast.number), keys::ballot(cast.ballot.quarter, &cast.code));
    if stage.has(&mark)? || stage.has(&key)? {
        return Err(CommitError::Conflict(format!("the ballot of {}", cast.number)));
    }
    stage.mark(mark);
    stage.put(key, encode(&cast.ballot)?);
    Ok(())
}

fn write_line(stage: &mut Stage, numbers: &mut Numbers, line: PreparedLine) -> Landed {
    let id = keys::line_id(&line.chat, &line.id);
    if stage.has(&id)? {
        return Ok(());
    }
    stage.mark(id);
    let number = numbers.take(stage)?;
    stage.put(keys::line(&line.chat, number), line.record);
    let chat = keys::chat(&line.chat);
    if !stage.has(&chat)? {
        stage.mark(chat);
    }
    Ok(())
}
