//! What a buyer asks for who lets a person back in, and what is recorded.

use super::answer::Recorded;
use crate::auth::{Principal, RoleAt};
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

/// A readmission that is recorded.
#[derive(Debug, Clone)]
pub struct ReadmissionRecord {
    /// The record in the event's stream.
    pub record: Recorded,
    /// The first place at which the person takes part in the event.
    pub place: RoleAt,
    /// All places at which the person takes part in it.
    pub places: Vec<RoleAt>,
    /// What the event is called.
    pub event_title: String,
}
