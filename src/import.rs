//! Taking over a city's past cases 导入历史工单: a table is read row by row ([`table`]), a [`map`] or a [`guess`] says which column
//! tells what, a [`row`] becomes a past case, and the desk writes its events as it writes any.
//!
//! What cannot be read is kept aside with its reason ([`aside`]) and hinders nothing else. A row is known by the city's own
//! number or by all that it says, so that an import that was cut off is simply begun again.

pub mod aside;
pub mod cell;
pub mod csv;
pub mod decode;
pub mod field;
pub mod guess;
pub mod lines;
pub mod map;
pub mod row;
pub mod run;
pub mod sheet;
pub mod table;
pub mod taking;
pub mod units;
pub mod when;
