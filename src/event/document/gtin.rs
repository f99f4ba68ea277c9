//! The check digit of a GS1 trade item number.

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

#[cfg(test)]
mod tests {
    use super::fault;

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
