//! What each word of time says, and whether its neighbours make it something else: 两点意见 is no hour, 3号楼 no day.

use std::ops::Range;

use regex::Captures;

use super::{Atom, Clock, Day, Part, Third, Unit, Year};
use crate::intake::slots::text::number;
use crate::intake::slots::time::calendar::Festival;
use crate::intake::slots::time::{after_a_number, after_a_place};

fn group<'a>(captures: &'a Captures<'_>, name: &str) -> Option<&'a str> {
    captures.name(name).map(|found| found.as_str())
}

fn value(captures: &Captures<'_>, name: &str) -> Option<u32> {
    group(captures, name).and_then(number)
}

fn year_of(captures: &Captures<'_>) -> Option<Year> {
    if let Some(year) = value(captures, "y") {
        let year = if year < 100 { year + 2000 } else { year };
        return i32::try_from(year).ok().map(Year::Named);
    }
    let offset = match group(captures, "ry")? {
        "大前年" => -3,
        "前年" => -2,
        "去年" => -1,
        "今年" => 0,
        _ => 1,
    };
    Some(Year::Relative(offset))
}

fn third(captures: &Captures<'_>, name: &str) -> Third {
    match group(captures, name) {
        Some("初" | "上旬") => Third::First,
        Some("中旬") => Third::Middle,
        Some(_) => Third::Last,
        None => Third::Whole,
    }
}

pub(super) fn date(captures: &Captures<'_>, _: &str, _: &Range<usize>) -> Option<(Atom, bool)> {
    let (month, day) = (value(captures, "m")?, value(captures, "d")?);
    let day = Day::Date { year: year_of(captures), month, day };
    Some((Atom::Day { day, part: None }, true))
}

pub(super) fn month(captures: &Captures<'_>, text: &str, span: &Range<usize>) -> Option<(Atom, bool)> {
    let month = value(captures, "m").filter(|month| (1..=12).contains(month))?;
    if after_a_number(text, span.start)
        || text[span.end..].starts_with(['租', '饼', '薪', '元', '万', '米', '平', '%', '吨', '个'])
        || text[span.end..].starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let said = captures.name("part").is_some() || captures.name("t").is_some() || year_of(captures).is_some();
    let digits = text[span.start..].starts_with(|c: char| c.is_ascii_digit());
    Some((Atom::Month { month: Some(month), year: year_of(captures), offset: 0, third: third(captures, "t") }, said || digits))
}

/// 双十一 and 双十二.
pub(super) fn sale(captures: &Captures<'_>, _: &str, _: &Range<usize>) -> Option<(Atom, bool)> {
    let month = if captures[0].ends_with(['二', '2']) { 12 } else { 11 };
    Some((Atom::Day { day: Day::Date { year: None, month, day: month }, part: None }, true))
}

pub(super) fn festival(captures: &Captures<'_>, text: &str, span: &Range<usize>) -> Option<(Atom, bool)> {
    const ROADS: [char; 10] = ['路', '街', '大', '小', '广', '村', '社', '巷', '桥', '中'];
    let after = &text[span.end..];
    let holiday = captures.name("h").is_some();
    if !holiday && (after.starts_with(ROADS) && !after.starts_with("中午") || after.starts_with("新村") || after.starts_with("商场"))
    {
        return None;
    }
    let name = group(captures, "f")?;
    let festival = match name {
        "春节" | "过年" => Festival::FirstMonth(1),
        "除夕" | "除夕夜" => Festival::FirstMonth(0),
        "元宵节" => Festival::FirstMonth(15),
        "清明" | "清明节" => Festival::Qingming,
        "五一" | "劳动节" => Festival::Labour,
        "端午" | "端午节" => Festival::Dragon,
        "中秋" | "中秋节" => Festival::MidAutumn,
        "国庆" | "国庆节" => Festival::National,
        "元旦" => Festival::NewYear,
        "暑假" | "寒假" => Festival::School,
        _ if name.starts_with("十一") => Festival::National,
        _ if name.ends_with("三十") => Festival::FirstMonth(0),
        _ => Festival::FirstMonth(number(name.trim_start_matches("大年").trim_start_matches("正月").trim_start_matches('初'))?),
    };
    let holiday = holiday || name == "过年" || name.starts_with("十一");
    Some((Atom::Day { day: Day::Festival { festival, year: year_of(captures), holiday }, part: None }, true))
}

