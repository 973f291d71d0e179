//! Why texts are understood so.

use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::classify::learned::Writing;
use yousu::domain::grounds::Overhearing;

use super::program::Place;

#[test]
fn three_texts_are_explained() {
    let place = Place::new();
    for (name, text) in [
        ("noise", "夜市門口燒烤攤半夜還在吵！！！停水了我都沒說，這回要投诉"),
        ("past_fire", "当年楼下着火没人管，如果以后着火找谁，请问着火点检测怎么申请"),
        ("fire", "楼上着火了快来人，电话13912345678"),
    ] {
        insta::assert_snapshot!(format!("explain_text_{name}"), place.printed(&["explain-text", text], ""));
    }
}

#[test]
fn the_same_is_told_as_json_and_of_standard_input() {
    let place = Place::new();
    let text = "小区停水两天了";
    let told: serde_json::Value = serde_json::from_str(&place.printed(&["explain-text", "--json"], text)).expect("JSON");
    assert_eq!(told["decided"]["intent"], "water");
    assert_eq!(told["intents"][0]["hits"][0]["words"], "停水");
    assert_eq!(told["intents"][0]["hits"][0]["by"], "keyword");
    let sum = told["intents"].as_array().expect("intents").iter().map(|one| one["probability"].as_f64().expect("a share")).sum::<f64>();
    assert!((sum + told["none"].as_f64().expect("a share") - 1.0).abs() < 1e-9);
    let span = &told["intents"][0]["hits"][0]["span"];
    let (start, end) = (span["start"].as_u64().expect("a place"), span["end"].as_u64().expect("a place"));
    let read = told["text"].as_str().expect("a text");
    assert_eq!(&read[usize::try_from(start).expect("small")..usize::try_from(end).expect("small")], "停水");
    let as_table = place.printed(&["explain-text"], text);
    assert_eq!(as_table, place.printed(&["explain-text", text], ""));
}

#[test]
fn columns_stand_under_one_another() {
    let place = Place::new();
    let told = place.printed(&["explain-text", "小区停水，夜市也吵"], "");
    let wide = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let section = told.split("【命中的词】").nth(1).expect("hits").split('【').next().expect("a section");
    let ends: Vec<usize> = section.lines().filter_map(|line| line.find("关键词").map(|at| wide(&line[..at]))).collect();
    assert!(ends.len() >= 3 && ends.iter().all(|end| *end == ends[0]), "{section}");
}

#[test]
fn nothing_is_not_explained() {
    let output = Place::new().run(&["explain-text"], " \n");
    assert!(!output.status.success() && String::from_utf8_lossy(&output.stderr).contains("没有诉求"));
}

#[test]
fn what_is_told_is_what_was_decided() {
    let Ok(city) = City::load(&Sources::new(None, None), DEFAULT_PROFILE) else { panic!("the city's data is faulty: yousu check") };
    let classifier = &city.classifier;
    for intent in classifier.intents() {
        for example in intent.examples.iter().chain(&intent.counter_examples) {
            let (text, place) = (example.value.as_str(), Some("城东街道"));
            let grounds = classifier.explained(&Writing::text(text), &city.directory, place);
            assert_eq!(grounds.decided, classifier.classify(text, &city.directory, place), "{text}");
            assert_eq!(grounds.words.concat(), grounds.text.replace([' ', '\n'], ""), "{text}");
            for candidate in &grounds.intents {
                let sum: f64 = candidate.hits.iter().map(|hit| hit.weight).sum();
                assert!(candidate.silenced || (sum - candidate.score).abs() < 1e-9, "{text}: {candidate:?}");
                assert!(candidate.hits.iter().all(|hit| grounds.text[hit.span.clone()] == hit.words), "{text}: {candidate:?}");
            }
            let believed = grounds.alarms.iter().any(|heard| heard.dismissed.is_none());
            let alone = grounds.sound.as_ref().is_some_and(|sound| sound.verdict == Overhearing::Alone);
            assert_eq!(believed || alone, grounds.decided.hotline.is_some(), "{text}: {:?} {:?}", grounds.alarms, grounds.sound);
        }
    }
}
