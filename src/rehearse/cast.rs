//! Who takes part 角色: citizens, one for each complaint, and the staff: dispatchers, a supervisor, a handler and a leader
//! for every unit.

use std::collections::HashMap;

use anyhow::Result;

use super::channel;
use crate::desk::Desk;
use crate::domain::ids::{CaseNumber, ChatRef, DepartmentId, UserRef};
use crate::domain::staff::Role;

/// How many dispatchers share the work.
const DISPATCHERS: u32 = 4;

/// One simulated person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// The citizen of the so-manieth complaint.
    Citizen(usize),
    Dispatcher(u32),
    Handler(DepartmentId),
    Leader(DepartmentId),
    Supervisor,
}

impl Who {
    pub fn user(&self) -> UserRef {
        let own = match self {
            Self::Citizen(place) => format!("c{place}"),
            Self::Dispatcher(place) => format!("d{place}"),
            Self::Handler(unit) => format!("h-{unit}"),
            Self::Leader(unit) => format!("l-{unit}"),
            Self::Supervisor => "s".to_owned(),
        };
        UserRef(format!("{}:{own}", channel::NAME))
    }

    pub fn chat(&self) -> ChatRef {
        self.user().private_chat()
    }

    pub fn is_citizen(&self) -> bool {
        matches!(self, Self::Citizen(_))
    }
}

/// Everybody, by their chat.
#[derive(Debug, Default)]
pub(super) struct Cast {
    by_chat: HashMap<ChatRef, Who>,
}

impl Cast {
    /// Employs the staff and knows the citizens.
    pub async fn assemble(desk: &Desk, citizens: usize) -> Result<Self> {
        let mut cast = Self::default();
        for place in 0..citizens {
            cast.add(Who::Citizen(place));
        }
        for place in 0..DISPATCHERS {
            cast.employ(desk, Who::Dispatcher(place), Role::Dispatcher, None).await?;
        }
        cast.employ(desk, Who::Supervisor, Role::Supervisor, None).await?;
        let units: Vec<DepartmentId> = desk.city().directory.all().iter().map(|unit| unit.id.clone()).collect();
        for unit in units {
            cast.employ(desk, Who::Handler(unit.clone()), Role::Handler, Some(unit.clone())).await?;
            cast.employ(desk, Who::Leader(unit.clone()), Role::Leader, Some(unit)).await?;
        }
        Ok(cast)
    }

    fn add(&mut self, who: Who) {
        self.by_chat.insert(who.chat(), who);
    }

    async fn employ(&mut self, desk: &Desk, who: Who, role: Role, unit: Option<DepartmentId>) -> Result<()> {
        desk.employ(who.user().0.as_str(), role, unit, who.user(), false).await?;
        self.add(who);
        Ok(())
    }

    pub fn of(&self, chat: &ChatRef) -> Option<&Who> {
        self.by_chat.get(chat)
    }

    /// The dispatcher whose turn this case is: all hear of it, one deals with it.
    pub fn dispatcher_of(number: CaseNumber) -> Who {
        Who::Dispatcher(number.serial() % DISPATCHERS)
    }
}
