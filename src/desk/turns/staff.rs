//! A staff member's turn 工作人员一轮.

use anyhow::{Context, Result};

use super::{limits, named, remember};
use crate::desk::appraisal;
use crate::desk::ledger;
use crate::desk::likeness::Lesson;
use crate::desk::merging;
use crate::desk::{Desk, Step};
use crate::domain::audit::{Viewed, Viewer};
use crate::domain::case::{Case, State};
use crate::domain::command::Command;
use crate::domain::complaint::Urgency;
use crate::domain::conversation::{Conversation, Say, Talk};
use crate::domain::decide::holder_name;
use crate::domain::ids::CaseNumber;
use crate::domain::inbound::{Body, Inbound};
use crate::domain::message::{Merging, Message};
use crate::domain::notice;
use crate::domain::privacy::{self, Reader, Veil};
use crate::domain::refusal::Refusal;
use crate::domain::staff::{Actor, Group, Role, Staff};
use crate::intake;
use crate::store::{ConversationKey, PeopleWrite};
use crate::workbench;

mod papers;
mod presence;

/// The most characters of a word for whoever pressed a button; Telegram shows 200.
const TOAST: usize = 190;

pub(super) fn turn(
    step: &mut Step<'_>,
    inbound: &Inbound,
    key: &ConversationKey,
    conversation: &Conversation,
    staff: &Staff,
) -> Result<Option<String>> {
    let actor = Actor::from(staff);
    let case = match meant(step, inbound, conversation, staff, &actor)? {
        Ok(case) => case,
        Err(refusal) => {
            let say = Say { message: Message::Refused { refusal }, buttons: Vec::new() };
            step.reply(&inbound.chat, &inbound.id.0, &say, Urgency::Normal);
            return Ok(None);
        }
    };
    let city = step.desk.city().clone();
    let profile = case.as_ref().map(|case| step.desk.profile_of(&case.profile));
    let turn = {
        let colleagues = step.desk.staff();
        let red_cards = |person| ledger::red_cards(step, person).unwrap_or(0);
        let worker = workbench::Worker {
            staff,
            conversation,
            case: case.as_ref(),
            is_group: inbound.is_group,
            colleagues: &colleagues,
            red_cards: &red_cards,
        };
        workbench::step(&inbound.body, &worker, &step.ctx(profile.as_deref().unwrap_or(&city.profile), &actor))
    };
    let mut after = Conversation { talk: turn.talk, due: None, ..conversation.clone() };
    after.last_case = case.as_ref().map(|case| case.number).or(after.last_case);
    let mut says = turn.says;
    if let Some(act) = turn.act {
        says.extend(done(step, inbound, staff, &actor, act)?);
    }
    remember(step, key, conversation, after);
    let toast = says.iter().find_map(|say| refusal(step, say));
    let pressed = matches!(inbound.body, Body::Press(_));
    for say in &says {
        // What one colleague may not do is no news for the whole group; the press itself is answered.
        if !(inbound.is_group && pressed && matches!(say.message, Message::Refused { .. })) {
            let code = seen(step, inbound, staff, say)?;
            step.reply_marked(&inbound.chat, &inbound.id.0, say, Urgency::Normal, code);
            attach(step, reader(inbound, staff), say)?;
            step.carry(say);
        }
    }
    Ok(toast)
}

/// The case that a message is about: the one whose number or button it has, the one whose form waits for words, the one spoken of
/// last. An order without any means the only case that waits for whoever gives it; a number that is none is never taken for another.
fn meant(
    step: &Step<'_>,
    inbound: &Inbound,
    conversation: &Conversation,
    staff: &Staff,
    actor: &Actor,
) -> Result<Result<Option<Case>, Refusal>> {
    let order = match &inbound.body {
        Body::Text(text) if workbench::orders(text, &conversation.talk) => Some(text.as_str()),
        _ => None,
    };
    if let (Body::Text(_), Talk::Form { number, .. }, None) = (&inbound.body, &conversation.talk, order) {
        return Ok(Ok(step.case(*number)?));
    }
    if let Some(case) = named(step, &inbound.body)? {
        return Ok(Ok(Some(case)));
    }
    if let Some(number) = original(step, order)? {
        return Ok(Ok(step.case(number)?));
    }
    if let Some(number) = order.and_then(intake::named_number) {
        return Ok(Err(Refusal::NoSuchCase { number: number.to_string() }));
    }
    let open = || open_cases(step);
    if let Some(serial) = order.and_then(serial) {
        let directory = &step.desk.city().directory;
        let theirs = |case: &Case| workbench::may_see(case, staff, directory);
        let mut alike = open()?.into_iter().filter(|case| case.number.serial() == serial && theirs(case));
        let Some(first) = alike.next() else { return Ok(Err(Refusal::NoSuchCase { number: format!("{serial:06}") })) };
        return Ok(Ok(alike.next().is_none().then_some(first)));
    }
    let last = match &conversation.talk {
        Talk::Form { number, .. } => Some(*number),
        _ => conversation.last_case,
    };
    if let Some(number) = last {
        return Ok(Ok(step.case(number)?));
    }
    if order.is_none() {
        return Ok(Ok(None));
    }
    let ctx = step.ctx(&step.desk.city().profile, actor);
    let mut waiting = open()?.into_iter().filter(|case| workbench::waits_for(case, staff, &ctx));
    Ok(Ok(waiting.next().filter(|_| waiting.next().is_none())))
}

