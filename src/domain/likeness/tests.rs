//! Pairs of cases that are one matter, and pairs that only look like one; and the index against comparing with everything.

use proptest::prelude::*;

use super::*;
use crate::domain::case::Case;
use crate::domain::complaint::{Category, Classification};
use crate::domain::event::{EVENT_VERSION, Event, Recorded};
use crate::domain::ids::{CaseNumber, cst};
use crate::domain::span::Limit;
use crate::domain::staff::Actor;

/// A matter as a test tells it: who, which intent, the slots, the words, and on which day of the year.
struct Told<'a> {
    who: &'a str,
    intent: &'a str,
    place: &'a str,
    about: &'a str,
    text: &'a str,
    day: u32,
}

fn told<'a>(intent: &'a str, place: &'a str, text: &'a str) -> Told<'a> {
    Told { who: "play:甲", intent, place, about: "", text, day: 60 }
}

fn complaint(told: &Told<'_>) -> Complaint {
    let classification = Classification {
        intent: Some(told.intent.into()),
        intent_name: told.intent.to_owned(),
        category: Category::Construction,
        department: Some(format!("unit-of-{}", told.intent).as_str().into()),
        ..Classification::unknown()
    };
    let slots = [(Slot::Place, told.place), (Slot::About, told.about)];
    Complaint {
        citizen: told.who.into(),
        chat: told.who.into(),
        text: told.text.to_owned(),
        classification,
        slots: slots.into_iter().filter(|(_, words)| !words.is_empty()).map(|(slot, words)| (slot, words.to_owned())).collect(),
        evidence: Vec::new(),
        confirmed: true,
        confidential: false,
    }
}

fn moment(day: u32) -> Moment {
    let date = chrono::NaiveDate::from_yo_opt(2026, day).expect("a day of the year");
    date.and_hms_opt(9, 0, 0).expect("a time").and_local_timezone(cst()).single().expect("one")
}

fn trace(told: &Told<'_>) -> Trace {
    Trace::of_complaint(&complaint(told), moment(told.day))
}

fn score(a: &Told<'_>, b: &Told<'_>) -> f64 {
    weigh(&trace(a), &trace(b), &Rarity::default()).score
}

fn assert_alike(a: &Told<'_>, b: &Told<'_>) {
    assert!(score(a, b) >= THRESHOLD, "{:.2}: {} / {}", score(a, b), a.text, b.text);
}

fn assert_not_alike(a: &Told<'_>, b: &Told<'_>) {
    assert!(score(a, b) < THRESHOLD, "{:.2}: {} / {}", score(a, b), a.text, b.text);
}

#[test]
fn one_matter_told_by_two() {
    assert_alike(
        &told("路灯", "和煦大道", "和煦大道的路灯不亮，整条街都黑，晚上走路害怕"),
        &Told {
            day: 62, ..told("路灯", "高新区和煦大道中段", "下晚自习的孩子摸黑走，整条街都黑，灯坏了两天了")
        },
    );
    assert_alike(
        &told("停水", "阳光花园3栋", "阳光花园从早上六点停水到现在，一滴都没有"),
        &told("停水", "阳光花园小区11栋2单元", "家里没水，打物业电话没人接，做不了饭"),
    );
    assert_alike(
        &told("占道经营", "解放路12号门口", "烧烤摊摆到半夜，烟往楼上窜，地上全是油"),
        &told("占道经营", "城东区解放路16号楼下", "人行道被几个烤串的占了，推婴儿车只能走马路"),
    );
    // One of them was understood otherwise; what they say is the same.
    assert_alike(
        &told("施工噪音", "柳林镇大湾村", "大湾村旁边的搅拌机凌晨三点还在轰隆隆响，窗户都在震"),
        &told("扬尘", "大湾村二组", "村口的搅拌机凌晨三点还在轰隆隆响，灰也大，老人咳个不停"),
    );
}

#[test]
fn one_company_complained_of_from_everywhere() {
    let gone = |place, text| Told { about: "乐动健身有限公司", ..told("预付卡", place, text) };
    assert_alike(
        &gone("解放路88号", "年卡刚充了两千八，昨天去门锁了，教练电话关机"),
        &Told {
            about: "乐动健身", ..told("预付卡", "和煦大道", "充了年卡昨天去门锁了，没人管退钱，教练电话关机")
        },
    );
}

