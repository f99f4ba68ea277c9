//! What single values may be: decimal text within bounds, instants to the letter.

use rust_decimal::Decimal;

use super::limits;
use crate::clock::Instant;
use crate::money::Amount;

/// Between what a decimal has to lie.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    least: Least,
    most: Option<i64>,
    /// Decimal places that matter.
    places: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Least {
    Any,
    Zero,
    AboveZero,
}

impl Bounds {
    /// Anything that is a decimal.
    pub(super) const ANY: Self = Self { least: Least::Any, most: None, places: None };
    /// Zero or more.
    pub(super) const FROM_ZERO: Self = Self { least: Least::Zero, most: None, places: None };
    /// More than zero.
    pub(super) const ABOVE_ZERO: Self = Self { least: Least::AboveZero, most: None, places: None };
    /// A step in per cent.
    pub(super) const PERCENT: Self = Self { least: Least::Zero, most: Some(limits::PERCENT_MAX), places: None };
    /// A factor or a divisor.
    pub(super) const FACTOR: Self =
        Self { least: Least::AboveZero, most: Some(limits::FACTOR_MAX), places: Some(limits::FACTOR_PLACES_MAX) };
    /// A volume of one trust.
    pub(super) const VOLUME: Self =
        Self { least: Least::Zero, most: Some(limits::VOLUME_MAX), places: Some(limits::VOLUME_PLACES_MAX) };

    /// The unit price of a lot with so many decimals.
    pub(super) const fn price(decimals: u32) -> Self {
        Self { least: Least::AboveZero, most: Some(limits::PRICE_MAX), places: Some(decimals) }
    }

    /// What is wrong with `amount`, and what would be right.
    pub(super) fn fault(&self, amount: Amount) -> Option<String> {
        if self.least == Least::AboveZero && amount <= Amount::ZERO {
            return Some(format!("must be more than 0, and is {amount}"));
        }
        if self.least == Least::Zero && amount < Amount::ZERO {
            return Some(format!("must be 0 or more, and is {amount}"));
        }
        if let Some(most) = self.most.filter(|most| amount.decimal() > Decimal::from(*most)) {
            return Some(format!("must be at most \"{most}\", and is {amount}"));
        }
        let places = self.places.filter(|places| amount.significant_places() > *places)?;
        let cut = Amount::from(amount.decimal().trunc_with_scale(places));
        Some(format!("must have at most {places} decimal places, such as \"{cut}\", and is {amount}"))
    }
}

/// The figure that a text such as `£1,250` probably means.
pub(super) fn cleaned(text: &str) -> Option<Amount> {
    const LONGEST: usize = 40;
    if text.len() > LONGEST {
        return None;
    }
    let bare: String = text.chars().filter(|c| !matches!(c, ',' | '_' | ' ' | '£' | '+' | '%')).collect();
    let bare = if bare.starts_with('.') { format!("0{bare}") } else { bare };
    bare.trim_end_matches('.').parse().ok()
}

/// Reads an instant to the letter of RFC 3339.
///
/// # Errors
/// What is wrong, and what would be right.
pub(super) fn instant(text: &str) -> Result<Instant, String> {
    const FIRST: Instant = Instant::from_micros(946_684_800_000_000);
    const LAST: Instant = Instant::from_micros(7_258_118_400_000_000);
    let read = text.parse::<Instant>().ok().filter(|_| is_rfc3339(text));
    let Some(instant) = read else {
        return Err("must be an RFC 3339 instant with its offset, such as \"2026-11-21T14:00:00Z\"".to_owned());
    };
    if instant < FIRST || instant >= LAST {
        return Err("must be an instant from the year 2000 to the year 2199".to_owned());
    }
    Ok(instant)
}

/// `2026-11-21T14:00:00`, optionally a point and 1 to 9 digits, then `Z` or `+00:00`; no other form that may be read.
fn is_rfc3339(text: &str) -> bool {
    let Some((moment, rest)) = text.split_at_checked(19) else { return false };
    let rest = match rest.strip_prefix('.') {
        Some(after) => {
            let offset = after.trim_start_matches(|c: char| c.is_ascii_digit());
            if !(1..=9).contains(&(after.len() - offset.len())) {
                return false;
            }
            offset
        }
        None => rest,
    };
    matches_form(moment, "0000-00-00T00:00:00") && (rest.eq_ignore_ascii_case("z") || is_offset(rest))
}

fn is_offset(text: &str) -> bool {
    matches_form(text, "+00:00") || matches_form(text, "-00:00")
}

/// Whether `text` has a digit wherever `form` has 0 and is otherwise the same, letters in either case.
fn matches_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(byte, wanted)| match wanted {
            b'0' => byte.is_ascii_digit(),
            other => byte.eq_ignore_ascii_case(&other),
        })
}
