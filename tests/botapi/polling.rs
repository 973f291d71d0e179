//! `getUpdates`: the offset confirms, the newest poller wins, and an empty answer may take its time.

use std::sync::Arc;
use std::time::Duration;

use axum::response::Response;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use super::Shared;
use super::fields::Fields;
use super::methods::{done, refusal};
use super::world::World;

/// Answers `getUpdates`.
pub async fn get_updates(shared: &Arc<Shared>, fields: &Fields) -> Response {
    let limit = fields.number("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(100).clamp(1, 100);
    let seconds = fields.number("timeout").and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or(0).min(50);
    let deadline = Instant::now() + Duration::from_secs(seconds);
    let mut changed = shared.changed.subscribe();
    let mine = shared.change(|world| {
        begin(world, fields);
        world.poll
    });
    loop {
        let look =
            |world: &World| (world.poll == mine, world.updates.iter().take(limit).map(|(_, update)| update.clone()).collect::<Vec<_>>());
        let (is_newest, updates) = look(&shared.look());
        if !is_newest {
            let words = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
            return refusal(409, words);
        }
        if !updates.is_empty() || timeout_at(deadline, changed.changed()).await.is_err() {
            return done(&Value::Array(updates));
        }
    }
}

/// Confirms what came before the offset.
fn begin(world: &mut World, fields: &Fields) {
    world.poll += 1;
    if let Some(Value::Array(kinds)) = fields.shape("allowed_updates") {
        world.allowed = Some(kinds.iter().filter_map(|kind| kind.as_str().map(str::to_owned)).collect());
    }
    match fields.number("offset") {
        Some(offset) if offset > 0 => {
            world.confirmed = world.confirmed.max(offset);
            world.updates.retain(|(number, _)| *number >= offset);
        }
        Some(offset) if offset < 0 => {
            let keep = usize::try_from(-offset).unwrap_or(usize::MAX);
            let drop = world.updates.len().saturating_sub(keep);
            world.updates.drain(..drop);
        }
        _ => {}
    }
}

/// Answers `getMe`.
pub fn get_me() -> Response {
    let mut me = super::world::describe_bot();
    me["can_join_groups"] = json!(true);
    me["can_read_all_group_messages"] = json!(false);
    me["supports_inline_queries"] = json!(false);
    done(&me)
}
