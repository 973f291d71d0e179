//! Samples of what citizens are told.

use super::explained::{clocks, limits};
use super::parts::{answer, bare_answer, bare_card, card, cards_by_state, evidence, facts, lines, number, overdue, steps};
use crate::domain::complaint::Slot;
use crate::domain::ids::CaseNumber;
use crate::domain::ids::QueryCode;
use crate::domain::message::{Appraisal, Came, Drafting, Manners, Message, SeenBy, Standstill};

pub(super) fn samples() -> Vec<Message> {
    [complaining(), registering(), behaving(), following(), told(), answering()].into_iter().flatten().collect()
}

fn complaining() -> Vec<Message> {
    let mut said = vec![Message::Welcome, Message::NotUnderstood, Message::Unsupported { what: "贴纸".to_owned() }];
    // The last is a number that no table of the templates may know: the number itself is still said.
    said.extend(["110", "119", "120", "122", "12395"].map(|hotline| Message::Emergency { hotline: hotline.to_owned(), despair: false }));
    said.extend(["110", "120"].map(|hotline| Message::Emergency { hotline: hotline.to_owned(), despair: true }));
    let intent = || Some("油烟扰民".to_owned());
    let ask = |missing: &[Slot]| {
        Message::Drafting(Drafting::AskMissing { intent: intent(), missing: missing.to_vec(), districts: vec![], evidence: vec![] })
    };
    let districts = vec!["城东区".to_owned(), "江北区".to_owned()];
    said.extend([
        Message::Drafting(Drafting::AskMissing { intent: None, missing: vec![Slot::Place], districts: vec![], evidence: evidence() }),
        Message::Drafting(Drafting::AskMissing { intent: intent(), missing: vec![Slot::Place], districts, evidence: vec![] }),
        ask(&[Slot::Place]),
        ask(&[Slot::Place, Slot::Time, Slot::Phone]),
        ask(&EVERY_SLOT),
    ]);
    said
}

const EVERY_SLOT: [Slot; 14] = [
    Slot::Place,
    Slot::Time,
    Slot::About,
    Slot::Wish,
    Slot::Phone,
    Slot::Name,
    Slot::Plate,
    Slot::Amount,
    Slot::Order,
    Slot::Court,
    Slot::Confidential,
    Slot::Headcount,
    Slot::Representatives,
    Slot::Proxy,
];

fn registering() -> Vec<Message> {
    let summary = Message::Drafting(Drafting::Summary {
        intent: Some("油烟扰民".to_owned()),
        kind: "投诉",
        unit: Some("城管局".to_owned()),
        text: card().text,
        facts: facts(),
        evidence: evidence(),
        missing: vec!["反映对象", "姓名"],
        confidential: true,
        proxy: Some("代母亲反映".to_owned()),
        group: true,
        came: Some(second()),
    });
    let bare = Message::Drafting(Drafting::Summary {
        intent: None,
        kind: "咨询",
        unit: None,
        text: "老年卡丢了，到哪里补？".to_owned(),
        facts: Vec::new(),
        evidence: Vec::new(),
        missing: Vec::new(),
        confidential: false,
        proxy: None,
        group: false,
        came: None,
    });
    vec![
        summary,
        bare,
        Message::Drafting(Drafting::CorrectHow),
        Message::Drafting(Drafting::AddHow),
        Message::Drafting(Drafting::Discarded),
        Message::Drafting(Drafting::EvidenceFirst { came: first(&[("照片", 1)]) }),
        Message::Drafting(Drafting::EvidenceFirst { came: Came { album: true, ..first(&[("照片", 1)]) } }),
        Message::Drafting(Drafting::EvidenceFirst { came: second() }),
        Message::Drafting(Drafting::EvidenceFirst { came: first(&evidence()) }),
        Message::Drafting(Drafting::EvidenceForDraft { came: first(&[("位置", 1)]) }),
        Message::Drafting(Drafting::EvidenceForDraft { came: first(&[("语音", 1)]) }),
        registered(Some("城管局"), Some("02月25日 17:30"), false, None, &[]),
        registered(Some("燃气公司"), Some("02月13日 18:50"), false, Some("119"), &["联系电话"]),
        registered(Some("城管局"), None, true, None, &["地点", "时间"]),
        registered(None, None, false, None, &[]),
        registered(None, None, false, None, &["地点"]),
    ]
}

