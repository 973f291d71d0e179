//! The program, its folder, its clock, and who writes to it.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;
use tokio::time::{sleep, timeout};
use yousu::domain::event::{Event, Recorded};
use yousu::store::{SledStore, Store as _};

use crate::botapi::Server;
use crate::clock::MachineClock;
use crate::program::{Program, printed, yousu};

/// Who complains.
pub const CITIZEN: i64 = 501;
/// Somebody else who complains.
pub const OTHER: i64 = 502;
/// Who handles.
pub const HANDLER: i64 = 701;
/// The program looks at the clock every half minute, whatever it waits for; the rest is for a busy machine.
pub const LOOK_AROUND: Duration = Duration::from_secs(75);

/// What every test of this file has.
pub struct House {
    /// Telegram.
    pub server: Server,
    /// The machine's clock.
    pub clock: MachineClock,
    folder: TempDir,
    profile: &'static str,
}

impl House {
    /// An empty house in a city with this profile, at this time.
    pub async fn open(profile: &'static str, time: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = MachineClock::at(folder.path(), time);
        Self { server: Server::start().await, clock, folder, profile }
    }

    fn var(&self) -> &Path {
        self.folder.path()
    }

    /// Starts the program, and waits until it is there.
    pub fn start(&self) -> Program {
        let mut command = yousu(self.var());
        command.arg("--data").arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/house/data")).args(["--profile", self.profile]);
        self.clock.show_to(&mut command);
        Program::start_command(command, Some(&self.server.url()))
    }

    /// A handler of the city management joins.
    pub async fn employ(&self, chat: i64) {
        let invited = printed(self.var(), &["staff", "invite", "--role", "handler", "--department", "城管局"]);
        let code = invited.lines().next().expect("a line").trim_start_matches("邀请码：");
        self.server.citizen_says(chat, &format!("/start {code}"));
        self.told(chat, "您好", Duration::from_secs(20)).await;
    }

    /// A citizen complains, confirms, and is told this number.
    pub async fn complain(&self, chat: i64, number: &str) {
        self.server.citizen_says(chat, "城东区幸福小区3栋楼下烧烤摊半夜还在吵，觉都睡不成");
        self.told(chat, "请核对", Duration::from_secs(20)).await;
        self.server.press(chat, chat, "confirm");
        self.told(chat, &format!("工单号：{number}"), Duration::from_secs(20)).await;
    }

    /// Waits until somebody has been told this.
    pub async fn told(&self, chat: i64, words: &str, patience: Duration) {
        self.told_after(chat, 0, words, patience).await;
    }

    /// Waits until somebody has been told this, after what they had been told before.
    pub async fn told_after(&self, chat: i64, before: usize, words: &str, patience: Duration) {
        let what = format!("{chat} is told {words}");
        let is_told = |world: &crate::botapi::World| world.sent_to(chat).skip(before).any(|sent| sent.text.contains(words));
        self.server.wait_within(patience, &what, is_told).await;
    }

    /// Waits until a case has reached so many rungs, as the running program tells.
    pub async fn reached(&self, number: &str, program: &Program, rungs: usize) {
        let wait = async {
            loop {
                let exported = printed(self.var(), &["export"]);
                let case = exported.lines().find(|line| line.contains(number)).unwrap_or_default();
                if case.matches("rung_reached").count() >= rungs {
                    return;
                }
                sleep(Duration::from_millis(200)).await;
            }
        };
        let address = &program.address;
        timeout(LOOK_AROUND, wait).await.unwrap_or_else(|_| panic!("{number} never reached {rungs} rungs; program at {address}"));
    }

    /// Waits until nothing has been sent for as long as notices wait for each other.
    pub async fn is_quiet(&self) {
        loop {
            let sent = self.server.look(|world| world.sent.len());
            if !self.server.happens(Duration::from_secs(4), |world| world.sent.len() > sent).await {
                return;
            }
        }
    }

    /// A page of the running program.
    pub fn get(&self, program: &Program, path: &str) -> String {
        let mut socket = TcpStream::connect(&program.address).expect("the page is open");
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", program.address);
        socket.write_all(request.as_bytes()).expect("asked");
        let mut answer = String::new();
        socket.read_to_string(&mut answer).expect("UTF-8");
        answer
    }

    /// The events of a case of a program that is not running.
    pub fn events(&self, number: &str) -> Vec<Recorded> {
        let store = SledStore::open(self.var().join("store")).expect("it opens");
        store.events(number.parse().expect("a number")).expect("readable")
    }

    /// Every case has its events in order, no rung is reached twice, and the chain holds.
    pub fn is_whole(&self, numbers: &[&str]) {
        for number in numbers {
            let events = self.events(number);
            assert!(events.is_sorted_by(|one, next| one.seq + 1 == next.seq && one.at <= next.at), "{events:#?}");
            let mut rungs: BTreeMap<String, usize> = BTreeMap::new();
            for event in events {
                if let Event::RungReached { id, limit, given, .. } = event.event {
                    *rungs.entry(format!("{limit:?} {given} {id}")).or_default() += 1;
                }
            }
            assert!(rungs.values().all(|count| *count == 1), "{number}: {rungs:?}");
        }
        assert!(printed(self.var(), &["audit", "--verify"]).contains("核验通过"));
    }
}
