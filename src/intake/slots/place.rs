//! Where it is 地点: names of the gazetteer and names known by their endings, with house numbers and 旁边, put together as one place.

mod answer;
mod district;
mod names;
mod words;

use std::collections::HashMap;
use std::ops::Range;

use regex::Regex;

pub(super) use self::answer::answered;
pub use self::district::Ground;
use self::district::{Grounds, is_whole};
use self::names::Names;
pub(super) use self::words::Sort;
use super::places::{Place, PlaceKind, Places};
use super::text::{head, overlap};
use crate::classify::patterns::Sought;
use crate::classify::scan::{Longest, View};

/// A place as somebody wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Located {
    pub(super) span: Range<usize>,
    score: i32,
}

/// One name of a place, or a number or a side that continues one.
#[derive(Clone, Debug)]
struct Piece {
    span: Range<usize>,
    sort: Sort,
    known: bool,
}

/// What the gazetteer knows of a name.
#[derive(Debug)]
struct Known {
    sort: Sort,
    district: Option<String>,
    street: Option<String>,
}

/// Finds places.
pub(super) struct Finder {
    known: Longest<Known>,
    names: Names,
    grounds: Grounds,
    behind: Regex,
    beside: Regex,
    joint: Regex,
    numbered: Sought,
    office: Regex,
    generic: Regex,
}

/// What stands between a road and 对面 only where something happens, and no name: punctuation, adverbs, verbs, hours.
const NOT_BESIDE: &str = r"\s,。;!?:、()\[\]“”有在是没不被把每天晚早夜午里都一直多很车人们跳放摆停堵乱占的了和与跟或从到往去来我你他她它这那请要求说经常施工路街";

const NUMBER: &str = "(?:[0-9]{1,5}|[A-Za-z]{1,2}[0-9]{0,3}|[一二三四五六七八九十百零〇两]{1,4})";

impl Finder {
    pub(super) fn new(places: &Places) -> Self {
        let mut known_names = Vec::new();
        for place in places.all() {
            for name in std::iter::once(&place.name).chain(&place.aliases) {
                known_names.push((name.as_str(), known(place)));
            }
        }
        Self {
            known: Longest::new(known_names),
            names: Names::new(),
            grounds: Grounds::new(),
            behind: regular(&behind()),
            beside: regular(&format!(
                "^[^{NOT_BESIDE}]{{2,8}}?(?:斜对面|正对面|对面|旁边?|附近|门口|门前|楼下|后面|前面|里面|隔壁|一带|[东南西北]侧)"
            )),
            joint: regular(
                r"^(?:\s?|的|[和与跟及、/]|[,，]\s?|[-~到至从由]|\s?[-·]\s?|那边的?|那里的?|这边的?|里面的|内的?|上的|旁的|边的|\()$",
            ),
            numbered: Sought::new(
                "[一二三四五六七八九十]{1,2}(?:中|小|幼)(?:正?门口|校门口?|大门口?|[东南西北后]门|对面|旁边?|附近|后面|路口|围墙)|(?:[GSXYC][0-9]{1,4}|[0-9]{2,3})(?:国道|省道|县道|乡道|线|高速)(?:[KkＫ][0-9]{1,4}(?:\\+[0-9]{1,4})?(?:公里|米)?(?:处|段)?)?|[GS][0-9]{1,4}(?:[Kk][0-9]{1,4}(?:\\+[0-9]{1,4})?(?:公里|米)?(?:处|段)?)",
            ),
            office: regular(
                "^(?:人民)?(?:政府|城管|公安|交警|派出所|法院|检察院|党委|街道办|管委会|委员会|纪委|信访|供电|供水|消防|环卫|卫健|住建|执法|市监|不动产|[\\p{Han}]{1,6}(?:局|大队|中队|支队|管委会|执法队|服务中心|办事处))",
            ),
            generic: regular(
                "^(?:在|就|是|我们?|咱们?|你们?|这|那|本|该|个|条|家|里面?|边|儿|的|上|下|小区|楼下|楼上|楼|门口|旁边?|附近|对面|隔壁|路边|路口|马路|街上|学校|单位|公司|村|外面|后面|前面|家门口|地方|自己)+$",
            ),
        }
    }

