//! People over HTTP: invited, let in, named, disabled, erased.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

use crate::auth::Role;
use crate::auth::people::PLACES_MAX;
use crate::http::testing::{TestAnswer, TestServer, WTP, document, request};

async fn start() -> TestServer {
    let server = TestServer::start().await;
    server.add_person("ada", Role::Admin, WTP, false).await;
    server.open_lot().await;
    server
}

fn ada(server: &TestServer) -> String {
    server.token_of("ada", Role::Admin, WTP, Duration::from_hours(100))
}

fn somebody(email: &str) -> Value {
    json!({"name": "Sam Fell", "email": email, "role": "supplier", "org": "acme", "to": "/lots/l1"})
}

async fn browse(server: &TestServer, method: Method, link: &str, cookie: &str) -> TestAnswer {
    let path = link.trim_start_matches("http://lots.example");
    let request = Request::builder().method(method).uri(path).header("host", "lots.example");
    let request = request.header("accept", "text/html").header("cookie", cookie).header("user-agent", "a browser");
    server.ask(request.body(Body::empty()).unwrap()).await
}

// G90
#[tokio::test(start_paused = true)]
async fn an_invitation_goes_from_the_administrator_to_a_session() {
    let server = start().await;
    let admin = ada(&server);
    let state = async |id: &str| {
        let person = server.get(&format!("/api/v1/people/{id}"), Some(&admin)).await.json();
        (person["state"].clone(), person["invitation"]["state"].clone(), person["invitation"].get("link").cloned())
    };

    let invited = server.post("/api/v1/people", &admin, &somebody("sam@acme.example")).await;
    assert_eq!(invited.status.as_u16(), 201, "{}", invited.body);
    let invited = invited.json();
    let (id, link) = (invited["id"].as_str().unwrap(), invited["invitation"]["link"].as_str().unwrap());
    let before = state(id).await;
    let page = browse(&server, Method::GET, link, "").await;
    let opened = state(id).await;
    let entered = browse(&server, Method::POST, link, "").await;
    let accepted = state(id).await;
    let again = browse(&server, Method::GET, link, "").await;
    let spent = browse(&server, Method::POST, link, "").await;

    assert_eq!(invited["places"], json!([{"role": "supplier", "org": "acme", "lead": true}]), "the first one leads");
    assert_eq!(before, (json!("invited"), json!("to_hand_over"), None), "the link is shown once");
    assert!(page.body.contains("<strong>Sam Fell</strong>, for <strong>Acme Medical Ltd</strong>"), "{}", page.body);
    assert_eq!((opened.0, opened.1), (json!("invited"), json!("opened")));
    assert_eq!((entered.status.as_u16(), entered.header("location")), (303, "/lots/l1"));
    assert_eq!((accepted.0, accepted.1), (json!("active"), json!("accepted")));
    for dead in [again, spent] {
        assert_eq!(dead.status.as_u16(), 410);
        assert!(dead.body.contains("Name of ada, who invited you"), "{}", dead.body);
    }
    let cookie = entered.header("set-cookie").split(';').next().unwrap().to_owned();
    let me = browse(&server, Method::GET, "/api/v1/me", &cookie).await.json();
    assert_eq!(
        (&me["name"], &me["org"], &me["org_name"]),
        (&json!("Sam Fell"), &json!("acme"), &json!("Acme Medical Ltd"))
    );
}

// G90
#[tokio::test(start_paused = true)]
async fn an_invitation_holds_for_72_hours_and_a_newer_one_replaces_it() {
    let server = start().await;
    let admin = ada(&server);
    let first = server.post("/api/v1/people", &admin, &somebody("sam@acme.example")).await.json();
    let again = format!("/api/v1/people/{}/invitations", first["id"].as_str().unwrap());
    let link = |answer: &Value| answer["link"].as_str().unwrap().to_owned();

    let second = server.post(&again, &admin, &json!({})).await;
    let dead = browse(&server, Method::POST, first["invitation"]["link"].as_str().unwrap(), "").await;
    tokio::time::advance(Duration::from_hours(72) - Duration::from_secs(1)).await;
    let living = browse(&server, Method::GET, &link(&second.json()), "").await;
    tokio::time::advance(Duration::from_secs(1)).await;
    let expired = browse(&server, Method::GET, &link(&second.json()), "").await;
    let third = server.post(&again, &admin, &json!({})).await.json();
    let withdrawn = server.ask(request(&Method::DELETE, &again, Some(&admin), None)).await;
    let too_late = browse(&server, Method::POST, &link(&third), "").await;

    assert_eq!((second.status.as_u16(), dead.status.as_u16(), living.status.as_u16()), (201, 410, 200));
    assert_eq!((expired.status.as_u16(), withdrawn.status.as_u16(), too_late.status.as_u16()), (410, 204, 410));
}

