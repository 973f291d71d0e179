//! Whether the house can do its work now 就绪: the store takes writes, timers run, Telegram is heard.

use std::time::Duration;

use serde::Serialize;

use crate::desk::Desk;
use crate::metrics::{Stand, Trouble};
use crate::store::{Room, StoreHealth};

/// Timers look around at least every half minute; after this long they hang.
const TIMERS_PATIENCE: Duration = Duration::from_secs(120);
/// A poll is answered within a minute; after this long something is wrong.
const POLLING_PATIENCE: Duration = Duration::from_secs(120);

/// Why the house is not ready, or what it gets along with for the moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Obstacle {
    /// For machines.
    pub word: &'static str,
    /// For people, with what to do.
    pub reason: String,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Whether everything works.
    pub ready: bool,
    /// Why not.
    pub problems: Vec<Obstacle>,
    /// What is being tried again and is no reason yet to call the house not ready.
    pub retrying: Vec<Obstacle>,
    /// What will be a problem unless somebody sees to it.
    pub warnings: Vec<Warning>,
}

/// Something that works and will not for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// For machines.
    pub word: &'static str,
    /// For people, in short.
    pub title: &'static str,
    /// With what to do.
    pub reason: String,
}

/// What to do when there is little room on the disk.
pub const LITTLE_ROOM: &str = "磁盘快满了：写满之后新的来信收不下。请先腾出空间：剩余不到 8 MiB 就不能写入，\
    压缩还要另外放得下一份重写的存储。有了空间，再停止服务，运行 yousu compact，然后启动。";

impl Readiness {
    /// How the house of this desk stands.
    pub fn of(desk: &Desk) -> Self {
        let store = desk.store().health();
        let mut readiness = Self::from(&store, desk.metrics().reminders.stand(), desk.metrics().polling.stand());
        if store.room.is_some_and(Room::is_low) {
            readiness.warnings.push(Warning { word: "disk_low", title: "磁盘快满了", reason: LITTLE_ROOM.to_owned() });
        }
        let unpublished = desk.city().calendar.unpublished(desk.clock().now().date_naive());
        readiness.warnings.extend(unpublished.into_iter().map(without_calendar));
        readiness
    }

    /// What follows from how its parts stand.
    pub fn from(store: &StoreHealth, timers: Stand, polling: Stand) -> Self {
        let (problems, retrying): (Vec<_>, Vec<_>) =
            [of_store(store), of_timers(timers), of_polling(polling)].into_iter().flatten().partition(|(bad, _)| *bad);
        let obstacles = |found: Vec<(bool, Obstacle)>| found.into_iter().map(|(_, obstacle)| obstacle).collect();
        Self { ready: problems.is_empty(), problems: obstacles(problems), retrying: obstacles(retrying), warnings: Vec::new() }
    }
}

fn without_calendar(year: i32) -> Warning {
    let reason = format!(
        "还没有 {year} 年的工作日历：算到那一年的期限按“周一至周五上班、没有放假和调休”计算。国务院办公厅公布后，请放入 data/calendars/{year}.toml 并重新启动。"
    );
    Warning { word: "calendar_missing", title: "缺工作日历", reason }
}

/// An obstacle, and whether it keeps the house from its work.
type Found = Option<(bool, Obstacle)>;

fn found(bad: bool, word: &'static str, reason: impl Into<String>) -> Found {
    Some((bad, Obstacle { word, reason: reason.into() }))
}

fn of_store(store: &StoreHealth) -> Found {
    // What it ends with is the store's own: it names files and the disk, and the system's line stands last.
    let why = store.stopped.as_ref()?;
    found(
        true,
        "store_read_only",
        format!("存储已停止写入。已收下的都在，新的来信暂不收下。请检查磁盘空间和权限；排除后自动恢复，不用重新启动。原因：{why}"),
    )
}

fn of_timers(stand: Stand) -> Found {
    match stand {
        Stand::Off => found(true, "timers_off", "到期提醒没有在运行，请重新启动。"),
        Stand::Starting => found(true, "timers_starting", "到期提醒正在启动，请稍候。"),
        Stand::Well(ago) if ago <= TIMERS_PATIENCE => None,
        Stand::Well(ago) => found(true, "timers_stuck", format!("到期提醒已有{}没有动静，请查看日志后重新启动。", lasting(ago))),
        Stand::Failing { since, .. } => found(true, "timers_failing", format!("到期事项已有{}办不成，请检查存储和日志。", lasting(since))),
    }
}

