//! People in memory: for the database `memory:`, and for tests.

mod invitations;
mod outbox;
mod persons;
mod readiness;
mod sessions;
mod sign_ins;
mod small;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, ready};

use super::back_off::{CountKey, WrongGuesses};
use super::password::PasswordHash;
use super::people::{
    BidderReadiness, Choices, Invitation, InvitationKind, InvitationState, KeptFactor, Link, MailEntry, MailKind,
    PeopleError, Person, RoleAt, SecurityEvent, SentBefore, Session,
};
use super::secret::SecretHash;
use crate::clock::Instant;
use crate::ids::{BidderId, EventId, OrgId, PersonId};

/// The kinds of mail that have a link.
const LINK_MAILS: [MailKind; 3] = [MailKind::Invitation, MailKind::PasswordReset, MailKind::SignInLink];

/// People, and everything about them; all are lost when it is dropped.
#[derive(Debug, Default)]
pub struct PeopleInMemory {
    tables: Mutex<PeopleTables>,
}

#[derive(Debug, Default)]
struct PeopleTables {
    people: BTreeMap<PersonId, Person>,
    passwords: HashMap<PersonId, PasswordHash>,
    organisations: BTreeMap<OrgId, String>,
    invitations: Vec<Invitation>,
    links: HashMap<SecretHash, Link>,
    sessions: HashMap<SecretHash, Session>,
    factors: HashMap<PersonId, KeptFactor>,
    devices: HashMap<(PersonId, SecretHash), Instant>,
    wrong_guesses: HashMap<CountKey, WrongGuesses>,
    readmissions: HashMap<PersonId, KeptReadmission>,
    choices: HashMap<PersonId, Choices>,
    readiness: HashMap<(EventId, BidderId), BidderReadiness>,
    security_events: BTreeMap<String, SecurityEvent>,
    outbox: BTreeMap<String, KeptMail>,
    /// When each person was mailed about each cause.
    mail_causes: BTreeMap<(String, PersonId), Instant>,
    sent: HashMap<(PersonId, String), SentBefore>,
    version: u64,
}

/// A readmission: until when it holds, and where a sign-in needs no second factor until that is spent.
#[derive(Debug)]
struct KeptReadmission {
    until: Instant,
    places: Vec<RoleAt>,
    is_spent: bool,
}

/// A mail of the outbox: as the list shows it, with its text and its next try while it waits.
#[derive(Debug)]
struct KeptMail {
    entry: MailEntry,
    waiting: Option<(Vec<u8>, Instant)>,
}

impl PeopleInMemory {
    fn tables(&self) -> MutexGuard<'_, PeopleTables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PeopleTables {
    fn person(&mut self, id: &PersonId) -> Result<&mut Person, PeopleError> {
        self.people.get_mut(id).ok_or(PeopleError::Unknown)
    }

    /// Whether the address belongs to another person than `id`.
    fn is_taken(&self, email: &str, id: &PersonId) -> bool {
        self.people.values().any(|known| known.id != *id && known.email.eq_ignore_ascii_case(email))
    }

    /// Whether a request of that caller and key is remembered.
    fn has_sent(&self, sent: Option<&SentBefore>) -> bool {
        sent.is_some_and(|sent| self.sent.contains_key(&(sent.caller.clone(), sent.key.clone())))
    }

    /// Remembers a request that carried a key.
    fn remember(&mut self, sent: Option<SentBefore>) {
        if let Some(sent) = sent {
            self.sent.insert((sent.caller.clone(), sent.key.clone()), sent);
        }
    }

    /// Withdraws the open invitations of these kinds; returns whether there was one.
    fn withdraw(&mut self, person: &PersonId, kinds: &[InvitationKind]) -> bool {
        let mut any = false;
        let of_person = self.invitations.iter_mut().filter(|one| one.person == *person && kinds.contains(&one.kind));
        for invitation in of_person.filter(|one| one.state.is_open()) {
            invitation.state = InvitationState::Withdrawn;
            any = true;
        }
        any
    }

    /// Spends the one sign-in without a second factor, where it counts at that place. Returns whether it was left.
    fn spend_readmission(&mut self, person: &PersonId, place: &RoleAt, at: Instant) -> bool {
        let counts = |one: &&mut KeptReadmission| at < one.until && !one.is_spent && one.places.contains(place);
        let Some(readmission) = self.readmissions.get_mut(person).filter(counts) else { return false };
        readmission.is_spent = true;
        true
    }

    /// Ends what a new password makes needless: invitations, links, mail with them, and rights to set one without the old
    /// one.
    fn end_other_ways_in(&mut self, person: &PersonId) {
        self.withdraw(person, &InvitationKind::ALL);
        self.links.retain(|_, link| link.person != *person);
        self.give_up_mail(person, &LINK_MAILS);
        for session in self.sessions.values_mut().filter(|session| session.principal.person == *person) {
            session.reset_until = None;
        }
    }

    /// Ends sessions and links of a person; returns the sessions.
    fn end_all_of(&mut self, person: &PersonId) -> Vec<SecretHash> {
        self.links.retain(|_, link| link.person != *person);
        let of_person = self.sessions.values().filter(|session| session.principal.person == *person);
        let ended: Vec<SecretHash> = of_person.map(|session| session.token).collect();
        self.sessions.retain(|token, _| !ended.contains(token));
        ended
    }
}

fn now<'a, T: Send + 'a>(answer: T) -> BoxFuture<'a, T> {
    ready(answer).boxed()
}
