//! One case as a row 一件一行: its steps from its events, its words as far as the reader may see them.

use std::collections::BTreeMap;

use crate::domain::case::{Case, Satisfaction, State};
use crate::domain::complaint::Slot;
use crate::domain::department::Directory;
use crate::domain::event::{Event, Outcome, Recorded};
use crate::domain::ids::Moment;
use crate::domain::past::channel_label;
use crate::domain::privacy::{Sight, Veil};
use crate::import::field::Field;

/// A column: a field that an import reads, or a count that only people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// What an import reads.
    Of(Field),
    /// 本系统工单号
    Own,
    /// 退单次数
    Returns,
    /// 流转次数
    Hops,
    /// 重办次数
    Redos,
    /// 诉求人催办次数
    Urged,
    /// 延期次数
    Extensions,
    /// 黄牌
    Yellow,
    /// 红牌
    Red,
}

impl Column {
    /// The heading.
    pub fn label(self) -> &'static str {
        match self {
            Self::Of(field) => field.label(),
            Self::Own => "本系统登记号",
            Self::Returns => "退单次数",
            Self::Hops => "流转次数",
            Self::Redos => "重办次数",
            Self::Urged => "诉求人催办次数",
            Self::Extensions => "延期次数",
            Self::Yellow => "黄牌",
            Self::Red => "红牌",
        }
    }

    /// How wide it is in a workbook, in characters.
    pub fn width(self) -> f64 {
        match self {
            Self::Of(Field::Text | Field::Answer) => 48.0,
            Self::Of(field) if field.is_time() => 19.0,
            Self::Of(Field::Number | Field::Place | Field::Intent | Field::Reason) | Self::Own => 20.0,
            _ => 12.0,
        }
    }
}

/// Every column, in order.
pub fn columns() -> Vec<Column> {
    let counts =
        [Column::Own, Column::Hops, Column::Returns, Column::Redos, Column::Urged, Column::Extensions, Column::Yellow, Column::Red];
    Field::ALL.into_iter().map(Column::Of).chain(counts).collect()
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A moment.
    Time(Moment),
    /// A number.
    Count(u32),
}

/// One case as a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record(BTreeMap<Column, Value>);

impl Record {
    /// What stands in a column; none when it is empty.
    pub fn get(&self, column: Column) -> Option<&Value> {
        self.0.get(&column)
    }

    /// The row of a case for a reader who sees so much of it.
    pub fn of(case: &Case, events: &[Recorded], directory: &Directory, sight: Sight) -> Self {
        let mut record = Self::default();
        let veil = Veil::with(sight, case);
        record.matter(case, &veil);
        record.steps(events, &veil);
        record.unit(case, events, directory);
        let tally = &case.tally;
        let counts = [
            (Column::Hops, tally.hops),
            (Column::Returns, tally.returns),
            (Column::Redos, tally.redos),
            (Column::Urged, tally.urged),
            (Column::Extensions, tally.extensions),
            (Column::Yellow, tally.yellow_cards),
            (Column::Red, tally.red_cards),
        ];
        record.0.extend(counts.map(|(column, count)| (column, Value::Count(count))));
        record
    }

    fn text(&mut self, column: Column, words: &str) {
        if !words.is_empty() {
            self.0.insert(column, Value::Text(words.to_owned()));
        }
    }

    fn put(&mut self, field: Field, words: &str) {
        self.text(Column::Of(field), words);
    }

    fn at(&mut self, field: Field, at: Moment) {
        self.0.insert(Column::Of(field), Value::Time(at));
    }

    fn matter(&mut self, case: &Case, veil: &Veil) {
        let own = case.number.to_string();
        let original = case.origin.as_ref().and_then(|origin| origin.number.clone());
        self.put(Field::Number, original.as_deref().unwrap_or(&own));
        self.text(Column::Own, &own);
        self.put(Field::Text, &veil.text(&case.complaint.text));
        let is = &case.complaint.classification;
        self.put(Field::Channel, &veil.text(channel_label(case.channel())));
        self.put(Field::Kind, is.kind.label());
        self.put(Field::Category, is.category.label());
        self.put(Field::Intent, &veil.text(&is.intent_name));
        self.put(Field::Urgency, is.urgency.label());
        self.put(Field::District, &veil.text(is.district.as_deref().unwrap_or_default()));
        for (field, slot) in [(Field::Place, Slot::Place), (Field::Name, Slot::Name), (Field::Phone, Slot::Phone)] {
            let seen = case.complaint.slots.get(&slot).and_then(|value| veil.slot(slot, value));
            self.put(field, &seen.unwrap_or_default());
        }
        self.put(Field::Confidential, if case.complaint.confidential { "是" } else { "" });
        self.put(Field::Status, case.state.label());
        match &case.state {
            State::Declined { ground, way } => self.put(Field::Reason, &format!("{}：{}", ground.label(), veil.text(way))),
            State::Withdrawn { reason } | State::Revoked { reason, .. } | State::HandedOver { reason, .. } => {
                self.put(Field::Reason, &veil.text(reason));
            }
            _ => {}
        }
    }

