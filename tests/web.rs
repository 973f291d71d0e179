//! The page, asked as a browser would: over a socket, with the real house behind it.

#[path = "web/care.rs"]
mod care;
#[path = "web/examples.rs"]
mod examples;
#[path = "web/house.rs"]
mod house;
#[path = "web/papers.rs"]
mod papers;
#[path = "common/prometheus.rs"]
mod prometheus;
#[path = "web/reports.rs"]
mod reports;
#[path = "web/status.rs"]
mod status;
#[path = "web/uploads.rs"]
mod uploads;

use house::{House, Reply, encode};
use yousu::domain::audit::{Viewed, Viewer};
use yousu::domain::complaint::EvidenceKind;
use yousu::domain::inbound::Body;
use yousu::domain::staff::Role;

const CITIZEN: &str = "web:老周";

fn assert_problem(reply: &Reply, status: u16, words: &str) {
    assert_eq!(reply.status, status, "{}", reply.body);
    assert!(reply.body.contains(words), "no “{words}” in {}", reply.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn text_from_citizens_is_never_markup() {
    let house = House::open().await;
    let markup = "<img src=x onerror=alert(1)> <script>alert('a')</script> \"&";
    house.say(CITIZEN, markup).await;
    house.say("web:<b>名</b>", "路灯坏了").await;
    for path in ["/?citizen=老周", "/fragment/chat?who=citizen:老周", "/?citizen=<b>名</b>"] {
        let page = house.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<img src=x") && !page.body.contains("<script>alert") && !page.body.contains("<b>"), "{path}");
    }
    let chat = house.get("/fragment/chat?who=citizen:老周").await;
    assert!(chat.body.contains("&lt;img src=x onerror=alert(1)&gt;"), "{}", chat.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_runs_nothing_but_its_own_files() {
    let house = House::open().await;
    for path in ["/", "/style.css", "/app.js", "/nowhere"] {
        let reply = house.get(path).await;
        let policy = reply.header("content-security-policy").unwrap_or_default();
        assert!(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(reply.header("x-frame-options"), Some("DENY"), "{path}");
    }
    let page = house.get("/").await;
    assert!(page.body.contains("有诉") && page.body.contains("安澜市"));
    assert!(!page.body.contains("style=\"") && !page.body.contains("https://"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_name_for_this_machine_is_refused() {
    let house = House::open().await;
    for host in ["evil.example", "127.0.0.1.evil.example", "192.168.1.9:12345", ""] {
        let reply = house.ask("GET", "/", &[("host", host)], b"").await;
        assert_problem(&reply, 403, "本页面只供本机使用");
    }
    assert_eq!(house.ask("GET", "/", &[("host", "localhost:9")], b"").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_cannot_act_here() {
    let house = House::open().await;
    let form = house.form(&[("who", "citizen:老周"), ("text", "路灯坏了")]);
    for header in [("origin", "http://evil.example"), ("origin", "null"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")]
    {
        assert_problem(&house.post("/say", &[header], &form).await, 403, "来自别的网站");
    }
    assert!(house.lines(CITIZEN).is_empty());
    let own = format!("http://{}", house.address);
    let reply = house.post("/say", &[("origin", own.as_str()), ("sec-fetch-site", "same-origin")], &form).await;
    assert_eq!(reply.status, 303);
    assert!(!house.lines(CITIZEN).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_form_sent_twice_is_one_message() {
    let house = House::open().await;
    let form =
        house.form(&[("who", "citizen:老周"), ("id", "0123456789abcdef"), ("text", "楼道的灯坏了\r\n好几天了"), ("view", "citizen=老周")]);
    for _ in 0..2 {
        let reply = house.post("/say", &[], &form).await;
        assert_eq!(reply.status, 303);
        assert_eq!(reply.header("location"), Some(format!("/?citizen={}", encode("老周")).as_str()));
    }
    let own: Vec<_> = house.lines(CITIZEN).into_iter().filter(|line| !line.from_house).collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].text, "楼道的灯坏了\n好几天了");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_acts_as_somebody_else() {
    let house = House::open().await;
    let (id, key) = house.join(Role::Handler, Some("chengguan")).await;
    let who = format!("staff:{id}");
    let form = house.form(&[("who", &who), ("text", "待办")]);
    assert_problem(&house.post("/say", &[], &form).await, 403, "不能以这个身份操作");
    assert_problem(&house.get(&format!("/?staff={id}")).await, 403, "不能以这个身份操作");
    assert_problem(&house.get(&format!("/fragment/chat?who={who}")).await, 403, "不能以这个身份操作");
    let wrong = format!("yousu={}", "0".repeat(32));
    assert_eq!(house.post("/say", &[("cookie", &wrong)], &form).await.status, 403);
    assert_eq!(house.post("/say", &[("cookie", &key)], &form).await.status, 303);
    let page = house.ask("GET", &format!("/?staff={id}"), &[("cookie", &key)], b"").await;
    assert_eq!(page.status, 200);
    let secret = key.split_once('=').expect("a cookie").1;
    assert!(!page.body.contains(secret), "the key stands in the page");
    for who in ["citizen:@demo-1", "citizen:", "citizen:一二三四五六七八九十一二三四五六七八九十一"] {
        assert_problem(&house.post("/say", &[], &house.form(&[("who", who), ("text", "待办")])).await, 400, "这个名字不能用");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_worth_one_person() {
    let house = House::open().await;
    let code = house.invite(Role::Leader, Some("shizheng")).await;
    let page = house.get(&format!("/join/{code}")).await;
    assert!(page.status == 200 && page.body.contains("市政中心") && page.body.contains("分管领导"), "{}", page.body);
    let form = house.form(&[("name", "林工")]);
    let joined = house.post(&format!("/join/{code}"), &[], &form).await;
    assert_eq!(joined.status, 303, "{}", joined.body);
    let cookie = joined.header("set-cookie").expect("a cookie").to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    for reply in [house.post(&format!("/join/{code}"), &[], &form).await, house.get(&format!("/join/{code}")).await] {
        assert_problem(&reply, 404, "邀请链接无效");
        assert_eq!(reply.header("set-cookie"), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_demo_there_are_no_citizens_and_no_demo_people() {
    let house = House::without_demo().await;
    let page = house.get("/").await;
    assert!(page.status == 200 && page.body.contains("邀请链接") && !page.body.contains("id=\"left\""), "{}", page.body);
    assert_problem(&house.get("/?citizen=老周").await, 403, "没有开放市民试用");
    assert_problem(&house.post("/say", &[], &house.form(&[("who", "citizen:老周"), ("text", "路灯坏了")])).await, 403, "没有开放市民试用");
    assert_problem(&house.get("/?staff=1").await, 403, "不能以这个身份操作");
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_of_a_case_what_their_role_may() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let page = |role, unit| {
        let id = house.staff(role, unit).id;
        format!("/case/{number}?staff={id}")
    };
    let dispatcher = house.get(&page(Role::Dispatcher, None)).await;
    assert!(dispatcher.status == 200 && dispatcher.body.contains("13900005678"), "{}", dispatcher.body);
    for role in [Role::Handler, Role::Leader] {
        let own = house.get(&page(role, Some("chengguan"))).await;
        assert_eq!(own.status, 200);
        assert!(own.body.contains("139****5678") && own.body.contains("流转记录"), "{}", own.body);
        assert!(!own.body.contains("13900005678") && !own.body.contains("周启明"), "{}", own.body);
    }
    let other = house.staff(Role::Handler, Some("shizheng")).id;
    for path in [format!("/case/{number}?staff={other}"), format!("/fragment/case/{number}?staff={other}")] {
        assert_problem(&house.get(&path).await, 404, "没有可以查看的这件工单");
    }
    for filter in ["", &format!("&q={number}")] {
        let list = house.get(&format!("/fragment/cases?staff={other}{filter}")).await;
        assert!(list.status == 200 && !list.body.contains(&number), "{}", list.body);
    }
    assert_problem(&house.get(&format!("/case/{number}")).await, 403, "不能以这个身份操作");
    assert_problem(&house.get("/fragment/cases").await, 403, "不能以这个身份操作");
    assert!(!house.get("/").await.body.contains(&number));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_grounds_stand_beside_a_case_and_bring_nothing_veiled_back() {
    let house = House::open().await;
    house.say(CITIZEN, "我是欧阳文婷，文华路菜场门口流动摊贩占道，电话13900006789，要求保密").await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let grounds = |page: &str| {
        let from = page.split("<details class=\"explained grounds\">").nth(1).expect("the grounds");
        from.split("</details>").next().expect("they end").to_owned()
    };
    let page = |role, unit| format!("/fragment/case/{number}?staff={}", house.staff(role, unit).id);
    let text = house.case(&number).complaint.text;
    let all = grounds(&house.get(&page(Role::Dispatcher, None)).await.body);
    assert!(all.contains("从得分到把握") && all.contains("<mark class=\"for\">流动摊贩"), "{all}");
    assert!(text.contains("周启明") && all.contains("周启明") && all.contains("13900005678"), "who may see everything sees everything");
    assert!(!all.contains("只用您看得到的文字"));
    for (role, unit) in
        [(Role::Handler, Some("chengguan")), (Role::Leader, Some("chengguan")), (Role::Supervisor, None), (Role::Auditor, None)]
    {
        let own = grounds(&house.get(&page(role, unit)).await.body);
        assert!(own.contains("流动摊贩") && own.contains("只用您看得到的文字"), "{own}");
        for secret in ["文婷", "周启明", "启明", "13900006789", "13900005678", "00006789", "00005678"] {
            assert!(!own.contains(secret), "{secret} in {own}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_can_be_narrowed() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let id = house.staff(Role::Supervisor, None).id;
    for (filter, found) in
        [("q=不存在的词", false), ("state=待签收", true), ("state=办理中", false), ("unit=城管局", true), ("unit=市政中心", false)]
    {
        let list = house.get(&format!("/fragment/cases?staff={id}&{filter}")).await;
        assert_eq!(list.body.contains(&number), found, "{filter}: {}", list.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_there_is_said_in_chinese() {
    let house = House::open().await;
    let id = house.staff(Role::Dispatcher, None).id;
    for path in [format!("/case/abc?staff={id}"), format!("/case/20260213-999999?staff={id}"), format!("/case/%F0%9F%98%80?staff={id}")] {
        assert_problem(&house.get(&path).await, 404, "没有可以查看的这件工单");
    }
    assert_problem(&house.get("/nowhere").await, 404, "没有这个页面");
    assert_problem(&house.get("/?staff=x").await, 400, "这个请求不完整");
    assert_problem(&house.post("/say", &[], b"text=1").await, 400, "这个请求不完整");
    let json = house.post("/say", &[("accept", "application/json")], &house.form(&[("who", "citizen:老周"), ("text", "  ")])).await;
    assert_problem(&json, 400, "还没有写内容");
    assert!(json.body.starts_with('{'));
    assert_problem(&house.post("/say", &[], &house.form(&[("who", "citizen:老周"), ("text", &"长".repeat(10_001))])).await, 413, "太长");
    for (latitude, longitude) in [("91", "0"), ("x", "1"), ("NaN", "1"), ("1", "")] {
        let form = house.form(&[("who", "citizen:老周"), ("latitude", latitude), ("longitude", longitude)]);
        assert_problem(&house.post("/locate", &[], &form).await, 400, "没有得到有效的位置");
    }
    assert!(house.lines(CITIZEN).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_is_kept_and_given_to_those_who_may_see_it() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let reply = house.upload("citizen:老周", "abcdefgh-1", "夜里.PNG", b"not really a picture").await;
    assert_eq!(reply.status, 303, "{}", reply.body);
    let again = house.upload("citizen:老周", "abcdefgh-1", "夜里.PNG", b"not really a picture").await;
    assert_eq!(again.status, 303);
    assert_eq!(house.files().len(), 1, "the second submission of one form keeps nothing");
    let name = house.files().remove(0);
    let case = house.case(&number);
    let kept: Vec<_> = case.complaint.evidence.iter().filter(|evidence| evidence.source == format!("file:{name}")).collect();
    assert!(kept.len() == 1 && kept[0].kind == EvidenceKind::Photo, "{:?}", case.complaint.evidence);

    let own = house.get(&format!("/file/{name}?who=citizen:老周")).await;
    assert!(own.status == 200 && own.body == "not really a picture");
    assert_eq!(own.header("content-type"), Some("image/png"));
    assert!(own.header("content-disposition").is_some_and(|value| value.starts_with("inline")));
    assert_eq!(own.header("content-security-policy"), Some("default-src 'none'; sandbox"));
    let handler = house.staff(Role::Handler, Some("chengguan")).id;
    assert_eq!(house.get(&format!("/file/{name}?who=staff:{handler}&case={number}")).await.status, 200);
    assert!(house.get(&format!("/case/{number}?staff={handler}")).await.body.contains(&name));
    let stranger = house.staff(Role::Handler, Some("shizheng")).id;
    for access in [format!("who=staff:{stranger}&case={number}"), format!("who=staff:{stranger}"), "who=citizen:别人".to_owned()] {
        assert_eq!(house.get(&format!("/file/{name}?{access}")).await.status, 404, "{access}");
    }
    assert_problem(&house.get("/file/..%2F..%2Fetc%2Fpasswd?who=citizen:老周").await, 404, "没有可以查看的这个文件");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_page_hears_what_changes_and_ends_with_the_house() {
    let house = House::open().await;
    let mut stream = house.listen("/events?citizen=老周").await;
    house.say(CITIZEN, "路灯坏了").await;
    let heard = stream.next().await.expect("an event");
    assert!(heard.contains("chat-citizen") && heard.contains("citizens"), "{heard}");
    house.say("web:别人", "井盖没了").await;
    assert!(!stream.next_with("citizens").await.contains("chat-citizen"));
    let began = std::time::Instant::now();
    house.stop().await;
    assert!(stream.ended().await);
    assert!(began.elapsed() < std::time::Duration::from_secs(4));
}

#[tokio::test(flavor = "multi_thread")]
async fn buttons_are_pressed_and_answers_appear() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let handler = house.staff(Role::Handler, Some("chengguan"));
    let who = format!("staff:{}", handler.id);
    let chat = house.get(&format!("/fragment/chat?who={who}")).await;
    assert!(chat.body.contains(&number) && chat.body.contains("签收"), "{}", chat.body);
    let data = house.button(&handler.user.0, "签收");
    let form = house.form(&[("who", &who), ("id", "press-0001"), ("data", &data)]);
    for _ in 0..2 {
        assert_eq!(house.post("/press", &[("accept", "application/json")], &form).await.status, 200);
    }
    assert_eq!(house.case(&number).state.label(), "办理中");
    house.body(CITIZEN, Body::Text("催办".to_owned())).await;
    let people = house.get(&format!("/fragment/people?staff={}", house.staff(Role::Dispatcher, None).id)).await;
    assert!(people.body.contains("有事要办") && people.body.contains("待办 1"), "{}", people.body);
}

#[tokio::test]
async fn a_page_is_written_down_once_and_marked() {
    let house = House::open().await;
    let number = house.dispatched_case("web:老周", "chengguan").await;
    let staff = house.staff(Role::Supervisor, None);
    let by_page = || {
        let views = house.views(&number).into_iter();
        let own = views.filter(|view| view.how == Viewed::Page && view.by == Viewer::from(&staff));
        own.collect::<Vec<_>>()
    };
    let page = house.get(&format!("/case/{number}?staff={}", staff.id)).await.body;
    let seen = by_page();
    assert_eq!(seen.len(), 1);
    let mark = format!("{} {}", staff.name, seen[0].code.as_deref().expect("a trace code"));
    assert!(page.contains(&mark), "the watermark names who looks, and the look");
    let again = house.get(&format!("/fragment/case/{number}?staff={}", staff.id)).await.body;
    assert!(again.contains(&mark), "what is fetched again is the same look");
    house.get(&format!("/fragment/cases?staff={}", staff.id)).await;
    assert_eq!(by_page().len(), 1, "a list is no view");

    house.say("web:老周", "催办").await;
    house.get(&format!("/fragment/case/{number}?staff={}", staff.id)).await;
    let seen = by_page();
    assert_eq!(seen.len(), 2, "the case has changed");
    assert!(seen[0].seq < seen[1].seq && seen[0].code != seen[1].code);

    let stranger = house.staff(Role::Handler, Some("shuiwu")).id;
    let before = house.views(&number).len();
    assert_problem(&house.get(&format!("/case/{number}?staff={stranger}")).await, 404, "没有可以查看的这件工单");
    assert_eq!(house.views(&number).len(), before, "who is shown nothing has seen nothing");
}
