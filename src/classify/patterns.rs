//! Regular expressions in bulk 句式. Almost no pattern occurs in almost any text, so one automaton first looks for the
//! words that each pattern cannot do without, and only patterns whose words are there are looked at again. Most patterns
//! are two choices of words and a gap between them, `(路面|马路).{0,8}(坑|塌)`: where their words stand is all there is to
//! know, and no expression need be run. The others are tried from where their words begin to where they end. One
//! expression over all of them is no way: the gaps multiply its states until it crawls.

mod form;

use std::cell::RefCell;
use std::cmp::Reverse;
use std::ops::Range;

use regex::{Regex, RegexBuilder};

use self::form::{End, Form, Gap, Parts};
use super::scan::{TooLarge, Words};

/// Many patterns, each with what its author wants to know when it occurs.
pub struct Patterns<T> {
    each: Vec<Pattern<T>>,
    /// The words that patterns begin or end with, each with those who need it.
    words: Words<Need>,
    /// The patterns that need no word.
    needless: Vec<usize>,
}

struct Pattern<T> {
    regex: Regex,
    tag: T,
    form: Form,
    /// It needs a word at its first end, and at its last.
    needs: (bool, bool),
    /// The most bytes from the one to the other.
    longest: usize,
    looks_around: bool,
}

/// A pattern that cannot do without a word.
#[derive(Clone, Copy)]
struct Need {
    pattern: usize,
    end: End,
    /// Which of the pattern's words of this end it is: of two that begin at one place the earlier is meant.
    choice: usize,
}

/// A needed word where it stands.
#[derive(Clone)]
struct Sighting {
    end: End,
    choice: usize,
    place: Range<usize>,
    /// The one before of the same pattern.
    before: Option<usize>,
}

/// What of a pattern's needs was met so far in a text.
#[derive(Clone, Copy, Default)]
struct Met {
    /// The latest sighting; untouched when there is none.
    latest: Option<usize>,
    /// Where its first words begin, the foremost and the hindmost.
    first: Option<(usize, usize)>,
    /// Where the hindmost of its last words ends.
    last: Option<usize>,
    /// It is worth a second look.
    worth: bool,
}

impl Met {
    fn see<T>(&mut self, end: End, place: &Range<usize>, pattern: &Pattern<T>) {
        match end {
            End::First => {
                let (foremost, hindmost) = self.first.unwrap_or((place.start, place.start));
                self.first = Some((foremost.min(place.start), hindmost.max(place.start)));
            }
            End::Last => self.last = Some(place.end),
        }
        self.worth |= match (self.first, self.last) {
            (Some((_, first)), Some(last)) => first < last && last - first <= pattern.longest,
            (first, last) => first.is_some() >= pattern.needs.0 && last.is_some() >= pattern.needs.1,
        };
    }
}

/// What was seen in one text.
#[derive(Default)]
struct Seen {
    /// By pattern; untouched wherever nobody is looking.
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
}

impl<T> Patterns<T> {
    /// All of these patterns, in this order, for normalised text; each comes from [`compile`].
    pub fn new(patterns: impl IntoIterator<Item = (Regex, T)>) -> Result<Self, TooLarge> {
        Self::built(patterns, true)
    }

    /// All of these patterns, in this order, for text as it is written; each minds case.
    pub fn exact(patterns: impl IntoIterator<Item = (Regex, T)>) -> Result<Self, TooLarge> {
        Self::built(patterns, false)
    }

    fn built(patterns: impl IntoIterator<Item = (Regex, T)>, case_insensitive: bool) -> Result<Self, TooLarge> {
        let (mut each, mut words, mut needless) = (Vec::new(), Vec::new(), Vec::new());
        for (number, (regex, tag)) in patterns.into_iter().enumerate() {
            let Parts { form, first, last, longest, looks_around } = Parts::of(&regex, case_insensitive);
            let needs = (!first.is_empty(), !last.is_empty());
            if needs == (false, false) {
                needless.push(number);
            }
            for (end, own) in [(End::First, first), (End::Last, last)] {
                words.extend(own.into_iter().enumerate().map(|(choice, word)| (word, Need { pattern: number, end, choice })));
            }
            each.push(Pattern { regex, tag, form, needs, longest, looks_around });
        }
        Ok(Self { each, words: Words::new(words)?, needless })
    }

    /// A table of the house's own patterns, which its tests have compiled.
    pub fn table(rows: &[(&str, T)]) -> Self
    where
        T: Clone,
    {
        let rows = rows.iter().map(|(source, tag)| (compile(source).expect("the table is tested"), tag.clone()));
        Self::new(rows).expect("the table is tested")
    }

