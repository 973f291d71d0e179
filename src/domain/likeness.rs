//! The same matter by others 同一事项: how alike two cases are by matter, place, object, words and days, and an index that finds
//! the like of a new case among a hundred thousand.
//!
//! What is kept of a case is a [`Trace`]: numbers only, from which nobody's words or identity can be read back. Reasons in
//! words come from the two cases themselves ([`reasons()`]), and name only what both of them say.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::{Datelike, NaiveDate};

use super::case::{Case, Complaint, Party};
use super::complaint::{Category, Slot};
use super::glance::Glance;
use super::ids::{CaseNumber, Moment};

mod gather;
mod index;
mod place;
mod reasons;
mod terms;
mod text;

#[cfg(test)]
mod tests;

pub use gather::Gathering;
pub use index::{Index, Like};
pub use place::place_name;
pub use reasons::reasons;

use place::{Nearness, Place, Spot};
use terms::{Rarity, Terms, Weighed};

/// What is kept of a case so that its like can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// Whose it is, so that nobody's own case is proposed to them: 0 belongs to nobody.
    citizen: u64,
    /// The day of its receipt.
    day: i32,
    intent: u32,
    unit: u32,
    category: Category,
    spot: Spot,
    about: u32,
    /// It concerns more than one house by its nature or its words: a water cut, 整条街.
    wide: bool,
    terms: Option<Terms>,
}

impl Trace {
    /// The trace of a case.
    pub fn of(case: &Case) -> Self {
        Self::of_complaint(&case.complaint, case.received_at)
    }

    /// The trace of the case by which somebody joined this one: their own words on the same matter.
    pub fn of_party(party: &Party, mother: &Case) -> Self {
        let complaint = Complaint {
            citizen: party.citizen.clone(),
            chat: party.chat.clone(),
            text: party.text.clone(),
            slots: party.slots.clone(),
            ..mother.complaint.clone()
        };
        Self { day: day_of(party.from, mother.received_at), ..Self::of_complaint(&complaint, mother.received_at) }
    }

    /// The trace of what somebody brought at this moment.
    pub fn of_complaint(complaint: &Complaint, received_at: Moment) -> Self {
        let classification = &complaint.classification;
        let words = place_words(complaint);
        let place = Place::of(words);
        let object = object(complaint);
        let known = known(words, &place, object.as_deref());
        Self {
            citizen: text_hash64(complaint.citizen.as_str()),
            day: received_at.date_naive().num_days_from_ce(),
            intent: classification.intent.as_ref().map_or(0, |intent| text_hash(intent.as_str())),
            unit: classification.department.as_ref().map_or(0, |unit| text_hash(unit.as_str())),
            category: classification.category,
            spot: Spot::of(&place),
            about: object.as_deref().map_or(0, text_hash),
            wide: Glance::of(&complaint.text).any_of(&WIDE, &complaint.text),
            terms: Terms::of(&complaint.text, &known),
        }
    }

    /// A number that stands for the citizen, from which nobody can be read back.
    pub fn citizen(&self) -> u64 {
        self.citizen
    }

    /// Whether both come from one person.
    pub fn is_of_same_citizen(&self, other: &Self) -> bool {
        self.citizen == other.citizen
    }

    /// What its like is found by: two traces without a key in common are not alike. Names come before words.
    fn keys(&self, rarity: &Rarity) -> Vec<u32> {
        let about = (self.about != 0).then(|| hash(b'a', u64::from(self.about)));
        let telling = self.terms.iter().flat_map(|terms| terms.telling(rarity, TELLING));
        let mut keys: Vec<u32> = Vec::with_capacity(20);
        for key in self.spot.keys().chain(about).chain(telling) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }
}

/// In what two cases are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alike {
    /// 同一事项
    Matter,
    /// 同一地点
    Place,
    /// 地点相近
    Nearby,
    /// 同一对象
    Object,
    /// 说法相近
    Words,
    /// 相隔这些天
    Days(u32),
}

/// How alike two cases are.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// From 0 to 1; from [`THRESHOLD`] on it is worth a dispatcher's look.
    pub score: f64,
    /// In what.
    pub alike: Vec<Alike>,
}

/// From here on two cases are proposed as one.
pub const THRESHOLD: f64 = 0.60;

/// Weights of what is alike. They were chosen so that no two of matter, place and days suffice without each other, that words
/// alone suffice only when one text nearly repeats the other, and that another place outweighs a matter of the same words.
const MATTER: f64 = 0.26;
const UNIT: f64 = 0.12;
const CATEGORY: f64 = 0.06;
const SAME_PLACE: f64 = 0.31;
const NEAR_PLACE: f64 = 0.26;
const APART: f64 = -0.35;
const ELSEWHERE: f64 = -0.35;
const OBJECT: f64 = 0.18;
const WORDS: f64 = 0.55;

/// Texts that have this much of what tells in common count as equal.
const EQUAL_WORDS: f64 = 0.30;

/// How many of the pairs that tell most of a text its like is found by.
const TELLING: usize = 12;

/// More than sums of some weights are ever rounded by.
const HAIR: f64 = 1e-9;

/// From this share on the words are named as a reason.
const LIKE_WORDS: f64 = 0.12;

/// What concerns more than one house.
const WIDE: [&str; 34] = [
    "整条",
    "整个",
    "全小区",
    "整栋",
    "家家户户",
    "所有人",
    "大面积",
    "附近居民",
    "停水",
    "没水",
    "断水",
    "水压",
    "停电",
    "没电",
    "断电",
    "跳闸",
    "停气",
    "暖气",
    "供暖",
    "噪音",
    "噪声",
    "吵",
    "扰民",
    "臭",
    "异味",
    "油烟",
    "粉尘",
    "扬尘",
    "施工",
    "广场舞",
    "积水",
    "内涝",
    "信号",
    "拥堵",
];

