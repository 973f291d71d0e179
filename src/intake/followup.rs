//! The citizen's two answers 回访, pressed or in words.

use super::{Citizen, Turn, under};
use crate::domain::case::{Case, Satisfaction, State};
use crate::domain::command::Command;
use crate::domain::conversation::Talk;
use crate::domain::ids::CaseNumber;
use crate::domain::message::Message;

/// 是否解决 was answered.
pub(super) fn solved(case: &Case, solved: bool) -> Turn {
    Turn::order(case.number, Command::AnswerSolved { solved })
}

/// 是否满意 was answered. Whoever is dissatisfied, or has not been helped, is asked why before anything is done again.
pub(super) fn satisfied(case: &Case, satisfaction: Satisfaction) -> Turn {
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

/// 解决了, 没解决, 满意 said instead of pressed, while a case waits for just that.
pub(super) fn in_words(text: &str, citizen: &Citizen<'_>) -> Option<Turn> {
    let case = citizen.cases.iter().find(|case| matches!(case.state, State::Answered { .. }))?;
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    if bare.chars().count() > 12 {
        return None;
    }
    let State::Answered { solved: said, .. } = case.state else { return None };
    if ["未解决", "没解决", "没有解决", "还没解决", "没修好", "没处理"].iter().any(|word| bare.contains(word)) {
        return Some(solved(case, false));
    }
    if said.is_none() && ["已解决", "解决了", "修好了", "处理好了", "好了"].iter().any(|word| bare.contains(word)) {
        return Some(solved(case, true));
    }
    if said.is_some() {
        let named = [
            ("不满意", Satisfaction::Dissatisfied),
            ("基本满意", Satisfaction::Fair),
            ("一般", Satisfaction::Fair),
            ("满意", Satisfaction::Satisfied),
        ];
        return named.iter().find(|(word, _)| bare.contains(word)).map(|(_, satisfaction)| satisfied(case, *satisfaction));
    }
    None
}
