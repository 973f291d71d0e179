//! Taking the words of a place apart: names by their endings, numbers by what is counted, and the rest by where it stands.

use super::{Name, Place};

/// What a name is by its ending.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// 市、省: left out, all places are in one city.
    City,
    /// 区、县
    District,
    /// 街道、镇: too wide to say where.
    Area,
    /// 路、街
    Road,
    /// 小区、村、学校
    Named,
}

/// Endings; of those that begin alike, the longer first.
const ENDINGS: [(Sort, &[&str]); 5] = [
    (Sort::Area, &["街道办", "街道", "镇", "乡"]),
    (
        Sort::Named,
        &[
            "小区",
            "社区",
            "园区",
            "景区",
            "校区",
            "服务区",
            "菜市场",
            "市场",
            "夜市",
            "超市",
            "花园",
            "家园",
            "嘉园",
            "佳园",
            "公园",
            "产业园",
            "工业园",
            "公寓",
            "新村",
            "新苑",
            "花苑",
            "雅苑",
            "嘉苑",
            "广场",
            "大厦",
            "新城",
            "商城",
            "名城",
            "公馆",
            "山庄",
            "华庭",
            "豪庭",
            "家属院",
            "幼儿园",
            "小学",
            "中学",
            "大学",
            "学院",
            "学校",
            "卫生院",
            "医院",
            "大桥",
            "车站",
            "村",
        ],
    ),
    (Sort::Road, &["步行街", "商业街", "大街", "大道", "胡同", "高速", "国道", "省道", "路", "街", "巷"]),
    (Sort::District, &["县", "区"]),
    (Sort::City, &["市", "省"]),
];

/// Where a place is left for its surroundings: what stands before is a name even without an ending.
const SIDES: [&str; 39] = [
    "交叉路口",
    "十字路口",
    "交叉口",
    "交汇处",
    "路口",
    "地下停车场",
    "停车场",
    "地下室",
    "车库",
    "商铺",
    "门面",
    "店面",
    "楼道",
    "楼下",
    "楼上",
    "楼顶",
    "楼",
    "门口",
    "大门",
    "正门",
    "东门",
    "西门",
    "南门",
    "北门",
    "对面",
    "旁边",
    "附近",
    "周边",
    "隔壁",
    "后面",
    "前面",
    "里面",
    "旁",
    "东侧",
    "西侧",
    "南侧",
    "北侧",
    "内",
    "段",
];

/// What stands before a name and is no part of it.
const LEADS: [&str; 6] = ["位于", "住在", "就在", "在", "住", "从"];

/// Words that name no place by themselves.
const NO_NAMES: [&str; 14] =
    ["小区", "学校", "公司", "单位", "我家", "家里", "这里", "那里", "家门", "自家", "本地", "老家", "社区", "马路"];

/// What a number counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counted {
    /// Houses of a road.
    House,
    /// Blocks of an estate.
    Block,
    /// Something that is not compared.
    Nothing,
}

/// Units of numbers; of those that begin alike, the longer first.
const UNITS: [(&str, Counted); 16] = [
    ("号楼", Counted::Block),
    ("号院", Counted::House),
    ("号", Counted::House),
    ("弄", Counted::House),
    ("栋", Counted::Block),
    ("幢", Counted::Block),
    ("座", Counted::Block),
    ("单元", Counted::Nothing),
    ("室", Counted::Nothing),
    ("房", Counted::Nothing),
    ("层", Counted::Nothing),
    ("楼", Counted::Nothing),
    ("期", Counted::Nothing),
    ("组", Counted::Nothing),
    ("队", Counted::Nothing),
    ("排", Counted::Nothing),
];

/// The words while they are read.
struct Reading<'a> {
    rest: &'a str,
    /// Characters that belong to no name yet.
    pending: String,
    /// The last name ends right where the pending characters begin.
    touches: bool,
    place: Place,
}

pub(super) fn read(words: &str) -> Place {
    let plain: String = words.chars().map(half_width).collect();
    let mut reading = Reading { rest: &plain, pending: String::new(), touches: false, place: Place::default() };
    while let Some(next) = reading.rest.chars().next() {
        if !(reading.number() || reading.side() || reading.joint(next) || reading.ending()) {
            reading.pending.push(next);
            reading.advance(next.len_utf8());
        }
    }
    if reading.place.names.is_empty() {
        reading.leave();
    }
    reading.place
}

