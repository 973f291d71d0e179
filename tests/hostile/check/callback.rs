//! Buttons 按钮: whatever is pressed, by whoever, in whatever state, is answered in words and does what its label says or
//! nothing.

use yousu::domain::action::Action;
use yousu::domain::inbound::Body;
use yousu::domain::staff::Role;

use super::conversation::Talker;
use super::input::Input;

const NAMES: &[&str] = &[
    "confirm",
    "correct",
    "discard",
    "new_matter",
    "cancel",
    "todo",
    "my_cases",
    "lift",
    "progress",
    "supplement",
    "urge",
    "withdraw",
    "confirm_withdraw",
    "confirm_supplement",
    "solved",
    "unsolved",
    "satisfied",
    "show",
    "merge",
    "merge_all",
    "keep_apart",
    "recur",
    "explain",
    "accept",
    "begin_decline",
    "decline",
    "dispatch",
    "acknowledge",
    "return",
    "begin_transfer",
    "transfer",
    "extension",
    "grant",
    "resolve",
    "pass",
    "fault",
    "called",
    "unreached",
    "more",
    "approve",
    "complex",
    "rule",
    "suspend",
    "revoke",
    "views",
    "who_saw",
    "papers",
    "apply_suspension",
    "inquiry",
    "admonition",
    "",
    "Confirm",
    "confirm ",
];
const NUMBERS: &[&str] =
    &["20260302-000001", "20260302-000002", "20260302-000099", "00000000-000000", "20260302000001", "-", "", "20260302-000001|"];
const ARGUMENTS: &[&str] = &[
    "0",
    "1",
    "2",
    "99999999999999999999",
    "-1",
    "y0",
    "n2",
    "y",
    "é0",
    "chengguan",
    "shuiwu",
    "no-such-unit",
    "20260302-000001",
    "20260302-000002",
    "appraisal",
    "|",
    "\u{0}",
    "<script>",
    "",
];

/// Bytes as presses, each forged or offered, by the citizen or by staff of any role.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    let mut talker = Talker::new();
    for _ in 0..16 {
        if input.is_empty() {
            return;
        }
        let data = data_of(&mut input);
        round_trip(&data);
        match input.byte() % 3 {
            0 => talker.turn(&Body::Press(data)),
            1 => {
                let (role, unit) = (input.pick(&Role::ALL), input.pick(&[None, Some("chengguan"), Some("shuiwu")]));
                talker.staff_turn(&Body::Press(data), role, unit, input.once_in(2));
            }
            _ => talker.press_offered(input.below(64)),
        }
    }
}

/// One forged press.
fn data_of(input: &mut Input<'_>) -> String {
    match input.byte() % 4 {
        0 => String::from_utf8_lossy(input.bytes(64)).into_owned(),
        1 => input.pick(NAMES).to_owned(),
        2 => format!("{}|{}", input.pick(NAMES), input.pick(NUMBERS)),
        _ => format!("{}|{}|{}", input.pick(NAMES), input.pick(NUMBERS), input.pick(ARGUMENTS)),
    }
}

/// What is understood is written again as something that is understood to be the same.
fn round_trip(data: &str) {
    if let Some(action) = Action::decode(data) {
        assert_eq!(Action::decode(&action.encode()).as_ref(), Some(&action), "{data:?}");
    }
}
