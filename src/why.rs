//! Why something failed 原因: what the operating system answers with in English, in words that say what to do. Its own line stays
//! behind them in brackets, for whoever looks it up.

use std::error::Error;
use std::io::{self, ErrorKind};

/// What Unix answers with when this process, or the whole machine, has too many files open; std has no kind for it.
const TOO_MANY_OPEN: [i32; 2] = [24, 23];

/// What happened and what to do, for the usual kinds.
pub fn plain(error: &io::Error) -> Option<&'static str> {
    let is_too_many = cfg!(unix) && error.raw_os_error().is_some_and(|code| TOO_MANY_OPEN.contains(&code));
    match error.kind() {
        _ if is_too_many => Some("打开的文件太多；请放宽系统的限制（ulimit -n）再运行"),
        ErrorKind::InvalidData if error.to_string().contains("UTF-8") => Some("内容不是 UTF-8 文字；请另存为 UTF-8"),
        kind => of_kind(kind),
    }
}

fn of_kind(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::StorageFull => "磁盘已满；请腾出空间",
        ErrorKind::QuotaExceeded => "磁盘配额用完了；请腾出空间，或请系统管理员放宽配额",
        ErrorKind::ReadOnlyFilesystem => "磁盘是只读的；请改为可写，或换一个目录",
        ErrorKind::PermissionDenied => "没有读写权限；请检查目录和其中文件的所有者与权限",
        ErrorKind::FileTooLarge => "文件大小到了系统的限制；请放宽它（ulimit -f）再运行",
        ErrorKind::NotFound => "没有这个文件或目录；请检查路径",
        ErrorKind::IsADirectory => "这是一个目录，不是文件；请写文件的路径",
        ErrorKind::NotADirectory => "路径中间有一段是文件，不是目录；请检查路径",
        ErrorKind::AlreadyExists => "已经有同名的文件；请换一个名称",
        ErrorKind::AddrInUse => "这个端口已被占用；请换一个",
        _ => return None,
    })
}

/// An error from its outermost words to its cause.
pub fn told(error: &anyhow::Error) -> String {
    let (mut words, mut last) = (String::new(), String::new());
    for cause in error.chain() {
        let raw = cause.to_string();
        // Some errors say what their cause says.
        if last.contains(&raw) {
            continue;
        }
        // Where we gave an io::Error words of our own, they are better.
        let is_ours = !raw.is_ascii() && !raw.contains("os error");
        match known(cause).filter(|_| !is_ours) {
            Some(plain) => add_known(&mut words, plain, &raw),
            None => add(&mut words, &raw),
        }
        last = raw;
    }
    words
}

/// [`told`] of what the system said alone.
pub fn of(error: io::Error) -> String {
    told(&error.into())
}

fn known(cause: &(dyn Error + 'static)) -> Option<&'static str> {
    let of_json = || of_kind(cause.downcast_ref::<serde_json::Error>()?.io_error_kind()?);
    cause.downcast_ref::<io::Error>().map_or_else(of_json, plain)
}

/// The plain words, unless they have been said, and the raw ones behind them.
fn add_known(words: &mut String, plain: &str, raw: &str) {
    let (what, _) = plain.split_once('；').unwrap_or((plain, ""));
    if !words.contains(what) {
        add(words, plain);
    }
    *words += &format!("（{raw}）");
}

fn add(words: &mut String, more: &str) {
    if !words.is_empty() {
        *words += "：";
    }
    *words += more;
}

#[cfg(test)]
mod tests {
    use anyhow::Context;

    use super::*;

    fn failed(kind: ErrorKind) -> anyhow::Error {
        io::Error::from(kind).into()
    }

    #[test]
    fn what_the_system_says_stands_in_brackets_behind_plain_words() {
        let full = io::Error::from_raw_os_error(28);
        let said = told(&anyhow::Error::new(full).context("写不了 x.csv"));
        assert_eq!(said, "写不了 x.csv：磁盘已满；请腾出空间（No space left on device (os error 28)）");
        for (code, words) in [(24, "打开的文件太多"), (27, "文件大小到了"), (30, "只读"), (13, "权限")] {
            let said = told(&io::Error::from_raw_os_error(code).into());
            assert!(said.contains(words) && said.ends_with(&format!("(os error {code})）")), "{said}");
        }
    }

    #[test]
    fn nothing_is_said_twice() {
        let said = told(&failed(ErrorKind::StorageFull).context("写入存储失败：磁盘已满；请先腾出空间"));
        assert_eq!(said.matches("磁盘已满").count(), 1, "{said}");
        let odd = told(&failed(ErrorKind::Other).context("没有写成"));
        assert_eq!(odd, "没有写成：other error");
        let ours = io::Error::new(ErrorKind::NotFound, "没有叫这个名称的表");
        assert_eq!(told(&ours.into()), "没有叫这个名称的表");
    }

    #[test]
    fn what_json_could_not_write_is_told_too() {
        struct Full;
        impl io::Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::Error::from_raw_os_error(28))
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let error = serde_json::to_writer(Full, &1).context("导出").expect_err("there is no room");
        assert!(told(&error).contains("磁盘已满"), "{}", told(&error));
    }
}
