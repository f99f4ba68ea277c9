//! Who caused a record: a role, and for a person its organisation and id. Never a name.

use serde::{Deserialize, Serialize};

use crate::ids::{OrgId, PersonId};

/// Who caused a record: `{"role":"system"}` or `{"role":"supplier","org":"acme","person":"u1"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case", try_from = "ActorMembers")]
pub enum Actor {
    /// The server itself: time passed, an outage.
    System,
    /// A person who bids.
    Supplier {
        /// The bidder that the person acts for.
        org: OrgId,
        /// The person.
        person: PersonId,
    },
    /// A person who runs the partnership's auctions.
    Buyer {
        /// The partnership that the person acts for.
        org: OrgId,
        /// The person.
        person: PersonId,
    },
    /// A person who runs the server.
    Admin {
        /// The partnership that the person acts for.
        org: OrgId,
        /// The person.
        person: PersonId,
    },
}

/// The members of an actor's object. They are read directly; serde would copy a tagged enum into a buffer first, for each
/// record of an audit.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorMembers {
    role: ActorRole,
    org: Option<OrgId>,
    person: Option<PersonId>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ActorRole {
    System,
    Supplier,
    Buyer,
    Admin,
}

impl TryFrom<ActorMembers> for Actor {
    type Error = &'static str;

    fn try_from(members: ActorMembers) -> Result<Self, Self::Error> {
        match (members.role, members.org, members.person) {
            (ActorRole::System, None, None) => Ok(Self::System),
            (ActorRole::System, ..) => Err("the system has neither org nor person"),
            (ActorRole::Supplier, Some(org), Some(person)) => Ok(Self::Supplier { org, person }),
            (ActorRole::Buyer, Some(org), Some(person)) => Ok(Self::Buyer { org, person }),
            (ActorRole::Admin, Some(org), Some(person)) => Ok(Self::Admin { org, person }),
            (ActorRole::Supplier | ActorRole::Buyer | ActorRole::Admin, ..) => {
                Err("a person has an org and a person id")
            }
        }
    }
}
