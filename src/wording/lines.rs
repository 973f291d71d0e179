//! Lines of a sentence: which lines of a template take no room, and how the rendered text is tidied for a small screen.

/// Moves the line break of every line that holds only `{% %}` tags into its last tag, and its indentation away. Such lines
/// then leave no empty line behind, while every line keeps its number for the messages of `yousu check`.
pub(super) fn swallow_tag_lines(template: &str) -> String {
    template.split_inclusive('\n').map(|line| swallowed(line).unwrap_or_else(|| line.to_owned())).collect()
}

fn swallowed(line: &str) -> Option<String> {
    let tags = line.strip_suffix('\n')?.trim();
    let mut rest = tags;
    while !rest.is_empty() {
        rest = rest.strip_prefix("{%")?.split_once("%}")?.1.trim_start();
    }
    let open = tags.strip_suffix("%}")?;
    // A dash belongs to the closing mark: `-%}`.
    Some(match open.strip_suffix('-') {
        Some(open) => format!("{open}\n-%}}"),
        None => format!("{open}\n%}}"),
    })
}

/// No space at the ends of lines, at most one empty line in a row, none at the beginning and the end.
pub(super) fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty <= 1 {
            tidied.push_str(line);
            tidied.push('\n');
        }
    }
    tidied.trim().to_owned()
}

/// The text on one line, for a button.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_tags_take_no_room_and_keep_their_number() {
        assert_eq!(
            swallow_tag_lines("a\n  {% if x %}\nb\n{% endif %}{% for y in z -%}\n"),
            "a\n{% if x \n%}b\n{% endif %}{% for y in z \n-%}"
        );
    }

    #[test]
    fn lines_with_words_stay_as_they_are() {
        for line in ["{% if x %}b{% endif %}\n", "b {% endif %}\n", "{{ x }}\n", "\n", "%}\n", "{% endif %}"] {
            assert_eq!(swallow_tag_lines(line), line);
        }
    }

    #[test]
    fn text_is_tidied() {
        assert_eq!(tidy("\n\na  \n\n\n  b\n \n"), "a\n\n  b");
        assert_eq!(one_line(" a\n b "), "a b");
    }
}
