//! Samples of limits that are explained: every way in which one comes to its end.

use crate::domain::message::{ClockWords, DaysWords, LegWords, LimitWords};

/// A clock that runs, and one that is over.
pub(super) fn clocks() -> [ClockWords; 2] {
    let running = ClockWords { since: "02月13日 16:50".to_owned(), lasted: "3天2小时5分钟".to_owned(), closed: None };
    let closed = ClockWords { closed: Some("02月16日 18:55".to_owned()), ..running.clone() };
    [running, closed]
}

/// Limits that run, that are over and that stand still, with every leg between them.
pub(super) fn limits() -> Vec<LimitWords> {
    let handle = LimitWords {
        limit: "办理",
        span: "5个工作日".to_owned(),
        from: "02月13日 16:50".to_owned(),
        due: "02月27日 17:30".to_owned(),
        left: Some("还剩1天2小时".to_owned()),
        ended: None,
        stopped: false,
        assumed: None,
        legs: vec![given()],
    };
    let moved =
        vec![given(), LegWords { by_rule: Some("02月26日 17:30".to_owned()), ..extended() }, resumed(), late(), unmoved(), anew(), set()];
    vec![
        handle.clone(),
        LimitWords { legs: moved, ..handle.clone() },
        LimitWords {
            left: None,
            ended: Some("02月16日 09:30".to_owned()),
            legs: vec![
                day_and_night(),
                LegWords { why: "重算", ..day_and_night() },
                LegWords { natural: true, days: Vec::new(), ..resumed() },
            ],
            ..handle.clone()
        },
        LimitWords { assumed: Some(2027), ..handle.clone() },
        LimitWords { left: None, stopped: true, legs: vec![given(), stopped()], ..handle.clone() },
        LimitWords { left: None, stopped: true, legs: vec![given(), LegWords { overdue: true, ..stopped() }], ..handle },
    ]
}

fn given() -> LegWords {
    LegWords {
        why: "起算",
        at: "02月13日 16:50".to_owned(),
        from: "02月13日 16:50".to_owned(),
        due: "02月27日 17:30".to_owned(),
        span: "5个工作日".to_owned(),
        pause: None,
        overdue: false,
        natural: false,
        days: days(),
        counted: "35小时".to_owned(),
        by_rule: None,
    }
}

fn extended() -> LegWords {
    LegWords { why: "延期", span: "3个工作日".to_owned(), ..given() }
}

fn resumed() -> LegWords {
    let pause = Some(("02月25日 10:00".to_owned(), "03月02日 09:00".to_owned()));
    LegWords { why: "恢复", span: "20小时50分钟".to_owned(), pause, ..given() }
}

fn late() -> LegWords {
    LegWords { overdue: true, days: Vec::new(), ..resumed() }
}

fn stopped() -> LegWords {
    LegWords { why: "中止", span: "20小时50分钟".to_owned(), days: Vec::new(), ..given() }
}

fn unmoved() -> LegWords {
    LegWords { days: Vec::new(), ..resumed() }
}

fn anew() -> LegWords {
    LegWords { why: "重算", span: "3个工作日".to_owned(), ..given() }
}

fn set() -> LegWords {
    LegWords { why: "调整", days: Vec::new(), ..given() }
}

fn day_and_night() -> LegWords {
    LegWords { natural: true, span: "2小时".to_owned(), days: Vec::new(), ..given() }
}

fn days() -> Vec<DaysWords> {
    let uncounted = DaysWords {
        days: "02月13日".to_owned(),
        week: "周五".to_owned(),
        count: 1,
        what: "起算当日".to_owned(),
        number: None,
        hours: None,
        counted: None,
    };
    let hours = Some("08:30–12:00、14:00–17:30".to_owned());
    let holiday = DaysWords {
        days: "02月15日—02月23日".to_owned(),
        week: "周日至周一".to_owned(),
        count: 9,
        what: "春节放假".to_owned(),
        ..uncounted.clone()
    };
    let partly = DaysWords { what: "工作日".to_owned(), hours: hours.clone(), counted: Some("7小时".to_owned()), ..uncounted.clone() };
    let numbered =
        DaysWords { count: 4, number: Some("第2—5个工作日".to_owned()), counted: Some("28小时".to_owned()), ..partly.clone() };
    vec![uncounted, holiday, partly, numbered]
}
