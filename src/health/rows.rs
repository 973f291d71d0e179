//! How the house is, in words 运行状态: each figure with what it means, and with what to do when it is bad. The status page and
//! `yousu status` show the same.

use std::time::Duration;

use serde::Serialize;

use super::readiness::{self, Readiness, lasting};
use super::{Figures, exposition};
use crate::desk::Desk;
use crate::domain::event::EVENT_VERSION;
use crate::domain::ids::Moment;
use crate::domain::message::when;
use crate::metrics::{Arrival, Departure, Door, Guess, Metrics, Snapshot, Stand, Trouble};
use crate::store::Room;

/// A notice that has waited so long is worth a look.
const LONG_WAIT: Duration = Duration::from_secs(60);
/// And so long, worth an effort.
const TOO_LONG: Duration = Duration::from_secs(600);
/// Reminders fire within seconds of their time.
const LATE: Duration = Duration::from_secs(60);
/// A commit that takes longer tells of a slow disk.
const SLOW_COMMIT: Duration = Duration::from_millis(250);

/// Whether a figure is as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// 正常
    Well,
    /// 留意
    Watch,
    /// 需要处理
    Bad,
}

impl Tone {
    /// The word beside the figure.
    pub fn label(self) -> &'static str {
        match self {
            Self::Well => "正常",
            Self::Watch => "留意",
            Self::Bad => "需要处理",
        }
    }
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What it is.
    pub name: String,
    /// How it stands.
    pub value: String,
    /// Whether it is as it should be.
    pub tone: Tone,
    /// What to do, when it is not.
    pub advice: Option<String>,
}

/// Figures under one heading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// The heading.
    pub title: &'static str,
    /// The figures.
    pub rows: Vec<Row>,
}

/// Everything, for a person. With `serving` false the service does not run, and only what the store says is told.
pub fn sections(desk: &Desk, serving: bool) -> Vec<Section> {
    let (figures, metrics) = (Figures::of(desk), desk.metrics());
    let mut sections = vec![Section { title: "总体", rows: overall(desk, &figures, metrics, serving) }];
    if serving {
        sections.push(Section { title: "来信", rows: arrivals(&figures, metrics) });
        sections.push(Section { title: "通知", rows: notices(&figures, metrics) });
    }
    sections.push(Section { title: "工单与到期", rows: cases(&figures, metrics, serving) });
    sections.push(Section { title: "存储", rows: store(&figures, serving) });
    if serving {
        sections.push(Section { title: "最近的错误", rows: troubles(&figures, metrics) });
    }
    sections
}

fn row(name: impl Into<String>, value: impl Into<String>, bad: Option<(Tone, &str)>) -> Row {
    let (tone, advice) = bad.map_or((Tone::Well, None), |(tone, advice)| (tone, Some(advice.to_owned())));
    Row { name: name.into(), value: value.into(), tone, advice }
}

fn overall(desk: &Desk, figures: &Figures, metrics: &Metrics, serving: bool) -> Vec<Row> {
    let versions = format!("{}（存储格式 {}，事件格式 {EVENT_VERSION}）", env!("CARGO_PKG_VERSION"), figures.store.format);
    if !serving {
        let advice = "启动：yousu serve。下面只有存储里的情况。";
        return vec![row("服务", "没有在运行", Some((Tone::Bad, advice))), row("版本", versions, None)];
    }
    let readiness = Readiness::of(desk);
    let obstacle = |tone| move |obstacle: &super::readiness::Obstacle| row("就绪", "有障碍", Some((tone, &obstacle.reason)));
    let mut rows: Vec<Row> = readiness.problems.iter().map(obstacle(Tone::Bad)).collect();
    rows.extend(readiness.retrying.iter().map(obstacle(Tone::Watch)));
    if rows.is_empty() {
        rows.push(row("就绪", "可以正常受理", None));
    }
    rows.extend(readiness.warnings.iter().map(|warning| row("留意", warning.title, Some((Tone::Watch, &warning.reason)))));
    rows.extend(figures.unreadable.as_deref().map(|why| row("存储", "有的记录读不出来", Some((Tone::Bad, why)))));
    let telegram = match metrics.polling.stand() {
        Stand::Off => "未接入".to_owned(),
        Stand::Starting => "正在接入".to_owned(),
        Stand::Well(ago) => format!("正常，{}前收过信", lasting(ago)),
        Stand::Failing { since, .. } => format!("已有{}连不上，正在重试", lasting(since)),
    };
    rows.push(row("Telegram", telegram, None));
    rows.push(row("已运行", lasting(metrics.uptime()), None));
    rows.push(row("版本", versions, None));
    rows
}

