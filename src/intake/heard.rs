//! What was read already 已读: the rooms of intake ask about the same words one after the other, whether they are an alarm,
//! another matter, an answer; no text is read twice for that.

use std::cell::RefCell;
use std::rc::Rc;

use super::Ctx;
use super::slots::Found;
use crate::classify::learned::Writing;
use crate::domain::complaint::Classification;

/// How many texts are remembered. One message brings two or three: itself, and what it makes of the matter that was begun.
const REMEMBERED: usize = 6;

/// The texts that were read last.
#[derive(Debug, Default)]
pub struct Heard {
    found: RefCell<Vec<(String, Rc<Found>)>>,
    classified: RefCell<Vec<(Asked, Classification)>>,
}

/// A text with its subject, and the place that is known of it.
type Asked = (String, usize, Option<String>);

impl Ctx<'_> {
    /// The facts in a text.
    pub fn find(&self, text: &str) -> Rc<Found> {
        remembered(&self.heard.found, |known| known == text, || (text.to_owned(), Rc::new(self.finder.find(text, self.now))))
    }

    /// What a text is about, and whose matter that is at `place`.
    pub fn classify(&self, text: &str, place: Option<&str>) -> Classification {
        self.classify_writing(&Writing::text(text), place)
    }

    /// As [`Ctx::classify`], for a text or a letter with its subject.
    pub fn classify_writing(&self, writing: &Writing<'_>, place: Option<&str>) -> Classification {
        let (text, subject) = (writing.whole(), writing.subject().len());
        let same = |known: &Asked| known.1 == subject && known.2.as_deref() == place && known.0 == text;
        remembered(&self.heard.classified, same, || {
            let is = self.classifier.classify_writing(writing, self.directory, place);
            ((text.to_owned(), subject, place.map(str::to_owned)), is)
        })
    }
}

fn remembered<K, V: Clone>(all: &RefCell<Vec<(K, V)>>, is_it: impl Fn(&K) -> bool, read: impl FnOnce() -> (K, V)) -> V {
    if let Some((_, value)) = all.borrow().iter().rfind(|(key, _)| is_it(key)) {
        return value.clone();
    }
    let (key, value) = read();
    let mut all = all.borrow_mut();
    if all.len() == REMEMBERED {
        all.remove(0);
    }
    all.push((key, value.clone()));
    value
}
