//! Typical cases 典型案例 on the page: who may write them, and that nobody can be known from what is kept.

use super::house::House;
use super::{CITIZEN, assert_problem};
use yousu::domain::staff::{Role, Staff};

const TITLE: &str = "流动摊贩占道：疏堵结合";
const TEXT: &str = "有市民反映菜场一带摊贩占道。城管部门划定了临时摆放点，安排专人值守，人行道恢复通行。";

async fn write(house: &House, staff: &Staff, number: &str, text: &str, act: &str) -> super::Reply {
    let id = staff.id.to_string();
    let form = house.form(&[("staff", &id), ("case", number), ("title", TITLE), ("text", text), ("act", act)]);
    house.post("/examples", &[], &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_writes_and_approves_a_typical_case() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let supervisor = house.staff(Role::Supervisor, None);
    let address = format!("/examples?staff={}&case={number}", supervisor.id);
    let page = house.get(&address).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("未审定") && page.body.contains("（请补充"), "a draft stands there: {}", page.body);
    for own in ["周启明", "13900005678", "文华路", "推车都过不去"] {
        assert!(!page.body.contains(own), "“{own}” of the citizen in {}", page.body);
    }
    let saved = write(&house, &supervisor, &number, TEXT, "save").await;
    assert_eq!((saved.status, saved.header("location")), (303, Some(format!("{address}&done=saved").as_str())));
    assert!(house.get("/examples").await.body.contains("未审定"));
    let approved = write(&house, &supervisor, &number, TEXT, "approve").await;
    assert_eq!(approved.status, 303, "{}", approved.body);
    let page = house.get(&format!("{address}&done=approved")).await.body;
    assert!(page.contains("已审定，待公示") && page.contains("随当月公示公布") && page.contains(TEXT), "{page}");
    let kept = house.desk.store().examples().expect("read");
    assert!(kept.len() == 1 && kept[0].approved.is_some());
    // What was approved is taken back by saving it as a draft.
    write(&house, &supervisor, &number, TEXT, "save").await;
    assert!(house.desk.store().examples().expect("read")[0].approved.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn words_by_which_somebody_is_known_are_not_kept() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let supervisor = house.staff(Role::Supervisor, None);
    for (words, fault) in [
        ("周启明反映菜场一带摊贩占道，已经解决。", "能认出人"),
        ("市民13900005678反映摊贩占道，已经解决。", "数字"),
        ("流动摊贩占了人行道，推车都过不去，城管已处理。", "原话"),
        ("在文华路菜场门口 18 号，城管已处理。", "门牌"),
    ] {
        let refused = write(&house, &supervisor, &number, words, "approve").await;
        assert_eq!(refused.status, 200);
        assert!(refused.body.contains("没有存") && refused.body.contains(fault), "{words}: {}", refused.body);
        assert!(refused.body.contains("城管已处理") || refused.body.contains("已经解决"), "what was typed is still there");
    }
    assert!(house.desk.store().examples().expect("read").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_may_write_them() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    for staff in [house.staff(Role::Handler, Some("chengguan")), house.staff(Role::Dispatcher, None)] {
        assert_problem(&house.get(&format!("/examples?staff={}&case={number}", staff.id)).await, 403, "不能以这个身份操作");
        assert_problem(&write(&house, &staff, &number, TEXT, "approve").await, 403, "不能以这个身份操作");
        let sheet = house.get(&format!("/fragment/case/{number}?staff={}", staff.id)).await.body;
        assert!(!sheet.contains("典型案例"), "no way leads there");
    }
    let supervisor = house.staff(Role::Supervisor, None);
    assert_problem(&write(&house, &supervisor, "20260101-000099", TEXT, "approve").await, 404, "");
    assert_problem(&write(&house, &supervisor, &number, " ", "approve").await, 400, "");
    let closed = House::without_demo().await;
    assert_problem(&closed.get("/examples").await, 403, "不能以这个身份操作");
}
