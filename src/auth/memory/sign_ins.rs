//! Second factors and guesses, in memory.

use std::collections::HashSet;

use futures::future::BoxFuture;

use super::{KeptReadmission, PeopleInMemory, RoleAt, now};
use crate::auth::back_off::KeptGuesses;
use crate::auth::people::{
    GuessTable, KeptFactor, PeopleError, QueuedMail, Readmission, SecondFactorTable, SecurityEvent,
};
use crate::auth::secret::SecretHash;
use crate::auth::totp::TotpStep;
use crate::clock::Instant;
use crate::ids::PersonId;

impl SecondFactorTable for PeopleInMemory {
    fn second_factor<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<KeptFactor>, PeopleError>> {
        now(Ok(self.tables().factors.get(person).cloned()))
    }

    fn with_factor(&self, people: Vec<PersonId>) -> BoxFuture<'_, Result<HashSet<PersonId>, PeopleError>> {
        let tables = self.tables();
        let has_factor =
            |person: &PersonId| tables.factors.get(person).is_some_and(|factor| factor.confirmed_at.is_some());
        now(Ok(people.into_iter().filter(has_factor).collect()))
    }

    fn propose_factor(&self, person: PersonId, sealed: Vec<u8>) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let mut tables = self.tables();
        if let Err(unknown) = tables.person(&person).map(|_| ()) {
            return now(Err(unknown));
        }
        let is_confirmed = tables.factors.get(&person).is_some_and(|factor| factor.confirmed_at.is_some());
        if !is_confirmed {
            let proposed = KeptFactor { sealed, confirmed_at: None, last_step: None, codes: Vec::new() };
            tables.factors.insert(person, proposed);
        }
        now(Ok(!is_confirmed))
    }

    fn confirm_factor(&self, person: PersonId, confirmed: KeptFactor) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let mut tables = self.tables();
        let proposed = tables.factors.get_mut(&person);
        let proposed = proposed.filter(|kept| kept.confirmed_at.is_none() && kept.sealed == confirmed.sealed);
        let Some(proposed) = proposed else { return now(Ok(false)) };
        *proposed = confirmed;
        now(Ok(true))
    }

    fn accept_step(&self, person: PersonId, step: TotpStep) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let mut tables = self.tables();
        let factor = tables.factors.get_mut(&person).filter(|factor| factor.confirmed_at.is_some());
        let factor = factor.filter(|factor| factor.last_step.is_none_or(|last| last < step));
        let Some(factor) = factor else { return now(Ok(false)) };
        factor.last_step = Some(step);
        now(Ok(true))
    }

    fn spend_recovery_code(&self, person: PersonId, code: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let mut tables = self.tables();
        let factor = tables.factors.get_mut(&person).filter(|factor| factor.confirmed_at.is_some());
        let Some(factor) = factor else { return now(Ok(false)) };
        let before = factor.codes.len();
        factor.codes.retain(|kept| *kept != code);
        now(Ok(factor.codes.len() < before))
    }

    fn remove_factor(&self, person: PersonId) -> BoxFuture<'_, Result<bool, PeopleError>> {
        now(Ok(self.tables().factors.remove(&person).is_some()))
    }
}

impl GuessTable for PeopleInMemory {
    fn wrong_guesses(&self, limit: u32) -> BoxFuture<'_, Result<Vec<KeptGuesses>, PeopleError>> {
        let mut kept: Vec<_> = self.tables().wrong_guesses.iter().map(|(key, kept)| (*key, *kept)).collect();
        kept.retain(|(_, kept)| kept.count > 0);
        kept.sort_by_key(|(_, kept)| std::cmp::Reverse(kept.last_at));
        kept.truncate(limit as usize);
        now(Ok(kept))
    }

    fn keep_wrong_guesses(
        &self,
        counts: Vec<KeptGuesses>,
        events: Vec<SecurityEvent>,
        mails: Vec<QueuedMail>,
    ) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        tables.wrong_guesses.extend(counts);
        tables.security_events.extend(events.into_iter().map(|event| (event.id.clone(), event)));
        for mail in mails {
            tables.keep_mail(Some(mail));
        }
        now(Ok(()))
    }

    fn knows_device<'a>(
        &'a self,
        person: &'a PersonId,
        device: SecretHash,
        at: Instant,
    ) -> BoxFuture<'a, Result<bool, PeopleError>> {
        let tables = self.tables();
        let until = tables.devices.get(&(person.clone(), device));
        now(Ok(until.is_some_and(|until| at < *until)))
    }

    fn keep_device(
        &self,
        person: PersonId,
        device: SecretHash,
        expires_at: Instant,
    ) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        if let Err(unknown) = tables.person(&person).map(|_| ()) {
            return now(Err(unknown));
        }
        tables.devices.insert((person, device), expires_at);
        now(Ok(()))
    }

    fn readmit(&self, readmission: Readmission) -> BoxFuture<'_, Result<Option<Instant>, PeopleError>> {
        let Readmission { person, places, until, link, mails, quiet } = readmission;
        let mut tables = self.tables();
        let is_known = |id: &PersonId| tables.people.contains_key(id);
        if !is_known(&person) || !mails.iter().all(|mail| is_known(&mail.person)) {
            return now(Err(PeopleError::Unknown));
        }
        tables.readmissions.insert(person, KeptReadmission { until, places, is_spent: false });
        let earlier =
            link.as_ref().zip(mails.first()).and_then(|(link, mail)| tables.mailed_just_now(link, mail, quiet));
        if earlier.is_some() {
            return now(Ok(earlier));
        }
        tables.links.extend(link.map(|link| (link.code, link)));
        for mail in mails {
            tables.keep_mail(Some(mail));
        }
        now(Ok(None))
    }

    fn readmitted_until(&self) -> BoxFuture<'_, Result<Option<Instant>, PeopleError>> {
        now(Ok(self.tables().readmissions.values().map(|one| one.until).max()))
    }

    fn is_readmitted<'a>(&'a self, person: &'a PersonId, at: Instant) -> BoxFuture<'a, Result<bool, PeopleError>> {
        now(Ok(self.tables().readmissions.get(person).is_some_and(|one| at < one.until)))
    }

    fn spend_readmission(
        &self,
        person: PersonId,
        place: RoleAt,
        at: Instant,
    ) -> BoxFuture<'_, Result<bool, PeopleError>> {
        now(Ok(self.tables().spend_readmission(&person, &place, at)))
    }

    fn purge_guesses(&self, at: Instant, forgotten: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        tables.devices.retain(|_, until| at < *until);
        tables.readmissions.retain(|_, one| at < one.until);
        tables.wrong_guesses.retain(|_, kept| kept.last_at > forgotten);
        now(Ok(()))
    }
}