/// The last six digits of a case's number, as its buttons show them, where they stand alone behind an order: 签收 000001.
fn serial(order: &str) -> Option<u32> {
    const SERIAL: usize = 6;
    let digits = |word: &&str| word.len() == SERIAL && word.bytes().all(|digit| digit.is_ascii_digit());
    order.split_whitespace().nth(1).filter(digits).and_then(|word| word.parse().ok())
}

/// The case that another system knew by the number that stands behind an order: 查工单 GD0001.
fn original(step: &Step<'_>, order: Option<&str>) -> Result<Option<CaseNumber>> {
    let number = order.and_then(|order| order.split_whitespace().nth(1));
    number.map_or(Ok(None), |number| step.desk.store().case_of_original(number))
}

fn open_cases(step: &Step<'_>) -> Result<Vec<Case>> {
    let store = step.desk.store();
    Ok(store.open_cases()?.into_iter().filter_map(|number| store.case(number).ok().flatten()).collect())
}

/// A case that is shown whole comes with its evidence: a notice that shared a message with others could not bring it.
fn attach(step: &mut Step<'_>, reader: Reader, say: &Say) -> Result<()> {
    if let Message::Shown { card, .. } = &say.message
        && let Some(case) = step.case(card.number)?
        && let Some(outbound) = step.commit.outbox.last_mut()
    {
        outbound.attachments = Veil::of(reader, &case).evidence(&case.evidence());
    }
    Ok(())
}

fn refusal(step: &Step<'_>, say: &Say) -> Option<String> {
    match &say.message {
        Message::Refused { refusal } => Some(step.desk.city().wording.refusal(refusal).chars().take(TOAST).collect()),
        _ => None,
    }
}

fn done(step: &mut Step<'_>, inbound: &Inbound, staff: &Staff, actor: &Actor, act: workbench::Act) -> Result<Vec<Say>> {
    Ok(match act {
        workbench::Act::Do(number, command) => vec![commanded(step, staff, actor, number, &command)?],
        workbench::Act::Show(number) => vec![shown(step, inbound, staff, actor, number)?],
        workbench::Act::Explain(number) => vec![explained(step, inbound, staff, actor, number)?],
        workbench::Act::Todo => vec![todo(step, inbound, staff, actor)?],
        workbench::Act::Merge { number, into, all } => {
            vec![Say { message: merging::merge(step, number, into, all, actor)?, buttons: Vec::new() }]
        }
        workbench::Act::KeepApart(number) => {
            step.lessons.push(Lesson::Apart(number));
            vec![Say { message: Message::Merging(Merging::KeptApart { number }), buttons: Vec::new() }]
        }
        workbench::Act::BindGroup => vec![bound(step, inbound, staff)],
        workbench::Act::Lift(code) => vec![limits::lift(step, &code, &inbound.id)?],
        workbench::Act::Absence(absence) => vec![presence::change(step, staff, absence)?],
        workbench::Act::GivePost(name, post) => vec![presence::give_post(step, staff, &name, post)],
        workbench::Act::Views(number) => vec![views(step, number)?],
        workbench::Act::Papers(number) => papers::give(step, inbound, staff, number)?,
        workbench::Act::Ledger => vec![ledger::book(step, staff)?],
        workbench::Act::Appraised => vec![appraisal::said(step, staff)?],
        workbench::Act::Report(kind) => vec![reported(step, inbound, staff, |desk, reader| desk.report(kind, reader))?],
        workbench::Act::Needs(page) => {
            let sight = reader(inbound, staff);
            vec![reported(step, inbound, staff, |desk, reader| desk.needs_page(reader, sight, page as usize))?]
        }
    })
}

/// What is told of figures and of what needs somebody: in a unit's group, which all of it read, what its leader may know, whoever
/// asks; in a group of no unit, nothing.
fn reported(step: &Step<'_>, inbound: &Inbound, staff: &Staff, tell: impl FnOnce(&Desk, &Staff) -> Result<Say>) -> Result<Say> {
    if !inbound.is_group {
        return tell(step.desk, staff);
    }
    match step.desk.groups().into_iter().find(|group| group.chat == inbound.chat) {
        Some(group) => tell(step.desk, &Staff { role: Role::Leader, department: Some(group.department), ..staff.clone() }),
        None => Ok(Say { message: Message::StaffHelp { role: staff.role.label() }, buttons: Vec::new() }),
    }
}

