//! The lives of three cases, with canaries in every text.

use std::sync::atomic::{AtomicU32, Ordering};

use yousu::domain::command::Command;
use yousu::domain::complaint::{Evidence, EvidenceKind};
use yousu::domain::ids::{CaseNumber, ChatRef, InboundId, UserRef};
use yousu::domain::inbound::{Body, Inbound};
use yousu::domain::staff::{Actor, Role};

use super::care::{self, Heard};
use super::people::{Citizen, GONE, KEPT, OPEN};
use super::web::House;

pub const GROUP: &str = "web:@group";
pub const STRANGER: &str = "web:路人乙";
const UNIT: &str = "chengguan";

/// Somebody who works here and reads the page with a cookie.
pub struct Worker {
    pub role: Role,
    pub id: u32,
    pub cookie: String,
    pub user: String,
}

pub struct Crew {
    pub workers: Vec<Worker>,
}

impl Crew {
    pub fn user(&self, role: Role) -> &str {
        &self.workers.iter().find(|worker| worker.role == role).expect("everybody was hired").user
    }
}

/// One of each role, by invitation as anybody joins.
pub async fn hire(house: &House) -> Crew {
    house.desk.send_demo_people_home();
    let mut workers = Vec::new();
    for role in Role::ALL {
        let code = house.invite(role, role.is_of_department().then_some(UNIT)).await;
        let name = format!("{}甲", role.label());
        let joined = house.post(&format!("/join/{code}"), &[], &house.form(&[("name", &name)])).await;
        assert_eq!(joined.status, 303, "{}", joined.body);
        let cookie = joined.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie").to_owned();
        let staff = house.desk.staff().into_iter().find(|staff| !staff.demo && staff.role == role).expect("joined");
        workers.push(Worker { role, id: staff.id.0, cookie, user: staff.user.0 });
    }
    Crew { workers }
}

/// Somebody writes or presses in a chat.
async fn turn(house: &House, chat: &str, user: &str, body: Body) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let id = InboundId(format!("canary:{}", COUNT.fetch_add(1, Ordering::Relaxed)));
    let inbound = Inbound {
        id,
        chat: ChatRef::from(chat),
        user: UserRef::from(user),
        display: Some("显示名".to_owned()),
        is_group: chat == GROUP,
        body,
    };
    house.desk.receive(inbound).await.expect("received");
    house.outbox.lock().await.drain().await.expect("delivered");
}

pub async fn say(house: &House, user: &str, text: String) {
    turn(house, user, user, Body::Text(text)).await;
}

pub async fn press(house: &House, user: &str, verb: &str, number: CaseNumber) {
    let (verb, argument) = verb.split_once('|').map_or((verb, String::new()), |(verb, argument)| (verb, format!("|{argument}")));
    turn(house, user, user, Body::Press(format!("{verb}|{number}{argument}"))).await;
}

/// Three cases from beginning to end; their numbers, and what was read on the way.
pub async fn live(house: &House, crew: &Crew) -> (Vec<CaseNumber>, Vec<Heard>) {
    turn(house, GROUP, crew.user(Role::Handler), Body::Text("绑定本群".to_owned())).await;
    let (mut numbers, mut heard) = (Vec::new(), Vec::new());
    for citizen in [OPEN, KEPT] {
        let number = begin(house, &citizen).await;
        numbers.push(number);
        handled(house, crew, &citizen, number).await;
        heard.extend(care::cared_for(house, crew, &citizen, number).await);
        answered(house, crew, &citizen, number, true).await;
        read_in_chats(house, crew, number).await;
        closed(house, crew, &citizen, number).await;
        read_in_chats(house, crew, number).await;
    }
    let number = begin(house, &GONE).await;
    let reason = format!("已和他们说好，有事打{}，严小满", GONE.phone(8));
    let actor = Actor::Citizen { user: GONE.account.into() };
    house.desk.execute(number, Command::Withdraw { reason }, &actor).await.expect("written").expect("allowed");
    house.outbox.lock().await.drain().await.expect("delivered");
    numbers.push(number);
    (numbers, heard)
}

async fn begin(house: &House, citizen: &Citizen) -> CaseNumber {
    let keep = if citizen.confidential { "请替我保密，不要告诉他们。" } else { "" };
    let family = if citizen.own == '3' { String::new() } else { own_things(citizen) };
    let text = format!(
        "城东文华路菜场门口流动摊贩占道，推车都过不去，今天早上七点开始的。我叫{}，电话{}。{family}{keep}",
        citizen.name,
        citizen.phone(0),
    );
    say(house, citizen.account, text).await;
    turn(house, citizen.account, citizen.account, Body::Press("confirm".to_owned())).await;
    let number = house.desk.store().cases_of(&citizen.account.into(), 1).expect("read").first().copied().expect("a case");
    assert_eq!(house.case(&number.to_string()).complaint.confidential, citizen.confidential);
    number
}

