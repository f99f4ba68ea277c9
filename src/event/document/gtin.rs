//! GS1 trade item numbers: whether a text is one, and what kind of number it is.

use crate::codes::gtin::{LENGTHS, check_digit};
use crate::json::Code;

/// What is wrong with a GTIN; none where it is right (GS1 General Specifications: 8, 12, 13 or 14 digits, modulo 10
/// with weights 3 and 1 from the right).
pub(super) fn fault(gtin: &str) -> Option<(Code, String)> {
    let form = || "must be a GTIN of 8, 12, 13 or 14 digits without spaces, such as \"5012345678900\"".to_owned();
    if !gtin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some((Code::GtinNotDigits, form()));
    }
    if !LENGTHS.contains(&gtin.len()) {
        return Some((Code::GtinLength, form()));
    }
    let (stem, check) = gtin.split_at(gtin.len() - 1);
    let right = check_digit(stem)?.to_string();
    (right != check).then(|| {
        let message =
            format!("has the check digit {check}, but its other digits ask for {right}: \"{stem}{right}\", or a digit is mistyped");
        (Code::GtinCheckDigit, message)
    })
}

/// Whether a number that is right consists of zeros only: a placeholder (G124).
pub(super) fn is_zero(gtin: &str) -> bool {
    !gtin.is_empty() && gtin.bytes().all(|digit| digit == b'0')
}

/// The 14 digits of a number that is right: shorter ones are the same number with zeros on their left.
#[must_use]
pub fn in_14_digits(gtin: &str) -> String {
    format!("{gtin:0>14}")
}

/// Whether a number that is right holds for one company or one region only (GS1 General Specifications: prefixes 02, 04
/// and 20 to 29 of the 13 digits).
#[must_use]
pub fn is_restricted(gtin: &str) -> bool {
    let digits = in_14_digits(gtin);
    let prefix = digits.get(1..3).unwrap_or_default();
    matches!(prefix, "02" | "04") || prefix.starts_with('2')
}

#[cfg(test)]
mod tests {
    use super::*;

    // G124
    #[test]
    fn a_restricted_number_is_known_by_its_prefix_whatever_its_length() {
        for restricted in ["2012345678900", "02012345678900", "212345678992", "0212345678901", "12012345678907"] {
            assert!(is_restricted(restricted), "{restricted}");
        }
        for free in ["5012345678900", "05012345678900", "96385074", "036000291452", "20000004", "0312345678906"] {
            assert!(!is_restricted(free), "{free}");
        }
    }

    #[test]
    fn zeros_on_the_left_make_no_other_number() {
        assert_eq!(in_14_digits("5012345678900"), "05012345678900");
        assert!(is_zero("00000000") && !is_zero("00000010") && !is_zero(""));
    }

    #[test]
    fn a_gtin_is_known_by_its_check_digit() {
        for right in ["05012345678900", "5012345678900", "96385074", "036000291452", "10614141000415"] {
            assert_eq!(fault(right), None, "{right}");
        }
        for wrong in ["5012345678901", "96385075", "123", "", "501234567890X", "٥012345678900", "5012345678900 "] {
            assert!(fault(wrong).is_some(), "{wrong}");
        }
    }
}
