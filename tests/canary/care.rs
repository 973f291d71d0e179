//! What only some cases meet, with canaries in its texts: co-units, applications, a standstill, letters, a promise. Much of it is
//! gone from the case's page when the case is closed, so everybody reads the page while it stands there.

use yousu::domain::command::Command;
use yousu::domain::ids::{CaseNumber, StaffId};
use yousu::domain::privacy::Reader;
use yousu::domain::staff::{Actor, Role};

use super::ears;
use super::life::{Crew, press, say};
use super::people::Citizen;
use super::web::House;

/// Who read, as what, which bytes.
pub type Heard = (String, Reader, String);

/// The supervisor's and the co-unit's part of a case in hand.
pub async fn cared_for(house: &House, crew: &Crew, citizen: &Citizen, number: CaseNumber) -> Vec<Heard> {
    let (handler, supervisor) = (crew.user(Role::Handler), crew.user(Role::Supervisor));
    let name = citizen.name;
    press(house, supervisor, "add_co_unit", number).await;
    say(house, supervisor, format!("单位：市政中心\n事项：占道处装护栏，先找{name}，{}", citizen.phone(11))).await;
    let helper = Actor::Staff { id: StaffId(9999), role: Role::Handler, department: Some("shizheng".into()) };
    let opinion = format!("护栏可以装，{name}在场，电话{}", citizen.phone(12));
    house.desk.execute(number, Command::CoReport { opinion }, &helper).await.expect("written").expect("allowed");
    press(house, handler, "apply_suspension|appraisal", number).await;
    say(house, handler, format!("等{name}把样品送来，{}", citizen.phone(13))).await;
    let mut heard = pages(house, crew, number, "申请中止，待批").await;
    press(house, supervisor, "grant_application", number).await;
    say(house, supervisor, "10个工作日".to_owned()).await;
    heard.extend(pages(house, crew, number, "复核日期").await);
    press(house, supervisor, "resume", number).await;
    say(house, supervisor, format!("{name}说样品到了，{}", citizen.phone(14))).await;
    press(house, supervisor, "inquiry", number).await;
    say(house, supervisor, format!("内容：为什么没有回复{name}（{}）\n期限：2", citizen.phone(15))).await;
    press(house, handler, "answer_letter", number).await;
    say(house, handler, format!("已回复{name}，{}", citizen.phone(16))).await;
    press(house, supervisor, "on_file", number).await;
    say(house, supervisor, format!("措施：先清占道，{name}监督，{}\n日期：2026-12-31", citizen.phone(17))).await;
    heard.extend(pages(house, crew, number, "承诺日期").await);
    heard
}

/// Every page that everybody can open now; each shows what is looked for.
async fn pages(house: &House, crew: &Crew, number: CaseNumber, shows: &str) -> Vec<Heard> {
    let mut heard = Vec::new();
    for worker in &crew.workers {
        let bytes = ears::worker(house, worker, &[number]).await;
        assert!(bytes.contains(shows), "{} sees no {shows}", worker.role.label());
        heard.push((format!("{}（{shows}）", worker.role.label()), Reader::Staff(worker.role), bytes));
    }
    heard
}