// G93
#[tokio::test(start_paused = true)]
async fn who_has_been_here_before_gets_a_link_to_a_new_password_for_an_hour_and_not_an_invitation() {
    let server = start().await;
    let admin = ada(&server);
    let (_cookie, _watch) = server.signed_in(Role::Buyer, WTP).await;
    let again = "/api/v1/people/buyer-of-wtp/invitations";

    let sent = server.post(again, &admin, &json!({})).await.json();
    let page = browse(&server, Method::GET, sent["link"].as_str().unwrap(), "").await;
    let entered = browse(&server, Method::POST, sent["link"].as_str().unwrap(), "").await;
    let late = server.post(again, &admin, &json!({})).await.json();
    let cookie = entered.header("set-cookie").split(';').next().unwrap().to_owned();
    let me = async || browse(&server, Method::GET, "/api/v1/me", &cookie).await.json()["password"].clone();
    let at_once = me().await;
    tokio::time::advance(Duration::from_hours(1)).await;
    let too_late = browse(&server, Method::GET, late["link"].as_str().unwrap(), "").await;

    assert_eq!(sent["state"], "to_hand_over");
    assert!(page.body.contains("Then you can set a new password."), "{}", page.body);
    assert_eq!((at_once, me().await), (json!("reset"), json!("none")), "the right lasts an hour");
    assert_eq!(too_late.status.as_u16(), 410);
}

// G90
#[tokio::test(start_paused = true)]
async fn nobody_but_an_administrator_is_shown_a_link() {
    let server = start().await;
    server.add_person("lea", Role::Supplier, "acme", true).await;
    let lea = server.token_of("lea", Role::Supplier, "acme", Duration::from_hours(1));
    let buyer = server.token(Role::Buyer, WTP);
    let by_buyer =
        json!({"name": "Zoe", "email": "zoe@zeta.example", "role": "supplier", "org": "zeta", "org_name": "Zeta"});

    let answers = [
        server.post("/api/v1/people", &lea, &somebody("sam@acme.example")).await,
        server.post("/api/v1/people", &buyer, &by_buyer).await,
    ];

    for answer in answers {
        assert_eq!(answer.status.as_u16(), 201, "{}", answer.body);
        assert!(!answer.body.contains("link") && !answer.body.contains("/enter/"), "{}", answer.body);
    }
}

// G87, G89
#[tokio::test(start_paused = true)]
async fn an_address_taken_twice_and_an_organisation_that_nothing_names_are_refused() {
    let server = start().await;
    let admin = ada(&server);
    let invite = async |body: &Value| server.post("/api/v1/people", &admin, body).await;
    let of = |org: &str, name: Option<&str>| json!({"name": "Zed", "email": format!("zed@{org}.example"), "role": "supplier", "org": org, "org_name": name});

    let first = invite(&somebody("sam@acme.example")).await;
    let twice = invite(&somebody("SAM@acme.example")).await;
    let unknown = invite(&of("zeta", None)).await;
    let named = invite(&of("zeta", Some("Zeta Gloves Ltd"))).await;

    assert_eq!(first.status.as_u16(), 201, "{}", first.body);
    assert_eq!((twice.status.as_u16(), twice.problem().as_str()), (409, "wrong_state"));
    assert_eq!((unknown.status.as_u16(), &unknown.json()["errors"][0]["code"]), (422, &json!("unknown_reference")));
    assert_eq!(unknown.json()["errors"][0]["path"], "/org");
    assert_eq!(named.status.as_u16(), 201, "{}", named.body);
    let zeta = server.token(Role::Supplier, "zeta");
    assert_eq!(server.get("/api/v1/me", Some(&zeta)).await.json()["org_name"], "Zeta Gloves Ltd");
    let buyer = server.token(Role::Buyer, WTP);
    let renamed =
        json!({"name": "X", "email": "x@bolt.example", "role": "supplier", "org": "bolt", "org_name": "Other"});
    let renamed = server.post("/api/v1/people", &buyer, &renamed).await;
    assert_eq!(renamed.json()["errors"][0]["path"], "/org_name", "{}", renamed.body);
}