impl Reading<'_> {
    fn advance(&mut self, bytes: usize) {
        self.rest = &self.rest[bytes..];
    }

    /// The pending characters without what leads up to a name.
    fn pending(&mut self) -> String {
        let words = std::mem::take(&mut self.pending);
        LEADS.iter().find_map(|lead| words.strip_prefix(lead)).unwrap_or(&words).trim_end_matches('的').to_owned()
    }

    /// What is pending is left behind; it is a name if it is long enough for one.
    fn leave(&mut self) {
        let words = self.pending();
        if words.chars().count() >= 2 && !NO_NAMES.contains(&words.as_str()) {
            self.place.names.push(Name { words, is_road: false });
        }
        self.touches = false;
    }

    fn number(&mut self) -> bool {
        let digits: usize = self.rest.chars().take_while(|c| value(*c).is_some()).map(char::len_utf8).sum();
        let letter = self.rest.chars().next().filter(|c| digits == 0 && c.is_ascii_alphabetic());
        let length = letter.map_or(digits, char::len_utf8);
        if length == 0 {
            return false;
        }
        let (words, after) = self.rest.split_at(length);
        let unit = UNITS.iter().find(|(unit, _)| after.starts_with(unit));
        // 三号桥 is a name, and so is 八一路.
        let named = unit.is_some_and(|(unit, _)| after[unit.len()..].starts_with(['桥', '线', '路', '门', '渠', '井']));
        let bare = words.starts_with(|c: char| c.is_ascii_digit()) && self.touches && self.pending.is_empty();
        let counted = match unit {
            Some((_, counted)) if !named => *counted,
            None if bare => Counted::House,
            _ => return false,
        };
        let read = letter.map_or_else(|| numeral(words), |letter| u16::try_from(1000 + u32::from(letter)).ok());
        self.leave();
        match counted {
            Counted::House => self.place.number = self.place.number.or(read),
            Counted::Block => self.place.block = self.place.block.or(read),
            Counted::Nothing => {}
        }
        self.touches = true;
        self.advance(length + unit.map_or(0, |(unit, _)| unit.len()));
        true
    }

    fn side(&mut self) -> bool {
        let Some(side) = SIDES.iter().find(|side| self.rest.starts_with(**side)) else { return false };
        self.leave();
        self.advance(side.len());
        true
    }

    /// 解放路和人民路; but 和 begins 和煦大道 where no road stands before it.
    fn joint(&mut self, next: char) -> bool {
        let after_road = self.touches && self.pending.is_empty() && self.place.names.last().is_some_and(|name| name.is_road);
        let joins = !next.is_alphanumeric() || (after_road && "和与跟及到至的".contains(next));
        if joins {
            if !self.pending.is_empty() {
                self.leave();
            }
            self.touches = false;
            self.advance(next.len_utf8());
        }
        joins
    }

    fn ending(&mut self) -> bool {
        let all = ENDINGS.iter().flat_map(|(sort, endings)| endings.iter().map(move |ending| (*sort, *ending)));
        let Some((sort, ending)) = all.into_iter().find(|(_, ending)| self.rest.starts_with(ending)) else { return false };
        let wide = matches!(sort, Sort::District | Sort::City | Sort::Area);
        if self.pending.is_empty() && (!self.touches || wide) {
            return false;
        }
        self.advance(ending.len());
        let words = self.pending();
        match sort {
            Sort::City | Sort::Area => self.touches = false,
            Sort::District => {
                self.place.district = self.place.district.take().or(Some(format!("{words}{ending}")));
                self.touches = false;
            }
            Sort::Road | Sort::Named => self.name(words, ending, sort == Sort::Road),
        }
        true
    }

    fn name(&mut self, words: String, ending: &str, is_road: bool) {
        match self.place.names.last_mut() {
            // 阳光花园 and 小区 are one name, and so are 解放路 and 小学.
            Some(last) if words.is_empty() => {
                if ending != "小区" {
                    last.words.push_str(ending);
                    last.is_road = is_road;
                }
            }
            _ => {
                let bare = ending == "小区" && words.chars().count() >= 2;
                let words = if bare { words } else { format!("{words}{ending}") };
                self.place.names.push(Name { words, is_road });
            }
        }
        self.touches = true;
    }
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c.to_ascii_uppercase(),
    }
}

fn value(c: char) -> Option<u16> {
    const NUMERALS: &str = "〇一二三四五六七八九";
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '零' => Some(0),
        '两' => Some(2),
        '0'..='9' => u16::try_from(u32::from(c) - u32::from('0')).ok(),
        _ => NUMERALS.chars().position(|numeral| numeral == c).and_then(|value| value.try_into().ok()),
    }
}

/// 12, 十二, 一百零五; none past what a house may have.
fn numeral(words: &str) -> Option<u16> {
    let (mut total, mut last) = (0_u16, None::<u16>);
    for c in words.chars() {
        match value(c)? {
            unit @ (10 | 100) => total = total.checked_add(last.take().unwrap_or(1).checked_mul(unit)?)?,
            digit => last = Some(last.unwrap_or(0).checked_mul(10)?.checked_add(digit)?),
        }
    }
    total.checked_add(last.unwrap_or(0))
}
