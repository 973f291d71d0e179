//! Numbers 号码 in a text. What has a personal shape is veiled whatever stands around it; any other of seven digits or more is veiled
//! unless it is seen to be something else: a date, an amount, an order, a case.

use std::ops::Range;
use std::sync::LazyLock;

use super::Sight;
use super::mark::{Kind, Mark, ends, plain};
use super::shapes;
use super::starts::Starts;

/// Everything that is a digit.
static DIGITS: LazyLock<Starts> = LazyLock::new(|| Starts::of(ALL_DIGITS.split_inclusive(|_| true)));
const ALL_DIGITS: &str = "0123456789０１２３４５６７８９零〇○洞一幺壹二贰三叁四肆五伍六陆七柒拐八捌九玖";

/// The fewest digits that can be a telephone number.
const FEWEST: usize = 7;
/// The fewest of an extension: 短号.
const FEWEST_SHORT: usize = 4;
/// The fewest of a number that is somebody's by its shape.
const FEWEST_PERSONAL: usize = 10;
/// The most groups and digits that are read as one number.
const MOST_GROUPS: usize = 20;
const MOST_DIGITS: usize = 24;

/// One unbroken run of digits, Arabic or Chinese.
struct Group {
    span: Range<usize>,
    digits: String,
    han: bool,
}

/// Every number of the text that may be somebody's.
pub(super) fn find(text: &[char]) -> Vec<Mark> {
    // Most texts have a house number and a date at most.
    let digits = text.iter().filter(|c| DIGITS.has(**c)).count();
    if digits < FEWEST_SHORT {
        return Vec::new();
    }
    let groups = groups(text);
    let (mut spans, mut rest) = (Vec::new(), Vec::new());
    let mut at = 0;
    if digits < FEWEST_PERSONAL {
        rest.extend(groups.iter().map(Some));
        at = groups.len();
    }
    while at < groups.len() {
        let taken = personal(text, &groups[at..]);
        match taken {
            Some((span, used)) => {
                if !is_others(text, &span) {
                    spans.push(span);
                }
                rest.push(None);
                at += used;
            }
            None => {
                rest.push(Some(&groups[at]));
                at += 1;
            }
        }
    }
    for run in rest.split(Option::is_none) {
        let run: Vec<&Group> = run.iter().flatten().copied().collect();
        spans.extend(plain_numbers(text, &run));
    }
    spans.into_iter().map(|span| Mark::new(whole(text, span), Kind::Number)).collect()
}

/// The span with the digits that stand right against it: beside what is left of a number they would look like one.
fn whole(text: &[char], span: Range<usize>) -> Range<usize> {
    let arabic = |c: &&char| plain(**c).is_ascii_digit();
    let before = text[..span.start].iter().rev().take_while(arabic).count();
    let after = text[span.end..].iter().take_while(arabic).count();
    span.start - before..span.end + after
}

fn groups(text: &[char]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, c) in text.iter().enumerate().filter(|(_, c)| DIGITS.has(**c)) {
        let Some((digit, han)) = digit(*c) else { continue };
        match groups.last_mut() {
            Some(group) if group.span.end == at && group.han == han => {
                group.span.end = at + 1;
                group.digits.push(digit);
            }
            _ => groups.push(Group { span: at..at + 1, digits: digit.to_string(), han }),
        }
    }
    // What is left of a veiled number is no number; eleven digits behind a star are.
    let star = |at: usize| text.get(at) == Some(&'*');
    groups.retain(|group| group.digits.len() > 4 || !(star(group.span.end) || group.span.start > 0 && star(group.span.start - 1)));
    groups
}

fn digit(c: char) -> Option<(char, bool)> {
    let folded = plain(c);
    if folded.is_ascii_digit() {
        return Some((folded, false));
    }
    let digit = match c {
        '零' | '〇' | '○' | '洞' => '0',
        '一' | '幺' | '壹' => '1',
        '二' | '贰' => '2',
        '三' | '叁' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' => '6',
        '七' | '柒' | '拐' => '7',
        '八' | '捌' => '8',
        '九' | '玖' => '9',
        _ => return None,
    };
    Some((digit, true))
}

