//! `yousu staff`: who works here.

use clap::Subcommand;

use crate::admin::Request;
use crate::desk::NewInvite;
use crate::domain::staff::{Post, Role};

/// What is asked.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 生成邀请码
    Invite {
        /// dispatcher 派单员、handler 经办人、leader 分管领导、supervisor 督办员、auditor 监察员、administrator 管理员
        #[arg(long, value_parser = role)]
        role: Role,
        /// 单位（经办人、分管领导必填），可写简称
        #[arg(long, value_name = "UNIT")]
        department: Option<String>,
        /// 姓名
        #[arg(long)]
        name: Option<String>,
        /// A 岗或 B 岗（经办人）：A 岗不在时由 B 岗接单
        #[arg(long, value_parser = post, default_value = "A")]
        post: Post,
    },
    /// 列出工作人员
    List,
}

pub(super) fn role(text: &str) -> Result<Role, String> {
    let all: Vec<String> = Role::ALL.iter().map(|role| format!("{}（{}）", role.name(), role.label())).collect();
    Role::named(text).ok_or_else(|| format!("没有“{text}”这个身份，可选：{}", all.join("、")))
}

fn post(text: &str) -> Result<Post, String> {
    Post::named(text).ok_or_else(|| format!("没有“{text}”这个岗，请写 A 或 B"))
}

impl Command {
    /// The same, as a server understands it.
    pub(super) fn asked(self) -> Request {
        match self {
            Self::List => Request::Staff,
            Self::Invite { role, department, name, post } => Request::Invite(NewInvite { role, department, name, post }),
        }
    }
}
