//! Places: what a person is here for, and for which organisation.

use futures::future::BoxFuture;

use super::error::PeopleError;
use crate::auth::principal::Role;
use crate::ids::{OrgId, PersonId};

/// Most places of one person.
pub const PLACES_MAX: usize = 20;

/// A role at an organisation. A session stands at one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RoleAt {
    /// What a person there may do.
    pub role: Role,
    /// Supplier: its bidder id. Observer: its trust's ODS code. Others: the partnership's id.
    pub org: OrgId,
}

/// A place of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPlace {
    /// The place.
    pub place: RoleAt,
    /// Whether the person looks after the others of that role at that organisation.
    pub lead: bool,
}

impl HeldPlace {
    /// A place without the lead.
    #[must_use]
    pub const fn plain(role: Role, org: OrgId) -> Self {
        Self { place: RoleAt { role, org }, lead: false }
    }
}

/// Keeps the places of people.
pub trait PlaceTable: Send + Sync + 'static {
    /// Gives a person a place; where the person has it already, only `lead` is set.
    fn give_place(&self, person: PersonId, held: HeldPlace) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// How many people who may sign in have that place, and how many of them lead there.
    fn count_at<'a>(&'a self, place: &'a RoleAt) -> BoxFuture<'a, Result<PlaceCount, PeopleError>>;
}

/// How many people have a place. People who are disabled are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PlaceCount {
    /// All of them.
    pub people: u64,
    /// Those who lead.
    pub leads: u64,
}
