//! The people of the house 人员: who is who, who is invited, and which chats a notice goes to.

use std::sync::Arc;

use anyhow::{Result, bail};

use super::{Desk, Step};
use crate::domain::case::Case;
use crate::domain::decide::keeps_out;
use crate::domain::department::Directory;
use crate::domain::ids::{ChatRef, DepartmentId, InboundId, Moment, StaffId, UserRef};
use crate::domain::inbound::Inbound;
use crate::domain::legible::legible_name;
use crate::domain::message::{Message, when};
use crate::domain::notice::Audience;
use crate::domain::past;
use crate::domain::refusal::Refusal;
use crate::domain::staff::{Group, Invite, Post, Role, Staff};
use crate::metrics::Guess;
use crate::store::PeopleWrite;

/// The most characters of the name that somebody brings along.
const LONGEST_NAME: usize = 20;

/// How long an invitation is good for.
const INVITE_DAYS: i64 = 7;

/// An invitation to be made.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewInvite {
    /// The role to be given.
    pub role: Role,
    /// The department, by any of its names; for handlers and leaders.
    pub department: Option<String>,
    /// The name to be known by.
    pub name: Option<String>,
    /// The post, for handlers.
    #[serde(default)]
    pub post: Post,
}

/// What it depends on who is told of a case.
#[derive(Clone, Copy)]
struct Room<'a> {
    case: &'a Case,
    directory: &'a Directory,
    now: Moment,
}

/// Everybody, in memory: the store has the truth.
#[derive(Debug, Default)]
pub(super) struct Roster {
    staff: Arc<Vec<Staff>>,
    groups: Vec<Group>,
    /// The greatest number that was given, also to somebody whose record is damaged.
    last: u32,
    /// Demo people are told nothing: nobody can read it in their name.
    without_demo: bool,
}

impl Roster {
    pub fn new(staff: Vec<Staff>, groups: Vec<Group>, last: u32) -> Self {
        Self { staff: Arc::new(staff), groups, last, without_demo: false }
    }

    pub fn staff(&self) -> &Arc<Vec<Staff>> {
        &self.staff
    }

    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    pub fn send_demo_people_home(&mut self) {
        self.without_demo = true;
    }

    pub fn of_user(&self, user: &UserRef) -> Option<&Staff> {
        self.staff.iter().find(|staff| staff.user == *user)
    }

    pub fn apply(&mut self, write: &PeopleWrite) {
        match write {
            PeopleWrite::Invited(_) => {}
            PeopleWrite::Joined { staff, .. } => {
                let everybody = Arc::make_mut(&mut self.staff);
                everybody.retain(|other| other.id != staff.id);
                everybody.push(staff.clone());
            }
            PeopleWrite::GroupBound(group) => {
                self.groups.retain(|other| other.chat != group.chat);
                self.groups.push(group.clone());
            }
            PeopleWrite::GroupMoved { from, to } => {
                for group in self.groups.iter_mut().filter(|group| group.chat == *from) {
                    group.chat = to.clone();
                }
            }
        }
    }

    pub fn next_id(&self) -> StaffId {
        StaffId(self.staff.iter().map(|staff| staff.id.0).max().unwrap_or(0).max(self.last) + 1)
    }

    /// The chats of an audience, each once, without those who keep out of the case 回避. A unit where nobody has joined yet is
    /// answered for by the unit above it.
    pub fn chats(&self, to: &Audience, case: &Case, directory: &Directory, now: Moment) -> Vec<ChatRef> {
        let room = Room { case, directory, now };
        let mut chats = match to {
            // Whoever complained to another system has no chat with this one.
            Audience::Citizen if past::is_past(case.citizen_chat()) => Vec::new(),
            Audience::Citizen => vec![case.citizen_chat().clone()],
            Audience::Unit(unit) => self.of_unit(unit, room),
            Audience::Leaders(unit) => self.private(room, |staff| staff.role == Role::Leader && staff.department.as_ref() == Some(unit)),
            Audience::Role(role) => self.private(room, |staff| staff.role == *role),
            Audience::Person(id) => self.private(room, |staff| staff.id == *id),
            Audience::Taken(unit) => self.everybody_of(unit),
        };
        chats.sort();
        chats.dedup();
        chats
    }

