//! What is more than a bad answer: another poller, and a group that moves away under its notices.

use std::time::Duration;

use tokio::time::{Instant, sleep};
use yousu::domain::outbound::Outbound;
use yousu::domain::staff::Role;
use yousu::metrics::Trouble;

use super::botapi::{Fault, World};
use super::rows::{OTHERS, PROMPT, SECRETS, SUMMARY, complaint, most_repeated, others_are_answered};
use super::whole::Whole;

const GROUP: i64 = -7_301;
const SUPERGROUP: i64 = -1_007_301;
const LEADER: i64 = 7_301_992_650;

/// Another program with the same token asks now and then, each time throwing us out, but confirms nothing.
#[tokio::test(start_paused = true)]
async fn another_poller() {
    let whole = Whole::open().await;
    let url = format!("{}/bot{}/getUpdates", whole.server.url(), super::botapi::TOKEN);
    let other = tokio::spawn(async move {
        loop {
            sleep(Duration::from_secs(7)).await;
            let answer = reqwest_like(&url).await;
            assert!(answer.contains("\"ok\""), "{answer}");
        }
    });
    for (nth, citizen) in (7_301_992_800..7_301_992_820).enumerate() {
        whole.server.citizen_says(citizen, &complaint(citizen, nth));
        sleep(Duration::from_secs(3)).await;
    }
    let all = |world: &World| (7_301_992_800..7_301_992_820).all(|citizen| world.sent_to(citizen).any(|sent| sent.text.contains(SUMMARY)));
    whole.until("everybody is answered", all).await;
    whole.settled().await;
    assert_eq!(whole.server.look(most_repeated), 1);
    whole.assert_told(Trouble::Conflict, "another poller");
    whole.assert_logged("another program polls with this bot's token", &SECRETS, "another poller");
    other.abort();
    whole.close().await;
}
