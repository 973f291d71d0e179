//! What a column may tell of a case 字段, and what cities call such columns.

use serde::{Deserialize, Serialize};

/// What a column tells of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// 原编号
    Number,
    /// 诉求内容; several columns are put together.
    Text,
    /// 受理时间 of the call: when it was received.
    Received,
    /// 受理时间 of the decision to accept, where that is another.
    Accepted,
    /// 派单时间
    Dispatched,
    /// 承办单位
    Unit,
    /// 签收时限
    AcknowledgeDue,
    /// 签收时间
    Acknowledged,
    /// 联系诉求人的时间
    Contacted,
    /// 办理时限
    HandleDue,
    /// 办结时间
    Resolved,
    /// 答复内容
    Answer,
    /// 审核时间
    Reviewed,
    /// 回访时间
    FollowedUp,
    /// 是否解决
    Solved,
    /// 是否满意
    Satisfied,
    /// 归档时间
    Closed,
    /// 状态
    Status,
    /// 不予受理或撤诉的原因
    Reason,
    /// 受理渠道
    Channel,
    /// 诉求类型
    Kind,
    /// 诉求分类
    Category,
    /// 事项
    Intent,
    /// 紧急程度
    Urgency,
    /// 区县
    District,
    /// 地址
    Place,
    /// 姓名
    Name,
    /// 电话
    Phone,
    /// 是否保密
    Confidential,
}

impl Field {
    /// Every field, in the order in which they are shown.
    pub const ALL: [Self; 29] = [
        Self::Number,
        Self::Text,
        Self::Received,
        Self::Accepted,
        Self::Dispatched,
        Self::Unit,
        Self::AcknowledgeDue,
        Self::Acknowledged,
        Self::Contacted,
        Self::HandleDue,
        Self::Resolved,
        Self::Answer,
        Self::Reviewed,
        Self::FollowedUp,
        Self::Solved,
        Self::Satisfied,
        Self::Closed,
        Self::Status,
        Self::Reason,
        Self::Channel,
        Self::Kind,
        Self::Category,
        Self::Intent,
        Self::Urgency,
        Self::District,
        Self::Place,
        Self::Name,
        Self::Phone,
        Self::Confidential,
    ];

