use super::*;
use crate::classify::segment::Segmenter;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::new("").expect("no dictionary"));

fn keys(features: &[Feature]) -> Vec<String> {
    features.iter().map(Feature::key).collect()
}

fn found(of: &[&str], text: &str, subject: usize, best: Option<&str>) -> Vec<String> {
    let (finder, features) = Finder::new(of.iter().map(|key| Feature::parse(key))).expect("few");
    let hits = finder.find(&Parts { whole: text, subject }, &SEGMENTER.boundaries(text), best);
    let mut keys: Vec<String> = hits.iter().map(|hit| features[hit.feature as usize].key()).collect();
    keys.sort();
    keys
}

#[test]
fn each_is_found_once_and_only_where_it_may_stand() {
    let all = ["停车场", "车场费", "~车场", "停", "^停车场", "^~车", "@noise", "@lamp", "收费"];
    assert_eq!(found(&all, "停车场和停车场", 0, None), ["~车场", "停", "停车场"]);
    let subject = "停车场".len();
    assert_eq!(found(&all, "停车场\n停车场收费", subject, Some("noise")), ["@noise", "^~车", "^停车场", "~车场", "停", "停车场", "收费"]);
    assert_eq!(found(&all, "停车场收费", subject - 1, Some("tap")), ["^~车", "~车场", "停", "停车场", "收费"]);
    assert_eq!(found(&all, "", 0, None), Vec::<String>::new());
    assert_eq!(found(&[], "停车场", 0, Some("noise")), Vec::<String>::new());
}

#[test]
fn its_numbers_follow_the_order_given_with_equal_words_together() {
    let of = ["灯", "~水", "@b", "~灯", "水", "@a", "灯", "", "^灯"].map(Feature::parse);
    let (finder, features) = Finder::new(of).expect("few");
    assert_eq!(keys(&features), ["灯", "~灯", "^灯", "水", "~水", "@a", "@b"]);
    assert_eq!(finder.features(), 7);
    assert_eq!((0..8).filter_map(|number| finder.intent(number)).collect::<Vec<_>>(), ["a", "b"]);
}

#[test]
fn how_often_each_stands_there() {
    let (finder, features) = Finder::new(["停车", "~车", "^车", "~停车场停"].map(Feature::parse)).expect("few");
    let text = "车位\n停车场停车,停车";
    let hits = finder.find(&Parts { whole: text, subject: "车位".len() }, &SEGMENTER.boundaries(text), None);
    let times = |key: &str| hits.iter().filter(|hit| features[hit.feature as usize].key() == key).map(|hit| hit.times).collect::<Vec<_>>();
    assert_eq!([times("停车"), times("~车"), times("~停车场停")], [vec![3], vec![4], vec![1]]);
    assert!(times("^车").iter().all(|times| *times == 1));
    assert!(hits.iter().all(|hit| (hit.again() == 0.0) == (hit.times == 1)));
}

/// The same, one feature after the other.
fn plainly(features: &[Feature], text: &Parts<'_>, edges: &Boundaries<'_>) -> BTreeSet<u32> {
    let stands = |feature: &Feature| match feature {
        Feature::Intent(_) => false,
        Feature::Words { part, anywhere, words } => {
            let within = if *part == Part::Subject { &text.whole[..text.subject] } else { text.whole };
            within
                .char_indices()
                .any(|(at, _)| within[at..].starts_with(words.as_str()) && (*anywhere || edges.enclose(at, at + words.len())))
        }
    };
    (0..features.len()).filter(|number| stands(&features[*number])).map(|number| number as u32).collect()
}

proptest! {
    #[test]
    fn it_finds_what_stands_there(
        of in proptest::collection::vec("[\\^]?~?[水电停车场😀路a1]{1,4}", 0..40),
        text in "[水电停车场😀路a1x，]{0,30}",
        subject in 0_usize..31,
    ) {
        let (finder, features) = Finder::new(of.iter().map(|key| Feature::parse(key))).expect("few");
        let subject = text.char_indices().nth(subject).map_or(text.len(), |(at, _)| at);
        let (text, edges) = (Parts { whole: &text, subject }, SEGMENTER.boundaries(&text));
        let hits = finder.find(&text, &edges, None);
        let numbers: BTreeSet<u32> = hits.iter().map(|hit| hit.feature).collect();
        prop_assert_eq!(numbers.len(), hits.len());
        prop_assert_eq!(numbers, plainly(&features, &text, &edges));
        for hit in hits {
            prop_assert!(hit.times >= 1);
            let Feature::Words { words, .. } = &features[hit.feature as usize] else { unreachable!() };
            prop_assert_eq!(&text.whole[hit.start as usize..hit.end as usize], words.as_str());
        }
    }
}
