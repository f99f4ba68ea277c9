//! Names of organisations, beside those that documents of events give them.

use futures::future::BoxFuture;

use super::error::PeopleError;
use crate::ids::OrgId;

/// An organisation that somebody has named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: OrgId,
    /// Its name.
    pub name: String,
}

/// Keeps the names of organisations.
pub trait OrganisationTable: Send + Sync + 'static {
    /// Names an organisation, in place of any other name.
    fn name_organisation(&self, organisation: Organisation) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// The name of an organisation, where somebody has named it.
    fn organisation_name<'a>(&'a self, id: &'a OrgId) -> BoxFuture<'a, Result<Option<String>, PeopleError>>;

    /// All that are named.
    fn organisations(&self) -> BoxFuture<'_, Result<Vec<Organisation>, PeopleError>>;
}
