//! Buttons 按钮: what a label may mention, and a sample of each to prove the labels.

use serde::Serialize;

use crate::domain::action::{Action, Plain, Verb};
use crate::domain::appraisal::Sealed;
use crate::domain::case::{Ground, LetterKind, Satisfaction};
use crate::domain::department::Directory;
use crate::domain::ids::{CaseNumber, DepartmentId};
use crate::domain::message::shorten;

/// What stands before a key in the engine's name of the template.
pub(super) const PREFIX: &str = "button.";

/// The most characters with which a label names a case: a telephone shows about this much beside 查进度.
const LONGEST_CASE: usize = 12;

/// The most characters of a ground that the profile lists.
const LONGEST_CHOICE: usize = 24;

/// What a label may mention. What a button does not have, its label may not mention: the field is left out.
#[derive(Debug, Default, Serialize)]
pub(super) struct Variables {
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<CaseNumber>,
    /// The last six digits of the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    short: Option<String>,
    /// It is one of several cases to choose from.
    #[serde(skip_serializing_if = "Option::is_none")]
    many: Option<bool>,
    /// What its case is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ground: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    solved: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    satisfaction: Option<&'static str>,
    /// The ground that the profile lists, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    choice: Option<String>,
    /// Which page of a list it shows, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
}

impl Variables {
    pub(super) fn of(action: &Action, directory: &Directory, what: Option<&str>) -> Self {
        let (number, verb) = match action {
            Action::Case(number, verb) => (number, verb),
            Action::Needs(page) => return Self { page: Some(*page), ..Self::default() },
            Action::Plain(_) | Action::Lift(_) => return Self::default(),
        };
        let case = Self {
            number: Some(*number),
            short: Some(format!("{:06}", number.serial())),
            many: Some(what.is_some()),
            what: Some(shorten(what.unwrap_or_default(), LONGEST_CASE)),
            ..Self::default()
        };
        match verb {
            Verb::Dispatch(unit) | Verb::Transfer(unit) | Verb::Rule(unit) => Self { unit: Some(directory.short(unit).to_owned()), ..case },
            Verb::Decline(ground) => Self { ground: Some(ground.label()), ..case },
            Verb::Solved(solved) => Self { solved: Some(*solved), ..case },
            Verb::Satisfied(satisfaction) => Self { satisfaction: Some(satisfaction.label()), ..case },
            Verb::Called(solved, satisfaction) => Self { solved: Some(*solved), satisfaction: Some(satisfaction.label()), ..case },
            Verb::ApplySuspension(_) | Verb::Suspend(_) | Verb::Revoke(_) => {
                Self { choice: Some(shorten(what.unwrap_or_default(), LONGEST_CHOICE)), ..case }
            }
            Verb::Appraise(sealed) => {
                let answer = (!sealed.is_blank()).then(|| shorten(what.unwrap_or_default(), LONGEST_CHOICE));
                Self { choice: Some(answer.unwrap_or_default()), ..case }
            }
            // No wildcard: whoever adds a verb is led here, to say what its label may mention and to sample it below.
            Verb::Progress
            | Verb::Supplement
            | Verb::Urge
            | Verb::Withdraw
            | Verb::ConfirmWithdraw
            | Verb::ConfirmSupplement
            | Verb::Show
            | Verb::Merge(_)
            | Verb::MergeAll(_)
            | Verb::KeepApart
            | Verb::Recur
            | Verb::Explain
            | Verb::Accept
            | Verb::BeginDecline
            | Verb::BeginDispatch
            | Verb::BeginRefuseReturn
            | Verb::Acknowledge
            | Verb::BeginProgress
            | Verb::BeginContact
            | Verb::BeginReturn
            | Verb::BeginTransfer
            | Verb::BeginExtension
            | Verb::GrantExtension
            | Verb::BeginRefuseExtension
            | Verb::BeginResolve
            | Verb::Pass
            | Verb::BeginFault
            | Verb::Unreached
            | Verb::More
            | Verb::Approve
            | Verb::BeginDisapprove
            | Verb::BeginOrderRedo
            | Verb::BeginRefer
            | Verb::BeginRule
            | Verb::BeginAddCoUnit
            | Verb::CoAcknowledge
            | Verb::BeginCoReport
            | Verb::BeginApplySuspension
            | Verb::BeginApplyOnFile
            | Verb::BeginApplyCoUnit
            | Verb::GrantApplication
            | Verb::BeginRefuseApplication
            | Verb::BeginSuspend
            | Verb::BeginResume
            | Verb::BeginPutOnFile
            | Verb::BeginRevoke
            | Verb::BeginHandOver
            | Verb::TakeCharge
            | Verb::BeginRecuse
            | Verb::BeginNameConflict
            | Verb::BeginAnswerLetter
            | Verb::BeginMerge
            | Verb::Grade(_)
            | Verb::BeginLetter(_)
            | Verb::Views
            | Verb::WhoSaw
            | Verb::Papers => case,
        }
    }
}

