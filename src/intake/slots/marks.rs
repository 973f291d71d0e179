//! Plates 车牌, amounts 金额, order numbers 单号 and names 姓名: facts of a fixed form.

mod plate;

use std::ops::Range;

use regex::Regex;

use super::gates::Gate;
use super::text::{length, number, tail};
use crate::classify::patterns::Sought;
use crate::classify::scan::View;

/// Finds facts of a fixed form.
#[derive(Debug)]
pub(super) struct Finder {
    plate: plate::Finder,
    amount: Sought,
    order: Regex,
    introduced: Regex,
    addressed: Regex,
}

/// What makes the digits behind it the number of an order, a contract or a case.
const NUMBERED: &str = "(?:订单|运单|快递|物流|交易|流水|保单|合同|受理|案件|办件|缴费|票据|发票|挂号|备案|罚单|处罚|文书|报修|预约|登记|报案|申请|取件|信访|投诉)(?:单号|编号|号码|号|码)|单号|编号";

/// 3000元, 1.2万元, 6万5千元, 3万6, 200多万, 3-5元.
const ARABIC: &str = r"(?:[0-9][0-9,]*(?:\.[0-9]+)?(?:元|万|千)?[-~到至])?[0-9][0-9,]*(?:\.[0-9]+)?\s?(?:多|余)?(?:百万|千万|[百千万亿kKwW])?(?:[0-9](?:千|百)?)?(?:多|余|来)?\s?(?:块钱|元钱|元|圆|块|万[0-9]?)";

/// 三千块, 三、四万元, 几百块, 上万元.
const CHINESE: &str = r"(?:[一二两三四五六七八九]、)?(?:[一二两三四五六七八九十半几][一二两三四五六七八九十百千万亿零〇]{0,9}|好几[百千万]|[上近数][十百千万]{1,2})(?:多|余|来)?万?(?:多|余|来)?(?:块钱|元钱|元|块)|[一二两三四五六七八九十百千]{1,5}万[一二三四五六七八九]千?(?:元|块钱?)";

/// 陆万伍仟元整, as receipts and notes of debt write it.
const FORMAL: &str = "[壹贰叁肆伍陆柒捌玖拾][壹贰叁肆伍陆柒捌玖拾佰仟萬万亿零]{1,12}(?:元|圆|块)?整?";

/// 2千3, 两万五, 一万八千六, 一百二, 3w: money only where the words before say so.
const UNNAMED: &str = r"[0-9]{1,3}[千万][0-9](?:千|百)?|[一二两三四五六七八九十]{1,3}[万千][一二三四五六七八九](?:千[一二三四五六七八九]?百?|百)?|[一二两三四五六七八九]百[一二三四五六七八九]十?|[0-9]{1,4}(?:\.[0-9]+)?[wW]";

pub(super) const SURNAMES: &str = "欧阳|上官|司马|诸葛|皇甫|慕容|令狐|司徒|尉迟|长孙|夏侯|公孙|端木|轩辕|东方|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程嵇邢裴陆荣翁荀羊惠甄封芮储靳焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲台从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂钦肖覃阳邸冼阙佘]";

impl Finder {
    pub(super) fn new() -> Self {
        let regular = |pattern: &str| Regex::new(pattern).expect("the pattern is regular");
        Self {
            plate: plate::Finder::new(),
            amount: Sought::new(&format!("(?:人民币|[￥¥])?\\s?(?:{ARABIC}|{CHINESE}|{FORMAL}|{UNNAMED})|[￥¥][0-9][0-9,]*(?:\\.[0-9]+)?")),
            order: regular(&format!(
                "(?:{NUMBERED})\\s?(?:是|为|:)?\\s?([A-Za-z0-9][A-Za-z0-9-]{{4,31}})|((?:SF|YT|ZTO|JT|JD|YD|STO|EMS)[0-9]{{10,15}})|([(\\[]20[0-9]{{2}}[)\\]][\\p{{Han}}][0-9]{{0,6}}[\\p{{Han}}]{{1,4}}[0-9]{{1,6}}号)"
            )),
            introduced: regular(&format!(
                r"(?P<how>我叫|名字叫|我的名字是|我名字叫|本人姓名|联系人姓名|我的姓名|姓名|联系人|投诉人|反映人|举报人|诉求人|我是|本人是|我姓)\s?(?:是|为|:)?\s?(?P<name>(?:{SURNAMES})(?:\p{{Han}}{{0,2}}))"
            )),
            addressed: regular(&format!("(?:{SURNAMES})(?:先生|女士|小姐|阿姨|大爷|大妈|师傅|老师)")),
        }
    }

