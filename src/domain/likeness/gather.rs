//! Hot matters 热点: what came in one stretch of days, gathered into clusters of one matter each.

use std::collections::{HashMap, VecDeque};

use super::{Index, Trace};
use crate::domain::ids::CaseNumber;

/// How many of its like a new case is compared with before it joins one of their clusters.
const MOST: usize = 50;

/// Gathers cases as they come; what came more than `days` days before is not looked at any more.
#[derive(Debug, Default)]
pub struct Gathering {
    index: Index,
    days: i32,
    running: VecDeque<(i32, CaseNumber)>,
    cluster_of: HashMap<CaseNumber, usize>,
    clusters: Vec<Vec<CaseNumber>>,
}

impl Gathering {
    /// Nothing has come yet.
    pub fn new(days: u32) -> Self {
        let days = i32::try_from(days).unwrap_or(i32::MAX);
        Self { index: Index::default(), days, running: VecDeque::new(), cluster_of: HashMap::new(), clusters: Vec::new() }
    }

    /// The next case, which came no earlier than those before it. It joins the cluster of what it is most like, or begins one;
    /// gives back which.
    pub fn put(&mut self, number: CaseNumber, trace: Trace) -> usize {
        while let Some(&(day, old)) = self.running.front().filter(|(day, _)| trace.day - day > self.days) {
            debug_assert!(day <= trace.day);
            self.index.remove(old);
            self.running.pop_front();
        }
        let best = self.index.like(&trace, MOST).first().and_then(|like| self.cluster_of.get(&like.number)).copied();
        let cluster = best.unwrap_or_else(|| {
            self.clusters.push(Vec::new());
            self.clusters.len() - 1
        });
        self.clusters[cluster].push(number);
        self.cluster_of.insert(number, cluster);
        self.running.push_back((trace.day, number));
        self.index.put(number, trace, None);
        cluster
    }

    /// The clusters of at least `least` cases, the greatest first, of equals the oldest.
    pub fn clusters(mut self, least: usize) -> Vec<Vec<CaseNumber>> {
        self.clusters.retain(|cluster| cluster.len() >= least);
        self.clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.len()));
        self.clusters
    }
}
