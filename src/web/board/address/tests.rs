use super::*;

fn pairs(query: &str) -> Vec<(String, String)> {
    let uri = format!("/board?{query}").parse::<axum::http::Uri>().expect("an address");
    axum::extract::Query::try_from_uri(&uri).map(|axum::extract::Query(pairs)| pairs).expect("a query")
}

#[test]
fn a_view_survives_its_address() {
    let all =
        "staff=7&from=2026-03-01&to=2026-03-31&unit=chengguan&person=9&district=%E6%B1%9F&intent=noise&channel=tg&by=week&look=dark&wall=1";
    for query in [all, "staff=7&period=last-month", "", "look=light"] {
        let address = Address::parse(&pairs(query)).expect("a view");
        assert_eq!(address.query(&address.filter), query);
    }
    assert_eq!(Address::parse(&pairs("period=&from=&unit=&wall=0")).expect("an empty form"), Address::default());
}

#[test]
fn what_cannot_be_is_told() {
    for (query, words) in [
        ("from=2026-02-30&to=2026-03-01", "开始日期"),
        ("from=2026-03-02&to=2026-03-01", "晚于"),
        ("from=2026-03-02", "只写了"),
        ("to=9999-01-01&from=2026-01-01", "结束日期"),
        ("period=soon", "时间范围"),
        ("staff=x", "编号"),
        ("by=hour", "步长"),
        ("look=pink", "配色"),
        ("wall=2", "大屏"),
    ] {
        match Address::parse(&pairs(query)) {
            Err(Problem::BadView { what, advice }) => assert!(what.contains(words) && !advice.is_empty(), "{query}: {what}"),
            other => panic!("{query}: {other:?}"),
        }
    }
}
