//! What a profile must hold 规则检查, beyond its form: each fault with the line of the file and what to write instead.

use std::collections::BTreeSet;

use super::inherit::Raw;
use crate::city::source::wrong_version;
use crate::domain::problem::Problem;
use crate::domain::profile::{Intake, Length, Named, Profile, Publication, Reports, Rung, RungKind, RungTime};
use crate::domain::span::{LimitKind, Span};

/// An id of a ground is a part of what a button carries.
const LONGEST_ID: usize = 24;

/// A rung's title stands at the head of a message and on a card.
const LONGEST_TITLE: usize = 12;

/// Where the faults of one file go.
struct Faults<'r> {
    raw: &'r Raw,
    found: Vec<Problem>,
}

impl Faults<'_> {
    fn add(&mut self, words: &str, what: impl Into<String>) {
        self.found.push(Problem::new(&self.raw.file, self.raw.line(words), what));
    }

    fn unless(&mut self, sound: bool, words: &str, what: &str) {
        if !sound {
            self.add(words, what);
        }
    }
}

/// Every fault of one profile.
pub(super) fn faults(raw: &Raw, profile: &Profile) -> Vec<Problem> {
    let mut faults = Faults { raw, found: wrong_version(&raw.file, &raw.text, profile.version).into_iter().collect() };
    if raw.stem() != profile.name {
        faults.add("name", format!("name = “{}”应与文件名一致。", profile.name));
    }
    figures(profile, &mut faults);
    ids("中止情形", &profile.suspension.grounds, &mut faults);
    ids("撤销情形", &profile.revocation, &mut faults);
    ladder(profile, &mut faults);
    faults.found
}

