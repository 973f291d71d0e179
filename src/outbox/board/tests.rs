//! The order on the board, and what shares a message.

use tokio::time::Instant;

use super::*;

const URGENT: u8 = 0;
const ROUTINE: u8 = 1;

fn key(class: u8, number: u64) -> OutboxKey {
    OutboxKey { class, number }
}

fn add(board: &mut Board<Instant>, key: OutboxKey, chat: &str, wait: Wait<Instant>, now: Instant) {
    board.add(key, chat.into(), Kind::Alone, wait, now);
}

fn job(keys: &[OutboxKey]) -> Job {
    Job { keys: keys.to_vec(), chat: "tg:1".into() }
}

fn numbers(board: &mut Board<Instant>, now: Instant) -> Vec<u64> {
    std::iter::from_fn(|| board.take(now, Room::Any, |_| true)).flat_map(|job| job.keys).map(|key| key.number).collect()
}

fn later(now: Instant) -> Instant {
    now + Duration::from_secs(60)
}

#[test]
fn urgent_first_then_oldest_and_one_at_a_time_to_a_chat() {
    let (mut board, now) = (Board::default(), Instant::now());
    add(&mut board, key(ROUTINE, 1), "tg:1", Wait::Nothing, now);
    add(&mut board, key(ROUTINE, 2), "tg:2", Wait::Nothing, now);
    add(&mut board, key(URGENT, 3), "tg:2", Wait::Nothing, now);
    add(&mut board, key(ROUTINE, 4), "tg:1", Wait::Nothing, now);
    assert_eq!(numbers(&mut board, now), [3, 1]);
    board.done(&job(&[key(ROUTINE, 1)]), now, now);
    assert_eq!(numbers(&mut board, now), [4]);
}

#[test]
fn a_waiting_head_holds_its_chat_but_not_an_urgent_message_to_it() {
    let (mut board, now) = (Board::default(), Instant::now());
    let later = later(now);
    add(&mut board, key(ROUTINE, 1), "tg:1", Wait::Retry(later), now);
    add(&mut board, key(ROUTINE, 2), "tg:1", Wait::Nothing, now);
    add(&mut board, key(ROUTINE, 3), "tg:2", Wait::Nothing, now);
    assert_eq!(numbers(&mut board, now), [3], "order within a chat is kept");
    add(&mut board, key(URGENT, 4), "tg:1", Wait::Nothing, now);
    assert_eq!(numbers(&mut board, now), [4]);
    board.again(&job(&[key(URGENT, 4)]), later, later, now);
    board.wake(now);
    assert_eq!(board.next_wake(), Some(later));
    board.wake(later);
    assert_eq!(numbers(&mut board, later), [4]);
}

#[test]
fn a_chat_with_nothing_left_is_forgotten_when_its_pause_is_over() {
    let (mut board, now) = (Board::default(), Instant::now());
    let pause = now + Duration::from_secs(1);
    add(&mut board, key(ROUTINE, 1), "tg:1", Wait::Nothing, now);
    let job = board.take(now, Room::Any, |_| true).expect("one waits");
    board.done(&job, pause, now);
    assert_eq!(board.lines.len(), 1, "the pace must be remembered");
    board.wake(pause);
    assert!(board.lines.is_empty() && board.next_wake().is_none());
}

#[test]
fn what_is_held_is_passed_by_what_comes_after_it() {
    let (mut board, now) = (Board::default(), Instant::now());
    let morning = later(now);
    add(&mut board, key(ROUTINE, 1), "tg:1", Wait::Held(morning), now);
    assert_eq!((numbers(&mut board, now), board.next_wake()), (vec![], Some(morning)));
    add(&mut board, key(ROUTINE, 2), "tg:1", Wait::Nothing, now);
    assert_eq!(numbers(&mut board, now), [2]);
    board.done(&job(&[key(ROUTINE, 2)]), now, now);
    board.wake(morning);
    assert_eq!(numbers(&mut board, morning), [1]);
    board.hold(&job(&[key(ROUTINE, 1)]), later(morning), morning);
    assert_eq!(board.next_wake(), Some(later(morning)), "its time had not come after all");
}

#[test]
fn two_that_waited_share_a_message_and_so_do_more_than_three_briefs() {
    let now = Instant::now();
    let taken = |kinds: &[Kind]| {
        let mut board = Board::default();
        for (number, kind) in (1..).zip(kinds) {
            board.add(key(ROUTINE, number), "tg:1".into(), *kind, Wait::Nothing, now);
        }
        board.take(now, Room::Any, |_| true).expect("there is one").keys.len()
    };
    assert_eq!(taken(&[Kind::Waited, Kind::Waited]), 2);
    assert_eq!(taken(&[Kind::Waited, Kind::Brief, Kind::Brief]), 1);
    assert_eq!(taken(&[Kind::Brief, Kind::Brief, Kind::Brief, Kind::Waited]), 4);
    assert_eq!(taken(&[Kind::Brief, Kind::Brief, Kind::Alone, Kind::Brief]), 1, "none passes an answer that was there before it");
    assert_eq!(taken(&[Kind::Alone, Kind::Waited, Kind::Waited]), 1);
    assert_eq!(taken(&[Kind::Brief; 300]), MOST_TOGETHER);
}

