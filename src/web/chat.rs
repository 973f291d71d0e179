//! One chat: the lines of the store's log as bubbles, with their buttons.

use chrono::NaiveDate;
use serde::Serialize;

use super::House;
use super::evidence::Piece;
use super::files::access_query;
use super::identity::Person;
use super::made;
use super::problem::Problem;
use super::view::View;
use crate::domain::complaint::Evidence;
use crate::domain::ids::{CaseNumber, Moment};
use crate::domain::outbound::Button;
use crate::store::LogLine;

/// The most lines that a page shows, newest last.
pub(super) const MOST_LINES: usize = 300;

/// A chat as its template needs it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Chat {
    who: String,
    name: String,
    is_staff: bool,
    fragment: String,
    view: String,
    lines: Vec<Line>,
}

#[derive(Clone, Debug, Serialize)]
struct Line {
    from_house: bool,
    /// Set where a new day begins.
    day: Option<String>,
    time: String,
    at: String,
    parts: Vec<Part>,
    rows: Vec<Vec<Button>>,
    /// Its buttons are what one would press now.
    is_fresh: bool,
    pieces: Vec<Piece>,
}

/// Words, or a case number that leads to its page.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Part {
    text: String,
    href: Option<String>,
}

/// The chat of this person; showing it is what marks its lines as seen.
pub(super) fn show(house: &House, person: &Person, view: &View) -> Result<Chat, Problem> {
    let chat = person.chat();
    let lines = house.desk().store().log(&chat, MOST_LINES)?;
    if let Some(last) = lines.last() {
        house.mark_seen(&chat, last.at);
    }
    let is_staff = matches!(person, Person::Staff(_));
    let who = person.who();
    Ok(Chat {
        fragment: format!("/fragment/chat?who={}&{}", super::view::encode(&who), view.query()),
        name: person.name().to_owned(),
        is_staff,
        view: view.query(),
        lines: bubbles(&lines, house.desk().clock().now(), &access_query(person, None), is_staff.then_some(view)),
        who,
    })
}

fn bubbles(lines: &[LogLine], now: Moment, access: &str, links: Option<&View>) -> Vec<Line> {
    let newest_with_buttons = lines.iter().rposition(|line| !line.buttons.is_empty());
    let last_own = lines.iter().rposition(|line| !line.from_house);
    let mut day = None;
    let line = |(i, line): (usize, &LogLine)| {
        let date = line.at.date_naive();
        let begins_day = day.replace(date) != Some(date);
        Line {
            from_house: line.from_house,
            day: begins_day.then(|| day_words(date, now)),
            time: line.at.format("%H:%M").to_string(),
            at: line.at.to_rfc3339(),
            parts: parts(words(line), links),
            rows: line.buttons.clone(),
            is_fresh: Some(i) == newest_with_buttons || last_own.is_none_or(|own| i > own),
            pieces: line.attachments.iter().map(|evidence| piece(evidence, line, access)).chain(made(line, access)).collect(),
        }
    };
    lines.iter().enumerate().map(line).collect()
}

/// The line's words; evidence that is shown need not be named as well.
fn words(line: &LogLine) -> &str {
    let names_evidence = line.attachments.iter().any(|evidence| line.text == format!("［{}］", evidence.kind.label()));
    if names_evidence { "" } else { &line.text }
}

/// What is made when it is opened.
fn made(line: &LogLine, access: &str) -> impl Iterator<Item = Piece> {
    line.files.iter().enumerate().map(|(n, file)| Piece::made(file, made::address(access, line, n)))
}

/// Evidence of the line; its caption is left out where it stands as the line's words.
fn piece(evidence: &Evidence, line: &LogLine, access: &str) -> Piece {
    Piece::of(evidence, access, |caption| if caption == line.text { String::new() } else { caption.to_owned() })
}

fn day_words(date: NaiveDate, now: Moment) -> String {
    let today = now.date_naive();
    match (today - date).num_days() {
        0 => "今天".to_owned(),
        1 => "昨天".to_owned(),
        _ => date.format("%Y年%m月%d日").to_string(),
    }
}

/// Splits at case numbers, for those who may follow them.
fn parts(text: &str, links: Option<&View>) -> Vec<Part> {
    let plain = |text: &str| Part { text: text.to_owned(), href: None };
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(view) = links
        && let Some((at, number)) = first_number(rest)
    {
        let (before, tail) = rest.split_at(at);
        let (written, after) = tail.split_at(NUMBER_LENGTH);
        parts.push(plain(before));
        parts.push(Part { text: written.to_owned(), href: Some(view.with_case(number).href()) });
        rest = after;
    }
    parts.push(plain(rest));
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// `20260213-000001`
const NUMBER_LENGTH: usize = 15;

fn first_number(text: &str) -> Option<(usize, CaseNumber)> {
    let dashes = text.match_indices('-').filter_map(|(dash, _)| dash.checked_sub(8));
    dashes.filter_map(|at| Some((at, text.get(at..at + NUMBER_LENGTH)?.parse().ok()?))).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_numbers_lead_to_their_pages() {
        let view = View::default();
        let texts = |text| parts(text, Some(&view)).into_iter().map(|part| (part.text, part.href.is_some())).collect::<Vec<_>>();
        let owned = |text: &str, linked| (text.to_owned(), linked);
        assert_eq!(texts("工单20260213-000001已签收"), [owned("工单", false), owned("20260213-000001", true), owned("已签收", false)]);
        assert_eq!(texts("a-b 20269999-000001"), [owned("a-b 20269999-000001", false)]);
        assert_eq!(texts("中文中文中-文 20260213-000002"), [owned("中文中文中-文 ", false), owned("20260213-000002", true)]);
        assert_eq!(texts(""), []);
        assert_eq!(parts("20260213-000001", None).len(), 1);
        assert!(parts("20260213-000001", None)[0].href.is_none());
    }
}
