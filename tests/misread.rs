//! Words that are easily misread 误读: played as short scripts, each of what it must not be taken for.

use std::sync::Arc;

use yousu::city::{City, DEFAULT_PROFILE, Sources};
use yousu::play::{Script, play};

async fn happens(script: &str) {
    let city = City::load(&Sources::new(None, None), DEFAULT_PROFILE).unwrap_or_else(|problems| panic!("{problems:?}"));
    let script = Script::parse("misread", script).unwrap_or_else(|problems| panic!("{problems:?}"));
    let mut transcript = String::new();
    let mut tell = |line: &str| transcript.push_str(&format!("{line}\n"));
    let end = play(&script, Arc::new(city), &mut tell).await;
    assert!(end.is_ok(), "{}\n{transcript}", end.expect_err("it was not met"));
}

#[tokio::test]
async fn asking_whether_it_is_mended_does_not_say_so() {
    happens(
        r"@2026-03-02 09:00
citizen:戴 > 城东区幸福小区3栋楼下烧烤摊半夜还在吵
citizen:戴 ! 确认
handler:城管局 ! 签收
handler:城管局 ! 办结
handler:城管局 > 联系情况：电话联系\n办理结果：摊位已迁走\n依据：市容管理条例第十二条
dispatcher ! 审核通过
citizen:戴 > 处理好了吗？
citizen:戴 < 摊位已迁走
citizen:戴 > 处理好了
citizen:戴 ! 满意
case < 已归档 已解决 满意",
    )
    .await;
}

#[tokio::test]
async fn an_order_for_a_number_of_nobodys_moves_no_other_case() {
    happens(
        r"@2026-03-02 09:00
citizen:戴 > 城东区幸福小区3栋楼下烧烤摊半夜还在吵
citizen:戴 ! 确认
citizen:戴 > 催办 20260302-000077
citizen:戴 < 20260302-000077
citizen:戴 > 补充 20260302-000077 昨晚又来了三辆车
citizen:戴 < 20260302-000077
citizen:戴 > 撤诉 20260302-000077
citizen:戴 < 20260302-000077
citizen:戴 > 补充 邻居的单号是20260302-000077，也是这家
citizen:戴 < 20260302-000001",
    )
    .await;
}

#[tokio::test]
async fn words_for_a_form_may_name_another_case() {
    happens(
        r"@2026-03-02 09:00
citizen:戴 > 城东区幸福小区3栋楼下烧烤摊半夜还在吵
citizen:戴 ! 确认
citizen:马 > 城东区幸福小区5栋楼下烧烤摊半夜还在吵
citizen:马 ! 确认
handler:城管局 > 签收 20260302-000002
handler:城管局 > 办结 20260302-000002
handler:城管局 > 联系情况：电话联系\n办理结果：与20260302-000001是同一摊位，已迁走\n依据：市容管理条例第十二条
case:2 < 待审核 城管局",
    )
    .await;
}

#[tokio::test]
async fn a_cry_for_help_is_no_order_for_the_instructions() {
    happens(
        r"@2026-03-02 09:00
citizen:戴 > 帮助！城东区幸福小区3栋着火了
citizen:戴 < 119
case < 突发 119",
    )
    .await;
}

#[tokio::test]
async fn staff_with_a_case_of_their_own_still_work() {
    happens(
        r"@2026-03-02 09:00
handler:城管局 > 我要反映：城东区幸福小区3栋着火了
handler:城管局 < 119
handler:城管局 > 待办
handler:城管局 <! 已补充
case <! 补充1",
    )
    .await;
}
