//! The kind of matter 诉求类型: the citizen's own word for it where there is one, else what the intent usually is.

use super::patterns::{Patterns, blank};
use super::scan::View;
use super::tone::Sound;
use crate::domain::complaint::{Decided, Kind, Reason};

/// What an intent's usual kind weighs: less than one clear word of the citizen's, more than a hint.
const USUAL: f64 = 2.0;

/// What a point of the cues and of the usual kind counts against the tone, which is told in natural logarithms of how probable a kind
/// is: where the tone is unsure, the matter decides.
const POINT: f64 = 0.7;

/// No kind is less probable than this, whatever the tone says.
const FLOOR: f64 = 0.002;

/// The kind of a matter that no intent and no word tells: somebody needs something.
const UNKNOWN: Kind = Kind::Help;

/// Words that look like a cue and say nothing about this message: another hotline, an earlier call, a polite ending.
const MUTE: &str = "(?:投诉|举报|咨询|报修|客服|服务)(?:电话|热线|渠道|平台|箱|信箱|中心|无门|过|了[一两三几多0-9]+次|多次)|(?:多次|一直|已经?|曾|之前|再次)(?:的)?(?:投诉|举报|反映)|\
(?:以前|老|总是?)投诉|不是(?:来|要|想)?(?:投诉|举报|咨询|建议)|不(?:想|要|敢)(?:投诉|举报)|(?:教育|法律|信息|心理|管理|留学|中介|投资)咨询|咨询(?:公司|费|有限|师|机构|服务)|建议零售价|(?:非常|十分|万分|提前|先|谢谢|多谢)?感谢[!。,]?$|谢谢|\
(?:医生|交警|客服|物业|老师|工作人员)建议|感谢(?:信|费)|帮忙(?:转|反映)";