fn own_things(citizen: &Citizen) -> String {
    format!(
        "我老公{}也看见了。身份证{}，退款打到卡{}，微信{}，邮箱{}。我家住幸福小区{}，天天要经过。",
        citizen.family,
        citizen.identity_card(),
        citizen.bank_card(),
        citizen.messenger(),
        citizen.mail(),
        citizen.room(),
    )
}

/// Dispatch, return, and words in every direction.
async fn handled(house: &House, crew: &Crew, citizen: &Citizen, number: CaseNumber) {
    let (dispatcher, handler) = (crew.user(Role::Dispatcher), crew.user(Role::Handler));
    let (name, me) = (citizen.name, citizen.account);
    if house.case(&number.to_string()).unit().is_none() {
        press(house, dispatcher, "begin_dispatch", number).await;
        say(house, dispatcher, format!("单位：城管局\n要求：请先联系{name}{}", citizen.phone(5))).await;
    }
    press(house, handler, "return", number).await;
    say(house, handler, "理由：不在本单位辖区\n依据：三定方案\n建议单位：市政中心".to_owned()).await;
    press(house, dispatcher, "refuse_return", number).await;
    say(house, dispatcher, format!("就在你们辖区，问{name}，{}，或者{}", citizen.phone(10), citizen.phone(5))).await;
    press(house, handler, "acknowledge", number).await;
    press(house, handler, "contact", number).await;
    say(house, handler, "请问摊贩一般几点出摊？我的座机是8612345".to_owned()).await;
    say(house, me, format!("每天早上七点占道，打我{}，微信{}", spoken(&citizen.phone(9)), citizen.messenger())).await;
    let evidence = Evidence {
        kind: EvidenceKind::Photo,
        source: format!("file:{}.jpg", "ab".repeat(16)),
        caption: Some(format!("占道的照片，{name}拍的，{}", spaced(&citizen.phone(4)))),
    };
    turn(house, me, me, Body::Evidence { evidence, album: None }).await;
    say(house, me, format!("补充 {number} 又占道了，{}，另外{}也可以作证", spaced(&citizen.phone(1)), citizen.family)).await;
    say(house, me, format!("催办 {number} 一直占道，我是{name}，{}", citizen.phone(2))).await;
    press(house, handler, "record", number).await;
    say(house, handler, "今天到占道现场看过".to_owned()).await;
    press(house, handler, "extension", number).await;
    say(house, handler, format!("再要2个工作日，等{name}回来作证")).await;
    press(house, crew.user(Role::Supervisor), "grant", number).await;
}

/// An answer, sent back once when `fault`.
async fn answered(house: &House, crew: &Crew, citizen: &Citizen, number: CaseNumber, fault: bool) {
    let (dispatcher, handler) = (crew.user(Role::Dispatcher), crew.user(Role::Handler));
    let answer = format!("联系情况：已打{}联系{}\n办理结果：占道摊位已清走\n依据：市容条例", citizen.phone(7), citizen.name);
    press(house, handler, "resolve", number).await;
    say(house, handler, answer.clone()).await;
    if fault {
        press(house, dispatcher, "fault", number).await;
        say(house, dispatcher, format!("{}说没人来过，再打{}问清楚", citizen.name, citizen.phone(6))).await;
        press(house, handler, "resolve", number).await;
        say(house, handler, answer).await;
    }
    press(house, dispatcher, "pass", number).await;
}

/// Unsolved, done again, and put away.
async fn closed(house: &House, crew: &Crew, citizen: &Citizen, number: CaseNumber) {
    let me = citizen.account;
    press(house, me, "unsolved", number).await;
    press(house, me, "satisfied|2", number).await;
    say(house, me, format!("摊贩又来占道，我{}在现场，{}", citizen.name, citizen.phone(3))).await;
    assert_eq!(house.case(&number.to_string()).tally.redos, 1, "{}", house.case(&number.to_string()).state.label());
    press(house, crew.user(Role::Leader), "acknowledge", number).await;
    answered(house, crew, citizen, number, false).await;
    press(house, me, "solved", number).await;
    press(house, me, "satisfied|0", number).await;
}

/// Everybody opens the case in their chat, the dispatcher in the group as well, and somebody who found its code.
async fn read_in_chats(house: &House, crew: &Crew, number: CaseNumber) {
    for worker in &crew.workers {
        say(house, &worker.user, number.to_string()).await;
        say(house, &worker.user, "待办".to_owned()).await;
    }
    turn(house, GROUP, crew.user(Role::Handler), Body::Text(number.to_string())).await;
    turn(house, GROUP, crew.user(Role::Dispatcher), Body::Text(number.to_string())).await;
    let code = house.case(&number.to_string()).query_code;
    say(house, STRANGER, format!("查进度 {number} {code}")).await;
}

fn spaced(number: &str) -> String {
    format!("{} {}-{}", &number[..3], &number[3..7], &number[7..])
}

/// As people spell a number aloud.
fn spoken(number: &str) -> String {
    const HAN: [char; 10] = ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'];
    number.chars().filter_map(|c| c.to_digit(10)).map(|digit| HAN[digit as usize]).collect()
}
