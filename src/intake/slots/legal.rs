//! Whether the matter already is before a court or another organ 诉讼仲裁, and whether to keep the citizen unnamed 保密.

use std::ops::Range;

use regex::Regex;

use super::gates::Gate;
use super::text::tail;
use crate::classify::scan::{Longest, View};

/// Ways that have been gone only where the words before or behind say so.
const WEAK: [&str; 3] = ["提起", "提出", "申请"];

/// What no way to a court or another organ is told without; most texts have none of these words and are read no further.
const ORGANS: [&str; 20] = [
    "法院",
    "法庭",
    "仲裁",
    "诉",
    "信访",
    "上访",
    "复议",
    "官司",
    "开庭",
    "判决",
    "败诉",
    "司法",
    "法律",
    "纪委",
    "监委",
    "劳动监察",
    "信息公开",
    "裁决",
    "裁定",
    "强制执行",
];

/// Finds both.
pub(super) struct Finder {
    organs: Longest<()>,
    court: Regex,
    confidential: Regex,
}

impl Finder {
    pub(super) fn new() -> Self {
        Self {
            organs: Longest::new(ORGANS.map(|organ| (organ, ()))),
            court: Regex::new("(?:法院|仲裁|民事|生效)(?:的|民事|委|院)?(?:判决书|裁决书|调解书|裁定书)|告上(?:了)?法庭|诉(?:诸|至)(?:了)?法院|告到(?:了)?法院|(?:走|通过)(?:了|过)?(?:法律|司法|诉讼|仲裁)(?:途径|程序)(?:起诉)?(?:了|过)|(?:通过)?司法途径起诉过?|法院[^,。;!?\\n院]{0,14}?(?:判(?:决|给|归|令|我|他|其|对方|物业|公司|了|处|赔|这|那)|开庭|立案|受理|审理|查封|冻结|强制执行|裁定|驳回|拍卖|调解书)|(?:提起|提出|申请)了?(?:劳动|民事|行政)?(?:仲裁|诉讼|行政复议)|驳回(?:了)?(?:我|本人|起诉|诉讼)|(?:找|去|到|跑)(?:过|了)[^,。;!?\\n]{0,8}仲裁|信访(?:局|办公室|办|部门|中心|大厅)(?:多次|都|也|已经?|进行|工作人员)?(?:反映|投诉|信访|交涉|上访|投递|递交|登记|举报|受理|回复|答复|复查|立案)|信访(?:多次|了|至|到)|信访事项[^,。;!?]{0,3}(?:受理|复查|复核|答复|告知|处理意见)|上访(?:至|到|了)|[0-9]{1,2}月(?:[0-9]{1,2}日)?开庭|打起?了?官司|没有仲裁结果|劳动监察(?:大队)?(?:已经?)?(?:立案|受理)|行政诉讼(?:中|已|期间|阶段)|(?:已经?|早已|正在|目前在|现在)(?:向|在|到|去|由|被)?(?:[\\p{Han}]{0,6}(?:法院|仲裁委员会|仲裁委|仲裁院|信访局|信访办|纪委|检察院))?(?:提起|提出|申请|进行|走)?了?(?:民事|行政|劳动)?(?:起诉|诉讼|上诉|打官司|仲裁|信访|上访|行政复议|复议|开庭|立案审理|审理|判决|强制执行|法律程序|法律途径|司法程序|诉讼程序|仲裁程序)(?:了|中|阶段)?|(?:提起|提出|申请)了(?:民事|行政|劳动)?(?:起诉|诉讼|上诉|劳动仲裁|仲裁|行政复议|复议|强制执行)|(?:在)打官司|官司(?:打了|还在打|正在打)|起诉(?:了|过)(?:物业|公司|对方|他们|开发商|老板)?|法院(?:已经?|都|正在|还在|一审|二审|终审)?(?:立案|受理|判决?了?|审理|开庭|裁定|调解过|执行)(?:了|中|过)?|(?:一审|二审|终审)(?:判决|败诉|胜诉|已判|判了)|(?:胜诉|败诉)(?:了|后)|判决书(?:已|下来|生效|已经)|仲裁(?:委|院|委员会)?(?:已经?)?(?:受理|裁决|裁定|开庭|立案)(?:了|下来|书|中)?|仲裁(?:中|过|阶段|期间)|信访(?:中|过|件|局已受理|局受理|阶段)|上访(?:过|多次|中)|多次(?:信访|上访)|行政复议(?:中|期间|阶段|已受理|决定|过)|(?:纪委|监委)(?:已经?|正在)(?:受理|介入|立案|调查)|信息公开申请(?:已|中|了)").expect("the ways are regular"),
            confidential: Regex::new("保密|匿名|隐名|(?:不要|别|请勿|不能|不许|千万别)(?:把|将)(?:我|我的|本人)(?:的)?(?:个人|姓名|名字|电话|信息|身份|隐私|号码)+(?:给|说|交)|(?:不要|别|请勿|勿|切勿|不得|不能|不许|千万别)(?:把|将)?(?:我|我的|本人|个人|举报人|投诉人)?(?:的)?(?:个人|姓名|名字|电话|信息|身份|隐私|号码)*(?:透露|泄露|泄漏|公开|暴露|告诉|告知|让)|(?:不想|不愿意?|不希望)(?:被)?(?:透露|公开|暴露|让[\\p{Han}]{1,6}知道|留名|透漏|泄露)|怕(?:被|遭|受)?(?:他们|对方|物业|老板)?(?:打击)?报复").expect("the words are regular"),
        }
    }

