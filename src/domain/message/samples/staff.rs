//! Samples of what staff are told.

use super::explained::{clocks, limits};
use super::parts::{answer, bare_answer, bare_card, briefs, card, cards_by_state, desk_card, due, evidence, lines, number, overdue, steps};
use crate::domain::conversation::Form;
use crate::domain::ids::CaseNumber;
use crate::domain::message::{
    AppraisalResults, AppraisedUnit, Asking, Card, Change, DueWords, HotSpot, Ledger, Merging, Message, MonthReviewed, Need, PersonCards,
    Presence, RateChange, Report, Told, UnitCards,
};
use crate::domain::profile::RungKind;
use crate::domain::span::LimitKind;
use crate::domain::staff::Role;

pub(super) fn samples() -> Vec<Message> {
    let said = [
        joining(),
        looking(),
        dispatching(),
        merging(),
        working(),
        supervising(),
        ledger(),
        reported(),
        published(),
        together(),
        writing(),
    ];
    said.into_iter().flatten().collect()
}

fn joining() -> Vec<Message> {
    let name = || "周敏".to_owned();
    let mut said = vec![
        Message::Joined { name: name(), role: Role::Handler.label(), unit: Some("城管局".to_owned()) },
        Message::Joined { name: name(), role: Role::Dispatcher.label(), unit: None },
        Message::GroupBound { unit: "城管局".to_owned() },
    ];
    let until = || Some("03月05日".to_owned());
    said.extend([
        Message::Presence(Presence::AwayNoted { until: until(), stand_ins: vec![name()] }),
        Message::Presence(Presence::AwayNoted { until: None, stand_ins: Vec::new() }),
        Message::Presence(Presence::BackNoted { waiting: 3 }),
        Message::Presence(Presence::BackNoted { waiting: 0 }),
        Message::Presence(Presence::StandIn { name: name(), unit: "城管局".to_owned(), until: until(), waiting: 3 }),
        Message::Presence(Presence::StandIn { name: name(), unit: "城管局".to_owned(), until: None, waiting: 0 }),
        Message::Presence(Presence::PostGiven { name: name(), post: "B岗" }),
        Message::Presence(Presence::NoSuchColleague { name: name(), colleagues: vec!["李强".to_owned()] }),
        Message::Presence(Presence::NoSuchColleague { name: name(), colleagues: Vec::new() }),
    ]);
    said.extend(appraised());
    said.extend(hot());
    said.extend(Role::ALL.map(|role| Message::StaffHelp { role: role.label() }));
    said
}

fn looking() -> Vec<Message> {
    let mut said = vec![
        Message::Todo { cases: lines(), more: 37 },
        Message::Todo { cases: lines(), more: 0 },
        Message::Todo { cases: Vec::new(), more: 0 },
        Message::Shown { card: card(), steps: steps(), answer: Some(answer()) },
        Message::Shown { card: overdue(), steps: steps(), answer: Some(bare_answer()) },
        Message::Shown { card: bare_card(), steps: Vec::new(), answer: None },
    ];
    let explained = |(clock, limits)| Message::Explained { number: number(7), state: "办理中", clock, limits };
    said.extend(clocks().into_iter().zip([limits(), Vec::new()]).map(explained));
    said.extend(cards_by_state().into_iter().map(|card| Message::Shown { card: Box::new(card), steps: steps(), answer: None }));
    said
}

fn dispatching() -> Vec<Message> {
    let review = |suggested: Option<&str>| Message::ReturnToReview {
        card: bare_card(),
        unit: "城管局".to_owned(),
        reason: "油烟检测由环保执法".to_owned(),
        basis: "三定方案第六条".to_owned(),
        suggested: suggested.map(str::to_owned),
    };
    vec![
        Message::CitizenLimited { code: "K7M4PX2R".to_owned(), kind: "辱骂他人", strikes: 3, until: "02月14日 09:00".to_owned() },
        Message::LimitationLifted { code: "K7M4PX2R".to_owned() },
        Message::ToAccept { card: card() },
        Message::ToAccept { card: bare_card() },
        Message::ToDispatch {
            card: bare_card(),
            because: vec!["油烟".to_owned(), "烤鱼店".to_owned()],
            candidates: vec![("城管局".to_owned(), 54), ("生态环境局".to_owned(), 31), ("市场监管局".to_owned(), 9)],
        },
        Message::ToDispatch { card: desk_card(), because: Vec::new(), candidates: Vec::new() },
        review(Some("生态环境局")),
        review(None),
        Message::ToReview { card: card(), unit: "城管局".to_owned(), answer: answer() },
        Message::ToReview { card: bare_card(), unit: "城管局".to_owned(), answer: bare_answer() },
        Message::ToCall { card: card() },
        Message::ToCall { card: bare_card() },
    ]
}

