//! Whoever sees a case on the page has it written down first 查阅: the page is rendered with the trace code of that view.

use super::House;
use super::home::staff_of;
use super::identity::Keys;
use super::problem::Problem;
use super::view::{Tab, View};
use crate::domain::audit::{Viewed, Viewer};
use crate::domain::ids::CaseNumber;
use crate::domain::staff::Staff;

impl House {
    /// Writes down that the person at work sees the case that this view shows; the trace code for it. None when it shows none,
    /// or none that they may see: rendering says why.
    pub(super) async fn look(&self, view: &View, keys: &Keys) -> Result<Option<String>, Problem> {
        let Some(number) = view.case.filter(|_| view.tab == Tab::Case) else { return Ok(None) };
        let (view, keys) = (view.clone(), keys.clone());
        let staff = self.read(move |house| Ok(staff_of(house, &view, &keys).ok().flatten())).await?;
        match staff {
            Some(staff) => self.saw(&staff, number, Viewed::Page).await,
            None => Ok(None),
        }
    }

    /// Writes down that this person sees a case in this way.
    pub(super) async fn saw(&self, staff: &Staff, number: CaseNumber, how: Viewed) -> Result<Option<String>, Problem> {
        let person = staff.clone();
        let visible = self.read(move |house| Ok(super::cases::visible(house, &person, number).is_ok())).await?;
        if !visible {
            return Ok(None);
        }
        Ok(self.desk().viewed(number, Viewer::from(staff), how).await?)
    }
}
