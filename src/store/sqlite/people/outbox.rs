//! The outbox in `SQLite`.

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::sqlite::SqliteConnection;

use super::SqlitePeople;
use crate::auth::people::outbox::MAIL_KEPT;
use crate::auth::people::{DueMail, MailEntry, MailKind, OutboxTable, PeopleError, QueuedMail};
use crate::clock::Instant;
use crate::ids::PersonId;
use crate::store::people::rows::{PeopleRow, due_mail, failed, id, mail, refused};
use crate::store::people::sql;

impl SqlitePeople {
    async fn keep_mail(&self, mail: QueuedMail) -> Result<bool, PeopleError> {
        self.write_together(move |writer| async move { insert_mail(writer, Some(mail)).await }.boxed()).await
    }

    async fn read_mailed(&self, cause: &str) -> Result<Vec<PersonId>, PeopleError> {
        let rows = self.find_all(sqlx::query(sql::MAILED_ABOUT).bind(cause)).await?;
        rows.iter().map(|row| id(row.text("person")?)).collect()
    }

    async fn find_mail(&self, to: &PersonId, kind: MailKind, since: Instant) -> Result<bool, PeopleError> {
        let select = sqlx::query(sql::WAS_MAILED).bind(to.as_str()).bind(kind.as_str()).bind(since.to_string());
        Ok(self.find(select).await?.is_some())
    }

    async fn read_due(&self, now: Instant, limit: u32) -> Result<Vec<DueMail>, PeopleError> {
        let select = sqlx::query(sql::DUE_MAIL).bind(now.to_string()).bind(i64::from(limit));
        let rows = self.find_all(select).await?;
        rows.iter().map(|row| due_mail(row, tries(row)?)).collect()
    }

    async fn read_mails(&self, before: Option<&str>, limit: u32) -> Result<Vec<MailEntry>, PeopleError> {
        let select = sqlx::query(sql::MAILS).bind(before.unwrap_or(sql::AFTER_ALL_IDS)).bind(i64::from(limit));
        let rows = self.find_all(select).await?;
        rows.iter().map(|row| mail(row, tries(row)?)).collect()
    }

    async fn note_sent(&self, id: String) -> Result<(), PeopleError> {
        self.write(sqlx::query(sql::MAIL_SENT).bind(id)).await.map_err(failed)?;
        Ok(())
    }

    async fn note_not_sent(&self, id: String, error: String, next: Option<Instant>) -> Result<(), PeopleError> {
        let update = match next {
            Some(next) => sqlx::query(sql::MAIL_LATER).bind(id).bind(error).bind(next.to_string()),
            None => sqlx::query(sql::MAIL_FAILED).bind(id).bind(error),
        };
        self.write(update).await.map_err(failed)?;
        Ok(())
    }

    async fn delete_old_mail(&self, now: Instant) -> Result<(), PeopleError> {
        for purge in sql::PURGE_MAIL {
            self.purge_before(purge, now.less(MAIL_KEPT)).await?;
        }
        Ok(())
    }
}

/// Writes a mail, where there is one, in the transaction of its cause. Not where its person was mailed about all of its
/// causes before. Returns whether it was written.
pub(super) async fn insert_mail(
    connection: &mut SqliteConnection,
    mail: Option<QueuedMail>,
) -> Result<bool, PeopleError> {
    let Some(QueuedMail { id, kind, person, to, sealed, queued_at, causes }) = mail else { return Ok(false) };
    let mut is_new = causes.is_empty();
    for cause in causes {
        let note = sqlx::query(sql::NOTE_CAUSE).bind(cause).bind(person.as_str()).bind(queued_at.to_string());
        is_new |= note.execute(&mut *connection).await.map_err(refused)?.rows_affected() > 0;
    }
    if !is_new {
        return Ok(false);
    }
    let insert = sqlx::query(sql::QUEUE_MAIL).bind(id).bind(kind.as_str()).bind(person.as_str().to_owned());
    insert.bind(to).bind(sealed).bind(queued_at.to_string()).execute(connection).await.map_err(refused)?;
    Ok(true)
}

impl OutboxTable for SqlitePeople {
    fn queue(&self, mail: QueuedMail) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.keep_mail(mail).boxed()
    }

    fn mailed_about<'a>(&'a self, cause: &'a str) -> BoxFuture<'a, Result<Vec<PersonId>, PeopleError>> {
        self.read_mailed(cause).boxed()
    }

    fn was_mailed<'a>(
        &'a self,
        person: &'a PersonId,
        kind: MailKind,
        since: Instant,
    ) -> BoxFuture<'a, Result<bool, PeopleError>> {
        self.find_mail(person, kind, since).boxed()
    }

    fn due_mail(&self, now: Instant, limit: u32) -> BoxFuture<'_, Result<Vec<DueMail>, PeopleError>> {
        self.read_due(now, limit).boxed()
    }

    fn mail_sent(&self, id: String) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.note_sent(id).boxed()
    }

    fn mail_not_sent(
        &self,
        id: String,
        error: String,
        next_try: Option<Instant>,
    ) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.note_not_sent(id, error, next_try).boxed()
    }

    fn mails<'a>(&'a self, before: Option<&'a str>, limit: u32) -> BoxFuture<'a, Result<Vec<MailEntry>, PeopleError>> {
        self.read_mails(before, limit).boxed()
    }

    fn purge_outbox(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.delete_old_mail(now).boxed()
    }
}

fn tries(row: &sqlx::sqlite::SqliteRow) -> Result<u32, PeopleError> {
    let tries: i64 = sqlx::Row::try_get(row, "tries").map_err(failed)?;
    Ok(u32::try_from(tries).unwrap_or(u32::MAX))
}
