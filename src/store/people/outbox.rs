//! The outbox.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::database::PeopleDatabase;
use super::inserts::insert_mail;
use super::rows::{due_mail, failed, mail};
use super::sql;
use super::statement::statement;
use crate::auth::people::outbox::MAIL_KEPT;
use crate::auth::people::{DueMail, MailEntry, OutboxTable, PeopleError, QueuedMail};
use crate::clock::Instant;

impl<D: PeopleDatabase> OutboxTable for D {
    fn queue(&self, mail: QueuedMail) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.write_together(move |writer| async move { insert_mail(writer, Some(mail)).await }.boxed())
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

    fn purge_outbox(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.purge_before(sql::PURGE_MAIL, now.less(MAIL_KEPT))
    }
}
