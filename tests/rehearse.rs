//! Rehearsals 排演: forty invented complaints go the whole way, the same way every time, and everything that must hold holds.

use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;

use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::letters::Lines;
use yousu::rehearse::{Complaint, Plan, Rates, Report, rehearse};

const COMPLAINTS: [&str; 40] = [
    "城东区柳堤路口的井盖塌了，晚上骑车差点摔进去",
    "我家从昨天傍晚起就没有自来水，整栋楼都没有",
    "楼下烧烤摊半夜还在吵，油烟直往屋里灌",
    "请问办居住证需要带什么材料",
    "公司拖了三个月工资不给，找老板就说再等等",
    "闻到很浓的煤气味，楼道里都是，怕要炸",
    "小区电梯上周坏到现在，老人下不了楼",
    "对面工地凌晨两点还在打桩",
    "路灯灭了一整条街，江北区和煦大道",
    "12路公交车等了五十分钟没有来",
    "健身房关门跑路，办的年卡退不了",
    "学校门口卖的烤肠味道怪，孩子吃了拉肚子",
    "垃圾站一个星期没人清，臭得没法开窗",
    "有辆白色轿车天天堵在消防通道上",
    "物业收了停车费却不给发票",
    "楼顶有人私自搭了两间铁皮房",
    "河沟里漂着死鱼，水是黑的",
    "医保卡在药店刷不了，去了两趟都说系统问题",
    "想问问退休手续什么时候可以办",
    "网上买的手机是翻新的，商家不肯退",
    "村里的土路一下雨就成泥塘，孩子上学要蹚水",
    "邻居家养了六条大狗，整夜叫",
    "建议在迎宾大道加一个人行横道",
    "出租车司机绕路还骂人",
    "幼儿园临时涨伙食费，没有通知家长",
    "家里停电四个小时了，冰箱里的药要坏",
    "树枝压着电线，风一吹就冒火花",
    "快递员把我的包裹扔在雨里，箱子都泡烂了",
    "装修公司收了定金就联系不上",
    "公园里的厕所一直锁着",
    "怀疑隔壁在开赌场，每天晚上一堆人",
    "宽带报修五天了没人上门",
    "感谢办事大厅那位姑娘，帮我爸把低保办好了",
    "燃气公司抄表多算了两百方",
    "我的身份证丢了，怎么补",
    "地下车库进水了，车都泡着",
    "路口的红绿灯不亮，车全挤在一起",
    "培训班说包过，没过也不退费",
    "桥洞下面有人长期住着，怕出事",
    "夜里总有大货车走文昌街，震得窗户响",
];

fn city() -> Arc<City> {
    let city = City::load(&Sources::new(None, None), DEFAULT_PROFILE);
    Arc::new(city.unwrap_or_else(|problems| panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))))
}

fn file() -> String {
    COMPLAINTS.iter().map(|text| format!("{}\n", serde_json::json!({ "text": text }))).collect()
}

async fn rehearsed(city: &Arc<City>, seed: u64, rates: Rates) -> Report {
    let complaints = Lines::read(file().as_bytes(), Complaint::of).expect("bytes in memory");
    rehearse(complaints, &Plan { days: 5, seed, rates }, city.clone()).await.expect("a rehearsal")
}

#[tokio::test]
async fn everything_holds_and_repeats() {
    let city = city();
    let first = rehearsed(&city, 7, Rates::default()).await;
    assert!(first.broken.is_empty(), "{}", first.broken.join("\n"));
    assert_eq!(first.intake.complaints, COMPLAINTS.len());
    assert_eq!(first.intake.cases + first.intake.discarded, COMPLAINTS.len());
    assert!(first.intake.emergencies > 0 && first.intake.asked > 0 && first.dispatch.by_itself > 0 && first.dispatch.to_person > 0);
    assert!(first.end.solved > 0 && first.end.open.is_empty(), "{:?}", first.end);
    assert!(first.cost.store > 0.0);

    let again = rehearsed(&city, 7, Rates::default()).await;
    assert_eq!(first.figures(), again.figures());
    let other = rehearsed(&city, 8, Rates::default()).await;
    assert_ne!(first.figures(), other.figures());
}

#[tokio::test]
async fn units_that_forget_are_urged_and_carded() {
    let rates = Rates { forget: 1.0, wake_reminder: 0.0, wake_urging: 0.0, wake_yellow: 1.0, withdraw: 0.0, ..Rates::default() };
    let report = rehearsed(&city(), 3, rates).await;
    assert!(report.broken.is_empty(), "{}", report.broken.join("\n"));
    assert_eq!(report.handling.overdue, report.intake.cases - report.end.declined);
    assert!(report.handling.yellow_cards >= report.handling.overdue && report.handling.urgings > 0);
    assert!(report.end.open.is_empty(), "{:?}", report.end.open);
}

#[tokio::test]
async fn what_nobody_ever_does_stays_open_with_a_name_on_it() {
    let rates = Rates { forget: 1.0, wake_reminder: 0.0, wake_urging: 0.0, wake_yellow: 0.0, withdraw: 0.0, ..Rates::default() };
    let report = rehearsed(&city(), 3, rates).await;
    assert!(report.broken.is_empty(), "{}", report.broken.join("\n"));
    assert_eq!(report.end.open.values().sum::<usize>(), report.intake.cases - report.end.declined);
}

#[tokio::test]
async fn units_that_give_back_and_ask_for_time_find_every_button() {
    let rates = Rates { give_back: 0.6, extend: 0.6, progress: 1.0, fault: 0.4, solved: 0.3, transfer: 0.5, ..Rates::default() };
    let report = rehearsed(&city(), 11, rates).await;
    assert!(report.broken.is_empty(), "{}", report.broken.join("\n"));
    assert!(report.handling.returned > 0 && report.handling.extensions_granted > 0 && report.handling.redone > 0);
    assert_eq!(report.messages.asked_again, 0, "the house understands what people write into its forms");
}

#[test]
fn bad_lines_are_reported_by_number_and_skipped() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_yousu"))
        .args(["rehearse", "-", "--days", "1", "--json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let lines =
        "{\"subject\":\"路灯不亮\",\"detail\":\"城东区解放路从头黑到尾\"}\n这一行不是JSON\n\n{\"id\":4}\n{\"text\":\"公园里的长椅断了\"}\n";
    child.stdin.take().expect("a pipe").write_all(lines.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let errors = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(output.status.success(), "{errors}");
    assert!(errors.contains("第 2 行") && errors.contains("第 4 行") && !errors.contains("第 3 行"), "{errors}");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((report["intake"]["complaints"].as_u64(), report["intake"]["bad_lines"].as_u64()), (Some(2), Some(2)));
}
