//! What a play expects 预期, and what it says when it is not so: what was expected, and what happened instead.

use anyhow::{Context, Result, bail};

use super::facts::facts;
use super::mailbox::Sent;
use super::script::{Count, Person};
use super::stage::{Stage, arrived, shown, user};
use crate::domain::case::Case;
use crate::domain::outbound::Outbound;

impl Stage<'_> {
    /// What somebody got since their last turn.
    pub(super) fn expect_got(&self, who: &Person, count: Count, text: &str) -> Result<()> {
        let chat = user(&self.known(who)?).private_chat();
        let got = self.mailbox.to(&chat, self.turns.get(&chat).copied().unwrap_or(0));
        let in_text = got.iter().filter(|sent| contains(&sent.outbound, text) || has_file(sent, text)).count();
        let in_label = got.iter().filter(|sent| has_button(&sent.outbound, text)).count();
        let (met, expected) = match count {
            Count::Some => (in_text + in_label > 0, format!("预期收到含“{text}”的消息，没有收到。")),
            Count::None => (in_text == 0, format!("预期不会收到含“{text}”的消息，却收到了 {in_text} 条。")),
            Count::Exactly(count) => (in_text == count, format!("预期恰好收到 {count} 条含“{text}”的消息，收到 {in_text} 条。")),
        };
        if met {
            return Ok(());
        }
        let all: Vec<String> = got.iter().map(arrived).collect();
        let all = if all.is_empty() { "    （没有收到任何消息）".to_owned() } else { all.join("\n") };
        bail!("{expected}{who} 上次动作以来收到：\n{all}")
    }

    /// What is true of a case.
    pub(super) fn expect_case(&self, which: Option<usize>, holds: bool, words: &[String]) -> Result<()> {
        let case = self.case(which)?;
        let facts = facts(&case, &self.city, &self.desk.staff());
        let wrong: Vec<&str> = words.iter().filter(|word| facts.hold(word, &self.city) != holds).map(String::as_str).collect();
        if wrong.is_empty() {
            return Ok(());
        }
        let wrong = wrong.join("、");
        let expected = if holds { format!("预期符合而不符合：{wrong}。") } else { format!("预期不应有却有：{wrong}。") };
        bail!("{expected}工单 {} 现在是：\n    {}", case.number, facts.shown())
    }

    fn case(&self, which: Option<usize>) -> Result<Case> {
        let numbers = self.store.case_numbers(None, usize::MAX)?;
        let number = match which {
            None => numbers.last().copied().context("还没有任何工单。")?,
            Some(place) => {
                let count = numbers.len();
                numbers.get(place - 1).copied().with_context(|| format!("没有第 {place} 件工单，一共 {count} 件。"))?
            }
        };
        self.store.case(number)?.context("the store lists a case that it does not have")
    }

    /// Nothing is left to send, and nothing could not be sent.
    pub(super) fn expect_empty(&self) -> Result<()> {
        let left: Vec<String> = self.store.waiting(None, 20)?.iter().map(|waiting| shown(&waiting.outbound)).collect();
        let dead: Vec<String> = self.store.dead()?.iter().map(|(outbound, why)| format!("{}\n      （{why}）", shown(outbound))).collect();
        let incoming = self.waiting.as_ref().map_or(0, Vec::len);
        match (left.is_empty(), dead.is_empty(), incoming) {
            (true, true, 0) => Ok(()),
            (true, true, incoming) => bail!("程序停着，还有 {incoming} 条来信没有读。"),
            (false, ..) => bail!("发件箱里还有：\n{}", left.join("\n")),
            (true, false, _) => bail!("有发不出去的消息：\n{}", dead.join("\n")),
        }
    }
}

/// Whether a file of this whole name came with it.
fn has_file(sent: &Sent, name: &str) -> bool {
    sent.files.iter().any(|own| own == name)
}

/// Whether the message says it. Blanks, line breaks and the width of signs do not matter.
fn contains(outbound: &Outbound, text: &str) -> bool {
    match bracketed(text) {
        Some(_) => has_button(outbound, text),
        None => plain(&outbound.text).contains(&plain(text)),
    }
}

fn has_button(outbound: &Outbound, text: &str) -> bool {
    let label = plain(bracketed(text).unwrap_or(text));
    outbound.buttons.iter().flatten().any(|button| plain(&button.label).contains(&label))
}

/// `[确认]` means the button.
fn bracketed(text: &str) -> Option<&str> {
    text.strip_prefix('[').and_then(|text| text.strip_suffix(']'))
}

/// Without blanks, and with half-width signs.
pub(super) fn plain(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(half).collect()
}