    /// The words that it must see, for a lexicon.
    pub(super) fn tables(&self) -> [&[String]; 4] {
        let [endings, before] = self.names.tables();
        [self.known.table(), endings, before, self.numbered.table()]
    }

    /// Every place that a folded text names, in its order; none of them inside one of the spans `taken` by other facts.
    pub(super) fn find(&self, view: View<'_, '_>, taken: &[Range<usize>]) -> Vec<Located> {
        let text = view.text();
        let pieces = self.pieces(view, taken);
        let mut found = Vec::new();
        let mut at = 0;
        while at < pieces.len() {
            let mut end = self.continued(text, pieces[at].span.end, taken);
            let mut last = at;
            while let Some(next) = pieces.get(last + 1).filter(|next| self.joins(text, &pieces[last], end, next)) {
                end = self.continued(text, next.span.end, taken);
                last += 1;
            }
            end = self.beside(text, &pieces[last], end, taken);
            while pieces.get(last + 1).is_some_and(|next| next.span.start < end) {
                last += 1;
                end = end.max(pieces[last].span.end);
            }
            found.extend(self.located(text, &pieces[at..=last], end));
            at = last + 1;
        }
        found
    }

    /// Whose ground a text speaks of, when its place stands at `place`.
    pub(super) fn ground(&self, view: View<'_, '_>, place: Option<&Range<usize>>) -> Ground {
        let text = view.text();
        let found = self.known.found(view).filter_map(|(known, span)| {
            let tells = known.district.is_some() && (known.sort != Sort::District || is_whole(view.table(1), &span, &self.names));
            tells.then_some((span, known))
        });
        self.grounds.of(text, found, place, &self.office)
    }

