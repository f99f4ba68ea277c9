//! Exact numbers: every figure of the model is a fraction of two big integers, so that nothing is rounded by accident.
//! A caller that wants rounding calls it by name.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

pub type Number = BigRational;

/// The number that a decimal text states, or nothing. Decimal text is `-?`, 1 to 13 digits, and optionally `.` with 1
/// to 12 digits.
pub fn parse(text: &str) -> Option<Number> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => {
            if !is_digits(fraction, 12) {
                return None;
            }
            (whole, fraction)
        }
        None => (unsigned, ""),
    };
    if !is_digits(whole, 13) {
        return None;
    }
    let digits: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let value = Number::from(digits) / power_of_ten(fraction.len());
    Some(if negative { -value } else { value })
}

fn is_digits(text: &str, length_max: usize) -> bool {
    !text.is_empty() && text.len() <= length_max && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number that a literal in a test states.
///
/// # Panics
/// When `text` is no decimal text.
pub fn n(text: &str) -> Number {
    parse(text).expect("a literal is decimal text")
}

pub fn whole(value: i64) -> Number {
    Number::from(BigInt::from(value))
}

pub fn power_of_ten(exponent: usize) -> Number {
    Number::from(integer_power_of_ten(exponent))
}

fn integer_power_of_ten(exponent: usize) -> BigInt {
    let exponent = u32::try_from(exponent).expect("exponents are small");
    BigInt::from(10).pow(exponent)
}

/// The smallest price step of a lot with that many decimals.
pub fn tick(decimals: usize) -> Number {
    power_of_ten(decimals).recip()
}

/// How many decimals `value` needs in full, without trailing zeros. Nothing when 40 are not enough (a third never
/// ends).
pub fn decimals_needed(value: &Number) -> Option<usize> {
    let mut rest = value.denom().clone();
    for places in 0..=40 {
        if rest.is_one() {
            return Some(places);
        }
        // One more place removes a 2, a 5 or both from the denominator.
        rest.clone_from(Number::new(rest.clone(), BigInt::from(10)).numer());
    }
    None
}

/// Rounded half away from zero.
pub fn round(value: &Number, places: usize) -> Number {
    let scale = integer_power_of_ten(places);
    let twice_denominator = value.denom() * 2;
    // The absolute value and a half, cut to a whole number of steps.
    let steps = (value.numer().abs() * &scale * 2 + value.denom()) / twice_denominator;
    let magnitude = Number::new(steps, scale);
    if value.is_negative() { -magnitude } else { magnitude }
}

/// The greatest multiple of `step` that is not above `value`.
pub fn floor_to(value: &Number, step: &Number) -> Number {
    (value / step).floor() * step
}

/// Whether 28 digits are enough for `value`: its digits, without trailing zeros after the point, form a number below
/// 10^28, with at most 28 digits after the point.
pub fn is_exact_in_28_digits(value: &Number) -> bool {
    match decimals_needed(value) {
        Some(places) => places <= 28 && (value * power_of_ten(places)).abs() < power_of_ten(28),
        None => false,
    }
}

pub fn is_multiple_of(value: &Number, step: &Number) -> bool {
    !step.is_zero() && (value / step).is_integer()
}

/// Decimal text with at least `decimals_min` places, more where the value needs them.
///
/// # Panics
/// When `value` has no finite decimal text.
pub fn to_text(value: &Number, decimals_min: usize) -> String {
    let needed = decimals_needed(value).expect("only decimals are written as text");
    let places = needed.max(decimals_min);
    let digits = (value.abs() * power_of_ten(places)).to_integer().to_string();
    let padded = format!("{digits:0>width$}", width = places + 1);
    let (before, after) = padded.split_at(padded.len() - places);
    let sign = if value.is_negative() { "-" } else { "" };
    if places == 0 { format!("{sign}{before}") } else { format!("{sign}{before}.{after}") }
}
