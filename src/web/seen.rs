//! Who saw a case 查阅记录, for auditors: the views as a table, and where the chain of the record stands.

use serde::Serialize;

use super::House;
use super::problem::Problem;
use crate::domain::audit::View;
use crate::domain::department::Directory;
use crate::domain::ids::CaseNumber;
use crate::domain::staff::{Role, Staff};

/// The most views that a page lists; `yousu audit` tells all.
const MOST_VIEWS: usize = 200;

/// The record as its template needs it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Seen {
    rows: Vec<Row>,
    times: usize,
    /// The number of the chain's last entry.
    entry: u64,
    /// Its hash.
    hash: String,
}

#[derive(Clone, Debug, Serialize)]
struct Row {
    at: String,
    by: String,
    how: &'static str,
    sight: &'static str,
    code: Option<String>,
    entry: u64,
}

impl Seen {
    /// The views of the case, the latest first; none for anybody but auditors.
    pub(super) fn of(house: &House, staff: &Staff, number: CaseNumber) -> Result<Option<Self>, Problem> {
        if staff.role != Role::Auditor {
            return Ok(None);
        }
        let store = house.desk().store();
        let directory = &house.desk().city().directory;
        let views = store.views(number)?;
        let head = store.chain_head()?;
        let rows = views.iter().rev().take(MOST_VIEWS).map(|(entry, view)| Row::of(*entry, view, directory)).collect();
        Ok(Some(Self { rows, times: views.len(), entry: head.n, hash: head.hash }))
    }
}

impl Row {
    fn of(entry: u64, view: &View, directory: &Directory) -> Self {
        Self {
            at: view.at.format("%Y-%m-%d %H:%M:%S").to_string(),
            by: view.by.words(directory),
            how: view.how.label(),
            sight: view.sight.label(),
            code: view.code.clone(),
            entry,
        }
    }
}
