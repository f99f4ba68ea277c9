//! Invitations, and what stands behind a code.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::database::{PeopleConnection, PeopleDatabase};
use super::inserts::{insert_invitation, insert_mail, insert_sent};
use super::rows::{PeopleRow, failed, id, instant, invitation, list, newest, place};
use super::sql;
use super::statement::statement;
use crate::auth::SecretHash;
use crate::auth::people::{
    CodeTable, FoundCode, Invitation, InvitationTable, PeopleError, PersonTable, QueuedMail, SentBefore,
};
use crate::clock::Instant;
use crate::ids::PersonId;

impl<D: PeopleDatabase> InvitationTable for D {
    fn invite(
        &self,
        invitation: Invitation,
        mail: Option<QueuedMail>,
        sent: Option<SentBefore>,
    ) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.write_together(move |writer| {
            async move {
                let withdraw = statement(sql::WITHDRAW_THOSE_OF_A_KIND).bind(&invitation.person);
                writer.run(withdraw.bind(invitation.kind.as_str())).await.map_err(failed)?;
                let give_up = statement(sql::GIVE_UP_KIND).bind(&invitation.person);
                writer.run(give_up.bind(invitation.kind.mail().as_str())).await.map_err(failed)?;
                insert_invitation(writer, &invitation).await?;
                insert_mail(writer, mail).await?;
                insert_sent(writer, sent).await
            }
            .boxed()
        })
    }

    fn resets_asked<'a>(
        &'a self,
        person: &'a PersonId,
        since: Instant,
    ) -> BoxFuture<'a, Result<Vec<Instant>, PeopleError>> {
        let select = statement(sql::RESETS_ASKED).bind(person).bind(since);
        async move { self.find_all(select).await?.iter().map(|row| instant(row.text("sent_at")?)).collect() }.boxed()
    }

    fn newest_invitations(&self, people: Vec<PersonId>) -> BoxFuture<'_, Result<Vec<Invitation>, PeopleError>> {
        async move {
            let rows = self.find_all(statement(D::OWN_SQL.invitations_of).bind(list(&people)?)).await?;
            Ok(newest(rows.iter().map(invitation).collect::<Result<_, _>>()?))
        }
        .boxed()
    }

    fn withdraw(&self, person: PersonId, now: Instant) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.write_together(move |writer| {
            async move {
                let update = statement(sql::WITHDRAW_LIVING_INVITATIONS).bind(&person).bind(now);
                let withdrawn = writer.run(update).await.map_err(failed)?;
                writer.run(statement(sql::GIVE_UP_INVITATIONS).bind(&person)).await.map_err(failed)?;
                Ok(withdrawn > 0)
            }
            .boxed()
        })
    }
}

impl<D: PeopleDatabase> CodeTable for D {
    fn find_code(&self, code: SecretHash) -> BoxFuture<'_, Result<Option<FoundCode>, PeopleError>> {
        async move {
            if let Some(row) = self.find(statement(sql::FIND_LINK).bind(code)).await? {
                let Some(person) = self.by_id(&id(row.text("person")?)?).await? else { return Ok(None) };
                let (leads_to, expires_at) = (row.text("leads_to")?.to_owned(), instant(row.text("expires_at")?)?);
                return Ok(Some(FoundCode { person, place: place(&row)?, leads_to, expires_at, invitation: None }));
            }
            let row = self.find(statement(sql::FIND_INVITATION).bind(code)).await?;
            let Some(found) = row.as_ref().map(invitation).transpose()? else { return Ok(None) };
            Ok(self.by_id(&found.person).await?.map(|person| FoundCode::of(person, found)))
        }
        .boxed()
    }

    fn note_opened(&self, code: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let update = statement(sql::OPEN_INVITATION).bind(code);
        async move { Ok(self.write(update).await.map_err(failed)? > 0) }.boxed()
    }
}
