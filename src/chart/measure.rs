//! How much room words take, and where the marks of an axis stand.

/// The height of words in charts.
pub(super) const TEXT: f64 = 13.0;

/// About how wide words are: a Chinese character takes the whole of its height, others a little more than half.
pub(super) fn width(words: &str) -> f64 {
    words.chars().map(|c| if u32::from(c) < 0x2e80 { 0.56 } else { 1.0 }).sum::<f64>() * TEXT
}

/// The words, cut off with … where they would be wider.
pub(super) fn fitting(words: &str, most: f64) -> String {
    if width(words) <= most {
        return words.to_owned();
    }
    let mut kept = String::new();
    for c in words.chars() {
        if width(&kept) + width(c.encode_utf8(&mut [0; 4])) + TEXT > most {
            break;
        }
        kept.push(c);
    }
    kept + "…"
}

/// The upper end of an axis and the distance of its marks: round numbers, about four of them; `whole` keeps them to integers.
pub(super) fn ticks(most: f64, whole: bool) -> (f64, f64) {
    if most <= 0.0 || !most.is_finite() {
        return (1.0, 1.0);
    }
    let rough = most / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|times| times * power).into_iter().find(|step| *step >= rough * 0.999).unwrap_or(power);
    let step = if whole { step.ceil().max(1.0) } else { step };
    ((most / step - 1e-9).ceil().max(1.0) * step, step)
}

/// So many times a length.
#[allow(clippy::cast_precision_loss)] // some hundreds of things at most
pub(super) fn times(count: usize, length: f64) -> f64 {
    count as f64 * length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_where_they_would_not_fit() {
        assert_eq!(fitting("城管局", 100.0), "城管局");
        let cut = fitting("住房和城乡建设局", 60.0);
        assert!(cut.ends_with('…') && width(&cut) <= 60.0 + TEXT, "{cut}");
    }

    #[test]
    fn marks_are_round_and_reach_the_top() {
        for most in [0.3, 1.0, 3.0, 7.0, 99.0, 101.0, 12_345.0] {
            let (top, step) = ticks(most, true);
            assert!(top >= most && step.fract() == 0.0 && (top / step).round() <= 6.0, "{most}: {top} {step}");
        }
        assert_eq!(ticks(0.0, true), (1.0, 1.0));
        assert_eq!(ticks(0.9, false), (1.0, 0.25));
    }
}
