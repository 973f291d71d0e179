//! As whom a browser may act: as any citizen and any demo person while the page is for trying out, and as the staff who joined
//! with it by an invite link.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use super::House;
use super::problem::Problem;
use crate::domain::ids::{ChatRef, StaffId, UserRef};
use crate::domain::staff::Staff;

/// The cookie that holds what [`Keys`] knows.
pub(super) const COOKIE: &str = "yousu";

/// The most characters of a citizen's name.
const LONGEST_NAME: usize = 20;

/// Somebody whom the page shows or who acts on it.
#[derive(Clone, Debug)]
pub(super) enum Person {
    /// A citizen, by name.
    Citizen(String),
    /// A member of staff.
    Staff(Box<Staff>),
}

impl Person {
    /// The citizen of this name.
    pub(super) fn citizen(name: &str) -> Result<Self, Problem> {
        let name = name.trim();
        let fits = (1..=LONGEST_NAME).contains(&name.chars().count());
        if !fits || name.starts_with('@') || name.chars().any(char::is_control) {
            return Err(Problem::BadName);
        }
        Ok(Self::Citizen(name.to_owned()))
    }

    /// Their account.
    pub(super) fn user(&self) -> UserRef {
        match self {
            Self::Citizen(name) => UserRef(format!("web:{name}")),
            Self::Staff(staff) => staff.user.clone(),
        }
    }

    /// Their chat.
    pub(super) fn chat(&self) -> ChatRef {
        self.user().private_chat()
    }

    /// What they are called.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Citizen(name) => name,
            Self::Staff(staff) => &staff.name,
        }
    }

    /// How forms and addresses name them: never by the account, which is the key of somebody who joined.
    pub(super) fn who(&self) -> String {
        match self {
            Self::Citizen(name) => format!("citizen:{name}"),
            Self::Staff(staff) => format!("staff:{}", staff.id),
        }
    }
}

/// The accounts that this browser has joined with.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys(Vec<UserRef>);

impl Keys {
    /// These keys and one more, as the value of the cookie.
    pub(super) fn with(&self, user: &UserRef) -> String {
        let names = self.0.iter().chain([user]).filter_map(|user| user.0.strip_prefix("web:@"));
        names.collect::<Vec<_>>().join(".")
    }

    fn parse(cookies: &str) -> Self {
        let own = cookies.split(';').filter_map(|cookie| cookie.trim().split_once('=')).filter(|(name, _)| *name == COOKIE);
        let keys = own.flat_map(|(_, value)| value.split('.')).filter(|key| is_secret(key));
        Self(keys.map(|key| UserRef(format!("web:@{key}"))).collect())
    }
}

/// Only what [`secret`](super::request::secret) makes: the accounts of demo staff have short names and are nobody's key.
fn is_secret(key: &str) -> bool {
    key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl<S: Send + Sync> FromRequestParts<S> for Keys {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let cookies = parts.headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        Ok(cookies.map(Self::parse).fold(Self::default(), |mut all, keys| {
            all.0.extend(keys.0);
            all
        }))
    }
}

impl House {
    /// Whether this browser may act as that member of staff. Those of other channels never act here.
    pub(super) fn may_act(&self, staff: &Staff, keys: &Keys) -> bool {
        let is_of_the_page = staff.user.private_chat().channel() == "web";
        is_of_the_page && (staff.demo && self.options().demo || keys.0.contains(&staff.user))
    }

    /// The member of staff of this number, for this browser.
    pub(super) fn staff_person(&self, id: StaffId, keys: &Keys) -> Result<Person, Problem> {
        let staff = self.desk().staff().into_iter().find(|staff| staff.id == id && self.may_act(staff, keys));
        staff.map(|staff| Person::Staff(Box::new(staff))).ok_or(Problem::NotYou)
    }

    /// The citizen of this name, while the page is for trying out.
    pub(super) fn citizen_person(&self, name: &str) -> Result<Person, Problem> {
        if self.options().demo { Person::citizen(name) } else { Err(Problem::NoDemo) }
    }

    /// The person whom a form or an address names, if this browser may act as them.
    pub(super) fn person(&self, who: &str, keys: &Keys) -> Result<Person, Problem> {
        match who.split_once(':') {
            Some(("citizen", name)) => self.citizen_person(name),
            Some(("staff", id)) => self.staff_person(StaffId(id.parse().map_err(|_| Problem::BadRequest)?), keys),
            _ => Err(Problem::BadRequest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_as_they_went_out() {
        let first = UserRef(format!("web:@{}", "0a".repeat(16)));
        let second = UserRef(format!("web:@{}", "f1".repeat(16)));
        let keys = Keys::parse(&format!("other=1; {COOKIE}={}", Keys::default().with(&first)));
        assert_eq!(keys.0, std::slice::from_ref(&first));
        assert_eq!(Keys::parse(&format!("{COOKIE}={}", keys.with(&second))).0, [first, second]);
        assert!(Keys::parse("yousu=supervisor.@x; yousuX=1").0.is_empty());
    }

    #[test]
    fn a_citizens_name_is_short_and_nobody_elses() {
        for name in ["", "  ", "@dispatcher", " @dispatcher", "一二三四五六七八九十一二三四五六七八九十一", "a\nb"] {
            assert_eq!(Person::citizen(name).err(), Some(Problem::BadName), "{name:?}");
        }
        assert_eq!(Person::citizen(" 老周🙂 ").expect("a name").who(), "citizen:老周🙂");
    }
}
