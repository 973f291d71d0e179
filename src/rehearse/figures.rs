//! The figures of a rehearsal 数字: everything that a supervisor would want to know of those days, counted from the events.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cost::Cost;
use super::steps::StepLine;
use crate::domain::ids::Moment;

/// What a rehearsal showed.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// When it began, by the virtual clock.
    pub from: Moment,
    /// Over how many working days complaints came.
    pub days: u32,
    /// When the last thing happened.
    pub to: Moment,
    /// The seed.
    pub seed: u64,
    /// The rules.
    pub profile: String,
    /// Intake.
    pub intake: IntakeFigures,
    /// Dispatch.
    pub dispatch: DispatchFigures,
    /// Handling.
    pub handling: HandlingFigures,
    /// How it ended.
    pub end: EndFigures,
    /// How long each step took.
    pub steps: Vec<StepLine>,
    /// The units with the most cases.
    pub units: Vec<UnitLine>,
    /// The categories, most cases first.
    pub categories: Vec<CategoryLine>,
    /// Messages.
    pub messages: MessageFigures,
    /// What should always hold and did not.
    pub broken: Vec<String>,
    /// What it cost; differs from run to run.
    pub cost: Cost,
}

/// 受理
#[derive(Clone, Debug, Default, Serialize)]
pub struct IntakeFigures {
    /// Complaints in the file.
    pub complaints: usize,
    /// Lines that could not be read.
    pub bad_lines: usize,
    /// 登记
    pub cases: usize,
    /// 突发
    pub emergencies: usize,
    /// 紧急
    pub urgent: usize,
    /// 追问
    pub asked: usize,
    /// Of them, answered in time.
    pub answered: usize,
    /// Of the facts in those answers, by name: how many were told, and how many the house did not find.
    pub facts: BTreeMap<&'static str, Facts>,
    /// Confirmed by their citizens.
    pub confirmed: usize,
    /// 沉默登记
    pub silent: usize,
    /// Nothing could be made of the first words, and the citizen began again.
    pub began_again: usize,
    /// 未提交
    pub discarded: usize,
    /// Nothing could be made of the words, twice: their lines in the file.
    pub unformed: Vec<usize>,
}

/// One kind of fact 要素 in the answers to what was asked.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Facts {
    /// Told.
    pub told: usize,
    /// Not found in the words.
    pub not_found: usize,
}

/// 派单
#[derive(Clone, Debug, Default, Serialize)]
pub struct DispatchFigures {
    /// By the house itself.
    pub by_itself: usize,
    /// 转派单员: to a person, to dispatch.
    pub to_person: usize,
    /// To a person, to decide whether to accept.
    pub to_accept: usize,
    /// The true unit is in the file, and the directory knows it.
    pub known_unit: usize,
    /// Of them, with the first dispatch.
    pub agreed: usize,
    /// Of them, dispatched by the house itself.
    pub known_by_itself: usize,
    /// Of those, rightly.
    pub agreed_by_itself: usize,
}

/// 办理
#[derive(Clone, Debug, Default, Serialize)]
pub struct HandlingFigures {
    /// 退单
    pub returned: usize,
    /// 驳回退单
    pub returns_refused: usize,
    /// Disputes of competence that a supervisor ruled on 裁定.
    pub ruled: usize,
    /// 转派
    pub transferred: usize,
    /// 申请延期
    pub extensions_asked: usize,
    /// 同意延期
    pub extensions_granted: usize,
    /// Cases whose handling limit passed.
    pub overdue: usize,
    /// Answers that came late.
    pub late_answers: usize,
    /// 提醒
    pub reminders: usize,
    /// 催办 by the ladder.
    pub urgings: usize,
    /// 黄牌
    pub yellow_cards: usize,
    /// 诉求人催办
    pub urged: usize,
    /// 补充
    pub supplements: usize,
    /// 审核退回
    pub faults: usize,
    /// 重办
    pub redone: usize,
}

/// 结果
#[derive(Clone, Debug, Default, Serialize)]
pub struct EndFigures {
    /// 已归档, said to be solved.
    pub solved: usize,
    /// 已归档, said to be unsolved.
    pub unsolved: usize,
    /// 已归档, and the citizen never said.
    pub silent: usize,
    /// 不予受理
    pub declined: usize,
    /// 已撤诉
    pub withdrawn: usize,
    /// 满意, 基本满意, 不满意, of those who said.
    pub satisfaction: [usize; 3],
    /// Open, by state and why.
    pub open: BTreeMap<String, usize>,
}

/// One unit's line.
#[derive(Clone, Debug, Default, Serialize)]
pub struct UnitLine {
    /// Its short name.
    pub unit: String,
    /// 派来, with transfers.
    pub received: usize,
    /// 退单
    pub returned: usize,
    /// 办结
    pub answered: usize,
    /// Late answers.
    pub late: usize,
    /// 催办 by the ladder.
    pub urgings: usize,
    /// 黄牌
    pub yellow_cards: usize,
    /// 重办
    pub redone: usize,
}

/// One category's line.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CategoryLine {
    /// Its name.
    pub category: String,
    /// Cases.
    pub cases: usize,
    /// Dispatched by the house itself.
    pub by_itself: usize,
    /// Cases whose handling limit passed.
    pub overdue: usize,
    /// 已归档, said to be solved.
    pub solved: usize,
    /// 已归档, said to be unsolved.
    pub unsolved: usize,
    /// 已归档, and the citizen never said.
    pub silent: usize,
}

/// 消息
#[derive(Clone, Debug, Default, Serialize)]
pub struct MessageFigures {
    /// Taken in.
    pub taken_in: usize,
    /// Sent to citizens.
    pub to_citizens: usize,
    /// Sent to staff.
    pub to_staff: usize,
    /// Of all sent, urgent.
    pub urgent: usize,
    /// What fell due.
    pub fired: usize,
    /// What staff did and the rules refused.
    pub refused: usize,
    /// Forms for which the house had to ask again.
    pub asked_again: usize,
}
