//! Who caused a record: a role, and for a person its organisation and id. Never a name.

use serde::{Deserialize, Serialize};

use crate::ids::{OrgId, PersonId};

/// Who caused a record: `{"role":"system"}` or `{"role":"supplier","org":"acme","person":"u1"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case", try_from = "Fields")]
pub enum Actor {
    /// The server itself: time passed, an outage.
    System,
    /// Somebody who bids.
    Supplier {
        /// For which bidder.
        org: OrgId,
        /// The person.
        person: PersonId,
    },
    /// Somebody who runs the partnership's auctions.
    Buyer {
        /// For which partnership.
        org: OrgId,
        /// The person.
        person: PersonId,
    },
    /// Somebody who runs the server.
    Admin {
        /// For which partnership.
        org: OrgId,
        /// The person.
        person: PersonId,
    },
}

/// The members of an actor's object. They are read as they stand, whereas a tagged enum would be buffered first; every
/// record of an audit would pay for that.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    role: Role,
    org: Option<OrgId>,
    person: Option<PersonId>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    System,
    Supplier,
    Buyer,
    Admin,
}

impl TryFrom<Fields> for Actor {
    type Error = &'static str;

    fn try_from(fields: Fields) -> Result<Self, Self::Error> {
        match (fields.role, fields.org, fields.person) {
            (Role::System, None, None) => Ok(Self::System),
            (Role::System, ..) => Err("the system has neither org nor person"),
            (Role::Supplier, Some(org), Some(person)) => Ok(Self::Supplier { org, person }),
            (Role::Buyer, Some(org), Some(person)) => Ok(Self::Buyer { org, person }),
            (Role::Admin, Some(org), Some(person)) => Ok(Self::Admin { org, person }),
            (Role::Supplier | Role::Buyer | Role::Admin, ..) => Err("a person has an org and a person id"),
        }
    }
}