    /// Names of the gazetteer, names known by their endings, and what a number names (highways, 三中门口); where two share characters, both together.
    fn pieces(&self, view: View<'_, '_>, taken: &[Range<usize>]) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = self
            .known
            .found(view)
            .map(|(known, span)| Piece { span, sort: known.sort, known: true })
            .chain(self.numbered.places(view.table(3)).map(|span| Piece { span, sort: Sort::Road, known: false }))
            .collect();
        pieces.sort_by_key(|piece| (piece.span.start, piece.span.end));
        let known: Vec<Range<usize>> = pieces.iter().map(|piece| piece.span.clone()).collect();
        let named = self.names.find(view.table(1), &known, taken);
        pieces.extend(named.into_iter().map(|(span, sort)| Piece { span, sort, known: false }));
        pieces.sort_by_key(|piece| (piece.span.start, std::cmp::Reverse(piece.span.end)));
        let mut apart: Vec<Piece> = Vec::new();
        for piece in pieces.into_iter().filter(|piece| !taken.iter().any(|taken| overlap(taken, &piece.span))) {
            match apart.last_mut().filter(|last| last.span.end > piece.span.start) {
                Some(last) if last.span.end < piece.span.end => {
                    *last = Piece { span: last.span.start..piece.span.end, sort: piece.sort, known: last.known };
                }
                Some(_) => {}
                None => apart.push(piece),
            }
        }
        apart
    }

    /// Where the place that ends at `end` really ends: behind numbers, sides and doors.
    fn continued(&self, text: &str, end: usize, taken: &[Range<usize>]) -> usize {
        let limit = taken.iter().map(|span| span.start).filter(|start| *start >= end).min().unwrap_or(text.len());
        end + self.behind.find(&text[end..limit]).map_or(0, |found| found.end())
    }

    /// Where the place really ends when a road or its number is told by what stands beside it: 解放路大榕树对面.
    fn beside(&self, text: &str, last: &Piece, end: usize, taken: &[Range<usize>]) -> usize {
        if last.sort != Sort::Road {
            return end;
        }
        let limit = taken.iter().map(|span| span.start).filter(|start| *start >= end).min().unwrap_or(text.len());
        self.beside.find(&text[end..limit]).map_or(end, |found| self.continued(text, end + found.end(), taken))
    }

    fn joins(&self, text: &str, last: &Piece, end: usize, next: &Piece) -> bool {
        let Some(gap) = text.get(end..next.span.start) else { return false };
        if !self.joint.is_match(gap) {
            return false;
        }
        let wider = matches!(last.sort, Sort::District | Sort::Area) && next.sort != Sort::District;
        let roads = last.sort == Sort::Road && next.sort == Sort::Road;
        match gap.trim() {
            "," => wider,
            "和" | "与" | "跟" | "及" | "、" | "/" | "-" | "~" | "到" | "至" | "从" | "由" => roads,
            "" => true,
            _ => !matches!(next.sort, Sort::District | Sort::Shop),
        }
    }

    /// The place that these pieces make, if they name one well enough.
    fn located(&self, text: &str, pieces: &[Piece], end: usize) -> Option<Located> {
        let (first, last) = (&pieces[0], &pieces[pieces.len() - 1]);
        let end = closed(text, first.span.start, end);
        let behind = end > last.span.end;
        let before = &text[..first.span.start];
        let told = before.ends_with(['在', '住', '于', '址', '点', '从', '到'])
            || ["位置", "地址:", "地点:"].iter().any(|word| before.ends_with(word));
        let after = &text[end..];
        let office = !behind && matches!(last.sort, Sort::District | Sort::Area) && self.office.is_match(head(after, 12));
        let bare = pieces.iter().all(|piece| match piece.sort {
            Sort::District => true,
            Sort::Shop => !behind && !piece.known,
            Sort::Weak => {
                !(piece.known || behind || told || after.starts_with("小区") || after.starts_with("业主") || after.starts_with("物业"))
            }
            _ => false,
        });
        let weak_tail = pieces.len() > 1 && last.sort == Sort::Shop && !behind;
        if office && pieces.iter().any(|piece| matches!(piece.sort, Sort::Road | Sort::Estate | Sort::Landmark)) {
            let rest = &pieces[..pieces.len() - 1];
            return self.located(text, rest, rest[rest.len() - 1].span.end);
        }
        if office || bare {
            return None;
        }
        let worth = |piece: &Piece| match piece.sort {
            Sort::District => 1,
            Sort::Area | Sort::Shop | Sort::Weak => 2,
            Sort::Landmark | Sort::Road | Sort::Estate => 3,
        };
        let score = pieces.iter().map(worth).sum::<i32>() + 2 * i32::from(behind) + i32::from(told) - i32::from(weak_tail);
        Some(Located { span: first.span.start..end, score })
    }
}

/// The end of a place with its parenthesis closed, or before the parenthesis that nothing closes.
fn closed(text: &str, start: usize, end: usize) -> usize {
    let words = &text[start..end];
    match words.rfind('(').filter(|open| !words[*open..].contains(')')) {
        Some(_) if text[end..].starts_with(')') => end + 1,
        Some(open) => start + open,
        None => end,
    }
}

/// The place that says most of where; of equals the first.
pub(super) fn best(found: &[Located]) -> Option<&Located> {
    let top = found.iter().map(|located| located.score).max()?;
    found.iter().find(|located| located.score == top)
}

fn known(place: &Place) -> Known {
    let own = |kind, named: &Option<String>| if place.kind == kind { Some(place.name.clone()) } else { named.clone() };
    Known { sort: sort_of(place.kind), district: own(PlaceKind::District, &place.district), street: own(PlaceKind::Street, &place.street) }
}

