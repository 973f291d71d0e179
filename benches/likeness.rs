//! How long it takes to find the like of a new case among a hundred thousand running ones, and what the index holds in memory.
//! `cargo bench --bench likeness [-- CASES]`. The letters are made up here, from a fixed seed; every fourth is about one of a
//! hundred hot matters, as after a storm.

use std::hint::black_box;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use yousu::domain::case::Complaint;
use yousu::domain::complaint::{Category, Classification, Slot, Slots};
use yousu::domain::ids::{CaseNumber, ChatRef, IntentId, Moment, UserRef, cst};
use yousu::domain::likeness::{Index, Trace};

const SURNAMES: &[&str] =
    &["望湖", "桂园", "金鹿", "长乐", "永安", "翠屏", "明德", "锦绣", "东风", "南山", "北湖", "银河", "枫林", "竹溪", "云鹤", "白沙"];
const ENDS: &[&str] = &["小区", "花园", "新村", "家园", "公寓", "雅苑", "路", "街", "大道", "巷"];
const MATTERS: &[(&str, &str)] = &[
    ("street-light", "路灯坏了好多天晚上一片漆黑老人出门摔了跤"),
    ("water-cut", "水管爆了从早上停到现在做不了饭打电话没有人接"),
    ("bar-noise", "烧烤店的音响开到后半夜孩子要高考根本睡不着"),
    ("house-refund", "售楼部收了定金不退合同里的车位捆绑着卖"),
    ("wages", "包工头欠了三个月的血汗钱说好过年前结清人跑了"),
    ("garbage", "垃圾桶堆得满满的没有人清运苍蝇到处飞气味难闻"),
    ("parking", "消防通道天天被私家车堵死救护车进不来物业不管"),
    ("school", "学校强制买校服收补课费不交就不让孩子进教室"),
    ("bus", "公交车改了线路早高峰等四十分钟上班天天迟到"),
    ("dust", "工地的渣土车撒一路灰尘漫天家里不敢开窗户"),
];
const MORE: &[&str] = &[
    "打了三次电话都说马上来",
    "邻居们都很着急",
    "已经拍了照片",
    "去年也出过一样的事",
    "说是要等上面批",
    "希望今天就有人来看看",
    "我父母年纪大了受不了",
    "前后找过居委会两趟",
    "物业推给施工队施工队推给物业",
    "这种情况持续了快半年",
    "楼上楼下都受影响",
    "请给个准确的时间",
];

/// SplitMix64: the same letters in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) as usize % n
    }

    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

fn letter(i: usize, dice: &mut Dice) -> (CaseNumber, Trace) {
    let hot = dice.below(4) == 0;
    let mut of_the_matter = Dice(dice.below(100) as u64);
    let place_dice = if hot { &mut of_the_matter } else { &mut *dice };
    let (matter, words) = MATTERS[place_dice.below(MATTERS.len())];
    let place = format!("{}{}{}", place_dice.pick(SURNAMES), place_dice.pick(SURNAMES), place_dice.pick(ENDS));
    let place = format!("{place}{}号", 1 + dice.below(200));
    let own: String = (0..20).map(|_| char::from_u32(0x4e00 + dice.below(6000) as u32).unwrap_or('一')).collect();
    let text = format!("{place}{words}，{}，{}，{own}，{}", dice.pick(MORE), dice.pick(MORE), dice.pick(MORE));
    let day = NaiveDate::from_ymd_opt(2026, 1, 5).expect("a day") + Days::new(i as u64 * 28 / 100_000);
    let at: Moment = day.and_hms_opt(9, 0, 0).expect("a time").and_local_timezone(cst()).single().expect("one");
    let who = UserRef::from(format!("bench:{i}").as_str());
    let classification =
        Classification { intent: Some(IntentId(matter.to_owned())), category: Category::Construction, ..Classification::unknown() };
    let complaint = Complaint {
        chat: ChatRef::from(who.as_str()),
        citizen: who,
        text,
        classification,
        slots: Slots::from([(Slot::Place, place)]),
        evidence: Vec::new(),
        confirmed: true,
        confidential: false,
    };
    (CaseNumber::new(day, i as u32 % CaseNumber::MAX_SERIAL + 1).expect("a number"), Trace::of_complaint(&complaint, at))
}

/// Bytes that the program holds, where the system tells.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches("kB").trim().parse::<usize>().ok()? * 1024)
}

fn main() {
    // Tests of all targets start this too, without the word that benches are started with.
    if !std::env::args().any(|word| word == "--bench") {
        return;
    }
    let cases: usize = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(100_000);
    let mut dice = Dice(20_260_105);
    let before = resident();
    let began = Instant::now();
    let mut index = Index::default();
    for i in 0..cases {
        let (number, trace) = letter(i, &mut dice);
        index.put(number, trace, None);
    }
    let built = began.elapsed();
    println!("{} cases in {:.2} s, the making of their letters included", index.len(), built.as_secs_f64());
    if let Some((before, after)) = before.zip(resident()) {
        println!("{} bytes a case, {} MiB in all", (after - before) / cases.max(1), (after - before) >> 20);
    }
    let mut spent: Vec<f64> = Vec::new();
    let mut found = 0;
    for i in 0..5_000 {
        let (_, trace) = letter(cases + i, &mut dice);
        let began = Instant::now();
        found += black_box(index.like(&trace, 50)).len();
        spent.push(began.elapsed().as_secs_f64() * 1e6);
    }
    spent.sort_by(f64::total_cmp);
    let at = |share: f64| spent[((spent.len() - 1) as f64 * share) as usize];
    println!(
        "a lookup: median {:.0} us, p95 {:.0} us, p99 {:.0} us, longest {:.0} us; found {found}",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
}
