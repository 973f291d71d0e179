//! Every command, each by whoever is right to give it.

use yousu::domain::case::{AdmonitionCause, Application, LetterKind, Satisfaction};
use yousu::domain::command::Command;
use yousu::domain::complaint::Slots;
use yousu::domain::ids::StaffId;
use yousu::domain::staff::{Actor, Role};

use crate::common::bench::{
    Bench, answer, citizen, dispatch_to, dispatcher, extension, follow_up, give_back, handler, neighbour, on_file, resume, staff,
    supervisor, suspend,
};
use crate::common::{date, full};
use crate::states::{decline, mother};
use crate::{UNIT, due_follow_up, due_rung};

/// Every command, each with a name and whoever is right to give it in this state.
pub fn commands(bench: &Bench) -> Vec<(String, Command, Actor)> {
    let unit = bench.case.unit().map_or(UNIT, |unit| unit.as_str());
    let (unit, desk) = (handler(unit), dispatcher());
    let text = |text: &str| text.to_owned();
    let mut all = vec![
        (text("受理"), Command::Accept, desk.clone()),
        (text("不予受理"), decline(), desk.clone()),
        (text("派单（水务局）"), dispatch_to("shuiwu"), desk.clone()),
        (text("派单（城管局）"), dispatch_to(UNIT), desk.clone()),
        (text("签收"), Command::Acknowledge, unit.clone()),
        (text("记录进展"), Command::RecordProgress { note: "已到现场".into() }, unit.clone()),
        (text("联系诉求人"), Command::Contact { note: "请提供门牌号".into() }, unit.clone()),
        (text("退单"), give_back("属供水范围", "三定方案", Some("shuiwu")), unit.clone()),
        (text("驳回退单"), Command::RefuseReturn { reason: "职责清单已列明".into() }, desk.clone()),
        (text("转派（下级）"), Command::Transfer { to: "dadui".into(), note: None }, unit.clone()),
        (text("转派（平级）"), Command::Transfer { to: "shuiwu".into(), note: None }, unit.clone()),
        (text("申请延期"), extension(3), unit.clone()),
        (text("同意延期"), Command::GrantExtension, supervisor()),
        (text("不同意延期"), Command::RefuseExtension { reason: "时间足够".into() }, supervisor()),
        (text("办结"), Command::Resolve { answer: answer() }, unit),
        (text("审核通过"), Command::Review { fault: None }, desk.clone()),
        (text("审核退回"), Command::Review { fault: Some("未写明依据".into()) }, desk.clone()),
        (text("答是否解决"), Command::AnswerSolved { solved: true }, citizen()),
        (text("回访（只答满意）"), follow_up(None, Satisfaction::Satisfied, None), citizen()),
        (text("回访（解决／不满意／无理由）"), follow_up(Some(true), Satisfaction::Dissatisfied, None), citizen()),
        (text("回访（解决／不满意／有理由）"), follow_up(Some(true), Satisfaction::Dissatisfied, Some("态度生硬")), citizen()),
        (text("回访（未解决）"), follow_up(Some(false), Satisfaction::Dissatisfied, None), citizen()),
        (text("人工回访（解决／满意）"), follow_up(Some(true), Satisfaction::Satisfied, None), desk.clone()),
        (text("人工回访（联系不上）"), Command::FollowUpUnreached, desk),
        (text("撤诉"), Command::Withdraw { reason: "已自行解决".into() }, citizen()),
        (text("确认"), Command::Confirm, citizen()),
        (
            text("补充"),
            Command::Supplement { text: "昨晚又来了".into(), slots: Slots::new(), evidence: Vec::new(), risks: Vec::new() },
            citizen(),
        ),
        (text("催办"), Command::Urge { note: "请抓紧".into() }, citizen()),
        (text("阶梯到期"), due_rung(bench), Actor::System),
        (text("回访到期"), due_follow_up(bench), Actor::System),
        (text("归档到期"), Command::Archive, Actor::System),
    ];
    all.extend(care(bench));
    all
}

