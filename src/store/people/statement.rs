//! A statement with its values, in a form that every kind of database runs.

use crate::auth::{Role, SecretHash};
use crate::clock::Instant;
use crate::ids::{BidderId, EventId, OrgId, PersonId};

/// A value of a statement.
#[derive(Debug)]
pub(in crate::store) enum SqlValue {
    Text(Option<String>),
    Bytes(Vec<u8>),
    Whole(Option<i64>),
    Flag(bool),
}

/// A statement, with its values in the order of `$1`, `$2` and so on.
#[derive(Debug)]
pub(in crate::store) struct Statement {
    pub(in crate::store) sql: &'static str,
    pub(in crate::store) values: Vec<SqlValue>,
}

/// A statement without values.
pub(in crate::store) const fn statement(sql: &'static str) -> Statement {
    Statement { sql, values: Vec::new() }
}

impl Statement {
    /// The same with one value more.
    pub(in crate::store) fn bind(mut self, value: impl Into<SqlValue>) -> Self {
        self.values.push(value.into());
        self
    }
}

/// Each kind of value that stands in the tables of people, as it is stored.
macro_rules! stored_as {
    ($($kind:ty: $value:pat => $stored:expr,)*) => {
        $(impl From<$kind> for SqlValue {
            fn from($value: $kind) -> Self {
                $stored
            }
        })*
    };
}

stored_as! {
    &str: text => Self::Text(Some(text.to_owned())),
    &String: text => Self::Text(Some(text.clone())),
    String: text => Self::Text(Some(text)),
    Option<&str>: text => Self::Text(text.map(str::to_owned)),
    Option<String>: text => Self::Text(text),
    &PersonId: id => id.as_str().into(),
    Option<&PersonId>: id => id.map(PersonId::as_str).into(),
    &OrgId: id => id.as_str().into(),
    &EventId: id => id.as_str().into(),
    &BidderId: id => id.as_str().into(),
    Option<&OrgId>: id => id.map(OrgId::as_str).into(),
    Role: role => role.as_str().into(),
    Instant: at => at.to_string().into(),
    Option<Instant>: at => at.map(|at| at.to_string()).into(),
    Vec<u8>: bytes => Self::Bytes(bytes),
    SecretHash: hash => Self::Bytes(hash.0.to_vec()),
    i64: number => Self::Whole(Some(number)),
    Option<i64>: number => Self::Whole(number),
    u32: number => Self::Whole(Some(number.into())),
    bool: flag => Self::Flag(flag),
}