fn commanded(step: &mut Step<'_>, staff: &Staff, actor: &Actor, number: CaseNumber, command: &Command) -> Result<Say> {
    Ok(match step.run(number, command, actor)? {
        Ok(()) => {
            let city = step.desk.city();
            let case = step.case(number)?.with_context(|| format!("case {number} was just written"))?;
            let message = notice::done(command.label(), &case, &city.directory);
            let profile = step.desk.profile_of(&case.profile);
            let hands = notice::Hands::of(staff, &profile, &city.directory, step.now);
            let buttons = notice::for_staff(&message, &case, &hands);
            Say { message, buttons }
        }
        Err(refusal) => Say { message: Message::Refused { refusal }, buttons: Vec::new() },
    })
}

/// What is shown in a group, the unit's own people read, whoever asked for it.
fn reader(inbound: &Inbound, staff: &Staff) -> Reader {
    if inbound.is_group { Reader::Group } else { Reader::Staff(staff.role) }
}

fn shown(step: &Step<'_>, inbound: &Inbound, staff: &Staff, actor: &Actor, number: CaseNumber) -> Result<Say> {
    match visible(step, inbound, staff, number)? {
        Ok(case) => {
            let events = step.desk.store().events(number)?;
            let profile = step.desk.profile_of(&case.profile);
            Ok(workbench::shown(&case, &events, staff, reader(inbound, staff), &step.ctx(&profile, actor)))
        }
        Err(refusal) => Ok(Say { message: Message::Refused { refusal }, buttons: Vec::new() }),
    }
}

/// The limits of a case, explained; of their own case, what a citizen is told of it.
fn explained(step: &Step<'_>, inbound: &Inbound, staff: &Staff, actor: &Actor, number: CaseNumber) -> Result<Say> {
    let own = step.case(number)?.filter(|case| !inbound.is_group && case.citizen() == &inbound.user);
    if let Some(case) = own {
        return super::citizen::explained(step, &case, &inbound.user);
    }
    match visible(step, inbound, staff, number)? {
        Ok(case) => {
            let events = step.desk.store().events(number)?;
            let profile = step.desk.profile_of(&case.profile);
            Ok(workbench::explained(&case, &events, &step.ctx(&profile, actor)))
        }
        Err(refusal) => Ok(Say { message: Message::Refused { refusal }, buttons: Vec::new() }),
    }
}

/// The case, when this person may see it here: what is shown in a group, all of its unit read, and the unit complained of
/// reads nothing, whoever asks.
fn visible(step: &Step<'_>, inbound: &Inbound, staff: &Staff, number: CaseNumber) -> Result<Result<Case, Refusal>> {
    let directory = &step.desk.city().directory;
    let group = step.desk.groups().into_iter().find(|group| inbound.is_group && group.chat == inbound.chat);
    let kept_from = |case: &Case| {
        let unit = group.as_ref().map(|group| &group.department);
        unit.is_some_and(|unit| case.conflicts.iter().any(|complained| directory.is_within(unit, complained)))
    };
    Ok(match step.case(number)? {
        None => Err(Refusal::NoSuchCase { number: number.to_string() }),
        Some(case) if workbench::may_see(&case, staff, directory) && !kept_from(&case) => Ok(case),
        // Whoever had it goes on with the case that it was merged into.
        Some(Case { state: State::Merged { into }, .. }) => return visible(step, inbound, staff, into),
        Some(case) => Err(Refusal::NotYourCase { number, holder: holder_name(&case, directory) }),
    })
}

/// What shows a case is a view of it; the trace code that it carries.
fn seen(step: &mut Step<'_>, inbound: &Inbound, staff: &Staff, say: &Say) -> Result<Option<String>> {
    let Some(card) = say.message.card() else { return Ok(None) };
    let Some(case) = step.case(card.number)? else { return Ok(None) };
    let how = if inbound.is_group { Viewed::GroupChat } else { Viewed::Chat };
    let sight = privacy::sight(reader(inbound, staff), &case);
    step.viewed(&case, Viewer::from(staff), how, sight)
}

/// The most views of one answer; a telephone's screen holds no more, and a message hardly.
const MOST_VIEWS: usize = 30;

fn views(step: &Step<'_>, number: CaseNumber) -> Result<Say> {
    let directory = &step.desk.city().directory;
    let all = step.desk.store().views(number)?;
    let earlier = all.len().saturating_sub(MOST_VIEWS);
    let views = all.iter().skip(earlier).map(|(_, view)| view.words(directory)).collect();
    Ok(Say { message: Message::Views { number, views, earlier }, buttons: Vec::new() })
}

fn todo(step: &Step<'_>, inbound: &Inbound, staff: &Staff, actor: &Actor) -> Result<Say> {
    Ok(workbench::todo(&open_cases(step)?, staff, reader(inbound, staff), &step.ctx(&step.desk.city().profile, actor)))
}

fn bound(step: &mut Step<'_>, inbound: &Inbound, staff: &Staff) -> Say {
    let message = match &staff.department {
        Some(department) => {
            let group = Group { chat: inbound.chat.clone(), department: department.clone() };
            step.commit.people.push(PeopleWrite::GroupBound(group));
            Message::GroupBound { unit: step.desk.city().directory.short(department).to_owned() }
        }
        None => Message::StaffHelp { role: staff.role.label() },
    };
    Say { message, buttons: Vec::new() }
}
