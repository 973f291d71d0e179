//! Facts in free text 要素提取: where, when, who, what is asked for, and how to reach the writer (RULEBOOK §7).

mod about;
mod brands;
mod gates;
mod labels;
mod legal;
mod marks;
mod people;
mod phone;
mod place;
mod places;
mod text;
mod time;
mod wish;

use std::ops::Range;
use std::sync::Arc;

pub use self::brands::Brands;
use self::gates::{Gate, Gates, Open};
pub use self::people::within;
pub use self::place::Ground;
pub use self::places::{Place, PlaceKind, Places, Point, Spot, point};
use self::text::{Folded, overlap};
pub use self::time::{Grain, When};
use crate::classify::scan::{Lexicon, Reading, TooMany};
use crate::classify::spelling::Speller;
use crate::domain::complaint::{Slot, Slots};
use crate::domain::ids::Moment;

/// What was found in one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Each fact in words that a reader of the case should see.
    pub slots: Slots,
    /// The time meant, where the words name one.
    pub time: Option<When>,
    /// Whether the words name a habit: 每天晚上.
    pub recurring: bool,
    /// Every number that one can call, the writer's most likely first.
    pub phones: Vec<String>,
    /// Every licence plate.
    pub plates: Vec<String>,
    /// Every representative of a group that is named, also those who are too many.
    pub representatives: Vec<String>,
    /// Every proxy that is named, and 代母亲反映 where the writer is one; also those who are too many.
    pub proxies: Vec<String>,
    /// Whose ground it is: that of the place, or what else the text tells.
    pub ground: Ground,
    /// Where each fact stands in the text, in bytes.
    pub spans: Vec<(Slot, Range<usize>)>,
}

/// A place given as an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceAnswer {
    /// The place as written.
    pub words: String,
    /// The district that it lies in, where the gazetteer knows it.
    pub district: Option<String>,
}

/// Finds facts in free text. Its patterns are compiled once; finding is pure and never fails.
pub struct SlotFinder {
    /// The words of all that look for words.
    lexicon: Lexicon,
    speller: Arc<Speller>,
    places: place::Finder,
    map: places::Map,
    times: time::Finder,
    phones: phone::Finder,
    marks: marks::Finder,
    about: about::Finder,
    wishes: wish::Finder,
    legal: legal::Finder,
    labels: labels::Finder,
    people: people::Finder,
    gates: Gates,
}

/// The first of the lexicon's tables that each who looks for words has.
mod table {
    pub(super) const SPELLER: usize = 0;
    pub(super) const GATES: usize = 1;
    pub(super) const PLACES: usize = 2;
    pub(super) const ABOUT: usize = 6;
    pub(super) const LEGAL: usize = 9;
    pub(super) const TIMES: usize = 10;
    pub(super) const WISHES: usize = 11;
    pub(super) const PHONES: usize = 15;
    pub(super) const AMOUNTS: usize = 16;
}

/// The facts of one text while they are collected.
struct Search<'a> {
    folded: &'a Folded<'a>,
    reading: &'a Reading<'a>,
    open: Open,
    found: Found,
    taken: Vec<Range<usize>>,
}

impl SlotFinder {
    /// A finder that knows the names of these places and of these well-known companies, and what people mean by what they type.
    ///
    /// # Errors
    /// The names are too many.
    pub fn new(places: &Places, brands: &Brands, speller: Arc<Speller>) -> Result<Self, TooMany> {
        let (marks, about, wishes) = (marks::Finder::new(), about::Finder::new(brands)?, wish::Finder::new());
        let (legal, labels, people) = (legal::Finder::new(), labels::Finder::new(), people::Finder::new());
        let phones = phone::Finder::new();
        let (map, places, times) = (places::Map::new(places.all()), place::Finder::new(places), time::Finder::new());
        let asked = marks.asks().into_iter().chain(about.asks());
        let gates = Gates::new(asked.chain(legal.asks()).chain(labels.asks()).chain(people.asks()));
        let ([known, ends, before, highways], [endings, cuts, names]) = (places.tables(), about.tables());
        let [strong, asking, lead, asks] = wishes.tables();
        let tables = [speller.table(), gates.table(), known, ends, before, highways, endings, cuts, names];
        let sought = [legal.table(), times.table(), strong, asking, lead, asks, phones.table(), marks.amounts()];
        let lexicon = Lexicon::new(tables.into_iter().chain(sought))?;
        Ok(Self { lexicon, speller, places, map, times, phones, marks, about, wishes, legal, labels, people, gates })
    }