// G88
#[tokio::test(start_paused = true)]
async fn the_last_lead_stays_and_nobody_shuts_themselves_out() {
    let server = start().await;
    server.add_person("lea", Role::Supplier, "acme", true).await;
    let lea = server.token_of("lea", Role::Supplier, "acme", Duration::from_hours(1));
    let lead = |lead: bool| json!({"role": "supplier", "org": "acme", "lead": lead});
    let reason = json!({"reason": "leaves"});

    let unmade = server.post("/api/v1/people/lea/places", &lea, &lead(false)).await;
    let by_herself = server.post("/api/v1/people/lea/disable", &lea, &reason).await;
    server.add_person("max", Role::Supplier, "acme", false).await;
    let made = server.post("/api/v1/people/max/places", &lea, &lead(true)).await;
    let unmade_then = server.post("/api/v1/people/lea/places", &lea, &lead(false)).await;
    let erased = server.ask(request(&Method::DELETE, "/api/v1/people/ada", Some(&ada(&server)), None)).await;

    let statuses = [unmade, by_herself, made, unmade_then, erased].map(|answer| answer.status.as_u16());
    assert_eq!(statuses, [409, 409, 200, 200, 409]);
}

// G86
#[tokio::test(start_paused = true)]
async fn a_person_has_at_most_twenty_places() {
    let server = start().await;
    let admin = ada(&server);
    server.add_person("sam", Role::Supplier, "acme", false).await;
    let give = async |nth: usize| {
        let place = json!({"role": "observer", "org": format!("R{nth}"), "org_name": "A trust"});
        server.post("/api/v1/people/sam/places", &admin, &place).await.status.as_u16()
    };

    for nth in 1..PLACES_MAX {
        assert_eq!(give(nth).await, 200);
    }
    assert_eq!(give(PLACES_MAX).await, 409);
    assert_eq!(give(1).await, 200, "a place that the person has is no further one");
}

// G86, G107
#[tokio::test(start_paused = true)]
async fn a_disabled_person_is_out_at_once_and_the_reason_is_kept_until_the_person_is_erased() {
    let server = start().await;
    let admin = ada(&server);
    let (cookie, mut watch) = server.signed_in(Role::Supplier, "acme").await;
    let cookie = format!("fairlot_session={cookie}");
    let person = "/api/v1/people/supplier-of-acme";
    let events =
        async || server.get("/api/v1/security-events?kind=disabled", Some(&admin)).await.json()["items"].clone();

    let disabled = server.post(&format!("{person}/disable"), &admin, &json!({"reason": "lost her laptop"})).await;
    watch.ended(&server.clock, server.clock.now() + Duration::from_hours(20)).await;
    let refused = browse(&server, Method::GET, "/api/v1/me", &cookie).await;
    let noted = events().await;
    server.ask(request(&Method::DELETE, person, Some(&admin), None)).await;
    let after = events().await;

    assert_eq!(disabled.json()["state"], "disabled");
    assert_eq!(refused.status.as_u16(), 401);
    assert_eq!((&noted[0]["reason"], &noted[0]["by_name"]), (&json!("lost her laptop"), &json!("Name of ada")));
    assert_eq!((&after[0]["person"], &after[0]["reason"]), (&json!("supplier-of-acme"), &Value::Null));
    assert_eq!(server.get(person, Some(&admin)).await.status.as_u16(), 404);
}

