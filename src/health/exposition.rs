//! The counts in Prometheus' text form 指标, version 0.0.4. Labels have fixed words only.

use std::fmt::Write as _;
use std::time::Duration;

use super::Figures;
use super::readiness::Readiness;
use crate::desk::Desk;
use crate::domain::event::EVENT_VERSION;
use crate::metrics::{Arrival, BOUNDS, Departure, Door, Guess, Metrics, Snapshot, Trouble};

/// What the answer is, for whoever asked by HTTP.
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Everything that is counted. It reads the store, so it is not for a thread that others wait for.
pub fn text(desk: &Desk) -> String {
    let (figures, metrics) = (Figures::of(desk), desk.metrics());
    let mut page = Page::default();
    of_the_process(&mut page, desk, &figures, metrics);
    of_messages(&mut page, metrics);
    of_the_outbox(&mut page, &figures, metrics);
    of_cases(&mut page, &figures, metrics);
    of_the_store(&mut page, &figures);
    of_troubles(&mut page, &figures, metrics);
    page.0
}

fn of_the_process(page: &mut Page, desk: &Desk, figures: &Figures, metrics: &Metrics) {
    page.family("yousu_build_info", "gauge", "The version of the program, and of what it writes.");
    let (format, event) = (figures.store.format.to_string(), EVENT_VERSION.to_string());
    let labels = [("version", env!("CARGO_PKG_VERSION")), ("store_format", &format), ("event_format", &event)];
    page.sample("yousu_build_info", &labels, 1);
    page.one("yousu_uptime_seconds", "gauge", "For how long the process has run.", metrics.uptime().as_secs());
    page.one("yousu_ready", "gauge", "1 when /readyz says that the house is ready.", u8::from(Readiness::of(desk).ready));
}

fn of_messages(page: &mut Page, metrics: &Metrics) {
    page.family("yousu_messages_total", "counter", "Messages that arrived, by channel and by what became of them.");
    for door in Door::ALL {
        for arrival in Arrival::ALL {
            let labels = [("channel", door.name()), ("outcome", arrival.name())];
            page.sample("yousu_messages_total", &labels, metrics.arrivals(door, arrival));
        }
    }
    page.family("yousu_guesses_total", "counter", "Case numbers and invitations that were guessed, and guesses that were refused untried.");
    for guess in Guess::ALL {
        for (outcome, refused) in [("wrong", false), ("refused", true)] {
            page.sample("yousu_guesses_total", &[("what", guess.name()), ("outcome", outcome)], metrics.guesses(guess, refused));
        }
    }
    let help = "From the hand-over of a message until its commit was on the disk.";
    page.histogram("yousu_receive_seconds", help, &metrics.receiving.snapshot());
}

fn of_the_outbox(page: &mut Page, figures: &Figures, metrics: &Metrics) {
    page.family("yousu_notices_total", "counter", "Notices that left the outbox, by channel and by what became of them.");
    for door in Door::ALL {
        for departure in Departure::ALL {
            let labels = [("channel", door.name()), ("outcome", departure.name())];
            page.sample("yousu_notices_total", &labels, metrics.departures(door, departure));
        }
    }
    let help = "From the commit of a notice, or the end of quiet hours, until its channel took it.";
    page.histogram("yousu_send_seconds", help, &metrics.sending.snapshot());
    page.family("yousu_outbox_notices", "gauge", "Notices that wait, held ones among them, by channel and urgency.");
    for queue in metrics.backlog.queues() {
        let urgency = if queue.urgent { "urgent" } else { "routine" };
        page.sample("yousu_outbox_notices", &[("channel", queue.door.name()), ("urgency", urgency)], queue.waiting);
    }
    let oldest = figures.oldest.map_or(Duration::ZERO, |since| (figures.now - since).to_std().unwrap_or_default());
    page.one("yousu_outbox_oldest_seconds", "gauge", "For how long the oldest notice that may go has waited.", seconds(oldest));
    page.maybe("yousu_aside_messages", "gauge", "Messages that were set aside and wait to be taken in again.", figures.aside);
    page.maybe("yousu_undeliverable_notices", "gauge", "Notices that reached nobody.", figures.undelivered);
}