    /// The facts in `text`, written at `now`.
    pub fn find(&self, text: &str, now: Moment) -> Found {
        let mut folded = Folded::new(text);
        let reading = self.lexicon.read(folded.text());
        let edits = self.speller.edits(reading.view(table::SPELLER));
        if edits.is_empty() {
            return self.found(&folded, &reading, now);
        }
        folded.mend(&edits);
        self.found(&folded, &self.lexicon.read(folded.text()), now)
    }

    fn found(&self, folded: &Folded<'_>, reading: &Reading<'_>, now: Moment) -> Found {
        let open = self.gates.open(reading.view(table::GATES));
        let mut search = Search { folded, reading, open, found: Found::default(), taken: Vec::new() };
        let labelled = open.ask(Gate::Labels, || self.labels.find(folded.text()));
        self.fixed_forms(&mut search);
        let times = self.times.find(reading.view(table::TIMES), now.naive_local());
        let times: Vec<_> = times.into_iter().filter(|time| search.is_free(&time.span)).collect();
        self.labelled(&mut search, &labelled, &times);
        self.time(&mut search, &times);
        let stops: Vec<Range<usize>> = search.taken.iter().cloned().chain(times.iter().map(|time| time.span.clone())).collect();
        let places = self.place(&mut search, &stops);
        self.rest(&mut search, &places, &stops);
        search.found.spans.sort_by_key(|(slot, span)| (span.start, span.end, *slot));
        search.found
    }

    /// The place that `text` names when a place was just asked for: a short answer is taken whole, 老王超市门口 too.
    pub fn place_answer(&self, text: &str) -> Option<PlaceAnswer> {
        let folded = Folded::new(text);
        let words = self.places.answer(self.lexicon.read(place::answered(folded.text())).view(table::PLACES))?;
        let district = self.ground(&words).district;
        Some(PlaceAnswer { words, district })
    }

    /// The names that a short answer consists of, when representatives were just asked for.
    pub fn names_answer(&self, text: &str) -> Vec<String> {
        self.people.names(text)
    }

    /// Whose ground the words of a place name or lie in.
    pub fn ground(&self, words: &str) -> Ground {
        let folded = Folded::new(words);
        self.places.ground(self.lexicon.read(folded.text()).view(table::PLACES), Some(&(0..folded.text().len())))
    }

    /// What the map says of a point.
    pub fn spot(&self, point: Point) -> Spot {
        self.map.spot(point)
    }

    fn fixed_forms(&self, search: &mut Search<'_>) {
        let (text, open) = (search.folded.text(), search.open);
        let orders = open.ask(Gate::Orders, || self.marks.orders(text));
        if let Some(order) = orders.first() {
            search.put(Slot::Order, order.clone(), search.folded.words(order));
        }
        search.taken.extend(orders);
        for (span, plate) in open.ask(Gate::Plates, || self.marks.plates(text)) {
            search.found.plates.push(plate.clone());
            search.put(Slot::Plate, span, plate);
        }
        let mut phones: Vec<_> =
            self.phones.find(search.reading.view(table::PHONES)).into_iter().filter(|phone| search.is_free(&phone.span)).collect();
        phones.sort_by_key(|phone| (phone.of_another, !phone.mobile));
        for phone in phones {
            if phone.of_another {
                search.taken.push(phone.span);
            } else {
                search.put(Slot::Phone, phone.span, phone.number.clone());
            }
            search.found.phones.push(phone.number);
        }
        search.found.phones.dedup();
    }

    /// What a labelled message says, before anything else is looked for; a label without a fact of its form behind it says nothing.
    fn labelled(&self, search: &mut Search<'_>, labelled: &[(Slot, Range<usize>)], times: &[time::Expression]) {
        for (slot, span) in labelled {
            let words = search.folded.words(span);
            match slot {
                Slot::Time => {
                    let best = times.iter().filter(|time| overlap(&time.span, span)).find(|time| time.when.is_some() || time.recurring);
                    let when = best.and_then(|best| best.when);
                    if search.put(Slot::Time, span.clone(), dated(&words, when)) {
                        search.found.time = when;
                        search.found.recurring = best.is_some_and(|best| best.recurring);
                    }
                }
                Slot::Place => {
                    search.put(Slot::Place, span.clone(), words);
                }
                Slot::Wish => {
                    search.put(Slot::Wish, span.clone(), words);
                }
                Slot::Name => {
                    let name =
                        words.split(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '，' || c == ',').next().unwrap_or_default();
                    if !name.is_empty() && name.chars().count() <= 12 {
                        search.put(Slot::Name, span.clone(), name.to_owned());
                    }
                }
                Slot::About | Slot::Amount | Slot::Order if words.chars().count() <= 40 => {
                    search.put(*slot, span.clone(), words);
                }
                _ => {}
            }
        }
    }

