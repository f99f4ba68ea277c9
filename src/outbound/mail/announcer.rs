//! The task that mails people about lots that open soon, and about requests for an annulment.
//!
//! It looks at the present state of the lots, again and again. Each mail carries its causes, and a person is mailed once
//! about each cause. So a crash between a cause and its mail loses nothing, and a restart sends nothing a second time.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use super::mailer::Mailer;
use super::texts::{self, OpeningLot, Words};
use crate::auth::people::{MailKind, Person};
use crate::auth::{People, PeopleError, Role, RoleAt};
use crate::clock::Instant;
use crate::engine::{AnnouncedLot, Engine};
use crate::ids::{EventId, LotId, OrgId, PersonId};

/// How long the task waits where nobody wakes it.
const LOOK_EVERY: Duration = Duration::from_secs(20);
/// How long before its opening a lot is announced for the first time, and for the second.
const FIRST_NOTICE: Duration = Duration::from_hours(24);
const LAST_NOTICE: Duration = Duration::from_hours(1);

/// Mails people about the lots of a server.
pub struct Announcer {
    engine: Engine,
    people: Arc<dyn People>,
    mailer: Mailer,
    /// The causes that everybody was mailed about. They are known to storage as well; this saves asking it.
    done: HashSet<String>,
}

/// A lot that is to be announced.
struct DueOpening {
    cause: String,
    lot: AnnouncedLot,
}

impl Announcer {
    /// An announcer of the lots of that engine.
    #[must_use]
    pub fn new(engine: Engine, people: Arc<dyn People>, mailer: Mailer) -> Self {
        Self { engine, people, mailer, done: HashSet::new() }
    }

