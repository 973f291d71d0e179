//! Wording 话术: turns what the house means to say into the city's own sentences. The sentences are templates of
//! `data/templates/`; they are proved against samples of everything that can be said before anybody is written to, so that a
//! misspelt variable is found by `yousu check` and never by a citizen.

use std::collections::HashMap;

use serde::Serialize;

use crate::domain::action::Action;
use crate::domain::department::Directory;
use crate::domain::legible::legible;
use crate::domain::message::Message;
use crate::domain::problem::Problem;
use crate::domain::refusal::Refusal;

mod book;
mod buttons;
mod engine;
mod lines;
mod page;
mod prove;
mod refusals;

pub use buttons::samples as button_samples;
use engine::Engine;

/// All sentences of a city, proved.
pub struct Wording {
    engine: Engine,
    trouble: String,
    /// The labels that mention nothing and so never change, by the keys of their buttons.
    labels: HashMap<&'static str, String>,
}

impl Wording {
    /// Reads and proves the template files, given as name and text: `("templates/citizens.toml", "version = 1 …")`. The last
    /// part of the name says which file it is.
    ///
    /// # Errors
    /// Everything that is wrong, each with file, line and what to do: a missing or unknown key, a template that cannot be
    /// read, a variable that its message does not have, a sentence that comes out empty.
    pub fn parse<N: AsRef<str>, T: AsRef<str>>(files: &[(N, T)]) -> Result<Self, Vec<Problem>> {
        let book = book::read(files)?;
        let engine = prove::prove(&book)?;
        let trouble = engine.render(Message::Trouble.key(), &Message::Trouble).map_err(|fault| vec![book.problem(&fault, "")])?;
        let mut wording = Self { engine, trouble: lines::tidy(&trouble), labels: HashMap::new() };
        wording.labels = wording.lasting_labels();
        Ok(wording)
    }

    /// The message in words, as plain text. What citizens wrote stands in it as they wrote it. Always says something: a
    /// sentence that fails, which its samples did not, is replaced by `trouble`.
    pub fn say(&self, message: &Message) -> String {
        match message {
            Message::Refused { refusal } => self.refusal(refusal),
            other => self.speak(other.key(), other).unwrap_or_else(|| self.trouble.clone()),
        }
    }

    /// The refusal in words: which rule forbids it and what to do instead.
    pub fn refusal(&self, refusal: &Refusal) -> String {
        self.speak(&refusals::template(refusal), refusal).unwrap_or_else(|| self.trouble.clone())
    }

    /// The label of a button. `what` names its case when the button is one of several cases to choose from.
    pub fn button(&self, action: &Action, directory: &Directory, what: Option<&str>) -> String {
        if let Some(label) = self.labels.get(action.key()) {
            return label.clone();
        }
        let label = self.speak(&buttons::template(action), &buttons::Variables::of(action, directory, what));
        label.map_or_else(|| action.key().to_owned(), |label| lines::one_line(&label))
    }

    /// The labels that mention nothing.
    fn lasting_labels(&self) -> HashMap<&'static str, String> {
        let directory = Directory::default();
        let all = button_samples().into_iter().filter(|action| self.engine.mentions_nothing(&buttons::template(action)));
        all.map(|action| (action.key(), self.button(&action, &directory, None))).collect()
    }

    fn speak(&self, template: &str, variables: &impl Serialize) -> Option<String> {
        match self.engine.render(template, variables) {
            Ok(text) => Some(lines::tidy(&legible(&text))).filter(|text| !text.is_empty()),
            Err(fault) => {
                // Neither the variables nor the engine's own words: both may hold what a citizen wrote.
                tracing::error!(template, line = fault.line, "a sentence could not be made");
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
