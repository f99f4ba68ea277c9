//! Instants in JSON: RFC 3339 to the letter, and within the years that an event can be in.

use super::code::Code;
use crate::clock::Instant;

/// Reads an instant to the letter of RFC 3339.
///
/// # Errors
/// What is wrong, and what would be right.
pub(crate) fn read_instant(text: &str) -> Result<Instant, (Code, String)> {
    const FIRST: Instant = Instant::from_micros(946_684_800_000_000);
    const LAST: Instant = Instant::from_micros(7_258_118_400_000_000);
    let read = text.parse::<Instant>().ok().filter(|_| is_rfc3339(text));
    let Some(instant) = read else {
        let message = "must be an RFC 3339 instant with its offset, such as \"2026-11-21T14:00:00Z\"";
        return Err((Code::BadInstant, message.to_owned()));
    };
    if instant < FIRST || instant >= LAST {
        return Err((Code::OutOfRange, "must be an instant from the year 2000 to the year 2199".to_owned()));
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
