//! What the matter is 事项: what the file says goes before what the house understands.

use crate::classify::Classifier;
use crate::domain::complaint::{Category, Classification, Kind, Urgency};

/// What the file says of the matter.
pub struct Said {
    pub kind: Option<String>,
    pub category: Option<String>,
    pub intent: Option<String>,
    pub urgency: Option<String>,
    pub district: Option<String>,
}

/// The matter as it is kept. Why the house understood it so is worked out anew where somebody asks.
pub fn settled(understood: Classification, said: Said, classifier: &Classifier) -> Classification {
    let mut settled = Classification { because: Vec::new(), alternatives: Vec::new(), ..understood };
    if let Some(name) = said.intent {
        let ours = classifier.intents().iter().find(|intent| intent.name == name || intent.id.as_str() == name);
        match ours {
            Some(intent) => {
                settled.intent = Some(intent.id.clone());
                settled.intent_name.clone_from(&intent.name);
                settled.category = intent.category;
            }
            None => {
                settled.intent = None;
                settled.intent_name = name;
            }
        }
    }
    settled.category = said.category.as_deref().and_then(category).unwrap_or(settled.category);
    settled.kind = said.kind.as_deref().and_then(kind).unwrap_or(settled.kind);
    settled.urgency = said.urgency.as_deref().and_then(urgency).unwrap_or(settled.urgency);
    settled.district = said.district.or(settled.district);
    settled
}

fn kind(word: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| word.trim_end_matches(['类', '件']) == kind.label())
}

fn category(word: &str) -> Option<Category> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}

fn urgency(word: &str) -> Option<Urgency> {
    match word {
        "一般" | "普通" | "正常" => Some(Urgency::Normal),
        "紧急" | "加急" | "急件" => Some(Urgency::Urgent),
        "突发" | "特急" | "特别紧急" => Some(Urgency::Emergency),
        _ => None,
    }
}
