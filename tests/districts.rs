//! District and level: whose ground a text speaks of, and the unit of that ground.

use std::sync::LazyLock;

use yousu::city::{City, Sources};
use yousu::domain::complaint::{Classification, Evidence, EvidenceKind, Slot, Slots};
use yousu::domain::ids::{Moment, cst};
use yousu::intake::slots::Places;
use yousu::intake::understand_with;

static CITY: LazyLock<City> = LazyLock::new(|| City::load(&Sources::new(None, None), "national").expect("the model city loads"));

fn now() -> Moment {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 3, 2).and_then(|day| day.and_hms_opt(9, 0, 0)).expect("a moment");
    day.and_local_timezone(cst()).single().expect("there is no daylight saving")
}

fn read_at(text: &str, point: Option<&str>) -> (Classification, Slots) {
    let ctx = CITY.intake(now());
    let pin = |source: &str| Evidence { kind: EvidenceKind::Location, source: source.to_owned(), caption: None };
    let evidence: Vec<Evidence> = point.map(pin).into_iter().collect();
    understand_with(text, Slots::new(), &evidence, &ctx)
}

fn read(text: &str) -> Classification {
    read_at(text, None).0
}

#[test]
fn the_district_is_that_of_the_place_where_it_happens() {
    let rows = [
        ("城东区解放路60号有人占道", Some("城东区")),
        ("解放东路的路灯不亮", Some("城东区")),
        ("江北码头路的路灯不亮", Some("江北区")),
        ("石桥水库边有人倒垃圾", Some("青阳县")),
        ("人民路的路灯不亮", None),
        ("我户籍在城西区，在江北区码头路被电动车撞了", Some("江北区")),
        ("我是青阳县人，昨天在文庙夜市买到假货", Some("城西区")),
        ("这家公司注册在高新区，在胜利路的门店卖过期食品", Some("城西区")),
        ("公司总部在高新区，拖欠我工资，工地在江湾路", Some("江北区")),
        ("家住城东区幸福小区，孩子在云湖公园被狗咬了", Some("高新区")),
        ("本人户籍青阳县，低保一直没批", Some("青阳县")),
        ("打电话给城西区政府没人接，东平村的路塌了", Some("城东区")),
        ("城西区政府的大门坏了", Some("城西区")),
        ("住在城东区，事情发生在城西区的菜市场", Some("城西区")),
        ("地点：江北区沙禾镇，从城东区过来的车乱倒渣土", Some("江北区")),
        ("城东区与江北区交界处的桥塌了", None),
        ("从城东区到江北区的公交车一小时一班", None),
        ("江北水产店卖死鱼", None),
        ("臺灣路與東湖路交叉口燈不亮", Some("城东区")),
    ];
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(text, wanted)| {
            let got = read(text).district;
            (got.as_deref() != *wanted).then(|| format!("{text}: {got:?}, wanted {wanted:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_level_is_that_of_whoever_owns_the_matter() {
    let rows = [
        ("鹤楼社区居委会不给开居住证明，跑了三趟", Some("chengdong-helou")),
        ("云湖花园所属的社区居委会不给开居住证明，跑了三趟", Some("gaoxin-yunhu")),
        ("白芸村的村务公开栏三年没更新，村集体的钱去哪了", Some("qingyang-baiyun")),
        ("江湾路的老房子拆迁，补偿款一直没发", Some("jiangbei")),
        ("县前街墙上贴满小广告", Some("qingyang-chengguan")),
        ("胜利路墙上贴满小广告", Some("chengguan")),
        ("青阳县的城管局没人管，墙上贴满小广告", Some("qingyang-chengguan")),
        ("城东区的城管局没人管，墙上贴满小广告", Some("chengguan")),
        ("老房子拆迁，补偿款一直没发", None),
    ];
    for (text, unit) in rows {
        assert_eq!(read(text).department.as_ref().map(ToString::to_string).as_deref(), unit, "{text}");
    }
}

#[test]
fn what_no_ground_decides_goes_to_a_person_with_the_best_three() {
    let is = read("城东区和江北区交界的安置小区，拆迁补偿款拖了三年没发");
    assert!(is.department.is_none() && is.abstain);
    let offered: Vec<String> = is.alternatives.iter().filter_map(|next| next.department.as_ref()).map(ToString::to_string).collect();
    assert_eq!(offered[..2], ["chengdong", "jiangbei"]);
    assert!(offered.len() <= 3);
}

#[test]
fn a_map_point_says_where_as_far_as_words_do_not() {
    let matter = "老房子拆迁，补偿款一直没发";
    let (is, slots) = read_at(matter, Some("geo:30.47,125.545"));
    assert_eq!((is.district.as_deref(), is.department.as_ref().map(|id| id.as_str())), (Some("城东区"), Some("chengdong")));
    assert!(slots[&Slot::Place].starts_with("城东区鹤楼街道") && slots[&Slot::Place].ends_with("（地图定位 30.47,125.545）"));
    assert_eq!(read_at("江湾路的老房子拆迁，补偿款一直没发", Some("geo:30.47,125.545")).0.district.as_deref(), Some("江北区"));
    let (narrower, _) = read_at("我要反映城东区的社区居委会不给开居住证明，跑了三趟", Some("geo:30.47,125.545"));
    assert_eq!(narrower.department.as_ref().map(|id| id.as_str()), Some("chengdong-helou"));
    let far = read_at(matter, Some("geo:10.0,10.0"));
    assert_eq!((far.0.district, far.1[&Slot::Place].as_str()), (None, "地图定位 10.0,10.0"));
    assert_eq!(read_at(matter, Some("geo:nowhere")).0.district, None);
}

#[test]
fn a_wrong_gazetteer_names_its_line() {
    let head = "version = 1\n[[place]]\nname = \"东区\"\nkind = \"district\"\noutline = [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]]\n";
    let street = "[[place]]\nname = \"大街街道\"\nkind = \"street\"\ndistrict = \"东区\"\n";
    for (rest, what) in [
        ("[[place]]\nname = \"某路\"\nkind = \"road\"\noutline = [[0.0, 0.0], [0.0, 1.0], [1.0, 1.0]]\n", "at = [纬度, 经度]"),
        ("[[place]]\nname = \"某路\"\nkind = \"road\"\nat = [100.0, 0.0]\n", "纬度 -90 到 90"),
        ("[[place]]\nname = \"某路\"\nkind = \"road\"\ndistrict = \"东区\"\nat = [0.9, 0.1]\n", "之外"),
        ("[[place]]\nname = \"某村\"\nkind = \"village\"\nstreet = \"小街街道\"\n", "不是已列出的街道"),
        ("[[place]]\nname = \"某村\"\nkind = \"village\"\nstreet = \"大街街道\"\n", "不在同一个区县"),
    ] {
        let fault = Places::parse("places.toml", &format!("{head}{street}{rest}")).expect_err(what).to_string();
        assert!(fault.starts_with("places.toml:11: ") && fault.contains(what), "{fault}");
    }
}
