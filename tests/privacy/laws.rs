//! What holds of every text: veiling twice is veiling once, nothing gets longer, and whoever sees all sees it as it is.

use proptest::prelude::*;
use yousu::domain::privacy::{Known, Sight, conceal};

/// Texts made of what numbers, names and addresses are made of, so that they meet in every way.
fn text() -> impl Strategy<Value = String> {
    let pieces = [
        "我叫",
        "我是",
        "姓名：",
        "联系人",
        "我老公",
        "本人",
        "我姓",
        "王建国",
        "李四",
        "欧阳娜",
        "刘晓燕",
        "小王",
        "王女士",
        "某",
        "某某",
        "张",
        "国",
        "，",
        "。",
        "\n",
        " ",
        "-",
        "*",
        "****",
        "***",
        "+86",
        "138",
        "1234",
        "5678",
        "13812345678",
        "0755",
        "12345678",
        "1",
        "0",
        "７",
        "一三八",
        "幺",
        "二",
        "五",
        "转",
        "转分机",
        "801",
        "11010119900307",
        "7758",
        "X",
        "x",
        "6222",
        "微信",
        "QQ",
        "vx",
        "abc_12345",
        "wang@qq.com",
        "@wangjg",
        "电话",
        "单号",
        "短号",
        "元",
        "2026-02-13",
        "20260213",
        "000001",
        "我家住",
        "3栋",
        "2单元",
        "501",
        "室",
        "的",
        "住",
        "在",
        "此致",
        "敬礼",
        "谢谢",
        "年",
        "月",
        "对方电话",
        "110",
        "12345",
        "·",
        "/",
        ".",
        "(",
        ")",
        ":",
        "：",
        "护照",
        "E12345678",
        "😀",
        "\u{200b}",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..14).prop_map(|pieces| pieces.concat())
}

fn sight() -> impl Strategy<Value = Sight> {
    prop::sample::select(vec![Sight::Nothing, Sight::Hidden, Sight::Masked])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn veiling_twice_is_veiling_once(text in text(), sight in sight(), name in prop::option::of("王建国|李四|孔")) {
        let known = Known::named(name.as_deref());
        let once = conceal(&text, &known, sight);
        prop_assert_eq!(conceal(&once, &known, sight), once.clone(), "{}", text);
    }

    #[test]
    fn nothing_gets_longer(text in text(), sight in sight()) {
        let veiled = conceal(&text, &Known::named(Some("王建国")), sight);
        prop_assert!(veiled.chars().count() <= text.chars().count(), "{} {}", text, veiled);
    }

    #[test]
    fn whoever_sees_all_sees_it_as_it_is(text in ".*") {
        prop_assert_eq!(conceal(&text, &Known::named(Some("王建国")), Sight::Full), text);
    }

    #[test]
    fn any_text_is_taken(text in ".*", sight in sight()) {
        let _ = conceal(&text, &Known::default(), sight);
    }

    #[test]
    fn a_mobile_is_found_however_it_is_cut(number in "1[3-9][0-9]{9}", cuts in prop::collection::vec(0_usize..4, 10), before in "[电话打我是：，。 ]{0,6}") {
        let separators = ["", " ", "-", " - "];
        let digits: Vec<char> = number.chars().collect();
        let written: String = digits.iter().enumerate().map(|(i, c)| format!("{c}{}", cuts.get(i).map_or("", |cut| separators[*cut]))).collect();
        let veiled = conceal(&format!("{before}{written}，谢谢"), &Known::default(), Sight::Hidden);
        prop_assert!(!veiled.chars().any(|c| c.is_ascii_digit()), "{} {}", written, veiled);
    }
}
