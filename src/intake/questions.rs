//! Questions and wishes about cases that exist, in everybody's words 口头问答: how far it is, that it may be dropped, and why
//! it was not accepted.

use chrono::TimeDelta;

use super::{Citizen, Ctx, Turn, choice, existing, understand};
use crate::domain::case::{Case, State};
use crate::domain::complaint::Slots;
use crate::domain::message::{Message, Standstill};
use crate::domain::privacy::{self, Veil};

/// What idle words ask of a case, if they do.
pub(super) fn asked(text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    let of_cases = why_declined(text, citizen, ctx).or_else(|| withdrawal(text, citizen, ctx)).or_else(|| how_far(text, citizen, ctx));
    of_cases.or_else(|| grumbles(text).then(|| citizen.open().next().map(|_| existing::progress("", citizen, ctx))).flatten())
}

/// What asks after a case, the longer before the shorter, which may stand in it.
const QUESTIONS: [&str; 124] = [
    "到底有没有人管",
    "什么时候能来",
    "什么时候才来",
    "什么时候过来",
    "什么时候上门",
    "什么时候处理",
    "什么时候解决",
    "为什么还不来",
    "什么时候给我",
    "什么时候给个",
    "什么时候答复",
    "什么时候回复",
    "什么时候可以",
    "等到什么时候",
    "你们领导电话",
    "有没有人管",
    "有没有人来",
    "有没有结果",
    "什么时候来",
    "什么时候到",
    "什么时候修",
    "什么时候能",
    "怎么还不来",
    "怎么还没人",
    "什么情况了",
    "哪个部门在",
    "哪个单位在",
    "什么时候有",
    "什么时候才",
    "多长时间能",
    "到什么程度",
    "工单号多少",
    "工单编号是",
    "单号是多少",
    "编号是多少",
    "我的工单号",
    "我投诉的事",
    "我反映的事",
    "找你们领导",
    "叫你们领导",
    "领导的电话",
    "啥时候能",
    "啥时候来",
    "有人管吗",
    "有人管没",
    "有人来吗",
    "怎么还没",
    "还没处理",
    "还没动静",
    "怎么样了",
    "处理了吗",
    "处理了没",
    "解决了吗",
    "解决了没",
    "办好了吗",
    "到哪一步",
    "谁在负责",
    "谁在处理",
    "何时解决",
    "何时答复",
    "还要多久",
    "要等多久",
    "结果怎么",
    "没有答复",
    "没有回复",
    "没有回音",
    "没有结果",
    "没有消息",
    "处理得怎",
    "处理到哪",
    "进展如何",
    "进度如何",
    "给个说法",
    "给个准话",
    "给个答复",
    "给个回复",
    "给我答复",
    "给我回复",
    "工单号是",
    "我那个事",
    "我那件事",
    "几点来",
    "多久能",
    "多久来",
    "没人管",
    "没人理",
    "管不管",
    "还不来",
    "还没来",
    "没动静",
    "咋样了",
    "怎样了",
    "办好没",
    "有结果",
    "有进展",
    "有消息",
    "有回复",
    "到哪了",
    "谁负责",
    "谁在办",
    "谁经办",
    "归哪个",
    "派给谁",
    "转给谁",
    "交给谁",
    "派到哪",
    "转到哪",
    "交到哪",
    "啥时候",
    "几时能",
    "何时能",
    "结果呢",
    "回复呢",
    "答复呢",
    "进度呢",
    "进展呢",
    "没答复",
    "没回复",
    "没回音",
    "没结果",
    "没消息",
    "办得怎",
    "办到哪",
    "找领导",
];

/// The most characters of a question; what is longer tells something.
const LONGEST: usize = 24;

/// Somebody without a case who writes more than this asks about the world, and not after a case.
const BARE: usize = 10;

/// Anger at whoever handles the case, and nothing more: 你们就是骗子 is no new matter of fraud, and wants to know how far it is.
fn grumbles(text: &str) -> bool {
    const LONGEST: usize = 14;
    const AT: [&str; 5] = ["你们", "你就是", "这热线", "政府就", "热线就"];
    const ANGER: [&str; 16] = [
        "骗子",
        "骗人",
        "没用",
        "踢皮球",
        "推脱",
        "推诿",
        "敷衍",
        "糊弄",
        "忽悠",
        "不作为",
        "垃圾",
        "废物",
        "白投诉",
        "白说",
        "摆设",
        "不要脸",
    ];
    text.chars().count() <= LONGEST && AT.iter().any(|at| text.contains(at)) && ANGER.iter().any(|anger| text.contains(anger))
}

/// Whether the words ask how far a case is.
pub(super) fn asks_after(text: &str) -> bool {
    text.chars().count() <= LONGEST && QUESTIONS.iter().any(|question| text.contains(question))
}

/// 路灯的事有人管吗 asks after the case of the lamp; 井盖坏了有人管吗, with no such case, tells of a new matter.
fn how_far(text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    if !asks_after(text) {
        return None;
    }
    let about = QUESTIONS.iter().fold(text.to_owned(), |text, question| text.replace(question, ""));
    let open: Vec<&Case> = citizen.open().collect();
    if let Some(case) = choice::spoken_of(about.trim_matches(['，', ',', '？', '?', '。', '啊', '呢', '呀']), &open) {
        return Some(existing::shown(case, citizen, ctx));
    }
    let (classification, found) = understand(&about, Slots::new(), ctx);
    if classification.hotline.is_some() {
        return None;
    }
    let alike: Vec<&&Case> = open.iter().filter(|case| case.complaint.classification.intent == classification.intent).collect();
    let is_matter = classification.is_understood();
    match (is_matter, alike.as_slice()) {
        (true, [case]) => Some(existing::shown(case, citizen, ctx)),
        (true, []) => None,
        _ if citizen.cases.is_empty() && (!found.is_empty() || text.chars().count() > BARE) => None,
        _ => Some(existing::progress("", citizen, ctx)),
    }
}

