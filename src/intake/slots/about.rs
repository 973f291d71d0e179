//! Whom it is about 被反映对象: names of companies, shops, schools and units; a bare 物业 or 公司 is nobody yet.

mod deeds;
mod words;

use std::cell::LazyCell;
use std::ops::Range;

use regex::Regex;

use self::deeds::{DEALINGS, ERRANDS, PEOPLE, REFUSALS, STAFF, WRONGS};
use self::words::{AUTHORITIES, BRANCHES, DISTRICTS, FORMAL_BY_PLACE, NAMED_BY_PLACE, NO_NAME_BEFORE, SINGLE};
use super::brands::{self, Brands};
use super::gates::{Gate, Open};
use super::text::{Openings, head, is_of_names, length, overlap, tail};
use crate::classify::scan::{Longest, TooMany, View};

/// Finds the company, shop, school, unit or person complained of.
pub(super) struct Finder {
    endings: Longest<()>,
    before: Longest<Before>,
    quoted: Regex,
    called: Regex,
    person: Regex,
    direct: Regex,
    bus: Regex,
    generic: Regex,
    brands: brands::Finder,
    /// What makes a name a landmark, right behind it.
    landmarks: Openings,
    /// What somebody does of whom one complains.
    wrongs: Openings,
}

/// What a word before a name does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    Cuts,
    Stays,
}

/// Somebody who is named.
struct Candidate {
    span: Range<usize>,
    /// Whether it counts without anything said against it.
    formal: bool,
    authority: bool,
}

impl Finder {
    /// A finder that knows these well-known companies.
    ///
    /// # Errors
    /// They are too many.
    pub(super) fn new(brands: &Brands) -> Result<Self, TooMany> {
        let regular = |pattern: &str| Regex::new(pattern).expect("the pattern is regular");
        let before = words::BEFORE.split_whitespace().map(|word| (word, Before::Cuts));
        let before = before.chain(words::KEPT.split_whitespace().map(|word| (word, Before::Stays)));
        Ok(Self {
            endings: Longest::new(words::ENDINGS.split_whitespace().map(|word| (word, ()))),
            before: Longest::new(before),
            quoted: regular(
                "(?:投诉|举报|名为|名叫|叫做?|店名是?|商家|店铺|平台|(?:一|这)家[^,。;!?\\n]{0,4}?)[“\"「『《]([^”\"」』》\\n]{2,20})[”\"」』》]",
            ),
            called: regular(
                "(?:家|店|店名|名字|公司|物业|单位|平台|学校|机构|医院|商家|店铺|驾校|超市|开发商|中介|厂)(?:的?名字)?(?:名叫|名为|叫做?)([\\p{Han}A-Za-z0-9·]{2,14}?)(?:的(?:店|公司|餐馆|饭店|商家|平台|机构|地方|厂|人)|$|[,。;!?\\s])",
            ),
            person: regular(
                "(?:包工头|工头|房东|二房东|教练|村支书|村书记|村主任|支书|班主任|施工队长|债务人|车主)(?:叫|姓|是)?[\\p{Han}](?:某某?|先生|女士|老板|姐|哥|总)",
            ),
            direct: regular(
                "(?:投诉|举报|控告)(?:的是|了)?(?:一家|一个|某家|某|那家|这家|个|家)?([\\p{Han}A-Za-z0-9]{2,14}?)(厂|局|委|办|所|院|校|园|行|部|队|社|站|处|中心|平台|公司)(?:的|$|[,。;!?]|不|乱|违|拖|欠|克扣|强|拒|收|卖|私|偷|排|噪|态度|服务|虚假|未|没|存在|扰民|涉)",
            ),
            bus: regular("[A-Za-z]?[0-9]{1,4}(?:路?公交车|路(?:公交|公车|车))"),
            generic: regular(
                "^(?:[一这那该某各本]?[家个所]?|大|小|小区|学校|老|新|原|私人|私立|公立|民办|公办|附近|隔壁|楼下|路边|装修|拆迁|拆除|机动车?|电动车|收费|露天|建筑|施工|物业|房地产|快递|物流|外卖|劳务|保险|中介|开发|供水|供电|燃气|自来水|电力|热力|水务|公交|出租车|网络|培训|教育|烧烤|火锅|理发|早餐|水果|奶茶|服装|手机|美容|美发|汽车|超市|母|子|分|总|社区|人民|中心|三甲|职业|驾驶|旅游|科技|贸易|餐饮|小饭|无证|黑|多家|几家|一些|有的|所有|部分|整个|幼儿|村|居|连锁|品牌|网|实体|商|门|开|关|本|专卖|沿街|临街|商业|国有|上市|租赁|家政|装饰|工程|广告|运营|管理|服务|平台|城市|当地|本地|外地|高档|附近的|移动|通信|手机|夜市|路边|街边|占道|流动|无烟|特色|重庆|四川|金融|贷款|担保|商品|食品|购物|大型|正规|联系)*$",
            ),
            brands: brands::Finder::new(brands)?,
            landmarks: Openings::new(&NO_NAME_BEFORE),
            wrongs: Openings::new(&WRONGS),
        })
    }

