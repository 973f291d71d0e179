//! Panics 恐慌 are counted, and logged by their place only: what a panic says may hold a piece of a citizen's text.

use std::sync::Arc;

use crate::metrics::{Metrics, Trouble};

/// From now on every panic of this process is counted here, and nothing of it but its place in the source is written anywhere.
pub fn watch(metrics: Arc<Metrics>) {
    std::panic::set_hook(Box::new(move |panic| {
        metrics.trouble(Trouble::Panic);
        match panic.location() {
            Some(place) => tracing::error!(%place, "a part of the program panicked"),
            None => tracing::error!("a part of the program panicked"),
        }
    }));
}
