//! A client's key for a request, so that the same request, sent again, causes nothing twice.
//!
//! A key is kept together with a print of its request. The same key with the same print is a repeat, and gets the first
//! answer again. The same key with another print is a mistake of the client. Where keys are looked up, and for how long,
//! is decided by their owners: the actor of a lot for its lot. Rule G2 of `docs/rules/pages.md`.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::sha256::sha256_of;

/// The longest key that is taken, in bytes.
pub const KEY_BYTES_MAX: usize = 64;

/// A request's key, and the print of the request. A record holds it as the last member of its data, `idempotency`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdempotencyKey {
    /// The client's own name for the request.
    pub key: KeyText,
    /// What was asked for.
    pub print: RequestPrint,
}

/// The text of a key: 1 to 64 bytes of visible ASCII.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct KeyText(Box<str>);

/// The text cannot be a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to {KEY_BYTES_MAX} bytes of visible ASCII, \"!\" to \"~\", without spaces")]
pub struct BadKey;

/// The SHA-256 of a request: method, space, path with query, line feed, body. Written as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RequestPrint([u8; 32]);

impl KeyText {
    /// Reads a key.
    ///
    /// # Errors
    /// [`BadKey`] where it is empty, too long, or has other bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, BadKey> {
        let fits = (1..=KEY_BYTES_MAX).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic);
        let text = str::from_utf8(bytes).ok().filter(|_| fits);
        text.map(|text| Self(text.into())).ok_or(BadKey)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for KeyText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(text.as_bytes()).map_err(de::Error::custom)
    }
}

impl RequestPrint {
    /// Its bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The print of a request; `path` has its query.
    #[must_use]
    pub fn of(method: &str, path: &str, body: &[u8]) -> Self {
        Self(sha256_of(&[method.as_bytes(), b" ", path.as_bytes(), b"\n", body]))
    }
}

impl fmt::Debug for RequestPrint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl Serialize for RequestPrint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&hex::encode(self.0))
    }
}

impl<'de> Deserialize<'de> for RequestPrint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let mut bytes = [0; 32];
        let is_lower = !text.bytes().any(|digit| digit.is_ascii_uppercase());
        if is_lower && hex::decode_to_slice(&text, &mut bytes).is_ok() {
            return Ok(Self(bytes));
        }
        Err(de::Error::custom("must be 64 lower-case hex digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_1_to_64_bytes_of_visible_ascii() {
        let longest = "k".repeat(KEY_BYTES_MAX);
        let too_long = "k".repeat(KEY_BYTES_MAX + 1);

        for good in ["!", "~", "a\"b\\c", &longest] {
            assert_eq!(KeyText::parse(good.as_bytes()).unwrap().as_str(), good);
        }
        for bad in ["", " ", "a b", "a\n", "\u{7f}", "é", &too_long] {
            assert_eq!(KeyText::parse(bad.as_bytes()), Err(BadKey), "{bad:?}");
        }
        assert_eq!(KeyText::parse(b"\xff"), Err(BadKey));
    }

    #[test]
    fn the_print_covers_method_path_query_and_body() {
        let print = RequestPrint::of("POST", "/api/v1/lots/l/commands", b"{}");

        assert_eq!(print, RequestPrint::of("POST", "/api/v1/lots/l/commands", b"{}"));
        for other in [
            RequestPrint::of("PUT", "/api/v1/lots/l/commands", b"{}"),
            RequestPrint::of("POST", "/api/v1/lots/l/commands?a=1", b"{}"),
            RequestPrint::of("POST", "/api/v1/lots/l/commands", b"{ }"),
        ] {
            assert_ne!(print, other);
        }
        let by_hand = crate::sha256::sha256(b"POST /api/v1/lots/l/commands\n{}");
        assert_eq!(serde_json::to_string(&print).unwrap(), format!("\"{}\"", hex::encode(by_hand)));
    }

    #[test]
    fn a_key_reads_back_as_it_was_written() {
        let key = IdempotencyKey { key: KeyText::parse(b"a\"b").unwrap(), print: RequestPrint::of("POST", "/x", b"") };

        let text = serde_json::to_string(&key).unwrap();

        assert!(text.starts_with("{\"key\":\"a\\\"b\",\"print\":\""), "{text}");
        assert_eq!(serde_json::from_str::<IdempotencyKey>(&text).unwrap(), key);
        for wrong in [text.replace("a\\\"b", "a b"), text.to_uppercase(), text.replace('}', ",\"more\":1}")] {
            assert!(serde_json::from_str::<IdempotencyKey>(&wrong).is_err(), "{wrong}");
        }
    }
}
