//! The citizen's two answers 回访, pressed or in words.

use super::{Citizen, Ctx, Turn, existing, under};
use crate::domain::case::{Case, Satisfaction, State};
use crate::domain::command::Command;
use crate::domain::conversation::Talk;
use crate::domain::ids::CaseNumber;
use crate::domain::message::{Message, when};

/// 是否解决 was answered.
pub(super) fn solved(case: &Case, solved: bool, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if !matches!(case.state, State::Answered { .. }) {
        return over(case, citizen, ctx);
    }
    solved_said(case, solved)
}

/// Where the case stands for whoever answers when nobody asks any more: a button of weeks ago, or 不满意 after the archive.
fn over(case: &Case, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if !matches!(case.state, State::FollowedUp { .. } | State::Archived { .. }) || case.citizen() != citizen.user {
        return existing::shown(case, citizen, ctx);
    }
    let message = Message::ClosedAlready { number: case.number, closed: when(case.since) };
    let buttons = under(&message, case);
    Turn::ask(message, buttons)
}

/// 不满意, 没解决 and nothing more, to whom no case runs and one was archived of late: said of that one, and no new matter.
pub(super) fn too_late(text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    let bare = super::words::bare(text);
    let discontent = named(&bare) == Some(Satisfaction::Dissatisfied) || UNSOLVED.iter().any(|word| bare.contains(word));
    let last = citizen.cases.iter().filter(|case| case.can_recur(ctx.profile, ctx.now)).max_by_key(|case| case.since)?;
    (discontent && bare.chars().count() <= BARE).then(|| over(last, citizen, ctx))
}

fn solved_said(case: &Case, solved: bool) -> Turn {
    Turn::order(case.number, Command::AnswerSolved { solved })
}

/// 是否满意 was answered. Whoever is dissatisfied, or has not been helped, is asked why before anything is done again.
pub(super) fn satisfied(case: &Case, satisfaction: Satisfaction, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if !matches!(case.state, State::Answered { .. }) {
        return over(case, citizen, ctx);
    }
    satisfied_said(case, satisfaction)
}

fn satisfied_said(case: &Case, satisfaction: Satisfaction) -> Turn {
    let State::Answered { solved: Some(solved), .. } = case.state else {
        let message = Message::AskSolved { number: case.number, attempt: 1 };
        let buttons = under(&message, case);
        return Turn::ask(message, buttons);
    };
    if satisfaction != Satisfaction::Dissatisfied && solved {
        return Turn::order(case.number, Command::FollowUp { solved: Some(solved), satisfaction, reason: None });
    }
    let talk = Talk::FollowUpReason { number: case.number, solved, satisfaction };
    Turn::say(Message::AskReason { number: case.number, solved }).with(talk)
}

/// Why not.
pub(super) fn reason_given(number: CaseNumber, solved: bool, satisfaction: Satisfaction, text: &str) -> Turn {
    let none = ["没有", "无", "不想说", "跳过", "没什么", "没有原因"].contains(&text);
    let reason = (!none).then(|| text.to_owned());
    Turn::order(number, Command::FollowUp { solved: Some(solved), satisfaction, reason })
}

/// 解决了, 没解决, 满意 said instead of pressed, while a case waits for just that. Whoever says that it is not solved and what
/// is still wrong has answered both questions.
pub(super) fn in_words(text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    let bare = super::words::bare(text);
    let case = asked_last(&bare, citizen)?;
    let State::Answered { solved: said, .. } = case.state else { return None };
    let length = bare.chars().count();
    let contains = |words: &[&str]| words.iter().any(|word| bare.contains(word));
    if length > LONG || existing::is_clearly_another(text, case, ctx) {
        return None;
    }
    let rather = length <= SHORT && contains(&RATHER_UNSOLVED) && !existing::tells_of_another(text, case, ctx);
    if contains(&UNSOLVED) || rather || said.is_none() && NO.contains(&bare.as_str()) {
        return Some(if length <= BARE { solved_said(case, false) } else { unsolved_because(case, text) });
    }
    let content = named(&bare).filter(|satisfaction| *satisfaction != Satisfaction::Dissatisfied);
    match said {
        None if length <= SHORT && contains(&SOLVED) && is_question(text, &bare) => Some(existing::shown(case, citizen, ctx)),
        // Both answers in one breath: 解决了，满意.
        None if length <= SHORT && contains(&SOLVED) && content.is_some() => content.map(|satisfaction| both(case, satisfaction)),
        None if length <= SHORT && contains(&SOLVED) || YES.contains(&bare.as_str()) => Some(solved_said(case, true)),
        // 满意 to the first question says that it is solved; 不满意 does not say that it is not.
        None if length <= BARE && content.is_some() => content.map(|satisfaction| both(case, satisfaction)),
        None if length <= BARE && named(&bare).is_some() => Some(existing::shown(case, citizen, ctx)),
        // 很不满意，你们就是敷衍: how satisfied, and why.
        Some(solved) if length > BARE && named(&bare) == Some(Satisfaction::Dissatisfied) => {
            Some(reason_given(case.number, solved, Satisfaction::Dissatisfied, text))
        }
        Some(_) if length <= SHORT && named(&bare).is_some() => named(&bare).map(|satisfaction| satisfied_said(case, satisfaction)),
        // 未解决 was pressed; what follows in words is what is still wrong.
        Some(false) if length >= 3 && !super::words::is_courtesy(text) => Some(unsolved_because(case, text)),
        _ => None,
    }
}

