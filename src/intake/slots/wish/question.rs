//! The question of somebody who asks for nothing else 咨询: 小孩怎么落户, 想知道几点下班. What is only asked to blame is no question.

use std::ops::Range;

use regex::Regex;

use crate::classify::patterns::Sought;
use crate::classify::scan::View;

/// Finds questions.
#[derive(Debug)]
pub(super) struct Finder {
    lead: Sought,
    asks: Sought,
    topic: Regex,
    blames: Regex,
}

impl Finder {
    pub(super) fn new() -> Self {
        let regular = |pattern: &str| Regex::new(pattern).expect("the questions are regular");
        Self {
            lead: Sought::new("想?(?:咨询|请问|询问|问一下|问下|了解)|想(?:问|知道)|打听"),
            asks: Sought::new(
                "如何|怎么|怎样|咋|什么|哪里|哪儿|哪个|哪些|哪家|去哪|在哪|到哪|那些(?:手续|材料|资料)|谁|何时|何处|几[点号天个家月]|多少|多久|是否|能否|可否|是不是|能不能|可不可以|有没有|要不要|需不需要|吗|(?:可以|能|需要|要)[^,]{0,20}\\?",
            ),
            topic: regular("(?:条件|流程|手续|材料|资料|地址|政策|事宜|规定|标准|问题|时间|电话|情况|要求)$"),
            blames: regular(
                "难道|为什么|为何|为啥|凭什么|凭啥|怎么(?:能|会|没|还|这|就|可以|那么|不)|良心|天理|合理吗|公平吗|合法吗|何在|有人管|没人管|谁(?:来|能|负责|给)|算什么|什么都|没有?什么|不知道?怎么办|什么(?:结果|用|原因|态度)|怎么办",
            ),
        }
    }

    /// The words that it must see, for a lexicon: those that lead to questions, then those that ask.
    pub(super) fn tables(&self) -> [&[String]; 2] {
        [self.lead.table(), self.asks.table()]
    }

    /// The last question of a folded text, from its clause on, or from the words that lead to it.
    pub(super) fn find(&self, view: View<'_, '_>) -> Option<Range<usize>> {
        let may_begin = |view: View<'_, '_>| view.hits().map(|hit| hit.start as usize).collect::<Vec<usize>>();
        let (leads, asks) = (may_begin(view), may_begin(view.table(1)));
        let asks_in = |sentence: &Range<usize>| leads.iter().chain(&asks).any(|at| sentence.contains(at));
        let sentences: Vec<Range<usize>> = sentences(view.text()).filter(asks_in).collect();
        sentences.iter().rev().find_map(|sentence| self.question(view, sentence))
    }

    fn question(&self, view: View<'_, '_>, sentence: &Range<usize>) -> Option<Range<usize>> {
        let (start, words) = (sentence.start, &view.text()[sentence.clone()]);
        let said = words.trim_end_matches(['?', '!', ' ', ',', '的']);
        let said = said.split_once("的问题(").map_or(said, |(said, _)| said);
        let said = said.strip_suffix("的问题").or_else(|| said.strip_suffix("问题")).unwrap_or(said).trim_end_matches('的');
        let marked = said.len() + "问题".len() <= words.len() && words.contains("问题") || words.trim_end().ends_with('?');
        let end = start + said.len();
        let led = self.lead.within(view, start..end).find(|lead| self.leads(view, lead.end..end, marked));
        let asked = || self.asks.within(view.table(1), sentence.clone()).map(|asks| asks.start).find(|at| *at < end);
        let from = match led {
            Some(lead) => lead.start,
            None => {
                let at = asked()? - start;
                (marked || !is_told(words, at)).then(|| start + clause(said, at))?
            }
        };
        let question = from..self.without_the_tale(view, from..end);
        let fits = (4..=120).contains(&view.text()[question.clone()].chars().count());
        (fits && !self.blames.is_match(&view.text()[from..sentence.end])).then_some(question)
    }

    /// Where the question ends without what is told behind it at length.
    fn without_the_tale(&self, view: View<'_, '_>, question: Range<usize>) -> usize {
        let last = self.asks.within(view.table(1), question.clone()).last().map_or(question.end, |asks| asks.end);
        let end = view.text()[last..question.end].find(',').map_or(question.end, |comma| last + comma);
        if view.text()[end..question.end].chars().count() > 20 { end } else { question.end }
    }

    /// Whether 咨询 and the like, which end where `rest` begins, lead to a question: 咨询公司 and 咨询过 do not.
    fn leads(&self, view: View<'_, '_>, rest: Range<usize>, marked: bool) -> bool {
        const NOUNS: [&str; 12] = ["有限", "公司", "服务", "电话", "师", "机构", "台", "过", "了", ",", "时", "中心"];
        let said = view.text()[rest.clone()].trim_start_matches("一下").trim_start_matches(':');
        let asks = || self.asks.within(view.table(1), rest.end - said.len()..rest.end).next().is_some();
        !NOUNS.iter().any(|noun| said.starts_with(noun)) && !said.is_empty() && (marked || asks() || self.topic.is_match(said))
    }
}

/// Whether the sentence tells of a question word without asking: 不知道什么时候, 不管怎么说, 说是否.
fn is_told(words: &str, at: usize) -> bool {
    const TELLING: [&str; 16] = [
        "不管",
        "无论",
        "不论",
        "没有",
        "没",
        "任何",
        "不知",
        "不知道",
        "不清楚",
        "不清楚是",
        "了解不到",
        "告知",
        "表示",
        "说",
        "由于",
        "认为",
    ];
    const CERTAIN: [&str; 20] = [
        "去哪",
        "到哪",
        "几点",
        "什么时候",
        "何时",
        "何处",
        "如何",
        "怎样",
        "怎么",
        "什么材料",
        "什么手续",
        "什么条件",
        "是否",
        "能否",
        "哪里",
        "在哪",
        "多少",
        "哪些",
        "多久",
        "吗",
    ];
    let clause = clause(words, at);
    let before = &words[clause..at];
    TELLING.iter().any(|word| before.ends_with(word)) || !CERTAIN.iter().any(|word| words[at..].starts_with(word))
}

/// Where the clause begins in which `at` stands, behind the words that only lead to it.
fn clause(words: &str, at: usize) -> usize {
    let start = words[..at].rfind([',', ':']).map_or(0, |comma| comma + 1);
    let lead = ["关于", "那么", "那"].iter().find_map(|lead| words[start..].starts_with(lead).then_some(lead.len()));
    let behind = start + lead.unwrap_or(0);
    if behind <= at { behind } else { start }
}

/// The sentences of the text, each with its mark.
fn sentences(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive(['。', '!', '?', '\n', ';']).map(move |sentence| {
        let start = at;
        at += sentence.len();
        let bare = sentence.trim_end_matches(['。', '\n', ';', '!']);
        let lead = bare.len() - bare.trim_start().len();
        start + lead..start + bare.len().max(lead)
    })
}
