//! Whose matter it is by what was learned 学得的派单: the labels of the city's history and the units that they mean.
//!
//! Where the labels are units, the best one decides on the department, how sure that is, and who else it may be; kind, urgency,
//! the facts needed and every emergency stay with the shipped intents. A label that names no unit (其他单位) or one of many
//! (街道办 without a place) goes to a person.

use super::learned::{Model, Parts, Weighed};
use super::segment::Boundaries;
use crate::domain::complaint::{Alternative, Classification};
use crate::domain::department::{Department, Directory};
use crate::domain::ids::DepartmentId;

/// The field of a history whose labels are units.
const UNIT: &str = "unit";

/// How many words of the best label are told.
const WORDS: usize = 6;

/// A model with the units that its labels mean.
pub struct Dispatch {
    model: Model,
    owners: Vec<Owner>,
    /// The labels are units.
    decides: bool,
}

/// Which unit a label means.
enum Owner {
    /// This one.
    Unit(DepartmentId),
    /// The one of these at the place.
    AtThePlace(Vec<DepartmentId>),
    /// None that the directory knows.
    Nobody,
}

/// Of several units the one at the place that is talked of.
type AtPlace<'a> = dyn Fn(&[DepartmentId]) -> Option<&'a Department> + 'a;

impl Dispatch {
    /// A model whose labels are looked up in the directory. They are units when the field says so, or when most of them are.
    pub fn new(model: Model, directory: &Directory) -> Self {
        let owners: Vec<Owner> = model.names().iter().map(|name| Owner::of(name, directory)).collect();
        let known = owners.iter().filter(|owner| !matches!(owner, Owner::Nobody)).count();
        let decides = model.field() == UNIT || known * 2 > owners.len();
        Self { model, owners, decides }
    }

    /// The model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Whether its labels are units, so that it decides whose matter it is.
    pub fn decides(&self) -> bool {
        self.decides
    }

    /// The labels that name no unit, where they should: their matters always go to a person.
    pub fn unknown(&self) -> Vec<&str> {
        let labels = self.model.names().iter().zip(&self.owners).filter(|(_, owner)| self.decides && matches!(owner, Owner::Nobody));
        labels.map(|(name, _)| name.as_str()).collect()
    }

    /// Adds what it says of a text to what the intents say.
    pub(super) fn decide(
        &self,
        is: &mut Classification,
        text: &Parts<'_>,
        edges: &Boundaries<'_>,
        intent_name: &dyn Fn(&str) -> String,
        at_place: &AtPlace<'_>,
    ) {
        let weighed = self.model.weigh(text, edges, is.intent.as_ref().map(|id| id.as_str()));
        let Some(label) = weighed.labelled() else { return };
        is.because.extend(weighed.because(weighed.ranked[0].0, text.whole, WORDS, intent_name));
        is.because.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        if self.decides && is.hotline.is_none() {
            is.intent_probability = is.intent_probability.or(Some(is.probability));
            is.department = self.unit(weighed.ranked[0].0, at_place);
            is.probability = label.probability;
            is.abstain = label.abstain || is.department.is_none();
            is.alternatives = self.others(&weighed, at_place);
        }
        is.label = Some(label);
    }

    fn others(&self, weighed: &Weighed<'_>, at_place: &AtPlace<'_>) -> Vec<Alternative> {
        let other = |&(label, probability): &(usize, f64)| Alternative {
            intent: None,
            intent_name: self.model.names()[label].clone(),
            department: self.unit(label, at_place),
            probability,
        };
        weighed.ranked.iter().skip(1).map(other).collect()
    }

    fn unit(&self, label: usize, at_place: &AtPlace<'_>) -> Option<DepartmentId> {
        match &self.owners[label] {
            Owner::Unit(id) => Some(id.clone()),
            Owner::AtThePlace(units) => at_place(units).map(|unit| unit.id.clone()),
            Owner::Nobody => None,
        }
    }
}

impl Owner {
    fn of(label: &str, directory: &Directory) -> Self {
        match directory.meant_by(label).as_slice() {
            [] => Self::Nobody,
            [only] => Self::Unit(only.id.clone()),
            many => Self::AtThePlace(many.iter().map(|unit| unit.id.clone()).collect()),
        }
    }
}

#[cfg(test)]
mod tests;
