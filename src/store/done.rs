//! How far work on a whole store has come 进度: copied, compared, verified or made anew, record by record or case by case.

use std::fmt;

/// Of every so many one is told.
const EVERY: u64 = 1000;

/// So much is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Records copied 已复制.
    Copied(u64),
    /// Records compared with those that they were made of 已比对.
    Compared(u64),
    /// Records of the audit chain looked at 已核验.
    Verified(u64),
    /// Cases made anew 已重建.
    Remade(u64),
}

/// Hears how far it has come, now and then.
pub type Hear<'h> = &'h mut (dyn FnMut(Done) + Send);

impl Done {
    /// Tells it, if it is time to.
    pub(super) fn tell(self, hear: Hear<'_>) {
        if self.count().is_multiple_of(EVERY) {
            hear(self);
        }
    }

    /// How many.
    pub fn count(self) -> u64 {
        match self {
            Self::Copied(count) | Self::Compared(count) | Self::Verified(count) | Self::Remade(count) => count,
        }
    }
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Copied(count) => write!(f, "已复制 {count} 条记录"),
            Self::Compared(count) => write!(f, "已比对 {count} 条记录"),
            Self::Verified(count) => write!(f, "已核验 {count} 条记录"),
            Self::Remade(count) => write!(f, "已重建 {count} 件工单"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_thousandth_is_told() {
        let mut told = Vec::new();
        (1..=2500).for_each(|count| Done::Copied(count).tell(&mut |done| told.push(done.to_string())));
        assert_eq!(told, ["已复制 1000 条记录", "已复制 2000 条记录"]);
        assert_eq!(Done::Remade(7).to_string(), "已重建 7 件工单");
    }
}
