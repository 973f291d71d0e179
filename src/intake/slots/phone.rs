//! Contact numbers 联系电话: mobiles, landlines with area code and 400 numbers, in any digits; never a part of a longer number.

use std::ops::Range;

use super::text::{digit, tail};
use crate::classify::scan::View;

/// A number that one can call, written the usual way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phone {
    pub(super) span: Range<usize>,
    pub(super) number: String,
    pub(super) mobile: bool,
    /// Whether it is how to reach somebody else: the shop, the other side, a hotline 400 or 95.
    pub(super) of_another: bool,
}

/// The digits of the shortest number that one can call: 95xxx.
const FEWEST: usize = 5;

/// One unbroken run of digits.
struct Group {
    span: Range<usize>,
    digits: String,
}

/// Every character that is a digit when a number is written or said; nobody says 两 in one.
const DIALLED: &str = "0123456789零〇一幺壹二贰三叁四肆五伍六陆七柒八捌九玖";

/// Finds contact numbers.
#[derive(Debug)]
pub(super) struct Finder {
    digits: Vec<String>,
}

impl Finder {
    pub(super) fn new() -> Self {
        Self { digits: DIALLED.chars().map(String::from).collect() }
    }

    /// The words that it must see, for a lexicon.
    pub(super) fn table(&self) -> &[String] {
        &self.digits
    }

    /// Every contact number of a folded text, in its order.
    pub(super) fn find(&self, view: View<'_, '_>) -> Vec<Phone> {
        if view.hits().take(FEWEST).count() < FEWEST {
            return Vec::new();
        }
        let (text, groups) = (view.text(), groups(view));
        let mut phones = Vec::new();
        let mut at = 0;
        while at < groups.len() {
            match starting_at(text, &groups[at..]) {
                Some((phone, used)) => {
                    phones.push(phone);
                    at += used;
                }
                None => at += 1,
            }
        }
        phones
    }
}

/// The runs of digits, each digit where it was hit.
fn groups(view: View<'_, '_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for place in view.hits().map(|hit| hit.place()) {
        let value = view.text()[place.clone()].chars().next().and_then(digit);
        let Some(value) = value.and_then(|value| char::from_digit(value, 10)) else { continue };
        match groups.last_mut() {
            Some(group) if group.span.end == place.start => {
                group.span.end = place.end;
                group.digits.push(value);
            }
            _ => groups.push(Group { span: place, digits: value.to_string() }),
        }
    }
    groups
}

/// The number that begins with the first of these groups and uses whole groups only, with how many it used.
fn starting_at(text: &str, groups: &[Group]) -> Option<(Phone, usize)> {
    let start = groups[0].span.start;
    if names_another_number(&text[..start]) {
        return None;
    }
    let mut digits = String::new();
    for (i, group) in groups.iter().enumerate().take(5) {
        if i > 0 && !is_separator(&text[groups[i - 1].span.end..group.span.start]) {
            break;
        }
        digits.push_str(&group.digits);
        if digits.len() > 16 {
            break;
        }
        let first = groups[0].digits.len();
        if let Some((number, mobile)) = written(&digits, first).or_else(|| local(text, start, &digits)) {
            let end = group.span.end;
            let joined = text[end..].starts_with(|c: char| c.is_ascii_alphabetic());
            if joined {
                return None;
            }
            let of_another = is_hotline(&number) || is_of_another(&text[..start]);
            let (used, end, number) = match extended(text, &groups[i..], end, &number) {
                Some((end, number)) => (i + 2, end, number),
                None => (i + 1, end, number),
            };
            return Some((Phone { span: start..end, number, mobile, of_another }, used));
        }
    }
    None
}

/// Whether what stands before belongs to the digits and makes them something else than a telephone number.
fn names_another_number(before: &str) -> bool {
    const OTHERS: [&str; 12] = ["单号", "订单", "编号", "身份证", "账号", "帐号", "卡号", "户号", "车架号", "工号", "证号", "表号"];
    let near = tail(before.trim_end_matches([' ', ':', '是', '为', '码']), 4);
    before.ends_with(|c: char| c.is_ascii_alphabetic() || c == '.' || c == '_') || OTHERS.iter().any(|other| near.ends_with(other))
}

