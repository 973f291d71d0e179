//! Looking for many words at once 扫描. Everybody who looks for words in a text gives a table of them to one [`Lexicon`]; it reads
//! the text once, and each then finds in the [`Reading`] where the words of their own table stand. A thousand words more
//! cost a text nothing, and ten more who ask cost it little.
//!
//! The words hang in one tree of characters, which is walked from every character of the text. An automaton would look at each
//! character once, but each look waits for the one before; the walks from different characters wait for nothing, and almost all of them
//! end at the second or third character (`benches/README.md` has the figures).

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

mod tree;

pub use tree::Tree;

/// As many tables as one lexicon has room for.
const MOST_TABLES: usize = 24;

/// The walk looks so many characters ahead.
const AHEAD: usize = 4;

/// No further place.
const NONE: u32 = u32::MAX;

/// More words, or more different characters in them, than a tree can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

impl fmt::Display for TooMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "不同的字超过 {} 个", u16::MAX)
    }
}

impl std::error::Error for TooMany {}

/// The words of several tables, ready to be looked for together.
pub struct Lexicon {
    /// At the end of a word stands where it is posted: the post itself, if there is one only, else which of the groups.
    tree: Tree,
    /// The posts of the words that stand in several tables, those of one word side by side.
    groups: Vec<u32>,
}

impl Default for Lexicon {
    /// No words.
    fn default() -> Self {
        Self::new(None).expect("no words are not too many")
    }
}

/// A word of a table.
#[derive(Clone, Copy)]
struct Post {
    table: u32,
    word: u32,
}

/// What stands at a word's end in the tree: 0 for nothing, else a post or, with this bit, where its group begins.
const GROUP: u32 = 1 << 31;
/// In a group: another post of the same word follows.
const MORE: u32 = 1 << 31;
/// A post is one more than the number of its table and, in so many bits, that of its word.
const WORD: u32 = 26;

impl Post {
    fn packed(self) -> u32 {
        (self.table + 1) << WORD | self.word
    }

    fn unpacked(post: u32) -> Self {
        Self { table: ((post & !MORE) >> WORD) - 1, word: post & ((1 << WORD) - 1) }
    }
}

impl Lexicon {
    /// The lexicon of these tables, at most 24; a word may stand in several. Empty words are never found.
    ///
    /// # Errors
    /// The words are too many.
    pub fn new<'w>(tables: impl IntoIterator<Item = &'w [String]>) -> Result<Self, TooMany> {
        let mut by_word: BTreeMap<&str, Vec<Post>> = BTreeMap::new();
        for (table, words) in (0u32..).zip(tables) {
            assert!((table as usize) < MOST_TABLES, "a lexicon is made of a fixed few tables");
            for (word, number) in words.iter().zip(0u32..) {
                by_word.entry(word).or_default().push(Post { table, word: number });
            }
        }
        by_word.remove("");
        if by_word.len() >= 1 << WORD {
            return Err(TooMany);
        }
        let (mut tree, nodes) = Tree::new(by_word.keys().copied())?;
        let mut ends = vec![0; nodes.iter().max().map_or(0, |last| *last as usize) + 1];
        let mut groups = Vec::new();
        for (node, own) in nodes.into_iter().zip(by_word.into_values()) {
            ends[node as usize] = match own.as_slice() {
                [only] => only.packed(),
                [first @ .., last] => {
                    let begin = groups.len() as u32;
                    groups.extend(first.iter().map(|post| MORE | post.packed()).chain([last.packed()]));
                    GROUP | begin
                }
                [] => 0,
            };
        }
        tree.mark(&ends);
        Ok(Self { tree, groups })
    }

    /// Where the words of all tables stand in `text`.
    pub fn read<'t>(&self, text: &'t str) -> Reading<'t> {
        let (codes, starts) = self.tree.read(text);
        let mut found = Found { hits: Vec::with_capacity(codes.len() * 2), first: [NONE; MOST_TABLES], last: [NONE; MOST_TABLES] };
        for first in 0..codes.len() {
            if let Some(&[one, two]) = codes.get(first + AHEAD..first + AHEAD + 2) {
                self.tree.foresee(one, two);
            }
            let mut node = self.tree.first(codes[first]);
            let mut next = first + 1;
            while node.number != 0 {
                if node.end & GROUP != 0 {
                    let own = &self.groups[(node.end & !GROUP) as usize..];
                    for post in own {
                        found.keep(Post::unpacked(*post), starts[first], starts[next]);
                        if post & MORE == 0 {
                            break;
                        }
                    }
                } else if node.end != 0 {
                    found.keep(Post::unpacked(node.end), starts[first], starts[next]);
                }
                node = self.tree.child(node.number, codes.get(next).copied().unwrap_or(0));
                next += 1;
            }
        }
        Reading { text, found }
    }
}

