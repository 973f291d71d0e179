//! What people type and what they mean: every entry is proven by its examples when it is read; here is what it is good for.

use std::sync::{Arc, LazyLock};

use yousu::city::{City, Sources};
use yousu::classify::Classifier;
use yousu::classify::normalise::normalise;
use yousu::classify::signs::Signs;
use yousu::classify::spelling::{Sort, Speller};
use yousu::domain::complaint::Slot;
use yousu::domain::ids::{Moment, cst};

const FILE: &str = include_str!("../data/spellings.toml");

static SPELLER: LazyLock<Speller> = LazyLock::new(|| Speller::parse("data/spellings.toml", FILE).expect("the shipped file is right"));
static CITY: LazyLock<City> = LazyLock::new(|| City::load(&Sources::new(None, None), "national").expect("the model city loads"));
/// The same city, deaf to slips.
static DEAF: LazyLock<Classifier> = LazyLock::new(|| {
    let intents = CITY.classifier.intents().to_vec();
    Classifier::new(intents, include_str!("../data/dict.txt"), Signs::default(), Arc::default()).expect("the shipped intents are right")
});

fn now() -> Moment {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a moment");
    day.and_local_timezone(cst()).single().expect("there is no daylight saving")
}

/// What each text is understood as once it is read as it was meant; without, it is another or nothing.
const MEANT: &[(&str, &str)] = &[
    ("我们十几个工友来讨新", "wage-arrears"),
    ("包公头跑了，大家的钱都没拿到", "wage-arrears"),
    ("劳动仲才要带哪些材料", "labour-contract"),
    ("单位不给我交设保", "social-insurance"),
    ("医宝卡刷不了", "medical-insurance"),
    ("公鸡金提取要跑几趟", "provident-fund"),
    ("家里困难，底保停发了", "minimum-living"),
    ("退体金少算了两年", "pension"),
    ("楼顶有人盖违章建住", "illegal-building"),
    ("路口的井改不见了", "manhole"),
    ("巷子里的路登全灭了", "street-lamp"),
    ("我们这条街路等坏了一个月", "street-lamp"),
    ("楼下下水倒堵了，污水往外冒", "drainage"),
    ("厨房下水到堵了，臭得很", "drainage"),
    ("小区又停睡了", "water-outage"),
    ("我们小区停店三个小时了", "power-outage"),
    ("小区无业乱收费", "property-fee"),
    ("居委回一直不给开证明", "community-affairs"),
    ("我们想成立叶委会", "owners-committee"),
    ("居住正怎么办理", "residence-permit"),
    ("宅机地被邻居占了", "homestead"),
    ("十字路口红路灯坏了", "traffic-light"),
    ("学校门口没有班马线", "traffic-light"),
    ("我们楼电提坏了没人修", "elevator"),
    ("消防拴没有水", "fire-passage"),
    ("飞线冲电很危险", "fire-passage"),
    ("水果摊占到经营，路都走不了", "street-vendor"),
    ("路口违庭的车太多", "illegal-parking"),
    ("电瓶车乱亭乱放", "illegal-parking"),
    ("饭店油咽直排到我家窗户", "restaurant-fumes"),
    ("工交车等了一个小时不来", "bus"),
    ("快第丢了不赔", "express"),
    ("楼上住着一窝传消的人", "pyramid-selling"),
    ("幼儿员乱收费", "school-fee"),
    ("一下雨桥洞下面积睡半米深", "drainage"),
    ("家里燃汽漏了", "emergency-fire"),
    ("家里暖器不热", "heating"),
    ("家里网洛断了三天", "broadband"),
    ("宽代装了一个月没人来", "broadband"),
    ("小区里流浪够咬人", "dog"),
    ("两个部门互相推萎", "official-attitude"),
    ("地里烧秸杆，烟很大", "air-pollution"),
    ("楼道里全是小广高", "billboard"),
    ("小区话费池满了往外溢", "drainage"),
    ("公主房申请排队排了两年", "housing-support"),
    ("连租房怎么申请", "housing-support"),
    ("经是房能不能上市", "housing-support"),
    ("地保户的补贴没有发", "minimum-living"),
    ("五宝户没人照顾", "minimum-living"),
    ("公滩面积算得太多", "property-fee"),
    ("无业费涨价没有征求业主意见", "property-fee"),
    ("今年公暖比去年晚", "heating"),
    ("公热公司不给送暖", "heating"),
    ("村里真地款没发到我们手上", "land-acquisition"),
    ("厂里不给家班费", "wage-arrears"),
    ("扎土车半夜从门口过，一路撒土", "construction-dust"),
    ("小区里停了好几辆将士车", "illegal-parking"),
    ("公享单车堵住路口", "shared-bike"),
    ("我妈遇到电信诈变", "telecom-fraud"),
    ("这家店用地狗油炒菜", "food-safety"),
    ("我们这片朋改什么时候签约", "old-community"),
    ("健身咖办了就关门", "prepaid-card"),
    ("家里天天断忘", "broadband"),
    ("手机信好差打不出电话", "broadband"),
    ("老公家爆我", "emergency-police"),
    ("买的房子成了蓝尾楼", "house-delivery"),
    ("老楼家装电梯一楼不同意", "old-community"),
    ("修路占地青瞄费没给", "land-acquisition"),
    ("屋企冇水两日了", "water-outage"),
    ("成栋楼冇电", "power-outage"),
    ("楼下小店冇牌经营", "unlicensed-business"),
    ("街灯唔着", "street-lamp"),
    ("电灯柱歪了要倒", "street-lamp"),
    ("马葫芦盖丢了", "manhole"),
    ("水喉爆了", "water-outage"),
    ("村口茅厕臭得很，没人打扫", "public-toilet"),
    ("老细成个月唔出粮", "wage-arrears"),
    ("公司无故炒鱿鱼不给补偿", "labour-contract"),
    ("楼下坝坝舞闹麻了", "square-dance"),
    ("村头猪栏臭得睡不着", "livestock-pollution"),
    ("小区wyf涨价", "property-fee"),
    ("业主选的ywh乱花钱", "owners-committee"),
    ("gjj提取怎么办", "provident-fund"),
    ("gzf申请条件是什么", "housing-support"),
    ("楼顶wj没人拆", "illegal-building"),
];

