//! Who may look at the dashboard 谁能看: those who watch over the whole city see all of it, a unit's people see their unit and
//! what is below it. Others' units they see as far as the ranking publishes them.

use super::super::House;
use super::super::identity::Keys;
use super::super::problem::Problem;
use crate::domain::department::Directory;
use crate::domain::ids::StaffId;
use crate::domain::staff::{Role, Staff};
use crate::figures::Reach;

/// Who looks, and how far they see.
#[derive(Clone, Debug)]
pub(super) struct Access {
    pub staff: Staff,
    pub reach: Reach,
    /// The others as whom this browser may look.
    pub others: Vec<Staff>,
}

/// How far somebody sees; none where they may not look.
fn reach(staff: &Staff) -> Option<Reach> {
    match staff.role {
        Role::Dispatcher | Role::Supervisor | Role::Auditor | Role::Administrator => Some(Reach::All),
        Role::Leader | Role::Handler => staff.department.clone().map(Reach::Below),
    }
}

/// Those who see most come first.
fn rank(role: Role) -> usize {
    let order = [Role::Supervisor, Role::Administrator, Role::Auditor, Role::Dispatcher, Role::Leader, Role::Handler];
    order.into_iter().position(|other| other == role).unwrap_or(order.len())
}

impl Access {
    /// As the one who is asked for, where this browser may act as them; else, as when a colleague sent the address, as the one who
    /// sees most of those as whom it may.
    pub fn of(house: &House, wanted: Option<StaffId>, keys: &Keys) -> Result<Self, Problem> {
        let mut may = house.desk().staff();
        may.retain(|staff| house.may_act(staff, keys) && reach(staff).is_some());
        may.sort_by_key(|staff| (rank(staff.role), staff.id));
        let asked = may.iter().find(|staff| Some(staff.id) == wanted);
        let staff = asked.or(may.first()).cloned().ok_or(Problem::NoBoard)?;
        let reach = reach(&staff).ok_or(Problem::NoBoard)?;
        Ok(Self { staff, reach, others: may })
    }

    /// Whether they see a person's figures: those who judge people, their leader, and the person.
    pub fn sees_person(&self, person: &Staff, directory: &Directory) -> bool {
        match (self.staff.role, &self.reach) {
            (Role::Supervisor | Role::Auditor | Role::Administrator, _) => person.role.is_of_department(),
            (Role::Leader, Reach::Below(own)) => person.department.as_ref().is_some_and(|unit| directory.is_within(unit, own)),
            (Role::Handler, _) => person.id == self.staff.id,
            _ => false,
        }
    }
}
