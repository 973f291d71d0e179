//! What the TOML parser says of a file, in Chinese. Of its many words on odd spellings only those are known that people meet.

/// The message in plain words; what is not known stands in brackets.
pub fn plain(message: &str) -> String {
    let message = message.trim().trim_end_matches('.');
    let unknown = || {
        let raw = message.replace('\n', "；");
        // Checks of our own are worded in Chinese already.
        if raw.is_ascii() { format!("写法不对，请检查引号、等号和值（{raw}）") } else { raw }
    };
    known(message).unwrap_or_else(unknown)
}

fn known(message: &str) -> Option<String> {
    if let Some(rest) = message.strip_prefix("unknown field ") {
        return Some(format!("没有 {} 这一项{}", first(rest), choices(rest)));
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        return Some(format!("不能写 {}{}", first(rest), choices(rest)));
    }
    if let Some(rest) = message.strip_prefix("missing field ") {
        return Some(format!("缺少 {} 这一项", first(rest)));
    }
    if message.starts_with("duplicate ") {
        return Some("这一项写了两次，请去掉一个".to_owned());
    }
    let (found, wanted) = message.strip_prefix("invalid type: ")?.split_once(", expected ")?;
    Some(format!("这里应是{}，写的是{}", sort(wanted), sort(found)))
}

/// What stands between the first two back quotes.
fn first(text: &str) -> &str {
    text.split('`').nth(1).unwrap_or(text)
}

/// What the parser would have taken instead.
fn choices(text: &str) -> String {
    let names = text.split_once(", expected ").map_or("", |(_, names)| names);
    let names: Vec<&str> = names.split('`').skip(1).step_by(2).collect();
    if names.is_empty() { String::new() } else { format!("，可以写 {}", names.join("、")) }
}

/// A sort of value, with the value itself where the parser names it.
fn sort(words: &str) -> String {
    const SORTS: [(&str, &str); 10] = [
        ("string", "文字"),
        ("path string", "路径"),
        ("integer", "整数"),
        ("floating point", "小数"),
        ("f64", "小数"),
        ("boolean", " true 或 false"),
        ("sequence", "列表"),
        ("map", "一节"),
        ("struct", "一节"),
        ("table", "一节"),
    ];
    let plain = words.strip_prefix("a ").unwrap_or(words);
    if plain.starts_with(['u', 'i']) && (plain.ends_with("size") || plain[1..].parse::<u8>().is_ok()) {
        return "整数".to_owned();
    }
    let found = SORTS.iter().find_map(|(sort, name)| Some((name, plain.strip_prefix(sort)?)));
    match found {
        // Of a string or a number the parser names the value; of a struct, a name that only programmers know.
        Some((name, value)) if value.contains(['"', '`']) => format!("{name}{value}"),
        Some((name, _)) => (*name).to_owned(),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_meet_is_told_in_chinese() {
        let told = [
            ("unknown field `versio`, expected one of `version`, `var`", "没有 versio 这一项，可以写 version、var"),
            ("unknown field `x`, there are no fields", "没有 x 这一项"),
            ("unknown variant `a`, expected `b` or `c`", "不能写 a，可以写 b、c"),
            ("missing field `id`", "缺少 id 这一项"),
            ("duplicate key", "这一项写了两次，请去掉一个"),
            ("invalid type: string \"a\", expected u32", "这里应是整数，写的是文字 \"a\""),
            ("invalid type: integer `3`, expected a boolean", "这里应是 true 或 false，写的是整数 `3`"),
            ("invalid type: map, expected path string", "这里应是路径，写的是一节"),
            ("invalid type: sequence, expected struct WebTable", "这里应是一节，写的是列表"),
            ("something new.", "写法不对，请检查引号、等号和值（something new）"),
            ("周末不办公。", "周末不办公。"),
        ];
        told.into_iter().for_each(|(english, chinese)| assert_eq!(plain(english), chinese));
    }
}
