//! The HTTP contract: which role may do what, and the status and body of every other answer.

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::documents::{Document, at, lot};
use crate::people::{Person, Published};
use crate::server::{PATIENCE, Server};

const UNKNOWN: &str = "0199d0a5-0000-7000-8000-000000000000";

/// Every route that needs a token, with a valid body. `{event}` and `{lot}` are filled in.
fn routes() -> Vec<(Method, &'static str, Option<Value>)> {
    let annulment = json!({"ref": "a1", "reason": "a slip"});
    let pause = json!({"type": "pause", "reason": "a question"});
    let on_lots = json!({"type": "pause", "lots": [UNKNOWN], "reason": "a question"});
    vec![
        (Method::DELETE, "/api/v1/sessions/current", None),
        (Method::GET, "/api/v1/me", None),
        (Method::PUT, "/api/v1/me", Some(json!({"name": "Ann"}))),
        (Method::GET, "/api/v1/people", None),
        (Method::GET, "/api/v1/organisations", None),
        (Method::GET, "/api/v1/security-events", None),
        (Method::POST, "/api/v1/events", Some(Document::gloves().json().clone())),
        (Method::GET, "/api/v1/events", None),
        (Method::GET, "/api/v1/events/{event}", None),
        (Method::PUT, "/api/v1/events/{event}", Some(Document::gloves().json().clone())),
        (Method::DELETE, "/api/v1/events/{event}", None),
        (Method::POST, "/api/v1/events/{event}/copy", Some(json!({}))),
        (Method::POST, "/api/v1/events/{event}/publish", Some(json!({}))),
        (Method::POST, "/api/v1/events/{event}/accept-terms", Some(json!({}))),
        (Method::POST, "/api/v1/times", Some(json!({"texts": ["2:30pm on 1 December 2026"]}))),
        (
            Method::POST,
            "/api/v1/events/preview",
            Some(json!({"document": Document::gloves().json(), "as": "buyer", "state": "open"})),
        ),
        (Method::GET, "/api/v1/events/{event}/lots/0/items.csv", None),
        (Method::GET, "/api/v1/lots/{lot}", None),
        (Method::GET, "/api/v1/lots/{lot}/offers", None),
        (Method::POST, "/api/v1/lots/{lot}/bids", Some(json!({"ref": "a1", "prices": at("3.00")}))),
        (Method::GET, "/api/v1/lots/{lot}/bids/a1", None),
        (Method::POST, "/api/v1/lots/{lot}/annulment-requests", Some(annulment)),
        (Method::POST, "/api/v1/lots/{lot}/commands", Some(pause.clone())),
        (Method::POST, "/api/v1/lots/{lot}/commands/preview", Some(pause)),
        (Method::POST, "/api/v1/events/{event}/commands", Some(on_lots.clone())),
        (Method::POST, "/api/v1/events/{event}/commands/preview", Some(on_lots)),
        (Method::GET, "/api/v1/lots/{lot}/history", None),
        (Method::GET, "/api/v1/lots/{lot}/record", None),
        (Method::GET, "/api/v1/lots/{lot}/record.csv", None),
        (Method::GET, "/api/v1/lots/{lot}/record.xlsx", None),
        (Method::GET, "/api/v1/events/{event}/record.xlsx", None),
        (Method::POST, "/api/v1/lots/{lot}/fit", Some(json!({"prices": at("3.00")}))),
    ]
}

async fn ask(person: &Person, route: &(Method, &str, Option<Value>), event: &str, lot: &str) -> crate::people::Reply {
    let path = route.1.replace("{event}", event).replace("{lot}", lot);
    person.asks(route.0.clone(), &path, route.2.as_ref().map(Value::to_string), &[]).await
}

/// An event of one lot. Only acme and bolt are invited, and only one trust takes part.
async fn narrow_event(server: &Server) -> Published {
    let document = Document::gloves().with("/lots/0/bidders", json!([{"bidder": "acme"}, {"bidder": "bolt"}])).with(
        "/bidders",
        json!([{"id": "acme", "name": "Acme Medical Ltd"}, {"id": "bolt", "name": "Bolt Gloves plc"}]),
    );
    server.buyer().publishes(&document).await
}

