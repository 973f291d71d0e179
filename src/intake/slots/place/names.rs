//! Names known by their endings: where the ending stands is easy, where the name begins is the work.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::words::{self, Sort};
use super::{endings, list};
use crate::classify::scan::{Longest, View};
use crate::intake::slots::text::{is_of_names, length, number, tail};

/// Finds names by their endings.
pub(super) struct Names {
    /// Each with its sort and the most characters before it.
    endings: Longest<(Sort, usize)>,
    /// What stands before a name, and what only looks like it and belongs to one.
    before: Longest<Before>,
    /// Words that end like a name and are none, by their last characters.
    never: HashMap<char, Vec<&'static str>>,
    generic: HashSet<&'static str>,
}

impl Names {
    pub(super) fn new() -> Self {
        let (words, sorts): (Vec<&str>, HashMap<_, _>) = endings();
        let before = list(words::BEFORE_NAMES).map(|word| (word, Before::Cuts));
        let mut never: HashMap<char, Vec<&str>> = HashMap::new();
        for word in list(words::NEVER) {
            never.entry(word.chars().next_back().unwrap_or_default()).or_default().push(word);
        }
        let inside = list(words::IN_NAMES).map(|word| (word, Before::Stays));
        Self {
            endings: Longest::new(words.iter().map(|word| (*word, sorts[word]))),
            before: Longest::new(before.chain(inside)),
            never,
            generic: list(words::GENERIC).chain(words).collect(),
        }
    }

    /// The words that it must see, for a lexicon.
    pub(super) fn tables(&self) -> [&[String]; 2] {
        [self.endings.table(), self.before.table()]
    }

    /// The names in a text. None begins before one of the `known` names' ends, nor inside a `taken` span; an ending inside a known
    /// name belongs to it, and one right behind it makes it longer: 城东 and 学院.
    pub(super) fn find(&self, view: View<'_, '_>, known: &[Range<usize>], taken: &[Range<usize>]) -> Vec<(Range<usize>, Sort)> {
        let text = view.text();
        let (mut cuts, mut kept): (Vec<usize>, Vec<Range<usize>>) = (Vec::new(), Vec::new());
        for (before, span) in self.before.found(view.table(1)) {
            match before {
                Before::Cuts => cuts.push(span.end),
                Before::Stays => kept.push(span),
            }
        }
        let mut found: Vec<(Range<usize>, Sort)> = Vec::new();
        for (&(sort, most), ending) in self.endings.found(view) {
            if is_no_ending(&text[ending.clone()], &text[ending.end..]) || is_bus(text, &ending) {
                continue;
            }
            let last = found.last().map_or(0, |(span, _)| span.end);
            let stops = known.iter().chain(taken).map(|span| span.end).filter(|stop| *stop <= ending.start);
            let floor = stops.max().unwrap_or(0).max(last).max(run(text, ending.start));
            let touches = floor > 0 && (floor == last || known.iter().any(|span| span.end == floor));
            let cut = cuts.iter().copied().filter(|cut| *cut <= ending.start && *cut > floor).max();
            let inside = known.iter().find(|span| span.start < ending.start && ending.start < span.end).map(|span| span.start);
            let start = inside.unwrap_or_else(|| begin(text, cut.unwrap_or(floor), ending.start, &kept));
            let candidate = Candidate { name: start..ending.start, ending, sort, most, sure: touches || cut.is_some() };
            match found.last_mut().filter(|(span, sort)| candidate.continues(text, span, *sort)) {
                Some(last) => *last = (last.0.start..candidate.ending.end, sort),
                None => found.extend(self.named(text, &candidate).map(|start| (start..candidate.ending.end, sort))),
            }
        }
        found
    }

    /// Whether a name that ends at `at` is not the beginning of a longer one.
    pub(super) fn cut_at(&self, view: View<'_, '_>, at: usize) -> bool {
        let goes_on = |between: &str| length(between) <= 3 && !between.contains(['区', '县', '市', '镇']);
        !self.endings.found_from(view, at).any(|(_, span)| goes_on(&view.text()[at..span.start]))
    }

