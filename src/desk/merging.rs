//! 并案: a case goes on in the mother case, and its citizen joins that one with their own words. Both in one commit.

use anyhow::{Context, Result, bail};

use super::{Step, likeness};
use crate::domain::case::{Case, Party, State};
use crate::domain::command::Command;
use crate::domain::decide;
use crate::domain::ids::CaseNumber;
use crate::domain::message::{Merging, Message};
use crate::domain::refusal::Refusal;
use crate::domain::staff::Actor;

/// Merges one case, or with `all` every one that was proposed with it. Gives back what to say to whoever did it.
pub(super) fn merge(step: &mut Step<'_>, number: CaseNumber, into: CaseNumber, all: bool, actor: &Actor) -> Result<Message> {
    let others = if all { likeness::proposed_with(step, number, into)? } else { Vec::new() };
    let into = match mother(step, into)? {
        Ok(mother) => mother.number,
        Err(refusal) => return Ok(Message::Refused { refusal }),
    };
    if let Err(refusal) = merge_one(step, number, into, actor)? {
        return Ok(Message::Refused { refusal });
    }
    let mut numbers = vec![number];
    for other in others {
        // One that moved on by itself since it was proposed is no reason to leave the others.
        if merge_one(step, other, into, actor)?.is_ok() {
            numbers.push(other);
        }
    }
    numbers.sort_unstable();
    let citizens = step.case(into)?.map_or(0, |mother| mother.citizens().count());
    Ok(Message::Merging(Merging::MergedInto { numbers, into, citizens }))
}

/// The case that others are merged into: where this one went itself, if it was merged since.
fn mother(step: &Step<'_>, number: CaseNumber) -> Result<Result<Case, Refusal>> {
    let unknown = || Refusal::NoSuchCase { number: number.to_string() };
    let Some(case) = step.case(number)? else { return Ok(Err(unknown())) };
    let case = match case.state {
        // A merged case's mother is no merged one itself.
        State::Merged { into } => step.case(into)?,
        _ => Some(case),
    };
    Ok(match case {
        None => Err(unknown()),
        Some(case) if case.state.is_closed() || matches!(case.state, State::FollowedUp { .. }) => {
            Err(Refusal::CannotMerge { why: format!("{}{}", case.number, case.state.label()) })
        }
        Some(case) => Ok(case),
    })
}

/// Why this case may not go on in that one, whoever asks: the unit that its citizen complains of has a part there 回避, or whoever
/// asks keeps out of the mother case.
fn kept_apart(step: &Step<'_>, case: &Case, mother: &Case, actor: &Actor) -> Option<Refusal> {
    let directory = &step.desk.city().directory;
    let recused = matches!(actor, Actor::Staff { id, .. } if mother.recused.contains(id));
    let has_part = |unit| decide::has_part(mother, unit, directory);
    let above = case.conflicts.iter().find(|unit| has_part(unit));
    let why = |unit| format!("{}是{}的被反映单位", directory.short(unit), case.number);
    let complained_of = above.map(|unit| Refusal::CannotMerge { why: why(unit) });
    recused.then_some(Refusal::Recused { number: mother.number }).or(complained_of)
}

/// Units that the citizen complains of, and people who keep out, keep out of the mother case too.
fn keep_out(step: &mut Step<'_>, case: &Case, into: CaseNumber, actor: &Actor) -> Result<()> {
    for unit in &case.conflicts {
        let reason = format!("并入的{}反映该单位", case.number);
        if let Err(refusal) = step.run(into, &Command::NameConflict { unit: unit.clone(), reason }, actor)? {
            bail!("case {into} does not take over who keeps out of {}: {refusal}", case.number);
        }
    }
    // That they keep out has been decided; nobody decides it again.
    for person in &case.recused {
        let reason = format!("已从并入的{}回避", case.number);
        if let Err(refusal) = step.run(into, &Command::Recuse { person: *person, reason }, &Actor::System)? {
            bail!("case {into} does not take over who keeps out of {}: {refusal}", case.number);
        }
    }
    Ok(())
}

fn merge_one(step: &mut Step<'_>, number: CaseNumber, into: CaseNumber, actor: &Actor) -> Result<Result<(), Refusal>> {
    if let (Some(case), Some(mother)) = (step.case(number)?, step.case(into)?)
        && let Some(refusal) = kept_apart(step, &case, &mother, actor)
    {
        return Ok(Err(refusal));
    }
    if let Err(refusal) = step.run(number, &Command::Merge { into }, actor)? {
        return Ok(Err(refusal));
    }
    let case = step.case(number)?.with_context(|| format!("case {number} was just merged"))?;
    keep_out(step, &case, into, actor)?;
    let Case { complaint, .. } = case;
    let party = Party {
        citizen: complaint.citizen,
        chat: complaint.chat,
        from: number,
        text: complaint.text,
        slots: complaint.slots,
        evidence: complaint.evidence,
        confidential: complaint.confidential,
    };
    match step.run(into, &Command::Join { party }, actor)? {
        Ok(()) => Ok(Ok(())),
        Err(refusal) => bail!("case {number} was merged into {into}, which its citizen may not join: {refusal}"),
    }
}
