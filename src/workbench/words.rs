//! A staff member's words 工作人员来信: an order, or the words that a form waits for.

use super::{Act, Turn, Worker, about_case, absence, form, help};
use crate::domain::action::Verb;
use crate::domain::case::{Case, LetterKind};
use crate::domain::command::Command;
use crate::domain::conversation::{Form, Talk};
use crate::domain::decide::Ctx;
use crate::domain::ids::CaseNumber;
use crate::domain::message::{Asking, Message};
use crate::domain::profile::Reports;
use crate::domain::refusal::Refusal;
use crate::domain::report::ReportKind;
use crate::domain::staff::{Role, Staff};

/// Orders that need no case.
const WAITING: [&str; 4] = ["/todo", "待办", "我的待办", "待办事项"];
const LEDGER: [&str; 2] = ["/cards", "台账"];
const APPRAISED: [&str; 2] = ["/appraisal", "评议结果"];
const HELP: [&str; 4] = ["/help", "/start", "帮助", "怎么用"];
const CANCEL: [&str; 4] = ["/cancel", "取消", "放弃", "算了"];
const BIND: [&str; 2] = ["/bind", "绑定本群"];
const SHOW: [&str; 4] = ["/case", "查工单", "查看", "查进度"];

/// Orders about the case whose number follows, or that was spoken of last.
fn verb(text: &str) -> Option<Verb> {
    Some(match text {
        "签收" => Verb::Acknowledge,
        "退单" => Verb::BeginReturn,
        "办结" => Verb::BeginResolve,
        "转派" => Verb::BeginTransfer,
        "延期" | "申请延期" => Verb::BeginExtension,
        "记录进展" | "进展" => Verb::BeginProgress,
        "联系诉求人" | "联系" => Verb::BeginContact,
        "受理" => Verb::Accept,
        "不予受理" => Verb::BeginDecline,
        "派单" => Verb::BeginDispatch,
        "驳回退单" => Verb::BeginRefuseReturn,
        "审核通过" | "通过" => Verb::Pass,
        "退回重办" => Verb::BeginFault,
        "同意延期" => Verb::GrantExtension,
        "不同意延期" => Verb::BeginRefuseExtension,
        "催办" => Verb::Urge,
        "更多" => Verb::More,
        "时限" | "时限说明" | "怎么算的" | "/explain" => Verb::Explain,
        "查阅记录" | "/audit" => Verb::Views,
        "文书" | "/papers" => Verb::Papers,
        _ => return rarer(text),
    })
}

/// The orders that are rarer.
fn rarer(text: &str) -> Option<Verb> {
    Some(match text {
        "批准" => Verb::Approve,
        "不批准" => Verb::BeginDisapprove,
        "责成重办" => Verb::BeginOrderRedo,
        "疑难复杂" | "定为疑难复杂" => Verb::Grade(true),
        "一般" | "定为一般" => Verb::Grade(false),
        "提请裁定" => Verb::BeginRefer,
        "裁定" => Verb::BeginRule,
        "增加协办" | "协办" => Verb::BeginAddCoUnit,
        "协办签收" => Verb::CoAcknowledge,
        "协办反馈" => Verb::BeginCoReport,
        "申请中止" => Verb::BeginApplySuspension,
        "申请挂账" => Verb::BeginApplyOnFile,
        "申请协办" => Verb::BeginApplyCoUnit,
        "同意申请" => Verb::GrantApplication,
        "不同意申请" => Verb::BeginRefuseApplication,
        "中止" => Verb::BeginSuspend,
        "恢复" => Verb::BeginResume,
        "挂账" => Verb::BeginPutOnFile,
        "撤销" => Verb::BeginRevoke,
        "移送" => Verb::BeginHandOver,
        "包案" | "领导包案" => Verb::TakeCharge,
        "回避" | "申请回避" => Verb::BeginRecuse,
        "单位回避" => Verb::BeginNameConflict,
        "查询函" => Verb::BeginLetter(LetterKind::Inquiry),
        "督查通知书" | "督办" => Verb::BeginLetter(LetterKind::Notice),
        "督查情况通报" | "通报" => Verb::BeginLetter(LetterKind::Bulletin),
        "效能告诫书" | "告诫" => Verb::BeginLetter(LetterKind::Admonition),
        "回函" => Verb::BeginAnswerLetter,
        "并案" => Verb::BeginMerge,
        _ => return None,
    })
}

