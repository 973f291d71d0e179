//! The shapes of numbers 号码的样子: what is somebody's, and what is nobody's.

use chrono::NaiveDate;

/// Whether digits in groups of these lengths are one person's number whatever stands around them: a mobile, a landline with its
/// area, an identity card, a bank card in fours.
pub(super) fn is_personal(digits: &str, groups: &[usize], plus: bool) -> bool {
    let national = ["0086", "86"].iter().find_map(|code| digits.strip_prefix(code));
    let abroad = national.is_some_and(|rest| is_mobile(rest) || plus && is_landline(&format!("0{rest}"), &[rest.len() + 1]));
    abroad
        || is_mobile(digits)
        || digits.strip_prefix('0').is_some_and(is_mobile)
        || is_landline(digits, groups)
        || digits.len() == 18 && is_identity(digits)
        || is_card_in_fours(groups)
}

/// Eleven digits from 13 to 19.
pub(super) fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// Area and number: the area is a group of its own, or all is one group.
fn is_landline(digits: &str, groups: &[usize]) -> bool {
    let Some(second) = digits.strip_prefix('0').and_then(|rest| rest.bytes().next()) else { return false };
    let area = if second <= b'2' { 3 } else { 4 };
    let alone = groups.first().is_some_and(|first| *first == area || *first == digits.len());
    let number = digits.get(area..).unwrap_or_default();
    alone && second != b'0' && (7..=8).contains(&number.len()) && !number.starts_with(['0', '1'])
}

/// The first 17 digits of an identity card: place, birthday, running number. The last is a digit or an X.
pub(super) fn is_identity(digits: &str) -> bool {
    digits.len() >= 17 && matches!(digits.as_bytes()[0], b'1'..=b'8') && digits.get(6..14).is_some_and(is_date)
}

fn is_card_in_fours(groups: &[usize]) -> bool {
    let Some((last, rest)) = groups.split_last() else { return false };
    let total: usize = groups.iter().sum();
    (15..=19).contains(&total) && rest.len() >= 3 && rest.iter().all(|length| *length == 4) && *last <= 4
}

/// `20260213`
pub(super) fn is_date(digits: &str) -> bool {
    digits.len() == 8 && matches!(&digits[..2], "19" | "20") && NaiveDate::parse_from_str(digits, "%Y%m%d").is_ok()
}

/// A day with or without its hour, a case number, a span of years: time, and nobody's number.
pub(super) fn is_time(digits: &str, groups: &[usize]) -> bool {
    let year = |text: &str| matches!(text.get(..2), Some("19" | "20"));
    match groups {
        [8] => is_date(digits),
        [12 | 14] => is_date(&digits[..8]),
        [8, rest] => *rest <= 6 && is_date(&digits[..8]),
        [4, 4] => year(digits) && year(&digits[4..]),
        _ => false,
    }
}

/// Numbers that everybody calls: 110, 12345, 95588, 10086, 400 numbers.
pub(super) fn is_public(digits: &str) -> bool {
    match digits.len() {
        3 => digits.starts_with("11") || digits.starts_with("12"),
        5 => ["12", "95", "96", "100"].iter().any(|start| digits.starts_with(start)),
        10 => digits.starts_with("400") || digits.starts_with("800"),
        _ => false,
    }
}