fn merging() -> Vec<Message> {
    let proposed = |card, merged, alike: &[&str], others: Vec<CaseNumber>, more| Message::MergeProposed {
        card,
        mother: lines().swap_remove(1),
        merged,
        alike: alike.iter().map(|&reason| reason.to_owned()).collect(),
        others,
        more,
    };
    vec![
        proposed(card(), 0, &["同一事项（路灯不亮）", "同一地点（三号桥）", "相隔2天"], Vec::new(), 0),
        proposed(bare_card(), 6, &["同一事项（路灯不亮）", "说法相近（“桥上一盏灯都没有”）", "同一天"], vec![number(10), number(11)], 14),
        proposed(bare_card(), 0, &["同一天"], vec![number(10)], 0),
        Message::Merging(Merging::MergedInto { numbers: vec![number(7)], into: number(9), citizens: 2 }),
        Message::Merging(Merging::MergedInto { numbers: vec![number(7), number(10)], into: number(9), citizens: 8 }),
        Message::Merging(Merging::TaskMerged { number: number(7), into: number(9) }),
        Message::Merging(Merging::TaskJoined { card: card(), citizens: 2, text: "我也闻到了，窗户不敢开。".to_owned() }),
        Message::Merging(Merging::TaskLeft { number: number(7), citizens: 2 }),
        Message::Merging(Merging::TaskJoined { card: bare_card(), citizens: 8, text: "楼道里全是油烟味。".to_owned() }),
        Message::Merging(Merging::KeptApart { number: number(7) }),
    ]
}

fn task(card: Box<Card>, instruction: Option<&str>, by_ruling: bool, redo: Option<&str>) -> Message {
    Message::Task {
        card,
        acknowledge: "02月14日 17:30".to_owned(),
        handle: "02月25日 17:30".to_owned(),
        instruction: instruction.map(str::to_owned),
        by_ruling,
        redo: redo.map(str::to_owned),
    }
}

fn working() -> Vec<Message> {
    let ruled = |due: Option<&str>, reason: Option<&str>| Message::ExtensionRuled {
        number: number(7),
        due: due.map(str::to_owned),
        reason: reason.map(str::to_owned),
    };
    vec![
        task(bare_card(), None, false, None),
        task(card(), Some("请今天先上门看一次"), false, None),
        task(card(), Some("餐饮排烟由城管执法"), true, None),
        task(card(), None, false, Some("管道改了，味道没有小")),
        task(card(), Some("再去一次"), true, Some("还是老样子")),
        Message::ReturnTaken { number: number(7), unit: "生态环境局".to_owned() },
        Message::NobodyThere { card: card(), unit: "城管局".to_owned() },
        Message::TaskWithdrawn { number: number(7), reason: "店家自己改好了".to_owned() },
        Message::TaskWithdrawn { number: number(7), reason: String::new() },
        Message::TaskSupplemented { card: card(), text: "昨晚又排到十点".to_owned(), evidence: evidence() },
        Message::TaskSupplemented { card: bare_card(), text: String::new(), evidence: Vec::new() },
        Message::News {
            what: "中止",
            card: card(),
            details: vec![("情形", "等待鉴定结论".to_owned()), ("复核日期", "03月20日 17:30".to_owned())],
        },
        Message::News { what: "批准", card: bare_card(), details: Vec::new() },
        Message::TaskTaken { number: number(7), why: "单位回避" },
        Message::TaskUrged { card: overdue(), what: "诉求人催办", note: "到底什么时候来人".to_owned() },
        Message::TaskUrged { card: bare_card(), what: "督办员催办", note: String::new() },
        ruled(Some("03月04日 17:30"), None),
        ruled(None, Some("可以先答复已办的部分")),
        ruled(None, None),
        Message::ReviewFailed { card: card(), remark: "没写检测结果是多少".to_owned() },
        Message::ReviewFailed { card: bare_card(), remark: "依据不对".to_owned() },
        Message::FollowedUp { number: number(7), words: "已解决，满意".to_owned() },
    ]
}

