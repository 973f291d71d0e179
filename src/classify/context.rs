//! Whether words tell of something that happens now 语境: not of last year, not of a worry, not of a drill.

use std::ops::Range;

use serde::Deserialize;

use super::patterns::{Expression, compile};
use crate::domain::grounds::Dismissal;

/// The matter was in the past, when it stands before the words in their clause.
const PAST: &str = "去年|前年|上个?月|上次|上回|上周|上星期|上礼拜|以前|曾经?|当年|当时|昨天|昨晚|昨夜|前天|前几[年天]|前些[年天]|前段时间|\
[一二两三四五六七八九十几多0-9]+(?:年|个月)前|之前|历史上|年初|[0-9]{1,2}月[0-9]{1,2}[日号]|[0-9]{4}年|[0-9]{1,2}号(?:早上|上午|中午|下午|晚上|凌晨)";
/// It is back, or was never over: a past matter with this in its clause does not count as past.
const AGAIN: &str = "又|再次|现在|正在|此刻|刚刚|刚才|目前|还在";
/// The same, said in another clause of the sentence.
const LASTING: &str = "现在还[有在冒漏流]|还在|越来越|至今昏迷";
/// A case that is only thought of, anywhere before the words in their sentence.
const IF: &str = "如果|假如|假设|假使|倘若|若是|万一|一旦|要是";
/// What says that the thing thought of or feared is there all the same.
const NOW: &str = "现在|正在|此刻|已经|刚刚|刚才|这会儿?|快来|快点来|救命";
/// A worry, a warning or a lesson shortly before the words. Institutions stay out: a training centre can burn.
const WORRY: &str = "(?:(?:担心|担忧|害怕|生怕|唯恐|(?:^|[^可哪恐])怕|会不会|是否会|可能会|会(?:引起|引发|造成|导致|发生)|容易|极易|防止|防范|避免|预防|以免|免得|\
以防|差点|险些|杜绝|谨防|关于|什么是|(?:电影|电视|电视剧|小说|游戏|新闻|视频)(?:里|上|中)).{0,10}|(?:练习|演习|演练|模拟|宣传|学习|讲解)(?:如何|怎么|怎样|一下)?)$";
/// A denial right before the words.
const NOT: &str = "(?:没有?|未|并未|从未|不是|并非|无|不算)(?:发生|出现|有|闻到|看到|人)?过?$";
/// What makes the words a topic instead of an event, right after them.
const TOPIC: &str = "^(?:了?(?:的|之)?(?:隐患|风险|可能性|危险性|演练|演习|预防|防范|知识|报警器|警报器|报警系统|探测器|保险|常识|应急预案|预案|培训|宣传|险)|\
了?(?:时|的时候|之?后|以后)?(?:应该|该|要)?(?:如何|怎么|怎样)(?:逃生|自救|预防|赔|索赔|处罚)|.{0,10}(?:理赔|定损|责任认定|认定书|善后|伤残鉴定|证明怎么|后遗症|事故报告|调查报告|调查结果|赔偿标准|怎么赔))";

/// What happens only after an event is over, anywhere in the rest of its sentence.
const AFTERMATH: &str = "认定书|责任认定|全责|同等责任|(?:主|次)要责任|判决|交警(?:判|认定|已)|(?:已经?|也|曾)报[案警]|立案|派出所处理|(?:拒绝|不肯|不愿|不予)(?:赔|支付|履行|承担)|\
医药费|医疗费|伤残|抚恤|驾驶证|工伤|现场处理|住院(?:期间|了?[0-9一二两三四五六七八九十几]+天)";

/// What is nearer than a past that was named before it: 昨天吵过，今天拿着刀来了 tells of today.
const SINCE: &str = "今[天日早晚]|今儿|刚|这会儿?|突然|忽然|结果|眼下|马上|竟然|居然";

/// When what a sign tells of has to be for it to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tense {
    /// It goes on now.
    #[default]
    Now,
    /// It is feared or threatened, too: 再不给钱我就跳下去.
    Threatened,
    /// It began before today, too, and is not over by itself: 昨天走失的老人.
    Lasting,
}

/// Tells present events from talk about them.
pub struct Context {
    past: Expression,
    again: Expression,
    lasting: Expression,
    thought: Expression,
    now: Expression,
    worry: Expression,
    not: Expression,
    topic: Expression,
    aftermath: Expression,
    since: Expression,
}

impl Context {
    /// The house's own reading of Chinese tense and mood.
    pub fn new() -> Self {
        let of = |source| compile(source).expect("the constants are tested");
        Self {
            past: of(PAST),
            again: of(AGAIN),
            lasting: of(LASTING),
            thought: of(IF),
            now: of(NOW),
            worry: of(WORRY),
            not: of(NOT),
            topic: of(TOPIC),
            aftermath: of(AFTERMATH),
            since: of(SINCE),
        }
    }

    /// Whether `words` say that something is back or going on.
    pub fn is_back(&self, words: &str) -> bool {
        self.again.is_match(words)
    }

