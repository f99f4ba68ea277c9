//! Who calls.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::auth::Role;
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

/// Who the caller is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Me {
    /// The person.
    pub person: PersonId,
    /// What they are here for.
    pub role: Role,
    /// Whom they are here for.
    pub org: OrgId,
    /// The person's own name. Always null so far: people have no names yet.
    pub name: Option<String>,
    /// Where links for the person are sent. Null for a token whose person is not among the people who sign in.
    pub email: Option<String>,
    /// A supplier's or a trust's name in the newest published event that names it. Null where there is none, and for the
    /// other roles.
    pub org_name: Option<String>,
    /// Whether the person has a second factor.
    pub second_factor: bool,
    /// When the session ends if it is not used any more, or when the token ends.
    pub expires_at: Instant,
}
