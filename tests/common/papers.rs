//! A life in which every paper is made, and what a reader holds in their hands of it.
#![allow(dead_code)] // each test uses its part of it

use yousu::city::{City, Sources};
use yousu::documents::facts::Facts;
use yousu::documents::page::Page;
use yousu::documents::{Ask, gather};
use yousu::domain::case::{AdmonitionCause, Case, LetterKind, Satisfaction};
use yousu::domain::command::Command;
use yousu::domain::complaint::{Evidence, EvidenceKind, Slot, Slots};
use yousu::domain::event::{Event, Recorded};
use yousu::domain::ids::StaffId;
use yousu::domain::paper::{Paper, PaperKind, Registered, Serial, made as made_of, papers};
use yousu::domain::privacy::Reader;
use yousu::domain::profile::Approval;
use yousu::domain::span::Span;
use yousu::domain::staff::{Post, Role, Staff};

use crate::common::bench::{Bench, citizen, complaint, dispatcher, follow_up, handler, supervisor};
use crate::common::national;

/// The identity that lies in every case of these tests.
pub const NAME: &str = "司马相如";
pub const PHONE: &str = "13912345678";

/// A short complaint, with who it is and how to call them.
pub fn short() -> String {
    format!("我叫{NAME}，电话{PHONE}。楼下新开的烤鱼店排烟管正对我家窗户，晚饭时间没法开窗，孩子一直咳嗽，请尽快处理。")
}

/// A complaint that runs over pages.
pub fn long() -> String {
    let round = |n: u32| {
        format!(
            "第{n}次：晚上七点到十一点，店里抽风机一开，整栋楼都是油烟味，楼道墙面发黑；打过物业电话，物业说管不了，店家说已经装了净化器，可是净化器从来不开。\n"
        )
    };
    format!("{}{}", short(), (1..=40).map(round).collect::<String>())
}

/// The house's data.
pub fn city() -> City {
    City::load(&Sources::new(None, None), "national").expect("the data that ship are sound")
}

fn accepted(text: &str) -> Bench {
    let mut profile = national();
    profile.approval = Some(Approval { within: Span::Workdays(1) });
    Bench::opened_with(profile, "2026-03-02 09:00", |new| {
        new.complaint = complaint(None);
        new.complaint.text = text.to_owned();
        new.complaint.slots = Slots::from([
            (Slot::Name, NAME.to_owned()),
            (Slot::Phone, PHONE.to_owned()),
            (Slot::Place, "河沿路18号楼下".to_owned()),
            (Slot::Time, "每天19时至23时".to_owned()),
            (Slot::About, "鲜锅烤鱼店".to_owned()),
            (Slot::Wish, "改道排烟管，安装净化设施".to_owned()),
        ]);
        let photo = |n: u32| Evidence { kind: EvidenceKind::Photo, source: format!("file:{n}.jpg"), caption: None };
        new.complaint.evidence = vec![photo(1), photo(2)];
    })
}

fn dispatched(text: &str, unit: &str) -> Bench {
    let order =
        Command::Dispatch {
            unit: unit.into(), co_units: vec!["shuiwu".into()], instruction: Some("请先到现场核实排烟情况。".to_owned())
        };
    accepted(text).given(&dispatcher(), &order).given(&supervisor(), &Command::Approve)
}

