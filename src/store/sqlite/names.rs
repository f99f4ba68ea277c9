//! Stored names and texts that may hold bytes which are no text.

use std::borrow::Cow;
use std::sync::Arc;

/// The prefix of a name that is no text; its bytes follow in hexadecimal digits.
const NO_TEXT: &str = "no text: ";

/// A stream's name as text. The bytes of a name that is no text are written as digits, so that messages can show it and
/// readers can find it: two different stored names never give the same text.
pub(super) fn readable_name(stored: &[u8]) -> Cow<'_, str> {
    match str::from_utf8(stored) {
        Ok(name) if !name.starts_with(NO_TEXT) => name.into(),
        Ok(_) | Err(_) => format!("{NO_TEXT}{}", hex::encode(stored)).into(),
    }
}

/// The stored bytes of the name with this text.
pub(super) fn stored_name(readable: &str) -> Vec<u8> {
    let from_digits = readable.strip_prefix(NO_TEXT).and_then(|digits| hex::decode(digits).ok());
    from_digits.unwrap_or_else(|| readable.into())
}

/// A column of text; bytes that are no text become replacement characters.
pub(super) fn text(bytes: &[u8]) -> Arc<str> {
    match str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => String::from_utf8_lossy(bytes).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stored_name_can_be_read_and_found_again() {
        let names: [(&[u8], &str); 5] = [
            (b"lot/1", "lot/1"),
            (b"", ""),
            (b"lot/\xb1", "no text: 6c6f742fb1"),
            (b"no text: 6c", "no text: 6e6f20746578743a203663"),
            ("lot/\u{e9}".as_bytes(), "lot/\u{e9}"),
        ];

        for (stored, readable) in names {
            assert_eq!(readable_name(stored), readable);
            assert_eq!(stored_name(readable), stored);
        }
    }
}
