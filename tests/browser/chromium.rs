//! A headless Chromium at the end of two pipes: the DevTools protocol, as far as these tests need it. Messages are JSON that
//! ends with a zero byte.

use std::cell::RefCell;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);

/// The browser.
pub struct Chromium {
    process: Child,
    wire: RefCell<Wire>,
    _folder: TempDir,
}

struct Wire {
    to: File,
    from: Receiver<Value>,
    last: u64,
    /// What has been told and not been looked at.
    events: Vec<Value>,
}

impl Chromium {
    /// Starts it.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        for name in ["in", "out"] {
            let made = Command::new("mkfifo").arg(path(name)).status().expect("mkfifo belongs to every Debian");
            assert!(made.success());
        }
        let program = ["chromium", "chromium-browser", "google-chrome"];
        let is_there = |name: &&&str| Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
        let program = program.iter().find(is_there).expect("there is no Chromium: apt-get install chromium");
        let line = "exec \"$0\" \"$@\" 3<\"$IN\" 4>\"$OUT\"";
        let process = Command::new("sh")
            .args(["-c", line, program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe"])
            .args([
                "--no-first-run",
                "--disable-background-networking",
                "--disable-dev-shm-usage",
                "--mute-audio",
                "--force-color-profile=srgb",
            ])
            .arg(format!("--user-data-dir={}", path("profile").display()))
            .arg("about:blank")
            .env("IN", path("in"))
            .env("OUT", path("out"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell");
        // In the order in which the shell opens them.
        let to = OpenOptions::new().write(true).open(path("in")).expect("the pipe to the browser");
        let out = File::open(path("out")).expect("the pipe from the browser");
        let (heard, from) = channel();
        std::thread::spawn(move || {
            let mut reader = BufReader::new(out);
            let mut message = Vec::new();
            while reader.read_until(0, &mut message).is_ok_and(|read| read > 0) {
                let value = serde_json::from_slice(message.strip_suffix(&[0]).unwrap_or(&message)).expect("the browser speaks JSON");
                if heard.send(value).is_err() {
                    return;
                }
                message.clear();
            }
        });
        let wire = RefCell::new(Wire { to, from, last: 0, events: Vec::new() });
        Self { process, wire, _folder: folder }
    }

    fn call(&self, session: Option<&str>, method: &str, params: Value) -> Value {
        let mut wire = self.wire.borrow_mut();
        wire.last += 1;
        let id = wire.last;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = json!(session);
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        wire.to.write_all(&bytes).expect("the browser listens");
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let value = wire.from.recv_timeout(left).unwrap_or_else(|error| panic!("{method} is not answered: {error}"));
            if value["id"] == json!(id) {
                assert!(value["error"].is_null(), "{method}: {}", value["error"]);
                return value["result"].clone();
            }
            wire.events.push(value);
        }
    }

    /// Waits for something to be told.
    fn wait(&self, session: &str, method: &str) {
        let until = Instant::now() + PATIENCE;
        let is = |value: &Value| value["sessionId"] == json!(session) && value["method"] == json!(method);
        let mut wire = self.wire.borrow_mut();
        loop {
            if let Some(place) = wire.events.iter().position(is) {
                wire.events.remove(place);
                return;
            }
            let left = until.saturating_duration_since(Instant::now());
            let value = wire.from.recv_timeout(left).unwrap_or_else(|error| panic!("no {method}: {error}"));
            wire.events.push(value);
        }
    }

    /// A new page of this size.
    pub fn tab(&self, width: u32, height: u32) -> Tab<'_> {
        let target = self.call(None, "Target.createTarget", json!({ "url": "about:blank" }));
        let attached = self.call(None, "Target.attachToTarget", json!({ "targetId": target["targetId"], "flatten": true }));
        let tab = Tab { chromium: self, session: attached["sessionId"].as_str().expect("a session").to_owned() };
        for domain in ["Page", "Runtime", "Network", "Log"] {
            tab.call(&format!("{domain}.enable"), json!({}));
        }
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 800 });
        tab.call("Emulation.setDeviceMetricsOverride", size);
        tab
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A page.
pub struct Tab<'c> {
    chromium: &'c Chromium,
    session: String,
}

