//! Who is at work 在岗: away, back, and the two posts of a desk AB岗. Whoever stands in is told at once.

use anyhow::Result;

use crate::desk::Step;
use crate::domain::action::{Action, Plain};
use crate::domain::complaint::Urgency;
use crate::domain::conversation::Say;
use crate::domain::message::{Message, Presence};
use crate::domain::staff::{Away, Post, Role, Staff};
use crate::store::PeopleWrite;
use crate::workbench::Absence;

/// Somebody is away, or back.
pub(super) fn change(step: &mut Step<'_>, staff: &Staff, absence: Absence) -> Result<Say> {
    let waiting = waiting(step, staff)?;
    let message = match absence {
        Absence::Back => {
            write(step, Staff { away: None, ..staff.clone() });
            Message::Presence(Presence::BackNoted { waiting })
        }
        Absence::Away(until) => {
            let stand_ins = step.desk.roster().stand_ins(staff, step.now);
            let until_words = until.map(|day| day.format("%m月%d日").to_string());
            for other in &stand_ins {
                let told = stand_in(step, staff, until_words.clone(), waiting);
                step.tell(&other.user.private_chat(), &format!("stand-in:{}:{}", staff.id, other.id), &told, Urgency::Normal)?;
            }
            write(step, Staff { away: Some(Away { since: step.now, until }), ..staff.clone() });
            Message::Presence(Presence::AwayNoted {
                until: until_words,
                stand_ins: stand_ins.into_iter().map(|other| other.name).collect(),
            })
        }
    };
    Ok(Say { message, buttons: todo(waiting) })
}

fn todo(waiting: usize) -> Vec<Vec<Action>> {
    if waiting > 0 { vec![vec![Action::Plain(Plain::Todo)]] } else { Vec::new() }
}

fn stand_in(step: &Step<'_>, staff: &Staff, until: Option<String>, waiting: usize) -> Say {
    let directory = &step.desk.city().directory;
    let unit = staff.department.as_ref().map_or(staff.role.label(), |unit| directory.short(unit)).to_owned();
    Say { message: Message::Presence(Presence::StandIn { name: staff.name.clone(), unit, until, waiting }), buttons: todo(waiting) }
}

/// How many open cases the person's unit has.
fn waiting(step: &Step<'_>, staff: &Staff) -> Result<usize> {
    staff.department.as_ref().map_or(Ok(0), |unit| Ok(step.desk.store().open_cases_of(unit)?.len()))
}

fn write(step: &mut Step<'_>, staff: Staff) {
    step.commit.people.push(PeopleWrite::Joined { staff, code: None });
}

/// A leader gives a handler of their own unit a post.
pub(super) fn give_post(step: &mut Step<'_>, leader: &Staff, name: &str, post: Post) -> Say {
    let colleagues: Vec<Staff> = {
        let roster = step.desk.roster();
        let own = roster.staff().iter().filter(|staff| staff.role == Role::Handler && staff.department == leader.department);
        own.cloned().collect()
    };
    let message = match colleagues.iter().find(|staff| staff.name == name) {
        Some(staff) => {
            write(step, Staff { post, ..staff.clone() });
            Message::Presence(Presence::PostGiven { name: staff.name.clone(), post: post.label() })
        }
        None => Message::Presence(Presence::NoSuchColleague {
            name: name.to_owned(),
            colleagues: colleagues.into_iter().map(|staff| staff.name).collect(),
        }),
    };
    Say { message, buttons: Vec::new() }
}
