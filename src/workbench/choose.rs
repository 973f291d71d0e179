//! Choices 选择: of a ground that the rules list, or of a unit. What the rules would refuse whatever is chosen is refused at
//! once.

use super::{Turn, Worker, command, form};
use crate::domain::action::{Action, Plain, Verb};
use crate::domain::case::{Case, Ground};
use crate::domain::conversation::{Form, Say, Talk};
use crate::domain::decide::{Ctx, decide};
use crate::domain::message::{Asking, Message};
use crate::domain::notice;
use crate::domain::profile::Named;

/// 不予受理
pub(super) fn decline_ground(case: &Case, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Turn {
    let ground = ctx.profile.decline_grounds().first().copied().unwrap_or(Ground::OutsideDuties);
    match decide(case, &command::probe(&Form::Decline { ground }, case, ctx), ctx) {
        Err(refusal) => Turn::refused(refusal),
        Ok(_) => {
            let message = Message::Asking(Asking::ChooseGround { number: case.number });
            let buttons = notice::for_staff(&message, case, &worker.hands(ctx));
            Turn::default().and(message, buttons)
        }
    }
}

/// 中止, or the application for it.
pub(super) fn suspension(case: &Case, verb: impl Fn(String) -> Verb, form: impl Fn(String) -> Form, ctx: &Ctx<'_>) -> Turn {
    listed(case, &ctx.profile.suspension.grounds, verb, form, ctx)
}

/// 撤销
pub(super) fn revocation(case: &Case, ctx: &Ctx<'_>) -> Turn {
    listed(case, &ctx.profile.revocation, Verb::Revoke, |ground| Form::Revoke { ground }, ctx)
}

fn listed(case: &Case, grounds: &[Named], verb: impl Fn(String) -> Verb, form: impl Fn(String) -> Form, ctx: &Ctx<'_>) -> Turn {
    let first = form(grounds.first().map(|ground| ground.id.clone()).unwrap_or_default());
    if let Err(refusal) = decide(case, &command::probe(&first, case, ctx), ctx) {
        return Turn::refused(refusal);
    }
    let choices = grounds.iter().map(|ground| (ground.id.clone(), ground.label.clone())).collect();
    let rows = grounds.iter().map(|ground| vec![Action::Case(case.number, verb(ground.id.clone()))]);
    let buttons = rows.chain([vec![Action::Plain(Plain::Cancel)]]).collect();
    Turn::default().and(Message::Asking(Asking::ChooseListed { form: first.title(), number: case.number, choices }), buttons)
}

/// 转派: the units below as buttons where there are any; else, and besides, the name in words.
pub(super) fn unit_below(case: &Case, worker: &Worker<'_>, ctx: &Ctx<'_>) -> Turn {
    let below = case.unit().is_some_and(|unit| ctx.directory.below(unit).next().is_some());
    let mut turn = form::begin(case, Form::Transfer { to: None }, Vec::new(), ctx);
    if below && matches!(turn.talk, Talk::Form { .. }) {
        let message = Message::Asking(Asking::ChooseUnit { form: "转派", number: case.number });
        let buttons = notice::for_staff(&message, case, &worker.hands(ctx));
        turn.says = vec![Say { message, buttons }];
    }
    turn
}