/// Of several cases that wait for an answer, the one last asked about; 满意 answers the second question, where one waits.
fn asked_last<'a>(bare: &str, citizen: &Citizen<'a>) -> Option<&'a Case> {
    let says_solved = SOLVED.iter().chain(&UNSOLVED).any(|word| bare.contains(word));
    let second = named(bare).is_some() && !says_solved;
    let asked = |case: &&'a Case| match &case.state {
        State::Answered { solved: Some(_), .. } => Some((second, case.changed_at)),
        State::Answered { asked, .. } => Some((false, asked.at)),
        _ => None,
    };
    // Newest first: of two asked at once the newer comes last and is taken.
    citizen.cases.iter().rev().filter(|case| asked(case).is_some()).max_by_key(asked)
}

fn both(case: &Case, satisfaction: Satisfaction) -> Turn {
    Turn::order(case.number, Command::FollowUp { solved: Some(true), satisfaction, reason: None })
}

const UNSOLVED: [&str; 11] =
    ["没人来", "没人修", "未解决", "没解决", "没有解决", "还没解决", "没修好", "没处理", "没弄好", "没搞好", "不解决"];
/// What says the same only where nothing else is spoken of: 假的 is an answer, 超市卖假的茅台 is not.
const RATHER_UNSOLVED: [&str; 20] = [
    "部分解决",
    "没完全",
    "没动",
    "没清",
    "没来",
    "没改",
    "没变",
    "没拆",
    "没到账",
    "没搞定",
    "一半",
    "还是那样",
    "还是这样",
    "老样子",
    "还在那",
    "骗人",
    "假的",
    "又坏了",
    "又满了",
    "又开始了",
];
const SOLVED: [&str; 8] = ["已解决", "解决了", "修好了", "处理好了", "好了", "搞定了", "清走了", "到账了"];
/// What answers 问题解决了吗 with nothing more said.
const NO: [&str; 8] = ["没", "没有", "没呢", "还没", "没有呢", "不是", "否", "no"];
const YES: [&str; 9] = ["是", "是的", "对", "对的", "嗯", "嗯嗯", "解决", "yes", "可以了"];

/// The most characters of 没有解决 and the like, with nothing more said.
const BARE: usize = 6;
/// The most characters of a bare answer.
const SHORT: usize = 12;
/// The most characters of a reason; what is longer is read as a complaint of its own.
const LONG: usize = 60;

/// 修好了吗 asks, and does not say that it is: the answer and the question are shown again.
fn is_question(text: &str, bare: &str) -> bool {
    text.contains(['？', '?']) || ["吗", "么", "没", "没有"].iter().any(|end| bare.ends_with(end))
}

fn named(bare: &str) -> Option<Satisfaction> {
    let names = [
        ("不满意", Satisfaction::Dissatisfied),
        ("基本满意", Satisfaction::Fair),
        ("一般", Satisfaction::Fair),
        ("还行", Satisfaction::Fair),
        ("还可以", Satisfaction::Fair),
        ("凑合", Satisfaction::Fair),
        ("满意", Satisfaction::Satisfied),
        ("差评", Satisfaction::Dissatisfied),
        ("态度差", Satisfaction::Dissatisfied),
        ("太差", Satisfaction::Dissatisfied),
        ("很好", Satisfaction::Satisfied),
        ("挺好", Satisfaction::Satisfied),
        ("五星", Satisfaction::Satisfied),
    ];
    names.iter().find(|(word, _)| bare.contains(word)).map(|(_, satisfaction)| *satisfaction)
}

fn unsolved_because(case: &Case, text: &str) -> Turn {
    let satisfaction = Satisfaction::Dissatisfied;
    Turn::order(case.number, Command::FollowUp { solved: Some(false), satisfaction, reason: Some(text.to_owned()) })
}
