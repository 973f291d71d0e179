//! Words in which nobody is known 脱敏把关: what a person writes of a typical case is looked at before it may be published, and a draft
//! is made without one word of the citizen's.

use crate::domain::case::{Case, Satisfaction};
use crate::domain::complaint::Slot;
use crate::domain::department::Directory;
use crate::domain::event::Outcome;
use crate::domain::privacy::{Known, Sight, conceal};

/// So many characters in a row of what a citizen wrote are their words, and no chance.
const OWN_WORDS: usize = 8;

/// So many digits in a row may be somebody's.
const DIGITS: usize = 5;

/// So many digits in a row are somebody's when they are in something of theirs: the end of a telephone number.
const OWN_DIGITS: usize = 3;

/// The most characters of a typical case.
pub const LONGEST: usize = 600;

/// A title and a text that tell of the case what everybody may know.
pub fn draft(case: &Case, directory: &Directory) -> (String, String) {
    let matter = if case.complaint.classification.intent.is_some() {
        case.complaint.classification.intent_name.clone()
    } else {
        "一件诉求".to_owned()
    };
    let unit = case.unit().map_or("有关单位", |unit| directory.short(unit)).to_owned();
    let title = format!("{matter}：{unit}");
    let Some(outcome) = case.outcome() else {
        let stand = if case.state.is_closed() {
            "没有回访结果，查明了再写"
        } else {
            "还没有办结、回访，等有了结果再写"
        };
        return (title, format!("有市民反映{matter}方面的问题。（请补充：这件诉求{stand}。不写姓名、电话、门牌、车牌、日期和原话。）"));
    };
    let how = said(outcome);
    let redo = if case.tally.redos > 0 { "第一次的答复没有得到认可，重新办理后，" } else { "" };
    let text = format!(
        "有市民反映{matter}方面的问题。热线受理后交{unit}办理，{unit}调查核实后作了处理并答复。{redo}回访时，{how}。\
         （请补充：查明了什么、做了什么、今后怎么防止。不写姓名、电话、门牌、车牌、日期和原话。）"
    );
    (title, text)
}

fn said(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Answered { solved: true, satisfaction: Satisfaction::Satisfied, .. } => "诉求人表示已经解决，对结果满意",
        Outcome::Answered { solved: true, .. } => "诉求人表示已经解决",
        Outcome::Answered { solved: false, .. } => "诉求人表示没有解决",
        Outcome::Silent => "诉求人没有作答",
        Outcome::Voted(_) => "几位诉求人分别作了评价",
    }
}

/// Whether nobody can be known from these words, whoever it may be about.
pub fn is_anonymous(words: &str) -> bool {
    let bare = bare(words);
    conceal(words, &Known::default(), Sight::Hidden) == words && !has_address(&bare) && runs(&bare).iter().all(|run| run.len() < DIGITS)
}

/// What is wrong with publishing these words about this case; empty when nobody is known from them.
pub fn faults(title: &str, text: &str, case: &Case) -> Vec<String> {
    let words = format!("{title}\n{text}");
    let mut faults = Vec::new();
    if text.chars().count() > LONGEST {
        faults.push(format!("超过 {LONGEST} 字，请写短些。"));
    }
    if text.contains("（请补充") {
        faults.push("还有没补充的地方（“（请补充…）”），请写好再提交。".to_owned());
    }
    if conceal(&words, &Known::of(case), Sight::Hidden) != words || conceal(&words, &Known::default(), Sight::Hidden) != words {
        faults.push("里面有姓名、电话、车牌、账号、证件号或门牌一类能认出人的内容，请改掉。".to_owned());
    }
    let bare = bare(&words);
    if runs(&bare).iter().any(|run| run.len() >= DIGITS) {
        faults.push(format!("有连续 {DIGITS} 位以上的数字，可能是号码，请改掉。"));
    }
    if has_address(&bare) {
        faults.push("有门牌、楼栋、房号或日期一类的数字，请写到街道、片区为止。".to_owned());
    }
    faults.extend(own_facts(&bare, case));
    if own_texts(case).any(|own| shares(&bare, &self::bare(own))) {
        faults.push(format!("有诉求人的原话（连续 {OWN_WORDS} 个字相同），请用自己的话写。"));
    }
    faults
}