pub(super) fn year_only(captures: &Captures<'_>, _: &str, _: &Range<usize>) -> Option<(Atom, bool)> {
    let year = year_of(captures)?;
    let Some(part) = group(captures, "s") else { return Some((Atom::Year(year), true)) };
    let (first, months) = match part.chars().find(|c| "初底末中上下春夏秋冬".contains(*c)) {
        Some('初') => (1, 2),
        Some('底' | '末') => (11, 2),
        Some('中') => (6, 2),
        Some('上') => (1, 6),
        Some('下') => (7, 6),
        Some('春') => (3, 3),
        Some('夏') => (6, 3),
        Some('秋') => (9, 3),
        _ => (12, 3),
    };
    Some((Atom::YearPart { year, first, months }, true))
}

pub(super) fn relative_month(captures: &Captures<'_>, text: &str, span: &Range<usize>) -> Option<(Atom, bool)> {
    let offset = match group(captures, "w") {
        Some("上上") => -2,
        Some("上") => -1,
        Some("下") => 1,
        _ => 0,
    };
    let bare = captures.name("b").is_some();
    if bare && (after_a_number(text, span.start) || text[..span.start].ends_with(['每', '个'])) {
        return None;
    }
    let third = third(captures, if bare { "b" } else { "t" });
    Some((Atom::Month { month: None, year: None, offset, third }, true))
}

/// What stands around a day to come that is no time of the matter: 我明天再来问, 说明天, 更好的明天.
const BEFORE_A_PROMISE: [&str; 16] =
    ["我", "我们", "你", "你们", "您", "等", "到", "的", "告知", "说", "约", "承诺", "答应", "叫我", "让我", "推到"];
const PROMISED: [&str; 20] = [
    "再",
    "我",
    "你",
    "您",
    "给",
    "联系",
    "有空",
    "方便",
    "打",
    "问",
    "去",
    "补",
    "发",
    "拍",
    "看看",
    "有时间",
    "上班再",
    "见",
    "可以吗",
    "来电",
];

pub(super) fn relative_day(captures: &Captures<'_>, text: &str, span: &Range<usize>) -> Option<(Atom, bool)> {
    let word = &captures[0];
    if word.starts_with('前') && text[..span.start].ends_with(['之', '以', '目', '从', '年', '月', '天', '提', '周']) {
        return None;
    }
    if word.starts_with(['明', '后']) || word.starts_with("大后") {
        let after = &text[span.end..];
        if BEFORE_A_PROMISE.iter().any(|word| text[..span.start].ends_with(word)) || PROMISED.iter().any(|word| after.starts_with(word)) {
            return None;
        }
    }
    let days = match word {
        _ if word.starts_with("大前") => -3,
        _ if word.starts_with('前') => -2,
        _ if word.starts_with('昨') => -1,
        _ if word.starts_with('今') => 0,
        _ if word.starts_with('明') => 1,
        "后天" => 2,
        _ => 3,
    };
    let part = match () {
        () if word.contains(['晚', '夜']) => Some(Part::Night),
        () if word.contains(['早', '晨']) => Some(Part::Morning),
        () => None,
    };
    Some((Atom::Day { day: Day::Relative(days), part }, true))
}

fn weeks(captures: &Captures<'_>) -> Option<i64> {
    Some(match group(captures, "w")?.trim_end_matches('个') {
        "上上" => -2,
        "上" => -1,
        "下" => 1,
        "下下" => 2,
        _ => 0,
    })
}

pub(super) fn weekday(captures: &Captures<'_>, text: &str, span: &Range<usize>) -> Option<(Atom, bool)> {
    let week = weeks(captures);
    let after = &text[span.end..];
    if week.is_none() && (after_a_number(text, span.start) || text[..span.start].ends_with('个')) || after.starts_with('次') {
        return None;
    }
    let name = group(captures, "d")?;
    if name == "末" {
        return Some((week.map_or(Atom::Recurring, Atom::Weekend), true));
    }
    let day = if matches!(name, "日" | "天") { 6 } else { i64::from(number(name)?) - 1 };
    Some((Atom::Day { day: Day::Weekday { week, day }, part: None }, true))
}

