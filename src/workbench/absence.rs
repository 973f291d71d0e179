//! Being away 离岗 and the two posts of a desk AB岗, in a colleague's words.

use chrono::NaiveDate;

use super::{Act, dates};
use crate::domain::ids::Moment;
use crate::domain::staff::{Post, Role, Staff};

/// What changes about somebody's presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// 离岗, with the last day when they said it.
    Away(Option<NaiveDate>),
    /// 回岗
    Back,
}

const AWAY: [&str; 6] = ["/away", "请假", "离岗", "出差", "休假", "外出"];
const BACK: [&str; 5] = ["/back", "回岗", "销假", "我回来了", "到岗"];

/// Whether the words say that somebody is away or back, or give a colleague a post.
/// While a form waits, they are for the form unless they name a day or nothing else: 外出核查后电话联系 is no absence.
pub(super) fn read(text: &str, staff: &Staff, now: Moment, form_waits: bool) -> Option<Act> {
    if BACK.contains(&text) {
        return Some(Act::Absence(Absence::Back));
    }
    if let Some(rest) = AWAY.iter().find_map(|word| text.strip_prefix(word))
        && rest.chars().count() <= 16
    {
        let until = dates::read(rest, now.date_naive());
        // A day that is over is no day of return.
        let over = until.is_some_and(|until| until < now.date_naive()) || ["昨天", "前天", "上周"].iter().any(|day| rest.contains(day));
        let meant = !over && (!form_waits || rest.is_empty() || until.is_some());
        return meant.then_some(Act::Absence(Absence::Away(until)));
    }
    given_post(text).filter(|_| staff.role == Role::Leader).map(|(name, post)| Act::GivePost(name, post))
}

/// 设B岗 李强, 李强为B岗
fn given_post(text: &str) -> Option<(String, Post)> {
    for post in [Post::A, Post::B] {
        let label = post.label();
        let before = ["设", "设为", "安排"].iter().find_map(|verb| text.strip_prefix(&format!("{verb}{label}")));
        let after = ["为", "任", "做", "改"].iter().find_map(|verb| text.strip_suffix(&format!("{verb}{label}")));
        let name = before.or(after).map(str::trim).filter(|name| (2..=12).contains(&name.chars().count()));
        if let Some(name) = name {
            return Some((name.to_owned(), post));
        }
    }
    None
}
