//! Where two matters are 地点: the district, the names and the numbers in the words of a place, and how near two of them are.

use super::hash;

mod read;

/// The most names of one place that are compared: 解放路与人民路交叉口, a market beside it.
const NAMES: usize = 4;

/// How far apart two house numbers of one road still are neighbours.
const NEIGHBOURS: u16 = 20;

/// A place taken apart into words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// 区、县
    pub district: Option<String>,
    /// What is named, in the order of the words: roads, estates, villages, shops.
    pub names: Vec<Name>,
    /// The number of the house on its road.
    pub number: Option<u16>,
    /// The number of the block in its estate.
    pub block: Option<u16>,
}

/// One name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The words, without what may as well be left out: 阳光花园小区 is 阳光花园.
    pub words: String,
    /// 路、街、大道: long, so that having it in common says less.
    pub is_road: bool,
}

impl Place {
    /// The words of a place, taken apart.
    pub(super) fn of(words: &str) -> Self {
        read::read(words)
    }
}

/// The name of the place in these words, an estate or a shop before its road, without house, block and door: what may be told
/// where nobody's address may. None where no name stands there.
pub fn place_name(place: &str) -> Option<String> {
    // 12号门 is a door, and no name.
    let is_name = |name: &&Name| !name.words.starts_with(|c: char| c.is_ascii_digit());
    let names = Place::of(place).names;
    let named = names.iter().filter(is_name).find(|name| !name.is_road).or(names.iter().find(is_name));
    // A block's number that was written without its 栋 is a door to whoever lives there.
    let words = named.map(|name| name.words.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned());
    // What is compared leaves 小区 out; what is read has it.
    let estate = |words: String| if place.contains(&format!("{words}小区")) { words + "小区" } else { words };
    words.filter(|words| words.chars().count() >= 2).map(estate)
}

/// A place as it is compared: nothing but numbers, so that a great many are kept in little memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    district: u32,
    roads: [u32; NAMES],
    others: [u32; NAMES],
    number: Option<u16>,
    block: Option<u16>,
}

/// How near two places are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// Two different places.
    Elsewhere,
    /// One of them is not known, or they cannot be compared.
    Unknown,
    /// The same road or estate, at another number or block.
    Apart,
    /// The same road, not far.
    Near,
    /// The same place, as far as the words say.
    Same,
}

impl Spot {
    /// The place as it is compared.
    pub(super) fn of(place: &Place) -> Self {
        let names = |is_road: bool| {
            let mut hashes = [0; NAMES];
            let named = place.names.iter().filter(|name| name.is_road == is_road);
            hashes.iter_mut().zip(named).for_each(|(slot, name)| *slot = hashed(&name.words));
            hashes
        };
        let district = place.district.as_deref().map_or(0, hashed);
        Self { district, roads: names(true), others: names(false), number: place.number, block: place.block }
    }

    /// What two cases at one place are found by.
    pub(super) fn keys(&self) -> impl Iterator<Item = u32> {
        self.roads.into_iter().chain(self.others).filter(|name| *name != 0).map(|name| hash(b'p', u64::from(name)))
    }

    /// How near the other place is.
    pub(super) fn nearness(&self, other: &Self) -> Nearness {
        let roads = Shared::of(&self.roads, &other.roads);
        let others = Shared::of(&self.others, &other.others);
        if self.district != 0 && other.district != 0 && self.district != other.district {
            return Nearness::Elsewhere;
        }
        if roads.count + others.count == 0 {
            return if roads.differ || others.differ { Nearness::Elsewhere } else { Nearness::Unknown };
        }
        let blocks_differ = matches!((self.block, other.block), (Some(a), Some(b)) if a != b);
        let far = matches!((self.number, other.number), (Some(a), Some(b)) if a.abs_diff(b) > NEIGHBOURS);
        let beside = matches!((self.number, other.number), (Some(a), Some(b)) if a != b);
        if others.count > 0 {
            return if blocks_differ { Nearness::Apart } else { Nearness::Same };
        }
        // Two crossings of one road, and two houses or estates on it, are two places.
        if far || blocks_differ || others.differ || (roads.count == 1 && roads.differ && roads.of_both >= 4) {
            return Nearness::Apart;
        }
        let precise = |spot: &Self| spot.number.is_some() || spot.others[0] != 0 || spot.roads[1] != 0;
        if beside || precise(self) != precise(other) { Nearness::Near } else { Nearness::Same }
    }
}

/// What two lists of names have in common.
struct Shared {
    count: usize,
    /// Both have names, and not all are shared.
    differ: bool,
    /// How many names both have together.
    of_both: usize,
}

impl Shared {
    fn of(a: &[u32; NAMES], b: &[u32; NAMES]) -> Self {
        let named = |names: &[u32; NAMES]| names.iter().filter(|name| **name != 0).count();
        let count = a.iter().filter(|name| **name != 0 && b.contains(name)).count();
        let (left, right) = (named(a), named(b));
        Self { count, differ: left > 0 && right > 0 && count < left.max(right), of_both: left + right }
    }
}

fn hashed(words: &str) -> u32 {
    super::text_hash(words).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearness(a: &str, b: &str) -> Nearness {
        Spot::of(&Place::of(a)).nearness(&Spot::of(&Place::of(b)))
    }

    #[test]
    fn places_are_compared_by_name_and_number() {
        use Nearness::{Apart, Elsewhere, Near, Same, Unknown};
        for (a, b, expected) in [
            ("和煦大道", "江北区和煦大道", Same),
            ("江北区和煦大道", "高新区和煦大道", Elsewhere),
            ("解放路12号门口", "城东区解放路12号", Same),
            ("解放路12号", "解放路18号", Near),
            ("解放路12号", "解放路288号", Apart),
            ("解放路", "解放路12号", Near),
            ("解放路", "人民路", Elsewhere),
            ("解放路与人民路交叉口", "人民路和解放路路口", Same),
            ("解放路与人民路交叉口", "解放路与文庙街交叉口", Apart),
            ("阳光花园3栋", "阳光花园小区", Same),
            ("阳光花园3栋", "阳光花园9栋", Apart),
            ("阳光花园三栋", "阳光花园小区3号楼", Same),
            ("阳光花园", "锦绣家园", Elsewhere),
            ("阳光花园", "解放路", Unknown),
            ("解放路阳光花园", "解放路锦绣家园", Apart),
            ("老王超市门口", "老王超市旁边", Same),
            ("", "解放路", Unknown),
            ("楼下", "楼下", Unknown),
            ("柳林镇大湾村", "大湾村三组", Same),
            ("柳林镇大湾村", "柳林镇小湾村", Elsewhere),
        ] {
            assert_eq!(nearness(a, b), expected, "{a} / {b}: {:?} / {:?}", Place::of(a), Place::of(b));
            assert_eq!(nearness(b, a), expected, "{b} / {a}");
        }
    }
}
