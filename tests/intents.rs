//! The model city's intents 意图自证: every file is right, every example is understood, every emergency is found.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use yousu::classify::Classifier;
use yousu::classify::intents::{Intent, parse_intent, unowned_duties};
use yousu::classify::selftest::prove;
use yousu::classify::signs::Signs;
use yousu::domain::complaint::Urgency;
use yousu::domain::department::{Department, Directory};
use yousu::domain::problem::Problem;

/// The parts of `data/departments.toml` that a directory is made of.
#[derive(Deserialize)]
struct Departments {
    department: Vec<Department>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("intents")).expect("the intents are there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    files.sort();
    files
}

fn read(path: &Path) -> Result<Intent, Vec<Problem>> {
    let name = format!("intents/{}", path.file_name().expect("a file").to_string_lossy());
    parse_intent(&name, &fs::read_to_string(path).expect("readable"))
}

fn report(problems: &[Problem]) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

static CITY: LazyLock<(Classifier, Directory)> = LazyLock::new(|| {
    let (intents, problems): (Vec<_>, Vec<_>) = files().iter().map(|path| read(path)).partition(Result::is_ok);
    let problems: Vec<Problem> = problems.into_iter().filter_map(Result::err).flatten().collect();
    assert!(problems.is_empty(), "{}", report(&problems));
    let text = fs::read_to_string(root().join("data/departments.toml")).expect("the departments are there");
    let directory = Directory::new(toml::from_str::<Departments>(&text).expect("departments").department);
    let dictionary = fs::read_to_string(root().join("data/dict.txt")).unwrap_or_default();
    let intents = intents.into_iter().filter_map(Result::ok).collect();
    let signs = fs::read_to_string(root().join("data/risks.toml")).expect("the signs are there");
    let signs = Signs::parse("data/risks.toml", &signs).unwrap_or_else(|problems| panic!("{}", report(&problems)));
    let classifier = Classifier::new(intents, &dictionary, signs, Arc::default());
    (classifier.unwrap_or_else(|problems| panic!("{}", report(&problems))), directory)
});

#[test]
fn every_example_is_understood() {
    let (classifier, directory) = &*CITY;
    let problems = prove(classifier, directory);
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), report(&problems));
}

#[test]
fn every_duty_has_an_owner() {
    let (classifier, directory) = &*CITY;
    let problems = unowned_duties(classifier.intents(), directory);
    assert!(problems.is_empty(), "{}", report(&problems));
    assert!(classifier.intents().len() >= 60, "{} intents", classifier.intents().len());
}

/// The lines at the top of a file that say what belongs there and which intent has what does not.
fn head(text: &str) -> String {
    text.lines().take_while(|line| line.starts_with('#')).collect()
}

#[test]
fn every_file_says_first_what_belongs_there_and_what_goes_where_else() {
    let ids: Vec<&str> = CITY.0.intents().iter().map(|intent| intent.id.as_str()).collect();
    for file in files() {
        let head = head(&fs::read_to_string(&file).expect("readable"));
        assert!(!head.is_empty(), "{} begins without a word", file.display());
        let named = head.split(|c: char| !c.is_ascii_lowercase() && c != '-').filter(|word| !word.is_empty());
        for id in named {
            assert!(ids.contains(&id), "{} names {id}, which is no intent", file.display());
        }
    }
}

#[test]
fn every_matter_is_shown_in_examples_and_weighed_by_judgement() {
    for intent in CITY.0.intents() {
        let (examples, counters) = (intent.examples.len(), intent.counter_examples.len());
        assert!(examples >= 5 && counters >= 3, "{}: {examples} examples, {counters} counter-examples", intent.id);
        let weights = intent.keywords.iter().map(|keyword| keyword.weight).chain(intent.patterns.iter().map(|pattern| pattern.weight));
        let fine = weights.filter(|weight| (weight * 2.0).fract() != 0.0).count();
        assert!(fine == 0 || intent.emergency.is_some(), "{}: {fine} weights are no steps of a half", intent.id);
    }
}

