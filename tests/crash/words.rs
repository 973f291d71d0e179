//! What is read out of messages 读信: case numbers, the heads of notices, the lines of a digest; and marks by which words are
//! found again.

use std::str::FromStr;

use yousu::domain::action::{Action, Verb};
use yousu::domain::ids::CaseNumber;

/// `YYYYMMDD-NNNNNN`
const NUMBER: usize = 15;

/// The case numbers in a text, in order.
pub fn numbers(text: &str) -> Vec<CaseNumber> {
    let bytes = text.as_bytes();
    let found = (0..bytes.len().saturating_sub(NUMBER - 1)).filter_map(|at| {
        let alone = at == 0 || !bytes[at - 1].is_ascii_digit();
        let number = std::str::from_utf8(&bytes[at..at + NUMBER]).ok()?;
        CaseNumber::from_str(number).ok().filter(|_| alone)
    });
    found.collect()
}

/// The first of them.
pub fn number(text: &str) -> Option<CaseNumber> {
    numbers(text).into_iter().next()
}

/// The sort of a notice that has a head: 新工单 of `【新工单】…`.
pub fn sort(text: &str) -> Option<&str> {
    text.strip_prefix('【')?.split_once('】').map(|(sort, _)| sort)
}

/// Whether several notices share this message.
pub fn is_digest(text: &str) -> bool {
    sort(text).is_some_and(|sort| ["汇总", "补报", "晨报"].contains(&sort))
}

/// The lines of a digest: sort and case.
pub fn lines(text: &str) -> Vec<(String, CaseNumber)> {
    let line = |line: &str| {
        let (sort, rest) = line.split_once('｜')?;
        Some((sort.to_owned(), number(rest)?))
    };
    if is_digest(text) { text.lines().skip(1).filter_map(line).collect() } else { Vec::new() }
}

/// The data of a button about a case.
pub fn press(number: CaseNumber, verb: Verb) -> String {
    Action::Case(number, verb).encode()
}

/// A mark that no other message has, and that is like no other mark: 8 letters.
pub fn mark(serial: usize) -> String {
    const LETTERS: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";
    let mut rest = yousu::desk::splitmix::mix(u64::try_from(serial).expect("64 bits hold a size") + 1);
    let mut mark = String::from("记");
    for _ in 0..8 {
        let place = usize::try_from(rest % 20).expect("below 20");
        mark.push(char::from(LETTERS[place]));
        rest /= 20;
    }
    mark
}
