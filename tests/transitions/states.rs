//! Every state in which the table differs.

use yousu::domain::case::{Application, Ground, LetterKind, Satisfaction};
use yousu::domain::command::Command;
use yousu::domain::ids::{CaseNumber, StaffId};
use yousu::domain::profile::Approval;
use yousu::domain::span::Span;

use crate::UNIT;
use crate::common::bench::{Bench, citizen, dispatcher, extension, follow_up, give_back, handler, neighbour, on_file, supervisor, suspend};
use crate::common::full;

/// Every state in which the table differs, each with a name and a case that stands there.
pub fn states() -> Vec<(&'static str, Bench)> {
    let refuse = Command::RefuseReturn { reason: "职责清单已列明".into() };
    let returned = || Bench::dispatched().given(&handler(UNIT), &give_back("属供水范围", "三定方案", Some("shuiwu")));
    let kept = returned().given(&dispatcher(), &refuse);
    let asked = Bench::in_progress().given(&handler(UNIT), &extension(5));
    let used_up = Bench::in_progress().given(&handler(UNIT), &extension(5)).given(&supervisor(), &Command::GrantExtension);
    let mut overdue = Bench::in_progress();
    overdue.run_to("2026-03-16 09:00");
    let mut called = Bench::answered();
    called.run_to("2026-03-06 09:00");
    let said = Bench::answered().given(&citizen(), &Command::AnswerSolved { solved: true });
    let good = follow_up(Some(true), Satisfaction::Satisfied, None);
    let bad = follow_up(Some(false), Satisfaction::Dissatisfied, None);
    let mut redone = Bench::answered();
    redone.case.tally.redos = redone.profile.redo.times;
    let mut all = vec![
        ("待受理", Bench::received()),
        ("待派单", Bench::accepted()),
        ("待派单·退单待审", returned()),
        ("待签收", Bench::dispatched()),
        ("待签收·驳回退单", kept),
        ("办理中", Bench::in_progress()),
        ("办理中·待批延期", asked),
        ("办理中·已延期", used_up),
        ("办理中·已超期", overdue),
        ("待审核", Bench::resolved()),
        ("待回访", Bench::answered()),
        ("待回访·已答是否解决", said),
        ("待回访·转人工", called),
        ("待回访·重办已满", redone),
        ("待归档", kept_open().given(&citizen(), &good)),
        ("已归档", Bench::answered().given(&citizen(), &good)),
        ("已归档·未解决", archived_unsolved(&bad)),
        ("不予受理", Bench::received().given(&dispatcher(), &decline())),
        ("已撤诉", Bench::in_progress().given(&citizen(), &Command::Withdraw { reason: "已自行解决".into() })),
    ];
    all.extend(care());
    all
}

/// The states and sub-states of the whole rulebook: approval, ruling, standstill, co-units, letters, many citizens.
fn care() -> Vec<(&'static str, Bench)> {
    let refuse = Command::RefuseReturn { reason: "职责清单已列明".into() };
    let back = || give_back("属供水范围", "三定方案", Some("shuiwu"));
    let ruling = || Bench::dispatched().given(&handler(UNIT), &back()).given(&dispatcher(), &refuse).given(&handler(UNIT), &back());
    let ruled = || ruling().given(&supervisor(), &Command::Rule { unit: UNIT.into(), reason: "职责清单第三条".into() });
    let apply = |what| Command::Apply { what, reason: "送检未出报告".into() };
    let asked = || Bench::full().given(&handler(UNIT), &apply(Application::Suspension { ground: "appraisal".into() }));
    let helped = || Bench::full().given(&dispatcher(), &Command::AddCoUnit { unit: "shuiwu".into(), task: None });
    let letter =
        || Bench::full().given(&supervisor(), &Command::Supervise { kind: LetterKind::Notice, words: "请说明".into(), workdays: None });
    let charged = || Bench::full().given(&supervisor(), &on_file("2026-06-30"));
    let leader = Command::TakeCharge { leader: StaffId(9) };
    let conflict = Command::NameConflict { unit: UNIT.into(), reason: "被投诉".into() };
    let mut approving = full();
    approving.approval = Some(Approval { within: Span::Workdays(1) });
    let many = Bench::answered().given(&dispatcher(), &Command::Join { party: neighbour("李") });
    vec![
        ("待批", Bench::opened_with(approving, "2026-03-02 09:00", |_| ())),
        ("待裁定", ruling()),
        ("待签收·裁定改派", ruled()),
        ("办理中·裁定", ruled().given(&handler(UNIT), &Command::Acknowledge)),
        ("办理中·待批申请", asked()),
        ("办理中·有协办", helped()),
        ("办理中·待回函", letter()),
        ("中止", Bench::full().given(&supervisor(), &suspend(5))),
        ("中止·待批延期", Bench::full().given(&handler(UNIT), &extension(3)).given(&supervisor(), &suspend(5))),
        ("已挂账", charged()),
        ("已挂账·领导包案", charged().given(&supervisor(), &leader)),
        ("待派单·单位回避", Bench::full().given(&dispatcher(), &conflict)),
        ("待回访·多人", many.clone()),
        ("待回访·多人已答一人", many.given(&citizen(), &follow_up(Some(true), Satisfaction::Satisfied, None))),
        ("已并案", Bench::full().given(&dispatcher(), &Command::Merge { into: mother() })),
        ("已撤销", Bench::full().given(&supervisor(), &Command::Revoke { ground: "unfounded".into(), reason: "现场无此摊".into() })),
        ("已移送", Bench::full().given(&supervisor(), &Command::HandOver { to: "公安机关".into(), reason: "涉嫌犯罪".into() })),
    ]
}

/// The number of another case.
pub fn mother() -> CaseNumber {
    "20260301-000009".parse().expect("a case number")
}

/// Answered under a profile that leaves three workdays to object.
fn kept_open() -> Bench {
    let mut bench = Bench::answered();
    bench.profile.archive_after = Span::Workdays(3);
    bench
}

fn archived_unsolved(bad: &Command) -> Bench {
    let mut bench = Bench::answered();
    bench.case.tally.redos = bench.profile.redo.times;
    bench.given(&citizen(), bad)
}

pub fn decline() -> Command {
    Command::Decline { ground: Ground::OtherProcedure, way: "请向仲裁委员会查询".into() }
}
