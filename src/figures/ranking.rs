//! The order of units 排名 by the three rates 三率 (RULEBOOK §10), in three bands of 30 %, 40 % and 30 %, neighbours at least one
//! point apart (胶州).

use crate::domain::ids::DepartmentId;
use crate::domain::profile::Weights;

use super::measure::Measure;
use super::table::Sums;

/// The part of the order that a unit is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// 第一档: the first 30 %.
    First,
    /// 第二档: the 40 % between.
    Second,
    /// 第三档: the last 30 %.
    Third,
}

impl Band {
    /// The Chinese term.
    pub fn label(self) -> &'static str {
        match self {
            Self::First => "第一档",
            Self::Second => "第二档",
            Self::Third => "第三档",
        }
    }

    /// How many of so many units are in each band: the whole parts of 30, 40 and 30 %, and what is left over goes to the
    /// greatest remainders, of equal ones to the middle first, then to the top. Of one unit it is in the middle, of two one is
    /// in the first band and one in the second.
    pub fn sizes(units: usize) -> [usize; 3] {
        let shares = [30, 40, 30].map(|percent| units * percent);
        let mut sizes = shares.map(|share| share / 100);
        let mut bands = [1, 0, 2];
        bands.sort_by_key(|&band| std::cmp::Reverse(shares[band] % 100));
        let left = units - sizes.iter().sum::<usize>();
        bands.into_iter().take(left).for_each(|band| sizes[band] += 1);
        sizes
    }
}

/// A unit's place.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// From 1.
    pub rank: usize,
    /// Which unit.
    pub unit: DepartmentId,
    /// The three rates, weighed: 0 to 100.
    pub composite: f64,
    /// What is published: at least one point below the unit before.
    pub points: f64,
    /// The part of the order.
    pub band: Band,
    /// Its facts.
    pub sums: Sums,
}

/// A unit with too few cases to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Unranked {
    /// Which unit.
    pub unit: DepartmentId,
    /// The three rates, weighed, where all of them are known.
    pub composite: Option<f64>,
    /// Its facts.
    pub sums: Sums,
}

/// The order of units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// The best first.
    pub places: Vec<Place>,
    /// Those that are not compared, by their names.
    pub unranked: Vec<Unranked>,
}

impl Ranking {
    /// A unit with fewer answered follow-ups or fewer judged tasks than this is listed and not ranked: one citizen's word would
    /// move it by more than a band.
    pub const FEWEST: u64 = 5;

    /// The least distance of neighbours, in points.
    pub const APART: f64 = 1.0;

    /// The three rates in points, weighed: 响应率, 解决率 and 满意率. None where one of them is not known.
    pub fn composite(sums: &Sums, weights: &Weights) -> Option<f64> {
        let [response, solved, satisfied] = Measure::THREE.map(|measure| sums.rate(measure).percent());
        let weighed = [(response, weights.response), (solved, weights.solved), (satisfied, weights.satisfied)];
        let whole: u32 = weighed.iter().map(|(_, weight)| weight).sum();
        let sum = weighed.into_iter().map(|(rate, weight)| Some(rate? * f64::from(weight))).sum::<Option<f64>>()?;
        (whole > 0).then(|| sum / f64::from(whole))
    }

    /// The order of these units. The higher composite goes first; of equal ones the one with more judged tasks, for it did as
    /// well with more work; then the one whose identifier comes first. The first keeps its composite as its points; each of the
    /// others gets its own, or one point less than the unit before where it comes nearer than that. The order, and who is in
    /// which band, is never changed by it.
    pub fn of(units: Vec<(DepartmentId, Sums)>, weights: &Weights, fewest: u64) -> Self {
        let enough = |sums: &Sums| Measure::THREE.iter().all(|measure| sums.rate(*measure).of >= fewest.max(1));
        let (mut ranked, mut unranked) = (Vec::new(), Vec::new());
        for (unit, sums) in units {
            match Self::composite(&sums, weights) {
                Some(composite) if enough(&sums) => ranked.push((unit, composite, sums)),
                composite => unranked.push(Unranked { unit, composite, sums }),
            }
        }
        let tasks = |sums: &Sums| sums.rate(Measure::Responded).of;
        ranked.sort_by(|(unit, composite, sums), (other, others, other_sums)| {
            others.total_cmp(composite).then_with(|| tasks(other_sums).cmp(&tasks(sums))).then_with(|| unit.cmp(other))
        });
        unranked.sort_by(|one, other| one.unit.cmp(&other.unit));
        Self { places: places(ranked), unranked }
    }
}

fn places(ranked: Vec<(DepartmentId, f64, Sums)>) -> Vec<Place> {
    let [first, second, _] = Band::sizes(ranked.len());
    let mut before = f64::INFINITY;
    let place = |(i, (unit, composite, sums)): (usize, (DepartmentId, f64, Sums))| {
        before = composite.min(before - Ranking::APART);
        let band = match i {
            i if i < first => Band::First,
            i if i < first + second => Band::Second,
            _ => Band::Third,
        };
        Place { rank: i + 1, unit, composite, points: before, band, sums }
    };
    ranked.into_iter().enumerate().map(place).collect()
}
