//! One line of a script 剧本的一行.

use super::{Count, Move, Person, Piece, PieceKind, Trick, What};
use crate::domain::complaint::EvidenceKind;
use crate::domain::staff::Role;

/// The signs between who and what, each with its full-width form. `<!` and `<1x` begin with `<`.
const SIGNS: [(char, char); 4] = [('>', '＞'), ('!', '！'), ('+', '＋'), ('<', '＜')];

/// What this line means; nothing when it is blank or a comment.
pub(super) fn read(source: &str) -> Result<Option<What>, String> {
    let line = source.trim();
    if line.is_empty() || line.starts_with('#') || line.starts_with('＃') {
        return Ok(None);
    }
    if line.starts_with(['@', '＠']) {
        return Ok(Some(What::Clock(moves(line)?)));
    }
    let (subject, sign, rest) = split(line).ok_or_else(|| {
        "看不懂这一行。可以写：@时间、角色 > 说的话、角色 ! 按钮、角色 + photo、角色 < 应收到、角色 <! 不应收到、case < 状态、outbox < empty；\
         角色例如 citizen:王、dispatcher、handler:城管局。"
            .to_owned()
    })?;
    let (subject, rest) = (subject.trim(), rest.trim());
    match subject.split_once([':', '：']).map_or((subject, None), |(role, who)| (role.trim(), Some(who.trim()))) {
        ("case" | "工单", which) => about_case(which, sign, rest),
        ("outbox" | "发件箱", None) => outbox(sign, rest),
        ("system" | "系统", None) => system(sign, rest),
        (role, who) => by_person(person(role, who)?, sign, rest),
    }
    .map(Some)
}

/// What stands before the first sign, the sign, and what follows.
fn split(line: &str) -> Option<(&str, char, &str)> {
    line.char_indices().find_map(|(at, c)| {
        let (sign, _) = SIGNS.iter().find(|(half, full)| *half == c || *full == c)?;
        Some((&line[..at], *sign, &line[at + c.len_utf8()..]))
    })
}

fn moves(line: &str) -> Result<Vec<Move>, String> {
    let line = uncommented(line);
    line.split(['@', '＠']).map(str::trim).filter(|part| !part.is_empty()).map(Move::read).collect()
}

/// Without a comment at its end: `@+2h   # two hours`. What somebody says keeps its signs: 3# 楼.
fn uncommented(line: &str) -> &str {
    let mut comments =
        line.match_indices('#').filter(|(at, _)| line[..*at].ends_with(char::is_whitespace) && line[at + 1..].starts_with(' '));
    comments.next().map_or(line, |(at, _)| line[..at].trim_end())
}

fn person(role: &str, who: Option<&str>) -> Result<Person, String> {
    let known = match role {
        "citizen" | "诉求人" | "市民" => None,
        name => Some(Role::named(name).ok_or_else(|| {
            format!("没有“{name}”这个角色。角色有 citizen、dispatcher、handler:部门、leader:部门、supervisor、auditor、administrator。")
        })?),
    };
    let who = who.filter(|who| !who.is_empty());
    if !known.is_some_and(Role::is_of_department) {
        return Ok(Person { role: known, department: None, name: who.map(str::to_owned) });
    }
    let who = who.ok_or_else(|| format!("{role} 要写明部门，例如 {role}:城管局；同一部门的第二个人写 {role}:城管局/李。"))?;
    let (department, name) = who.split_once(['/', '／']).map_or((who, None), |(unit, name)| (unit.trim(), Some(name.trim().to_owned())));
    let name = name.filter(|name| !name.is_empty());
    if department.is_empty() {
        return Err(format!("“{who}”缺部门名，例如 {role}:城管局/李。"));
    }
    Ok(Person { role: known, department: Some(department.to_owned()), name })
}

fn by_person(who: Person, sign: char, rest: &str) -> Result<What, String> {
    match sign {
        '>' if rest.is_empty() => Err(format!("{who} > 后面要写说的话。")),
        '>' => Ok(What::Says(who, unescaped(rest)?)),
        '!' => match uncommented(rest) {
            "" => Err(format!("{who} ! 后面要写按钮上的字，例如：{who} ! 确认。")),
            label => Ok(What::Presses(who, label.to_owned())),
        },
        '+' => pieces(uncommented(rest)).map(|pieces| What::Sends(who, pieces)),
        _ => {
            let (count, text) = counted(rest);
            match uncommented(text) {
                "" => Err(format!("{who} < 后面要写应收到的字，例如：{who} < 工单号。")),
                text => Ok(What::Got(who, count, unescaped(text)?)),
            }
        }
    }
}

