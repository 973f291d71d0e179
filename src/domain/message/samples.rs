//! A sample of every message, so that the templates can be proved before anybody is written to; and the name of every message,
//! which is the key of its template.

use super::{Appraisal, Asking, Drafting, Ledger, Manners, Merging, Message, Presence, Report, Standstill};

mod citizens;
mod explained;
mod parts;
mod refusals;
mod staff;

/// Writes the key of each variant once. The match that comes of it has no wildcard: whoever adds a message is led here, to
/// name it and then to sample it in `samples/`.
macro_rules! keys {
    (citizens { $($citizens:ident = $citizens_key:literal,)* } appraisal { $($appraisal:ident = $appraisal_key:literal,)* } drafting { $($drafting:ident = $drafting_key:literal,)* } manners { $($manners:ident = $manners_key:literal,)* } standstill { $($standstill:ident = $standstill_key:literal,)* } staff { $($staff:ident = $staff_key:literal,)* } asking { $($asking:ident = $asking_key:literal,)* } presence { $($presence:ident = $presence_key:literal,)* } merging { $($merging:ident = $merging_key:literal,)* } ledger { $($ledger:ident = $ledger_key:literal,)* } report { $($report:ident = $report_key:literal,)* } apart { $($apart:ident = $apart_key:literal,)* }) => {
        impl Message {
            /// The keys of `data/templates/citizens.toml`, in the order of the variants.
            pub const CITIZENS: &[&str] = &[$($citizens_key,)* $($appraisal_key,)* $($drafting_key,)* $($manners_key,)* $($standstill_key),*];
            /// The keys of `data/templates/staff.toml`, in the order of the variants.
            pub const STAFF: &[&str] = &[$($staff_key,)* $($asking_key,)* $($presence_key,)* $($merging_key,)* $($ledger_key,)* $($report_key),*];

            /// The key of the template that says this: the variant's name in snake case.
            pub fn key(&self) -> &'static str {
                match self {
                    $(Self::$citizens { .. } => $citizens_key,)*
                    $(Self::$staff { .. } => $staff_key,)*
                    $(Self::Appraisal(Appraisal::$appraisal { .. }) => $appraisal_key,)*
                    $(Self::Drafting(Drafting::$drafting { .. }) => $drafting_key,)*
                    $(Self::Manners(Manners::$manners { .. }) => $manners_key,)*
                    $(Self::Asking(Asking::$asking { .. }) => $asking_key,)*
                    $(Self::Standstill(Standstill::$standstill { .. }) => $standstill_key,)*
                    $(Self::Presence(Presence::$presence { .. }) => $presence_key,)*
                    $(Self::Merging(Merging::$merging { .. }) => $merging_key,)*
                    $(Self::Ledger(Ledger::$ledger { .. }) => $ledger_key,)*
                    $(Self::Report(Report::$report { .. }) => $report_key,)*
                    $(Self::$apart { .. } => $apart_key,)*
                }
            }
        }
    };
}

