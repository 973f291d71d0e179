//! At a glance 一瞥: roughly which characters a text has. Of many words that are looked for in it, most have a character that it has
//! not, and need not be looked for.

/// The characters of a text, a bit for each of them; some share theirs.
pub struct Glance([u64; PLACES]);

const PLACES: usize = 16;

impl Glance {
    /// Looks once over the text.
    pub fn of(text: &str) -> Self {
        let mut bits = [0; PLACES];
        for c in text.chars() {
            let (place, bit) = place(c);
            bits[place] |= bit;
        }
        Self(bits)
    }

    /// Whether all characters of the word may be there; where it says no, the word does not stand in the text.
    pub fn may_have(&self, word: &str) -> bool {
        word.chars().map(place).all(|(place, bit)| self.0[place] & bit != 0)
    }

    /// Whether one of these words stands in the text that was looked over.
    pub fn any_of(&self, words: &[&str], text: &str) -> bool {
        words.iter().any(|word| self.may_have(word) && text.contains(word))
    }
}

fn place(c: char) -> (usize, u64) {
    let number = u32::from(c);
    ((number / 64) as usize % PLACES, 1 << (number % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_text_is_never_denied() {
        let text = "楼下烧烤摊半夜还在吵, call 110";
        let glance = Glance::of(text);
        for word in ["楼下", "烧烤摊", "吵", "call", "110", ""] {
            assert!(glance.may_have(word) && glance.any_of(&[word], text), "{word}");
        }
        assert!(!glance.may_have("停水"));
        assert!(!glance.any_of(&["停水", "摊烧烤"], text));
    }
}
