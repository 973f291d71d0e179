//! What is measured 指标 and by which formula (RULEBOOK §10): the one place that says what is counted above and below the line.
//! Pages, papers and reports show these names and sentences as they stand here.

/// One thing that is measured.
///
/// Two rates count a flow: 退回率 and 复发率 compare what came in a period with what went out in it, so that each event counts
/// in its own period and no period changes later. 办复率 counts what was owed: an answer is owed once it is given or its
/// limit has passed, so that a matter of yesterday is nobody's fault today; an answer that comes late is judged a second time,
/// when it comes. Of the other rates each judgement is made once, both numbers at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Measure {
    /// 及时签收率
    Signed,
    /// 按时办结率
    Handled,
    /// 办复率
    Answered,
    /// 响应率
    Responded,
    /// 解决率
    Solved,
    /// 满意率
    Satisfied,
    /// 退回率
    Returned,
    /// 重办率
    Redone,
    /// 复发率
    Recurred,
    /// 平均流转次数: hops per case
    Hops,
    /// 收件
    Received,
    /// 派单
    Dispatched,
    /// 归档
    Archived,
    /// 不予受理
    Declined,
    /// 撤诉
    Withdrawn,
    /// 并案: cases that went on in a mother case
    Merged,
    /// 撤销、移送
    Stopped,
    /// 诉求人催办
    Urged,
    /// 延期
    Extended,
    /// 中止
    Suspended,
    /// 黄牌
    Yellow,
    /// 红牌
    Red,
    /// 督办文书
    Letters,
    /// 回访未答复: silence, counted apart and never as 满意
    Silent,
    /// 基本满意: part of 满意率, shown apart
    Fair,
    /// 来件到派单
    ToDispatch,
    /// 派单到签收
    ToSign,
    /// 派单到联系
    ToContact,
    /// 派单到办结
    ToResolve,
    /// 来件到答复
    ToAnswer,
    /// 来件到归档
    ToArchive,
}

/// How the facts of a measure are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A share, in percent.
    Rate,
    /// A mean: so many for each.
    Mean,
    /// A number.
    Count,
    /// A length of natural time: median and 90th percentile.
    Duration,
}

/// Which way a measure is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// The more the better.
    Higher,
    /// The less the better.
    Lower,
    /// It says nothing of how well work is done.
    Neither,
}

impl Measure {
    /// Every measure, in the order of tables.
    pub const ALL: [Self; 31] = [
        Self::Signed,
        Self::Handled,
        Self::Answered,
        Self::Responded,
        Self::Solved,
        Self::Satisfied,
        Self::Returned,
        Self::Redone,
        Self::Recurred,
        Self::Hops,
        Self::Received,
        Self::Dispatched,
        Self::Archived,
        Self::Declined,
        Self::Withdrawn,
        Self::Merged,
        Self::Stopped,
        Self::Urged,
        Self::Extended,
        Self::Suspended,
        Self::Yellow,
        Self::Red,
        Self::Letters,
        Self::Silent,
        Self::Fair,
        Self::ToDispatch,
        Self::ToSign,
        Self::ToContact,
        Self::ToResolve,
        Self::ToAnswer,
        Self::ToArchive,
    ];

    /// 三率
    pub const THREE: [Self; 3] = [Self::Responded, Self::Solved, Self::Satisfied];

