//! SVG elements, as text.

use std::fmt::{Display, Write};

/// A drawing while it is made.
#[derive(Clone, Debug)]
pub struct Svg {
    width: f64,
    height: f64,
    title: String,
    body: String,
}

/// Where a text begins, from its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// From where to where.
pub(super) type Stroke = ((f64, f64), (f64, f64));

impl Svg {
    /// An empty drawing of this size; the title is read out to whoever cannot see it.
    pub fn new(width: f64, height: f64, title: &str) -> Self {
        Self { width, height, title: title.to_owned(), body: String::new() }
    }

    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing into a String cannot fail.
        let _ = self.body.write_fmt(element);
        self.body.push('\n');
    }

    /// A line.
    pub fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        self.put(format_args!(r#"<line class="{class}" x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}"/>"#, from.0, from.1, to.0, to.1));
    }

    /// A rectangle that tells something when pointed at; `opacity` from 0 to 1.
    pub fn rect(&mut self, class: &str, at: (f64, f64), size: (f64, f64), opacity: f64, told: &str) {
        let (x, y) = at;
        let (width, height) = (size.0.max(0.0), size.1.max(0.0));
        self.put(format_args!(
            r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill-opacity="{opacity:.3}"><title>{}</title></rect>"#,
            Escaped(told)
        ));
    }

    /// Words that say what is drawn next, to whoever points at it or has it read out; ended by [`Self::end`].
    pub fn begin_told(&mut self, told: &str) {
        self.put(format_args!("<g><title>{}</title>", Escaped(told)));
    }

    /// What is drawn next leads there; ended by [`Self::end_link`].
    pub fn begin_link(&mut self, href: &str, told: &str) {
        self.put(format_args!(r#"<a href="{}" aria-label="{}">"#, Escaped(href), Escaped(told)));
    }

    /// Ends what [`Self::begin_told`] began.
    pub fn end(&mut self) {
        self.put(format_args!("</g>"));
    }

    /// Ends what [`Self::begin_link`] began.
    pub fn end_link(&mut self) {
        self.put(format_args!("</a>"));
    }

    /// A rectangle that says nothing of its own.
    pub fn block(&mut self, class: &str, at: (f64, f64), size: (f64, f64), opacity: f64) {
        let (width, height) = (size.0.max(0.0), size.1.max(0.0));
        self.put(format_args!(
            r#"<rect class="{class}" x="{:.1}" y="{:.1}" width="{width:.1}" height="{height:.1}" fill-opacity="{opacity:.3}"/>"#,
            at.0, at.1
        ));
    }

    /// Lines between pairs of points, as one element; nothing when there are none.
    pub(super) fn strokes(&mut self, class: &str, pairs: &[Stroke]) {
        let way: String = pairs.iter().map(|(from, to)| format!("M{:.1} {:.1}L{:.1} {:.1}", from.0, from.1, to.0, to.1)).collect();
        if !way.is_empty() {
            self.put(format_args!(r#"<path class="{class}" d="{way}"/>"#));
        }
    }

    /// A closed shape.
    pub fn shape(&mut self, class: &str, points: &[(f64, f64)]) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        self.put(format_args!(r#"<polygon class="{class}" points="{}"/>"#, points.join(" ")));
    }

    /// A disc.
    pub fn disc(&mut self, class: &str, at: (f64, f64), radius: f64) {
        self.put(format_args!(r#"<circle class="{class}" cx="{:.1}" cy="{:.1}" r="{radius:.1}"/>"#, at.0, at.1));
    }

    /// A line through points.
    pub fn path(&mut self, class: &str, points: &[(f64, f64)]) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        self.put(format_args!(r#"<polyline class="{class}" points="{}"/>"#, points.join(" ")));
    }

    /// A dot.
    pub fn dot(&mut self, class: &str, at: (f64, f64), told: &str) {
        self.put(format_args!(
            r#"<circle class="{class}" cx="{:.1}" cy="{:.1}" r="5"><title>{}</title></circle>"#,
            at.0,
            at.1,
            Escaped(told)
        ));
    }

    /// Words.
    pub fn text(&mut self, class: &str, at: (f64, f64), anchor: Anchor, words: impl Display) {
        self.turned(class, at, anchor, 0, words);
    }

    /// Words turned by so many degrees around their place.
    pub fn turned(&mut self, class: &str, at: (f64, f64), anchor: Anchor, degrees: i32, words: impl Display) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let turn = if degrees == 0 { String::new() } else { format!(r#" transform="rotate({degrees} {:.1} {:.1})""#, at.0, at.1) };
        let words = words.to_string();
        self.put(format_args!(
            r#"<text class="{class}" x="{:.1}" y="{:.1}" text-anchor="{anchor}"{turn}>{}</text>"#,
            at.0,
            at.1,
            Escaped(&words)
        ));
    }

    /// The drawing for a page that brings the style.
    pub fn inline(&self) -> String {
        self.whole("", "")
    }

    /// The drawing as a file of its own.
    pub fn file(&self, style: &str) -> String {
        self.whole(r#" xmlns="http://www.w3.org/2000/svg""#, &format!("<style>{style}</style>\n"))
    }

    /// This drawing with a heading above and a note below, each left out when empty: for where no page says what it is.
    pub fn headed(&self, heading: &str, note: &str) -> Self {
        let (above, below) = (if heading.is_empty() { 0.0 } else { 44.0 }, if note.is_empty() { 8.0 } else { 34.0 });
        let mut whole = Self::new(self.width + 32.0, self.height + above + below + 16.0, &self.title);
        whole.block("paper", (0.0, 0.0), (whole.width, whole.height), 1.0);
        if above > 0.0 {
            whole.text("heading", (16.0, 36.0), Anchor::Start, heading);
        }
        whole.put(format_args!(r#"<g transform="translate(16 {:.1})">{}{}</g>"#, above + 8.0, "\n", self.body.trim_end()));
        if below > 8.0 {
            whole.text("note", (16.0, whole.height - 14.0), Anchor::Start, note);
        }
        whole
    }

    /// How wide and how high it is.
    pub fn size(&self) -> (f64, f64) {
        (self.width, self.height)
    }

    /// What it shows, in words.
    pub fn title(&self) -> &str {
        &self.title
    }

    fn whole(&self, attributes: &str, style: &str) -> String {
        let Self { width, height, title, body } = self;
        let title = Escaped(title);
        format!(
            "<svg{attributes} class=\"plot chart\" role=\"img\" viewBox=\"0 0 {width:.0} {height:.0}\" preserveAspectRatio=\"xMinYMin meet\" width=\"{width:.0}\">\n<title>{title}</title>\n{style}{body}</svg>\n"
        )
    }
}

/// Text as it may stand in XML.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                c if c.is_control() => f.write_char(' ')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_markup() {
        let mut svg = Svg::new(10.0, 10.0, "a<b>&\"c\"");
        svg.text("p", (1.0, 2.0), Anchor::End, "<script>\u{0}");
        svg.rect("p", (0.0, 0.0), (-1.0, 2.0), 1.0, "x>y");
        let text = svg.inline();
        assert!(text.contains("a&lt;b&gt;&amp;&quot;c&quot;") && text.contains("&lt;script&gt; <") && text.contains("x&gt;y"));
        assert!(!text.contains("<script") && text.contains("width=\"0.0\""));
        assert!(svg.file("p{}").starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    }
}
