//! `data/dict.txt`: every word of it is cut otherwise without it, and every section says why.

use yousu::city::{City, Sources};
use yousu::classify::segment::Segmenter;

const DICTIONARY: &str = include_str!("../data/dict.txt");

fn cut<'t>(segmenter: &Segmenter, text: &'t str) -> Vec<&'t str> {
    segmenter.words(text).into_iter().map(|word| word.text).collect()
}

#[test]
fn no_word_is_superfluous() {
    let (without, with) = (Segmenter::new("").expect("nothing to read"), Segmenter::new(DICTIONARY).expect("the shipped file is right"));
    let words: Vec<&str> = DICTIONARY.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split(' ').next()).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let stands = |segmenter: &Segmenter, word: &str, sentence: &str| {
        let at = sentence.find(word).expect("the example has its word");
        segmenter.boundaries(sentence).enclose(at, at + word.len())
    };
    let example = |word: &str| DICTIONARY.lines().find_map(|line| line.strip_prefix("# 例 ")?.strip_prefix(word)?.strip_prefix('：'));
    let needed = |word: &str| match example(word) {
        Some(sentence) => !stands(&without, word, sentence) && stands(&with, word, sentence),
        None => cut(&without, word).len() > 1,
    };
    let known: Vec<&&str> = words.iter().filter(|word| !needed(word)).collect();
    assert!(known.is_empty(), "cut as well without: {known:?}");
    let split: Vec<&&str> = words.iter().filter(|word| cut(&with, word) != [**word]).collect();
    assert!(split.is_empty(), "still cut: {split:?}");
    // Each word costs its share of every start: a thousand would be a gazetteer in the wrong place.
    assert!((150..1000).contains(&words.len()), "{}", words.len());
}

#[test]
fn every_section_says_why() {
    let mut sections = DICTIONARY.lines().collect::<Vec<_>>();
    sections.retain(|line| line.starts_with('#'));
    let titles: Vec<usize> = (0..sections.len()).filter(|&i| sections[i].starts_with("# ──")).collect();
    assert!(titles.len() >= 6);
    for title in titles {
        let why = sections.get(title + 1).copied().unwrap_or_default();
        assert!(why.chars().count() > 15 && !why.starts_with("# ──"), "{}", sections[title]);
    }
}

#[test]
fn the_city_s_places_are_words_without_being_written_twice() {
    let city = City::load(&Sources::new(None, None), "national").expect("the model city loads");
    let words: Vec<&str> = city.classifier.segment("杨家屯到电影院巷").iter().map(|word| word.text).collect();
    assert_eq!(words, ["杨家屯", "到", "电影院巷"]);
}
