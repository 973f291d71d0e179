//! What is asked for 诉求: the clause that begins with 希望, 请, 要求 and the like, up to the end of its sentence.

use std::ops::Range;

use regex::Regex;

use super::gates::Gate;
use super::text::tail;

/// Finds wishes.
#[derive(Debug)]
pub(super) struct Finder {
    strong: Regex,
    asking: Regex,
}

/// The most bytes of a wish: about 120 characters.
const MOST: usize = 360;

impl Finder {
    pub(super) fn new() -> Self {
        Self {
            strong: Regex::new("强烈要求|强烈建议|希望|恳请|恳求|请求|诉求|要求|盼望|盼|建议|呼吁|望(?:相关|有关|政府|部门|尽快|能|领导|贵|及时|核实|处理|解决)|请(?:相关|有关|尽快|政府|帮|您|你们?|核实|处理|协调|解决|督促|部门|领导|派|及时|安排|查|给|贵|立即|马上|重视|予以|为|把|物业|他们|责令|执法|城管|环保|交警|公安|赶紧|立刻|务必|依法|关注|管|来)").expect("the wishes are regular"),
            asking: Regex::new("能不能|能否|可否|可不可以|麻烦(?:你们?|您|帮|尽快|处理|派|来|相关|有关|给)|求(?:解决|处理|帮|政府)|我想?要(?:求|退|赔)|帮(?:忙|我|我们)").expect("the questions are regular"),
        }
    }

    /// The expressions that its answers need.
    pub(super) fn asks(&self) -> [(Gate, &Regex); 2] {
        [(Gate::Wish, &self.strong), (Gate::Wish, &self.asking)]
    }

    /// The last strong wish of the folded `text`, else the last question that asks for help.
    pub(super) fn find(&self, text: &str) -> Option<Range<usize>> {
        let last = |kind: &Regex| {
            let starts: Vec<usize> =
                kind.find_iter(text).filter(|found| is_own(text, found.start(), found.as_str())).map(|found| found.start()).collect();
            first_of_last_sentence(text, &starts)
        };
        let start = last(&self.strong).or_else(|| last(&self.asking))?;
        let end = start + sentence_end(&text[start..]);
        let end = end - (text[start..end].len() - text[start..end].trim_end_matches([' ', ',', ':', '、']).len());
        (end > start + 9).then_some(start..end)
    }
}

/// The first of the wishes that stand in one sentence with the last of them.
fn first_of_last_sentence(text: &str, starts: &[usize]) -> Option<usize> {
    let last = *starts.last()?;
    starts.iter().copied().find(|start| start + sentence_end(&text[*start..]) >= last).or(Some(last))
}

fn sentence_end(text: &str) -> usize {
    let end = text.find(['。', '!', '?', '\n', ';']).unwrap_or(text.len());
    if end <= MOST {
        return end;
    }
    let mut end = MOST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// Whether the wish is the writer's own: 物业要求我们交钱, 希望小学 and 有什么建议 are none.
fn is_own(text: &str, at: usize, word: &str) -> bool {
    let before = text[..at].trim_end();
    let after = &text[at + word.len()..];
    let opens = before.is_empty()
        || before.ends_with([',', '。', ';', '!', '?', ':', '、', ')', '\n', '.'])
        || [
            "我",
            "我们",
            "特此",
            "特",
            "现",
            "故",
            "本人",
            "因此",
            "所以",
            "并",
            "大家",
            "也",
            "就",
            "业主",
            "居民",
            "住户",
            "家长们",
            "村民",
            "再次",
            "只",
            "因此",
            "市民",
            "还",
            "现在",
            "在此",
            "且",
            "了",
            "民",
            "主",
        ]
        .iter()
        .any(|word| before.ends_with(word));
    let near = tail(before, 3);
    match word {
        "要求" => opens && !after.starts_with(['我', '交', '的']) && !near.ends_with("不符合"),
        "希望" => {
            !(near.ends_with("没有")
                || near.ends_with("没")
                || after.starts_with("小学")
                || after.starts_with("渺茫")
                || after.starts_with("工程"))
        }
        "诉求" => after.starts_with([':', '是']),
        "建议" => opens && !after.starts_with('书'),
        "盼" => opens && !after.starts_with(|c: char| c.is_ascii_digit()),
        "请求" | "呼吁" => opens || !near.ends_with(['期', '的']),
        _ if word.starts_with('请') => !near.ends_with(['申', '邀', '聘', '宴', '恳', '敬', '提']),
        _ if word.starts_with('望') => !near.ends_with(['希', '盼', '失', '看', '期', '探', '绝', '渴']),
        _ if word.starts_with('求') => opens,
        _ => true,
    }
}
