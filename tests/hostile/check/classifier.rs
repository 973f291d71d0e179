//! Understanding 研判: any text is understood, in bounded time, and every fact lies in the text where it is said to lie.

use std::time::{Duration, Instant};

use yousu::classify::learned::Writing;
use yousu::domain::complaint::Slots;
use yousu::domain::grounds::sections;
use yousu::domain::ids::QueryCode;
use yousu::domain::privacy::{Known, Sight, conceal};
use yousu::intake;

use super::input::Input;
use super::world::{city, now};

/// So long may everything together take for one text of ten thousand characters, in a build without optimisation.
const PATIENCE: Duration = Duration::from_secs(20);

/// Bytes as a text: as they come, or made of pieces.
pub fn check(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    let text = if first % 2 == 0 { String::from_utf8_lossy(rest).into_owned() } else { Input::new(rest).text() };
    check_text(&text.chars().take(10_000).collect::<String>());
}

/// One text.
pub fn check_text(text: &str) {
    let (city, begun) = (city(), Instant::now());
    let ctx = city.intake(now());
    let found = city.finder.find(text, now());
    for (slot, span) in &found.spans {
        let words = text.get(span.clone()).unwrap_or_else(|| panic!("{slot:?} at {span:?} of {} bytes", text.len()));
        assert!(!words.is_empty(), "{slot:?} is nothing");
    }
    let (is, slots) = intake::understand(text, Slots::new(), &ctx);
    assert!(is.probability.is_finite() && (0.0..=1.0).contains(&is.probability), "{}", is.probability);
    assert!(is.because.iter().all(|reason| reason.weight.is_finite()));
    assert!(slots.values().all(|words| !words.is_empty()));
    let grounds = intake::grounds(&Writing::text(text), &ctx);
    assert_eq!(grounds.decided.intent, is.intent, "what is explained is what was decided");
    assert!(sections(&grounds, &city.directory).iter().all(|section| !section.title.is_empty()));
    let _ = (city.finder.place_answer(text), city.finder.names_answer(text), city.finder.ground(text), city.abuse.find(text));
    let _ = (intake::named_number(text), intake::gives_code(text, &QueryCode::from("ABCD2345")));
    for sight in [Sight::Masked, Sight::Hidden] {
        let once = conceal(text, &Known::default(), sight);
        assert_eq!(conceal(&once, &Known::default(), sight), once, "what is veiled stays as it is");
    }
    assert!(begun.elapsed() < PATIENCE, "{:?} for {} characters", begun.elapsed(), text.chars().count());
}
