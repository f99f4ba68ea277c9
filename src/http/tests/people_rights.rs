//! Every operation on people and every kind of caller: who may use which.

use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};

use crate::auth::{ClientFacts, KeptFactor, Role};
use crate::http::testing::{TestServer, WTP, request};
use crate::ids::PersonId;

/// The callers, in the order of the table's columns: an administrator, the lead of acme, a buyer in whose event acme bids,
/// a colleague at acme, an observer, the partnership's auditor.
const CALLERS: [(&str, Role, &str); 6] = [
    ("ada", Role::Admin, WTP),
    ("lea", Role::Supplier, "acme"),
    ("bea", Role::Buyer, WTP),
    ("col", Role::Supplier, "acme"),
    ("olga", Role::Observer, "RFS"),
    ("aud", Role::Auditor, WTP),
];

/// A row: method, path, body, and the status for each caller. `{id}` is a person of acme who has not been asked about yet.
type Row = (Method, &'static str, Option<Value>, [u16; 6]);

fn rows() -> Vec<Row> {
    [reading(), inviting(), changing()].concat()
}

fn reading() -> Vec<Row> {
    let get = |path, statuses| (Method::GET, path, None, statuses);
    vec![
        get("/people", [200; 6]),
        get("/people/{id}", [200, 200, 200, 200, 404, 404]),
        get("/security-events", [200, 200, 200, 403, 403, 200]),
    ]
}

fn inviting() -> Vec<Row> {
    let post = |path, body, statuses| (Method::POST, path, Some(body), statuses);
    let somebody = |role: &str, org: &str| json!({"name": "New", "email": "{new}@new.example.org", "role": role, "org": org, "org_name": "Zeta Ltd"});
    let at_acme = json!({"name": "New", "email": "{new}@new.example.org", "role": "supplier", "org": "acme"});
    let staff = json!({"name": "New", "email": "{new}@new.example.org", "role": "buyer", "org": WTP});
    vec![
        post("/people", at_acme, [201, 201, 403, 403, 403, 403]),
        post("/people", staff, [201, 403, 403, 403, 403, 403]),
        post("/people", somebody("buyer", "north"), [403; 6]),
        post("/people", somebody("supplier", "{new}"), [201, 403, 201, 403, 403, 403]),
        post("/people/{id}/invitations", json!({}), [201, 201, 403, 403, 404, 404]),
        (Method::DELETE, "/people/{id}/invitations", None, [409, 409, 403, 403, 404, 404]),
        (Method::PUT, "/organisations/acme", Some(json!({"name": "Acme"})), [200, 200, 403, 403, 403, 403]),
    ]
}

fn changing() -> Vec<Row> {
    let post = |path, body, statuses| (Method::POST, path, Some(body), statuses);
    let reason = || json!({"reason": "on leave"});
    let place = json!({"role": "observer", "org": "RFS"});
    let lead = json!({"role": "supplier", "org": "acme", "lead": true});
    let name = json!({"name": "Another Name"});
    let email = json!({"name": "Another Name", "email": "{new}@new.example.org"});
    vec![
        (Method::PUT, "/people/{id}", Some(name), [200, 200, 403, 403, 404, 404]),
        (Method::PUT, "/people/{id}", Some(email), [200, 403, 403, 403, 404, 404]),
        post("/people/{id}/disable", reason(), [200, 200, 403, 403, 404, 404]),
        post("/people/{id}/enable", reason(), [200, 200, 403, 403, 404, 404]),
        post("/people/{id}/places", place, [200, 403, 403, 403, 404, 404]),
        post("/people/{id}/places", lead, [200, 200, 403, 403, 404, 404]),
        (Method::DELETE, "/people/{id}", None, [204, 403, 403, 403, 404, 404]),
    ]
}

async fn with_callers() -> TestServer {
    let server = TestServer::start().await;
    server.open_lot().await;
    for (id, role, org) in CALLERS {
        server.add_person(id, role, org, id == "lea").await;
    }
    server
}

// G88
#[tokio::test(start_paused = true)]
async fn every_operation_on_people_answers_each_caller_with_the_status_of_the_table() {
    let server = with_callers().await;
    let mut new = 0;

    for (method, path, body, statuses) in rows() {
        for ((caller, role, org), status) in CALLERS.into_iter().zip(statuses) {
            new += 1;
            let target = format!("target{new}");
            server.add_person(&target, Role::Supplier, "acme", false).await;
            let path = format!("/api/v1{}", path.replace("{id}", &target));
            let body = body.as_ref().map(|body| body.to_string().replace("{new}", &format!("new{new}")));
            let token = server.token_of(caller, role, org, Duration::from_mins(1));

            let answer = server.ask(request(&method, &path, Some(&token), body.as_deref())).await;

            assert_eq!(answer.status.as_u16(), status, "{method} {path} as {caller}: {}", answer.body);
        }
    }
}

// G88
#[tokio::test(start_paused = true)]
async fn everybody_changes_their_own_name_and_telephone_and_not_the_address() {
    let server = with_callers().await;

    for (caller, role, org) in CALLERS {
        let token = server.token_of(caller, role, org, Duration::from_mins(1));
        let put = async |body: Value| {
            server.ask(request(&Method::PUT, "/api/v1/me", Some(&token), Some(&body.to_string()))).await
        };

        let changed = put(json!({"name": "Own Name", "telephone": "0114 496 0123"})).await;
        let address = put(json!({"name": "Own Name", "email": "elsewhere@example.org"})).await;

        let me = changed.json();
        assert_eq!((&me["name"], &me["telephone"]), (&json!("Own Name"), &json!("0114 496 0123")), "{}", changed.body);
        let may = role == Role::Admin;
        assert_eq!(address.status.as_u16(), if may { 200 } else { 403 }, "{caller}: {}", address.body);
    }
}

// G4, G88
#[tokio::test(start_paused = true)]
async fn each_caller_is_shown_as_much_of_a_person_as_the_table_says() {
    let server = with_callers().await;
    server.add_person("tom", Role::Supplier, "acme", false).await;
    let all = [
        "id",
        "name",
        "places",
        "may",
        "email",
        "telephone",
        "state",
        "mail_failed",
        "second_factor",
        "last_sign_in",
        "invitation",
    ];
    let shown: [&[&str]; 4] = [&all, &all, &all[..8], &all[..4]];

    for ((caller, role, org), expected) in CALLERS.into_iter().zip(shown) {
        let token = server.token_of(caller, role, org, Duration::from_mins(1));
        let person = server.get("/api/v1/people/tom", Some(&token)).await.json();
        let list = server.get("/api/v1/people?org=acme&q=tom", Some(&token)).await.json();

        let mut members: Vec<&str> = person.as_object().unwrap().keys().map(String::as_str).collect();
        let mut expected = expected.to_vec();
        members.sort_unstable();
        expected.sort_unstable();
        assert_eq!(members, expected, "{caller}");
        assert_eq!(list, json!({"items": [person], "next": null}), "{caller}");
    }
    let stranger = server.token_of("olga", Role::Observer, "RFS", Duration::from_mins(1));
    let list = server.get("/api/v1/people", Some(&stranger)).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
}

// G86
#[tokio::test(start_paused = true)]
async fn a_list_and_a_person_say_how_a_person_signs_in() {
    let server = with_callers().await;
    let ada = server.token_of("ada", Role::Admin, WTP, Duration::from_hours(100));
    for id in ["tom", "una"] {
        server.add_person(id, Role::Supplier, "acme", false).await;
    }
    let tom = PersonId::parse("tom").unwrap();
    let facts = async |id: &str| {
        let person = server.get(&format!("/api/v1/people/{id}"), Some(&ada)).await.json();
        let list = server.get("/api/v1/people?org=acme", Some(&ada)).await.json();
        let listed = list["items"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap().clone();
        assert_eq!(listed, person);
        (person["state"].clone(), person["second_factor"].clone(), person["last_sign_in"].clone())
    };
    let before = facts("tom").await;

    let sealed = vec![1];
    server.gate.sessions().people().propose_factor(tom.clone(), sealed.clone()).await.unwrap();
    let proposed = facts("tom").await;
    let now = server.clock.now();
    let kept = KeptFactor { sealed, confirmed_at: Some(now), last_step: None, codes: Vec::new() };
    server.gate.sessions().people().confirm_factor(tom.clone(), kept).await.unwrap();
    let link = server.gate.sessions().create_link(tom, "/", now).await.unwrap();
    let client = ClientFacts::at([127, 0, 0, 1].into());
    server.gate.sessions().redeem(link.expose(), &client, now).await.unwrap().unwrap();

    let never = (json!("invited"), json!(false), Value::Null);
    assert_eq!((before, proposed), (never.clone(), never.clone()));
    assert_eq!(facts("tom").await, (json!("active"), json!(true), json!(now)));
    assert_eq!(facts("una").await, never);
}

// G88
#[tokio::test(start_paused = true)]
async fn a_person_is_shown_with_what_the_caller_may_do_and_nobody_may_disable_themselves() {
    let server = with_callers().await;
    let may = async |caller: &str, role: Role, org: &str, id: &str| {
        let token = server.token_of(caller, role, org, Duration::from_mins(1));
        let person = server.get(&format!("/api/v1/people/{id}"), Some(&token)).await.json();
        let deeds = person["may"].as_array().unwrap_or_else(|| panic!("{caller}: {person}"));
        deeds.iter().map(|deed| deed.as_str().unwrap().to_owned()).collect::<Vec<String>>()
    };
    let [(admin, ..), (lead, ..), (buyer, ..), ..] = CALLERS;

    let by_admin = may(admin, Role::Admin, WTP, lead).await;
    let by_buyer = may(buyer, Role::Buyer, WTP, lead).await;
    let to_itself = may(lead, Role::Supplier, "acme", lead).await;

    assert!(["disable", "erase", "change_email"].iter().all(|deed| by_admin.iter().any(|one| one == deed)));
    assert_eq!(by_buyer, ["read_contact", "read_name"]);
    assert!(to_itself.iter().any(|deed| deed == "change_name"), "{to_itself:?}");
    assert!(!to_itself.iter().any(|deed| deed == "disable" || deed == "erase"), "{to_itself:?}");
}

// G4, G87
#[tokio::test(start_paused = true)]
async fn organisations_are_listed_with_their_names_to_those_who_may_know_of_them() {
    let server = with_callers().await;
    server.add_person("zoe", Role::Supplier, "zeta", false).await;
    let listed = async |caller: &str, role: Role, org: &str| {
        let token = server.token_of(caller, role, org, Duration::from_mins(1));
        let list = server.get("/api/v1/organisations", Some(&token)).await.json();
        let items = list["items"].as_array().unwrap_or_else(|| panic!("{caller}: {list}")).clone();
        let text = |item: &Value, member: &str| item[member].as_str().unwrap_or("none").to_owned();
        let line = |item: &Value| (text(item, "kind"), text(item, "id"), text(item, "name"), item["may_name"] == true);
        items.iter().map(line).collect::<Vec<_>>()
    };
    let acme = |may: bool| ("supplier".to_owned(), "acme".to_owned(), "Acme Medical Ltd".to_owned(), may);

    let to_admin = listed("ada", Role::Admin, WTP).await;
    let to_buyer = listed("bea", Role::Buyer, WTP).await;
    let to_lead = listed("lea", Role::Supplier, "acme").await;

    assert!(to_admin.contains(&acme(true)), "{to_admin:?}");
    assert!(to_admin.iter().any(|(kind, id, ..)| kind == "partnership" && id == WTP), "{to_admin:?}");
    assert!(to_admin.iter().any(|(kind, ..)| kind == "trust"), "{to_admin:?}");
    assert!(to_buyer.contains(&acme(false)), "{to_buyer:?}");
    assert!(to_buyer.iter().all(|(_, id, ..)| id != "zeta"), "no event names it: {to_buyer:?}");
    assert_eq!(to_lead, [acme(true)]);
}
