//! A person who has proved who they are.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

/// What a person is here for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the server.
    Admin,
    /// Sets up and runs the partnership's auctions.
    Buyer,
    /// Bids.
    Supplier,
    /// Watches for a trust.
    Observer,
    /// Checks everything, changes nothing.
    Auditor,
}

/// A person who has proved who they are, by a token or a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The person.
    pub person: PersonId,
    /// Supplier: its bidder id. Observer: its trust's ODS code. Others: the partnership's id.
    pub org: OrgId,
    /// What the person may do.
    pub role: Role,
    /// When the proof expires.
    pub expires_at: Instant,
}