/// The longest number of a personal shape that begins with the first of these groups, with how many it used.
fn personal(text: &[char], groups: &[Group]) -> Option<(Range<usize>, usize)> {
    let start = groups[0].span.start;
    let plus = start > 0 && plain(text[start - 1]) == '+';
    let (mut digits, mut lengths, mut found) = (String::new(), Vec::new(), None);
    for (i, group) in groups.iter().enumerate().take(MOST_GROUPS) {
        if i > 0 && !joins(text, &groups[i - 1], group) {
            break;
        }
        digits.push_str(&group.digits);
        lengths.push(group.digits.len());
        if digits.len() > MOST_DIGITS {
            break;
        }
        let end = group.span.end;
        if let Some(end) = with_letter(text, end, &digits) {
            found = Some((end, i + 1));
        } else if shapes::is_personal(&digits, &lengths, plus) {
            found = Some((end, i + 1));
        }
    }
    let (end, used) = found?;
    let (end, extra) = with_extension(text, end, &groups[used..]);
    Some((start - usize::from(plus)..end, used + extra))
}

fn joins(text: &[char], before: &Group, after: &Group) -> bool {
    let gap = &text[before.span.end..after.span.start];
    let spoken = before.han && after.han;
    let separates = |c: &char| is_silent(*c) || " -_.·•()/—–‐−".contains(plain(*c)) || spoken && "，、,。".contains(*c);
    gap.len() <= 3 && gap.iter().all(separates)
}

/// Marks that are not seen: of keycap digits, and those of no width.
fn is_silent(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0f}' | '\u{20e3}')
}

/// The end of an identity card whose last sign is an X.
fn with_letter(text: &[char], end: usize, digits: &str) -> Option<usize> {
    let gap = text[end..].iter().take_while(|c| matches!(plain(**c), ' ' | '-')).count();
    let letter = text.get(end + gap).is_some_and(|c| plain(*c).eq_ignore_ascii_case(&'x'));
    (digits.len() == 17 && gap <= 1 && letter && shapes::is_identity(digits)).then_some(end + gap + 1)
}

/// The end of the extension behind a number 转分机, and how many groups it used.
fn with_extension(text: &[char], end: usize, rest: &[Group]) -> (usize, usize) {
    let Some(next) = rest.first() else { return (end, 0) };
    let gap: String = text[end..next.span.start].iter().filter(|c| !c.is_whitespace()).collect();
    let gap = gap.trim_matches(['（', '(', '，', ',', '：', ':', '.']).to_lowercase();
    let named = ["转", "转分机", "分机", "分机号", "转分机号", "ext", "-", "－", "#"].contains(&gap.as_str());
    if named && next.digits.len() <= 6 { (next.span.end, 1) } else { (end, 0) }
}

/// Numbers without a personal shape, of groups that stand together.
fn plain_numbers(text: &[char], groups: &[&Group]) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < groups.len() {
        let mut end = at + 1;
        while end < groups.len() && stand_together(text, groups[end - 1], groups[end]) {
            end += 1;
        }
        let run = &groups[at..end];
        let span = run[0].span.start..run[run.len() - 1].span.end;
        let digits: String = run.iter().map(|group| group.digits.as_str()).collect();
        let lengths: Vec<usize> = run.iter().map(|group| group.digits.len()).collect();
        if is_somebodys(text, &span, &digits, &lengths, run[0].han) {
            spans.push(span);
        }
        at = end;
    }
    spans
}

fn stand_together(text: &[char], before: &Group, after: &Group) -> bool {
    let gap = &text[before.span.end..after.span.start];
    let long = |group: &Group| group.digits.len() >= 3 && !group.han && !shapes::is_public(&group.digits);
    let whole_date = |group: &Group| shapes::is_date(&group.digits) && after.digits.len() > 6;
    long(before) && long(after) && !whole_date(before) && (1..=2).contains(&gap.len()) && gap.iter().all(|c| " -—–".contains(plain(*c)))
}