fn supervising() -> Vec<Message> {
    let extension =
        |card| Message::ExtensionToRule {
            card, unit: "城管局".to_owned(), workdays: 5, reason: "净化器要从厂家订货".to_owned()
        };
    let mut said = vec![
        extension(card()),
        extension(bare_card()),
        Message::RiskSeen { card: card() },
        Message::StillUnsolved { card: card(), words: "未解决，味道还在".to_owned() },
        Message::StillUnsolved { card: bare_card(), words: "未解决".to_owned() },
    ];
    for rung in [RungKind::Reminder, RungKind::Urging, RungKind::Yellow, RungKind::Red, RungKind::Bulletin] {
        let climbed = |limit: LimitKind, card, late| {
            let due = DueWords { limit: limit.label(), ..due(late) };
            Message::Rung { rung: rung.label().to_owned(), limit: limit.label(), due, card, late }
        };
        said.extend([climbed(LimitKind::Handle, overdue(), true), climbed(LimitKind::Dispatch, bare_card(), false)]);
    }
    said
}

fn ledger() -> Vec<Message> {
    let unit = |red, yellow, letters| UnitCards { unit: "城管局".to_owned(), red, yellow, letters };
    let person = |recent, total| PersonCards { name: "周敏".to_owned(), unit: "城管局".to_owned(), recent, total };
    let cards = |of: Option<&str>, units, people, more| {
        Message::Ledger(Ledger::Cards { days: 30, unit: of.map(str::to_owned), units, more_units: more, people, more_people: more })
    };
    vec![
        cards(None, vec![unit(2, 3, 1), unit(0, 1, 0), unit(0, 0, 2)], vec![person(1, 3), person(1, 1)], 4),
        cards(Some("城管局"), vec![unit(0, 1, 0)], Vec::new(), 0),
        cards(None, Vec::new(), Vec::new(), 0),
        Message::Ledger(Ledger::AdmonitionDue {
            number: number(7),
            name: "周敏".to_owned(),
            unit: "城管局".to_owned(),
            red_cards: 3,
            from: 3,
            cases: vec![number(2), number(5), number(7)],
        }),
    ]
}

fn reported() -> Vec<Message> {
    let told = |unit: Option<&str>, nothing: bool| Told {
        kind: "日报",
        unit: unit.map(str::to_owned),
        days: "3月2日（周一）".to_owned(),
        before: "前一天".to_owned(),
        came: Change::new(12, 9),
        archived: Change::new(4, 6),
        rates: Vec::new(),
        yellow: 0,
        red: 0,
        silent: 0,
        needs: Vec::new(),
        nothing,
        picture: None,
    };
    let rate = |name, up: Option<&str>, down: Option<&str>| RateChange {
        name,
        now: "87.5%".to_owned(),
        up: up.map(str::to_owned),
        down: down.map(str::to_owned),
    };
    let full = Told {
        rates: vec![rate("按时办结率", Some("5.0"), None), rate("响应率", None, Some("2.5")), rate("满意率", None, None)],
        came: Change::new(3, 3),
        yellow: 2,
        red: 1,
        silent: 4,
        needs: vec![("超期", 3), ("今天到期", 1)],
        ..told(Some("城管局"), false)
    };
    let line = |case| Need { why: "超期", case };
    let needs = |unit: Option<&str>, lines: Vec<Need>| {
        let all = lines.len() * 3;
        Message::Report(Report::Needs { unit: unit.map(str::to_owned), lines, first: 9, all })
    };
    let yellow = Told { yellow: 1, ..told(None, false) };
    let all = [told(None, false), told(Some("城管局"), true), full, yellow];
    let mut said: Vec<Message> = all.into_iter().map(|told| Message::Report(Report::Report(Box::new(told)))).collect();
    said.extend([needs(Some("城管局"), lines().into_iter().map(line).collect()), needs(None, Vec::new())]);
    said
}

/// 效能月评月析, and that editions came out.
fn published() -> Vec<Message> {
    let review = |due: &str, last: Vec<String>| MonthReviewed {
        month: "2026年10月".to_owned(),
        period: "2026-10".to_owned(),
        counts: vec![("收件", 1280), ("黄牌", 7)],
        rates: vec![("按时办结率", "92.3%".to_owned(), "90.1%".to_owned()), ("满意率", "88.0%".to_owned(), "—".to_owned())],
        last,
        examples: 2,
        due: due.to_owned(),
    };
    let reviews = [review("1月4日", vec!["城管局".to_owned(), "水务局".to_owned()]), review("", Vec::new())];
    let mut said: Vec<Message> = reviews.into_iter().map(|review| Message::MonthReviewed(Box::new(review))).collect();
    said.push(Message::EditionsOut { months: vec!["2026年10月".to_owned(), "2026年11月".to_owned()] });
    said
}

