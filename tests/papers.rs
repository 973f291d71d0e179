//! Papers 三表两函一书: what is in the file, read back by another reader than the writer; who sees whom; and that a paper stays what
//! it is.

#[path = "common/mod.rs"]
mod common;
#[path = "papers/container.rs"]
mod container;
#[path = "papers/identity.rs"]
mod identity;
#[path = "common/papers.rs"]
mod papers;
#[path = "papers/register.rs"]
mod register;
#[path = "papers/templates.rs"]
mod templates;

use yousu::documents::{Ask, NoPaper, gather};
use yousu::domain::case::Satisfaction;
use yousu::domain::command::Command;
use yousu::domain::paper::{Paper, PaperKind};
use yousu::domain::privacy::Reader;
use yousu::domain::staff::Role;

use common::bench::{citizen, dispatcher, follow_up, handler};
use papers::{facts, last, life, made, page, short};

const UNIT: Reader = Reader::Staff(Role::Handler);

#[test]
fn a_paper_is_the_same_bytes_whatever_happened_since() {
    let city = papers::city();
    let before = life(PaperKind::Transfer, &short());
    let first = made(&city, PaperKind::Transfer, &before, UNIT);
    let unit = handler("chengguan");
    let answer = common::bench::answer();
    let mut later = before.at("2026-03-04 10:00").given(&unit, &Command::Acknowledge).given(&unit, &Command::Resolve { answer });
    later = later.given(&dispatcher(), &Command::Review { fault: None });
    later = later.given(&citizen(), &follow_up(Some(true), Satisfaction::Satisfied, None));
    later.run_to("2027-03-04 10:00");
    assert!(later.record.len() > 6, "the case went on");
    assert_eq!(made(&city, PaperKind::Transfer, &later, UNIT), first);
    assert_ne!(made(&city, PaperKind::Feedback, &later, UNIT), first);
}

#[test]
fn a_paper_that_no_event_made_is_none() {
    let bench = life(PaperKind::Transfer, &short());
    let ask = |kind, seq| {
        let paper = Paper { kind, seq, ordinal: 1, given: None };
        let (events, directory) = (&bench.record, &bench.directory);
        gather(&Ask { paper, reader: UNIT, code: None, events, city: "安澜市", directory, staff: &[] }).err()
    };
    assert_eq!(ask(PaperKind::Feedback, 1), Some(NoPaper::NotMade(1)));
    assert_eq!(ask(PaperKind::Registration, 999), Some(NoPaper::NotMade(999)));
    assert_eq!(ask(PaperKind::Registration, 1), None);
}

#[test]
fn the_second_of_its_kind_says_so() {
    let bench = life(PaperKind::Urging, &short());
    assert_eq!(last(PaperKind::Urging, &bench).ordinal, 2);
    let page = page(&papers::city(), PaperKind::Urging, &bench, UNIT);
    assert!(page.lines().contains(&"安热催〔2026〕302-1号之二"), "{:?}", page.lines());
    assert!(page.lines().iter().any(|line| line.contains("第2次书面催办")));
}

#[test]
fn a_redo_and_a_transfer_make_their_own_letter() {
    let city = papers::city();
    let unit = handler("chengguan");
    let answer = common::bench::answer();
    let mut redone = life(PaperKind::Transfer, &short());
    redone = redone.at("2026-03-04 10:00").given(&unit, &Command::Acknowledge).given(&unit, &Command::Resolve { answer });
    redone = redone.given(&dispatcher(), &Command::Review { fault: None });
    let reason = Some("夜里还是有味道，司马相如没法睡");
    redone = redone.given(&citizen(), &follow_up(Some(false), Satisfaction::Dissatisfied, reason));
    assert_eq!(last(PaperKind::Transfer, &redone).title(), "转办函之二");
    let letter = page(&city, PaperKind::Transfer, &redone, UNIT).lines().join("\n");
    for words in ["安热转〔2026〕41号", "关于重新办理“夜间餐饮噪声”诉求的函", "诉求人表示：夜里还是有味道", "本件系重办", "自重办时起算"]
    {
        assert!(letter.contains(words), "no “{words}” in {letter}");
    }
    assert!(!letter.contains(papers::NAME), "{letter}");

    let to = yousu::domain::ids::DepartmentId("dadui".to_owned());
    let note = Some("请到现场看".to_owned());
    let handed_on = life(PaperKind::Transfer, &short()).at("2026-03-03 10:00").given(&unit, &Command::Transfer { to, note });
    let letter = page(&city, PaperKind::Mandate, &handed_on, UNIT).lines().join("\n");
    for words in [
        "安热交〔2026〕41号",
        "清河市城管执法大队：",
        "清河市城市管理局按照职责转派你单位",
        "派单意见：请到现场看",
        "抄送：清河市城市管理局",
    ] {
        assert!(letter.contains(words), "no “{words}” in {letter}");
    }
}

#[test]
fn each_kind_says_what_it_is_for() {
    let city = papers::city();
    let said = |kind| page(&city, kind, &life(kind, &short()), UNIT).lines().join("\n");
    for (kind, words) in [
        (PaperKind::Registration, &["投诉登记表", "鲜锅烤鱼店", "照片2份", "河沿路18号楼下"][..]),
        (PaperKind::Approval, &["呈批表", "清河市城市管理局", "清河市水务局", "请先到现场核实排烟情况。", "领导批示"][..]),
        (
            PaperKind::Transfer,
            &["关于转办“夜间餐饮噪声”诉求的函", "清河市城市管理局：", "清河市水务局协办", "2026年3月9日17时30分前办结"][..],
        ),
        (PaperKind::Mandate, &["关于交办“夜间餐饮噪声”诉求的函", "清河市城管执法大队：", "属地管理"][..]),
        (PaperKind::Feedback, &["反馈表", "复测达标", "基本满意", "夜里偶尔还有味道", "3月20日前再测一次"][..]),
        (PaperKind::Urging, &["催办通知书", "办理时限为2026年3月9日17时30分", "黄牌1张、红牌1张"][..]),
        (PaperKind::Inquiry, &["关于查询", "一、接件后是否到过现场？", "2026年4月3日17时30分前书面回复"][..]),
        (PaperKind::Supervision, &["督查通知书", "主要负责人亲自过问"][..]),
        (PaperKind::Bulletin, &["督查情况通报", "附：办理经过", "督查通知书", "引以为戒"][..]),
        (PaperKind::Admonition, &["效能告诫书", "周敏同志", "三个月内累计红牌三张"][..]),
    ] {
        let said = said(kind);
        words.iter().for_each(|word| assert!(said.contains(word), "{kind:?} lacks “{word}”:\n{said}"));
    }
}

#[test]
fn a_citizen_reads_their_own_words_in_full() {
    let city = papers::city();
    let bench = life(PaperKind::Registration, &short());
    let facts = facts(&city, PaperKind::Registration, &bench, Reader::Citizen);
    assert_eq!((facts.case.name.as_deref(), facts.case.phone.as_deref()), (Some(papers::NAME), Some(papers::PHONE)));
    assert_eq!(facts.case.text, short());
}
