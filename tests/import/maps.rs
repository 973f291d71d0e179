//! Maps 列对应表: proposed, written by hand, faulty; and units that are not known here.

use crate::house::House;

const TABLE: &str = "流水,事由,何时来,归谁办,办完,好不好,状况\nA1,路灯不亮,2026-01-05 09:00,市灯管所,2026-01-06 09:00,挺好,完了\n\
                     A2,井盖松了,2026-01-05 09:00,市井盖办,2026-01-06 09:00,不好,完了\n";

const MAP: &str = "version = 1\n\n[columns]\nnumber = \"流水\"\ntext = \"事由\"\nreceived = \"何时来\"\nunit = \"归谁办\"\nresolved = \"办完\"\n\
                   satisfied = \"好不好\"\nstatus = \"状况\"\n\n[units]\n\"市灯管所\" = \"市政中心\"\n\n[words]\nclosed = [\"完了\"]\nsatisfied = [\"挺好\"]\ndissatisfied = [\"不好\"]\n";

#[test]
fn a_header_that_nobody_knows_is_not_guessed() {
    let house = House::new();
    house.file("a.csv", TABLE);
    let said = house.run(&["import", "a.csv"]);
    assert!(!said.well && said.err.contains("--guess"), "{}", said.err);
    let guess = house.well(&["import", "a.csv", "--guess"]);
    assert!(guess.out.contains("没有猜出，必须填上") && guess.err.contains("不够准"), "{}{}", guess.out, guess.err);
}

#[test]
fn a_map_by_hand() {
    let house = House::new();
    house.file("a.csv", TABLE);
    house.file("map.toml", MAP);
    let said = house.run(&["import", "a.csv", "--map", "map.toml"]);
    assert!(said.out.contains("导入 1 件") && said.out.contains("市井盖办　1 行"), "{}", said.out);
    let cases = house.cases();
    assert_eq!(cases[0].0.unit().map(|unit| unit.as_str()), Some("shizheng"));
}

#[test]
fn every_mistake_has_file_and_line() {
    let house = House::new();
    house.file("a.csv", TABLE);
    house.file("map.toml", MAP.replace("unit = ", "uint = "));
    let said = house.run(&["import", "a.csv", "--map", "map.toml"]);
    assert!(!said.well && said.err.contains("map.toml:7: [columns] 里没有“uint”"), "{}", said.err);
    house.file("map.toml", MAP.replace("\"事由\"", "\"事由x\""));
    let said = house.run(&["import", "a.csv", "--map", "map.toml"]);
    assert!(said.err.contains("map.toml:5: 表里没有“事由x”这一列"), "{}", said.err);
}

#[test]
fn units_can_be_made() {
    let house = House::new();
    house.file("a.csv", TABLE);
    house.file("map.toml", MAP);
    let said = house.run(&["import", "a.csv", "--map", "map.toml", "--make-units"]);
    assert!(!said.well && said.err.contains("--data"), "they are the city's own: {}", said.err);
    std::fs::create_dir(house.path("city")).expect("an empty folder");
    let said = house.well(&["--data", "city", "import", "a.csv", "--map", "map.toml", "--make-units"]);
    assert!(said.out.contains("导入 2 件"), "{}", said.out);
    house.well(&["--data", "city", "check"]);
    assert!(house.read("city/departments.toml").contains("市井盖办"));
    assert!(house.well(&["--data", "city", "case", "A2"]).out.contains("市井盖办"));
}