fn sort_of(kind: PlaceKind) -> Sort {
    match kind {
        PlaceKind::District => Sort::District,
        PlaceKind::Street | PlaceKind::Village => Sort::Area,
        PlaceKind::Road => Sort::Road,
        PlaceKind::Estate => Sort::Estate,
        PlaceKind::Landmark => Sort::Landmark,
    }
}

/// What continues a name: numbers of houses, blocks and rooms, sides, doors, crossings, and things that stand at a named place.
fn behind() -> String {
    let one = format!(
        "(?:的|第|[(])?[东南西北]?{NUMBER}(?:[-/之~至、到]{NUMBER}){{0,3}}(?:号楼(?:下|上|顶|道|底商?|前|后)|号楼|号院|号铺|号门|号店|号|栋|幢|座|单元|楼|层|室|房|期|区|排|弄|巷|横巷|横路|村民小组|小组|组|队|门|段)(?:[0-9]{{3,4}}(?:室|房)?)?"
    );
    let numbered = format!("{one}(?:[与和跟到至]{NUMBER}(?:号楼|号|栋|幢|座|单元|楼|层|期|区|排|门)(?:之间|中间)?)?");
    let room = "[0-9]{1,3}-[0-9]{1,4}(?:-[0-9]{1,4})?(?:室|房)?";
    let crossing = "(?:的)?(?:交叉路口|交叉口|交汇路口|交汇处|交界处|相交处|十字路口|丁字路口|三岔路口|红绿灯路口|路口|交口|口|之间|中间|中段|路段|段)";
    let side = "(?:的)?(?:[东南西北]{1,2}(?:侧|边|面|门口?|段|头|口|区|院|向)|(?:正|斜)?(?:对面|对过)|(?:前|后|旁|侧|左|右|外|里)(?:边|面|侧|门口?)|正大门|大门口?|正门口?|门口|门前|门外|附近|周边|周围|旁|隔壁|拐角处?|转角处?|出入口|入口处?|出口处?|进口处?|路边|边上|岸边|楼下|楼上|楼顶|楼道|楼后|楼前|天台|一楼大厅|架空层|院内|院子里|内部|里面|路上|一带|沿线|工地|二期|一期|三期|四期)";
    let thing = "(?:那个|那边的?|的|上的|旁的|边的)?(?:公交车站台?|公交站台?|站台?|地铁站|地下停车场|停车场|地下车库|车库|地下室|菜市场|农贸市场|红绿灯|人行天桥|天桥|人行道|非机动车道|隧道|桥底下?|桥下|桥头|商铺|底商|门面房?|门面|铺面|小区|社区|广场|公园|绿化带|垃圾站|垃圾桶|垃圾房|变电箱|配电房|充电棚|车棚|小公园|篮球场|游乐场|老菜场|工业园|小河|河道|河涌|河沟|河边|河里|水沟|臭水沟|排水沟|池塘|鱼塘|水塘|人工湖|空地|荒地|草坪|花坛|小巷|巷子|斑马线|围墙|公共厕所|公厕|快递柜)";
    let aside = "[(][^()。,;]{1,18}(?:对面|旁边?|附近|门口|处|路口|后面|前面|周边|楼下)[)]";
    format!("^(?:{numbered}|{room}|{crossing}|{side}|{thing}|{aside})+")
}

fn regular(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is regular")
}

/// The words of a list that is written as one text.
fn list(words: &'static str) -> impl Iterator<Item = &'static str> {
    words.split_whitespace()
}

/// Endings by their words.
fn endings() -> (Vec<&'static str>, HashMap<&'static str, (Sort, usize)>) {
    let all: Vec<_> =
        words::ENDINGS.iter().flat_map(|(sort, most, endings)| list(endings).map(move |ending| (ending, (*sort, *most)))).collect();
    (all.iter().map(|(ending, _)| *ending).collect(), all.into_iter().collect())
}
