//! Who calls.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::people::HeldPlaceView;
use crate::auth::Role;
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

/// What stands of the caller's password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwnPassword {
    /// The person has one. To change it the old one is needed.
    Set,
    /// The person has none, and can set one.
    None,
    /// A link to a new password opened this session: it may set one without the old one, for an hour.
    Reset,
}

/// Who the caller is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Me {
    /// The person.
    pub person: PersonId,
    /// What they are here for.
    pub role: Role,
    /// Whom they are here for.
    pub org: OrgId,
    /// The person's own name. Null where nobody has set one, and for a token whose person is not among the people.
    pub name: Option<String>,
    /// Where links for the person are sent. Null for a token whose person is not among the people who sign in.
    pub email: Option<String>,
    /// The name of the caller's organisation: the one that was set, else the one in the newest published event. Null where
    /// nothing names it.
    pub org_name: Option<String>,
    /// Where the person can be rung.
    pub telephone: Option<String>,
    /// All places of the person; none for a token whose person is not among the people.
    pub places: Vec<HeldPlaceView>,
    /// Whether the person has a second factor.
    pub second_factor: bool,
    /// What stands of the person's password. `none` for a token.
    pub password: OwnPassword,
    /// When the session ends if it is not used any more, or when the token ends.
    pub expires_at: Instant,
}
