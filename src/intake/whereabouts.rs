//! District and level 辖区与层级: whose ground a matter lies on, and which unit of that ground it goes to. A street's matter goes to
//! the street, a district's to the district's own unit, a unit that the text names to that unit, all else to the city's.

use super::Ctx;
use super::slots::{Found, Ground, Spot, point};
use crate::classify::intents::Intent;
use crate::domain::complaint::{Alternative, Classification, Evidence, EvidenceKind, Slot, Slots};
use crate::domain::conversation::Draft;
use crate::domain::department::Department;

/// How many units a dispatcher is offered.
const OFFERED: usize = 3;

/// What a matter's place is, from the text, from what was answered, and from the map.
pub(super) struct Whereabouts {
    ground: Ground,
    place: Option<String>,
}

impl Whereabouts {
    /// Where a text is, of which `found` was found and these facts were `known` before. The words of a place that was
    /// answered go before the whole text, words before a map point.
    pub(super) fn of(found: &Found, known: &Slots, evidence: &[Evidence], ctx: &Ctx<'_>) -> Self {
        let answered = known.get(&Slot::Place);
        let (named, unsure) = (found.slots.get(&Slot::Place), &found.ground);
        let place = answered.or(named).cloned().or_else(|| spot(evidence, ctx).map(|(_, words)| words));
        let told =
            answered.filter(|words| named != Some(words)).map(|words| ctx.finder.ground(words)).filter(|ground| ground.district.is_some());
        let found = Some(found.ground.clone()).filter(|ground| ground.district.is_some());
        let pinned = spot(evidence, ctx).map(|(spot, _)| ground_of(spot)).filter(|ground| ground.district.is_some());
        let mut ground = told.or(found).or(pinned.clone()).unwrap_or_else(|| unsure.clone());
        // Words that name the district only are made narrower by a point in it.
        if let Some(pinned) = pinned.filter(|pinned| ground.street.is_none() && pinned.district == ground.district) {
            ground.street = pinned.street;
        }
        Self { ground, place }
    }

    /// What a classifier is told of the place: district and street in front of its words, where they do not stand there already.
    pub(super) fn words(&self) -> Option<String> {
        let Self { ground, place } = self;
        let mut words = place.clone().unwrap_or_default();
        for name in [&ground.street, &ground.district].into_iter().flatten() {
            if !words.contains(name.as_str()) {
                words.insert_str(0, name);
            }
        }
        (!words.is_empty()).then_some(words)
    }

    /// The classification with its district, with the unit that the text names, and with the units to choose from where the
    /// matter is one of several districts or streets and the ground does not tell which.
    pub(super) fn settle(self, is: &mut Classification, text: &str, ctx: &Ctx<'_>) {
        let intent = is.intent.as_ref().and_then(|id| ctx.classifier.intent(id));
        if let Some(unit) = self.named(is, intent, text, ctx) {
            is.alternatives.retain(|other| other.department.as_ref() != Some(&unit.id));
            is.department = Some(unit.id.clone());
        }
        if let (None, None, Some(intent)) = (&is.department, &is.label, intent) {
            self.offer(is, intent, ctx);
        }
        is.district = self.ground.district;
    }

    /// The unit of this ground that the text names, if the matter is its own, or nobody's for certain. How an office's own people
    /// behave is nothing that it is given itself 回避.
    fn named<'c>(&self, is: &Classification, intent: Option<&Intent>, text: &str, ctx: &Ctx<'c>) -> Option<&'c Department> {
        let unit = ctx.directory.local_named(text, self.ground.district.as_deref()?)?;
        let owns = intent.is_some_and(|intent| unit.duties.contains(&intent.duty.value));
        let conduct = intent.is_some_and(|intent| intent.conduct);
        let unsure = is.abstain && is.hotline.is_none();
        (!conduct && (owns || unsure)).then_some(unit)
    }

    /// Puts the units that may own the matter before the other choices of the dispatcher.
    fn offer(&self, is: &mut Classification, intent: &Intent, ctx: &Ctx<'_>) {
        let Ground { district, unclear, .. } = &self.ground;
        let near = |unit: &&Department| match (&unit.district, district) {
            (Some(own), Some(district)) => own == district,
            (Some(own), None) => unclear.is_empty() || unclear.contains(own),
            (None, _) => true,
        };
        let owners: Vec<&Department> = ctx.directory.owners(&intent.duty.value).filter(near).collect();
        let share = is.probability / owners.len().max(1) as f64;
        let choice = |unit: &&Department| Alternative {
            intent: Some(intent.id.clone()),
            intent_name: intent.name.clone(),
            department: Some(unit.id.clone()),
            probability: share,
        };
        let mut offered: Vec<Alternative> = owners.iter().take(OFFERED).map(choice).collect();
        offered.append(&mut is.alternatives);
        offered.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        offered.truncate(OFFERED);
        is.alternatives = offered;
    }
}

/// The districts of which the citizen is asked which one it is: the matter is theirs, and more than one was named alike.
pub(super) fn to_ask(text: &str, slots: &Slots, is: &Classification, ctx: &Ctx<'_>) -> Vec<String> {
    let duty = is.intent.as_ref().and_then(|id| ctx.classifier.intent(id)).map(|intent| &intent.duty.value);
    let nobody = is.department.is_none() && duty.is_some_and(|duty| ctx.directory.owns(duty));
    if !nobody || is.district.is_some() {
        return Vec::new();
    }
    let answered = slots.get(&Slot::Place).map(|words| ctx.finder.ground(words)).unwrap_or_default();
    if answered.district.is_some() { Vec::new() } else { ctx.find(text).ground.unclear.clone() }
}

/// The facts of an answer; a district alone adds to the place that is known, 幸福小区 in 城东区, and does not replace it.
pub(super) fn completed(old: &Slots, mut answer: Slots, ctx: &Ctx<'_>) -> Slots {
    if let (Some(old), Some(new)) = (old.get(&Slot::Place), answer.get_mut(&Slot::Place)) {
        let district = ctx.finder.ground(new).district;
        let alone = !ctx.find(new).slots.contains_key(&Slot::Place);
        if let Some(district) = district.filter(|_| alone) {
            *new = if old.contains(&district) { old.clone() } else { format!("{district}{old}") };
        }
    }
    answer
}

/// The draft with a piece of evidence: a map point says where, and with that perhaps whose it is.
pub(super) fn with_evidence(draft: &Draft, evidence: &Evidence, ctx: &Ctx<'_>) -> Draft {
    let mut draft = draft.clone();
    draft.evidence.push(evidence.clone());
    if evidence.kind == EvidenceKind::Location {
        let mut known = std::mem::take(&mut draft.slots);
        if let Some(caption) = &evidence.caption {
            known.entry(Slot::Place).or_insert_with(|| caption.clone());
        }
        (draft.classification, draft.slots) = super::understand_with(&draft.text, known, &draft.evidence, ctx);
    }
    draft
}

/// What the last map point says, with the words of it that a unit reads.
pub(super) fn spot(evidence: &[Evidence], ctx: &Ctx<'_>) -> Option<(Spot, String)> {
    let source = &evidence.iter().rfind(|piece| piece.kind == EvidenceKind::Location)?.source;
    let spot = point(source).map(|at| ctx.finder.spot(at)).unwrap_or_default();
    let words = spot.words(source);
    Some((spot, words))
}

fn ground_of(spot: Spot) -> Ground {
    Ground { district: spot.district, street: spot.street, unclear: Vec::new() }
}
