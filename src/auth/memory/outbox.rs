//! The outbox, in memory.

use std::time::Duration;

use futures::future::BoxFuture;

use super::{KeptMail, PeopleInMemory, PeopleTables, now};
use crate::auth::people::outbox::{MAIL_KEPT, NOT_NEEDED};
use crate::auth::people::{DueMail, Link, MailEntry, MailKind, MailState, OutboxTable, PeopleError, QueuedMail};
use crate::clock::Instant;
use crate::ids::PersonId;

impl PeopleTables {
    /// Writes a mail, where there is one and its person was not mailed about all of its causes. Returns whether it was
    /// written.
    pub(super) fn keep_mail(&mut self, mail: Option<QueuedMail>) -> bool {
        let Some(QueuedMail { id, kind, person, to, sealed, queued_at, causes }) = mail else { return false };
        let mut is_new = causes.is_empty();
        for cause in causes {
            is_new |= self.mail_causes.insert((cause, person.clone()), queued_at).is_none();
        }
        if !is_new {
            return false;
        }
        let (state, tries, last_error) = (MailState::Waiting, 0, None);
        let entry = MailEntry { id: id.clone(), kind, person, to, state, tries, last_error, queued_at };
        self.outbox.insert(id, KeptMail { entry, waiting: Some((sealed, queued_at)) });
        true
    }

    /// When the last mail like this one was written, where that is less than `quiet` ago and the link in it can be used.
    pub(super) fn mailed_just_now(&self, link: &Link, mail: &QueuedMail, quiet: Duration) -> Option<Instant> {
        let is_alike =
            |one: &Link| one.person == link.person && one.place == link.place && one.leads_to == link.leads_to;
        let mut links = self.links.values();
        links.find(|one| is_alike(one) && one.expires_at > link.expires_at.less(quiet))?;
        let entries = self.outbox.values().map(|kept| &kept.entry);
        let same = entries.filter(|one| one.person == mail.person && one.kind == mail.kind && one.to == mail.to);
        same.map(|one| one.queued_at).filter(|at| *at > mail.queued_at.less(quiet)).max()
    }

    /// Gives up waiting mail of these kinds to a person.
    pub(super) fn give_up_mail(&mut self, person: &PersonId, kinds: &[MailKind]) {
        let of_person = self.outbox.values_mut().filter(|mail| mail.entry.person == *person);
        for mail in of_person.filter(|mail| mail.waiting.is_some() && kinds.contains(&mail.entry.kind)) {
            mail.waiting = None;
            (mail.entry.state, mail.entry.last_error) = (MailState::Failed, Some(NOT_NEEDED.to_owned()));
        }
    }
}

impl PeopleInMemory {
    fn note_mail(&self, id: &str, note: impl FnOnce(&mut KeptMail)) -> BoxFuture<'static, Result<(), PeopleError>> {
        if let Some(mail) = self.tables().outbox.get_mut(id).filter(|mail| mail.waiting.is_some()) {
            mail.entry.tries += 1;
            note(mail);
        }
        now(Ok(()))
    }
}

impl OutboxTable for PeopleInMemory {
    fn queue(&self, mail: QueuedMail) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let mut tables = self.tables();
        if let Err(unknown) = tables.person(&mail.person).map(|_| ()) {
            return now(Err(unknown));
        }
        now(Ok(tables.keep_mail(Some(mail))))
    }

    fn mailed_about<'a>(&'a self, cause: &'a str) -> BoxFuture<'a, Result<Vec<PersonId>, PeopleError>> {
        let tables = self.tables();
        let mailed = tables.mail_causes.keys().filter(|(known, _)| known == cause);
        now(Ok(mailed.map(|(_, person)| person.clone()).collect()))
    }

    fn was_mailed<'a>(
        &'a self,
        person: &'a PersonId,
        kind: MailKind,
        since: Instant,
    ) -> BoxFuture<'a, Result<bool, PeopleError>> {
        let is_meant = |mail: &MailEntry| mail.person == *person && mail.kind == kind && mail.queued_at > since;
        now(Ok(self.tables().outbox.values().any(|mail| is_meant(&mail.entry))))
    }

    fn due_mail(&self, at: Instant, limit: u32) -> BoxFuture<'_, Result<Vec<DueMail>, PeopleError>> {
        let tables = self.tables();
        let due = tables.outbox.values().filter_map(|mail| {
            let (sealed, next_try) = mail.waiting.as_ref().filter(|(_, next_try)| *next_try <= at)?;
            let MailEntry { id, to, tries, .. } = mail.entry.clone();
            Some((*next_try, DueMail { id, to, sealed: sealed.clone(), tries }))
        });
        let mut due: Vec<_> = due.collect();
        due.sort_by(|(one, first), (other, second)| (one, &first.id).cmp(&(other, &second.id)));
        now(Ok(due.into_iter().take(limit as usize).map(|(_, mail)| mail).collect()))
    }

    fn mail_sent(&self, id: String) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.note_mail(&id, |mail| {
            mail.waiting = None;
            (mail.entry.state, mail.entry.last_error) = (MailState::Sent, None);
        })
    }

    fn mail_not_sent(
        &self,
        id: String,
        error: String,
        next_try: Option<Instant>,
    ) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.note_mail(&id, |mail| {
            mail.entry.last_error = Some(error);
            mail.waiting = mail.waiting.take().zip(next_try).map(|((sealed, _), next_try)| (sealed, next_try));
            if mail.waiting.is_none() {
                mail.entry.state = MailState::Failed;
            }
        })
    }

    fn mails<'a>(&'a self, before: Option<&'a str>, limit: u32) -> BoxFuture<'a, Result<Vec<MailEntry>, PeopleError>> {
        let tables = self.tables();
        let older = tables.outbox.values().rev().map(|mail| &mail.entry);
        let older = older.filter(|mail| before.is_none_or(|before| mail.id.as_str() < before));
        now(Ok(older.take(limit as usize).cloned().collect()))
    }

    fn newest_link_mails(&self, people: Vec<PersonId>) -> BoxFuture<'_, Result<Vec<MailEntry>, PeopleError>> {
        let tables = self.tables();
        let with_link: Vec<_> = tables.outbox.values().rev().filter(|mail| mail.entry.kind.has_link()).collect();
        let newest = |id: &PersonId| with_link.iter().find(|mail| mail.entry.person == *id);
        now(Ok(people.iter().filter_map(newest).map(|mail| mail.entry.clone()).collect()))
    }

    fn purge_outbox(&self, at: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        let is_kept = |mail: &KeptMail| mail.waiting.is_some() || at.saturating_since(mail.entry.queued_at) < MAIL_KEPT;
        let mut tables = self.tables();
        tables.outbox.retain(|_, mail| is_kept(mail));
        tables.mail_causes.retain(|_, told| at.saturating_since(*told) < MAIL_KEPT);
        now(Ok(()))
    }
}
