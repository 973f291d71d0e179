//! A map as a file that a person goes on with.

use std::fmt::Write;

use super::{Field, Guess, Map, VERSION};

impl Map {
    /// The text of a proposed map: what was guessed, what is doubtful, which columns are left over, and the units that are not
    /// known here, to be filled in.
    pub fn proposed(guess: &Guess, header: &[String], units: &[(String, u64)]) -> String {
        let mut out = format!(
            "# 列对应表：左边是有诉的字段，右边是您表里的列名。由 yousu import --guess 猜出，请核对后使用：\n\
             #   yousu import 文件 --map 本文件 --dry-run\n\nversion = {VERSION}\n\n[columns]\n"
        );
        for field in Field::ALL {
            let Some(columns) = guess.columns.get(&field) else { continue };
            let names: Vec<String> = columns.iter().filter_map(|place| header.get(*place)).map(|name| quoted(name)).collect();
            let value = if let [one] = names.as_slice() { one.clone() } else { format!("[{}]", names.join(", ")) };
            let doubt = if guess.unsure.contains(&field) { "，不确定，请核对" } else { "" };
            put(&mut out, format_args!("{} = {value}  # {}{doubt}", field.name(), field.label()));
        }
        for field in [Field::Text, Field::Received].into_iter().filter(|field| !guess.columns.contains_key(field)) {
            put(&mut out, format_args!("{} = \"\"  # {}：没有猜出，必须填上", field.name(), field.label()));
        }
        let used: Vec<usize> = guess.columns.values().flatten().copied().collect();
        let left: Vec<&str> =
            (0..).zip(header).filter(|(place, name)| !used.contains(place) && !name.is_empty()).map(|(_, name)| name.as_str()).collect();
        if !left.is_empty() {
            put(&mut out, format_args!("# 没有用到的列：{}", left.join("、").replace(['\n', '\r'], " ")));
        }
        out.push_str("\n# 您的单位名称 = 这里的单位名称（简称、全称、别名或 id）。\n[units]\n");
        for (name, rows) in units {
            put(&mut out, format_args!("# {} = \"\"  # {rows} 行", quoted(name)));
        }
        out
    }
}

fn put(out: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing into a String cannot fail.
    let _ = writeln!(out, "{line}");
}

/// The words as a text of TOML.
pub(crate) fn quoted(words: &str) -> String {
    toml::Value::String(words.to_owned()).to_string().replace(['\n', '\r'], " ")
}
