//! Second factors in PostgreSQL. Each write is one statement.

use std::collections::HashSet;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::postgres::PgConnection;

use super::PostgresPeople;
use crate::auth::people::{KeptFactor, PeopleError, SecondFactorTable};
use crate::auth::{SecretHash, TotpStep};
use crate::ids::PersonId;
use crate::store::people::rows::{PeopleRow, failed, id, refused};
use crate::store::people::sign_in_rows::factor;
use crate::store::people::{codes, sign_in_sql as sql};

const WITH_FACTOR: &str = "SELECT person FROM second_factors WHERE confirmed_at IS NOT NULL AND person = ANY($1)";

impl PostgresPeople {
    async fn find_factor(&self, person: &PersonId) -> Result<Option<KeptFactor>, PeopleError> {
        let row = self.find(sqlx::query(sql::FIND_FACTOR).bind(person.as_str())).await?;
        row.as_ref().map(factor).transpose()
    }

    async fn find_with_factor(&self, people: Vec<PersonId>) -> Result<HashSet<PersonId>, PeopleError> {
        let people: Vec<String> = people.iter().map(ToString::to_string).collect();
        let rows = self.find_all(sqlx::query(WITH_FACTOR).bind(people)).await?;
        rows.iter().map(|row| id(row.text("person")?)).collect()
    }

    async fn keep_proposed(&self, person: PersonId, sealed: Vec<u8>) -> Result<bool, PeopleError> {
        let insert = sqlx::query(sql::PROPOSE_FACTOR).bind(person.as_str()).bind(sealed).bind(codes::joined(&[]));
        Ok(self.write(insert).await.map_err(refused)?.rows_affected() > 0)
    }

    async fn keep_confirmed(&self, person: PersonId, confirmed: KeptFactor) -> Result<bool, PeopleError> {
        let KeptFactor { sealed, confirmed_at, last_step, codes } = confirmed;
        let update = sqlx::query(sql::CONFIRM_FACTOR).bind(person.as_str()).bind(sealed);
        let update = update.bind(confirmed_at.map(|at| at.to_string())).bind(last_step.map(|step| step.0));
        Ok(self.write(update.bind(codes::joined(&codes))).await.map_err(failed)?.rows_affected() > 0)
    }

    async fn keep_step(&self, person: PersonId, step: TotpStep) -> Result<bool, PeopleError> {
        let update = sqlx::query(sql::ACCEPT_STEP).bind(person.as_str()).bind(step.0);
        Ok(self.write(update).await.map_err(failed)?.rows_affected() > 0)
    }

    /// Only the call that replaces the codes that it has read has spent one of them.
    async fn spend_recovery(&self, person: PersonId, code: SecretHash) -> Result<bool, PeopleError> {
        loop {
            let Some(factor) = self.find_factor(&person).await?.filter(|factor| factor.confirmed_at.is_some()) else {
                return Ok(false);
            };
            let Some(left) = codes::without(&factor.codes, code) else { return Ok(false) };
            let update = sqlx::query(sql::REPLACE_CODES).bind(person.as_str());
            let update = update.bind(codes::joined(&factor.codes)).bind(codes::joined(&left));
            if self.write(update).await.map_err(failed)?.rows_affected() > 0 {
                return Ok(true);
            }
        }
    }

    async fn delete_factor(&self, person: PersonId) -> Result<bool, PeopleError> {
        let delete = sqlx::query(sql::REMOVE_FACTOR).bind(person.as_str());
        Ok(self.write(delete).await.map_err(failed)?.rows_affected() > 0)
    }
}

impl SecondFactorTable for PostgresPeople {
    fn second_factor<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<KeptFactor>, PeopleError>> {
        self.find_factor(person).boxed()
    }

    fn with_factor(&self, people: Vec<PersonId>) -> BoxFuture<'_, Result<HashSet<PersonId>, PeopleError>> {
        self.find_with_factor(people).boxed()
    }

    fn propose_factor(&self, person: PersonId, sealed: Vec<u8>) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.keep_proposed(person, sealed).boxed()
    }

    fn confirm_factor(&self, person: PersonId, confirmed: KeptFactor) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.keep_confirmed(person, confirmed).boxed()
    }

    fn accept_step(&self, person: PersonId, step: TotpStep) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.keep_step(person, step).boxed()
    }

    fn spend_recovery_code(&self, person: PersonId, code: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.spend_recovery(person, code).boxed()
    }

    fn remove_factor(&self, person: PersonId) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.delete_factor(person).boxed()
    }
}

/// Adds a second factor on this connection.
pub(in crate::store::postgres) async fn insert_factor(
    connection: &mut PgConnection,
    person: &PersonId,
    factor: KeptFactor,
) -> Result<(), PeopleError> {
    let KeptFactor { sealed, confirmed_at, last_step, codes } = factor;
    let insert = sqlx::query(sql::INSERT_FACTOR).bind(person.as_str()).bind(sealed);
    let insert = insert.bind(confirmed_at.map(|at| at.to_string())).bind(last_step.map(|step| step.0));
    insert.bind(codes::joined(&codes)).execute(connection).await.map_err(refused)?;
    Ok(())
}
