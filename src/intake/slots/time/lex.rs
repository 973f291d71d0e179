//! The words that expressions of time are made of, and where they stand.

mod read;

use std::ops::Range;

use regex::{Captures, Regex};

use self::read::{
    ago, clock, date, festival, habit, lasting, month, part_or_day, relative_day, relative_month, sale, week, weekday, year_only,
};
use super::calendar::Festival;
use crate::classify::patterns::beginnings;
use crate::classify::scan::{Hit, View, Words};

/// A part of the day 时段.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// 凌晨: the hours after midnight, of the day itself.
    Dawn,
    /// 早上、上午
    Morning,
    /// 中午
    Noon,
    /// 下午、傍晚
    Afternoon,
    /// 晚上、夜里、半夜: it runs past midnight and still belongs to the day before.
    Night,
    /// 白天 and others that say nothing of the hour.
    Open,
}

/// A time by the clock; a range when `from` is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) part: Option<Part>,
    pub(super) from: Option<u32>,
    pub(super) hour: u32,
    pub(super) minute: u32,
}

/// A year, counted or told from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    Named(i32),
    Relative(i32),
}

/// A third of a month, or the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Third {
    Whole,
    First,
    Middle,
    Last,
}

/// How a day was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// Days from today.
    Relative(i64),
    /// 3月5日, with or without its year.
    Date { year: Option<Year>, month: u32, day: u32 },
    /// 5号: of the month just named, or the last one passed.
    OfMonth(u32),
    /// 周三 (from 0, Monday), of the week so many weeks from this one when told.
    Weekday { week: Option<i64>, day: i64 },
    /// A festival, or its whole holiday.
    Festival { festival: Festival, year: Option<Year>, holiday: bool },
}

/// What stretches of time are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// One word of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Atom {
    Day {
        day: Day,
        part: Option<Part>,
    },
    Week(i64),
    Weekend(i64),
    Month {
        month: Option<u32>,
        year: Option<Year>,
        offset: i32,
        third: Third,
    },
    Year(Year),
    /// A part of a year: 去年冬天, 今年上半年.
    YearPart {
        year: Year,
        first: u32,
        months: i32,
    },
    Part(Part),
    Clock(Clock),
    /// So many halves of a unit ago; none for 几天前.
    Ago {
        halves: Option<u32>,
        unit: Unit,
    },
    /// For so many halves of a unit until now.
    Lasting {
        halves: Option<u32>,
        unit: Unit,
    },
    Recurring,
    Vague,
    Now,
}

impl Atom {
    /// Whether it names a day.
    pub(super) fn names_a_day(&self) -> bool {
        matches!(self, Self::Day { .. } | Self::Weekend(_) | Self::Ago { unit: Unit::Minute | Unit::Hour | Unit::Day, .. })
    }

    /// Whether it names a day, week, month or year.
    pub(super) fn names_a_date(&self) -> bool {
        self.names_a_day() || matches!(self, Self::Week(_) | Self::Month { .. } | Self::Year(_) | Self::YearPart { .. } | Self::Ago { .. })
    }

    /// Whether it says that something happens again and again.
    pub(super) fn is_recurring(&self) -> bool {
        matches!(self, Self::Recurring)
    }
}

/// A word of time and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) span: Range<usize>,
    pub(super) atom: Atom,
    /// Whether it means a time without others beside it.
    pub(super) stands_alone: bool,
}