/// The commands of the whole rulebook.
fn care(bench: &Bench) -> Vec<(String, Command, Actor)> {
    let unit = handler(bench.case.unit().map_or(UNIT, |unit| unit.as_str()));
    let co = bench.case.state.mandate().and_then(|mandate| mandate.co.first()).map_or("shuiwu", |co| co.unit.as_str());
    let (co, above, desk) = (handler(co), supervisor(), dispatcher());
    let reason = || "已到现场核实过".to_owned();
    let letter = |kind| Command::Supervise { kind, words: "请说明".into(), workdays: None };
    let admonish = |cause, red_cards| Command::Admonish { person: StaffId(7), cause, red_cards, words: "限期整改".into() };
    let apply = |what| Command::Apply { what, reason: "送检".into() };
    let mut other = full();
    other.key = "other@1".into();
    let table: Vec<(&str, Command, &Actor)> = vec![
        ("批准", Command::Approve, &above),
        ("不批准", Command::Disapprove { reason: reason() }, &above),
        ("责成重办", Command::OrderRedo { reason: reason() }, &above),
        ("定级（疑难复杂）", Command::Grade { complex: true }, &above),
        ("提请裁定", Command::Refer { reason: reason() }, &desk),
        ("裁定（水务局）", Command::Rule { unit: "shuiwu".into(), reason: reason() }, &above),
        ("裁定（城管局）", Command::Rule { unit: UNIT.into(), reason: reason() }, &above),
        ("增加协办（交通局）", Command::AddCoUnit { unit: "jiaotong".into(), task: None }, &desk),
        ("协办签收", Command::CoAcknowledge, &co),
        ("协办反馈", Command::CoReport { opinion: "管网无渗漏".into() }, &co),
        ("转派（协办单位）", Command::Transfer { to: "shuiwu".into(), note: None }, &unit),
        ("申请中止", apply(Application::Suspension { ground: "appraisal".into() }), &unit),
        ("申请挂账", apply(Application::OnFile { until: date("2026-06-30") }), &unit),
        ("申请协办", apply(Application::CoUnit { unit: "jiaotong".into() }), &unit),
        ("不同意申请", Command::RefuseApplication { reason: reason() }, &above),
        ("中止", suspend(5), &above),
        ("恢复", resume(), &above),
        ("挂账", on_file("2026-06-30"), &above),
        ("撤销", Command::Revoke { ground: "unfounded".into(), reason: reason() }, &above),
        ("移送", Command::HandOver { to: "公安机关".into(), reason: reason() }, &above),
        ("领导包案", Command::TakeCharge { leader: StaffId(7) }, &above),
        ("回避（本人）", Command::Recuse { person: StaffId(7), reason: reason() }, &unit),
        ("单位回避（城管局）", Command::NameConflict { unit: UNIT.into(), reason: reason() }, &desk),
        ("查询函", letter(LetterKind::Inquiry), &above),
        ("督查通知书", letter(LetterKind::Notice), &above),
        ("督查情况通报", letter(LetterKind::Bulletin), &above),
        ("效能告诫书（红牌2张）", admonish(AdmonitionCause::RedCards, 2), &above),
        ("效能告诫书（红牌3张）", admonish(AdmonitionCause::RedCards, 3), &above),
        ("效能告诫书（答复不实）", admonish(AdmonitionCause::FalseAnswer, 0), &above),
        ("回函", Command::AnswerLetter { letter: 1, words: "已派人处理".into() }, &unit),
        ("并案", Command::Merge { into: mother() }, &desk),
        ("并入", Command::Join { party: neighbour("孙") }, &desk),
    ];
    let mut all: Vec<_> = table.into_iter().map(|(label, command, actor)| (label.to_owned(), command, actor.clone())).collect();
    all.push(("复发".to_owned(), Command::Recur { case: mother() }, citizen()));
    all.push(("规则变更".to_owned(), Command::MigrateProfile { to: Box::new(other) }, staff(Role::Administrator, None)));
    all
}
