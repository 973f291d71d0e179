//! Guessed case numbers, query codes and invitations 试探.

use regex::Regex;
use yousu::desk::Codes;
use yousu::domain::ids::ChatRef;
use yousu::domain::staff::Role;
use yousu::metrics::Guess;

use crate::house::House;

/// What the house says to somebody's message: all lines that are new.
async fn answer(house: &House, user: &str, text: &str) -> String {
    let all = || house.desk.store().log(&ChatRef::from(user), 10_000).expect("read");
    let before = all().len();
    house.say(user, text).await;
    all().iter().skip(before).filter(|line| line.from_house).map(|line| format!("{}{:?}", line.text, line.buttons)).collect()
}

/// The words with every case number and query code in it made the same: a new case of their own has others.
fn without_numbers(told: &str) -> String {
    let number = Regex::new(r"[0-9]{8}-[0-9]{6}|查询码：[0-9A-Z]{8}").expect("a pattern");
    number.replace_all(told, "N").into_owned()
}

fn code_of(house: &House, number: &str) -> String {
    house.case(number).query_code.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_cannot_tell_whether_there_is_a_case() {
    let house = House::open().await;
    let (real, none) = (house.dispatched_case("web:周", "chengguan").await, "20260210-000999".to_owned());
    house.say("web:有件", "路灯坏了").await;
    let ways = [
        "NUMBER",
        "查进度 NUMBER",
        "查进度 NUMBER AAAAAAAA",
        "催办 NUMBER",
        "催办一下NUMBER那件",
        "撤诉 NUMBER",
        "补充 NUMBER 又吵了一夜",
        "谁看过 NUMBER",
        "时限说明 NUMBER",
        "工单NUMBER怎么样了",
        "NUMBER解决了吗",
        "我邻居的NUMBER一直没人管，文华路的路灯又坏了",
        "NUMBER那里着火了",
    ];
    for (n, way) in ways.iter().enumerate() {
        // Each way has askers of its own, so that neither conversation knows of the other and nobody tries too often.
        for kind in ["甲", "乙"] {
            let (one, other) = (format!("web:{kind}{n}"), format!("web:{kind}{n}x"));
            if kind == "乙" {
                house.say(&one, "井盖没了，在城东区解放路11号").await;
                house.say(&other, "井盖没了，在城东区解放路11号").await;
            }
            let (of_real, of_none) = (way.replace("NUMBER", &real), way.replace("NUMBER", &none));
            let (of_real, of_none) = (answer(&house, &one, &of_real).await, answer(&house, &other, &of_none).await);
            assert_eq!(without_numbers(&of_real), without_numbers(&of_none), "{way}");
            assert!(!of_real.contains("文华路菜场") && !of_real.contains("周启明") && !of_real.contains("13900005678"), "{of_real}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_matter_that_names_somebody_elses_case_is_taken_all_the_same() {
    let house = House::open().await;
    let number = house.dispatched_case("web:周", "chengguan").await;
    let fire = answer(&house, "web:邻居", &format!("{number}那家烧烤摊着火了")).await;
    assert!(fire.contains("119"), "{fire}");
    let lamp = answer(&house, "web:路人", &format!("跟{number}一样，城东区解放路11号的路灯也坏了半个月了")).await;
    assert!(lamp.contains("请核对") || lamp.contains("路灯"), "{lamp}");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_some_wrong_codes_even_the_right_one_has_to_wait() {
    let house = House::open().await;
    let number = house.dispatched_case("web:周", "chengguan").await;
    let right = format!("查进度 {number} {}", code_of(&house, &number));
    assert!(answer(&house, "web:家人", &right).await.contains("待签收"), "two things are known: number and code");
    for n in 0..5 {
        assert!(answer(&house, "web:猜", &format!("查进度 {number} AAAAAAA{n}")).await.contains("没有查到"));
    }
    let sixth = answer(&house, "web:猜", &right).await;
    assert!(sixth.contains("以后再试") && !sixth.contains("待签收"), "{sixth}");
    let button = answer(&house, "web:猜", &format!("催办 {number}")).await;
    assert!(button.contains("以后再试"), "{button}");
    assert!(answer(&house, "web:家人", &right).await.contains("待签收"), "others are not made to wait");
    assert!(answer(&house, "web:周", &format!("查进度 {number}")).await.contains("待签收"), "nor is whoever's case it is");
    let metrics = house.desk.metrics();
    assert_eq!((metrics.guesses(Guess::Case, false), metrics.guesses(Guess::Case, true)), (5, 2));
    let page = house.get("/metrics").await.body;
    assert!(page.contains("yousu_guesses_total{what=\"case\",outcome=\"wrong\"} 5"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_message_is_no_list_of_codes() {
    let house = House::open().await;
    let number = house.dispatched_case("web:周", "chengguan").await;
    let code = code_of(&house, &number);
    let codes: String = (0..900).map(|n| format!("{n:08} ")).collect();
    for text in [format!("查进度 {number} {codes}{code}"), format!("查进度 {number} {}{code}{}", "0".repeat(4000), "1".repeat(4000))]
    {
        let told = answer(&house, "web:猜", &text).await;
        assert!(!told.contains("待签收"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn invitations_cannot_be_tried_for_long() {
    let house = House::open().await;
    let code = house.invite(Role::Supervisor, None).await;
    for n in 0..100 {
        let reply = house.get(&format!("/join/WRONG{n:011}")).await;
        assert_eq!(reply.status, 404, "{}", reply.body);
    }
    for reply in
        [house.get(&format!("/join/{code}")).await, house.post(&format!("/join/{code}"), &[], &house.form(&[("name", "冒名")])).await]
    {
        assert_eq!(reply.status, 429);
        assert!(reply.body.contains("15分钟"), "{}", reply.body);
    }
    assert!(house.desk.staff().iter().all(|staff| staff.demo), "nobody joined");
    assert_eq!(house.desk.metrics().guesses(Guess::Invitation, true), 2);
}

#[test]
fn codes_have_as_many_bits_as_they_have_characters_times_five() {
    let codes: Vec<String> = (0..4000).map(|_| Codes::Random.next(8).expect("a code")).collect();
    let mut counts = std::collections::BTreeMap::<char, usize>::new();
    codes.iter().flat_map(|code| code.chars()).for_each(|c| *counts.entry(c).or_default() += 1);
    assert_eq!(counts.len(), 32, "32 characters are 5 bits each: 40 of a query code, 80 of an invitation");
    // 32,000 characters, 1,000 of each expected; six standard deviations are 187.
    assert!(counts.values().all(|count| (813..=1187).contains(count)), "{counts:?}");
    for place in 0..8 {
        let different: std::collections::BTreeSet<char> = codes.iter().filter_map(|code| code.chars().nth(place)).collect();
        assert_eq!(different.len(), 32, "every place is free");
    }
    let unique: std::collections::BTreeSet<&String> = codes.iter().collect();
    assert_eq!(unique.len(), codes.len());
}
