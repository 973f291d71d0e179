use super::*;
use crate::classify::scan::Lexicon;

const HEAD: &str = "version = 1\nfield = \"kind\"\nlabels = [\n\"kind-01\",\n\"kind-02\",\n]\nthreshold = 0.8\ntarget = 0.95\n\
[length]\npower = 0.5\n[calibration]\ntemperature = 0.5\nslope = 1.0\noffset = 0.0\n";

fn label(number: usize, name: &str, keywords: &str) -> (String, String) {
    let text = format!("version = 1\nid = \"kind-0{number}\"\nname = \"{name}\"\nbias = 0.000\n\n[keywords]\n{keywords}");
    (format!("tone/kind-0{number}.toml"), text)
}

fn files() -> Vec<(String, String)> {
    vec![
        ("tone/model.toml".to_owned(), HEAD.to_owned()),
        label(1, "praise", "\"~真好\" = 3.000\n\"~巴适\" = 3.000\n"),
        label(2, "suggestion", "\"~不妨\" = 3.000\n\"~要是能\" = 3.000\n"),
    ]
}

/// What `tell` makes of how a text sounds; nothing when it has no tone.
fn sound<T>(text: &str, tell: impl FnOnce(&Sound<'_, '_>) -> T) -> Option<T> {
    let tone = Tone::parse(&files()).unwrap_or_else(|problems| panic!("{problems:?}"));
    let lexicon = Lexicon::new([tone.table()]).expect("few words");
    let reading = lexicon.read(text);
    tone.hear(reading.view(0)).as_ref().map(tell)
}

#[test]
fn the_tone_tells_the_kind_with_its_words() {
    let words = sound("窗口的小姑娘真好,巴适", |heard| {
        assert!(heard.kinds[0].0 == Kind::Praise && heard.probability(Kind::Praise) > 0.9, "{:?}", heard.kinds);
        assert!(heard.probability(Kind::Suggestion) < 0.1 && heard.probability(Kind::Help) == 0.0, "{:?}", heard.kinds);
        let because = heard.because();
        assert!(because.iter().all(|reason| reason.decided == Decided::Kind));
        because.into_iter().map(|reason| reason.words).collect::<Vec<_>>()
    });
    assert_eq!(words.expect("a tone"), ["真好", "巴适"]);
    assert_eq!(sound("这里不妨种几棵树", |heard| heard.kinds[0].0), Some(Kind::Suggestion));
}

#[test]
fn what_sounds_like_everything_is_not_sure_and_a_word_has_no_tone() {
    assert!(sound("路灯坏了三天了", |heard| heard.probability(heard.kinds[0].0)).is_some_and(|probability| probability < 0.6));
    assert_eq!(sound("真好", |heard| heard.kinds[0].0), None);
    assert_eq!(sound("", |heard| heard.kinds[0].0), None);
}

#[test]
fn every_mistake_has_its_line_and_says_what_to_do() {
    for (file, right, wrong, line, says) in [
        (1, "name = \"praise\"", "name = \"thanks\"", 3, "consult、help"),
        (2, "\"~不妨\"", "\"不妨\"", 7, "字串"),
        (0, "version = 1", "version = 2", 1, "version = 1"),
    ] {
        let mut files = files();
        files[file].1 = files[file].1.replacen(right, wrong, 1);
        let told: Vec<String> = Tone::parse(&files).err().expect("refused").iter().map(Problem::to_string).collect();
        assert!(told[0].contains(&format!(":{line}: ")) && told[0].contains(says), "{wrong}: {told:?}");
    }
}
