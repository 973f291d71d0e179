//! What people guess 试探.

/// Something that only those know whom it was given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Guess {
    /// A case of somebody else, by its number, with a wrong query code or none.
    Case,
    /// An invitation for staff.
    Invitation,
}

impl Guess {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Case, Self::Invitation];

    /// The word in labels.
    pub fn name(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Invitation => "invitation",
        }
    }
}
