use super::*;

const DATA: &str = include_str!("../../../data/risks.toml");

fn signs() -> Signs {
    Signs::parse("risks.toml", DATA).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

#[test]
fn what_is_told_of_is_heard_and_what_only_sounds_like_it_is_not() {
    let signs = signs();
    let lexicon = Lexicon::new(signs.tables()).expect("few words");
    let risks = |text: &str| {
        let text = normalise(text);
        signs.hear(lexicon.read(&text).view(0)).iter().filter_map(|heard| heard.says.risk).collect::<Vec<_>>()
    };
    assert_eq!(risks("如果再不给钱，我就从楼上跳下去"), [Risk::SelfHarm], "a threat counts");
    assert_eq!(risks("去年有人跳楼"), []);
    assert_eq!(risks("整个小区停水了"), [Risk::Outage]);
    assert_eq!(risks("如果整个小区停水了怎么办"), [], "what is only thought of is not out");
    assert_eq!(risks(""), []);
}

#[test]
fn a_wrong_file_names_its_line() {
    let file = |sign: &str| format!("version = 1\n[parts]\nfire = \"着火|起火\"\nring = \"<ring>\"\n[[sign]]\nname = \"火\"\n{sign}");
    let good = "hotline = \"119\"\npatterns = ['<fire>了']\nexamples = [\"楼上着火了\"]\ncounter_examples = [\"火锅\"]\n";
    assert!(Signs::parse("risks.toml", &file(good)).is_ok());
    for (from, to, line, what) in [
        ("hotline = \"119\"", "hotline = \"12345\"", 7, "110、119、120、122"),
        ("hotline = \"119\"", "", 6, "hotline"),
        ("hotline = \"119\"", "risk = \"self_harm\"", 6, "轻生"),
        ("<fire>", "<fires>", 8, "<fires>"),
        ("<fire>", "<ring>", 8, "绕回"),
        ("<fire>", "(", 8, "不对"),
        ("<fire>了", "火*", 8, "什么话都认"),
        ("楼上着火了", "楼上很吵", 9, "没有听出"),
        ("\"火锅\"", "\"家里着火了\"", 10, "着火了"),
        ("[\"火锅\"]", "[]", 6, "至少"),
        ("patterns", "pattern", 8, "格式不对"),
    ] {
        let problems = Signs::parse("risks.toml", &file(&good.replacen(from, to, 1))).err().expect("the file is wrong");
        let told = problems[0].to_string();
        assert!(told.starts_with(&format!("risks.toml:{line}: ")) && told.contains(what), "{to}: {told}");
    }
    let version = Signs::parse("risks.toml", &file(good).replacen("version = 1", "version = 2", 1)).err().expect("another version");
    assert_eq!(version[0].to_string(), "risks.toml:1: version 应为 1");
}
