//! The ear 听险: its weights are what its corpus teaches, it hears what no rule has words for, and a city teaches it more.

#[path = "common/folder.rs"]
mod folder;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::domain::complaint::{Classification, Decided, Risk, Urgency};

use folder::files;

static CITY: LazyLock<City> = LazyLock::new(|| load(&Sources::new(None, None)));

fn load(sources: &Sources) -> City {
    City::load(sources, DEFAULT_PROFILE).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn heard(text: &str) -> Classification {
    CITY.classifier.classify(text, &CITY.directory, None)
}

fn yousu(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_yousu")).current_dir(folder).args(arguments).output().expect("it runs")
}

#[test]
fn the_shipped_weights_are_what_the_shipped_sentences_teach() {
    let folder = tempfile::tempdir().expect("a folder");
    let done = yousu(folder.path(), &["learn", "--emergencies", "--out", "ear"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let shipped = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ear"));
    for (learned, shipped) in files(&folder.path().join("ear")).iter().zip(&shipped) {
        assert_eq!(learned.0, shipped.0);
        assert!(learned.1 == shipped.1, "{}: run `yousu learn --emergencies --out data/ear`", learned.0);
    }
    assert_eq!(shipped.len(), 6);
}

#[test]
fn what_no_rule_has_words_for_is_heard() {
    for (text, hotlines) in [
        ("灶台上的油锅窜起来老高 窗帘都着了 我妈还在里屋", &["119"][..]),
        ("隔壁那男的把他媳妇往墙上撞 女的一直在喊救我", &["110"]),
        ("我爷爷突然一头栽下去 嘴都紫了 怎么喊都不应", &["120"]),
        ("路口两辆车对撞 有一个人从车里甩出来了 地上都是血", &["122", "120"]),
        ("水都漫到二楼了 我们一家四口在房顶上等着", &["119"]),
        ("有个男的拎着菜刀在我们单元楼下见人就追", &["110"]),
    ] {
        let (is, squeezed) = (heard(text), text.replace(' ', ""));
        assert_eq!(is.urgency, Urgency::Emergency, "{text}");
        assert!(is.hotline.as_deref().is_some_and(|hotline| hotlines.contains(&hotline)), "{text}: {:?}", is.hotline);
        assert!(is.because.iter().any(|reason| reason.decided == Decided::Urgency && squeezed.contains(&reason.words)), "{text}");
    }
}

#[test]
fn near_misses_raise_no_alarm() {
    for text in [
        "消防通道被私家车堵死了 物业不管",
        "去年我们单元着过一次火 到现在楼道还没粉刷",
        "烧烤摊的油烟天天往我家窗户里灌",
        "110国道那段路坑太多了",
        "我妈摔伤住院的钱医保能报多少",
        "孩子近视太厉害了 救救孩子们的眼睛吧",
        "电梯坏了一个礼拜了没人修 老人上下楼不方便",
        "车祸的责任认定书下来了 我不服去哪里复议",
        "这家店的辣子鸡辣得我要喷火",
        "公交司机态度差得要命 气死我了",
    ] {
        let is = heard(text);
        assert!(is.urgency != Urgency::Emergency && is.hotline.is_none(), "{text}: {:?} {:?}", is.hotline, is.because);
    }
}

#[test]
fn a_danger_in_the_middle_of_a_long_complaint_is_heard() {
    let calm = "我们小区的绿化带常年没有人修剪，垃圾桶也经常满得盖不上，跟物业反映过三四回，每回都说知道了，就是不见人来。";
    let danger = "刚才说话的工夫对面四楼窗户往外冒黑烟了，看得见火苗，楼上有人趴在窗口喊救命，下不来。";
    let letter = format!("{calm}{calm}{danger}{calm}");
    assert_eq!(heard(&letter).hotline.as_deref(), Some("119"));
    assert_eq!(heard(&calm.repeat(4)).hotline, None);
}

#[test]
fn the_ear_silences_no_risk() {
    let is = heard("工资拖了半年没发，家里揭不开锅了，我不想活了");
    assert!(is.risks.contains(&Risk::SelfHarm) && is.hotline.is_some(), "{is:?}");
}

#[test]
fn a_city_adds_what_was_missed_and_it_is_heard_from_then_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    fs::create_dir_all(data.join("emergencies")).expect("made");
    let missed = "渡口的大钟连着响了";
    assert_ne!(heard(missed).urgency, Urgency::Emergency);
    let texts = [missed, "渡口的大钟连着响个不停", "大钟连着响了十几下", "听见渡口大钟连着响"];
    let ours = format!("version = 1\n\n[[group]]\nhotline = \"119\"\nabout = \"渡口钟声\"\ntexts = {texts:?}\n");
    fs::write(data.join("emergencies/ours.toml"), ours).expect("written");
    let stale = yousu(folder.path(), &["--data", "data", "check"]);
    assert!(String::from_utf8_lossy(&stale.stdout).contains("权重（ear）还是旧的"), "{stale:?}");
    let learned = yousu(folder.path(), &["--data", "data", "learn", "--emergencies", "--out", "data/ear"]);
    assert!(learned.status.success(), "{learned:?}");
    let city = load(&Sources::new(Some(data), None));
    let is = city.classifier.classify(missed, &city.directory, None);
    assert_eq!((is.urgency, is.hotline.as_deref()), (Urgency::Emergency, Some("119")));
    let fresh = yousu(folder.path(), &["--data", "data", "check"]);
    assert!(fresh.status.success() && !String::from_utf8_lossy(&fresh.stdout).contains("还是旧的"), "{fresh:?}");
}

#[test]
fn wrong_files_are_told_with_their_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    for (file, text, says) in [
        ("emergencies/ours.toml", "version = 1\n[[group]]\nhotline = \"911\"\nabout = \"火\"\ntexts = [\"塔楼顶上红光一片\"]\n", ":3: "),
        ("ear/hotline-01.toml", "version = 1\nid = \"hotline-01\"\nname = \"110\"\nbias = 0\n[keywords]\n\"打人\" = 2.000\n", ":6: "),
    ] {
        let path = data.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(&path, text).expect("written");
        let told = yousu(folder.path(), &["--data", "data", "check"]);
        let words = String::from_utf8_lossy(&told.stderr).into_owned();
        assert!(!told.status.success() && words.contains(&format!("{file}{says}")), "{words}");
        fs::remove_file(path).expect("removed");
    }
}

#[test]
fn what_it_sounds_like_is_explained() {
    let told = yousu(Path::new("."), &["explain-text", "隔壁那男的把他媳妇往墙上撞 女的一直在喊救我"]);
    let words = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(words.contains("突发研判") && words.contains("听起来像") && words.contains("110"), "{words}");
}
