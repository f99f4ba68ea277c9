//! Sign-in by link and by password, sessions, and requests that other sites cause.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

use crate::auth::Role;
use crate::config::ServerLimits;
use crate::http::COOKIE;
use crate::http::testing::{TestAnswer, TestServer, WTP, document};

async fn send(server: &TestServer, method: Method, path: &str, headers: &[(&str, &str)]) -> TestAnswer {
    send_body(server, method, path, headers, String::new()).await
}

async fn send_body(
    server: &TestServer,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: String,
) -> TestAnswer {
    let mut request = Request::builder().method(method).uri(path).header("host", "lots.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    server.ask(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test(start_paused = true)]
async fn a_link_signs_in_by_its_form_once() {
    let server = TestServer::start().await;
    let code = server.link("/lots/l1").await;
    let enter = format!("/enter/{code}");

    let form = send(&server, Method::GET, &enter, &[]).await;
    let again = send(&server, Method::GET, &enter, &[]).await;
    let signed_in = send(&server, Method::POST, &enter, &[]).await;
    let spent = send(&server, Method::POST, &enter, &[]).await;

    assert_eq!((form.status.as_u16(), again.status.as_u16()), (200, 200));
    assert!(form.body.contains("<form method=\"post\">") && !form.body.contains(&code));
    assert!(form.body.contains("<strong>ann@example.org</strong>, for <strong>wtp</strong>"), "{}", form.body);
    assert_eq!((signed_in.status.as_u16(), signed_in.header("location")), (303, "/lots/l1"));
    let cookie = signed_in.header("set-cookie").to_owned();
    for part in ["fairlot_session=", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=604800"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "a demonstration has no https");
    assert_eq!((spent.status.as_u16(), spent.problem().as_str()), (410, "gone"));
    let cookie = cookie.split(';').next().unwrap();
    let me = send(&server, Method::GET, "/api/v1/me", &[("cookie", cookie)]).await;
    assert_eq!(me.json()["person"], "ann");
    assert_eq!((&me.json()["role"], &me.json()["org"]), (&json!("buyer"), &json!(WTP)));
}

// G4
#[tokio::test(start_paused = true)]
async fn a_caller_is_told_its_address_and_what_the_newest_event_that_it_may_see_calls_its_organisation() {
    let server = TestServer::start().await;
    let renamed = |supplier: &str, trust: &str| {
        let mut document = document();
        document["bidders"][0]["name"] = json!(supplier);
        document["trusts"][0]["name"] = json!(trust);
        document
    };
    let me = async |token: &str| server.get("/api/v1/me", Some(token)).await.json();
    let acme = server.token(Role::Supplier, "acme");
    let unnamed = me(&acme).await;
    server.open_lot_of(&renamed("Acme Ltd", "Chesterfield")).await;
    tokio::time::advance(Duration::from_secs(1)).await;
    server.open_lot_of(&renamed("Acme Medical plc", "Chesterfield Royal")).await;
    tokio::time::advance(Duration::from_secs(1)).await;
    server.draft_of(&renamed("Acme of a draft", "Chesterfield of a draft")).await;
    let (cookie, _watch) = server.signed_in(Role::Observer, "RFS").await;
    let cookie = format!("{COOKIE}={cookie}");

    let supplier = me(&acme).await;
    let buyer = me(&server.token(Role::Buyer, WTP)).await;
    let stranger = me(&server.token(Role::Supplier, "zeta")).await;
    let observer = send(&server, Method::GET, "/api/v1/me", &[("cookie", &cookie)]).await.json();

    assert_eq!((&unnamed["org_name"], &unnamed["email"]), (&Value::Null, &Value::Null));
    assert_eq!((&supplier["org_name"], &supplier["email"]), (&json!("Acme Medical plc"), &Value::Null));
    assert_eq!(observer["org_name"], "Chesterfield Royal");
    assert_eq!(observer["email"], "observer-of-RFS@example.org");
    for other in [buyer, stranger] {
        assert_eq!(other.get("org_name"), Some(&Value::Null), "{other}");
    }
    assert_eq!((supplier.get("name"), &supplier["places"]), (Some(&Value::Null), &json!([])));
    assert_eq!(observer["places"], json!([{"role": "observer", "org": "RFS", "lead": false}]));
}

#[tokio::test(start_paused = true)]
async fn a_browser_with_a_spent_link_gets_a_page() {
    let server = TestServer::start().await;

    let answer = send(&server, Method::POST, "/enter/unknown", &[("accept", "text/html,*/*")]).await;

    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (410, "text/html; charset=utf-8"));
}

#[tokio::test(start_paused = true)]
async fn a_code_that_is_not_text_is_answered_like_an_unknown_link() {
    let server = TestServer::start().await;

    let answer = send(&server, Method::POST, "/enter/%ff", &[]).await;

    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (410, "gone"));
}

#[tokio::test(start_paused = true)]
async fn behind_https_the_cookie_is_secure() {
    let mut limits = ServerLimits::default();
    limits.http.https = true;
    let server = TestServer::with(limits).await;
    let code = server.link("/").await;

    let signed_in = send(&server, Method::POST, &format!("/enter/{code}"), &[]).await;

    let cookie = signed_in.header("set-cookie");
    assert!(cookie.contains("Secure") && cookie.starts_with("__Host-fairlot_session="), "{cookie}");
    assert!(signed_in.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test(start_paused = true)]
async fn another_site_cannot_sign_a_browser_in_or_act_with_its_session() {
    let server = TestServer::start().await;
    let code = server.link("/").await;
    let (cookie, _) = server.signed_in(Role::Buyer, WTP).await;
    let cookie = format!("fairlot_session={cookie}");
    let foreign = [("sec-fetch-site", "cross-site")];
    let foreign_origin = [("origin", "http://evil.example")];

    for headers in [foreign, foreign_origin] {
        let answer = send(&server, Method::POST, &format!("/enter/{code}"), &headers).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (403, "cross_site"));
    }
    let unsaid: &[(&str, &str)] = &[];
    let cases: [(&[(&str, &str)], u16); 5] = [
        (unsaid, 403),
        (&foreign, 403),
        (&foreign_origin, 403),
        (&[("origin", "http://lots.example")], 201),
        (&[("sec-fetch-site", "same-origin")], 201),
    ];
    for (headers, status) in cases {
        let mut headers = headers.to_vec();
        headers.extend([("cookie", cookie.as_str()), ("content-type", "application/json")]);
        let answer = send_body(&server, Method::POST, "/api/v1/events", &headers, document().to_string()).await;
        assert_eq!(answer.status.as_u16(), status, "{headers:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn signing_out_ends_the_session() {
    let server = TestServer::start().await;
    let (cookie, mut watch) = server.signed_in(Role::Buyer, WTP).await;
    let cookie = format!("fairlot_session={cookie}");
    let own = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];

    let out = send(&server, Method::DELETE, "/api/v1/sessions/current", &own).await;

    assert_eq!(out.status.as_u16(), 204);
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    watch.ended(&server.clock, server.clock.now() + Duration::from_hours(20)).await;
    assert_eq!(send(&server, Method::GET, "/api/v1/me", &own).await.status.as_u16(), 401);
}

#[tokio::test(start_paused = true)]
async fn a_token_has_no_session_to_end() {
    let server = TestServer::start().await;
    let bearer = format!("Bearer {}", server.token(Role::Buyer, WTP));

    let out = send(&server, Method::DELETE, "/api/v1/sessions/current", &[("authorization", &bearer)]).await;

    assert_eq!((out.status.as_u16(), out.problem().as_str()), (409, "wrong_state"));
}

#[tokio::test(start_paused = true)]
async fn a_password_signs_in_and_a_wrong_one_does_not_say_what_is_wrong() {
    let server = TestServer::start().await;
    server.link("/").await;
    let ann = crate::ids::PersonId::parse("ann").unwrap();
    server.gate.sessions().set_password(ann, "correct horse battery staple").await.unwrap();
    let sign_in = async |email: &str, password: &str, site: &str| {
        let headers = [("content-type", "application/json"), ("sec-fetch-site", site)];
        let body = json!({"email": email, "password": password}).to_string();
        send_body(&server, Method::POST, "/api/v1/sessions", &headers, body).await
    };

    let right = sign_in("ANN@example.org", "correct horse battery staple", "same-origin").await;
    let wrong = sign_in("ann@example.org", "wrong horse battery", "same-origin").await;
    let unknown = sign_in("bob@example.org", "correct horse battery staple", "same-origin").await;
    let foreign = sign_in("ann@example.org", "correct horse battery staple", "cross-site").await;

    assert_eq!((right.status.as_u16(), &right.json()["person"]), (201, &json!("ann")));
    assert_eq!(right.json()["email"], "ann@example.org");
    let cookie = right.header("set-cookie").split(';').next().unwrap();
    assert_eq!(send(&server, Method::GET, "/api/v1/me", &[("cookie", cookie)]).await.status.as_u16(), 200);
    assert_eq!((wrong.status.as_u16(), wrong.problem().as_str()), (401, "unauthorized"));
    assert_eq!(unknown.body, wrong.body);
    assert_eq!((foreign.status.as_u16(), foreign.problem().as_str()), (403, "cross_site"));
}

// G96
#[tokio::test(start_paused = true)]
async fn after_five_wrong_guesses_in_a_row_the_answer_says_how_long_to_wait() {
    let server = TestServer::start().await;
    let body = json!({"email": "ann@example.org", "password": "guess"}).to_string();
    let mut codes = Vec::new();
    let mut last = None;

    for _ in 0..6 {
        let headers = [("content-type", "application/json")];
        let answer = send_body(&server, Method::POST, "/api/v1/sessions", &headers, body.clone()).await;
        codes.push(answer.problem());
        last = Some(answer);
    }

    assert_eq!(codes[..5], ["unauthorized"; 5]);
    assert_eq!(codes[5], "too_many_attempts");
    assert_eq!(last.unwrap().header("retry-after"), "60");
}

#[tokio::test(start_paused = true)]
async fn behind_a_proxy_that_changes_the_host_signing_in_and_the_websocket_say_so() {
    let server = TestServer::start().await;
    let (cookie, _watch) = server.signed_in(Role::Buyer, WTP).await;
    let code = server.link("/").await;
    let proxied = |builder: axum::http::request::Builder| {
        builder.header("host", "127.0.0.1:8080").header("origin", "https://buy.example.org")
    };
    let cookie = format!("{COOKIE}={cookie}");
    let sign_in = proxied(Request::post("/api/v1/sessions")).header("content-type", "application/json");
    let upgrade = proxied(Request::get("/ws")).header("cookie", &cookie);
    let publish = proxied(Request::post("/api/v1/events/x/publish")).header("cookie", &cookie);
    let cases = [
        (sign_in.body(Body::from("{}")).unwrap(), 403, "cross_site"),
        (proxied(Request::post(format!("/enter/{code}"))).body(Body::empty()).unwrap(), 403, "cross_site"),
        (publish.body(Body::empty()).unwrap(), 403, "cross_site"),
        (upgrade.body(Body::empty()).unwrap(), 401, "unauthorized"),
    ];

    for (request, status, code) in cases {
        let address = request.uri().clone();
        let answer = server.ask(request).await;

        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (status, code), "{address}");
        let detail = answer.json()["detail"].as_str().unwrap().to_owned();
        for said in ["https://buy.example.org", "127.0.0.1:8080", "proxy_set_header Host $http_host", "--origin"] {
            assert!(detail.contains(said), "{address}: {said:?} is not in {detail}");
        }
    }
    let nobody = server.ask(proxied(Request::get("/ws")).body(Body::empty()).unwrap()).await;
    assert!(!nobody.body.contains("$http_host"), "without a session the proxy is not what is wrong: {}", nobody.body);
}

// G91
#[tokio::test(start_paused = true)]
async fn a_session_is_told_that_its_role_needs_a_second_factor_and_a_token_is_not() {
    let limits = ServerLimits { roles_needing_factor: vec![Role::Buyer], ..ServerLimits::default() };
    let server = TestServer::with(limits).await;
    let needed = async |role: Role| {
        let (cookie, _watch) = server.signed_in(role, WTP).await;
        let headers = [("cookie", &*format!("fairlot_session={cookie}"))];
        let me = send_body(&server, Method::GET, "/api/v1/me", &headers, String::new()).await.json();
        me["second_factor_needed"].clone()
    };

    let (of_buyer, of_auditor) = (needed(Role::Buyer).await, needed(Role::Auditor).await);
    let of_token = server.get("/api/v1/me", Some(&server.token(Role::Buyer, WTP))).await.json();

    assert_eq!((of_buyer, of_auditor), (json!(true), json!(false)));
    assert_eq!(of_token["second_factor_needed"], false);
}

// G91
#[tokio::test(start_paused = true)]
async fn what_cannot_be_undone_needs_a_proof_of_the_last_quarter_of_an_hour() {
    let server = TestServer::start().await;
    let (_, lot) = server.open_lot().await;
    let (cookie, _watch) = server.signed_in(Role::Buyer, WTP).await;
    let cookie = format!("fairlot_session={cookie}");
    let headers =
        [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("content-type", "application/json")];
    let asks = async |method: Method, path: &str, body: Value| {
        send_body(&server, method, path, &headers, body.to_string()).await
    };
    let commands = format!("/api/v1/lots/{lot}/commands");
    let pause = json!({"type": "pause", "reason": "a bidder cannot connect"});
    let close = json!({"type": "close", "reason": "enough"});
    let secret = asks(Method::POST, "/api/v1/me/second-factor", Value::Null).await.json()["secret"].clone();
    let secret = crate::auth::TotpSecret::from_base_32(secret.as_str().unwrap());
    let code = || json!({"code": secret.code_at(server.clock.now())});
    let confirmed = asks(Method::PUT, "/api/v1/me/second-factor", code()).await;
    assert_eq!(confirmed.json()["recovery_codes"].as_array().unwrap().len(), 10, "{}", confirmed.body);
    tokio::time::advance(Duration::from_secs(15 * 60 + 1)).await;

    let refused = asks(Method::POST, &commands, close.clone()).await;
    let harmless = asks(Method::POST, &commands, pause).await;
    let wrong = asks(Method::POST, "/api/v1/sessions/current/step-up", json!({"code": "000000"})).await;
    let proved = asks(Method::POST, "/api/v1/sessions/current/step-up", code()).await;
    let done = asks(Method::POST, &commands, close).await;

    assert_eq!((refused.status.as_u16(), refused.problem().as_str()), (403, "step_up_required"));
    assert_eq!(harmless.status.as_u16(), 200, "{}", harmless.body);
    assert_eq!((wrong.status.as_u16(), wrong.problem().as_str()), (403, "forbidden"));
    assert_eq!(proved.status.as_u16(), 204, "{}", proved.body);
    assert_eq!(done.status.as_u16(), 200, "{}", done.body);
}
