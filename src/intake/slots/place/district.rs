//! Whose ground it is 辖区: the district and the street of a text. Of several that are named it is the one of the place where the
//! matter happens, not that of the writer's 户籍 or of a company's seat, nor that of an office that is only named.

use std::collections::BTreeSet;
use std::ops::Range;

use regex::Regex;

use super::names::Names;
use super::words::Sort;
use super::{Known, regular};
use crate::classify::scan::View;
use crate::intake::slots::text::{head, tail};

/// How many characters before a name tell what it is there for.
const BEFORE: usize = 10;

/// How many characters behind it.
const AFTER: usize = 12;

/// What a text says of where it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    /// The district, where one is clear.
    pub district: Option<String>,
    /// The street or the town in that district, where one is named or known.
    pub street: Option<String>,
    /// The districts that were named alike, where none is clear; in the order of the text.
    pub unclear: Vec<String>,
}

/// What a place is named for, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    /// Where somebody comes from or is registered, where a company has its seat.
    Origin,
    /// Part of an office's name: 城东区政府.
    Office,
    /// Named, and nothing else is said.
    Named,
    /// In the words of the place that the text is about.
    Place,
    /// Said to be where it happens.
    Happens,
}

/// One name of a district, or of a place that lies in one.
#[derive(Clone, Debug)]
struct Mention<'k> {
    span: Range<usize>,
    known: &'k Known,
    part: Part,
}

/// Tells districts.
#[derive(Debug)]
pub(super) struct Grounds {
    origin: Regex,
    happens: Regex,
    joint: Regex,
}

impl Grounds {
    pub(super) fn new() -> Self {
        Self {
            origin: regular(
                "(?:户籍|户口|籍贯|老家|祖籍|家住|现住|租住|居住|暂住|我住|住址|家住址|住在|我是|本人是|我们是|来自|注册|登记|总部|总公司|营业执照|公司地址|公司位于|单位在|公司在|原来在|以前在|之前在|曾在|搬到|搬去|购房在)[^，。；,;!?]{0,4}$",
            ),
            happens: regular(
                "(?:发生在|发生地点?是?|事发地?点?在?|事发|地点在?是?:?|位置在?是?:?|现场在|出现在|事情在|就在|目前在|现在在)$",
            ),
            joint: regular("^(?:[和与跟及、/]|以及|到|至|往|去|或者?|还是)$"),
        }
    }

    /// The ground of `text`, whose place stands at `place`.
    pub(super) fn of<'k>(
        &self,
        text: &str,
        found: impl Iterator<Item = (Range<usize>, &'k Known)>,
        place: Option<&Range<usize>>,
        office: &Regex,
    ) -> Ground {
        let mentions: Vec<Mention<'k>> =
            found.map(|(span, known)| Mention { part: self.part(text, &span, known, place, office), span, known }).collect();
        let telling = telling(&mentions);
        let named: BTreeSet<&str> = telling.iter().filter_map(|mention| mention.known.district.as_deref()).collect();
        let Some(last) = telling.last().and_then(|mention| mention.known.district.clone()) else { return Ground::default() };
        if named.len() > 1 && self.are_alike(text, &telling) {
            let mut unclear: Vec<String> = Vec::new();
            for district in telling.iter().filter_map(|mention| mention.known.district.clone()) {
                if !unclear.contains(&district) {
                    unclear.push(district);
                }
            }
            return Ground { unclear, ..Ground::default() };
        }
        let streets = mentions.iter().filter(|mention| mention.known.street.is_some() && mention.part > Part::Origin);
        let street = streets.filter(|mention| mention.known.district.as_ref() == Some(&last)).max_by_key(|mention| mention.part);
        let street = street.and_then(|mention| mention.known.street.clone());
        Ground { district: Some(last), street, unclear: Vec::new() }
    }

    fn part(&self, text: &str, span: &Range<usize>, known: &Known, place: Option<&Range<usize>>, office: &Regex) -> Part {
        let before = tail(&text[..span.start], BEFORE);
        let is_office = matches!(known.sort, Sort::District | Sort::Area) && office.is_match(head(&text[span.end..], AFTER));
        let in_place = place.is_some_and(|place| place.start <= span.start && span.end <= place.end);
        match () {
            () if self.happens.is_match(before) => Part::Happens,
            () if self.origin.is_match(before) => Part::Origin,
            () if is_office => Part::Office,
            () if in_place => Part::Place,
            () => Part::Named,
        }
    }

    /// Whether two districts are named in one breath, so that neither is the last word: 城东区和江北区.
    fn are_alike(&self, text: &str, mentions: &[&Mention<'_>]) -> bool {
        mentions.windows(2).any(|two| {
            let apart = two[0].known.district != two[1].known.district;
            apart && text.get(two[0].span.end..two[1].span.start).is_some_and(|between| self.joint.is_match(between.trim()))
        })
    }
}

/// The mentions that tell the district: what is said to be where it happens; else the districts that are called by name,
/// which go before what the gazetteer infers, because a road's name may stand in two of them; else the places.
fn telling<'m, 'k>(mentions: &'m [Mention<'k>]) -> Vec<&'m Mention<'k>> {
    let outright = |mention: &&Mention<'_>| mention.known.sort == Sort::District;
    let happens: Vec<_> = mentions.iter().filter(|mention| mention.part == Part::Happens).collect();
    let called: Vec<_> = mentions.iter().filter(outright).filter(|mention| mention.part > Part::Office).collect();
    let all = if !happens.is_empty() {
        happens
    } else if !called.is_empty() {
        called
    } else {
        mentions.iter().collect()
    };
    let best = all.iter().map(|mention| mention.part).max();
    let best: Vec<_> = all.into_iter().filter(|mention| Some(mention.part) == best).collect();
    if best.iter().any(outright) { best.into_iter().filter(outright).collect() } else { best }
}

/// Whether a district's name at `span` is meant: 城东区, or 城东 that is not the beginning of a longer name.
pub(super) fn is_whole(ends: View<'_, '_>, span: &Range<usize>, names: &Names) -> bool {
    ends.text()[span.clone()].ends_with(['区', '县']) || names.cut_at(ends, span.end)
}