/// 撤诉 in other words.
pub(super) fn withdraws(text: &str) -> bool {
    const ALONE: [&str; 8] = ["撤了吧", "撤了", "撤吧", "撤掉吧", "撤单", "那就撤了吧", "算了撤了吧", "还是撤了吧"];
    const WORDS: [&str; 27] = [
        "不想投诉",
        "不想追究",
        "不想反映",
        "不用你们来",
        "我想撤销",
        "想撤诉",
        "取消投诉",
        "取消工单",
        "取消这个工单",
        "和解了",
        "误会一场",
        "自己好了",
        "已经解决了",
        "不告了",
        "不投诉了",
        "不举报了",
        "不反映了",
        "不追究了",
        "不用处理了",
        "不用管了",
        "不用办了",
        "不用修了",
        "不用来了",
        "不用麻烦了",
        "别处理了",
        "不要处理了",
        "撤回投诉",
    ];
    let bare = super::words::bare(text);
    let asks = text.contains(['？', '?']) || ["吗", "么", "呢"].iter().any(|end| bare.ends_with(end));
    // What others say is not what the citizen wants: 他们说已经解决了，根本没有.
    let others = ["他们说", "说是", "根本", "没有", "不是"].iter().any(|word| bare.contains(word));
    let told = !others && WORDS.iter().any(|word| bare.contains(word)) && text.chars().count() <= LONGEST;
    !asks && (ALONE.contains(&bare.as_str()) || told)
}

fn withdrawal(text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    let open = citizen.open().next().is_some();
    withdraws(text).then(|| if open { existing::withdraw(text, citizen, ctx) } else { existing::progress("", citizen, ctx) })
}

/// How long after 不予受理 a word of protest is about it.
const PROTEST: TimeDelta = TimeDelta::days(30);

/// 凭什么不管, after a case was not accepted, was revoked or went to another authority: the reason and the way are told again, and
/// what would change it.
fn why_declined(text: &str, citizen: &Citizen<'_>, ctx: &Ctx<'_>) -> Option<Turn> {
    const WORDS: [&str; 15] = [
        "凭什么",
        "为什么撤",
        "为什么移",
        "凭啥",
        "为什么不",
        "为啥不",
        "怎么不管",
        "怎么不受理",
        "怎么不给",
        "不受理是",
        "什么叫不受理",
        "不予受理",
        "我不服",
        "我不同意",
        "推脱",
    ];
    let case = last_spoken_of(citizen).filter(|case| ctx.now - case.changed_at <= PROTEST)?;
    let number = case.number;
    let own = |reason: &str| Veil::of_answer(privacy::citizens(case), case).text(reason);
    let told = match &case.state {
        State::Declined { ground, way } => Message::DeclinedWhy { number, ground: ground.label(), way: way.clone() },
        State::Revoked { label, reason } => Message::Standstill(Standstill::Revoked { number, ground: label.clone(), reason: own(reason) }),
        State::HandedOver { to, reason } => Message::Standstill(Standstill::HandedOver { number, to: to.clone(), reason: own(reason) }),
        _ => return None,
    };
    if text.chars().count() > LONGEST || !WORDS.iter().any(|word| text.contains(word)) {
        return None;
    }
    let (classification, _) = understand(text, Slots::new(), ctx);
    let other = classification.intent.is_some() && classification.intent != case.complaint.classification.intent;
    if classification.hotline.is_some() || (other && classification.is_understood() && text.chars().count() > LONGEST / 2) {
        return None;
    }
    Some(Turn::say(told).keeping(citizen.conversation))
}

fn last_spoken_of<'a>(citizen: &Citizen<'a>) -> Option<&'a Case> {
    citizen.conversation.last_case.and_then(|number| citizen.own(number)).or_else(|| citizen.cases.first())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_in_many_words() {
        for text in [
            "路灯的事有人管吗",
            "师傅什么时候来啊",
            "为什么还不来",
            "处理了没",
            "那件事咋样了",
            "谁负责我这个事",
            "什么时候给我答复",
            "结果呢",
            "我的工单号是多少",
        ] {
            assert!(asks_after(text), "{text}");
        }
        assert!(!asks_after("我家楼下的路灯坏了"));
    }

    #[test]
    fn anger_at_the_house_alone() {
        for text in ["你们就是骗子", "这热线没用", "你们就会踢皮球"] {
            assert!(grumbles(text), "{text}");
        }
        for text in ["垃圾没人收", "我被骗子骗了两万", "你们能查查卖假药的骗子吗，在解放路"] {
            assert!(!grumbles(text), "{text}");
        }
    }

    #[test]
    fn withdrawal_in_many_words() {
        for text in [
            "撤了吧",
            "不告了",
            "不用处理了",
            "已经修好了，不用来了",
            "算了，撤了吧！",
            "我跟他们和解了，这事儿就算了",
            "问题已经解决了，不用你们来了，谢谢",
        ] {
            assert!(withdraws(text), "{text}");
        }
        for text in ["路灯被撤了没人装", "撤了吗", "不用处理了吗？", "他们说不用处理了呢", "他们说已经解决了，根本没来人"]
        {
            assert!(!withdraws(text), "{text}");
        }
    }
}
