//! A JSON object that a buyer keeps before it is a whole document: stored as it was sent.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::outline::Outline;

/// A JSON object as its buyer sent it, without the white space between its parts. Two are the same where their texts are.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Box<RawValue>")]
pub struct IncompleteDocument {
    text: Arc<RawValue>,
    outline: Arc<Outline>,
}

/// The text is no JSON object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a JSON object")]
pub struct NotAnObject;

impl IncompleteDocument {
    /// Reads an object.
    ///
    /// # Errors
    /// [`NotAnObject`] for any other text.
    pub fn read(json: &[u8]) -> Result<Self, NotAnObject> {
        let text = std::str::from_utf8(json).map_err(|_| NotAnObject)?;
        let value: Value = serde_json::from_str(text).map_err(|_| NotAnObject)?;
        if !value.is_object() {
            return Err(NotAnObject);
        }
        let text = RawValue::from_string(compact(text)).map_err(|_| NotAnObject)?;
        Ok(Self { text: text.into(), outline: Arc::new(Outline::of(&value)) })
    }

    /// Its JSON text.
    #[must_use]
    pub const fn text(&self) -> &Arc<RawValue> {
        &self.text
    }

    pub(super) fn outline(&self) -> &Outline {
        &self.outline
    }
}

/// The text without the white space outside its strings. Every other byte stays: a figure is kept as it was typed.
fn compact(json: &str) -> String {
    let (mut in_string, mut is_escaped) = (false, false);
    let is_kept = |sign: &char| {
        let is_space = !in_string && matches!(sign, ' ' | '\t' | '\r' | '\n');
        let ends_or_begins = *sign == '"' && !is_escaped;
        is_escaped = in_string && *sign == '\\' && !is_escaped;
        in_string ^= ends_or_begins;
        !is_space
    };
    json.chars().filter(is_kept).collect()
}

impl PartialEq for IncompleteDocument {
    fn eq(&self, other: &Self) -> bool {
        self.text.get() == other.text.get()
    }
}

impl Eq for IncompleteDocument {}

impl Serialize for IncompleteDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.text.serialize(serializer)
    }
}

impl TryFrom<Box<RawValue>> for IncompleteDocument {
    type Error = NotAnObject;

    fn try_from(text: Box<RawValue>) -> Result<Self, NotAnObject> {
        Self::read(text.get().as_bytes())
    }
}
