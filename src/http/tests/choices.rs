//! What a person chose for the pages follows the person.

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};

use crate::auth::Role;
use crate::http::testing::{TestAnswer, TestServer, WTP, request};

const CHOICES: &str = "/api/v1/me/choices";

async fn choose(server: &TestServer, token: &str, body: &Value) -> TestAnswer {
    server.ask(request(&Method::PUT, CHOICES, Some(token), Some(&body.to_string()))).await
}

async fn chosen(server: &TestServer, token: &str) -> Value {
    server.get("/api/v1/me", Some(token)).await.json()["choices"].clone()
}

// G163
#[tokio::test(start_paused = true)]
async fn what_a_person_chose_is_shown_at_every_place_of_the_person_and_to_nobody_else() {
    let server = TestServer::start().await;
    server.add_person("lea", Role::Supplier, "acme", false).await;
    server.add_person("sam", Role::Supplier, "acme", false).await;
    let token = |person: &str, role, org: &str| server.token_of(person, role, org, Duration::from_hours(1));
    let (lea, lea_elsewhere) = (token("lea", Role::Supplier, "acme"), token("lea", Role::Observer, "RFS"));
    let sam = token("sam", Role::Supplier, "acme");
    let first = json!({"announcements": "own", "confirm": true, "sound": true});
    let second = json!({"announcements": "important", "confirm": false, "sound": true});

    let before = chosen(&server, &lea).await;
    let answers = [choose(&server, &lea, &first).await, choose(&server, &lea, &second).await];

    assert_eq!(before, json!({"announcements": "all", "confirm": false, "sound": false}));
    assert_eq!(
        answers.map(|answer| (answer.status.as_u16(), answer.body)),
        [(204, String::new()), (204, String::new())]
    );
    assert_eq!([chosen(&server, &lea).await, chosen(&server, &lea_elsewhere).await], [second.clone(), second]);
    assert_eq!(chosen(&server, &sam).await, before);
}

// G163
#[tokio::test(start_paused = true)]
async fn choices_with_a_fault_change_nothing() {
    let server = TestServer::start().await;
    server.add_person("lea", Role::Supplier, "acme", false).await;
    let lea = server.token_of("lea", Role::Supplier, "acme", Duration::from_hours(1));
    let good = json!({"announcements": "own", "confirm": true, "sound": true});
    choose(&server, &lea, &good).await;

    let refused = choose(&server, &lea, &json!({"announcements": "none", "confirm": 1, "volume": 3})).await;

    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (422, "bad_document"));
    let errors = refused.json()["errors"].as_array().unwrap().clone();
    let found: Vec<_> = errors.iter().map(|error| (error["path"].as_str(), error["code"].as_str())).collect();
    let expected = [
        ("/volume", "unknown_member"),
        ("/announcements", "unknown_choice"),
        ("/confirm", "wrong_type"),
        ("/sound", "missing"),
    ];
    assert_eq!(found, expected.map(|(path, code)| (Some(path), Some(code))));
    assert_eq!(chosen(&server, &lea).await, good);
}

// G163
#[tokio::test(start_paused = true)]
async fn nothing_is_kept_for_a_program_that_is_no_person() {
    let server = TestServer::start().await;
    let program = server.token(Role::Buyer, WTP);

    let refused = choose(&server, &program, &json!({"announcements": "own", "confirm": true, "sound": true})).await;

    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (409, "wrong_state"));
    assert!(refused.body.contains("not among the people who sign in"), "{}", refused.body);
    assert_eq!(chosen(&server, &program).await["announcements"], "all");
}
