//! Rules for a record's `data` beyond JSON: no white space, and no duplicate key.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Up to this number of keys, an object is checked with a list instead of a set.
const FEW_KEYS: usize = 16;

/// Whether a JSON text is an object without white space outside its strings.
pub(super) fn is_object(json: &str) -> bool {
    json.starts_with('{') && is_compact(json)
}

fn is_compact(json: &str) -> bool {
    // Most data have no white space, not even in a string. The fold does not stop early, so the compiler can look at many
    // bytes at once.
    if !json.bytes().fold(false, |found, byte| found | is_white_space(byte)) {
        return true;
    }
    let mut in_string = false;
    let mut escaped = false;
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            _ if !in_string && is_white_space(byte) => return false,
            _ => {}
        }
    }
    true
}

const fn is_white_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Refuses a JSON text in which an object names a key twice: two readers could take different ones.
pub(super) fn check_unique_keys(json: &str) -> Result<(), serde_json::Error> {
    serde_json::from_str::<UniqueKeys>(json).map(|_| ())
}

struct UniqueKeys;

impl<'de> Deserialize<'de> for UniqueKeys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueKeysVisitor)
    }
}

struct UniqueKeysVisitor;

impl<'de> Visitor<'de> for UniqueKeysVisitor {
    type Value = UniqueKeys;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON without duplicate keys")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<UniqueKeys, A::Error> {
        let mut few: Vec<ObjectKey<'de>> = Vec::with_capacity(FEW_KEYS);
        let mut many: HashSet<ObjectKey<'de>> = HashSet::new();
        while let Some(key) = map.next_key::<ObjectKey<'de>>()? {
            if few.contains(&key) || many.contains(&key) {
                return Err(A::Error::custom(format_args!("duplicate key {:?}", key.0)));
            }
            if few.len() < FEW_KEYS {
                few.push(key);
            } else {
                many.insert(key);
            }
            map.next_value::<UniqueKeys>()?;
        }
        Ok(UniqueKeys)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<UniqueKeys, A::Error> {
        while seq.next_element::<UniqueKeys>()?.is_some() {}
        Ok(UniqueKeys)
    }

    fn visit_str<E>(self, _: &str) -> Result<UniqueKeys, E> {
        Ok(UniqueKeys)
    }

    fn visit_bool<E>(self, _: bool) -> Result<UniqueKeys, E> {
        Ok(UniqueKeys)
    }

    fn visit_i64<E>(self, _: i64) -> Result<UniqueKeys, E> {
        Ok(UniqueKeys)
    }

    fn visit_u64<E>(self, _: u64) -> Result<UniqueKeys, E> {
        Ok(UniqueKeys)
    }

    fn visit_f64<E>(self, _: f64) -> Result<UniqueKeys, E> {
        Ok(UniqueKeys)
    }

    fn visit_unit<E>(self) -> Result<UniqueKeys, E> {
        Ok(UniqueKeys)
    }
}

/// A key, borrowed from the text where it holds no escape.
#[derive(serde::Deserialize, PartialEq, Eq, Hash)]
struct ObjectKey<'a>(#[serde(borrow)] Cow<'a, str>);
