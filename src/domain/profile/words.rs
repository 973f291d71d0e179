//! A profile in plain sentences 规则说明: what `yousu check` tells whoever edits one, from the values and nothing else.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::{ByUrgency, Grade, Length, Named, Profile, Publication, ReportDays, Reports, Rung, RungKind, RungTime};
use crate::domain::complaint::{Kind, Urgency};
use crate::domain::hotspot::Hotness;
use crate::domain::ids::Moment;
use crate::domain::span::{LimitKind, Span};
use crate::domain::workcalendar::{DayKind, WorkCalendar, WorkTime, at, weekday};

/// Every sentence, in the order of a case's life, with an example on the calendar.
pub fn sentences(profile: &Profile, calendar: &WorkCalendar) -> Vec<String> {
    let mut all = opening(profile);
    all.extend(handling(profile));
    all.extend(returns(profile));
    all.extend(standing_still(profile));
    all.extend(closing(profile));
    all.extend(supervising(profile));
    all.extend(example(profile, calendar));
    all
}

fn opening(profile: &Profile) -> Vec<String> {
    let hours = profile.office;
    let time = |time: chrono::NaiveTime| time.format("%H:%M").to_string();
    let (morning, afternoon) = (hours.morning, hours.afternoon);
    let grounds: Vec<&str> = profile.decline_grounds().iter().map(|ground| ground.label()).collect();
    let approval = match &profile.approval {
        Some(rule) => format!("呈批：派出以前由督办员批准，{}内批准或退回；突发、紧急的不等呈批。", rule.within),
        None => "呈批：不需要，派单员直接派出。".to_owned(),
    };
    let quiet = match &profile.quiet {
        Some(quiet) => format!("免打扰：{}到{}，除了突发、紧急，谁也不打扰，攒下的到点一并发出。", time(quiet.from), time(quiet.to)),
        None => "免打扰：没有，任何时候都发。".to_owned(),
    };
    vec![
        format!("办公时间：{}–{}，{}–{}。", time(morning.0), time(morning.1), time(afternoon.0), time(afternoon.1)),
        quiet,
        format!("受理：需要人工判断的，收到后{}内决定。不予受理的情形：{}。", profile.accept, grounds.join("、")),
        format!("派单：需要人工派单的，收到后{}派出。", by_urgency(profile.dispatch)),
        approval,
    ]
}

fn by_urgency(limits: ByUrgency) -> String {
    if limits.emergency == limits.urgent && limits.urgent == limits.normal {
        return format!("{}内", limits.normal);
    }
    if limits.emergency == limits.urgent {
        return format!("突发、紧急的{}内、一般的{}内", limits.urgent, limits.normal);
    }
    format!("突发的{}内、紧急的{}内、一般的{}内", limits.emergency, limits.urgent, limits.normal)
}

fn handling(profile: &Profile) -> Vec<String> {
    let urgent = [Urgency::Emergency, Urgency::Urgent].map(|urgency| {
        let (acknowledge, handle) = (profile.acknowledge.of(urgency), profile.handle.of(Kind::Complaint, urgency));
        format!("{}事项：派单后{acknowledge}内签收，{handle}内答复；{}", urgency.label(), after_end(profile, handle))
    });
    let normal = profile.acknowledge.normal;
    let mut all: Vec<String> = urgent.into();
    for (kinds, span) in by_span(profile) {
        all.push(format!("普通{kinds}：派单后{normal}内签收，{span}内答复；{}", after_end(profile, span)));
    }
    if let Some(rule) = &profile.complex {
        let by = match rule.by {
            Grade::Dispatcher => "派单员定级",
            Grade::Supervisor => "督办员批准",
        };
        all.push(format!("疑难复杂事项：经{by}，一般的改为{}内答复；突发、紧急的不变。", rule.handle));
    }
    all.push(format!("签收：{}", told(profile, LimitKind::Acknowledge, profile.acknowledge.normal)));
    all.extend(ladders(profile));
    all
}

/// The kinds with one limit, together.
fn by_span(profile: &Profile) -> Vec<(String, Span)> {
    let mut all: Vec<(Vec<&str>, Span)> = Vec::new();
    for kind in Kind::ALL {
        let span = profile.handle.of(kind, Urgency::Normal);
        match all.iter_mut().find(|(_, known)| *known == span) {
            Some((kinds, _)) => kinds.push(kind.label()),
            None => all.push((vec![kind.label()], span)),
        }
    }
    all.into_iter().map(|(kinds, span)| (kinds.join("、"), span)).collect()
}

/// So long after an end. Working days are told as the day on which somebody hears of it, when the office opens.
fn after(span: Span) -> String {
    match span {
        Span::Workdays(days) => format!("到期后第{days}个工作日上班时"),
        span => format!("到期后{span}"),
    }
}

