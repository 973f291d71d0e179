//! The kind of no that is said to a person: what the rules forbid and what to do instead. The sentences stand in
//! `data/templates/refusals.toml` under the names of these variants.

use serde::Serialize;

use super::ids::CaseNumber;

/// Why a command is not carried out. The fields are what the sentence may mention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case", tag = "refusal")]
pub enum Refusal {
    /// The person's role may not do this at all.
    #[error("role may not {command}")]
    NotYourRole {
        /// What they wanted.
        command: String,
        /// Who may.
        who: String,
    },
    /// The case is not with the person's unit.
    #[error("case of another unit")]
    NotYourCase {
        /// The case.
        number: CaseNumber,
        /// Who holds it.
        holder: String,
    },
    /// It is not the citizen's own case, or there is none; the two are never told apart.
    #[error("no such case")]
    NoSuchCase {
        /// What they gave.
        number: String,
    },
    /// The case has moved on, or is not there yet.
    #[error("not in this state")]
    WrongState {
        /// The case.
        number: CaseNumber,
        /// What they wanted.
        command: String,
        /// Where it stands.
        state: String,
        /// Who holds it.
        holder: String,
    },
    /// A field that the rulebook requires is empty.
    #[error("field missing")]
    FieldMissing {
        /// What they wanted.
        command: String,
        /// Which fields.
        fields: String,
    },
    /// 退单 after the return window.
    #[error("return window over")]
    ReturnTooLate {
        /// The window.
        window: String,
        /// When it closed.
        until: String,
    },
    /// 退单 of a case that was assigned by a ruling.
    #[error("assigned by ruling")]
    AssignedByRuling,
    /// 延期 after the limit has passed.
    #[error("extension after expiry")]
    ExtensionTooLate {
        /// When it passed.
        due: String,
    },
    /// 延期 more often than the profile allows.
    #[error("too many extensions")]
    ExtensionsUsedUp {
        /// How many it allows.
        times: u32,
    },
    /// 延期 of 0 days, or longer than the profile allows.
    #[error("extension length")]
    ExtensionLength {
        /// The most it allows.
        most: u32,
    },
    /// An extension already waits for the ruling.
    #[error("extension already asked")]
    ExtensionPending,
    /// There is no extension to rule on.
    #[error("no extension asked")]
    NoExtensionAsked,
    /// There is no return to refuse.
    #[error("no return")]
    NoReturn,
    /// A transfer that does not go down the tree.
    #[error("not below")]
    NotBelow {
        /// The unit meant.
        unit: String,
    },
    /// No unit of this name.
    #[error("unknown unit")]
    UnknownUnit {
        /// What was written.
        name: String,
    },
    /// A number was asked for.
    #[error("not a number")]
    NotANumber {
        /// What was written.
        written: String,
    },
    /// Dispatch to the unit that has just returned it.
    #[error("same unit")]
    JustReturned {
        /// The unit.
        unit: String,
    },
    /// A button that nobody here may press, or that is not ours.
    #[error("button not understood")]
    UnknownButton,
    /// An invite code that is unknown, used or expired.
    #[error("invite")]
    InviteInvalid,
    /// The citizen must say whether it is solved before how satisfied they are.
    #[error("solved first")]
    SolvedFirst,
}
