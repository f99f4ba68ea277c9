//! Which text is decimal, how numbers are rounded, and which are exact.

use super::number::{is_exact_in_28_digits, n, parse, round, to_text};

// L1.14
#[test]
fn only_exact_decimal_text_is_read() {
    for good in ["0", "-1.50", "1234567890123.123456789012", "007"] {
        assert!(parse(good).is_some(), "{good}");
    }
    for bad in ["", "-", ".5", "1.", "1e3", "1_000", "+1", " 1", "12345678901234", "1.1234567890123"] {
        assert!(parse(bad).is_none(), "{bad}");
    }
}

// L1.7
#[test]
fn halves_are_rounded_away_from_zero() {
    for (value, expected) in [("0.125", "0.13"), ("-0.125", "-0.13"), ("0.1249", "0.12")] {
        assert_eq!(to_text(&round(&n(value), 2), 0), expected);
    }
}

// L1.13
#[test]
fn twenty_eight_digits_are_exact_and_no_more() {
    let nines = n("9999999999999.999999999999");
    assert!(is_exact_in_28_digits(&nines));
    assert!(!is_exact_in_28_digits(&(&nines * n("999.999999"))));
    assert!(!is_exact_in_28_digits(&(n("1") / n("3"))));
}