// G4, E59
#[tokio::test(start_paused = true)]
async fn a_proposal_names_the_buyer_until_the_buyer_is_erased() {
    let server = start().await;
    server.add_person("bea", Role::Buyer, WTP, false).await;
    let mut strict = document();
    strict["four_eyes"] = json!(true);
    let (_, lot) = server.open_lot_of(&strict).await;
    let bea = server.token_of("bea", Role::Buyer, WTP, Duration::from_hours(1));
    let act = json!({"type": "exclude", "bidder": "acme", "reason": "it withdrew"});
    server.post(&format!("/api/v1/lots/{lot}/commands"), &bea, &act).await;
    let proposal = async || {
        let view = server.get(&format!("/api/v1/lots/{lot}"), Some(&server.token(Role::Auditor, WTP))).await.json();
        (view["proposals"][0]["by"].clone(), view["proposals"][0]["by_name"].clone())
    };

    let named = proposal().await;
    let erased = server.ask(request(&Method::DELETE, "/api/v1/people/bea", Some(&ada(&server)), None)).await;

    assert_eq!(named, (json!("bea"), json!("Name of bea")));
    assert_eq!(erased.status.as_u16(), 204, "{}", erased.body);
    assert_eq!(proposal().await, (json!("bea"), Value::Null));
}

// G107
#[tokio::test(start_paused = true)]
async fn security_events_tell_the_course_of_an_invitation_and_an_auditor_reads_no_address() {
    let server = start().await;
    let admin = ada(&server);
    let invited = server.post("/api/v1/people", &admin, &somebody("sam@acme.example")).await.json();
    let link = invited["invitation"]["link"].as_str().unwrap();
    browse(&server, Method::GET, link, "").await;
    browse(&server, Method::POST, link, "").await;
    let of_sam = format!("/api/v1/security-events?person={}", invited["id"].as_str().unwrap());

    let events = server.get(&of_sam, Some(&admin)).await.json();
    let audited = server.get(&of_sam, Some(&server.token(Role::Auditor, WTP))).await.json();
    let stranger = server.get(&of_sam, Some(&server.token(Role::Admin, "north"))).await.json();

    let kinds: Vec<&str> =
        events["items"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["link_spent", "link_opened", "invited"]);
    assert_eq!(
        (&events["items"][0]["device"], &events["items"][0]["person_name"]),
        (&json!("a browser"), &json!("Sam Fell"))
    );
    assert!(audited["items"].as_array().unwrap().iter().all(|one| one["address"].is_null()));
    assert_eq!(stranger["items"], json!([]));
}

