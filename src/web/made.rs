//! Files that are made when somebody opens them 附件: those that a line of one's own chat names, and the papers of a case on its page.
//! Nothing of them is kept; whoever of the staff takes one has it written down first, and carries the code of that away on it.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::identity::{Keys, Person};
use super::problem::Problem;
use super::request::Asked;
use super::view::encode;
use super::{House, cases};
use crate::channel::{FileShape, MadeFile};
use crate::domain::audit::Viewer;
use crate::domain::ids::{CaseNumber, ChatRef};
use crate::domain::outbound::FileRef;
use crate::domain::privacy::Reader;
use crate::domain::staff::Staff;
use crate::files;
use crate::store::LogLine;

/// A file of a line of somebody's chat.
#[derive(Deserialize)]
pub(super) struct OfLine {
    who: String,
    line: String,
    n: usize,
}

/// The address of the `n`-th file of a line.
pub(super) fn address(access: &str, line: &LogLine, n: usize) -> String {
    format!("/made?{access}&line={}&n={n}", encode(&line.id))
}

/// `/made`
pub(super) async fn of_line(State(house): State<House>, Asked(asked): Asked<OfLine>, keys: Keys) -> Result<Response, Problem> {
    let find = move |house: &House| {
        let person = house.person(&asked.who, &keys)?;
        let file = named(house, &person.chat(), &asked)?.ok_or(Problem::NoFile)?;
        Ok((person, file))
    };
    let (person, file) = house.read(find).await?;
    give(&house, &person, file).await
}

/// The file, when the chat has such a line.
fn named(house: &House, chat: &ChatRef, asked: &OfLine) -> Result<Option<FileRef>, Problem> {
    let lines = house.desk().store().log(chat, super::chat::MOST_LINES)?;
    let line = lines.into_iter().find(|line| line.id == asked.line && line.from_house);
    Ok(line.and_then(|line| line.files.into_iter().nth(asked.n)))
}

/// For whom.
#[derive(Deserialize)]
pub(super) struct Whose {
    who: String,
}

/// `/paper/NUMBER/SEQ`
pub(super) async fn paper(
    State(house): State<House>,
    Path((number, seq)): Path<(String, u32)>,
    Asked(whose): Asked<Whose>,
    keys: Keys,
) -> Result<Response, Problem> {
    let number: CaseNumber = number.parse().map_err(|_| Problem::NoCase)?;
    let find = move |house: &House| {
        let person = house.person(&whose.who, &keys)?;
        let Person::Staff(staff) = &person else { return Err(Problem::NotYou) };
        cases::visible(house, staff, number)?;
        let reader = Reader::Staff(staff.role);
        let listed = files::list(house.desk(), number, reader)?.into_iter().find(|listed| listed.paper.seq == seq);
        let kind = listed.map(|listed| listed.paper.kind).filter(|kind| kind.is_for(staff.role)).ok_or(Problem::NoFile)?;
        Ok((person, FileRef::Paper { kind, case: number, seq, reader, code: None }))
    };
    let (person, file) = house.read(find).await?;
    give(&house, &person, file).await
}

async fn give(house: &House, person: &Person, mut file: FileRef) -> Result<Response, Problem> {
    if let (Person::Staff(staff), Some((number, reader))) = (person, file.shows()) {
        let colleague = staff.clone();
        house.read(move |house| cases::visible(house, &colleague, number)).await?;
        file.mark(house.desk().took_paper(number, Viewer::from(&**staff), reader).await?);
    }
    let made = house.read(move |house| Ok(files::make(house.desk(), &file)?)).await?;
    answer(made)
}

fn answer(made: MadeFile) -> Result<Response, Problem> {
    let (kind, how) = match made.shape {
        FileShape::Document => ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
        FileShape::Picture => ("image/png", "inline"),
    };
    let disposition = format!("{how}; filename*=UTF-8''{}", encode(&made.name));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_str(&disposition).map_err(anyhow::Error::from)?),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    ];
    Ok((headers, made.bytes).into_response())
}

/// A paper in the list of a case's page.
#[derive(Clone, Debug, Serialize)]
pub(super) struct PaperLine {
    title: String,
    number: String,
    date: String,
    href: String,
}

/// The papers of the case that this person may have.
pub(super) fn papers(house: &House, staff: &Staff, number: CaseNumber) -> Result<Vec<PaperLine>, Problem> {
    let all = files::list(house.desk(), number, Reader::Staff(staff.role))?;
    let who = encode(&Person::Staff(Box::new(staff.clone())).who());
    let line = |listed: files::Listed| PaperLine {
        title: listed.paper.title(),
        number: listed.number,
        date: listed.date,
        href: format!("/paper/{number}/{}?who={who}", listed.paper.seq),
    };
    Ok(all.into_iter().filter(|listed| listed.paper.kind.is_for(staff.role)).map(line).collect())
}
