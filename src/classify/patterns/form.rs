//! What a pattern is made of 句式的构成: the words that it begins and ends with, and whether it is anything more than those.

use std::ops::Range;

use regex::Regex;
use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind, Repetition};

/// Characters of one place in a pattern that are still spelt out, `[一二三四五六七八九十]` and the like; a wider class is anything.
const WIDEST_CLASS: usize = 40;

/// Spellings of one end of a pattern that are still told apart.
const MOST_WORDS: usize = 1000;

/// One end of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    First,
    Last,
}

/// How a pattern is found once its words are.
pub(super) enum Form {
    /// It is its first words and nothing else: 停水了|断水了.
    Words,
    /// Its first words, so many characters of a class, and its last words: (路面|马路).{0,8}(坑|塌).
    Gap(Gap),
    /// Anything else: the expression itself is tried.
    Expression,
}

/// What may stand between two words.
pub(super) struct Gap {
    class: ClassUnicode,
    least: usize,
    most: usize,
}

impl Gap {
    fn of(repetition: &Repetition) -> Option<Self> {
        let HirKind::Class(Class::Unicode(class)) = repetition.sub.kind() else { return None };
        let (least, most) = (repetition.min as usize, repetition.max.map_or(usize::MAX, |most| most as usize));
        repetition.greedy.then(|| Self { class: class.clone(), least, most })
    }

    /// Whether `between` may stand there.
    pub(super) fn allows(&self, between: &str) -> bool {
        let mut count = 0;
        for c in between.chars() {
            count += 1;
            if count > self.most || !self.class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&c)) {
                return false;
            }
        }
        count >= self.least
    }
}

/// A pattern taken apart.
pub(super) struct Parts {
    pub(super) form: Form,
    /// The words one of which every match begins with, the preferred first; none when it can do without.
    pub(super) first: Vec<String>,
    /// The same of its end.
    pub(super) last: Vec<String>,
    /// The most bytes of a match.
    pub(super) longest: usize,
    /// It looks at what stands around it (`^`, `$`), so that its text must not be cut short.
    pub(super) looks_around: bool,
}

impl Parts {
    /// The parts of `regex`, which is read with or without regard to case.
    pub(super) fn of(regex: &Regex, case_insensitive: bool) -> Self {
        let hir = ParserBuilder::new().case_insensitive(case_insensitive).build().parse(regex.as_str());
        let hir = hir.expect("an expression that was compiled can be parsed");
        let longest = hir.properties().maximum_len().unwrap_or(usize::MAX);
        let looks_around = !hir.properties().look_set().is_empty();
        let whole = |form, first, last| Self { form, first, last, longest, looks_around };
        if looks_around {
            return whole(Form::Expression, ends_of(&hir, End::First), ends_of(&hir, End::Last));
        }
        if let Some(words) = exactly(&hir) {
            return whole(Form::Words, words, Vec::new());
        }
        match gapped(&hir) {
            Some((gap, first, last)) => whole(Form::Gap(gap), first, last),
            None => whole(Form::Expression, ends_of(&hir, End::First), ends_of(&hir, End::Last)),
        }
    }
}

/// The gap of an expression that is two choices of words with one gap between them.
fn gapped(hir: &Hir) -> Option<(Gap, Vec<String>, Vec<String>)> {
    let HirKind::Concat(pieces) = hir.kind() else { return None };
    let is_gap = |piece: &Hir| matches!(piece.kind(), HirKind::Repetition(repetition) if Gap::of(repetition).is_some());
    let at = pieces.iter().position(is_gap)?;
    let HirKind::Repetition(repetition) = pieces[at].kind() else { return None };
    let side = |range: Range<usize>| exactly(&Hir::concat(pieces[range].to_vec()));
    Some((Gap::of(repetition)?, side(0..at)?, side(at + 1..pieces.len())?))
}

/// The words that `hir` matches, the preferred first, if it matches nothing else.
fn exactly(hir: &Hir) -> Option<Vec<String>> {
    let found = extractor(End::First).extract(hir);
    if !found.is_exact() {
        return None;
    }
    words(found.literals()?.iter().map(|word| word.as_bytes()))
}

fn ends_of(hir: &Hir, end: End) -> Vec<String> {
    let found = extractor(end).extract(hir);
    found.literals().and_then(|literals| words(literals.iter().map(|word| word.as_bytes()))).unwrap_or_default()
}

fn extractor(end: End) -> Extractor {
    let mut extractor = Extractor::new();
    extractor.kind(if end == End::First { ExtractKind::Prefix } else { ExtractKind::Suffix });
    extractor.limit_class(WIDEST_CLASS).limit_total(MOST_WORDS);
    extractor
}

/// The words, each once; none when one of them is empty or may stand in a text that was blanked.
fn words<'b>(literals: impl Iterator<Item = &'b [u8]>) -> Option<Vec<String>> {
    let mut words: Vec<String> = Vec::new();
    for literal in literals {
        let word = std::str::from_utf8(literal).ok().filter(|word| !word.is_empty() && !word.contains('\n'))?;
        if !words.iter().any(|known| known == word) {
            words.push(word.to_owned());
        }
    }
    (!words.is_empty()).then_some(words)
}