fn figures(profile: &Profile, faults: &mut Faults<'_>) {
    faults.unless(profile.office.is_ordered(), "[office]", "上午、下午的起止时间应当先后相接，例如 08:30–12:00、14:00–17:30。");
    let patient = |span: Span| matches!(span, Span::Natural(minutes) if minutes >= 10);
    let Intake { register_after, register_urgent_after } = profile.intake;
    faults.unless(patient(register_after), "register_after", "register_after 是市民等待的时间，请写成 10m 以上的自然时间，例如 24h。");
    faults.unless(
        register_urgent_after.is_none_or(patient),
        "register_urgent_after",
        "register_urgent_after 是停水、停电这类紧急事项等市民确认的时间，请写成 10m 以上的自然时间，例如 30m。",
    );
    let quiet = profile.quiet.is_none_or(|quiet| quiet.from != quiet.to);
    faults.unless(quiet, "[quiet]", "免打扰的起止时间相同，等于没有；请写成 21:30 到 07:30 这样的时段，不要免打扰就删去这一节，沿用别的规则时写 without = [\"quiet\"]。");
    let manners = "[manners] 里 warn_after 应在 1 到 limit_after 之间，limit_for、forget_after 写成自然时间（例如 24h、30d），\
                   messages_a_minute 至少 5，cases_a_day 至少 1。";
    faults.unless(profile.manners.is_sound(), "[manners]", manners);
    let hot = profile.hot;
    let is_hot = hot.least_people >= 2 && hot.wide_least_people >= 2 && hot.once_in >= 1 && hot.wide_once_in >= 1 && hot.again_times >= 2;
    faults.unless(is_hot, "[hot]", "[hot] 里 least_people、wide_least_people、again_times 至少 2，once_in、wide_once_in 至少 1。");
    let weights = profile.weights;
    let sum = weights.response.saturating_add(weights.solved).saturating_add(weights.satisfied);
    if sum != 100 {
        faults.add("[weights]", format!("三率权重加起来是 {sum}，应当是 100，例如 30、35、35。"));
    }
    faults.unless((1..=28).contains(&profile.reports.monthly), "[reports] monthly", "[reports] 的 monthly 是每月的哪一天，请写 1 到 28。");
    let readers = profile.reports.to.iter().all(|role| Reports::may_go_to(*role));
    faults.unless(readers, "[reports]", "[reports] 的 to 只能写 leader（分管领导）、supervisor（督办员），不发就写 to = []。");
    let publication = profile.publication;
    faults.unless(
        (3..=Publication::MOST).contains(&publication.least),
        "[publication] least",
        "[publication] 的 least 请写 3 到 1000：再小就可能认出人来，再大就没有数可公布。",
    );
    faults.unless(publication.base >= publication.least, "[publication] base", "[publication] 的 base 不能比 least 小。");
    faults.unless(
        publication.monthly <= 28,
        "[publication] monthly",
        "[publication] 的 monthly 是每月的哪一天，请写 1 到 28；写 0 则只在统一公开日公布。",
    );
    faults.unless(profile.returns.ruling_from >= 1, "ruling_from", "ruling_from 从 1 数起：1 是第一次退单就裁定，2 是第二次。");
    let days = profile.suspension.most_workdays;
    faults.unless(days >= 1, "[suspension] most_workdays", "中止的 most_workdays 至少是 1 个工作日，否则到不了复核。");
    for (words, days) in [("[suspension] most_workdays", days), ("[extension] most_workdays", profile.extension.most_workdays)] {
        faults.unless(days <= Span::MOST, words, "中止和延期的 most_workdays 最多是 400 个工作日，再长就不是时限了。");
    }
    faults.unless(profile.on_file.most_days >= 1, "most_days", "挂账的 most_days 至少是 1 天。");
    faults.unless(profile.supervision.admonish_from >= 1, "admonish_from", "admonish_from 至少是 1 张红牌。");
    faults.unless((1..=100).contains(&profile.group.redo_percent), "redo_percent", "redo_percent 是百分数，请写 1 到 100。");
    faults.unless(
        profile.extension.times == 0 || profile.extension.most_workdays >= 1,
        "[extension] most_workdays",
        "允许延期时，most_workdays 至少是 1。",
    );
    faults.unless(profile.follow_up.attempts >= 1, "attempts", "attempts 至少是 1：办结后总要回访一次。");
    for (words, span) in every_limit(profile) {
        faults.unless(!is_nothing(span), words, "时限是零，到期和开始是同一刻；请写大于零的时限（当日办完可以写 0wd）。");
    }
    let Some(approval) = profile.approval else { return };
    let days = |span| matches!(span, Span::Workdays(n) if n > 5) || matches!(span, Span::Natural(m) if m > 7 * 24 * 60);
    faults.unless(!days(approval.within), "[approval]", "呈批的时限太长：派出以前都要等它，请写 5wd 以内。");
}

/// The limits that must not be nothing, with what to look for in the file.
fn every_limit(profile: &Profile) -> Vec<(&'static str, Span)> {
    let (handle, dispatch, acknowledge) = (profile.handle, profile.dispatch, profile.acknowledge);
    let by_urgency = |words, by: crate::domain::profile::ByUrgency| [by.emergency, by.urgent, by.normal].map(|span| (words, span));
    let kinds = [
        handle.emergency,
        handle.urgent,
        handle.consult,
        handle.help,
        handle.complaint,
        handle.report,
        handle.suggestion,
        handle.praise,
        profile.redo.handle,
    ];
    let mut all = vec![
        ("accept", profile.accept),
        ("review", profile.review),
        ("[extension] rule_within", profile.extension.rule_within),
        ("[returns] rule_within", profile.returns.rule_within),
        ("[suspension] rule_within", profile.suspension.rule_within),
        ("inquiry_within", profile.supervision.inquiry_within),
        ("notice_within", profile.supervision.notice_within),
        ("every", profile.follow_up.every),
        ("by_person", profile.follow_up.by_person),
    ];
    all.extend(kinds.map(|span| ("[handle]", span)));
    all.extend(by_urgency("[dispatch]", dispatch).into_iter().chain(by_urgency("[acknowledge]", acknowledge)));
    all.extend(profile.approval.map(|approval| ("[approval]", approval.within)));
    all.extend(profile.complex.map(|complex| ("[complex]", complex.handle)));
    all
}

fn is_nothing(span: Span) -> bool {
    matches!(span, Span::Natural(0) | Span::Working(0))
}

