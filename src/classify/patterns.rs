//! Regular expressions in bulk 句式. Almost no pattern occurs in almost any text, so one automaton first looks for the
//! words that each pattern cannot do without, and only patterns whose words are there in their order are looked at again.
//! Most patterns are choices of words with gaps between them, `(路面|马路).{0,8}(坑|塌)`: where their words stand is all
//! there is to know, and no expression need be run. The others are tried from where their words begin to where they end.
//! One expression over all of them is no way: the gaps multiply its states until it crawls.

mod beginnings;
mod chain;
mod expression;
mod form;
mod sought;

use std::cell::RefCell;
use std::ops::Range;

pub use self::beginnings::beginnings;
use self::chain::{Sighting, chained};
pub use self::expression::Expression;
use self::form::{Gap, branches};
pub use self::sought::Sought;
use super::scan::{View, Words};

/// Many patterns, each with what its author wants to know when it occurs.
pub struct Patterns<T> {
    each: Vec<Pattern<T>>,
    /// The ways in which patterns occur, those of one pattern side by side and in its order.
    branches: Vec<Branch>,
    /// What those need, apart from the rest because every text looks at it.
    needs: Vec<Needs>,
    /// The words that branches need.
    words: Words<Need>,
    /// The patterns of which some branch needs no word, or so many that it is simpler to try them.
    needless: Vec<usize>,
}

struct Pattern<T> {
    regex: Expression,
    tag: T,
    looks_around: bool,
}

struct Branch {
    pattern: usize,
    /// The gaps between its parts, when nothing else is to be known.
    chain: Option<Vec<Gap>>,
}

/// What a branch cannot do without.
#[derive(Clone, Copy)]
struct Needs {
    /// So many parts, in their order.
    parts: u8,
    /// The first of them begins it.
    begins: bool,
    /// The last of them ends it.
    ends: bool,
    /// Both in so many bytes, where they do.
    within: u32,
}

/// A branch that cannot do without a word.
#[derive(Clone, Copy)]
struct Need {
    branch: u32,
    /// Which of the part's words it is: of two that begin at one place the earlier is meant.
    choice: u16,
    /// Which of its parts the word is for.
    part: u8,
}

/// What of a branch's needs was met so far in a text. Small, because a text touches hundreds of them.
#[derive(Clone, Copy)]
struct Met {
    /// The latest sighting; [`NOWHERE`] when there is none.
    latest: u32,
    /// Where the foremost of its first words begins, [`NOWHERE`] when none was seen, and where the hindmost does.
    first: u32,
    hindmost: u32,
    /// Where the hindmost of its last words ends; 0 when none was seen.
    last: u32,
    /// So many of its parts stand there one after the other.
    parts: u8,
    /// It is worth a second look.
    worth: bool,
}

/// No place in a text.
const NOWHERE: u32 = u32::MAX;

impl Default for Met {
    fn default() -> Self {
        Self { latest: NOWHERE, first: NOWHERE, hindmost: 0, last: 0, parts: 0, worth: false }
    }
}

impl Met {
    /// Words are seen in the order in which they begin, so that whatever can begin a match that ends with this word was seen.
    fn see(&mut self, part: u8, place: &Range<u32>, needs: Needs) {
        self.parts = self.parts.max(part + 1);
        if part == 0 && needs.begins {
            self.first = self.first.min(place.start);
            self.hindmost = place.start;
        }
        if part + 1 == needs.parts {
            self.last = if needs.ends { self.last.max(place.end) } else { 0 };
            self.worth |= !(needs.begins && needs.ends) || place.end - self.hindmost <= needs.within;
        }
    }
}

/// What was seen in one text.
#[derive(Default)]
struct Seen {
    /// By branch; untouched wherever nobody is looking.
    met: Vec<Met>,
    touched: Vec<usize>,
    sightings: Vec<Sighting>,
}

thread_local! {
    /// Kept between texts, so that a text costs what it says and not what could be said.
    static SEEN: RefCell<Seen> = RefCell::new(Seen::default());
}

/// A pattern that occurs, and where first.
pub struct Found {
    /// The pattern's number.
    pub number: usize,
    /// Its place in the text.
    pub span: Range<usize>,
    /// No place of it begins behind this byte, as far as its words tell.
    last: usize,
}

impl<T> Patterns<T> {
    /// All of these patterns, in this order.
    pub fn new(patterns: impl IntoIterator<Item = (Expression, T)>) -> Self {
        let none = Words::new(None::<(&str, Need)>);
        let mut all = Self { each: Vec::new(), branches: Vec::new(), needs: Vec::new(), words: none, needless: Vec::new() };
        let mut words: Vec<(String, Need)> = Vec::new();
        for (pattern, (regex, tag)) in patterns.into_iter().enumerate() {
            let (own, looks_around) = branches(&regex);
            if own.iter().any(|branch| branch.parts.is_empty() || branch.parts.len() > usize::from(u8::MAX)) {
                all.needless.push(pattern);
            } else {
                own.into_iter().for_each(|branch| all.grow(pattern, branch, &mut words));
            }
            all.each.push(Pattern { regex, tag, looks_around });
        }
        all.words = Words::new(words);
        all
    }

