//! The question of somebody who asks for nothing else 咨询: 小孩怎么落户, 想知道几点下班. What is only asked to blame is no question.

use std::ops::Range;

use regex::Regex;

/// Finds questions.
#[derive(Debug)]
pub(super) struct Finder {
    lead: Regex,
    asks: Regex,
    topic: Regex,
    blames: Regex,
}

impl Finder {
    pub(super) fn new() -> Self {
        let regular = |pattern: &str| Regex::new(pattern).expect("the questions are regular");
        Self {
            lead: regular("想?(?:咨询|请问|询问|问一下|问下|了解)|想(?:问|知道)|打听"),
            asks: regular(
                "如何|怎么|怎样|咋|什么|哪里|哪儿|哪个|哪些|哪家|去哪|在哪|到哪|那些(?:手续|材料|资料)|谁|何时|何处|几[点号天个家月]|多少|多久|是否|能否|可否|是不是|能不能|可不可以|有没有|要不要|需不需要|吗|(?:可以|能|需要|要)[^,]{0,20}\\?",
            ),
            topic: regular("(?:条件|流程|手续|材料|资料|地址|政策|事宜|规定|标准|问题|时间|电话|情况|要求)$"),
            blames: regular(
                "难道|为什么|为何|为啥|凭什么|凭啥|怎么(?:能|会|没|还|这|就|可以|那么|不)|良心|天理|合理吗|公平吗|合法吗|何在|有人管|没人管|谁(?:来|能|负责|给)|算什么|什么都|没有?什么|不知道?怎么办|什么(?:结果|用|原因|态度)|怎么办",
            ),
        }
    }

    /// The expressions one of which every question needs.
    pub(super) fn asks(&self) -> [&Regex; 2] {
        [&self.lead, &self.asks]
    }

    /// The last question of the folded `text`, from its clause on, or from the words that lead to it.
    pub(super) fn find(&self, text: &str) -> Option<Range<usize>> {
        let mut last = None;
        for sentence in sentences(text) {
            last = self.question(text, &sentence).or(last);
        }
        last
    }

    fn question(&self, text: &str, sentence: &Range<usize>) -> Option<Range<usize>> {
        let words = &text[sentence.clone()];
        let said = words.trim_end_matches(['?', '!', ' ', ',', '的']);
        let said = said.split_once("的问题(").map_or(said, |(said, _)| said);
        let said = said.strip_suffix("的问题").or_else(|| said.strip_suffix("问题")).unwrap_or(said).trim_end_matches('的');
        let marked = said.len() + "问题".len() <= words.len() && words.contains("问题") || words.trim_end().ends_with('?');
        let led = self.lead.find_iter(said).find(|lead| self.leads(said, lead.range(), marked));
        let asked = self.asks.find_iter(words).map(|found| found.start()).find(|at| *at < said.len());
        let start = match (led, asked) {
            (Some(lead), _) => lead.start(),
            (None, Some(at)) if marked || !is_told(words, at) => clause(said, at),
            _ => return None,
        };
        let question = self.without_the_tale(&said[start..]);
        let fits = (4..=120).contains(&question.chars().count()) && !self.blames.is_match(&words[start..]);
        fits.then_some(sentence.start + start..sentence.start + start + question.len())
    }

    /// The question without what is told behind it at length.
    fn without_the_tale<'t>(&self, question: &'t str) -> &'t str {
        let last = self.asks.find_iter(question).last().map_or(question.len(), |found| found.end());
        let end = question[last..].find(',').map_or(question.len(), |comma| last + comma);
        if question[end..].chars().count() > 20 { &question[..end] } else { question }
    }

    /// Whether 咨询 and the like lead to a question: 咨询公司 and 咨询过 do not.
    fn leads(&self, said: &str, lead: Range<usize>, marked: bool) -> bool {
        const NOUNS: [&str; 12] = ["有限", "公司", "服务", "电话", "师", "机构", "台", "过", "了", ",", "时", "中心"];
        let rest = said[lead.end..].trim_start_matches("一下").trim_start_matches(':');
        !NOUNS.iter().any(|noun| rest.starts_with(noun))
            && !rest.is_empty()
            && (marked || self.asks.is_match(rest) || self.topic.is_match(rest))
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
