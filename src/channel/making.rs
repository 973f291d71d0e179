//! Who makes the files that messages name 附件.

use std::sync::Arc;

use anyhow::{Result, bail};

use super::{FileShape, MadeFile, Maker};
use crate::desk::Desk;
use crate::domain::outbound::FileRef;

/// Makes what the messages of this desk name.
pub fn maker(desk: Arc<Desk>) -> Maker {
    Arc::new(move |file| made(&desk, file))
}

/// Makes one file.
///
/// # Errors
/// The store failed, or it cannot be made.
pub fn made(desk: &Desk, file: &FileRef) -> Result<MadeFile> {
    match file {
        FileRef::Report { kind, unit, to } => {
            let (name, bytes) = desk.report_picture(*kind, unit.as_ref(), *to)?;
            Ok(MadeFile { name, shape: FileShape::Picture, bytes })
        }
        FileRef::Paper { kind, .. } => bail!("nobody makes {} here", kind.name()),
    }
}
