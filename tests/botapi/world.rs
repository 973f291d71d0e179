//! What the server knows: chats, updates that wait, messages that were sent, and what is to go wrong.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

/// The bot's own account.
pub const BOT_ID: i64 = 4242;
/// The bot's name.
pub const BOT_NAME: &str = "yousu_test_bot";
/// The date of the first message; no test depends on it.
pub const FIRST_DATE: i64 = 1_780_000_000;

/// A way to misbehave, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A server error, with a page of HTML.
    Server(u16),
    /// The connection breaks before anything is done.
    Broken,
    /// It is done, but the connection breaks before the answer.
    AnswerLost,
    /// Too many requests: come again after so many seconds.
    Flood(u64),
    /// A refusal with these words.
    No(u16, &'static str),
    /// An answer that is not JSON.
    Garbage,
    /// No answer, ever.
    Silence,
    /// It is done, and answered after so long.
    Slow(Duration),
}

/// A fault that comes again and again, until it is over.
#[derive(Debug, Clone)]
pub struct Plague {
    /// Of which method, in lower case.
    pub method: String,
    /// In which chat; in all of them, and for calls without a chat, when none is named.
    pub chat: Option<i64>,
    /// What goes wrong.
    pub fault: Fault,
    /// How many more times.
    pub times: usize,
    /// How often it has gone wrong.
    pub struck: usize,
}

/// How often a bot may send.
#[derive(Debug, Clone, Copy)]
pub struct Rates {
    /// The time between two messages to a private chat.
    pub private: Duration,
    /// Messages a minute to a group.
    pub group_a_minute: usize,
    /// Messages a second in all.
    pub overall_a_second: usize,
}

impl Rates {
    /// Telegram's.
    pub const TELEGRAM: Self = Self { private: Duration::from_secs(1), group_a_minute: 20, overall_a_second: 30 };
}

/// The kind of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatKind {
    /// One person.
    Private,
    /// A group.
    Group,
    /// A group that has become a supergroup, or always was one.
    Supergroup,
    /// A channel.
    Channel,
}

/// A chat.
#[derive(Debug, Clone)]
pub struct Chat {
    /// Its kind.
    pub kind: ChatKind,
    /// The person blocked the bot.
    pub blocked: bool,
    /// The supergroup that it became.
    pub moved_to: Option<i64>,
}

/// A message that the bot sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// To whom.
    pub chat: i64,
    /// Its number.
    pub id: i64,
    /// The method, in lower case.
    pub method: String,
    /// The text or caption.
    pub text: String,
    /// The buttons: label and data.
    pub buttons: Vec<Vec<(String, String)>>,
    /// The file's identity or name, or the point.
    pub media: Option<String>,
    /// When.
    pub at: Instant,
}

/// Everything.
pub struct World {
    /// The chats that the bot may write to.
    pub chats: HashMap<i64, Chat>,
    /// The updates that wait, in order.
    pub updates: VecDeque<(i64, Value)>,
    /// Every update there ever was, with its moment: for the transcript of a test that went wrong.
    pub history: Vec<(Instant, Value)>,
    /// The number of the next update.
    pub next_update: i64,
    /// All updates before this one are confirmed.
    pub confirmed: i64,
    /// Which updates the bot wants; all when it has not said.
    pub allowed: Option<HashSet<String>>,
    /// Which `getUpdates` is the newest: an older one that waits is sent away.
    pub poll: u64,
    /// What was sent.
    pub sent: Vec<Sent>,
    /// Methods called, in order, in lower case.
    pub calls: Vec<String>,
    /// Presses that wait for an answer.
    pub queries: HashSet<String>,
    /// Presses answered, with the words.
    pub answered: Vec<(String, Option<String>)>,
    /// Menus by scope: commands and descriptions.
    pub menus: BTreeMap<String, Vec<(String, String)>>,
    /// What is to go wrong, by method.
    pub faults: HashMap<String, VecDeque<Fault>>,
    /// What goes wrong until it is over.
    pub plagues: Vec<Plague>,
    /// The limits, if any are held.
    pub rates: Option<Rates>,
    /// Files that Telegram keeps.
    pub files: HashSet<String>,
    /// The number of the next message.
    pub next_message: i64,
}