pub(super) fn week(captures: &Captures<'_>, text: &str, span: &Range<usize>) -> Option<(Atom, bool)> {
    let off_days = text[span.end..].starts_with(['边', '围', '期']) || text[..span.start].ends_with(['以', '马']);
    (!off_days).then_some((Atom::Week(weeks(captures)?), true))
}

/// The amount in halves of its unit; none where the words leave it open.
fn halves(captures: &Captures<'_>) -> Option<(Option<u32>, Unit)> {
    let unit = group(captures, "u")?;
    let half = u32::from(unit.contains('半'));
    let unit = match unit.trim_start_matches(['个', '多', '半']) {
        "天" | "日" | "晚上" | "晚" | "夜" => Unit::Day,
        "周" | "星期" | "礼拜" => Unit::Week,
        "月" => Unit::Month,
        "年" => Unit::Year,
        "小时" | "钟头" => Unit::Hour,
        _ => Unit::Minute,
    };
    let amount = match group(captures, "n")? {
        "半" => Some(1),
        "俩" => Some(4 + half),
        "仨" => Some(6 + half),
        "小半" | "多半" | "大半" | "几" | "好几" | "数" | "十几" => None,
        n => Some(number(n)? * 2 + half),
    };
    Some((amount.filter(|_| captures.name("more").is_none()), unit))
}

pub(super) fn ago(captures: &Captures<'_>, text: &str, span: &Range<usize>) -> Option<(Atom, bool)> {
    let (halves, unit) = halves(captures)?;
    let counted = text[..span.start].ends_with(['第', '每', '提']) || after_a_number(text, span.start);
    (!counted).then_some((Atom::Ago { halves, unit }, true))
}

pub(super) fn lasting(captures: &Captures<'_>, text: &str, span: &Range<usize>) -> Option<(Atom, bool)> {
    const STILL: [&str; 8] = ["没", "都没", "还没", "仍", "还未", "未", "都不", "都在"];
    let (halves, unit) = halves(captures)?;
    let before = &text[..span.start];
    let after = &text[span.end..];
    let pre = group(captures, "pre").filter(|pre| *pre != "都");
    let date = group(captures, "u") == Some("日");
    let said = pre.is_some() || captures.name("post").is_some() || !date && STILL.iter().any(|word| after.starts_with(word));
    let counted = before.ends_with(['第', '每', '初', '高', '下', '过', '月', '年']) || pre.is_none() && after_a_number(text, span.start);
    let grade = after.starts_with(['级', '内', '前', '后', '之', '工']) && captures.name("post").is_none();
    (said && !counted && !grade).then_some((Atom::Lasting { halves, unit }, true))
}

fn part_named(word: &str) -> Part {
    match word {
        "凌晨" => Part::Dawn,
        "清晨" | "清早" | "一大早" | "大清早" | "早上" | "早晨" | "早间" | "上午" | "早" => Part::Morning,
        "正午" | "中午" | "晌午" | "午间" | "午休" | "午休时间" | "午休期间" => Part::Noon,
        "午后" | "下午" | "傍晚" | "黄昏" => Part::Afternoon,
        _ if word.contains('白') || word.contains("天没亮") || word.contains("天亮") => Part::Open,
        _ => Part::Night,
    }
}

fn hour(word: &str) -> Option<(u32, bool)> {
    let mut chars = word.chars();
    let (first, second) = (chars.next()?, chars.next());
    let approximate = second.is_some() && !word.contains('十') && !first.is_ascii_digit();
    let hour = if approximate { number(&first.to_string()) } else { number(word) };
    Some((hour.filter(|hour| *hour <= 24)?, approximate))
}

