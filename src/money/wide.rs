//! Exact arithmetic on 256 bits: what a price goes through between being read and being compared.
//!
//! A [`Wide`] is an integer over a power of ten, so sums, differences and products of what a document may hold are
//! exact: the longest of them stays below 60 digits, where 76 fit. Only the three divisions round, each as its name
//! says. The decimal library's own product rounds silently at 28 digits, hence this file.

use std::cmp::Ordering;
use std::ops::{Add, Mul, Neg, Sub};

use ethnum::I256;
use rust_decimal::Decimal;

use super::amount::Amount;

/// The digits that an [`Amount`] holds whatever they are.
const DIGITS: u32 = 28;
/// Largest power of ten in an `i128`.
const POWER_MAX: u32 = 38;

/// An exact figure of up to 256 bits: `mantissa ÷ 10^scale`.
#[derive(Debug, Clone, Copy)]
pub struct Wide {
    mantissa: I256,
    scale: u32,
}

impl Wide {
    /// Nothing.
    pub const ZERO: Self = Self { mantissa: I256::ZERO, scale: 0 };

    /// The figure `mantissa ÷ 10^scale`.
    #[must_use]
    pub fn new(mantissa: i128, scale: u32) -> Self {
        Self { mantissa: I256::from(mantissa), scale }
    }

    /// The smallest step of that many decimal places.
    #[must_use]
    pub fn tick(places: u32) -> Self {
        Self::new(1, places)
    }

    /// Whether it is above zero.
    #[must_use]
    pub fn is_positive(self) -> bool {
        self.mantissa > I256::ZERO
    }

    /// `self ÷ by` to that many places, half away from zero. `by` is above zero.
    #[must_use]
    pub fn div_round(self, by: Self, places: u32) -> Self {
        let (numerator, denominator) = self.fraction(by, places);
        let half_up = floor(double(numerator.abs()) + denominator, double(denominator));
        let mantissa = if numerator.is_negative() { -half_up } else { half_up };
        Self { mantissa, scale: places }
    }

    /// The largest figure of that many places not above `self ÷ by`. `by` is above zero.
    #[must_use]
    pub fn div_floor(self, by: Self, places: u32) -> Self {
        let (numerator, denominator) = self.fraction(by, places);
        Self { mantissa: floor(numerator, denominator), scale: places }
    }

    /// The smallest figure of that many places not below `self ÷ by`. `by` is above zero.
    #[must_use]
    pub fn div_ceil(self, by: Self, places: u32) -> Self {
        let (numerator, denominator) = self.fraction(by, places);
        Self { mantissa: -floor(-numerator, denominator), scale: places }
    }

    /// The largest figure of that many places not above `self`.
    #[must_use]
    pub fn floor(self, places: u32) -> Self {
        self.div_floor(Self::new(1, 0), places)
    }

    /// The smallest figure of that many places not below `self`.
    #[must_use]
    pub fn ceil(self, places: u32) -> Self {
        self.div_ceil(Self::new(1, 0), places)
    }

    /// The same figure as an [`Amount`]; none where 28 digits or 28 places do not hold it exactly.
    #[must_use]
    pub fn exact(self) -> Option<Amount> {
        let ten = I256::from(10);
        let limit = power(DIGITS);
        let Self { mut mantissa, mut scale } = self;
        while (mantissa.abs() >= limit || scale > DIGITS) && scale > 0 && mantissa % ten == I256::ZERO {
            if mantissa == I256::ZERO {
                return Some(Amount::ZERO);
            }
            mantissa /= ten;
            scale -= 1;
        }
        if scale > DIGITS || mantissa.abs() >= limit {
            return None;
        }
        let decimal = Decimal::try_from_i128_with_scale(short(mantissa)?, scale).ok()?;
        Some(Amount::from(decimal))
    }

    /// How many steps of 10^-`scale` it is; none where that is no whole number or too large a one.
    #[must_use]
    pub fn units(self, scale: u32) -> Option<i128> {
        let (numerator, denominator) = self.fraction(Self::new(1, 0), scale);
        let (quotient, rest) = divided(numerator, denominator);
        if rest == I256::ZERO { short(quotient) } else { None }
    }

    /// Whether it is a whole multiple of `step`, which is not zero.
    #[must_use]
    pub fn is_multiple_of(self, step: Self) -> bool {
        let (figure, step, _) = self.aligned(step);
        divided(figure, step).1 == I256::ZERO
    }

    /// `self ÷ by × 10^places` as a fraction of integers, the denominator above zero.
    fn fraction(self, by: Self, places: u32) -> (I256, I256) {
        assert!(by.is_positive(), "divisors are above zero");
        let (up, down) = (by.scale + places, self.scale);
        let numerator = times_power(self.mantissa, up.saturating_sub(down));
        let denominator = times_power(by.mantissa, down.saturating_sub(up));
        (numerator, denominator)
    }

    fn aligned(self, other: Self) -> (I256, I256, u32) {
        match self.scale.cmp(&other.scale) {
            Ordering::Less => (times_power(self.mantissa, other.scale - self.scale), other.mantissa, other.scale),
            Ordering::Equal => (self.mantissa, other.mantissa, self.scale),
            Ordering::Greater => (self.mantissa, times_power(other.mantissa, self.scale - other.scale), self.scale),
        }
    }
}

impl From<Amount> for Wide {
    fn from(amount: Amount) -> Self {
        Self::new(amount.decimal().mantissa(), amount.decimal().scale())
    }
}

