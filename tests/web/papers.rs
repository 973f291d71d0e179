//! Papers on the page: from a chat and from a case's sheet, for those who may have them, and each time written down.

use super::house::{House, Reply, encode};
use super::{CITIZEN, assert_problem};
use yousu::domain::audit::{Viewed, Viewer};
use yousu::domain::privacy::Sight;
use yousu::domain::staff::{Role, Staff};

const NAME: &str = "周启明";
const PHONE: &str = "13900005678";

/// The addresses that a page has of files made for it.
fn links(page: &str, path: &str) -> Vec<String> {
    let plain = page.replace("&amp;", "&").replace("&#x2f;", "/").replace("&#x3d;", "=");
    plain
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| link.starts_with(path))
        .map(str::to_owned)
        .collect()
}

async fn chat(house: &House, who: &str) -> String {
    house.get(&format!("/fragment/chat?who={}", encode(who))).await.body
}

fn who(staff: &Staff) -> String {
    format!("staff:{}", staff.id)
}

/// It is a file for Word, whose words stand in it as they are.
fn assert_paper(reply: &Reply, has: &[&str], lacks: &[&str]) {
    assert_eq!(reply.status, 200, "{}", reply.body);
    let kind = reply.header("content-type").expect("a type");
    assert!(kind.contains("wordprocessingml.document"), "{kind}");
    assert!(reply.header("content-disposition").is_some_and(|how| how.starts_with("attachment; filename*=UTF-8''")));
    assert!(reply.body.starts_with("PK"));
    has.iter().for_each(|words| assert!(reply.body.contains(words), "no “{words}”"));
    lacks.iter().for_each(|words| assert!(!reply.body.contains(words), "“{words}”"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letter_of_a_task_is_a_link_under_its_notice() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let handler = house.staff(Role::Handler, Some("chengguan"));
    let link = links(&chat(&house, &who(&handler)).await, "/made").pop().expect("a link");
    let before = house.views(&number).len();
    let paper = house.get(&link).await;
    let code = house.views(&number).last().and_then(|view| view.code.clone()).expect("a trace code");
    assert_paper(&paper, &["诉求的函", "安澜市城市管理", "139****5678", &format!("查阅码 {code}")], &[NAME, PHONE]);
    let views = house.views(&number);
    let last = views.last().expect("a view");
    assert_eq!((views.len(), last.how, last.sight), (before + 1, Viewed::Paper, Sight::Masked));
    assert!(matches!(&last.by, Viewer::Staff { id, .. } if *id == handler.id));
    // Whose chat has no such line gets no such file, whatever they are.
    for other in [who(&house.staff(Role::Dispatcher, None)), who(&house.staff(Role::Handler, Some("shizheng"))), "citizen:老周".to_owned()]
    {
        assert_problem(
            &house.get(&link.replace(&format!("who={}", encode(&who(&handler))), &format!("who={}", encode(&other)))).await,
            404,
            "",
        );
    }
    assert_problem(&house.get(&link.replace("n=0", "n=7")).await, 404, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_citizen_who_asks_gets_their_own_form_in_full() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    assert!(links(&chat(&house, "citizen:老周").await, "/made").is_empty());
    house.say(CITIZEN, "登记表").await;
    let link = links(&chat(&house, "citizen:老周").await, "/made").pop().expect("a link");
    let before = house.views(&number).len();
    assert_paper(&house.get(&link).await, &["投诉登记表", NAME, PHONE], &["查阅码 "]);
    assert_eq!(house.views(&number).len(), before, "one's own case is nobody's view of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_lists_the_papers_that_one_may_have() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let sheet = |staff: Staff| {
        let (house, number) = (&house, &number);
        async move { house.get(&format!("/fragment/case/{number}?staff={}", staff.id)).await.body }
    };
    let handler = house.staff(Role::Handler, Some("chengguan"));
    let page = sheet(handler.clone()).await;
    for words in ["投诉登记表", "转办函", "安热转〔2026〕1号", "2026年2月10日"] {
        assert!(page.contains(words), "no “{words}” in {page}");
    }
    let all = links(&page, "/paper/");
    assert_eq!(all.len(), 2, "{all:?}");
    assert_paper(&house.get(&all[0]).await, &["投诉登记表", "139****5678"], &[NAME, PHONE]);
    let dispatcher = house.staff(Role::Dispatcher, None);
    let own = links(&sheet(dispatcher).await, "/paper/");
    assert_paper(&house.get(&own[0]).await, &["投诉登记表", NAME, PHONE], &[]);
    let other = house.staff(Role::Handler, Some("shizheng"));
    assert_problem(&house.get(&format!("/paper/{number}/1?who=staff:{}", other.id)).await, 404, "");
    assert_problem(&house.get(&format!("/paper/{number}/99?who=staff:{}", handler.id)).await, 404, "");
    assert_problem(&house.get(&format!("/paper/{number}/1?who=citizen:老周")).await, 403, "");
}