    /// The words that it must see, for a lexicon.
    pub(super) fn tables(&self) -> [&[String]; 3] {
        [self.endings.table(), self.before.table(), self.brands.table()]
    }

    /// The expressions that its answers need; endings and well-known companies are looked for in every text.
    pub(super) fn asks(&self) -> [(Gate, &Regex); 5] {
        [
            (Gate::Quoted, &self.quoted),
            (Gate::Called, &self.called),
            (Gate::Persons, &self.person),
            (Gate::Direct, &self.direct),
            (Gate::Buses, &self.bus),
        ]
    }

    /// The name in the folded `text` that is told as a name: in quotation marks behind 投诉, or behind 店名叫.
    pub(super) fn told(&self, text: &str, open: Open) -> Option<Range<usize>> {
        let name = |regex: &Regex| Some(regex.captures(text)?.get(1)?.range());
        let called = || name(&self.called).filter(|name| !self.generic.is_match(&text[name.clone()]));
        open.ask(Gate::Quoted, || name(&self.quoted)).or_else(|| open.ask(Gate::Called, called))
    }

    /// The name in the folded `text` that says who it is: the first that does something wrong or did business with the writer, else one
    /// right behind 投诉, else the first formal one. A 物业 or 工地 is named by the place right before it.
    pub(super) fn find(&self, view: View<'_, '_>, open: Open, places: &[Range<usize>], taken: &[Range<usize>]) -> Option<Range<usize>> {
        let text = view.text();
        let all = self.candidates(view, open, places, taken);
        let accused = all.iter().find(|candidate| self.is_accused(text, candidate));
        let direct = || {
            let found = self.direct.captures(text)?;
            let (name, ending) = (found.get(1)?, found.get(2)?);
            (!self.generic.is_match(name.as_str())).then(|| name.start()..ending.end())
        };
        let formal = || all.iter().find(|candidate| candidate.formal).map(|candidate| candidate.span.clone());
        accused.map(|candidate| candidate.span.clone()).or_else(|| open.ask(Gate::Direct, direct)).or_else(formal)
    }

    /// Everybody named, in the order of the text; of two at one place the longer.
    fn candidates(&self, view: View<'_, '_>, open: Open, places: &[Range<usize>], taken: &[Range<usize>]) -> Vec<Candidate> {
        let text = view.text();
        let before = || self.before.found(view.table(1));
        let cuts = LazyCell::new(|| before().filter(|(before, _)| **before == Before::Cuts).map(|(_, span)| span).collect());
        let mut all: Vec<Candidate> =
            self.endings.found(view).filter_map(|(_, ending)| self.named(text, &ending, &cuts, places, taken)).collect();
        let free = |span: &Range<usize>| !taken.iter().any(|taken| overlap(taken, span));
        let buses: Vec<_> = open.ask(Gate::Buses, || self.bus.find_iter(text).map(|found| found.range()).collect());
        let buses = buses.into_iter().map(|span| Candidate { span, formal: true, authority: false });
        let persons: Vec<_> = open.ask(Gate::Persons, || self.person.find_iter(text).map(|found| found.range()).collect());
        let persons = persons.into_iter().map(|span| Candidate { span, formal: true, authority: false });
        let known = self.brands.find(view.table(2)).into_iter().filter_map(|(span, sure)| self.known(text, &span, sure));
        all.extend(buses.chain(persons).chain(known).filter(|candidate| free(&candidate.span)));
        all.sort_by_key(|candidate| (candidate.span.start, std::cmp::Reverse(candidate.span.end)));
        all
    }

    fn named(
        &self,
        text: &str,
        ending: &Range<usize>,
        cuts: &LazyCell<Vec<Range<usize>>, impl FnOnce() -> Vec<Range<usize>>>,
        places: &[Range<usize>],
        taken: &[Range<usize>],
    ) -> Option<Candidate> {
        if self.landmarks.open(&text[ending.end..]) || taken.iter().any(|span| overlap(span, ending)) {
            return None;
        }
        let word = &text[ending.clone()];
        let authority = AUTHORITIES.contains(&word) || SINGLE.contains(&word);
        let by_place = NAMED_BY_PLACE.contains(&word);
        if let Some(span) = by_place.then(|| placed(text, ending, places)).flatten() {
            return Some(Candidate { span, formal: FORMAL_BY_PLACE.contains(&word), authority });
        }
        let run: usize = text[..ending.start].chars().rev().take(18).take_while(|c| is_of_names(*c)).map(char::len_utf8).sum();
        // A place that ends where the ending begins swallowed the name: 12号小桥 of 小桥电器.
        let ends = places.iter().chain(taken).map(|span| span.end).filter(|end| *end < ending.start);
        let floor = ends.max().unwrap_or(0).max(ending.start - run);
        let cuts = cuts.iter().filter(|cut| !(authority && DISTRICTS.contains(&&text[(*cut).clone()])));
        let start = cuts.map(|cut| cut.end).filter(|cut| *cut <= ending.start && *cut > floor).max().unwrap_or(floor);
        let name = &text[start..ending.start];
        let formal = word.ends_with("有限公司") || word.ends_with("集团") || word == "有限责任公司";
        let most = if formal { 16 } else { 12 };
        let least = match () {
            () if SINGLE.contains(&word) => 0,
            () if authority && length(word) > 2 => 1,
            () => 2,
        };
        let named = !self.generic.is_match(name) && name.chars().any(char::is_alphabetic);
        let fits = name.is_empty() && least == 0 || named && (least..=most).contains(&length(name));
        fits.then_some(Candidate { span: start..ending.end, formal, authority })
    }