    /// Whether anybody reads what this member of staff is told.
    pub fn hears(&self, staff: &Staff) -> bool {
        !(self.without_demo && staff.demo)
    }

    /// The chats of everybody of a role.
    pub fn of_role(&self, role: Role) -> Vec<ChatRef> {
        let working = self.staff.iter().filter(|staff| self.hears(staff));
        working.filter(|staff| staff.role == role).map(|staff| staff.user.private_chat()).collect()
    }

    fn of_unit(&self, unit: &DepartmentId, room: Room<'_>) -> Vec<ChatRef> {
        let mut at = Some(unit.clone());
        // The bound keeps a circular tree, which the check refuses, from running for ever.
        for _ in 0..=room.directory.all().len() {
            let Some(unit) = at else { break };
            let chats = self.of_this_unit(&unit, room);
            if !chats.is_empty() {
                return chats;
            }
            at = room.directory.get(&unit).and_then(|unit| unit.parent.clone());
        }
        Vec::new()
    }

    /// AB岗: those on post A who are here; when all of them are away those on post B; when these are away too the leaders,
    /// and the absent themselves, so that nothing is told to nobody. The unit's groups in any case.
    fn of_this_unit(&self, unit: &DepartmentId, room: Room<'_>) -> Vec<ChatRef> {
        let handler = |staff: &Staff| staff.role == Role::Handler && staff.department.as_ref() == Some(unit);
        let on = |post| self.private(room, |staff| handler(staff) && staff.post == post && staff.is_here(room.now));
        let leaders = || self.private(room, |staff| staff.role == Role::Leader && staff.department.as_ref() == Some(unit));
        let mut chats = on(Post::A);
        if chats.is_empty() {
            chats = on(Post::B);
        }
        let absent = if chats.is_empty() { self.private(room, handler) } else { Vec::new() };
        if !absent.is_empty() {
            chats = leaders();
            chats.extend(absent);
        }
        let complained_of = room.case.conflicts.iter().any(|complained| room.directory.is_within(unit, complained));
        let own = self.groups.iter().filter(|group| group.department == *unit && !complained_of);
        chats.extend(own.map(|group| group.chat.clone()));
        chats
    }

    /// The handlers of this unit and its groups, whether they keep out of a case or not.
    fn everybody_of(&self, unit: &DepartmentId) -> Vec<ChatRef> {
        let working = self.staff.iter().filter(|staff| !(self.without_demo && staff.demo));
        let handlers = working.filter(|staff| staff.role == Role::Handler && staff.department.as_ref() == Some(unit));
        let groups = self.groups.iter().filter(|group| group.department == *unit).map(|group| group.chat.clone());
        handlers.map(|staff| staff.user.private_chat()).chain(groups).collect()
    }

    /// Who hears instead when an audience has nobody: the dispatchers, so that no notice to a unit goes to nobody.
    pub fn fallback(&self, to: &Audience, case: &Case, directory: &Directory, now: Moment) -> Vec<ChatRef> {
        match to {
            Audience::Unit(_) | Audience::Role(_) => self.private(Room { case, directory, now }, |staff| staff.role == Role::Dispatcher),
            Audience::Citizen | Audience::Leaders(_) | Audience::Person(_) | Audience::Taken(_) => Vec::new(),
        }
    }

    /// Who stands in for this person: the others of their unit's other post who are here.
    pub fn stand_ins(&self, staff: &Staff, now: Moment) -> Vec<Staff> {
        let same_unit = |other: &&Staff| other.role == staff.role && other.department == staff.department && other.id != staff.id;
        let working = self.staff.iter().filter(|other| !(self.without_demo && other.demo));
        working.filter(same_unit).filter(|other| other.is_here(now)).cloned().collect()
    }

    fn private(&self, room: Room<'_>, is: impl Fn(&Staff) -> bool) -> Vec<ChatRef> {
        let working = self.staff.iter().filter(|staff| !(self.without_demo && staff.demo));
        let meant = working.filter(|staff| is(staff));
        meant.filter(|staff| !keeps_out(room.case, staff, room.directory)).map(|staff| staff.user.private_chat()).collect()
    }
}