fn of_cases(page: &mut Page, figures: &Figures, metrics: &Metrics) {
    page.maybe("yousu_open_cases", "gauge", "Cases that are open.", figures.open_cases);
    if let Some(due) = figures.next_due {
        let until = (due - figures.now).num_milliseconds();
        page.one("yousu_next_due_seconds", "gauge", "Until the next thing falls due; negative when it has.", thousandths(until));
    }
    page.one("yousu_reminders_fired_total", "counter", "Things that fell due and were done.", metrics.fired.get());
    let failing = figures.failing.0;
    page.one("yousu_reminders_failing", "gauge", "Things that fell due and cannot be done so far.", failing);
    page.one("yousu_reminder_last_late_seconds", "gauge", "How late the last of them was done.", seconds(metrics.last_late()));
}

fn of_the_store(page: &mut Page, figures: &Figures) {
    let store = &figures.store;
    if let Some(bytes) = store.bytes {
        page.one("yousu_store_bytes", "gauge", "What the store takes on the disk.", bytes);
    }
    page.one("yousu_store_writable", "gauge", "0 when the store takes no more writes.", u8::from(store.stopped.is_none()));
    page.one("yousu_store_readable", "gauge", "0 when the store cannot be read.", u8::from(figures.unreadable.is_none()));
    if let Some(room) = store.room {
        page.one("yousu_disk_free_bytes", "gauge", "Room on the disk of the store.", room.free);
        page.one("yousu_disk_bytes", "gauge", "The size of the disk of the store.", room.all);
    }
    page.one("yousu_store_damaged_records", "gauge", "Damaged records that were met.", store.damaged);
    page.histogram("yousu_commit_seconds", "Commits that landed, by how long they took.", &store.commits);
    page.one("yousu_commits_refused_total", "counter", "Commits that came second and were decided anew.", store.refused);
}

fn of_troubles(page: &mut Page, figures: &Figures, metrics: &Metrics) {
    page.family("yousu_errors_total", "counter", "What went wrong, by kind.");
    for trouble in Trouble::ALL {
        page.sample("yousu_errors_total", &[("kind", trouble.name())], count(trouble, figures, metrics));
    }
}

/// How often it has gone wrong so; the store counts for itself.
pub(super) fn count(trouble: Trouble, figures: &Figures, metrics: &Metrics) -> u64 {
    let own = if trouble == Trouble::Store { figures.store.failed } else { 0 };
    own + metrics.troubles.count(trouble)
}

/// Seconds with their thousandths.
fn thousandths(millis: i64) -> String {
    let sign = if millis < 0 { "-" } else { "" };
    format!("{sign}{}.{:03}", millis.unsigned_abs() / 1000, millis.unsigned_abs() % 1000)
}

fn seconds(time: Duration) -> String {
    thousandths(i64::try_from(time.as_millis()).unwrap_or(i64::MAX))
}

/// Microseconds as seconds.
fn millionths(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

/// The text as it grows.
#[derive(Default)]
struct Page(String);

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    /// A figure that may not be known now; then it is left out.
    fn maybe(&mut self, name: &str, kind: &str, help: &str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            self.one(name, kind, help, value);
        }
    }

    fn one(&mut self, name: &str, kind: &str, help: &str, value: impl std::fmt::Display) {
        self.family(name, kind, help);
        self.sample(name, &[], value);
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let labels: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(self.0, "{name}{labels} {value}");
    }

    fn histogram(&mut self, name: &str, help: &str, snapshot: &Snapshot) {
        self.family(name, "histogram", help);
        let (bucket, mut sum) = (format!("{name}_bucket"), 0);
        for (bound, count) in BOUNDS.iter().zip(&snapshot.buckets) {
            sum += count;
            self.sample(&bucket, &[("le", &millionths(*bound))], sum);
        }
        self.sample(&bucket, &[("le", "+Inf")], snapshot.count());
        self.sample(&format!("{name}_sum"), &[], millionths(snapshot.micros));
        self.sample(&format!("{name}_count"), &[], snapshot.count());
    }
}