fn first(now: &[(&'static str, usize)]) -> Came {
    Came { now: now.to_vec(), all: now.to_vec(), album: false }
}

/// One more photo.
fn second() -> Came {
    Came { all: vec![("照片", 2)], ..first(&[("照片", 1)]) }
}

fn behaving() -> Vec<Message> {
    let until = || "02月14日 09:00".to_owned();
    vec![
        Message::Manners(Manners::Persuaded { kind: "辱骂他人", registered: false }),
        Message::Manners(Manners::Persuaded { kind: "辱骂他人", registered: true }),
        Message::Manners(Manners::Warned { kind: "低俗内容", limit_for: "24小时".to_owned() }),
        Message::Manners(Manners::Limited { until: until(), fresh: true }),
        Message::Manners(Manners::Limited { until: until(), fresh: false }),
        Message::Manners(Manners::LimitLifted),
        Message::Manners(Manners::TooFast { most: 20 }),
        Message::Manners(Manners::TooManyCases { most: 20 }),
        Message::Manners(Manners::TooManyPeople {
            what: "代理人", most: 2, kept: "沈建国、顾小雨".to_owned(), left: "韩立".to_owned()
        }),
        Message::Drafting(Drafting::ContactFirst),
        Message::Drafting(Drafting::TwoMatters),
        Message::Drafting(Drafting::Unfinished),
        Message::Drafting(Drafting::SeveralMatters { count: 3 }),
        Message::Drafting(Drafting::NextMatter { left: 1 }),
        Message::Drafting(Drafting::NextMatter { left: 0 }),
    ]
}

fn registered(unit: Option<&str>, due: Option<&str>, silent: bool, hotline: Option<&str>, missing: &[&'static str]) -> Message {
    Message::Registered {
        number: number(7),
        query_code: QueryCode::from("K7M4PX2R"),
        accepted: unit.is_some() || missing.is_empty(),
        unit: unit.map(str::to_owned),
        due: due.map(str::to_owned),
        silent,
        hotline: hotline.map(str::to_owned),
        missing: missing.to_vec(),
    }
}

fn following() -> Vec<Message> {
    let progress = |card, answer| Message::Progress { card, steps: steps(), answer };
    let text = "昨晚又排到十点".to_owned();
    let mut said: Vec<Message> = cards_by_state().into_iter().map(|card| progress(Box::new(card), None)).collect();
    said.extend([
        progress(card(), Some(answer())),
        progress(overdue(), Some(bare_answer())),
        Message::Progress { card: bare_card(), steps: Vec::new(), answer: None },
        Message::NoCase,
    ]);
    let explained = |(clock, limits)| Message::PromiseExplained { number: number(7), clock, limits };
    said.extend(clocks().into_iter().zip([limits(), Vec::new()]).map(explained));
    said.extend(["查进度", "看时限说明", "催办", "撤诉"].map(|want| Message::WhichCase { want, cases: lines() }));
    said.extend([
        Message::SupplementOrNew { text, cases: lines(), came: None },
        Message::SupplementOrNew { text: String::new(), cases: lines(), came: Some(second()) },
        Message::Supplemented { number: number(7), facts: facts(), came: Some(first(&evidence())), confidential: false },
        Message::Supplemented { number: number(7), facts: Vec::new(), came: None, confidential: false },
        Message::Supplemented { number: number(7), facts: Vec::new(), came: None, confidential: true },
        Message::SameMatter { card: card(), facts: facts(), evidence: evidence() },
        Message::SameMatter { card: bare_card(), facts: Vec::new(), evidence: Vec::new() },
        Message::RecurrenceAsk { number: number(7), intent: "油烟扰民".to_owned(), closed: "02月13日 16:50".to_owned() },
        Message::DeclinedWhy {
            number: number(7),
            ground: "属诉讼仲裁信访等程序",
            way: "劳动争议请到区仲裁院申请，地址民安路5号一楼。".to_owned(),
        },
        Message::SupplementConfirmed { number: number(7) },
        Message::Urged { card: card() },
        Message::Urged { card: overdue() },
        Message::Urged { card: bare_card() },
        Message::WithdrawAsk { number: number(7) },
        Message::Withdrawn { number: number(7) },
    ]);
    said
}

fn told() -> Vec<Message> {
    let number = number(7);
    let unit = || "城管局".to_owned();
    vec![
        Message::Accepted { number },
        Message::Merged { number },
        Message::Thanked { number },
        Message::ClosedUnanswered { number },
        Message::ClosedAlready { number, closed: "02月14日 09:00".to_owned() },
        Message::RecurBegun { number, unit: Some(unit()) },
        Message::RecurBegun { number, unit: None },
        Message::Dispatched { number, unit: unit(), due: "02月25日 17:30".to_owned() },
        Message::Declined {
            number, ground: "属诉讼仲裁信访等程序", way: "劳动争议请到区仲裁院申请，地址民安路5号一楼。".to_owned()
        },
        Message::Contact { number, unit: unit(), note: "明天下午三点上门检测，家里有人吗？".to_owned() },
        Message::Progressed { number, unit: unit(), note: "已到现场，店家答应周三前改管道。".to_owned() },
        Message::Extended { number, unit: unit(), reason: "净化器要从厂家订货".to_owned(), due: "03月04日 17:30".to_owned() },
        Message::Overdue { number, unit: unit() },
    ]
}

fn answering() -> Vec<Message> {
    let number = number(7);
    let unit = || "城管局".to_owned();
    let mut said = vec![
        Message::Answered { number, unit: unit(), answer: answer() },
        Message::Answered { number, unit: unit(), answer: bare_answer() },
        Message::AskSolved { number, attempt: 1 },
        Message::AskSolved { number, attempt: 2 },
    ];
    for solved in [true, false] {
        said.extend([Message::AskSatisfied { number, solved }, Message::AskReason { number, solved }, Message::Closed { number, solved }]);
    }
    let seen = |office: &str, times, last: &str| SeenBy {
        office: office.to_owned(),
        times,
        first: "02月13日 10:00".to_owned(),
        last: last.to_owned(),
    };
    let views = vec![seen("城管局经办人", 3, "02月14日 09:30"), seen("12345派单员", 1, "02月13日 10:00")];
    said.extend([Message::WhoSaw { number, views }, Message::WhoSaw { number, views: Vec::new() }]);
    let papers =
        |papers: &[&str], earlier| Message::Papers { number, papers: papers.iter().map(|name| (*name).to_owned()).collect(), earlier };
    said.extend([papers(&["投诉登记表", "转办函之二"], 3), papers(&["投诉登记表"], 0), papers(&[], 0)]);
    let ask = |at| Appraisal::AppraisalAsk {
        number,
        unit: unit(),
        title: "民主评议".to_owned(),
        at,
        of: 4,
        question: "办得快不快，有没有拖？".to_owned(),
        choices: Vec::new(),
        least: 5,
    };
    said.extend([ask(1), ask(2), Appraisal::AppraisalThanks { unit: unit() }].map(Message::Appraisal));
    said.extend([Message::Reopened { number, unit: unit(), due: "03月04日 17:30".to_owned() }, Message::SetAside, Message::Trouble]);
    said.extend(standing_still(number));
    said
}

/// What stops a case, or ends it above the unit's head.
fn standing_still(number: CaseNumber) -> Vec<Message> {
    let (unit, due) = (|| "城管局".to_owned(), || "03月20日 17:30".to_owned());
    let words = |words: &str| words.to_owned();
    vec![
        Message::Standstill(Standstill::Suspended { number, unit: unit(), ground: words("等待鉴定结论"), review: due() }),
        Message::Standstill(Standstill::Resumed { number, unit: unit(), due: due() }),
        Message::Standstill(Standstill::DueMoved { number, unit: unit(), due: due() }),
        Message::Standstill(Standstill::PutOnFile {
            number, unit: unit(), measures: words("先装临时净化器，等改造"), due: due()
        }),
        Message::Standstill(Standstill::Revoked { number, ground: words("事实不成立"), reason: words("现场没有这家店") }),
        Message::Standstill(Standstill::HandedOver { number, to: words("公安机关"), reason: words("涉嫌犯罪") }),
        Message::Standstill(Standstill::UnitRecused { number, unit: unit() }),
    ]
}
