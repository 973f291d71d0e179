//! The real house on a temporary store and a standing clock, with its page on a port of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use yousu::channel::Channel;
use yousu::channel::web::WebChannel;
use yousu::city::{City, Sources};
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk, NewInvite, voice};
use yousu::domain::audit::View;
use yousu::domain::case::Case;
use yousu::domain::ids::{ChatRef, DepartmentId, InboundId, StaffId, UserRef};
use yousu::domain::inbound::{Body, Inbound};
use yousu::domain::staff::{Role, Staff};
use yousu::outbox::{Outbox, Standing};
use yousu::store::{LogLine, SledStore};
use yousu::web::{Web, WebOptions, serve};

/// A house whose page is open.
pub struct House {
    /// Where the page is.
    pub address: String,
    /// The desk behind it.
    pub desk: Arc<Desk>,
    /// What is to be sent.
    pub outbox: Mutex<Standing>,
    files: TempDir,
    count: AtomicU32,
    shutdown: CancellationToken,
    server: JoinHandle<anyhow::Result<()>>,
}

impl House {
    /// One for trying out, with its demo people.
    pub async fn open() -> Self {
        Self::with(true).await
    }

    /// One for real people; demo people from earlier are still in its store.
    pub async fn without_demo() -> Self {
        Self::with(false).await
    }

    async fn with(demo: bool) -> Self {
        let Ok(city) = City::load(&Sources::new(None, None), "national") else { panic!("the city's data is faulty: yousu check") };
        let clock = Clock::standing_at("2026-02-10T10:00:00+08:00".parse().expect("a moment"));
        let store = Arc::new(SledStore::temporary().expect("a store"));
        let desk = Arc::new(Desk::open(store, Arc::new(city), clock.clone(), Codes::repeatable(1)).expect("a desk"));
        desk.make_demo_people().await.expect("demo people");
        let channels: Vec<Arc<dyn Channel>> = vec![Arc::new(WebChannel::new(desk.clone()))];
        let voice = Arc::new(voice(desk.city().clone()));
        let outbox = Outbox::new(desk.store().clone(), channels, clock, desk.outbox_bell(), voice);
        let outbox = outbox.measured(desk.metrics().clone()).standing();
        let files = tempfile::tempdir().expect("a folder");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let shutdown = CancellationToken::new();
        let web = Web { desk: desk.clone(), options: WebOptions { demo, files: files.path().to_owned() } };
        let server = tokio::spawn(serve(listener, web, shutdown.clone()));
        Self { address, desk, outbox: Mutex::new(outbox), files, count: AtomicU32::new(0), shutdown, server }
    }

    /// Ends the page.
    pub async fn stop(self) {
        self.shutdown.cancel();
        self.server.await.expect("the server does not panic").expect("the server ends well");
    }

    /// Somebody writes or presses, past the page; what the house answers is delivered.
    pub async fn body(&self, user: &str, body: Body) {
        let id = InboundId(format!("test:{}", self.count.fetch_add(1, Ordering::Relaxed)));
        let user = UserRef::from(user);
        let inbound = Inbound { id, chat: user.private_chat(), user, display: None, is_group: false, body };
        self.desk.receive(inbound).await.expect("received");
        self.deliver().await;
    }

    /// Somebody writes.
    pub async fn say(&self, user: &str, text: &str) {
        self.body(user, Body::Text(text.to_owned())).await;
    }

    async fn deliver(&self) {
        self.outbox.lock().await.drain().await.expect("delivered");
    }

    /// The lines of somebody's chat.
    pub fn lines(&self, user: &str) -> Vec<LogLine> {
        self.desk.store().log(&ChatRef::from(user), 100).expect("a log")
    }

    /// What the newest button with this label carries.
    pub fn button(&self, user: &str, label: &str) -> String {
        let lines = self.lines(user);
        let mut buttons = lines.iter().rev().flat_map(|line| line.buttons.iter().flatten());
        buttons.find(|button| button.label.contains(label)).unwrap_or_else(|| panic!("no button {label}")).data.clone()
    }

    /// One of the demo people.
    pub fn staff(&self, role: Role, unit: Option<&str>) -> Staff {
        let is_meant = |staff: &Staff| staff.demo && staff.role == role && staff.department.as_ref().map(DepartmentId::as_str) == unit;
        self.desk.staff().into_iter().find(is_meant).expect("a demo person")
    }

    /// The case of this number.
    pub fn case(&self, number: &str) -> Case {
        self.desk.store().case(number.parse().expect("a number")).expect("read").expect("a case")
    }

    /// Who saw the case of this number.
    pub fn views(&self, number: &str) -> Vec<View> {
        let views = self.desk.store().views(number.parse().expect("a number")).expect("read");
        views.into_iter().map(|(_, view)| view).collect()
    }

    /// A complaint about street stalls, confirmed, with a name and a telephone number, and sent to this unit.
    pub async fn dispatched_case(&self, citizen: &str, unit: &str) -> String {
        self.say(citizen, "流动摊贩占了人行道，推车都过不去").await;
        self.say(citizen, "在城东文华路菜场门口，今天早上七点，电话13900005678，我叫周启明").await;
        let confirm = self.button(citizen, "确认");
        self.body(citizen, Body::Press(confirm)).await;
        let number = self.desk.store().cases_of(&UserRef::from(citizen), 1).expect("read")[0];
        if self.case(&number.to_string()).unit().map(DepartmentId::as_str) != Some(unit) {
            let dispatcher = self.staff(Role::Dispatcher, None).user.0;
            self.body(&dispatcher, Body::Press(format!("dispatch|{number}|{unit}"))).await;
        }
        assert_eq!(self.case(&number.to_string()).unit().map(DepartmentId::as_str), Some(unit));
        number.to_string()
    }