/// What the citizen's words say about the kind, and how clearly.
const CUES: &[(&str, (Kind, f64))] = &[
    ("咨询", (Kind::Consult, 3.0)),
    ("想打听|打听一下", (Kind::Consult, 2.5)),
    ("请问|想问|问一下|问下|请教|打听", (Kind::Consult, 1.5)),
    ("(?:想|要)(?:知道|了解)|了解一下", (Kind::Consult, 2.0)),
    (
        "(?:怎么|怎样|如何|咋|哪里|在哪|去哪|到哪|哪儿)(?:里|儿|去|来|才能|可以|能|样|个|自己|网上|在网上){0,2}(?:办|申请|申领|报名|查询|查|缴|交|领|补办|预约|登记|落户|报销|开具|开|认定|计算|算|收费|转)",
        (Kind::Consult, 2.5),
    ),
    (
        "(?:需要?|要|带|准备|提供|提交)(?:什么|哪些|些什么|啥|几样)(?:样的)?(?:材料|资料|手续|证件|条件|东西|证明)?|(?:什么|哪些|啥)(?:材料|资料|手续|证件|条件|流程|政策|规定|标准)",
        (Kind::Consult, 2.5),
    ),
    ("(?:是否|能否|可不可以|可以|能)[^,。!?;]{0,12}(?:办理|申请|领取|报销|享受|参保|落户)[吗么?]", (Kind::Consult, 2.0)),
    (
        "(?:几点|什么时候|何时|多久|几天)(?:上班|下班|开门|开放|开始|能办|办好|到账|发放|下来)|(?:政策|规定|标准|流程|条件)是(?:什么|怎样|怎么|多少)",
        (Kind::Consult, 2.0),
    ),
    ("(?:就|只)是?(?:想|来)?问(?:问|一下|下|个)", (Kind::Consult, 2.5)),
    (
        "几点|(?:要|等|得)几天|几天(?:能|可以|内|才)|哪[天年月]|几[年岁号]|几个(?:证|月|工作日)|多少(?:钱|岁|天)|多久|多长时间|归(?:谁|哪)[^,。!?;]{0,4}管|哪个(?:部门|单位|窗口)|去哪[^,。!?;]{0,2}(?:投诉|看|问)|在哪[^,。!?;]{0,6}(?:看|公示|买|有)|怎么(?:弄|写)|什么要求|到哪一?步|(?:休息|上班|收费?|开门)不(?:休息|上班|收|开)|有没有[^,。!?;]{0,4}(?:规定|利息|名额|政策)",
        (Kind::Consult, 2.2),
    ),
    ("(?:是|有|在|到|要|才|算|能|可以|会|收|合法|合规|规定|一年级|岁)[^,。!?;]{0,14}[吗么](?:[,。!?]|$)", (Kind::Consult, 1.5)),
    ("(?:津贴|补贴|补助|政策|报销)[^,。!?;]{0,10}[吗么](?:[,。!?]|$)", (Kind::Consult, 2.2)),
    ("举报|检举|揭发|告发", (Kind::Report, 3.0)),
    (
        "无证(?:办|行|经|驾|开)|黑作坊|病死|偷[排伐埋采挖税]|盗[伐采]|非法|开赌|赌场|吸毒|虚开|童工|骗取|套取|冒领|有偿补课|假[烟酒药]|掺水|缺斤|走私|电鱼|(?:埋|倒)[在到进][^,。!?;]{0,6}(?:山沟|地里|河)",
        (Kind::Report, 2.3),
    ),
    ("查处|查一查|严查", (Kind::Report, 2.1)),
    ("提(?:个|一个|点|一点|几点|条|一条)?(?:建议|意见)|建言", (Kind::Suggestion, 3.5)),
    ("建议", (Kind::Suggestion, 2.5)),
    ("(?:能否|能不能|可否|希望能?|盼)[^,。!?;]{0,10}(?:增设|增加|加装|新增|开通|延长|加开)", (Kind::Suggestion, 2.3)),
    ("(?:希望|盼望|期盼)[^,。!?;]{0,14}(?:提前到|延长|也?开放|改成|改为|多开|多设|多种|安排|开个|建个|建一|设个)", (Kind::Suggestion, 2.3)),
    ("(?:我觉得|我看|其实)(?:可以|应该|不妨)|出个主意|提个想法", (Kind::Suggestion, 2.3)),
    ("表扬|点个?赞|锦旗|好样的|致敬", (Kind::Praise, 3.5)),
    ("夸(?:一夸|夸|一句|一下)|五星|好评|暖心|感激|辛苦了|拾金不昧|人民的好|好人|真好", (Kind::Praise, 2.5)),
    ("(?:太|特别|真的?|万分|衷心)感谢|(?:很|非常|特别)满意", (Kind::Praise, 1.5)),
    ("(?:当天|马上|立刻|小时|第二天)[^,。!?;]{0,6}就?(?:修好|清走|解决了|处理好|找回)", (Kind::Praise, 1.5)),
    ("感谢|致谢", (Kind::Praise, 2.5)),
    ("求助|求救|求帮", (Kind::Help, 3.0)),
    ("帮帮|帮忙|请帮|帮助一?下|帮我|救救", (Kind::Help, 1.5)),
    (
        "麻烦[^,。!?;]{0,6}(?:帮|找|派|来|催|修|扶|抓|查|处理)|请[^,。!?;]{0,4}(?:派人|来人|来修|上门)|帮一把|(?:修|扶|查)一?下(?:吧)?$",
        (Kind::Help, 2.3),
    ),
    ("帮(?:忙|我|帮我?)?[^,。!?;]{0,4}(?:联系|查查|找(?:[^回到]|$)|修|看看|催)|能帮帮|能不能帮", (Kind::Help, 2.5)),
    ("投诉|控诉", (Kind::Complaint, 3.0)),
    (
        "凭什么|到底(?:管|是干|想|要|有没有)|管不管|没人管|这不是[^,。!?;]{0,8}[吗么]|还有(?:王法|天理)|太(?:过分|霸道|折腾|黑|离谱)|耍人|谁受得了",
        (Kind::Complaint, 2.5),
    ),
    ("踢[^,。!?;]{0,8}皮球|推来推去|收了?钱不|不认账|都不一样|一点动静|没动静|什么都没|没(?:有)?解决|照样", (Kind::Complaint, 2.5)),
    ("(?:可是|但是?|却|然而|结果)[^。!?;]{0,16}(?:没|不|照样|还是|依旧)|又说不", (Kind::Complaint, 2.5)),
    ("(?:领导|你们)[^,。!?;]{0,6}(?:来闻|来住|来看看|来试试)|撤(?:了|职|掉)|跟求他|快吐了|熏天", (Kind::Complaint, 2.0)),
    ("太气人|欺负|坑人|忽悠|态度(?:恶劣|极差|很差)|推诿|踢皮球|不作为|霸王条款", (Kind::Complaint, 1.5)),
];