/// `<!` none, `<2x` just two, `<` one or more.
fn counted(rest: &str) -> (Count, &str) {
    if let Some(text) = rest.strip_prefix(['!', '！']) {
        return (Count::None, text.trim());
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let exactly = rest[digits..].strip_prefix("x ").zip(rest[..digits].parse().ok());
    exactly.map_or((Count::Some, rest), |(text, count)| (Count::Exactly(count), text.trim()))
}

/// `photo`, `photo photo 两张`, `location 东门`: pieces, then the words that come with the first.
fn pieces(rest: &str) -> Result<Vec<Piece>, String> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut left = rest;
    loop {
        let word = left.split_whitespace().next().unwrap_or_default();
        let Some(kind) = kind(word) else { break };
        pieces.push(Piece { kind, caption: None });
        left = left[word.len()..].trim_start();
    }
    let Some(first) = pieces.first_mut() else {
        return Err(format!("“{rest}”不能发送。+ 后面写 photo、voice、video、file 或 location，后面可以跟说明文字。"));
    };
    if !left.is_empty() {
        first.caption = Some(unescaped(left)?);
    }
    Ok(pieces)
}

fn kind(word: &str) -> Option<PieceKind> {
    Some(match word {
        "photo" | "照片" | "图片" => PieceKind::Evidence(EvidenceKind::Photo),
        "voice" | "语音" => PieceKind::Evidence(EvidenceKind::Voice),
        "video" | "视频" => PieceKind::Evidence(EvidenceKind::Video),
        "file" | "document" | "文件" => PieceKind::Evidence(EvidenceKind::File),
        "location" | "位置" => PieceKind::Evidence(EvidenceKind::Location),
        "contact" | "电话" => PieceKind::Contact,
        "sticker" | "贴纸" => PieceKind::Sticker,
        _ => return None,
    })
}

fn about_case(which: Option<&str>, sign: char, rest: &str) -> Result<What, String> {
    let which = match which {
        None | Some("") => None,
        Some(place) => match place.parse() {
            Ok(place) if place > 0 => Some(place),
            _ => return Err(format!("“case:{place}”看不懂：冒号后面写剧本里的第几件工单，例如 case:2。")),
        },
    };
    let (holds, rest) = rest.strip_prefix(['!', '！']).map_or((true, rest), |rest| (false, rest));
    let words: Vec<String> = uncommented(rest).split_whitespace().map(str::to_owned).collect();
    match (sign, words.is_empty()) {
        ('<', false) => Ok(What::Case { which, holds, words }),
        _ => Err("工单只能这样写：case < 待签收 城管局（每个词都应当符合），或 case <! 黄牌（都不应当有）。".to_owned()),
    }
}

fn outbox(sign: char, rest: &str) -> Result<What, String> {
    match (sign, uncommented(rest)) {
        ('<', "empty" | "空") => Ok(What::OutboxEmpty),
        _ => Err("发件箱只能这样写：outbox < empty。".to_owned()),
    }
}

fn system(sign: char, rest: &str) -> Result<What, String> {
    let order = uncommented(rest);
    let trick = match (sign, order) {
        ('!', "restart" | "重启") => Trick::Restart,
        ('!', "away" | "停机") => Trick::Away,
        ('!', "back" | "恢复") => Trick::Back,
        ('!', "again" | "重发") => Trick::Again,
        _ => return about_rules(sign, order),
    };
    Ok(What::System(trick))
}

/// `profile beijing` and `migrate beijing`: the rules of new cases, and of those that are open.
fn about_rules(sign: char, order: &str) -> Result<What, String> {
    let trick = match order.split_once(char::is_whitespace).map(|(verb, name)| (sign, verb, name.trim().to_owned())) {
        Some(('!', "profile" | "规则", name)) => Trick::Profile(name),
        Some(('!', "migrate" | "规则变更", name)) => Trick::Migrate(name),
        _ => {
            return Err("系统只能这样写：system ! restart（重启）、away（停机）、back（恢复）、again（上一条消息再送一次）、\
                        profile beijing（重启，新工单按这套规则）或 migrate beijing（在办工单改按这套规则）。"
                .to_owned());
        }
    };
    Ok(What::System(trick))
}

/// The text with `\n` as a line break and `\300{…}` as that many times what stands between the braces.
fn unescaped(text: &str) -> Result<String, String> {
    let mut said = String::with_capacity(text.len());
    let mut left = text;
    while let Some((before, after)) = left.split_once('\\') {
        said.push_str(before);
        left = if let Some(rest) = after.strip_prefix('n') {
            said.push('\n');
            rest
        } else if let Some((times, again, rest)) = repeated(after) {
            if times > 10_000 {
                return Err(format!("\\{times}{{…}} 太多了，最多 10000 遍。"));
            }
            said.push_str(&again.repeat(times));
            rest
        } else {
            said.push('\\');
            after
        };
    }
    said.push_str(left);
    Ok(said)
}

fn repeated(text: &str) -> Option<(usize, &str, &str)> {
    let (times, rest) = text.split_once('{')?;
    let (again, rest) = rest.split_once('}')?;
    Some((times.parse().ok()?, again, rest))
}
