//! The city that hostile input is sent to, and the time there.

use std::sync::{Arc, LazyLock};

use yousu::city::{City, Sources};
use yousu::domain::ids::Moment;

static CITY: LazyLock<Arc<City>> = LazyLock::new(|| match City::load(&Sources::new(None, None), "national") {
    Ok(city) => Arc::new(city),
    Err(problems) => panic!("the city's data is faulty: {problems:?}"),
});

/// The model city, read once.
pub fn city() -> &'static Arc<City> {
    &CITY
}

/// A Monday morning.
pub fn now() -> Moment {
    "2026-03-02T09:00:00+08:00".parse().expect("a moment")
}
