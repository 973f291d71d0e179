//! Words 分词: the only file that names jieba. It owns one dictionary with the city's own words on top.

use std::cell::Cell;

use jieba_rs::{Jieba, TokenizeMode};

use super::normalise::normalise;
use crate::domain::problem::Problem;

/// The file whose lines the user dictionary comes from, for its problems.
const DICTIONARY: &str = "data/dict.txt";

/// Above this a single word would outweigh every other reading of a sentence; jieba's own commonest word has about 3,000,000.
const MAX_FREQUENCY: usize = 10_000_000;

/// One word of a text, with its place in it in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word itself.
    pub text: &'a str,
    /// Where it begins.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
}

/// Cuts Chinese text into words 分词器.
pub struct Segmenter {
    jieba: Jieba,
}

impl Segmenter {
    /// A segmenter that also knows the words of `user_dict`: lines `word [frequency [tag]]`; empty lines and lines that
    /// begin with `#` are skipped.
    pub fn new(user_dict: &str) -> Result<Self, Problem> {
        let mut jieba = Jieba::new();
        for (i, line) in user_dict.lines().enumerate() {
            let line = line.trim_start_matches('\u{feff}').trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (word, frequency, tag) = entry(line).map_err(|what| Problem::at(DICTIONARY, i + 1, what))?;
            jieba.add_word(&normalise(word), frequency, tag);
        }
        Ok(Self { jieba })
    }

    /// The words of `text`, in order and without gaps. The same text always gives the same words: only the dictionary
    /// decides, no statistical model guesses at unknown ones.
    pub fn words<'a>(&self, text: &'a str) -> Vec<Word<'a>> {
        let tokens = self.jieba.tokenize(text, TokenizeMode::Default, false);
        tokens.into_iter().map(|token| Word { text: token.word, start: token.byte_start, end: token.byte_end }).collect()
    }

    /// The words of `text` and the words inside longer ones (停车 and 停车场), in the order in which they end.
    pub fn search_words<'a>(&self, text: &'a str) -> Vec<Word<'a>> {
        let tokens = self.jieba.tokenize(text, TokenizeMode::Search, false);
        tokens.into_iter().map(|token| Word { text: token.word, start: token.byte_start, end: token.byte_end }).collect()
    }

    /// Where words of `text` begin and end, the words inside longer words included (停车 in 停车场).
    pub fn boundaries<'t>(&'t self, text: &'t str) -> Boundaries<'t> {
        Boundaries { segmenter: self, text, known: vec![Cell::new(Known::Nothing); text.len() + 1] }
    }
}

/// What ends a clause: no word has one of these inside, and what is cut on one side of it does not hang on the other. The cut of a
/// text is that of its clauses.
const BETWEEN_CLAUSES: [char; 7] = [',', '。', '!', '?', ';', ':', '、'];

/// Where words begin and end in one text, by byte. A clause is cut when somebody first asks for an edge in it.
pub struct Boundaries<'t> {
    segmenter: &'t Segmenter,
    text: &'t str,
    /// What is known of each byte of the text, and of its end.
    known: Vec<Cell<Known>>,
}

/// What is known of a byte.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Its clause was not cut.
    Nothing,
    /// A word begins there, or ends before it.
    Edge,
    /// It is inside a word.
    Inside,
}

impl Boundaries<'_> {
    /// Whether the bytes `start..end` both begin and end at a word's edge, so that 下水 is not found in 地|下|水面.
    pub fn enclose(&self, start: usize, end: usize) -> bool {
        self.is_edge(start) && self.is_edge(end)
    }

    fn is_edge(&self, at: usize) -> bool {
        let Some(known) = self.known.get(at) else { return false };
        if known.get() == Known::Nothing {
            self.cut(at);
        }
        known.get() == Known::Edge
    }

    /// Cuts the clause in which `at` stands.
    fn cut(&self, at: usize) {
        let within = (0..=at).rfind(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let (before, behind) = self.text.split_at(within);
        let start = before.rfind(BETWEEN_CLAUSES).map_or(0, |mark| mark + before[mark..].chars().next().map_or(0, char::len_utf8));
        let end = within + behind.find(BETWEEN_CLAUSES).unwrap_or(behind.len());
        self.known[start..end].iter().for_each(|known| known.set(Known::Inside));
        [start, end].into_iter().for_each(|edge| self.known[edge].set(Known::Edge));
        for token in self.segmenter.jieba.tokenize(&self.text[start..end], TokenizeMode::Search, false) {
            self.known[start + token.byte_start].set(Known::Edge);
            self.known[start + token.byte_end].set(Known::Edge);
        }
    }
}

fn entry(line: &str) -> Result<(&str, Option<usize>, Option<&str>), String> {
    let mut parts = line.split_whitespace();
    let word = parts.next().unwrap_or_default();
    let frequency = parts.next().map(|text| match text.parse() {
        Ok(n) if (1..=MAX_FREQUENCY).contains(&n) => Ok(n),
        _ => Err(format!("词频“{text}”应是 1 到 {MAX_FREQUENCY} 之间的整数；每行写“词 词频 词性”，词频可省")),
    });
    let tag = parts.next();
    if parts.next().is_some() {
        return Err("每行只写“词 词频 词性”三项；请删去多余的内容，或把词中的空格去掉".to_owned());
    }
    Ok((word, frequency.transpose()?, tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(dict: &str, text: &str) -> Vec<String> {
        Segmenter::new(dict).expect("dictionary").words(text).iter().map(|w| w.text.to_owned()).collect()
    }

    #[test]
    fn the_citys_own_words_stay_whole() {
        assert!(!cut("", "望湖里门口").contains(&"望湖里".to_owned()));
        assert_eq!(cut("# 地名\n\n望湖里 9000 ns\n", "望湖里门口"), ["望湖里", "门口"]);
    }

    #[test]
    fn words_carry_their_bytes() {
        let segmenter = Segmenter::new("").expect("no dictionary");
        let text = "😀路灯坏了ok";
        for word in segmenter.words(text) {
            assert_eq!(&text[word.start..word.end], word.text);
        }
        assert_eq!(segmenter.words(text).iter().map(|w| w.text).collect::<String>(), text);
    }

    #[test]
    fn words_inside_words_have_edges_too() {
        let segmenter = Segmenter::new("").expect("no dictionary");
        let edges = segmenter.boundaries("停车场");
        assert!(edges.enclose(0, 6) && edges.enclose(0, 9) && !edges.enclose(0, 1) && !edges.enclose(0, 99));
    }

    #[test]
    fn clause_by_clause_a_text_is_cut_as_a_whole() {
        let segmenter = Segmenter::new("").expect("no dictionary");
        for text in ["路灯坏了,停车场、地下水。12.5元!ok?(东门):好\n再说", ",,。", "", "😀,\r\n路灯"] {
            let edges = segmenter.boundaries(text);
            let whole = segmenter.search_words(text);
            let is_edge = |at: usize| text.is_empty() || whole.iter().any(|word| word.start == at || word.end == at);
            for at in (0..=text.len()).rev() {
                assert_eq!(edges.enclose(at, at), is_edge(at), "{text} {at}");
            }
        }
    }

    #[test]
    fn a_bad_line_is_named() {
        for (dict, line) in [("城东 abc", 1), ("城东 5 ns\n城西 0", 2), ("\n城 东 路 口", 2)] {
            let problem = Segmenter::new(dict).err().expect("refused");
            assert_eq!((problem.file.as_str(), problem.line), (DICTIONARY, Some(line)), "{dict}");
        }
    }
}
