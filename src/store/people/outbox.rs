//! The outbox.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::database::PeopleDatabase;
use super::inserts::insert_mail;
use super::rows::{PeopleRow, due_mail, failed, id, list, mail, newest_mails};
use super::sql;
use super::statement::statement;
use crate::auth::people::outbox::MAIL_KEPT;
use crate::auth::people::{DueMail, MailEntry, MailKind, OutboxTable, PeopleError, QueuedMail};
use crate::clock::Instant;
use crate::ids::PersonId;

impl<D: PeopleDatabase> OutboxTable for D {
    fn queue(&self, mail: QueuedMail) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.write_together(move |writer| async move { insert_mail(writer, Some(mail)).await }.boxed())
    }

    fn mailed_about<'a>(&'a self, cause: &'a str) -> BoxFuture<'a, Result<Vec<PersonId>, PeopleError>> {
        let select = statement(sql::MAILED_ABOUT).bind(cause);
        async move { self.find_all(select).await?.iter().map(|row| id(row.text("person")?)).collect() }.boxed()
    }

    fn was_mailed<'a>(
        &'a self,
        person: &'a PersonId,
        kind: MailKind,
        since: Instant,
    ) -> BoxFuture<'a, Result<bool, PeopleError>> {
        let select = statement(sql::WAS_MAILED).bind(person).bind(kind.as_str()).bind(since);
        async move { Ok(self.find(select).await?.is_some()) }.boxed()
    }

    fn due_mail(&self, now: Instant, limit: u32) -> BoxFuture<'_, Result<Vec<DueMail>, PeopleError>> {
        let select = statement(sql::DUE_MAIL).bind(now).bind(limit);
        async move { self.find_all(select).await?.iter().map(due_mail).collect() }.boxed()
    }

    fn mail_sent(&self, id: String) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move { self.write(statement(sql::MAIL_SENT).bind(id)).await.map(|_| ()).map_err(failed) }.boxed()
    }

    fn mail_not_sent(
        &self,
        id: String,
        error: String,
        next_try: Option<Instant>,
    ) -> BoxFuture<'_, Result<(), PeopleError>> {
        let update = match next_try {
            Some(next) => statement(sql::MAIL_LATER).bind(id).bind(error).bind(next),
            None => statement(sql::MAIL_FAILED).bind(id).bind(error),
        };
        async move { self.write(update).await.map(|_| ()).map_err(failed) }.boxed()
    }

    fn mails<'a>(&'a self, before: Option<&'a str>, limit: u32) -> BoxFuture<'a, Result<Vec<MailEntry>, PeopleError>> {
        let select = statement(sql::MAILS).bind(before.unwrap_or(sql::AFTER_ALL_IDS)).bind(limit);
        async move { self.find_all(select).await?.iter().map(mail).collect() }.boxed()
    }

    fn newest_link_mails(&self, people: Vec<PersonId>) -> BoxFuture<'_, Result<Vec<MailEntry>, PeopleError>> {
        async move {
            let rows = self.find_all(statement(D::OWN_SQL.link_mails_of).bind(list(&people)?)).await?;
            Ok(newest_mails(rows.iter().map(mail).collect::<Result<_, _>>()?))
        }
        .boxed()
    }

    fn purge_outbox(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move {
            for purge in sql::PURGE_MAIL {
                self.purge_before(purge, now.less(MAIL_KEPT)).await?;
            }
            Ok(())
        }
        .boxed()
    }
}
