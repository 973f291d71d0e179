//! The table goes on: trouble with what is asked and answered, rather than sent. Here everybody waits for the same call, so what
//! counts is that it passes, and that nothing is lost or done twice.

use std::time::Duration;

use yousu::metrics::Trouble;

use super::botapi::{Fault, World};
use super::rows::{ILL, OTHERS, PROMPT, SECRETS, SUMMARY, complaint, most_repeated, others_are_answered};
use super::whole::Whole;

/// How often in a row it goes wrong.
const TIMES: usize = 3;

/// One way to misbehave, what it is counted as, and what the log says.
fn ways() -> Vec<(Fault, Trouble, &'static str)> {
    let conflict = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    vec![
        (Fault::Flood(3), Trouble::Flood, "Telegram asks to wait 3 s"),
        (Fault::Server(500), Trouble::Server, "Telegram's server answered 500"),
        (Fault::Server(502), Trouble::Server, "Telegram's server answered 502"),
        (Fault::Broken, Trouble::Network, "no answer: "),
        (Fault::AnswerLost, Trouble::Network, "no answer: "),
        (Fault::Silence, Trouble::Timeout, "no answer: timeout"),
        (Fault::Garbage, Trouble::Garbled, "was not one of the Bot API's"),
        (Fault::No(401, "Unauthorized"), Trouble::Token, "Telegram does not know this bot's token"),
        (Fault::No(409, conflict), Trouble::Conflict, "another program polls with this bot's token"),
        (Fault::No(400, "Bad Request: something new"), Trouble::Refused, "something new"),
    ]
}

fn is_answered(world: &World, citizen: i64) -> bool {
    world.sent_to(citizen).any(|sent| sent.text.contains(SUMMARY))
}

/// Everybody has written before it begins, and while it lasts; everybody is answered once.
async fn at_the_door(method: &str, fault: Fault, counted: Trouble, logged: &str) {
    let row = format!("{method}, {fault:?}");
    let mut whole = Whole::build().await;
    whole.server.plague(method, None, fault, TIMES);
    whole.server.citizen_says(ILL, &complaint(ILL, 1));
    whole.begin();
    whole.until(&row, |world| world.struck() >= 1).await;
    for other in OTHERS {
        whole.server.citizen_says(other, &complaint(other, 1));
    }
    whole.until(&row, |world| OTHERS.iter().chain([&ILL]).all(|citizen| is_answered(world, *citizen))).await;
    assert_eq!(whole.server.look(World::struck), TIMES, "{row}");
    whole.settled().await;
    let waited = others_are_answered(&whole, 2, &row).await;
    assert!(waited <= PROMPT, "{row}: afterwards others wait {waited:?}");
    assert_eq!(whole.server.look(most_repeated), 1, "{row}");
    whole.assert_told(counted, &row);
    whole.assert_logged(logged, &SECRETS, &row);
    whole.close().await;
}

#[tokio::test(start_paused = true)]
async fn polling() {
    for (fault, counted, logged) in ways() {
        at_the_door("getUpdates", fault, counted, logged).await;
    }
}

#[tokio::test(start_paused = true)]
async fn who_we_are() {
    for (fault, counted, logged) in ways() {
        at_the_door("getMe", fault, counted, logged).await;
    }
}

#[tokio::test(start_paused = true)]
async fn that_updates_are_polled_for() {
    for (fault, counted, logged) in ways() {
        at_the_door("deleteWebhook", fault, counted, logged).await;
    }
}

/// A menu keeps nobody waiting, whatever becomes of it.
#[tokio::test(start_paused = true)]
async fn menus() {
    for (fault, counted, logged) in ways() {
        let row = format!("setMyCommands, {fault:?}");
        let is_refusal = matches!(fault, Fault::No(400, _));
        let mut whole = Whole::build().await;
        whole.server.plague("setMyCommands", None, fault.clone(), TIMES);
        whole.begin();
        whole.until(&row, |world| world.struck() >= 1 && world.poll >= 1).await;
        let waited = others_are_answered(&whole, 1, &row).await;
        assert!(waited <= PROMPT, "{row}: others waited {waited:?}");
        if is_refusal {
            whole.until(&row, |world| world.struck() >= 2).await;
        } else {
            whole.until(&row, |world| world.menus.len() == 2).await;
        }
        whole.assert_told(counted, &row);
        let logged = if matches!(fault, Fault::No(401 | 409, _)) { "a menu is not set yet: Telegram said no" } else { logged };
        whole.assert_logged(logged, &SECRETS, &row);
        whole.close().await;
    }
}

/// What was pressed counts, whatever becomes of the answer to the press; and it counts once.
#[tokio::test(start_paused = true)]
async fn presses() {
    let old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    let too_old =
        (Fault::No(400, old), Trouble::Refused, "a press was not answered: Telegram said no (400): Bad Request: query is too old");
    let same = (Fault::No(400, "Bad Request: message is not modified"), Trouble::Refused, "message is not modified");
    for (fault, counted, logged) in ways().into_iter().chain([too_old, same]) {
        let row = format!("answerCallbackQuery, {fault:?}");
        let whole = Whole::open().await;
        whole.server.citizen_says(ILL, &complaint(ILL, 1));
        whole.until(&row, |world| is_answered(world, ILL)).await;
        whole.server.plague("answerCallbackQuery", None, fault.clone(), usize::MAX);
        let query = whole.server.press(ILL, ILL, "confirm");
        whole.until(&row, |world| world.struck() >= 1).await;
        let waited = others_are_answered(&whole, 1, &row).await;
        assert!(waited <= PROMPT, "{row}: others waited {waited:?}");
        whole.until(&row, |world| world.sent_to(ILL).any(|sent| sent.text.contains("工单号"))).await;
        tokio::time::sleep(Duration::from_secs(120)).await;
        whole.settled().await;
        assert_eq!(whole.desk.store().open_cases().expect("readable").len(), 1, "{row}");
        assert_eq!(whole.server.look(most_repeated), 1, "{row}");
        assert!(whole.server.look(|world| world.called("answercallbackquery")) <= 3, "{row}: nobody waits for it any more");
        assert!(whole.server.look(|world| world.queries.contains(&query)) || matches!(fault, Fault::AnswerLost), "{row}");
        whole.assert_told(counted, &row);
        let logged = if matches!(fault, Fault::No(401 | 409, _)) { "a press was not answered: Telegram said no" } else { logged };
        whole.assert_logged(logged, &SECRETS, &row);
        whole.close().await;
    }
}