fn of_polling(stand: Stand) -> Found {
    match stand {
        Stand::Off => None,
        Stand::Starting => found(true, "telegram_starting", "正在接入 Telegram，请稍候。"),
        Stand::Well(ago) if ago <= POLLING_PATIENCE => None,
        Stand::Well(ago) => found(true, "telegram_stuck", format!("Telegram 收信已有{}没有动静，请查看日志后重新启动。", lasting(ago))),
        Stand::Failing { trouble: trouble @ (Trouble::Token | Trouble::Conflict), .. } => {
            found(true, trouble.name(), format!("{}。{}", trouble.label(), trouble.advice()))
        }
        Stand::Failing { since, trouble } => {
            let (bad, word) = if since > POLLING_PATIENCE { (true, "telegram_unreachable") } else { (false, "telegram_retrying") };
            found(bad, word, format!("{}，已持续{}，正在重试。{}", trouble.label(), lasting(since), trouble.advice()))
        }
    }
}

/// A time that something lasts, in the two greatest units.
pub fn lasting(time: Duration) -> String {
    let seconds = time.as_secs();
    match (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60) {
        (0, 0, 0, s) => format!("{s}秒"),
        (0, 0, m, s) => format!("{m}分{s}秒"),
        (0, h, m, _) => format!("{h}小时{m}分"),
        (d, h, ..) => format!("{d}天{h}小时"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOMENT: Duration = Duration::from_secs(3);
    const LONG: Duration = Duration::from_secs(600);

    fn words(store: &StoreHealth, timers: Stand, polling: Stand) -> (bool, Vec<&'static str>, Vec<&'static str>) {
        let readiness = Readiness::from(store, timers, polling);
        let names = |all: &[Obstacle]| all.iter().map(|obstacle| obstacle.word).collect();
        (readiness.ready, names(&readiness.problems), names(&readiness.retrying))
    }

    #[test]
    fn ready_means_that_everything_works() {
        let (well, sound) = (Stand::Well(MOMENT), StoreHealth::default());
        assert_eq!(words(&sound, well, Stand::Off), (true, vec![], vec![]));
        assert_eq!(words(&sound, well, well), (true, vec![], vec![]));
        let stopped = StoreHealth { stopped: Some("磁盘已满".to_owned()), ..StoreHealth::default() };
        assert_eq!(words(&stopped, well, well), (false, vec!["store_read_only"], vec![]));
        assert!(Readiness::from(&stopped, well, well).problems[0].reason.contains("磁盘已满"));
        assert!(LITTLE_ROOM.contains(&format!("不到 {} MiB", Room::LEAST >> 20)));
    }

    #[test]
    fn timers_that_do_not_run_are_a_reason() {
        let failing = Stand::Failing { since: MOMENT, trouble: Trouble::Reminder };
        let cases = [(Stand::Off, "timers_off"), (Stand::Starting, "timers_starting"), (Stand::Well(LONG), "timers_stuck")];
        for (stand, word) in cases.into_iter().chain([(failing, "timers_failing")]) {
            assert_eq!(words(&StoreHealth::default(), stand, Stand::Off), (false, vec![word], vec![]));
        }
    }

    #[test]
    fn telegram_may_be_out_of_reach_for_a_moment_only() {
        let polling = |stand| words(&StoreHealth::default(), Stand::Well(MOMENT), stand);
        let failing = |since, trouble| polling(Stand::Failing { since, trouble });
        assert_eq!(failing(MOMENT, Trouble::Server), (true, vec![], vec!["telegram_retrying"]));
        assert_eq!(failing(LONG, Trouble::Network), (false, vec!["telegram_unreachable"], vec![]));
        assert_eq!(failing(MOMENT, Trouble::Token), (false, vec!["telegram_token"], vec![]));
        assert_eq!(failing(MOMENT, Trouble::Conflict), (false, vec!["telegram_conflict"], vec![]));
        assert_eq!(polling(Stand::Starting), (false, vec!["telegram_starting"], vec![]));
        assert_eq!(polling(Stand::Well(LONG)), (false, vec!["telegram_stuck"], vec![]));
    }

    #[test]
    fn times_are_told_in_two_units() {
        let told = [7, 65, 3_725, 93_600].map(|seconds| lasting(Duration::from_secs(seconds)));
        assert_eq!(told, ["7秒", "1分5秒", "1小时2分", "1天2小时"]);
    }
}