/// Grounds are named by ids that fit into a button, each once.
fn ids(what: &str, grounds: &[Named], faults: &mut Faults<'_>) {
    let mut seen = BTreeSet::new();
    for ground in grounds {
        let line = format!("\"{}\"", ground.id);
        if !is_id(&ground.id) {
            faults.add(&line, format!("{what} id “{}”只能用小写字母、数字和“-”，最长 {LONGEST_ID} 个字符。", ground.id));
        }
        if !seen.insert(&ground.id) {
            faults.add(&line, format!("{what} id “{}”用了两次，请各用一个 id。", ground.id));
        }
        if ground.label.trim().is_empty() {
            faults.add(&line, format!("{what}“{}”没有写名称（label）。", ground.id));
        }
    }
}

fn is_id(id: &str) -> bool {
    (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn ladder(profile: &Profile, faults: &mut Faults<'_>) {
    let mut seen = BTreeSet::new();
    for rung in &profile.ladder {
        let line = format!("\"{}\"", rung.id);
        if !seen.insert(&rung.id) {
            faults.add(&line, format!("阶梯 id “{}”重复，请各用一个名称。", rung.id));
        }
        if rung.to.is_empty() {
            faults.add(&line, format!("阶梯“{}”没有写告诉谁（to）。", rung.id));
        }
        if rung.rung.is_card() && !matches!(rung.limit, LimitKind::Handle | LimitKind::Promise) {
            let card = rung.rung.label();
            let what = format!("{card}“{}”只能对办理时限（limit = \"handle\"）或挂账承诺（limit = \"promise\"）发出。", rung.id);
            faults.add(&line, what);
        }
        if let Some(what) = repetition(rung) {
            faults.add(&line, what);
        }
        if rung.title.as_ref().is_some_and(|title| title.trim().is_empty() || title.chars().count() > LONGEST_TITLE) {
            faults.add(&line, format!("阶梯“{}”的名称（title）应是 1 到 {LONGEST_TITLE} 个字。", rung.id));
        }
    }
    for kind in LimitKind::ALL {
        ends(profile, kind, faults);
    }
    let cards = |rung: &&Rung| rung.limit == LimitKind::Handle && rung.rung == RungKind::Yellow;
    faults.unless(
        profile.ladder.iter().any(|rung| cards(&rung)),
        "[[ladder]]",
        "阶梯里没有办理超期的黄牌（limit = \"handle\"，rung = \"yellow\"）。",
    );
}

/// A limit that the ladder watches must not pass without a word: some rung stands at its end or after it.
fn ends(profile: &Profile, kind: LimitKind, faults: &mut Faults<'_>) {
    let rungs: Vec<&Rung> = profile.ladder.iter().filter(|rung| rung.limit == kind).collect();
    let Some(first) = rungs.first() else { return };
    for (length, words) in [(Length::Hours, "按小时"), (Length::Days, "按天")] {
        let mut told = rungs.iter().filter(|rung| rung.only.is_none_or(|only| only == length));
        if !told.any(|rung| matches!(rung.at, RungTime::Due | RungTime::After(_))) {
            let what = format!("{words}的{}时限到期后没有任何一级阶梯，会悄悄过期；请加一条 at = \"due\"。", kind.label());
            faults.add(&format!("\"{}\"", first.id), what);
        }
    }
}

/// What is wrong with a rung that repeats: cards and letters stand once, and nobody is urged every minute.
fn repetition(rung: &Rung) -> Option<String> {
    let often = match rung.every? {
        Span::Natural(minutes) | Span::Working(minutes) => minutes < 60,
        Span::Workdays(days) => days == 0,
    };
    if often || rung.rung.is_card() || rung.rung.letter().is_some() {
        let what = "every 请写 1h 以上；只有提醒、催办可以反复，黄牌、红牌和文书每级只发一次";
        return Some(format!("阶梯“{}”的 {what}。", rung.id));
    }
    let after = matches!(rung.at, RungTime::Due | RungTime::After(_));
    (!after).then(|| format!("阶梯“{}”写了 every，at 请写 due 或到期之后，例如 +5wd。", rung.id))
}