keys! {
    citizens {
        Welcome = "welcome",
        NotUnderstood = "not_understood",
        Unsupported = "unsupported",
        Emergency = "emergency",
        Registered = "registered",
        Progress = "progress",
        PromiseExplained = "promise_explained",
        NoCase = "no_case",
        WhichCase = "which_case",
        SupplementOrNew = "supplement_or_new",
        Supplemented = "supplemented",
        SameMatter = "same_matter",
        RecurrenceAsk = "recurrence_ask",
        DeclinedWhy = "declined_why",
        SupplementConfirmed = "supplement_confirmed",
        Urged = "urged",
        WithdrawAsk = "withdraw_ask",
        Withdrawn = "withdrawn",
        Accepted = "accepted",
        Merged = "merged",
        Dispatched = "dispatched",
        Declined = "declined",
        Contact = "contact",
        Progressed = "progressed",
        Extended = "extended",
        Overdue = "overdue",
        Answered = "answered",
        AskSolved = "ask_solved",
        AskSatisfied = "ask_satisfied",
        AskReason = "ask_reason",
        Closed = "closed",
        Thanked = "thanked",
        ClosedUnanswered = "closed_unanswered",
        ClosedAlready = "closed_already",
        RecurBegun = "recur_begun",
        Reopened = "reopened",
        WhoSaw = "who_saw",
        Papers = "papers",
        SetAside = "set_aside",
        Trouble = "trouble",
    }
    appraisal {
        AppraisalAsk = "appraisal_ask",
        AppraisalThanks = "appraisal_thanks",
    }
    drafting {
        AskMissing = "ask_missing",
        Summary = "summary",
        CorrectHow = "correct_how",
        AddHow = "add_how",
        Discarded = "discarded",
        EvidenceFirst = "evidence_first",
        EvidenceForDraft = "evidence_for_draft",
        ContactFirst = "contact_first",
        TwoMatters = "two_matters",
        Unfinished = "unfinished",
        SeveralMatters = "several_matters",
        NextMatter = "next_matter",
    }
    manners {
        Persuaded = "persuaded",
        Warned = "warned",
        Limited = "limited",
        LimitLifted = "limit_lifted",
        TooFast = "too_fast",
        TooManyCases = "too_many_cases",
        TooManyPeople = "too_many_people",
    }
    standstill {
        Suspended = "suspended",
        Resumed = "resumed",
        DueMoved = "due_moved",
        PutOnFile = "put_on_file",
        Revoked = "revoked",
        HandedOver = "handed_over",
        UnitRecused = "unit_recused",
    }
    staff {
        Joined = "joined",
        GroupBound = "group_bound",
        StaffHelp = "staff_help",
        MonthReviewed = "month_reviewed",
        EditionsOut = "editions_out",
        AppraisalResults = "appraisal_results",
        Todo = "todo",
        Shown = "shown",
        CitizenLimited = "citizen_limited",
        LimitationLifted = "limitation_lifted",
        Explained = "explained",
        ToAccept = "to_accept",
        ToDispatch = "to_dispatch",
        MergeProposed = "merge_proposed",
        HotSpot = "hot_spot",
        ReturnToReview = "return_to_review",
        Task = "task",
        NobodyThere = "nobody_there",
        ReturnTaken = "return_taken",
        TaskWithdrawn = "task_withdrawn",
        TaskSupplemented = "task_supplemented",
        News = "news",
        TaskTaken = "task_taken",
        TaskUrged = "task_urged",
        ExtensionToRule = "extension_to_rule",
        ExtensionRuled = "extension_ruled",
        ToReview = "to_review",
        ReviewFailed = "review_failed",
        FollowedUp = "followed_up",
        ToCall = "to_call",
        RiskSeen = "risk_seen",
        StillUnsolved = "still_unsolved",
        Rung = "rung",
        Digest = "digest",
        Done = "done",
        TraceMark = "trace_mark",
        Views = "views",
        MessageAside = "message_aside",
        CalendarMissing = "calendar_missing",
    }
    asking {
        FormAsk = "form_ask",
        FormCancelled = "form_cancelled",
        NoOrder = "no_order",
        ChooseUnit = "choose_unit",
        ChooseGround = "choose_ground",
        ChooseListed = "choose_listed",
        MoreSteps = "more_steps",
    }
    presence {
        AwayNoted = "away_noted",
        BackNoted = "back_noted",
        StandIn = "stand_in",
        PostGiven = "post_given",
        NoSuchColleague = "no_such_colleague",
    }
    merging {
        MergedInto = "merged_into",
        TaskMerged = "task_merged",
        TaskJoined = "task_joined",
        TaskLeft = "task_left",
        KeptApart = "kept_apart",
    }
    ledger {
        Cards = "cards",
        AdmonitionDue = "admonition_due",
    }
    report {
        Report = "report",
        Needs = "needs",
    }
    apart {
        // Said in the refusal's own words, of `data/templates/refusals.toml`.
        Refused = "refused",
    }
}

/// Samples of each variant, and of each refusal: every optional field set in one and unset in another, every list filled and
/// empty.
pub fn samples() -> Vec<Message> {
    let refused = refusals::samples().into_iter().map(|refusal| Message::Refused { refusal });
    citizens::samples().into_iter().chain(staff::samples()).chain(refused).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_message_has_a_sample() {
        let sampled: BTreeSet<&str> = samples().iter().map(Message::key).collect();
        for key in Message::CITIZENS.iter().chain(Message::STAFF).chain(&["refused"]) {
            assert!(sampled.contains(key), "no sample of {key}");
        }
    }

    #[test]
    fn a_key_is_named_by_one_audience_only() {
        let keys: BTreeSet<&&str> = Message::CITIZENS.iter().chain(Message::STAFF).collect();
        assert_eq!(keys.len(), Message::CITIZENS.len() + Message::STAFF.len());
    }
}
