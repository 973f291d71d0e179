//! What a citizen's words are 理解来信: a command, an answer, an addition, a question, or a new matter.

use super::{Citizen, Ctx, Turn, apart, choice, existing, followup, matter, understand};
use crate::domain::complaint::Slots;
use crate::domain::conversation::Talk;
use crate::domain::message::{Drafting, Message};
use crate::domain::refusal::Refusal;

/// Words that name a thing to do, Chinese and slash; a longer one stands before its own beginning, so that 查询进度 is not read
/// as 查询.
const ORDERS: [(Order, &[&str]); 10] = [
    (
        Order::Help,
        &[
            "/start",
            "/help",
            "使用说明",
            "帮助",
            "help",
            "怎么用",
            "转人工",
            "转接人工",
            "我要人工",
            "找人工",
            "人工客服",
            "人工服务",
            "人工",
            "你是机器人吗",
            "你是机器人",
            "你是谁",
            "你能干什么",
            "你能做什么",
            "你会什么",
        ],
    ),
    (Order::New, &["/new", "我要反映", "我要投诉", "新的诉求", "新诉求"]),
    (Order::WhoSaw, &["/viewed", "谁看过我的工单", "谁看过我的投诉", "谁看过工单", "谁看了我的工单", "谁看过"]),
    (Order::Papers, &["/papers", "投诉登记表", "我要登记表", "登记表", "我要反馈表", "反馈表", "我的文书", "文书"]),
    (Order::Appraise, &["/appraise", "民主评议", "我要评议", "评一评", "评议"]),
    (Order::Progress, &["/progress", "查询进度", "查进度", "我的工单", "查工单", "查询", "进度"]),
    (Order::Explain, &["/explain", "时限说明", "时限怎么算的", "期限怎么算的", "怎么算的", "时限"]),
    (Order::Urge, &["/urge", "我要催办", "催一催", "催一下", "催办"]),
    (Order::Withdraw, &["/withdraw", "我要撤诉", "撤销投诉", "撤回投诉", "不投诉了", "撤诉", "撤回", "撤销"]),
    (Order::Supplement, &["/add", "我要补充", "补充说明", "补充一下", "再补充", "补充"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Help,
    New,
    WhoSaw,
    Papers,
    Appraise,
    Progress,
    Explain,
    Urge,
    Withdraw,
    Supplement,
}

/// One step on words.
pub(super) fn read(text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    let text = text.trim();
    if let Some((order, rest)) = order(text) {
        return obey(order, rest, citizen, ctx);
    }
    match &citizen.conversation.talk {
        Talk::Asking { draft, missing } => matter::answered(draft, missing, text, citizen, ctx),
        Talk::Confirming { draft } => matter::confirming(draft, text, citizen, ctx),
        Talk::Correcting { draft } => matter::corrected(draft, text, citizen, ctx),
        Talk::Registered { number, missing } => existing::late_answer(*number, missing, text, citizen, ctx),
        Talk::Choosing { want } => choice::chosen_in_words(want, text, citizen, ctx).unwrap_or_else(|| idle(text, citizen, ctx)),
        Talk::FollowUpReason { number, .. } if citizen.own(*number).is_some_and(|case| existing::is_clearly_another(text, case, ctx)) => {
            idle(text, citizen, ctx)
        }
        Talk::Withdrawing { number, reason } => existing::withdrawing(*number, reason, text, citizen, ctx),
        Talk::Recurring { number, text: said, evidence } => apart::recurring(*number, said, evidence, text, citizen, ctx),
        Talk::FollowUpReason { number, solved, satisfaction } => followup::reason_given(*number, *solved, *satisfaction, text),
        Talk::Idle | Talk::Gathering { .. } | Talk::Form { .. } => idle(text, citizen, ctx),
    }
}

/// Words when nothing is being talked about.
pub(super) fn idle(text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if let Some(turn) = existing::about_a_case(text, citizen, ctx) {
        return turn;
    }
    if matches!(citizen.conversation.talk, Talk::Gathering { .. }) && matter::is_discard(text) {
        return Turn::say(Message::Drafting(Drafting::Discarded));
    }
    if says_nothing(text) {
        let message = if is_greeting(text) { Message::Welcome } else { Message::NotUnderstood };
        return Turn::say(message).keeping(citizen.conversation);
    }
    matter::begin(text, citizen, ctx)
}

/// An order stands alone, or before a number, a blank or a colon: 撤诉 is one, 撤诉不了怎么办 is a complaint.
fn order(text: &str) -> Option<(Order, &str)> {
    ORDERS.iter().find_map(|(order, words)| {
        words.iter().find_map(|word| {
            let rest = text.strip_prefix(word)?;
            let separate = rest.chars().next().is_none_or(|c| !c.is_alphabetic());
            let punctuation = |c: char| c.is_whitespace() || "：:，,。.!！?？#@".contains(c);
            (separate || (*order == Order::Supplement)).then(|| (*order, rest.trim_start_matches(punctuation)))
        })
    })
}

fn obey(order: Order, rest: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    if let Some(number) = choice::leading_number(rest)
        && matches!(order, Order::Urge | Order::Withdraw | Order::Supplement)
        && citizen.own(number).is_none()
    {
        let refusal = Refusal::NoSuchCase { number: number.to_string() };
        return Turn::say(Message::Refused { refusal }).keeping(citizen.conversation);
    }
    match order {
        Order::Help if is_emergency(rest, ctx) => matter::begin(rest, citizen, ctx),
        Order::Help => Turn::say(Message::Welcome).keeping(citizen.conversation),
        Order::New if says_nothing(rest) => Turn::say(Message::Welcome),
        Order::New => matter::begin(rest, citizen, ctx),
        Order::WhoSaw => existing::who_saw(rest, citizen, ctx).keeping_draft(citizen),
        Order::Papers => existing::papers(rest, citizen, ctx).keeping_draft(citizen),
        Order::Appraise => existing::appraise(rest, citizen).keeping_draft(citizen),
        Order::Progress => existing::progress(rest, citizen, ctx).keeping_draft(citizen),
        Order::Explain => existing::explain(rest, citizen, ctx).keeping_draft(citizen),
        Order::Urge => existing::urge(rest, citizen, ctx).keeping_draft(citizen),
        Order::Withdraw => withdraw(rest, citizen, ctx),
        Order::Supplement => supplement(rest, citizen, ctx),
    }
}

/// 帮助，有人晕倒了 asks for help of another kind.
fn is_emergency(text: &str, ctx: &Ctx<'_>) -> bool {
    understand(text, Slots::new(), ctx).0.hotline.is_some()
}

/// 撤诉 while nothing is registered yet means the draft.
fn withdraw(rest: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    match &citizen.conversation.talk {
        Talk::Asking { draft, .. } | Talk::Confirming { draft } | Talk::Correcting { draft } => matter::discarded(draft, citizen, ctx),
        _ => existing::withdraw(rest, citizen, ctx),
    }
}

fn supplement(rest: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Turn {
    match &citizen.conversation.talk {
        Talk::Asking { draft, missing } => matter::answered(draft, missing, rest, citizen, ctx),
        Talk::Confirming { draft } | Talk::Correcting { draft } => matter::corrected(draft, rest, citizen, ctx),
        _ => existing::supplement(rest, citizen, ctx),
    }
}

impl Turn {
    /// Asking after one case does not lose the complaint that is being written about another.
    fn keeping_draft(self, citizen: &Citizen<'_>) -> Self {
        match (&citizen.conversation.talk, &self.talk) {
            (Talk::Asking { .. } | Talk::Confirming { .. } | Talk::Correcting { .. }, Talk::Idle) => self.keeping(citizen.conversation),
            _ => self,
        }
    }
}

/// The text's letters and digits, in lower case: what is left of 好的！！ is 好的.
pub(super) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// Signs, emoji or a greeting only.
pub(super) fn has_no_words(text: &str) -> bool {
    is_greeting(text) || !text.chars().any(char::is_alphanumeric)
}

/// Too little to be a matter: signs, emoji, a greeting, a single word of one or two characters.
pub(super) fn says_nothing(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let han = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    is_greeting(text) || (han < 3 && letters.saturating_sub(han) < 8)
}

fn is_greeting(text: &str) -> bool {
    const GREETINGS: [&str; 19] = [
        "你好",
        "您好",
        "在吗",
        "在么",
        "有人吗",
        "hello",
        "hi",
        "你好啊",
        "早上好",
        "上午好",
        "下午好",
        "晚上好",
        "谢谢",
        "谢谢你",
        "谢谢您",
        "好的",
        "嗯",
        "收到",
        "知道了",
    ];
    let bare = bare(text);
    GREETINGS.contains(&bare.as_str())
}

/// Thanks and assent, and nothing else: 好的知道了，谢谢.
pub(super) fn is_courtesy(text: &str) -> bool {
    const POLITE: [&str; 22] = [
        "知道了",
        "谢谢",
        "多谢",
        "感谢",
        "辛苦",
        "麻烦",
        "收到",
        "好的",
        "好嘞",
        "明白",
        "了解",
        "可以",
        "ok",
        "嗯",
        "哦",
        "好",
        "行",
        "您",
        "你",
        "们",
        "了",
        "啦",
    ];
    let bare = bare(text);
    let mut rest = bare.as_str();
    while let Some(left) = POLITE.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = left;
    }
    rest.is_empty() && !bare.is_empty() && !bare.starts_with("你好") && !bare.starts_with("您好")
}