    /// A well-known company with the branch that is named behind it; one whose name is a word too only where it must be the company.
    fn known(&self, text: &str, span: &Range<usize>, sure: bool) -> Option<Candidate> {
        let after = &text[span.end..];
        let branch = BRANCHES.iter().find(|branch| after.starts_with(**branch)).map_or(0, |branch| branch.len());
        let before = tail(&text[..span.start], 4);
        let meant = sure || branch > 0 || ["投诉", "举报", "曝光", "起诉"].iter().any(|word| before.contains(word));
        let span = span.start..span.end + branch;
        (meant && !self.landmarks.open(&text[span.end..])).then_some(Candidate { span, formal: true, authority: false })
    }

    /// Whether the sentence complains of the name, or tells what the writer did there.
    fn is_accused(&self, text: &str, candidate: &Candidate) -> bool {
        const BLAMED: [&str; 6] = ["投诉", "举报", "反映", "反应", "被", "曝光"];
        const INTRODUCED: [&str; 5] = ["有一家", "有一个", "有一处", "有个", "有家"];
        let name = &candidate.span;
        let before = tail(&text[..name.start], 4);
        let near = deed(&text[name.end..]);
        if candidate.authority {
            // Who went to an authority, or told it something, does not complain of it yet.
            let told = before.ends_with(['向', '跟', '找', '和', '与']) || before.contains("反映") || before.contains("反应");
            if told {
                return false;
            }
        }
        BLAMED.iter().any(|word| before.contains(word))
            || self.wrongs.open(near)
            || INTRODUCED.iter().any(|word| text[..name.start].ends_with(word))
            || if candidate.authority { is_refused(text, name, near) } else { is_dealt_with(text, name, near) }
    }
}

/// The place that the word names a unit of, with the word: 幸福小区的物业, 解放路3号旁边一个工地.
fn placed(text: &str, ending: &Range<usize>, places: &[Range<usize>]) -> Option<Range<usize>> {
    const BETWEEN: [&str; 11] = ["有一处", "一处", "有一个", "有一家", "有个", "有家", "一个", "一家", "那家", "这家", "的"];
    let before = &text[..ending.start];
    let near = BETWEEN.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(before);
    let near = near.strip_suffix('的').unwrap_or(near);
    let ends = [near.len(), ending.start, ending.end];
    places.iter().find(|place| ends.contains(&place.end)).map(|place| place.start..ending.end)
}

/// What is said right behind a name, past the people who act for it, up to the end of the clause.
fn deed(behind: &str) -> &str {
    let mut after = head(behind, 24).split(['。', '!', '?', '\n']).next().unwrap_or_default();
    while let Some(rest) = PEOPLE.iter().find_map(|people| after.strip_prefix(people)) {
        after = rest;
    }
    head(after, 10).split([',', ';']).next().unwrap_or_default()
}

/// Whether somebody went to an authority on an errand and came back with nothing.
fn is_refused(text: &str, name: &Range<usize>, near: &str) -> bool {
    let wider = head(&text[name.end..], 40).split('。').next().unwrap_or_default();
    ERRANDS.iter().any(|errand| near.contains(errand)) && REFUSALS.iter().any(|refusal| wider.contains(refusal))
}

/// Whether the writer bought, paid or worked there.
fn is_dealt_with(text: &str, name: &Range<usize>, near: &str) -> bool {
    let before = &text[..name.start];
    let behind = text[name.end..].trim_start_matches('的');
    let employs = STAFF.iter().any(|staff| behind.starts_with(staff)) && tail(before, 20).contains(['是', '在']);
    let clause = before.rsplit([',', '。', ';', '!', '?', '\n']).next().unwrap_or_default();
    let led = clause.contains(['在', '到', '去', '于', '从', '跟', '与', '和', '给', '向']);
    employs || led && DEALINGS.iter().any(|word| near.contains(word))
}
