//! A JSON text as it was written: doubled keys kept, whole numbers told from others, nothing rounded.
//!
//! `serde_json` keeps the last of two equal keys, in maps and in members that a type does not know. A bid that says two
//! things must be taken for neither, so this tree keeps both. It borrows from the text where it can, because every
//! message of a client is read into one.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::code::Code;
use super::problem::Problem;

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tree<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number; never a price.
    Number(Number),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Tree<'a>>),
    /// An object, its members in the order of the text, doubled ones among them.
    Object(Vec<Member<'a>>),
}

/// A member of an object: its name and its value.
pub(super) type Member<'a> = (Cow<'a, str>, Tree<'a>);

impl<'a> Tree<'a> {
    /// Reads the bytes of a text.
    ///
    /// # Errors
    /// The one problem that keeps it from being JSON, with line and column; nested too deep is not JSON.
    pub(crate) fn read(json: &'a [u8]) -> Result<Self, Problem> {
        let text = std::str::from_utf8(json).map_err(|error| {
            let (line, column) = place(&json[..error.valid_up_to()]);
            Problem::whole(Code::BadJson, format!("must be UTF-8; it is not at line {line}, column {column}"))
        })?;
        Self::parse(text)
    }

    /// Reads a text.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(crate) fn parse(text: &'a str) -> Result<Self, Problem> {
        serde_json::from_str(text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            let full = error.to_string();
            let said = full.split(" at line ").next().unwrap_or_default();
            Problem::whole(Code::BadJson, format!("must be JSON; at line {line}, column {column}: {said}"))
        })
    }

    /// How many lists and objects lie in one another: 1 for an object of plain values.
    pub(crate) fn depth(&self) -> usize {
        let inside = match self {
            Self::Null | Self::Flag(_) | Self::Number(_) | Self::Text(_) => return 0,
            Self::List(elements) => elements.iter().map(Self::depth).max(),
            Self::Object(members) => members.iter().map(|(_, value)| value.depth()).max(),
        };
        inside.unwrap_or(0) + 1
    }

    /// What the value is, in words.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Flag(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// The digits of a number without an exponent, as decimal text has to be written.
pub(super) fn plain_digits(number: &Number) -> String {
    match number.as_f64().filter(|_| number.is_f64()) {
        Some(fraction) => fraction.to_string(),
        None => number.to_string(),
    }
}

/// Line and column, from 1, of what follows `before`.
fn place(before: &[u8]) -> (usize, usize) {
    let line = before.split(|byte| *byte == b'\n').count();
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
    (line, column)
}

impl<'de: 'a, 'a> Deserialize<'de> for Tree<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Tree<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Tree<'de>, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Tree<'de>, E> {
        Ok(Tree::Flag(flag))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree<'de>, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Tree<'de>, E> {
        Number::from_f64(number).map(Tree::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree<'de>, E> {
        Ok(Tree::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Tree<'de>, E> {
        Ok(Tree::Text(Cow::Borrowed(text)))
    }

    fn visit_string<E>(self, text: String) -> Result<Tree<'de>, E> {
        Ok(Tree::Text(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree<'de>, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = list.next_element()? {
            elements.push(element);
        }
        Ok(Tree::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Tree<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(MemberName(name)) = object.next_key()? {
            members.push((name, object.next_value()?));
        }
        Ok(Tree::Object(members))
    }
}

/// A member's name, borrowed where it holds no escapes.
struct MemberName<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for MemberName<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
            type Value = MemberName<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_str<E>(self, name: &str) -> Result<MemberName<'de>, E> {
                Ok(MemberName(Cow::Owned(name.to_owned())))
            }

            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<MemberName<'de>, E> {
                Ok(MemberName(Cow::Borrowed(name)))
            }
        }

        deserializer.deserialize_str(NameVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_nested_too_deep_is_refused_without_exhausting_the_stack() {
        let text = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));

        assert!(Tree::parse(&text).is_err());
    }

    #[test]
    fn a_text_without_escapes_is_borrowed() {
        let tree = Tree::parse(r#"{"name": "text"}"#).unwrap();

        let Tree::Object(members) = tree else { panic!("{tree:?}") };
        assert!(matches!(members.as_slice(), [(Cow::Borrowed("name"), Tree::Text(Cow::Borrowed("text")))]));
    }

    #[test]
    fn digits_are_written_without_an_exponent() {
        for (number, digits) in [("3.10", "3.1"), ("1e3", "1000"), ("12", "12"), ("-7", "-7")] {
            let Ok(Tree::Number(number)) = Tree::parse(number) else { panic!("{number}") };

            assert_eq!(plain_digits(&number), digits);
        }
    }
}
