//! What is asked for 诉求: the clause that begins with 希望, 请, 要求 and the like, up to the end of its sentence; where nobody asks for
//! anything to be done, the question that is asked.

mod question;

use std::ops::Range;

use super::text::tail;
use crate::classify::patterns::Sought;
use crate::classify::scan::View;

/// Finds wishes.
#[derive(Debug)]
pub(super) struct Finder {
    strong: Sought,
    asking: Sought,
    questions: question::Finder,
}

/// The most bytes of a wish: about 120 characters.
const MOST: usize = 360;

/// What one asks for when one asks 能不能: something to be done, and not whether a thing works.
const DEEDS: &str = "请|让|帮|给|替|来人|来看|来个|派|管|解决|处理|尽快|尽早|早点|早日|快点|快些|及时|安排|协调|督促|查|修|清|拆|退|赔|换|改|增|加|设|装|开通|恢复|严|进行|采取|调|把|为我|为大|合理|考虑|多派|多安|取消|停止|制止|责令|要求|通知|禁止|减|降|延长|放开|统一|出台|重视|关注|落实|公开|公布|对|提高|提前|规范|缩短|在这|再|有人|出面";

impl Finder {
    pub(super) fn new() -> Self {
        Self {
            strong: Sought::new(
                "强烈要求|强烈建议|希望|恳请|恳求|请求|诉求|要求|急盼|盼望|盼|建议|呼吁|督促|跪求|严惩|寻求|敬请|烦请|需要(?:[\\p{Han}]{0,10}(?:移车|挪车|移走|核实处理|协调处理|来人处理))|需(?:移车|挪车)|愿(?:政府|领导|相关|有关|你们|贵)|望(?:相关|有关|政府|部门|尽快|能|领导|贵|及时|核实|处理|解决|给予|予以|答复|回复|各级|上级|早日|市|区|县)|请",
            ),
            asking: Sought::new(&format!(
                "(?:能不能|能否|可否|可不可以|是否可以|是否能|能不能够)(?:{DEEDS})|麻烦(?:你们?|您|帮|尽快|处理|派|来|相关|有关|给)|求(?:解决|处理|帮|政府|助)|我想?要(?:求|退|赔)|帮(?:忙|我|我们)"
            )),
            questions: question::Finder::new(),
        }
    }

    /// The words that it must see, for a lexicon.
    pub(super) fn tables(&self) -> [&[String]; 4] {
        let [lead, asks] = self.questions.tables();
        [self.strong.table(), self.asking.table(), lead, asks]
    }

    /// The last strong wish of a folded text, else the last question that asks for help, else the last question.
    pub(super) fn find(&self, view: View<'_, '_>) -> Option<Range<usize>> {
        let text = view.text();
        let last = |kind: &Sought, view: View<'_, '_>| {
            let own = kind.places(view).filter(|place| is_own(text, place.start, &text[place.clone()]));
            first_of_last_sentence(text, &own.map(|place| place.start).collect::<Vec<usize>>())
        };
        let Some(start) = last(&self.strong, view).or_else(|| last(&self.asking, view.table(1))) else {
            return self.questions.find(view.table(2));
        };
        let end = start + sentence_end(&text[start..]);
        let words = [",(", ",但", "但是"]
            .iter()
            .filter_map(|turn| text[start..end].find(turn))
            .min()
            .map_or(&text[start..end], |turn| &text[start..start + turn]);
        let words = words.trim_end_matches([' ', ',', ':', '、', '.', '(']);
        let words = words.strip_suffix("的问题").unwrap_or(words);
        (words.len() > 9).then_some(start..start + words.len())
    }
}

/// The first of the wishes that stand in one sentence with the last of them.
fn first_of_last_sentence(text: &str, starts: &[usize]) -> Option<usize> {
    let last = *starts.last()?;
    starts.iter().copied().find(|start| start + sentence_end(&text[*start..]) >= last).or(Some(last))
}

/// How long the sentence is that begins here.
fn sentence_end(text: &str) -> usize {
    let end = text.find(['。', '!', '?', '\n', ';']).unwrap_or(text.len());
    if end <= MOST {
        return end;
    }
    let mut end = MOST;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// What stands before a wish that begins no clause.
const SUBJECTS: [&str; 31] = [
    "我",
    "我们",
    "特此",
    "特",
    "现",
    "故",
    "本人",
    "因此",
    "所以",
    "并",
    "大家",
    "也",
    "就",
    "业主",
    "居民",
    "住户",
    "家长们",
    "村民",
    "再次",
    "只",
    "市民",
    "还",
    "现在",
    "在此",
    "且",
    "了",
    "民",
    "主",
    "其",
    "来电",
    "同时",
];

/// Whether the wish is the writer's own: 物业要求我们交钱, 希望小学 and 有什么建议 are none.
fn is_own(text: &str, at: usize, word: &str) -> bool {
    let before = text[..at].trim_end();
    let after = &text[at + word.len()..];
    let opens = before.is_empty()
        || before.ends_with([',', '。', ';', '!', '?', ':', '、', ')', '\n', '.'])
        || SUBJECTS.iter().any(|word| before.ends_with(word));
    let near = tail(before, 3);
    match word {
        "要求" => opens && !after.starts_with(['我', '交', '的', '其']) && !near.ends_with("不符合"),
        "希望" => {
            !(near.ends_with("没有")
                || near.ends_with("没")
                || after.starts_with("小学")
                || after.starts_with("渺茫")
                || after.starts_with("工程"))
        }
        "诉求" => after.starts_with([':', '是']),
        "建议" => opens && !after.starts_with('书'),
        "盼" => opens && !after.starts_with(|c: char| c.is_ascii_digit()),
        "请求" | "呼吁" => opens || !near.ends_with(['期', '的']),
        "督促" | "严惩" | "寻求" => opens,
        "请" => opens && requests(after) && !near.ends_with(['申', '邀', '聘', '宴', '恳', '敬', '提', '烦']),
        _ if word.starts_with('望') => !near.ends_with(['希', '盼', '失', '看', '期', '探', '绝', '渴']),
        _ if word.starts_with('求') => opens,
        _ if word.starts_with('帮') => !is_of_thanks(before),
        _ => true,
    }
}

/// Whether the clause says thanks for what is told next: 感谢小王昨天帮我推车 asks for nothing.
fn is_of_thanks(before: &str) -> bool {
    let clause = before.rsplit([',', '。', ';', '!', '?', '\n']).next().unwrap_or(before);
    ["感谢", "多谢", "谢谢", "多亏", "表扬"].iter().any(|word| clause.contains(word))
}

/// Whether what follows 请 makes it a request: 请问, 请假 and 请了保姆 are none.
fn requests(after: &str) -> bool {
    const OTHERS: [char; 24] = [
        '问', '假', '客', '教', '病', '了', '进', '示', '愿', '柬', '帖', '过', '人', '工', '律', '家', '保', '护', '款', '吃', '稍', '耐',
        '月', '回',
    ];
    !after.is_empty() && !after.starts_with(OTHERS)
}
