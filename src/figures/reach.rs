//! Whose figures somebody may see 可见范围 (RULEBOOK §1): leaders their own unit and the units below it, with the people there;
//! supervisors, auditors and administrators everybody. No figure names a citizen, so that nothing else is to be hidden.

use crate::domain::department::Directory;
use crate::domain::ids::DepartmentId;
use crate::domain::staff::{Role, Staff};

use super::filter::Filter;

/// Whose figures somebody may see.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Every unit's, and every person's.
    All,
    /// Those of this unit and the units below it, with their people.
    Below(DepartmentId),
}

impl Reach {
    /// What this member of staff may see; none for those who dispatch and handle.
    pub fn of(staff: &Staff) -> Option<Self> {
        match staff.role {
            Role::Supervisor | Role::Auditor | Role::Administrator => Some(Self::All),
            Role::Leader => staff.department.clone().map(Self::Below),
            Role::Dispatcher | Role::Handler => None,
        }
    }

    /// The filter, narrowed to what may be seen: a unit outside becomes one's own.
    pub fn confine(&self, filter: Filter, directory: &Directory) -> Filter {
        match self {
            Self::All => filter,
            Self::Below(own) => {
                let inside = filter.unit.clone().filter(|unit| directory.is_within(unit, own));
                Filter { unit: Some(inside.unwrap_or_else(|| own.clone())), ..filter }
            }
        }
    }
}
