//! Nobody is in an edition 匿名: identities planted in every field of a table that anybody can fill, on every way into the files.

use std::fs;

use yousu::store::{SledStore, Store};

use crate::house::House;

/// Canaries: a name, numbers, a plate, a home, and words of somebody's own.
const CANARIES: [&str; 7] =
    ["钟小满", "13912345678", "622848001234", "安A8K3F2", "向阳里七栋二单元", "我家漏了三天的水", "110101199003078515"];

#[test]
fn no_identity_comes_into_an_edition_by_any_way() {
    let house = House::new();
    let head = "编号,内容,来件时间,派单时间,承办单位,办结时间,答复内容,是否解决,是否满意,状态,不予受理或撤诉原因,受理渠道,诉求类型,诉求分类,事项,紧急程度,区县,地点,诉求人姓名,联系电话,是否保密\n";
    let canary = |n: usize| CANARIES[n % CANARIES.len()];
    let row = |n: usize| {
        let status = if n % 9 == 8 { "已撤诉" } else { "已办结" };
        let (c, d) = (canary(n), canary(n + 3));
        let matter = if n.is_multiple_of(2) { "路灯不亮".to_owned() } else { format!("{c}的事") };
        format!(
            "{d}-{n},{c}说路灯不亮，电话{d},2026-03-{day:02} 09:00,2026-03-{day:02} 09:30,城管局,2026-03-{day:02} 16:00,已与{c}（{d}）联系,\
             是,满意,{status},{c}自己解决了,{c}热线,{c}类,{c}分类,{matter},{c},{c}区,{c},{c},{d},否\n",
            day = n % 20 + 1
        )
    };
    house.file("a.csv", format!("{head}{}", (0..210).map(row).collect::<String>()));
    house.well(&["import", "a.csv"]);
    let number: Vec<String> = {
        let store = SledStore::open(house.path("var/store")).expect("the store opens");
        let original = |n: usize| store.case_of_original(&format!("{}-{n}", canary(n + 3))).expect("read").expect("a case");
        (0..4).map(|n| original(n).to_string()).collect()
    };
    // Whoever writes an example with any of it is refused; the draft has none of it.
    for (n, number) in number.iter().enumerate() {
        let draft = house.well(&["example", number]).out;
        CANARIES.iter().for_each(|canary| assert!(!draft.contains(canary), "{draft}"));
        for text in [format!("{}反映路灯不亮。", canary(n)), format!("电话是{}的市民反映。", canary(n + 3))] {
            let said = house.run(&["example", number, "--title", "路灯", "--text", &text, "--approve"]);
            assert!(!said.well && said.err.contains("没有写入"), "{text}\n{}{}", said.out, said.err);
        }
    }
    house.well(&[
        "example",
        &number[0],
        "--title",
        "路灯修复",
        "--text",
        "路灯损坏，主管单位换了灯泡，并把那一段列入每周巡查。",
        "--approve",
    ]);
    house.well(&["publish", "--month", "2026-03", "--out", "o"]);
    let mut all = house.well(&["publish", "--month", "2026-03", "--dry-run", "--correct", "试"]).out;
    for file in fs::read_dir(house.path("o")).expect("a folder") {
        all.push_str(&fs::read_to_string(file.expect("a file").path()).expect("text"));
    }
    assert!(all.contains("收件") && all.contains("路灯修复") && all.contains("210"), "there is something to read");
    for canary in CANARIES {
        for piece in [canary, &canary.chars().take(6).collect::<String>()] {
            assert!(!all.contains(piece), "{piece} is in it");
        }
    }
    let store = SledStore::open(house.path("var/store")).expect("the store opens");
    let stored = serde_json::to_string(&store.editions().expect("read")).expect("JSON");
    CANARIES.iter().for_each(|canary| assert!(!stored.contains(canary), "{canary} is in the stored edition"));
    assert!(!stored.contains(&number[0]), "nor is the number of a case");
}
