//! Bytes as lower-case hex digits.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// 32 bytes written as 64 lower-case hex digits: a record's hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hex(pub [u8; 32]);

impl Hex {
    fn digits(&self) -> [u8; 64] {
        let mut text = [0; 64];
        hex::encode_to_slice(self.0, &mut text).expect("64 digits are room for 32 bytes");
        text
    }
}

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.digits()).expect("hex digits are text"))
    }
}

impl fmt::Debug for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(str::from_utf8(&self.digits()).expect("hex digits are text"))
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        read(&text).map(Self).ok_or_else(|| de::Error::custom("must be 64 lower-case hex digits"))
    }
}

fn read(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let is_lower = !text.bytes().any(|digit| digit.is_ascii_uppercase());
    (is_lower && hex::decode_to_slice(text, &mut bytes).is_ok()).then_some(bytes)
}

impl JsonSchema for Hex {
    fn schema_name() -> Cow<'static, str> {
        "Hash".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "SHA-256 of a record, chained"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_reads_back_as_it_was_written() {
        let hash = Hex(std::array::from_fn(|place| u8::try_from(place * 7).unwrap_or(0xff)));

        let text = serde_json::to_string(&hash).unwrap();

        assert_eq!(text.len(), 66);
        assert_eq!(serde_json::from_str::<Hex>(&text).unwrap(), hash);
    }

    #[test]
    fn anything_but_64_lower_case_digits_is_no_hash() {
        for text in ["\"\"".to_owned(), format!("\"{}\"", "A".repeat(64)), format!("\"{}\"", "0".repeat(63))] {
            assert!(serde_json::from_str::<Hex>(&text).is_err(), "{text}");
        }
    }
}
