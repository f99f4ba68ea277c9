//! What a buyer asks for who lets a person back in.

use crate::auth::Principal;
use crate::ids::PersonId;

/// A readmission that a buyer asks for.
#[derive(Debug, Clone)]
pub struct ReadmissionOrder {
    /// The person.
    pub person: PersonId,
    /// The person at each of the person's places; none for a person who is not known.
    pub stands_at: Vec<Principal>,
    /// Why.
    pub reason: String,
}
