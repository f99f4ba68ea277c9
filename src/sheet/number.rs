//! Numbers as people and spreadsheets write them.
//!
//! A comma groups digits and is never a decimal sign. Nothing is guessed and nothing is rounded, but for a number cell
//! of a workbook: that is read as the spreadsheet shows it, with 15 digits.

use crate::money::{Amount, FRACTION_DIGITS_MAX, INTEGER_DIGITS_MAX};

/// Digits that a spreadsheet keeps of a number.
const SPREADSHEET_DIGITS: usize = 15;
const GROUP_DIGITS: usize = 3;
const CURRENCIES: [&str; 2] = ["£", "GBP"];
const SPACES: [char; 2] = [' ', '\u{a0}'];

/// Reads `12.50`, `£1,234.50`, `(12.00)`, `-5`, `.5`.
///
/// # Errors
/// What is wrong with the text, and what would be right.
pub(super) fn read_number(text: &str) -> Result<Amount, String> {
    let plain = plain(text.trim()).ok_or_else(|| fault(text))?;
    plain.parse().map_err(|_| fault(text))
}

/// Whether the text is a number that a spreadsheet has cut short, such as `5.01235E+12`. `12E3` may be a maker's code.
pub(super) fn is_scientific(text: &str) -> bool {
    let Some((figure, exponent)) = text.split_once(['E', 'e']) else { return false };
    let (whole, fraction) = figure.split_once('.').unwrap_or((figure, "0"));
    exponent.strip_prefix(['+', '-']).is_some_and(is_digits) && is_digits(whole) && is_digits(fraction)
}

/// A number cell of a workbook, written plainly: cut to 15 digits, then to 12 places, each time half away from zero.
/// None where it is no number.
pub(super) fn plain_text(number: f64) -> Option<String> {
    let text = format!("{number:e}");
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (figure, exponent) = text.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let digits: Vec<u8> = figure.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    // Digits before the point; below 1 where the number begins with zeros after it.
    let point = exponent + 1;
    let (digits, point) = cut(digits, point, SPREADSHEET_DIGITS);
    let places = i32::try_from(FRACTION_DIGITS_MAX).ok()? + point;
    let (digits, point) = match usize::try_from(places) {
        Ok(kept) => cut(digits, point, kept),
        Err(_) => (vec![0], 1),
    };
    let written = written(&digits, point);
    Some(if written == "0" { written } else { format!("{sign}{written}") })
}

/// The first `kept` digits, rounded half away from zero, and where the point is then.
fn cut(mut digits: Vec<u8>, point: i32, kept: usize) -> (Vec<u8>, i32) {
    let rounds_up = digits.get(kept).is_some_and(|next| *next >= 5);
    digits.truncate(kept);
    if !rounds_up {
        return (digits, point);
    }
    while let Some(last) = digits.pop() {
        if last < 9 {
            digits.push(last + 1);
            return (digits, point);
        }
    }
    (vec![1], point + 1)
}

fn written(digits: &[u8], point: i32) -> String {
    let text: String = digits.iter().map(|digit| char::from(b'0' + digit)).collect();
    let (whole, fraction) = match usize::try_from(point) {
        Ok(point) if point >= text.len() => (format!("{text:0<point$}"), String::new()),
        Ok(point) => (text[..point].to_owned(), text[point..].to_owned()),
        Err(_) => (String::new(), "0".repeat(usize::try_from(-point).unwrap_or(0)) + &text),
    };
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// The figure as decimal text, without its groups, currency and brackets.
fn plain(text: &str) -> Option<String> {
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let mut signs = Signs { minus: u32::from(inner.is_some()), currency: 0 };
    let figure = signs.without(inner.unwrap_or(text).trim());
    if signs.minus > 1 || signs.currency > 1 {
        return None;
    }
    let (whole, fraction) = match figure.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (figure, None),
    };
    let whole = if whole.is_empty() && fraction.is_some() { "0".to_owned() } else { without_groups(whole)? };
    let is_right = is_digits(&whole) && whole.len() <= INTEGER_DIGITS_MAX;
    let fraction = match fraction {
        Some(fraction) if is_digits(fraction) && fraction.len() <= FRACTION_DIGITS_MAX => format!(".{fraction}"),
        Some(_) => return None,
        None => String::new(),
    };
    let sign = if signs.minus == 1 { "-" } else { "" };
    is_right.then(|| format!("{sign}{whole}{fraction}"))
}

/// What stands around a figure, counted.
struct Signs {
    minus: u32,
    currency: u32,
}

impl Signs {
    /// The text without its minus signs and currencies at both ends.
    fn without<'t>(&mut self, text: &'t str) -> &'t str {
        let mut text = text;
        loop {
            let before = text;
            for mark in ["-", "\u{2212}"] {
                if let Some(rest) = text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)) {
                    self.minus += 1;
                    text = rest;
                }
            }
            for mark in CURRENCIES {
                if let Some(rest) = text.strip_prefix(mark).or_else(|| text.strip_suffix(mark)) {
                    self.currency += 1;
                    text = rest.trim();
                }
            }
            if text.len() == before.len() {
                return text;
            }
        }
    }
}

/// The digits of a whole part: plain, or in groups of three after commas or after single spaces.
fn without_groups(whole: &str) -> Option<String> {
    let Some(mark) = whole.chars().find(|c| !c.is_ascii_digit()) else { return Some(whole.to_owned()) };
    let mut groups = whole.split(mark);
    let is_mark = mark == ',' || SPACES.contains(&mark);
    let is_first = groups.next().is_some_and(|first| is_digits(first) && first.len() <= GROUP_DIGITS);
    let is_right = is_mark && is_first && groups.all(|group| is_digits(group) && group.len() == GROUP_DIGITS);
    is_right.then(|| whole.replace(mark, ""))
}

