//! `yousu migrate-profile` 规则变更: open cases go over to other rules, and each line says what that changes.

use std::io::Write;
use std::sync::Arc;

use anyhow::{Result, bail};
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::domain::case::Case;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::ids::CaseNumber;
use crate::domain::message::when;
use crate::domain::profile::Profile;
use crate::domain::staff::Actor;

/// Which cases go over to which rules.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Migration {
    /// The name, title or alias of the profile.
    pub to: String,
    /// Only this case; every open one when none is given.
    pub case: Option<CaseNumber>,
    /// Say what would change, and change nothing.
    pub dry_run: bool,
}

/// What became of one case.
enum Fate {
    /// It goes over, and these limits end at another time.
    Changes(Vec<String>),
    /// It runs under these very rules already.
    Same,
    /// The rules forbid it, in words.
    Refused(String),
}

pub(super) async fn run(desk: &Arc<Desk>, migration: &Migration, out: &mut (dyn Write + Send)) -> Result<()> {
    let city = desk.city();
    let Some(to) = city.profile_named(&migration.to) else {
        let known: Vec<String> = city.profiles.values().map(|profile| format!("{}（{}）", profile.name, profile.title)).collect();
        bail!("没有名为“{}”的规则，可选：{}。", migration.to, known.join("、"));
    };
    let numbers = match migration.case {
        Some(number) => vec![number],
        None => desk.store().open_cases()?,
    };
    let (mut changed, mut same, mut refused) = (0, 0, 0);
    for number in numbers {
        let Some(case) = desk.store().case(number)? else { bail!("没有工单 {number}。工单号形如 20260213-000001。") };
        match migrate(desk, &case, to, migration.dry_run).await? {
            Fate::Changes(ends) => {
                changed += 1;
                let ends = if ends.is_empty() { "在走的时限不变".to_owned() } else { ends.join("；") };
                writeln!(out, "{number}\t{} → {}\t{ends}", case.profile, to.key)?;
            }
            Fate::Same => same += 1,
            Fate::Refused(why) => {
                refused += 1;
                writeln!(out, "{number}\t未变更：{why}")?;
            }
        }
    }
    let verb = if migration.dry_run { "将变更" } else { "已变更" };
    writeln!(out, "{verb} {changed} 件，已经是 {} 的 {same} 件，不能变更的 {refused} 件。", to.key)?;
    Ok(())
}

async fn migrate(desk: &Desk, case: &Case, to: &Profile, dry_run: bool) -> Result<Fate> {
    let command = Command::MigrateProfile { to: Box::new(to.clone()) };
    let actor = Actor::at_the_machine();
    let events = match desk.foresee(case.number, &command, &actor)? {
        Ok(events) => events,
        Err(refusal) => return Ok(Fate::Refused(desk.city().wording.refusal(&refusal))),
    };
    let Some(limits) = events.iter().find_map(|event| match event {
        Event::ProfileMigrated { limits, .. } => Some(limits),
        _ => None,
    }) else {
        return Ok(Fate::Same);
    };
    let ends = limits.iter().map(|(kind, new)| {
        let old = case.limits().into_iter().find(|(running, _)| running == kind).map(|(_, old)| when(old.due)).unwrap_or_default();
        format!("{}：{old} → {}", kind.label(), when(new.due))
    });
    let ends = ends.collect();
    if !dry_run && let Err(refusal) = desk.execute(case.number, command, &actor).await? {
        return Ok(Fate::Refused(desk.city().wording.refusal(&refusal)));
    }
    Ok(Fate::Changes(ends))
}
