//! Invitations in PostgreSQL.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::PostgresPeople;
use super::outbox::insert_mail;
use super::persons::{insert_invitation, insert_sent};
use crate::auth::SecretHash;
use crate::auth::people::{CodeTable, FoundCode, Invitation, InvitationTable, PeopleError, QueuedMail, SentBefore};
use crate::clock::Instant;
use crate::ids::PersonId;
use crate::store::people::rows::{PeopleRow, failed, id, instant, invitation, newest, place};
use crate::store::people::sql;

impl PostgresPeople {
    async fn replace_invitation(
        &self,
        new: Invitation,
        mail: Option<QueuedMail>,
        sent: Option<SentBefore>,
    ) -> Result<(), PeopleError> {
        let mut all = self.begin().await?;
        let withdraw = sqlx::query(sql::WITHDRAW_THOSE_OF_A_KIND).bind(new.person.as_str());
        withdraw.bind(new.kind.as_str()).execute(&mut *all).await.map_err(failed)?;
        insert_invitation(&mut all, &new).await?;
        insert_mail(&mut all, mail).await?;
        insert_sent(&mut all, sent).await?;
        all.commit().await.map_err(failed)
    }

    async fn read_resets(&self, person: &PersonId, since: Instant) -> Result<Vec<Instant>, PeopleError> {
        let select = sqlx::query(sql::RESETS_ASKED).bind(person.as_str()).bind(since.to_string());
        self.find_all(select).await?.iter().map(|row| instant(row.text("sent_at")?)).collect()
    }

    async fn read_newest(&self, people: Vec<PersonId>) -> Result<Vec<Invitation>, PeopleError> {
        let people: Vec<String> = people.iter().map(ToString::to_string).collect();
        let select = "SELECT * FROM invitations WHERE person = ANY($1) AND \"by\" <> person ORDER BY sent_at, id";
        let rows = self.find_all(sqlx::query(select).bind(people)).await?;
        Ok(newest(rows.iter().map(invitation).collect::<Result<_, _>>()?))
    }

    async fn withdraw_all(&self, person: PersonId, now: Instant) -> Result<bool, PeopleError> {
        let update = sqlx::query(sql::WITHDRAW_LIVING_INVITATIONS).bind(person.as_str()).bind(now.to_string());
        Ok(self.write(update).await.map_err(failed)?.rows_affected() > 0)
    }

    /// What stands behind a code.
    pub(super) async fn look_up(&self, code: SecretHash) -> Result<Option<FoundCode>, PeopleError> {
        if let Some(row) = self.find(sqlx::query(sql::FIND_LINK).bind(code.0.to_vec())).await? {
            let Some(person) = self.find_person(&id(row.text("person")?)?).await? else { return Ok(None) };
            let (leads_to, expires_at) = (row.text("leads_to")?.to_owned(), instant(row.text("expires_at")?)?);
            return Ok(Some(FoundCode { person, place: place(&row)?, leads_to, expires_at, invitation: None }));
        }
        let row = self.find(sqlx::query(sql::FIND_INVITATION).bind(code.0.to_vec())).await?;
        let Some(found) = row.as_ref().map(invitation).transpose()? else { return Ok(None) };
        let person = self.find_person(&found.person).await?;
        Ok(person.map(|person| FoundCode::of(person, found)))
    }

    async fn open_page(&self, code: SecretHash) -> Result<bool, PeopleError> {
        let update = sqlx::query(sql::OPEN_INVITATION).bind(code.0.to_vec());
        Ok(self.write(update).await.map_err(failed)?.rows_affected() > 0)
    }
}

impl InvitationTable for PostgresPeople {
    fn invite(
        &self,
        invitation: Invitation,
        mail: Option<QueuedMail>,
        sent: Option<SentBefore>,
    ) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.replace_invitation(invitation, mail, sent).boxed()
    }

    fn resets_asked<'a>(
        &'a self,
        person: &'a PersonId,
        since: Instant,
    ) -> BoxFuture<'a, Result<Vec<Instant>, PeopleError>> {
        self.read_resets(person, since).boxed()
    }

    fn newest_invitations(&self, people: Vec<PersonId>) -> BoxFuture<'_, Result<Vec<Invitation>, PeopleError>> {
        self.read_newest(people).boxed()
    }

    fn withdraw(&self, person: PersonId, now: Instant) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.withdraw_all(person, now).boxed()
    }
}

impl CodeTable for PostgresPeople {
    fn find_code(&self, code: SecretHash) -> BoxFuture<'_, Result<Option<FoundCode>, PeopleError>> {
        self.look_up(code).boxed()
    }

    fn note_opened(&self, code: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.open_page(code).boxed()
    }
}