/// Right words that look like slips: not one character of them may change.
const NEAR_MISSES: &[&str] = &[
    "老井改造还没完工",
    "网上办事路登记流程太绕",
    "在路等车的人很多",
    "排水不畅，下水倒灌进家里",
    "小区建成管理用房三间",
    "工程管理过程管得松",
    "服务业收入下降",
    "附近有无业人员闲逛",
    "居委回复说不归他们管",
    "房产征收补偿太低",
    "身份正确无误",
    "办公资料丢了",
    "专家探讨新技术",
    "到底保不保修",
    "请尽快第一时间处理",
    "宣传消防知识",
    "我在国外买的房",
    "现在已经是房东了",
    "请帮忙道个歉",
    "健身咖啡馆在二楼",
    "这家大酒家的菜贵",
    "公园里有人练打太极拳",
    "这家麻辣鸡不卫生",
    "几点解除限行",
    "退役的士兵安置",
    "农民卖出粮食",
    "这家公司做cg动画",
    "要实施公开招标",
    "一楼设施公用",
    "新开的麻酱馆味道不错",
    "取暖器漏电",
    "社工举办社区宣传活动",
    "杨尘是我们的邻居",
    "请研究研究，考虑考虑",
];

#[test]
fn there_are_enough_and_each_kind_is_proven() {
    assert!(SPELLER.len() >= 400, "{}", SPELLER.len());
    for (kind, least) in [(Sort::Slip, 80), (Sort::Voice, 45), (Sort::Dialect, 40), (Sort::Slang, 15)] {
        let proven = SPELLER.examples().iter().filter(|example| example.kind == kind && example.becomes.is_some()).count();
        assert!(proven >= least, "{kind:?}: {proven}");
    }
}