    /// Whether the words at `span` of a normalised text tell of something that is there now.
    pub fn is_now(&self, text: &str, span: &Range<usize>) -> bool {
        self.tells(text, span, Tense::Now)
    }

    /// Whether the words at `span` of a normalised text tell of something that is, or may be as `tense` allows: there is no
    /// [`Self::dismissal`] of them.
    pub fn tells(&self, text: &str, span: &Range<usize>, tense: Tense) -> bool {
        self.dismissal(text, span, tense).is_none()
    }

    /// Why the words at `span` of a normalised text do not tell of something that is, or may be as `tense` allows.
    pub fn dismissal(&self, text: &str, span: &Range<usize>, tense: Tense) -> Option<Dismissal> {
        let clause = around(text, span, |c| matches!(c, ',' | '、') || ends_sentence(c));
        let sentence = around(text, span, ends_sentence);
        let (before, after) = (&text[clause.start..span.start], &text[span.end..clause.end]);
        let thought = self.thought.find(&text[sentence.start..span.end]).map(|found| sentence.start + found.end());
        let feared = self.worry.find(before).map(|found| clause.start + found.start());
        let there = |from: Option<usize>| from.is_none_or(|from| self.now.is_match(&text[from..sentence.end]));
        match () {
            () if tense != Tense::Lasting && self.is_over(text, span, &clause, &sentence) => Some(Dismissal::Over),
            () if tense != Tense::Threatened && !there(thought) => Some(Dismissal::Thought),
            () if tense != Tense::Threatened && !there(feared) => Some(Dismissal::Feared),
            () if self.not.is_match(before) => Some(Dismissal::Denied),
            () if self.topic.is_match(after) => Some(Dismissal::Topic),
            () => None,
        }
    }

    /// Whether the words at `span` tell of what was, and nothing in their sentence says that it is back.
    fn is_over(&self, text: &str, span: &Range<usize>, clause: &Range<usize>, sentence: &Range<usize>) -> bool {
        let own = &text[clause.start..span.end];
        let past = self.past.find_iter(own).last().is_some_and(|past| !self.since.is_match(&own[past.end()..]));
        let over = past || self.aftermath.is_match(&text[span.end..sentence.end]);
        over && !self.is_back(&text[clause.clone()]) && !self.lasting.is_match(&text[sentence.clone()])
    }
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '!' | '?' | ';' | '\n')
}

/// The part of `text` around `span` that no `stop` interrupts.
fn around(text: &str, span: &Range<usize>, stop: impl Fn(char) -> bool) -> Range<usize> {
    let start = text[..span.start].rfind(&stop).map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    let end = text[span.end..].find(&stop).map_or(text.len(), |at| span.end + at);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn talk_about_a_fire_is_no_fire() {
        let context = Context::new();
        let fire = compile("着火").expect("regex");
        for (text, now) in [
            ("楼下着火了", true),
            ("去年着火的那栋楼今天又着火了", true),
            ("去年楼下着火了", false),
            ("我担心我妈,她那栋楼着火了", true),
            ("担心电动车着火", false),
            ("好可怕着火了", true),
            ("如果半夜没人,着火怎么办", false),
            ("如果没人来,房子现在已经着火了", true),
            ("没有着火,只是烟大", false),
            ("没人管,着火了", true),
            ("着火的演练太吵", false),
            ("线路老化容易着火", false),
            ("着火后保险公司定损太慢", false),
            ("消防讲座。楼上着火了", true),
            ("交易市场旁边的电影院着火了", true),
            ("不小心着火了", true),
            ("昨晚着火了", false),
            ("昨天着火,现在还在冒烟", true),
            ("着火时该怎么逃生", false),
            ("3月2日楼下着火了", false),
            ("家里着火,派出所处理到一半没下文", false),
            ("刚刚着火,对方不肯赔", true),
            ("我好怕,外面着火了", true),
            ("不知道有没有人,着火了", true),
            ("昨天还好好的今天一早着火了", true),
        ] {
            let span = fire.find_iter(text).last().expect("a fire is named").range();
            assert_eq!(context.is_now(text, &span), now, "{text}");
        }
    }

    #[test]
    fn a_threat_counts_before_it_is_carried_out_and_what_lasts_counts_after_it_began() {
        let context = Context::new();
        let words = compile("跳下去|走丢").expect("regex");
        for (text, tense, told) in [
            ("再不给钱,要是逼急了我就跳下去", Tense::Now, false),
            ("再不给钱,要是逼急了我就跳下去", Tense::Threatened, true),
            ("担心他会跳下去", Tense::Threatened, true),
            ("去年有人从这里跳下去", Tense::Threatened, false),
            ("他没有跳下去", Tense::Threatened, false),
            ("老人昨天走丢", Tense::Now, false),
            ("老人昨天走丢", Tense::Lasting, true),
            ("担心老人走丢", Tense::Lasting, false),
        ] {
            let span = words.find(text).expect("it is named").range();
            assert_eq!(context.tells(text, &span, tense), told, "{text} {tense:?}");
        }
    }
}