    /// Mails what is due, again and again.
    pub async fn run(mut self) {
        let mailer = self.mailer.clone();
        loop {
            if let Err(error) = self.look().await {
                tracing::warn!(%error, "mail about lots waits: the tables of people cannot be used");
            }
            tokio::select! {
                () = mailer.asked_to_look() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    }

    /// Writes the mail that is due now, and returns how many mails that were.
    ///
    /// # Errors
    /// [`PeopleError`]; what was not written is written at the next look.
    pub async fn look(&mut self) -> Result<usize, PeopleError> {
        let now = self.engine.now();
        let mut causes = HashSet::new();
        let openings = self.due_openings(now, &mut causes).await;
        let mut written = self.announce_openings(&openings, now).await?;
        self.done.extend(openings.into_iter().map(|due| due.cause));
        for id in self.engine.with_waiting_requests() {
            let Some(lot) = self.announced(&id).await else { continue };
            written += self.tell_of_requests(&lot, &mut causes, now).await?;
        }
        self.done.retain(|cause| causes.contains(cause));
        if written > 0 {
            self.mailer.wake();
        }
        Ok(written)
    }

    async fn due_openings(&mut self, now: Instant, causes: &mut HashSet<String>) -> Vec<DueOpening> {
        let mut all = Vec::new();
        for (id, opens_at) in self.engine.opening_within(FIRST_NOTICE) {
            let notice = if opens_at <= now + LAST_NOTICE { "hour" } else { "day" };
            let cause = format!("opening/{id}/{opens_at}/{notice}");
            causes.insert(cause.clone());
            if self.done.contains(&cause) {
                continue;
            }
            let Some(lot) = self.announced(&id).await else { continue };
            // It may have been opened, moved or cancelled since it was picked.
            if lot.practice || !lot.is_scheduled() || lot.opens_at != opens_at {
                self.done.insert(cause);
                continue;
            }
            all.push(DueOpening { cause, lot });
        }
        all
    }

    /// One mail to each person and event, with all lots that are due.
    async fn announce_openings(&self, all: &[DueOpening], now: Instant) -> Result<usize, PeopleError> {
        let mut people_of: HashMap<OrgId, Vec<Person>> = HashMap::new();
        let mut told: BTreeMap<(EventId, PersonId), (Person, Vec<&DueOpening>)> = BTreeMap::new();
        for due in all {
            let mailed: HashSet<PersonId> = self.people.mailed_about(&due.cause).await?.into_iter().collect();
            for bidder in &due.lot.bidders {
                let Ok(org) = OrgId::parse(bidder.as_str()) else { continue };
                let people = match people_of.entry(org) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(unknown) => {
                        let place = RoleAt { role: Role::Supplier, org: unknown.key().clone() };
                        unknown.insert(self.people.people_at(&place).await?)
                    }
                };
                for person in people.iter().filter(|person| !mailed.contains(&person.id)) {
                    let key = (due.lot.event.clone(), person.id.clone());
                    told.entry(key).or_insert_with(|| (person.clone(), Vec::new())).1.push(due);
                }
            }
        }
        let mut written = 0;
        for ((event, _), (person, mut lots)) in told {
            lots.sort_by(|one, other| (one.lot.opens_at, &one.lot.title).cmp(&(other.lot.opens_at, &other.lot.title)));
            let causes = lots.iter().map(|due| due.cause.clone()).collect();
            let words = self.opening(&event, &person, &lots);
            written += self.write(MailKind::LotOpening, &person, &words, causes, now).await?;
        }
        Ok(written)
    }

    fn opening(&self, event: &EventId, person: &Person, lots: &[&DueOpening]) -> Words {
        let first = &lots[0].lot;
        let about = self.mailer.about().asking(first.ask.as_deref());
        let page = self.mailer.page(&format!("/events/{event}"));
        let lots: Vec<OpeningLot<'_>> =
            lots.iter().map(|due| OpeningLot { title: &due.lot.title, opens_at: due.lot.opens_at }).collect();
        texts::opening_soon(&about, texts::greeted(person), &first.event_title, &lots, &page)
    }

    /// One mail to each buyer of the partnership and each request.
    async fn tell_of_requests(
        &mut self,
        lot: &AnnouncedLot,
        causes: &mut HashSet<String>,
        now: Instant,
    ) -> Result<usize, PeopleError> {
        let mut written = 0;
        for seq in lot.requests.iter().filter(|_| !lot.practice) {
            let cause = format!("annulment/{}/{}", lot.id, seq.0);
            causes.insert(cause.clone());
            if self.done.contains(&cause) {
                continue;
            }
            let about = self.mailer.about().asking(lot.ask.as_deref());
            let page = self.mailer.page(&format!("/lots/{}", lot.id));
            let buyers = RoleAt { role: Role::Buyer, org: lot.owner.clone() };
            for buyer in self.people.people_at(&buyers).await? {
                let name = texts::greeted(&buyer);
                let words = texts::annulment_request(&about, name, &lot.title, &lot.event_title, &page);
                let causes = vec![cause.clone()];
                written += self.write(MailKind::AnnulmentRequest, &buyer, &words, causes, now).await?;
            }
            self.done.insert(cause);
        }
        Ok(written)
    }

    async fn announced(&self, id: &LotId) -> Option<AnnouncedLot> {
        match self.engine.announced(id).await {
            Ok(lot) => Some(lot),
            Err(error) => {
                tracing::debug!(lot = %id, %error, "a lot cannot be looked at for mail; trying again");
                None
            }
        }
    }

    /// Writes a mail; returns how many that were, because a person who was mailed or erased meanwhile gets none.
    async fn write(
        &self,
        kind: MailKind,
        to: &Person,
        words: &Words,
        causes: Vec<String>,
        now: Instant,
    ) -> Result<usize, PeopleError> {
        match self.people.queue(self.mailer.mail(kind, to, words, now).about(causes)).await {
            Err(PeopleError::Unknown) => Ok(0),
            written => written.map(usize::from),
        }
    }
}

impl std::fmt::Debug for Announcer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Announcer(…)")
    }
}