#[test]
fn what_only_looks_like_one_matter() {
    let dark = "路灯不亮，整条街都黑，晚上走路害怕";
    // The same matter in another street.
    assert_not_alike(&told("路灯", "和煦大道", dark), &told("路灯", "文庙街", dark));
    // Another matter in the same street.
    assert_not_alike(&told("路灯", "解放路", dark), &told("违停", "解放路", "人行道上停满了车，推轮椅过不去，天天这样"));
    // Each lift is a matter of its own.
    assert_not_alike(
        &told("电梯", "阳光花园3栋", "电梯坏了三天没人修，老人下不了楼"),
        &told("电梯", "阳光花园9栋", "电梯坏了一个星期没人修，老人下不了楼"),
    );
    // The same lamps, a month later.
    assert_not_alike(
        &told("路灯", "和煦大道", "和煦大道路灯不亮，晚上走路害怕"),
        &Told { day: 95, ..told("路灯", "和煦大道", "灯杆歪了一根，怕砸到人") },
    );
    // A road of one name in two districts.
    assert_not_alike(&told("路灯", "城东区人民路", dark), &told("路灯", "青阳县人民路", dark));
    // A large company's every customer.
    assert_not_alike(
        &Told { about: "安澜通信公司", ..told("通信", "", "宽带装了半个月还没通，客服一直说排队") },
        &Told { about: "安澜通信公司", ..told("通信", "", "套餐里多扣了三十块钱，我从来没有订过彩铃") },
    );
    // Nothing is known but the matter.
    assert_not_alike(&told("路灯", "", "灯不亮"), &told("路灯", "", "灯坏了"));
}

fn case(serial: u32, complaint: Complaint, day: u32) -> Case {
    let at = moment(day);
    let span: crate::domain::span::Span = "1h".parse().expect("a span");
    let event = Event::Received {
        complaint: Box::new(complaint),
        query_code: "ABCDEFGH".into(),
        arrived: at,
        accept: Limit { from: at, due: at, span, given: at },
        profile: "national".to_owned(),
        conflicts: Vec::new(),
        recurs: None,
        origin: None,
    };
    let number = CaseNumber::new(at.date_naive(), serial).expect("a number");
    Case::first(&Recorded { v: EVENT_VERSION, case: number, seq: 1, at, by: Actor::System, event }).expect("a case")
}

#[test]
fn the_reasons_name_what_both_say_and_nobody() {
    let mut one = complaint(&told("路灯", "和煦大道", "我叫钟小满，和煦大道路灯不亮，整条街都黑，13912345678"));
    one.slots.insert(Slot::Name, "钟小满".to_owned());
    let other = complaint(&Told {
        who: "play:乙",
        day: 62,
        ..told("路灯", "高新区和煦大道", "钟小满家门口也一样，灯坏了，整条街都黑，13912345678")
    });
    let (a, b) = (case(1, one, 60), case(2, other, 62));
    let likeness = weigh(&Trace::of(&a), &Trace::of(&b), &Rarity::default());
    let said = reasons(&likeness, &b, &a);
    assert_eq!(said, ["同一事项（路灯）", "同一地点（和煦大道）", "说法相近（“整条街都黑”）", "相隔2天"]);
}

#[test]
fn a_merged_case_leads_to_its_mother_and_goes_with_her() {
    let number = |serial| CaseNumber::new(moment(60).date_naive(), serial).expect("a number");
    let tell = |who| Told { who, ..told("停水", "阳光花园", "从早上六点停水到现在，一滴都没有") };
    let mut index = Index::default();
    index.put(number(1), trace(&tell("play:甲")), None);
    index.put(number(2), trace(&tell("play:乙")), Some(number(1)));
    let like = index.like(&trace(&tell("play:丙")), 5);
    assert_eq!(like.iter().map(|like| (like.number, like.mother)).collect::<Vec<_>>(), [(number(1), None), (number(2), Some(number(1)))]);
    assert_eq!(index.like(&trace(&tell("play:甲")), 5).len(), 1, "nobody's own case is like theirs");
    index.remove(number(1));
    assert!(index.is_empty() && index.like(&trace(&tell("play:丙")), 5).is_empty());
}

