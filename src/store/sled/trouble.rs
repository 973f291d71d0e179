//! What goes wrong with a disk 故障, in words for the person who can mend it.

use std::borrow::Cow;
use std::io;
use std::path::Path;

use anyhow::anyhow;
use sled::Error;

use crate::store::Room;
use crate::why;

/// Whether another process has the directory.
pub fn is_locked(error: &Error) -> bool {
    // sled wraps the lock's error in text; a lock that is held by somebody reads `WouldBlock` in it.
    matches!(error, Error::Io(io) if io.to_string().starts_with("could not acquire lock") && io.to_string().contains("WouldBlock"))
}

/// Whether the files are not what sled wrote.
pub fn is_damage(error: &Error) -> bool {
    matches!(error, Error::Corruption { .. } | Error::ReportableBug(_))
}

/// Why the directory cannot be opened, and what to do.
pub fn opening(path: &Path, error: Error) -> anyhow::Error {
    let (path, error) = (path.display(), restored(error));
    let what = match &error {
        error if is_locked(error) => {
            return anyhow!("另一个 yousu 正在使用这个目录（{path}）；请先停止那一个，或者给这一个换一个目录，再启动");
        }
        Error::Io(io) => cause(io).unwrap_or("请检查这个目录和它所在的磁盘".into()),
        Error::Corruption { .. } => "存储文件已损坏；请先把目录原样留一份，再从备份恢复".into(),
        Error::Unsupported(_) => "这不是本程序能用的存储；请换一个目录，或换用写成它的程序版本".into(),
        Error::CollectionNotFound(_) | Error::ReportableBug(_) => {
            "存储引擎出错；请先把目录原样留一份，再重新启动；还是这样，就从备份恢复".into()
        }
    };
    raw(error).context(format!("打不开存储目录 {path}：{what}"))
}

/// Why a record cannot be read, and what to do.
pub fn reading(error: Error) -> anyhow::Error {
    raw(error).context("读取存储失败；请检查磁盘，仍读不出来就从备份恢复（yousu restore）")
}

/// Why nothing can be written any more, and what to do.
pub fn writing(error: Error) -> anyhow::Error {
    let error = restored(error);
    let what = match &error {
        Error::Io(io) => cause(io),
        _ => None,
    };
    let what = what.unwrap_or("请检查磁盘".into());
    raw(error).context(format!("写入存储失败：{what}"))
}

/// sled hands on a copy of what the system said, with the number in words only.
fn restored(error: Error) -> Error {
    let number = match &error {
        Error::Io(io) => io.to_string().strip_prefix("Os { code: ").and_then(|rest| rest.split(',').next()?.parse().ok()),
        _ => None,
    };
    number.map_or(error, |number| Error::Io(io::Error::from_raw_os_error(number)))
}

/// sled's error; what the system said as such, so that [`why`] knows it.
fn raw(error: Error) -> anyhow::Error {
    match error {
        Error::Io(io) => io.into(),
        other => other.into(),
    }
}

fn cause(error: &io::Error) -> Option<Cow<'static, str>> {
    Some(match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            format!("磁盘已满；请先腾出空间，至少有 {} MiB 才能再写入", Room::LEAST >> 20).into()
        }
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => "这个路径是一个文件，不是目录；请换一个目录".into(),
        io::ErrorKind::NotFound => "目录不存在，也建不出来；请检查路径".into(),
        _ => return why::plain(error).map(Cow::Borrowed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(kind: io::ErrorKind) -> String {
        opening(Path::new("var"), Error::Io(io::Error::from(kind))).to_string()
    }

    #[test]
    fn every_planned_trouble_says_what_to_do() {
        assert_eq!(said(io::ErrorKind::PermissionDenied), "打不开存储目录 var：没有读写权限；请检查目录和其中文件的所有者与权限");
        assert_eq!(said(io::ErrorKind::ReadOnlyFilesystem), "打不开存储目录 var：磁盘是只读的；请改为可写，或换一个目录");
        assert_eq!(said(io::ErrorKind::StorageFull), "打不开存储目录 var：磁盘已满；请先腾出空间，至少有 8 MiB 才能再写入");
        assert_eq!(said(io::ErrorKind::Other), "打不开存储目录 var：请检查这个目录和它所在的磁盘");
        let full = writing(Error::Io(io::Error::from_raw_os_error(28)));
        let said = "写入存储失败：磁盘已满；请先腾出空间，至少有 8 MiB 才能再写入（No space left on device (os error 28)）";
        assert_eq!(why::told(&full), said);
        assert_eq!(why::told(&writing(Error::Io(io::Error::from_raw_os_error(28)).clone())), said);
        let large = writing(Error::Io(io::Error::from_raw_os_error(27)));
        assert_eq!(large.to_string(), "写入存储失败：文件大小到了系统的限制；请放宽它（ulimit -f）再运行");
    }
}
