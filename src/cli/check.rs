//! `yousu check` 检查: everything that a city writes, every fault with file, line and what to do.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;

use super::learn::taught::digest;
use super::told::aside;
use super::{complain, sources};
use crate::city::{City, load_corpus};
use crate::classify::corpus::{Corpus, Lesson};
use crate::classify::ear::Ear;
use crate::classify::taught::Taught;
use crate::classify::tone::Tone;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::department::Level;
use crate::domain::profile::{Profile, words};

/// Checks, says what was found, and explains the rules: those chosen, or all; 1 when anything is wrong.
pub(super) fn run(config: &Config, all: bool) -> Result<ExitCode> {
    let city = match City::load(&sources(config), &config.profile) {
        Ok(city) => city,
        Err(problems) => return Ok(failed(&problems)),
    };
    let problems = city.prove_intents();
    if !problems.is_empty() {
        return Ok(failed(&problems));
    }
    let corpus = |lesson: Lesson| load_corpus(&sources(config), lesson);
    let (emergencies, kinds) = match (corpus(Lesson::Hotline), corpus(Lesson::Kind)) {
        (Ok(emergencies), Ok(kinds)) => (emergencies, kinds),
        (emergencies, kinds) => {
            let problems: Vec<_> = emergencies.err().into_iter().chain(kinds.err()).flatten().collect();
            return Ok(failed(&problems));
        }
    };
    let mut out = io::stdout().lock();
    writeln!(out, "没有发现问题。")?;
    writeln!(out, "城市：{}", city.name)?;
    let units = city.directory.all();
    let of_level = |level: Level| units.iter().filter(|unit| unit.level == level).count();
    writeln!(
        out,
        "单位：{} 个（市级 {}，区县 {}，街道乡镇 {}）",
        units.len(),
        of_level(Level::City),
        of_level(Level::District),
        of_level(Level::Street)
    )?;
    writeln!(out, "意图：{} 个，例句和反例全部通过", city.classifier.intents().len())?;
    taught(Lesson::Hotline, city.classifier.ear().map(Ear::taught), &emergencies, &mut out)?;
    taught(Lesson::Kind, city.classifier.tone().map(Tone::taught), &kinds, &mut out)?;
    learned(&city, &mut out)?;
    writeln!(
        out,
        "规则：{}（{}），可选：{}",
        city.profile.title,
        city.profile.name,
        city.profiles.keys().cloned().collect::<Vec<_>>().join("、")
    )?;
    writeln!(out, "工作日历：已知到 {} 年", city.calendar.last_year().unwrap_or_default())?;
    warn_of_next_year(&city, &mut out)?;
    for profile in city.profiles.values().filter(|profile| all || profile.key == city.profile.key) {
        explain(profile, &city, &mut out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What ear or tone learned from, and whether that is what it would learn now.
fn taught(lesson: Lesson, weights: Option<&Taught>, corpus: &Corpus, out: &mut impl Write) -> Result<()> {
    let Some(weights) = weights else { return Ok(()) };
    let (what, folder, own) = match lesson {
        Lesson::Hotline => ("突发", "emergencies", "ear"),
        Lesson::Kind => ("类型", "kinds", "tone"),
    };
    writeln!(out, "{what}语料：{} 句；学得的权重：{} 个字串", corpus.sentences.len(), weights.features())?;
    if weights.corpus() != Some(digest(corpus).as_str()) {
        let command = lesson.command();
        writeln!(out, "注意：{what}语料（{folder}）改过，权重（{own}）还是旧的；请运行 {command} --out 数据目录/{own}。")?;
    }
    Ok(())
}

/// What was learned, and which of its labels a person has to find a unit for.
fn learned(city: &City, out: &mut impl Write) -> Result<()> {
    let Some(learned) = city.classifier.learned() else { return Ok(()) };
    let model = learned.model();
    let use_of = if learned.decides() { "派给谁由它定" } else { "只作参考，派给谁仍由意图定" };
    writeln!(out, "学得的权重：{}，{} 个标签，{} 个词；{use_of}", model.field(), model.names().len(), model.features())?;
    let unknown = learned.unknown();
    if !unknown.is_empty() {
        writeln!(
            out,
            "注意：有 {} 个标签不是单位表里的名称：{}。判给它们的诉求都会交给派单员；可以把名称写进 departments.toml 的 aliases。",
            unknown.len(),
            unknown.join("、")
        )?;
    }
    Ok(())
}

fn explain(profile: &Profile, city: &City, out: &mut impl Write) -> Result<()> {
    writeln!(out, "\n规则说明：{}（{}）。依据：{}。", profile.title, profile.key, profile.source.trim_end_matches('。'))?;
    for sentence in words::sentences(profile, &city.calendar) {
        writeln!(out, "  {sentence}")?;
    }
    Ok(())
}

fn failed(problems: &[crate::domain::problem::Problem]) -> ExitCode {
    complain(problems);
    aside!("共 {} 处问题。", problems.len());
    ExitCode::FAILURE
}

/// From November on, limits reach into a year whose holidays may not have been published here yet.
fn warn_of_next_year(city: &City, out: &mut impl Write) -> Result<()> {
    for year in city.calendar.unpublished(Clock::System.now().date_naive()) {
        writeln!(
            out,
            "注意：还没有 {} 年的工作日历，届时将按“周一至周五上班”计算。国务院办公厅公布后，请放入 data/calendars/{}.toml。",
            year, year
        )?;
    }
    Ok(())
}