    /// The name in a map.
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// The Chinese term; also what an export calls the column.
    pub fn label(self) -> &'static str {
        self.words().1
    }

    /// What cities call such a column, the surest first.
    pub fn synonyms(self) -> &'static [&'static str] {
        self.words().2
    }

    /// Whether it is a time.
    pub fn is_time(self) -> bool {
        matches!(
            self,
            Self::Received
                | Self::Accepted
                | Self::Dispatched
                | Self::AcknowledgeDue
                | Self::Acknowledged
                | Self::Contacted
                | Self::HandleDue
                | Self::Resolved
                | Self::Reviewed
                | Self::FollowedUp
                | Self::Closed
        )
    }

    /// Name, term, synonyms.
    fn words(self) -> (&'static str, &'static str, &'static [&'static str]) {
        match self {
            Self::Number => {
                ("number", "工单编号", &["工单号", "编号", "受理编号", "诉求编号", "流水号", "案件编号", "工单流水号", "序列号", "id"])
            }
            Self::Text => (
                "text",
                "诉求内容",
                &[
                    "内容",
                    "诉求描述",
                    "问题描述",
                    "反映内容",
                    "投诉内容",
                    "事项描述",
                    "诉求详情",
                    "来电内容",
                    "工单内容",
                    "详情",
                    "detail",
                    "text",
                    "诉求标题",
                    "标题",
                    "subject",
                ],
            ),
            Self::Received => (
                "received",
                "来件时间",
                &[
                    "来电时间",
                    "诉求时间",
                    "登记时间",
                    "接收时间",
                    "创建时间",
                    "提交时间",
                    "投诉时间",
                    "反映时间",
                    "受理时间",
                    "受理日期",
                    "登记日期",
                    "time",
                    "created_at",
                ],
            ),
            Self::Accepted => ("accepted", "受理时间", &["受理日期"]),
            Self::Dispatched => {
                ("dispatched", "派单时间", &["派发时间", "转办时间", "交办时间", "转派时间", "分派时间", "下派时间", "派单日期"])
            }
            Self::Unit => (
                "unit",
                "承办单位",
                &[
                    "主办单位",
                    "办理单位",
                    "责任单位",
                    "承办部门",
                    "主办部门",
                    "办理部门",
                    "处理部门",
                    "处理单位",
                    "派单单位",
                    "unit",
                    "department",
                ],
            ),
            Self::AcknowledgeDue => ("acknowledge_due", "签收时限", &["签收截止时间", "应签收时间"]),
            Self::Acknowledged => ("acknowledged", "签收时间", &["接单时间", "接收确认时间", "签收日期"]),
            Self::Contacted => ("contacted", "联系时间", &["首次联系时间", "联系诉求人时间", "响应时间", "首次响应时间"]),
            Self::HandleDue => {
                ("handle_due", "办理时限", &["办结时限", "办结期限", "办理期限", "截止时间", "应办结时间", "到期时间", "限办时间"])
            }
            Self::Resolved => (
                "resolved",
                "办结时间",
                &["办理完成时间", "完成时间", "反馈时间", "答复时间", "回复时间", "处理完成时间", "办结日期", "resolved_at"],
            ),
            Self::Answer => (
                "answer",
                "答复内容",
                &["办理结果", "处理结果", "答复意见", "回复内容", "办理情况", "处理情况", "反馈内容", "答复", "reply", "answer"],
            ),
            Self::Reviewed => ("reviewed", "审核时间", &["审核通过时间", "审核日期"]),
            Self::FollowedUp => ("followed_up", "回访时间", &["评价时间", "回访日期"]),
            Self::Solved => ("solved", "是否解决", &["解决情况", "问题是否解决", "解决与否", "是否已解决", "solved"]),
            Self::Satisfied => {
                ("satisfied", "是否满意", &["满意度", "满意情况", "评价", "评价结果", "满意度评价", "回访结果", "satisfied"])
            }
            Self::Closed => ("closed", "归档时间", &["结案时间", "关闭时间", "归档日期"]),
            Self::Status => ("status", "状态", &["工单状态", "办理状态", "当前状态", "处理状态", "status"]),
            Self::Reason => ("reason", "不予受理或撤诉原因", &["不予受理原因", "不受理原因", "撤诉原因", "撤单原因"]),
            Self::Channel => {
                ("channel", "受理渠道", &["诉求渠道", "来源渠道", "渠道", "诉求来源", "来源", "工单来源", "受理方式", "channel"])
            }
            Self::Kind => ("kind", "诉求类型", &["工单类型", "诉求性质", "业务类型", "类型", "kind"]),
            Self::Category => ("category", "诉求分类", &["一级分类", "问题分类", "事项分类", "诉求类别", "分类", "category"]),
            Self::Intent => ("intent", "事项", &["二级分类", "三级分类", "事项名称", "具体事项", "intent"]),
            Self::Urgency => ("urgency", "紧急程度", &["缓急程度", "紧急情况", "urgency"]),
            Self::District => ("district", "区县", &["所属区县", "所属区域", "事发区域", "行政区划", "所在区", "区域", "district"]),
            Self::Place => ("place", "地点", &["地址", "事发地址", "事发地点", "诉求地址", "详细地址", "问题地点", "address"]),
            Self::Name => ("name", "诉求人姓名", &["姓名", "联系人", "来电人", "诉求人", "市民姓名", "联系人姓名", "name"]),
            Self::Phone => ("phone", "联系电话", &["电话", "来电号码", "手机号", "联系方式", "手机", "手机号码", "主叫号码", "phone"]),
            Self::Confidential => ("confidential", "是否保密", &["是否匿名", "保密", "匿名"]),
        }
    }
}
