//! Abuse in a text 不文明用语: `data/abuse.toml`, read and proved, and what it finds. Whoever reports that somebody insulted
//! them has a complaint and is no abuser: reported speech is taken out before anything is looked for.

use regex::{Regex, RegexSet};
use serde::Deserialize;
use toml::Spanned;

use crate::classify::normalise::normalise;
use crate::classify::patterns::{Expression, Patterns};
use crate::classify::scan::Lexicon;
use crate::domain::problem::{Problem, line_at};

/// What sort of abuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbuseKind {
    /// 辱骂
    Insult,
    /// 低俗
    Indecency,
    /// 威胁
    Threat,
    /// 广告
    Spam,
}

impl AbuseKind {
    /// The Chinese words, as they stand in what is said about it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Insult => "辱骂他人",
            Self::Indecency => "低俗内容",
            Self::Threat => "威胁恐吓",
            Self::Spam => "广告推销",
        }
    }
}

/// What was found in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What sort.
    pub kind: AbuseKind,
    /// The text without the abuse and without the empty words around it: where something is left, a matter may be.
    pub rest: String,
    /// It also tells of what somebody else said.
    pub reports: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: Spanned<u32>,
    kind: Vec<KindOf>,
    not_abuse: NotAbuse,
    filler: Filler,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindOf {
    kind: AbuseKind,
    #[serde(default)]
    words: Vec<Spanned<String>>,
    #[serde(default)]
    patterns: Vec<Spanned<String>>,
    examples: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NotAbuse {
    patterns: Vec<Spanned<String>>,
    examples: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filler {
    words: Vec<String>,
}

/// Finds abuse. Made once, shared by all.
pub struct AbuseFinder {
    /// What tells of nearly every text that there is none in it.
    hints: Hints,
    kinds: Vec<(AbuseKind, Regex)>,
    any: RegexSet,
    reported: Regex,
    filler: Regex,
}

impl AbuseFinder {
    /// Reads `text`, the content of `file`, and proves it with its own examples.
    ///
    /// # Errors
    /// Every fault, with its line and what to do.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let read: File = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_at(text, span.start));
            vec![Problem::misshapen(file, Some(line), error.message(), [])]
        })?;
        let fault = |at: usize, what: String| Problem::at(file, line_at(text, at), what);
        if *read.version.get_ref() != 1 {
            return Err(vec![fault(read.version.span().start, "version 应为 1".to_owned())]);
        }
        let problems: Vec<Problem> = read.faults().into_iter().map(|(at, what)| fault(at, what)).collect();
        if !problems.is_empty() {
            return Err(problems);
        }
        let finder = read.finder().map_err(|error| vec![fault(0, format!("表达式合起来太大，请减少（{error}）。"))])?;
        let problems: Vec<Problem> = finder.disproved(&read).into_iter().map(|(at, what)| fault(at, what)).collect();
        if problems.is_empty() { Ok(finder) } else { Err(problems) }
    }

    /// What abuse of the line or of people stands in `text`, as its writer's own words.
    pub fn find(&self, text: &str) -> Option<Found> {
        let text = normalise(text);
        if !self.hints.stand_in(&text) {
            return None;
        }
        let own = self.reported.replace_all(&text, " ");
        let which = self.any.matches(&own).iter().next()?;
        let mut rest = own.clone().into_owned();
        for (_, regex) in &self.kinds {
            rest = regex.replace_all(&rest, " ").into_owned();
        }
        let rest = self.filler.replace_all(&rest, "");
        let rest: String = rest.chars().filter(|c| c.is_alphanumeric()).collect();
        Some(Found { kind: self.kinds[which].0, rest, reports: own.len() != text.len() })
    }

    /// The examples that are not understood as the file says.
    fn disproved(&self, read: &File) -> Vec<(usize, String)> {
        let mut wrong = Vec::new();
        for kind in &read.kind {
            for example in &kind.examples {
                let found = self.find(example.get_ref()).map(|found| found.kind);
                if found != Some(kind.kind) {
                    wrong.push((
                        example.span().start,
                        format!("例句“{}”没有认成“{}”，请补词语或表达式。", example.get_ref(), kind.kind.label()),
                    ));
                }
            }
        }
        for example in read.not_abuse.examples.iter().filter(|example| self.find(example.get_ref()).is_some()) {
            wrong.push((example.span().start, format!("“{}”不该算不文明用语，请在 [not_abuse] 补表达式。", example.get_ref())));
        }
        wrong
    }
}

impl File {
    fn faults(&self) -> Vec<(usize, String)> {
        let mut faults = Vec::new();
        let patterns = self.kind.iter().flat_map(|kind| &kind.patterns).chain(&self.not_abuse.patterns);
        for pattern in patterns {
            if let Err(error) = Regex::new(pattern.get_ref()) {
                faults.push((pattern.span().start, format!("表达式“{}”不对：{error}", pattern.get_ref())));
            }
        }
        for word in self.kind.iter().flat_map(|kind| &kind.words) {
            if word.get_ref().chars().count() < 2 || normalise(word.get_ref()) != *word.get_ref() {
                faults.push((word.span().start, format!("词语“{}”至少两个字，英文小写、半角，不含空格。", word.get_ref())));
            }
        }
        if self.filler.words.is_empty() || self.not_abuse.patterns.is_empty() {
            faults.push((0, "[filler] 的 words 和 [not_abuse] 的 patterns 都要有。".to_owned()));
        }
        for kind in self.kind.iter().filter(|kind| kind.words.is_empty() && kind.patterns.is_empty()) {
            faults.push((0, format!("“{}”一个词语、一个表达式也没有。", kind.kind.label())));
        }
        faults
    }

