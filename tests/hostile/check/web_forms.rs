//! Forms 网页表单: whatever a browser, or what says it is one, sends to whatever address, it gets an answer that is not the
//! house's own fault, and nothing that was sent stands in a page as markup.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk};
use yousu::store::SledStore;
use yousu::web::{Web, WebOptions, router};

use super::input::Input;
use super::world::{city, now};

struct House {
    runtime: Runtime,
    router: Router,
    _files: TempDir,
}

static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let store = Arc::new(SledStore::temporary().expect("a store"));
    let desk = Desk::open(store, city().clone(), Clock::standing_at(now()), Codes::repeatable(1)).expect("a desk");
    runtime.block_on(desk.make_demo_people()).expect("demo people");
    let files = tempfile::tempdir().expect("a folder");
    let web = Web { desk: Arc::new(desk), options: WebOptions { demo: true, files: files.path().to_owned() } };
    House { runtime, router: router(web), _files: files }
});

const PATHS: &[&str] = &[
    "/",
    "/?staff=1",
    "/?citizen=",
    "/case/20260302-000001?staff=1",
    "/case/",
    "/citizen?name=",
    "/fragment/citizens",
    "/fragment/people",
    "/fragment/chat?who=citizen:",
    "/fragment/chat?who=staff:",
    "/fragment/cases?staff=1&q=",
    "/fragment/case/20260302-000001?staff=1",
    "/file/",
    "/join/",
    "/made?who=staff:1&n=0&line=",
    "/paper/20260302-000001/1?who=staff:1",
    "/paper/",
    "/public",
    "/public/",
    "/public/2026-02-1",
    "/board?staff=1",
    "/board?staff=1&unit=chengguan&from=2026-01-01&to=",
    "/board?staff=1&period=month&by=",
    "/board?wall=1&look=dark&staff=",
    "/board/cases?staff=1&measure=handled&which=",
    "/board/cases?staff=1&measure=",
    "/board.css",
    "/status",
    "/style.css",
    "/say",
    "/press",
    "/locate",
    "/upload",
    "/status/resend",
    "/healthz",
    "/metrics",
    "",
];
const FORMS: &[&str] = &["/say", "/press", "/locate", "/upload", "/status/resend", "/status/again", "/join/ABCD2345ABCD2345"];
const FIELDS: &[&str] = &["who", "id", "view", "text", "data", "latitude", "longitude", "number", "name", "caption", "file", ""];
const VALUES: &[&str] = &[
    "citizen:周",
    "citizen:@demo-1",
    "staff:1",
    "staff:4294967296",
    "staff:-1",
    ":",
    "0123456789abcdef",
    "all",
    "0",
    "NaN",
    "1e999",
    "-90",
    "citizen=%E5%91%A8&staff=1&tab=case&case=20260302-000001",
    "tab=nowhere",
    "9999-12-31",
    "+262142-12-31",
    "-262143-01-01",
    "2026-02-30",
    "9999-12-99999999",
    "262142-12-1.csv",
    "confirm",
    "acknowledge|20260302-000001",
    "路灯坏了",
];
const KINDS: &[&str] = &[
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=edge",
    "multipart/form-data",
    "application/json",
    "text/plain",
    "",
];

/// Bytes as a few requests.
pub fn check(data: &[u8]) {
    let mut input = Input::new(data);
    for _ in 0..3 {
        if input.is_empty() {
            return;
        }
        let request = if input.once_in(2) { get(&mut input) } else { post(&mut input) };
        let Some(request) = request else { continue };
        ask(request);
    }
}

/// Asks the page, which answers.
fn ask(request: Request<Body>) {
    let house = &*HOUSE;
    let shown = format!("{} {}", request.method(), request.uri());
    let (head, body) = house.runtime.block_on(async {
        let answer = house.router.clone().oneshot(request).await.expect("a router never fails");
        let (head, body) = answer.into_parts();
        (head, to_bytes(body, 4 << 20).await.expect("a body that ends"))
    });
    assert!(head.status != StatusCode::INTERNAL_SERVER_ERROR, "{shown}");
    assert!(head.headers.contains_key("content-security-policy"), "{shown}");
    let page = String::from_utf8_lossy(&body);
    let is_page = head.headers.get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    for markup in ["<script>", "<img src=x", "<b>", "onerror=alert(1)>", "javascript:"] {
        assert!(!is_page || !page.contains(markup), "{shown}: {markup} in {page}");
    }
}

fn get(input: &mut Input<'_>) -> Option<Request<Body>> {
    let uri = format!("{}{}", input.pick(PATHS), encoded(input));
    request(Request::get(uri), input, Body::empty())
}

fn post(input: &mut Input<'_>) -> Option<Request<Body>> {
    let (path, kind) = (input.pick(FORMS), input.pick(KINDS));
    let body = match input.byte() % 4 {
        0 => input.bytes(512).to_vec(),
        1 | 2 => form(input).into_bytes(),
        _ => multipart(input),
    };
    request(Request::post(path).header("content-type", kind), input, Body::from(body))
}

fn request(builder: axum::http::request::Builder, input: &mut Input<'_>, body: Body) -> Option<Request<Body>> {
    let cookie = input.pick(&["", "yousu=", "yousu=00000000000000000000000000000000", "yousu=.;.=;yousu", "x"]);
    let accept = input.pick(&["text/html", "application/json", ""]);
    builder.header("host", "127.0.0.1:12345").header("cookie", cookie).header("accept", accept).body(body).ok()
}

fn form(input: &mut Input<'_>) -> String {
    let fields = 1 + input.below(6);
    let field = |input: &mut Input<'_>| {
        let value = if input.once_in(2) { percent(input.pick(VALUES).as_bytes()) } else { encoded(input) };
        format!("{}={value}", input.pick(FIELDS))
    };
    (0..fields).map(|_| field(input)).collect::<Vec<_>>().join("&")
}

fn multipart(input: &mut Input<'_>) -> Vec<u8> {
    let mut body = Vec::new();
    for _ in 0..=input.below(4) {
        let name = input.pick(FIELDS);
        let file = input.pick(&[
            "",
            "; filename=\"a.png\"",
            "; filename=\"../../x.html\"",
            "; filename=\"<b>\"",
            "; filename=\"\"",
            "; filename=\"\u{202e}gpj.exe\"",
        ]);
        body.extend(format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n").bytes());
        let most = input.below(64);
        let value = if input.once_in(2) { input.pick(VALUES).as_bytes() } else { input.bytes(most) };
        body.extend(value);
        body.extend(b"\r\n");
    }
    body.extend(input.pick(&["--edge--\r\n", "--edge", "--edg", ""]).bytes());
    body
}

/// A text, encoded for an address, or bytes as they come.
fn encoded(input: &mut Input<'_>) -> String {
    let text = input.text();
    if input.once_in(4) { text.chars().filter(|c| c.is_ascii_graphic()).collect() } else { percent(text.as_bytes()) }
}

fn percent(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("%{byte:02X}")).collect()
}
