//! The account of notices 通知账: which waited at which crash, and what was sent.
//!
//! What is promised: a notice is sent once, and once more for each crash at which it had been sent but not yet been written
//! down as sent. So a notice that waited at no crash is sent exactly once, and one crash repeats no more messages than are
//! on their way at once.

use std::collections::{BTreeMap, BTreeSet};

use yousu::domain::ids::CaseNumber;
use yousu::store::Waiting;

use crate::botapi::Sent;
use crate::words;

/// The most messages that are on their way at once.
const MOST_AT_ONCE: usize = 32;

/// A notice that waited when the program was killed.
#[derive(Debug)]
struct Owed {
    chat: i64,
    text: String,
    /// What it is called in a message that it shares with others.
    line: Option<(String, CaseNumber)>,
    /// At how many crashes it waited.
    crashes: usize,
}

impl Owed {
    fn of(waiting: &Waiting) -> Self {
        let chat = waiting.outbound.chat.as_str().trim_start_matches("tg:").parse().expect("a chat of Telegram");
        let line = waiting.outbound.brief.as_ref().map(|brief| (brief.sort.clone(), brief.number));
        Self { chat, text: waiting.outbound.text.clone(), line, crashes: 0 }
    }

    fn is_in(&self, sent: &Sent) -> bool {
        let shares = || self.line.as_ref().is_some_and(|line| words::lines(&sent.text).contains(line));
        self.chat == sent.chat && (self.text == sent.text || shares())
    }
}

/// The account.
#[derive(Debug, Default)]
pub struct Account {
    owed: BTreeMap<String, Owed>,
    /// Messages that had been sent at a crash and not been written down.
    pub in_flight: usize,
    faults: Vec<String>,
}

impl Account {
    /// The program was killed, and this waited. `sent` is what it had sent in this life.
    pub fn crashed(&mut self, waiting: &[Waiting], sent: &[Sent]) {
        let now: Vec<Owed> = waiting.iter().map(Owed::of).collect();
        let in_flight = sent.iter().filter(|sent| now.iter().any(|owed| owed.is_in(sent))).count();
        if in_flight > MOST_AT_ONCE {
            self.faults.push(format!("{in_flight} messages were on their way at once, of at most {MOST_AT_ONCE}"));
        }
        self.in_flight += in_flight;
        for (waiting, owed) in waiting.iter().zip(now) {
            self.owed.entry(waiting.outbound.id.to_string()).or_insert(owed).crashes += 1;
        }
    }

    /// How many notices waited at some crash.
    pub fn waited(&self) -> usize {
        self.owed.len()
    }

    /// What is wrong, in the end. `pressed_again` says how often somebody pressed a button once more.
    pub fn faults(&self, sent: &[Sent], mut pressed_again: BTreeMap<i64, usize>) -> Vec<String> {
        let waited = self.of_those_that_waited(sent, &mut pressed_again);
        let others = self.of_the_others(sent, pressed_again);
        self.faults.iter().cloned().chain(waited).chain(others).collect()
    }

    /// What waited at crashes was sent once more for each at most; whoever presses twice may be answered twice, in the same words.
    fn of_those_that_waited(&self, sent: &[Sent], pressed_again: &mut BTreeMap<i64, usize>) -> Vec<String> {
        let mut faults = Vec::new();
        for (id, owed) in &self.owed {
            let times = sent.iter().filter(|sent| owed.is_in(sent)).count();
            if times == 0 {
                faults.push(format!("notice {id} to {} was owed and never sent: {}", owed.chat, owed.text));
            }
            let answers = pressed_again.entry(owed.chat).or_default();
            match answers.checked_sub(times.saturating_sub(1 + owed.crashes)) {
                Some(left) => *answers = left,
                None => faults.push(format!(
                    "notice {id} to {} waited at {} crashes and was sent {times} times: {}",
                    owed.chat, owed.crashes, owed.text
                )),
            }
        }
        faults
    }

    /// What waited at no crash was sent once; whoever presses twice may be answered twice. What names no case is not
    /// told from what is said again.
    fn of_the_others(&self, sent: &[Sent], mut pressed_again: BTreeMap<i64, usize>) -> Vec<String> {
        let waited: BTreeSet<(i64, &str)> = self.owed.values().map(|owed| (owed.chat, owed.text.as_str())).collect();
        let lines: BTreeSet<(i64, &(String, CaseNumber))> =
            self.owed.values().filter_map(|owed| Some((owed.chat, owed.line.as_ref()?))).collect();
        let mut times: BTreeMap<(i64, String), usize> = BTreeMap::new();
        for sent in sent.iter().filter(|sent| !waited.contains(&(sent.chat, sent.text.as_str()))) {
            if words::is_digest(&sent.text) {
                for line in words::lines(&sent.text).iter().filter(|line| !lines.contains(&(sent.chat, line))) {
                    *times.entry((sent.chat, format!("{}｜{}", line.0, line.1))).or_default() += 1;
                }
            } else if words::number(&sent.text).is_some() {
                *times.entry((sent.chat, sent.text.clone())).or_default() += 1;
            }
        }
        let mut faults = Vec::new();
        for ((chat, what), times) in times.into_iter().filter(|(_, times)| *times > 1) {
            let answers = pressed_again.entry(chat).or_default();
            match answers.checked_sub(times - 1) {
                Some(left) => *answers = left,
                None => faults.push(format!("{chat} was told {times} times, though no crash met it waiting: {what}")),
            }
        }
        faults
    }
}

/// How many messages repeat one before them.
pub fn repeats(sent: &[Sent]) -> usize {
    let mut seen = BTreeSet::new();
    sent.iter().filter(|sent| words::number(&sent.text).is_some() && !seen.insert((sent.chat, &sent.text))).count()
}