/// A word of a table where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The number of the word in its table.
    pub word: u32,
    /// Where it begins, in bytes.
    pub start: u32,
    /// Where it ends, exclusive.
    pub end: u32,
    /// The next hit of the same table.
    next: u32,
}

impl Hit {
    /// The bytes that it takes.
    pub fn place(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The hits of all tables, each table's on a string.
struct Found {
    hits: Vec<Hit>,
    first: [u32; MOST_TABLES],
    last: [u32; MOST_TABLES],
}

impl Found {
    fn keep(&mut self, post: Post, start: u32, end: u32) {
        let (number, table) = (self.hits.len() as u32, post.table as usize);
        self.hits.push(Hit { word: post.word, start, end, next: NONE });
        match self.hits.get_mut(self.last[table] as usize) {
            Some(last) => last.next = number,
            None => self.first[table] = number,
        }
        self.last[table] = number;
    }
}

/// A text, and where the words of a lexicon stand in it.
pub struct Reading<'t> {
    text: &'t str,
    found: Found,
}

impl<'t> Reading<'t> {
    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// What the tables from this one on found.
    pub fn view(&self, table: usize) -> View<'_, 't> {
        View { text: self.text, found: &self.found, table, without: &[] }
    }
}

/// A text, and where the words of one table stand in it.
#[derive(Clone, Copy)]
pub struct View<'r, 't> {
    text: &'t str,
    found: &'r Found,
    table: usize,
    without: &'r [Range<usize>],
}

impl<'r, 't> View<'r, 't> {
    /// The text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The same of the table that stands so many places behind this one.
    pub fn table(self, behind: usize) -> Self {
        Self { table: self.table + behind, ..self }
    }

    /// The same for what is left of the text when these spans are blanked, `blanked`.
    pub fn blanked<'b>(self, blanked: &'b str, without: &'r [Range<usize>]) -> View<'r, 'b> {
        View { text: blanked, found: self.found, table: self.table, without }
    }

    /// Every word of the table wherever it stands, also those inside others, in the order in which they begin; of those
    /// that begin at one place the shortest first.
    pub fn hits(self) -> impl Iterator<Item = &'r Hit> {
        let first = self.found.hits.get(self.found.first[self.table] as usize);
        let all = std::iter::successors(first, |hit| self.found.hits.get(hit.next as usize));
        all.filter(move |hit| !self.without.iter().any(|span| (hit.start as usize) < span.end && span.start < hit.end as usize))
    }
}

/// Words, each with those who want to hear of it.
pub struct Words<T> {
    words: Vec<String>,
    /// For each word, where its part of `listeners` begins; the last entry is where the last ends.
    begins: Vec<u32>,
    listeners: Vec<T>,
}

impl<T> Words<T> {
    /// These words; a word may be given several times, by different listeners. Empty words are never heard.
    pub fn new<W: Into<String>>(words: impl IntoIterator<Item = (W, T)>) -> Self {
        let mut by_word: BTreeMap<String, Vec<T>> = BTreeMap::new();
        for (word, listener) in words {
            by_word.entry(word.into()).or_default().push(listener);
        }
        let (mut begins, mut listeners) = (vec![0], Vec::new());
        let mut words = Vec::with_capacity(by_word.len());
        for (word, own) in by_word {
            words.push(word);
            listeners.extend(own);
            begins.push(listeners.len() as u32);
        }
        Self { words, begins, listeners }
    }

    /// Its words, for a lexicon.
    pub fn table(&self) -> &[String] {
        &self.words
    }

    /// How many have asked for words, each as often as for a word.
    pub fn listeners(&self) -> usize {
        self.listeners.len()
    }

    /// The numbers of those who asked for the word that was hit, by which [`Words::of`] knows them.
    #[inline]
    pub fn asked(&self, hit: &Hit) -> Range<usize> {
        let word = hit.word as usize;
        self.begins[word] as usize..self.begins[word + 1] as usize
    }