fn together() -> Vec<Message> {
    let digest = |held, late, more| Message::Digest {
        held,
        late,
        counts: vec![("黄牌".to_owned(), 1), ("待派单".to_owned(), 1)],
        lines: briefs(),
        more,
    };
    vec![digest(true, true, 3), digest(false, true, 0), digest(false, false, 0)]
}

fn writing() -> Vec<Message> {
    let ask = |form: &Form, filled: &[(&str, &str)]| {
        Message::Asking(Asking::FormAsk {
            form: form.title(),
            number: number(7),
            fields: form.fields().iter().skip(filled.len()).map(|field| field.name).collect(),
            filled: filled.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        })
    };
    let mut said: Vec<Message> = Form::EACH.iter().map(|form| ask(form, &[])).collect();
    said.extend([
        ask(&Form::Return, &[("理由", "不是餐饮店")]),
        ask(&Form::Return, &[("理由", "不是餐饮店"), ("依据", "三定方案")]),
        Message::Asking(Asking::FormCancelled),
        Message::Asking(Asking::NoOrder { number: number(7), words: "配件明天到货，后天换".to_owned() }),
        Message::Asking(Asking::ChooseUnit { form: "转派", number: number(7) }),
        Message::Asking(Asking::ChooseGround { number: number(7) }),
        Message::Asking(Asking::ChooseListed {
            form: "中止",
            number: number(7),
            choices: vec![("appraisal".to_owned(), "等待专家鉴定".to_owned()), ("absent".to_owned(), "联系不上当事人".to_owned())],
        }),
        Message::Asking(Asking::ChooseListed { form: "撤销", number: number(7), choices: Vec::new() }),
        Message::Asking(Asking::MoreSteps { number: number(7), state: "办理中" }),
    ]);
    let done = |command: &str, state, holder: &str| Message::Done {
        command: command.to_owned(),
        number: number(7),
        state,
        holder: holder.to_owned(),
    };
    let view = "2026-02-14 09:00:00　经办人 · 城管局 · 王芳　收到通知　身份脱敏，查阅码 7K2M9Q".to_owned();
    said.extend([
        Message::CalendarMissing { year: 2027, known: 2026 },
        Message::MessageAside { at: "02月14日 09:00".to_owned(), door: "Telegram", why: "处理它时程序出错", waiting: 1 },
        Message::MessageAside { at: "02月14日 09:00".to_owned(), door: "网页", why: "试了多次都处理不了", waiting: 3 },
        Message::TraceMark { code: "7K2M9Q".to_owned() },
        Message::Views { number: number(7), views: vec![view.clone(), view], earlier: 3 },
        Message::Views { number: number(7), views: Vec::new(), earlier: 0 },
        done("签收", "办理中", "城管局"),
        done("派单", "待签收", "城管局"),
        done("办结", "待审核", "派单席"),
        done("审核", "待回访", "诉求人"),
        done("不同意延期", "办理中", "城管局"),
        done("查询函", "办理中", "城管局"),
        done("领导包案", "办理中", "城管局"),
        done("不予受理", "不予受理", "已结束"),
    ]);
    said
}

fn hot() -> [Message; 2] {
    let matter = HotSpot {
        matter: "停水".to_owned(),
        place: "城东区 幸福小区".to_owned(),
        one_matter: true,
        unit: Some("水务局".to_owned()),
        since: "02月13日".to_owned(),
        people: 7,
        days: 3,
        cases: 8,
        usual: None,
        again: true,
        mother: lines().into_iter().next(),
        merged: 2,
        others: 5,
    };
    let city = HotSpot {
        place: String::new(),
        usual: Some("1.4".to_owned()),
        one_matter: false,
        unit: None,
        again: false,
        mother: None,
        merged: 0,
        others: 0,
        ..matter.clone()
    };
    [matter, city].map(|words| Message::HotSpot(Box::new(words)))
}

fn appraised() -> [Message; 2] {
    let results = |ballots, units| AppraisalResults {
        title: "民主评议".to_owned(),
        quarter: "2026年第一季度".to_owned(),
        ballots,
        units,
        hidden: ballots / 10,
        least: 5,
    };
    let unit = AppraisedUnit {
        unit: "城管局".to_owned(),
        ballots: 12,
        score: "87.5".to_owned(),
        questions: vec![("服务态度".to_owned(), "90.0".to_owned()), ("办事效率".to_owned(), "—".to_owned())],
    };
    [results(0, Vec::new()), results(21, vec![unit])].map(|results| Message::AppraisalResults(Box::new(results)))
}