#[tokio::test]
async fn without_a_good_token_every_route_answers_401() {
    let server = Server::start();
    let published = narrow_event(&server).await;
    let good = server.token("buyer", "north", "bea");
    let (head, signature) = good.rsplit_once('.').expect("a signed token has three parts");
    let forged = format!("{head}.{}", signature.chars().rev().collect::<String>());

    for token in [None, Some("nonsense".to_owned()), Some(forged), Some(unsigned(&good))] {
        let person = Person::new(server.url(), token.clone());
        for route in routes() {
            let reply = ask(&person, &route, &published.event, published.lot()).await;

            assert_eq!(reply.status, 401, "{} {} with {token:?}: {}", route.0, route.1, reply.text);
            reply.expect_any_problem(401);
        }
    }
}

/// The same claims under `"alg": "none"` and without a signature.
fn unsigned(token: &str) -> String {
    let claims = token.split('.').nth(1).expect("a token has claims");
    // {"alg":"none","typ":"JWT"} in base64url
    format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{claims}.")
}

#[tokio::test]
async fn a_caller_who_may_see_a_thing_but_not_do_the_act_gets_403() {
    let server = Server::start();
    let published = narrow_event(&server).await;
    let (acme, observer, auditor, buyer) =
        (server.supplier("acme"), server.observer("RFS"), server.auditor(), server.buyer());
    let all = routes();
    let cases = [
        ("/api/v1/events", Method::POST, vec![&acme, &observer, &auditor]),
        ("/api/v1/events/preview", Method::POST, vec![&acme, &observer, &auditor]),
        ("/api/v1/events/{event}", Method::PUT, vec![&acme, &observer, &auditor]),
        ("/api/v1/events/{event}", Method::DELETE, vec![&acme, &observer, &auditor]),
        ("/api/v1/events/{event}/copy", Method::POST, vec![&acme, &observer, &auditor]),
        ("/api/v1/events/{event}/publish", Method::POST, vec![&acme, &observer, &auditor]),
        ("/api/v1/events/{event}/accept-terms", Method::POST, vec![&buyer, &observer, &auditor]),
        ("/api/v1/lots/{lot}/bids", Method::POST, vec![&buyer, &observer, &auditor]),
        ("/api/v1/lots/{lot}/bids/a1", Method::GET, vec![&buyer, &observer, &auditor]),
        ("/api/v1/lots/{lot}/annulment-requests", Method::POST, vec![&buyer, &observer, &auditor]),
        ("/api/v1/lots/{lot}/commands", Method::POST, vec![&acme, &observer, &auditor]),
        ("/api/v1/lots/{lot}/commands/preview", Method::POST, vec![&acme, &observer, &auditor]),
        ("/api/v1/events/{event}/commands", Method::POST, vec![&acme, &observer, &auditor]),
        ("/api/v1/events/{event}/commands/preview", Method::POST, vec![&acme, &observer, &auditor]),
    ];

    for (path, method, people) in cases {
        let route = all.iter().find(|route| route.1 == path && route.0 == method).expect("a route of the table");
        for (number, person) in people.into_iter().enumerate() {
            let reply = ask(person, route, &published.event, published.lot()).await;

            assert_eq!(reply.status, 403, "{method} {path}, person {number}: {}", reply.text);
            reply.expect_problem(403, "forbidden");
        }
    }
}

#[tokio::test]
async fn unknown_malformed_and_foreign_ids_have_the_same_answer() {
    let server = Server::start();
    let published = narrow_event(&server).await;
    let outsiders = [
        ("a supplier that is not invited", server.supplier("cura")),
        ("an observer of another trust", server.observer("RXX")),
        ("a buyer of another partnership", server.person("buyer", "south", "bob")),
        ("an auditor of another partnership", server.person("auditor", "south", "amy")),
    ];
    let below = routes().into_iter().filter(|route| route.1.contains('{')).collect::<Vec<_>>();

    for (who, person) in &outsiders {
        for route in &below {
            let mut bodies = Vec::new();
            for id in [UNKNOWN, "no%20id%20at%20all", "..%2f..%2fetc", &"9".repeat(300)] {
                bodies.push(ask(person, route, id, id).await);
            }
            bodies.push(ask(person, route, &published.event, published.lot()).await);

            for reply in &bodies {
                assert_eq!(reply.status, 404, "{who}: {} {}: {}", route.0, route.1, reply.text);
                assert_eq!(reply.text, bodies[0].text, "{who}: {} {}", route.0, route.1);
                reply.expect_problem(404, "not_found");
            }
        }
    }
}

