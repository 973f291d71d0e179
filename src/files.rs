//! Files of their names 附件制作: what an outbound, a line of the page's chat or the administrator names is made here, from events and
//! data alone.

use std::sync::Arc;

use anyhow::{Result, bail};

use crate::channel::{FileShape, MadeFile, Maker};
use crate::desk::Desk;
use crate::domain::outbound::FileRef;

/// Somebody who makes files for the outbox.
pub fn maker(desk: Arc<Desk>) -> Maker {
    Arc::new(move |file| make(&desk, file))
}

/// Makes a file.
///
/// # Errors
/// What it is made of cannot be read, or makes no such file.
pub fn make(desk: &Desk, file: &FileRef) -> Result<MadeFile> {
    match file {
        FileRef::Paper { kind, .. } => bail!("nobody makes {} here", kind.name()),
        FileRef::Report { kind, unit, to } => {
            let (name, bytes) = desk.report_picture(*kind, unit.as_ref(), *to)?;
            Ok(MadeFile { name, shape: FileShape::Picture, bytes })
        }
    }
}
