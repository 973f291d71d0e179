//! Files that were not taken 没有收下的文件: which, and why, in words that say what to do.

use axum::http::StatusCode;

use super::files::KINDS;
use super::upload::{LARGEST_MEGABYTES, MOST_FILES};

/// The most characters that are shown of a file's name.
const LONGEST_NAME: usize = 40;
/// The most files that are named for one reason.
const MOST_NAMES: usize = 8;

/// Why a file was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// More bytes than a file may have.
    TooLarge,
    /// Of no sort that is kept.
    Kind,
    /// Nothing is in it.
    Empty,
    /// More files than a form may have came before it.
    TooMany,
}

impl Why {
    const ALL: [Self; 4] = [Self::TooLarge, Self::Kind, Self::Empty, Self::TooMany];

    fn words(self) -> String {
        match self {
            Self::TooLarge => format!("太大了：每个文件不超过{LARGEST_MEGABYTES}MB，请压缩或截取后再发。"),
            Self::Kind => format!("这类文件收不了：能收{KINDS}。"),
            Self::Empty => "是空的（0字节）：请打开看看，重新选一次。".to_owned(),
            Self::TooMany => format!("超出了一次{MOST_FILES}个：请接着再发一次。"),
        }
    }
}

/// The files of a form that were not taken.
#[derive(Debug, Default)]
pub(super) struct Refused(Vec<(String, Why)>);

impl Refused {
    /// This one was not.
    pub(super) fn push(&mut self, name: &str, why: Why) {
        self.0.push((shown(name), why));
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How it went, where so many were taken.
    pub(super) fn what(&self, taken: usize) -> String {
        let left = self.0.len();
        if taken == 0 {
            format!("这{left}个文件没有收下")
        } else {
            format!("收下了{taken}个文件，另有{left}个没有收下")
        }
    }

    /// Which were not taken and why.
    pub(super) fn advice(&self) -> String {
        let told = |why: &Why| {
            let names: Vec<&str> = self.0.iter().filter(|(_, own)| own == why).map(|(name, _)| name.as_str()).collect();
            let listed: String = names.iter().take(MOST_NAMES).map(|name| format!("“{name}”")).collect();
            let more = if names.len() > MOST_NAMES { format!("等{}个", names.len()) } else { String::new() };
            (!names.is_empty()).then(|| format!("{listed}{more}{}", why.words()))
        };
        Why::ALL.iter().filter_map(told).collect()
    }

    /// What a request is answered with of which so many files were taken.
    pub(super) fn status(&self, taken: usize) -> StatusCode {
        match self.0.iter().any(|(_, why)| *why == Why::TooLarge) {
            _ if taken > 0 => StatusCode::OK,
            true => StatusCode::PAYLOAD_TOO_LARGE,
            false => StatusCode::BAD_REQUEST,
        }
    }
}

/// A file's name as its sender knows it: without the folders that some browsers send, nor signs that would turn the words around it.
fn shown(name: &str) -> String {
    let own = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_turning = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain: Vec<char> = own.chars().filter(|c| !c.is_control() && !is_turning(*c)).collect();
    match plain.len() {
        0 => "没有名字的文件".to_owned(),
        1..=LONGEST_NAME => plain.into_iter().collect(),
        // The end of a name tells what sort of file it is.
        long => plain[..LONGEST_NAME - 9].iter().chain(&['…']).chain(&plain[long - 8..]).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_without_folders_and_tricks() {
        assert_eq!(shown("C:\\照片\\夜里😡.jpg"), "夜里😡.jpg");
        assert_eq!(shown("../../etc/passwd"), "passwd");
        assert_eq!(shown("a\u{202e}gpj.exe\n"), "agpj.exe");
        assert_eq!(shown("\u{202e}"), "没有名字的文件");
        let long = shown(&format!("{}.mp4", "长".repeat(99)));
        assert!(long.chars().count() == LONGEST_NAME && long.ends_with("长长长长.mp4"), "{long}");
    }

    #[test]
    fn each_reason_is_told_once_with_its_files() {
        let mut refused = Refused::default();
        refused.push("一.mp4", Why::TooLarge);
        refused.push("二.exe", Why::Kind);
        refused.push("三.mov", Why::TooLarge);
        assert_eq!(refused.what(9), "收下了9个文件，另有3个没有收下");
        let advice = refused.advice();
        assert!(
            advice.starts_with("“一.mp4”“三.mov”太大了：每个文件不超过20MB") && advice.contains("“二.exe”这类文件收不了：能收照片（jpg")
        );
        (0..9).for_each(|_| refused.push("空.jpg", Why::Empty));
        assert!(refused.advice().contains("“空.jpg”等9个是空的"));
    }
}
