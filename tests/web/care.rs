//! What the whole rulebook brought to a case, as the page shows it and as its buttons and forms do it.

use super::house::{House, encode};
use super::{CITIZEN, assert_problem};
use yousu::domain::staff::{Role, Staff};

/// Somebody of the staff at the page: presses and writes as its forms do.
struct AtWork<'a> {
    house: &'a House,
    staff: Staff,
}

impl<'a> AtWork<'a> {
    fn new(house: &'a House, role: Role, unit: Option<&str>) -> Self {
        Self { house, staff: house.staff(role, unit) }
    }

    fn who(&self) -> String {
        format!("staff:{}", self.staff.id)
    }

    /// Presses the newest button with this label in their chat.
    async fn press(&self, label: &str) {
        let data = self.house.button(&self.staff.user.0, label);
        self.send("/press", ("data", &data)).await;
    }

    /// Opens the case in the chat, as the button of the sheet does.
    async fn open(&self, number: &str) {
        self.send("/press", ("data", &format!("show|{number}"))).await;
    }

    async fn write(&self, text: &str) {
        self.send("/say", ("text", text)).await;
    }

    async fn send(&self, path: &str, field: (&str, &str)) {
        let form = self.house.form(&[("who", &self.who()), field]);
        let reply = self.house.post(path, &[], &form).await;
        assert_eq!(reply.status, 303, "{}", reply.body);
    }

    async fn sheet(&self, number: &str) -> String {
        let reply = self.house.get(&format!("/fragment/case/{number}?staff={}", self.staff.id)).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body
    }

    async fn list(&self, filter: &str) -> String {
        self.house.get(&format!("/fragment/cases?staff={}&tab=cases&{filter}", self.staff.id)).await.body
    }
}

fn assert_has(page: &str, words: &[&str]) {
    for word in words {
        assert!(page.contains(word), "no “{word}” in {page}");
    }
}

fn assert_lacks(page: &str, words: &[&str]) {
    for word in words {
        assert!(!page.contains(word), "“{word}” in {page}");
    }
}

const IDENTITY: [&str; 2] = ["周启明", "13900005678"];

