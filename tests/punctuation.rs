//! Texts as a voice or a hurried thumb writes them, without any punctuation: understood as the same texts with it.

use yousu::city::{City, Sources};
use yousu::domain::complaint::{Slot, Slots};
use yousu::domain::ids::{Moment, cst};
use yousu::intake::understand;

/// Own texts with their punctuation.
const TEXTS: &[&str] = &[
    "解放路60号门口有人占道卖水果，行人都走到马路上了，希望城管来管一管。",
    "幸福小区3栋楼下的路灯坏了半个月，晚上黑漆漆的，老人不敢下楼。",
    "昨晚十一点，阳光花园门口的烧烤摊还在营业，油烟直往家里灌，孩子咳嗽不停。",
    "我在工人新村租房，房东不退押金2000元，打电话也不接。",
    "文庙街的窨井盖没了，昨天有个骑车的摔进去了，请赶快补上。",
    "老板拖欠我们工资三个月了，一共20个人，工地在创业大道旁边，讨要多次没有结果。",
    "整栋楼停水两天了，没有人通知，家里有坐月子的，怎么过？",
    "西桥新村的垃圾没人清运，堆成小山，臭气熏天，苍蝇到处飞。",
    "朝阳路学校门口没有红绿灯，车开得飞快，学生过马路太危险了，建议装一个。",
    "出租车从高铁站到文庙不打表，要了我100元，车牌号皖A12345。",
    "楼上装修每天早上六点就开始，电钻声吵得受不了，跟物业说了没有用。",
    "开发商逾期八个月不交房，违约金也不给，售楼处的人躲着不见。",
    "我的社保断了两个月，不知道怎么补缴，需要带什么材料？",
    "柳林镇的化工厂夜里偷排，废水直接流到河里，鱼都死了。",
    "邻居养的大狗不拴绳，昨天咬伤了我家小孩，派出所说管不了。",
    "胜利小区的电梯坏了一个星期，十八楼的老人下不来，物业总说在等配件。",
    "在步行街的健身房办了年卡，人跑了门也关了，3000元找谁退？",
    "公交车等了四十分钟不来，来了又不停，站台上二十多个人都没上去。",
    "县前街的超市卖过期牛奶，保质期早过了，店员态度还很差。",
    "广场舞每天跳到晚上十点，音响开得很大，我们高三的孩子没法学习。",
    "石桥村的低保名单不公开，村干部的亲戚都有，真正困难的没有。",
    "快递员把我的包裹弄丢了，公司只肯赔10元，里面是800元的鞋子。",
    "楼顶有人私自搭建彩钢房，下雨漏水到我家，请拆除违法建筑。",
    "暖气费交了两个月，家里只有十四度，打热力公司电话没人接。",
    "宽带断了五天，报修三次没有人来，还照样扣费。",
    "科苑路的行道树被虫蛀空了，大风一刮就掉树枝，怕砸到人。",
    "幼儿园乱收费，每个月多收伙食费200元，问老师说不交就别来。",
    "医院乱开检查，一个感冒花了900元，医生态度也不好，要求退费。",
];

fn now() -> Moment {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a moment");
    day.and_local_timezone(cst()).single().expect("there is no daylight saving")
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The facts by which a unit finds the place and the people; what is asked for goes on to the end of a sentence, and without
/// punctuation nothing tells where that is.
fn facts(slots: &Slots) -> Vec<(Slot, String)> {
    const TELLING: [Slot; 5] = [Slot::Place, Slot::Phone, Slot::Plate, Slot::Amount, Slot::Headcount];
    slots.iter().filter(|(slot, _)| TELLING.contains(slot)).map(|(slot, words)| (*slot, bare(words))).collect()
}

#[test]
fn punctuation_decides_nothing() {
    let city = City::load(&Sources::new(None, None), "national").expect("the model city loads");
    let ctx = city.intake(now());
    assert!(TEXTS.len() >= 25);
    let mut wrong = Vec::new();
    for text in TEXTS {
        let (with, slots) = understand(text, Slots::new(), &ctx);
        let (without, bare_slots) = understand(&bare(text), Slots::new(), &ctx);
        if with.intent.is_none() || with.intent != without.intent || with.department != without.department {
            wrong.push(format!("{text}: {:?} {:?} / {:?} {:?}", with.intent, with.department, without.intent, without.department));
        }
        if facts(&slots) != facts(&bare_slots) {
            wrong.push(format!("{text}: {:?} / {:?}", facts(&slots), facts(&bare_slots)));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), TEXTS.len(), wrong.join("\n"));
}
