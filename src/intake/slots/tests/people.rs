//! Groups, representatives and proxies.

use super::{check, found};
use crate::domain::complaint::Slot;

#[test]
fn how_many_speak() {
    check(
        Slot::Headcount,
        &[
            ("我们20户联名反映，楼下太吵", "我们20户"),
            ("我们三十多户业主都收不到暖气", "我们三十多户业主"),
            ("全体业主要求换物业", "全体业主"),
            ("我代表全楼反映电梯问题", "代表全楼"),
            ("共有12户居民一起投诉", "共有12户居民"),
            ("对面一共来了20人打架", ""),
            ("我们一家都睡不着", ""),
            ("我一个人住", ""),
        ],
    );
}

#[test]
fn who_represents_them() {
    check(
        Slot::Representatives,
        &[
            ("代表是沈建国、顾小雨", "沈建国、顾小雨"),
            ("代表：沈建国和顾小雨，电话13900001111", "沈建国、顾小雨"),
            ("我们推选了韩立等人", "韩立"),
            ("人大代表也来看过", ""),
            ("代表大家谢谢你们", ""),
        ],
    );
    assert_eq!(found("代表：赵一、钱二、孙三、李四、周五、吴六").representatives.len(), 6, "those who are too many are found too");
}

#[test]
fn who_speaks_for_whom() {
    check(
        Slot::Proxy,
        &[
            ("我替我妈反映楼上太吵", "代母亲反映"),
            ("代我父亲投诉养老院", "代父亲反映"),
            ("受邻居委托，反映楼道灯坏了", "代邻居反映"),
            ("受沈建国委托来问", "代他人反映"),
            ("我替我妈反映，代理人还有韩立、顾小雨", "代母亲反映、韩立、顾小雨"),
            ("我妈说楼上太吵", ""),
            ("请帮我们解决", ""),
            ("代理人名额怎么申请", ""),
        ],
    );
}
