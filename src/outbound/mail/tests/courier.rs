//! The outbox is emptied, and what cannot be sent waits or is given up.

use std::sync::Arc;
use std::time::Duration;

use super::mailbox::Mailbox;
use crate::auth::people::{MailKind, MailState, OutboxTable, Person, PersonTable};
use crate::auth::{PeopleInMemory, PeopleKey, Role};
use crate::clock::{Clock, Instant};
use crate::ids::{OrgId, PersonId};
use crate::outbound::mail::texts::{self, About};
use crate::outbound::mail::{Courier, MailSender, Mailer};

/// An outbox with one mail, and a courier to that mail server.
struct Post {
    people: Arc<PeopleInMemory>,
    courier: Courier,
    clock: Clock,
}

impl Post {
    async fn to(mailbox: &Mailbox) -> Self {
        let (people, clock) = (Arc::new(PeopleInMemory::default()), Clock::system());
        let about = About { name: "Trusts together".to_owned(), ask: "0114 496 0000".to_owned() };
        let mailer = Mailer::new(PeopleKey::random(), about, "https://buy.example.org");
        let ann = ann(clock.now());
        people.add(ann.clone().into()).await.unwrap();
        let words = texts::test(mailer.about());
        people.queue(mailer.mail(MailKind::Test, &ann, &words, clock.now())).await.unwrap();
        let sender =
            MailSender::new(&mailbox.server(""), None, None, "fairlot@example.org", "buy.example.org").unwrap();
        let courier = Courier::new(people.clone(), mailer, sender, clock.clone());
        Self { people, courier, clock }
    }

    /// State, tries and error of the one mail.
    async fn mail(&self) -> (MailState, u32, Option<String>) {
        let mail = self.people.mails(None, 1).await.unwrap().remove(0);
        (mail.state, mail.tries, mail.last_error)
    }

    async fn is_due_after(&self, wait: Duration) -> bool {
        !self.people.due_mail(self.clock.now() + wait, 1).await.unwrap().is_empty()
    }
}

fn ann(now: Instant) -> Person {
    let (id, org) = (PersonId::parse("ann").unwrap(), OrgId::parse("wtp").unwrap());
    Person::new(id, "ann@example.org", Role::Admin, org, now)
}

// G106
#[tokio::test]
async fn a_mail_that_is_due_is_sent_once() {
    let mut mailbox = Mailbox::start(&[]);
    let post = Post::to(&mailbox).await;

    let counts = (post.courier.send_due().await.unwrap(), post.courier.send_due().await.unwrap());

    assert_eq!(counts, (1, 0));
    assert_eq!(post.mail().await, (MailState::Sent, 1, None));
    let taken = mailbox.next();
    assert_eq!(taken["headers"]["subject"], "A test from Trusts together");
    assert!(taken["text"].as_str().unwrap().starts_with("Mail from this server reaches you.\n"));
}

// G106
#[tokio::test]
async fn a_mail_that_is_refused_for_now_is_tried_again_a_minute_later() {
    let mailbox = Mailbox::start(&["--refuse", "451"]);
    let post = Post::to(&mailbox).await;

    post.courier.send_due().await.unwrap();

    let error = "the mail server answered 451".to_owned();
    assert_eq!(post.mail().await, (MailState::Waiting, 1, Some(error)));
    assert!(!post.is_due_after(Duration::from_secs(50)).await);
    assert!(post.is_due_after(Duration::from_secs(61)).await);
}

// G106
#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_given_up() {
    let mailbox = Mailbox::start(&["--refuse", "550"]);
    let post = Post::to(&mailbox).await;

    post.courier.send_due().await.unwrap();

    let error = "the mail server answered 550".to_owned();
    assert_eq!(post.mail().await, (MailState::Failed, 1, Some(error)));
}
