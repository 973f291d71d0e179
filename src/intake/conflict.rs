//! Who may not handle a complaint 回避: the unit whose own people it complains of (RULEBOOK §8).

use super::Ctx;
use crate::domain::case::Complaint;
use crate::domain::complaint::{Kind, Slot};
use crate::domain::department::Department;
use crate::domain::glance::Glance;
use crate::domain::ids::DepartmentId;

/// The people of a unit, as they are written behind its name: 城管局的执法队员.
const PEOPLE: [&str; 36] = [
    "工作人员",
    "执法人员",
    "执法队员",
    "办事人员",
    "窗口人员",
    "服务人员",
    "管理人员",
    "公职人员",
    "经办人",
    "办事员",
    "保洁员",
    "协管员",
    "城管队员",
    "队员",
    "民警",
    "辅警",
    "交警",
    "警察",
    "干部",
    "领导",
    "局长",
    "所长",
    "队长",
    "科长",
    "处长",
    "主任",
    "书记",
    "站长",
    "职工",
    "员工",
    "司机",
    "医生",
    "护士",
    "老师",
    "窗口",
    "一把手",
];

/// What may stand between the unit and its people.
const BETWEEN: [&str; 16] = ["，", ",", " ", "的", "有", "那", "这", "个", "名", "位", "两", "几", "一", "某", "些", "里"];

/// What an office's people must not do, as opposed to what they have not done yet.
const MISCONDUCT: [&str; 40] = [
    "打人",
    "打我",
    "打了",
    "殴打",
    "动手",
    "推搡",
    "骂人",
    "骂我",
    "辱骂",
    "脏话",
    "威胁",
    "恐吓",
    "报复",
    "刁难",
    "推诿",
    "态度",
    "收钱",
    "黑钱",
    "红包",
    "好处费",
    "受贿",
    "行贿",
    "索贿",
    "索要",
    "贪污",
    "挪用",
    "吃拿卡要",
    "乱收费",
    "收礼",
    "徇私",
    "包庇",
    "勾结",
    "通风报信",
    "泄露",
    "醉酒",
    "喝酒",
    "骚扰",
    "滥用职权",
    "以权谋私",
    "作风",
];

/// The units complained of: those named in a matter about an agency's own conduct, and those whose own people are said to have
/// done what nobody in office may do, whatever the matter. Who asks, praises or suggests complains of nobody; and what a unit
/// ought to repair is its task, whoever is angry with it.
pub fn complained_of(complaint: &Complaint, ctx: &Ctx<'_>) -> Vec<DepartmentId> {
    let classification = &complaint.classification;
    if matches!(classification.kind, Kind::Consult | Kind::Praise | Kind::Suggestion) {
        return Vec::new();
    }
    let intent = classification.intent.as_ref().and_then(|id| ctx.classifier.intent(id));
    let unit = if intent.is_some_and(|intent| intent.conduct) {
        let about = complaint.slots.get(&Slot::About).and_then(|about| ctx.directory.mentioned_in(about));
        about.or_else(|| ctx.directory.mentioned_in(&complaint.text))
    } else {
        misconduct(&complaint.text, ctx)
    };
    unit.map(|unit| unit.id.clone()).into_iter().collect()
}

/// The unit whose people the text says misbehaved.
fn misconduct<'a>(text: &str, ctx: &'a Ctx<'_>) -> Option<&'a Department> {
    if !Glance::of(text).any_of(&MISCONDUCT, text) {
        return None;
    }
    let units = ctx.directory.all().iter();
    let named = units.flat_map(|unit| [&unit.name, &unit.short].into_iter().chain(&unit.aliases).map(move |name| (name, unit)));
    named
        .filter(|(name, _)| name.chars().count() >= 2)
        .filter(|(name, _)| text.match_indices(name.as_str()).any(|(at, _)| begins_with_people(&text[at + name.len()..])))
        .max_by_key(|(name, _)| name.chars().count())
        .map(|(_, unit)| unit)
}

fn begins_with_people(behind: &str) -> bool {
    let mut rest = behind;
    while !PEOPLE.iter().any(|people| rest.starts_with(people)) {
        let Some(next) = BETWEEN.iter().find_map(|between| rest.strip_prefix(between)) else { return false };
        rest = next;
    }
    true
}