fn arrivals(figures: &Figures, metrics: &Metrics) -> Vec<Row> {
    let mut rows = Vec::new();
    for door in [Door::Telegram, Door::Web] {
        let of = |arrival| metrics.arrivals(door, arrival);
        let words = format!("收下 {} 条，重复 {} 条", of(Arrival::Taken), of(Arrival::Repeated));
        rows.push(row(format!("{}来信", door.label()), words, None));
    }
    let all = |arrival| Door::ALL.iter().map(|door| metrics.arrivals(*door, arrival)).sum::<u64>();
    let bad = |count: u64, advice| (count > 0).then_some((Tone::Watch, advice));
    let refused = all(Arrival::Refused);
    let advice = "没有收下的来信没有确认，渠道会再送来；请检查存储和日志。";
    rows.push(row("未能收下", format!("{refused} 次"), bad(refused, advice)));
    rows.push(aside(figures));
    let guesses = |refused| Guess::ALL.iter().map(|guess| metrics.guesses(*guess, refused)).sum::<u64>();
    let advice = "有人在猜别人的工单号、查询码或邀请码，已请他们稍后再试；持续增加时请看日志里的时间，必要时停用可疑账号的渠道。";
    let words = format!("{} 次没有对上，{} 次没有再试", guesses(false), guesses(true));
    rows.push(row("试探", words, bad(guesses(true), advice)));
    rows.push(row("受理耗时", pace(&metrics.receiving.snapshot()), None));
    rows
}

/// What is kept aside until somebody has it taken in again.
fn aside(figures: &Figures) -> Row {
    let advice = "原文都留着，来信人已被告知。请按日志查明原因，改好后重新受理（网页下方，或 yousu aside、yousu again）。";
    row("搁置的来信", counted(figures.aside, "条"), (figures.aside > Some(0)).then_some((Tone::Bad, advice)))
}

fn notices(figures: &Figures, metrics: &Metrics) -> Vec<Row> {
    let waiting = |queue: &crate::metrics::Queue| {
        let urgency = if queue.urgent { "加急" } else { "普通" };
        (queue.waiting > 0).then(|| format!("{}{urgency} {} 条", queue.door.label(), queue.waiting))
    };
    let queues: Vec<String> = metrics.backlog.queues().iter().filter_map(waiting).collect();
    let queues = if queues.is_empty() { "没有".to_owned() } else { queues.join("，") };
    let sent: u64 = Door::ALL.iter().map(|door| metrics.departures(*door, Departure::Sent)).sum();
    let oldest = figures.oldest.map(|since| (figures.now - since).to_std().unwrap_or_default());
    let advice = "请看下面的错误和 Telegram 一行；渠道恢复后会自动补发，加急的先发。";
    let tone = match oldest.unwrap_or_default() {
        age if age > TOO_LONG => Some((Tone::Bad, advice)),
        age if age > LONG_WAIT => Some((Tone::Watch, advice)),
        _ => None,
    };
    let oldest = oldest.map_or("没有积压".to_owned(), |age| format!("已等{}", lasting(age)));
    let advice = "见名单（网页下方，或 yousu undelivered），联系收件人，能恢复的恢复后重发。";
    let undelivered = (figures.undelivered > Some(0)).then_some((Tone::Bad, advice));
    vec![
        row("待发的通知", queues, None),
        row("最早未送出", oldest, tone),
        row("无法送达", counted(figures.undelivered, "条"), undelivered),
        row("已送出", format!("{sent} 条"), None),
        row("送出耗时", pace(&metrics.sending.snapshot()), None),
    ]
}

fn cases(figures: &Figures, metrics: &Metrics, serving: bool) -> Vec<Row> {
    let late = metrics.last_late();
    let advice = "程序停过或机器睡眠过时，补办的提醒会标明迟到；没有停过时，请检查时钟和磁盘。";
    let mut rows = vec![row("在办工单", counted(figures.open_cases, "件"), None)];
    rows.push(row("下一次到期", figures.next_due.map_or("没有".to_owned(), |due| due_words(due, figures.now)), None));
    if serving {
        rows.push(row("到期事项", format!("已办 {} 项", metrics.fired.get()), None));
        rows.push(failing(figures));
        rows.push(row("最近一次迟了", lasting(late), (late > LATE).then_some((Tone::Watch, advice))));
    }
    if !serving {
        let advice = "见 yousu undelivered；服务启动后重发。";
        let undelivered = (figures.undelivered > Some(0)).then_some((Tone::Bad, advice));
        rows.push(row("无法送达的通知", counted(figures.undelivered, "条"), undelivered));
        rows.push(aside(figures));
    }
    rows
}

/// What fell due and cannot be done, with the first cases of it.
fn failing(figures: &Figures) -> Row {
    const MOST_NAMED: usize = 5;
    let (count, cases) = &figures.failing;
    if *count == 0 {
        return row("办不成的到期事项", "没有", None);
    }
    let named: Vec<String> = cases.iter().take(MOST_NAMED).map(ToString::to_string).collect();
    let named = if named.is_empty() { String::new() } else { format!("（工单 {}）", named.join("、")) };
    let advice = "其他工单照常，这些会隔一阵再试（最长一小时）。请看日志里的原因；记录损坏的，停止服务后运行 yousu rebuild，或从备份恢复。";
    row("办不成的到期事项", format!("{count} 项{named}"), Some((Tone::Bad, advice)))
}

