//! The notices that reached nobody 无法送达, as the administrator reads them: to whom, about which case, why, and what to do.
//! What they say is not shown: it is for their reader.

use anyhow::Result;
use serde::Serialize;

use crate::desk::Desk;
use crate::domain::department::Directory;
use crate::domain::ids::{CaseNumber, ChatRef, UserRef};
use crate::domain::message::when;
use crate::domain::outbound::Outbound;
use crate::domain::staff::{Group, Staff};
use crate::metrics::Door;
use crate::store::Undelivered;

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its number on the list, by which it is sent again.
    pub number: u64,
    /// The case that it is about, or else the last one of its reader.
    pub case: Option<CaseNumber>,
    /// It should have gone first.
    pub urgent: bool,
    /// What sort of news it is, where that is known.
    pub sort: Option<String>,
    /// To whom, without any account.
    pub to: String,
    /// By which way.
    pub door: &'static str,
    /// Since when.
    pub at: Option<String>,
    /// Why, in words.
    pub why: &'static str,
    /// What to do.
    pub advice: &'static str,
    /// Who had it sent again, in vain, and when.
    pub resent: Option<String>,
}

impl Row {
    /// The notice in one paragraph.
    pub fn words(&self) -> String {
        let case = self.case.map(|case| format!("　工单 {case}")).unwrap_or_default();
        let sort = self.sort.as_deref().map(|sort| format!("（{sort}）")).unwrap_or_default();
        let urgent = if self.urgent { "　加急" } else { "" };
        let at = self.at.as_deref().map(|at| format!("　{at}")).unwrap_or_default();
        let resent = self.resent.as_deref().map(|resent| format!("\n      {resent}重发过，仍未送达")).unwrap_or_default();
        format!(
            "第 {} 号{urgent}{case}{sort}　致{}（{}）{at}\n      {}。{}{resent}",
            self.number, self.to, self.door, self.why, self.advice
        )
    }
}

/// All of them, oldest first.
///
/// # Errors
/// The store cannot be read.
pub fn rows(desk: &Desk) -> Result<Vec<Row>> {
    let book = Book { staff: desk.staff(), groups: desk.groups(), directory: &desk.city().directory };
    desk.store().undelivered()?.into_iter().map(|notice| row(desk, &book, notice)).collect()
}

/// Who there is to be reached.
struct Book<'a> {
    staff: Vec<Staff>,
    groups: Vec<Group>,
    directory: &'a Directory,
}

fn row(desk: &Desk, book: &Book<'_>, notice: Undelivered) -> Result<Row> {
    let (why, advice) = reading(&notice.why);
    let resent = notice.resent.map(|resent| format!("{} 由{}", when(resent.at), resent.by.words(book.directory)));
    Ok(Row {
        number: notice.number,
        case: case_of(desk, &notice.outbound)?,
        urgent: notice.outbound.urgent,
        sort: notice.outbound.brief.as_ref().map(|brief| brief.sort.clone()),
        to: reader(book, &notice.outbound.chat),
        door: Door::of(&notice.outbound.chat).label(),
        at: notice.at.map(when),
        why,
        advice,
        resent,
    })
}

/// The case that a notice is about: its brief says so, or its identity begins with it. An answer in a conversation is about
/// none, but its reader's last case tells how else to reach them.
fn case_of(desk: &Desk, outbound: &Outbound) -> Result<Option<CaseNumber>> {
    let named = || outbound.id.as_str().split('/').next().and_then(|number| number.parse().ok());
    match outbound.brief.as_ref().map(|brief| brief.number).or_else(named) {
        Some(number) => Ok(Some(number)),
        None => Ok(desk.store().cases_of(&UserRef(outbound.chat.0.clone()), 1)?.first().copied()),
    }
}

/// Who reads this chat: staff by their name, a group by its unit, and a citizen only as such.
fn reader(book: &Book<'_>, chat: &ChatRef) -> String {
    let directory = book.directory;
    if let Some(staff) = book.staff.iter().find(|staff| staff.user.private_chat() == *chat) {
        let unit = staff.department.as_ref().map(|unit| directory.short(unit)).unwrap_or_default();
        return format!("{unit}{} {}", staff.role.label(), staff.name);
    }
    match book.groups.iter().find(|group| group.chat == *chat) {
        Some(group) => format!("{}工作群", directory.short(&group.department)),
        None => "市民".to_owned(),
    }
}

/// What the channel's words mean, and what to do.
fn reading(why: &str) -> (&'static str, &'static str) {
    let why = why.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| why.contains(word));
    if has(&["blocked"]) {
        ("对方停用了机器人", "请用电话等方式通知对方；对方重新启用机器人后可以重发。")
    } else if has(&["kicked", "write_forbidden", "not enough rights", "no rights"]) {
        ("机器人不在群里，或没有发言权", "请让单位把机器人请回群并允许发言，然后重发。")
    } else if has(&["deactivated"]) {
        ("对方的账号已注销", "请用别的方式通知对方；工作人员请用新账号重新加入。")
    } else if has(&["can't initiate"]) {
        ("对方还没有和机器人说过话", "请对方先向机器人发一条消息，然后重发。")
    } else if has(&["not found", "peer_id_invalid", "chat_id is empty", "not the number of a chat"]) {
        ("找不到这个对话", "对话可能已被删除；对方再次来信后可以重发，工作群请重新绑定。")
    } else {
        ("渠道拒绝发送这条消息", "请查看日志里的原因，排除后重发。")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_of_a_channel_has_words() {
        let cases = [
            ("Telegram said no (403): Forbidden: bot was blocked by the user", "停用"),
            ("Telegram said no (400): Bad Request: chat not found", "找不到"),
            ("Telegram said no (403): Forbidden: bot was kicked from the group chat", "群"),
            ("Telegram said no (403): Forbidden: user is deactivated", "注销"),
            ("Telegram said no (400): Bad Request: message is too strange", "拒绝"),
        ];
        for (why, words) in cases {
            assert!(reading(why).0.contains(words), "{why}");
        }
    }
}
