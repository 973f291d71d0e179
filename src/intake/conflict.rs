//! Who may not handle a complaint 回避: the unit whose own people it complains of (RULEBOOK §8).

use super::Ctx;
use crate::domain::complaint::{Classification, Kind, Slot, Slots};
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

/// What somebody in office is called behind the name: 李科长, 张某某主任, 王警官.
const TITLES: [&str; 15] =
    ["科长", "局长", "所长", "处长", "股长", "队长", "站长", "院长", "主任", "书记", "主席", "镇长", "警官", "科员", "同志"];

/// The longest name before a title, in characters: 欧阳某某.
const LONGEST_NAME: usize = 4;

/// What a unit is told, or ought to do, and has not done itself: 教育局反映学校收红包.
const TOLD: [&str; 8] = ["反映", "举报", "投诉", "查处", "查办", "报案", "调查", "处理"];

/// What a whole unit is said to have done when it is named itself: 城管局收好处费.
const OWN: [&str; 13] =
    ["收黑钱", "收受", "包庇", "勾结", "通风报信", "受贿", "索贿", "贪污", "挪用", "吃拿卡要", "吃回扣", "拿回扣", "充当保护伞"];

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

/// The beginning of what somebody took: 收了我两万块钱, 拿走人家两条烟. What follows it is read up to the next stop.
const TAKING: [&str; 9] = ["收我", "收了", "收人", "要我", "要了", "拿我", "拿了", "索要", "收取"];

/// What is taken, behind that and not far from it.
const GAINS: [&str; 12] = ["钱", "万", "千", "元", "块", "礼", "烟", "酒", "购物卡", "好处", "回扣", "茶水费"];

/// What nobody in office may take, however little it is.
const BRIBES: [&str; 7] = ["好处", "回扣", "红包", "贿", "购物卡", "茶水费", "礼金"];

/// So many characters may lie between a unit and what it is said to have done: 住建局质监站竟然也收好处.
const NEAR: usize = 12;

/// So many characters may lie between the taking and what was taken: 收了我们家孩子两万.
const REACH: usize = 9;

/// The units complained of: those named in a matter about an agency's own conduct, and those whose own people are said to have
/// done what nobody in office may do, whatever the matter. Who asks, praises or suggests complains of nobody; and what a unit
/// ought to repair is its task, whoever is angry with it.
pub fn complained_of(text: &str, classification: &Classification, slots: &Slots, ctx: &Ctx<'_>) -> Vec<DepartmentId> {
    if matches!(classification.kind, Kind::Consult | Kind::Praise | Kind::Suggestion) {
        return Vec::new();
    }
    let intent = classification.intent.as_ref().and_then(|id| ctx.classifier.intent(id));
    let unit = if intent.is_some_and(|intent| intent.conduct) {
        let about = slots.get(&Slot::About).and_then(|about| ctx.directory.mentioned_in(about));
        about.or_else(|| ctx.directory.mentioned_in(text))
    } else {
        misconduct(text, ctx)
    };
    unit.map(|unit| unit.id.clone()).into_iter().collect()
}

/// The unit whose people, or which itself, the text says misbehaved.
fn misconduct<'a>(text: &str, ctx: &'a Ctx<'_>) -> Option<&'a Department> {
    let glance = Glance::of(text);
    let misbehaved = glance.any_of(&MISCONDUCT, text) || took(text, &GAINS);
    let own = glance.any_of(&OWN, text) || glance.any_of(&BRIBES, text);
    if !misbehaved && !own {
        return None;
    }
    let accused = |behind: &str| misbehaved && begins_with_people(behind) || own && goes_on_with_wrong(behind);
    let units = ctx.directory.all().iter();
    let named = units.flat_map(|unit| [&unit.name, &unit.short].into_iter().chain(&unit.aliases).map(move |name| (name, unit)));
    named
        .filter(|(name, _)| name.chars().count() >= 2)
        .filter(|(name, _)| text.match_indices(name.as_str()).any(|(at, _)| accused(&text[at + name.len()..])))
        .max_by_key(|(name, _)| name.chars().count())
        .map(|(_, unit)| unit)
}

/// Whether somebody is said to have taken one of these.
fn took(text: &str, gains: &[&str]) -> bool {
    let behind = TAKING.iter().flat_map(|word| text.match_indices(word).map(|(at, word)| &text[at + word.len()..]));
    behind.into_iter().any(|behind| gains.iter().any(|gain| near(behind, REACH).contains(gain)))
}

/// What is said within so many characters, and in the same clause.
fn near(text: &str, most: usize) -> &str {
    let end = text.char_indices().nth(most).map_or(text.len(), |(end, _)| end);
    text[..end].split(['，', '。', ',', '；', '！', '？', '\n']).next().unwrap_or_default()
}

/// Whether what stands right behind the unit is a wrong of its own.
fn goes_on_with_wrong(behind: &str) -> bool {
    let clause = near(behind, NEAR);
    let wrong = OWN.iter().chain(&BRIBES).filter_map(|deed| clause.find(deed)).min();
    wrong.is_some_and(|at| !TOLD.iter().any(|told| clause[..at].contains(told)))
}

/// Whether a text goes on with people of the unit before it, or with a name and a title.
fn begins_with_people(behind: &str) -> bool {
    let mut rest = behind;
    while !PEOPLE.iter().any(|people| rest.starts_with(people)) {
        let Some(next) = BETWEEN.iter().find_map(|between| rest.strip_prefix(between)) else { return begins_with_a_title(behind) };
        rest = next;
    }
    true
}

/// Right behind the unit only: behind a comma somebody else may be meant.
fn begins_with_a_title(behind: &str) -> bool {
    let name = behind.char_indices().take(LONGEST_NAME + 1).take_while(|(_, c)| c.is_alphabetic());
    name.map(|(at, _)| &behind[at..]).any(|rest| TITLES.iter().any(|title| rest.starts_with(title)))
}
