//! Photos and files in a citizen's chat on the page: what is taken, what is not, and what is said of either.

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use yousu::desk::Desk;
use yousu::domain::complaint::EvidenceKind;
use yousu::domain::conversation::Talk;
use yousu::domain::staff::Role;
use yousu::store::ConversationKey;

use super::house::{House, Reply};
use super::{CITIZEN, assert_problem};

const WHO: &str = "citizen:老周";
const JSON: (&str, &str) = ("accept", "application/json");

async fn send(house: &House, id: &str, caption: &str, files: &[(&str, &[u8])], headers: &[(&str, &str)]) -> Reply {
    house.upload_all(&[("who", WHO), ("id", id), ("view", "citizen=老周"), ("caption", caption)], files, headers).await
}

/// What the house said last.
fn last(house: &House) -> String {
    house.lines(CITIZEN).into_iter().rfind(|line| line.from_house).expect("an answer").text
}

/// How often the house spoke.
fn answers(house: &House) -> usize {
    house.lines(CITIZEN).iter().filter(|line| line.from_house).count()
}

fn waiting(desk: &Desk) -> usize {
    let key = ConversationKey { chat: CITIZEN.into(), user: CITIZEN.into() };
    match desk.store().conversation(&key).expect("read").talk {
        Talk::Gathering { evidence } => evidence.len(),
        _ => 0,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_files_in_one_go_are_all_taken_and_answered_once() {
    let house = House::open().await;
    let names: Vec<String> = (1..=20).map(|n| format!("现场{n}.jpg")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    for _ in 0..2 {
        assert_eq!(send(&house, "abcdefgh-1", "", &files, &[]).await.status, 303);
    }
    assert_eq!(house.files().len(), 20, "the same form a second time keeps nothing");
    assert_eq!((answers(&house), waiting(&house.desk)), (1, 20));
    assert!(last(&house).contains("照片收到了（20张），会附在您接下来说的事情里。请说一下是什么事、在哪里。"), "{}", last(&house));
    house.say(CITIZEN, "流动摊贩占了人行道，推车都过不去").await;
    assert!(last(&house).contains("照片收到了，会一起登记"), "{}", last(&house));
    house.say(CITIZEN, "在城东文华路菜场门口，今天早上七点").await;
    assert!(last(&house).contains("照片20件"), "{}", last(&house));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_taken_is_named_with_the_reason_and_the_rest_is_taken() {
    let house = House::open().await;
    let large = vec![b'x'; 20 * 1024 * 1024 + 1];
    let files: [(&str, &[u8]); 5] =
        [("一.jpg", b"x"), ("长.mp4", &large), ("page.html", b"<script>alert(1)</script>"), ("空.png", b""), ("../../二😡.png", b"y")];
    let reply = send(&house, "abcdefgh-2", "", &files, &[JSON]).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    for words in [
        "收下了2个文件，另有3个没有收下",
        "“长.mp4”太大了：每个文件不超过20MB",
        "“page.html”这类文件收不了：能收照片（jpg",
        "“空.png”是空的",
    ] {
        assert!(reply.body.contains(words), "{words} in {}", reply.body);
    }
    assert_eq!((house.files().len(), waiting(&house.desk), answers(&house)), (2, 2, 1));
    assert!(last(&house).contains("照片收到了（2张）"), "{}", last(&house));
    let page = send(&house, "abcdefgh-3", "", &files[..2], &[]).await;
    assert!(page.status == 200 && page.body.contains("收下了1个文件，另有1个没有收下"), "without scripts too: {}", page.body);
    assert!(last(&house).contains("照片收到了，一共3张"), "{}", last(&house));
    let page = send(&house, "abcdefgh-4", "", &[("<b>.html", b"x")], &[]).await;
    assert!(page.status == 400 && !page.body.contains("<b>.html"), "a name is no markup: {}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_form_that_is_refused_nothing_is_kept() {
    let house = House::open().await;
    let large = vec![b'x'; 20 * 1024 * 1024 + 1];
    assert_problem(&send(&house, "abcdefgh-5", "", &[("长.mp4", &large)], &[]).await, 413, "“长.mp4”太大了");
    assert_problem(&send(&house, "abcdefgh-6", "", &[("空.mp4", b"")], &[]).await, 400, "“空.mp4”是空的");
    assert_problem(&send(&house, "abcdefgh-7", "", &[], &[]).await, 400, "还没有写内容");
    assert_eq!(house.upload("staff:999", "abcdefgh-8", "a.png", b"x").await.status, 403);
    let many: Vec<(&str, &[u8])> = vec![("a.jpg", b"x".as_slice()); 300];
    assert_eq!(send(&house, "abcdefgh-9", "", &many, &[]).await.status, 400);
    assert!(house.files().is_empty() && house.lines(CITIZEN).is_empty());
    let reply = send(&house, "abcdefgh-10", "", &many[..33], &[JSON]).await;
    assert!(reply.status == 200 && reply.body.contains("收下了30个文件，另有3个没有收下"), "{}", reply.body);
    assert!(reply.body.contains("超出了一次30个：请接着再发一次"), "{}", reply.body);
    assert_eq!((house.files().len(), waiting(&house.desk)), (30, 30));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_header_without_end_is_not_read_to_its_end() {
    let house = House::open().await;
    let mut socket = TcpStream::connect(&house.address).await.expect("the page is open");
    let head = format!(
        "POST /upload HTTP/1.1\r\nhost: {}\r\ncontent-type: multipart/form-data; boundary=edge\r\ncontent-length: {}\r\n\r\n--edge\r\nx: ",
        house.address,
        600 << 20
    );
    socket.write_all(head.as_bytes()).await.expect("asked");
    let mut sent = 0;
    while sent < 200 && socket.write_all(&[b'x'; 1 << 20]).await.is_ok() {
        sent += 1;
    }
    assert!(sent < 200, "the page hung up");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_browser_might_run_is_only_saved() {
    let house = House::open().await;
    assert_eq!(house.upload(WHO, "abcdefgh-2", "page.txt", b"<script>alert(1)</script>").await.status, 303);
    assert!(last(&house).contains("文件收到了（1个）"), "{}", last(&house));
    let name = house.files().remove(0);
    let file = house.get(&format!("/file/{name}?who=citizen:老周")).await;
    assert_eq!(file.header("content-type"), Some("application/octet-stream"));
    assert!(file.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_photo_of_a_case_is_answered_and_seen_by_the_unit() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    send(&house, "abcdefgh-1", "", &[("一.jpg", b"1")], &[]).await;
    assert!(last(&house).contains(&number) && last(&house).contains("照片收到了（1张）。"), "{}", last(&house));
    let handler = house.staff(Role::Handler, Some("chengguan"));
    let notices = house.lines(&handler.user.0).len();
    send(&house, "abcdefgh-2", "今天的样子", &[("二.jpg", b"2"), ("三.jpg", b"3"), ("合同.pdf", b"4")], &[]).await;
    assert!(last(&house).contains("照片、文件收到了，一共照片3张、文件1个。"), "{}", last(&house));
    let told = house.lines(&handler.user.0);
    assert_eq!(told.len(), notices + 1, "one word for what came in one go");
    let notice = told.last().expect("a notice");
    assert!(notice.text.contains("今天的样子") && notice.text.contains("照片2件、文件1件") && notice.attachments.len() == 3, "{notice:?}");
    let page = house.get(&format!("/case/{number}?staff={}", handler.id)).await.body;
    assert!(house.files().iter().all(|name| page.contains(name)), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voice_is_kept_and_words_are_asked_for() {
    let house = House::open().await;
    house.say(CITIZEN, "路灯坏了").await;
    send(&house, "abcdefgh-1", "", &[("录音.m4a", b"x")], &[]).await;
    assert!(last(&house).contains("语音收到了（1段），会附在这件事里。语音我听不了，里面的话请再用文字写一遍。"), "{}", last(&house));
    send(&house, "abcdefgh-2", "", &[("录像.mp4", b"x")], &[]).await;
    assert!(last(&house).contains("视频收到了，一共语音1段、视频1段"), "{}", last(&house));
    send(&house, "abcdefgh-3", "在城东区解放路9号门口", &[("三.jpg", b"x")], &[]).await;
    assert!(last(&house).contains("请核对一下") && last(&house).contains("照片1件、语音1件、视频1件"), "{}", last(&house));
    send(&house, "abcdefgh-4", "", &[("四.jpg", b"x")], &[]).await;
    assert!(last(&house).starts_with("照片收到了，一共照片2张、语音1段、视频1段。"), "{}", last(&house));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_lists_what_was_sent_and_not_where_it_is() {
    let house = House::open().await;
    send(&house, "abcdefgh-1", "", &[("一.jpg", b"1")], &[]).await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    send(&house, "abcdefgh-2", "电话13900005678", &[("二.PNG", b"2"), ("合同.docx", b"3")], &[]).await;
    let mut out = Vec::new();
    let request = yousu::admin::Request::Case { number: number.parse().expect("a number"), by: Some("老陈".to_owned()) };
    yousu::admin::answer(&house.desk, request, &mut out).await.expect("answered");
    let text = String::from_utf8(out).expect("words");
    let places = ["附件：照片（jpg）\n", "补充  诉求人\n", "附件：照片（png）：电话139****5678\n", "附件：文件（docx）\n"];
    let found: Vec<Option<usize>> = places.iter().map(|words| text.find(words)).collect();
    assert!(found.iter().all(Option::is_some) && found.is_sorted(), "{found:?} in {text}");
    assert!(house.files().iter().all(|name| !text.contains(&name[..32])) && !text.contains("file:"), "{text}");
    assert_eq!(house.case(&number).complaint.evidence.iter().filter(|piece| piece.kind == EvidenceKind::Photo).count(), 2);
}
