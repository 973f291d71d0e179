//! What simulated people write 排演用语: invented, in the various ways in which people write.

use super::dice::Dice;
use crate::domain::complaint::Slot;
use crate::domain::department::{Department, Directory};

const ROADS: [&str; 8] = ["解放路", "文昌街", "柳堤路", "青石巷", "和煦大道", "望江路", "桐花街", "迎宾大道"];
const SPOTS: [&str; 6] = ["", "西侧路口", "菜场门前", "3栋楼下", "斜对面", "公交站旁边"];

/// An address as a citizen writes it: 城东区解放路18号.
fn address(dice: &mut Dice, directory: &Directory) -> String {
    let districts: Vec<&str> = directory.all().iter().filter_map(|unit| unit.district.as_deref()).collect();
    let district = dice.pick(&districts).copied().unwrap_or_default();
    let road = dice.pick(&ROADS).copied().unwrap_or_default();
    let spot = dice.pick(&SPOTS).copied().unwrap_or_default();
    format!("{district}{road}{}号{spot}", dice.between(1, 288))
}

/// The answer to a question for these facts, with those that it tells: all of them, in any order, now and then one short.
pub(super) fn answer<'a>(missing: &'a [Slot], dice: &mut Dice, directory: &Directory) -> (String, &'a [Slot]) {
    let told = match missing {
        [told @ .., _] if !told.is_empty() && dice.chance(0.15) => told,
        all => all,
    };
    let mut parts: Vec<String> = told.iter().map(|slot| fact(*slot, dice, directory)).collect();
    if dice.chance(0.5) {
        parts.reverse();
    }
    let between = if dice.chance(0.3) { "\n" } else { "，" };
    (parts.join(between), told)
}

fn fact(slot: Slot, dice: &mut Dice, directory: &Directory) -> String {
    let pick = |dice: &mut Dice, of: &[&str]| dice.pick(of).copied().unwrap_or_default().to_owned();
    match slot {
        Slot::Place => {
            let address = address(dice, directory);
            if dice.chance(0.3) { format!("在{address}") } else { address }
        }
        Slot::Time => pick(dice, &["昨晚十点", "今天早上七点半", "上周三下午", "3月1号起，每天都是", "前天中午"]),
        Slot::About => pick(dice, &["楼下那家小炒店", "鑫和装修公司", "小区物业", "一个姓郑的包工头"]),
        Slot::Wish => pick(dice, &["希望尽早有人来看看", "要求退钱", "请给个说法", "只想弄明白怎么办手续"]),
        Slot::Phone => format!("我电话1390000{:04}", dice.between(0, 9999)),
        Slot::Name => pick(dice, &["我姓沈", "我叫顾小雨", "韩先生"]),
        Slot::Plate => format!("车牌安A{:05}", dice.between(10_000, 99_999)),
        Slot::Amount => format!("一共{}元", dice.between(2, 90) * 50),
        Slot::Order => format!("单号AL{}", dice.between(10_000_000, 99_999_999)),
        Slot::Court => pick(dice, &["没有打官司", "没有走仲裁"]),
        Slot::Confidential => "不用保密".to_owned(),
        Slot::Headcount => pick(dice, &["一共12户", "二十多个人"]),
        Slot::Representatives => pick(dice, &["代表是沈建国", "代表：顾小雨、韩立"]),
        Slot::Proxy => pick(dice, &["替我妈反映", "受邻居委托"]),
    }
}

/// What a citizen adds to the summary that was shown to them.
pub(super) fn correction(dice: &mut Dice, directory: &Directory) -> String {
    match dice.between(0, 2) {
        0 => format!("地点写错了，是{}", address(dice, directory)),
        1 => "时间是昨天傍晚六点左右".to_owned(),
        _ => "还要加一句，已经影响老人休息".to_owned(),
    }
}

/// What a citizen adds to their case.
pub(super) fn supplement(dice: &mut Dice) -> String {
    let more = ["今天早上又是这样", "我拍了视频可以提供", "隔壁几户也受影响", "补一个情况，下雨时更厉害"];
    format!("补充：{}", dice.pick(&more).copied().unwrap_or_default())
}

