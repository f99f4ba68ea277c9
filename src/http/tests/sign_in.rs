//! Links, sessions, and what other sites must not make a browser do.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::json;

use crate::auth::Role;
use crate::http::testing::{Answer, House, WTP, document};

async fn send(house: &House, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
    send_body(house, method, path, headers, String::new()).await
}

async fn send_body(house: &House, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("host", "lots.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    house.ask(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test(start_paused = true)]
async fn a_link_signs_in_by_its_form_once() {
    let house = House::open().await;
    let code = house.link("/lots/l1").await;
    let enter = format!("/enter/{code}");

    let form = send(&house, Method::GET, &enter, &[]).await;
    let again = send(&house, Method::GET, &enter, &[]).await;
    let signed_in = send(&house, Method::POST, &enter, &[]).await;
    let spent = send(&house, Method::POST, &enter, &[]).await;

    assert_eq!((form.status.as_u16(), again.status.as_u16()), (200, 200));
    assert!(form.body.contains("<form method=\"post\">") && !form.body.contains(&code));
    assert_eq!((signed_in.status.as_u16(), signed_in.header("location")), (303, "/lots/l1"));
    let cookie = signed_in.header("set-cookie").to_owned();
    for part in ["fairlot_session=", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=72000"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "a demonstration has no https");
    assert_eq!((spent.status.as_u16(), spent.problem().as_str()), (404, "not_found"));
    let cookie = cookie.split(';').next().unwrap();
    let me = send(&house, Method::GET, "/api/v1/me", &[("cookie", cookie)]).await;
    assert_eq!(me.json()["person"], "ann");
    assert_eq!((&me.json()["role"], &me.json()["org"]), (&json!("buyer"), &json!(WTP)));
}

#[tokio::test(start_paused = true)]
async fn a_browser_with_a_spent_link_gets_a_page() {
    let house = House::open().await;

    let answer = send(&house, Method::POST, "/enter/unknown", &[("accept", "text/html,*/*")]).await;

    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (404, "text/html; charset=utf-8"));
}

#[tokio::test(start_paused = true)]
async fn a_code_that_is_no_text_is_a_link_that_does_not_exist() {
    let house = House::open().await;

    let answer = send(&house, Method::POST, "/enter/%ff", &[]).await;

    assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (404, "not_found"));
}

#[tokio::test(start_paused = true)]
async fn behind_https_the_cookie_is_secure() {
    let mut limits = crate::config::ServerLimits::default();
    limits.http.https = true;
    let house = House::with(limits).await;
    let code = house.link("/").await;

    let signed_in = send(&house, Method::POST, &format!("/enter/{code}"), &[]).await;

    assert!(signed_in.header("set-cookie").contains("Secure"));
    assert!(signed_in.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test(start_paused = true)]
async fn another_site_cannot_sign_a_browser_in_or_act_with_its_session() {
    let house = House::open().await;
    let code = house.link("/").await;
    let (cookie, _) = house.signed_in(Role::Buyer, WTP).await;
    let cookie = format!("fairlot_session={cookie}");
    let foreign = [("sec-fetch-site", "cross-site")];
    let foreign_origin = [("origin", "http://evil.example")];

    for headers in [foreign, foreign_origin] {
        let answer = send(&house, Method::POST, &format!("/enter/{code}"), &headers).await;
        assert_eq!((answer.status.as_u16(), answer.problem().as_str()), (403, "cross_site"));
    }
    let unsaid: &[(&str, &str)] = &[];
    let cases: [(&[(&str, &str)], u16); 5] = [
        (unsaid, 201),
        (&foreign, 403),
        (&foreign_origin, 403),
        (&[("origin", "http://lots.example")], 201),
        (&[("sec-fetch-site", "same-origin")], 201),
    ];
    for (headers, status) in cases {
        let mut headers = headers.to_vec();
        headers.extend([("cookie", cookie.as_str()), ("content-type", "application/json")]);
        let answer = send_body(&house, Method::POST, "/api/v1/events", &headers, document().to_string()).await;
        assert_eq!(answer.status.as_u16(), status, "{headers:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn signing_out_ends_the_session() {
    let house = House::open().await;
    let (cookie, mut watch) = house.signed_in(Role::Buyer, WTP).await;
    let cookie = format!("fairlot_session={cookie}");
    let own = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];

    let out = send(&house, Method::DELETE, "/api/v1/sessions/current", &own).await;

    assert_eq!(out.status.as_u16(), 204);
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{}", out.header("set-cookie"));
    watch.ended().await;
    assert_eq!(send(&house, Method::GET, "/api/v1/me", &own).await.status.as_u16(), 401);
}

#[tokio::test(start_paused = true)]
async fn a_token_has_no_session_to_end() {
    let house = House::open().await;
    let bearer = format!("Bearer {}", house.token(Role::Buyer, WTP));

    let out = send(&house, Method::DELETE, "/api/v1/sessions/current", &[("authorization", &bearer)]).await;

    assert_eq!((out.status.as_u16(), out.problem().as_str()), (409, "wrong_state"));
}

#[tokio::test(start_paused = true)]
async fn a_password_signs_in_and_a_wrong_one_does_not_say_what_is_wrong() {
    let house = House::open().await;
    house.link("/").await;
    let ann = crate::ids::PersonId::parse("ann").unwrap();
    house.gate.sessions().set_password(ann, "correct horse battery").await.unwrap();
    let sign_in = async |email: &str, password: &str, site: &str| {
        let headers = [("content-type", "application/json"), ("sec-fetch-site", site)];
        let body = json!({"email": email, "password": password}).to_string();
        send_body(&house, Method::POST, "/api/v1/sessions", &headers, body).await
    };

    let right = sign_in("ANN@example.org", "correct horse battery", "same-origin").await;
    let wrong = sign_in("ann@example.org", "wrong horse battery", "same-origin").await;
    let unknown = sign_in("bob@example.org", "correct horse battery", "same-origin").await;
    let foreign = sign_in("ann@example.org", "correct horse battery", "cross-site").await;

    assert_eq!((right.status.as_u16(), &right.json()["person"]), (201, &json!("ann")));
    let cookie = right.header("set-cookie").split(';').next().unwrap();
    assert_eq!(send(&house, Method::GET, "/api/v1/me", &[("cookie", cookie)]).await.status.as_u16(), 200);
    assert_eq!((wrong.status.as_u16(), wrong.problem().as_str()), (401, "unauthorized"));
    assert_eq!(unknown.body, wrong.body);
    assert_eq!((foreign.status.as_u16(), foreign.problem().as_str()), (403, "cross_site"));
}

#[tokio::test(start_paused = true)]
async fn guesses_at_one_address_are_bounded() {
    let house = House::open().await;
    let body = json!({"email": "ann@example.org", "password": "guess"}).to_string();
    let mut codes = Vec::new();

    for _ in 0..11 {
        let headers = [("content-type", "application/json")];
        let answer = send_body(&house, Method::POST, "/api/v1/sessions", &headers, body.clone()).await;
        codes.push(answer.problem());
    }

    assert_eq!(codes[..10], ["unauthorized"; 10]);
    assert_eq!(codes[10], "too_many_attempts");
}
