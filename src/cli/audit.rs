//! `yousu audit`: who saw a case, whose a trace code is, and whether the record is whole.

use clap::Args;

use crate::admin::audit::Question;
use crate::domain::audit::Head;
use crate::domain::ids::CaseNumber;

/// What is asked; exactly one of the four.
#[derive(Clone, Debug, Args)]
#[group(id = "asked", required = true, args = ["number", "trace", "resent", "verify"])]
pub(super) struct Options {
    /// 工单号：列出谁在什么时候怎么看过它
    #[arg(value_name = "NUMBER")]
    number: Option<CaseNumber>,
    /// 只列这些人：岗位、单位或姓名里含有这几个字的
    #[arg(long = "as", value_name = "WHO", requires = "number")]
    only: Option<String>,
    /// 截图上的查阅码：查是谁、什么时候、怎么看的
    #[arg(long, value_name = "CODE")]
    trace: Option<String>,
    /// 列出谁重发过无法送达的通知
    #[arg(long)]
    resent: bool,
    /// 核验审计链和全部事件，发现改动以 1 退出
    #[arg(long)]
    verify: bool,
    /// 以前抄下的锚点 序号:哈希，可以写多个
    #[arg(long, value_name = "N:HASH", requires = "verify")]
    anchor: Vec<Head>,
}

impl Options {
    pub(super) fn question(self) -> Question {
        match (self.number, self.trace) {
            (Some(number), _) => Question::Case { number, only: self.only },
            (None, Some(code)) => Question::Trace { code },
            (None, None) if self.resent => Question::Resent,
            (None, None) => Question::Verify { anchors: self.anchor },
        }
    }
}

/// What the operating system calls whoever runs the command.
pub(super) fn operator() -> Option<String> {
    let name = ["SUDO_USER", "USER", "LOGNAME", "USERNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    name.filter(|name| !name.is_empty())
}