/// The words without what can be slipped between them, digits of every sort as digits.
fn bare(words: &str) -> String {
    let plain = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        '零' | '〇' | '○' => '0',
        '一' | '壹' | '幺' | '①' => '1',
        '二' | '贰' | '②' => '2',
        '三' | '叁' | '③' => '3',
        '四' | '肆' | '④' => '4',
        '五' | '伍' | '⑤' => '5',
        '六' | '陆' | '⑥' => '6',
        '七' | '柒' | '⑦' => '7',
        '八' | '捌' | '⑧' => '8',
        '九' | '玖' | '⑨' => '9',
        'Ａ'..='Ｚ' => char::from_u32(c as u32 - 'Ａ' as u32 + 'a' as u32).unwrap_or(c),
        'ａ'..='ｚ' => char::from_u32(c as u32 - 'ａ' as u32 + 'a' as u32).unwrap_or(c),
        other => other.to_ascii_lowercase(),
    };
    words.chars().filter(|c| c.is_alphanumeric()).map(plain).collect()
}

/// The runs of digits.
fn runs(bare: &str) -> Vec<&str> {
    bare.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect()
}

/// What houses and rooms are counted in. 一座桥 and 一户居民 are no address; 12座 is one.
const PARTS: [&str; 6] = ["号", "单元", "栋", "幢", "室", "弄"];
const WEAK_PARTS: [&str; 5] = ["座", "户", "楼", "层", "房"];

/// Whether a number stands there as in an address to the door: 18号3栋502室.
fn has_address(bare: &str) -> bool {
    let digits: Vec<(usize, char)> = bare.char_indices().filter(|(_, c)| c.is_ascii_digit()).collect();
    digits.iter().any(|(at, c)| {
        let (before, after) = (&bare[..*at], &bare[at + c.len_utf8()..]);
        let long = before.ends_with(|c: char| c.is_ascii_digit());
        PARTS.iter().any(|part| after.starts_with(part)) || (long && WEAK_PARTS.iter().any(|part| after.starts_with(part)))
    })
}

/// Facts of the case that tell who it was, where exactly, or which thing of theirs.
fn own_facts(bare: &str, case: &Case) -> Vec<String> {
    let complaints = [&case.complaint.slots].into_iter().chain(case.parties.iter().map(|party| &party.slots));
    let mut faults = Vec::new();
    for (slot, value) in complaints.flatten() {
        let own = self::bare(value);
        let whole = own.chars().count() >= 2 && bare.contains(&own) && tells(*slot);
        let digits = runs(&own).into_iter().filter(|_| is_number(*slot)).any(|run| {
            let ends = (OWN_DIGITS..=run.len()).flat_map(|length| run.as_bytes().windows(length));
            ends.into_iter().any(|end| runs(bare).iter().any(|ours| ours.as_bytes() == end))
        });
        if whole || digits {
            faults.push(format!("有这件诉求的{}，请改掉。", slot.label()));
        }
    }
    faults.dedup();
    faults
}

/// Whether the fact tells who it was. What was asked for and whether a court has it is known of many.
fn tells(slot: Slot) -> bool {
    !matches!(slot, Slot::Wish | Slot::Court | Slot::Confidential | Slot::Headcount)
}

fn is_number(slot: Slot) -> bool {
    matches!(slot, Slot::Phone | Slot::Plate | Slot::Order)
}

/// Everything that citizens of the case wrote.
fn own_texts(case: &Case) -> impl Iterator<Item = &str> {
    std::iter::once(case.complaint.text.as_str()).chain(case.parties.iter().map(|party| party.text.as_str()))
}

/// Whether so many characters in a row stand in both.
fn shares(words: &str, own: &str) -> bool {
    let words: Vec<char> = words.chars().collect();
    let own: Vec<char> = own.chars().collect();
    let pieces: std::collections::BTreeSet<&[char]> = own.windows(OWN_WORDS).collect();
    words.windows(OWN_WORDS).any(|piece| pieces.contains(piece))
}
