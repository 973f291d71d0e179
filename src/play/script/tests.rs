use super::*;

fn one(line: &str) -> What {
    let script = Script::parse("一幕.txt", line).expect(line);
    script.lines.into_iter().next().expect("a line").what
}

fn wrong(line: &str) -> String {
    let problems = Script::parse("一幕.txt", &format!("# 开头\n\n{line}")).expect_err(line);
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn citizen(name: &str) -> Person {
    Person { role: None, department: None, name: Some(name.to_owned()) }
}

#[test]
fn people_write_press_send_and_get() {
    assert_eq!(one("citizen:王 > 楼下还在吵"), What::Says(citizen("王"), "楼下还在吵".to_owned()));
    assert_eq!(one("citizen：王＞楼下 3# 楼"), What::Says(citizen("王"), "楼下 3# 楼".to_owned()));
    assert_eq!(one("citizen > a\\nb"), What::Says(Person { role: None, department: None, name: None }, "a\nb".to_owned()));
    assert_eq!(one("citizen:王 > \\3{喂}？"), What::Says(citizen("王"), "喂喂喂？".to_owned()));
    assert_eq!(one("  citizen:王   !   确认  # 提交"), What::Presses(citizen("王"), "确认".to_owned()));
    assert_eq!(one("dispatcher! 受理"), What::Presses(Person::the(Role::Dispatcher), "受理".to_owned()));
    assert_eq!(one("citizen:王 < 请问在哪"), What::Got(citizen("王"), Count::Some, "请问在哪".to_owned()));
    assert_eq!(one("citizen:王 <! 电话"), What::Got(citizen("王"), Count::None, "电话".to_owned()));
    assert_eq!(one("citizen:王 ＜！ 电话"), What::Got(citizen("王"), Count::None, "电话".to_owned()));
    assert_eq!(one("citizen:王 <1x 黄牌"), What::Got(citizen("王"), Count::Exactly(1), "黄牌".to_owned()));
    assert_eq!(one("citizen:王 <119"), What::Got(citizen("王"), Count::Some, "119".to_owned()));
}

#[test]
fn a_second_handler_of_a_department_has_a_name() {
    let li = Person { role: Some(Role::Handler), department: Some("城管局".to_owned()), name: Some("李".to_owned()) };
    assert_eq!(one("handler:城管局/李 ! 签收"), What::Presses(li.clone(), "签收".to_owned()));
    assert_eq!(li.to_string(), "handler:城管局/李");
    let script = Script::parse("一幕.txt", "handler:城管局/李 ! 签收\nhandler:城管局/李 < 好\nleader:城管局 < 好").expect("a script");
    assert_eq!(script.people().len(), 2);
}

#[test]
fn several_pieces_on_one_line_are_an_album() {
    let photo = PieceKind::Evidence(EvidenceKind::Photo);
    let first = Piece { kind: photo, caption: Some("现场 两张".to_owned()) };
    assert_eq!(one("citizen:王 + photo photo 现场 两张"), What::Sends(citizen("王"), vec![first, Piece { kind: photo, caption: None }]));
}

#[test]
fn cases_the_outbox_and_the_program() {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    assert_eq!(one("case < 待签收 城管局"), What::Case { which: None, holds: true, words: words(&["待签收", "城管局"]) });
    assert_eq!(one("case:2<办理中"), What::Case { which: Some(2), holds: true, words: words(&["办理中"]) });
    assert_eq!(one("case <! 黄牌"), What::Case { which: None, holds: false, words: words(&["黄牌"]) });
    assert_eq!(one("outbox < empty"), What::OutboxEmpty);
    assert_eq!(one("system ! away"), What::System(Trick::Away));
    assert_eq!(one("system ! profile 北京"), What::System(Trick::Profile("北京".to_owned())));
    assert_eq!(one("system ! migrate beijing  # 规则变更"), What::System(Trick::Migrate("beijing".to_owned())));
}

#[test]
fn the_clock_moves_by_the_calendar() {
    let mut calendar = crate::domain::workcalendar::WorkCalendar::default();
    let day = |text: &str| text.parse::<chrono::NaiveDate>().expect("a day");
    calendar.publish(2026, [(day("2026-02-16"), "春节".to_owned())], [(day("2026-02-14"), "春节".to_owned())]);
    let friday: crate::domain::ids::Moment = "2026-02-13T16:50:00+08:00".parse().expect("a moment");
    let after = |line: &str| {
        let What::Clock(moves) = one(line) else { panic!("{line} moves no clock") };
        let end = moves.into_iter().fold(friday, |now, by| by.target(now, &calendar));
        end.format("%m-%d %H:%M").to_string()
    };
    assert_eq!(after("@2026-02-14 09:00"), "02-14 09:00");
    assert_eq!(after("@2026-02-14"), "02-14 09:00");
    assert_eq!(after("＠2026年2月14日 9：00"), "02-14 09:00");
    assert_eq!(after("@+2h"), "02-13 18:50");
    assert_eq!(after("@+1h30m  # 过一阵"), "02-13 18:20");
    assert_eq!(after("@+1d 09:00"), "02-14 09:00");
    assert_eq!(after("@+1 workday"), "02-14 16:50");
    assert_eq!(after("@+3 workdays"), "02-18 16:50");
    assert_eq!(after("@+2个工作日 08:30"), "02-17 08:30");
    assert_eq!(after("@17:00"), "02-13 17:00");
    assert_eq!(after("@16:00"), "02-14 16:00");
    assert_eq!(after("@+2h   @+1d 09:00"), "02-14 09:00");
}

#[test]
fn a_bad_line_is_named_with_what_to_write_instead() {
    for (line, says) in [
        ("今天天气不错", "一幕.txt:3: 看不懂这一行"),
        ("mayor > 你好", "没有“mayor”这个角色"),
        ("handler > 你好", "handler 要写明部门"),
        ("handler:/李 > 你好", "缺部门名"),
        ("citizen:王 >", "后面要写说的话"),
        ("citizen:王 !", "后面要写按钮上的字"),
        ("citizen:王 <", "后面要写应收到的字"),
        ("citizen:王 + 大象", "“大象”不能发送"),
        ("@明天", "“@明天”看不懂"),
        ("@+3 fortnights", "看不懂"),
        ("@+", "看不懂"),
        ("@2026-02-30 09:00", "看不懂"),
        ("case:零 < 办理中", "第几件工单"),
        ("case > 办理中", "工单只能这样写"),
        ("outbox < 3", "outbox < empty"),
        ("system ! explode", "系统只能这样写"),
        ("citizen:王 > \\99999{喂}", "太多了"),
    ] {
        let said = wrong(line);
        assert!(said.contains(says), "{line}: {said}");
    }
    let both = Script::parse("一幕.txt", "bad\nworse").expect_err("two bad lines");
    assert_eq!(both.len(), 2);
}