/// A count with its unit, where it could be read.
fn counted(count: Option<usize>, unit: &str) -> String {
    count.map_or("读不到".to_owned(), |count| format!("{count} {unit}"))
}

fn due_words(due: Moment, now: Moment) -> String {
    match (due - now).to_std() {
        Ok(left) => format!("{}（还有{}）", when(due), lasting(left)),
        Err(_) => format!("{}（已到，正在办）", when(due)),
    }
}

fn store(figures: &Figures, serving: bool) -> Vec<Row> {
    let store = &figures.store;
    let advice = "请从备份恢复；受影响的记录见日志，其余照常。";
    let damaged = (store.damaged > 0).then_some((Tone::Bad, advice));
    let (bytes, room) = (store.bytes.map_or("不详".to_owned(), size), store.room);
    let left = room.map_or("不详".to_owned(), |room| format!("{}（共 {}）", size(room.free), size(room.all)));
    let low = room.is_some_and(Room::is_low).then_some((Tone::Watch, readiness::LITTLE_ROOM));
    let mut rows =
        vec![row("存储大小", bytes, None), row("磁盘剩余", left, low), row("损坏的记录", format!("{} 条", store.damaged), damaged)];
    if serving {
        let slow = store.commits.within(99).is_none_or(|time| time > SLOW_COMMIT) && store.commits.count() > 0;
        let advice = "磁盘写得慢：请看是否有别的程序在大量读写，或换用固态盘。";
        rows.push(row("写入耗时", pace(&store.commits), slow.then_some((Tone::Watch, advice))));
    }
    rows
}

/// Bytes, in the unit that reads best.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    let (mut unit, mut tenths) = (0, bytes * 10 / 1024);
    while tenths >= 10_240 && unit + 1 < UNITS.len() {
        (unit, tenths) = (unit + 1, tenths / 1024);
    }
    format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
}

/// How long things take: half of them, and all but one in a hundred.
fn pace(snapshot: &Snapshot) -> String {
    if snapshot.count() == 0 {
        return "还没有".to_owned();
    }
    let words = |hundredths| match snapshot.within(hundredths) {
        Some(time) if time < Duration::from_secs(10) => format!("{}以内", brief(time)),
        Some(time) => format!("{}以内", lasting(time)),
        None => "10分钟以上".to_owned(),
    };
    format!("{} 次：一半在{}，99% 在{}", snapshot.count(), words(50), words(99))
}

/// A short time, to the tenth of its unit.
fn brief(time: Duration) -> String {
    let micros = time.as_micros();
    let (unit, tenths) = if micros < 1_000_000 { ("毫秒", micros / 100) } else { ("秒", micros / 100_000) };
    let part = if tenths % 10 == 0 { String::new() } else { format!(".{}", tenths % 10) };
    format!("{}{part}{unit}", tenths / 10)
}

fn troubles(figures: &Figures, metrics: &Metrics) -> Vec<Row> {
    let mut rows = Vec::new();
    for trouble in Trouble::ALL {
        let count = exposition::count(trouble, figures, metrics);
        if count == 0 {
            continue;
        }
        let ago = metrics.troubles.ago(trouble).map(|ago| format!("，最近一次在{}前", lasting(ago))).unwrap_or_default();
        let tone =
            if matches!(trouble, Trouble::Store | Trouble::Token | Trouble::Conflict | Trouble::Panic) { Tone::Bad } else { Tone::Watch };
        rows.push(row(trouble.label(), format!("{count} 次{ago}"), Some((tone, trouble.advice()))));
    }
    if rows.is_empty() {
        rows.push(row("错误", "启动以来没有", None));
    }
    rows
}

/// The sections as a terminal shows them.
pub fn printed(sections: &[Section]) -> String {
    let mut lines = Vec::new();
    for section in sections {
        lines.push(format!("【{}】", section.title));
        for row in &section.rows {
            let mark = if row.tone == Tone::Well { String::new() } else { format!("　〔{}〕", row.tone.label()) };
            lines.push(format!("  {}：{}{mark}", row.name, row.value));
            lines.extend(row.advice.iter().map(|advice| format!("      → {advice}")));
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_paces_read_well() {
        assert_eq!([0, 2048, 5 << 20, 3 << 30].map(size), ["0.0 KiB", "2.0 KiB", "5.0 MiB", "3.0 GiB"]);
        let histogram = crate::metrics::Histogram::default();
        assert_eq!(pace(&histogram.snapshot()), "还没有");
        histogram.note(Duration::from_millis(3));
        assert_eq!(pace(&histogram.snapshot()), "1 次：一半在5毫秒以内，99% 在5毫秒以内");
        histogram.note(Duration::from_secs(700));
        assert_eq!(
            [500, 2_500, 100_000, 2_500_000].map(|micros| brief(Duration::from_micros(micros))),
            ["0.5毫秒", "2.5毫秒", "100毫秒", "2.5秒"]
        );
        assert_eq!(pace(&histogram.snapshot()), "2 次：一半在5毫秒以内，99% 在10分钟以上");
    }
}
