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
    /// Too many numbers, codes or invitations in a row that are nobody's or somebody else's.
    #[error("too many tries")]
    TooManyTries {
        /// When they may try again.
        until: String,
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
    /// What the rulebook requires is there and says nothing: 已处理, 随便.
    #[error("nothing said")]
    HollowWords {
        /// What they wanted.
        command: String,
        /// Which field.
        field: &'static str,
        /// What stands there.
        words: String,
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
    /// A date was asked for.
    #[error("not a date")]
    NotADate {
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
    /// The unit is complained of in this case 回避.
    #[error("unit complained of")]
    UnitInConflict {
        /// The unit.
        unit: String,
        /// Who may have it instead: the unit above, where there is one.
        above: Option<String>,
    },
    /// The person keeps out of this case 回避.
    #[error("recused")]
    Recused {
        /// The case.
        number: CaseNumber,
    },
    /// The person named is not employed at the unit that has the case, or is no leader.
    #[error("not that person")]
    NotThatPerson {
        /// What is needed.
        need: String,
    },
    /// A ground that the profile does not list.
    #[error("ground not listed")]
    GroundNotListed {
        /// The listed ones, in words.
        listed: String,
    },
    /// A number of working days outside what the profile allows.
    #[error("too long")]
    TooLong {
        /// What they wanted.
        command: String,
        /// The most it allows, with its unit: 20个工作日.
        most: String,
    },
    /// A date that has passed already.
    #[error("date passed")]
    DatePassed,
    /// A unit that has a part in the case already.
    #[error("has a part already")]
    HasPart {
        /// The unit.
        unit: String,
    },
    /// The person's unit is no co-unit of this case.
    #[error("no co-unit")]
    NotACoUnit {
        /// The case.
        number: CaseNumber,
    },
    /// An application already waits.
    #[error("application pending")]
    ApplicationPending,
    /// There is no application to decide on.
    #[error("no application")]
    NoApplication,
    /// Personal charge is for backlog cases 积案 only.
    #[error("no backlog")]
    NotABacklog,
    /// No letter of this number waits for an answer.
    #[error("no letter")]
    NoLetter,
    /// An admonition needs its cause.
    #[error("no cause for admonition")]
    NoCauseToAdmonish {
        /// The red cards of the person.
        red_cards: u32,
        /// From how many on.
        from: u32,
    },
    /// Cases that cannot be merged, or that are one already.
    #[error("cannot be merged")]
    CannotMerge {
        /// Why.
        why: String,
    },
    /// The case is no longer young enough to be linked, or not archived.
    #[error("no recurrence")]
    NoRecurrence {
        /// For how many days a case may recur.
        days: u32,
    },
    /// A citizen's wish that comes too late or too early for where the case stands.
    #[error("not now")]
    NotNow {
        /// The case.
        number: CaseNumber,
        /// What they wanted.
        command: String,
        /// Where it stands.
        state: String,
    },
    /// 责成重办 of a matter that came back as another case already.
    #[error("has come back")]
    HasComeBack {
        /// The case.
        number: CaseNumber,
        /// As which one.
        successor: CaseNumber,
    },
    /// 责成重办 of a case that was archived too long ago.
    #[error("too old to redo")]
    TooOldToRedo {
        /// The case.
        number: CaseNumber,
        /// For how many days after the archive it may be ordered.
        days: u32,
    },
    /// Handled again as often as the profile allows.
    #[error("redos used up")]
    RedosUsedUp {
        /// How often.
        times: u32,
    },
    /// They have answered already.
    #[error("has voted")]
    HasVoted,
    /// 民主评议 of this case was done already.
    #[error("has appraised")]
    HasAppraised,
    /// 民主评议 before the case is done, or too long after.
    #[error("not to be appraised")]
    NotToAppraise {
        /// For how many days it is open.
        days: u32,
    },
    /// A ground of 不予受理 that does not apply under these rules.
    #[error("decline ground")]
    NoSuchDeclineGround,
    /// The matter may be called 疑难复杂 only by a supervisor, or not at all.
    #[error("grade")]
    NotGradable {
        /// Who may; none when these rules know no such matters.
        who: Option<String>,
    },
}
