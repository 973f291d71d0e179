//! A call that reached nobody 未接通: it is progress, and no contact (RULEBOOK §10 counts who was spoken to).

use crate::domain::case::{Case, State};
use crate::domain::command::Command;

/// What is said of a call that nobody took.
const MISSED: [&str; 20] = [
    "没人接",
    "没有人接",
    "无人接",
    "没接",
    "未接",
    "不接电话",
    "打不通",
    "没打通",
    "没有打通",
    "未打通",
    "接不通",
    "不通",
    "关机",
    "停机",
    "空号",
    "拒接",
    "挂断",
    "联系不上",
    "联系不到",
    "没联系上",
];
/// What is said where somebody was spoken to all the same, or is spoken to now.
const REACHED: [&str; 12] = ["打通了", "接通了", "已接通", "联系上了", "已联系上", "约好", "约定", "已告知", "告诉", "您", "你", "请"];
/// The most characters of such a note; what is longer tells something.
const LONGEST: usize = 40;

/// 联系诉求人: what is said to the citizen; the note of a call that nobody took is no message to whoever did not take it.
pub(super) fn contact(note: String, case: &Case) -> Command {
    let with_unit = matches!(case.state, State::InProgress { .. } | State::Suspended { .. } | State::OnFile { .. });
    if with_unit && reached_nobody(&note) {
        return Command::RecordProgress {
            note: format!("给您打过电话，没有接通（{}）。请留意来电，或者写下方便接电话的时间。", note.trim()),
        };
    }
    Command::Contact { note }
}

fn reached_nobody(note: &str) -> bool {
    let says = |words: &[&str]| words.iter().any(|word| note.contains(word));
    note.chars().count() <= LONGEST && says(&MISSED) && !says(&REACHED)
}

#[cfg(test)]
mod tests {
    use super::reached_nobody;

    #[test]
    fn a_call_that_nobody_took_is_no_contact() {
        for note in ["打过了没人接", "电话三次无人接听", "关机", "3月3日两次拨打均未接通", "打不通，是空号"]
        {
            assert!(reached_nobody(note), "{note}");
        }
        for note in ["请问路灯编号是多少？", "上午没人接，下午打通了，约好明天去看", "您的电话打不通，请回复一个能联系的号码"]
        {
            assert!(!reached_nobody(note), "{note}");
        }
    }
}