#[test]
fn what_is_held_until_almost_the_same_time_goes_together() {
    let (mut board, now) = (Board::default(), Instant::now());
    let morning = later(now);
    for number in 1..=5 {
        let at = morning + Duration::from_millis(number * 3);
        board.add(key(ROUTINE, number), "tg:1".into(), Kind::Waited, Wait::Held(at), now);
    }
    let first = morning + Duration::from_millis(3);
    board.wake(first);
    assert_eq!(board.take(first, Room::Any, |_| true).expect("they are there").keys.len(), 5);
}

#[test]
fn what_failed_together_is_tried_again_together() {
    let (mut board, now) = (Board::default(), Instant::now());
    for number in 1..=4 {
        board.add(key(ROUTINE, number), "tg:1".into(), Kind::Brief, Wait::Nothing, now);
    }
    let job = board.take(now, Room::Any, |_| true).expect("they are there");
    board.again(&job, later(now), now, now);
    board.wake(now);
    assert_eq!(board.take(now, Room::Any, |_| true), None);
    board.wake(later(now));
    assert_eq!(board.take(later(now), Room::Any, |_| true), Some(job));
}

#[test]
fn answers_go_before_notices_and_notices_get_on() {
    let (mut board, now) = (Board::default(), Instant::now());
    for number in 1..=4 {
        board.add(key(ROUTINE, number), format!("tg:{number}").as_str().into(), Kind::Brief, Wait::Nothing, now);
    }
    for number in 11..=20 {
        board.add(key(ROUTINE, number), format!("tg:{number}").as_str().into(), Kind::Answer, Wait::Nothing, now);
    }
    board.add(key(URGENT, 30), "tg:30".into(), Kind::Alone, Wait::Nothing, now);
    assert_eq!(numbers(&mut board, now), [30, 11, 12, 13, 1, 14, 15, 16, 2, 17, 18, 19, 3, 20, 4]);
}

#[test]
fn where_there_is_room_for_urgent_ones_only_the_others_wait() {
    let (mut board, now) = (Board::default(), Instant::now());
    add(&mut board, key(ROUTINE, 1), "tg:1", Wait::Nothing, now);
    assert_eq!(board.take(now, Room::Urgent, |_| true), None);
    add(&mut board, key(URGENT, 2), "tg:2", Wait::Nothing, now);
    assert_eq!(board.take(now, Room::Urgent, |_| true).map(|job| job.keys), Some(vec![key(URGENT, 2)]));
    assert_eq!(numbers(&mut board, now), [1]);
}

#[test]
fn a_channel_that_is_not_open_keeps_no_other_waiting() {
    let (mut board, now) = (Board::default(), Instant::now());
    add(&mut board, key(URGENT, 1), "tg:1", Wait::Nothing, now);
    add(&mut board, key(ROUTINE, 2), "web:2", Wait::Nothing, now);
    assert_eq!(board.take(now, Room::Any, |channel| channel != "tg").map(|job| job.keys), Some(vec![key(ROUTINE, 2)]));
    assert_eq!(board.take(now, Room::Any, |channel| channel != "tg"), None);
    assert!(board.is_ready());
    assert_eq!(numbers(&mut board, now), [1]);
    assert!(!board.is_ready());
}

#[test]
fn what_is_dealt_with_before_its_turn_is_gone_wherever_it_waits() {
    let (mut board, now) = (Board::default(), Instant::now());
    add(&mut board, key(ROUTINE, 1), "tg:1", Wait::Nothing, now);
    add(&mut board, key(ROUTINE, 2), "tg:1", Wait::Nothing, now);
    add(&mut board, key(ROUTINE, 3), "tg:1", Wait::Held(later(now)), now);
    add(&mut board, key(ROUTINE, 4), "tg:1", Wait::Nothing, now);
    assert!(board.take(now, Room::Any, |_| true).is_some());
    board.done(&job(&[1, 2, 3].map(|number| key(ROUTINE, number))), now, now);
    assert_eq!(numbers(&mut board, now), [4]);
    board.done(&job(&[key(ROUTINE, 4)]), now, now);
    assert_eq!(board.next_wake(), None);
}

#[test]
fn when_all_is_read_anew_the_paces_go_on() {
    let (mut board, now) = (Board::default(), Instant::now());
    let later = later(now);
    add(&mut board, key(ROUTINE, 1), "tg:1", Wait::Nothing, now);
    assert_eq!(numbers(&mut board, now), [1]);
    board.done(&job(&[key(ROUTINE, 1)]), later, now);
    board.read_anew(now);
    assert_eq!(board.read_up_to(URGENT), None, "everything is new again");
    add(&mut board, key(ROUTINE, 2), "tg:1", Wait::Nothing, now);
    assert!(numbers(&mut board, now).is_empty(), "what was sent a moment ago counts");
    board.wake(later);
    assert_eq!(numbers(&mut board, later), [2]);
}
