//! What a pattern is made of 句式的构成: choices of words with gaps between them, wherever it is nothing more than that, and
//! in any case the words that it cannot do without.

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

use super::Expression;

/// Characters of one place in a pattern that are still spelt out, `[一二三四五六七八九十]` and the like; a wider class is a gap.
const WIDEST_CLASS: usize = 40;

/// Spellings of one choice that are still told apart.
const MOST_WORDS: usize = 1000;

/// One way for a pattern to occur: what stands on one side of a `|` that nothing encloses.
pub(super) struct Branch {
    /// The gaps between its parts, when those and the gaps are all that it is.
    pub(super) chain: Option<Vec<Gap>>,
    /// What it cannot do without, in the order in which it must stand, each with the preferred words first.
    pub(super) parts: Vec<Vec<String>>,
    /// The first part is how every match begins.
    pub(super) begins: bool,
    /// The last part is how every match ends.
    pub(super) ends: bool,
    /// The most bytes of a match.
    pub(super) longest: usize,
}

/// What may stand between two parts.
pub(super) struct Gap {
    class: ClassUnicode,
    least: usize,
    most: usize,
}

impl Gap {
    fn of(piece: &Hir) -> Option<Self> {
        let HirKind::Repetition(repetition) = piece.kind() else { return None };
        let HirKind::Class(Class::Unicode(class)) = repetition.sub.kind() else { return None };
        let width: usize = class.ranges().iter().map(|range| range.len()).sum();
        let most = repetition.max.map_or(usize::MAX, |most| most as usize);
        (repetition.greedy && width > WIDEST_CLASS).then(|| Self { class: class.clone(), least: repetition.min as usize, most })
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

/// The branches of `regex`, in their order; and whether it looks at what stands around
/// it (`^`, `$`), so that its text must not be cut short.
pub(super) fn branches(regex: &Expression) -> (Vec<Branch>, bool) {
    let hir = regex.parts();
    let looks_around = !hir.properties().look_set().is_empty();
    let branches = match bare(&hir).kind() {
        HirKind::Alternation(branches) => branches.iter().map(Branch::of).collect(),
        _ => vec![Branch::of(&hir)],
    };
    (branches, looks_around)
}

impl Branch {
    fn of(hir: &Hir) -> Self {
        let mut pieces = Vec::new();
        flatten(hir, &mut pieces);
        let gaps: Vec<Gap> = pieces.iter().filter_map(|piece| Gap::of(piece)).collect();
        let groups: Vec<Hir> = pieces
            .split(|piece| Gap::of(piece).is_some())
            .map(|group| Hir::concat(group.iter().map(|piece| (*piece).clone()).collect()))
            .collect();
        let exact: Vec<Option<Vec<String>>> = groups.iter().map(exactly).collect();
        let longest = hir.properties().maximum_len().unwrap_or(usize::MAX);
        if let Some(parts) = exact.iter().cloned().collect::<Option<Vec<_>>>() {
            return Self { chain: Some(gaps), parts, begins: true, ends: true, longest };
        }
        let (first, last) = (end_of(&groups[0], ExtractKind::Prefix), end_of(&groups[groups.len() - 1], ExtractKind::Suffix));
        let (mut begins, mut ends) = (!first.is_empty(), !last.is_empty());
        let parts = match groups.as_slice() {
            [only] if !begins && !ends => vec![inside(only)],
            [_] => vec![first, last],
            [head, middle @ .., tail] => {
                let first = rarer(first, inside(head), &mut begins);
                let last = rarer(last, inside(tail), &mut ends);
                std::iter::once(first).chain(middle.iter().map(inside)).chain([last]).collect()
            }
            [] => Vec::new(),
        };
        Self { chain: None, parts: parts.into_iter().filter(|words| !words.is_empty()).collect(), begins, ends, longest }
    }
}

/// The words at an end of a match, unless those inside of it stand in fewer texts; then `at_end` is so no longer.
fn rarer(words: Vec<String>, inside: Vec<String>, at_end: &mut bool) -> Vec<String> {
    *at_end = worth(&words).0 >= worth(&inside).0 && !words.is_empty();
    if *at_end { words } else { inside }
}

/// The words one of which stands somewhere in every match of `hir`, the longest that can be told; none when it can do without.
fn inside(hir: &Hir) -> Vec<String> {
    if let Some(words) = exactly(hir) {
        return words;
    }
    match hir.kind() {
        HirKind::Capture(capture) => inside(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => inside(&repetition.sub),
        HirKind::Concat(pieces) => within(pieces),
        HirKind::Alternation(ways) => {
            let each: Vec<Vec<String>> = ways.iter().map(inside).collect();
            let all = each.concat();
            if each.iter().any(Vec::is_empty) || all.len() > MOST_WORDS { Vec::new() } else { all }
        }
        _ => Vec::new(),
    }
}

/// The same of what follows each other: pieces that can be spelt out together are.
fn within(pieces: &[Hir]) -> Vec<String> {
    let spelt = |run: &[Hir]| exactly(&Hir::concat(run.to_vec()));
    let mut best: Vec<String> = Vec::new();
    let mut keep = |words: Vec<String>| {
        if worth(&words) > worth(&best) {
            best = words;
        }
    };
    let mut at = 0;
    while at < pieces.len() {
        let run = (at + 1..=pieces.len()).map_while(|end| Some((end, spelt(&pieces[at..end])?))).last();
        let (end, words) = run.unwrap_or_else(|| (at + 1, inside(&pieces[at])));
        keep(words);
        at = end;
    }
    best
}

/// How much it helps to look for these words: long ones stand in few texts, and so do few.
fn worth(words: &[String]) -> (usize, std::cmp::Reverse<usize>) {
    (words.iter().map(|word| word.chars().count()).min().unwrap_or(0), std::cmp::Reverse(words.len()))
}

/// The expression without the parentheses around it.
fn bare(hir: &Hir) -> &Hir {
    match hir.kind() {
        HirKind::Capture(capture) => bare(&capture.sub),
        _ => hir,
    }
}

/// What follows each other in an expression, parentheses taken away.
fn flatten<'h>(hir: &'h Hir, pieces: &mut Vec<&'h Hir>) {
    match bare(hir).kind() {
        HirKind::Concat(inner) => inner.iter().for_each(|piece| flatten(piece, pieces)),
        _ => pieces.push(bare(hir)),
    }
}

/// The words that `hir` matches, the preferred first, if it matches nothing else.
fn exactly(hir: &Hir) -> Option<Vec<String>> {
    let found = extractor(ExtractKind::Prefix).extract(hir);
    let exact = found.is_exact() && hir.properties().look_set().is_empty();
    words(found.literals().filter(|_| exact)?.iter().map(|word| word.as_bytes()))
}

/// The words one of which every match of `hir` has at this end; none when it can do without.
fn end_of(hir: &Hir, kind: ExtractKind) -> Vec<String> {
    let found = extractor(kind).extract(hir);
    found.literals().and_then(|literals| words(literals.iter().map(|word| word.as_bytes()))).unwrap_or_default()
}

fn extractor(kind: ExtractKind) -> Extractor {
    let mut extractor = Extractor::new();
    extractor.kind(kind).limit_class(WIDEST_CLASS).limit_total(MOST_WORDS);
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
