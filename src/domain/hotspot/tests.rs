use proptest::prelude::*;

use super::*;

fn day(n: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, 2).expect("a Monday") + chrono::TimeDelta::days(n)
}

fn report(n: u32, at: i64, intent: &str, district: &str, matter: usize) -> Report {
    Report {
        number: CaseNumber::new(day(at), n).expect("a number"),
        day: day(at),
        citizen: u64::from(n),
        intent: Some(intent.into()),
        district: Some(district.to_owned()),
        unit: Some("water".into()),
        place: Some("幸福小区".to_owned()),
        matter,
    }
}

fn found(reports: &[Report], today: i64) -> Vec<HotSpot> {
    hot_spots(reports, day(today), day(-90), &Hotness::default())
}

#[test]
fn three_in_three_days_where_nothing_came_are_hot_and_two_are_not() {
    let three: Vec<Report> = (0..3).map(|n| report(n + 1, i64::from(n), "water-outage", "城东区", 7)).collect();
    assert_eq!(found(&three[..2], 2), []);
    let spots = found(&three, 2);
    assert_eq!(spots.len(), 1);
    let spot = &spots[0];
    assert_eq!((spot.width, spot.rise.since, spot.rise.people), (Width::Matter, day(0), 3));
    assert_eq!(spot.cases, three.iter().map(|report| report.number).collect::<Vec<_>>());
    assert_eq!((spot.places.as_slice(), spot.district.as_deref()), (["幸福小区".to_owned()].as_slice(), Some("城东区")));
    assert_eq!(spot.weeks.last(), Some(&(day(0), 3)));
    assert_eq!(spot.weeks.len(), 14);
}

#[test]
fn one_citizen_who_writes_ten_times_is_one() {
    let ten: Vec<Report> = (0..10).map(|n| Report { citizen: 1, ..report(n + 1, 0, "water-outage", "城东区", 7) }).collect();
    assert_eq!(found(&ten, 0), []);
}

#[test]
fn what_comes_every_week_is_usual() {
    // Three a week for twelve weeks; then three again, and then nine.
    let usual = |from: u32, weeks: i64, a_week: u32| {
        (0..weeks).flat_map(move |week| {
            (0..a_week)
                .map(move |n| report(from + u32::try_from(week).expect("small") * a_week + n, week * 7 - 84, "bar-noise", "城东区", 3))
        })
    };
    let mut reports: Vec<Report> = usual(1, 13, 3).collect();
    assert_eq!(found(&reports, 2), []);
    reports.extend((0..9).map(|n| report(500 + n, 1, "bar-noise", "城东区", 3)));
    let spots = found(&reports, 2);
    assert_eq!((spots.len(), spots[0].rise.since >= day(0)), (1, true));
    assert!((2.0..4.0).contains(&spots[0].rise.usual_weekly), "{:?}", spots[0].rise);
}

#[test]
fn a_district_rises_where_its_matters_are_many() {
    // Twelve noises in a district at twelve places, and four of one pipe.
    let mut reports: Vec<Report> = (0..12).map(|n| report(n + 1, 0, "bar-noise", "城东区", n as usize)).collect();
    reports.extend((0..4).map(|n| report(100 + n, 0, "water-outage", "城东区", 50)));
    let spots = found(&reports, 1);
    let said: Vec<(Width, usize)> = spots.iter().map(|spot| (spot.width, spot.cases.len())).collect();
    assert!(said.contains(&(Width::District, 12)) && said.contains(&(Width::Matter, 4)) && said.len() == 2, "{said:?}");
}

#[test]
fn what_is_spread_over_the_districts_is_the_citys() {
    let districts = ["城东区", "城西区", "江北区", "高新区", "青阳县", "云岭县"];
    let reports: Vec<Report> =
        (0..12).map(|n| report(n + 1, 0, "shared-bike", districts[n as usize % districts.len()], n as usize)).collect();
    let spots = found(&reports, 0);
    assert_eq!(spots.iter().map(|spot| spot.width).collect::<Vec<_>>(), [Width::City]);
}

#[test]
fn it_cools_down() {
    let reports: Vec<Report> = (0..5).map(|n| report(n + 1, 0, "water-outage", "城东区", 7)).collect();
    assert_eq!(found(&reports, 0).len(), 1);
    assert_eq!(found(&reports, 60), []);
}

proptest! {
    /// More people never make it likelier.
    #[test]
    fn chance_falls_with_people(past in prop::collection::vec(0_i64..80, 0..30), people in 1_u32..20) {
        let reports = |people: u32| -> Vec<(NaiveDate, u64)> {
            let past = past.iter().zip(1000..).map(|(back, citizen)| (day(-8 - back), citizen));
            past.chain((0..people).map(|n| (day(0), u64::from(n)))).collect()
        };
        let few = Rise::of(&reports(people), day(0), day(-91)).expect("somebody came");
        let more = Rise::of(&reports(people + 1), day(0), day(-91)).expect("somebody came");
        prop_assert!(more.chance <= few.chance, "{few:?} {more:?}");
        prop_assert!((0.0..=1.0).contains(&few.chance));
    }

    /// Every report is in one hot spot at most, and only reports of its stretch are.
    #[test]
    fn nothing_is_told_twice(all in prop::collection::vec((0_i64..100, 0_usize..6, 0_usize..3, 0_usize..9), 0..80)) {
        let intents = ["a", "b", "c", "d", "e", "f"];
        let districts = ["甲区", "乙区", "丙区"];
        let reports: Vec<Report> =
            (1..).zip(&all).map(|(n, (at, intent, district, matter))| report(n, at - 90, intents[*intent], districts[*district], *matter)).collect();
        let spots = found(&reports, 9);
        let mut cases: Vec<CaseNumber> = spots.iter().flat_map(|spot| spot.cases.clone()).collect();
        let many = cases.len();
        cases.sort_unstable();
        cases.dedup();
        prop_assert_eq!(cases.len(), many);
        prop_assert!(spots.iter().all(|spot| Hotness::default().is_met(spot.width, &spot.rise)));
        prop_assert!(spots.windows(2).all(|pair| pair[0].rise.chance <= pair[1].rise.chance));
    }
}