fn is_somebodys(text: &[char], span: &Range<usize>, digits: &str, lengths: &[usize], han: bool) -> bool {
    if digits.len() < FEWEST {
        return digits.len() >= FEWEST_SHORT && has_cue(text, span.start, &["短号", "小号", "分机"]);
    }
    let called =
        has_cue(text, span.start, &["电话", "手机", "座机", "固话", "号码", "来电", "拨打", "打我", "联系方式", "tel", "Tel", "TEL"]);
    if shapes::is_public(digits) || is_others(text, span) {
        return false;
    }
    // Chinese digits are counted and dated in; seven of them in a row are a number where something says so.
    let spoken = !han || called && digits.len() <= 8;
    spoken && !shapes::is_time(digits, lengths) && !is_of_a_thing(text, span, called)
}

/// An order, an amount, a measure, a part of an address on the web: the number of a thing.
fn is_of_a_thing(text: &[char], span: &Range<usize>, called: bool) -> bool {
    const ORDERS: [&str; 32] = [
        "单号",
        "订单",
        "编号",
        "流水",
        "合同",
        "保单",
        "运单",
        "快递",
        "发票",
        "案号",
        "受理",
        "工单",
        "户号",
        "表号",
        "设备",
        "批号",
        "条码",
        "代码",
        "车架",
        "备案",
        "许可证",
        "执照",
        "文号",
        "货号",
        "序列号",
        "批次",
        "票号",
        "邮编",
        "编码",
        "件号",
        "用户号",
        "资产号",
    ];
    const UNITS: &str = "元块万亿圆千百吨平米公里度方人户件次瓶个台辆斤克年月日天时分秒升%％倍套亩株棵条张室栋幢楼层房";
    let order = !has_cue(text, span.start, &["身份证"]) && has_cue(text, span.start, &ORDERS);
    let after = text[span.end..].iter().find(|c| **c != ' ').copied();
    let measured = !called && after.is_some_and(|c| UNITS.contains(c));
    let before = span.start.checked_sub(1).map(|at| plain(text[at]));
    let earlier = span.start.checked_sub(2).map(|at| plain(text[at]));
    let price = before.is_some_and(|c| "¥￥$,".contains(c));
    let fraction = before == Some('.') && earlier.is_some_and(|c| c.is_ascii_digit());
    let lettered = !called && before.is_some_and(|c| c.is_ascii_alphabetic());
    let address = before.is_some_and(|c| "/=_?&".contains(c)) && earlier.is_some_and(|c| c.is_ascii_alphanumeric());
    order || measured || price || fraction || lettered || address
}

/// The number of the side complained of, where the words just before it say so.
fn is_others(text: &[char], span: &Range<usize>) -> bool {
    const OTHERS: [&str; 14] =
        ["对方", "商家", "店家", "老板", "店主", "中介", "骚扰", "诈骗", "广告", "开发商", "物业", "被举报人", "被投诉人", "房东"];
    const CALLED: [&str; 6] = ["电话", "手机", "号码", "手机号", "电话号码", "座机"];
    let at = trimmed(text, span.start);
    CALLED.iter().any(|called| {
        ends(text, at, called)
            && OTHERS.iter().any(|other| {
                let at = at - called.chars().count();
                ends(text, at, other) || ends(text, at, &format!("{other}的"))
            })
    })
}

/// Whether one of the words stands just before `at`, with no more than 号码是为 and signs between.
fn has_cue(text: &[char], at: usize, words: &[&str]) -> bool {
    let exact = trimmed(text, at);
    let loose = text[..exact].iter().rev().take_while(|c| "号码我的是为：:".contains(**c)).count();
    words.iter().any(|word| ends(text, exact, word) || ends(text, exact - loose, word))
}

fn trimmed(text: &[char], at: usize) -> usize {
    at - text[..at].iter().rev().take(4).take_while(|c| ": 是为#(+-（“\"".contains(plain(**c))).count()
}

/// A number as far as it is shown: of a long one both ends, of a short one the beginning; four digits or more are always hidden.
pub(super) fn veiled(words: &str, sight: Sight) -> String {
    let digits: Vec<char> = words.chars().filter_map(|c| digit(c).map(|(digit, _)| digit)).collect();
    if sight != Sight::Masked {
        return "***".to_owned();
    }
    let (head, tail) = match digits.len() {
        0..=5 => (0, 0),
        6..=10 => (2, 0),
        _ => (3, 4),
    };
    let shown = |digits: &[char]| digits.iter().collect::<String>();
    format!("{}****{}", shown(&digits[..head]), shown(&digits[digits.len() - tail..]))
}
