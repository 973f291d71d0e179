//! Confidentiality 保密 (RULEBOOK §8): what each reader sees of a citizen's identity. One table, asked by every output.

use super::case::Case;
use super::complaint::Slot;
use super::staff::Role;

/// How much of an identity is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// 不显示
    Hidden,
    /// 脱敏: 138****5678, 王某
    Masked,
    /// 全部
    Full,
}

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The case's own citizen.
    Citizen,
    /// Somebody who works here.
    Staff(Role),
}

/// What this reader sees of the identity in this case.
pub fn sight(reader: Reader, case: &Case) -> Sight {
    match (reader, case.complaint.confidential) {
        // The hotline's own seat calls citizens back; confidentiality is kept towards the units, and from everybody else.
        (Reader::Citizen | Reader::Staff(Role::Dispatcher), _) => Sight::Full,
        (Reader::Staff(_), false) => Sight::Masked,
        (Reader::Staff(_), true) => Sight::Hidden,
    }
}

/// The text with the case's known name and every long run of digits (telephone, identity card, bank card) hidden as far as
/// `sight` demands.
pub fn veil(text: &str, case: &Case, sight: Sight) -> String {
    if sight == Sight::Full {
        return text.to_owned();
    }
    let known = [Slot::Name, Slot::Representatives, Slot::Proxy].iter().filter_map(|slot| case.complaint.slots.get(slot));
    let names = known.flat_map(|names| names.split('、')).filter(|name| name.chars().count() >= 2 && !name.starts_with('代'));
    let named = names.fold(text.to_owned(), |text, name| text.replace(name, &veil_name(name, sight)));
    veil_digits(&named, sight)
}

/// One fact of the case for this sight; none when it is not to be shown at all.
pub fn veil_slot(slot: Slot, value: &str, case: &Case, sight: Sight) -> Option<String> {
    match (slot, sight) {
        (_, Sight::Full) => Some(value.to_owned()),
        (Slot::Name | Slot::Phone | Slot::Representatives | Slot::Proxy, Sight::Hidden) => None,
        (Slot::Name, Sight::Masked) => Some(veil_name(value, sight)),
        (Slot::Representatives | Slot::Proxy, Sight::Masked) => Some(veil_names(value, sight)),
        _ => Some(veil(value, case, sight)),
    }
}

fn veil_name(name: &str, sight: Sight) -> String {
    match (sight, name.chars().next()) {
        (Sight::Masked, Some(family)) => format!("{family}某"),
        _ => "某某".to_owned(),
    }
}

/// Several names, 张三、李四; what begins with 代 tells for whom somebody speaks, 代母亲反映, and names nobody.
fn veil_names(names: &str, sight: Sight) -> String {
    let veiled = names.split('、').map(|name| if name.starts_with('代') { name.to_owned() } else { veil_name(name, sight) });
    veiled.collect::<Vec<_>>().join("、")
}

/// The fewest digits that can be a telephone number.
const LONG: usize = 7;

fn veil_digits(text: &str, sight: Sight) -> String {
    let mut veiled = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars() {
        let joins = matches!(c, '-' | ' ' | '－') && !run.is_empty();
        if is_digit(c) || joins || (matches!(c, 'x' | 'X') && count_digits(&run) == 17) {
            run.push(c);
        } else {
            flush(&mut veiled, &mut run, sight);
            veiled.push(c);
        }
    }
    flush(&mut veiled, &mut run, sight);
    veiled
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn count_digits(run: &str) -> usize {
    run.chars().filter(|c| is_digit(*c)).count()
}

fn flush(veiled: &mut String, run: &mut String, sight: Sight) {
    let digits: Vec<char> = run.chars().filter(|c| is_digit(*c)).collect();
    if digits.len() < LONG || looks_like_a_date(run) {
        veiled.push_str(run);
    } else {
        let tail = run.len() - run.trim_end_matches(['-', ' ', '－']).len();
        if sight == Sight::Masked {
            // A number too short for both ends shows its beginning only; what is hidden is always four digits or more.
            let (head, last) = if digits.len() >= 11 { (3, 4) } else { (2, 0) };
            veiled.extend(&digits[..head]);
            veiled.push_str("****");
            veiled.extend(&digits[digits.len() - last..]);
        } else {
            veiled.push_str("***");
        }
        veiled.push_str(&run[run.len() - tail..]);
    }
    run.clear();
}

/// `2026-02-13` is no telephone number.
fn looks_like_a_date(run: &str) -> bool {
    let run = run.trim();
    run.get(..10).is_some_and(|start| chrono::NaiveDate::parse_from_str(start, "%Y-%m-%d").is_ok()) && count_digits(run) <= 14
}