/// One step on words.
pub(super) fn read(text: &str, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Turn {
    let order = text.split_whitespace().next().unwrap_or_default();
    if CANCEL.contains(&text) && matches!(worker.conversation.talk, Talk::Form { .. }) {
        return Turn::say(Message::Asking(Asking::FormCancelled));
    }
    if WAITING.contains(&text) {
        return Turn::act(Act::Todo);
    }
    if LEDGER.contains(&text) {
        return for_watchers(Act::Ledger, "台账", worker.staff.role);
    }
    if APPRAISED.contains(&text) {
        return for_watchers(Act::Appraised, "评议结果", worker.staff.role);
    }
    if let Some(kind) = ReportKind::asked(text) {
        return for_reported(Act::Report(kind), worker.staff);
    }
    if HELP.contains(&text) {
        return help(worker);
    }
    if BIND.contains(&text) && worker.is_group && matches!(worker.staff.role, Role::Handler | Role::Leader) {
        return Turn::act(Act::BindGroup);
    }
    if let Some(act) = absence::read(text, worker.staff, ctx.now, matches!(worker.conversation.talk, Talk::Form { .. })) {
        return Turn { talk: worker.conversation.talk.clone(), ..Turn::act(act) };
    }
    if let Talk::Form { number, form, filled } = &worker.conversation.talk
        && let Some(case) = worker.case.filter(|case| case.number == *number)
        && !orders(text, &worker.conversation.talk)
    {
        return form::filled(case, form, filled, text, worker, ctx);
    }
    match (worker.case, verb(order)) {
        (Some(case), Some(verb)) => with_words(about_case(case, &verb, worker, ctx), case, behind(text, order), worker, ctx),
        (Some(case), None) if is_order(text) => Turn::act(Act::Show(case.number)),
        // An order without a case: those that wait are shown, to be picked from.
        (None, _) if is_order(text) => Turn::act(Act::Todo),
        (Some(case), None) if !behind(text, "").is_empty() && order.parse() == Ok(case.number) => no_order(case, behind(text, "")),
        _ => help(worker),
    }
}

/// Words for a case that are no order: nothing is done with them, and how to do it is told with the case.
fn no_order(case: &Case, words: &str) -> Turn {
    let message = Message::Asking(Asking::NoOrder { number: case.number, words: words.to_owned() });
    Turn { act: Some(Act::Show(case.number)), ..Turn::say(message) }
}

/// What stands behind an order and the number of a case.
fn behind<'t>(text: &'t str, order: &str) -> &'t str {
    let rest = text.strip_prefix(order).unwrap_or_default().trim_start();
    let is_serial = |word: &str| word.len() == 6 && word.bytes().all(|digit| digit.is_ascii_digit());
    let number = rest.split_whitespace().next().filter(|word| word.parse::<CaseNumber>().is_ok() || is_serial(word));
    number.and_then(|number| rest.strip_prefix(number)).unwrap_or(rest).trim()
}

/// Words that came with the order need not be written again: 记录进展 20260213-000001 配件明天到货.
fn with_words(turn: Turn, case: &Case, words: &str, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Turn {
    match (&turn.talk, &turn.act) {
        _ if words.is_empty() => turn,
        (Talk::Form { form, filled, .. }, None) => form::filled(case, form, filled, words, worker, ctx),
        (_, Some(Act::Do(number, Command::Urge { .. }))) => Turn::act(Act::Do(*number, Command::Urge { note: words.to_owned() })),
        _ => turn,
    }
}

/// 台账 and 评议结果 are for those who answer for a unit and those who watch them.
fn for_watchers(act: Act, command: &str, role: Role) -> Turn {
    let readers = [Role::Supervisor, Role::Leader, Role::Auditor];
    if readers.contains(&role) {
        return Turn::act(act);
    }
    let who = readers.map(Role::label).join("、");
    Turn::refused(Refusal::NotYourRole { command: command.to_owned(), who })
}

/// 日报、周报、月报 are for those whose figures they are, and for those who watch all of them.
pub(super) fn for_reported(act: Act, staff: &Staff) -> Turn {
    // A leader of no unit has none to hear of.
    if Reports::may_go_to(staff.role) && (staff.role != Role::Leader || staff.department.is_some()) {
        return Turn::act(act);
    }
    let who = [Role::Leader, Role::Supervisor].map(Role::label).join("、");
    Turn::refused(Refusal::NotYourRole { command: "日报、周报、月报".to_owned(), who })
}

/// Whether the words are an order in the middle of this talk: where a form asks for a case's number, that is the answer.
pub fn orders(text: &str, talk: &Talk) -> bool {
    let asked = matches!(talk, Talk::Form { form: Form::Merge, .. });
    is_order(text) && !(asked && text.trim().parse::<CaseNumber>().is_ok())
}

/// Whether the words are an order, or a case's number alone; all others that come while a form waits are for the form,
/// though they may name another case.
pub fn is_order(text: &str) -> bool {
    let text = text.trim();
    let order = text.split_whitespace().next().unwrap_or_default();
    verb(order).is_some()
        || SHOW.contains(&order)
        || WAITING.contains(&text)
        || LEDGER.contains(&text)
        || APPRAISED.contains(&text)
        || ReportKind::asked(text).is_some()
        || text.parse::<CaseNumber>().is_ok()
}
