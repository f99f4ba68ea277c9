//! Finds out quickly whether a JSON text is a plain object, as the data of most records is.
//!
//! A plain object has no spaces and no duplicate key. Its values are texts without escapes, whole numbers, words, or plain
//! objects. A plain object is always valid; a text that is not plain needs the full check.

/// Objects within objects, at most.
const DEPTH_MAX: usize = 4;
/// Keys of one object, at most.
const KEYS_MAX: usize = 16;

/// Whether the whole text is one plain object.
pub(super) fn is_plain_object(json: &str) -> bool {
    object(json.as_bytes(), DEPTH_MAX).is_some_and(<[u8]>::is_empty)
}

/// The text after a plain object.
fn object(text: &[u8], depth: usize) -> Option<&[u8]> {
    let depth = depth.checked_sub(1)?;
    let mut rest = text.strip_prefix(b"{")?;
    if let Some(rest) = rest.strip_prefix(b"}") {
        return Some(rest);
    }
    let mut keys: [&[u8]; KEYS_MAX] = [b""; KEYS_MAX];
    for count in 0..KEYS_MAX {
        let (key, after) = string(rest)?;
        if keys[..count].contains(&key) {
            return None;
        }
        keys[count] = key;
        rest = value(after.strip_prefix(b":")?, depth)?;
        match rest.split_first()? {
            (b',', after) => rest = after,
            (b'}', after) => return Some(after),
            _ => return None,
        }
    }
    None
}

fn value(text: &[u8], depth: usize) -> Option<&[u8]> {
    match text.first()? {
        b'"' => string(text).map(|(_, rest)| rest),
        b'{' => object(text, depth),
        b't' => text.strip_prefix(b"true"),
        b'f' => text.strip_prefix(b"false"),
        b'n' => text.strip_prefix(b"null"),
        b'0'..=b'9' => number(text),
        _ => None,
    }
}

/// A text without escapes, and the text after it.
fn string(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = text.strip_prefix(b"\"")?;
    let end = text.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
    let (string, rest) = text.split_at(end);
    Some((string, rest.strip_prefix(b"\"")?))
}

/// A whole number of at most 18 digits.
fn number(text: &[u8]) -> Option<&[u8]> {
    let end = text.iter().position(|byte| !byte.is_ascii_digit())?;
    let is_usual = end <= 18 && (end == 1 || text[0] != b'0');
    (is_usual && matches!(text[end], b',' | b'}')).then(|| &text[end..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::strict::{check_unique_keys, is_object};
    use super::*;

    #[test]
    fn a_record_of_a_bid_is_plain() {
        for json in [
            r#"{"bidder":"acme","ref":"a","prices":{"glove":"2.98"},"confirmed":false,"limit":null,"rank":12}"#,
            r#"{"prices":{},"confirmed":true,"text":"é 😀 ' ;"}"#,
            "{}",
        ] {
            assert!(is_plain_object(json), "{json}");
        }
    }

    #[test]
    fn anything_else_is_not_plain() {
        for json in [
            "",
            "{",
            "{}}",
            "[]",
            r#"{"a":1,"a":2}"#,
            r#"{"a":{"b":1,"b":1}}"#,
            r#"{"a": 1}"#,
            r#"{"a":1}"#.replace('1', "01").as_str(),
            r#"{"a":1.5}"#,
            r#"{"a":-1}"#,
            r#"{"a":1e3}"#,
            r#"{"a":[1]}"#,
            r#"{"a":"\n"}"#,
            r#"{"\u0061":1}"#,
            r#"{"a":tru}"#,
            r#"{"a":nullx}"#,
            r#"{"a":1,}"#,
            r#"{,"a":1}"#,
            r#"{"a"}"#,
            r#"{"a":"b}"#,
            "{\"a\":\"\t\"}",
            r#"{"a":{"a":{"a":{"a":{}}}}}"#,
        ] {
            assert!(!is_plain_object(json), "{json}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_object_is_valid(json in r#"\{("[ab]":("[a-c \\\\]{0,2}"|[0-9]{1,3}|null|true|\{("a":1)?\}),?){0,3}[}, ]{1,2}"#) {
            if is_plain_object(&json) {
                prop_assert!(check_unique_keys(&json).is_ok() && is_object(&json), "{}", json);
            }
        }
    }
}
