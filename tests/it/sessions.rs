//! Signing in with a browser, by password and by a one-time link, and signing out.

use reqwest::Method;
use serde_json::json;

use crate::client::{Client, Refusal};
use crate::documents::Document;
use crate::people::Reply;
use crate::server::{PARTNERSHIP, Server, fairlot};

const PASSWORD: &str = "kettle umbra plinth";

/// Creates a person with this password, or with a link when it is empty; returns the command's output.
fn add(server: &Server, email: &str, role: &str, org: &str, password: &str) -> String {
    let database = server.database();
    let arguments = ["user", "add", "--database", &database, "--email", email, "--role", role, "--org", org];
    fairlot(&arguments, password).ended_with(0).said()
}

/// Creates a person and returns the path of the one-time link.
fn link_for(server: &Server, email: &str, role: &str, org: &str) -> String {
    let said = add(server, email, role, org, "");
    let start = said.find("/enter/").unwrap_or_else(|| panic!("no link in {said}"));
    said[start..].split_whitespace().next().expect("a link has an end").to_owned()
}

/// Sends the form of a link's page as a browser does.
async fn redeem(server: &Server, link: &str) -> Reply {
    let from_here = [("origin", server.url()), ("content-type", "application/x-www-form-urlencoded")];
    server.nobody().asks(Method::POST, link, Some(String::new()), &from_here).await
}

async fn sign_in(server: &Server, email: &str, password: &str) -> Reply {
    server.nobody().post("/api/v1/sessions", &json!({"email": email, "password": password})).await
}

/// The cookie as a browser sends it back, after checking its attributes.
fn cookie(reply: &Reply) -> String {
    let set = reply.headers.get("set-cookie").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let lower = set.to_lowercase();
    assert!(lower.contains("httponly") && lower.contains("samesite=strict"), "{set:?} in {}", reply.text);
    set.split(';').next().expect("a text has a first part").to_owned()
}

#[tokio::test]
async fn a_person_signs_in_with_a_password_and_out_again() {
    for server in Server::start_on_each() {
        sign_in_and_out(&server).await;
    }
}

async fn sign_in_and_out(server: &Server) {
    add(server, "bea@example.org", "buyer", PARTNERSHIP, PASSWORD);

    let wrong = sign_in(server, "bea@example.org", "wrong").await;
    let unknown = sign_in(server, "nobody@example.org", "wrong").await;
    let right = sign_in(server, "bea@example.org", PASSWORD).await;
    let cookie = cookie(&right);
    let own = [("cookie", cookie.as_str())];
    let me = server.nobody().asks(Method::GET, "/api/v1/me", None, &own).await;
    let from_here = [own[0], ("origin", server.url())];
    let out = server.nobody().asks(Method::DELETE, "/api/v1/sessions/current", None, &from_here).await;
    let afterwards = server.nobody().asks(Method::GET, "/api/v1/me", None, &own).await;

    assert_eq!((wrong.status, unknown.status), (401, 401));
    assert_eq!(wrong.text, unknown.text, "nobody learns which addresses are known");
    assert!((200..300).contains(&right.status), "{}", right.text);
    assert_eq!(me.expect(200)["role"], "buyer");
    assert!((200..300).contains(&out.status), "{}", out.text);
    assert_eq!(afterwards.status, 401);
}

#[tokio::test]
async fn a_cookie_is_accepted_for_a_websocket_only_from_the_servers_own_pages() {
    let server = Server::start();
    let link = link_for(&server, "sam@acme.example", "supplier", "acme");
    let published = server.buyer().publishes(&Document::gloves()).await;
    let cookie = cookie(&redeem(&server, &link).await);

    let elsewhere = Client::open(server.url(), &[("cookie", &cookie), ("origin", "https://elsewhere.example")]).await;
    let no_origin = Client::open(server.url(), &[("cookie", &cookie)]).await;
    let own = Client::open(server.url(), &[("cookie", &cookie), ("origin", server.url())]).await;

    assert_eq!(elsewhere.err(), Some(Refusal { status: 401 }));
    assert_eq!(no_origin.err(), Some(Refusal { status: 401 }));
    let mut socket = own.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(socket.expect("welcome").await["org"], "acme");
    socket.join(published.lot()).await;
    let from_here = [("cookie", cookie.as_str()), ("origin", server.url())];
    server.nobody().asks(Method::DELETE, "/api/v1/sessions/current", None, &from_here).await;
    assert_eq!(socket.close_code().await, Some(4401), "the session has ended");
}

#[tokio::test]
async fn a_one_time_link_is_redeemed_by_its_form_and_only_once() {
    let server = Server::start();
    let link = link_for(&server, "olga@rfs.example", "observer", "RFS");

    let previewed = server.nobody().get(&link).await;
    let again = server.nobody().get(&link).await;
    let redeemed = redeem(&server, &link).await;
    let twice = redeem(&server, &link).await;

    assert_eq!((previewed.status, again.status), (200, 200), "looking does not redeem");
    assert!(previewed.text.contains("<form"), "{}", previewed.text);
    assert_eq!(redeemed.status, 303, "{}", redeemed.text);
    assert!((400..500).contains(&twice.status), "{}", twice.status);
    let me = server.nobody().asks(Method::GET, "/api/v1/me", None, &[("cookie", &cookie(&redeemed))]).await;
    assert_eq!(me.expect(200)["org"], "RFS");
    assert_eq!(me.expect(200)["email"], "olga@rfs.example");
}

#[test]
fn an_e_mail_address_that_no_letter_could_reach_is_refused() {
    let server = Server::start();

    for email in ["ann", "ann@example", "a nn@example.org", "a@b@example.org"] {
        let arguments = ["user", "add", "--email", email, "--role", "buyer", "--org", PARTNERSHIP];
        let refused = server.runs(&arguments);

        assert!(refused.code.is_some_and(|code| code != 0), "{email}");
        assert!(refused.stdout.is_empty() && refused.stderr.contains("an e-mail address has"), "{}", refused.stderr);
    }
}

#[tokio::test]
async fn an_organisation_that_no_event_names_is_warned_of() {
    let server = Server::start();
    server.buyer().publishes(&Document::gloves()).await;
    let add = |email: &str, role: &str, org: &str| {
        server.runs(&["user", "add", "--email", email, "--role", role, "--org", org]).ended_with(0)
    };

    for (nth, (role, org, is_unknown)) in [
        ("supplier", "acme", false),
        ("supplier", "acne", true),
        ("supplier", "RFS", true),
        ("observer", "RFS", false),
        ("observer", "RXX", true),
        ("buyer", "elsewhere", false),
    ]
    .into_iter()
    .enumerate()
    {
        let said = add(&format!("p{nth}@example.org"), role, org);

        assert_eq!(said.stderr.contains("no event names"), is_unknown, "{role} {org}: {}", said.stderr);
        assert!(said.stdout.starts_with("http://127.0.0.1:8080/enter/"), "{}", said.stdout);
    }
    let elsewhere = ["user", "add", "--email", "x@example.org", "--role", "buyer", "--org", "o"];
    let named = server.runs(&[&elsewhere[..], &["--url", "https://buy.example.org/"]].concat()).ended_with(0);
    assert!(named.stdout.starts_with("https://buy.example.org/enter/"), "{}", named.stdout);
}
