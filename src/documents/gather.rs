//! The facts of a paper from the events of its case 取数: up to the event that makes it, and not one further. Only what hides an
//! identity looks at the whole case: who asked later not to be known is not shown by a paper that is made again after that.

use super::facts::{Addressee, CaseFacts, Fact, Facts, PaperFacts, Record, Step};
use super::{NoPaper, chinese, number};
use crate::domain::case::Case;
use crate::domain::complaint::{Risk, Slot};
use crate::domain::department::Directory;
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::{ChatRef, DepartmentId, StaffId};
use crate::domain::message::count_evidence;
use crate::domain::paper::{Paper, PaperKind};
use crate::domain::privacy::{self, Reader, Sight, Veil, What};
use crate::domain::staff::{Actor, Staff};

mod about;

/// What is asked for, and what is known.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// The paper.
    pub paper: Paper,
    /// As whom it is read.
    pub reader: Reader,
    /// 查阅码 of the reader's look.
    pub code: Option<&'a str>,
    /// Every event of the case.
    pub events: &'a [Recorded],
    /// The city's name.
    pub city: &'a str,
    /// The units.
    pub directory: &'a Directory,
    /// The people.
    pub staff: &'a [Staff],
}

/// The case as of the paper, and who may see what of it.
struct Desk<'a> {
    ask: &'a Ask<'a>,
    /// The events up to the one that makes it.
    events: &'a [Recorded],
    made: &'a Recorded,
    case: Case,
    words: Veil,
    answers: Veil,
}

/// The facts of a paper.
///
/// # Errors
/// There is no such paper.
pub fn gather(ask: &Ask<'_>) -> Result<Facts, NoPaper> {
    let seq = ask.paper.seq;
    let end = ask.events.iter().position(|event| event.seq == seq).ok_or(NoPaper::NotMade(seq))?;
    let events = &ask.events[..=end];
    let made = &ask.events[end];
    let case = Case::replay(events).ok_or(NoPaper::NoCase)?;
    if ask.paper.given.is_none() && PaperKind::made_by(&made.event, &case, ask.directory) != Some(ask.paper.kind) {
        return Err(NoPaper::NotMade(seq));
    }
    let whole = Case::replay(ask.events).ok_or(NoPaper::NoCase)?;
    let confidential = privacy::is_confidential(&whole);
    // An admonition is about a person of the unit: nothing of the citizen belongs there, whoever reads it.
    let most = if ask.paper.kind == PaperKind::Admonition { Sight::Hidden } else { Sight::Full };
    let veil = |reader, what| Veil::with(privacy::sight_of(reader, confidential, what).min(most), &whole);
    // What is answered to many citizens names none of them.
    let of_answers = if ask.reader == Reader::Citizen { privacy::citizens(&whole) } else { ask.reader };
    let (words, answers) = (veil(ask.reader, What::Words), veil(of_answers, What::Answer));
    Ok(Desk { ask, events, made, case, words, answers }.facts())
}

