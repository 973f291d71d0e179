//! Updates 更新: whatever stands where an update of Telegram should is read or left, and never stops the others.

use serde_json::Value;
use yousu::channel::telegram::read_update;
use yousu::domain::inbound::Body;

use super::input::Input;
use super::mutate::mutated;

const BOT: u64 = 700_000;

/// Updates as Telegram sends them, in our own words.
pub const UPDATES: [&str; 6] = [
    r#"{"update_id":1,"message":{"message_id":5,"date":1772413200,"chat":{"id":11,"type":"private","first_name":"甲"},"from":{"id":11,"is_bot":false,"first_name":"甲","language_code":"zh-hans"},"text":"路灯坏了","entities":[{"type":"bold","offset":0,"length":2}]}}"#,
    r#"{"update_id":2,"callback_query":{"id":"9","from":{"id":11,"is_bot":false,"first_name":"甲"},"message":{"message_id":6,"date":1772413200,"chat":{"id":11,"type":"private","first_name":"甲"},"text":"请确认"},"chat_instance":"1","data":"confirm"}}"#,
    r#"{"update_id":3,"message":{"message_id":7,"date":1772413200,"chat":{"id":-100123,"type":"supergroup","title":"组"},"from":{"id":12,"is_bot":false,"first_name":"乙"},"reply_to_message":{"message_id":4,"date":1772413100,"chat":{"id":-100123,"type":"supergroup","title":"组"},"from":{"id":700000,"is_bot":true,"first_name":"诉","username":"yousu_bot"},"text":"新工单"},"text":"/bind@yousu_bot now"}}"#,
    r#"{"update_id":4,"message":{"message_id":8,"date":1772413200,"chat":{"id":11,"type":"private","first_name":"甲"},"from":{"id":11,"is_bot":false,"first_name":"甲"},"photo":[{"file_id":"a","file_unique_id":"b","width":90,"height":90,"file_size":20971521}],"caption":"井盖","media_group_id":"77"}}"#,
    r#"{"update_id":5,"message":{"message_id":9,"date":1772413200,"chat":{"id":11,"type":"private","first_name":"甲"},"from":{"id":11,"is_bot":false,"first_name":"甲"},"venue":{"location":{"latitude":31.2,"longitude":121.4},"title":"菜场","address":"文华路"},"location":{"latitude":31.2,"longitude":121.4}}}"#,
    r#"{"update_id":6,"edited_message":{"message_id":5,"date":1772413200,"edit_date":1772413300,"chat":{"id":11,"type":"private","first_name":"甲"},"from":{"id":11,"is_bot":false,"first_name":"甲"},"contact":{"phone_number":"13800001111","first_name":"丙","user_id":11},"text":"改"}}"#,
];

/// Bytes as an update: JSON as it comes, or one of Telegram's with pieces of it changed.
pub fn check(data: &[u8]) {
    let Some((first, rest)) = data.split_first() else { return };
    if first % 3 == 0 {
        if let Ok(value) = serde_json::from_slice(rest) {
            check_update(value);
        }
        return;
    }
    let mut input = Input::new(rest);
    let update = UPDATES[usize::from(*first) % UPDATES.len()];
    check_update(mutated(serde_json::from_str(update).expect("JSON"), &mut input));
}

/// One update.
pub fn check_update(update: Value) {
    let Some(inbound) = read_update(update, BOT, "yousu_bot") else { return };
    assert!(inbound.id.0.starts_with("tg:") && inbound.chat.0.starts_with("tg:") && inbound.user.0.starts_with("tg:"), "{inbound:?}");
    if let Body::Evidence { evidence, .. } = &inbound.body {
        assert!(evidence.source.starts_with("tg:") || evidence.source.starts_with("geo:"), "a file of the house: {}", evidence.source);
    }
}
