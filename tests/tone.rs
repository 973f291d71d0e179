//! The tone 语气: its weights are what its corpus teaches, and it tells the kind of what no cue has words for.

#[path = "common/folder.rs"]
mod folder;

use std::path::Path;
use std::process::Command;

use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::domain::complaint::{Decided, Kind};

use folder::files;

#[test]
fn the_shipped_weights_are_what_the_shipped_sentences_teach() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut learn = Command::new(env!("CARGO_BIN_EXE_yousu"));
    let done = learn.current_dir(folder.path()).args(["learn", "--kinds", "--out", "tone"]).output().expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let shipped = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/tone"));
    let learned = files(&folder.path().join("tone"));
    assert_eq!((shipped.len(), learned.len()), (7, 7));
    for (learned, shipped) in learned.iter().zip(&shipped) {
        assert!(learned == shipped, "{}: run `yousu learn --kinds --out data/tone`", shipped.0);
    }
}

#[test]
fn the_kind_of_what_no_cue_has_words_for() {
    let city = City::load(&Sources::new(None, None), DEFAULT_PROFILE).unwrap_or_else(|problems| panic!("{problems:#?}"));
    for (text, kind) in [
        ("家里的老户口本丢了，重新弄一本得跑哪个窗口", Kind::Consult),
        ("河堤护栏断了一大截，天黑走路心惊肉跳，盼着有人来接上", Kind::Help),
        ("装宽带的师傅约了三回三回不来，打过去还跟我吼", Kind::Complaint),
        ("后山那户人家天天半夜烧旧电瓶炼铅，黑水直接倒进沟里", Kind::Report),
        ("要是公园里能添几个给娃娃换尿布的台子就方便多了", Kind::Suggestion),
        ("那天下大雨，交警小伙子背着我外婆蹚水过街，真是难得的好后生", Kind::Praise),
    ] {
        let is = city.classifier.classify(text, &city.directory, None);
        assert_eq!(is.kind, kind, "{text}: {:?}", is.because);
        assert!(is.because.iter().any(|reason| reason.decided == Decided::Kind && text.contains(&reason.words)), "{text}");
    }
}
