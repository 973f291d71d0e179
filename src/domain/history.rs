//! The history of a case 流转记录: every event in words, veiled for its reader.

use super::case::{Answer, Case};
use super::complaint::{Slot, Slots};
use super::department::Directory;
use super::event::{Event, Outcome};
use super::ids::DepartmentId;
use super::message::{shorten, when};
use super::privacy::{self, Sight, Veil};
use super::profile::Profile;
use super::staff::{Actor, Staff};

mod care;
mod pieces;

pub use pieces::evidence;

/// What an event says: the name of a detail and its words.
pub type Detail = (&'static str, String);

/// For whom events are put into words.
#[derive(Clone, Copy, Debug)]
pub struct Teller<'a> {
    /// The case.
    pub case: &'a Case,
    /// The units.
    pub directory: &'a Directory,
    /// The people.
    pub staff: &'a [Staff],
    /// The rules that the case runs under: they name its grounds.
    pub rules: &'a Profile,
    /// What the reader sees of the identity.
    pub sight: Sight,
}

impl Teller<'_> {
    /// Text of any event.
    pub fn veil(&self, text: &str) -> String {
        privacy::veil(text, self.case, self.sight)
    }

    fn unit(&self, unit: &DepartmentId) -> String {
        self.directory.short(unit).to_owned()
    }

    /// Who did it: a role and, of colleagues, the name; never the citizen's.
    pub fn actor(&self, actor: &Actor) -> String {
        match actor {
            Actor::Citizen { .. } => "诉求人".to_owned(),
            Actor::System => "系统".to_owned(),
            Actor::Staff { id, role, department } => {
                let name = self.staff.iter().find(|staff| staff.id == *id).map(|staff| staff.name.clone());
                let unit = department.as_ref().map(|unit| self.unit(unit));
                unit.into_iter().chain([role.label().to_owned()]).chain(name).collect::<Vec<_>>().join(" · ")
            }
        }
    }

    /// The event's details, without those that are empty.
    pub fn details(&self, event: &Event) -> Vec<Detail> {
        let all = self.earlier_details(event);
        all.into_iter().filter(|(_, words)| !words.is_empty()).collect()
    }

    fn earlier_details(&self, event: &Event) -> Vec<Detail> {
        match event {
            Event::Received { origin: Some(origin), accept, .. } => vec![
                ("登记", "由别的系统的历史工单导入，各步时间是那里记的；那里没有记的步骤没有补".to_owned()),
                ("原编号", origin.number.clone().unwrap_or_default()),
                ("渠道", origin.channel.clone().unwrap_or_default()),
                ("导入时间", when(origin.at)),
                ("受理时限", when(accept.due)),
            ],
            Event::TakenOver { limits } => {
                limits.iter().map(|(kind, limit)| ("时限", format!("{}时限{}", kind.label(), when(limit.due)))).collect()
            }
            Event::Received { complaint, accept, .. } => {
                let how = if complaint.confirmed { "诉求人已确认" } else { "诉求人未确认，按已知内容登记" };
                vec![("登记", how.to_owned()), ("受理时限", when(accept.due))]
            }
            Event::Accepted { dispatch } => vec![("派单时限", when(dispatch.due))],
            Event::Declined { ground, way } => vec![("情形", ground.label().to_owned()), ("途径", self.veil(way))],
            Event::Dispatched { unit, acknowledge, handle, by_ruling, instruction, co_units } => vec![
                ("主办", self.unit(unit)),
                ("协办", self.units(co_units)),
                ("签收时限", when(acknowledge.due)),
                ("办理时限", when(handle.due)),
                ("裁定", if *by_ruling { "经裁定，不得再退".to_owned() } else { String::new() }),
                ("意见", self.maybe(instruction)),
            ],
            Event::ProgressRecorded { note, contact } => vec![(if *contact { "告知" } else { "进展" }, self.veil(note))],
            Event::Returned { reason, basis, suggested, dispatch } => vec![
                ("理由", self.veil(reason)),
                ("依据", self.veil(basis)),
                ("建议单位", suggested.as_ref().map(|unit| self.unit(unit)).unwrap_or_default()),
                ("重新派单时限", when(dispatch.due)),
            ],
            Event::Transferred { to, note, acknowledge } => {
                vec![("转派至", self.unit(to)), ("签收时限", when(acknowledge.due)), ("说明", self.maybe(note))]
            }
            _ => self.later_details(event),
        }
    }

    fn later_details(&self, event: &Event) -> Vec<Detail> {
        match event {
            Event::ExtensionRequested { workdays, reason, rule } => {
                vec![("申请", format!("{workdays}个工作日")), ("理由", self.veil(reason)), ("审批时限", when(rule.due))]
            }
            Event::ExtensionGranted { due } => vec![("新的办理时限", when(*due))],
            Event::ExtensionRefused { reason } => vec![("理由", self.veil(reason))],
            Event::Resolved { answer, review } => self.answer(answer).into_iter().chain([("审核时限", when(review.due))]).collect(),
            Event::Reviewed { remark, .. } => vec![("意见", self.maybe(remark))],
            Event::FollowUpAsked { attempt } => vec![("次数", format!("第{attempt}次"))],
            Event::FollowUpPassedOn { call } => vec![("回访时限", when(call.due))],
            Event::SolvedAnswered { solved } => vec![("回答", solved_words(*solved).to_owned())],
            Event::FollowedUp { outcome, archive } => {
                self.outcome(outcome).into_iter().chain([("可提出异议至", when(archive.due))]).collect()
            }
            Event::Reopened { reason, acknowledge, handle } => {
                vec![("原因", self.veil(reason)), ("签收时限", when(acknowledge.due)), ("办理时限", when(handle.due))]
            }
            Event::Withdrawn { reason } => vec![("原因", self.veil(reason))],
            Event::Supplemented { text, slots, .. } => [("内容", self.veil(text))].into_iter().chain(self.slots(slots)).collect(),
            Event::Urged { note } => vec![("内容", self.veil(note))],
            Event::RungReached { limit, unit, person, title, late, .. } => vec![
                ("名称", title.clone().unwrap_or_default()),
                ("事由", format!("{}时限", limit.label())),
                ("记于", unit.as_ref().map(|unit| self.unit(unit)).unwrap_or_default()),
                ("责任人", person.map(|person| self.person(person)).unwrap_or_default()),
                ("说明", if *late { "系统停机期间到期，恢复后补记".to_owned() } else { String::new() }),
            ],
            _ => self.care_details(event),
        }
    }

    fn maybe(&self, text: &Option<String>) -> String {
        text.as_deref().map(|text| self.veil(text)).unwrap_or_default()
    }

    fn answer(&self, answer: &Answer) -> Vec<Detail> {
        vec![
            ("联系情况", self.veil(&answer.contact)),
            ("办理结果", self.veil(&answer.result)),
            ("依据", self.veil(&answer.basis)),
            ("后续", self.maybe(&answer.rest)),
        ]
    }

    fn outcome(&self, outcome: &Outcome) -> Vec<Detail> {
        match outcome {
            Outcome::Answered { solved, satisfaction, reason } => vec![
                ("是否解决", solved_words(*solved).to_owned()),
                ("满意度", satisfaction.label().to_owned()),
                ("原因", self.maybe(reason)),
            ],
            Outcome::Silent => vec![("结果", "未回应".to_owned())],
            Outcome::Voted(count) => vec![("结果", count.words())],
        }
    }

    fn slots(&self, slots: &Slots) -> Vec<Detail> {
        let veil = Veil::with(self.sight, self.case);
        let seen = |(slot, value): (&Slot, &String)| Some((slot.label(), shorten(&veil.slot(*slot, value)?, 200)));
        slots.iter().filter_map(seen).collect()
    }
}

fn solved_words(solved: bool) -> &'static str {
    if solved { "已解决" } else { "未解决" }
}
