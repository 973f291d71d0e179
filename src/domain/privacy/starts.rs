//! First characters 首字: most of a text is passed over with one look at each character, because nothing begins with it.

/// The characters with which something may begin, a bit for each of the first 65,536.
pub(super) struct Starts(Vec<u64>);

impl Starts {
    /// Those with which one of these words begins. All words of this house stand among the first 65,536 characters.
    pub(super) fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut bits = vec![0; (1 << 16) / 64];
        for first in words.into_iter().filter_map(|word| word.chars().next()) {
            let (place, bit) = place(first);
            *bits.get_mut(place).expect("no word begins with a character of the upper planes") |= bit;
        }
        Self(bits)
    }

    /// Whether something may begin with this character.
    pub(super) fn has(&self, c: char) -> bool {
        let (place, bit) = place(c);
        self.0.get(place).is_some_and(|bits| bits & bit != 0)
    }
}

fn place(c: char) -> (usize, u64) {
    let number = u32::from(c);
    ((number / 64) as usize, 1 << (number % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_word_begins_with_is_a_start() {
        let starts = Starts::of(["微信", "wx", "\u{ffff}"]);
        assert!(["微", "w", "\u{ffff}"].iter().all(|word| starts.has(word.chars().next().expect("a character"))));
        assert!(!["信", "x", "W", "\u{0}", "\u{1f600}"].iter().any(|word| starts.has(word.chars().next().expect("a character"))));
    }
}
