//! For whom somebody speaks 集体与代理: a group with its headcount and representatives, and proxies of those who cannot write
//! themselves (RULEBOOK §1, §7).

use std::ops::Range;

use regex::Regex;

use super::gates::Gate;
use super::marks::SURNAMES;
use super::text::tail;

/// Finds groups and proxies.
#[derive(Debug)]
pub(super) struct Finder {
    count: Regex,
    group: Regex,
    representatives: Regex,
    name: Regex,
    on_behalf: Regex,
    entrusted: Regex,
    proxies: Regex,
    after_name: Regex,
}

const RELATIONS: &str = "妈妈|妈|母亲|老妈|爸爸|爸|父亲|老爸|爸妈|父母|爷爷|奶奶|外公|外婆|姥姥|姥爷|老公|丈夫|老婆|妻子|爱人|儿子|女儿|孩子|哥哥|哥|姐姐|姐|弟弟|弟|妹妹|妹|岳父|岳母|公公|婆婆|亲戚|邻居|对门|同事|朋友|老乡|工友|室友|同学|老师|师傅|老人|大爷|大妈|阿姨|叔叔|客户|员工|房东|租户";

impl Finder {
    pub(super) fn new() -> Self {
        let regular = |pattern: &str| Regex::new(pattern).expect("the pattern is regular");
        let name = format!("(?:{SURNAMES})\\p{{Han}}{{1,2}}");
        Self {
            count: regular(
                "(?:我们|咱们|我们这|一共|总共|共有|共|全楼|全村|全体|全小区|合计|代表)(?:有|是|这|这里|楼里|小区|村里|单元|楼|厂|班|组|业主|居民|村民|住户|租户|工人|家长|员工)?(?:[0-9]{1,5}|[一二三四五六七八九十百两]{1,5})(?:来|多|几|余)?(?:多)?(?:户|名|位|个人|人|家)(?:人家|业主|居民|村民|住户|工人|家长|员工|学生|人)?",
            ),
            group: regular(
                "全体(?:业主|居民|村民|住户|工人|职工|家长|员工|租户)|联名|代表我们[\\p{Han}]{1,6}(?:反映|投诉|举报)|集体(?:投诉|反映|诉求|维权|上访)|代表(?:全楼|全村|全体|大家|整栋|全小区|全厂|全班|[\\p{Han}]{0,8}(?:业主|居民|村民|住户|工人|家长|员工|工友))",
            ),
            representatives: regular(
                "(?:(?:业主|居民|村民|住户|工人|职工|家长|集体|我们的?|推选|推举|选出|选)?代表(?:人|者)?(?:有|是|为|:|\\s){1,2}|(?:推选|推举|选)(?:了|出)?)(?P<names>[^。;!?\\n]{2,60})",
            ),
            name: regular(&format!("^{name}$")),
            after_name: regular(
                "(?:等|几|两|二|三|四|五)?(?:个人|个|人|位|名|先生|女士|等)?(?:一起|共同|全权)?(?:代理|代办|代为办理|代我们反映|反映)?$",
            ),
            on_behalf: regular(&format!(
                "(?:替|帮|代替|代表|代|为)(?:我|我们|我家|一位|一个|隔壁|楼上|楼下|村里)?(?:的)?(?P<who>{RELATIONS})(?:[\\p{{Han}}]{{0,3}})?(?:反映|投诉|举报|写|问|咨询|说|打听|反应|求助|申请|报)"
            )),
            entrusted: regular(&format!(
                "(?:受|应)(?:我|我们)?(?P<who>{RELATIONS}|{name}|业主|居民|村民|当事人|本人)(?:的)?(?:委托|托付|请求|之托)"
            )),
            proxies: regular("(?:(?:代理人|受托人)(?:还有|有|是|为|:|\\s){1,2}|委托(?:了|给)?\\s?)(?P<names>[^。;!?\\n]{2,60})"),
        }
    }

