//! The ladder 催办阶梯 as a profile writes it (RULEBOOK §4).

use serde::{Deserialize, Serialize};

use crate::domain::case::LetterKind;
use crate::domain::span::{LimitKind, Span};

/// How often the end of a ladder repeats, where the profile does not say.
const AGAIN: Span = Span::Workdays(5);

/// What a rung of the ladder does 催办阶梯.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RungKind {
    /// 提醒
    Reminder,
    /// 催办
    Urging,
    /// 黄牌
    Yellow,
    /// 红牌
    Red,
    /// 查询函
    Inquiry,
    /// 督查通知书
    Notice,
    /// 督查情况通报
    Bulletin,
}

impl RungKind {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Reminder => "提醒",
            Self::Urging => "催办",
            Self::Yellow => "黄牌",
            Self::Red => "红牌",
            Self::Inquiry => "查询函",
            Self::Notice => "督查通知书",
            Self::Bulletin => "督查情况通报",
        }
    }

    /// Whether it is a card, which is recorded against the unit and the person responsible.
    pub fn is_card(self) -> bool {
        matches!(self, Self::Yellow | Self::Red)
    }

    /// The letter that it issues.
    pub fn letter(self) -> Option<LetterKind> {
        match self {
            Self::Inquiry => Some(LetterKind::Inquiry),
            Self::Notice => Some(LetterKind::Notice),
            Self::Bulletin => Some(LetterKind::Bulletin),
            Self::Reminder | Self::Urging | Self::Yellow | Self::Red => None,
        }
    }
}

/// Who hears of a rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hearer {
    /// Whoever holds the case: the unit's handlers, or the dispatchers.
    Holder,
    /// 分管领导
    Leader,
    /// 单位主要负责人: the leaders of the unit, and of the unit above it.
    Head,
    /// 督办员
    Supervisor,
    /// 协办单位
    CoUnits,
    /// 诉求人
    Citizen,
}

impl Hearer {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::Holder => "经办人",
            Self::Leader => "分管领导",
            Self::Head => "主要负责人",
            Self::Supervisor => "督办员",
            Self::CoUnits => "协办单位",
            Self::Citizen => "诉求人",
        }
    }
}

/// One rung: for which limit, when, what, and who hears of it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rung {
    /// Its name within the profile; a rung is climbed once per limit, one that repeats once per number.
    pub id: String,
    /// The limit that it watches.
    pub limit: LimitKind,
    /// What it does.
    pub rung: RungKind,
    /// What people call it, where it has a name of its own: 橙色预警.
    #[serde(default)]
    pub title: Option<String>,
    /// When.
    pub at: RungTime,
    /// Again each time this much has passed, until the case moves; once when left out.
    #[serde(default)]
    pub every: Option<Span>,
    /// Only for limits of this length; both when left out.
    #[serde(default)]
    pub only: Option<Length>,
    /// Who hears of it.
    pub to: Vec<Hearer>,
}

/// Limits of hours, and limits of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// Hours: up to 24 natural hours, or working hours.
    Hours,
    /// Days.
    Days,
}

/// When a rung is due, written `50%`, `-1wd`, `due` or `+1wd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RungTime {
    /// When this percentage of the limit is used.
    Share(u32),
    /// Before its end.
    Before(Span),
    /// At its end.
    Due,
    /// After its end.
    After(Span),
}

impl<'de> Deserialize<'de> for RungTime {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let span = |text: &str| text.parse().map_err(serde::de::Error::custom);
        if text == "due" {
            Ok(Self::Due)
        } else if let Some(before) = text.strip_prefix('-') {
            span(before).map(Self::Before)
        } else if let Some(after) = text.strip_prefix('+') {
            span(after).map(Self::After)
        } else {
            let percent = text.strip_suffix('%').and_then(|n| n.parse().ok()).filter(|n| (1..=99).contains(n));
            percent.map(Self::Share).ok_or_else(|| {
                serde::de::Error::custom(format!("“{text}”不是催办时点，请写成 50%、-1wd（到期前）、due（到期时）或 +1wd（到期后）"))
            })
        }
    }
}

/// A rung that repeats every working day comes to this number after forty years.
const MOST_STEPS: u32 = 10_000;

impl Rung {
    /// What people call it.
    pub fn label(&self) -> &str {
        self.title.as_deref().unwrap_or_else(|| self.rung.label())
    }

    /// The name under which it is climbed for the `number`-th time: `handle-again`, then `handle-again#2`.
    pub fn step(&self, number: u32) -> String {
        if number == 1 { self.id.clone() } else { format!("{}#{number}", self.id) }
    }

    /// The how-manieth time of this rung a name says; none when it is another rung's. Only a rung that repeats has a second.
    pub fn number_of(&self, step: &str) -> Option<u32> {
        let rest = step.strip_prefix(&self.id)?;
        if rest.is_empty() {
            return Some(1);
        }
        self.every?;
        rest.strip_prefix('#')?.parse().ok().filter(|number| (2..=MOST_STEPS).contains(number))
    }

    /// The rung of a limit for which the ladder has none: no limit may pass without anybody hearing of it.
    pub(super) fn fallback(limit: LimitKind) -> Self {
        let (id, to) = (format!("{}-due", limit.name()), vec![Hearer::Holder, Hearer::Supervisor]);
        Self { id, limit, rung: RungKind::Urging, title: None, at: RungTime::Due, every: None, only: None, to }
    }

    /// The end of a ladder that has none of its own: who holds the case and the supervisors are urged again and again until
    /// it moves. No case lies still because its last rung was climbed.
    pub(super) fn last(limit: LimitKind) -> Self {
        let id = format!("{}-again", limit.name());
        Self { id, at: RungTime::After(AGAIN), every: Some(AGAIN), ..Self::fallback(limit) }
    }
}
