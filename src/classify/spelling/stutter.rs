//! Words said over and over 口吃与叠词: 就是就是就是 is what a voice message makes of one 就是.

use super::Edit;

/// Bytes of one ideograph in UTF-8.
const IDEOGRAPH: usize = 3;

/// The longest word, in ideographs, that is looked for.
const LONGEST: usize = 5;

/// Said so often, a word is said once. Twice is ordinary Chinese: 考虑考虑, 一个一个.
const OFTEN: usize = 3;

/// The repetitions in `text` that go, each without its first saying; in order, and none inside another.
pub(super) fn find(text: &str) -> Vec<Edit<'static>> {
    let bytes = text.as_bytes();
    let mut found: Vec<Edit<'static>> = Vec::new();
    for period in (2..=LONGEST).map(|length| length * IDEOGRAPH).filter(|period| may_repeat(bytes, *period)) {
        let mut at = period;
        while at < bytes.len() {
            let run = bytes[at..].iter().zip(&bytes[at - period..]).take_while(|(now, before)| now == before && **now >= 0x80).count();
            if run >= (OFTEN - 1) * period {
                found.extend(repetition(text, at, run - run % period, &found));
            }
            at += run + 1;
        }
    }
    found.sort_by_key(|edit| edit.span.start);
    found
}

/// Whether anything may be said often enough with this period: a repetition is so long that one of these samples, which stand
/// as far apart as its bytes allow, falls into it.
fn may_repeat(bytes: &[u8], period: usize) -> bool {
    let samples = (period..bytes.len().saturating_sub(IDEOGRAPH - 1)).step_by((OFTEN - 1) * period - (IDEOGRAPH - 1));
    samples.into_iter().any(|at| bytes[at..at + IDEOGRAPH] == bytes[at - period..at - period + IDEOGRAPH])
}

/// What goes of a repetition that begins at `at`: whole ideographs, where no shorter word has claimed them.
fn repetition(text: &str, at: usize, length: usize, found: &[Edit<'_>]) -> Option<Edit<'static>> {
    let start = (at..at + IDEOGRAPH).find(|byte| text.is_char_boundary(*byte))?;
    let span = start..start + length - if start == at { 0 } else { IDEOGRAPH };
    let whole = text.get(span.clone())?;
    let ideographs = whole.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let free = !found.iter().any(|edit| edit.span.start < span.end && span.start < edit.span.end);
    (ideographs && free && !whole.is_empty()).then_some(Edit { span, meant: "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said_once(text: &str) -> String {
        let mut once = text.to_owned();
        for edit in find(text).iter().rev() {
            once.replace_range(edit.span.clone(), edit.meant);
        }
        once
    }

    #[test]
    fn three_times_is_a_stutter_and_twice_is_not() {
        for (text, once) in [
            ("就是就是就是路灯不亮", "就是路灯不亮"),
            ("我们这个我们这个我们这个小区停水", "我们这个小区停水"),
            ("那个那个那个那个,停电了", "那个,停电了"),
            ("请考虑考虑", "请考虑考虑"),
            ("一个一个查", "一个一个查"),
            ("没有水没有水没有水怎么过", "没有水怎么过"),
            ("123123123号", "123123123号"),
            ("哈哈哈哈", "哈哈哈哈"),
            ("", ""),
        ] {
            assert_eq!(said_once(text), once, "{text}");
        }
    }
}
