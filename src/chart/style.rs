//! Colours 配色: one table for pages in light and dark and for pictures.

use std::fmt::Write as _;

/// A colour: its name, in light and in dark.
const PALETTE: [(&str, &str, &str); 13] = [
    ("ink", "#1b2430", "#e6ebf2"),
    ("soft", "#566171", "#9daabb"),
    ("line", "#d8dee7", "#2c3746"),
    ("paper", "#ffffff", "#18202a"),
    ("track", "#edf1f6", "#232d3a"),
    ("main", "#1c5aa6", "#7fb2ee"),
    ("second", "#b06400", "#f3bd6a"),
    ("third", "#2b7f78", "#7ad3c9"),
    ("fourth", "#6a4bb0", "#bfa9f2"),
    ("good", "#1d6b43", "#80d3a5"),
    ("poor", "#b3261e", "#ff9c93"),
    ("quiet", "#6b7685", "#93a1b3"),
    ("hatch", "#ffffff", "#18202a"),
];

/// What classes look like, with a name of the table for each colour.
const RULES: &str = include_str!("style.css");

/// The style of a page: colours by custom properties, dark where the reader's system or `data-look` on the root asks for it, and
/// light on paper.
pub fn sheet() -> String {
    let light = properties(|(_, light, _)| light);
    let dark = properties(|(_, _, dark)| dark);
    format!(
        ".chart {{ {light}}}\n@media screen and (prefers-color-scheme: dark) {{ :root:not([data-look=\"light\"]) .chart {{ {dark}}} }}\n\
         @media screen {{ :root[data-look=\"dark\"] .chart {{ {dark}}} }}\n{RULES}"
    )
}

fn properties(colour: impl Fn((&'static str, &'static str, &'static str)) -> &'static str) -> String {
    PALETTE.into_iter().fold(String::new(), |mut all, entry| {
        // Writing into a String cannot fail.
        let _ = write!(all, "--c-{}: {}; ", entry.0, colour(entry));
        all
    })
}

/// The style of a chart on its own: light, with the colours in their places, for whoever knows no custom properties.
pub(super) fn alone() -> String {
    PALETTE.into_iter().fold(RULES.replace(".chart ", ""), |rules, (name, light, _)| rules.replace(&format!("var(--c-{name})"), light))
}

#[cfg(test)]
mod tests {
    use super::super::Tone;
    use super::*;

    #[test]
    fn every_colour_that_is_used_is_in_the_table() {
        assert!(!alone().contains("var("), "{}", alone());
        for tone in Tone::ALL {
            assert!(PALETTE.iter().any(|(name, ..)| *name == tone.class()) && RULES.contains(&format!(".fill.{}", tone.class())));
        }
        assert!(sheet().contains("prefers-color-scheme: dark") && sheet().contains("data-look=\"dark\""));
    }
}
