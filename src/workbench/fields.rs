//! Reading fields out of a reply 读取表单: labelled anywhere (理由：…), one line each, or one free sentence.

use super::dates;
use crate::domain::case::Case;
use crate::domain::conversation::Form;
use crate::domain::decide::Ctx;
use crate::domain::form::Field;

/// The fields found in `text`, by name; a basis that says that there is none is no basis, and is asked for again.
pub(super) fn read(form: &Form, before: &[(String, String)], text: &str, case: &Case, ctx: &Ctx<'_>) -> Vec<(&'static str, String)> {
    let mut found = found(form, before, text, case, ctx);
    found.retain(|(name, value)| *name != BASIS || !is_no_basis(value));
    found
}

/// The field that must name a rule, a duty or an agreement.
const BASIS: &str = "依据";

/// 无, 没依据: said instead of a basis.
fn is_no_basis(value: &str) -> bool {
    const NONE: [&str; 20] = [
        "无",
        "没",
        "没有",
        "暂无",
        "没依据",
        "没有依据",
        "无依据",
        "不知道",
        "不清楚",
        "不详",
        "略",
        "无法律依据",
        "没有法律依据",
        "没什么依据",
        "同上",
        "见上",
        "没有规定",
        "没规定",
        "依据",
        "依据无",
    ];
    let bare: String = value.chars().filter(|c| c.is_alphanumeric()).collect();
    bare.is_empty() || NONE.contains(&bare.as_str())
}

/// Labels come first; without any, lines fill the open fields in order; one line that has to fill several is read for what
/// each of them looks like.
fn found(form: &Form, before: &[(String, String)], text: &str, case: &Case, ctx: &Ctx<'_>) -> Vec<(&'static str, String)> {
    let mut labelled = labelled(form.fields(), text);
    if !labelled.is_empty() {
        // What was written without a label is read for what the labels left open.
        let open: Vec<&Field> = form
            .fields()
            .iter()
            .filter(|field| !field.optional && !before.iter().chain(&owned(&labelled)).any(|(name, _)| name == field.name))
            .collect();
        let free = unlabelled(form.fields(), text);
        if text.lines().count() == 1 && open.len() < form.fields().len() && !open.is_empty() && !free.is_empty() {
            labelled.extend(inferred(form, &open, &free, case, ctx));
        }
        return labelled;
    }
    let open: Vec<&Field> = form.fields().iter().filter(|field| !before.iter().any(|(name, _)| name == field.name)).collect();
    let needed: Vec<&&Field> = open.iter().filter(|field| !field.optional).collect();
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    match (lines.as_slice(), needed.as_slice()) {
        ([], _) => Vec::new(),
        // Another number of days than the one that was refused or written before.
        (_, [only]) if *form == Form::Extension && only.name != "天数" && is_span(text) => {
            workdays(text).map(|days| ("天数", days.to_string())).into_iter().collect()
        }
        // One thing is wanting, and everything that was written is it.
        (_, [only]) => vec![(only.name, lines.join("\n"))],
        ([line], _) => inferred(form, &open, line, case, ctx),
        (lines, _) => in_order(&open, lines),
    }
}

