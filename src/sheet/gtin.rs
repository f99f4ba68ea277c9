//! Trade item numbers as spreadsheets leave them: with spaces, with `.0`, without the zeros in front.

use super::code::SheetCode;
use super::number::is_scientific;
use crate::codes::gtin::{LENGTHS, check_digit};

/// Digits of the longest number.
const DIGITS_MAX: usize = 14;
/// Digits of the shortest number that can have lost a zero.
const DIGITS_MIN: usize = 7;

/// A number that was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ReadGtin {
    /// None where it is all zeros.
    pub(super) gtin: Option<String>,
    /// What a person should look at, with its words.
    pub(super) warnings: Vec<(SheetCode, &'static str)>,
}

/// Reads a number. One of 8, 12, 13 or 14 digits stays as it is; one that has lost zeros gets them back, to 14 digits.
///
/// # Errors
/// What is wrong, and what would be right.
pub(super) fn read_gtin(text: &str) -> Result<ReadGtin, (SheetCode, String)> {
    if is_scientific(text) {
        let message = "a spreadsheet has cut this number short: format the column as text and export again";
        return Err((SheetCode::Scientific, message.to_owned()));
    }
    let mut read = ReadGtin::default();
    let mut digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if digits.ends_with(".0") {
        digits.truncate(digits.len() - ".0".len());
        read.warnings.push((SheetCode::GtinDecimal, "the .0 at its end was dropped"));
    }
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let message = "must be a GTIN of 8, 12, 13 or 14 digits, such as 5012345678900";
        return Err((SheetCode::GtinNotDigits, message.to_owned()));
    }
    if digits.bytes().all(|byte| byte == b'0') {
        read.warnings.push((SheetCode::GtinZero, "it is all zeros, and counts as no number"));
        return Ok(read);
    }
    if !(DIGITS_MIN..=DIGITS_MAX).contains(&digits.len()) {
        let message = format!("must have 8, 12, 13 or 14 digits, and has {}", digits.len());
        return Err((SheetCode::GtinLength, message));
    }
    let (stem, check) = digits.split_at(digits.len() - 1);
    let right = check_digit(stem).map(|digit| digit.to_string()).unwrap_or_default();
    if right != check {
        let message = format!("has the check digit {check}, but its other digits ask for {right}: a digit is mistyped");
        return Err((SheetCode::GtinCheckDigit, message));
    }
    if !LENGTHS.contains(&digits.len()) {
        digits = padded(&digits);
        read.warnings.push((SheetCode::LeadingZerosLost, "zeros in front of it were lost, and are put back"));
    }
    if is_restricted(&digits) {
        read.warnings.push((SheetCode::RestrictedNumber, "it is a number of one company or region only"));
    }
    read.gtin = Some(digits);
    Ok(read)
}

fn padded(digits: &str) -> String {
    format!("{digits:0>DIGITS_MAX$}")
}

/// Whether the prefix is 02, 04 or 20 to 29.
fn is_restricted(digits: &str) -> bool {
    let whole = padded(digits);
    matches!(&whole[1..3], "02" | "04") || whole[1..].starts_with('2')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> (Option<String>, Vec<SheetCode>) {
        let read = read_gtin(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        (read.gtin, read.warnings.into_iter().map(|(code, _)| code).collect())
    }

    // G20
    #[test]
    fn a_trade_item_number_is_read_as_spreadsheets_leave_it() {
        for (text, gtin, warnings) in [
            ("5012345678900", "5012345678900", &[][..]),
            ("05012345678900", "05012345678900", &[]),
            ("5 012345-678900", "5012345678900", &[]),
            ("5012345678900.0", "5012345678900", &[SheetCode::GtinDecimal]),
            ("96385074", "96385074", &[]),
            ("36000291452", "00036000291452", &[SheetCode::LeadingZerosLost]),
            ("2012345678903", "2012345678903", &[SheetCode::RestrictedNumber]),
        ] {
            assert_eq!(codes(text), (Some(gtin.to_owned()), warnings.to_vec()), "{text}");
        }
        assert_eq!(codes("0000000000000"), (None, vec![SheetCode::GtinZero]));
    }

    // G20
    #[test]
    fn a_wrong_trade_item_number_is_refused_and_nothing_is_guessed() {
        for (text, code) in [
            ("5.01235E+12", SheetCode::Scientific),
            ("12E3", SheetCode::GtinNotDigits),
            ("50123x", SheetCode::GtinNotDigits),
            ("123456", SheetCode::GtinLength),
            ("123456789012345", SheetCode::GtinLength),
            ("5012345678901", SheetCode::GtinCheckDigit),
            ("36000291453", SheetCode::GtinCheckDigit),
        ] {
            assert_eq!(read_gtin(text).map_err(|(code, _)| code), Err(code), "{text}");
        }
        let (_, message) = read_gtin("5012345678901").unwrap_err();
        assert!(message.contains("ask for 0"), "{message}");
    }
}
