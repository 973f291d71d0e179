//! The shipped intents as judge 内置意图: which of their answers stands against which field of the data.
//!
//! | field | what answers | how sure |
//! |---|---|---|
//! | `category` | the category of the intent | the intent's probability |
//! | `department`, `unit` | the short name of the unit that owns the matter | the same; that of all the unit's intents together where no one is sure |
//! | `intent`, `intent_name` | the intent's identifier, or its Chinese name | the intent's probability |
//! | `kind` | 咨询 求助 投诉 举报 建议 表扬; the data may also say `consult` and so on | not said |
//! | `urgency` | 一般 紧急 突发, or `normal` and so on | not said |
//! | `district` | the district that was found | not said |

use std::rc::Rc;

use serde::Serialize;
use serde_json::Value;

use super::judge::{Answer, Judge, Spoke};
use crate::domain::complaint::{CONFIDENT, Classification, Decided, Kind, Urgency};
use crate::domain::department::Directory;
use crate::domain::grounds::Candidate;
use crate::domain::ids::DepartmentId;
use crate::intake::{Ctx, grounds, understand_writing};
use crate::letters::Labelled;

/// What is answered where nothing was found.
const NOTHING: &str = "（无）";

/// A field that the shipped intents have an answer for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `category`
    Category,
    /// `department`, `unit`
    Department,
    /// `intent`
    Intent,
    /// `intent_name`
    IntentName,
    /// `kind`
    Kind,
    /// `urgency`
    Urgency,
    /// `district`
    District,
}

impl Field {
    /// The field of this name.
    ///
    /// # Errors
    /// There is no such answer; the words say which there are.
    pub fn named(name: &str) -> Result<Self, String> {
        match name {
            "category" => Ok(Self::Category),
            "department" | "unit" => Ok(Self::Department),
            "intent" => Ok(Self::Intent),
            "intent_name" => Ok(Self::IntentName),
            "kind" => Ok(Self::Kind),
            "urgency" => Ok(Self::Urgency),
            "district" => Ok(Self::District),
            _ => Err(format!(
                "内置意图没有“{name}”这个答案，可选：category、department（或 unit）、intent、intent_name、kind、urgency、district；\
                 评测学得的模型请加 --model"
            )),
        }
    }

    /// A label of the data in the spelling of the answers.
    pub fn spelled(self, label: &str, directory: &Directory) -> String {
        let coded = |value: Option<Value>| value.is_some_and(|value| value == label);
        let known = match self {
            Self::Kind => Kind::ALL.into_iter().find(|kind| coded(code(kind))).map(|kind| kind.label().to_owned()),
            Self::Urgency => {
                let all = [Urgency::Normal, Urgency::Urgent, Urgency::Emergency];
                all.into_iter().find(|urgency| coded(code(urgency))).map(|urgency| urgency.label().to_owned())
            }
            Self::Department => directory.find(label).map(|unit| directory.short(&unit.id).to_owned()),
            _ => None,
        };
        known.unwrap_or_else(|| label.to_owned())
    }

    fn is_sure(self) -> bool {
        !matches!(self, Self::Kind | Self::Urgency | Self::District)
    }

    fn of(self, is: &Classification, directory: &Directory) -> String {
        match self {
            Self::Category => is.category.label().to_owned(),
            Self::Department => unit(is.department.as_ref(), directory),
            Self::Intent => is.intent.as_ref().map_or_else(|| NOTHING.to_owned(), ToString::to_string),
            Self::IntentName => is.intent_name.clone(),
            Self::Kind => is.kind.label().to_owned(),
            Self::Urgency => is.urgency.label().to_owned(),
            Self::District => is.district.clone().unwrap_or_else(|| NOTHING.to_owned()),
        }
    }

    /// What a candidate would have answered; none where it is no matter of the intent alone.
    fn of_candidate(self, candidate: &Candidate, directory: &Directory) -> Option<String> {
        match self {
            Self::Category => Some(candidate.category.label().to_owned()),
            Self::Department => Some(unit(candidate.department.as_ref(), directory)),
            Self::Intent => Some(candidate.intent.to_string()),
            Self::IntentName => Some(candidate.name.clone()),
            Self::Kind | Self::Urgency | Self::District => None,
        }
    }
}

fn code(value: &impl Serialize) -> Option<Value> {
    serde_json::to_value(value).ok()
}

fn unit(department: Option<&DepartmentId>, directory: &Directory) -> String {
    department.map_or_else(|| NOTHING.to_owned(), |unit| directory.short(unit).to_owned())
}

/// The shipped intents, asked for this field.
pub fn judge<'a>(ctx: Ctx<'a>, field: Field) -> Judge<'a> {
    let ctx = Rc::new(ctx);
    let same = ctx.clone();
    Judge {
        name: "内置意图".to_owned(),
        threshold: None,
        answer: Box::new(move |entry| answer(entry, field, &same)),
        reasons: Box::new(move |entry, label| reasons(entry, label, field, &ctx)),
    }
}

fn answer(entry: &Labelled, field: Field, ctx: &Ctx<'_>) -> Answer {
    let (is, _) = understand_writing(&entry.writing, Default::default(), ctx);
    let best = field.of(&is, ctx.directory);
    if !field.is_sure() {
        return Answer { ranked: vec![(best, None)], abstain: false };
    }
    // Where the unit is surer than any of its matters, that says nothing of the matter.
    let sure = is.intent_probability.filter(|_| !matches!(field, Field::Department)).unwrap_or(is.probability);
    let mut ranked = vec![(best, Some(sure))];
    for next in &is.alternatives {
        let intent = next.intent.as_ref().and_then(|id| ctx.classifier.intent(id));
        let label = match field {
            Field::Category => intent.map(|intent| intent.category.label().to_owned()),
            Field::Department => Some(unit(next.department.as_ref(), ctx.directory)),
            Field::Intent => next.intent.as_ref().map(ToString::to_string),
            _ => intent.map(|intent| intent.name.clone()),
        };
        let new = label.filter(|label| ranked.iter().all(|(known, _)| known != label));
        ranked.extend(new.map(|label| (label, Some(next.probability))));
    }
    Answer { ranked, abstain: is.abstain || sure < CONFIDENT }
}

fn reasons(entry: &Labelled, label: &str, field: Field, ctx: &Ctx<'_>) -> Vec<Spoke> {
    let grounds = grounds(&entry.writing, ctx);
    let candidate = grounds.intents.iter().find(|candidate| field.of_candidate(candidate, ctx.directory).as_deref() == Some(label));
    if let Some(candidate) = candidate {
        return candidate.hits.iter().map(|hit| Spoke { words: hit.words.clone(), weight: hit.weight }).collect();
    }
    let decided = match field {
        Field::Kind if grounds.decided.kind.label() == label => Decided::Kind,
        Field::Urgency if grounds.decided.urgency.label() == label => Decided::Urgency,
        _ => return Vec::new(),
    };
    let own = grounds.decided.because.iter().filter(|reason| reason.decided == decided);
    own.map(|reason| Spoke { words: reason.words.clone(), weight: reason.weight }).collect()
}