fn owned(found: &[(&'static str, String)]) -> Vec<(String, String)> {
    found.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

/// Line by line; what is over belongs to the last field.
fn in_order(open: &[&Field], lines: &[&str]) -> Vec<(&'static str, String)> {
    let last = open.len().saturating_sub(1);
    let mut filled: Vec<(&'static str, String)> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        match (open.get(i), filled.get_mut(last)) {
            (Some(field), _) => filled.push((field.name, (*line).to_owned())),
            (None, Some((_, value))) => {
                value.push('\n');
                value.push_str(line);
            }
            (None, None) => {}
        }
    }
    filled
}

fn labelled(fields: &[Field], text: &str) -> Vec<(&'static str, String)> {
    let mut marks: Vec<(usize, usize, &'static str)> = Vec::new();
    for field in fields {
        let names = [field.name].into_iter().chain(field.aliases.iter().copied());
        let mark = names.flat_map(|name| text.match_indices(name).map(move |(start, _)| (start, start + name.len()))).filter_map(
            |(start, end)| {
                // 建议单位： must not be taken for 单位：.
                let alone = text[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric() || c.is_ascii_digit());
                let after = alone.then(|| label_end(text, start, end)).flatten()?;
                Some((start, after, field.name))
            },
        );
        marks.extend(mark.min_by_key(|(start, ..)| *start));
    }
    marks.sort_unstable();
    let ends: Vec<usize> = marks.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]).collect();
    let value = |from: usize, to: usize| text[from.min(to)..to].trim().trim_end_matches(['；', ';', '，', ',']).to_owned();
    let found = marks.iter().zip(ends).map(|((_, from, name), to)| (*name, value(*from, to)));
    found.filter(|(_, value)| !value.is_empty()).collect()
}

/// The clauses that no label begins: 办理结果：按规定处理 says nothing of the basis.
fn unlabelled(fields: &[Field], text: &str) -> String {
    let clauses = text.split_inclusive(['，', ',', '。', '；', ';']);
    let names = || fields.iter().flat_map(|field| [field.name].into_iter().chain(field.aliases.iter().copied()));
    let begins = |clause: &str| names().any(|name| clause.starts_with(name)) && !labelled(fields, clause).is_empty();
    let free: String = clauses.filter(|clause| !begins(clause.trim())).collect();
    bare(&free).to_owned()
}

/// Where the words behind a label begin: after its colon, or after a blank where the label begins a line or a clause, 理由 不归我们.
fn label_end(text: &str, start: usize, end: usize) -> Option<usize> {
    let next = text[end..].chars().next()?;
    let begins = text[..start].chars().next_back().is_none_or(|c| c.is_whitespace() || "；;，,。".contains(c));
    let ends = matches!(next, '：' | ':') || (begins && next.is_whitespace() && next != '\n');
    ends.then(|| end + next.len_utf8())
}

/// One free sentence: each field takes the clause that looks like it; the sentence itself is the reason or the result.
fn inferred(form: &Form, open: &[&Field], line: &str, case: &Case, ctx: &Ctx<'_>) -> Vec<(&'static str, String)> {
    let wants = |name: &str| open.iter().any(|field| field.name == name);
    let mut found: Vec<(&'static str, String)> = Vec::new();
    match form {
        Form::Return => {
            let others = ctx.directory.all().iter().filter(|unit| Some(&unit.id) != case.unit());
            let named = others
                .flat_map(|unit| [&unit.name, &unit.short].into_iter().chain(&unit.aliases).map(move |name| (name, unit)))
                .filter(|(name, _)| name.chars().count() >= 2 && line.contains(name.as_str()))
                .max_by_key(|(name, _)| name.chars().count());
            found.extend(named.map(|(_, unit)| ("建议单位", unit.short.clone())));
            found.extend(basis(line).map(|clause| ("依据", clause)));
            found.push(("理由", line.to_owned()));
        }
        Form::Resolve => {
            let contact = clause(line, &["联系", "电话", "告知", "当面", "上门", "回访", "沟通"]);
            let basis = basis(line).filter(|basis| !is_no_basis(basis));
            // What was said of the contact and the basis stands in their own fields, and not once more in the result.
            let taken = [&contact, &basis].map(|clause| clause.as_deref().unwrap_or_default());
            let result = without(line, &taken).unwrap_or_else(|| line.to_owned());
            found.extend(contact.map(|clause| ("联系情况", clause)));
            found.extend(basis.map(|clause| (BASIS, clause)));
            found.push(("办理结果", result));
        }
        Form::Extension => {
            found.extend(workdays(line).map(|days| ("天数", days.to_string())));
            let asking = |c: char| c.is_ascii_digit() || "个工作日天周星期礼拜，,、。 延期申请一二三四五六七八九十两".contains(c);
            let reason = line.trim_start_matches("再要").trim_start_matches(asking);
            found.extend((reason.chars().count() >= 2).then(|| ("理由", reason.to_owned())));
        }
        // 4月1日，等新设备; 新设备没到，4月1日办好.
        Form::ApplyOnFile | Form::PutOnFile => {
            found.extend(apart(line, |clause| dates::read(clause, ctx.now.date_naive()).is_some(), "日期", open));
        }
        // 城管局，占道的车挡住门口
        Form::ApplyCoUnit | Form::NameConflict | Form::Rule { to: None } if line.split(STOPS).any(|clause| is_unit(clause, ctx)) => {
            found.extend(apart(line, |clause| is_unit(clause, ctx), "单位", open));
        }
        Form::Suspend { .. } => found.extend(apart(line, is_span, "复核天数", open)),
        _ => found.extend(open.first().map(|field| (field.name, line.to_owned()))),
    }
    found.retain(|(name, _)| wants(name));
    found
}

/// The clause that looks like the field of this name, and all the others for the other field; a sentence without such a clause
/// is for the other field altogether.
fn apart(line: &str, looks: impl Fn(&str) -> bool, name: &'static str, open: &[&Field]) -> Vec<(&'static str, String)> {
    let other = open.iter().map(|field| field.name).find(|field| *field != name);
    let mut clauses = line.split(STOPS).map(str::trim).filter(|clause| !clause.is_empty());
    let Some(like) = clauses.find(|clause| looks(clause)) else {
        return other.map(|other| (other, line.to_owned())).into_iter().collect();
    };
    let rest = bare(&line.replacen(like, "", 1)).trim_start_matches(['，', ',', '；', ';', ' ']).to_owned();
    let rest = other.filter(|_| !rest.is_empty()).map(|other| (other, rest));
    [(name, like.to_owned())].into_iter().chain(rest).collect()
}

/// Where one thing that is written ends and the next begins.
const STOPS: [char; 6] = ['，', ',', '。', '；', ';', ' '];

fn is_unit(clause: &str, ctx: &Ctx<'_>) -> bool {
    ctx.directory.all().iter().any(|unit| unit.answers_to(clause.trim()))
}

/// 3个工作日, 两周: a number of days and little else.
fn is_span(clause: &str) -> bool {
    clause.chars().count() <= LONGEST_SPAN
        && ["日", "天", "周", "星期"].iter().any(|unit| clause.contains(unit))
        && workdays(clause).is_some()
}

/// The most characters of a clause that is a number of days.
const LONGEST_SPAN: usize = 10;

fn basis(line: &str) -> Option<String> {
    clause(line, &["依据", "根据", "按照", "《", "条例", "规定", "三定", "办法"])
}

/// The first clause that contains one of the words.
fn clause(line: &str, words: &[&str]) -> Option<String> {
    let clauses = line.split(['，', ',', '。', '；', ';']).map(str::trim);
    clauses.filter(|clause| !clause.is_empty()).find(|clause| words.iter().any(|word| clause.contains(word))).map(str::to_owned)
}

/// The clauses of the sentence without these; none when nothing would be left of it.
fn without(line: &str, taken: &[&str]) -> Option<String> {
    let clauses = line.split_inclusive(['，', ',', '。', '；', ';']);
    let left: String = clauses.filter(|clause| !taken.contains(&bare(clause))).collect();
    let left = bare(&left);
    (!left.is_empty()).then(|| left.to_owned())
}

fn bare(clause: &str) -> &str {
    clause.trim().trim_end_matches(['，', ',', '。', '；', ';']).trim()
}

/// How many working days the text means: 5, 五个工作日, 两周 (five a week). None where it names months or no number.
pub(super) fn workdays(text: &str) -> Option<u32> {
    let number = first_number(text)?;
    if ["周", "星期", "礼拜"].iter().any(|week| text.contains(week)) {
        return number.checked_mul(5);
    }
    (!text.contains("个月")).then_some(number)
}

/// The first number in the text, in Arabic digits or as one Chinese numeral up to ten.
fn first_number(text: &str) -> Option<u32> {
    const HAN: [char; 10] = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let digits: String = text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok().or_else(|| {
        text.chars()
            .find_map(|c| HAN.iter().position(|digit| *digit == c || (c == '两' && *digit == '二')))
            .and_then(|place| u32::try_from(place + 1).ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(form: &Form, text: &str) -> Vec<(&'static str, String)> {
        labelled(form.fields(), text)
    }

    #[test]
    fn what_stands_behind_a_label_belongs_to_it() {
        let fields = Form::Resolve.fields();
        assert_eq!(unlabelled(fields, "办理结果：按规定处理"), "");
        assert_eq!(unlabelled(fields, "联系情况：电话联系，换了灯泡，依据照明规定"), "换了灯泡，依据照明规定");
    }

    #[test]
    fn labels_need_no_colon() {
        let read = labels(&Form::Return, "理由 不归我们管 依据 三定方案第六条 建议单位 住建局");
        let wanted = [("理由", "不归我们管"), ("依据", "三定方案第六条"), ("建议单位", "住建局")];
        assert_eq!(read.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>(), wanted);
        assert_eq!(labels(&Form::Extension, "天数：5\n理由 配件未到"), [("天数", "5".to_owned()), ("理由", "配件未到".to_owned())]);
        assert!(labels(&Form::Return, "没有理由 就这样").is_empty());
    }

    #[test]
    fn none_is_no_basis() {
        for value in ["无", "没依据。", "没有", "暂无", "依据：无", "—"] {
            assert!(is_no_basis(value), "{value}");
        }
        for value in ["市容条例第十二条", "物业合同第三条", "无障碍设计规范"] {
            assert!(!is_no_basis(value), "{value}");
        }
    }

    #[test]
    fn contact_and_basis_are_not_said_twice() {
        let line = "已电话联系反映人，换了灯泡和线路，按照市政养护办法第八条办理。";
        let taken = ["已电话联系反映人", "按照市政养护办法第八条办理"];
        assert_eq!(without(line, &taken).as_deref(), Some("换了灯泡和线路"));
        assert_eq!(without("电话联系了", &["电话联系了"]), None);
    }
}
