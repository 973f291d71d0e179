//! Paragraphs in XML 段落.

/// Text as XML holds it: escaped, without the characters that no XML may hold.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars().filter(|c| is_allowed(*c)) {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// XML 1.0 §2.2; line breaks and tabs are paragraphs and tabs of their own here.
fn is_allowed(c: char) -> bool {
    c >= ' ' && !matches!(c, '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// Words in a run.
pub(super) fn run(text: &str, properties: &str) -> String {
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
}

/// A paragraph of this style with these runs.
pub(super) fn paragraph(style: &str, properties: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>{runs}</w:p>")
}

/// A paragraph of words.
pub(super) fn words(style: &str, text: &str) -> String {
    paragraph(style, "", &run(text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_breaks_the_xml() {
        assert_eq!(escape("a<b>&\"c\"\u{0}\u{b}\u{fffe}\u{85}😀"), "a&lt;b&gt;&amp;&quot;c&quot;😀");
    }
}
