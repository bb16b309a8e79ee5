//! Integer division that names its rounding, so that no amount is ever rounded by accident.

/// Divides and rounds to the nearest integer, ties away from zero: 4.675 → 4.68, −4.675 → −4.68.
///
/// This is the commercial rounding of EN 16931 and of the public catalogues.
///
/// # Panics
/// When `divisor` is zero: a rate or a period with no length is a bug of the caller.
#[must_use]
pub fn half_away(dividend: i128, divisor: i128) -> i128 {
    assert!(divisor != 0, "division by zero");
    let (dividend, divisor) = if divisor < 0 { (-dividend, -divisor) } else { (dividend, divisor) };
    let quotient = dividend / divisor;
    let remainder = dividend % divisor;
    if 2 * remainder.abs() >= divisor { quotient + dividend.signum() } else { quotient }
}

/// Divides when the result is exact, otherwise `None`.
#[must_use]
pub fn exact(dividend: i128, divisor: i128) -> Option<i128> {
    (divisor != 0 && dividend % divisor == 0).then(|| dividend / divisor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ties_go_away_from_zero() {
        assert_eq!(half_away(4675, 10), 468);
        assert_eq!(half_away(-4675, 10), -468);
        assert_eq!(half_away(4674, 10), 467);
        assert_eq!(half_away(1, -2), -1);
    }

    proptest! {
        #[test]
        fn rounding_is_symmetric(n in -1_000_000_000_000i128..1_000_000_000_000, d in 1i128..100_000) {
            prop_assert_eq!(half_away(n, d), -half_away(-n, d));
            prop_assert_eq!(half_away(n, d), half_away(-n, -d));
        }

        #[test]
        fn rounding_is_the_nearest(n in -1_000_000_000i128..1_000_000_000, d in 1i128..100_000) {
            let rounded = half_away(n, d);
            prop_assert!(2 * (rounded * d - n).abs() <= d);
        }
    }
}