impl Desk<'_> {
    fn facts(&self) -> Facts {
        Facts {
            city: self.ask.city.to_owned(),
            paper: self.paper(),
            case: self.case(),
            to: self.to(),
            task: self.task(),
            proposal: self.proposal(),
            answer: self.answer(),
            outcome: self.outcome(),
            letter: self.letter(),
            record: self.record(),
            steps: self.events.iter().filter(|event| !is_told_by_its_letter(event)).map(|event| self.step(event)).collect(),
        }
    }

    fn paper(&self) -> PaperFacts {
        let (paper, case) = (&self.ask.paper, self.case.number);
        PaperFacts {
            kind: paper.kind.label().to_owned(),
            year: number::year(case, paper),
            serial: number::serial(case, paper),
            date: chinese::day(self.made.at),
            time: chinese::time(self.made.at),
            by: match &self.made.by {
                Actor::Staff { id, .. } => Some(self.person(*id)),
                Actor::Citizen { .. } | Actor::System => None,
            },
            code: self.ask.code.map(str::to_owned),
        }
    }

    fn case(&self) -> CaseFacts {
        let (case, complaint) = (&self.case, &self.case.complaint);
        let classification = &complaint.classification;
        let is_silent = self.ask.paper.kind == PaperKind::Admonition;
        let slot = |slot: Slot| complaint.slots.get(&slot).filter(|_| !is_silent).and_then(|value| self.words.slot(slot, value));
        CaseFacts {
            number: case.number.to_string(),
            received: chinese::time(case.received_at),
            channel: channel(&complaint.chat).to_owned(),
            kind: classification.kind.label().to_owned(),
            category: classification.category.label().to_owned(),
            intent: classification.intent_name.clone(),
            urgency: classification.urgency.label().to_owned(),
            text: if is_silent { String::new() } else { self.words.text(&complaint.text) },
            name: slot(Slot::Name),
            phone: slot(Slot::Phone),
            place: slot(Slot::Place),
            when: slot(Slot::Time),
            about: slot(Slot::About),
            wish: slot(Slot::Wish),
            others: others(complaint.slots.keys().copied()).filter_map(|(of, name)| Some(Fact { name, value: slot(of)? })).collect(),
            evidence: listed(count_evidence(&case.evidence()).iter().map(|(kind, count)| format!("{kind}{count}份"))),
            risks: listed(classification.risks.iter().filter(|risk| **risk != Risk::Confidential).map(|risk| risk.label().to_owned()))
                .filter(|_| matches!(self.ask.reader, Reader::Staff(_) | Reader::Group)),
            confidential: privacy::is_confidential(case),
            confirmed: complaint.confirmed,
            complex: case.complex,
            citizens: case.citizens().count(),
            unit: case.unit().map(|unit| self.unit(unit)),
            state: case.state.label().to_owned(),
        }
    }

    fn to(&self) -> Addressee {
        match &self.made.event {
            Event::Dispatched { unit, co_units, .. } => {
                Addressee { unit: Some(self.unit(unit)), copies: self.units(co_units), person: None }
            }
            Event::Transferred { to, .. } => {
                Addressee { unit: Some(self.unit(to)), copies: self.before().map(|from| self.unit(&from)), person: None }
            }
            Event::Reopened { .. } => {
                let unit = self.case.unit().map(|unit| self.unit(unit));
                Addressee { copies: unit.as_ref().map(|unit| format!("{unit}分管负责人")), unit, person: None }
            }
            Event::Supervised { unit, person, .. } | Event::RungReached { unit: Some(unit), person, .. } => {
                let person = person.filter(|_| self.ask.paper.kind == PaperKind::Admonition);
                let copies = format!("{}分管负责人", self.unit(unit));
                Addressee { unit: Some(self.unit(unit)), copies: Some(copies), person: person.map(|person| self.name(person)) }
            }
            _ => Addressee::default(),
        }
    }

    fn record(&self) -> Record {
        let tally = &self.case.tally;
        Record {
            yellow: tally.yellow_cards,
            red: tally.red_cards,
            urged: tally.urged,
            returns: tally.returns,
            redos: tally.redos,
            extensions: tally.extensions,
            letters: tally.letters,
        }
    }

    fn step(&self, event: &Recorded) -> Step {
        let by = match &event.by {
            Actor::Citizen { .. } => "诉求人".to_owned(),
            Actor::System => "系统".to_owned(),
            Actor::Staff { role, department, .. } => {
                let unit = department.as_ref().map(|unit| self.ask.directory.short(unit)).unwrap_or_default();
                format!("{unit}{}", role.label())
            }
        };
        let what = match &event.event {
            Event::RungReached { rung, title, .. } => title.clone().unwrap_or_else(|| rung.label().to_owned()),
            Event::Supervised { kind, .. } => kind.label().to_owned(),
            other => other.label().to_owned(),
        };
        Step { at: chinese::time(event.at), what, by }
    }

    /// The unit that had the case before the event.
    fn before(&self) -> Option<DepartmentId> {
        let before = self.events.len().checked_sub(1)?;
        Case::replay(&self.events[..before])?.unit().cloned()
    }

    fn unit(&self, id: &DepartmentId) -> String {
        self.ask.directory.get(id).map_or_else(|| id.as_str().to_owned(), |unit| unit.name.clone())
    }

    fn units(&self, ids: &[DepartmentId]) -> Option<String> {
        listed(ids.iter().map(|id| self.unit(id)))
    }

    /// Role and name.
    fn person(&self, id: StaffId) -> String {
        let person = self.ask.staff.iter().find(|staff| staff.id == id);
        person.map_or_else(|| format!("工号{id}"), |staff| format!("{} {}", staff.role.label(), staff.name))
    }

    fn name(&self, id: StaffId) -> String {
        let person = self.ask.staff.iter().find(|staff| staff.id == id);
        person.map_or_else(|| format!("工号{id}"), |staff| staff.name.clone())
    }
}

/// A rung that issues a letter is told as the letter, which follows it.
fn is_told_by_its_letter(event: &Recorded) -> bool {
    matches!(&event.event, Event::RungReached { rung, unit: Some(_), .. } if rung.letter().is_some())
}

/// 照片2份、语音1份; none of nothing.
fn listed(all: impl Iterator<Item = String>) -> Option<String> {
    let all: Vec<String> = all.collect();
    (!all.is_empty()).then(|| all.join("、"))
}

/// The facts that have no place of their own in [`CaseFacts`].
fn others(slots: impl Iterator<Item = Slot>) -> impl Iterator<Item = (Slot, String)> {
    use Slot::{About, Confidential, Name, Phone, Place, Time, Wish};
    slots
        .filter(|slot| !matches!(slot, Name | Phone | Place | Time | About | Wish | Confidential))
        .map(|slot| (slot, slot.label().to_owned()))
}

/// What people call the channel.
fn channel(chat: &ChatRef) -> &'static str {
    match chat.channel() {
        "tg" => "Telegram",
        "web" => "网页",
        _ => "在线渠道",
    }
}