/// The cards of a handling limit.
fn after_end(profile: &Profile, span: Span) -> String {
    let rungs = profile.rungs(LimitKind::Handle, span);
    let cards = rungs.filter(|rung| rung.rung.is_card()).map(|rung| match rung.at {
        RungTime::After(span) => format!("{}仍未办结记{}", after(span), rung.label()),
        RungTime::Due => format!("到期未办结记{}", rung.label()),
        _ => format!("{}记{}", when(&rung), rung.label()),
    });
    format!("{}。", cards.collect::<Vec<_>>().join("，"))
}

/// The ladder of the handling limit, for days and for hours.
fn ladders(profile: &Profile) -> Vec<String> {
    let days = profile.ladder.iter().filter(|rung| rung.limit == LimitKind::Handle && rung.only != Some(Length::Hours));
    let hours = profile.ladder.iter().filter(|rung| rung.limit == LimitKind::Handle && rung.only == Some(Length::Hours));
    let mut all = vec![format!("办理时限的阶梯：{}。", days.map(rung).collect::<Vec<_>>().join("；"))];
    let hours: Vec<String> = hours.map(rung).collect();
    if !hours.is_empty() {
        all.push(format!("按小时的办理时限：{}。", hours.join("；")));
    }
    all
}

/// Every rung of a limit in one sentence.
fn told(profile: &Profile, kind: LimitKind, span: Span) -> String {
    let rungs: Vec<String> = profile.rungs(kind, span).map(|step| rung(&step)).collect();
    format!("{}。", rungs.join("；"))
}

fn rung(rung: &Rung) -> String {
    let name = match (&rung.title, rung.rung) {
        (Some(title), kind) => format!("{title}（{}）", kind.label()),
        (None, RungKind::Yellow | RungKind::Red) => format!("记{}", rung.label()),
        (None, RungKind::Inquiry | RungKind::Notice | RungKind::Bulletin) => format!("发{}", rung.label()),
        (None, _) => rung.label().to_owned(),
    };
    let to: Vec<&str> = rung.to.iter().map(|hearer| hearer.label()).collect();
    let again = rung.every.map(|every| format!("，此后每{every}再来一次，直到办理")).unwrap_or_default();
    format!("{}{name}，告知{}{again}", when(rung), to.join("、"))
}

fn when(rung: &Rung) -> String {
    match rung.at {
        RungTime::Share(percent) => format!("用去{percent}%时"),
        RungTime::Before(span) => format!("到期前{span}"),
        RungTime::Due => "到期时".to_owned(),
        RungTime::After(span) => after(span),
    }
}

fn returns(profile: &Profile) -> Vec<String> {
    let (rule, extension) = (profile.returns, profile.extension);
    let extension = match extension.times {
        0 => "延期：不可以。".to_owned(),
        times => format!(
            "延期：到期以前申请，每次派单最多{times}次，每次最多{}个工作日，督办员在{}内审批，批准后告知诉求人。",
            extension.most_workdays, extension.rule_within
        ),
    };
    vec![
        format!(
            "退单：派单后{}内，写明理由、依据和建议单位；第{}次退单起由督办员在{}内裁定，裁定派出的不得再退。",
            profile.return_within, rule.ruling_from, rule.rule_within
        ),
        extension,
    ]
}

fn names(grounds: &[Named]) -> String {
    grounds.iter().map(|ground| ground.label.as_str()).collect::<Vec<_>>().join("、")
}

fn standing_still(profile: &Profile) -> Vec<String> {
    let suspension = &profile.suspension;
    let suspended = if suspension.grounds.is_empty() {
        "中止：没有列出情形，不可以中止。".to_owned()
    } else {
        format!(
            "中止：限于{}；督办员在{}内审批，最多{}个工作日后复核；承办时限停走，诉求人的时间不停。",
            names(&suspension.grounds),
            suspension.rule_within,
            suspension.most_workdays
        )
    };
    let revoked = if profile.revocation.is_empty() {
        "撤销立案：没有列出情形，不可以撤销。".to_owned()
    } else {
        format!("撤销立案：限于{}。", names(&profile.revocation))
    };
    let promised = Span::Workdays(1);
    let on_file = format!(
        "挂账：一时解决不了的，由督办员批准，向诉求人承诺措施和日期，最多{}天以后；{}",
        profile.on_file.most_days,
        told(profile, LimitKind::Promise, promised)
    );
    vec![suspended, on_file, revoked]
}

fn closing(profile: &Profile) -> Vec<String> {
    let (asks, redo) = (profile.follow_up, profile.redo);
    let archive = match profile.archive_after {
        Span::Natural(0) => "回访完成即归档".to_owned(),
        span => format!("回访完成{span}后归档"),
    };
    vec![
        format!("审核：办结后{}内由派单员审核答复，不合格的退回。", profile.review),
        format!(
            "回访：问是否解决、是否满意，最多自动问{}次，间隔{}；没有回音的由人工在{}内回访，仍无回音记沉默，不算满意。",
            asks.attempts, asks.every, asks.by_person
        ),
        format!("重办：未解决或说明理由的不满意，{}内重办，最多{}次。", redo.handle, redo.times),
        format!("归档：{archive}；归档后{}天内同一问题再来，算复发。", profile.recurrence.within_days),
    ]
}