    /// Those listeners.
    #[inline]
    pub fn of(&self, numbers: Range<usize>) -> &[T] {
        &self.listeners[numbers]
    }
}

/// Words of which, where several begin at one place, only the longest is meant, and none inside another.
#[derive(Default)]
pub struct Longest<T> {
    words: Vec<String>,
    values: Vec<T>,
}

impl<T> Longest<T> {
    /// These words, each with what it means; of a word given twice the first meaning holds.
    pub fn new<'w>(words: impl IntoIterator<Item = (&'w str, T)>) -> Self {
        let mut by_word: BTreeMap<&str, T> = BTreeMap::new();
        for (word, value) in words {
            by_word.entry(word).or_insert(value);
        }
        by_word.remove("");
        let (words, values) = by_word.into_iter().map(|(word, value)| (word.to_owned(), value)).unzip();
        Self { words, values }
    }

    /// Its words, for a lexicon.
    pub fn table(&self) -> &[String] {
        &self.words
    }

    /// The words of a text with their meanings and places, in order.
    pub fn found<'s>(&'s self, view: View<'_, '_>) -> impl Iterator<Item = (&'s T, Range<usize>)> {
        self.found_from(view, 0)
    }

    /// The same of what of the text begins at this byte.
    pub fn found_from<'s>(&'s self, view: View<'_, '_>, from: usize) -> impl Iterator<Item = (&'s T, Range<usize>)> {
        let mut hits = view.hits().skip_while(move |hit| (hit.start as usize) < from).peekable();
        let mut free = 0;
        std::iter::from_fn(move || {
            let mut hit = hits.find(|hit| hit.start >= free)?;
            while let Some(longer) = hits.next_if(|next| next.start == hit.start) {
                hit = longer;
            }
            free = hit.end;
            Some((&self.values[hit.word as usize], hit.place()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(words: &[(&str, u8)], text: &str) -> Vec<(u8, Range<usize>)> {
        let words = Words::new(words.iter().copied());
        let lexicon = Lexicon::new([words.table()]).expect("few words");
        let reading = lexicon.read(text);
        let all = reading.view(0).hits().flat_map(|hit| words.of(words.asked(hit)).iter().map(|listener| (*listener, hit.place())));
        all.collect()
    }

    #[test]
    fn every_listener_hears_of_every_place() {
        let words = [("停车", 1), ("停车场", 2), ("车", 3), ("停车", 4), ("", 5)];
        assert_eq!(heard(&words, "停车场"), [(1, 0..6), (4, 0..6), (2, 0..9), (3, 3..6)]);
        assert_eq!(heard(&words, "无事"), []);
        assert_eq!(heard(&[], "停车场"), []);
    }

    #[test]
    fn the_longest_word_is_meant() {
        let found = |words: &Longest<u8>, text: &str, from: usize| {
            let lexicon = Lexicon::new([words.table()]).expect("few words");
            let reading = lexicon.read(text);
            words.found_from(reading.view(0), from).map(|(value, place)| (*value, place)).collect::<Vec<_>>()
        };
        let words = Longest::new([("车", 1), ("停车场", 2), ("停车", 3), ("停车", 4)]);
        assert_eq!(found(&words, "停车场里停车", 0), [(2, 0..9), (3, 12..18)]);
        assert_eq!(found(&words, "停车场里停车", 3), [(1, 3..6), (3, 12..18)]);
        assert_eq!(found(&Longest::new([]), "停车", 0), []);
    }

    #[test]
    fn each_finds_the_words_of_its_own_table() {
        let tables = [vec!["停水".to_owned(), "水".to_owned()], vec!["水费".to_owned(), "水".to_owned()]];
        let lexicon = Lexicon::new(tables.iter().map(Vec::as_slice)).expect("few words");
        let reading = lexicon.read("停水收水费");
        let words = |view: View<'_, '_>| view.hits().map(|hit| (hit.word, hit.place())).collect::<Vec<_>>();
        assert_eq!(words(reading.view(0)), [(0, 0..6), (1, 3..6), (1, 9..12)]);
        assert_eq!(words(reading.view(0).table(1)), [(1, 3..6), (1, 9..12), (0, 9..15)]);
        let without = 0..6;
        let blanked = reading.view(1).blanked("\n\n\n\n\n\n收水费", std::slice::from_ref(&without));
        assert_eq!((words(blanked), blanked.text()), (vec![(1, 9..12), (0, 9..15)], "\n\n\n\n\n\n收水费"));
    }
}
