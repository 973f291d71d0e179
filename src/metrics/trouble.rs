//! What goes wrong 故障, by kind: how often, and how long ago the last time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::Counter;

/// A kind of trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// Telegram: too many messages (429).
    Flood,
    /// Telegram's servers (5xx).
    Server,
    /// Telegram did not answer in time.
    Timeout,
    /// Telegram could not be reached, or the connection broke.
    Network,
    /// Something answered that is not the Bot API.
    Garbled,
    /// Telegram does not know the token (401, 404).
    Token,
    /// Another program polls with the same token (409).
    Conflict,
    /// Telegram said no to one call: the chat is gone, the bot is blocked, the message will not do.
    Refused,
    /// A group has become another chat, and what waited for it was sent there.
    Moved,
    /// The store did not write.
    Store,
    /// Something that fell due could not be done.
    Reminder,
    /// The page could not answer.
    Page,
    /// A part of the program panicked.
    Panic,
}

impl Trouble {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Flood,
        Self::Server,
        Self::Timeout,
        Self::Network,
        Self::Garbled,
        Self::Token,
        Self::Conflict,
        Self::Refused,
        Self::Moved,
        Self::Store,
        Self::Reminder,
        Self::Page,
        Self::Panic,
    ];

    /// The word in labels.
    pub fn name(self) -> &'static str {
        match self {
            Self::Flood => "telegram_429",
            Self::Server => "telegram_5xx",
            Self::Timeout => "telegram_timeout",
            Self::Network => "telegram_network",
            Self::Garbled => "telegram_garbled",
            Self::Token => "telegram_token",
            Self::Conflict => "telegram_conflict",
            Self::Refused => "telegram_refused",
            Self::Moved => "telegram_moved",
            Self::Store => "store",
            Self::Reminder => "reminder",
            Self::Page => "page",
            Self::Panic => "panic",
        }
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Flood => "Telegram 要求放慢（429）",
            Self::Server => "Telegram 服务器故障（5xx）",
            Self::Timeout => "Telegram 没有及时回答",
            Self::Network => "连不上 Telegram",
            Self::Garbled => "Telegram 的回答无法识别",
            Self::Token => "Telegram 不认这个令牌（401）",
            Self::Conflict => "另一个程序在用同一令牌收信（409）",
            Self::Refused => "Telegram 拒绝了请求",
            Self::Moved => "工作群升级换了编号",
            Self::Store => "存储没有写成",
            Self::Reminder => "到期事项没有办成",
            Self::Page => "网页没能回答",
            Self::Panic => "程序内部出错",
        }
    }

    /// What to do about it.
    pub fn advice(self) -> &'static str {
        match self {
            Self::Flood => "不用处理，程序会按要求等待；持续增加时，看看是否有大批通知。",
            Self::Server | Self::Garbled => "多半是 Telegram 一方的问题，程序会继续重试；超过十分钟请核对 api_url 和网络出口。",
            Self::Timeout | Self::Network => "请检查本机网络、DNS 和出口防火墙；程序会继续重试，恢复后自动补发。",
            Self::Token => "请核对环境变量 TELOXIDE_TOKEN，改正后重新启动。",
            Self::Conflict => "同一机器人只能由一个程序收信，请停掉另一个。",
            Self::Refused => "有通知因此发不出去时，见“无法送达的通知”；按下过期的按钮也会计入，不用处理。",
            Self::Moved => "不用处理，绑定已经跟着改好，等着发的通知已转到新群。",
            Self::Store => "请检查磁盘空间和权限，排除后自动恢复；没有收下的 Telegram 来信会重新送来，网页上的请来信人重发。",
            Self::Reminder => "请看日志里是哪件工单；存储恢复后会自动补办。",
            Self::Page => "请看日志；刷新页面一般可以继续。",
            Self::Panic => "请保留日志并报告给开发者；只影响当时那一条消息。",
        }
    }
}

/// How often each kind occurred.
#[derive(Debug)]
pub struct Troubles {
    begun: Instant,
    all: [(Counter, AtomicU64); Trouble::ALL.len()],
}

impl Default for Troubles {
    fn default() -> Self {
        Self { begun: Instant::now(), all: Default::default() }
    }
}

impl Troubles {
    /// It occurred.
    pub fn note(&self, trouble: Trouble) {
        let (count, last) = &self.all[trouble as usize];
        last.store(u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
        count.add();
    }

    /// How often it has occurred.
    pub fn count(&self, trouble: Trouble) -> u64 {
        self.all[trouble as usize].0.get()
    }

    /// How long ago the last time was; none when it has never occurred.
    pub fn ago(&self, trouble: Trouble) -> Option<Duration> {
        let (count, last) = &self.all[trouble as usize];
        let at = Duration::from_millis(last.load(Ordering::Relaxed));
        (count.get() > 0).then(|| self.begun.elapsed().saturating_sub(at))
    }
}
