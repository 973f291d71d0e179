//! A short answer to 请问在哪里: taken whole as the place, unless it is none.

use super::{Finder, best};
use crate::classify::scan::View;
use crate::intake::slots::text::length;

impl Finder {
    /// The place that words give when a place was just asked for, [`answered`]; 就在幸福小区3栋 gives 幸福小区3栋,
    /// 老王超市门口 itself.
    pub(in crate::intake::slots) fn answer(&self, view: View<'_, '_>) -> Option<String> {
        let plain = view.text();
        let found = best(&self.find(view, &[])).map(|located| &plain[located.span.clone()]);
        match found {
            Some(words) if length(plain) > 20 || plain.contains(['?', '!', '\n']) => Some(words.to_owned()),
            None if length(plain) > 24 || plain.contains('?') || is_a_remark(plain) => None,
            _ if self.is_no_place(plain) => None,
            _ => Some(plain.trim_end_matches(',').to_owned()),
        }
    }

    fn is_no_place(&self, words: &str) -> bool {
        const ELSE: [&str; 38] = [
            "不知道",
            "不清楚",
            "不记得",
            "忘了",
            "忘记",
            "说不清",
            "不方便",
            "不告诉",
            "不想说",
            "没有",
            "算了",
            "撤诉",
            "撤销",
            "取消",
            "查进度",
            "进度",
            "催办",
            "你好",
            "您好",
            "谢谢",
            "好的",
            "好吧",
            "可以",
            "确认",
            "是的",
            "对的",
            "为什么",
            "什么",
            "怎么",
            "随便",
            "人工",
            "转人工",
            "待办",
            "补充",
            "帮助",
            "投诉",
            "电话",
            "知道了",
        ];
        let names = words.chars().filter(|c| c.is_alphabetic()).count();
        let han = words.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
        names < 2 || !han || self.generic.is_match(words) || ELSE.iter().any(|other| words.starts_with(other))
    }
}

/// Whether words in which no place is known say something else: 你们看着办, 尽快派人来.
fn is_a_remark(words: &str) -> bool {
    const SAID: [&str; 48] = [
        "我要",
        "我想",
        "我说",
        "我们要",
        "你们",
        "怎么",
        "什么",
        "多久",
        "吗",
        "没人",
        "不管",
        "打电话",
        "打过",
        "联系我",
        "尽快",
        "快点",
        "赶紧",
        "麻烦",
        "希望",
        "明天",
        "后天",
        "昨天",
        "今天",
        "昨晚",
        "今晚",
        "上周",
        "有空",
        "稍后",
        "等会",
        "晚点",
        "一会",
        "拍照",
        "照片",
        "谢谢",
        "不用",
        "不是",
        "就这",
        "说了",
        "说过",
        "已经",
        "解决",
        "退款",
        "退钱",
        "赔",
        "态度",
        "真是",
        "太吵",
        "受不了",
    ];
    SAID.iter().any(|said| words.contains(said))
}

/// The words without what people say around a place.
pub(in crate::intake::slots) fn answered(words: &str) -> &str {
    const BEFORE: [&str; 33] = [
        "地址就是",
        "地址是",
        "地址在",
        "地址",
        "地点是",
        "地点在",
        "地点",
        "具体位置",
        "位置在",
        "位置是",
        "位置",
        "具体在",
        "具体是",
        "事情发生在",
        "发生在",
        "我住在",
        "我家住在",
        "我家在",
        "我们在",
        "我在",
        "我住",
        "住在",
        "位于",
        "就是在",
        "就在",
        "就是",
        "在",
        "是",
        "哦",
        "嗯",
        "啊",
        "那个",
        "你好",
    ];
    const AFTER: [char; 16] = ['。', '.', '!', ',', '呀', '啊', '哦', '呢', '吧', '的', '哈', ';', '~', '…', '了', '嘛'];
    let mut rest = words.trim();
    while let Some(shorter) = BEFORE.iter().find_map(|word| rest.strip_prefix(word)) {
        rest = shorter.trim_start_matches([' ', ':', ',', '。', '.', '!']);
    }
    rest.trim_end().trim_end_matches(AFTER).trim_end()
}
