//! Reports 日报、周报、月报: a few sentences that say what changed and what needs their reader today, and one picture. Pure: the desk
//! gives the figures and the open cases, and sends what comes of it.
//!
//! What is over is told as it will always be told: a report of yesterday says the same in a year. What needs somebody is told as
//! it is when it is asked for.

mod needs;
mod period;
mod picture;
mod told;

pub use needs::{Needed, Why, needs};
pub use period::Period;
pub use picture::{Course, course, picture};
pub use told::{Looked, told};