pub(super) fn clock(captures: &Captures<'_>, text: &str, span: &Range<usize>) -> Option<(Atom, bool)> {
    const COUNTED: [&str; 15] =
        ["意见", "建议", "要求", "诉求", "问题", "疑问", "说明", "原因", "理由", "都", "也", "不", "没", "儿", "点"];
    let (hour, approximate) = hour(group(captures, "h")?)?;
    let minute = match group(captures, "half") {
        Some("半") => 30,
        Some("一刻") => 15,
        Some("三刻") => 45,
        _ => value(captures, "m").or_else(|| value(captures, "m2")).unwrap_or(0),
    };
    let part = group(captures, "p").map(part_named);
    let word = group(captures, "w");
    let exact = minute > 0 || captures.name("half").is_some() || captures.name("m").is_some() || captures.name("m2").is_some();
    let tailed = group(captures, "tail").is_some_and(|tail| !tail.is_empty());
    let after = &text[span.end..];
    let plain = word.is_some() && part.is_none() && !exact && !tailed;
    let digits = text[span.start..].starts_with(|c: char| c.is_ascii_digit());
    if word == Some("时") && !exact && after.starts_with(['间', '代', '期', '候', '段', '速', '节', '常', '不', '刻'])
        || word == Some("点") && plain && COUNTED.iter().any(|counted| after.starts_with(counted))
        || part.is_none() && after_a_number(text, span.start)
        || minute > 59
    {
        return None;
    }
    let from = group(captures, "h0").and_then(self::hour).map(|(hour, _)| hour);
    let alone = !plain || word == Some("点") && (digits || approximate || from.is_some());
    Some((Atom::Clock(Clock { part, from, hour, minute }), alone))
}

pub(super) fn part_or_day(captures: &Captures<'_>, text: &str, span: &Range<usize>) -> Option<(Atom, bool)> {
    const THINGS: [char; 22] = [
        '楼', '院', '线', '门', '房', '铺', '店', '机', '桌', '地', '厅', '口', '柜', '车', '井', '内', '游', '常', '子', '用', '码', '公',
    ];
    if let Some(part) = group(captures, "p") {
        const PERMITS: [&str; 6] = ["施工许可", "施工证", "施工手续", "作业许可", "门诊", "急诊"];
        if PERMITS.iter().any(|permit| text[span.end..].starts_with(permit)) {
            return None;
        }
        return Some((Atom::Part(part_named(part)), true));
    }
    let day = value(captures, "d").filter(|day| (1..=31).contains(day))?;
    let thing = text[span.end..].starts_with(THINGS) || after_a_place(text, span.start) || after_a_number(text, span.start);
    (!thing).then_some((Atom::Day { day: Day::OfMonth(day), part: None }, false))
}

pub(super) fn habit(captures: &Captures<'_>, text: &str, span: &Range<usize>) -> Option<(Atom, bool)> {
    let (before, after) = (&text[..span.start], &text[span.end..]);
    if let Some(word) = group(captures, "r") {
        let counted = word == "工作日" && (before.ends_with('个') || after_a_number(text, span.start));
        let opens = matches!(word, "每到" | "每逢" | "每年" | "每月" | "每个月" | "每周" | "每个周" | "每个星期" | "每星期");
        // 天天鲜超市 is a shop.
        let named = word == "天天" && after.starts_with(['鲜', '乐', '惠', '旺', '福', '美', '特']);
        return (!counted && !named).then_some((Atom::Recurring, !opens));
    }
    if let Some(word) = group(captures, "v") {
        let counted =
            matches!(word, "年前" | "年后") && (after_a_number(text, span.start) || before.ends_with(['多', '去', '今', '明', '前', '余']));
        if counted {
            return None;
        }
        let nearest = word == "最近" && (after.starts_with(['的', '一']) || before.ends_with(['离', '我', '家', '距']));
        return (!nearest).then_some((Atom::Vague, !matches!(word, "当天" | "当日" | "那天")));
    }
    const GOING_ON: [&str; 13] = ["正", "还在", "又在", "在", "停", "堵", "漏", "断", "没水", "没电", "没气", "积水", "着火"];
    match &captures[0] {
        "刚刚" if after.starts_with(['好', '够', '开', '建', '装', '买']) => None,
        "现在" => Some((Atom::Now, GOING_ON.iter().any(|word| after.starts_with(word)))),
        _ => Some((Atom::Now, true)),
    }
}