    /// The expressions that its answers need.
    pub(super) fn asks(&self) -> [(Gate, &Regex); 5] {
        let [head, said] = self.plate.asks().map(|regex| (Gate::Plates, regex));
        let name = [(Gate::Introduced, &self.introduced), (Gate::Addressed, &self.addressed)];
        [head, said, (Gate::Orders, &self.order), name[0], name[1]]
    }

    /// Licence plates, in capitals and without a dot; those of new-energy cars have one character more.
    pub(super) fn plates(&self, text: &str) -> Vec<(Range<usize>, String)> {
        self.plate.find(text)
    }

    /// The words that amounts of money must see, for a lexicon.
    pub(super) fn amounts(&self) -> &[String] {
        self.amount.table()
    }

    /// The amount of money in a folded text: the first that is no price of a unit, else the first.
    pub(super) fn amount(&self, view: View<'_, '_>, taken: &[Range<usize>]) -> Option<Range<usize>> {
        let text = view.text();
        let free = |span: &Range<usize>| !taken.iter().any(|taken| super::text::overlap(taken, span));
        let amounts: Vec<Range<usize>> = self.amount.places(view).filter(|span| free(span) && is_money(text, span)).collect();
        let price = |span: &Range<usize>| text[..span.start].ends_with(['每']) || text[span.end..].starts_with(['/', '每', '一']);
        amounts.iter().find(|span| !price(span)).or(amounts.first()).cloned()
    }

    /// Order numbers and the like, without the words that introduce them.
    pub(super) fn orders(&self, text: &str) -> Vec<Range<usize>> {
        self.order
            .captures_iter(text)
            .filter_map(|found| (1..=3).find_map(|group| found.get(group)))
            .map(|found| found.range())
            .filter(|span| !text[..span.start].trim_end_matches([' ', ':', '是', '为']).ends_with("工单号"))
            .filter(|span| text[span.clone()].bytes().filter(u8::is_ascii_digit).count() >= 4)
            .collect()
    }

    /// The name that somebody gives as their own.
    pub(super) fn introduced(&self, text: &str) -> Option<Range<usize>> {
        self.introduced.captures_iter(text).find_map(|found| introduced(text, &found))
    }

    /// 王先生, where it stands by itself.
    pub(super) fn addressed(&self, text: &str) -> Option<Range<usize>> {
        self.addressed.find_iter(text).map(|found| found.range()).find(|span| {
            let before = text[..span.start].trim_end();
            let opens = before.is_empty()
                || before.ends_with([',', '。', ';', '!', ':', '、', '\n', '(', '姓'])
                || ["我是", "本人", "联系人", "市民", "来电人"].iter().any(|word| before.ends_with(word));
            opens && !text[span.end..].starts_with(['的', '们', '说', '在', '不', '打', '态'])
        })
    }
}

