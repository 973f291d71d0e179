//! The details of what not every case meets: approval, rulings, co-units, suspension, supervision, many citizens.

use super::{Detail, Teller};
use crate::domain::case::{Application, Proposal};
use crate::domain::event::Event;
use crate::domain::ids::{DepartmentId, StaffId};
use crate::domain::message::when;
use crate::domain::span::{Limit, LimitKind};

impl Teller<'_> {
    /// Units by their short names.
    pub fn units(&self, units: &[DepartmentId]) -> String {
        units.iter().map(|unit| self.unit(unit)).collect::<Vec<_>>().join("、")
    }

    /// A colleague by name; by number when they are no longer employed.
    pub fn person(&self, person: StaffId) -> String {
        let name = self.staff.iter().find(|staff| staff.id == person).map(|staff| staff.name.clone());
        name.unwrap_or_else(|| format!("工号{person}"))
    }

    pub(super) fn care_details(&self, event: &Event) -> Vec<Detail> {
        match event {
            Event::SubmittedForApproval { proposal, approve } => self.proposed(proposal, approve),
            Event::Disapproved { reason, dispatch } => vec![("理由", self.veil(reason)), ("重新派单时限", when(dispatch.due))],
            Event::ReturnRefused { reason, acknowledge } => vec![("理由", self.veil(reason)), ("签收时限", when(acknowledge.due))],
            Event::ReferredForRuling { reason, rule } => vec![("理由", self.veil(reason)), ("裁定时限", when(rule.due))],
            Event::Ruled { unit, reason } => vec![("裁定单位", self.unit(unit)), ("理由", self.veil(reason))],
            Event::CoUnitAdded { unit, task } => vec![("协办单位", self.unit(unit)), ("事项", self.maybe(task))],
            Event::CoAcknowledged { unit } => vec![("协办单位", self.unit(unit))],
            Event::CoReported { unit, opinion } => vec![("协办单位", self.unit(unit)), ("意见", self.veil(opinion))],
            Event::Applied { what, reason, rule } => self.applied(what, reason, rule),
            Event::ApplicationRefused { reason } => vec![("理由", self.veil(reason))],
            Event::Suspended { label, reason, review, .. } => {
                vec![("情形", label.clone()), ("理由", self.veil(reason)), ("复核日期", when(review.due))]
            }
            Event::Resumed { reason, pause, due } => vec![
                ("理由", self.veil(reason)),
                ("中止期间", format!("{}至{}", when(pause.from), when(pause.to))),
                ("新的办理时限", when(*due)),
            ],
            Event::PutOnFile { measures, promise } => vec![("措施", self.veil(measures)), ("承诺日期", when(promise.due))],
            Event::Revoked { label, reason, .. } => vec![("情形", label.clone()), ("理由", self.veil(reason))],
            Event::HandedOver { to, reason } => vec![("移送机关", self.veil(to)), ("理由", self.veil(reason))],
            _ => self.supervised(event),
        }
    }

    fn supervised(&self, event: &Event) -> Vec<Detail> {
        match event {
            Event::ChargeTaken { leader } => vec![("包案领导", self.person(*leader))],
            Event::Recused { person, reason } => vec![("回避人", self.person(*person)), ("理由", self.veil(reason))],
            Event::ConflictNamed { unit, reason, dispatch } => vec![
                ("回避单位", self.unit(unit)),
                ("理由", self.veil(reason)),
                ("重新派单时限", dispatch.map(|limit| when(limit.due)).unwrap_or_default()),
            ],
            Event::Supervised { letter, unit, person, words, answer, .. } => vec![
                ("编号", letter.to_string()),
                ("发往", self.unit(unit)),
                ("责任人", person.map(|person| self.person(person)).unwrap_or_default()),
                ("内容", self.veil(words)),
                ("答复时限", answer.map(|limit| when(limit.due)).unwrap_or_default()),
            ],
            Event::LetterAnswered { letter, words } => vec![("编号", letter.to_string()), ("回函", self.veil(words))],
            Event::Merged { into } => vec![("并入", into.to_string())],
            Event::Joined { party } => vec![("来自", party.from.to_string())],
            Event::Left { reason, .. } => vec![("原因", self.veil(reason))],
            Event::Voted { vote, .. } => vec![
                ("是否解决", super::solved_words(vote.solved).to_owned()),
                ("满意度", vote.satisfaction.label().to_owned()),
                ("原因", self.maybe(&vote.reason)),
            ],
            Event::Recurred { case } => vec![("新工单", case.to_string())],
            Event::ProfileMigrated { from, to, limits } => {
                let ends = limits.iter().map(|(kind, limit): &(LimitKind, Limit)| format!("{}{}", kind.label(), when(limit.due)));
                vec![("原规则", from.clone()), ("新规则", to.clone()), ("时限", ends.collect::<Vec<_>>().join("、"))]
            }
            _ => Vec::new(),
        }
    }

    fn proposed(&self, proposal: &Proposal, approve: &Limit) -> Vec<Detail> {
        vec![
            ("拟主办", self.unit(&proposal.unit)),
            ("拟协办", self.units(&proposal.co_units)),
            ("意见", self.maybe(&proposal.instruction)),
            ("审批时限", when(approve.due)),
        ]
    }

    fn applied(&self, what: &Application, reason: &str, rule: &Limit) -> Vec<Detail> {
        vec![self.asked_for(what), ("理由", self.veil(reason)), ("审批时限", when(rule.due))]
    }

    /// What a handler asks for; a ground in the words of the rules.
    pub fn asked_for(&self, what: &Application) -> Detail {
        match what {
            Application::Suspension { ground } => {
                ("情形", self.rules.suspension.ground(ground).map_or_else(|| ground.clone(), |named| named.label.clone()))
            }
            Application::OnFile { until } => ("承诺日期", until.format("%Y年%m月%d日").to_string()),
            Application::CoUnit { unit } => ("协办单位", self.unit(unit)),
        }
    }
}
