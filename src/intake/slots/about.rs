//! Whom it is about 被反映对象: names of companies, shops, schools and units; a bare 物业 or 公司 is nobody yet.

use std::cell::LazyCell;
use std::ops::Range;

use regex::Regex;

use super::gates::Gate;
use super::text::{head, length, overlap, tail};
use crate::classify::scan::Longest;

/// Finds the company, shop, school, unit or person complained of.
pub(super) struct Finder {
    named: Regex,
    quoted: Regex,
    before: Longest<()>,
    generic: Regex,
}

const ENDINGS: &str = "有限责任公司|股份有限公司|有限公司|分公司|公司|集团|合作社|事务所|超市|便利店|酒店|宾馆|旅馆|民宿|饭店|餐厅|餐馆|饭馆|酒楼|火锅店|烧烤店|奶茶店|早餐店|大排档|理发店|美容院|美发店|药店|大药房|诊所|门诊部|医院|卫生院|幼儿园|小学|中学|大学|学院|职高|学校|培训中心|培训机构|培训班|教育机构|辅导班|托管班|驾校|物业公司|物业|业委会|开发商|工地|项目部|售楼部|砖厂|工厂|加工厂|水厂|化工厂|搅拌站|修理厂|汽修厂|养殖场|养猪场|屠宰场|4S店|洗车行|车行|专卖店|KTV|ktv|酒吧|网吧|歌厅|舞厅|健身房|健身中心|游泳馆|电影院|影城|商场|百货|购物广场|中介|银行|营业厅|快递站|驿站|旅行社|棋牌室|麻将馆|茶楼|会所|养老院|敬老院|村委会|居委会|店";

const BEFORE: &str = "投诉 举报 反映 反应 咨询 在 于 位于 我 你 他 她 它 其 我们 他们 是 的 了 着 过 被 把 给 让 向 对 跟 与 和 从 到 去 找 叫 说 问 有 这 那 该 某 因 由 因为 由于 但 但是 而 而且 就 也 都 还 再 一家 这家 那家 家 个 名为 名叫 叫做 购买 买 请 要求 希望 建议 发现 联系 打电话 要 想 现在 已经 一直 经常 每天 旁边 附近 对面 门口 楼下 隔壁 旁 里 上 下 处 入职 任职 就职 上班 工作 干活 打工 住 租 开 通过 经 加入 签约 拖欠 欠 市民 业主 居民 村民 学生 家长 员工 司机 老板 领导 时 后 前 号 楼 层 栋 室 请问 你好 您好 为什么 不知道 不 没 很 会 能 可以 导致 造成 影响 路 街 大道 区 县 镇 且 认为 办理 难道 理解 提供 开设 设 尽快 督促 送 入读 举办 部分 成立 规划 往届 同 拥有 等 所有 前往 往 进 出 回 来 至 读 报 报名 报考 欺骗 原 应 需要 需 该 此 分别 以及 及 或 或者 关于 针对 对于";

impl Finder {
    pub(super) fn new() -> Self {
        Self {
            named: Regex::new(&format!("(?:{ENDINGS})")).expect("the endings are regular"),
            quoted: Regex::new("(?:投诉|举报|名为|名叫|叫做?|店名是?|商家|店铺|平台|(?:一|这)家[^,。;!?\\n]{0,4}?)[“\"「『《]([^”\"」』》\\n]{2,20})[”\"」』》]").expect("the quotation is regular"),
            before: Longest::new(BEFORE.split_whitespace().map(|word| (word, ()))).expect("the words are few"),
            generic: Regex::new("^(?:[这那该某各本]?[家个所]?|大|小|小区|学校|老|新|原|私人|私立|公立|民办|公办|附近|隔壁|楼下|路边|装修|建筑|施工|物业|房地产|快递|物流|外卖|劳务|保险|中介|开发|供水|供电|燃气|自来水|电力|热力|水务|公交|出租车|网络|培训|教育|烧烤|火锅|理发|早餐|水果|奶茶|服装|手机|美容|美发|汽车|超市|母|子|分|总|社区|人民|中心|三甲|职业|驾驶|旅游|科技|贸易|餐饮|小饭|无证|黑|多家|几家|一些|有的|所有|部分|整个|幼儿|村|居|连锁|品牌|网|实体|商|门|开|关|本|专卖|沿街|临街|商业|国有|上市|租赁|家政|装饰|工程|广告|运营|管理|服务|平台|城市|当地|本地|外地|高档|附近的|移动|通信|手机|金融|贷款|担保|商品|食品|购物|大型|正规|联系)*$").expect("the words are regular"),
        }
    }

    /// The expressions that its answers need.
    pub(super) fn asks(&self) -> [(Gate, &Regex); 2] {
        [(Gate::Quoted, &self.quoted), (Gate::About, &self.named)]
    }

