//! Guesses which decimal a wrong text was meant to be: `1.234,50` was meant to be 1234.50.
//!
//! Nothing is guessed from a text that can be read in two ways. No digit is ever dropped or added but a zero before the
//! point.

use super::amount::Amount;

/// The longest text that a figure is guessed from, in bytes.
const GUESSED_BYTES_MAX: usize = 40;
/// What may stand between a figure's whole part and its fraction.
const DECIMAL_MARKS: [char; 2] = ['.', ','];
/// What may stand between groups of three digits: besides these two, an underscore, spaces and apostrophes.
const GROUP_MARKS: [char; 9] = ['.', ',', '_', ' ', '\u{a0}', '\u{2009}', '\u{202f}', '\'', '\u{2019}'];
/// Digits of a group.
const GROUP_DIGITS: usize = 3;

/// The decimal that a text which is none was meant to be; none where it has two readings or no reading (G124).
///
/// Only the sign of the unit that is due may stand beside the figure: `5%` is no amount of 5 pounds.
pub(crate) fn meant(text: &str, unit_sign: Option<char>) -> Option<Amount> {
    if text.len() > GUESSED_BYTES_MAX {
        return None;
    }
    let (sign, figure) = without_signs(text, unit_sign)?;
    let (whole, fraction) = split(figure)?;
    let whole = if whole.is_empty() { "0".to_owned() } else { without_group_marks(whole)? };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}").parse().ok()
}

/// The minus sign, and the text without its sign, the sign of its unit and the spaces around it.
fn without_signs(text: &str, unit_sign: Option<char>) -> Option<(&str, &str)> {
    let unit_sign = unit_sign.as_slice();
    if text.matches(unit_sign).count() > 1 {
        return None;
    }
    let text = text.trim();
    let text = text.strip_suffix(unit_sign).unwrap_or(text).trim_end();
    let (before, text) = split_sign(text);
    let (after, text) = match text.strip_prefix(unit_sign) {
        Some(text) => split_sign(text.trim_start()),
        None => ("", text),
    };
    match (before, after) {
        (sign, "") | ("", sign) => Some((sign.trim_start_matches('+'), text)),
        _ => None,
    }
}

/// A plus or minus sign at the beginning, and the rest.
fn split_sign(text: &str) -> (&str, &str) {
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    (&text[..text.len() - rest.len()], rest.trim_start())
}

/// The whole part, which may have group marks, and the fraction, which is digits.
fn split(figure: &str) -> Option<(&str, &str)> {
    let marks = || figure.match_indices(|c: char| !c.is_ascii_digit());
    let Some((at, mark)) = marks().next_back() else {
        return Some((figure, "")).filter(|(whole, _)| !whole.is_empty());
    };
    let (before, after) = (&figure[..at], &figure[at + mark.len()..]);
    let is_decimal = mark.contains(DECIMAL_MARKS) && marks().filter(|(_, other)| *other == mark).count() == 1;
    if !is_decimal {
        return Some((figure, ""));
    }
    let is_grouped = marks().count() == 1 && is_first_group(before) && after.len() == GROUP_DIGITS;
    match mark {
        // A comma before three digits groups them, as in British texts; a point may be either.
        "," if is_grouped => Some((figure, "")),
        _ if is_grouped || has_two_readings(before, after) => None,
        _ => Some((before, after)).filter(|_| !before.is_empty() || !after.is_empty()),
    }
}

/// Whether groups and a fraction are both possible: `1.250,` has either groups or one comma too many, and `01,250` has
/// either a fraction or one zero too many.
fn has_two_readings(before: &str, after: &str) -> bool {
    let ends_after_point = after.is_empty() && before.contains('.');
    let is_padded = before.len() > 1 && before.starts_with('0');
    ends_after_point || (is_padded && after.len() == GROUP_DIGITS)
}

/// The digits of a whole part: plain digits, or groups with the same mark between all of them.
fn without_group_marks(whole: &str) -> Option<String> {
    let Some(mark) = whole.chars().find(|c| !c.is_ascii_digit()) else { return Some(whole.to_owned()) };
    let mut groups = whole.split(mark);
    let is_right = GROUP_MARKS.contains(&mark)
        && groups.next().is_some_and(is_first_group)
        && groups.all(|group| is_digits(group) && group.len() == GROUP_DIGITS);
    is_right.then(|| whole.replace(mark, ""))
}