/// The case whose last paper of this kind it is, with this complaint.
pub fn life(kind: PaperKind, text: &str) -> Bench {
    let letter = |kind, words: &str| Command::Supervise { kind, words: words.to_owned(), workdays: Some(3) };
    match kind {
        PaperKind::Mandate => dispatched(text, "dadui"),
        PaperKind::Registration | PaperKind::Approval | PaperKind::Transfer => dispatched(text, "chengguan"),
        PaperKind::Feedback => {
            let mut answer = crate::common::bench::answer();
            answer.contact = format!("3月3日上午电话联系诉求人{NAME}（{PHONE}），约定下午上门。");
            answer.result = "现场检测油烟超标，已责令店家停用原排烟管，改道至楼顶，3月4日完成；复测达标。".to_owned();
            answer.rest = Some("3月20日前再测一次，结果告知诉求人。".to_owned());
            let unit = handler("chengguan");
            let answered = dispatched(text, "chengguan").given(&unit, &Command::Acknowledge).given(&unit, &Command::Resolve { answer });
            let reviewed = answered.given(&dispatcher(), &Command::Review { fault: None });
            reviewed.given(&citizen(), &follow_up(Some(true), Satisfaction::Fair, Some("夜里偶尔还有味道")))
        }
        _ => {
            let mut late = dispatched(text, "chengguan").given(&handler("chengguan"), &Command::Acknowledge);
            late.run_to("2026-03-31 10:00");
            match kind {
                PaperKind::Inquiry => {
                    late.given(&supervisor(), &letter(LetterKind::Inquiry, "一、接件后是否到过现场？\n二、为何至今没有答复诉求人？"))
                }
                PaperKind::Admonition => late.given(
                    &supervisor(),
                    &Command::Admonish {
                        person: StaffId(7),
                        cause: AdmonitionCause::RedCards,
                        red_cards: 9,
                        words: format!("三个月内累计红牌三张，多次催办仍不办理，对诉求人{NAME}（{PHONE}）的来电不予答复。"),
                    },
                ),
                _ => late,
            }
        }
    }
}

/// The colleague of number 7, who does everything on the bench.
pub fn staff() -> Vec<Staff> {
    vec![Staff {
        id: StaffId(7),
        name: "周敏".to_owned(),
        role: Role::Dispatcher,
        department: None,
        user: "play:周".into(),
        post: Post::A,
        away: None,
        demo: false,
    }]
}

/// What the register has of redos and transfers, which make papers since there is one. The others have the numbers of before.
fn registered(bench: &Bench) -> Vec<Registered> {
    let is_of_later = |event: &Recorded| matches!(event.event, Event::Transferred { .. } | Event::Reopened { .. });
    let of_later = bench.record.iter().filter(|event| is_of_later(event));
    let entered = |(place, event): (u32, &Recorded)| {
        let end = bench.record.iter().position(|other| other.seq == event.seq).expect("it is on record") + 1;
        let case = Case::replay(&bench.record[..end]).expect("a case");
        let made = made_of(std::slice::from_ref(event), &case, &bench.directory).next()?;
        Some(Registered { seq: made.seq, kind: made.kind, serial: Serial { year: made.year, number: 40 + place } })
    };
    (1..).zip(of_later).filter_map(entered).collect()
}

/// The last paper of this kind.
pub fn last(kind: PaperKind, bench: &Bench) -> Paper {
    let all = papers(&bench.record, &registered(bench), &bench.directory);
    all.into_iter().rfind(|paper| paper.kind == kind).unwrap_or_else(|| panic!("{kind:?} is made in this life"))
}

/// What the last paper of this kind may say to this reader.
pub fn facts(city: &City, kind: PaperKind, bench: &Bench, reader: Reader) -> Facts {
    let (paper, staff) = (last(kind, bench), staff());
    let (events, directory) = (&bench.record, &bench.directory);
    let ask = Ask { paper, reader, code: Some("7KQ2ZM"), events, city: &city.name, directory, staff: &staff };
    gather(&ask).expect("the paper is there")
}

/// The last paper of this kind, filled in for this reader.
pub fn page(city: &City, kind: PaperKind, bench: &Bench, reader: Reader) -> Page {
    city.papers.page(kind, &facts(city, kind, bench, reader)).unwrap_or_else(|problem| panic!("{problem}"))
}

/// The file of the last paper of this kind, as this reader gets it.
pub fn made(city: &City, kind: PaperKind, bench: &Bench, reader: Reader) -> Vec<u8> {
    city.papers.make(kind, &facts(city, kind, bench, reader)).unwrap_or_else(|problem| panic!("{problem}"))
}
