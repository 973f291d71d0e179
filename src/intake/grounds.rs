//! What a text was understood to be, with everything that was seen in it 研判依据.

use super::whereabouts::Whereabouts;
use super::{Ctx, understand_writing};
use crate::classify::learned::Writing;
use crate::domain::complaint::Slots;
use crate::domain::grounds::{Fact, Grounds};

/// The grounds on which [`understand_writing`] decides what a text or a letter is.
pub fn grounds(writing: &Writing<'_>, ctx: &Ctx<'_>) -> Grounds {
    let text = writing.whole();
    let (decided, slots) = understand_writing(writing, Slots::new(), ctx);
    let found = ctx.finder.find(text, ctx.now);
    let place = Whereabouts::of(&found, &Slots::new(), &[], ctx).words();
    let mut told = Slots::new();
    let facts = found.spans.into_iter().map(|(slot, span)| Fact {
        slot,
        words: text.get(span.clone()).unwrap_or_default().to_owned(),
        span,
        registered: slots
            .get(&slot)
            .filter(|_| !told.contains_key(&slot))
            .inspect(|words| drop(told.insert(slot, (*words).clone())))
            .cloned(),
    });
    let facts = facts.collect();
    Grounds { facts, decided, ..ctx.classifier.explained(writing, ctx.directory, place.as_deref()) }
}
