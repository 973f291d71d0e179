//! Hostile input 恶意输入: what people who mean no good send, through every door. `tests/hostile/check` says what must hold; some
//! hundreds of inputs go through it with every run, and many more by `tests/fuzz/run.sh`.

#[path = "hostile/check/mod.rs"]
mod check;

use proptest::collection::vec;
use proptest::prelude::*;

fn share(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 300, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(share(60))]

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
    #![proptest_config(share(300))]

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
    fn any_data_file_is_read_or_told_of(bytes in vec(any::<u8>(), 0..80)) {
        check::data_files::check(&bytes);
    }
}