fn fault(text: &str) -> String {
    let digits = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    if is_scientific(text) {
        return "a spreadsheet has cut this number short: format the column as text and export again".to_owned();
    }
    if text.rsplit_once(',').is_some_and(|(before, after)| digits(before) && digits(after)) {
        return "a comma as decimal sign is not read: write 1234.50 or 1,234.50".to_owned();
    }
    format!(
        "must be a number such as 1234.50: at most {INTEGER_DIGITS_MAX} digits, then at most {FRACTION_DIGITS_MAX} places"
    )
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // G20
    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, figure) in [
            ("12", "12"),
            (" 12.50 ", "12.50"),
            ("£3.20", "3.20"),
            ("£ 3.20", "3.20"),
            ("3.20 £", "3.20"),
            ("GBP 3.20", "3.20"),
            ("3.20GBP", "3.20"),
            ("1,234.50", "1234.50"),
            ("12,345,678", "12345678"),
            ("1 234.5", "1234.5"),
            ("1\u{a0}234", "1234"),
            ("-5", "-5"),
            ("-£5", "-5"),
            ("£-5", "-5"),
            ("5-", "-5"),
            ("(12.00)", "-12.00"),
            ("(£12.00)", "-12.00"),
            (".5", "0.5"),
            ("1234567890123.123456789012", "1234567890123.123456789012"),
        ] {
            assert_eq!(read_number(text), Ok(figure.parse().unwrap()), "{text}");
        }
    }

    // G20
    #[test]
    fn what_is_no_number_is_refused_with_the_reason() {
        for (text, said) in [
            ("1.234,50", "a comma as decimal sign"),
            ("12,50", "a comma as decimal sign"),
            ("1,2345", "a comma as decimal sign"),
            ("1.2E+3", "cut this number short"),
            ("--5", "must be a number"),
            ("(-5)", "must be a number"),
            ("-5-", "must be a number"),
            ("££5", "must be a number"),
            ("£5 GBP", "must be a number"),
            ("5.", "must be a number"),
            ("1 23", "must be a number"),
            ("1,234 567", "a comma as decimal sign"),
            ("12345678901234", "must be a number"),
            ("0.1234567890123", "must be a number"),
            ("5%", "must be a number"),
            ("ten", "must be a number"),
            ("\u{663}", "must be a number"),
            ("-", "must be a number"),
            ("£", "must be a number"),
            ("()", "must be a number"),
            (".", "must be a number"),
            ("+5", "must be a number"),
        ] {
            let message = read_number(text).expect_err(text);
            assert!(message.contains(said), "{text}: {message}");
        }
    }

    // G20
    #[test]
    fn a_number_cell_is_written_as_the_spreadsheet_shows_it() {
        for (number, text) in [
            (3.199_999_999_999_999_7, "3.2"),
            (0.1 + 0.2, "0.3"),
            (12_000.0, "12000"),
            (5_012_345_678_900.0, "5012345678900"),
            (123_456_789_012_345_680.0, "123456789012346000"),
            (999_999_999_999_999.9, "1000000000000000"),
            (-2.5, "-2.5"),
            (-0.0, "0"),
            (0.000_000_000_000_4, "0"),
            (0.000_000_000_000_5, "0.000000000001"),
            (0.000_001_5, "0.0000015"),
            (1e-300, "0"),
            (0.999_999_999_999_9, "1"),
        ] {
            assert_eq!(plain_text(number).as_deref(), Some(text), "{number}");
        }
        assert_eq!((plain_text(f64::NAN), plain_text(f64::INFINITY)), (None, None));
    }

    #[test]
    fn a_number_cut_short_has_a_sign_in_its_exponent() {
        for text in ["5.01235E+12", "5E-3", "1e+10"] {
            assert!(is_scientific(text), "{text}");
        }
        for text in ["12E3", "E+3", "5.E+3", "5.0E+", "12", "5,0E+3", "x5E+3"] {
            assert!(!is_scientific(text), "{text}");
        }
    }

    proptest! {
        // G20
        #[test]
        fn a_figure_is_read_from_each_way_of_writing_it(
            whole in 0_u64..10_000_000_000_000, fraction in "[0-9]{1,12}", negative: bool, pound: bool, grouped: bool,
        ) {
            let right: Amount = format!("{}{whole}.{fraction}", if negative { "-" } else { "" }).parse().unwrap();
            let digits = whole.to_string();
            let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|group| str::from_utf8(group).unwrap()).collect();
            let digits = if grouped { groups.join(",") } else { digits };
            let currency = if pound { "£" } else { "" };
            let written = if negative { format!("({currency}{digits}.{fraction})") } else { format!("{currency}{digits}.{fraction}") };

            prop_assert_eq!(read_number(&written), Ok(right), "{}", written);
        }

        #[test]
        fn any_number_cell_has_a_text_of_at_most_fifteen_digits(number: f64) {
            let Some(text) = plain_text(number) else { return Ok(()) };
            let significant = text.trim_start_matches(['-', '0', '.']).trim_end_matches(['0', '.']);

            prop_assert!(significant.chars().filter(char::is_ascii_digit).count() <= 15, "{}", text);
        }
    }
}
