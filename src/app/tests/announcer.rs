//! Mail about lots: who gets it, when, and that nobody gets it twice, also after a restart.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::auth::people::{MailKind, OutboxTable, PersonTable, QueuedMail};
use crate::auth::{PeopleInMemory, PeopleKey, Person, Role};
use crate::http::testing::{TestServer, WTP, document};
use crate::ids::{OrgId, PersonId};
use crate::outbound::mail::texts::About;
use crate::outbound::mail::{Announcer, Mailer};

const HOUR: Duration = Duration::from_hours(1);

/// A server, the people who are mailed about its lots, and the key of their mail.
struct Office {
    server: TestServer,
    people: Arc<PeopleInMemory>,
    key: PeopleKey,
}

impl Office {
    /// Sam of acme, Bea of bolt, who has not signed in yet, Zed of an organisation that is not invited, Dan of acme, who is
    /// disabled, and two buyers.
    async fn open() -> Self {
        let (server, people) = (TestServer::start().await, Arc::new(PeopleInMemory::default()));
        let (supplier, buyer) = (Role::Supplier, Role::Buyer);
        for (name, role, org) in [
            ("sam", supplier, "acme"),
            ("bea", supplier, "bolt"),
            ("zed", supplier, "zeta"),
            ("dan", supplier, "acme"),
            ("pat", buyer, WTP),
            ("kim", buyer, WTP),
            ("otto", buyer, "other"),
        ] {
            let (id, org) = (PersonId::parse(name).unwrap(), OrgId::parse(org).unwrap());
            let person = Person::new(id, format!("{name}@example.org"), role, org, server.clock.now());
            people.add(person.into()).await.unwrap();
        }
        people.disable(PersonId::parse("dan").unwrap()).await.unwrap();
        Self { server, people, key: PeopleKey::random() }
    }

    /// An announcer that has just been started.
    fn announcer(&self) -> Announcer {
        let about = About { name: "Trusts together".to_owned(), ask: "0114 496 0000".to_owned() };
        let mailer = Mailer::new(self.key.clone(), about, "https://buy.example.org");
        Announcer::new(self.server.engine.clone(), self.people.clone(), mailer)
    }

    /// Publishes an event; returns its lots.
    async fn publish(&self, document: &Value) -> Vec<String> {
        let event = self.server.draft_of(document).await;
        let buyer = self.server.token(Role::Buyer, WTP);
        let published = self.server.post(&format!("/api/v1/events/{event}/publish"), &buyer, &json!({})).await;
        assert_eq!(published.status.as_u16(), 200, "{}", published.body);
        published.json()["lots"].as_array().unwrap().iter().map(|lot| lot.as_str().unwrap().to_owned()).collect()
    }

    async fn act(&self, lot: &str, act: &Value) {
        let buyer = self.server.token(Role::Buyer, WTP);
        let done = self.server.post(&format!("/api/v1/lots/{lot}/commands"), &buyer, act).await;
        assert_eq!(done.status.as_u16(), 200, "{}", done.body);
    }

    /// Whom mail was written to, the oldest first.
    async fn mailed(&self) -> Vec<(MailKind, String)> {
        let mut mails = self.people.mails(None, 100).await.unwrap();
        mails.reverse();
        mails.into_iter().map(|mail| (mail.kind, mail.person.to_string())).collect()
    }

    /// The texts of all mail, with their subjects.
    async fn texts(&self) -> Vec<String> {
        let due = self.people.due_mail(self.server.clock.now(), 100).await.unwrap();
        let open = |id: &str, sealed: &[u8]| self.key.open(&QueuedMail::place(id), sealed).unwrap();
        due.iter().map(|mail| String::from_utf8(open(&mail.id, &mail.sealed).to_vec()).unwrap()).collect()
    }
}

/// An event whose two lots open 30 hours after the start, at 8pm.
fn later() -> Value {
    let mut document = document();
    document["lots"][0]["opens_at"] = json!("2026-11-22T20:00:00Z");
    let mut second = document["lots"][0].clone();
    second["title"] = json!("Vinyl, powder free");
    second["bidders"] = json!([{"bidder": "acme"}]);
    document["lots"].as_array_mut().unwrap().push(second);
    document
}

fn opening(people: &[&str]) -> Vec<(MailKind, String)> {
    people.iter().map(|name| (MailKind::LotOpening, (*name).to_owned())).collect()
}