    /// The words that it must see, for a lexicon.
    pub(super) fn table(&self) -> &[String] {
        self.organs.table()
    }

    /// The expressions that its answers need.
    pub(super) fn asks(&self) -> [(Gate, &Regex); 2] {
        [(Gate::Court, &self.court), (Gate::Confidential, &self.confidential)]
    }

    /// The words that say that a case is pending or was: 已起诉, 仲裁中. Threats and questions are none.
    pub(super) fn court(&self, view: View<'_, '_>) -> Option<Range<usize>> {
        self.organs.found(view).next()?;
        let text = view.text();
        const NOT_YET: [&str; 22] = [
            "没有",
            "没",
            "未",
            "不想",
            "准备",
            "打算",
            "将要",
            "即将",
            "要去",
            "想去",
            "可以",
            "是否",
            "如何",
            "怎么",
            "要不要",
            "会去",
            "再不",
            "否则",
            "需要",
            "想要",
            "如果",
            "能不能",
        ];
        self.court.find_iter(text).map(|found| found.range()).find(|span| {
            let near = tail(&text[..span.start], 8);
            let near = near.rsplit([',', '。', ';', '!', '?', '\n']).next().unwrap_or(near);
            let after = &text[span.end..];
            let weak = WEAK.iter().any(|word| text[span.clone()].starts_with(word)) && !text[span.clone()].contains('了');
            let clause = tail(&text[..span.start], 14).rsplit([',', '。', ';', '!', '?', '\n']).next().unwrap_or_default();
            let past = ['已', '曾', '月', '日', '年', '过'].iter().any(|word| clause.contains(*word))
                || after.starts_with(['后', '过', '了', '中']);
            (!weak || past)
                && !near.ends_with('将')
                && !NOT_YET.iter().any(|word| near.contains(word))
                && !after.starts_with(['吗', '?'])
                && !after.starts_with("需要")
        })
    }

    /// The words that ask to keep the writer's name to ourselves.
    pub(super) fn confidential(&self, text: &str) -> Option<Range<usize>> {
        self.confidential.find_iter(text).map(|found| found.range()).find(|span| {
            let near = tail(&text[..span.start], 3);
            let near = near.rsplit([',', '。', ';', '!', '?', '\n']).next().unwrap_or(near);
            let refused = ["不需要", "无需", "不用", "不必", "没", "不", "未", "违反"].iter().any(|word| near.ends_with(word));
            let after = &text[span.end..];
            let other = after.starts_with("协议")
                || after.starts_with('局')
                || after.starts_with("期")
                || after.starts_with("电话")
                || after.starts_with("工作")
                || after.starts_with("文件")
                || after.starts_with('柜')
                || after.starts_with("信");
            !refused && !other
        })
    }
}
