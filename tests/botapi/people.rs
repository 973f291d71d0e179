//! What people do: they write, press, send photos, block the bot and turn groups into supergroups.

use serde_json::{Value, json};

use super::Server;
use super::world::{Chat, ChatKind, FIRST_DATE, World, describe_bot, describe_user};

impl Server {
    /// A person opens a chat with the bot, so that it may write to them.
    pub fn add_citizen(&self, chat: i64) {
        self.add(chat, ChatKind::Private);
    }

    /// The bot is taken into a group.
    pub fn add_group(&self, chat: i64) {
        self.add(chat, ChatKind::Group);
    }

    /// The bot is taken into a channel.
    pub fn add_channel(&self, chat: i64) {
        self.add(chat, ChatKind::Channel);
    }

    fn add(&self, chat: i64, kind: ChatKind) {
        self.change(|world| {
            world.chats.entry(chat).or_insert(Chat { kind, blocked: false, moved_to: None });
        });
    }

    /// A person writes to the bot; the update's number.
    pub fn citizen_says(&self, chat: i64, text: &str) -> i64 {
        self.citizen_sends(chat, json!({ "text": text }))
    }

    /// A person sends something to the bot; see [`photo`] and the like.
    pub fn citizen_sends(&self, chat: i64, content: Value) -> i64 {
        self.add_citizen(chat);
        self.push("message", chat, chat, content)
    }

    /// A person changes what they wrote.
    pub fn citizen_edits(&self, chat: i64, content: Value) -> i64 {
        self.add_citizen(chat);
        self.push("edited_message", chat, chat, content)
    }

    /// A member of a group says something there.
    pub fn member_says(&self, group: i64, user: i64, text: &str) -> i64 {
        self.push("message", group, user, json!({ "text": text }))
    }

    /// A member of a group answers the bot's last message there.
    pub fn member_replies(&self, group: i64, user: i64, text: &str) -> i64 {
        let original = self.change(|world| message(world, group, describe_bot(), json!({ "text": "请回复本条消息" })));
        self.push("message", group, user, json!({ "text": text, "reply_to_message": original }))
    }

    /// A message of this content.
    pub fn push(&self, kind: &str, chat: i64, user: i64, content: Value) -> i64 {
        self.change(|world| {
            let message = message(world, chat, describe_user(user), content);
            world.push_update(kind, message)
        })
    }

    /// Somebody presses a button with this data under a message of the bot; the query to be answered.
    pub fn press(&self, chat: i64, user: i64, data: &str) -> String {
        self.change(|world| {
            let query = format!("query-{}", world.next_update);
            let message = message(world, chat, describe_bot(), json!({ "text": "请选择" }));
            world.queries.insert(query.clone());
            world.push_update(
                "callback_query",
                json!({ "id": query, "from": describe_user(user), "message": message, "chat_instance": "1", "data": data }),
            );
            query
        })
    }

    /// The person blocks the bot.
    pub fn block(&self, chat: i64) {
        self.add_citizen(chat);
        self.change(|world| {
            if let Some(chat) = world.chats.get_mut(&chat) {
                chat.blocked = true;
            }
        });
    }

    /// The group becomes a supergroup: both chats hear of it, and the old one cannot be written to.
    pub fn migrate(&self, group: i64, to: i64) {
        self.add(to, ChatKind::Supergroup);
        self.push("message", group, 7, json!({ "migrate_to_chat_id": to }));
        self.push("message", to, 7, json!({ "migrate_from_chat_id": group }));
        self.migrate_quietly(group, to);
    }

    /// The group becomes a supergroup, and nobody tells the bot.
    pub fn migrate_quietly(&self, group: i64, to: i64) {
        self.add(to, ChatKind::Supergroup);
        self.change(|world| {
            if let Some(chat) = world.chats.get_mut(&group) {
                chat.moved_to = Some(to);
            }
        });
    }
}

fn message(world: &mut World, chat: i64, from: Value, content: Value) -> Value {
    let number = world.message_number();
    let mut message = json!({ "message_id": number, "date": FIRST_DATE + number, "chat": world.describe_chat(chat), "from": from });
    if let (Some(message), Value::Object(content)) = (message.as_object_mut(), content) {
        message.extend(content);
    }
    message
}

fn file(id: &str) -> Value {
    json!({ "file_id": id, "file_unique_id": format!("u{id}"), "file_size": 1000 })
}

fn with(mut file: Value, more: Value) -> Value {
    if let (Some(file), Value::Object(more)) = (file.as_object_mut(), more) {
        file.extend(more);
    }
    file
}

/// A photo in two sizes; the larger one has this identity.
pub fn photo(id: &str) -> Value {
    let size = |id: &str, width: u32| with(file(id), json!({ "width": width, "height": width }));
    json!({ "photo": [size(&format!("{id}-small"), 90), size(id, 1280)] })
}

/// A photo of an album, with words under it.
pub fn album_photo(id: &str, album: &str, caption: &str) -> Value {
    with(photo(id), json!({ "media_group_id": album, "caption": caption }))
}

/// A voice message.
pub fn voice(id: &str) -> Value {
    json!({ "voice": with(file(id), json!({ "duration": 3 })) })
}

/// A video, whose sender's client wrote nonsense about its type.
pub fn video(id: &str) -> Value {
    json!({ "video": with(file(id), json!({ "duration": 3, "width": 640, "height": 480, "mime_type": "no type" })) })
}

/// A round video.
pub fn video_note(id: &str) -> Value {
    json!({ "video_note": with(file(id), json!({ "duration": 3, "length": 240 })) })
}

/// A video without sound.
pub fn animation(id: &str) -> Value {
    let animation = with(file(id), json!({ "duration": 3, "width": 640, "height": 480 }));
    json!({ "animation": animation, "document": file(id) })
}

/// A file.
pub fn document(id: &str) -> Value {
    json!({ "document": with(file(id), json!({ "file_name": "清单.pdf" })) })
}

/// A piece of music.
pub fn audio(id: &str) -> Value {
    json!({ "audio": with(file(id), json!({ "duration": 3 })) })
}

/// A map point.
pub fn location(latitude: f64, longitude: f64) -> Value {
    json!({ "location": { "latitude": latitude, "longitude": longitude } })
}

/// A map point with a name.
pub fn venue(latitude: f64, longitude: f64, title: &str, address: &str) -> Value {
    let point = json!({ "latitude": latitude, "longitude": longitude });
    json!({ "venue": { "location": point, "title": title, "address": address }, "location": point })
}

/// A telephone number, of this account if it is somebody's.
pub fn contact(phone: &str, user: Option<i64>) -> Value {
    let mut contact = json!({ "phone_number": phone, "first_name": "小程" });
    if let Some(user) = user {
        contact["user_id"] = json!(user);
    }
    json!({ "contact": contact })
}

/// A sticker.
pub fn sticker() -> Value {
    let sticker = json!({ "width": 512, "height": 512, "is_animated": false, "is_video": false, "type": "regular" });
    json!({ "sticker": with(file("sticker"), sticker) })
}

/// A poll.
pub fn poll() -> Value {
    json!({ "poll": {
        "id": "1", "question": "几点", "options": [{ "text": "早", "voter_count": 0 }, { "text": "晚", "voter_count": 0 }],
        "is_closed": false, "is_anonymous": true, "type": "regular", "allows_multiple_answers": false, "total_voter_count": 0
    } })
}
