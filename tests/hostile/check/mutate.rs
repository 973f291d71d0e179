//! JSON with pieces of it changed: deep where random bytes never come.

use serde_json::{Map, Value, json};

use super::input::Input;

const TEXTS: &[&str] = &[
    "",
    " ",
    "0",
    "x",
    "9999-12-31T23:59:59+08:00",
    "+262142-12-31T23:59:59.999999999+00:00",
    "-262143-01-01T00:00:00+00:00",
    "0000-01-01T00:00:00+08:00",
    "2026-03-02T09:00:60+08:00",
    "2026-03-02T09:00:00-23:59",
    "9999-12-31",
    "+262142-12-31",
    "-262143-01-01",
    "4294967295m",
    "400wd",
    "400wh",
    "0wd",
    "0m",
    "99999999999999999999m",
    "-1m",
    "20260302-000001",
    "99991231-999999",
    "chengguan",
    "",
    "tg:",
    "web:@x",
    ":",
    "file:../../etc/passwd",
    "geo:nan,inf",
    "geo:91,181",
    "id#4294967295",
    "id#0",
    "<script>",
    "\u{0}",
    "\u{202e}",
    "national@0000000000",
];
const NUMBERS: &[f64] = &[0.0, -1.0, 1.0, 0.5, 4_294_967_295.0, 4_294_967_296.0, 1e300, -1e300, 9_007_199_254_740_993.0, 1e-300];
const WHOLE: &[i64] = &[0, -1, 1, 2, 255, 4_294_967_294, 4_294_967_295, 4_294_967_296, i64::MAX, i64::MIN];
/// Deep enough for anything that calls itself, and as deep as the reader of JSON goes.
const DEPTH: usize = 120;

/// The value after a few changes.
pub fn mutated(mut value: Value, input: &mut Input<'_>) -> Value {
    for _ in 0..=input.below(4) {
        change(&mut value, input);
    }
    value
}

/// Walks down to somewhere, and changes what is there.
fn change(value: &mut Value, input: &mut Input<'_>) {
    let children = match value {
        Value::Object(fields) => fields.len(),
        Value::Array(items) => items.len(),
        _ => 0,
    };
    if children == 0 || input.once_in(6) {
        return replace(value, input);
    }
    let place = input.below(children);
    let child = match value {
        Value::Object(fields) => fields.iter_mut().nth(place).map(|(_, child)| child),
        Value::Array(items) => items.get_mut(place),
        _ => None,
    };
    child.into_iter().for_each(|child| change(child, input));
}

/// Something else in the place of the value: half of the time of the same sort, so that it is read and not refused at once.
fn replace(value: &mut Value, input: &mut Input<'_>) {
    if input.once_in(2) {
        match value {
            Value::String(_) => return *value = json!(input.pick(TEXTS)),
            Value::Number(_) if input.once_in(2) => return *value = json!(input.pick(WHOLE)),
            Value::Number(_) => return *value = json!(input.pick(NUMBERS)),
            _ => {}
        }
    }
    *value = match input.byte() % 10 {
        0 => Value::Null,
        1 => json!(input.once_in(2)),
        2 => json!(input.pick(NUMBERS)),
        3 => json!(input.pick(WHOLE)),
        4 => json!(u64::MAX),
        5 => Value::String(input.text()),
        6 => json!([value.clone(), value.clone()]),
        7 => (0..DEPTH).fold(Value::Null, |inner, _| json!([inner])),
        8 => Value::Object(Map::new()),
        _ => json!(input.pick(TEXTS)),
    };
}