impl Desk {
    /// Makes an invitation, good for seven days and for one person.
    ///
    /// # Errors
    /// The department is unknown or does not go with the role, or the store failed.
    pub async fn invite(&self, new: NewInvite) -> Result<Invite> {
        let department = match (&new.department, new.role.is_of_department()) {
            (Some(name), true) => match self.city().directory.find(name) {
                Some(unit) => Some(unit.id.clone()),
                None => bail!("没有名为“{name}”的单位。单位名称见 data/departments.toml，可写简称，例如：城管局。"),
            },
            (None, true) => bail!("{}属于某个单位，请用 --department 写明单位，例如：--department 城管局。", new.role.label()),
            (Some(_), false) => bail!("{}不属于某个单位，请去掉 --department。", new.role.label()),
            (None, false) => None,
        };
        let now = self.clock().now();
        let code = self.codes.next(16)?;
        let expires = now + chrono::TimeDelta::days(INVITE_DAYS);
        let invite = Invite { code, name: new.name, role: new.role, department, post: new.post, expires };
        let mut reserved = None;
        let mut step = Step::new(self, now, &mut reserved);
        step.commit.people.push(PeopleWrite::Invited(invite.clone()));
        self.land(step).await?;
        Ok(invite)
    }

    /// The invitation of this code, for a page that knows nobody yet.
    ///
    /// # Errors
    /// The store failed. A code that is worth nothing, and one too many of those, is no error but an inner [`Refusal`].
    pub fn open_invite(&self, code: &str) -> Result<Result<Invite, Refusal>> {
        let now = self.clock().now();
        // Each look at the page is a try of its own.
        let id = InboundId(format!("look:{}", self.codes.next(16)?));
        if let Some(until) = self.guess_wait(Guess::Invitation, None, &id, now) {
            self.metrics().guessed(Guess::Invitation, true);
            return Ok(Err(Refusal::TooManyTries { until: when(until) }));
        }
        let invite = self.store().invite(code)?.filter(|invite| invite.expires > now);
        if invite.is_none() {
            self.guessed(Guess::Invitation, None, &id, now);
        }
        Ok(invite.ok_or(Refusal::InviteInvalid))
    }

    /// Makes somebody staff without an invitation: demo people, conversations and rehearsals.
    ///
    /// # Errors
    /// The store failed.
    pub async fn employ(&self, name: &str, role: Role, department: Option<DepartmentId>, user: UserRef, demo: bool) -> Result<Staff> {
        let staff = Staff { id: self.roster().next_id(), name: name.to_owned(), role, department, user, post: Post::A, away: None, demo };
        let mut reserved = None;
        let mut step = Step::new(self, self.clock().now(), &mut reserved);
        step.commit.people.push(PeopleWrite::Joined { staff: staff.clone(), code: None });
        self.land(step).await?;
        Ok(staff)
    }
}

/// `/start CODE`: somebody joins, or the code is worth nothing.
pub(super) fn join(step: &mut Step<'_>, inbound: &Inbound, code: &str) -> Result<Message> {
    let invite = step.desk.store().invite(code)?.filter(|invite| invite.expires > step.now);
    let Some(invite) = invite else { return Ok(Message::Refused { refusal: Refusal::InviteInvalid }) };
    let (known, next) = {
        let roster = step.desk.roster();
        (roster.of_user(&inbound.user).map(|staff| staff.id), roster.next_id())
    };
    let own = inbound.display.as_deref().map(|name| legible_name(name, LONGEST_NAME)).filter(|name| !name.is_empty());
    let called = invite.name.clone().or(own);
    let staff = Staff {
        id: known.unwrap_or(next),
        name: called.unwrap_or_else(|| format!("{}{}", invite.role.label(), next)),
        role: invite.role,
        department: invite.department.clone(),
        user: inbound.user.clone(),
        post: invite.post,
        away: None,
        demo: false,
    };
    let directory = &step.desk.city().directory;
    let message = Message::Joined {
        name: staff.name.clone(),
        role: staff.role.label(),
        unit: staff.department.as_ref().map(|unit| directory.short(unit).to_owned()),
    };
    step.commit.people.push(PeopleWrite::Joined { staff, code: Some(invite.code) });
    Ok(message)
}
