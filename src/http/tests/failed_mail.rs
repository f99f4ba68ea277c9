//! Who is told that a mail to a person has failed.

use std::time::Duration;

use serde_json::{Value, json};

use crate::auth::people::{MailKind, QueuedMail};
use crate::auth::{ClientFacts, Role};
use crate::http::testing::{TestServer, WTP};
use crate::ids::PersonId;

// G106, G88
#[tokio::test(start_paused = true)]
async fn those_who_may_read_an_address_read_why_the_mail_to_it_failed() {
    let server = TestServer::start().await;
    server.add_person("ada", Role::Admin, WTP, false).await;
    server.open_lot().await;
    let admin = server.token_of("ada", Role::Admin, WTP, Duration::from_hours(1));
    server.add_person("lea", Role::Supplier, "acme", true).await;
    server.add_person("sam", Role::Supplier, "acme", false).await;
    let (people, at) = (server.gate.sessions().people(), server.clock.now());
    let sam = PersonId::parse("sam").unwrap();
    let queued = QueuedMail {
        id: "0199f3a2-7c1e-7a31-9d54-000000000001".to_owned(),
        kind: MailKind::SignInLink,
        person: sam.clone(),
        to: people.by_id(&sam).await.unwrap().unwrap().email,
        sealed: vec![1],
        queued_at: at,
        causes: Vec::new(),
    };
    let lead = server.token_of("lea", Role::Supplier, "acme", Duration::from_hours(1));
    let colleague = server.token_of("kim", Role::Supplier, "acme", Duration::from_hours(1));
    let buyer = server.token(Role::Buyer, WTP);
    let failed = async |token: &str| {
        let one = server.get("/api/v1/people/sam", Some(token)).await.json();
        let listed = server.get("/api/v1/people?q=sam", Some(token)).await.json()["items"][0].clone();
        assert_eq!(one.get("mail_failed"), listed.get("mail_failed"), "{one} {listed}");
        one.get("mail_failed").cloned()
    };
    let id = queued.id.clone();
    people.queue(queued).await.unwrap();

    let before = failed(&lead).await;
    people.mail_not_sent(id.clone(), "the mail server answered 451".to_owned(), Some(at)).await.unwrap();
    let waiting = failed(&buyer).await;
    people.mail_not_sent(id, "the mail server answered 550".to_owned(), None).await.unwrap();
    let given_up = [failed(&admin).await, failed(&lead).await, failed(&buyer).await];
    let to_a_colleague = failed(&colleague).await;
    tokio::time::advance(Duration::from_secs(1)).await;
    let sessions = server.gate.sessions();
    let link = sessions.create_link(sam, "/", server.clock.now()).await.unwrap();
    let client = ClientFacts::at([127, 0, 0, 1].into());
    sessions.redeem(link.expose(), &client, server.clock.now()).await.unwrap().unwrap();
    let signed_in_since = failed(&lead).await;

    let told = |why: &str, given_up| Some(json!({"at": at.to_string(), "why": why, "given_up": given_up}));
    assert_eq!((before, signed_in_since, to_a_colleague), (Some(Value::Null), Some(Value::Null), None));
    assert_eq!(waiting, told("the mail server answered 451", false));
    assert_eq!(given_up, std::array::from_fn(|_| told("the mail server answered 550", true)));
}
