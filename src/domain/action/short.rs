//! The short forms of buttons 按钮短码: names that a channel carries and gives back. They are released: what was sent once must
//! still be understood when it is pressed a year later.

use super::{Plain, Verb};
use crate::domain::appraisal::Sealed;
use crate::domain::case::{Ground, LetterKind, Satisfaction};

pub(super) const PLAIN: &[(Plain, &str)] = &[
    (Plain::Confirm, "confirm"),
    (Plain::Correct, "correct"),
    (Plain::Discard, "discard"),
    (Plain::NewMatter, "new_matter"),
    (Plain::Cancel, "cancel"),
    (Plain::Todo, "todo"),
    (Plain::Progress, "my_cases"),
];

/// The short form of [`Action::Lift`](super::Action::Lift).
pub(super) const LIFT: &str = "lift";
/// The short form of [`Action::Needs`](super::Action::Needs).
pub(super) const NEEDS: &str = "needs";

pub(super) fn plain_name(plain: Plain) -> &'static str {
    PLAIN.iter().find(|(own, _)| *own == plain).map_or("", |(_, name)| name)
}

/// Verbs without an argument, with their names.
pub(super) const SIMPLE: &[(Verb, &str)] = &[
    (Verb::Progress, "progress"),
    (Verb::Supplement, "supplement"),
    (Verb::Urge, "urge"),
    (Verb::Withdraw, "withdraw"),
    (Verb::ConfirmWithdraw, "confirm_withdraw"),
    (Verb::ConfirmSupplement, "confirm_supplement"),
    (Verb::Show, "show"),
    (Verb::KeepApart, "keep_apart"),
    (Verb::Recur, "recur"),
    (Verb::Explain, "explain"),
    (Verb::Accept, "accept"),
    (Verb::BeginDecline, "begin_decline"),
    (Verb::BeginDispatch, "begin_dispatch"),
    (Verb::BeginRefuseReturn, "refuse_return"),
    (Verb::Acknowledge, "acknowledge"),
    (Verb::BeginProgress, "record"),
    (Verb::BeginContact, "contact"),
    (Verb::BeginReturn, "return"),
    (Verb::BeginTransfer, "begin_transfer"),
    (Verb::BeginExtension, "extension"),
    (Verb::GrantExtension, "grant"),
    (Verb::BeginRefuseExtension, "refuse_extension"),
    (Verb::BeginResolve, "resolve"),
    (Verb::Pass, "pass"),
    (Verb::BeginFault, "fault"),
    (Verb::Unreached, "unreached"),
    (Verb::Views, "views"),
    (Verb::WhoSaw, "who_saw"),
    (Verb::Papers, "papers"),
    (Verb::More, "more"),
    (Verb::Approve, "approve"),
    (Verb::BeginDisapprove, "disapprove"),
    (Verb::BeginOrderRedo, "order_redo"),
    (Verb::BeginRefer, "refer"),
    (Verb::BeginRule, "begin_rule"),
    (Verb::BeginAddCoUnit, "add_co_unit"),
    (Verb::CoAcknowledge, "co_acknowledge"),
    (Verb::BeginCoReport, "co_report"),
    (Verb::BeginApplySuspension, "begin_apply_suspension"),
    (Verb::BeginApplyOnFile, "apply_on_file"),
    (Verb::BeginApplyCoUnit, "apply_co_unit"),
    (Verb::GrantApplication, "grant_application"),
    (Verb::BeginRefuseApplication, "refuse_application"),
    (Verb::BeginSuspend, "begin_suspend"),
    (Verb::BeginResume, "resume"),
    (Verb::BeginPutOnFile, "on_file"),
    (Verb::BeginRevoke, "begin_revoke"),
    (Verb::BeginHandOver, "hand_over"),
    (Verb::TakeCharge, "take_charge"),
    (Verb::BeginRecuse, "recuse"),
    (Verb::BeginNameConflict, "conflict"),
    (Verb::BeginAnswerLetter, "answer_letter"),
    (Verb::BeginMerge, "begin_merge"),
];

