//! Cases as a table 导出工单表: one row a case, with columns that a person reads and `yousu import` reads again. Detours of a case
//! (退单, 重办, 黄牌) are counts in it: whoever needs every event takes the plain export.

mod record;
mod write;

pub use record::{Column, Record, Value, columns};
pub use write::{Form, Writer, writer};
