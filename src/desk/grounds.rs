//! Why a text was understood as it was 研判依据, for the page beside a case.

use super::Desk;
use crate::classify::learned::Writing;
use crate::domain::grounds::Grounds;
use crate::domain::ids::Moment;
use crate::intake::{self, Ctx};

impl Desk {
    /// Everything that is seen in a text that came at this moment, by today's intents. Whoever may not read the whole text is
    /// given the grounds of what they may read: nothing of the rest can then be in them.
    pub fn grounds(&self, text: &str, at: Moment) -> Grounds {
        let city = &self.city;
        let ctx = Ctx {
            classifier: &city.classifier,
            finder: &city.finder,
            abuse: &city.abuse,
            directory: &city.directory,
            profile: &city.profile,
            now: at,
        };
        intake::grounds(&Writing::text(text), &ctx)
    }
}
