//! What goes wrong with a disk 故障, in words for the person who can mend it.

use std::io;
use std::path::Path;

use anyhow::anyhow;
use sled::Error;

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
    let path = path.display();
    let what = match &error {
        error if is_locked(error) => {
            return anyhow!("另一个 yousu 正在使用这个目录（{path}）；请先停止那一个，或者给这一个换一个目录，再启动");
        }
        Error::Io(io) => cause(io).unwrap_or("请检查这个目录和它所在的磁盘"),
        Error::Corruption { .. } => "存储文件已损坏；请先把目录原样留一份，再从备份恢复",
        Error::Unsupported(_) => "这不是本程序能用的存储；请换一个目录，或换用写成它的程序版本",
        Error::CollectionNotFound(_) | Error::ReportableBug(_) => "存储引擎出错；请先把目录原样留一份，再重新启动；还是这样，就从备份恢复",
    };
    anyhow::Error::new(error).context(format!("打不开存储目录 {path}：{what}"))
}

/// Why a record cannot be read, and what to do.
pub fn reading(error: Error) -> anyhow::Error {
    anyhow::Error::new(error).context("读取存储失败；请检查磁盘，仍读不出来就从备份恢复（yousu restore）")
}

/// Why nothing can be written any more, and what to do.
pub fn writing(error: Error) -> anyhow::Error {
    let what = match &error {
        Error::Io(io) => cause(io).unwrap_or("请检查磁盘"),
        _ => "请检查磁盘",
    };
    anyhow::Error::new(error).context(format!("写入存储失败：{what}"))
}

fn cause(error: &io::Error) -> Option<&'static str> {
    Some(match error.kind() {
        io::ErrorKind::PermissionDenied => "没有读写权限；请检查目录和其中文件的所有者与权限",
        io::ErrorKind::ReadOnlyFilesystem => "磁盘是只读的；请改为可写，或换一个目录",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "磁盘已满；请腾出空间",
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => "这个路径是一个文件，不是目录；请换一个目录",
        io::ErrorKind::NotFound => "目录不存在，也建不出来；请检查路径",
        _ => return None,
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
        assert_eq!(said(io::ErrorKind::StorageFull), "打不开存储目录 var：磁盘已满；请腾出空间");
        assert_eq!(said(io::ErrorKind::Other), "打不开存储目录 var：请检查这个目录和它所在的磁盘");
        let full = writing(Error::Io(io::Error::from(io::ErrorKind::StorageFull)));
        assert_eq!(full.to_string(), "写入存储失败：磁盘已满；请腾出空间");
    }
}
