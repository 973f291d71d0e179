use super::*;
use crate::classify::corpus::CALM;
use crate::classify::scan::Lexicon;

const HEAD: &str = "version = 1\nfield = \"hotline\"\nlabels = [\n\"hotline-01\",\n\"hotline-02\",\n\"hotline-03\",\n]\nthreshold = 0.5\ntarget = 0.97\n\
[length]\npower = 0.5\n[calibration]\ntemperature = 0.5\nslope = 1.0\noffset = 0.0\n";

fn label(number: usize, name: &str, bias: f64, keywords: &str) -> (String, String) {
    let text = format!("version = 1\nid = \"hotline-0{number}\"\nname = \"{name}\"\nbias = {bias:.3}\n\n[keywords]\n{keywords}");
    (format!("ear/hotline-0{number}.toml"), text)
}

fn files() -> Vec<(String, String)> {
    vec![
        ("ear/model.toml".to_owned(), HEAD.to_owned()),
        label(1, "119", -1.0, "\"~着火\" = 3.000\n\"~火了\" = 2.000\n\"~冒烟\" = 3.000\n"),
        label(2, "120", -1.0, "\"~晕倒\" = 3.000\n\"~没气\" = 3.000\n"),
        label(3, CALM, 0.5, "\"~路灯\" = 2.000\n\"~去年\" = 4.000\n"),
    ]
}

fn ear() -> Ear {
    Ear::parse(&files()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// What a text sounds like: the hotline, how probable an emergency is, the words that told.
fn heard(text: &str) -> (String, f64, Vec<String>) {
    let ear = ear();
    let lexicon = Lexicon::new([ear.table()]).expect("few words");
    let sound = ear.listen(lexicon.read(text).view(0)).expect("a text sounds like something");
    assert_eq!(sound.is_alarm(), sound.probability >= 0.5);
    (sound.hotline.to_owned(), sound.probability, sound.because.iter().map(|reason| reason.words.clone()).collect())
}

#[test]
fn what_sounds_like_an_emergency_names_its_hotline_and_its_words() {
    let (hotline, probability, words) = heard("楼下着火了快来");
    assert_eq!((hotline.as_str(), words), ("119", vec!["着火了".to_owned()]), "runs that touch are one word");
    assert!(probability > 0.9, "{probability}");
    let (hotline, probability, words) = heard("老人晕倒了,好像没气了");
    assert_eq!((hotline.as_str(), words), ("120", vec!["晕倒".to_owned(), "没气".to_owned()]));
    assert!(probability > 0.9, "{probability}");
}

#[test]
fn what_speaks_for_calm_counts_too() {
    assert!(heard("去年这里着火").1 < heard("这里又着火").1 / 2.0);
    assert!(heard("路灯又坏了").1 < SURELY_CALM);
    let ear = ear();
    let lexicon = Lexicon::new([ear.table()]).expect("few words");
    assert!(ear.listen(lexicon.read("路灯又坏了").view(0)).is_some_and(|sound| sound.is_calm()));
}

#[test]
fn a_danger_in_the_middle_of_a_letter_is_heard() {
    let calm = "去年以来小区路灯一直不亮,物业说没有办法,我们已经反映过许多次了,一直没有人来处理。".repeat(3);
    let letter = format!("{calm}就在刚才我们楼下的车棚着火了,正往楼上冒烟,现在已经有好几户人家都看见了,电话也打不通。{calm}");
    let (hotline, probability, words) = heard(&letter);
    assert!(hotline == "119" && probability > 0.5, "{hotline} {probability}");
    assert!(words.contains(&"着火了".to_owned()), "{words:?}");
    assert!(heard(&calm).1 < 0.1);
}

#[test]
fn without_enough_of_a_text_there_is_no_sound() {
    let ear = ear();
    let lexicon = Lexicon::new([ear.table()]).expect("few words");
    for text in ["", "着火", "不知道"] {
        assert_eq!(ear.listen(lexicon.read(text).view(0)), None, "{text}");
    }
    assert!(heard("。。。。。。").1 < 0.5);
}

#[test]
fn every_mistake_has_its_line_and_says_what_to_do() {
    for (file, right, wrong, line, says) in [
        (1, "name = \"119\"", "name = \"消防\"", 3, "110、119、120、122"),
        (3, "name = \"calm\"", "name = \"122\"", 0, "没有 calm"),
        (2, "\"~晕倒\"", "\"晕倒\"", 7, "字串"),
        (2, "\"~晕倒\"", "\"@noise\"", 7, "字串"),
        (2, "\"~晕倒\"", "\"^~晕倒\"", 7, "字串"),
        (1, "3.000", "-3.000", 7, "[negative]"),
        (0, "version = 1", "version = 2", 1, "version = 1"),
    ] {
        let mut files = files();
        assert!(files[file].1.contains(right), "{right}");
        files[file].1 = files[file].1.replacen(right, wrong, 1);
        let told: Vec<String> = Ear::parse(&files).err().expect("refused").iter().map(ToString::to_string).collect();
        let place = if line == 0 { "ear/model.toml:3: ".to_owned() } else { format!("{}:{line}: ", files[file].0) };
        assert!(told.iter().any(|told| told.starts_with(&place) && told.contains(says)), "{wrong}: {told:?}");
    }
}
