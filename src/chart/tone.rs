//! What a thing looks like among others: a colour, and for who cannot see it a texture, a kind of line and a mark.

use super::hatch::Texture;
use super::marks::Mark;

/// How one series, state or band is told from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// The first of several, and anything that stands alone.
    Main,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
    /// What is as it should be.
    Good,
    /// What is not.
    Poor,
    /// What matters less.
    Quiet,
}

impl Tone {
    /// All of them.
    pub const ALL: [Self; 7] = [Self::Main, Self::Second, Self::Third, Self::Fourth, Self::Good, Self::Poor, Self::Quiet];

    /// For the series of this place, from 0.
    pub fn of(place: usize) -> Self {
        Self::ALL[place % 4]
    }

    /// The class of elements of this tone.
    pub fn class(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Second => "second",
            Self::Third => "third",
            Self::Fourth => "fourth",
            Self::Good => "good",
            Self::Poor => "poor",
            Self::Quiet => "quiet",
        }
    }

    pub(super) fn texture(self) -> Texture {
        match self {
            Self::Main | Self::Good => Texture::Plain,
            Self::Second => Texture::Rising,
            Self::Third => Texture::Upright,
            Self::Fourth => Texture::Level,
            Self::Poor => Texture::Crossed,
            Self::Quiet => Texture::Falling,
        }
    }

    pub(super) fn mark(self) -> Mark {
        match self {
            Self::Main | Self::Good => Mark::Disc,
            Self::Second => Mark::Square,
            Self::Third => Mark::Triangle,
            Self::Fourth => Mark::Diamond,
            Self::Poor => Mark::Cross,
            Self::Quiet => Mark::Ring,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_differ_without_colour() {
        let first = (0..4).map(Tone::of).collect::<Vec<_>>();
        for (place, tone) in first.iter().enumerate() {
            assert!(first[..place].iter().all(|other| other.texture() != tone.texture() && other.mark() != tone.mark()));
        }
        assert_ne!(Tone::Good.texture(), Tone::Poor.texture());
    }
}
