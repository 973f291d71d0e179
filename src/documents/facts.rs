//! What a paper may say 文书要素: the variables of the templates, in words, veiled for the reader. What a kind of paper does not
//! have is none, and a template asks `{% if letter %}` before it uses it.

use serde::Serialize;

/// Everything that the templates of papers may name.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facts {
    /// The city: 安澜市.
    pub city: String,
    /// The paper itself.
    pub paper: PaperFacts,
    /// The case.
    pub case: CaseFacts,
    /// To whom it goes 主送.
    pub to: Addressee,
    /// The task that a dispatch gave.
    pub task: Option<Task>,
    /// What was submitted for approval.
    pub proposal: Option<ProposalFacts>,
    /// The unit's answer.
    pub answer: Option<AnswerFacts>,
    /// What the citizen said of it.
    pub outcome: Option<OutcomeFacts>,
    /// The letter, or the urging.
    pub letter: Option<LetterFacts>,
    /// What stands against the case so far.
    pub record: Record,
    /// Every step so far.
    pub steps: Vec<Step>,
}

/// The paper itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PaperFacts {
    /// 文种: 转办函
    pub kind: String,
    /// The year in 〔〕.
    pub year: u32,
    /// 213-7号
    pub serial: String,
    /// 成文日期: 2026年2月13日
    pub date: String,
    /// 成文时刻: 2026年2月13日16时50分
    pub time: String,
    /// Who did what made it: 派单员 周敏; none where the house did it by itself.
    pub by: Option<String>,
    /// 查阅码, where the reader's look was recorded.
    pub code: Option<String>,
}

/// The case.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CaseFacts {
    /// 工单号
    pub number: String,
    /// 来件时间
    pub received: String,
    /// 来件渠道
    pub channel: String,
    /// 类型: 投诉
    pub kind: String,
    /// 分类: 城乡建设
    pub category: String,
    /// 事项: 油烟扰民
    pub intent: String,
    /// 紧急程度
    pub urgency: String,
    /// 诉求内容, as the reader may see it; empty where not at all.
    pub text: String,
    /// 姓名, as the reader may see it.
    pub name: Option<String>,
    /// 联系电话, as the reader may see it.
    pub phone: Option<String>,
    /// 地点
    pub place: Option<String>,
    /// 时间
    pub when: Option<String>,
    /// 反映对象
    pub about: Option<String>,
    /// 诉求
    pub wish: Option<String>,
    /// The other facts.
    pub others: Vec<Fact>,
    /// 证据: 照片2份、语音1份
    pub evidence: Option<String>,
    /// 风险: 群体性风险
    pub risks: Option<String>,
    /// 要求保密
    pub confidential: bool,
    /// 诉求人已确认登记内容
    pub confirmed: bool,
    /// 疑难复杂
    pub complex: bool,
    /// How many citizens have it.
    pub citizens: usize,
    /// The unit that has or had the task, in full.
    pub unit: Option<String>,
    /// 状态 after the event.
    pub state: String,
}

/// A fact with its name.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Fact {
    /// 车牌
    pub name: String,
    /// 安A12345
    pub value: String,
}

/// To whom a paper goes 主送.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Addressee {
    /// The unit in full; none for papers that go to nobody.
    pub unit: Option<String>,
    /// 抄送: the co-units, or the unit's leaders.
    pub copies: Option<String>,
    /// The person, for an admonition.
    pub person: Option<String>,
}

/// A dispatch.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Task {
    /// 主办
    pub unit: String,
    /// 协办
    pub co_units: Option<String>,
    /// 签收时限
    pub acknowledge: String,
    /// 办理时限
    pub handle: String,
    /// How long: 5个工作日
    pub span: String,
    /// 意见
    pub instruction: Option<String>,
    /// 经裁定
    pub by_ruling: bool,
    /// 转派: the unit that hands it on.
    pub from: Option<String>,
    /// 重办: what the citizen said of the answer.
    pub redo: Option<String>,
}

/// What is submitted for approval 呈批.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ProposalFacts {
    /// 拟主办
    pub unit: String,
    /// 拟协办
    pub co_units: Option<String>,
    /// 意见
    pub instruction: Option<String>,
    /// 批示时限
    pub until: String,
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AnswerFacts {
    /// 承办单位
    pub unit: String,
    /// 经办人
    pub handler: Option<String>,
    /// When the unit gave it.
    pub at: String,
    /// 联系情况
    pub contact: String,
    /// 办理结果
    pub result: String,
    /// 依据
    pub basis: String,
    /// 后续
    pub rest: Option<String>,
}

/// What the citizen said.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OutcomeFacts {
    /// In one line; silence is silence.
    pub words: String,
    /// 是否解决, where they said.
    pub solved: Option<String>,
    /// 满意度, where they said.
    pub satisfaction: Option<String>,
    /// 原因
    pub reason: Option<String>,
    /// How often they were asked.
    pub asked: u32,
}

/// A letter of supervision, or an urging.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LetterFacts {
    /// What the supervisor wrote; empty for an urging.
    pub words: String,
    /// Until when it is to be answered.
    pub answer_by: Option<String>,
    /// The limit that has passed: 办理.
    pub limit: Option<String>,
    /// When it ended.
    pub due: Option<String>,
    /// How long ago: 1天2小时.
    pub overdue: Option<String>,
    /// The how-manieth urging of this case.
    pub times: u32,
}

/// What stands against the case so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Record {
    /// 黄牌
    pub yellow: u32,
    /// 红牌
    pub red: u32,
    /// 催办 by the citizen
    pub urged: u32,
    /// 退单
    pub returns: u32,
    /// 重办
    pub redos: u32,
    /// 延期
    pub extensions: u32,
    /// 督办文书
    pub letters: u32,
}

/// A step of the case.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Step {
    /// When.
    pub at: String,
    /// What: 派单.
    pub what: String,
    /// By whom: 派单员.
    pub by: String,
}
