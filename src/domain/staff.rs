//! The people of the house 工作人员, and who acts in a command (RULEBOOK §1).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ids::{ChatRef, DepartmentId, Moment, StaffId, UserRef};

/// What somebody is employed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 派单员
    Dispatcher,
    /// 经办人
    Handler,
    /// 分管领导
    Leader,
    /// 督办员
    Supervisor,
    /// 监察员
    Auditor,
    /// 管理员
    Administrator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] = [Self::Dispatcher, Self::Handler, Self::Leader, Self::Supervisor, Self::Auditor, Self::Administrator];

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Dispatcher => "派单员",
            Self::Handler => "经办人",
            Self::Leader => "分管领导",
            Self::Supervisor => "督办员",
            Self::Auditor => "监察员",
            Self::Administrator => "管理员",
        }
    }

    /// What it is called when somebody of this role urges 催办.
    pub fn urging(self) -> &'static str {
        match self {
            Self::Dispatcher => "派单员催办",
            Self::Leader => "分管领导催办",
            Self::Supervisor => "督办员催办",
            Self::Handler | Self::Auditor | Self::Administrator => "催办",
        }
    }

    /// The name on the command line and in conversation scripts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dispatcher => "dispatcher",
            Self::Handler => "handler",
            Self::Leader => "leader",
            Self::Supervisor => "supervisor",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
        }
    }

    /// The role of this name, English or Chinese.
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == text || role.label() == text)
    }

    /// Whether people of this role belong to a department.
    pub fn is_of_department(self) -> bool {
        matches!(self, Self::Handler | Self::Leader)
    }
}

/// One member of staff, as the store keeps them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// The identity.
    pub id: StaffId,
    /// What colleagues call them.
    pub name: String,
    /// What they do.
    pub role: Role,
    /// Where, for handlers and leaders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// The account on a channel that is theirs.
    pub user: UserRef,
    /// Which of a desk's two posts they hold.
    #[serde(default, skip_serializing_if = "Post::is_a")]
    pub post: Post,
    /// Set while they are away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<Away>,
    /// Made at the first start for trying out; lives on the web page only.
    #[serde(default)]
    pub demo: bool,
}

/// The two posts of a desk AB岗: when A is away, B receives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// A岗
    #[default]
    A,
    /// B岗
    B,
}

impl Post {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::A => "A岗",
            Self::B => "B岗",
        }
    }

    /// The post of this name: A, b, A岗.
    pub fn named(text: &str) -> Option<Self> {
        match text.trim().trim_end_matches('岗').to_ascii_uppercase().as_str() {
            "A" => Some(Self::A),
            "B" => Some(Self::B),
            _ => None,
        }
    }

    fn is_a(&self) -> bool {
        *self == Self::A
    }
}

/// Somebody is away 离岗.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Away {
    /// Since when.
    pub since: Moment,
    /// The last day; until they say that they are back when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl Staff {
    /// Whether they are at work at `now`.
    pub fn is_here(&self, now: Moment) -> bool {
        self.away.is_none_or(|away| away.until.is_some_and(|last| last < now.date_naive()))
    }
}

/// An invitation 邀请 for one person to join, made by `yousu staff invite`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// The code that `/start` takes.
    pub code: String,
    /// The name to be known by; the channel's own display name when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The role to be given.
    pub role: Role,
    /// The department, for handlers and leaders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// The post, for handlers.
    #[serde(default, skip_serializing_if = "Post::is_a")]
    pub post: Post,
    /// After this it is worth nothing.
    pub expires: Moment,
}

/// A group chat in which a department's notices arrive 单位群.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The chat.
    pub chat: ChatRef,
    /// Whose it is.
    pub department: DepartmentId,
}

/// Who gives a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "who")]
pub enum Actor {
    /// 诉求人
    Citizen {
        /// Their account.
        user: UserRef,
    },
    /// 工作人员
    Staff {
        /// Who.
        id: StaffId,
        /// As what.
        role: Role,
        /// Of which department, for handlers and leaders.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        department: Option<DepartmentId>,
    },
    /// 系统
    System,
}

impl Actor {
    /// 管理员 at the machine itself: whoever may run the program there is nobody of the roster.
    pub fn at_the_machine() -> Self {
        Self::Staff { id: StaffId(0), role: Role::Administrator, department: None }
    }
}

impl From<&Staff> for Actor {
    fn from(staff: &Staff) -> Self {
        Self::Staff { id: staff.id, role: staff.role, department: staff.department.clone() }
    }
}
