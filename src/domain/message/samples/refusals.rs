//! Samples of every refusal.

use super::parts::number;
use crate::domain::ids::CaseNumber;
use crate::domain::refusal::Refusal;

/// A sample of each.
pub(super) fn samples() -> Vec<Refusal> {
    let number = number(7);
    let moment = || "02月25日 17:30".to_owned();
    let unit = || "生态环境局".to_owned();
    vec![
        Refusal::NotYourRole { command: "派单".to_owned(), who: "派单员".to_owned() },
        Refusal::NotYourRole { command: "撤诉".to_owned(), who: "诉求人本人".to_owned() },
        Refusal::NotYourCase { number, holder: unit() },
        Refusal::NoSuchCase { number: number.to_string() },
        Refusal::NoSuchCase { number: String::new() },
        Refusal::TooManyTries { until: moment() },
        wrong_state(number, "签收", "办理中", "城管局"),
        wrong_state(number, "催办", "已归档", "已结束"),
        Refusal::FieldMissing { command: "退单".to_owned(), fields: "理由、依据".to_owned() },
        Refusal::HollowWords { command: "办结".to_owned(), field: "办理结果", words: "已处理".to_owned() },
        Refusal::HollowWords { command: "不批准".to_owned(), field: "理由", words: "不行".to_owned() },
        Refusal::HollowWords { command: "退单".to_owned(), field: "依据", words: "按规定".to_owned() },
        Refusal::ReturnTooLate { window: "2个工作日".to_owned(), until: moment() },
        Refusal::AssignedByRuling,
        Refusal::ExtensionTooLate { due: moment() },
        Refusal::ExtensionsUsedUp { times: 1 },
        Refusal::ExtensionLength { most: 10 },
        Refusal::ExtensionPending,
        Refusal::NoExtensionAsked,
        Refusal::NoReturn,
        Refusal::NotBelow { unit: unit() },
        Refusal::UnknownUnit { name: "环卫大队".to_owned() },
        Refusal::NotANumber { written: "过几天".to_owned() },
        Refusal::NotADate { written: "等配件到了".to_owned() },
        Refusal::JustReturned { unit: unit() },
        Refusal::UnknownButton,
        Refusal::InviteInvalid,
        Refusal::SolvedFirst,
        Refusal::UnitInConflict { unit: unit(), above: Some("市政府".to_owned()) },
        Refusal::UnitInConflict { unit: unit(), above: None },
        Refusal::Recused { number },
        Refusal::NotThatPerson { need: "只能由本人包案，或由督办员指定".to_owned() },
        Refusal::GroundNotListed { listed: "等待鉴定、不可抗力".to_owned() },
        Refusal::GroundNotListed { listed: String::new() },
        Refusal::TooLong { command: "中止".to_owned(), most: "20个工作日".to_owned() },
        Refusal::DatePassed,
        Refusal::HasPart { unit: unit() },
        Refusal::NotACoUnit { number },
        Refusal::ApplicationPending,
        Refusal::NoApplication,
        Refusal::NotABacklog,
        Refusal::NoLetter,
        Refusal::NoCauseToAdmonish { red_cards: 1, from: 3 },
        Refusal::CannotMerge { why: "不能并入自己".to_owned() },
        Refusal::NoRecurrence { days: 90 },
        Refusal::NotNow { number, command: "补充".to_owned(), state: "已归档".to_owned() },
        Refusal::HasComeBack { number, successor: number },
        Refusal::TooOldToRedo { number, days: 90 },
        Refusal::RedosUsedUp { times: 2 },
        Refusal::HasVoted,
        Refusal::HasAppraised,
        Refusal::NotToAppraise { days: 90 },
        Refusal::NoSuchDeclineGround,
        Refusal::NotGradable { who: Some("督办员".to_owned()) },
        Refusal::NotGradable { who: None },
    ]
}

fn wrong_state(number: CaseNumber, command: &str, state: &str, holder: &str) -> Refusal {
    Refusal::WrongState { number, command: command.to_owned(), state: state.to_owned(), holder: holder.to_owned() }
}