impl World {
    /// A world without people.
    pub fn new() -> Self {
        Self {
            chats: HashMap::new(),
            updates: VecDeque::new(),
            history: Vec::new(),
            next_update: 1000,
            confirmed: 0,
            allowed: None,
            poll: 0,
            sent: Vec::new(),
            calls: Vec::new(),
            queries: HashSet::new(),
            answered: Vec::new(),
            menus: BTreeMap::new(),
            faults: HashMap::new(),
            plagues: Vec::new(),
            rates: None,
            files: HashSet::new(),
            next_message: 1,
        }
    }

    /// What goes wrong with this call.
    pub fn next_fault(&mut self, method: &str, chat: Option<i64>) -> Option<Fault> {
        if let Some(fault) = self.faults.get_mut(method).and_then(VecDeque::pop_front) {
            return Some(fault);
        }
        let meant = |plague: &&mut Plague| plague.method == method && plague.times > 0 && (plague.chat.is_none() || plague.chat == chat);
        let plague = self.plagues.iter_mut().find(meant)?;
        plague.times -= 1;
        plague.struck += 1;
        Some(plague.fault.clone())
    }

    /// How often a plague has struck.
    pub fn struck(&self) -> usize {
        self.plagues.iter().map(|plague| plague.struck).sum()
    }

    /// How often the method was called.
    pub fn called(&self, method: &str) -> usize {
        self.calls.iter().filter(|call| *call == method).count()
    }

    /// What the bot sent to this chat.
    pub fn sent_to(&self, chat: i64) -> impl Iterator<Item = &Sent> {
        self.sent.iter().filter(move |sent| sent.chat == chat)
    }

    /// An update of this kind; its number. The bot gets it unless it does not want the kind.
    pub fn push_update(&mut self, kind: &str, content: Value) -> i64 {
        let number = self.next_update;
        self.next_update += 1;
        if self.allowed.as_ref().is_none_or(|allowed| allowed.contains(kind)) {
            let mut update = json!({ "update_id": number });
            update[kind] = content;
            self.history.push((Instant::now(), update.clone()));
            self.updates.push_back((number, update));
        }
        number
    }

    /// The number of a new message.
    pub fn message_number(&mut self) -> i64 {
        self.next_message += 1;
        self.next_message - 1
    }

    /// How many seconds the bot must wait before it may send to this chat.
    pub fn must_wait(&self, chat: i64, now: Instant) -> Option<u64> {
        let rates = self.rates?;
        let within = |span: Duration| move |sent: &&Sent| now.duration_since(sent.at) < span;
        if self.sent.iter().rev().take(rates.overall_a_second).filter(within(Duration::from_secs(1))).count() >= rates.overall_a_second {
            return Some(1);
        }
        if chat > 0 {
            return self.sent_to(chat).any(|sent| now.duration_since(sent.at) < rates.private).then_some(1);
        }
        let minute = Duration::from_secs(60);
        let recent: Vec<&Sent> = self.sent_to(chat).filter(within(minute)).collect();
        let oldest = (recent.len() >= rates.group_a_minute).then(|| recent.first()).flatten()?;
        Some((minute - now.duration_since(oldest.at)).as_secs() + 1)
    }

    /// A chat as Telegram describes it.
    pub fn describe_chat(&self, chat: i64) -> Value {
        match self.chats.get(&chat).map(|chat| chat.kind) {
            Some(ChatKind::Group) => json!({ "id": chat, "type": "group", "title": "单位群" }),
            Some(ChatKind::Supergroup) => json!({ "id": chat, "type": "supergroup", "title": "单位群" }),
            Some(ChatKind::Channel) => json!({ "id": chat, "type": "channel", "title": "频道" }),
            _ => json!({ "id": chat, "type": "private", "first_name": format!("市民{chat}") }),
        }
    }
}

/// A person as Telegram describes them.
pub fn describe_user(user: i64) -> Value {
    json!({ "id": user, "is_bot": false, "first_name": "市民", "last_name": user.to_string() })
}

/// The bot as Telegram describes it.
pub fn describe_bot() -> Value {
    json!({ "id": BOT_ID, "is_bot": true, "first_name": "有诉", "username": BOT_NAME })
}
