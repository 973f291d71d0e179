//! Conversations played 演练: a script of who writes and presses what, and what they must get, against the whole house on a
//! virtual clock and a temporary store. `yousu play` and the golden conversations of `tests/` are the same thing.
//!
//! ```text
//! # a comment
//! @2026-02-13 16:50              sets the clock (Asia/Shanghai); a date alone is nine in the morning
//! @+2h  @+30m  @+1d 09:00        moves it; what falls due on the way happens in its order, at its own time
//! @+3 workdays  @18:00           working days by the calendar; the next time that it is so late
//! citizen:王 > 楼下还在吵          somebody writes; \n is a line break, \300{喂} that many times what is in the braces
//! citizen:王 ! 确认               presses the button whose label contains it, of the newest message that has one
//! citizen:王 + photo 现场          sends a photo, voice, video, file, location, contact or sticker, with words or without;
//!                                several on one line are an album
//! citizen:王 < 请问在哪            since their last turn they got a message containing it; [确认] means a button
//! citizen:王 < 投诉登记表.docx       they got a file of this name
//! citizen:王 <! 电话               they got none
//! citizen:王 <1x 已登记            they got just so many
//! case < 待签收 城管局             the newest case: its state, unit, holder, facts and limits contain each word
//! case:2 <! 黄牌                  of the second case of this script none of the words is true
//! outbox < empty                 nothing is left to send
//! system ! away                  the program stops: messages wait at the channel, nothing fires
//! system ! back                  it starts again on the same store
//! system ! restart               both at once
//! system ! again                 the channel delivers its last message a second time
//! system ! profile beijing       it starts again, and new cases begin under this profile
//! system ! migrate beijing       every open case goes over to this profile
//! ```
//!
//! Roles: `citizen`, `dispatcher`, `handler:部门`, `leader:部门`, `supervisor`, `auditor`, `administrator`; `handler:城管局/李`
//! is a second handler of that unit. Whoever is named anywhere in the script works here from its start, and one dispatcher
//! and one supervisor do in any case. A member of staff may also press a button that only a colleague was sent, as people
//! do in a group: whether they may is for the house to say. Signs and colons may be full-width, and after what is no
//! speech a comment may follow. A play that has no clock begins on Monday, 2026-03-02, at nine.
//!
//! A word after `case <` that is a state's name or a unit's name is looked up among states or units alone; any other may
//! stand in any fact. Counters read 黄牌1, 退单1, 重办1, 催办1, 延期1; flags 保密, 未确认, 裁定.

use std::sync::Arc;

use crate::city::City;
use crate::domain::problem::Problem;

mod acts;
mod expect;
mod facts;
mod mailbox;
mod script;
mod stage;

pub use script::Script;

use stage::Stage;

/// Plays a script to its end, telling each line of the transcript as it happens.
///
/// # Errors
/// The first line that could not be done, or whose expectation was not met, and what happened instead.
pub async fn play(script: &Script, city: Arc<City>, tell: &mut (dyn FnMut(&str) + Send)) -> Result<(), Problem> {
    for (line, person) in script.people() {
        stage::known(person, &city).map_err(|error| Problem::at(&script.name, line, format!("{error:#}")))?;
    }
    let set = Stage::set(script, city, tell).await;
    let mut stage = set.map_err(|error| Problem::of(&script.name, format!("{error:#}")))?;
    for line in &script.lines {
        let done = stage.perform(&line.what, &line.source).await;
        done.map_err(|error| Problem::at(&script.name, line.number, format!("{}\n{error:#}", line.source)))?;
    }
    Ok(())
}