/// The engine's name of the template of this label.
pub(super) fn template(action: &Action) -> String {
    format!("{PREFIX}{}", action.key())
}

/// The keys of `data/templates/buttons.toml`.
pub(super) fn keys() -> Vec<&'static str> {
    let mut keys: Vec<&str> = samples().iter().map(Action::key).collect();
    keys.dedup();
    keys
}

fn sample_case() -> CaseNumber {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 2, 13).expect("a day of the calendar");
    CaseNumber::new(day, 7).expect("a serial of the day")
}

/// A sample of every button, those of one key side by side: what the labels are proved with.
pub fn samples() -> Vec<Action> {
    let unit = || DepartmentId::from("chengguan");
    let ground = || "force-majeure".to_owned();
    let mut verbs = vec![
        Verb::Progress,
        Verb::Supplement,
        Verb::Urge,
        Verb::Withdraw,
        Verb::ConfirmWithdraw,
        Verb::ConfirmSupplement,
        Verb::Recur,
        Verb::Solved(true),
        Verb::Solved(false),
        Verb::Show,
        Verb::Merge(sample_case()),
        Verb::MergeAll(sample_case()),
        Verb::KeepApart,
        Verb::Explain,
        Verb::Accept,
        Verb::BeginDecline,
        Verb::BeginDispatch,
        Verb::Dispatch(unit()),
        Verb::BeginRefuseReturn,
        Verb::Acknowledge,
        Verb::BeginProgress,
        Verb::BeginContact,
        Verb::BeginReturn,
        Verb::BeginTransfer,
        Verb::Transfer(unit()),
        Verb::BeginExtension,
        Verb::GrantExtension,
        Verb::BeginRefuseExtension,
        Verb::BeginResolve,
        Verb::Pass,
        Verb::BeginFault,
        Verb::Unreached,
        Verb::More,
        Verb::Approve,
        Verb::BeginDisapprove,
        Verb::BeginOrderRedo,
        Verb::BeginRefer,
        Verb::BeginRule,
        Verb::BeginAddCoUnit,
        Verb::CoAcknowledge,
        Verb::BeginCoReport,
        Verb::BeginApplySuspension,
        Verb::BeginApplyOnFile,
        Verb::BeginApplyCoUnit,
        Verb::GrantApplication,
        Verb::BeginRefuseApplication,
        Verb::BeginSuspend,
        Verb::BeginResume,
        Verb::BeginPutOnFile,
        Verb::BeginRevoke,
        Verb::BeginHandOver,
        Verb::TakeCharge,
        Verb::BeginRecuse,
        Verb::BeginNameConflict,
        Verb::BeginAnswerLetter,
        Verb::BeginMerge,
        Verb::Grade(true),
        Verb::Grade(false),
        Verb::Rule(unit()),
        Verb::ApplySuspension(ground()),
        Verb::Suspend(ground()),
        Verb::Revoke(ground()),
        Verb::Views,
        Verb::WhoSaw,
        Verb::Papers,
        Verb::Appraise(Sealed::default()),
        Verb::Appraise(Sealed("7K3M9QW2XZ41a0b1c2".to_owned())),
    ];
    verbs.extend(LetterKind::ALL.map(Verb::BeginLetter));
    verbs.extend(Satisfaction::ALL.map(Verb::Satisfied));
    verbs.extend(Ground::ALL.map(Verb::Decline));
    let called = |solved| Satisfaction::ALL.map(|satisfaction| Verb::Called(solved, satisfaction));
    verbs.extend([true, false].into_iter().flat_map(called));
    let plain = [Plain::Confirm, Plain::Correct, Plain::Discard, Plain::NewMatter, Plain::Cancel, Plain::Todo, Plain::Progress];
    let cases = verbs.into_iter().map(|verb| Action::Case(sample_case(), verb));
    plain
        .map(Action::Plain)
        .into_iter()
        .chain(cases)
        .chain([Action::Lift("K7M4PX2R".to_owned()), Action::Needs(0), Action::Needs(1)])
        .collect()
}
