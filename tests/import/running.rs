//! While the service runs 服务运行中: it takes the rows in itself, tells how far it is, and goes on with its work.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::house::{House, said};
use crate::program::Program;

/// Rows of a table that takes a moment.
const MANY: u32 = 6000;

fn table(house: &House, name: &str, rows: u32) {
    let row = |n: u32| match n % 50 {
        49 => format!("{n},路灯不亮{n},没有时间,城管局,2026-01-06 09:00\n"),
        _ => format!("{n},路灯不亮{n},2026-01-{:02} 09:00,城管局,2026-03-06 09:00\n", n % 28 + 1),
    };
    house.file(name, format!("编号,内容,来电时间,承办单位,办结时间\n{}", (0..rows).map(row).collect::<String>()));
}

fn page(program: &Program, path: &str) -> String {
    let host = program.address.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).expect("the page listens");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("a request");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("a reply");
    reply
}

#[test]
fn the_service_takes_them_in_while_it_runs() {
    let house = House::new();
    table(&house, "a.csv", 300);
    let program = Program::start_command(house.command(&[]), None);
    assert!(page(&program, "/board").contains("指标"), "somebody looks at the dashboard before");
    let dry = house.run(&["import", "a.csv", "--dry-run"]);
    assert!(dry.out.contains("（只检查，没有写入）可以导入 294 件") && dry.out.contains("另存待改 6 行"), "{}{}", dry.out, dry.err);
    let first = house.run(&["import", "a.csv"]);
    assert!(!first.well && first.out.contains("导入 294 件，已经有的 0 件，另存待改 6 行"), "{}{}", first.out, first.err);
    assert_eq!(house.read("a.csv.bad.csv").lines().count(), 7);
    let again = house.run(&["import", "a.csv"]);
    assert!(again.out.contains("导入 0 件，已经有的 294 件"), "{}{}", again.out, again.err);
    let figures = house.well(&["figures", "--from", "2026-01-01", "--to", "2026-03-31", "--by", "month", "--csv"]).out;
    assert!(figures.contains("294") || figures.contains("2026-01"), "the figures know them at once: {figures}");
    let wrong = house.run(&["import", "b.csv"]);
    assert!(!wrong.well && wrong.err.contains("b.csv"), "{}", wrong.err);
    fs::create_dir(house.path("own")).expect("a folder");
    let units = house.command(&["--data", "own", "import", "a.csv", "--make-units"]).output().expect("it runs");
    assert!(said(&units).out.contains("已经有的 294 件"), "no unit is unknown: {}", said(&units).err);
    table(&house, "c.csv", 1);
    house.file("c.csv", house.read("c.csv").replace("城管局", "从来没有的局"));
    let units = said(&house.command(&["--data", "own", "import", "c.csv", "--make-units"]).output().expect("it runs"));
    assert!(!units.well && units.err.contains("请先停止服务"), "{}", units.err);
    program.stop();
    assert_eq!(house.cases().len(), 294);
    house.holds();
}

#[test]
fn it_stops_with_the_service_and_is_begun_again() {
    let house = House::new();
    table(&house, "a.csv", MANY);
    let there = MANY as usize - MANY as usize / 50;
    let mut partly = 0;
    for round in 0..4 {
        let program = Program::start_command(house.command(&[]), None);
        let anchor = || fs::read(house.path("var/store/anchor")).unwrap_or_default();
        let before = anchor();
        let mut command = house.command(&["import", "a.csv"]);
        let mut import = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let since = Instant::now();
        while anchor() == before && import.try_wait().expect("it is asked").is_none() && since.elapsed() < Duration::from_secs(60) {
            sleep(Duration::from_millis(1));
        }
        match round {
            // Whoever asked went away: the service does not go on for nobody.
            0 => {
                import.kill().expect("it is killed");
                import.wait().expect("it is over");
                program.stop();
            }
            1 => {
                program.stop();
                let ended = said(&import.wait_with_output().expect("it ends"));
                assert!(!ended.well || ended.out.contains("另存待改"), "{}{}", ended.out, ended.err);
            }
            2 => {
                program.kill();
                let ended = said(&import.wait_with_output().expect("it ends"));
                assert!(!ended.well, "{}{}", ended.out, ended.err);
            }
            _ => {
                let ended = said(&import.wait_with_output().expect("it ends"));
                assert!(ended.out.contains("另存待改 120 行"), "{}{}", ended.out, ended.err);
                program.stop();
            }
        }
        let cases = house.cases().len();
        partly += usize::from(cases > 0 && cases < there);
    }
    assert_eq!(house.cases().len(), there, "each row once");
    assert!(partly > 0, "nothing met it at work: the table is too short for this machine");
    house.holds();
}
