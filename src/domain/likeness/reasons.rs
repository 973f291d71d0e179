//! What two cases have in common, in words for the dispatcher 相同之处. Only what both of them say is said, and of both texts
//! only what a reader who may know nobody's identity may read.

use super::{Alike, Likeness, object, place::Place, place_words, text};
use crate::domain::case::Case;
use crate::domain::privacy::{Sight, veil};

/// The reasons, one phrase each: 同一事项（路灯不亮）, 同一地点（和煦大道）, 说法相近（“整条街都黑”）, 相隔2天.
pub fn reasons(likeness: &Likeness, a: &Case, b: &Case) -> Vec<String> {
    let reason = |alike: &Alike| match alike {
        Alike::Matter => Some(named("同一事项", &a.complaint.classification.intent_name)),
        Alike::Place => Some(named("同一地点", &shared_names(a, b))),
        Alike::Nearby => Some(named("地点相近", &shared_names(a, b))),
        Alike::Object => Some(named("同一对象", &hidden(&object(&a.complaint).unwrap_or_default(), a, b))),
        Alike::Words | Alike::Days(_) => None,
    };
    let days = |alike: &Alike| match alike {
        Alike::Days(0) => Some("同一天".to_owned()),
        Alike::Days(days) => Some(format!("相隔{days}天")),
        _ => None,
    };
    // Two short texts may have little in common but the words that tell.
    let words = match shared_words(a, b) {
        Some(words) => Some(format!("说法相近（“{words}”）")),
        None => likeness.alike.contains(&Alike::Words).then(|| "说法相近".to_owned()),
    };
    likeness.alike.iter().filter_map(reason).chain(words).chain(likeness.alike.iter().filter_map(days)).collect()
}

fn named(what: &str, name: &str) -> String {
    if name.is_empty() { what.to_owned() } else { format!("{what}（{name}）") }
}

/// The words with both citizens' identities hidden.
fn hidden(words: &str, a: &Case, b: &Case) -> String {
    veil(&veil(words, a, Sight::Hidden), b, Sight::Hidden)
}

fn shared_names(a: &Case, b: &Case) -> String {
    let (left, right) = (Place::of(place_words(&a.complaint)), Place::of(place_words(&b.complaint)));
    let shared = left.names.iter().filter(|name| right.names.contains(name)).map(|name| name.words.as_str());
    hidden(&shared.collect::<Vec<_>>().join("、"), a, b)
}

/// The longest words that stand in both texts, besides the place and the object.
fn shared_words(a: &Case, b: &Case) -> Option<String> {
    let place = Place::of(place_words(&a.complaint));
    let object = object(&a.complaint);
    let known = super::known(place_words(&a.complaint), &place, object.as_deref());
    text::phrase(&hidden(&a.complaint.text, a, b), &hidden(&b.complaint.text, a, b), &known)
}
