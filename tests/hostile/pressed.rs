//! Presses that are forged, old, or somebody else's 伪造的按钮.

use yousu::domain::case::Case;
use yousu::domain::ids::ChatRef;
use yousu::domain::inbound::Body;
use yousu::domain::staff::{Role, Staff};

use crate::house::House;

/// Every short form that a button may have, about this case.
fn forged(number: &str) -> Vec<String> {
    let plain = [
        "progress",
        "supplement",
        "urge",
        "withdraw",
        "confirm_withdraw",
        "confirm_supplement",
        "show",
        "keep_apart",
        "recur",
        "explain",
        "accept",
        "begin_decline",
        "begin_dispatch",
        "refuse_return",
        "acknowledge",
        "record",
        "contact",
        "return",
        "begin_transfer",
        "extension",
        "grant",
        "refuse_extension",
        "resolve",
        "pass",
        "fault",
        "unreached",
        "views",
        "who_saw",
        "papers",
        "more",
        "approve",
        "disapprove",
        "refer",
        "begin_rule",
        "add_co_unit",
        "co_acknowledge",
        "co_report",
        "begin_apply_suspension",
        "apply_on_file",
        "grant_application",
        "refuse_application",
        "begin_suspend",
        "resume",
        "on_file",
        "begin_revoke",
        "hand_over",
        "take_charge",
        "recuse",
        "conflict",
        "answer_letter",
        "begin_merge",
        "solved",
        "unsolved",
        "complex",
        "ordinary",
        "inquiry",
        "notice",
        "bulletin",
        "admonition",
    ];
    let with = [
        "dispatch|N|shuiwu",
        "transfer|N|shuiwu",
        "rule|N|shuiwu",
        "decline|N|0",
        "satisfied|N|0",
        "called|N|y0",
        "merge|N|20260210-000001",
        "merge_all|N|20260210-000001",
        "suspend|N|x",
        "revoke|N|x",
        "apply_suspension|N|x",
    ];
    plain.iter().map(|name| format!("{name}|{number}")).chain(with.iter().map(|data| data.replace('N', number))).collect()
}

async fn pressed(house: &House, user: &str, data: &str) -> String {
    let all = || house.desk.store().log(&ChatRef::from(user), 10_000).expect("read");
    let before = all().len();
    house.body(user, Body::Press(data.to_owned())).await;
    all().iter().skip(before).filter(|line| line.from_house).map(|line| line.text.clone()).collect::<Vec<_>>().join("\n")
}

/// The case without the record of who looked at it.
fn stands(house: &House, number: &str) -> (u32, Case) {
    let case = house.case(number);
    (case.seq, case)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_who_forges_presses_changes_and_learns_nothing() {
    let house = House::open().await;
    let (real, none) = (house.dispatched_case("web:周", "chengguan").await, "20260210-000999");
    let before = stands(&house, &real);
    for (n, (of_real, of_none)) in forged(&real).into_iter().zip(forged(none)).enumerate() {
        let (one, other) = (format!("web:甲{n}"), format!("web:乙{n}"));
        let (one, other) = (pressed(&house, &one, &of_real).await, pressed(&house, &other, &of_none).await);
        assert!(!one.is_empty(), "{of_real}: left without an answer");
        assert_eq!(one.replace(&real, "N"), other.replace(none, "N"), "{of_real}");
    }
    assert_eq!(stands(&house, &real), before);
    assert!(house.views(&real).iter().all(|view| view.code.is_none() || view.seq <= before.0));
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_with_a_case_of_their_own_gets_no_hold_of_anothers() {
    let house = House::open().await;
    let theirs = house.dispatched_case("web:周", "chengguan").await;
    let own = house.dispatched_case("web:吴", "chengguan").await;
    let before = stands(&house, &theirs);
    for data in forged(&theirs) {
        let told = pressed(&house, "web:吴", &data).await;
        assert!(!told.contains("周启明") && !told.contains("文华路菜场"), "{data}: {told}");
    }
    assert_eq!(stands(&house, &theirs), before);
    assert_eq!(house.case(&own).state.label(), "待签收", "and their own is where it was");
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_without_the_right_are_refused_in_words() {
    let house = House::open().await;
    let number = house.dispatched_case("web:周", "chengguan").await;
    let before = stands(&house, &number);
    let is_without = |staff: &&Staff| match staff.role {
        Role::Handler | Role::Leader => staff.department.as_ref().is_some_and(|unit| ["shuiwu", "shizheng"].contains(&unit.as_str())),
        role => [Role::Auditor, Role::Administrator].contains(&role),
    };
    let staff = house.desk.staff();
    let without: Vec<&Staff> = staff.iter().filter(is_without).collect();
    assert!(without.len() >= 3);
    for Staff { role, user, .. } in without {
        let who = &user.0;
        for data in forged(&number) {
            let told = pressed(&house, who, &data).await;
            assert!(!told.trim().is_empty(), "{role:?} {data}: no answer");
            assert!(!told.contains("13900005678") && !told.contains("周启明"), "{role:?} {data}: {told}");
        }
    }
    assert_eq!(stands(&house, &number), before, "nothing was done");
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_of_a_case_that_is_over_do_nothing_any_more() {
    let house = House::open().await;
    let number = house.dispatched_case("web:周", "chengguan").await;
    house.body("web:周", Body::Press(format!("withdraw|{number}"))).await;
    house.body("web:周", Body::Press(format!("confirm_withdraw|{number}"))).await;
    let before = stands(&house, &number);
    assert_eq!(before.1.state.label(), "已撤诉");
    let mut people = vec!["web:周".to_owned()];
    people.extend(
        [(Role::Handler, Some("chengguan")), (Role::Dispatcher, None), (Role::Supervisor, None)]
            .map(|(role, unit)| house.staff(role, unit).user.0),
    );
    for who in people {
        for data in forged(&number) {
            let told = pressed(&house, &who, &data).await;
            // Whoever presses so fast on their own account is told so once.
            assert!(!told.trim().is_empty() || who == "web:周", "{who} {data}: no answer");
        }
    }
    assert_eq!(stands(&house, &number), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_button_is_answered_and_does_nothing() {
    let house = House::open().await;
    let long = "确认".repeat(4000);
    for data in
        ["", "|", "||||", "confirm|", "lift|", "lift|ABCD2345", "show|", "show|x", "\u{0}", "🔥|🔥|🔥", "called|20260210-000001|é", &long]
    {
        assert!(!pressed(&house, "web:周", data).await.is_empty(), "{data:?}");
        for role in [Role::Supervisor, Role::Dispatcher] {
            assert!(!pressed(&house, &house.staff(role, None).user.0, data).await.is_empty(), "{role:?} {data:?}");
        }
    }
    let forms = house.form(&[("who", "citizen:周"), ("data", &long)]);
    assert_eq!(house.post("/press", &[], &forms).await.status, 400, "longer than any button");
}