fn supervising(profile: &Profile) -> Vec<String> {
    let (letters, group, weights) = (profile.supervision, profile.group, profile.weights);
    vec![
        format!(
            "督办：查询函{}内答复，督查通知书{}内答复；同一人累计{}张红牌起，建议发效能告诫书。",
            letters.inquiry_within, letters.notice_within, letters.admonish_from
        ),
        format!(
            "多人诉求：代表最多{}人，每人代理人最多{}人；答复的人里{}%不满意就重办。",
            group.most_representatives, group.most_proxies, group.redo_percent
        ),
        format!("三率权重：响应率{}%、解决率{}%、满意率{}%。", weights.response, weights.solved, weights.satisfied),
        hot(&profile.hot),
        reports(&profile.reports),
        publication(profile.publication),
    ]
}

fn reports(rule: &Reports) -> String {
    if rule.to.is_empty() {
        return "报告：不自动发送，发“日报”“周报”“月报”随时可看。".to_owned();
    }
    let day = match rule.on {
        ReportDays::Workdays => "每个工作日",
        ReportDays::Daily => "每天",
    };
    let to: Vec<&str> = rule.to.iter().map(|role| role.label()).collect();
    let weekly = ["一", "二", "三", "四", "五", "六", "日"][rule.weekly.num_days_from_monday() as usize];
    let at = rule.at.format("%H:%M");
    format!("报告：{day}{at}起发给{}，每人一份；逢周{weekly}发周报、逢{}日发月报，其余发日报，遇休息日顺延。", to.join("、"), rule.monthly)
}

fn hot(rule: &Hotness) -> String {
    let Hotness { least_people, once_in, wide_least_people, wide_once_in, again_times } = rule;
    format!(
        "热点：一处的同一事项{least_people}人以上、按平时的水平{once_in}次里碰巧才有一次的，一个区县或全市的同类事项{wide_least_people}人以上、{wide_once_in}次里一次的，\
         告知督办员、分管领导、派单员；人数到{again_times}倍再报。"
    )
}

fn publication(rule: Publication) -> String {
    let Publication { least, base, monthly, automatic } = rule;
    let when = match (automatic, monthly) {
        (false, _) => "不自动公布，由管理员运行 yousu publish".to_owned(),
        (true, 0) => "统一公开日（每季度第一个周一，遇休息日顺延）公布上季度三个月的".to_owned(),
        (true, day) => format!("每月{day}日（遇休息日顺延）公布上月的"),
    };
    format!("公示：{when}；小于{least}的数、评判不足{base}件的率不公布。每月第一个工作日把上月的月评草稿发给督办员。")
}

/// A Friday afternoon before the longest holidays, on which every rule of counting shows.
fn example(profile: &Profile, calendar: &WorkCalendar) -> Option<String> {
    let day = NaiveDate::from_ymd_opt(2026, 2, 13).filter(|day| calendar.covers(day.year()))?;
    let from = at(day, chrono::NaiveTime::from_hms_opt(16, 50, 0)?);
    let time = WorkTime { calendar, hours: profile.office };
    let limit = |span| time.deadline(from, span);
    let (acknowledge, handle) = (profile.acknowledge.normal, profile.handle.complaint);
    let (signed, answered) = (limit(acknowledge), limit(handle));
    let notes =
        if matches!(handle, Span::Natural(_)) { "自然时间，节假日也算".to_owned() } else { counted(calendar, from, answered) };
    Some(format!(
        "例：{}（{}）16:50 派出的普通投诉，应在{}前签收，{}前答复（{notes}）。",
        day.format("%Y年%-m月%-d日"),
        weekday(day),
        signed.format("%-m月%-d日 %H:%M"),
        answered.format("%-m月%-d日 %H:%M"),
    ))
}

/// What does not go by the week: holidays that do not count, and weekend days that do.
fn counted(calendar: &WorkCalendar, from: Moment, to: Moment) -> String {
    let days = from.date_naive().iter_days().skip(1).take_while(|day| *day <= to.date_naive());
    let (mut holidays, mut makeup) = (BTreeSet::new(), Vec::new());
    for day in days {
        match calendar.day(day) {
            DayKind::Holiday(name) => drop(holidays.insert(name)),
            DayKind::MakeUp(_) => makeup.push(day.format("%-m月%-d日").to_string()),
            DayKind::Weekend | DayKind::Workday => {}
        }
    }
    let holidays = holidays.into_iter().map(|name| format!("{name}放假不计"));
    let makeup = makeup.into_iter().map(|day| format!("{day}调休上班计入"));
    let notes: Vec<String> = ["周末不计".to_owned()].into_iter().chain(holidays).chain(makeup).collect();
    notes.join("，")
}
