//! The menus 菜单 that Telegram shows beside the input line: one for citizens, one for staff.

use teloxide::payloads::{SetMyCommands, SetMyCommandsSetters as _};
use teloxide::types::{BotCommand, BotCommandScope, ChatId, Recipient};

use crate::domain::profile::Reports;
use crate::domain::staff::Role;

const CITIZENS: [(&str, &str); 6] =
    [("new", "我要反映"), ("progress", "查进度"), ("urge", "催办"), ("withdraw", "撤诉"), ("appraise", "民主评议"), ("help", "帮助")];
const STAFF: [(&str, &str); 3] = [("todo", "待办"), ("case", "查工单"), ("help", "帮助")];
/// For those whom reports are for: Telegram knows commands in ASCII only.
const REPORTS: [(&str, &str); 3] = [("daily", "日报"), ("weekly", "周报"), ("monthly", "月报")];

/// The commands for somebody of this role, or for a citizen, with what each does.
pub fn menu_for(role: Option<Role>) -> Vec<(&'static str, &'static str)> {
    match role {
        None => CITIZENS.to_vec(),
        Some(role) if Reports::may_go_to(role) => STAFF.iter().take(2).chain(&REPORTS).chain(&STAFF[2..]).copied().collect(),
        Some(_) => STAFF.to_vec(),
    }
}

/// Whose menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Everybody's who has no other.
    Everybody,
    /// Every group's: colleagues are in them.
    Groups,
    /// One chat's.
    Chat(i64),
}

/// The request that sets a menu.
pub(super) fn request(scope: Scope, role: Option<Role>) -> SetMyCommands {
    let commands = menu_for(role).into_iter().map(|(command, does)| BotCommand::new(command, does));
    SetMyCommands::new(commands).scope(match scope {
        Scope::Everybody => BotCommandScope::Default,
        Scope::Groups => BotCommandScope::AllGroupChats,
        Scope::Chat(chat) => BotCommandScope::Chat { chat_id: Recipient::Id(ChatId(chat)) },
    })
}
