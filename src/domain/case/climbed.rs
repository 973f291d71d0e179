//! Rungs already climbed, in JSON 已爬的梯级: as serde would have them, with their moments as [`moment`](crate::domain::moment) does.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serializer};

use crate::domain::ids::Moment;
use crate::domain::moment::Plain;
use crate::domain::span::LimitKind;

type Rungs = BTreeSet<(LimitKind, Moment, String)>;

/// Writes them.
pub(super) fn serialize<S: Serializer>(rungs: &Rungs, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(rungs.iter().map(|(limit, given, id)| (limit, Plain(*given), id)))
}

/// Reads them.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Rungs, D::Error> {
    let rungs = Vec::<(LimitKind, Plain, String)>::deserialize(deserializer)?;
    Ok(rungs.into_iter().map(|(limit, Plain(given), id)| (limit, given, id)).collect())
}