/// What must be told the number at once. `|` separates hotlines that are both right.
const EMERGENCIES: &[(&str, &str)] = &[
    ("119", "快来人啊，三楼窗户往外冒火，里面还有小孩，着火了"),
    ("119", "對面樓起火了，煙好大"),
    ("119", "仓库起火了！！！！！"),
    ("119", "楼道里停的电瓶车自燃了，烟往上窜"),
    ("119", "一进门就闻到很浓的煤气味，不敢开灯"),
    ("119", "厨房的天然气管子漏气，嘶嘶响"),
    ("119", "后山起火了，风把火往村里吹"),
    ("119", "我和两个同事被困在电梯里二十分钟了"),
    ("119", "电梯突然停了把老人关在里面，按铃没人应"),
    ("119", "小孩掉进化粪池里了"),
    ("119", "去年着过火的那家店现在又着火了"),
    ("119", "物业没人管，配电箱着火了"),
    ("119", "昨晚闻到味道没在意，现在满屋煤气味"),
    ("119", "加油站旁边的车间爆炸了，玻璃都震碎了"),
    ("119|120", "老房子塌了，下面压着人"),
    ("120", "我爷爷突然昏迷，怎么叫都叫不醒"),
    ("120", "路边有个人倒在地上抽搐"),
    ("120", "我老婆羊水破了，路上堵死了走不动"),
    ("120", "同学割腕了，流血不止"),
    ("120", "我真的不想活了，谁也帮不了我"),
    ("120", "邻居大爷喝了敌敌畏"),
    ("120", "有人要跳楼，就站在七楼天台边上"),
    ("120", "水库有孩子溺水了"),
    ("120", "工地上有个师傅触电了，躺着没反应"),
    ("120", "孩子发烧抽搐，口吐白沫"),
    ("120", "我妈心梗发作，救护车怎么还不来"),
    ("110", "饭店门口一群人正在打架，有人拿着刀"),
    ("110", "我被抢了，骑摩托的两个人抢走了包"),
    ("110", "有人正在撬我家的门"),
    ("110", "女儿放学后不见了，到处都找不到"),
    ("110", "传销的人把我关起来不让走，救救我"),
    ("110", "一个男人一直尾随我，我好害怕"),
    ("110", "老公打我，现在还在砸东西，救命"),
    ("110", "KTV里有人持刀伤人"),
    ("110", "楼下打起来了，砸了好几辆车"),
    ("122|120", "路口刚出车祸了，有人躺在地上不动"),
    ("122|120", "货车撞了电动车，骑车的人流了好多血"),
    ("122", "高速出口大巴侧翻，里面好多人"),
    ("122|120", "外卖小哥被轿车撞飞了，快来"),
    ("122|119|120", "两车相撞，司机卡在车里出不来"),
];

/// What looks like it and is none: told a number, these citizens would think the line does not listen.
const CALM: &[&str] = &[
    "110国道堵车堵了两个小时",
    "120路公交半小时不来一班",
    "119号楼门口垃圾没人清",
    "122县道路面全是坑",
    "我家住110号，自来水发黄",
    "消防通道被车堵了，万一着火怎么办",
    "楼道里充电的电动车太多，很容易着火",
    "担心老旧线路起火，希望换线",
    "去年仓库着火的赔偿到现在没给",
    "如果家里着火应该怎么逃生，社区能不能搞培训",
    "社区的消防演练放烟雾，事先没通知",
    "燃气公司一直不来安检，怕以后漏气",
    "请问煤气罐怎么换，得带啥证件",
    "天然气费用涨得太快",
    "电梯老是坏，上个月还困过人，物业不修",
    "昨晚停电把冰箱里的东西都放坏了",
    "商家搞跳楼价促销，买回去是假货",
    "热死了，公交车不开空调",
    "隔壁装修吵死了，孩子没法睡",
    "急救车收费标准是什么",
    "去年我爸中风住院，报销比例太低",
    "想咨询被狗咬了疫苗能不能报销",
    "河边没有护栏，怕小孩掉下去",
    "小区没有电动车充电桩",
    "手机在公交车上丢了，怎么找",
    "老师打人，教育局到底管不管",
    "前年打架的案子，派出所一直没结果",
    "网上买的刀具质量差",
    "停车费贵得像抢钱",
    "学校门口没有红绿灯，经常发生车祸",
    "撞车的事故认定书哪天能拿",
    "车被剐蹭了，对方保险公司拖着不赔",
    "共享单车占满了盲道",
    "工地半夜打桩，震得墙都裂了",
    "烧烤店的烟熏得人头晕",
    "这家店突然火起来了，门口天天排队堵路",
    "公园里有人唱歌太吵",
    "路灯不亮，晚上怕摔跤",
    "井盖没了，担心有人掉进去",
    "电视里放抢劫的片子声音太大，邻居扰民",
    "没有发生火灾，就是楼道堆了杂物",
    "建议在小区里宣传如何预防煤气中毒",
    "工资再不发我们就活不起了",
    "身份证不见了，哪里能补办",
    "有人质疑物业的账目不公开",
    "路口的指示牌被车撞歪了，没人扶",
    "3月5日在路口被电动车撞了，交警判对方全责，对方不肯赔医药费",
    "",
    "你好",
];

#[test]
fn emergencies_are_told_the_number() {
    let (classifier, directory) = &*CITY;
    let wrong: Vec<String> = EMERGENCIES
        .iter()
        .filter_map(|(hotlines, text)| {
            let is = classifier.classify(text, directory, None);
            let told = is.hotline.as_deref().is_some_and(|hotline| hotlines.split('|').any(|right| right == hotline));
            let right = told && is.urgency == Urgency::Emergency && is.intent.is_some();
            (!right).then(|| format!("{hotlines} 而非 {:?} {:?}: {text}\n", is.hotline, is.intent))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), EMERGENCIES.len(), wrong.concat());
}

#[test]
fn what_only_looks_like_an_emergency_is_none() {
    let (classifier, directory) = &*CITY;
    let wrong: Vec<String> = CALM
        .iter()
        .filter_map(|text| {
            let is = classifier.classify(text, directory, None);
            let because: Vec<&str> = is.because.iter().map(|reason| reason.words.as_str()).collect();
            is.hotline.as_ref().map(|hotline| format!("{hotline} {because:?}: {text}\n"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), CALM.len(), wrong.concat());
}
