#![allow(dead_code, unused, missing_docs)]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    io::Write,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::Instant,
};
use yousu::domain::{case::*, complaint::*, ids::*, likeness::*};
struct A;
static LIVE: AtomicUsize = AtomicUsize::new(0);
unsafe impl GlobalAlloc for A {
    unsafe fn alloc(&self, l: Layout) -> *mut u8 {
        LIVE.fetch_add(l.size(), Relaxed);
        unsafe { System.alloc(l) }
    }
    unsafe fn dealloc(&self, p: *mut u8, l: Layout) {
        LIVE.fetch_sub(l.size(), Relaxed);
        unsafe { System.dealloc(p, l) }
    }
}
#[global_allocator]
static G: A = A;
fn complaint(c: &serde_json::Value, m: &serde_json::Value) -> Complaint {
    let s = |k: &str| c[k].as_str().map(str::to_owned);
    let slots: Slots = serde_json::from_value(c["slots"].clone()).unwrap();
    let cl = Classification {
        intent: s("intent").map(IntentId),
        intent_name: s("intent_name").unwrap(),
        category: serde_json::from_value(c["category"].clone()).unwrap(),
        department: s("department").map(DepartmentId),
        probability: 0.9,
        abstain: c["abstain"].as_bool().unwrap(),
        urgency: Urgency::Normal,
        hotline: None,
        kind: Kind::Complaint,
        because: vec![],
        alternatives: vec![],
        risks: vec![],
        label: None,
        district: None,
    };
    let user = m["user"].to_string();
    Complaint {
        citizen: UserRef(user.clone()),
        chat: ChatRef(user),
        text: format!("{}\n{}", m["subject"].as_str().unwrap(), m["detail"].as_str().unwrap()),
        classification: cl,
        slots,
        evidence: vec![],
        confirmed: true,
        confidential: false,
    }
}
fn main() {
    let read = |p: &str| {
        std::fs::read_to_string(p).unwrap().lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap()).collect::<Vec<_>>()
    };
    let ms = read("/work/shared/data/hot_messages.jsonl");
    let cs = read("/tmp/lm/classified.jsonl");
    let mut all: Vec<(CaseNumber, Trace, usize)> = vec![];
    let t0 = Instant::now();
    for (i, (m, c)) in ms.iter().zip(&cs).enumerate() {
        let t = m["time"].as_str().unwrap();
        let n = chrono::NaiveDateTime::parse_from_str(t, "%Y/%m/%d %H:%M:%S")
            .or_else(|_| chrono::NaiveDateTime::parse_from_str(t, "%Y-%m-%d %H:%M:%S"))
            .unwrap();
        let at = n.and_local_timezone(cst()).single().unwrap();
        let co = complaint(c, m);
        all.push((CaseNumber::new(at.date_naive(), i as u32 + 1).unwrap(), Trace::of_complaint(&co, at), i));
    }
    eprintln!("traces: {:?} each", t0.elapsed() / all.len() as u32);
    // all pairs ≥ .3 for evaluation
    let mut out = std::io::BufWriter::new(std::fs::File::create("/tmp/lm/pairs.tsv").unwrap());
    for a in 0..all.len() {
        for b in a + 1..all.len() {
            if all[a].1.is_of_same_citizen(&all[b].1) {
                continue;
            }
            if let Some(l) = likeness(&all[a].1, &all[b].1) {
                if l.score >= 0.3 {
                    writeln!(out, "{}\t{}\t{:.3}\t{:?}", a, b, l.score, l.alike).unwrap();
                }
            }
        }
    }
    // speed: 100k entries made by repeating with shifted users/days and the town names varied by nothing (worst case: all hot)
    let mut ix = Index::default();
    let mut serial = 0;
    let before = LIVE.load(Relaxed);
    let t = Instant::now();
    let n = std::env::args().nth(1).map_or(100_000, |x| x.parse().unwrap());
    let mut k = 0;
    'o: loop {
        for (m, c) in ms.iter().zip(&cs) {
            if k >= n {
                break 'o;
            }
            let round = k / ms.len();
            let tt = m["time"].as_str().unwrap();
            let nn = chrono::NaiveDateTime::parse_from_str(tt, "%Y/%m/%d %H:%M:%S")
                .or_else(|_| chrono::NaiveDateTime::parse_from_str(tt, "%Y-%m-%d %H:%M:%S"))
                .unwrap();
            let at = nn.and_local_timezone(cst()).single().unwrap();
            let mut co = complaint(c, m);
            co.citizen = UserRef(format!("{}-{round}", co.citizen));
            // other places of the same shape in each round, as another town would have
            if round % 4 != 0 {
                if let Some(p) = co.slots.get_mut(&Slot::Place) {
                    *p = p.replace('A', &format!("{}{}", (b'B' + (round % 20) as u8) as char, round));
                    let chars: Vec<char> = p.chars().collect();
                    if chars.len() > 3 {
                        let mut q = chars.clone();
                        let i = chars.len() / 2;
                        q[i] = char::from_u32(0x4e00 + (round as u32 * 37) % 5000).unwrap();
                        *p = q.into_iter().collect();
                    }
                }
            }
            k += 1;
            ix.put(CaseNumber::new(at.date_naive(), (k % 999_999) as u32 + 1).unwrap(), Trace::of_complaint(&co, at), None);
        }
    }
    eprintln!("built {} in {:?}, {} bytes a case", ix.len(), t.elapsed(), (LIVE.load(Relaxed) - before) / ix.len());
    let mut times: Vec<u128> = vec![];
    let mut found = 0;
    for (_, tr, _) in &all {
        let t = Instant::now();
        found += ix.like(tr, 50).len();
        times.push(t.elapsed().as_nanos());
    }
    times.sort();
    eprintln!(
        "lookups: median {}us p95 {}us p99 {}us max {}us; found {}",
        times[times.len() / 2] / 1000,
        times[times.len() * 95 / 100] / 1000,
        times[times.len() * 99 / 100] / 1000,
        times.last().unwrap() / 1000,
        found
    );
}