/// Whether the words are money: 一块地, 两块牌子, 元旦 and 3万人 are not.
fn is_money(text: &str, span: &Range<usize>) -> bool {
    let words = &text[span.clone()];
    let after = &text[span.end..];
    let before = &text[..span.start];
    let no_money = if words.ends_with('块') && before.ends_with(['这', '那', '该', '哪', '整', '青', '紫', '东', '西', '红']) {
        true
    } else if words.ends_with('块') {
        after.starts_with(['地', '牌', '田', '板', '砖', '石', '玻', '空', '广', '区', '儿', '表', '绿', '电', '木', '荒', '草', '墙'])
            || matches!(words, "一块" | "半块" | "十块" | "两块")
                && !after.is_empty()
                && !after.starts_with([',', '。', '!', '多', '五', '的', ' ', ';', '?'])
    } else if words.ends_with('元') {
        after.starts_with(['旦', '素', '件', '宵', '宝', '气', '月', '凶'])
    } else if words.ends_with('万') {
        let money = after.is_empty()
            || after.starts_with([
                ',', '。', '!', ';', '?', ' ', '多', '左', '块', '元', '的', '工', '押', '定', '订', '货', '房', '贷', '赔', '保', '还',
                '全', '都', '现', '也', '不', '退', '拖',
            ]);
        !money || after.starts_with("的人")
    } else if words.ends_with(['元', '圆', '钱'])
        || words.starts_with(['￥', '¥', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖', '拾'])
    {
        false
    } else {
        let spent = tail(before, 8);
        let goes_on =
            after.starts_with(|c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十百千万多余人户米平吨斤公股票元块".contains(c));
        goes_on || !SPENDING.iter().any(|word| spent.contains(word))
    };
    !no_money && !before.ends_with(['第', '.', '单', '多', '公', '美'])
}

/// Words for money that changes hands.
const SPENDING: [&str; 27] = [
    "欠", "交", "付", "花", "收", "赔", "退", "押金", "一共", "总共", "费", "款", "工资", "价", "骗", "罚", "充", "损失", "钱", "租", "借",
    "贷", "转", "扣", "刷", "要了", "要我",
];

fn introduced(text: &str, found: &regex::Captures<'_>) -> Option<Range<usize>> {
    const ENDS: [&str; 22] = [
        "住", "电话", "手机", "联系", "家住", "我", "男", "女", "身份", "是", "今", "来自", "现", "在", "号码", "想", "要", "反映", "投诉",
        "举报", "先生", "女士",
    ];
    let (how, name) = (found.name("how")?.as_str(), found.name("name")?);
    let loose = matches!(how, "我是" | "本人是");
    let start = name.start();
    let ended = |end: usize| {
        let after = &text[end..];
        after.is_empty()
            || after.starts_with(|c: char| !c.is_alphanumeric() && c != '·')
            || !loose && ENDS.iter().any(|word| after.starts_with(word))
            || after.starts_with(|c: char| c.is_ascii_digit())
    };
    let titled = ["先生", "女士", "小姐", "阿姨", "大爷", "师傅"].iter().find_map(|title| {
        text[start..].char_indices().take(3).map(|(at, _)| start + at).find(|at| text[*at..].starts_with(title)).map(|at| at + title.len())
    });
    if let Some(end) = titled {
        return Some(start..end);
    }
    let ends: Vec<usize> = name.as_str().char_indices().map(|(at, c)| start + at + c.len_utf8()).collect();
    let least = if how == "我姓" { 1 } else { 2 };
    let whole = ends.iter().rev().copied().find(|end| length(&text[start..*end]) >= least && ended(*end))?;
    let words = &text[start..whole];
    let thing = NOT_PEOPLE.iter().any(|thing| words.ends_with(thing))
        || number(words).is_some()
        || words.contains('某')
        || loose && words.starts_with(['居', '通', '于', '从', '有', '和', '都', '相', '那', '时', '能', '步', '要', '广', '向', '查']);
    (!thing).then_some(start..whole)
}

/// What follows 我是 and is no name although it begins with a surname.
const NOT_PEOPLE: [&str; 24] = [
    "业主", "租客", "租户", "家长", "村民", "居民", "学生", "市民", "员工", "老师", "司机", "工人", "住户", "车主", "户主", "公司", "电话",
    "高中", "方", "边", "国人", "人", "的", "党员",
];