/// One to three digits that do not begin with 0.
fn is_first_group(text: &str) -> bool {
    is_digits(text) && (1..=GROUP_DIGITS).contains(&text.len()) && !text.starts_with('0')
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    use super::*;

    const POUND: Option<char> = Some('£');
    const PER_CENT: Option<char> = Some('%');

    fn hint(text: &str) -> Option<String> {
        meant(text, POUND).map(|amount| amount.to_string())
    }

    // G124
    #[test]
    fn a_figure_written_another_way_is_understood() {
        let cases = [
            ("2,98", "2.98"),
            ("1.234,50", "1234.50"),
            ("1,234.50", "1234.50"),
            ("1,250", "1250"),
            ("£3.20", "3.20"),
            ("1 250", "1250"),
            ("1\u{a0}250", "1250"),
            ("1\u{202f}250,5", "1250.5"),
            ("1_250", "1250"),
            ("1'250", "1250"),
            ("1\u{2019}250.50", "1250.50"),
            (".5", "0.5"),
            (",5", "0.5"),
            ("5.", "5"),
            ("+2.98", "2.98"),
            ("0,250", "0.250"),
            ("1.250.000", "1250000"),
            ("1,250,000", "1250000"),
            ("1.250.000,5", "1250000.5"),
            ("1234,567", "1234.567"),
            ("£1,000.5", "1000.5"),
            ("-£1,000.5", "-1000.5"),
            ("£ -2,98", "-2.98"),
            ("2,98 £", "2.98"),
            (" 3.10 ", "3.10"),
        ];

        for (wrong, right) in cases {
            assert_eq!(hint(wrong).as_deref(), Some(right), "{wrong}");
        }
    }

    // G124
    #[test]
    fn nothing_is_guessed_from_what_has_two_readings_or_none() {
        let cases = [
            "1,2,3",
            "1.2.3",
            "12,34,567",
            "1e3",
            "3.20.",
            "2-3",
            "£1.250",
            " 1.250 ",
            "0.250.000",
            "0 250",
            "1 25",
            "1,250 000",
            "1.250 000,5",
            "1,25.5",
            "1.5,",
            "1,,250",
            "12.5.",
            "",
            " ",
            ".",
            ",",
            "£",
            "-",
            "abc",
            "--1",
            "+-1",
            "-£-1",
            "££1",
            "£5%",
            "0x10",
            "٣,٥",
            "2 . 5",
            "99999999999999",
            "0,1234567890123",
            "1,000,000,000,000,000,000,000,000,000,000,000",
            "1.250,",
            "1.250.000,",
            "01,250",
            "00,123",
        ];

        for text in cases {
            assert_eq!(hint(text), None, "{text}");
        }
    }

    #[test]
    fn a_figure_beside_the_sign_of_another_unit_is_not_guessed() {
        for (text, pounds, per_cent, plain) in [
            ("+5 %", None, Some("5"), None),
            ("12,5%", None, Some("12.5"), None),
            ("£5", Some("5"), None, None),
            ("5 £", Some("5"), None, None),
            ("2,98", Some("2.98"), Some("2.98"), Some("2.98")),
        ] {
            for (unit_sign, right) in [(POUND, pounds), (PER_CENT, per_cent), (None, plain)] {
                let amount = meant(text, unit_sign).map(|amount| amount.to_string());

                assert_eq!(amount.as_deref(), right, "{text}, {unit_sign:?}");
            }
        }
    }

    /// The digits with `mark` before each group of three.
    fn grouped(digits: &str, mark: char) -> String {
        let mut text = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(GROUP_DIGITS) {
                text.push(mark);
            }
            text.push(digit);
        }
        text
    }

    proptest! {
        // G124
        #[test]
        fn a_figure_with_groups_is_meant_as_it_was_written_or_not_guessed(
            whole in 1_000..10_000_000_000_000_u64, fraction in "[0-9]{0,12}", negative: bool, pound: bool,
            style in prop::sample::select(vec![(',', '.'), ('.', ','), (' ', '.'), (' ', ','), ('\'', '.'), ('_', '.')]),
        ) {
            let (group_mark, decimal_mark) = style;
            let (sign, pound) = (if negative { "-" } else { "" }, if pound { "£" } else { "" });
            let mark = if fraction.is_empty() { String::new() } else { decimal_mark.to_string() };
            let right = format!("{sign}{whole}{}{fraction}", if fraction.is_empty() { "" } else { "." });
            let written = format!("{sign}{pound}{}{mark}{fraction}", grouped(&whole.to_string(), group_mark));

            let guessed = hint(&written);

            let has_two_readings = group_mark == '.' && fraction.is_empty() && whole < 1_000_000;
            prop_assert_eq!(guessed, (!has_two_readings).then_some(right), "{}", written);
        }

        #[test]
        fn a_guess_is_a_decimal_with_the_texts_own_digits(
            text in "[-+£ ]{0,2}[0-9.,' _]{0,12}[%£ ]{0,2}", unit_sign in prop::sample::select(vec![POUND, PER_CENT, None]),
        ) {
            let Some(amount) = meant(&text, unit_sign) else { return Ok(()) };
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            let written = amount.to_string();

            prop_assert_eq!(written.parse(), Ok(amount));
            let (found, given) = (digits(&written), digits(&text));
            prop_assert_eq!(found.trim_start_matches('0'), given.trim_start_matches('0'), "{}", text);
            prop_assert_eq!(amount.decimal() < Decimal::ZERO, text.contains('-') && !amount.decimal().is_zero());
        }
    }
}