#[tokio::test]
async fn only_its_partnership_sees_a_draft() {
    let server = Server::start();
    let draft = server.buyer().creates(&Document::gloves()).await;
    let event = format!("/api/v1/events/{}", draft["id"].as_str().expect("an id"));

    for person in [server.supplier("acme"), server.observer("RFS"), server.person("buyer", "south", "bob")] {
        person.get(&event).await.expect_problem(404, "not_found");
        assert!(!person.get("/api/v1/events").await.text.contains(&event[16..]), "the draft is listed");
    }
    assert_eq!(draft["status"], "draft");
    server.second_buyer().get(&event).await.expect(200);
    let changed = Document::gloves().with("/title", json!("Examination gloves, second attempt"));
    server.second_buyer().put(&event, changed.json()).await.expect(200);
    assert!(server.buyer().get(&event).await.text.contains("second attempt"));
}

#[tokio::test]
async fn an_act_that_the_state_forbids_gets_409() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let (event, buyer) = (format!("/api/v1/events/{}", published.event), server.buyer());

    buyer.put(&event, Document::gloves().json()).await.expect_any_problem(409);
    buyer.post(&format!("{event}/publish"), &json!({})).await.expect_any_problem(409);
    for act in [
        json!({"type": "resume", "reason": "x"}),
        json!({"type": "annul", "bidder": "acme", "reason": "it has no offer"}),
        json!({"type": "approve", "act": 1, "reason": "nothing was proposed"}),
        json!({"type": "decline", "act": 1, "reason": "nothing was asked"}),
        json!({"type": "extend", "closes_at": "2020-01-01T00:00:00Z", "reason": "into the past"}),
    ] {
        let reply = buyer.tries(published.lot(), act.clone()).await;
        assert_eq!(reply.status, 409, "{act}: {}", reply.text);
        reply.expect_any_problem(409);
    }
    let request = json!({"ref": "never", "reason": "x"});
    let path = format!("/api/v1/lots/{}/annulment-requests", published.lot());
    server.supplier("acme").post(&path, &request).await.expect_any_problem(409);
}

