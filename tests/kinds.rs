//! The kind of matter 诉求类型 of texts that are clear to a person. The kind sets the time limits, so a wrong one hurts.

use std::collections::BTreeMap;

use serde::Deserialize;
use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::domain::complaint::Kind;

#[derive(Deserialize)]
struct File {
    version: u32,
    #[serde(flatten)]
    sets: BTreeMap<String, Set>,
}

/// Texts of one kind; the set has the kind's own name where it does not say another.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    kind: Option<String>,
    texts: Vec<String>,
}

fn named(name: &str) -> Kind {
    serde_json::from_value(name.into()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn the_kind_of_what_is_clear_to_a_person() {
    let file: File = toml::from_str(include_str!("kinds.toml")).expect("a file of texts");
    let city = City::load(&Sources::new(None, None), DEFAULT_PROFILE).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert_eq!(file.version, 1);
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (name, set) in &file.sets {
        let wanted = named(set.kind.as_deref().unwrap_or(name));
        for text in &set.texts {
            count += 1;
            let is = city.classifier.classify(text, &city.directory, None).kind;
            wrong.extend((is != wanted).then(|| format!("{wanted:?}, not {is:?}: {text}\n")));
        }
    }
    assert!(count >= 150, "{count} texts");
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong.concat());
}