    /// The words that it must see, for a lexicon.
    pub fn table(&self) -> &[String] {
        self.words.table()
    }

    fn grow(&mut self, pattern: usize, branch: form::Branch, words: &mut Vec<(String, Need)>) {
        let form::Branch { chain, parts, begins, ends, longest } = branch;
        let (number, within) = (self.branches.len() as u32, u32::try_from(longest).unwrap_or(u32::MAX));
        self.branches.push(Branch { pattern, chain });
        let many = u8::try_from(parts.len()).expect("of a branch with more the pattern is needless");
        self.needs.push(Needs { parts: many, begins, ends, within });
        for (part, own) in (0u8..).zip(parts) {
            words.extend((0u16..).zip(own).map(|(choice, word)| (word, Need { branch: number, part, choice })));
        }
    }

    /// These patterns of the house's own, which its tests have compiled.
    pub fn of_house(rows: &[(&str, T)]) -> Self
    where
        T: Clone,
    {
        Self::new(rows.iter().map(|(source, tag)| (compile(source).expect("the patterns are tested"), tag.clone())))
    }

    /// The patterns that occur in a text, in their order.
    pub fn find(&self, view: View<'_, '_>) -> Vec<Found> {
        self.find_those(view, |_| true)
    }

    /// The same of the patterns with such tags.
    pub fn find_those(&self, view: View<'_, '_>, such: impl Fn(&T) -> bool) -> Vec<Found> {
        let (seen, worth) = self.see(view);
        let mut found: Vec<Found> = Vec::new();
        let mut keep = |number: usize, last: usize, span: Option<Range<usize>>| found.extend(span.map(|span| Found { number, span, last }));
        for own in worth.chunk_by(|(a, _), (b, _)| self.branches[*a].pattern == self.branches[*b].pattern) {
            let number = self.branches[own[0].0].pattern;
            if such(self.tag(number)) {
                keep(number, self.last(own), self.place(view.text(), own, &seen.sightings));
            }
        }
        for &number in self.needless.iter().filter(|number| such(self.tag(**number))) {
            keep(number, usize::MAX, self.each[number].regex.find(view.text()).map(|found| found.range()));
        }
        SEEN.set(seen);
        found.sort_unstable_by_key(|found| found.number);
        found
    }

    /// Every place of every pattern with such a tag in a text, in the order in which they begin.
    pub fn every(&self, view: View<'_, '_>, such: impl Fn(&T) -> bool) -> Vec<Range<usize>> {
        let mut places: Vec<Range<usize>> = Vec::new();
        for Found { number, span, last } in self.find_those(view, such) {
            let regex = &self.each[number].regex;
            if last == usize::MAX {
                places.extend(regex.find_iter(view.text()).map(|found| found.range()));
                continue;
            }
            // Behind the first there is another only where its words still come.
            let next = |place: &Range<usize>| if place.end > last { None } else { regex.find_at(view.text(), place.end) };
            places.extend(std::iter::successors(Some(span), |place| next(place).map(|found| found.range())));
        }
        places.sort_by_key(|place| place.start);
        places
    }

    /// What the authors want to know of the patterns that may occur in a text, as far as their words tell; in no order.
    pub fn likely(&self, view: View<'_, '_>) -> Vec<&T> {
        let (seen, worth) = self.see(view);
        SEEN.set(seen);
        let worth = worth.into_iter().map(|(branch, _)| self.branches[branch].pattern);
        worth.chain(self.needless.iter().copied()).map(|number| self.tag(number)).collect()
    }

    /// Whether some pattern may occur in what is left of a text when spans of it are taken out: its words stand there one after the
    /// other, however far apart. Nobody need look where it is not so.
    pub fn may_be_left(&self, view: View<'_, '_>) -> bool {
        let mut parts = vec![0; self.needs.len()];
        let needs = view.hits().flat_map(|hit| self.words.of(self.words.asked(hit)));
        let whole = needs.into_iter().any(|need| {
            let branch = need.branch as usize;
            if need.part == parts[branch] {
                parts[branch] += 1;
            }
            parts[branch] == self.needs[branch].parts
        });
        whole || !self.needless.is_empty()
    }

