//! A city as data 城市数据: departments, calendars, profile, intents, places, templates; read once, checked before
//! anything starts.

use crate::domain::department::Directory;
use crate::domain::profile::Profile;
use crate::domain::workcalendar::{WorkCalendar, WorkTime};

/// Everything that makes this city this city.
pub struct City {
    /// Its name.
    pub name: String,
    /// Its departments.
    pub directory: Directory,
    /// Its working days.
    pub calendar: WorkCalendar,
    /// Its rules.
    pub profile: Profile,
}

impl City {
    /// Its working time.
    pub fn time(&self) -> WorkTime<'_> {
        WorkTime { calendar: &self.calendar, hours: self.profile.office }
    }
}