    /// The times of the last round: what a new dispatch or a redo undid stands no more.
    fn steps(&mut self, events: &[Recorded], veil: &Veil) {
        for recorded in events {
            let at = recorded.at;
            match &recorded.event {
                Event::Received { arrived, .. } => self.at(Field::Received, *arrived),
                Event::Accepted { .. } => self.at(Field::Accepted, at),
                Event::Dispatched { .. } => {
                    self.forget(&[Field::Acknowledged, Field::Contacted, Field::Resolved, Field::Reviewed]);
                    self.at(Field::Dispatched, at);
                }
                Event::Reopened { .. } => {
                    self.forget(&[Field::Resolved, Field::Reviewed, Field::FollowedUp, Field::Solved, Field::Satisfied, Field::Closed]);
                }
                Event::Acknowledged => self.at(Field::Acknowledged, at),
                Event::ProgressRecorded { contact: true, .. } if self.get(Column::Of(Field::Contacted)).is_none() => {
                    self.at(Field::Contacted, at);
                }
                Event::Resolved { answer, .. } => {
                    self.at(Field::Resolved, at);
                    self.put(Field::Answer, &veil.text(&answer.result));
                }
                Event::Reviewed { passed: true, .. } => self.at(Field::Reviewed, at),
                Event::FollowedUp { outcome, .. } => self.followed_up(at, outcome),
                Event::Archived | Event::Declined { .. } | Event::Withdrawn { .. } | Event::Merged { .. } => self.at(Field::Closed, at),
                Event::Revoked { .. } | Event::HandedOver { .. } => self.at(Field::Closed, at),
                _ => {}
            }
        }
    }

    fn forget(&mut self, fields: &[Field]) {
        fields.iter().for_each(|field| drop(self.0.remove(&Column::Of(*field))));
    }

    /// Of many citizens the row says what one of them would have said only where all of them said the same.
    fn followed_up(&mut self, at: Moment, outcome: &Outcome) {
        self.at(Field::FollowedUp, at);
        let (solved, satisfied) = match outcome {
            Outcome::Answered { solved, satisfaction, .. } => (Some(*solved), Some(*satisfaction)),
            Outcome::Silent => (None, None),
            Outcome::Voted(count) => {
                let solved = match (count.solved, count.unsolved) {
                    (1.., 0) => Some(true),
                    (0, 1..) => Some(false),
                    _ => None,
                };
                let satisfied = match (count.satisfied, count.fair, count.dissatisfied) {
                    (1.., 0, 0) => Some(Satisfaction::Satisfied),
                    (0, 1.., 0) => Some(Satisfaction::Fair),
                    (0, 0, 1..) => Some(Satisfaction::Dissatisfied),
                    _ => None,
                };
                (solved, satisfied)
            }
        };
        self.put(Field::Solved, solved.map_or("", |solved| if solved { "是" } else { "否" }));
        self.put(Field::Satisfied, satisfied.map_or("", Satisfaction::label));
    }

    /// The unit that has, or last had, the task, and its limits.
    fn unit(&mut self, case: &Case, events: &[Recorded], directory: &Directory) {
        let mut replayed: Option<Case> = None;
        for recorded in events {
            match &mut replayed {
                None => replayed = Case::first(recorded),
                Some(case) => case.apply(recorded),
            }
            if let Some(mandate) = replayed.as_ref().and_then(|case| case.state.mandate()) {
                self.at(Field::AcknowledgeDue, mandate.acknowledge.due);
                self.at(Field::HandleDue, mandate.handle.due);
                self.put(Field::Unit, directory.short(&mandate.unit));
            }
        }
        if let Some(unit) = case.unit() {
            self.put(Field::Unit, directory.short(unit));
        }
    }
}