    /// The name in the folded `text` in quotation marks behind 投诉 or 名叫.
    pub(super) fn quoted(&self, text: &str) -> Option<Range<usize>> {
        Some(self.quoted.captures(text)?.get(1)?.range())
    }

    /// The name in the folded `text` that says who it is: the first that does something wrong or did business with the writer, else the
    /// first formal one. A 物业 or 工地 is named by the place right before it.
    pub(super) fn find(&self, text: &str, places: &[Range<usize>], taken: &[Range<usize>]) -> Option<Range<usize>> {
        let cuts = LazyCell::new(|| self.before.in_text(text).map(|(_, span)| span.end).collect());
        let mut company = None;
        for ending in self.named.find_iter(text) {
            let Some(name) = self.name(text, ending.range(), &cuts, places, taken) else { continue };
            if is_accused(text, &name) {
                return Some(name);
            }
            let formal =
                ["有限公司", "集团", "有限责任公司"].contains(&&text[ending.range()]) || NAMED_BY_PLACE.contains(&&text[ending.range()]);
            company = company.or(formal.then_some(name));
        }
        company
    }

    fn name(
        &self,
        text: &str,
        ending: Range<usize>,
        cuts: &LazyCell<Vec<usize>, impl FnOnce() -> Vec<usize>>,
        places: &[Range<usize>],
        taken: &[Range<usize>],
    ) -> Option<Range<usize>> {
        let after = &text[ending.end..];
        if NO_NAME_BEFORE.iter().any(|word| after.starts_with(word)) || taken.iter().any(|span| overlap(span, &ending)) {
            return None;
        }
        let word = &text[ending.clone()];
        let before = text[..ending.start].strip_suffix('的').unwrap_or(&text[..ending.start]);
        if NAMED_BY_PLACE.contains(&word) {
            return places
                .iter()
                .find(|place| [before.len(), ending.start, ending.end].contains(&place.end))
                .map(|place| place.start..ending.end);
        }
        let run: usize =
            text[..ending.start].chars().rev().take(14).take_while(|c| c.is_alphanumeric() || *c == '·').map(char::len_utf8).sum();
        let floor = taken.iter().map(|span| span.end).filter(|end| *end <= ending.start).max().unwrap_or(0).max(ending.start - run);
        let start = cuts.iter().copied().filter(|cut| *cut <= ending.start && *cut > floor).max().unwrap_or(floor);
        let name = &text[start..ending.start];
        let fits = (2..=12).contains(&length(name)) && !self.generic.is_match(name) && name.chars().any(char::is_alphabetic);
        fits.then_some(start..ending.end)
    }
}

/// Units that have no name of their own.
const NAMED_BY_PLACE: [&str; 10] = ["物业", "物业公司", "业委会", "开发商", "工地", "项目部", "售楼部", "村委会", "居委会", "驿站"];

/// What makes a unit a landmark, or the ending a part of another word.
const NO_NAME_BEFORE: [&str; 17] =
    ["门口", "门前", "旁", "附近", "对面", "路口", "后面", "后门", "隔壁", "楼下", "员", "铺", "法", "证", "站", "里面", "周边"];

/// Whether the sentence complains of the name, or tells what the writer did there.
fn is_accused(text: &str, name: &Range<usize>) -> bool {
    const BEFORE: [&str; 6] = ["投诉", "举报", "反映", "反应", "被", "曝光"];
    const WRONGS: [&str; 45] = [
        "拖欠",
        "欠",
        "不",
        "乱",
        "违",
        "非法",
        "强",
        "拒",
        "卖",
        "收",
        "未",
        "没",
        "超",
        "私自",
        "存在",
        "擅自",
        "恶意",
        "虚假",
        "偷",
        "每天",
        "每晚",
        "半夜",
        "一直",
        "涉嫌",
        "以",
        "要",
        "跑路",
        "关门",
        "倒闭",
        "停业",
        "骗",
        "欺",
        "态度",
        "服务",
        "噪音",
        "油烟",
        "占",
        "排",
        "施工",
        "扰民",
        "放音乐",
        "涨价",
        "辱骂",
        "打人",
        "克扣",
    ];
    const DEALINGS: [&str; 21] = [
        "办卡", "办了", "办的", "买", "消费", "上班", "工作", "充值", "充了", "吃", "就餐", "理发", "看病", "住院", "入职", "打工", "干活",
        "报名", "报了", "订", "租",
    ];
    let before = tail(&text[..name.start], 4);
    let after = head(&text[name.end..], 8).split([',', '。']).next().unwrap_or_default();
    let led = before.ends_with(['在', '到', '去', '于', '从', '跟', '与', '和', '给', '向']);
    BEFORE.iter().any(|word| before.contains(word))
        || WRONGS.iter().any(|word| after.starts_with(word))
        || led && DEALINGS.iter().any(|word| after.contains(word))
}
