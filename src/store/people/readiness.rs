//! The connection tests and practices of bidders, in a database.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::database::PeopleDatabase;
use super::inserts::insert_readiness;
use super::rows::readiness;
use super::sql;
use super::statement::statement;
use crate::auth::people::{KeptReadiness, PeopleError, ReadinessTable};

impl<D: PeopleDatabase> ReadinessTable for D {
    fn all_readiness(&self) -> BoxFuture<'_, Result<Vec<KeptReadiness>, PeopleError>> {
        async move { self.find_all(statement(sql::ALL_READINESS)).await?.iter().map(readiness).collect() }.boxed()
    }

    fn note_readiness(&self, noted: KeptReadiness) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.write_together(move |writer| async move { insert_readiness(writer, &noted).await }.boxed())
    }
}
