//! The register of papers 文号登记: the one writer gives each paper the next number of its kind and year, in the commit that has
//! its event. A commit that is refused takes its numbers back, and a crash leaves the paper with its number or neither.

use anyhow::Result;

use super::stage::Stage;
use super::trouble;
use crate::domain::paper::{Made, PaperKind, Registered, Serial};
use crate::store::codec::{decode, encode};
use crate::store::keys;

/// Enters a paper under the next number.
pub fn enter(stage: &mut Stage, made: Made) -> Result<()> {
    let Made { case, seq, kind, year } = made;
    let key = keys::registered(case, seq);
    let count = keys::paper_count(kind, year);
    let last = match stage.get(&count)? {
        None => 0,
        Some(bytes) => match decode::<u32>(count.as_ref(), &bytes) {
            Ok(last) => last,
            Err(damaged) => {
                tracing::error!("the count of papers is made anew: {damaged}");
                greatest(stage, kind, year)?
            }
        },
    };
    let number = last.saturating_add(1);
    stage.put(key, encode(&Registered { seq, kind, serial: Serial { year, number } })?);
    stage.put(count, encode(&number)?);
    Ok(())
}

/// The greatest number of this kind and year on the disk: the way back when the count's record is damaged. No commit of the
/// group can have entered one, for it would have mended the count.
fn greatest(stage: &Stage, kind: PaperKind, year: u32) -> Result<u32> {
    let mut greatest = 0;
    for entry in stage.tree().scan_prefix(keys::all_registered()) {
        let (key, value) = entry.map_err(trouble::reading)?;
        let paper = decode::<Registered>(&key, &value).ok().filter(|paper| paper.kind == kind && paper.serial.year == year);
        greatest = greatest.max(paper.map_or(0, |paper| paper.serial.number));
    }
    Ok(greatest)
}
