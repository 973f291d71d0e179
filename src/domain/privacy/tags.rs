//! Accounts 账号 in a text: e-mail, names behind an @, and what follows 微信, QQ and 护照.

use std::sync::LazyLock;

use super::mark::{Kind, Mark, ends, plain, stands};
use super::shapes;
use super::starts::Starts;

/// What an account follows; the small letters stand for capitals too.
const CUES: [&str; 24] = [
    "微信",
    "薇信",
    "威信",
    "v信",
    "vx",
    "wx",
    "wechat",
    "weixin",
    "qq",
    "扣扣",
    "企鹅号",
    "抖音号",
    "快手号",
    "微博",
    "支付宝",
    "telegram",
    "tg",
    "飞机号",
    "护照",
    "通行证",
    "军官证",
    "居住证",
    "港澳证",
    "回乡证",
];

/// What a cue begins with, and the sign of an e-mail or a handle.
static STARTS: LazyLock<Starts> = LazyLock::new(|| Starts::of(CUES.into_iter().chain(["@"])));

/// What may stand between the cue and the account, and how much of it.
const BETWEEN: &str = "号码账户名是为叫加我搜同:： 　(（【[\"“'";
const MOST_BETWEEN: usize = 6;

/// The fewest characters of an account.
const SHORTEST: usize = 5;

/// Every account of the text.
pub(super) fn find(text: &[char]) -> Vec<Mark> {
    let begins = |c: &char| STARTS.has(plain(*c).to_ascii_lowercase());
    if !text.iter().any(begins) {
        return Vec::new();
    }
    let folded: Vec<char> = text.iter().map(|c| plain(*c).to_ascii_lowercase()).collect();
    let mut marks: Vec<Mark> = Vec::new();
    for at in (0..folded.len()).filter(|at| STARTS.has(folded[*at])) {
        let span = if folded[at] == '@' { mail(&folded, at).or_else(|| handle(&folded, at)) } else { after_cue(&folded, at) };
        marks.extend(span.map(|span| Mark::new(span, Kind::Tag)));
    }
    marks
}

fn mail(text: &[char], at: usize) -> Option<std::ops::Range<usize>> {
    let of_mail = |c: &&char| c.is_ascii_alphanumeric() || "._%+-".contains(**c);
    let before = text[..at].iter().rev().take_while(of_mail).count();
    let after = text[at + 1..].iter().take_while(of_mail).count();
    let domain = &text[at + 1..at + 1 + after];
    (before > 0 && domain.contains(&'.')).then_some(at - before..at + 1 + after)
}

/// `@wangjianguo`, as Telegram and others write it.
fn handle(text: &[char], at: usize) -> Option<std::ops::Range<usize>> {
    let length = text[at + 1..].iter().take_while(|c| is_of_account(**c)).count();
    (length >= SHORTEST && text[at + 1].is_ascii_alphabetic()).then_some(at..at + 1 + length)
}

fn after_cue(text: &[char], at: usize) -> Option<std::ops::Range<usize>> {
    let cue = CUES.iter().find(|cue| stands(text, at, cue))?;
    let letters = cue.is_ascii();
    if letters && at > 0 && text[at - 1].is_ascii_alphanumeric() || ends(text, at, "公众号") {
        return None;
    }
    let mut start = at + cue.chars().count();
    let between = text[start..].iter().take(MOST_BETWEEN).take_while(|c| BETWEEN.contains(**c)).count();
    start += between;
    let length = text[start..].iter().take_while(|c| is_of_account(**c)).count();
    let account = &text[start..start + length];
    let public = shapes::is_public(&account.iter().collect::<String>());
    (length >= SHORTEST && !public).then_some(start..start + length)
}

fn is_of_account(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}
