use super::*;
use crate::classify::scan::Lexicon;

#[test]
fn what_is_found_in_blanked_text_begins_and_ends_with_characters() {
    let text = "头晕眼花,心里慌";
    let eyes = 3..6;
    let blanked = blank(text, std::slice::from_ref(&eyes));
    let regex = compile("[^,]{1,2}眼花|慌[^,]?").expect("regex");
    assert_eq!(in_blanked(&regex, &blanked).map(|span| &text[span]).collect::<Vec<_>>(), ["眼花", "慌"]);
    assert_eq!(in_blanked(&compile("[^头晕]").expect("regex"), "\n\n\n").count(), 0);
}

fn hits<'t, T: Clone>(patterns: &Patterns<T>, text: &'t str) -> Vec<(T, &'t str)> {
    let lexicon = Lexicon::new([patterns.table()]).expect("few words");
    let reading = lexicon.read(text);
    patterns.hits(reading.view(0)).map(|(tag, words)| (tag.clone(), words)).collect()
}

#[test]
fn a_pattern_is_found_in_normalised_text() {
    let patterns = Patterns::of_house(&[("吵[，。？]", 1), ("ETC.{0,4}扣", 2)]);
    assert_eq!(hits(&patterns, "吵,etc多扣"), [(1, "吵,"), (2, "etc多扣")]);
    assert_eq!(hits(&patterns, "无事"), []);
    assert_eq!(hits(&Patterns::<u8>::of_house(&[]), "任何话"), []);
}

#[test]
fn looking_for_words_first_loses_nothing() {
    let sources = [
        "(烧烤|夜市).{0,5}(吵|闹)",
        "[一二三]点",
        ".{0,3}KTV(里|外)?",
        "(困|关)在.{0,4}(电梯|火)(里|,|，|$)",
        "^太",
        "停(水|电)+",
        "\\d{3}路",
        "(?:a|b)?灯",
        "[^安]静",
        "K",
    ];
    let patterns = Patterns::of_house(&sources.map(|source| (source, source)));
    let plain = sources.map(|source| (source, compile(source).expect("regex")));
    for text in
        ["夜市很吵", "吵的夜市", "三点在ktv里", "被困在电梯", "困在电梯里,", "太静", "安静", "停电电", "110路", "b灯", "灯", "k", "闹", ""]
    {
        let wanted: Vec<&str> = plain.iter().filter(|(_, regex)| regex.is_match(text)).map(|(source, _)| *source).collect();
        assert_eq!(hits(&patterns, text).into_iter().map(|(source, _)| source).collect::<Vec<_>>(), wanted, "{text}");
    }
}

#[test]
fn blanking_keeps_every_place() {
    let text = "防火演练着火";
    let spans: Vec<_> = compile("火演").expect("regex").find_iter(text).map(|found| found.range()).collect();
    let blanked = blank(text, &spans);
    assert_eq!(blanked, "防\n\n\n\n\n\n练着火");
    assert_eq!(blank(text, &[0..6, 3..9]).len(), text.len());
}
