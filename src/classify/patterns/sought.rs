//! An expression that is tried only where it may begin 只在可能处匹配: the lexicon tells where the first characters of some match
//! stand, which is seldom, and the expression need not be run over the rest of the text.

use std::ops::Range;

use regex::Regex;

use super::beginnings::beginnings;
use crate::classify::scan::View;

/// So many characters of a match are looked for before the match is.
const BEGINNING: usize = 2;

/// A regular expression of the house's own, looked for by its beginnings.
#[derive(Debug)]
pub struct Sought {
    begins: Vec<String>,
    /// A match, where it begins.
    here: Regex,
}

impl Sought {
    /// This expression, which looks at nothing that stands before a match, for text as it is written; it minds case.
    ///
    /// # Panics
    /// It is not regular, or what it begins with cannot be told. It is a constant of the house, which any test would show.
    pub fn new(pattern: &str) -> Self {
        let here = Regex::new(&format!("^(?:{pattern})")).expect("the pattern is regular");
        Self { begins: beginnings(pattern, BEGINNING), here }
    }

    /// The words that it must see, for a lexicon.
    pub fn table(&self) -> &[String] {
        &self.begins
    }

    /// Where it stands in a text, from the first place to the last; no two share a character.
    pub fn places<'s>(&'s self, view: View<'s, 's>) -> impl Iterator<Item = Range<usize>> + 's {
        self.within(view, 0..view.text().len())
    }

    /// The same in this part of the text alone, as if there were nothing before and behind it.
    pub fn within<'s>(&'s self, view: View<'s, 's>, part: Range<usize>) -> impl Iterator<Item = Range<usize>> + 's {
        let text = &view.text()[..part.end];
        let mut free = part.start;
        view.hits().map(|hit| hit.start as usize).take_while(move |start| *start < part.end).filter_map(move |start| {
            let found = if start < free { None } else { self.here.find(&text[start..]) };
            let place = start..start + found?.end();
            free = place.end;
            Some(place)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::scan::Lexicon;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_stands_where_the_expression_would_find_it(text in "[能不可以要请帮忙吗?,咨询0-9 ]{0,24}", cut in 0_usize..24) {
            for pattern in ["想?(?:咨询|请问)|能不能|要不要|吗|(?:可以|能|要)[^,]{0,5}\\?", "[0-9]{1,3}(?:要|请)?|请|帮(?:忙|请)?"] {
                let (sought, plain) = (Sought::new(pattern), Regex::new(pattern).expect("regular"));
                let lexicon = Lexicon::new([sought.table()]).expect("few words");
                let reading = lexicon.read(&text);
                let places: Vec<_> = sought.places(reading.view(0)).collect();
                prop_assert_eq!(places, plain.find_iter(&text).map(|found| found.range()).collect::<Vec<_>>());
                let at = text.char_indices().nth(cut).map_or(text.len(), |(at, _)| at);
                let behind: Vec<_> = sought.within(reading.view(0), at..text.len()).collect();
                let wanted = plain.find_iter(&text[at..]).map(|found| at + found.start()..at + found.end());
                prop_assert_eq!(behind, wanted.collect::<Vec<_>>());
                let before: Vec<_> = sought.within(reading.view(0), 0..at).collect();
                prop_assert_eq!(before, plain.find_iter(&text[..at]).map(|found| found.range()).collect::<Vec<_>>());
            }
        }
    }
}