impl Verb {
    /// Whether only the case's citizen presses it; 催办 is for them and for staff.
    pub fn is_for_citizens(&self) -> bool {
        matches!(
            self,
            Self::Progress
                | Self::Supplement
                | Self::Withdraw
                | Self::ConfirmWithdraw
                | Self::ConfirmSupplement
                | Self::Recur
                | Self::Solved(_)
                | Self::Satisfied(_)
                | Self::WhoSaw
                | Self::Appraise(_)
        )
    }

    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Solved(true) => "solved",
            Self::Solved(false) => "unsolved",
            Self::Satisfied(_) => "satisfied",
            Self::Decline(_) => "decline",
            Self::Dispatch(_) => "dispatch",
            Self::Transfer(_) => "transfer",
            Self::Merge(_) => "merge",
            Self::MergeAll(_) => "merge_all",
            Self::Called(..) => "called",
            Self::Grade(true) => "complex",
            Self::Grade(false) => "ordinary",
            Self::Rule(_) => "rule",
            Self::ApplySuspension(_) => "apply_suspension",
            Self::Suspend(_) => "suspend",
            Self::Revoke(_) => "revoke",
            Self::Appraise(_) => "appraise",
            Self::BeginLetter(kind) => letter(*kind),
            simple => SIMPLE.iter().find(|(own, _)| own == simple).map_or("", |(_, name)| name),
        }
    }

    pub(super) fn argument(&self) -> Option<String> {
        match self {
            Self::Satisfied(satisfaction) => Some(code(&Satisfaction::ALL, satisfaction)),
            Self::Decline(ground) => Some(code(&Ground::ALL, ground)),
            Self::Dispatch(unit) | Self::Transfer(unit) | Self::Rule(unit) => Some(unit.to_string()),
            Self::Merge(into) | Self::MergeAll(into) => Some(into.to_string()),
            Self::ApplySuspension(ground) | Self::Suspend(ground) | Self::Revoke(ground) => Some(ground.clone()),
            Self::Appraise(sealed) => (!sealed.is_blank()).then(|| sealed.0.clone()),
            Self::Called(solved, satisfaction) => {
                Some(format!("{}{}", if *solved { 'y' } else { 'n' }, code(&Satisfaction::ALL, satisfaction)))
            }
            _ => None,
        }
    }

    pub(super) fn decode(name: &str, argument: Option<&str>) -> Option<Self> {
        match (name, argument) {
            ("solved", None) => Some(Self::Solved(true)),
            ("unsolved", None) => Some(Self::Solved(false)),
            ("complex", None) => Some(Self::Grade(true)),
            ("ordinary", None) => Some(Self::Grade(false)),
            ("rule", Some(unit)) => Some(Self::Rule(unit.into())),
            ("apply_suspension", Some(ground)) => Some(Self::ApplySuspension(ground.to_owned())),
            ("suspend", Some(ground)) => Some(Self::Suspend(ground.to_owned())),
            ("revoke", Some(ground)) => Some(Self::Revoke(ground.to_owned())),
            ("appraise", sealed) => Sealed::of(sealed.unwrap_or_default()).map(Self::Appraise),
            ("satisfied", Some(code)) => decoded(&Satisfaction::ALL, code).map(Self::Satisfied),
            ("decline", Some(code)) => decoded(&Ground::ALL, code).map(Self::Decline),
            ("dispatch", Some(unit)) => Some(Self::Dispatch(unit.into())),
            ("transfer", Some(unit)) => Some(Self::Transfer(unit.into())),
            ("merge", Some(into)) => into.parse().ok().map(Self::Merge),
            ("merge_all", Some(into)) => into.parse().ok().map(Self::MergeAll),
            ("called", Some(argument)) => {
                let (solved, code) = argument.split_at_checked(1)?;
                let solved = match solved {
                    "y" => true,
                    "n" => false,
                    _ => return None,
                };
                decoded(&Satisfaction::ALL, code).map(|satisfaction| Self::Called(solved, satisfaction))
            }
            (name, None) => {
                let simple = SIMPLE.iter().find(|(_, own)| *own == name).map(|(verb, _)| verb.clone());
                simple.or_else(|| LetterKind::ALL.into_iter().find(|kind| letter(*kind) == name).map(Self::BeginLetter))
            }
            _ => None,
        }
    }
}

fn letter(kind: LetterKind) -> &'static str {
    match kind {
        LetterKind::Inquiry => "inquiry",
        LetterKind::Notice => "notice",
        LetterKind::Bulletin => "bulletin",
        LetterKind::Admonition => "admonition",
    }
}

fn code<T: PartialEq>(all: &[T], one: &T) -> String {
    all.iter().position(|other| other == one).unwrap_or(0).to_string()
}

fn decoded<T: Copy>(all: &[T], code: &str) -> Option<T> {
    all.get(code.parse::<usize>().ok()?).copied()
}