    /// Where the name begins if it is one; a name that runs on too long keeps its last characters only.
    fn named(&self, text: &str, candidate: &Candidate) -> Option<usize> {
        let Candidate { name: span, ending, sort, most, sure } = candidate;
        let name = &text[span.clone()];
        let count = length(name);
        let (least, may_run_on) = match sort {
            Sort::Road | Sort::Area | Sort::District => (1, false),
            Sort::Estate | Sort::Landmark => (2, true),
            Sort::Shop | Sort::Weak => (2, false),
        };
        let unlikely = *sort == Sort::Weak && !sure || count < least || count > *most && !may_run_on;
        if unlikely || number(name).is_some() || name.chars().all(|c| c.is_ascii_alphanumeric()) {
            return None;
        }
        let start = if count > *most { ending.start - tail(name, 4).len() } else { span.start };
        let (name, whole) = (&text[start..ending.start], &text[start..ending.end]);
        let is_road = *sort == Sort::Road && words::ROAD_NAMES.contains(&name);
        let is_station = ["东站", "西站", "南站", "北站"].contains(&&text[ending.clone()]);
        let counted = name.ends_with(['年', '级', '个', '所', '家'])
            && number(tail(name, 2).trim_end_matches(['年', '级', '个', '所', '家'])).is_some();
        let no_name = self.generic.contains(whole)
            || counted
            || !is_road && !is_station && (self.generic.contains(name) || words::NO_NAMES.contains(&name))
            || whole
                .chars()
                .next_back()
                .and_then(|last| self.never.get(&last))
                .is_some_and(|own| own.iter().any(|word| whole.ends_with(word)));
        (!no_name).then_some(start)
    }
}

/// What a word before a name does.
#[derive(Clone, Copy, Debug)]
enum Before {
    Cuts,
    Stays,
}

/// An ending, and the characters before it that may be its name.
struct Candidate {
    name: Range<usize>,
    ending: Range<usize>,
    sort: Sort,
    most: usize,
    /// Whether something tells where the name begins.
    sure: bool,
}

impl Candidate {
    /// Whether the ending only adds to the name right before it: 阳光花园小区, 解放路幼儿园, 白鹭湖路.
    fn continues(&self, text: &str, last: &Range<usize>, of: Sort) -> bool {
        let adds = match self.sort {
            Sort::Road => matches!(of, Sort::Weak | Sort::Landmark | Sort::Estate),
            Sort::Weak | Sort::District => false,
            Sort::Area => true,
            _ => length(&text[self.ending.clone()]) > 1,
        };
        let longer = of == Sort::Weak && matches!(self.sort, Sort::Shop | Sort::Landmark) && length(&text[self.name.clone()]) <= 2;
        (adds && self.name.is_empty() || longer) && last.end == self.name.start
    }
}

/// Where the unbroken run of characters that can stand in a name, and that ends at `end`, begins.
fn run(text: &str, end: usize) -> usize {
    end - text[..end].chars().rev().take(16).take_while(|c| is_of_names(*c)).map(char::len_utf8).sum::<usize>()
}

/// The name's beginning after a joint such as 和, where two characters or more are left behind it.
fn begin(text: &str, start: usize, end: usize, kept: &[Range<usize>]) -> usize {
    let name = &text[start..end];
    let cuts = |at: usize, c: char| {
        let left = length(&name[at + c.len_utf8()..]);
        words::JOINTS.contains(&c) && (left >= 2 || left == 0 && c == '有') && !kept.iter().any(|kept| kept.contains(&(start + at)))
    };
    let joint = name.char_indices().rfind(|(at, c)| cuts(*at, *c));
    joint.map_or(start, |(at, c)| start + at + c.len_utf8())
}

/// Whether 路 belongs to a bus and no road: 12路车.
fn is_bus(text: &str, ending: &Range<usize>) -> bool {
    &text[ending.clone()] == "路" && text[ending.end..].starts_with('车') && number(tail(&text[..ending.start], 1)).is_some()
}

/// Whether an ending goes on into another word: 路灯 is no 路, 区别 no 区.
fn is_no_ending(ending: &str, after: &str) -> bool {
    let next: &[char] = match ending {
        "路" => &['灯', '面', '人', '过', '况', '费', '障', '由', '牌', '政', '程', '途', '权', '怒', '公', '虎'],
        "街" => &['坊', '舞', '访', '区'],
        "区" => &['别', '域', '间', '块', '分', '划'],
        "镇" => &['痛', '静', '压', '定'],
        "乡" => &['下', '亲', '愁', '村', '镇'],
        "市场" => &['监', '价', '份', '化', '秩', '经', '部'],
        "桥" => &['梁', '牌'],
        "店" => &['员', '家', '主', '铺', '面', '里', '长', '方', '大'],
        "学院" | "大学" | "中学" | "小学" => &['生', '毕', '时'],
        "城" => &['市', '乡', '管', '区', '镇', '建', '中', '投'],
        "河" | "江" | "湖" | "山" => &['长', '水', '道', '区', '地'],
        "里" => &['面', '程', '头', '边', '的'],
        "都" => &['是', '在', '有', '不', '没', '会', '要', '说', '很', '市', '被', '能', '可', '已', '得', '快', '把', '用'],
        "院" | "园" => &['长', '方', '区', '林', '子'],
        "道" | "庭" => &['路', '歉', '理', '审'],
        "居" => &['民', '住', '委', '家', '然'],
        _ => return false,
    };
    after.starts_with(next)
}