/// Why a citizen is not content.
pub(super) fn discontent(dice: &mut Dice) -> String {
    let why = ["没人来过现场", "好了半天又坏了", "答复跟实际对不上", "只打了个电话，事情没动"];
    dice.pick(&why).copied().unwrap_or_default().to_owned()
}

/// A form's words in two ways: as people write them, and with every field named, for when the house asks again.
pub(super) struct Filling {
    pub free: String,
    pub named: String,
}

impl Filling {
    fn plain(text: &str) -> Self {
        Self { free: text.to_owned(), named: text.to_owned() }
    }
}

/// 退单: reason, basis and whose it is instead.
pub(super) fn return_slip(unit: &Department, dice: &mut Dice) -> Filling {
    let named = format!("理由：现场核对后不在我单位管辖范围\n依据：本单位三定方案第四条\n建议单位：{}", unit.short);
    let free = match dice.between(0, 2) {
        0 => format!("不在我单位管辖范围，按照三定方案第四条，应由{}办理", unit.short),
        1 => format!("核对过，不归我们管\n三定方案第四条\n{}", unit.name),
        _ => named.clone(),
    };
    Filling { free, named }
}

/// 申请延期
pub(super) fn extension(dice: &mut Dice) -> Filling {
    let days = dice.between(2, 6);
    let named = format!("天数：{days}\n理由：配件要从外地调运，到货后才能施工");
    let free =
        if dice.chance(0.5) { format!("{days}个工作日，配件要从外地调运，到货后才能施工") } else { named.clone() };
    Filling { free, named }
}

/// 办结: contact, result, basis.
pub(super) fn resolution(dice: &mut Dice) -> Filling {
    let named = "联系情况：已与诉求人通过电话说明\n办理结果：派人到场查看，问题已经处置，留照片备查\n依据：安澜市市容办法第三条".to_owned();
    let free = match dice.between(0, 2) {
        0 => "上午电话联系过本人，派人到场查看并处置完毕，依据安澜市市容办法第三条".to_owned(),
        1 => "当面告知了诉求人\n派人到场查看，处置完毕\n安澜市市容办法第三条".to_owned(),
        _ => named.clone(),
    };
    Filling { free, named }
}

/// 记录进展, or words for the citizen.
pub(super) fn progress(dice: &mut Dice) -> Filling {
    let notes = ["已到场看过，正在联系施工队", "材料已经提交，等主管科室答复", "约了诉求人明天上午见面"];
    Filling::plain(dice.pick(&notes).copied().unwrap_or_default())
}

/// 审核退回
pub(super) fn fault() -> Filling {
    Filling::plain("答复里没有写清何时到场、处置了什么，请补全")
}

/// 驳回退单
pub(super) fn return_refused() -> Filling {
    Filling::plain("此类事项由你单位牵头，请继续办理")
}

/// Why a supervisor rules as they do.
const RULING: &str = "该事项属你单位职责范围，由你单位牵头办理";

/// 裁定
pub(super) fn ruling() -> Filling {
    Filling::plain(RULING)
}

/// 裁定 by name.
pub(super) fn ruling_by_name(unit: &Department) -> Filling {
    let named = format!("单位：{}\n理由：{RULING}", unit.short);
    Filling { free: named.clone(), named }
}

/// 不同意延期
pub(super) fn extension_refused() -> Filling {
    Filling::plain("可以先做临时处置，按原时限答复")
}

/// 不予受理: the way to go.
pub(super) fn other_way() -> Filling {
    Filling::plain("请向受理该案的法院或仲裁机构提出，可拨打12368咨询")
}

/// 派单 by name.
pub(super) fn unit_by_name(unit: &Department, dice: &mut Dice) -> Filling {
    let named = format!("单位：{}", unit.short);
    let free = if dice.chance(0.5) { unit.short.clone() } else { format!("{named}\n要求：请先与诉求人通话") };
    Filling { free, named }
}
