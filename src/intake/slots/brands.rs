//! Well-known companies 知名企业: names that end like no company and are one, 中国移动 and the like. A city adds its own.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize;

use crate::classify::scan::{Lexicon, Longest, TooMany, View};
use crate::domain::problem::{Problem, line_at, line_of};

/// One company that everybody knows by its name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Brand {
    /// The name.
    name: String,
    /// Other names that are the company wherever they stand.
    #[serde(default)]
    aliases: Vec<String>,
    /// Names that are words too: 移动 is the company only where somebody complains of it.
    #[serde(default)]
    ambiguous: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default)]
    brand: Vec<Brand>,
}

/// Every well-known company, in the order of its file.
#[derive(Clone, Debug, Default)]
pub struct Brands {
    all: Vec<Brand>,
}

impl Brands {
    /// Reads `text`, the content of `file`; an error names its line.
    ///
    /// # Errors
    /// The file is no TOML of this form, a name is too short, or two companies have the same one.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let parsed: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| line_at(text, span.start));
            Problem::misshapen(file, line, error.message(), [])
        })?;
        if parsed.version != 1 {
            return Err(Problem::new(file, line_of(text, "version"), "version 应为 1"));
        }
        let mut seen = BTreeSet::new();
        for name in parsed.brand.iter().flat_map(Brand::names).map(|(name, _)| name) {
            let wrong = |what: String| Problem::new(file, line_of(text, &format!("\"{name}\"")), what);
            if name.chars().count() < 2 || name.contains(char::is_whitespace) {
                return Err(wrong(format!("企业名“{name}”至少两个字，且不含空格")));
            }
            if !seen.insert(name) {
                return Err(wrong(format!("企业名“{name}”写了两遍，请删去其一")));
            }
        }
        Ok(Self { all: parsed.brand })
    }

    /// How many companies there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl Brand {
    /// Each name, and whether it is the company wherever it stands.
    fn names(&self) -> impl Iterator<Item = (&str, bool)> {
        let sure = std::iter::once(&self.name).chain(&self.aliases).map(|name| (name.as_str(), true));
        sure.chain(self.ambiguous.iter().map(|name| (name.as_str(), false)))
    }
}

/// Finds the companies in a text.
pub(super) struct Finder {
    /// Each in small letters, and whether it is the company wherever it stands.
    names: Longest<bool>,
    /// The same names, for texts with capitals.
    lexicon: Lexicon,
}

impl Finder {
    /// # Errors
    /// The names are too many.
    pub(super) fn new(brands: &Brands) -> Result<Self, TooMany> {
        let small: Vec<(String, bool)> =
            brands.all.iter().flat_map(Brand::names).map(|(name, sure)| (name.to_ascii_lowercase(), sure)).collect();
        let names = Longest::new(small.iter().map(|(name, sure)| (name.as_str(), *sure)));
        Ok(Self { lexicon: Lexicon::new([names.table()])?, names })
    }

    /// The words that it must see, for a lexicon.
    pub(super) fn table(&self) -> &[String] {
        self.names.table()
    }

    /// Where one is named, and whether it is the company for certain.
    pub(super) fn find(&self, view: View<'_, '_>) -> Vec<(Range<usize>, bool)> {
        let text = view.text();
        let found = |view: View<'_, '_>| {
            let all = self.names.found(view).map(|(sure, span)| (span, *sure));
            all.filter(|(span, _)| !within_a_word(text, span)).collect()
        };
        if text.bytes().any(|b| b.is_ascii_uppercase()) {
            let small = text.to_ascii_lowercase();
            found(self.lexicon.read(&small).view(0))
        } else {
            found(view)
        }
    }
}

/// Whether Latin letters go on before or behind it.
fn within_a_word(text: &str, span: &Range<usize>) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric();
    let starts = text[span.clone()].starts_with(latin) && text[..span.start].ends_with(latin);
    starts || text[span.clone()].ends_with(latin) && text[span.end..].starts_with(latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_city_s_file_is_right() {
        let brands = Brands::parse("brands.toml", include_str!("../../../data/brands.toml")).expect("the file is right");
        assert!(brands.len() >= 60, "{}", brands.len());
        assert!(!brands.is_empty());
    }

    #[test]
    fn a_wrong_file_names_its_line() {
        let wrong = |text: &str| Brands::parse("brands.toml", text).expect_err("the file is wrong").to_string();
        assert!(wrong("version = 1\n[[brand]]\nname = \"云帆通信\"\ncolour = 1\n").starts_with("brands.toml:4: "));
        assert_eq!(wrong("version = 2\n"), "brands.toml:1: version 应为 1");
        assert_eq!(wrong("version = 1\n[[brand]]\nname = \"云\"\n"), "brands.toml:3: 企业名“云”至少两个字，且不含空格");
        let twice = "version = 1\n[[brand]]\nname = \"云帆通信\"\nambiguous = [\"云帆通信\"]\n";
        assert_eq!(wrong(twice), "brands.toml:3: 企业名“云帆通信”写了两遍，请删去其一");
    }

    #[test]
    fn names_in_latin_letters_are_whole_words() {
        let brands = Brands::parse("b", "version = 1\n[[brand]]\nname = \"ETC\"\nambiguous = [\"云帆\"]\n").expect("it is right");
        let finder = Finder::new(&brands).expect("few names");
        let lexicon = Lexicon::new([finder.table()]).expect("few names");
        let found = |text: &str| finder.find(lexicon.read(text).view(0));
        assert_eq!(found("办了etc又扣钱"), [(6..9, true)]);
        assert_eq!(found("办了Etc又扣钱"), [(6..9, true)]);
        assert_eq!(found("FETCH"), []);
        assert_eq!(found("投诉云帆"), [(6..12, false)]);
    }
}
