//! Refusals 不能办: the keys of their sentences.

use crate::domain::refusal::Refusal;

/// What stands before a key in the engine's name of the template.
pub(super) const PREFIX: &str = "refusal.";

/// Writes the key of each variant once. The match has no wildcard: whoever adds a refusal is led here.
macro_rules! keys {
    ($($variant:ident = $key:literal,)*) => {
        /// The keys of `data/templates/refusals.toml`.
        pub(super) const KEYS: &[&str] = &[$($key),*];

        fn key(refusal: &Refusal) -> &'static str {
            match refusal {
                $(Refusal::$variant { .. } => $key,)*
            }
        }
    };
}

keys! {
    NotYourRole = "not_your_role",
    NotYourCase = "not_your_case",
    NoSuchCase = "no_such_case",
    TooManyTries = "too_many_tries",
    WrongState = "wrong_state",
    FieldMissing = "field_missing",
    HollowWords = "hollow_words",
    ReturnTooLate = "return_too_late",
    AssignedByRuling = "assigned_by_ruling",
    ExtensionTooLate = "extension_too_late",
    ExtensionsUsedUp = "extensions_used_up",
    ExtensionLength = "extension_length",
    ExtensionPending = "extension_pending",
    NoExtensionAsked = "no_extension_asked",
    NoReturn = "no_return",
    NotBelow = "not_below",
    UnknownUnit = "unknown_unit",
    NotANumber = "not_a_number",
    NotADate = "not_a_date",
    JustReturned = "just_returned",
    UnknownButton = "unknown_button",
    InviteInvalid = "invite_invalid",
    SolvedFirst = "solved_first",
    UnitInConflict = "unit_in_conflict",
    Recused = "recused",
    NotThatPerson = "not_that_person",
    GroundNotListed = "ground_not_listed",
    TooLong = "too_long",
    DatePassed = "date_passed",
    HasPart = "has_part",
    NotACoUnit = "not_a_co_unit",
    ApplicationPending = "application_pending",
    NoApplication = "no_application",
    NotABacklog = "not_a_backlog",
    NoLetter = "no_letter",
    NoCauseToAdmonish = "no_cause_to_admonish",
    CannotMerge = "cannot_merge",
    NoRecurrence = "no_recurrence",
    NotNow = "not_now",
    HasComeBack = "has_come_back",
    TooOldToRedo = "too_old_to_redo",
    RedosUsedUp = "redos_used_up",
    HasVoted = "has_voted",
    HasAppraised = "has_appraised",
    NotToAppraise = "not_to_appraise",
    NoSuchDeclineGround = "no_such_decline_ground",
    NotGradable = "not_gradable",
}

/// The engine's name of the template that says this.
pub(super) fn template(refusal: &Refusal) -> String {
    format!("{PREFIX}{}", key(refusal))
}