#[tokio::test(flavor = "multi_thread")]
async fn a_supervisor_works_with_the_buttons_and_forms_of_the_page() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let (handler, helper) = (AtWork::new(&house, Role::Handler, Some("chengguan")), AtWork::new(&house, Role::Handler, Some("shizheng")));
    let supervisor = AtWork::new(&house, Role::Supervisor, None);
    handler.press("签收").await;
    supervisor.open(&number).await;
    supervisor.press("更多").await;
    supervisor.press("增加协办").await;
    supervisor.write("单位：市政中心\n事项：护栏由你们装，先打13900005678找周启明").await;
    helper.press("协办签收").await;
    helper.press("协办反馈").await;
    helper.write("周启明说护栏周三能装好").await;
    let sheet = handler.sheet(&number).await;
    assert_has(&sheet, &["协办单位", "市政中心", "已反馈", "护栏周三能装好", "139****5678"]);
    assert_lacks(&sheet, &IDENTITY);

    handler.open(&number).await;
    handler.press("更多").await;
    handler.press("申请中止").await;
    handler.press("等待鉴定检测").await;
    handler.write("护栏样品送检，周启明已知道").await;
    let sheet = supervisor.sheet(&number).await;
    assert_has(&sheet, &["申请中止，待批", "等待鉴定检测", "护栏样品送检", "申请审批"]);
    supervisor.press("同意申请").await;
    supervisor.write("10个工作日").await;
    assert_eq!(house.case(&number).state.label(), "中止");
    let sheet = supervisor.sheet(&number).await;
    assert_has(&sheet, &["承办单位的时限暂停", "复核日期", "<dt>中止</dt><dd>1</dd>"]);
    assert_lacks(&sheet, &["申请中止，待批", "周启明"]);
    supervisor.open(&number).await;
    supervisor.press("恢复").await;
    supervisor.write("检测报告出来了").await;
    supervisor.open(&number).await;
    supervisor.press("更多").await;
    supervisor.press("挂账").await;
    supervisor.write("措施：先划临时通道，护栏随大修更换\n日期：2026-12-31").await;
    assert_has(&supervisor.sheet(&number).await, &["已挂账", "2026年12月31日", "先划临时通道"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_charge_and_rulings_stand_on_the_sheet() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let handler = AtWork::new(&house, Role::Handler, Some("chengguan"));
    let leader = AtWork::new(&house, Role::Leader, Some("chengguan"));
    let supervisor = AtWork::new(&house, Role::Supervisor, None);
    handler.press("签收").await;
    supervisor.write(&format!("查询函 {number}")).await;
    supervisor.write("内容：请说明为什么还没有联系周启明（13900005678）\n期限：2").await;
    let sheet = handler.sheet(&number).await;
    assert_has(&sheet, &["督办文书", "第1号 查询函", "前回函", "请说明为什么还没有联系"]);
    assert_lacks(&sheet, &IDENTITY);
    handler.write(&format!("回函 {number}")).await;
    handler.write("已当面答复周启明").await;
    supervisor.write(&format!("挂账 {number}")).await;
    supervisor.write("措施：先划临时通道\n日期：2026-12-31").await;
    leader.write(&format!("领导包案 {number}")).await;
    let sheet = supervisor.sheet(&number).await;
    assert_has(&sheet, &["已回函", "已当面答复", "包案领导", &leader.staff.name]);
    assert_lacks(&sheet, &IDENTITY);

    let list = supervisor.list("").await;
    assert_has(&list, &["包案 1", &format!("only={}", encode("包案"))]);
    assert_lacks(&list, &["督办 1"]);
    assert_has(&supervisor.list(&format!("only={}", encode("包案"))).await, &[&number]);
    for none in ["红牌", "不存在的标记"] {
        assert_lacks(&supervisor.list(&format!("only={}", encode(none))).await, &[&number]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_return_is_ruled_on_from_the_page() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let handler = AtWork::new(&house, Role::Handler, Some("chengguan"));
    let dispatcher = AtWork::new(&house, Role::Dispatcher, None);
    let supervisor = AtWork::new(&house, Role::Supervisor, None);
    for time in 0..2 {
        handler.open(&number).await;
        handler.press("退单").await;
        handler.write("理由：周启明说的那段路不归我们\n依据：三定方案\n建议单位：市政中心").await;
        if time == 0 {
            assert_has(&dispatcher.sheet(&number).await, &["退单待审", "建议单位", "三定方案", "周启明说"]);
            dispatcher.press("驳回退单").await;
            dispatcher.write("这段路在你们辖区").await;
        }
    }
    if house.case(&number).state.label() == "待派单" {
        dispatcher.press("提请裁定").await;
        dispatcher.write("两家各说各的").await;
    }
    let sheet = supervisor.sheet(&number).await;
    assert_has(&sheet, &["裁定中", "裁定时限", "退单单位", "<dt>退单</dt><dd>2</dd>"]);
    assert_lacks(&sheet, &IDENTITY);
    assert_has(&supervisor.list(&format!("state={}", encode("待裁定"))).await, &[&number, "退单2"]);
    supervisor.open(&number).await;
    supervisor.press("裁定").await;
    supervisor.write("单位：市政中心\n理由：护栏归市政养护").await;
    assert_has(&supervisor.sheet(&number).await, &["经裁定派单，不得再退", "市政中心"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_citizens_are_a_number_on_the_page() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    house.say("web:孔另一位", "文华路菜场门口流动摊贩占了人行道，推车都过不去，我叫孔令同，电话13711112222").await;
    let confirm = house.button("web:孔另一位", "确认");
    house.body("web:孔另一位", yousu::domain::inbound::Body::Press(confirm)).await;
    let other = house.desk.store().cases_of(&"web:孔另一位".into(), 1).expect("read")[0].to_string();
    assert_ne!(other, number);
    let dispatcher = AtWork::new(&house, Role::Dispatcher, None);
    dispatcher.send("/press", ("data", &format!("merge|{other}|{number}"))).await;
    assert_eq!(house.case(&other).state.label(), "已并案");
    let handler = AtWork::new(&house, Role::Handler, Some("chengguan"));
    for worker in [&dispatcher, &handler] {
        let sheet = worker.sheet(&number).await;
        assert_has(&sheet, &["诉求人 2 位", "来自", &other]);
        assert_lacks(&sheet, &["孔另一位", "孔令同", "13711112222"]);
    }
    assert_has(&dispatcher.sheet(&other).await, &["并入", &number]);
    assert_has(&handler.list("").await, &["2人"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_keeps_out_of_a_case_gets_no_page_of_it() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let handler = AtWork::new(&house, Role::Handler, Some("chengguan"));
    handler.press("签收").await;
    handler.write(&format!("回避 {number}")).await;
    handler.write("诉求人是我的亲戚").await;
    let id = handler.staff.id;
    for path in [format!("/case/{number}?staff={id}"), format!("/fragment/case/{number}?staff={id}")] {
        assert_problem(&house.get(&path).await, 404, "没有可以查看的这件工单");
    }
    assert_lacks(&handler.list("").await, &[&number]);
    assert_lacks(&handler.list(&format!("q={number}")).await, &[&number]);
    let supervisor = AtWork::new(&house, Role::Supervisor, None);
    assert_has(&supervisor.sheet(&number).await, &["回避人员", &handler.staff.name]);
    assert_has(&supervisor.list(&format!("only={}", encode("回避"))).await, &[&number]);
}

#[tokio::test(flavor = "multi_thread")]
async fn auditors_see_who_saw_a_case_and_where_the_chain_stands() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let handler = AtWork::new(&house, Role::Handler, Some("chengguan"));
    let auditor = AtWork::new(&house, Role::Auditor, None);
    handler.sheet(&number).await;
    let code = house.views(&number).last().and_then(|view| view.code.clone()).expect("a trace code");
    let sheet = auditor.sheet(&number).await;
    let head = house.desk.store().chain_head().expect("read");
    assert_has(&sheet, &["查阅记录", "网页查看", &handler.staff.name, &code, &auditor.staff.name, &head.hash, "脱敏"]);
    for (role, unit) in [(Role::Supervisor, None), (Role::Dispatcher, None), (Role::Handler, Some("chengguan"))] {
        assert_lacks(&AtWork::new(&house, role, unit).sheet(&number).await, &["查阅记录", &head.hash]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_names_the_rules_and_the_people_column_who_is_away() {
    let house = House::open().await;
    let number = house.dispatched_case(CITIZEN, "chengguan").await;
    let handler = AtWork::new(&house, Role::Handler, Some("chengguan"));
    let profile = &house.desk.city().profile;
    let sheet = handler.sheet(&number).await;
    assert_has(&sheet, &[&profile.title, &profile.key]);
    assert_lacks(&sheet, &["不是新工单现在执行的规则"]);
    let people = format!("/fragment/people?staff={}", handler.staff.id);
    assert_has(&house.get(&people).await.body, &["A岗"]);
    assert_lacks(&house.get(&people).await.body, &["不在岗"]);
    handler.write("请假到2月12日").await;
    assert_has(&house.get(&people).await.body, &["到02月12日不在岗"]);
}
