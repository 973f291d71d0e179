//! One step being made 一步: the commit that grows while decisions are taken, and the notices that follow from them.

use std::sync::Arc;

use anyhow::{Context, Result};
use chrono::TimeDelta;

use super::likeness::{self, Lesson};
use super::news::{News, Readers, Worded, news};
use super::{Change, Desk, ledger, post};
use crate::domain::case::{Case, State};
use crate::domain::command::Command;
use crate::domain::complaint::Urgency;
use crate::domain::conversation::{Conversation, Say, Talk};
use crate::domain::decide::{Ctx, NewCase, decide, open};
use crate::domain::event::{EVENT_VERSION, Event, Recorded};
use crate::domain::ids::{CaseNumber, ChatRef, Moment, NoticeId, QueryCode};
use crate::domain::likeness::Trace;
use crate::domain::notice::{self, Audience, View};
use crate::domain::outbound::{Outbound, WhileCase};
use crate::domain::paper;
use crate::domain::profile::Profile;
use crate::domain::refusal::Refusal;
use crate::domain::reminder::reminders;
use crate::domain::staff::{Actor, Staff};
use crate::store::{CaseWrite, Commit, ConversationKey, ConversationWrite};

/// How far the clock may have stepped back: within it, events of a case never go back in time. A clock that was ahead by more was
/// simply wrong, and what it wrote must not be carried on.
const STEPPED_BACK: TimeDelta = TimeDelta::days(1);

/// The length of a query code: 40 bits.
pub(super) const QUERY_CODE: usize = 8;

/// Everything that one message, or one reminder, changes.
pub(super) struct Step<'a> {
    pub desk: &'a Desk,
    /// The only reading of the clock.
    pub now: Moment,
    pub commit: Commit,
    pub changes: Vec<Change>,
    /// The chat in which somebody has just written or pressed: they are awake, and what they hear there is their answer.
    pub here: Option<ChatRef>,
    /// The citizen writes too fast to be answered, and nothing is said on purpose.
    pub is_quiet: bool,
    /// The case that this step is about, where it was read before the step began.
    pub read: Option<Case>,
    /// Everybody who works here, as of the beginning of this step.
    staff: Arc<Vec<Staff>>,
    /// What there is to know of cases that are like each other, once this has landed.
    pub lessons: Vec<Lesson>,
    /// The case that begins with this step, and its trace.
    pub begun: Option<(CaseNumber, Box<Trace>)>,
    /// A case number that this step took when it was first decided, and keeps when it is decided again.
    reserved: &'a mut Option<(CaseNumber, QueryCode)>,
}

impl<'a> Step<'a> {
    pub fn new(desk: &'a Desk, now: Moment, reserved: &'a mut Option<(CaseNumber, QueryCode)>) -> Self {
        Self {
            desk,
            now,
            commit: Commit { at: Some(now), ..Commit::default() },
            changes: Vec::new(),
            here: None,
            is_quiet: false,
            read: None,
            staff: desk.roster().staff().clone(),
            lessons: Vec::new(),
            begun: None,
            reserved,
        }
    }

