//! Demo people 演示人员: made at the first start, for the web page only, so that a stranger can play every part.

use std::sync::PoisonError;

use anyhow::Result;

use super::{Desk, Step};
use crate::domain::department::DepartmentKind;
use crate::domain::ids::{DepartmentId, StaffId, UserRef};
use crate::domain::staff::{Post, Role, Staff};
use crate::store::PeopleWrite;

/// Family names that the demo people take turns with.
const FAMILIES: [&str; 20] =
    ["周", "吴", "郑", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "许", "何", "吕", "施", "张", "孔", "曹"];

impl Desk {
    /// Makes the demo people, unless anybody works here already.
    ///
    /// # Errors
    /// The store failed.
    pub async fn make_demo_people(&self) -> Result<usize> {
        if !self.roster().staff().is_empty() {
            return Ok(0);
        }
        let people = demo_people(self);
        let count = people.len();
        let mut reserved = None;
        let mut step = Step::new(self, self.clock().now(), &mut reserved);
        step.commit.people = people.into_iter().map(|staff| PeopleWrite::Joined { staff, code: None }).collect();
        self.land(step).await?;
        Ok(count)
    }

    /// Real people work here from now on: what would go to demo people of an earlier start goes to the unit above, or to the
    /// dispatchers, as if they had never joined.
    pub fn send_demo_people_home(&self) {
        self.roster.write().unwrap_or_else(PoisonError::into_inner).send_demo_people_home();
    }
}

fn demo_people(desk: &Desk) -> Vec<Staff> {
    let city = [(Role::Dispatcher, "派单"), (Role::Dispatcher, "派单"), (Role::Supervisor, "督办"), (Role::Auditor, "监察")];
    let city = city.into_iter().map(|(role, title)| (role, title, None));
    let units = desk.city().directory.all().iter().filter(|unit| unit.kind != DepartmentKind::Government);
    let units = units.flat_map(|unit| [(Role::Handler, "经办", Some(unit.id.clone())), (Role::Leader, "分管", Some(unit.id.clone()))]);
    let person = |(i, (role, title, department)): (usize, (Role, &str, Option<DepartmentId>))| Staff {
        id: StaffId(u32::try_from(i + 1).expect("there are fewer demo people than u32 counts")),
        name: format!("{title}·小{}", FAMILIES[i % FAMILIES.len()]),
        role,
        department,
        user: UserRef(format!("web:@demo-{}", i + 1)),
        post: Post::A,
        away: None,
        demo: true,
    };
    city.chain(units).enumerate().map(person).collect()
}