#[test]
fn what_is_meant_is_understood() {
    let intent = |classifier: &Classifier, text: &str| {
        let is = classifier.classify(text, &CITY.directory, None);
        is.intent.map_or_else(|| "-".to_owned(), |id| id.to_string())
    };
    let mut wrong = Vec::new();
    for (text, wanted) in MEANT {
        let (before, after) = (intent(&DEAF, text), intent(&CITY.classifier, text));
        if after != *wanted || before == *wanted {
            wrong.push(format!("{text}: {before} → {after}, wanted {wanted}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), MEANT.len(), wrong.join("\n"));
}

#[test]
fn right_words_stay() {
    for text in NEAR_MISSES {
        let plain = normalise(text);
        assert_eq!(SPELLER.mend(&plain), plain);
    }
}

#[test]
fn facts_keep_the_words_that_were_written() {
    let text = "解放路60號門口的井改不見了，老闆托欠工資三萬元，電話１３８００１３８０００";
    let found = CITY.finder.find(text, now());
    assert_eq!(found.slots[&Slot::Place], "解放路60号门口");
    assert_eq!(found.slots[&Slot::Phone], "13800138000");
    for (slot, span) in &found.spans {
        assert!(!text[span.clone()].is_empty(), "{slot:?}");
    }
    // What is behind 解放路 is a pavement only when it is read as it was meant, and stays as it was typed.
    let text = "解放路人形道上堆满砖头";
    let found = CITY.finder.find(text, now());
    let place = found.spans.iter().find(|(slot, _)| *slot == Slot::Place).map(|(_, span)| &text[span.clone()]);
    assert_eq!((place, found.slots[&Slot::Place].as_str()), (Some("解放路人形道"), "解放路人形道"));
}

#[test]
fn a_voice_stutters() {
    for (said, meant) in [
        ("就是就是就是楼下那个那个那个路灯不亮", "就是楼下那个路灯不亮"),
        ("停水停水停水了三天三天三天", "停水了三天"),
        ("考虑考虑", "考虑考虑"),
    ] {
        assert_eq!(SPELLER.mend(said), meant);
    }
}

#[test]
fn a_wrong_file_names_its_line() {
    let head = "version = 1\n[[group]]\nkind = \"错别字\"\nwhy = \"同音\"\nwords = [\n";
    for (entry, what) in [
        ("{ typed = \"投素\", meant = \"投诉\" },", "why"),
        ("{ typed = \"投\", meant = \"投诉\", why = \"同音\" },", "只有一个字"),
        ("{ typed = \"wy\", meant = \"物业\", why = \"拼音\" },", "near"),
        ("{ typed = \"投诉\", meant = \"投诉\", why = \"同音\" },", "改成了它自己"),
        ("{ typed = \"垃圾\", meant = \"垃圾桶\", why = \"同音\" },", "越改越长"),
        ("{ typed = \"井改\", meant = \"井盖\", why = \"同音\", stays = \"老井改造完了\" },", "unless"),
        ("{ typed = \"井改\", meant = \"井盖\", why = \"同音\", near = [\"路口\"], example = \"井改丢了\" },", "没有改过来"),
        ("{ typed = [\"井改\", \"井改\"], meant = \"井盖\", why = \"同音\" },", "已写过"),
        ("{ typed = \"井改\", meant = \"井盖\", why = \"同音\", unles = [] },", "格式不对"),
    ] {
        let faults = Speller::parse("data/spellings.toml", &format!("{head}  {entry}\n]\n")).err().expect(entry);
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|fault| fault.starts_with("data/spellings.toml:6") && fault.contains(what)), "{entry}: {told:?}");
    }
}
