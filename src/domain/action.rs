//! Buttons 按钮: what a press means, and its short form of at most 64 bytes that a channel carries and gives back.

use serde::{Deserialize, Serialize};

use super::case::{Ground, Satisfaction};
use super::ids::{CaseNumber, DepartmentId};

/// What a button does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// Something that needs no case.
    Plain(Plain),
    /// Something about a case.
    Case(CaseNumber, Verb),
}

/// What needs no case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Plain {
    /// 确认 the summary.
    Confirm,
    /// 更正 the summary.
    Correct,
    /// 不提交 the draft.
    Discard,
    /// 作为新的诉求: what was just written is a new matter.
    NewMatter,
    /// 取消 the form that waits for words.
    Cancel,
    /// 待办
    Todo,
    /// 查进度
    Progress,
}

/// What a button does about a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verb {
    /// 查进度, by the citizen.
    Progress,
    /// 补充: what was just written belongs here.
    Supplement,
    /// 催办
    Urge,
    /// 撤诉
    Withdraw,
    /// 确认撤诉
    ConfirmWithdraw,
    /// 确认 what was added late.
    ConfirmSupplement,
    /// 已解决 or 未解决
    Solved(bool),
    /// 满意, 基本满意 or 不满意
    Satisfied(Satisfaction),
    /// 查看 the whole case.
    Show,
    /// 并案 into this case.
    Merge(CaseNumber),
    /// 全部并案: with it everything that was proposed with it.
    MergeAll(CaseNumber),
    /// 不并案: it is no part of the case that it was found to be like.
    KeepApart,
    /// 又发生了 复发: the archived matter is back.
    Recur,
    /// 时限说明, by the citizen and by staff.
    Explain,
    /// 受理
    Accept,
    /// 不予受理: choose a ground.
    BeginDecline,
    /// The ground; the way to go follows in words.
    Decline(Ground),
    /// 派单 to this unit.
    Dispatch(DepartmentId),
    /// 派其他单位: the name follows in words.
    BeginDispatch,
    /// 驳回退单
    BeginRefuseReturn,
    /// 签收
    Acknowledge,
    /// 记录进展
    BeginProgress,
    /// 联系诉求人
    BeginContact,
    /// 退单
    BeginReturn,
    /// 转派: choose a unit.
    BeginTransfer,
    /// 转派 to this unit.
    Transfer(DepartmentId),
    /// 申请延期
    BeginExtension,
    /// 同意延期
    GrantExtension,
    /// 不同意延期
    BeginRefuseExtension,
    /// 办结
    BeginResolve,
    /// 审核通过
    Pass,
    /// 审核退回
    BeginFault,
    /// What the citizen said on the telephone.
    Called(bool, Satisfaction),
    /// 联系不上
    Unreached,
}

impl Action {
    /// The most bytes that a channel carries (Telegram's `callback_data`).
    pub const MOST_BYTES: usize = 64;

    /// The short form: `verb`, `verb|number` or `verb|number|argument`.
    pub fn encode(&self) -> String {
        match self {
            Self::Plain(plain) => plain_name(*plain).to_owned(),
            Self::Case(number, verb) => match verb.argument() {
                Some(argument) => format!("{}|{number}|{argument}", verb.name()),
                None => format!("{}|{number}", verb.name()),
            },
        }
    }

    /// The action of a short form; none when it is not one of ours.
    pub fn decode(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '|');
        let name = parts.next()?;
        let Some(number) = parts.next() else {
            return PLAIN.iter().find(|(_, own)| *own == name).map(|(plain, _)| Self::Plain(*plain));
        };
        Some(Self::Case(number.parse().ok()?, Verb::decode(name, parts.next())?))
    }

    /// The key of the label in `data/templates/buttons.toml`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Plain(plain) => plain_name(*plain),
            Self::Case(_, verb) => verb.name(),
        }
    }
}

