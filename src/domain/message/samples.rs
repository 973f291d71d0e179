//! One sample of every message, so that the templates can be proved before anybody is written to.

use super::Message;

/// A sample of each variant, with every optional field set in one and unset in another where it has any.
pub fn samples() -> Vec<Message> {
    vec![Message::Welcome]
}