/// Reads the kind of matter from a text.
pub struct Kinds {
    mute: Patterns<()>,
    cues: Patterns<(Kind, f64)>,
}

impl Kinds {
    /// The house's own reading.
    pub fn new() -> Self {
        Self { mute: Patterns::of_house(&[(MUTE, ())]), cues: Patterns::of_house(CUES) }
    }

    /// The words that it must see, for a lexicon.
    pub fn tables(&self) -> [&[String]; 2] {
        [self.mute.table(), self.cues.table()]
    }

    /// The kind of a normalised text that sounds so and whose intent is usually `usual`, with the words that decided it.
    pub fn decide(&self, view: View<'_, '_>, usual: Option<Kind>, sound: Option<Sound<'_, '_>>) -> (Kind, Vec<Reason>) {
        let spans = self.mute.every(view, |()| true);
        let blanked;
        let mut left = view.table(1);
        if !spans.is_empty() {
            blanked = blank(view.text(), &spans);
            left = left.blanked(&blanked, &spans);
        }
        let hits: Vec<(Kind, f64, &str)> = self.cues.hits(left).map(|(&(kind, weight), words)| (kind, weight, words)).collect();
        let sum = |kind: Kind| {
            let cues: f64 = hits.iter().filter(|hit| hit.0 == kind).map(|hit| hit.1).sum();
            let told = cues + if usual == Some(kind) { USUAL } else { 0.0 };
            sound.as_ref().map_or(told, |sound| POINT * told + sound.probability(kind).max(FLOOR).ln())
        };
        let mut best = usual.unwrap_or(UNKNOWN);
        let mut most = sum(best);
        for kind in Kind::ALL {
            let told = sum(kind);
            if told > most {
                (best, most) = (kind, told);
            }
        }
        let cues = hits.iter().filter(|hit| hit.0 == best);
        let mut because: Vec<Reason> =
            cues.map(|&(_, weight, words)| Reason { words: words.to_owned(), decided: Decided::Kind, weight }).collect();
        because.extend(sound.filter(|sound| sound.kinds[0].0 == best).iter().flat_map(Sound::because));
        (best, because)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classify::normalise::normalise;
    use crate::classify::scan::Lexicon;

    fn decide(text: &str, usual: Option<Kind>) -> (Kind, Vec<Reason>) {
        let kinds = Kinds::new();
        Kinds::decide(&kinds, Lexicon::new(kinds.tables()).expect("few words").read(text).view(0), usual, None)
    }

    #[test]
    fn the_citizens_word_decides() {
        for (text, usual, wanted) in [
            ("咨询一下医保怎么办理转移", Kind::Help, Kind::Consult),
            ("请问补办身份证要准备哪些证件？", Kind::Help, Kind::Consult),
            ("我要举报一家黑作坊", Kind::Complaint, Kind::Report),
            ("建议在公园门口加一排座椅", Kind::Help, Kind::Suggestion),
            ("表扬三路车司机，拾金不昧", Kind::Complaint, Kind::Praise),
            ("求助，老人走不动路", Kind::Complaint, Kind::Help),
            ("投诉快递员态度恶劣", Kind::Help, Kind::Complaint),
            ("楼上天天装修", Kind::Complaint, Kind::Complaint),
            ("路灯不亮，打过投诉电话没用", Kind::Help, Kind::Help),
            ("我不是投诉，只是咨询一下", Kind::Complaint, Kind::Consult),
            ("请问为什么小区又没水", Kind::Complaint, Kind::Complaint),
            ("垃圾没人收，谢谢", Kind::Complaint, Kind::Complaint),
            ("垃圾没人收，非常感谢！", Kind::Complaint, Kind::Complaint),
            ("被一家教育咨询公司骗了学费", Kind::Complaint, Kind::Complaint),
        ] {
            assert_eq!(decide(&normalise(text), Some(usual)).0, wanted, "{text}");
        }
    }

    #[test]
    fn the_words_that_decided_are_told() {
        let (kind, because) = decide("我要举报", None);
        assert_eq!(kind, Kind::Report);
        assert_eq!(because, [Reason { words: "举报".into(), decided: Decided::Kind, weight: 3.0 }]);
        assert_eq!(decide("", None), (UNKNOWN, vec![]));
    }
}
