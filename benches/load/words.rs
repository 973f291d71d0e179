//! What citizens write here: the shipped intents' own examples, a hundred characters of one matter.

use yousu::city::City;
use yousu::classify::intents::Intent;

const CHARACTERS: usize = 100;

/// Complaints, as many as asked for; they come again after some thousands.
pub fn complaints(city: &City, count: usize) -> Vec<String> {
    let intents = city.classifier.intents();
    (0..count).map(|number| complaint(&intents[number % intents.len()], number / intents.len())).collect()
}

/// A complaint of one matter, as complaints are: the examples of one intent strung together, from the one with this number on.
fn complaint(intent: &Intent, from: usize) -> String {
    let examples = intent.examples.iter().cycle().skip(from % intent.examples.len());
    examples.flat_map(|text| text.value.chars().chain(['，'])).take(CHARACTERS).collect()
}