    /// The code of a new invitation.
    pub async fn invite(&self, role: Role, unit: Option<&str>) -> String {
        let invite = NewInvite { name: None, role, department: unit.map(str::to_owned), post: Default::default() };
        self.desk.invite(invite).await.expect("invited").code
    }

    /// Somebody joins on the page: their number, and their cookie.
    pub async fn join(&self, role: Role, unit: Option<&str>) -> (StaffId, String) {
        let code = self.invite(role, unit).await;
        let joined = self.post(&format!("/join/{code}"), &[], &self.form(&[("name", "新来的")])).await;
        assert_eq!(joined.status, 303, "{}", joined.body);
        let cookie = joined.header("set-cookie").expect("a cookie");
        let key = cookie.split(';').next().expect("a cookie has a value").to_owned();
        let staff = self.desk.staff().into_iter().find(|staff| !staff.demo).expect("joined");
        (staff.id, key)
    }

    /// The names of the files that are kept.
    pub fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.files.path()).expect("a folder");
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("our names are ASCII")).collect()
    }

    /// `GET`
    pub async fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[], b"").await
    }

    /// `POST` of a form.
    pub async fn post(&self, path: &str, headers: &[(&str, &str)], form: &[u8]) -> Reply {
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        let reply = self.ask("POST", path, &[&kind, headers].concat(), form).await;
        self.deliver().await;
        reply
    }

    /// The body of a form.
    pub fn form(&self, fields: &[(&str, &str)]) -> Vec<u8> {
        fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&").into_bytes()
    }

    /// `POST` of one file.
    pub async fn upload(&self, who: &str, id: &str, name: &str, bytes: &[u8]) -> Reply {
        self.upload_all(&[("who", who), ("id", id)], &[(name, bytes)], &[]).await
    }

    /// `POST` of some files.
    pub async fn upload_all(&self, fields: &[(&str, &str)], files: &[(&str, &[u8])], headers: &[(&str, &str)]) -> Reply {
        let mut body = Vec::new();
        for (field, value) in fields {
            body.extend(format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes());
        }
        for (name, bytes) in files {
            let head = format!("--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
            body.extend(head.bytes());
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--edge--\r\n");
        let kind = [("content-type", "multipart/form-data; boundary=edge")];
        let reply = self.ask("POST", "/upload", &[&kind, headers].concat(), &body).await;
        self.deliver().await;
        reply
    }

    /// One request on a connection of its own.
    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut socket = self.send(method, path, headers, body).await;
        let mut bytes = Vec::new();
        timeout(Duration::from_secs(30), socket.read_to_end(&mut bytes)).await.expect("an answer in time").expect("an answer");
        Reply::parse(&bytes)
    }

    /// An event stream.
    pub async fn listen(&self, path: &str) -> Events {
        let socket = self.send("GET", path, &[], b"").await;
        let mut events = Events { socket, heard: String::new() };
        let head = events.until("\r\n\r\n").await.expect("a head");
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("text/event-stream"), "{head}");
        events
    }

    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> TcpStream {
        let mut request = format!("{method} {} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", encode_path(path), body.len());
        if !headers.iter().any(|(name, _)| *name == "host") {
            request.push_str(&format!("host: {}\r\n", self.address));
        }
        headers.iter().for_each(|(name, value)| request.push_str(&format!("{name}: {value}\r\n")));
        request.push_str("\r\n");
        let mut socket = TcpStream::connect(&self.address).await.expect("the page is open");
        socket.write_all(request.as_bytes()).await.expect("asked");
        socket.write_all(body).await.expect("sent whole");
        socket
    }
}

/// What the page answered.
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: String,
    headers: Vec<(String, String)>,
}

impl Reply {
    fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no HTTP: {text}"));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok()).expect("a status");
        let headers = lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
        Self { status, headers: headers.collect(), body: body.to_owned() }
    }

    /// The header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// An open event stream.
pub struct Events {
    socket: TcpStream,
    heard: String,
}

impl Events {
    /// The next event's data.
    pub async fn next(&mut self) -> Option<String> {
        loop {
            let event = self.until("\n\n").await?;
            if let Some(at) = event.find("data: ") {
                return Some(event[at..].to_owned());
            }
        }
    }

    /// The next event that names this piece, and all before it.
    pub async fn next_with(&mut self, piece: &str) -> String {
        loop {
            let event = self.next().await.expect("an event");
            if event.contains(piece) && !event.contains("chat-citizen") {
                return event;
            }
        }
    }

    /// Whether the stream ends by itself.
    pub async fn ended(&mut self) -> bool {
        while self.until("\n\n").await.is_some() {}
        true
    }

    async fn until(&mut self, end: &str) -> Option<String> {
        let mut buffer = [0; 4096];
        loop {
            if let Some(at) = self.heard.find(end) {
                return Some(self.heard.drain(..at + end.len()).collect());
            }
            let read = timeout(Duration::from_secs(10), self.socket.read(&mut buffer)).await.expect("something is heard in time");
            match read.unwrap_or(0) {
                0 => return None,
                read => self.heard.push_str(&String::from_utf8_lossy(&buffer[..read])),
            }
        }
    }
}

/// Percent-encodes a value.
pub fn encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Percent-encodes what an address may not hold; what is encoded already stays.
fn encode_path(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"<>\"".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
