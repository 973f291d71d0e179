//! Messages in the form of a list, 地点：… 时间：…: what stands behind a label is taken at its word.

use std::ops::Range;

use regex::Regex;

use super::gates::Gate;
use crate::domain::complaint::Slot;

/// Finds labels and what stands behind them.
#[derive(Debug)]
pub(super) struct Finder {
    label: Regex,
}

const LABELS: [(Slot, &str); 9] = [
    (Slot::Place, "(?:事发|发生|具体|案发|详细|家庭|投诉|事件)?(?:地点|地址|位置)"),
    (Slot::Time, "(?:事发|发生|具体|案发|事件)?(?:时间|日期)"),
    (
        Slot::About,
        "(?:被)?(?:反映|投诉|举报)(?:对象|单位|企业|人)?对象|被(?:投诉|举报|反映)(?:人|单位|方|企业|商家)|(?:投诉|反映|举报)对象|涉事(?:单位|企业|商家)",
    ),
    (Slot::Wish, "(?:我的|主要|具体)?(?:诉求|要求|希望|请求)(?:内容|事项)?"),
    (Slot::Phone, "(?:我的)?(?:联系)?(?:电话|手机|方式|号码)(?:号码|号)?"),
    (Slot::Name, "(?:我的|投诉人|联系人)?(?:姓名|名字)|联系人|投诉人|反映人|举报人"),
    (Slot::Plate, "车牌(?:号码?)?"),
    (Slot::Amount, "(?:涉及|涉案|消费)?金额"),
    (Slot::Order, "(?:订单|快递|运单)?(?:单号|编号)|订单号"),
];

/// A label's fact and the range of what it says.
pub(super) type Labelled = (Slot, Range<usize>);

impl Finder {
    pub(super) fn new() -> Self {
        let groups: Vec<String> = LABELS.iter().map(|(_, pattern)| format!("({pattern})")).collect();
        let pattern = format!(r"(?:^|[\n,;。\s【\[、.)])(?:{})[】\]]?\s?:", groups.join("|"));
        Self { label: Regex::new(&pattern).expect("the labels are regular") }
    }

    /// The expressions that its answers need.
    pub(super) fn asks(&self) -> [(Gate, &Regex); 1] {
        [(Gate::Labels, &self.label)]
    }

    /// Every labelled fact of the folded `text`, in its order. A value ends with its line, its sentence, or where the next label begins.
    pub(super) fn find(&self, text: &str) -> Vec<Labelled> {
        let labels: Vec<(Slot, Range<usize>)> = self
            .label
            .captures_iter(text)
            .filter_map(|found| {
                let whole = found.get(0)?.range();
                let which = (0..LABELS.len()).find(|i| found.get(i + 1).is_some())?;
                Some((LABELS[which].0, whole))
            })
            .collect();
        labels
            .iter()
            .enumerate()
            .filter_map(|(i, (slot, label))| {
                let next = labels.get(i + 1).map_or(text.len(), |(_, next)| next.start);
                value(text, label.end..next, *slot).map(|span| (*slot, span))
            })
            .collect()
    }
}

fn value(text: &str, rest: Range<usize>, slot: Slot) -> Option<Range<usize>> {
    const NOTHING: [&str; 9] = ["无", "不详", "未知", "不清楚", "不知道", "没有", "暂无", "-", "/"];
    let words = text.get(rest.clone())?;
    let stop = if slot == Slot::Wish { words.find('\n') } else { words.find(['\n', '。', ';']) };
    let words = &words[..stop.unwrap_or(words.len())];
    let start = rest.start + (words.len() - words.trim_start().len());
    let words = words.trim().trim_end_matches([',', '、', '【', '[']).trim_end();
    let said = !words.is_empty() && words.len() <= 360 && !NOTHING.contains(&words);
    said.then_some(start..start + words.len())
}