/// A world of few places, matters and phrases, in which many are alike.
fn anything() -> impl Strategy<Value = (usize, usize, usize, usize, usize, u32)> {
    (0..6_usize, 0..3_usize, 0..7_usize, 0..3_usize, 0..5_usize, 40..75_u32)
}

fn made((who, intent, place, about, text, day): (usize, usize, usize, usize, usize, u32)) -> Trace {
    let who = ["play:1", "play:2", "play:3", "play:4", "play:5", "play:6"][who];
    let places = ["", "解放路", "解放路12号", "城东区解放路与人民路交叉口", "人民路", "阳光花园3栋", "阳光花园9栋"];
    let texts = [
        "路灯不亮，整条街都黑，晚上走路害怕",
        "路灯坏了好几天，整条街都黑，晚上走路害怕摔跤",
        "早上六点停水到现在一滴都没有",
        "早上六点停水到现在一滴都没有，老人等着煮饭吃药",
        "灯",
    ];
    trace(&Told {
        who,
        intent: ["路灯", "停水", "违停"][intent],
        place: places[place],
        about: ["", "喜来面馆", "乐动健身"][about],
        text: texts[text],
        day,
    })
}

proptest! {
    #[test]
    fn the_index_finds_what_comparing_with_everything_finds(
        world in proptest::collection::vec(anything(), 0..60),
        gone in proptest::collection::vec(0..60_u32, 0..20),
        new in anything(),
    ) {
        let number = |i: u32| CaseNumber::new(moment(60).date_naive(), i + 1).expect("a number");
        let mut index = Index::default();
        let mut all: Vec<(CaseNumber, Trace)> = Vec::new();
        for (i, told) in (0..).zip(world) {
            index.put(number(i), made(told), None);
            all.push((number(i), made(told)));
        }
        for i in gone {
            index.remove(number(i));
            all.retain(|(other, _)| *other != number(i));
        }
        let new = made(new);
        let weighed = |other: &Trace| weigh(other, &new, &index.rarity).score;
        let alike = all.iter().filter(|(_, other)| !other.is_of_same_citizen(&new) && weighed(other) >= THRESHOLD);
        let mut expected: Vec<(CaseNumber, f64)> = alike.map(|(number, other)| (*number, weighed(other))).collect();
        expected.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let found: Vec<(CaseNumber, f64)> = index.like(&new, 100).iter().map(|like| (like.number, like.likeness.score)).collect();
        // Only what shares a name, the object or one of the words that tell most is looked at.
        let named = |number: &CaseNumber| {
            let (_, other) = all.iter().find(|(known, _)| known == number).expect("one of them");
            other.spot.keys().any(|key| new.spot.keys().any(|own| own == key)) || (other.about != 0 && other.about == new.about)
        };
        let looked_at: Vec<_> = expected.iter().filter(|one| found.contains(one) || named(&one.0)).copied().collect();
        prop_assert_eq!(found, looked_at);
        prop_assert_eq!(index.len(), all.len());
    }
}

#[test]
fn a_number_is_the_same_in_numerals_of_either_kind() {
    for (one, other) in [("解放路二十二号", "解放路22号"), ("解放路一百零五号", "解放路105号"), ("幸福小区十二栋", "幸福小区12栋")]
    {
        assert_eq!(super::place::Place::of(one), super::place::Place::of(other), "{one}");
    }
}

#[test]
fn a_place_is_told_by_its_name_and_never_by_its_door() {
    let name = |words: &str| place_name(words);
    assert_eq!(name("城东区幸福小区3栋2单元501室").as_deref(), Some("幸福小区"));
    assert_eq!(name("解放路12号门口").as_deref(), Some("解放路"));
    assert_eq!(name("解放路12号的东湖中学").as_deref(), Some("东湖中学"));
    assert_eq!(name("楼下"), None);
    assert_eq!(name(""), None);
}