    /// Where the needed words stand, and the branches that are worth a second look, in their order. Who gets what was seen
    /// puts it back.
    ///
    /// Words are heard of in the order in which they begin, so that one whose part comes before its time is passed over.
    fn see(&self, view: View<'_, '_>) -> (Seen, Vec<(usize, Met)>) {
        let Seen { mut met, mut touched, mut sightings } = SEEN.take();
        met.resize(met.len().max(self.needs.len()), Met::default());
        sightings.clear();
        for hit in view.hits() {
            let place = hit.start..hit.end;
            for &Need { branch, part, choice } in self.words.of(self.words.asked(hit)) {
                let (own, needs) = (&mut met[branch as usize], self.needs[branch as usize]);
                if part > own.parts {
                    continue;
                }
                if own.latest == NOWHERE {
                    touched.push(branch as usize);
                }
                own.see(part, &place, needs);
                let before = (own.latest != NOWHERE).then_some(own.latest);
                sightings.push(Sighting { place: place.clone(), part: part.into(), choice: choice.into(), before });
                own.latest = sightings.len() as u32 - 1;
            }
        }
        let taken = touched.drain(..).map(|branch| (branch, std::mem::take(&mut met[branch])));
        let mut worth: Vec<(usize, Met)> = taken.filter(|(_, met)| met.worth).collect();
        worth.sort_unstable_by_key(|(branch, _)| *branch);
        (Seen { met, touched, sightings }, worth)
    }

    /// Where a pattern first stands of which these branches are worth a look: the foremost of their places, and of two that
    /// begin at one place that of the earlier branch.
    fn place(&self, text: &str, own: &[(usize, Met)], sightings: &[Sighting]) -> Option<Range<usize>> {
        let chains = own.iter().map(|(branch, met)| Some((self.branches[*branch].chain.as_ref()?, met)));
        if let Some(chains) = chains.collect::<Option<Vec<_>>>() {
            let places = chains.into_iter().filter_map(|(gaps, met)| chained(gaps, text, Some(met.latest), sightings));
            return places.min_by_key(|place| place.start);
        }
        let Pattern { regex, looks_around, .. } = &self.each[self.branches[own[0].0].pattern];
        let start = own.iter().map(|(_, met)| if met.first == NOWHERE { 0 } else { met.first as usize }).min();
        let all = |last: u32| last == 0 || *looks_around;
        let end = own.iter().map(|(_, met)| if all(met.last) { text.len() } else { met.last as usize }).max();
        regex.find_at(&text[..end.unwrap_or(text.len())], start.unwrap_or(0)).map(|found| found.range())
    }

    /// The last byte at which a match of one of these branches can begin; the greatest number where that is not known.
    fn last(&self, own: &[(usize, Met)]) -> usize {
        let last = |(branch, met): &(usize, Met)| if self.needs[*branch].begins { met.hindmost as usize } else { usize::MAX };
        own.iter().map(last).max().unwrap_or(usize::MAX)
    }

    /// What the author of pattern `number` wants to know.
    pub fn tag(&self, number: usize) -> &T {
        &self.each[number].tag
    }

    /// Every pattern that occurs in a text with the words it stands on.
    pub fn hits<'p, 't>(&'p self, view: View<'_, 't>) -> impl Iterator<Item = (&'p T, &'t str)> {
        let text = view.text();
        self.find(view).into_iter().map(move |found| (self.tag(found.number), &text[found.span]))
    }
}

/// A pattern as a data file writes it, made to fit normalised text: full-width punctuation in it means the ASCII
/// character that it becomes there, and case does not matter.
///
/// # Errors
/// It is not regular, or greater than can be compiled.
pub fn compile(source: &str) -> Result<Expression, regex::Error> {
    let mut fitted = String::with_capacity(source.len());
    for c in source.chars() {
        match c {
            '\u{FF01}'..='\u{FF5E}' => {
                let ascii = char::from_u32(c as u32 - 0xFEE0).map(String::from).unwrap_or_default();
                fitted.push_str(&regex::escape(&ascii));
            }
            _ => fitted.push(c),
        }
    }
    Expression::of_normalised(&fitted)
}

/// `text` with these spans overwritten by line breaks, so that every other character keeps its place and no pattern
/// reaches across: `.` does not match a line break.
pub fn blank(text: &str, spans: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for span in spans.iter().filter(|span| !span.is_empty()) {
        let start = span.start.max(at);
        let end = span.end.max(start);
        out.push_str(&text[at..start]);
        out.extend(std::iter::repeat_n('\n', end - start));
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

/// Where `regex` occurs in a text that [`blank`] made, without the line breaks at the ends of what it matched: an
/// expression such as `[^,]{0,8}` takes them for characters, and a blanked character is as many of them as it has bytes,
/// so that the match could begin or end in the middle of one.
pub fn in_blanked<'b>(regex: &'b Expression, blanked: &'b str) -> impl Iterator<Item = Range<usize>> + 'b {
    regex.find_iter(blanked).filter_map(|found| {
        let words = found.as_str().trim_start_matches('\n');
        let start = found.end() - words.len();
        let length = words.trim_end_matches('\n').len();
        (length > 0).then(|| start..start + length)
    })
}

#[cfg(test)]
mod tests;
