//! News on its way 消息: a notice as it reads now and as it reads in the morning, who reads it where those whom it is for are not
//! there, and its words, found once for all its readers.

use super::post::Words;
use crate::city::City;
use crate::domain::ids::{DepartmentId, Moment};
use crate::domain::message::Message;
use crate::domain::notice::{self, Audience, Hands, Notice, View};
use crate::domain::outbound::{Brief, WhileCase};
use crate::domain::staff::Role;

/// A notice as it reads now; and, for those who are not to be disturbed, as it reads when quiet hours end.
pub(super) struct News {
    /// None where nobody reads it before quiet hours end.
    pub now: Option<Notice>,
    /// None where it is not held, with when quiet hours end.
    pub later: Option<(Moment, Notice)>,
}

impl News {
    /// The notice, whenever it is read.
    pub fn notice(&self) -> &Notice {
        let later = self.later.as_ref().map(|(_, later)| later);
        self.now.as_ref().or(later).expect("it is read now or later")
    }
}

/// What is told of something: what is left of a limit is counted from when it is read. In quiet hours, unless `somebody_is_up`,
/// only what is urgent is read now.
pub(super) fn news(view: &View<'_>, somebody_is_up: bool, tell: impl Fn(&View<'_>) -> Vec<Notice>) -> Vec<News> {
    let Some(until) = view.profile.quiet.and_then(|quiet| quiet.until(view.now)) else {
        return tell(view).into_iter().map(|now| News { now: Some(now), later: None }).collect();
    };
    let later = tell(&View { now: until, ..*view });
    if !somebody_is_up && later.iter().all(|notice| !notice.urgent) {
        return later.into_iter().map(|later| News { now: None, later: Some((until, later)) }).collect();
    }
    let news = |(now, later): (Notice, Notice)| News { later: (!now.urgent).then_some((until, later)), now: Some(now) };
    tell(view).into_iter().zip(later).map(news).collect()
}

/// A notice in words, for all who read it at once.
pub(super) struct Worded {
    /// Until when it is held.
    pub held: Option<Moment>,
    /// What is said.
    pub notice: Notice,
    /// How.
    pub words: Words,
    /// What is held is of use only while this is so.
    pub while_case: Option<WhileCase>,
    /// The line that may stand for it.
    pub brief: Option<Brief>,
}

impl Worded {
    /// The notice in the words of this city.
    pub fn of(notice: Notice, held: Option<Moment>, view: &View<'_>, city: &City) -> Self {
        Self {
            held,
            words: Words::of(city, &notice.say),
            while_case: held.and_then(|_| notice::while_case(&notice.say.message, view.case)),
            brief: notice::brief(&notice, view.case, view.directory, view.now, held.is_some()),
            notice,
        }
    }
}

/// Who reads a notice.
#[derive(Clone, Copy)]
pub(super) enum Readers<'n> {
    /// Those whom it is for.
    Own,
    /// Of the unit that it gives a task to there is nobody: the dispatchers hear that.
    OfAnEmptyUnit(&'n DepartmentId),
    /// There is nobody whom it is for, and others hear it instead.
    Others,
}

impl<'n> Readers<'n> {
    /// Who reads it, where there is somebody whom it is for, and where there is not.
    pub fn of(notice: &'n Notice, nobody_is_there: bool) -> Self {
        match (&notice.say.message, &notice.to) {
            _ if !nobody_is_there => Self::Own,
            (Message::Task { .. }, Audience::Unit(unit)) => Self::OfAnEmptyUnit(unit),
            _ => Self::Others,
        }
    }

    /// The notice as they get it, who read it when it is held no longer.
    pub fn notice(self, notice: &Notice, held: Option<Moment>, view: &View<'_>) -> Notice {
        let mut own = match self {
            Self::OfAnEmptyUnit(unit) => return notice::nobody_there(unit, &View { now: held.unwrap_or(view.now), ..*view }),
            Self::Own | Self::Others => notice.clone(),
        };
        if matches!(self, Self::Others) {
            // Dispatchers who hear instead of a unit have their own buttons.
            let (profile, directory, now) = (view.profile, view.directory, view.now);
            let hands = Hands { role: Role::Dispatcher, unit: None, person: None, profile, directory, now };
            own.say.buttons = notice::for_staff(&own.say.message, view.case, &hands);
        }
        own
    }
}