// G106
#[tokio::test(start_paused = true)]
async fn the_people_of_invited_bidders_are_mailed_a_day_and_an_hour_before_and_not_twice() {
    let office = Office::open().await;
    office.publish(&later()).await;
    let mut announcer = office.announcer();

    let too_early = announcer.look().await.unwrap();
    tokio::time::advance(6 * HOUR).await;
    let a_day_before = (announcer.look().await.unwrap(), announcer.look().await.unwrap());
    let after_a_restart = office.announcer().look().await.unwrap();
    let mailed = office.mailed().await;
    let texts = office.texts().await;
    tokio::time::advance(23 * HOUR).await;
    let an_hour_before = (announcer.look().await.unwrap(), office.announcer().look().await.unwrap());
    tokio::time::advance(HOUR).await;
    let once_open = office.announcer().look().await.unwrap();

    assert_eq!((too_early, a_day_before, after_a_restart), (0, (2, 0), 0));
    assert_eq!((an_hour_before, once_open), ((2, 0), 0));
    assert_eq!(mailed, opening(&["bea", "sam"]));
    let [bea, sam] = texts.as_slice() else { panic!("{texts:?}") };
    assert!(bea.starts_with("Examination gloves: bidding opens at 8pm on 22 November 2026\n"), "{bea}");
    assert!(
        bea.contains("\nNitrile, powder free: 8pm on Sunday 22 November 2026\n") && !bea.contains("Vinyl"),
        "{bea}"
    );
    assert!(sam.starts_with("Examination gloves: 2 lots open soon\n"), "{sam}");
    assert!(sam.contains("Vinyl, powder free: 8pm") && sam.contains("Nitrile, powder free: 8pm"), "{sam}");
    for text in texts {
        assert!(text.contains("\nhttps://buy.example.org/events/"), "{text}");
        assert!(!text.contains("5000") && !text.contains("/enter/"), "{text}");
    }
}

// G106
#[tokio::test(start_paused = true)]
async fn a_server_that_comes_back_late_sends_the_later_mail_only() {
    let office = Office::open().await;
    office.publish(&later()).await;
    tokio::time::advance(29 * HOUR + HOUR / 2).await;

    let first = office.announcer().look().await.unwrap();
    let second = office.announcer().look().await.unwrap();

    assert_eq!((first, second), (2, 0));
}

// G106
#[tokio::test(start_paused = true)]
async fn a_crash_in_the_middle_of_the_mail_leaves_nobody_out() {
    let office = Office::open().await;
    let lots = office.publish(&later()).await;
    tokio::time::advance(6 * HOUR).await;
    let sam = office.people.by_email("sam@example.org").await.unwrap().unwrap();
    let about = About { name: "Trusts together".to_owned(), ask: "nobody".to_owned() };
    let mailer = Mailer::new(office.key.clone(), about, "https://buy.example.org");
    let words = crate::outbound::mail::texts::test(mailer.about());
    let mail = mailer.mail(MailKind::LotOpening, &sam, &words, office.server.clock.now());
    let causes = lots.iter().map(|lot| format!("opening/{lot}/2026-11-22T20:00:00.000000Z/day")).collect();
    assert!(office.people.queue(mail.about(causes)).await.unwrap(), "this one was written before the crash");

    office.announcer().look().await.unwrap();

    assert_eq!(office.mailed().await, opening(&["sam", "bea"]));
}

// G106
#[tokio::test(start_paused = true)]
async fn nobody_is_mailed_about_practice_a_cancelled_lot_or_a_lot_from_which_they_are_excluded() {
    let office = Office::open().await;
    let mut practice = later();
    practice["practice"] = json!(true);
    office.publish(&practice).await;
    let lots = office.publish(&later()).await;
    office.act(&lots[0], &json!({"type": "exclude", "bidder": "bolt", "reason": "certificate expired"})).await;
    office.act(&lots[1], &json!({"type": "cancel", "reason": "the specification changed"})).await;
    tokio::time::advance(6 * HOUR).await;

    office.announcer().look().await.unwrap();

    assert_eq!(office.mailed().await, opening(&["sam"]));
    assert!(!office.texts().await[0].contains("Vinyl"));
}

// G106
#[tokio::test(start_paused = true)]
async fn the_buyers_of_the_partnership_are_mailed_once_about_a_request_for_an_annulment() {
    let office = Office::open().await;
    let lot = office.publish(&document()).await.remove(0);
    let acme = office.server.token(Role::Supplier, "acme");
    let path = |what: &str| format!("/api/v1/lots/{lot}/{what}");
    let bid = json!({"ref": "b1", "prices": {"m": "3.00"}});
    assert_eq!(office.server.post(&path("bids"), &acme, &bid).await.status.as_u16(), 200);
    let mut announcer = office.announcer();
    let before = announcer.look().await.unwrap();

    let request = json!({"ref": "b1", "reason": "a slip of the pen"});
    assert_eq!(office.server.post(&path("annulment-requests"), &acme, &request).await.status.as_u16(), 200);
    let after = (announcer.look().await.unwrap(), announcer.look().await.unwrap());
    let after_a_restart = office.announcer().look().await.unwrap();

    assert_eq!((before, after, after_a_restart), (0, (2, 0), 0));
    let kind = MailKind::AnnulmentRequest;
    assert_eq!(office.mailed().await, [(kind, "kim".to_owned()), (kind, "pat".to_owned())]);
    for text in office.texts().await {
        assert!(text.contains(&format!("\nhttps://buy.example.org/lots/{lot}\n")), "{text}");
        for hidden in ["acme", "Acme", "3.00", "slip"] {
            assert!(!text.contains(hidden), "{text}");
        }
    }
}
