//! What the samples are made of: cards, lines and answers, whole and bare.

use crate::domain::ids::CaseNumber;
use crate::domain::message::{AnswerWords, Card, CaseLine, DueWords};
use crate::domain::outbound::Brief;

pub(super) fn number(serial: u32) -> CaseNumber {
    let day = chrono::NaiveDate::from_ymd_opt(2026, 2, 13).expect("a day of the calendar");
    CaseNumber::new(day, serial).expect("a serial of the day")
}

/// A card with every field set.
pub(super) fn card() -> Box<Card> {
    Box::new(Card {
        number: number(7),
        state: "办理中",
        holder: "城管局".to_owned(),
        unit: Some("城管局".to_owned()),
        kind: "投诉",
        category: "城乡建设",
        intent: "油烟扰民".to_owned(),
        urgency: "紧急",
        urgent: true,
        text: "楼下新开的烤鱼店排烟管正对我家窗户，晚饭时间没法开窗，孩子一直咳。".to_owned(),
        facts: facts(),
        evidence: evidence(),
        received_at: "02月13日 16:50".to_owned(),
        due: Some(due(false)),
        answer_by: Some("02月27日 17:30".to_owned()),
        redos: 1,
        redo: Some("味道还在".to_owned()),
        returns: 1,
        urged: 2,
        yellow_cards: 1,
        red_cards: 1,
        risks: vec!["轻生风险", "群体性风险"],
        confidential: true,
        in_the_know: false,
        unconfirmed: true,
        citizens: 2,
        others: vec!["我也闻到了，窗户不敢开。".to_owned()],
        recurs: Some(number(3)),
        recurred: Some(number(9)),
    })
}

/// The card of the desk, which knows who it is.
pub(super) fn desk_card() -> Box<Card> {
    Box::new(Card { in_the_know: true, ..*card() })
}

/// A card past its time.
pub(super) fn overdue() -> Box<Card> {
    Box::new(Card { due: Some(due(true)), ..*card() })
}

/// A card with nothing that can be left out.
pub(super) fn bare_card() -> Box<Card> {
    Box::new(Card {
        state: "待派单",
        holder: "派单席".to_owned(),
        unit: None,
        urgency: "一般",
        urgent: false,
        facts: Vec::new(),
        evidence: Vec::new(),
        due: None,
        answer_by: None,
        redos: 0,
        redo: None,
        returns: 0,
        urged: 0,
        yellow_cards: 0,
        red_cards: 0,
        risks: Vec::new(),
        confidential: false,
        in_the_know: false,
        unconfirmed: false,
        citizens: 1,
        others: Vec::new(),
        recurs: None,
        recurred: None,
        ..*card()
    })
}

/// A card in each state, with who holds it there.
pub(super) fn cards_by_state() -> Vec<Card> {
    let held = [
        ("待受理", "派单席"),
        ("待派单", "派单席"),
        ("待签收", "城管局"),
        ("办理中", "城管局"),
        ("待审核", "派单席"),
        ("待回访", "诉求人"),
        ("待归档", "派单席"),
        ("已归档", "已结束"),
        ("不予受理", "已结束"),
        ("已撤诉", "已结束"),
    ];
    held.map(|(state, holder)| Card { state, holder: holder.to_owned(), due: None, ..*card() }).into()
}

pub(super) fn facts() -> Vec<(&'static str, String)> {
    vec![("地点", "河沿路18号".to_owned()), ("时间", "02月12日 19:00".to_owned()), ("联系电话", "138****5678".to_owned())]
}

pub(super) fn evidence() -> Vec<(&'static str, usize)> {
    vec![("照片", 2), ("语音", 1)]
}

pub(super) fn due(overdue: bool) -> DueWords {
    let left = if overdue { "已超期3小时" } else { "还剩1天2小时" };
    DueWords { limit: "办理", at: "02月25日 17:30".to_owned(), left: left.to_owned(), overdue }
}

pub(super) fn answer() -> AnswerWords {
    AnswerWords { rest: Some("3月5日前换装净化器，装好后再测一次。".to_owned()), ..bare_answer() }
}

pub(super) fn bare_answer() -> AnswerWords {
    AnswerWords {
        contact: "2月14日上午电话联系，约下午上门。".to_owned(),
        result: "现场检测油烟超标，已责令店家当天改道排烟管。".to_owned(),
        basis: "《大气污染防治法》第八十一条".to_owned(),
        rest: None,
    }
}

pub(super) fn steps() -> Vec<(String, &'static str)> {
    vec![("02月13日 16:50".to_owned(), "接收"), ("02月13日 16:50".to_owned(), "派单"), ("02月14日 09:10".to_owned(), "签收")]
}

/// Three lines: one in time, one past it, one without a limit.
pub(super) fn lines() -> Vec<CaseLine> {
    let line = |serial, intent: &str, what: &str, due| CaseLine {
        number: number(serial),
        intent: intent.to_owned(),
        state: "办理中",
        holder: "城管局".to_owned(),
        due,
        what: what.to_owned(),
    };
    vec![
        line(7, "油烟扰民", "河沿路18号", Some(due(true))),
        line(9, "路灯不亮", "三号桥北侧", Some(due(false))),
        line(12, "其他", "想问问老年卡怎么补", None),
    ]
}

/// Two lines of a shared message: one with everything, one with nothing that can be left out.
pub(super) fn briefs() -> Vec<Brief> {
    let whole = Brief {
        sort: "黄牌".to_owned(),
        number: number(7),
        intent: "油烟扰民".to_owned(),
        what: "河沿路18号".to_owned(),
        unit: Some("城管局".to_owned()),
        due: Some("02月25日 17:30".to_owned()),
        at: "02月25日 22:10".to_owned(),
        held: true,
        late: true,
    };
    let bare = Brief { sort: "待派单".to_owned(), number: number(9), unit: None, due: None, ..whole.clone() };
    vec![whole, bare]
}