type Reader = fn(&Captures<'_>, &str, &Range<usize>) -> Option<(Atom, bool)>;

/// So many characters of a word of time are looked for before the word is.
const BEGINNING: usize = 2;

/// Cuts a text into words of time.
pub(super) struct Lexer {
    /// The first characters of every word of time, with the numbers of the kinds that begin so.
    begins: Words<usize>,
    /// A word of time, where it begins.
    any: Regex,
    kinds: Vec<(Regex, Reader)>,
}

const PARTS: &str = "凌晨|清晨|清早|一大早|大清早|早上|早晨|早间|上午|正午|中午|晌午|午后|午间|午休时间|午休期间|午休|下午|傍晚|黄昏|大晚上|晚上|晚间|夜里|夜间|夜晚|三更半夜|深更半夜|后半夜|前半夜|下半夜|深夜|大?半夜|午夜|当晚|当夜|通宵|整夜|整晚|大?白天|天黑以?后|天没?亮";
const HOUR: &str = "2[0-4]|[01]?[0-9]|二十[一二三四]?|十[一二]|十|[零〇一二两三四五六七八九]{1,2}";
const COUNT: &str = "[大小多]?半|俩|仨|好?几|数|十几|[0-9]{1,3}|[一二三四五六七八九十两百]{1,3}";
const UNIT: &str = "天|日|周|个?多?星期|个?多?礼拜|个多?半?月|年|个?多?小时|个?钟头|分钟";
const MONTH: &str = "1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]";
const DAY: &str = "[12][0-9]|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九]";
const YEAR: &str = "(?:(?P<y>[0-9]{4}|[一二][零〇九][零〇一二三四五六七八九]{2}|[0-9]{2})年|(?P<ry>大前年|前年|去年|今年|明年)的?)";
const WEEK: &str = "上上个?|上个?|这个?|本|下下个?|下个?";

impl Lexer {
    pub(super) fn new() -> Self {
        let year = YEAR;
        let kinds: [(String, Reader); 19] = [
            ("(?P<y>(?:19|20)[0-9]{2})[-/.](?P<m>[01]?[0-9])[-/.](?P<d>[0-3]?[0-9])[日号]?".to_owned(), date),
            (format!(r"(?:{year}\s?)?(?P<m>{MONTH})\s?月\s?(?P<d>{DAY})\s?[日号]"), date),
            (format!("(?P<m>{MONTH})[./](?P<d>{DAY})[日号]"), date),
            ("(?P<y>(?:19|20)[0-9]{2})[./](?P<m>1[0-2]|0?[1-9])月?".to_owned(), month),
            ("(?P<r>一年四季|一年到头)".to_owned(), habit),
            ("(?P<n>俩|仨)(?P<u>月)(?P<post>了)?".to_owned(), lasting),
            ("双十一|双11|双十二|双12".to_owned(), sale),
            (format!(r"(?:{year}\s?)?(?P<m>{MONTH})月(?P<part>份)?(?P<t>初|上旬|中旬|下旬|底|末)?"), month),
            (
                format!(
                    "(?:{year})?(?P<f>(?:大年|正月)(?:初(?:十|[一二三四五六七八九])|三十|十[一二三四五六七八九]|[二廿]十?[一二三四五六七八九]?)|春节|过年|除夕夜?|元宵节|清明节?|五一|劳动节|端午节?|中秋节?|国庆节?|元旦|十一(?:黄金周|假期|长假|期间)|暑假|寒假)(?P<h>期间|假期|长假|小长假|放假|前后|那几天)?(?:当天|那天)?"
                ),
                festival,
            ),
            ("(?:(?P<y>(?:19|20)[0-9]{2}|[一二][零〇九][零〇一二三四五六七八九]{2})年|(?P<ry>大前年|前年|去年|今年|明年))(?P<s>年?初|年?底|年?末|年中|上半年|下半年|春天|夏天|秋天|冬天|春季|夏季|秋季|冬季)?".to_owned(), year_only),
            ("(?:(?P<w>上上|上|这|本|下)个?月(?P<t>初|上旬|中旬|下旬|底|末)?)|月(?P<b>初|底|末)".to_owned(), relative_month),
            (
                "大前天|前天|昨天|昨日|昨儿个?|昨个|今天|今日|今儿个?|今个|前儿个?|明天|明日|大后天|后天|昨晚上?|昨夜|前晚|前夜|今晚上?|今夜|今早上?|今晨|昨早|明早|明晚".to_owned(),
                relative_day,
            ),
            (format!("(?P<w>{WEEK})?(?:周|星期|礼拜)(?P<d>[一二三四五六日天末1-6])"), weekday),
            (format!("(?P<w>{WEEK})(?:周|星期|礼拜)"), week),
            (format!("(?P<n>{COUNT})(?P<more>多|来)?(?P<u>{UNIT})(?:多|半)?(?:之前|以前|前)"), ago),
            (
                format!(
                    "(?P<pre>(?:存在|持续|拖了|等了|过去|已经|已|连续|接连|一连|长达|整整|将近|最近|近|快|都)(?:有|了|将近|近|快|超过|长达|大概)?)?(?P<n>{COUNT})(?P<more>多|来|余)?(?P<u>{UNIT}|晚上|晚|夜)(?:多|左右|半)?(?P<post>了|之久|以上|以来)?"
                ),
                lasting,
            ),
            (
                format!(
                    r"(?P<p>{PARTS}|早|晚)?的?\s?(?:(?P<h0>{HOUR})点?[-~到至、·])?(?P<h>{HOUR})\s?(?::(?P<m>[0-5][0-9])(?::[0-5][0-9])?分?|(?P<w>[点时])(?:(?P<half>半|一刻|三刻|整)|过?(?P<m2>[0-5]?[0-9]|[二三四五]?十[一二三四五六七八九]?|[零〇][一二三四五六七八九])分?)?)(?P<tail>(?:多钟?|钟|左右|许|前后|以后|之后|过后|以前|之前)*)"
                ),
                clock,
            ),
            (format!("(?P<p>{PARTS})|(?P<day>(?P<d>{DAY})[日号])"), part_or_day),
            (
                "(?P<r>每隔?(?:一?天|[一二两三四五六七八九0-9]天|日|一?晚上?|一?夜|早上?|到|逢|年|个?月|个?(?:周|星期|礼拜)[一二三四五六日天末]?|个(?:周末|工作日|晚上|早上|中午|夜晚))|天天|夜夜|日夜|整天|成天|全天|昼夜|工作日|节假日|双休日|平时|平日|常年|长年|长期以来|长期|经常性?|时常|(?:早晚|上下班|早|晚)?高峰(?:期间?|时段|时间)?|上下班(?:时间|时段)|逢年过节)|(?P<v>最近(?:这?几天|这?两天|这?一?段时间|这?几个月|几年|几日)?|近期|近日|近来|近几[天日年月]|这几[天日年]|这两天|这些天|这几个月|这段时间|这阵子|前几天|前两天|前些天|前些日子|前一?段时间|前一?阵子|不久前|这俩[天年]|近年来?|近几年来?|这些年来?|多年来|一直以来|[入开][冬春夏秋](?:以来|以后|后)?|年前|年后|农历[正一二三四五六七八九十冬腊]{1,2}月(?:初?[一二三四五六七八九十廿]{1,3})?|腊月[初廿]?[一二三四五六七八九十]{0,3}|当天|当日|那天)|(?P<now>刚才|刚刚|方才|此刻|现在)".to_owned(),
                habit,
            ),
        ];
        let plain: Vec<String> = kinds.iter().map(|(pattern, _)| unnamed(pattern)).collect();
        let begins =
            plain.iter().enumerate().flat_map(|(kind, pattern)| beginnings(pattern, BEGINNING).into_iter().map(move |word| (word, kind)));
        let any = Regex::new(&format!("^(?:{})", plain.join("|"))).expect("the patterns of time are regular");
        let kinds = kinds.map(|(pattern, read)| (Regex::new(&format!("^(?:{pattern})$")).expect("the pattern is regular"), read));
        Self { begins: Words::new(begins), any, kinds: kinds.into() }
    }

    /// The words that it must see, for a lexicon.
    pub(super) fn table(&self) -> &[String] {
        self.begins.table()
    }

    /// The words of time of a folded text. One is looked for only where the first characters of some stand.
    pub(super) fn tokens(&self, view: View<'_, '_>) -> Vec<Token> {
        let text = view.text();
        let mut tokens = Vec::new();
        let mut hits = view.hits().peekable();
        let mut at = 0;
        while let Some(hit) = hits.next() {
            let start = hit.start as usize;
            let mut begun = self.begun(hit);
            while let Some(longer) = hits.next_if(|next| next.start == hit.start) {
                begun |= self.begun(longer);
            }
            let Some(found) = (start >= at).then(|| self.any.find(&text[start..])).flatten() else { continue };
            let token = self.token(text, start..start + found.end(), begun);
            at = token.as_ref().map_or_else(|| after_first(text, start), |token| token.span.end);
            tokens.extend(token);
        }
        tokens
    }

    /// The kinds of words of time that begin so, each one bit.
    fn begun(&self, hit: &Hit) -> u32 {
        self.begins.of(self.begins.asked(hit)).iter().fold(0, |begun, kind| begun | 1 << kind)
    }

    /// The word of time at `span`, which is of one of the kinds that have `begun` there; the first that can be read.
    fn token(&self, text: &str, mut span: Range<usize>, begun: u32) -> Option<Token> {
        if text[span.clone()].ends_with('半') && text[span.end..].starts_with('夜') {
            span.end -= '半'.len_utf8();
        }
        let words = &text[span.clone()];
        let (atom, stands_alone) = (self.kinds.iter().enumerate())
            .filter(|(kind, _)| begun & 1 << kind != 0)
            .filter_map(|(_, (kind, read))| kind.captures(words).map(|captures| (captures, read)))
            .find_map(|(captures, read)| read(&captures, text, &span))?;
        let starts_with_digit = words.starts_with(|c: char| c.is_ascii_digit());
        let continues = starts_with_digit && text[..span.start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.' || c == '第');
        (!continues).then_some(Token { span, atom, stands_alone })
    }
}

fn after_first(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

/// The pattern without the names of its groups, so that patterns can stand side by side.
fn unnamed(pattern: &str) -> String {
    let mut plain = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once("(?P<") {
        plain.push_str(before);
        plain.push_str("(?:");
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    plain + rest
}
