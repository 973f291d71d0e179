//! A message shared by several notices 并发: a heading that counts them, and each in a line.

use std::sync::Arc;

use crate::domain::action::{Action, Plain, Verb};
use crate::domain::conversation::Say;
use crate::domain::ids::{CaseNumber, ChatRef, NoticeId};
use crate::domain::message::Message;
use crate::domain::outbound::{Brief, FileRef, Outbound};
use crate::store::Waiting;

/// The most UTF-16 units of a shared message: what every channel takes in one piece.
const MOST_UNITS: usize = 4096;
/// The most cases that have a button of their own; the others are found behind 待办.
const MOST_BUTTONS: usize = 10;

/// The most files that go with a shared message; where there are more, each is found with its case.
const MOST_FILES: usize = 10;

/// Puts what the outbox has to say by itself into the city's words, under this identity and for this chat.
pub type Voice = Arc<dyn Fn(NoticeId, ChatRef, &Say) -> Outbound + Send + Sync>;

/// The message that as many of these share as it holds, from the first on, and how many they are; none when one of them has
/// no brief.
pub(super) fn shared(waiting: &[Waiting], voice: &Voice) -> Option<(usize, Outbound)> {
    let briefs: Vec<&Brief> = waiting.iter().map(|waiting| waiting.outbound.brief.as_ref()).collect::<Option<_>>()?;
    let mut most = briefs.len();
    loop {
        let (first, last) = (&waiting.first()?.outbound, &waiting.get(most.checked_sub(1)?)?.outbound);
        let id = NoticeId(format!("all:{}~{}~{most}", first.id, last.id));
        let mut outbound = voice(id, first.chat.clone(), &said(&briefs[..most], briefs.len() - most));
        outbound.files = files(&waiting[..most]);
        let units = outbound.text.encode_utf16().count();
        if units <= MOST_UNITS || most == 1 {
            return Some((most, outbound));
        }
        most = (most * MOST_UNITS / units).clamp(1, most - 1);
    }
}

/// The files of all of them, or none when they are too many for one chat at once.
fn files(waiting: &[Waiting]) -> Vec<FileRef> {
    let files: Vec<FileRef> = waiting.iter().flat_map(|waiting| waiting.outbound.files.iter().cloned()).collect();
    if files.len() <= MOST_FILES { files } else { Vec::new() }
}

fn said(briefs: &[&Brief], more: usize) -> Say {
    let mut counts: Vec<(String, usize)> = Vec::new();
    let mut cases: Vec<CaseNumber> = Vec::new();
    for brief in briefs {
        match counts.iter_mut().find(|(sort, _)| *sort == brief.sort) {
            Some((_, count)) => *count += 1,
            None => counts.push((brief.sort.clone(), 1)),
        }
        if !cases.contains(&brief.number) {
            cases.push(brief.number);
        }
    }
    let mut buttons: Vec<Vec<Action>> = cases.into_iter().take(MOST_BUTTONS).map(|number| vec![Action::Case(number, Verb::Show)]).collect();
    buttons.push(vec![Action::Plain(Plain::Todo)]);
    let message = Message::Digest {
        held: briefs.iter().any(|brief| brief.held),
        late: briefs.iter().any(|brief| brief.late),
        counts,
        lines: briefs.iter().map(|brief| (*brief).clone()).collect(),
        more,
    };
    Say { message, buttons }
}
