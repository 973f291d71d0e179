//! Words that say nothing 空话: 已处理 tells a citizen neither what was found nor what was done, and 随便 no dispatcher why.

use super::require;
use crate::domain::command::Command;
use crate::domain::refusal::Refusal;

/// What is left of an answer that only says that there is one. A longer one stands before its own beginning.
const STOCK: [&str; 70] = [
    "已经",
    "已",
    "经",
    "正在",
    "处理",
    "解决",
    "办理",
    "办结",
    "完成",
    "完毕",
    "完",
    "核实",
    "了解",
    "知道",
    "知悉",
    "收到",
    "接到",
    "已阅",
    "情况",
    "属实",
    "按照",
    "按",
    "依法",
    "依规",
    "依据",
    "规定",
    "相关",
    "有关",
    "要求",
    "流程",
    "反映",
    "问题",
    "诉求",
    "诉求人",
    "工单",
    "您",
    "你",
    "的",
    "了",
    "好",
    "将",
    "会",
    "尽快",
    "我们",
    "我单位",
    "我局",
    "请放心",
    "感谢",
    "谢谢",
    "支持",
    "中",
    "无",
    "没有",
    "同意",
    "随便",
    "不同意",
    "不批准",
    "不行",
    "不可以",
    "可以",
    "驳回",
    "退回",
    "重办",
    "不想办",
    "不办",
    "不管",
    "退单",
    "退",
    "吧",
    "ok",
];

/// Refuses words in which nothing is said.
///
/// # Errors
/// The field that holds them.
pub(super) fn refuse(command: &Command, fields: &[(&'static str, &str)]) -> Result<(), Refusal> {
    match fields.iter().find(|(_, words)| is_hollow(words)) {
        None => Ok(()),
        Some((field, words)) => Err(Refusal::HollowWords { command: command.label().to_owned(), field, words: words.trim().to_owned() }),
    }
}

/// Refuses a reason that is missing or says nothing: whoever is told no, or to do it again, has to know why.
///
/// # Errors
/// As [`refuse`], and for a blank reason.
pub(super) fn reason(command: &Command, words: &str) -> Result<(), Refusal> {
    let field = [("理由", words)];
    require(command, &field)?;
    refuse(command, &field)
}

fn is_hollow(words: &str) -> bool {
    let plain: String = words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut rest = plain.as_str();
    while let Some(next) = STOCK.iter().filter_map(|stock| rest.strip_prefix(stock)).min_by_key(|next| next.len()) {
        rest = next;
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing() {
        for words in ["已处理", "情况属实，已按规定处理完毕。", "收到", "正在处理中", "好的，谢谢您的支持！", "OK", "不同意", "不行"]
        {
            assert!(is_hollow(words), "{words}");
        }
        for words in ["换了灯泡", "已劝离", "正在施工", "情况不属实", "已转有关科室", "不属于我单位职责", "已清运"]
        {
            assert!(!is_hollow(words), "{words}");
        }
    }
}
