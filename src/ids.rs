//! Identifiers: short texts that mean different things and must not be mixed up.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};

/// The longest identifier that is taken, in bytes of UTF-8.
pub const ID_BYTES_MAX: usize = 64;

/// The text cannot be an identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to {ID_BYTES_MAX} bytes of text without control characters")]
pub struct BadId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(#[schemars(with = "String")] Arc<str>);

        impl $name {
            /// Reads an identifier.
            ///
            /// # Errors
            /// [`BadId`] where the text is empty, too long or holds control characters.
            pub fn parse(text: &str) -> Result<Self, BadId> {
                let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
                let fits = (1..=ID_BYTES_MAX).contains(&text.len())
                    && (is_plain || !text.chars().any(char::is_control));
                if fits { Ok(Self(text.into())) } else { Err(BadId) }
            }

            /// The text of the identifier.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                Self::parse(&text).map_err(de::Error::custom)
            }
        }
    };
}

id!(
    /// A lot, named by the server.
    LotId
);
id!(
    /// An e-auction event, named by the server.
    EventId
);
id!(
    /// A supplier invited to bid, named by the event's document.
    BidderId
);
id!(
    /// A line of a lot, named by the event's document.
    ItemId
);
id!(
    /// A trust's ODS code.
    OdsCode
);
id!(
    /// An organisation: a bidder's id, a trust's ODS code, or the partnership's id.
    OrgId
);
id!(
    /// A person; the journal knows people by nothing else.
    PersonId
);
id!(
    /// A bid's own name, chosen by the client, unique for a bidder on a lot.
    BidRef
);

/// A record's place in its stream; the first is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Seq(pub u64);

impl Seq {
    /// Before the first record.
    pub const ZERO: Self = Self(0);

    /// The place after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
