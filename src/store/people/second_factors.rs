//! Second factors. Each write is one statement.

use std::collections::HashSet;

use futures::FutureExt;
use futures::future::BoxFuture;

use super::database::PeopleDatabase;
use super::rows::{PeopleRow, failed, id, list, refused};
use super::sign_in_rows::factor;
use super::statement::statement;
use super::{codes, sign_in_sql as sql};
use crate::auth::people::{KeptFactor, PeopleError, SecondFactorTable};
use crate::auth::{SecretHash, TotpStep};
use crate::ids::PersonId;

impl<D: PeopleDatabase> SecondFactorTable for D {
    fn second_factor<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<KeptFactor>, PeopleError>> {
        let select = statement(sql::FIND_FACTOR).bind(person);
        async move { self.find(select).await?.as_ref().map(factor).transpose() }.boxed()
    }

    fn with_factor(&self, people: Vec<PersonId>) -> BoxFuture<'_, Result<HashSet<PersonId>, PeopleError>> {
        async move {
            let rows = self.find_all(statement(D::OWN_SQL.with_factor).bind(list(&people)?)).await?;
            rows.iter().map(|row| id(row.text("person")?)).collect()
        }
        .boxed()
    }

    fn propose_factor(&self, person: PersonId, sealed: Vec<u8>) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let insert = statement(sql::PROPOSE_FACTOR).bind(&person).bind(sealed).bind(codes::joined(&[]));
        async move { Ok(self.write(insert).await.map_err(refused)? > 0) }.boxed()
    }

    fn confirm_factor(&self, person: PersonId, confirmed: KeptFactor) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let KeptFactor { sealed, confirmed_at, last_step, codes } = confirmed;
        let update = statement(sql::CONFIRM_FACTOR).bind(&person).bind(sealed).bind(confirmed_at);
        let update = update.bind(last_step.map(|step| step.0)).bind(codes::joined(&codes));
        async move { Ok(self.write(update).await.map_err(failed)? > 0) }.boxed()
    }

    fn accept_step(&self, person: PersonId, step: TotpStep) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let update = statement(sql::ACCEPT_STEP).bind(&person).bind(step.0);
        async move { Ok(self.write(update).await.map_err(failed)? > 0) }.boxed()
    }

    /// Only the call that replaces the codes that it has read has spent one of them.
    fn spend_recovery_code(&self, person: PersonId, code: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>> {
        async move {
            loop {
                let factor = self.second_factor(&person).await?;
                let Some(factor) = factor.filter(|factor| factor.confirmed_at.is_some()) else { return Ok(false) };
                let Some(left) = codes::without(&factor.codes, code) else { return Ok(false) };
                let update = statement(sql::REPLACE_CODES).bind(&person);
                let update = update.bind(codes::joined(&factor.codes)).bind(codes::joined(&left));
                if self.write(update).await.map_err(failed)? > 0 {
                    return Ok(true);
                }
            }
        }
        .boxed()
    }

    fn remove_factor(&self, person: PersonId) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let delete = statement(sql::REMOVE_FACTOR).bind(&person);
        async move { Ok(self.write(delete).await.map_err(failed)? > 0) }.boxed()
    }
}