/// How alike two cases are, where pairs of characters are so rare.
#[cfg(test)]
fn weigh(a: &Trace, b: &Trace, rarity: &Rarity) -> Likeness {
    weigh_from(0.0, a, (b, weighed(b, rarity).as_ref()), rarity).expect("everything is at least this much alike")
}

/// What a case's words tell, for comparing it with many.
fn weighed<'a>(trace: &'a Trace, rarity: &Rarity) -> Option<Weighed<'a>> {
    trace.terms.as_ref().map(|terms| Weighed::of(terms, rarity))
}

/// How alike two cases are, the second with what its words tell; none where that is less than `least`. Words are compared only
/// where they can make it that much: they are what takes time.
fn weigh_from(least: f64, a: &Trace, (b, words): (&Trace, Option<&Weighed<'_>>), rarity: &Rarity) -> Option<Likeness> {
    let mut alike = Vec::new();
    let mut score = 0.0;
    let mut found = |weight: f64, what: Option<Alike>| {
        score += weight;
        alike.extend(what);
    };
    let both = |a: u32, b: u32| a != 0 && a == b;
    if both(a.intent, b.intent) {
        found(MATTER, Some(Alike::Matter));
    } else if both(a.unit, b.unit) {
        found(UNIT, None);
    } else if a.category == b.category && a.category != Category::Other {
        found(CATEGORY, None);
    }
    let same_object = both(a.about, b.about);
    match a.spot.nearness(&b.spot) {
        Nearness::Same => found(SAME_PLACE, Some(Alike::Place)),
        Nearness::Near => found(NEAR_PLACE, Some(Alike::Nearby)),
        Nearness::Apart if a.wide || b.wide => found(NEAR_PLACE, Some(Alike::Nearby)),
        Nearness::Apart => found(APART, None),
        // One company is complained of from everywhere.
        Nearness::Elsewhere if !same_object => found(ELSEWHERE, None),
        Nearness::Elsewhere | Nearness::Unknown => {}
    }
    if same_object {
        found(OBJECT, Some(Alike::Object));
    }
    let days = a.day.abs_diff(b.day);
    found(weight_of_days(days), None);
    if score + WORDS < least {
        return None;
    }
    if let (Some(a), Some(b)) = (&a.terms, words) {
        let overlap = a.overlap(b);
        // What the words can make it at most; a hair is left for rounding.
        let most = score + WORDS * (overlap.at_most(b) / EQUAL_WORDS).min(1.0) + HAIR;
        if most.max(0.0) < least {
            return None;
        }
        let shared = a.shared(&overlap, b, rarity);
        score += WORDS * (shared / EQUAL_WORDS).min(1.0);
        alike.extend((shared >= LIKE_WORDS).then_some(Alike::Words));
    }
    alike.push(Alike::Days(days));
    let score = f64::clamp(score, 0.0, 1.0);
    (score >= least).then_some(Likeness { score, alike })
}

/// What happened in the same days is likely one matter, what lies a month apart likely two.
fn weight_of_days(days: u32) -> f64 {
    match days {
        0..=3 => 0.10,
        4..=7 => 0.07,
        8..=14 => 0.04,
        15..=27 => 0.0,
        _ => -0.10,
    }
}

/// The day on which the case of this number was received.
fn day_of(number: CaseNumber, otherwise: Moment) -> i32 {
    let day = i32::try_from(number.day() / 10_000).ok();
    let date = day.and_then(|year| NaiveDate::from_ymd_opt(year, number.day() / 100 % 100, number.day() % 100));
    date.unwrap_or_else(|| otherwise.date_naive()).num_days_from_ce()
}

fn place_words(complaint: &Complaint) -> &str {
    complaint.slots.get(&Slot::Place).map_or("", String::as_str)
}

/// The person, company or unit complained of, without what may as well be left out; none when it is no name.
fn object(complaint: &Complaint) -> Option<String> {
    const NO_NAMES: [&str; 14] =
        ["物业", "开发商", "房东", "老板", "商家", "店家", "邻居", "老师", "医生", "中介", "学校", "单位", "快递", "驾校"];
    let words = complaint.slots.get(&Slot::About)?;
    let bare = ["有限责任公司", "有限公司", "公司"].iter().find_map(|ending| words.strip_suffix(ending)).unwrap_or(words).trim();
    (bare.chars().count() >= 2 && !NO_NAMES.contains(&bare)).then(|| bare.to_owned())
}

/// The phrases that are compared by themselves, the longest first: what is left of a text is what happened.
fn known<'a>(words: &'a str, place: &'a Place, object: Option<&'a str>) -> Vec<&'a str> {
    let names = place.names.iter().map(|name| name.words.as_str());
    let mut known: Vec<&str> = [words].into_iter().chain(place.district.as_deref()).chain(names).chain(object).collect();
    known.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    known
}

/// Spreads the bits of a number (the finaliser of SplitMix64).
fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A key of this sort.
fn hash(sort: u8, number: u64) -> u32 {
    (mix(number ^ u64::from(sort) << 56) >> 32) as u32
}

fn text_hash64(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Never 0, which stands for nothing.
fn text_hash(text: &str) -> u32 {
    ((text_hash64(text) >> 32) as u32).max(1)
}