    /// What decisions under this profile may look at.
    pub fn ctx<'c>(&'c self, profile: &'c Profile, actor: &'c Actor) -> Ctx<'c> {
        self.ctx_at(self.now, profile, actor)
    }

    fn ctx_at<'c>(&'c self, now: Moment, profile: &'c Profile, actor: &'c Actor) -> Ctx<'c> {
        let city = self.desk.city();
        Ctx { now, actor, profile, time: city.time(profile), directory: &city.directory }
    }

    /// The case as this step sees it: with what the step has already decided.
    pub fn case(&self, number: CaseNumber) -> Result<Option<Case>> {
        match self.commit.cases.iter().find(|write| write.case.number == number) {
            Some(write) => Ok(Some(write.case.clone())),
            None => self.desk.store().case_to_change(number),
        }
    }

    /// The conversation as this step sees it.
    pub fn conversation(&self, key: &ConversationKey) -> Result<Conversation> {
        match self.commit.conversations.iter().find(|write| write.key == *key) {
            Some(write) => Ok(write.conversation.clone()),
            None => self.desk.store().conversation(key),
        }
    }

    /// Opens a case, with what the system decides by itself.
    pub fn open(&mut self, new: impl FnOnce(QueryCode) -> NewCase, by: Actor) -> Result<Case> {
        if self.reserved.is_none() {
            let code = QueryCode(self.desk.codes.next(QUERY_CODE)?);
            *self.reserved = Some((self.desk.next_number(self.now)?, code));
        }
        let (number, code) = self.reserved.clone().context("it was just reserved")?;
        let city = self.desk.city().clone();
        let events = open(new(code), &self.ctx(&city.profile, &Actor::System));
        let mut recorded = events.into_iter().enumerate().map(|(i, event)| {
            let by = if i == 0 { by.clone() } else { Actor::System };
            self.record(number, i, (self.now, event), by)
        });
        let first = recorded.next().context("a case opens with a receipt")?;
        let rest: Vec<Recorded> = recorded.collect();
        let mut case = Case::first(&first).context("a case opens with a receipt")?;
        let mut events = vec![first];
        for event in rest {
            self.happened(&mut case, &event, &city.profile, false)?;
            events.push(event);
        }
        let view = self.view(&case, &city.profile, true);
        let up = self.here.is_some();
        for news in news(&view, up, |view| notice::for_dispatchers(view).into_iter().chain(notice::risk_seen(view)).collect()) {
            self.send(&case, case.number, &city.profile, &news, format!("{}/{}", case.seq, usize::MAX))?;
        }
        if let Some(proposal) = likeness::proposal(self, &case)? {
            let view = self.view(&case, &city.profile, true);
            for news in news(&view, up, |view| vec![notice::merge_proposed(proposal.clone(), view)]) {
                self.send(&case, case.number, &city.profile, &news, format!("{}/{}", case.seq, usize::MAX - 1))?;
            }
        }
        self.keep(0, events, case.clone(), &city.profile, None);
        Ok(case)
    }

    /// What time it is for a case: the clock's, but not before what has happened to it.
    fn time_of(&self, case: &Case) -> Moment {
        let last = case.changed_at;
        if last > self.now && last - self.now <= STEPPED_BACK { last } else { self.now }
    }

    fn record(&self, case: CaseNumber, before: usize, (at, event): (Moment, Event), by: Actor) -> Recorded {
        let seq = u32::try_from(before + 1).expect("a case has fewer events than u32 counts");
        Recorded { v: EVENT_VERSION, case, seq, at, by, event }
    }

    /// Carries out a command.
    pub fn run(&mut self, number: CaseNumber, command: &Command, actor: &Actor) -> Result<Result<(), Refusal>> {
        let read = self.read.take().filter(|case| case.number == number);
        let Some(mut case) = read.map_or_else(|| self.case(number), |case| Ok(Some(case)))? else {
            return Ok(Err(Refusal::NoSuchCase { number: number.to_string() }));
        };
        let profile = self.desk.profile_of(&case.profile);
        let command = &*ledger::counted(self, command)?;
        let at = self.time_of(&case);
        let events = match decide(&case, command, &self.ctx_at(at, &profile, actor)) {
            Ok(events) => events,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let (before, count) = (case.seq, events.len());
        let mut recorded = Vec::with_capacity(count);
        for (i, event) in events.into_iter().enumerate() {
            let event = self.record(number, before as usize + i, (at, event), actor.clone());
            self.happened(&mut case, &event, &profile, i + 1 == count)?;
            recorded.push(event);
        }
        if matches!(command, Command::Contact { .. }) {
            self.expect_answer(&case)?;
        }
        // The case may have gone over to other rules.
        let profile = self.desk.profile_of(&case.profile);
        self.keep(before, recorded, case, &profile, Some(command));
        Ok(Ok(()))
    }

    /// The unit has said something to the citizens: what one of them writes next, unless they are in the middle of something, is
    /// the answer.
    fn expect_answer(&mut self, case: &Case) -> Result<()> {
        for (citizen, chat) in case.citizens() {
            let key = ConversationKey { chat: chat.clone(), user: citizen.clone() };
            let before = self.desk.store().conversation(&key)?;
            if before.talk == Talk::Idle {
                let talk = Talk::Registered { number: case.number_of(citizen), missing: Vec::new() };
                let conversation = Conversation { rev: before.rev + 1, talk, ..before.clone() };
                self.commit.conversations.push(ConversationWrite { key, expected_rev: before.rev, conversation });
            }
        }
        Ok(())
    }

    /// Where this case goes on: in its mother case once it was merged 并案, else in itself.
    pub fn running(&self, case: &Case) -> Result<Case> {
        let mut running = case.clone();
        while let State::Merged { into } = running.state {
            running = self.case(into)?.with_context(|| format!("case {} was merged into {into}, which is not there", running.number))?;
        }
        Ok(running)
    }

    /// The case as its citizen knows it, wherever it goes on.
    pub fn known(&self, case: &Case) -> Result<Case> {
        Ok(self.running(case)?.seen_by(case.citizen(), case))
    }

    /// One event: the case takes it, and people hear of it.
    fn happened(&mut self, case: &mut Case, event: &Recorded, profile: &Profile, last: bool) -> Result<()> {
        let before = case.state.clone();
        case.apply(event);
        let alone = case.parties.is_empty();
        let admonition = ledger::admonition_due(self, event, profile)?;
        let all = news(&self.view(case, profile, last), self.here.is_some(), |view| {
            let due = admonition.clone().map(|due| notice::admonition_due(due, view));
            notice::notices(event, &before, view).into_iter().chain(due).collect()
        });
        for (i, news) in all.iter().enumerate().filter(|(_, news)| alone || news.notice().to != Audience::Citizen) {
            self.send(case, case.number, profile, news, format!("{}/{i}", event.seq))?;
        }
        if alone { Ok(()) } else { self.tell_each(case, event, &before, (profile, last)) }
    }

    /// Many citizens on one case: each is told what concerns them, as if the case were theirs alone.
    fn tell_each(&mut self, case: &Case, event: &Recorded, before: &State, (profile, last): (&Profile, bool)) -> Result<()> {
        let leaver = match &event.event {
            Event::Left { citizen, .. } => Some(citizen),
            _ => None,
        };
        let all = case.citizens().map(|(citizen, _)| citizen).chain(leaver).enumerate();
        for (place, citizen) in all.filter(|(_, citizen)| notice::hears(citizen, event, case)) {
            let own = self.case(case.number_of(citizen))?;
            let seen = case.seen_by(citizen, own.as_ref().unwrap_or(case));
            let told = news(&self.view(&seen, profile, last), self.here.is_some(), |view| notice::notices(event, before, view));
            for (i, news) in told.iter().enumerate().filter(|(_, news)| news.notice().to == Audience::Citizen) {
                self.send(&seen, case.number, profile, news, format!("{}/{i}/{place}", event.seq))?;
            }
        }
        Ok(())
    }

    pub fn view<'v>(&'v self, case: &'v Case, profile: &'v Profile, last: bool) -> View<'v> {
        View { case, directory: &self.desk.city().directory, profile, staff: &self.staff, now: self.now, last }
    }

    /// Addresses a notice and puts it into words; in quiet hours 免打扰 it waits, unless it is for whoever has just acted.
    /// `number` is of the case that runs, which its reader may know by another.
    fn send(&mut self, case: &Case, number: CaseNumber, profile: &Profile, news: &News, place: String) -> Result<()> {
        let city = self.desk.city().clone();
        let chats = self.desk.roster().chats(&news.notice().to, case, &city.directory, self.now);
        let readers = Readers::of(news.notice(), chats.is_empty());
        let chats = match readers {
            Readers::Own => chats,
            _ => self.desk.roster().fallback(&news.notice().to, case, &city.directory, self.now),
        };
        let mut worded: Vec<Worded> = Vec::new();
        for (reader, chat) in chats.into_iter().enumerate() {
            let (held, notice) = match &news.later {
                Some((until, later)) if self.here.as_ref() != Some(&chat) => (Some(*until), later),
                _ => (None, news.notice()),
            };
            let as_worded = worded.iter().position(|worded| worded.held == held);
            let at = as_worded.unwrap_or_else(|| {
                let view = self.view(case, profile, true);
                worded.push(Worded::of(readers.notice(notice, held, &view), held, &view, &city));
                worded.len() - 1
            });
            let Worded { notice, words, while_case, brief, .. } = &worded[at];
            // Logs name notices, so the key holds the reader's place among the readers and not who they are.
            let id = NoticeId(format!("{number}/{place}/{reader}"));
            let code = self.told(case, notice, &chat)?;
            let files = self.files(notice, number, code.as_deref()).filter(|_| matches!(readers, Readers::Own)).into_iter().collect();
            self.commit.outbox.push(Outbound {
                urgent: notice.urgent,
                not_before: held,
                while_case: while_case.clone().map(|standing| WhileCase { number, ..standing }),
                brief: brief.clone(),
                attachments: notice.attachments.clone(),
                files,
                ..words.to(&city, id, chat, code)
            });
        }
        Ok(())
    }

    /// Says something in this chat, in answer to a message of this identity. Where nobody has written and the house takes
    /// the word, it does not do so in quiet hours.
    pub fn reply(&mut self, chat: &ChatRef, to: &str, say: &Say, urgency: Urgency) {
        self.reply_marked(chat, to, say, urgency, None);
    }

    /// [`Step::reply`], with the trace code of what it shows.
    pub fn reply_marked(&mut self, chat: &ChatRef, to: &str, say: &Say, urgency: Urgency, code: Option<String>) {
        let id = NoticeId::answer(to, self.commit.outbox.len());
        let city = self.desk.city();
        let quiet = city.profile.quiet.filter(|_| self.here.is_none() && urgency == Urgency::Normal);
        let mut outbound = post::rendered(city, id, chat.clone(), say, code);
        outbound.urgent = urgency == Urgency::Emergency;
        outbound.not_before = quiet.and_then(|quiet| quiet.until(self.now));
        self.commit.outbox.push(outbound);
    }

    /// Tells somebody something that is no answer to them. `what` names it among what this step tells.
    pub fn tell(&mut self, chat: &ChatRef, what: &str, say: &Say, urgency: Urgency) -> Result<()> {
        let id = self.desk.codes.next(12)?;
        self.reply(chat, &format!("{what}:{id}"), say, urgency);
        Ok(())
    }

    /// Writes the case into the commit; a second change in the same step joins the first.
    fn keep(&mut self, expected_seq: u32, events: Vec<Recorded>, case: Case, profile: &Profile, command: Option<&Command>) {
        self.changes.push(Change::Case(case.number));
        self.keep_rules(&case.profile);
        self.commit.papers.extend(paper::made(&events, &case, &self.desk.city().directory));
        let mut due = reminders(&case, profile, self.desk.city().time(profile));
        // A reminder that has just been looked at and led to nothing is over; it must not come again at once. The others that
        // are due have not been looked at yet.
        if events.is_empty() {
            due.retain(|reminder| reminder.due > self.now || Some(&reminder.what.command()) != command);
        }
        match self.commit.cases.iter_mut().find(|write| write.case.number == case.number) {
            Some(write) => {
                write.events.extend(events);
                write.case = case;
                write.reminders = due;
            }
            None => self.commit.cases.push(CaseWrite { expected_seq, events, case, reminders: due }),
        }
    }

    /// The rules that a case names are written before it, or with it.
    fn keep_rules(&mut self, key: &str) {
        let text = self.desk.rules.unkept(key, self.desk.city());
        self.commit.profiles.extend(text.filter(|text| !self.commit.profiles.contains(text)));
    }
}
