//! The room on a disk 磁盘空间.

/// The room on a disk, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// What is free for this program.
    pub free: u64,
    /// What there is.
    pub all: u64,
}

impl Room {
    /// A store that has stopped writing is opened again once its disk takes so much.
    pub const LEAST: u64 = 8 << 20;

    /// Less than this is little, whatever the size of the disk …
    const LITTLE: u64 = 1 << 30;
    /// … and so is less than one part in so many.
    const PART: u64 = 20;

    /// Whether somebody should make room: less than 5 % of the disk, or less than 1 GiB.
    pub fn is_low(self) -> bool {
        self.free < Self::LITTLE || self.free < self.all / Self::PART
    }
}
