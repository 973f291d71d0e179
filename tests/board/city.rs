//! A city at work: some months of invented complaints that went the real way, broken off on an afternoon, with its page open.
#![allow(dead_code)] // each test binary uses its own part

use std::sync::{Arc, LazyLock, mpsc};

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::clock::Clock;
use yousu::desk::{Codes, Desk};
use yousu::domain::appraisal::{Cast, Marks, Quarter};
use yousu::domain::ids::{CaseNumber, DepartmentId, Moment, StaffId, UserRef};
use yousu::domain::staff::Role;
use yousu::letters::Lines;
use yousu::rehearse::{Complaint, Plan, Rates, broken_off};
use yousu::store::Commit;
use yousu::web::{Web, WebOptions, serve};

/// How many complaints come, over so many working days.
const COMPLAINTS: usize = 420;
const DAYS: u32 = 46;
/// When the city is looked at: a Friday afternoon, some days before the last of them come.
pub const NOW: &str = "2026-05-08T15:30:00+08:00";

const PLACES: [&str; 6] = ["城东区", "城西区", "江北区", "高新区", "青阳县", ""];
const MATTERS: [&str; 16] = [
    "路口的井盖松了，车一压就响，怕人掉下去",
    "从前天起没有自来水，整栋楼都在等",
    "楼下的烧烤摊半夜还在吵，油烟往屋里灌",
    "公司欠了四个月工资不给",
    "小区电梯坏了一周，老人下不了楼",
    "对面工地夜里两点还在打桩",
    "一整条街的路灯都灭了",
    "公交车等了一个钟头也没有来",
    "健身房关门了，年卡退不了钱",
    "垃圾堆了好几天没有人清",
    "货车天天堵在消防通道上",
    "楼顶有人私自搭铁皮房",
    "河沟的水是黑的，漂着死鱼",
    "家里停电五个小时了",
    "物业收了停车费不给发票",
    "红绿灯不亮，车都挤在一起",
];

/// What the browser of an auditor holds who joined.
pub const KEY: &str = "0123456789abcdef0123456789abcdef";

/// The page of the city, and who looks at it.
pub struct House {
    /// Where the page is for trying out.
    pub address: String,
    /// Where it is for people who joined.
    pub closed: String,
    pub desk: Arc<Desk>,
    pub supervisor: StaffId,
    pub dispatcher: StaffId,
    pub leader: StaffId,
    pub handler: StaffId,
}

/// Made once for all tests of a binary, and served until it ends.
pub static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let (made, house) = mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let (house, servers) = open().await;
            made.send(house).expect("somebody waits for the house");
            servers.await;
        });
    });
    house.recv().expect("the house is opened")
});

/// The unit whose people look at the dashboard.
pub const UNIT: &str = "chengguan";

async fn open() -> (House, impl Future<Output = ()>) {
    let city = City::load(&Sources::new(None, None), DEFAULT_PROFILE).unwrap_or_else(|_| panic!("the city's data is sound"));
    let city = Arc::new(city);
    let now: Moment = NOW.parse().expect("a moment");
    let lines: String = (0..COMPLAINTS).map(|number| format!("{}\n", serde_json::json!({ "text": text(number) }))).collect();
    let complaints = Lines::read(lines.as_bytes(), Complaint::of).expect("bytes in memory");
    let plan = Plan { days: DAYS, seed: 3, rates: Rates::default() };
    let store = broken_off(complaints, &plan, city.clone(), now).await.expect("a rehearsal");
    let desk = Arc::new(Desk::open(store, city, Clock::standing_at(now), Codes::repeatable(9)).expect("a desk"));
    appraised(&desk).await;
    let employ = async |name: &str, role: Role, unit: Option<&str>| {
        let user = UserRef(format!("web:@look-{}", role.name()));
        desk.employ(name, role, unit.map(DepartmentId::from), user, true).await.expect("somebody is employed").id
    };
    let supervisor = employ("严督", Role::Supervisor, None).await;
    let dispatcher = employ("柳派", Role::Dispatcher, None).await;
    let leader = employ("方管", Role::Leader, Some(UNIT)).await;
    let handler = employ("钟办", Role::Handler, Some(UNIT)).await;
    let user = UserRef(format!("web:@{KEY}"));
    desk.employ("郑监", Role::Auditor, None, user, false).await.expect("somebody is employed");
    let (address, first) = page(desk.clone(), true).await;
    let (closed, second) = page(desk.clone(), false).await;
    let servers = async {
        let _ = tokio::join!(first, second);
    };
    (House { address, closed, desk, supervisor, dispatcher, leader, handler }, servers)
}

/// Ballots 选票 of this quarter, so many of each unit: the last has too few to be shown, and the one before it hides it.
pub const BALLOTS: [(&str, u32); 4] = [(UNIT, 9), ("gongan", 7), ("jiaojing", 5), ("zhujian", 2)];

async fn appraised(desk: &Desk) {
    let questionnaire = &desk.city().appraisal;
    let mut ballots = Vec::new();
    for (unit, serial) in BALLOTS.into_iter().flat_map(|(unit, count)| (0..count).map(move |serial| (unit, serial))) {
        let marks = (0..questionnaire.question.len()).map(|question| if (question as u32 + serial).is_multiple_of(3) { '1' } else { '0' });
        let marks: Marks = marks.collect::<String>().parse().expect("marks");
        let quarter = Quarter::of(desk.clock().now());
        let ballot = questionnaire.ballot(DepartmentId::from(unit), quarter, &marks).expect("all is answered");
        let number =
            CaseNumber::new(desk.clock().now().date_naive(), 900_000 + u32::try_from(ballots.len()).expect("few")).expect("a number");
        ballots.push(Cast { number, code: format!("code-{}", ballots.len()), ballot });
    }
    desk.store().commit(Commit { ballots, ..Commit::default() }).await.expect("the ballots land");
}

async fn page(desk: Arc<Desk>, demo: bool) -> (String, impl Future<Output = anyhow::Result<()>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let web = Web { desk, options: WebOptions { demo, files: std::env::temp_dir() } };
    (address, serve(listener, web, CancellationToken::new()))
}

/// The so-manieth complaint: towards the end one matter comes more and more often.
fn text(number: usize) -> String {
    let rising = number * 10 > COMPLAINTS * 8 && number.is_multiple_of(2);
    let matter = if rising { MATTERS[2] } else { MATTERS[number * 7 % MATTERS.len()] };
    let place = PLACES[(number * 5 + number / 16) % PLACES.len()];
    format!("{place}第{}号楼旁，{matter}", number + 1)
}