    fn time(&self, search: &mut Search<'_>, times: &[time::Expression]) {
        let Some((best, habit)) = time::best(times) else { return };
        let mut words = dated(&search.folded.words(&best.span), best.when);
        if let Some(habit) = habit {
            words = format!("{words}，{}", search.folded.words(&habit.span));
        }
        if search.put(Slot::Time, best.span.clone(), words) {
            search.found.time = best.when;
            search.found.recurring = best.recurring || habit.is_some();
            search.found.spans.extend(habit.map(|habit| (Slot::Time, search.folded.span(&habit.span))));
        }
    }

    fn place(&self, search: &mut Search<'_>, stops: &[Range<usize>]) -> Vec<Range<usize>> {
        let view = search.reading.view(table::PLACES);
        let places = self.places.find(view, stops);
        if let Some(best) = place::best(&places) {
            search.put(Slot::Place, best.span.clone(), search.folded.words(&best.span));
        }
        search.found.ground = self.places.ground(view, place::best(&places).map(|best| &best.span));
        places.into_iter().map(|place| place.span).collect()
    }

    fn rest(&self, search: &mut Search<'_>, places: &[Range<usize>], stops: &[Range<usize>]) {
        let (text, open) = (search.folded.text(), search.open);
        let introduced = open.ask(Gate::Introduced, || self.marks.introduced(text));
        let name = introduced.or_else(|| open.ask(Gate::Addressed, || self.marks.addressed(text)));
        let about = self.about.told(text, open).or_else(|| self.about.find(search.reading.view(table::ABOUT), open, places, stops));
        let secret = open.ask(Gate::Confidential, || self.legal.confidential(text));
        let wish = self.wishes.find(search.reading.view(table::WISHES)).filter(|wish| !is_only_secrecy(text, wish, secret.as_ref()));
        let facts = [
            (Slot::Amount, self.marks.amount(search.reading.view(table::AMOUNTS), stops)),
            (Slot::Name, name),
            (Slot::About, about),
            (Slot::Wish, wish),
            (Slot::Court, open.ask(Gate::Court, || self.legal.court(search.reading.view(table::LEGAL)))),
        ];
        for (slot, span) in facts {
            if let Some(span) = span {
                let words = search.folded.words(&span);
                search.put(slot, span, words);
            }
        }
        self.people(search);
        if let Some(span) = secret {
            search.put(Slot::Confidential, span, "要求保密".to_owned());
        }
    }
}

impl SlotFinder {
    fn people(&self, search: &mut Search<'_>) {
        let (text, open) = (search.folded.text(), search.open);
        if let Some(span) = open.ask(Gate::Headcount, || self.people.headcount(text)) {
            let words = search.folded.words(&span);
            search.put(Slot::Headcount, span, words);
        }
        search.found.representatives = open.ask(Gate::Representatives, || self.people.representatives(text));
        search.found.proxies = open.ask(Gate::Proxies, || self.people.proxies(text));
        let named = [(Slot::Representatives, &search.found.representatives), (Slot::Proxy, &search.found.proxies)];
        let named = named.map(|(slot, names)| (slot, within(names, names.len()).0.join("、")));
        search.found.slots.extend(named.into_iter().filter(|(_, names)| !names.is_empty()));
    }
}

/// Whether a wish asks for nothing but secrecy, which is a fact of its own: 请替我保密, and what is told behind it of who asks.
fn is_only_secrecy(text: &str, wish: &Range<usize>, secret: Option<&Range<usize>>) -> bool {
    const LONGEST: usize = 9;
    const MORE: [&str; 9] = ["希望", "要求", "请", "解决", "处理", "查", "修", "赔", "退"];
    let words = &text[wish.clone()];
    let (asked, rest) = words.split_once(',').unwrap_or((words, ""));
    let asked = wish.start..wish.start + asked.len();
    let more = MORE.iter().any(|more| rest.contains(more));
    secret.is_some_and(|secret| overlap(&asked, secret)) && !more && text[asked].chars().count() <= LONGEST
}

impl Search<'_> {
    /// Keeps the first words found for `slot`; tells whether these were the first.
    fn put(&mut self, slot: Slot, span: Range<usize>, words: String) -> bool {
        self.found.spans.push((slot, self.folded.span(&span)));
        if matches!(slot, Slot::Phone | Slot::Plate | Slot::Order) {
            self.taken.push(span);
        }
        if words.is_empty() || self.found.slots.contains_key(&slot) {
            return false;
        }
        self.found.slots.insert(slot, words);
        true
    }

    fn is_free(&self, span: &Range<usize>) -> bool {
        !self.taken.iter().any(|taken| overlap(taken, span))
    }
}

/// The words with the date that they meant behind them, unless they say it already.
fn dated(words: &str, when: Option<When>) -> String {
    match when.map(|when| when.label()) {
        Some(label) if !words.contains(&label) => format!("{words}（{label}）"),
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests;
