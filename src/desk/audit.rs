//! Who sees what 查阅: the views that belong to a step, and those of pages and the command line, which are commits of their
//! own. What somebody sees carries a trace code 查阅码, so that a forwarded picture of it leads back to its view.

use std::collections::HashMap;

use anyhow::{Result, bail};
use chrono::TimeDelta;

use super::people::Roster;
use super::{ATTEMPTS, Desk, Step};
use crate::domain::audit::{View, Viewed, Viewer};
use crate::domain::case::Case;
use crate::domain::ids::{CaseNumber, ChatRef, Moment};
use crate::domain::notice::{Audience, Notice};
use crate::domain::outbound::FileRef;
use crate::domain::privacy::{self, Reader, Sight};
use crate::domain::staff::Role;

/// The length of a trace code: 30 bits. One that is in use already is drawn again.
const TRACE_CODE: usize = 6;

/// Whoever keeps a page open sees the case again and again: within so many minutes it counts as one view, unless the case
/// has changed.
const ONE_VIEW: TimeDelta = TimeDelta::minutes(10);

/// How many looks are remembered before those that are over are forgotten.
const MOST_LOOKS: usize = 4096;

/// A person before a case, on the page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Look {
    case: CaseNumber,
    by: Viewer,
    how: Viewed,
}

/// The view that a look was recorded as.
#[derive(Debug)]
struct Recorded {
    seq: u32,
    at: Moment,
    code: Option<String>,
}

/// The looks of the last minutes, as long as this process lives.
#[derive(Debug, Default)]
pub(super) struct Looks(HashMap<Look, Recorded>);

impl Looks {
    /// The trace code of the same look a moment ago.
    fn again(&self, look: &Look, seq: u32, now: Moment) -> Option<Option<String>> {
        let recorded = self.0.get(look)?;
        (recorded.seq == seq && now - recorded.at < ONE_VIEW).then(|| recorded.code.clone())
    }

    fn remember(&mut self, look: Look, recorded: Recorded) {
        if self.0.len() >= MOST_LOOKS {
            let now = recorded.at;
            self.0.retain(|_, earlier| now - earlier.at < ONE_VIEW);
        }
        self.0.insert(look, recorded);
    }
}

/// Who reads this chat of staff.
fn reader_of(roster: &Roster, chat: &ChatRef) -> Option<(Viewer, Viewed)> {
    let person = roster.staff().iter().find(|staff| staff.user.is_alone_in(chat));
    let group = || roster.groups().iter().find(|group| group.chat == *chat);
    match person {
        Some(staff) => Some((Viewer::from(staff), Viewed::Notice)),
        None => group().map(|group| (Viewer::Group { department: group.department.clone() }, Viewed::GroupNotice)),
    }
}

/// As people of which role staff read what goes to this audience; none for the citizen.
fn role_of(to: &Audience, roster: &Roster) -> Option<Role> {
    match to {
        Audience::Citizen => None,
        Audience::Unit(_) | Audience::Taken(_) => Some(Role::Handler),
        Audience::Leaders(_) => Some(Role::Leader),
        Audience::Role(role) => Some(*role),
        Audience::Person(id) => Some(roster.staff().iter().find(|staff| staff.id == *id).map_or(Role::Handler, |staff| staff.role)),
    }
}

/// What this viewer sees of the identity.
fn sight(by: &Viewer, how: Viewed, case: &Case) -> Sight {
    let of_role = |role| privacy::sight(Reader::Staff(role), case);
    match (by, how) {
        (_, Viewed::Export) => Sight::Full,
        (_, Viewed::Lessons) => Sight::Hidden,
        (Viewer::Group { .. }, _) | (_, Viewed::GroupChat) => of_role(Role::Handler),
        (Viewer::Staff { role, .. }, _) => of_role(*role),
        (Viewer::Operator { .. }, _) => of_role(Role::Administrator),
    }
}

/// Whether what is seen in this way shows a trace code: files, exports and lessons have no place for one.
fn is_marked(how: Viewed) -> bool {
    !matches!(how, Viewed::Evidence | Viewed::Export | Viewed::MaskedExport | Viewed::Lessons)
}

