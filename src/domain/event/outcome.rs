//! What came of asking the citizens 回访结果: one citizen's answer, or the count of many.

use serde::{Deserialize, Serialize};

use crate::domain::case::Satisfaction;

/// What came of asking the citizen 回访结果.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "said", deny_unknown_fields)]
pub enum Outcome {
    /// They answered both questions.
    Answered {
        /// 是否解决
        solved: bool,
        /// 是否满意
        satisfaction: Satisfaction,
        /// Why not, in their words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// They never answered: silence, never 满意.
    Silent,
    /// Many citizens on one case, each counted; whoever did not answer is silent.
    Voted(Count),
}

/// One citizen's answer to both questions 评价.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vote {
    /// 是否解决
    pub solved: bool,
    /// 是否满意
    pub satisfaction: Satisfaction,
    /// Why not, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Vote {
    /// Whether the matter is handled again for this: unsolved, or dissatisfied with a reason (RULEBOOK §2 重办).
    pub fn asks_for_redo(&self) -> bool {
        !self.solved || (self.satisfaction == Satisfaction::Dissatisfied && self.reason.is_some())
    }
}

/// The answers of many citizens on one case, counted; silence is counted apart and is never 满意.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// 已解决
    pub solved: u32,
    /// 未解决
    pub unsolved: u32,
    /// 满意
    pub satisfied: u32,
    /// 基本满意
    pub fair: u32,
    /// 不满意
    pub dissatisfied: u32,
    /// 未答复
    pub silent: u32,
}

impl Count {
    /// In one line, for people.
    pub fn words(&self) -> String {
        let Self { solved, unsolved, satisfied, fair, dissatisfied, silent } = self;
        format!("已解决{solved}、未解决{unsolved}；满意{satisfied}、基本满意{fair}、不满意{dissatisfied}；未答复{silent}（不计满意）")
    }

    /// The count of these votes; `asked` citizens were asked.
    pub fn of<'a>(votes: impl IntoIterator<Item = &'a Vote>, asked: usize) -> Self {
        let mut count = Self::default();
        for vote in votes {
            *(if vote.solved { &mut count.solved } else { &mut count.unsolved }) += 1;
            *(match vote.satisfaction {
                Satisfaction::Satisfied => &mut count.satisfied,
                Satisfaction::Fair => &mut count.fair,
                Satisfaction::Dissatisfied => &mut count.dissatisfied,
            }) += 1;
        }
        let asked = u32::try_from(asked).unwrap_or(u32::MAX);
        count.silent = asked.saturating_sub(count.solved + count.unsolved);
        count
    }
}
