//! Every alarm whose words are in a text, and why it was not believed 警示的取舍.

use std::ops::Range;

use super::{MOST_MENTIONS, Urgencies};
use crate::classify::context::Tense;
use crate::classify::patterns::in_blanked;
use crate::classify::scan::View;
use crate::domain::grounds::Dismissal;

/// Words that sound an alarm.
pub struct Sound<'t> {
    /// The number of the emergency's intent.
    pub intent: usize,
    /// Whom to call.
    pub hotline: &'t str,
    /// The words.
    pub words: &'t str,
    /// Why it was not believed; none where it was.
    pub dismissed: Option<Dismissal>,
}

impl Urgencies {
    /// What each alarm heard in a normalised text, by the rules by which [`Urgencies::alarms`] believes it or not.
    pub fn heard<'t>(&'t self, view: View<'_, 't>) -> Vec<Sound<'t>> {
        let text = view.text();
        let mut heard = Vec::new();
        for found in self.alarms.find(view) {
            let &(w, alarm) = self.alarms.tag(found.number);
            let watch = &self.watches[w];
            let rest = self.without(view, w);
            let told = self.now(text, &watch.alarm[alarm], &rest);
            let left = || in_blanked(&watch.alarm[alarm], &rest).take(MOST_MENTIONS);
            let (span, dismissed) = match told {
                Some(span) => (span, None),
                None => left().next().map_or((found.span.clone(), Some(Dismissal::Other)), |span| self.refused(text, span)),
            };
            heard.push(Sound { intent: watch.intent, hotline: &watch.hotline, words: &text[span], dismissed });
        }
        heard
    }

    fn refused(&self, text: &str, span: Range<usize>) -> (Range<usize>, Option<Dismissal>) {
        let why = self.context.dismissal(text, &span, Tense::Now);
        (span, why)
    }
}
