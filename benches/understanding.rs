//! How fast a text is understood 研判速度: segmentation, classification and facts, each alone and all together, against
//! bare `Jieba::cut` on the same texts in the same run. Reports, never asserts: `cargo bench --bench understanding`.
//!
//! The texts are made of the shipped intents' own examples, a hundred characters each. `YOUSU_BENCH_TEXTS=FILE` measures
//! others, one a line.
//!
//! Time is the processor's as far as the system tells it (the thread's own, on Linux), so that a busy machine does not
//! count; rounds of all stages take turns, and the median round is told.

use std::fs;
use std::hint::black_box;
use std::time::Instant;

use chrono::{DateTime, FixedOffset};
use jieba_rs::Jieba;
use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::classify::normalise::normalise;
use yousu::domain::complaint::Slots;
use yousu::intake::understand;

#[path = "load/words.rs"]
mod words;

const TEXTS: usize = 2_000;
const ROUNDS: usize = 9;

/// Why the processor's time and not the wall's: see the head of the file.
struct Stopwatch {
    wall: Instant,
    thread: Option<f64>,
}

impl Stopwatch {
    fn start() -> Self {
        Self { wall: Instant::now(), thread: thread_seconds() }
    }

    fn seconds(&self) -> f64 {
        match (self.thread, thread_seconds()) {
            (Some(then), Some(now)) => now - then,
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }
}

/// The processor time of this thread, where the system keeps it to the nanosecond.
fn thread_seconds() -> Option<f64> {
    // The figure is brought up to date whenever the thread lets go of the processor.
    std::thread::yield_now();
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
}

/// The memory of the process in MiB, where the system tells it.
fn resident() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).map_or(f64::NAN, |kib| kib / 1024.0)
}

/// The texts to measure with; see the head of the file.
fn texts(city: &City) -> Vec<String> {
    if let Ok(file) = std::env::var("YOUSU_BENCH_TEXTS") {
        let all = fs::read_to_string(&file).expect("YOUSU_BENCH_TEXTS names a file that can be read");
        return all.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    }
    words::complaints(city, TEXTS)
}

/// Lets the compiler believe that what was made is needed.
fn made<T>(value: T) {
    drop(black_box(value));
}

struct Stage<'a> {
    name: &'a str,
    run: Box<dyn Fn(&str) + 'a>,
    seconds: Vec<f64>,
}

impl<'a> Stage<'a> {
    fn new(name: &'a str, run: impl Fn(&str) + 'a) -> Self {
        Self { name, run: Box::new(run), seconds: Vec::new() }
    }

    fn round(&mut self, texts: &[String]) {
        let watch = Stopwatch::start();
        texts.iter().for_each(|text| (self.run)(text));
        self.seconds.push(watch.seconds());
    }

    fn median(&mut self) -> f64 {
        self.seconds.sort_by(f64::total_cmp);
        self.seconds[self.seconds.len() / 2]
    }
}

fn main() {
    // Tests of all targets start this too, without the word that benches are started with.
    if !std::env::args().any(|word| word == "--bench") {
        return;
    }
    let before = resident();
    let watch = Stopwatch::start();
    let city =
        City::load(&Sources::new(None, None), DEFAULT_PROFILE).unwrap_or_else(|faults| panic!("the shipped city is sound: {faults:?}"));
    let (start, loaded) = (watch.seconds(), resident() - before);
    let now: DateTime<FixedOffset> = DateTime::parse_from_rfc3339("2026-02-12T10:00:00+08:00").expect("a moment");
    let (classifier, finder) = (&*city.classifier, &*city.finder);
    let fresh = || city.intake(now);
    let texts = texts(&city);
    let jieba = Jieba::new();
    let mut stages = [
        Stage::new("bare Jieba::cut", |text| made(jieba.cut(text, false))),
        Stage::new("bare Jieba::cut, hmm", |text| made(jieba.cut(text, true))),
        Stage::new("normalise", |text| made(normalise(text))),
        Stage::new("segment", |text| made(classifier.segment(text))),
        Stage::new("classify", |text| made(classifier.classify(text, &city.directory, None))),
        Stage::new("slots", |text| made(finder.find(text, now))),
        Stage::new("all: understand", |text| made(understand(text, Slots::new(), &fresh()))),
    ];
    for stage in &mut stages {
        stage.round(&texts);
        stage.seconds.clear();
    }
    for _ in 0..ROUNDS {
        stages.iter_mut().for_each(|stage| stage.round(&texts));
    }
    report(&mut stages, &texts);
    println!("start (all of the city's data): {start:.3} s; memory: {loaded:.0} MiB loaded, {:.0} MiB after the run", resident() - before);
}

fn report(stages: &mut [Stage<'_>], texts: &[String]) {
    let characters: usize = texts.iter().map(|text| text.chars().count()).sum();
    println!("{} texts, {:.0} characters each; median of {ROUNDS} rounds", texts.len(), characters as f64 / texts.len() as f64);
    let bare = stages[0].median();
    for stage in stages {
        let seconds = stage.median();
        let (each, rate) = (seconds / texts.len() as f64 * 1e6, texts.len() as f64 / seconds);
        println!("{:22}{each:9.2} µs a text{rate:12.0} a second{:8.1} % of bare cut", stage.name, bare / seconds * 100.0);
    }
}