impl Tab<'_> {
    fn call(&self, method: &str, params: Value) -> Value {
        self.chromium.call(Some(&self.session), method, params)
    }

    /// What the reader's system asks for: light or dark; and the medium, the screen when empty.
    pub fn system(&mut self, scheme: &str, medium: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "media": medium, "features": features }));
    }

    /// Pages run no scripts from now on; the tests still look at them.
    pub fn without_scripts(&mut self) {
        self.call("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    }

    /// Opens a page and waits until everything of it is there.
    pub fn open(&mut self, url: &str) {
        let answer = self.call("Page.navigate", json!({ "url": url }));
        assert!(answer["errorText"].is_null(), "{url}: {answer}");
        self.chromium.wait(&self.session, "Page.loadEventFired");
    }

    /// The value of an expression.
    pub fn value(&mut self, expression: &str) -> Value {
        let answer = self.call("Runtime.evaluate", json!({ "expression": expression, "returnByValue": true, "awaitPromise": true }));
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// Presses the first element of this kind with the mouse, and waits for the page that it leads to.
    pub fn press(&mut self, selector: &str) {
        let place = format!(
            "(() => {{ const e = document.querySelector({selector:?}); e.scrollIntoView({{ block: 'center' }}); \
             const b = e.getClientRects()[0]; return [b.x + b.width / 2, b.y + b.height / 2]; }})()"
        );
        let place = self.value(&place);
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event);
        }
        self.chromium.wait(&self.session, "Page.loadEventFired");
    }

    fn bytes(answer: &Value) -> Vec<u8> {
        base64(answer["data"].as_str().expect("data"))
    }

    /// The whole page as PNG.
    pub fn screenshot(&mut self) -> Vec<u8> {
        Self::bytes(&self.call("Page.captureScreenshot", json!({ "format": "png", "captureBeyondViewport": true })))
    }

    /// The page as it is printed.
    pub fn pdf(&mut self) -> Vec<u8> {
        Self::bytes(&self.call("Page.printToPDF", json!({ "preferCSSPageSize": true, "printBackground": false })))
    }

    fn told<T>(&self, of: impl Fn(&Value) -> Option<T>) -> Vec<T> {
        let wire = self.chromium.wire.borrow();
        wire.events.iter().filter(|event| event["sessionId"] == json!(self.session)).filter_map(of).collect()
    }

    /// Errors and warnings that pages wrote to the console, and scripts that failed.
    pub fn complaints(&self) -> Vec<String> {
        self.told(|event| match event["method"].as_str()? {
            "Runtime.exceptionThrown" => Some(event["params"].to_string()),
            "Runtime.consoleAPICalled" if ["error", "warning"].contains(&event["params"]["type"].as_str()?) => {
                Some(event["params"].to_string())
            }
            "Log.entryAdded" if ["error", "warning"].contains(&event["params"]["entry"]["level"].as_str()?) => {
                Some(event["params"]["entry"].to_string())
            }
            _ => None,
        })
    }

    /// Every address that was asked for.
    pub fn requests(&self) -> Vec<String> {
        self.told(|event| {
            let asked = event["method"] == json!("Network.requestWillBeSent");
            asked.then(|| event["params"]["request"]["url"].as_str().unwrap_or_default().to_owned())
        })
    }
}

/// The bytes of what the protocol writes in letters.
fn base64(text: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters: Vec<u8> = text.bytes().filter(|letter| *letter != b'=').collect();
    letters
        .chunks(4)
        .flat_map(|four| {
            let bits = four.iter().fold(0_u32, |bits, letter| bits << 6 | u32::from(value(*letter))) << (6 * (4 - four.len()));
            bits.to_be_bytes()[1..four.len()].to_vec()
        })
        .collect()
}