    /// Every measure that is put together so, in the order of tables.
    pub fn of_sort(sort: Sort) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |measure| measure.sort() == sort)
    }

    /// How its facts are put together.
    pub fn sort(self) -> Sort {
        match self {
            Self::Hops => Sort::Mean,
            _ if self < Self::Hops => Sort::Rate,
            _ if self >= Self::ToDispatch => Sort::Duration,
            _ => Sort::Count,
        }
    }

    /// Which way it is good.
    pub fn better(self) -> Better {
        match self {
            _ if self <= Self::Satisfied => Better::Higher,
            Self::Returned | Self::Redone | Self::Recurred | Self::Hops => Better::Lower,
            Self::Urged | Self::Yellow | Self::Red | Self::Letters => Better::Lower,
            _ if self.sort() == Sort::Duration => Better::Lower,
            _ => Better::Neither,
        }
    }

    /// The name in files: `signed`, `to_answer`.
    pub fn name(self) -> &'static str {
        self.names().0
    }

    /// The Chinese term.
    pub fn label(self) -> &'static str {
        self.names().1
    }

    /// The measure of this name, English or Chinese.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.name() == name || measure.label() == name)
    }

    fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Signed => ("signed", "及时签收率"),
            Self::Handled => ("handled", "按时办结率"),
            Self::Answered => ("answered", "办复率"),
            Self::Responded => ("responded", "响应率"),
            Self::Solved => ("solved", "解决率"),
            Self::Satisfied => ("satisfied", "满意率"),
            Self::Returned => ("returned", "退回率"),
            Self::Redone => ("redone", "重办率"),
            Self::Recurred => ("recurred", "复发率"),
            Self::Hops => ("hops", "平均流转次数"),
            Self::Received => ("received", "收件"),
            Self::Dispatched => ("dispatched", "派单"),
            Self::Archived => ("archived", "归档"),
            Self::Declined => ("declined", "不予受理"),
            Self::Withdrawn => ("withdrawn", "撤诉"),
            Self::Merged => ("merged", "并案"),
            Self::Stopped => ("stopped", "撤销、移送"),
            Self::Urged => ("urged", "诉求人催办"),
            Self::Extended => ("extended", "延期"),
            Self::Suspended => ("suspended", "中止"),
            Self::Yellow => ("yellow", "黄牌"),
            Self::Red => ("red", "红牌"),
            Self::Letters => ("letters", "督办文书"),
            Self::Silent => ("silent", "回访未答复"),
            Self::Fair => ("fair", "基本满意"),
            Self::ToDispatch => ("to_dispatch", "来件到派单"),
            Self::ToSign => ("to_sign", "派单到签收"),
            Self::ToContact => ("to_contact", "派单到联系"),
            Self::ToResolve => ("to_resolve", "派单到办结"),
            Self::ToAnswer => ("to_answer", "来件到答复"),
            Self::ToArchive => ("to_archive", "来件到归档"),
        }
    }

    /// What is counted, in one Chinese sentence: above and below the line.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Signed => "签收时限内签收的 ÷ 已签收或签收时限已过的；派单、转派、驳回退单和重办各算一次。",
            Self::Handled => {
                "办理时限内办结并通过审核的 ÷ 已办结并通过审核或办理时限已过的；延期、中止、挂账按变动后的时限，重办另算一次。"
            }
            Self::Answered => {
                "已答复诉求人的 ÷ 应答复的（已答复，或办理时限已过）；到期没有答复的记一次未答复，补上时再记一次已答复；不予受理并告知途径的算答复。"
            }
            Self::Responded => "办理时限内联系了诉求人的 ÷ 已联系或办理时限已过的；派单和重办各算一次。",
            Self::Solved => "回访中表示已解决的 ÷ 回访中作了答复的；未答复的另计，不算解决。",
            Self::Satisfied => "回访中表示满意、基本满意的 ÷ 回访中作了答复的；未答复的另计，不算满意。",
            Self::Returned => "本期退单次数 ÷ 本期派单次数。",
            Self::Redone => "回访后重办的 ÷ 回访后重办或归档的。",
            Self::Recurred => "本期复发的 ÷ 本期归档的；复发记在原承办单位名下。",
            Self::Hops => "归档工单的派单、转派次数 ÷ 归档工单数。",
            Self::Received => "登记的工单数，按登记之日；并入别案的也算。",
            Self::Dispatched => "派单次数，退单后改派的再算一次，转派不算。",
            Self::Archived => "回访后归档的工单数。",
            Self::Declined => "不予受理的工单数。",
            Self::Withdrawn => "撤诉的工单数。",
            Self::Merged => "并入别案的工单数。",
            Self::Stopped => "撤销立案和移送的工单数。",
            Self::Urged => "诉求人催办的次数。",
            Self::Extended => "同意延期的次数。",
            Self::Suspended => "中止的次数。",
            Self::Yellow => "记黄牌的次数。",
            Self::Red => "记红牌的次数。",
            Self::Letters => "发出的查询函、督查通知书、督查情况通报和效能告诫书。",
            Self::Silent => "回访结束时没有答复的诉求人数；沉默就是沉默，不算满意。",
            Self::Fair => "回访中表示基本满意的人数，已计入满意率。",
            Self::ToDispatch => "从诉求人来件到第一次派单的自然时间；是派单席的用时，不记在承办单位名下。",
            Self::ToSign => "从派单、转派到签收的自然时间。",
            Self::ToContact => "从派单到第一次联系诉求人的自然时间。",
            Self::ToResolve => "从派单到办结的自然时间，含中止的时间，答复通过审核时计。",
            Self::ToAnswer => "从诉求人来件到第一次得到答复的自然时间：诉求人的时钟不停。",
            Self::ToArchive => "从诉求人来件到归档的自然时间。",
        }
    }
}
