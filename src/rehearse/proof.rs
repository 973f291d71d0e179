//! What must always hold 不变式, looked at when a rehearsal has ended: nothing is lost, nothing lies, nothing is said twice.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::TimeDelta;

use super::stage::Stage;
use crate::domain::case::{Case, Holder, State};
use crate::domain::event::{Event, Recorded};
use crate::domain::ids::Moment;
use crate::domain::profile::RungKind;
use crate::domain::reminder::{Reminder, reminders};
use crate::domain::span::LimitKind;
use crate::store::Store;

/// Of one case: its events make its snapshot; while it is open it has a holder and a next date; each rung was climbed at
/// most once for one end of one limit; a late answer has its card.
pub(super) fn case(case: &Case, events: &[Recorded], stage: &Stage, broken: &mut Vec<String>) {
    let number = case.number;
    if Case::replay(events).as_ref() != Some(case) {
        broken.push(format!("{number}：事件重放的结果与快照不一致"));
    }
    if events.iter().zip(1..).any(|(event, place)| event.seq != place || event.case != number) {
        broken.push(format!("{number}：事件编号不连续"));
    }
    if !case.state.is_closed() {
        if case.state.holder() == Holder::Nobody {
            broken.push(format!("{number}：未结案而无人持有"));
        }
        if case.next_due().is_none() && coming(case, stage).is_empty() {
            broken.push(format!("{number}：未结案而没有下一个日期"));
        }
    }
    rungs(case, events, stage, broken);
}

fn rungs(case: &Case, events: &[Recorded], stage: &Stage, broken: &mut Vec<String>) {
    let number = case.number;
    let profile = stage.desk.profile_of(&case.profile);
    let has_card = profile.ladder.iter().any(|rung| rung.rung == RungKind::Yellow && rung.limit == LimitKind::Handle);
    let mut climbed: BTreeSet<(LimitKind, Moment, &str)> = BTreeSet::new();
    let mut carded: BTreeSet<Moment> = BTreeSet::new();
    let mut now: Option<Case> = None;
    for recorded in events {
        match &recorded.event {
            Event::RungReached { id, limit, given, rung, late, .. } => {
                if !climbed.insert((*limit, *given, id)) {
                    broken.push(format!("{number}：同一时限的“{id}”发出了两次"));
                }
                if *late {
                    broken.push(format!("{number}：程序一直在，“{id}”却发晚了"));
                }
                if *rung == RungKind::Yellow {
                    carded.insert(*given);
                }
            }
            Event::Resolved { .. } => {
                let mandate = now.as_ref().and_then(|case| case.state.mandate());
                let late = mandate
                    .is_some_and(|task| recorded.at > task.handle.due + TimeDelta::minutes(1) && !carded.contains(&task.handle.given));
                if late && has_card {
                    broken.push(format!("{number}：超期办结而没有黄牌"));
                }
            }
            _ => {}
        }
        match &mut now {
            Some(case) => case.apply(recorded),
            None => now = Case::first(recorded),
        }
    }
}

fn coming(case: &Case, stage: &Stage) -> Vec<Reminder> {
    let profile = stage.desk.profile_of(&case.profile);
    reminders(case, &profile, stage.city.time(&profile))
}

/// Of the whole house: the outbox is empty, nothing was undeliverable, and every complaint became one case.
pub(super) fn house(stage: &Stage, cases: usize, broken: &mut Vec<String>) -> Result<()> {
    if let Some(waiting) = stage.store.waiting(None, 1)?.first() {
        broken.push(format!("发件箱里还有 {}", waiting.outbound.id));
    }
    let dead = stage.store.dead()?.len();
    if dead > 0 {
        broken.push(format!("有 {dead} 条消息无法投递"));
    }
    let gone = stage.citizens.iter().filter(|citizen| citizen.discarded || citizen.unformed).count();
    if cases + gone != stage.citizens.len() {
        broken.push(format!("诉求 {} 件，登记 {cases} 件，未提交或未形成诉求 {gone} 件，数目不合", stage.citizens.len()));
    }
    for (place, citizen) in stage.citizens.iter().enumerate() {
        let own = stage.store.cases_of(&super::cast::Who::Citizen(place).user(), 2)?.len();
        if own > 1 {
            broken.push(format!("第 {} 行的诉求登记成了多件工单", citizen.complaint.line));
        }
    }
    let is_matter = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() >= 6;
    for citizen in stage.citizens.iter().filter(|citizen| citizen.unformed && is_matter(&citizen.complaint.text)) {
        broken.push(format!("第 {} 行的诉求说了两遍仍没有登记", citizen.complaint.line));
    }
    for citizen in stage.citizens.iter().filter(|citizen| citizen.case.is_none() && !citizen.discarded && !citizen.unformed) {
        broken.push(format!("第 {} 行的诉求人没有收到工单号", citizen.complaint.line));
    }
    Ok(())
}

/// Why a case is still open: where it stands, and whether anything will still happen to it by itself.
pub(super) fn why_open(case: &Case, stage: &Stage) -> String {
    let overdue = case.next_due().is_some_and(|(_, due)| due < stage.now());
    let why = match (&case.state, overdue, coming(case, stage).is_empty()) {
        (State::Answered { call: None, .. }, ..) => "等诉求人回应回访",
        (_, true, true) => "已超期，阶梯已走完，不再有人催",
        (_, true, false) => "已超期，仍在催",
        (_, false, _) => "期限未到",
    };
    format!("{}：{why}", case.state.label())
}
