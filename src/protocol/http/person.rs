//! Who calls: what a browser sends to sign in, and what it is answered.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::members::text;
use super::people::HeldPlaceView;
use crate::auth::Role;
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};
use crate::json::{Problem, read_object};

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
    /// When the session or the token ends.
    pub expires_at: Instant,
}

/// What a browser sends to sign in.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignIn {
    /// The person's e-mail address.
    pub email: String,
    /// The person's password.
    pub password: String,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignIn(…)")
    }
}

impl SignIn {
    /// Reads a body, to the letter.
    ///
    /// # Errors
    /// All problems at once.
    pub fn parse(body: &str) -> Result<Self, Vec<Problem>> {
        read_object(body.as_bytes(), |object| {
            let email = text(object, "email", "\"ann@example.org\"").map(str::to_owned);
            let password = text(object, "password", "your password").map(str::to_owned);
            Some(Self { email: email?, password: password? })
        })
    }
}
