//! The program with three small intents, so that what ships may change without changing what is expected here.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A small intent: its identifier, name, category, duty and kind, and whatever else its file says.
type Intent = ([&'static str; 5], &'static str);

const INTENTS: [Intent; 3] = [
    (
        ["night-noise", "夜市噪声", "环境保护", "街面秩序", "complaint"],
        r#"
examples = ["烧烤摊半夜太吵了", "夜市喇叭吵到睡不着", "摊贩叫卖吵得很"]
counter_examples = ["安静的街道"]
patterns = [{ regex = "半夜.{0,4}吵", weight = 2.0 }]
negative = { "停水" = 1.5 }
[keywords]
"烧烤" = 1.5
"夜市" = 1.5
"吵" = 1.0
"~叫卖" = 1.0
"#,
    ),
    (
        ["fire", "火情", "政法", "消防安全", "help"],
        r#"
urgency = "urgent"
hotline = "119"
examples = ["楼上着火了", "着火了快来", "厨房着火了"]
counter_examples = ["去年着火的楼"]
alarm = ["着火了?"]
not_alarm = ["着火点检测"]
[keywords]
"着火" = 3.0
"#,
    ),
    (
        ["water", "停水", "城乡建设", "自来水供应", "help"],
        r#"
urgency = "urgent"
examples = ["小区停水了", "停水两天", "家里没有自来水"]
counter_examples = ["水果摊"]
[keywords]
"停水" = 3.0
"自来水" = 2.0
"#,
    ),
];

/// The intent as its file.
fn file(([id, name, category, duty, kind], rest): Intent) -> String {
    let head = [("id", id), ("name", name), ("category", category), ("duty", duty), ("kind", kind)];
    let head: String = head.iter().map(|(key, value)| format!("{key} = \"{value}\"\n")).collect();
    format!("version = 1\n{head}needs = [\"place\"]{rest}")
}

/// A folder with the intents.
pub struct Place {
    pub folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let intents = folder.path().join("intents");
        std::fs::create_dir(&intents).expect("a folder");
        for intent in INTENTS {
            std::fs::write(intents.join(format!("{}.toml", intent.0[0])), file(intent)).expect("a file");
        }
        Self { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs the program with these arguments and this input.
    pub fn run(&self, arguments: &[&str], input: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_yousu"));
        command.current_dir(self.path()).args(arguments).args(["--intents", "intents"]).env("RUST_LOG", "warn");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        // A program that does not read its input may have ended already.
        let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
        child.wait_with_output().expect("it ends")
    }

    /// What it prints when all goes well.
    pub fn printed(&self, arguments: &[&str], input: &str) -> String {
        let output = self.run(arguments, input);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8")
    }
}