    /// The patterns that occur in a text, in their order.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let mut seen = self.see(text);
        let mut found: Vec<Found> = Vec::new();
        let mut keep = |number: usize, span: Option<Range<usize>>| found.extend(span.map(|span| Found { number, span }));
        for number in std::mem::take(&mut seen.touched) {
            let met = std::mem::take(&mut seen.met[number]);
            if met.worth {
                keep(number, self.place(number, text, &met, &seen.sightings));
            }
        }
        SEEN.set(seen);
        for &number in &self.needless {
            keep(number, self.each[number].regex.find(text).map(|found| found.range()));
        }
        found.sort_unstable_by_key(|found| found.number);
        found
    }

    /// Every place of every pattern in a text, in the order in which they begin.
    pub fn every(&self, text: &str) -> Vec<Range<usize>> {
        let found = self.find(text).into_iter();
        let places = found.flat_map(|found| self.each[found.number].regex.find_iter(text).map(|found| found.range()));
        let mut places: Vec<Range<usize>> = places.collect();
        places.sort_by_key(|place| place.start);
        places
    }

    /// What the authors want to know of the patterns that may occur in a text, as far as their words tell; in no order.
    pub fn likely(&self, text: &str) -> Vec<&T> {
        let mut seen = self.see(text);
        let mut likely: Vec<&T> = self.needless.iter().map(|number| self.tag(*number)).collect();
        for number in std::mem::take(&mut seen.touched) {
            let met = std::mem::take(&mut seen.met[number]);
            likely.extend(met.worth.then(|| self.tag(number)));
        }
        SEEN.set(seen);
        likely
    }

    /// Where all the needed words stand. Who gets this puts it back with `met` untouched.
    fn see(&self, text: &str) -> Seen {
        let Seen { mut met, mut touched, mut sightings } = SEEN.take();
        met.resize(met.len().max(self.each.len()), Met::default());
        touched.clear();
        sightings.clear();
        self.words.each(text, |needs, place| {
            for &Need { pattern, end, choice } in self.words.of(needs) {
                let own = &mut met[pattern];
                if own.latest.is_none() {
                    touched.push(pattern);
                }
                sightings.push(Sighting { end, choice, place: place.clone(), before: own.latest });
                own.latest = Some(sightings.len() - 1);
                own.see(end, &place, &self.each[pattern]);
            }
        });
        Seen { met, touched, sightings }
    }

    /// Where a pattern whose words were met first stands.
    fn place(&self, number: usize, text: &str, met: &Met, sightings: &[Sighting]) -> Option<Range<usize>> {
        let Pattern { regex, form, looks_around, .. } = &self.each[number];
        let own = || std::iter::successors(met.latest, |at| sightings[*at].before).map(|at| &sightings[at]);
        match form {
            Form::Words => own().min_by_key(|seen| (seen.place.start, seen.choice)).map(|seen| seen.place.clone()),
            Form::Gap(gap) => bridged(gap, text, own()),
            Form::Expression => {
                let end = met.last.filter(|_| !looks_around).unwrap_or(text.len());
                regex.find_at(&text[..end], met.first.map_or(0, |(first, _)| first)).map(|found| found.range())
            }
        }
    }

    /// What the author of pattern `number` wants to know.
    pub fn tag(&self, number: usize) -> &T {
        &self.each[number].tag
    }

    /// Every pattern that occurs in `text` with the words it stands on.
    pub fn hits<'p, 't>(&'p self, text: &'t str) -> impl Iterator<Item = (&'p T, &'t str)> {
        self.find(text).into_iter().map(move |found| (self.tag(found.number), &text[found.span]))
    }
}

/// Where two words stand with such a gap between them: as an expression would have it, the foremost first word, then the
/// widest gap.
fn bridged<'s>(gap: &Gap, text: &str, seen: impl Iterator<Item = &'s Sighting>) -> Option<Range<usize>> {
    let (mut firsts, mut lasts): (Vec<&Sighting>, Vec<&Sighting>) = seen.partition(|seen| seen.end == End::First);
    firsts.sort_unstable_by_key(|first| (first.place.start, first.choice));
    lasts.sort_unstable_by_key(|last| (Reverse(last.place.start), last.choice));
    firsts.iter().find_map(|first| {
        let end = first.place.end;
        let last = lasts.iter().find(|last| last.place.start >= end && gap.allows(&text[end..last.place.start]))?;
        Some(first.place.start..last.place.end)
    })
}

/// A pattern as a data file writes it, made to fit normalised text: full-width punctuation in it means the ASCII
/// character that it becomes there, and case does not matter.
pub fn compile(source: &str) -> Result<Regex, regex::Error> {
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
    RegexBuilder::new(&fitted).case_insensitive(true).build()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_found_in_normalised_text() {
        let patterns = Patterns::table(&[("吵[，。？]", 1), ("ETC.{0,4}扣", 2)]);
        assert_eq!(patterns.hits("吵,etc多扣").collect::<Vec<_>>(), [(&1, "吵,"), (&2, "etc多扣")]);
        assert_eq!(patterns.hits("无事").count(), 0);
        assert_eq!(Patterns::<u8>::table(&[]).hits("任何话").count(), 0);
    }

    #[test]
    fn looking_for_words_first_loses_nothing() {
        let sources = [
            "(烧烤|夜市).{0,5}(吵|闹)",
            "[一二三]点",
            ".{0,3}KTV(里|外)?",
            "(困|关)在.{0,4}(电梯|火)(里|,|，|$)",
            "^太",
            "停(水|电)+",
            "\\d{3}路",
            "(?:a|b)?灯",
            "[^安]静",
            "K",
        ];
        let patterns = Patterns::table(&sources.map(|source| (source, source)));
        let plain = sources.map(|source| (source, compile(source).expect("regex")));
        for text in [
            "夜市很吵",
            "吵的夜市",
            "三点在ktv里",
            "被困在电梯",
            "困在电梯里,",
            "太静",
            "安静",
            "停电电",
            "110路",
            "b灯",
            "灯",
            "k",
            "闹",
            "",
        ] {
            let wanted: Vec<&str> = plain.iter().filter(|(_, regex)| regex.is_match(text)).map(|(source, _)| *source).collect();
            assert_eq!(patterns.hits(text).map(|(source, _)| *source).collect::<Vec<_>>(), wanted, "{text}");
        }
    }

    #[test]
    fn blanking_keeps_every_place() {
        let text = "防火演练着火";
        let spans: Vec<_> = compile("火演").expect("regex").find_iter(text).map(|found| found.range()).collect();
        let blanked = blank(text, &spans);
        assert_eq!(blanked, "防\n\n\n\n\n\n练着火");
        assert_eq!(blank(text, &[0..6, 3..9]).len(), text.len());
    }
}
