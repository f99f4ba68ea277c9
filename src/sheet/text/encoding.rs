//! Which text the bytes of a file are: UTF-8, UTF-16, or Windows-1252.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::sheet::code::SheetCode;
use crate::sheet::fault::{NotTaken, SheetFault};

/// Bytes that mean nothing in Windows-1252.
const HOLES: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/// The text of a file, and what to say about it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) warnings: Vec<SheetFault>,
}

/// Reads UTF-16 by its byte order mark, UTF-8 with or without one, and otherwise Windows-1252.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, NotTaken> {
    let (text, warnings) = match bytes {
        [0xff, 0xfe, rest @ ..] => (UTF_16LE.decode_without_bom_handling_and_without_replacement(rest), Vec::new()),
        [0xfe, 0xff, rest @ ..] => (UTF_16BE.decode_without_bom_handling_and_without_replacement(rest), Vec::new()),
        [0xef, 0xbb, 0xbf, rest @ ..] => (str::from_utf8(rest).ok().map(Into::into), Vec::new()),
        _ => match str::from_utf8(bytes) {
            Ok(text) => (Some(text.into()), Vec::new()),
            Err(_) if bytes.iter().any(|byte| HOLES.contains(byte)) => (None, Vec::new()),
            Err(_) => {
                let text = WINDOWS_1252.decode_without_bom_handling_and_without_replacement(bytes);
                let message = "the file is no UTF-8 and is read as Windows-1252: look at £ and at accents";
                (text, vec![SheetFault::of_file(SheetCode::Windows1252, message)])
            }
        },
    };
    match text {
        Some(text) if !text.contains('\0') => Ok(Decoded { text: text.into_owned(), warnings }),
        Some(_) | None => {
            let message = "the file is no text that can be read: save it as .xlsx, or as CSV in UTF-8";
            Err(SheetFault::of_file(SheetCode::NotText, message).into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> Option<(String, usize)> {
        decode(bytes).ok().map(|decoded| (decoded.text, decoded.warnings.len()))
    }

    // G20
    #[test]
    fn a_text_is_read_in_each_encoding_that_spreadsheets_write() {
        let utf_16 = |order: fn(u16) -> [u8; 2]| "\u{feff}£1 手".encode_utf16().flat_map(order).collect::<Vec<u8>>();
        for (bytes, read, warnings) in [
            ("£1 手".as_bytes().to_vec(), "£1 手", 0),
            ("\u{feff}£1 手".as_bytes().to_vec(), "£1 手", 0),
            (utf_16(u16::to_le_bytes), "£1 手", 0),
            (utf_16(u16::to_be_bytes), "£1 手", 0),
            (b"\xa31 \x80 \x93".to_vec(), "£1 € “", 1),
        ] {
            assert_eq!(text(&bytes), Some((read.to_owned(), warnings)), "{bytes:?}");
        }
    }

    // G20
    #[test]
    fn what_is_no_text_is_refused() {
        for hole in HOLES {
            assert_eq!(text(&[b'a', 0xa3, hole]), None, "{hole:x}");
        }
        for bytes in [&b"a\0b"[..], b"\xff\xfea", b"\xff\xfe\x00\xd8a\x00", b"\xef\xbb\xbf\xa3"] {
            assert_eq!(text(bytes), None, "{bytes:?}");
        }
    }
}
