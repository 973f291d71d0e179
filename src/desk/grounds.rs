//! Why a text was understood as it was 研判依据, for the page beside a case.

use super::Desk;
use crate::classify::learned::Writing;
use crate::domain::grounds::Grounds;
use crate::domain::ids::Moment;
use crate::intake;

impl Desk {
    /// Everything that is seen in a text that came at this moment, by today's intents. Whoever may not read the whole text is
    /// given the grounds of what they may read: nothing of the rest can then be in them.
    pub fn grounds(&self, text: &str, at: Moment) -> Grounds {
        intake::grounds(&Writing::text(text), &self.city.intake(at))
    }
}