    /// The expressions that its answers need.
    pub(super) fn asks(&self) -> [(Gate, &Regex); 6] {
        let proxies = [&self.on_behalf, &self.entrusted, &self.proxies].map(|regex| (Gate::Proxies, regex));
        let group = [(Gate::Headcount, &self.count), (Gate::Headcount, &self.group)];
        [group[0], group[1], (Gate::Representatives, &self.representatives), proxies[0], proxies[1], proxies[2]]
    }

    /// How many speak: 我们20户, 全体业主.
    pub(super) fn headcount(&self, text: &str) -> Option<Range<usize>> {
        let counted = self.count.find_iter(text).map(|found| found.range()).find(|span| speaks(text, span));
        counted.or_else(|| self.group.find(text).map(|found| found.range()))
    }

    /// Who speaks for the group, every name.
    pub(super) fn representatives(&self, text: &str) -> Vec<String> {
        let found = self.representatives.captures_iter(text).filter_map(|found| found.name("names"));
        found.flat_map(|names| self.names(names.as_str())).collect()
    }

    /// Who speaks for somebody else: the names of proxies, and 代母亲反映 where the writer is the proxy.
    pub(super) fn proxies(&self, text: &str) -> Vec<String> {
        let by = [&self.on_behalf, &self.entrusted].into_iter().find_map(|way| way.captures(text)?.name("who"));
        let writer = by.map(|who| format!("代{}反映", relation(who.as_str())));
        let named = self.proxies.captures_iter(text).filter_map(|found| found.name("names"));
        writer.into_iter().chain(named.flat_map(|names| self.names(names.as_str()))).collect()
    }

    /// The names that `words` begin with: 张三、李四和王五, up to what is no name.
    pub(super) fn names(&self, words: &str) -> Vec<String> {
        let mut names = Vec::new();
        for piece in words.split(['、', ',', '，', ' ', '\n']).map(str::trim).filter(|piece| !piece.is_empty()) {
            let both = ['和', '与', '及', '跟']
                .iter()
                .find_map(|link| piece.split_once(*link).filter(|(a, b)| self.is_name(a) && self.is_name(b)));
            let titled = self.after_name.find(piece).map(|after| &piece[..after.start()]);
            match both {
                Some((a, b)) => names.extend([a.to_owned(), b.to_owned()]),
                None if self.is_name(piece) => names.push(piece.to_owned()),
                None => {
                    names.extend(titled.filter(|name| self.is_name(name)).map(str::to_owned));
                    break;
                }
            }
        }
        names
    }

    fn is_name(&self, word: &str) -> bool {
        self.name.is_match(word)
    }
}

/// Whether the people counted are those who complain: 一共来了20人 are visitors, 我们20户 are not.
fn speaks(text: &str, span: &Range<usize>) -> bool {
    let words = &text[span.clone()];
    let counted =
        words.trim_start_matches(['我', '们', '咱']).trim_start_matches("一共").trim_start_matches(['有', '是', '共', '总', '计']);
    let many = !matches!(counted, "一个人" | "一人" | "一户" | "一家" | "一户人家" | "一家人");
    let own = words.starts_with("我们") || words.starts_with("咱们") || words.starts_with('全') || words.starts_with("代表");
    let after = &text[span.end..];
    let acts = ["联名", "集体", "一起", "都", "要求", "反映", "投诉", "签名", "联合", "共同"].iter().any(|word| after.starts_with(word));
    many && (own || acts) && !tail(&text[..span.start], 3).contains('来')
}

/// The relation without the writer in it; a name is left out: the summary says that somebody is spoken for, and not who.
fn relation(who: &str) -> &str {
    match who {
        "妈" | "妈妈" | "老妈" => "母亲",
        "爸" | "爸爸" | "老爸" => "父亲",
        who if RELATIONS.split('|').any(|relation| relation == who) => who,
        "业主" | "居民" | "村民" => who,
        _ => "他人",
    }
}

/// The names, the first `most` of them, and those that are too many.
pub fn within(names: &[String], most: usize) -> (Vec<String>, Vec<String>) {
    let mut all: Vec<String> = Vec::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
    let left = all.split_off(most.min(all.len()));
    (all, left)
}
