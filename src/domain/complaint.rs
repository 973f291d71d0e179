//! What a citizen brings 诉求: its kind, urgency, category, the facts asked for and found, the evidence, and what was understood of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

mod classification;

pub use classification::{Alternative, CONFIDENT, Classification, Decided, Labelled, Reason, Risk};

/// The kind of matter 诉求类型. Time limits differ by it (RULEBOOK §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 咨询
    Consult,
    /// 求助
    Help,
    /// 投诉
    Complaint,
    /// 举报
    Report,
    /// 建议
    Suggestion,
    /// 表扬
    Praise,
}

impl Kind {
    /// Every kind, in the order of the rulebook.
    pub const ALL: [Self; 6] = [Self::Consult, Self::Help, Self::Complaint, Self::Report, Self::Suggestion, Self::Praise];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Consult => "咨询",
            Self::Help => "求助",
            Self::Complaint => "投诉",
            Self::Report => "举报",
            Self::Suggestion => "建议",
            Self::Praise => "表扬",
        }
    }
}

/// How soon somebody must move 紧急程度.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// 一般
    #[default]
    Normal,
    /// 紧急: water, power, gas, heat, danger; limits in hours.
    Urgent,
    /// 突发: 110, 119, 120 or 122 come first.
    Emergency,
}

impl Urgency {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Normal => "一般",
            Self::Urgent => "紧急",
            Self::Emergency => "突发",
        }
    }
}

/// The first level of the taxonomy of matters 诉求分类: fifteen names, or 其他.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Category {
    #[serde(rename = "城乡建设")]
    /// 城乡建设
    Construction,
    #[serde(rename = "农村农业")]
    /// 农村农业
    Rural,
    #[serde(rename = "政法")]
    /// 政法
    Justice,
    #[serde(rename = "教育文体")]
    /// 教育文体
    Education,
    #[serde(rename = "劳动和社会保障")]
    /// 劳动和社会保障
    Labour,
    #[serde(rename = "民政")]
    /// 民政
    CivilAffairs,
    #[serde(rename = "党务政务")]
    /// 党务政务
    Administration,
    #[serde(rename = "经济管理")]
    /// 经济管理
    Economy,
    #[serde(rename = "卫生计生")]
    /// 卫生计生
    Health,
    #[serde(rename = "商贸旅游")]
    /// 商贸旅游
    Commerce,
    #[serde(rename = "环境保护")]
    /// 环境保护
    Environment,
    #[serde(rename = "交通运输")]
    /// 交通运输
    Transport,
    #[serde(rename = "纪检监察")]
    /// 纪检监察
    Discipline,
    #[serde(rename = "国土资源")]
    /// 国土资源
    Land,
    #[serde(rename = "科技与信息产业")]
    /// 科技与信息产业
    Technology,
    #[serde(rename = "其他")]
    /// 其他
    Other,
}

impl Category {
    /// The Chinese name, as in the taxonomy.
    pub fn label(self) -> &'static str {
        match self {
            Self::Construction => "城乡建设",
            Self::Rural => "农村农业",
            Self::Justice => "政法",
            Self::Education => "教育文体",
            Self::Labour => "劳动和社会保障",
            Self::CivilAffairs => "民政",
            Self::Administration => "党务政务",
            Self::Economy => "经济管理",
            Self::Health => "卫生计生",
            Self::Commerce => "商贸旅游",
            Self::Environment => "环境保护",
            Self::Transport => "交通运输",
            Self::Discipline => "纪检监察",
            Self::Land => "国土资源",
            Self::Technology => "科技与信息产业",
            Self::Other => "其他",
        }
    }
}

/// One fact that intake looks for 要素 (RULEBOOK §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// 地点: an address, a place or a map point.
    Place,
    /// 时间: when it happened or happens.
    Time,
    /// 被反映对象: the person, company or unit complained of.
    About,
    /// 诉求: what is asked for.
    Wish,
    /// 联系电话
    Phone,
    /// 姓名
    Name,
    /// 车牌
    Plate,
    /// 金额
    Amount,
    /// 订单号、单号
    Order,
    /// 是否已进入诉讼、仲裁、复议、信访
    Court,
    /// 是否要求保密
    Confidential,
    /// 人数: how many people a group complaint 集体投诉 speaks for.
    Headcount,
    /// 代表: who speaks for the group, by name.
    Representatives,
    /// 代理人: who speaks for somebody else, and for whom.
    Proxy,
}

impl Slot {
    /// The Chinese name, as it stands in a summary.
    pub fn label(self) -> &'static str {
        match self {
            Self::Place => "地点",
            Self::Time => "时间",
            Self::About => "反映对象",
            Self::Wish => "诉求",
            Self::Phone => "联系电话",
            Self::Name => "姓名",
            Self::Plate => "车牌",
            Self::Amount => "金额",
            Self::Order => "单号",
            Self::Court => "诉讼仲裁",
            Self::Confidential => "保密",
            Self::Headcount => "人数",
            Self::Representatives => "代表",
            Self::Proxy => "代理人",
        }
    }
}

/// The facts found so far, each in the words that a reader of the case should see.
pub type Slots = BTreeMap<Slot, String>;

/// What a piece of evidence is 证据类型.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// 照片
    Photo,
    /// 语音
    Voice,
    /// 视频
    Video,
    /// 文件
    File,
    /// 位置
    Location,
}

impl EvidenceKind {
    /// The Chinese name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Photo => "照片",
            Self::Voice => "语音",
            Self::Video => "视频",
            Self::File => "文件",
            Self::Location => "位置",
        }
    }
}

/// One photo, recording, file or map point, kept as evidence 证据.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// Where the channel keeps it: `tg:<file id>`, `file:<sha or name under var/files>`, `geo:<latitude>,<longitude>`.
    pub source: String,
    /// The words that came with it, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caption: Option<String>,
}
