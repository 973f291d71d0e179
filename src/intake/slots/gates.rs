//! Which finders are worth asking 预筛. Most texts name no plate, no court and no proxy: one look for the words that the
//! expressions of a finder cannot do without tells which finders would look in vain.

use regex::Regex;

use crate::classify::patterns::{Expression, Patterns};
use crate::classify::scan::View;

/// A finder's question to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gate {
    Labels,
    Orders,
    Plates,
    Introduced,
    Addressed,
    Quoted,
    Called,
    Persons,
    Direct,
    Buses,
    Court,
    Confidential,
    Headcount,
    Representatives,
    Proxies,
}

/// Opens the gates that a text has the words for.
pub(super) struct Gates(Patterns<Gate>);

impl Gates {
    /// The gates before these expressions; one opens when any of its expressions may occur.
    pub(super) fn new<'r>(expressions: impl IntoIterator<Item = (Gate, &'r Regex)>) -> Self {
        let exact = |regex: &Regex| Expression::exact(regex.as_str()).expect("it was compiled");
        Self(Patterns::new(expressions.into_iter().map(|(gate, regex)| (exact(regex), gate))))
    }

    /// The words that it must see, for a lexicon.
    pub(super) fn table(&self) -> &[String] {
        self.0.table()
    }

    /// The gates that stand open for a text.
    pub(super) fn open(&self, view: View<'_, '_>) -> Open {
        Open(self.0.likely(view).into_iter().fold(0, |open, gate| open | bit(*gate)))
    }
}

/// The gates that stand open for a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open(u32);

impl Open {
    /// What `ask` finds, if this gate is open.
    pub(super) fn ask<T: Default>(self, gate: Gate, ask: impl FnOnce() -> T) -> T {
        if self.0 & bit(gate) == 0 { T::default() } else { ask() }
    }
}

fn bit(gate: Gate) -> u32 {
    1 << gate as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::scan::Lexicon;

    #[test]
    fn a_gate_opens_for_the_words_of_its_expressions() {
        let (court, plate) = (Regex::new("起诉了?|KTV").expect("regex"), Regex::new("[京沪][A-Z][0-9]{5}").expect("regex"));
        let gates = Gates::new([(Gate::Court, &court), (Gate::Plates, &plate)]);
        let lexicon = Lexicon::new([gates.table()]).expect("few words");
        for (text, court, plate) in
            [("已起诉", true, false), ("去KTV", true, false), ("ktv", false, false), ("京A12345", false, true), ("", false, false)]
        {
            let open = gates.open(lexicon.read(text).view(0));
            assert_eq!((open.ask(Gate::Court, || true), open.ask(Gate::Plates, || true)), (court, plate), "{text}");
        }
    }
}