#[tokio::test]
async fn an_invalid_body_gets_422_with_the_path_of_the_fault() {
    let server = Server::start();
    let published = server.buyer().publishes(&Document::gloves()).await;
    let (buyer, acme) = (server.buyer(), server.supplier("acme"));
    let bids = format!("/api/v1/lots/{}/bids", published.lot());
    let commands = format!("/api/v1/lots/{}/commands", published.lot());
    let requests = format!("/api/v1/lots/{}/annulment-requests", published.lot());
    let cases = [
        (&acme, &bids, r#"{"ref":"1","prices":{"nitrile-m":2.98}}"#, "/prices/nitrile-m"),
        (&acme, &bids, r#"{"ref":"1","prices":{"nitrile-m":"1e3"}}"#, "/prices/nitrile-m"),
        (&acme, &bids, r#"{"ref":1,"prices":{"nitrile-m":"2.98"}}"#, "/ref"),
        (&acme, &bids, r#"{"prices":{"nitrile-m":"2.98"}}"#, "/ref"),
        (&acme, &bids, r#"{"ref":"1"}"#, "/prices"),
        (&acme, &bids, r#"{"ref":"1","prices":{"nitrile-m":"2.98"},"confirmed":"yes"}"#, "/confirmed"),
        (&acme, &bids, r#"{"ref":"1","prices":{"nitrile-m":"2.98","nitrile-m":"2.97"}}"#, "/prices"),
        (&acme, &bids, "{\"ref\":", ""),
        (&acme, &requests, r#"{"reason":"a slip"}"#, "/ref"),
        (&acme, &requests, r#"{"ref":"1"}"#, "/reason"),
        (&buyer, &commands, r#"{"type":"dance","reason":"x"}"#, "/type"),
        (&buyer, &commands, r#"{"reason":"x"}"#, "/type"),
        (&buyer, &commands, r#"{"type":"pause"}"#, "/reason"),
        (&buyer, &commands, r#"{"type":"pause","reason":""}"#, "/reason"),
        (&buyer, &commands, r#"{"type":"pause","reason":"x","resumes_at":"soon"}"#, "/resumes_at"),
        (&buyer, &commands, r#"{"type":"extend","reason":"x"}"#, "/closes_at"),
        (&buyer, &commands, r#"{"type":"annul","reason":"x"}"#, "/bidder"),
        (&buyer, &commands, r#"{"type":"broadcast","reason":"x"}"#, "/text"),
        (&buyer, &commands, r#"{"type":"approve","act":"first","reason":"x"}"#, "/act"),
    ];
    let before = server.auditor().history(published.lot()).await;

    for (person, path, body, named) in cases {
        let reply = person.asks(Method::POST, path, Some(body.to_owned()), &[]).await;

        assert_eq!(reply.status, 422, "{body}: {}", reply.text);
        reply.expect_any_problem(422);
        let paths = reply.paths();
        assert!(paths.iter().any(|path| path.starts_with(named)), "{body}: {named} is not in {paths:?}");
    }
    assert_eq!(server.auditor().history(published.lot()).await, before, "nothing was journaled");
}

#[tokio::test]
async fn a_request_that_no_route_takes_gets_a_problem_document() {
    let server = Server::start();
    let buyer = server.buyer();

    buyer.get("/api/v1/nothing").await.expect_any_problem(404);
    buyer.asks(Method::DELETE, "/api/v1/events", None, &[]).await.expect_any_problem(405);
    let form = [("content-type", "text/plain")];
    let body = Document::gloves().json().to_string();
    let not_json = buyer.asks(Method::POST, "/api/v1/events", Some(body), &form).await;
    assert!([201, 415, 422].contains(&not_json.status), "{}", not_json.text);
}

#[tokio::test]
async fn me_names_the_caller() {
    let server = Server::start();

    let me = server.observer("RFS").get("/api/v1/me").await.expect(200);

    assert_eq!((&me["role"], &me["org"]), (&json!("observer"), &json!("RFS")), "{me}");
    assert_eq!((&me["email"], &me["org_name"]), (&Value::Null, &Value::Null), "{me}");
}

#[tokio::test]
async fn a_list_shows_only_what_its_reader_may_see() {
    let server = Server::start();
    let narrow = narrow_event(&server).await;
    let wide = server.buyer().publishes(&Document::with_lots(vec![lot(json!({}))])).await;

    let listed = |events: String| [events.contains(&narrow.event), events.contains(&wide.event)];

    for (person, expected) in [
        (server.buyer(), [true, true]),
        (server.auditor(), [true, true]),
        (server.observer("RHQ"), [true, true]),
        (server.supplier("acme"), [true, true]),
        (server.supplier("cura"), [false, true]),
        (server.supplier("dora"), [false, false]),
        (server.person("buyer", "south", "bob"), [false, false]),
    ] {
        let events = person.get("/api/v1/events").await;
        events.expect(200);
        assert_eq!(listed(events.text), expected);
    }
}

#[tokio::test]
async fn the_probes_need_no_token() {
    let server = Server::start();
    let nobody = server.nobody();

    assert_eq!(nobody.get("/healthz").await.status, 200);
    assert_eq!(nobody.get("/readyz").await.status, 200);
    let metrics = nobody.get("/metrics").await;
    assert_eq!(metrics.status, 200);
    assert!(metrics.text.lines().any(|line| line.starts_with("# TYPE ")), "{}", metrics.text);
}

#[tokio::test]
async fn a_body_whose_stated_length_is_too_long_is_refused_at_once() {
    let server = Server::start();
    let address = server.url().strip_prefix("http://").expect("the server's address");
    let token = server.token("buyer", "north", "bea");
    let head = format!(
        "POST /api/v1/events HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n"
    );

    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    stream.write_all(head.as_bytes()).await.expect("the head is sent");
    let mut answer = [0; 12];
    timeout(PATIENCE, stream.read_exact(&mut answer)).await.expect("an answer").expect("a whole status");

    assert_eq!(String::from_utf8_lossy(&answer), "HTTP/1.1 413");
}
