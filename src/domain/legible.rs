//! Characters that nobody sees and that change what others see 隐形字符: they turn the direction of a line, move the cursor of a
//! terminal or cut words in two. What somebody wrote is kept as it came; where it is shown, these are left out, so that nobody
//! can make a page, a notice or a terminal say what the house did not.

use std::borrow::Cow;

/// The text without them. Line breaks and tabs stay, and so do the joiners and marks that emoji and scripts are made with.
pub fn legible(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_hidden) { text.chars().filter(|c| !is_hidden(*c)).collect::<String>().into() } else { text.into() }
}

/// The text on one line and no longer than so many characters, for a name.
pub fn legible_name(text: &str, most: usize) -> String {
    let words = legible(text).split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(most).collect::<String>().trim_end().to_owned()
}

fn is_hidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_lines_and_moves_cursors_goes() {
        assert_eq!(legible("工单\u{202e}结办已\u{2066}\u{1b}[2J\r完\u{0}了\u{200b}"), "工单结办已[2J完了");
        assert_eq!(legible("一\r\n二\t三"), "一\n二\t三");
    }

    #[test]
    fn what_people_write_with_stays_and_is_not_copied() {
        for text in ["👨‍👩‍👧 👍🏽 🇨🇳", "e\u{301} می‌خواهم", "「路灯」不亮\n"] {
            assert!(matches!(legible(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(legible_name(" 李\n\u{202e}强 （城管）\u{0}", 20), "李 强 （城管）");
        assert_eq!(legible_name(&"长".repeat(300), 20).chars().count(), 20);
    }
}
