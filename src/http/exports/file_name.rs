//! The name of a file: what it is about, and when it was made.

use axum::http::HeaderValue;

use crate::auction::setup::EventFacts;
use crate::clock::{Instant, uk};

/// Most characters of a part of the name.
const PART_CHARS_MAX: usize = 60;

/// `WTP-2026-014 Nitrile bids 2026-11-21 14.46.csv`: the event's reference, or its title where it has none; the lot,
/// where the file is of one; what is in it; the UK time; and how the name ends.
pub(super) fn file_name(event: &EventFacts, lot: Option<&str>, what: &str, at: Instant, ending: &str) -> String {
    let about = event.reference.as_deref().unwrap_or(&event.title);
    let time: String = uk::sortable(at).chars().take("2026-11-21T14:46".len()).collect();
    let time = time.replace('T', " ").replace(':', ".");
    let parts = [Some(about), lot, Some(what), Some(&time)];
    let parts: Vec<String> = parts.into_iter().flatten().map(plain).filter(|part| !part.is_empty()).collect();
    format!("{}.{ending}", parts.join(" "))
}

/// `attachment` with the name in ASCII for old programs, and as it is for others (RFC 6266).
pub(super) fn disposition(name: &str) -> HeaderValue {
    let ascii: String = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let text = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", percent_encoded(name));
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

/// The text without the signs that a file's name cannot have, and not too long.
fn plain(text: &str) -> String {
    let allowed = |c: char| {
        let is_forbidden = matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '%') || c.is_control();
        if is_forbidden { '-' } else { c }
    };
    let cut: String = text.chars().take(PART_CHARS_MAX).map(allowed).collect();
    cut.trim().trim_matches('.').to_owned()
}

fn percent_encoded(text: &str) -> String {
    let encoded = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(encoded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(title: &str, reference: Option<&str>) -> EventFacts {
        let mut event = crate::auction::fixture::setup().event;
        (event.title, event.reference) = (title.to_owned(), reference.map(str::to_owned));
        event
    }

    // G70
    #[test]
    fn a_file_is_named_by_reference_lot_what_and_uk_time() {
        let at: Instant = "2026-07-01T13:46:58Z".parse().unwrap();

        let named = file_name(&event("Gloves", Some("WTP/2026-014")), Some("Nitrile"), "bids", at, "csv");
        let of_event = file_name(&event("Gloves: all", None), None, "report", at, "xlsx");

        assert_eq!(named, "WTP-2026-014 Nitrile bids 2026-07-01 14.46.csv");
        assert_eq!(of_event, "Gloves- all report 2026-07-01 14.46.xlsx");
    }

    // G70
    #[test]
    fn a_name_stands_in_the_header_in_ascii_and_as_it_is() {
        let header = disposition("Blé bids.csv");

        assert_eq!(header, "attachment; filename=\"Bl_ bids.csv\"; filename*=UTF-8''Bl%C3%A9%20bids.csv");
    }
}