fn is_separator(gap: &str) -> bool {
    matches!(gap, " " | "-" | ") " | ")" | "." | " - " | "·")
}

/// The usual way of writing these digits, if a mobile, a landline with its area code or a 400 number has them.
fn written(digits: &str, first: usize) -> Option<(String, bool)> {
    let national = ["0086", "86"].iter().find_map(|code| digits.strip_prefix(code).filter(|rest| rest.len() == 11));
    let digits = national.unwrap_or(digits);
    let bytes = digits.as_bytes();
    match (bytes.len(), bytes[0]) {
        (11, b'1') if (b'3'..=b'9').contains(&bytes[1]) => Some((digits.to_owned(), true)),
        (10, b'4' | b'8') if digits.starts_with("400") || digits.starts_with("800") => {
            Some((format!("{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..]), false))
        }
        (10..=12, b'0') if bytes[1] != b'0' => landline(digits, first),
        _ => None,
    }
}

/// A company's number that everybody calls.
fn is_hotline(number: &str) -> bool {
    number.starts_with("400-") || number.starts_with("800-") || number.len() == 5
}

/// Whether the words right before say whose number it is, and that it is not the writer's: 老板电话, 客服.
fn is_of_another(before: &str) -> bool {
    const OTHERS: [&str; 23] = [
        "对方",
        "商家",
        "老板",
        "物业",
        "公司",
        "客服",
        "他",
        "她",
        "司机",
        "房东",
        "中介",
        "店",
        "店家",
        "包工头",
        "骗子",
        "负责人",
        "卖家",
        "单位",
        "经理",
        "他们",
        "开发商",
        "施工方",
        "工头",
    ];
    let clause = tail(before, 10).rsplit([',', '。', ';', '!', '?', '\n']).next().unwrap_or_default();
    let own = ["我", "本人", "联系我", "打给我"].iter().any(|word| clause.contains(word));
    let bare = clause.trim_end_matches([' ', ':', '是', '为', '的', '(']);
    let bare = ["联系电话", "电话号码", "手机号码", "手机号", "电话", "手机", "号码", "座机", "微信"]
        .iter()
        .find_map(|word| bare.strip_suffix(word))
        .unwrap_or(bare);
    !own && OTHERS.iter().any(|other| bare.trim_end_matches('的').ends_with(other))
}

/// The extension 分机 that follows a landline: 转8001.
fn extended(text: &str, groups: &[Group], end: usize, number: &str) -> Option<(usize, String)> {
    let next = groups.get(1).filter(|next| (1..=6).contains(&next.digits.len()))?;
    let gap = text.get(end..next.span.start)?.trim();
    matches!(gap, "转" | "分机" | "转分机" | "分机号").then(|| (next.span.end, format!("{number}转{}", next.digits)))
}

fn landline(digits: &str, first: usize) -> Option<(String, bool)> {
    let short = matches!(digits.as_bytes()[1], b'1' | b'2');
    let area = if short { 3 } else { 4 };
    let rest = digits.len() - area;
    let whole = first == digits.len() || first == area;
    let starts_well = !matches!(digits.as_bytes()[area], b'0' | b'1');
    (whole && starts_well && (7..=8).contains(&rest)).then(|| (format!("{}-{}", &digits[..area], &digits[area..]), false))
}

/// A number without area code counts only where the text says that it is one.
fn local(text: &str, start: usize, digits: &str) -> Option<(String, bool)> {
    let near = tail(text[..start].trim_end_matches([' ', ':', '是', '为']), 4);
    let said = ["电话", "座机", "固话", "号码"].iter().any(|word| near.ends_with(word));
    let hotline = digits.len() == 5 && digits.starts_with("95");
    let called = hotline && ["打", "拨打", "拨", "客服", "热线"].iter().any(|word| near.ends_with(word));
    let plausible = hotline || (7..=8).contains(&digits.len()) && !digits.starts_with(['0', '1']);
    ((said || called) && plausible).then(|| (digits.to_owned(), false))
}