const PLAIN: [(Plain, &str); 7] = [
    (Plain::Confirm, "confirm"),
    (Plain::Correct, "correct"),
    (Plain::Discard, "discard"),
    (Plain::NewMatter, "new_matter"),
    (Plain::Cancel, "cancel"),
    (Plain::Todo, "todo"),
    (Plain::Progress, "my_cases"),
];

fn plain_name(plain: Plain) -> &'static str {
    PLAIN.iter().find(|(own, _)| *own == plain).map_or("", |(_, name)| name)
}

/// Verbs without an argument, with their names.
const SIMPLE: [(Verb, &str); 25] = [
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
        )
    }

    fn name(&self) -> &'static str {
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
            Self::Unreached => "unreached",
            simple => SIMPLE.iter().find(|(own, _)| own == simple).map_or("", |(_, name)| name),
        }
    }

    fn argument(&self) -> Option<String> {
        match self {
            Self::Satisfied(satisfaction) => Some(code(&Satisfaction::ALL, satisfaction)),
            Self::Decline(ground) => Some(code(&Ground::ALL, ground)),
            Self::Dispatch(unit) | Self::Transfer(unit) => Some(unit.to_string()),
            Self::Merge(into) | Self::MergeAll(into) => Some(into.to_string()),
            Self::Called(solved, satisfaction) => {
                Some(format!("{}{}", if *solved { 'y' } else { 'n' }, code(&Satisfaction::ALL, satisfaction)))
            }
            _ => None,
        }
    }

    fn decode(name: &str, argument: Option<&str>) -> Option<Self> {
        match (name, argument) {
            ("solved", None) => Some(Self::Solved(true)),
            ("unsolved", None) => Some(Self::Solved(false)),
            ("unreached", None) => Some(Self::Unreached),
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
            (name, None) => SIMPLE.iter().find(|(_, own)| *own == name).map(|(verb, _)| verb.clone()),
            _ => None,
        }
    }
}

fn code<T: PartialEq>(all: &[T], one: &T) -> String {
    all.iter().position(|other| other == one).unwrap_or(0).to_string()
}

fn decoded<T: Copy>(all: &[T], code: &str) -> Option<T> {
    all.get(code.parse::<usize>().ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number() -> CaseNumber {
        "20260213-000001".parse().expect("a case number")
    }

    #[test]
    fn every_button_comes_back_as_it_went_out() {
        let mut all: Vec<Action> = PLAIN.iter().map(|(plain, _)| Action::Plain(*plain)).collect();
        let verbs = SIMPLE.iter().map(|(verb, _)| verb.clone()).chain([
            Verb::Solved(true),
            Verb::Solved(false),
            Verb::Unreached,
            Verb::Dispatch("a-department-of-24-bytes".into()),
            Verb::Transfer("chengguan".into()),
            Verb::Merge(number()),
            Verb::MergeAll(number()),
        ]);
        all.extend(verbs.map(|verb| Action::Case(number(), verb)));
        for satisfaction in Satisfaction::ALL {
            for verb in [Verb::Satisfied(satisfaction), Verb::Called(true, satisfaction), Verb::Called(false, satisfaction)] {
                all.push(Action::Case(number(), verb));
            }
        }
        all.extend(Ground::ALL.map(|ground| Action::Case(number(), Verb::Decline(ground))));
        for action in all {
            let short = action.encode();
            assert!(short.len() <= Action::MOST_BYTES, "{short}");
            assert_eq!(Action::decode(&short), Some(action), "{short}");
        }
    }

    #[test]
    fn what_is_not_ours_is_nothing() {
        for text in [
            "",
            "|",
            "confirm|",
            "resolve",
            "resolve|1",
            "satisfied|20260213-000001|9",
            "called|20260213-000001|é1",
            "dispatch|20260213-000001",
            "merge|20260213-000001|20260213",
        ] {
            assert_eq!(Action::decode(text), None, "{text}");
        }
    }
}
