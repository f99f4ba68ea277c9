//! JSON read to the letter: every key kept, so that a doubled one can be named.
//!
//! `serde_json` lets the last of two equal keys win, silently, in maps and in members that a type does not know. A bid
//! that says two things must not be taken for either, hence this small tree. It borrows from the text where it can.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

/// A JSON value with all its members, doubled ones too.
#[derive(Debug, Clone, PartialEq)]
pub enum Node<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; never a price.
    Number(serde_json::Number),
    /// Text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// An object, its members in the order of the text.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

/// Members up to this many are compared pair by pair, which is the fastest for a message.
const PAIRWISE_MAX: usize = 12;

impl<'a> Node<'a> {
    /// Reads a whole text.
    ///
    /// # Errors
    /// The parser's own words where the text is not JSON; nested too deep is not.
    pub fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// The value in English, with its article.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// JSON pointers of all keys that stand twice in one object, in the order of the text.
    #[must_use]
    pub fn doubled_keys(&self) -> Vec<String> {
        let mut found = Vec::new();
        if !self.has_doubled() {
            return found;
        }
        self.find_doubled(&mut String::new(), &mut found);
        found
    }

    /// Whether there is anything to be found. Nearly every message is in order, and has no pointers written for it.
    fn has_doubled(&self) -> bool {
        match self {
            Self::Object(members) => {
                !doubled(members).is_empty() || members.iter().any(|(_, value)| value.has_doubled())
            }
            Self::List(values) => values.iter().any(Self::has_doubled),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) => false,
        }
    }

    fn find_doubled(&self, at: &mut String, found: &mut Vec<String>) {
        match self {
            Self::Object(members) => {
                for key in doubled(members) {
                    found.push(format!("{at}/{}", escaped(key)));
                }
                for (key, value) in members {
                    value.step_into(&escaped(key), at, found);
                }
            }
            Self::List(values) => {
                for (index, value) in values.iter().enumerate() {
                    value.step_into(&index.to_string(), at, found);
                }
            }
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) => {}
        }
    }

    fn step_into(&self, key: &str, at: &mut String, found: &mut Vec<String>) {
        if !matches!(self, Self::Object(_) | Self::List(_)) {
            return;
        }
        let length = at.len();
        at.push('/');
        at.push_str(key);
        self.find_doubled(at, found);
        at.truncate(length);
    }
}

/// A key as it stands in a JSON pointer (RFC 6901 section 3).
#[must_use]
pub fn escaped(key: &str) -> Cow<'_, str> {
    if key.contains(['~', '/']) { key.replace('~', "~0").replace('/', "~1").into() } else { key.into() }
}

/// Each key that stands more than once, once.
fn doubled<'n>(members: &'n [(Cow<'_, str>, Node<'_>)]) -> Vec<&'n str> {
    let is_first = |index: usize| members[..index].iter().all(|(key, _)| *key != members[index].0);
    if members.len() <= PAIRWISE_MAX && (1..members.len()).all(is_first) {
        return Vec::new();
    }
    let mut keys: Vec<&str> = members.iter().map(|(key, _)| key.as_ref()).collect();
    keys.sort_unstable();
    let mut twice: Vec<&str> = keys.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    twice.dedup();
    twice
}

impl<'de: 'a, 'a> Deserialize<'de> for Node<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node<'de>, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node<'de>, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node<'de>, E> {
        serde_json::Number::from_f64(value).map(Node::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(value)))
    }

    fn visit_string<E>(self, value: String) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node<'de>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = access.next_element()? {
            values.push(value);
        }
        Ok(Node::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(Key(key)) = access.next_key()? {
            members.push((key, access.next_value()?));
        }
        Ok(Node::Object(members))
    }
}

/// A member's key, borrowed where it holds no escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_str<E>(self, key: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(key)))
            }
        }

        deserializer.deserialize_str(KeyVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doubled_key_is_found_wherever_it_stands() {
        let text = r#"{"a": 1, "b": {"x/y": 1, "x/y": 2}, "c": [{"d": 1, "\u0064": 1}], "a": 2}"#;

        let doubled = Node::parse(text).unwrap().doubled_keys();

        assert_eq!(doubled, ["/a", "/b/x~1y", "/c/0/d"]);
    }

    #[test]
    fn a_doubled_key_among_many_is_found() {
        let mut members: Vec<String> = (0..100).map(|index| format!("\"k{index}\": 1")).collect();
        members.push("\"k50\": 2".to_owned());

        let text = format!("{{{}}}", members.join(","));

        assert_eq!(Node::parse(&text).unwrap().doubled_keys(), ["/k50"]);
    }

    #[test]
    fn a_text_nested_too_deep_is_refused_without_exhausting_the_stack() {
        let text = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));

        assert!(Node::parse(&text).is_err());
    }
}