#[tokio::test(start_paused = true)]
async fn a_list_of_people_goes_on_page_by_page() {
    let server = start().await;
    for nth in 0..5 {
        server.add_person(&format!("sam{nth}"), Role::Supplier, "acme", false).await;
    }
    let asked = async |query: &str| server.get(&format!("/api/v1/people?{query}"), Some(&ada(&server))).await;
    let page = async |query: &str| asked(&format!("role=supplier&{query}")).await;
    let ids = |page: &Value| {
        page["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };

    let first = page("limit=3").await.json();
    let second = page(&format!("limit=3&after={}", first["next"].as_str().unwrap())).await.json();

    assert_eq!(
        (ids(&first), ids(&second)),
        (["sam0", "sam1", "sam2"].map(String::from).to_vec(), ["sam3", "sam4"].map(String::from).to_vec())
    );
    assert_eq!(second["next"], Value::Null);
    for bad in ["limit=0", "limit=501", "role=king", "org=", "after=zzz", "after=sam2", "after=after.", "after="] {
        let answer = asked(bad).await;
        let path = format!("/query/{}", bad.split_once('=').unwrap().0);
        assert_eq!((answer.status.as_u16(), answer.json()["errors"][0]["path"].as_str()), (422, Some(&*path)), "{bad}");
    }
}

// G2
#[tokio::test(start_paused = true)]
async fn an_invitation_that_is_sent_again_under_its_key_makes_nothing_twice() {
    let server = start().await;
    let admin = ada(&server);
    let send = async |path: &str, key: &str, body: &Value| {
        let request = Request::post(path).header("host", "lots.example").header("content-type", "application/json");
        let request = request.header("authorization", format!("Bearer {admin}")).header("idempotency-key", key);
        server.ask(request.body(Body::from(body.to_string())).unwrap()).await
    };
    let sam = somebody("sam@acme.example");

    let twice = tokio::join!(send("/api/v1/people", "k1", &sam), send("/api/v1/people", "k1", &sam));
    let later = send("/api/v1/people", "k1", &sam).await;
    let other = send("/api/v1/people", "k1", &somebody("tom@acme.example")).await;
    let id = later.json()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/people/{id}/invitations");
    let again = [send(&path, "k2", &json!({})).await, send(&path, "k2", &json!({})).await];
    let newer = send(&path, "k3", &json!({})).await;
    let replaced = send(&path, "k2", &json!({})).await;

    let statuses = [&twice.0, &twice.1, &later, &other, &again[0], &again[1], &newer, &replaced];
    assert_eq!(statuses.map(|answer| answer.status.as_u16()), [201, 201, 201, 422, 201, 201, 201, 201]);
    assert_eq!(other.problem(), "key_reused");
    let links = [&twice.0, &twice.1, &later].iter().filter(|answer| answer.body.contains("/enter/")).count();
    assert_eq!((links, twice.0.json()["id"].as_str(), twice.1.json()["id"].as_str()), (1, Some(&*id), Some(&*id)));
    assert_eq!(again[0].json()["id"], again[1].json()["id"]);
    assert!(again[0].body.contains("/enter/") && !again[1].body.contains("/enter/"));
    assert_eq!((&replaced.json()["id"], &replaced.json()["state"]), (&again[0].json()["id"], &json!("withdrawn")));
    let list = server.get("/api/v1/people?q=sam@acme", Some(&admin)).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
}

// G87, G88
#[tokio::test(start_paused = true)]
async fn another_partnership_neither_invites_to_the_parties_of_foreign_events_nor_renames_them() {
    let server = start().await;
    server.add_person("lea", Role::Supplier, WTP, true).await;
    let lea = server.token_of("lea", Role::Supplier, WTP, Duration::from_hours(1));
    let other = |role: Role| server.token(role, "oth");
    let zed = |org: &str, name: Option<&str>| json!({"name": "Zed", "email": format!("zed@{org}.example"), "role": "supplier", "org": org, "org_name": name});
    let put = async |token: &str, org: &str| {
        let path = format!("/api/v1/organisations/{org}");
        let body = json!({"name": "Mine now"}).to_string();
        server.ask(request(&Method::PUT, &path, Some(token), Some(&body))).await.status.as_u16()
    };

    for role in [Role::Admin, Role::Buyer] {
        let planted = server.post("/api/v1/people", &other(role), &zed("acme", None)).await;

        assert_eq!((planted.status.as_u16(), planted.problem().as_str()), (403, "forbidden"), "{}", planted.body);
    }
    for (token, org) in [(&other(Role::Admin), "acme"), (&other(Role::Admin), WTP), (&lea, WTP)] {
        assert_eq!(put(token, org).await, 403, "{org}");
    }
    for (token, org) in [(&ada(&server), "acme"), (&lea, WTP)] {
        let renamed = server.post("/api/v1/people", token, &zed(org, Some("Mine now"))).await;

        assert_eq!(renamed.json()["errors"][0]["path"], "/org_name", "{}", renamed.body);
    }
    let free = server.post("/api/v1/people", &other(Role::Buyer), &zed("zeta", Some("Zeta"))).await;
    assert_eq!(free.status.as_u16(), 201, "no event names it, and nobody is there: {}", free.body);
    assert_eq!(put(&ada(&server), "acme").await, 200);
}

// G98
#[tokio::test(start_paused = true)]
async fn a_token_of_somebody_who_was_erased_is_refused_and_one_of_a_program_is_not() {
    let server = start().await;
    server.add_person("bob", Role::Buyer, WTP, false).await;
    let bob = server.token_of("bob", Role::Buyer, WTP, Duration::from_hours(1));
    let program = server.token_of("a-program", Role::Buyer, WTP, Duration::from_hours(1));
    let me = async |token: &str| server.get("/api/v1/me", Some(token)).await.status.as_u16();

    let before = me(&bob).await;
    let erased = server.ask(request(&Method::DELETE, "/api/v1/people/bob", Some(&ada(&server)), None)).await;

    assert_eq!((before, erased.status.as_u16()), (200, 204));
    assert_eq!((me(&bob).await, me(&program).await), (401, 200));
}
