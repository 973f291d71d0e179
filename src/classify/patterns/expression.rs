//! An expression that is compiled when it is first run 用时才编译. A city has two thousand of them; of most it is enough to know where
//! their words stand, and a compiled expression takes twenty kilobytes.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

/// Up to this weight an expression is sure to be compiled: what is compiled may take 10 MiB, and a unit of weight comes to some
/// fifty bytes.
const SURE: usize = 20_000;

/// A regular expression, compiled when it is first run. Its copies share what was compiled.
#[derive(Clone, Debug)]
pub struct Expression(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    source: String,
    ignores_case: bool,
    takes_nothing: bool,
    regex: OnceLock<Regex>,
}

impl Expression {
    /// An expression for text as it is written; it minds case.
    ///
    /// # Errors
    /// It is not regular, or greater than can be compiled.
    pub fn exact(source: &str) -> Result<Self, regex::Error> {
        Self::read(source, false)
    }

    /// An expression for normalised text, in which case does not matter.
    ///
    /// # Errors
    /// As [`Expression::exact`].
    pub fn of_normalised(source: &str) -> Result<Self, regex::Error> {
        Self::read(source, true)
    }

    fn read(source: &str, ignores_case: bool) -> Result<Self, regex::Error> {
        let hir = parsed(source, ignores_case)?;
        let regex = if weight(&hir) > SURE { OnceLock::from(compiled(source, ignores_case)?) } else { OnceLock::new() };
        let takes_nothing = hir.properties().minimum_len().is_some_and(|least| least == 0);
        Ok(Self(Arc::new(Inner { source: source.to_owned(), ignores_case, takes_nothing, regex })))
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0.source
    }

    /// Whether it may be content with no character at all, as `(路灯)?` is: it would stand everywhere.
    pub fn takes_nothing(&self) -> bool {
        self.0.takes_nothing
    }

    /// What it is made of.
    pub(super) fn parts(&self) -> Hir {
        parsed(&self.0.source, self.0.ignores_case).expect("it was parsed when it was read")
    }
}

impl Deref for Expression {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        let Inner { source, ignores_case, regex, .. } = &*self.0;
        regex.get_or_init(|| compiled(source, *ignores_case).expect("it was parsed when it was read, and is small enough"))
    }
}

fn parsed(source: &str, ignores_case: bool) -> Result<Hir, regex::Error> {
    let parsed = ParserBuilder::new().case_insensitive(ignores_case).build().parse(source);
    parsed.map_err(|error| regex::Error::Syntax(error.to_string()))
}

fn compiled(source: &str, ignores_case: bool) -> Result<Regex, regex::Error> {
    RegexBuilder::new(source).case_insensitive(ignores_case).build()
}

/// About how many states it is compiled to, repetitions written out; more rather than fewer.
fn weight(hir: &Hir) -> usize {
    let sum = |all: &[Hir]| all.iter().map(weight).fold(1_usize, usize::saturating_add);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        // A range of characters is up to four sequences of up to four bytes.
        HirKind::Class(Class::Unicode(class)) => class.ranges().len().saturating_mul(16),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Repetition(of) => weight(&of.sub).saturating_add(1).saturating_mul(of.max.unwrap_or(of.min).max(of.min).max(1) as usize),
        HirKind::Capture(of) => weight(&of.sub).saturating_add(2),
        HirKind::Concat(all) | HirKind::Alternation(all) => sum(all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_compiled(expression: &Expression) -> bool {
        expression.0.regex.get().is_some()
    }

    #[test]
    fn it_is_compiled_once_when_it_is_first_run() {
        let lamp = Expression::of_normalised("路灯.{0,8}(坏|不亮)").expect("regular");
        let copy = lamp.clone();
        assert!(!is_compiled(&lamp) && !lamp.takes_nothing());
        assert_eq!(copy.find("小区路灯已经坏了").map(|found| found.as_str()), Some("路灯已经坏"));
        assert!(is_compiled(&lamp) && lamp.is_match("路灯不亮"));
    }

    #[test]
    fn case_matters_where_it_is_told_to() {
        assert!(Expression::of_normalised("etc").expect("regular").is_match("ETC"));
        assert!(!Expression::exact("etc").expect("regular").is_match("ETC"));
    }

    #[test]
    fn what_takes_no_character_is_known_without_running_it() {
        for (source, takes) in [("(路灯)?", true), (".*", true), ("路灯|", true), ("路灯?", false), ("^路$", false)] {
            let expression = Expression::of_normalised(source).expect("regular");
            assert_eq!((expression.takes_nothing(), expression.is_match("")), (takes, takes), "{source}");
        }
    }

    #[test]
    fn what_cannot_be_compiled_is_refused_when_it_is_read() {
        for source in ["(路灯", r"\w{60000}", "(?:(?:[^,]{0,200}){0,200}){0,200}"] {
            assert!(Expression::of_normalised(source).is_err(), "{source}");
        }
        // Great, but not too great: it is compiled at once, since nobody could be told later.
        assert!(is_compiled(&Expression::exact(r"\w{40}").expect("it can be compiled")));
    }

    /// The greatest that are left for later: they must be compiled then.
    #[test]
    fn what_is_left_for_later_can_be_compiled() {
        for source in ["[^,]{0,400}", r"(?:\p{Han}{1,3}|[,。]){0,12}", "(?:路灯|[^灯]){0,200}", "[0-9]{0,1000}"] {
            let expression = Expression::of_normalised(source).expect("regular");
            assert!(!is_compiled(&expression), "{source} weighs {}", weight(&expression.parts()));
            assert!(expression.is_match("路灯"));
        }
    }
}
