//! Typical cases 典型案例: with random words around them, identities are found; without, a person's words go through.

use proptest::prelude::*;
use yousu::domain::case::{Case, Complaint};
use yousu::domain::complaint::{Classification, Slot};
use yousu::domain::event::{EVENT_VERSION, Event, Recorded};
use yousu::domain::ids::CaseNumber;
use yousu::domain::span::Limit;
use yousu::domain::staff::Actor;
use yousu::publication::guard::{draft, faults};

/// Words of our own that name nobody.
const PLAIN: [&str; 10] = [
    "主管单位到现场看了",
    "当天换了灯泡",
    "并列入巡查",
    "市民反映的问题属实",
    "已经修好",
    "今后每周查一次",
    "路面不平",
    "责令改正",
    "，",
    "。",
];

fn case(text: &str, slots: &[(Slot, &str)]) -> Case {
    let at = "2026-03-02T09:00:00+08:00".parse().expect("a moment");
    let complaint = Complaint {
        citizen: "tg:1".into(),
        chat: "tg:1".into(),
        text: text.to_owned(),
        classification: Classification::unknown(),
        slots: slots.iter().map(|(slot, value)| (*slot, (*value).to_owned())).collect(),
        evidence: Vec::new(),
        confirmed: true,
        confidential: false,
    };
    let limit = Limit { from: at, due: at, span: "1h".parse().expect("a span"), given: at };
    let event = Event::Received {
        complaint: Box::new(complaint),
        query_code: "ABCDEFGH".into(),
        arrived: at,
        accept: limit,
        profile: "national".to_owned(),
        recurs: None,
        conflicts: Vec::new(),
        origin: None,
    };
    let number = CaseNumber::new(at.date_naive(), 1).expect("a number");
    Case::first(&Recorded { v: EVENT_VERSION, case: number, seq: 1, at, by: Actor::System, event }).expect("a case")
}

fn whole() -> Case {
    case(
        "我叫钟小满，住向阳里七栋二单元，楼下那盏灯坏了大半个月，晚上下楼摔过一跤",
        &[
            (Slot::Name, "钟小满"),
            (Slot::Phone, "13912345678"),
            (Slot::Place, "向阳里七栋二单元"),
            (Slot::Plate, "安A8K3F2"),
            (Slot::Order, "YD20260301778"),
        ],
    )
}

/// Each with what may be slipped into it.
const IDENTITIES: [&str; 16] = [
    "钟小满",
    "钟 小 满",
    "13912345678",
    "139-1234-5678",
    "１３９１２３４５６７８",
    "一三九一二三四五六七八",
    "尾号5678",
    "安A8K3F2",
    "向阳里七栋二单元",
    "YD20260301778",
    "身份证110101199003078515",
    "账号6228480012345678",
    "联系人李建国",
    "楼下那盏灯坏了大半个月",
    "光明路18号3栋502室",
    "微信号zhongxm1990",
];

fn filler() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PLAIN.to_vec()), 0..8).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_identity_is_found_wherever_it_stands(before in filler(), after in filler(), which in 0..IDENTITIES.len(), in_title: bool) {
        let words = format!("{before}，{}，{after}", IDENTITIES[which]);
        let (title, text) = if in_title { (words.as_str(), "已经修好") } else { ("路灯", words.as_str()) };
        prop_assert!(!faults(title, text, &whole()).is_empty(), "{title} / {text}");
    }

    #[test]
    fn plain_words_go_through(text in filler()) {
        prop_assert_eq!(faults("路灯修复", &text, &whole()), Vec::<String>::new());
    }

    #[test]
    fn a_draft_has_none_of_the_citizens_words(text in "[\u{4e00}-\u{9fff}0-9A-Z]{12,60}", name in "[\u{4e00}-\u{9fff}]{3}", phone in "1[3-9][0-9]{9}") {
        let case = case(&text, &[(Slot::Name, &name), (Slot::Phone, &phone), (Slot::Place, &text)]);
        let directory = yousu::domain::department::Directory::default();
        let (title, words) = draft(&case, &directory);
        let drafted = format!("{title}{words}");
        let own: Vec<char> = text.chars().collect();
        prop_assert!(own.windows(4).all(|piece| !drafted.contains(&piece.iter().collect::<String>())));
        prop_assert!(!drafted.contains(&name) && !drafted.contains(&phone));
        let unfinished = faults(&title, &words, &case);
        prop_assert!(unfinished.iter().any(|fault| fault.contains("请补充")), "a draft is no typical case yet");
        prop_assert!(words.contains("还没有办结") && !words.contains("答复"), "what has not happened is not told");
    }
}
