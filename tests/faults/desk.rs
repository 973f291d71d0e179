//! A desk on a store with traps, and people who write to it.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk, Receipt};
use yousu::domain::ids::{CaseNumber, Moment};
use yousu::domain::inbound::{Body, Inbound};
use yousu::domain::staff::Role;
use yousu::store::SledStore;

use crate::trap::Trap;

pub static CITY: LazyLock<Arc<City>> =
    LazyLock::new(|| Arc::new(City::load(&Sources::new(None, None), DEFAULT_PROFILE).unwrap_or_else(|problems| panic!("{problems:?}"))));

pub fn moment(text: &str) -> Moment {
    Moment::parse_from_rfc3339(&format!("{text}:00+08:00")).unwrap_or_else(|error| panic!("{text}: {error}"))
}

pub fn number(text: &str) -> CaseNumber {
    text.parse().expect("a case number")
}

/// A clock that may also be set back.
pub fn set(clock: &Clock, text: &str) {
    let Clock::Virtual(time) = clock else { panic!("not the machine's clock") };
    *time.lock().expect("whole") = moment(text);
}

/// The desk, its store and its clock.
pub struct House {
    pub desk: Arc<Desk>,
    pub store: Arc<Trap>,
    pub clock: Clock,
}

impl House {
    /// On a store of its own, on this morning.
    pub fn open(at: &str) -> Self {
        Self::on(Trap::new(SledStore::temporary().expect("a store")), Clock::standing_at(moment(at)))
    }

    /// On a store in this folder.
    pub fn in_folder(folder: &Path, clock: Clock) -> Self {
        Self::on(Trap::new(SledStore::open(folder).expect("the store opens")), clock)
    }

    pub fn on(store: Arc<Trap>, clock: Clock) -> Self {
        let desk = Desk::open(store.clone(), CITY.clone(), clock.clone(), Codes::repeatable(7)).expect("the desk opens");
        Self { desk: Arc::new(desk), store, clock }
    }

    pub async fn say(&self, who: &str, id: &str, body: Body) -> anyhow::Result<Receipt> {
        self.desk.receive(inbound(who, id, body)).await
    }

    /// A complaint, confirmed.
    pub async fn complain(&self, who: &str, id: &str) {
        let text = Body::Text("城东区幸福小区3栋楼下烧烤摊半夜还在吵".to_owned());
        self.say(who, &format!("{id}-words"), text).await.expect("taken");
        self.say(who, &format!("{id}-press"), Body::Press("confirm".to_owned())).await.expect("taken");
    }

    /// What waits to be sent to this chat.
    pub fn sent(&self, chat: &str) -> Vec<String> {
        use yousu::store::Store as _;
        let waiting = self.store.waiting(None, 10_000).expect("readable");
        waiting.into_iter().filter(|waiting| waiting.outbound.chat == chat.into()).map(|waiting| waiting.outbound.text).collect()
    }

    /// Somebody who works here, and their chat.
    pub async fn employ(&self, role: Role, unit: Option<&str>) -> String {
        let user = format!("test:{}-{}", role.name(), unit.unwrap_or_default());
        self.desk.employ(role.label(), role, unit.map(Into::into), user.as_str().into(), false).await.expect("employed");
        user
    }
}

pub fn inbound(who: &str, id: &str, body: Body) -> Inbound {
    let user = format!("test:{who}");
    Inbound { id: id.into(), chat: user.as_str().into(), user: user.as_str().into(), display: None, is_group: false, body }
}
