//! Hostile input 恶意输入: what people who mean no good send, through every door. `tests/hostile/check` says what must hold; some
//! hundreds of inputs go through it with every run, and many more by `tests/fuzz/run.sh`.

#[path = "hostile/bounds.rs"]
mod bounds;
#[path = "hostile/check/mod.rs"]
mod check;
#[path = "hostile/guesses.rs"]
mod guesses;
#[path = "web/house.rs"]
#[allow(dead_code)] // a part of it is for other tests
mod house;
#[path = "hostile/markup.rs"]
mod markup;
#[path = "hostile/pressed.rs"]
mod pressed;

use proptest::collection::vec;
use proptest::prelude::*;

#[test]
fn what_is_as_it_should_be_is_read_without_a_word() {
    for (name, problems) in check::data_files::of_good_ones() {
        // Sentences and weights stand in several files, and each of them alone lacks the others.
        let is_part = name.starts_with("templates/") || name == "model.toml";
        assert!(problems.is_empty() || is_part, "{name}: {problems:?}");
    }
    assert_eq!(check::records::unreadable(), [""; 0]);
    assert_eq!(check::imports::of_good_ones(), [1; 4]);
}

/// So many inputs, or more of them: `HOSTILE_TIMES=100 cargo test --test hostile any_`.
fn share(cases: u32) -> ProptestConfig {
    let times = std::env::var("HOSTILE_TIMES").ok().and_then(|times| times.parse::<u32>().ok()).unwrap_or(1);
    ProptestConfig { cases: cases.saturating_mul(times), failure_persistence: None, max_shrink_iters: 300, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(share(40))]

    #[test]
    fn any_text_is_understood(bytes in vec(any::<u8>(), 0..120)) {
        check::classifier::check(&bytes);
    }

    #[test]
    fn any_conversation_goes_on(bytes in vec(any::<u8>(), 0..160)) {
        check::conversation::check(&bytes);
    }

    #[test]
    fn any_press_is_answered(bytes in vec(any::<u8>(), 0..120)) {
        check::callback::check(&bytes);
    }
}

proptest! {
    #![proptest_config(share(150))]

    #[test]
    fn any_update_is_read_or_left(bytes in vec(any::<u8>(), 0..160)) {
        check::telegram_update::check(&bytes);
    }

    #[test]
    fn any_form_is_answered(bytes in vec(any::<u8>(), 0..160)) {
        check::web_forms::check(&bytes);
    }

    #[test]
    fn any_record_is_read_or_told_of(bytes in vec(any::<u8>(), 0..120)) {
        check::records::check(&bytes);
    }

    #[test]
    fn any_table_is_taken_over_or_told_of(bytes in vec(any::<u8>(), 0..120)) {
        check::imports::check(&bytes);
    }

    #[test]
    fn any_data_file_is_read_or_told_of(bytes in vec(any::<u8>(), 0..80)) {
        check::data_files::check(&bytes);
    }
}
