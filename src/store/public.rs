//! What is written of what the public is shown 公示.

use crate::domain::audit::Viewer;
use crate::domain::publication::{Edition, Example};

/// What is written of what the public is shown.
#[derive(Clone, Debug)]
pub enum PublicWrite {
    /// An edition comes out. One that is there already is a conflict: editions never change.
    Edition(Box<Edition>, Viewer),
    /// A typical case was written or approved.
    Example(Box<Example>),
}