impl Add for Wide {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (left, right, scale) = self.aligned(other);
        Self { mantissa: left.checked_add(right).expect(FITS), scale }
    }
}

impl Sub for Wide {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Wide {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let scale = self.scale.checked_add(other.scale).expect(FITS);
        Self { mantissa: product(self.mantissa, other.mantissa), scale }
    }
}

impl Neg for Wide {
    type Output = Self;

    fn neg(self) -> Self {
        Self { mantissa: -self.mantissa, scale: self.scale }
    }
}

impl PartialEq for Wide {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Wide {}

impl PartialOrd for Wide {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Wide {
    fn cmp(&self, other: &Self) -> Ordering {
        let (left, right, _) = self.aligned(*other);
        left.cmp(&right)
    }
}

/// Why no operation here overflows: a document's figures have at most 13 + 12 digits, and nothing multiplies four.
const FITS: &str = "figures of a document stay far below 2^255";

fn product(left: I256, right: I256) -> I256 {
    // Everyday figures fit in half the width, which the machine multiplies many times faster.
    let narrow = short(left).zip(short(right)).and_then(|(left, right)| left.checked_mul(right));
    narrow.map_or_else(|| left.checked_mul(right).expect(FITS), I256::from)
}

/// The quotient and the rest, cut towards zero.
fn divided(numerator: I256, denominator: I256) -> (I256, I256) {
    match short(numerator).zip(short(denominator)) {
        Some((numerator, denominator)) if denominator > 0 => {
            (I256::from(numerator / denominator), I256::from(numerator % denominator))
        }
        Some(_) | None => (numerator / denominator, numerator % denominator),
    }
}

/// The same figure in 128 bits, where they hold it.
fn short(figure: I256) -> Option<i128> {
    let (high, low) = figure.into_words();
    (high == low >> 127).then_some(low)
}

fn double(figure: I256) -> I256 {
    figure + figure
}

fn times_power(figure: I256, exponent: u32) -> I256 {
    if exponent == 0 { figure } else { product(figure, power(exponent)) }
}

fn power(exponent: u32) -> I256 {
    let low = I256::from(10_i128.pow(exponent.min(POWER_MAX)));
    let rest = exponent.saturating_sub(POWER_MAX);
    if rest == 0 { low } else { product(low, power(rest)) }
}

fn floor(numerator: I256, denominator: I256) -> I256 {
    let (quotient, rest) = divided(numerator, denominator);
    if rest.is_negative() { quotient - I256::ONE } else { quotient }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wide(text: &str) -> Wide {
        let (integer, fraction) = text.split_once('.').unwrap_or((text, ""));
        let scale = u32::try_from(fraction.len()).expect("short");
        Wide::new(format!("{integer}{fraction}").parse().expect("digits"), scale)
    }

    #[test]
    fn divisions_round_as_their_names_say() {
        // Numerator, divisor, places, round, floor, ceiling.
        let cases = [
            ("1", "3", 2, "0.33", "0.33", "0.34"),
            ("2", "3", 2, "0.67", "0.66", "0.67"),
            ("-2", "3", 2, "-0.67", "-0.67", "-0.66"),
            ("0.005", "1", 2, "0.01", "0.00", "0.01"),
            ("-0.005", "1", 2, "-0.01", "-0.01", "0.00"),
            ("0.0049999", "1", 2, "0", "0", "0.01"),
            ("6", "3", 0, "2", "2", "2"),
            ("-6", "0.3", 0, "-20", "-20", "-20"),
            ("1234", "10", 0, "123", "123", "124"),
        ];
        for (numerator, divisor, places, round, floor, ceiling) in cases {
            let (numerator, divisor) = (wide(numerator), wide(divisor));
            assert_eq!(numerator.div_round(divisor, places), wide(round), "{numerator:?}");
            assert_eq!(numerator.div_floor(divisor, places), wide(floor), "{numerator:?}");
            assert_eq!(numerator.div_ceil(divisor, places), wide(ceiling), "{numerator:?}");
        }
    }

    #[test]
    fn figures_beyond_128_bits_stay_exact() {
        let long = wide("9999999999999999999999999999");
        let product = long * long * wide("1000.000001");

        assert_eq!(product.div_round(long, 6), long * wide("1000.000001"));
        assert!((product + Wide::tick(6)).div_ceil(long, 6) > long * wide("1000.000001"));
        assert!(product > long && -product < long && product - product == Wide::ZERO);
        let factor = wide("1000.000001");
        assert!(product.is_multiple_of(factor) && !(product + Wide::tick(6)).is_multiple_of(factor));
    }

    #[test]
    fn only_what_28_digits_hold_is_exact() {
        let cases = [
            ("9999999999999999999999999999", true),
            ("10000000000000000000000000001", false),
            ("1000000000000000000000000000.0000", true),
            ("1000000000000000000000000000.1", false),
            ("0.0000000000000000000000000001", true),
            ("0.00000000000000000000000000001", false),
            ("0.00000000000000000000000000000", true),
            ("-12.50", true),
        ];
        for (text, exact) in cases {
            let amount = wide(text).exact();
            assert_eq!(amount.is_some(), exact, "{text}");
            assert!(amount.is_none_or(|amount| Wide::from(amount) == wide(text)));
        }
    }

    #[test]
    fn units_are_whole_or_none() {
        assert_eq!(wide("12.34").units(2), Some(1234));
        assert_eq!(wide("12.34").units(1), None);
        assert_eq!(wide("-12.30").units(1), Some(-123));
    }
}
