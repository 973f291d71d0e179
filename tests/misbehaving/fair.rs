//! Fairness: one citizen floods, one chat answers slowly, and nobody else waits longer for it. What is measured is the time from
//! the moment at which Telegram has somebody's message to the one at which it has our answer, on a disk that takes its time.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use yousu::desk::splitmix::{STEP, mix};
use yousu::metrics::{Arrival, Door};

use super::botapi::{Fault, World};
use super::rows::{SUMMARY, complaint};
use super::whole::Whole;

/// How many people write beside those who make trouble, one message each.
const PEOPLE: i64 = 600;
/// Over how long: half of what Telegram lets through.
const SPAN: Duration = Duration::from_secs(40);
/// What one commit takes, or several at once.
const DISK: Duration = Duration::from_millis(2);
/// When the flood comes, and how much of it.
const FLOOD_AT: Duration = Duration::from_secs(5);
const FLOOD: usize = 1000;
const FLOODER: i64 = 800_001;
/// Who reads over a line that takes its time.
const SLOW: i64 = 800_002;
const SLOW_WORDS: usize = 12;

/// What makes it hard.
#[derive(Clone, Copy)]
struct Trouble {
    flood: bool,
    slow: bool,
}

/// What everybody else waits, sorted.
async fn waits(trouble: Trouble) -> Vec<Duration> {
    let whole = Whole::open_on(DISK).await;
    let begun = Instant::now();
    let span = u64::try_from(SPAN.as_millis()).expect("not so long");
    let mut plan: Vec<(Duration, i64, String)> = Vec::new();
    for (person, n) in (1..=PEOPLE).zip(1..) {
        plan.push((Duration::from_millis(mix(STEP.wrapping_mul(n)) % span), person, "路灯坏了".to_owned()));
    }
    if trouble.flood {
        plan.push((FLOOD_AT, FLOODER, complaint(FLOODER, 3)));
        plan.extend((1..FLOOD).map(|n| (FLOOD_AT, FLOODER, format!("第{n}遍"))));
    }
    if trouble.slow {
        whole.server.plague("sendMessage", Some(SLOW), Fault::Slow(Duration::from_secs(18)), usize::MAX);
        plan.extend((0..SLOW_WORDS).map(|n| (SPAN / 30 * u32::try_from(n).expect("few"), SLOW, complaint(SLOW, n))));
    }
    plan.sort_by_key(|(at, ..)| *at);
    let mut said = BTreeMap::new();
    for (at, citizen, words) in plan {
        sleep_until(begun + at).await;
        whole.server.citizen_says(citizen, &words);
        said.insert(citizen, Instant::now());
    }
    let everybody = |world: &World| (1..=PEOPLE).all(|person| world.sent_to(person).next().is_some());
    whole.until("everybody is answered", everybody).await;
    let mut waits = whole.server.look(|world| {
        let first: BTreeMap<i64, Instant> = world.sent.iter().rev().map(|sent| (sent.chat, sent.at)).collect();
        (1..=PEOPLE).map(|person| first[&person] - said[&person]).collect::<Vec<_>>()
    });
    whole.settled().await;
    assert_all_taken(&whole, trouble);
    whole.close().await;
    waits.sort();
    waits
}

/// Nothing is lost: not of the flood either, whose writer is told once that it is too much.
fn assert_all_taken(whole: &Whole, trouble: Trouble) {
    let expected = usize::try_from(PEOPLE).expect("some") + usize::from(trouble.flood) * FLOOD + usize::from(trouble.slow) * SLOW_WORDS;
    assert_eq!(whole.metrics().arrivals(Door::Telegram, Arrival::Taken), u64::try_from(expected).expect("some"));
    assert!(whole.server.look(|world| world.updates.is_empty()));
    if trouble.flood {
        let texts = whole.server.texts(FLOODER);
        assert!(texts.len() <= 21, "{}", texts.len());
        assert!(texts[0].contains(SUMMARY), "{}", texts[0]);
        assert_eq!(texts.iter().filter(|text| text.contains("太快")).count(), 1, "{texts:?}");
    }
    if trouble.slow {
        assert!(whole.server.texts(SLOW).len() >= SLOW_WORDS / 2, "{:?}", whole.server.texts(SLOW));
    }
}

fn share(waits: &[Duration], hundredths: usize) -> Duration {
    waits[(waits.len() * hundredths).div_ceil(100) - 1]
}

#[tokio::test(start_paused = true)]
async fn a_flood_and_a_slow_chat_cost_nobody_else_a_quarter() {
    let quiet = waits(Trouble { flood: false, slow: false }).await;
    let disturbed = waits(Trouble { flood: true, slow: true }).await;
    let [half, most, longest] = [50, 99, 100].map(|hundredths| (share(&quiet, hundredths), share(&disturbed, hundredths)));
    let ratio = most.1.as_secs_f64() / most.0.as_secs_f64();
    println!("waits without and with a flood and a slow chat: half {half:.1?}, p99 {most:.1?}, longest {longest:.1?}; p99 × {ratio:.2}");
    assert!(ratio <= 1.25, "{most:?}");
}