    fn finder(&self) -> Result<AbuseFinder, regex::Error> {
        let hints = Hints::of(self.kind.iter().flat_map(KindOf::expressions))?;
        let kinds: Vec<(AbuseKind, String)> = self.kind.iter().map(|kind| (kind.kind, kind.expression())).collect();
        let any = RegexSet::new(kinds.iter().map(|(_, expression)| expression))?;
        let kinds = kinds.into_iter().map(|(kind, expression)| Ok((kind, Regex::new(&expression)?)));
        let reported: Vec<&str> = self.not_abuse.patterns.iter().map(|pattern| pattern.get_ref().as_str()).collect();
        let mut filler: Vec<String> = self.filler.words.iter().map(|word| regex::escape(word)).collect();
        filler.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let kinds = kinds.collect::<Result<_, regex::Error>>()?;
        Ok(AbuseFinder { hints, kinds, any, reported: any_of(&reported)?, filler: any_of(&filler)? })
    }
}

/// The words without which there is no abuse: reported speech need not be taken out of a text that has none of them.
struct Hints {
    lexicon: Lexicon,
    patterns: Patterns<()>,
    /// One of the words has a blank in it, and a blank stands where reported speech stood: they tell nothing then.
    tell_nothing: bool,
}

impl Hints {
    fn of(expressions: impl Iterator<Item = String>) -> Result<Self, regex::Error> {
        let expressions = expressions.map(|one| Ok((Expression::exact(&one)?, ())));
        let patterns = Patterns::new(expressions.collect::<Result<Vec<_>, regex::Error>>()?);
        let tell_nothing = patterns.table().iter().any(|word| word.contains(' '));
        let lexicon = Lexicon::new([patterns.table()]).map_err(|error| regex::Error::Syntax(error.to_string()))?;
        Ok(Self { lexicon, patterns, tell_nothing })
    }

    fn stand_in(&self, text: &str) -> bool {
        self.tell_nothing || self.patterns.may_be_left(self.lexicon.read(text).view(0))
    }
}

impl KindOf {
    fn expression(&self) -> String {
        self.expressions().map(|one| format!("(?:{one})")).collect::<Vec<_>>().join("|")
    }

    fn expressions(&self) -> impl Iterator<Item = String> {
        let words = self.words.iter().map(|word| regex::escape(word.get_ref()));
        words.chain(self.patterns.iter().map(|pattern| pattern.get_ref().clone()))
    }
}

fn any_of<T: AsRef<str>>(of: &[T]) -> Result<Regex, regex::Error> {
    Regex::new(&of.iter().map(|one| format!("(?:{})", one.as_ref())).collect::<Vec<_>>().join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATA: &str = include_str!("../../data/abuse.toml");

    fn finder() -> AbuseFinder {
        AbuseFinder::parse("abuse.toml", DATA).unwrap_or_else(|problems| panic!("{problems:#?}"))
    }

    #[test]
    fn whoever_has_a_matter_leaves_words_of_it() {
        let finder = finder();
        let rest = |text: &str| finder.find(text).map(|found| found.rest.chars().count());
        assert_eq!(rest("你们都是一群废物！！！"), Some(0));
        assert!(rest("你们这群废物，解放路的路灯坏了半个月都不修").is_some_and(|left| left >= 8));
        assert_eq!(rest("路灯坏了，没人修"), None);
        assert_eq!(rest("我不想活了，让我去死吧"), None, "despair insults nobody");
        assert_eq!(rest("操场边上的灯坏了"), None);
        assert_eq!(rest("邻居说要弄死我家的狗"), None);
        assert_eq!(rest(""), None);
    }

    /// What is passed over for its words would not have been found with all expressions either.
    #[test]
    fn a_text_without_the_words_has_no_abuse() {
        let finder = finder();
        let all = |text: &str| finder.any.is_match(&finder.reported.replace_all(text, " "));
        let (bits, mut found) =
            (["你们", "一群", "他骂我", "，", "狗", "。", "废物", "手机", "兼职", "“", "”", "日结", "路灯坏了", "滚"], 0);
        for number in (0..bits.len().pow(4)).step_by(9) {
            let text: String = (0..4).map(|place| bits[number / bits.len().pow(place) % bits.len()]).collect();
            assert_eq!(finder.find(&text).is_some(), all(&normalise(&text)), "{text}");
            found += usize::from(all(&normalise(&text)));
        }
        assert!(found > 100, "{found}");
    }

    #[test]
    fn a_wrong_file_names_its_line() {
        let told = |from: &str, to: &str| {
            let problems = AbuseFinder::parse("abuse.toml", &DATA.replacen(from, to, 1)).err().expect("the file is wrong");
            problems[0].to_string()
        };
        let line = |needle: &str| DATA.lines().position(|line| line.contains(needle)).map(|at| at + 1).expect("it stands there");
        assert!(told("version = 1", "version = 2").contains("version 应为 1"));
        assert!(told("[filler]", "[fillers]").starts_with("abuse.toml:"));
        let not_found = told("\"垃圾桶三天没人清了\"", "\"你们是一群废物\"");
        assert!(not_found.starts_with(&format!("abuse.toml:{}: ", line("垃圾桶三天没人清了"))), "{not_found}");
        let broken = told("\"^(?:废物", "\"^(?:(废物");
        assert!(broken.starts_with(&format!("abuse.toml:{}: ", line("\"^(?:废物"))), "{broken}");
    }
}