impl Step<'_> {
    /// Records that somebody sees this case; gives back the trace code that what they see must carry.
    pub fn viewed(&mut self, case: &Case, by: Viewer, how: Viewed, sight: Sight) -> Result<Option<String>> {
        let code = if is_marked(how) { Some(self.desk.codes.next(TRACE_CODE)?) } else { None };
        let view = View { case: case.number, at: self.now, by, how, sight, seq: case.seq, code: code.clone() };
        self.commit.views.push(view);
        Ok(code)
    }

    /// The paper that a notice brings, for who reads it, under the code of that view.
    pub fn files(&self, notice: &Notice, case: CaseNumber, code: Option<&str>) -> Option<FileRef> {
        let (kind, seq) = notice.paper?;
        let role = role_of(&notice.to, &self.desk.roster())?;
        Some(FileRef::Paper { kind, case, seq, reader: Reader::Staff(role), code: code.map(str::to_owned) })
    }

    /// A notice that shows the case to staff, itself or in the paper that it brings, is a view of it; the trace code that it carries.
    pub fn told(&mut self, case: &Case, notice: &Notice, chat: &ChatRef) -> Result<Option<String>> {
        if notice.say.message.card().is_none() && notice.paper.is_none() {
            return Ok(None);
        }
        let (role, reader) = {
            let roster = self.desk.roster();
            (role_of(&notice.to, &roster), reader_of(&roster, chat))
        };
        match (role, reader) {
            (Some(role), Some((by, how))) => self.viewed(case, by, how, privacy::sight(Reader::Staff(role), case)),
            _ => Ok(None),
        }
    }
}

impl Desk {
    /// Records that somebody sees a case outside their chat, and gives back the trace code that what they see must carry.
    /// The same person before the same page counts once in ten minutes and once for each change of the case.
    ///
    /// # Errors
    /// The store failed: what cannot be recorded may not be shown.
    pub async fn viewed(&self, number: CaseNumber, by: Viewer, how: Viewed) -> Result<Option<String>> {
        let Some(case) = self.store().case(number)? else { return Ok(None) };
        let now = self.clock().now();
        let look = Look { case: number, by: by.clone(), how };
        let seen = self.looks().again(&look, case.seq, now).filter(|_| matches!(how, Viewed::Page | Viewed::Evidence | Viewed::Paper));
        if let Some(code) = seen {
            return Ok(code);
        }
        let code = self.record(now, &[&case], &by, how).await?;
        self.looks().remember(look, Recorded { seq: case.seq, at: now, code: code.clone() });
        Ok(code)
    }

    /// Records that somebody takes a paper of a case as this reader, and gives back the trace code that it must carry.
    ///
    /// # Errors
    /// The store failed: what cannot be recorded may not be given out.
    pub async fn took_paper(&self, number: CaseNumber, by: Viewer, reader: Reader) -> Result<Option<String>> {
        let Some(case) = self.store().case(number)? else { return Ok(None) };
        self.record_as(self.clock().now(), &[&case], &by, Viewed::Paper, |case| privacy::sight(reader, case)).await
    }

    /// Records that these cases are given out, whole or as lessons.
    ///
    /// # Errors
    /// The store failed: what cannot be recorded may not be given out.
    pub async fn given_out(&self, cases: &[&Case], by: &Viewer, how: Viewed) -> Result<()> {
        self.record(self.clock().now(), cases, by, how).await.map(drop)
    }

    async fn record(&self, now: Moment, cases: &[&Case], by: &Viewer, how: Viewed) -> Result<Option<String>> {
        self.record_as(now, cases, by, how, |case| sight(by, how, case)).await
    }

    async fn record_as(
        &self,
        now: Moment,
        cases: &[&Case],
        by: &Viewer,
        how: Viewed,
        sight: impl Fn(&Case) -> Sight,
    ) -> Result<Option<String>> {
        let mut reserved = None;
        for _ in 0..ATTEMPTS {
            let mut step = Step::new(self, now, &mut reserved);
            let mut code = None;
            for case in cases {
                code = step.viewed(case, by.clone(), how, sight(case))?;
            }
            if self.land(step).await? {
                return Ok(code);
            }
        }
        bail!("{ATTEMPTS} trace codes in a row were in use")
    }
}
